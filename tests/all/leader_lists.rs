//! 校长 and 书记 (SPEC §4a) from the tables to the lists: what `check` says of them, who leads until when, who stopped where.

use crate::build::{Build, plan};
use crate::draft::Draft;
use crate::leader_posts::three;
use calamine::{Data, Reader, Xlsx};
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{Month, RelationKind, Role};
use jiaopin::explain::{Question, teacher};
use jiaopin::policy::Policy;
use jiaopin::report::{self, RunInfo};
use jiaopin::rules::r17_leader_selection::reading::{Fate, fate};
use jiaopin::solve::{self, Options};
use jiaopin::tables::fault::Faults;
use std::collections::BTreeMap;
use std::io::Cursor;

const POSTS: &str = "\
学校代码,职务,现任工号,任职年月,届次,职级要求
S1,校长,0001,2020-08,2,
S2,校长,0002,2019-08,2,高级
S2,书记,,,,
";
const CANDIDATES: &str = "\
工号,竞聘职务,海选得分,职工推荐得分,业务答辩得分,集体票决,单位考核,公示,校长职级
0004,书记,88,90.5,85,7/9,通过,无异议,中级
0005,书记,88,59.5,85,8/9,通过,无异议,中级
0006,书记,88,,85,8/9,通过,无异议,首席
";

fn office() -> Draft {
    let teacher = |id: &str, name: &str, school: &str, role: &str| {
        let (stage, subject) = match school {
            "S1" => ("小学", "语文"),
            _ => ("初中", "数学"),
        };
        format!("{id},{name},女,1980-03,{school},2018-08,{stage},{subject},本科,{role}\n")
    };
    let rows = [
        teacher("0001", "甲", "S1", "校长"),
        teacher("0002", "乙", "S2", "校长"),
        teacher("0003", "丙", "S1", ""),
        teacher("0004", "丁", "S1", "副校长"),
        teacher("0005", "戊", "S2", "副校长"),
        teacher("0006", "己", "S2", ""),
    ];
    let head = "工号,姓名,性别,出生年月,现任学校,到校年月,任教学段,任教学科,学历,行政职务\n";
    Draft::small()
        .with("教师.csv", format!("{head}{}", rows.concat()))
        .with(
            "岗位.csv",
            "学校代码,学段,学科,岗位数\nS1,小学,语文,3\nS2,初中,数学,3\n",
        )
        .with("领导岗位.csv", POSTS)
        .with("校长候选人.csv", CANDIDATES)
}

fn case_of(draft: &Draft) -> (Case, Vec<String>) {
    let policy = Policy::national();
    let mut faults = Faults::default();
    let written = draft.write();
    let county = jiaopin::county::load(written.path(), &policy, &mut faults);
    let county = county.unwrap_or_else(|| panic!("{:#?}", faults.list));
    let case = Case::new(county, policy, &mut faults);
    let line = |f: &jiaopin::tables::fault::Fault| format!("{} {} {}", f.code, f.place, f.cause.zh);
    let own = faults
        .list
        .iter()
        .filter(|f| f.code > "W406" && f.code < "W414");
    let lines = own.map(line).collect();
    (case, lines)
}

#[test]
fn check_tells_what_stands_against_candidates_and_terms() {
    let (_, faults) = case_of(&office());
    assert_eq!(
        faults,
        [
            "W409 校长候选人.csv › A4 书记候选人己（0006）现任职务为“无”，不是副校长，不能通过资格环节",
            "W410 校长候选人.csv › A4 书记候选人己（0006）没有职工推荐得分，不能通过该环节",
            "W412 校长候选人.csv › A4 职级“首席”不在政策的职级表中，按没有职级处理",
        ]
    );
    let (_, faults) = case_of(&office().change("领导岗位.csv", "2019-08,2", "2022-08,1"));
    assert_eq!(
        faults[0],
        "W411 领导岗位.csv › A3 九年校校长填为第1届，按任职年月 2022-08、每届3年应为第2届；按任职年月计算"
    );
    // Drawn up in the last month of a term, or with the last term overrun, it is right.
    for right in ["2023-09,1", "2023-09,2", "2016-09,2"] {
        let (_, faults) = case_of(&office().change("领导岗位.csv", "2019-08,2", right));
        assert!(!faults[0].starts_with("W411"), "{right}: {faults:?}");
    }
    let draft = office().change("教师.csv", "0004,丁,女,1980-03", "0004,丁,女,1973-03");
    let (_, faults) = case_of(&draft);
    assert!(
        faults.contains(
            &"W413 校长候选人.csv › A2 书记候选人丁（0004）属直聘（免调）人员，不能任用".into()
        ),
        "{faults:?}"
    );
}

/// A row without incumbent for a post that the teachers table says is held would have the plan appoint a second one.
#[test]
fn a_vacant_post_that_somebody_holds_is_an_error() {
    let told = |draft: &Draft| {
        let (policy, mut faults) = (Policy::national(), Faults::default());
        let county = jiaopin::county::load(draft.write().path(), &policy, &mut faults);
        let case = Case::new(county.expect("a county"), policy, &mut faults);
        let own = faults
            .list
            .iter()
            .filter(|f| f.code > "E410" && f.code < "W408");
        let own: Vec<String> = own
            .filter(|f| f.code == "E411" || f.code == "W407")
            .map(|f| format!("{} {} {} → {}", f.code, f.place, f.cause.zh, f.remedy.zh))
            .collect();
        (own, case.standing.lead.slots.len())
    };
    let held = office().change(
        "教师.csv",
        "0006,己,女,1980-03,S2,2018-08,初中,数学,本科,",
        "0006,己,女,1980-03,S2,2018-08,初中,数学,本科,书记",
    );
    let (said, _) = told(&held);
    assert_eq!(
        said,
        [
            "E411 领导岗位.csv › A4 九年校书记列为空缺待任，教师表中己（0006）仍任该校书记 → \
             仍在任的，在此行填写现任工号和任职年月；已不再任职的，改正教师表的行政职务"
        ]
    );
    // Named in the row he is its incumbent, retired he leaves it vacant; nobody is told twice.
    let named = held
        .clone()
        .change("领导岗位.csv", "S2,书记,,", "S2,书记,0006,2024-08");
    assert_eq!(told(&named), (vec![], 2));
    let gone = held
        .clone()
        .change("教师.csv", "0006,己,女,1980-03", "0006,己,女,1960-03");
    assert_eq!(told(&gone), (vec![], 3));
    // A leader whose post has no row at all goes on, with the warning.
    let (said, _) = told(&held.change("领导岗位.csv", "S2,书记,,,,\n", ""));
    assert!(said.len() == 1 && said[0].starts_with("W407 "), "{said:?}");
}

/// A panel's result of 0.9 is read as it stands, and told; a share and votes say what they are.
#[test]
fn points_up_to_one_are_told_as_they_are_read() {
    let told = |panel: &str| {
        let draft = office().change("校长候选人.csv", "7/9", panel);
        let (policy, mut faults) = (Policy::national(), Faults::default());
        let county = jiaopin::county::load(draft.write().path(), &policy, &mut faults);
        let read = county.expect("a county").candidates[0].panel;
        let own = faults.list.iter().filter(|f| f.code == "W304");
        let own = own.map(|f| format!("{} {} → {}", f.place, f.cause.zh, f.remedy.zh));
        (read.map(|p| p.to_string()), own.collect::<Vec<_>>())
    };
    let (read, said) = told("0.9");
    assert_eq!(read.as_deref(), Some("0.9"));
    assert_eq!(
        said,
        [
            "校长候选人.csv › F2 “集体票决”为 0.9，按百分制的 0.9 分读取 → \
             若指比例，请写成 90 或 90%；若指票数，请写成“赞成票/总票数”，如 7/9"
        ]
    );
    assert_eq!(told("1").1.len(), 1);
    for plain in ["0", "1.5", "90", "90%", "9/10", "0.9%"] {
        assert_eq!(told(plain).1, [""; 0], "{plain}");
    }
}

/// A leader's rank stands in a row of its own, with no result of any gate: it is no candidacy, and it counts in L2.
#[test]
fn a_row_may_tell_a_leaders_rank_only() {
    let weak = office().with(
        "学校.csv",
        "学校代码,学校名称,学段,城乡类型,办学水平,经度,纬度\nS1,一小,小学,城区,薄弱,118.90,42.20\nS2,九年校,小学、初中,乡村,一般,118.95,42.25\n",
    );
    let row = "0002,校长,,,,,,,特级\n";
    let told = |draft: &Draft| {
        let (case, faults) = case_of(draft);
        let outcome = solve::solve(&case, &mut Options::default()).unwrap();
        let listed = faults.iter().filter(|f| f.contains("0002")).count();
        (
            outcome.solved.tiers[1].value,
            case.county.candidacies().count(),
            listed,
        )
    };
    let (without, three, _) = told(&weak);
    let ranked = weak.with("校长候选人.csv", format!("{CANDIDATES}{row}"));
    assert_eq!(told(&ranked), (without - 2, three, 0));
}

#[test]
fn one_post_has_one_incumbent_who_was_appointed_before_the_year() {
    let two = office().change("领导岗位.csv", "S1,校长,0001", "S1,校长,0001、0002");
    let mut faults = Faults::default();
    let county = jiaopin::county::load(two.write().path(), &Policy::national(), &mut faults);
    assert!(county.is_none());
    let found = faults.list.iter().find(|f| f.code == "E410").expect("E410");
    assert_eq!(
        (found.place.to_string().as_str(), found.cause.zh.as_str()),
        ("领导岗位.csv › C2", "一个职位填了多名现任者“0001、0002”")
    );
    let late = office().change("领导岗位.csv", "2020-08,2", "2027-08,1");
    let mut faults = Faults::default();
    let county = jiaopin::county::load(late.write().path(), &Policy::national(), &mut faults);
    Case::new(county.unwrap(), Policy::national(), &mut faults);
    let found = faults.list.iter().find(|f| f.code == "W306").expect("W306");
    assert_eq!(
        found.cause.zh,
        "一小校长任职年月 2027-08 晚于基准年月 2026-09，按刚任职计算"
    );
}

/// All cells of a sheet, row by row.
fn sheet(book: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book)).expect("a workbook");
    let range = book.worksheet_range(name).expect("the sheet is there");
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    let row = |row: &[Data]| row.iter().map(text).collect();
    range.rows().map(row).collect()
}

/// Her present post is the one that she leads, not the subject that she teaches beside it.
#[test]
fn the_present_post_of_a_leader_is_the_one_she_leads() {
    let (case, _) = case_of(&office());
    let outcome = solve::solve(&case, &mut Options::default()).unwrap();
    let (plan, tiers) = (outcome.plan.unwrap(), outcome.solved.tiers);
    let question = Question::new(&case, &plan, &tiers);
    let who = case.county.find_teacher("0001").unwrap();
    let said = teacher::explain(&question, who, &Options::default()).unwrap();
    let (zh, en) = (&said.paragraph.zh, &said.paragraph.en);
    let school = &case
        .county
        .school(case.county.find_school("S1").unwrap())
        .name;
    let expected = format!("若由原岗{school} 校长转到{school} 小学语文任教");
    assert!(zh.contains(&expected), "{zh}");
    assert!(en.contains("instead of the present post"), "{en}");
}

/// The row in which a cell says this.
fn row_with<'a>(rows: &'a [Vec<String>], text: &str) -> &'a [String] {
    let found = rows.iter().find(|r| r.iter().any(|c| c == text));
    found.unwrap_or_else(|| panic!("{text} in {rows:#?}"))
}

#[test]
fn the_lists_say_who_leads_until_when_and_who_stopped_where() {
    let (case, _) = case_of(&office());
    let mut options = Options::default();
    let outcome = solve::solve(&case, &mut options).unwrap();
    let (plan, solved) = (outcome.plan.unwrap(), outcome.solved);
    let audit = audit::audit(&case, &plan);
    assert!(!audit.broken(), "{:#?}", audit.findings.list);
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    report::write(
        &out,
        false,
        &case,
        &plan,
        &solved,
        &audit,
        RunInfo::default(),
    )
    .unwrap();
    // Both principals are due and change places (town and country); 丁 passed every gate for 书记 of S2.
    let text = std::fs::read_to_string(out.join("leaders.csv")).unwrap();
    assert_eq!(
        text,
        "school_id,role,teacher_id,basis\nS1,校长,0002,exchange\nS2,校长,0001,exchange\nS2,书记,0004,selection\n"
    );
    let result = std::fs::read_to_string(out.join("result.json")).unwrap();
    let result: serde_json::Value = serde_json::from_str(&result).unwrap();
    let leaders = &result["leaders"];
    let counts = [
        "posts",
        "exchange",
        "selection",
        "vacant",
        "due",
        "returning",
        "passed",
    ];
    let counts: BTreeMap<_, _> = counts.iter().map(|k| (*k, leaders[k].as_u64())).collect();
    let expected = [
        ("posts", 3),
        ("exchange", 2),
        ("selection", 1),
        ("vacant", 0),
        ("due", 2),
        ("returning", 0),
        ("passed", 1),
    ];
    assert_eq!(counts, expected.map(|(k, n)| (k, Some(n))).into());
    let book = std::fs::read(out.join("appointments.xlsx")).unwrap();
    let posts = sheet(&book, "校长聘任");
    let row = row_with(&posts, "公开选拔");
    let said = [
        "九年校",
        "书记",
        "0004",
        "丁",
        "一小副校长",
        "中级",
        "第1届",
        "2026年9月",
        "2029年9月",
        "2032年9月",
        "4",
    ];
    for text in said {
        assert!(row.iter().any(|c| c == text), "{text}: {row:?}");
    }
    // 九年校 has 小学 too, and 乡村 is another area: nothing speaks against her.
    assert_eq!(row.last().map(String::as_str), Some(""));
    // 甲 comes to a post that asks for 高级, and nobody has said what rank she has.
    let row = row_with(&posts, "0001");
    assert!(row.iter().any(|c| c == "未填报"), "{row:?}");
    let remark = row.last().map_or("", String::as_str);
    assert!(remark.ends_with("职级未填报（岗位要求高级）"), "{remark}");
    let ending = sheet(&book, "届满去向");
    let row = row_with(&ending, "交流任职");
    assert!(row.contains(&"任期届满".to_string()), "{row:?}");
    let candidates = sheet(&book, "校长候选人");
    for (id, gate, why) in [
        ("0004", "", "拟任九年校书记"),
        ("0005", "职工推荐", "未通过：59.5 分 < 最低 60 分"),
        ("0006", "任职资格", "未通过：现任职务不是副校长"),
    ] {
        let row = row_with(&candidates, id);
        assert_eq!(row[row.len() - 2..], [gate, why], "{row:?}");
    }
}

/// Why a candidate who passed every gate is not appointed, by plans in which the two due principals change places.
#[test]
fn a_candidate_who_is_not_needed_learns_why() {
    const SWAP: [(&str, &str); 2] = [("1", "B/校长"), ("3", "A/校长")];
    let why = |b: &Build, changes: &[(&str, &str)]| {
        let case = b.case();
        match fate(&case, &plan(&case, changes), &case.county.candidates[0]) {
            Fate::NotNeeded(why) => why.zh,
            other => panic!("{other:?}"),
        }
    };
    let others = |n| format!("可任的{n}个空缺岗位均任用他人（按正职匹配、正职择优各层级比较）");
    assert_eq!(why(&three(), &SWAP), others(2));
    let kin = || {
        three().who("4", |t| t.role = Role::VicePrincipal).relation(
            "2",
            "4",
            RelationKind::Collateral,
        )
    };
    assert_eq!(why(&kin(), &SWAP), others(1));
    let pinned = |b: Build| b.pin("2", false, "A", "");
    assert_eq!(why(&pinned(kin()), &SWAP), "空缺岗位均须亲属回避");
    let pinned = pinned(three()).pin("2", false, "B", "");
    assert_eq!(why(&pinned, &SWAP), "锁定事项不允许任空缺岗位");
    let mut early = three();
    for post in early.county.leader_posts.iter_mut().flatten() {
        post.appointed = Month::new(2025, 9);
    }
    assert_eq!(why(&early, &[]), "没有空缺的校长岗位");
    let unfilled = [("1", "A/语文"), ("3", "B/语文")];
    assert!(why(&three(), &unfilled).starts_with("仍有空缺岗位"));
}
