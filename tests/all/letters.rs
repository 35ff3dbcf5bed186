//! What the letter to each person says: outcome, reasons, wishes, candidacy.

use crate::brute::case;
use crate::build::{Build, plan};
use crate::explain::best;
use crate::tiny;
use jiaopin::county::*;
use jiaopin::explain::letters;
use jiaopin::plan::Plan;
use jiaopin::policy::ProcessMode;

/// The line of this label in the letter to a teacher, in Chinese.
fn line(b: &Build, plan: &Plan, teacher: &str, label: &str) -> Option<String> {
    let all = letters::letters(&b.case(), plan);
    let letter = all.into_iter().find(|l| l.teacher == b.t(teacher)).unwrap();
    let mut found = letter
        .lines
        .into_iter()
        .filter(|(name, _)| name.zh == label);
    found.next().map(|(_, text)| text.zh)
}

/// A: two posts 语文, held by 1 and 2; 3 is at B with mathematics and a certificate for 语文.
fn passed_over() -> Build {
    let b = Build::new().school("A").school("B");
    let b = b.post("A", "语文", 2).post("B", "数学", 1);
    let b = b.teacher("1", "A", "语文").teacher("2", "A", "语文");
    let subject = b.subject("语文");
    b.teacher("3", "B", "数学")
        .who("3", |t| t.second_subjects = vec![subject])
        .who("2", |t| t.score = Some(85.into()))
}

#[test]
fn who_is_passed_over_is_told_how_many_came_in() {
    let b = passed_over();
    let plan = plan(&b.case(), &[("1", "retained"), ("3", "A/语文")]);
    let of = |who: &str, label: &str| line(&b, &plan, who, label);
    assert_eq!(
        of("1", "理由").unwrap(),
        "本岗设岗 2 个，现有 2 人，本年度聘任 2 人，其中 1 人从其他学校或岗位进入（本校优先 R26 本年度未列为规则），\
         由全县统筹按各层级的先后次序安排；本人本年度未分到岗位，留在本校（超岗留任）。"
    );
    assert_eq!(of("1", "聘任结果").unwrap(), "超岗留任：留在A校，不占岗位");
    assert!(of("1", "说明").unwrap().contains("编制仍在本校"));
    assert_eq!(of("1", "竞聘得分").unwrap(), "未填报，按 60 分计");
    assert_eq!(of("2", "竞聘得分").unwrap(), "85");
    assert_eq!(of("2", "说明"), None);
    assert_eq!(of("3", "竞聘得分"), None);
}

#[test]
fn a_rule_that_the_county_has_not_issued_is_marked() {
    let b = passed_over().pin("1", true, "A", "语文");
    let rules = line(&b, &plan(&b.case(), &[]), "1", "适用规则").unwrap();
    let pins = rules.lines().find(|l| l.starts_with("R22")).unwrap();
    assert!(pins.ends_with("依据：待本县（区）核定※。"), "{pins}");
}

#[test]
fn nobody_is_said_to_have_come_in_where_nobody_did() {
    let b = passed_over().teacher("4", "A", "语文");
    let plan = plan(&b.case(), &[("1", "pool"), ("3", "B/数学")]);
    let why = line(&b, &plan, "1", "理由").unwrap();
    assert_eq!(
        why,
        "本岗设岗 2 个，现有 3 人，本年度聘任 2 人，获聘人员依规定直聘，或竞聘得分不低于本人；\
         本人本年度未分到岗位，进入待岗。"
    );
    // One of them had fewer points and no right to be hired directly: then it was not the score.
    let b = b.who("1", |t| t.score = Some(70.into()));
    let why = line(&b, &plan, "1", "理由").unwrap();
    assert!(
        why.contains("聘任 2 人，由全县统筹按各层级的先后次序安排；") && !why.contains("得分"),
        "{why}"
    );
    let b = b.who("4", |t| t.exemption = vec!["怀孕".into()]);
    let why = line(&b, &plan, "1", "理由").unwrap();
    assert!(
        why.contains("获聘人员依规定直聘，或竞聘得分不低于本人"),
        "{why}"
    );
    let meaning = line(&b, &plan, "1", "说明").unwrap();
    assert!(meaning.contains("不是解除聘用合同的理由"), "{meaning}");
}

/// Whoever leads is addressed by the office, not by a subject taught on the side; candidates learn where they stopped.
#[test]
fn leaders_and_candidates() {
    let b = Build::new().school("A").school("B").post("A", "语文", 9);
    let b = b.teacher("1", "A", "语文").teacher("2", "B", "语文");
    let b = b.teacher("3", "A", "语文").teacher("4", "A", "语文");
    let b = b.teacher("5", "A", "语文").wish("3", "B", "");
    let b = b
        .leads("A", Role::Principal, "1", 2019)
        .leads("A", Role::Secretary, "", 0)
        .leads("B", Role::Principal, "2", 2025)
        .stands("3", Role::Secretary, [90, 90, 90, 90])
        .stands("4", Role::Secretary, [90, 59, 90, 90])
        .stands("5", Role::Secretary, [70, 70, 70, 70])
        .who("3", |t| t.score = Some(88.into()));
    let plan = plan(&b.case(), &[("1", "A/语文"), ("3", "A/书记")]);
    let of = |who: &str, label: &str| line(&b, &plan, who, label);
    assert_eq!(of("1", "现任岗位").unwrap(), "A校 校长");
    assert_eq!(
        of("1", "理由").unwrap(),
        "原任领导职务本年度结束（任期届满，R16），回任教师。在本岗的岗位数之内继续聘任。"
    );
    assert_eq!(of("2", "现任岗位").unwrap(), "B校 校长");
    assert_eq!(of("3", "聘任结果").unwrap(), "任职 A校 书记");
    assert_eq!(of("3", "竞聘得分"), None);
    assert!(
        of("3", "志愿")
            .unwrap()
            .ends_with("担任校级正职，不再安排教学岗位")
    );
    assert_eq!(
        of("3", "正职竞聘").unwrap(),
        "竞聘书记：通过全部环节，综合 90 分，拟任A校 书记"
    );
    assert_eq!(
        of("4", "正职竞聘").unwrap(),
        "竞聘书记：止于“职工推荐”环节：59 分 < 最低 60 分"
    );
    assert!(
        of("5", "正职竞聘")
            .unwrap()
            .contains("综合 70 分；本年度未任用")
    );
    assert_eq!(of("1", "正职竞聘"), None);
    let rules = of("3", "适用规则").unwrap();
    assert!(rules.contains("R17") && rules.contains("R18") && !rules.contains("R02"));
    assert!(of("4", "适用规则").unwrap().contains("R17 "));
}

#[test]
fn wishes_say_why_they_were_not_met() {
    let b = Build::new().school("A").school("B").school("C");
    let b = b
        .post("A", "语文", 9)
        .post("B", "语文", 2)
        .post("C", "语文", 2);
    let mut b = b.post("C", "数学", 1);
    for id in ["1", "2", "3"] {
        b = b
            .teacher(id, "A", "语文")
            .wish(id, "B", "")
            .wish(id, "C", "");
    }
    let b = b
        .wish("3", "C", "数学")
        .wish("3", "B", "英语")
        .who("2", |t| t.exemption = vec!["怀孕".into()]);
    let plan = plan(&b.case(), &[("1", "B/语文")]);
    let wishes = |b: &Build, who: &str| line(b, &plan, who, "志愿").unwrap();
    assert_eq!(
        wishes(&b, "1"),
        "第 1 志愿 B校：已实现\n第 2 志愿 C校：已安排在第 1 志愿"
    );
    let fixed = wishes(&b, "2");
    assert!(fixed.contains("属直聘人员，不参加竞聘（R06）"), "{fixed}");
    let lines = [
        "第 1 志愿 B校：符合条件，按全县统筹的先后次序未能安排",
        "第 2 志愿 C校：符合条件，按全县统筹的先后次序未能安排",
        "第 3 志愿 C校 数学：受规则限制：R04 教师资格",
        "第 4 志愿 B校 英语：该校本年无此岗位",
    ];
    assert_eq!(wishes(&b, "3"), lines.join("\n"));
    let staged = b.rule(|p| p.process.mode = ProcessMode::Staged);
    assert!(wishes(&staged, "3").contains("跨校竞聘未获录取"));
}

/// A seat that a later round may still change is no result, and a wish whose round is to come was not refused.
#[test]
fn a_seat_of_a_year_that_is_not_over_is_provisional() {
    let b = passed_over().wish("1", "B", "");
    let b = b.rule(|p| p.process.mode = ProcessMode::Staged);
    let mut plan = plan(&b.case(), &[("1", "A/语文")]);
    let said = |plan: &Plan, label: &str| line(&b, plan, "1", label).unwrap();
    plan.rows[0].tier_notes = "round=2".into();
    assert!(said(&plan, "理由").contains("在第 2 轮（校内竞聘）确定"));
    assert!(!said(&plan, "聘任结果").contains("暂定"));
    plan.rows[0].tier_notes = "round=2;open=3".into();
    assert!(said(&plan, "聘任结果").starts_with("暂定："));
    let why = said(&plan, "理由");
    assert!(why.contains("暂定结果") && !why.contains("确定"), "{why}");
    let wishes = said(&plan, "志愿");
    assert!(
        wishes.contains("以后各轮尚未进行") && !wishes.contains("未获录取"),
        "{wishes}"
    );
}

#[test]
fn a_stopped_year_promises_nothing() {
    let b = passed_over().rule(|p| p.process.mode = ProcessMode::Staged);
    let mut plan = plan(&b.case(), &[("1", "pool")]);
    plan.rows[0].tier_notes = "open=3".into();
    assert_eq!(line(&b, &plan, "1", "聘任结果").unwrap(), "暂无结果");
    assert_eq!(line(&b, &plan, "1", "说明"), None);
    let why = line(&b, &plan, "1", "理由").unwrap();
    assert!(
        why.contains("以后各轮尚未进行") && !why.contains("进入待岗"),
        "{why}"
    );
}

/// A letter says nothing of anybody else: no other name, no other id, and nothing private of the person.
#[test]
fn letters_name_nobody_else() {
    for seed in 0..60 {
        let (mut county, policy) = tiny::with_leaders(seed, tiny::TINY);
        for (i, t) in county.teachers.iter_mut().enumerate() {
            t.id = format!("工{i:03}");
            t.name = format!("名{i:03}");
            t.id_number = Some("110101199003070000".to_owned());
        }
        let case = case(&county, &policy);
        let Some((plan, _)) = best(&case) else {
            continue;
        };
        let letters = letters::letters(&case, &plan);
        assert_eq!(letters.len(), plan.rows.len());
        for letter in letters {
            let lines = letter.lines.iter();
            let text: String = lines
                .map(|(a, b)| format!("{}{}{}", a.zh, b.zh, b.en))
                .collect();
            for t in county.teacher_ixs() {
                let other = county.teacher(t);
                let own = t == letter.teacher;
                assert_eq!(text.contains(&other.name), own, "seed {seed}: {text}");
                assert!(own || !text.contains(&other.id), "seed {seed}: {text}");
            }
            assert!(!text.contains("1990") && text.contains("工作日"));
        }
    }
}

/// Each rule rests on a document, and what the county has yet to confirm is marked and never passes for law.
#[test]
fn rules_are_given_with_their_documents() {
    let b = passed_over();
    let plan = plan(&b.case(), &[("1", "retained"), ("3", "A/语文")]);
    let rules = line(&b, &plan, "3", "适用规则").unwrap();
    let of = |no: &str| rules.lines().find(|l| l.starts_with(no)).unwrap();
    assert!(
        of("R04").ends_with("依据：教师资格条例（国务院令第188号），1995-12。"),
        "{rules}"
    );
    assert!(
        of("R04").contains("：是※。") && !rules.contains("产品默认值"),
        "{rules}"
    );
    assert!(of("R09").contains("最高比例：20%※；"), "{rules}");
    assert!(of("R09").ends_with("依据：待本县（区）核定※。"), "{rules}");
    assert!(rules.ends_with("※ 待本县（区）核定，核定前不作为法规依据。"));
    let rules = line(&b, &plan, "2", "适用规则").unwrap();
    assert_eq!(rules.contains('※'), rules.contains("※ 待本县"), "{rules}");
}
