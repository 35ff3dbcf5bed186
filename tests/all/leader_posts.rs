//! 校长 and 书记 (SPEC §4a): terms, gates, exchange and kinship, from the tables to the lists.

use crate::build::{Build, plan};
use crate::draft::Draft;
use calamine::{Data, Reader, Xlsx};
use jiaopin::audit::{self, Audit};
use jiaopin::case::Case;
use jiaopin::county::*;
use jiaopin::plan::{Outcome, Plan, read, write};
use jiaopin::policy::Policy;
use jiaopin::report::{self, RunInfo};
use jiaopin::solve::{self, Method, Options};
use jiaopin::tables::fault::Faults;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Three schools, a principal each: 1 of A since 2019 and 3 of B since 2018 are due, 5 of C since 2024 is not. 2 is deputy
/// of A and stands for 校长, 4 teaches at B.
fn three() -> Build {
    Build::new()
        .school("A")
        .school("B")
        .school("C")
        .post("A", "语文", 2)
        .post("B", "语文", 2)
        .post("C", "语文", 1)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "B", "语文")
        .teacher("4", "B", "语文")
        .teacher("5", "C", "语文")
        .leads("A", Role::Principal, "1", 2019)
        .leads("B", Role::Principal, "3", 2018)
        .leads("C", Role::Principal, "5", 2024)
        .stands("2", Role::Principal, [80, 70, 90, 60])
}

fn judged(case: &Case, changes: &[(&str, &str)]) -> Audit {
    audit::audit(case, &plan(case, changes))
}

/// `R17 …` of everything broken.
fn broken(case: &Case, changes: &[(&str, &str)]) -> Vec<String> {
    let found = judged(case, changes).findings.list;
    let broken = found.iter().filter(|f| f.broken);
    broken
        .map(|f| format!("{} {}", f.rule, f.text.zh))
        .collect()
}

/// L1, L2, L3.
fn tiers(case: &Case, changes: &[(&str, &str)]) -> [i64; 3] {
    let audit = judged(case, changes);
    ["leader_unfilled", "leader_match", "leader_score"]
        .map(|key| audit.tier(key).expect("a leader tier"))
}

fn solved(case: &Case, method: Method) -> (Plan, Vec<i64>) {
    let mut options = Options {
        method,
        gap: Some(0.0),
        ..Options::default()
    };
    let outcome = solve::solve(case, &mut options).expect("no fault");
    let values = outcome.solved.tiers.iter().map(|t| t.value).collect();
    (outcome.plan.expect("a plan"), values)
}

const SWAP: [(&str, &str); 2] = [("1", "B/校长"), ("3", "A/校长")];

#[test]
fn who_is_due_changes_schools_or_teaches_again() {
    let case = three().case();
    assert_eq!(broken(&case, &SWAP), [""; 0]);
    // Town to town: one each.
    assert_eq!(tiers(&case, &SWAP), [0, 2, 0]);
    // Both back to teaching: two posts unfilled, one for each return.
    let stay = [("1", "A/语文"), ("3", "B/语文")];
    assert_eq!(broken(&case, &stay), [""; 0]);
    assert_eq!(tiers(&case, &stay), [2, 2, 0]);
    // 0.3 × 80 + 0.2 × 70 + 0.3 × 90 + 0.2 × 60 = 77.
    let deputy = [("2", "A/校长"), ("1", "B/校长"), ("3", "B/语文")];
    assert_eq!(tiers(&case, &deputy), [0, 3, 23]);
    for method in [Method::Direct, Method::Pool] {
        let (plan, values) = solved(&case, method);
        assert_eq!(values[..3], [0, 2, 0]);
        let at = |id: &str| plan.of(case.county.find_teacher(id).unwrap()).unwrap();
        assert_eq!(at("1").outcome, Outcome::Lead);
        assert_eq!(
            at("1").station.map(|s| s.school),
            case.county.find_school("B")
        );
        assert_eq!(
            at("5").station.map(|s| s.school),
            case.county.find_school("C")
        );
    }
}

/// Whether somebody whose post ends is called leader or free, a plan by hand may say as it likes; nothing else.
#[test]
fn the_class_of_who_is_due_may_be_said_either_way() {
    use jiaopin::plan::Class;
    let case = three().case();
    let one = case.county.find_teacher("1").unwrap();
    for changes in [&SWAP[..], &[("1", "A/语文"), ("3", "B/语文")]] {
        let says = |class: Class| {
            let mut plan = plan(&case, changes);
            let row = plan.rows.iter_mut().find(|r| r.teacher == one);
            row.expect("a row").class = class;
            audit::audit(&case, &plan).broken()
        };
        let broken = [Class::Leader, Class::Free, Class::Fixed].map(says);
        assert_eq!(broken, [false, false, true], "{changes:?}");
    }
}

#[test]
fn the_audit_names_what_is_wrong_with_a_leader() {
    let case = three().case();
    let one = |changes: &[(&str, &str)], text: &str| {
        let found = broken(&case, changes);
        assert!(found.iter().any(|f| f == text), "{text}: {found:#?}");
    };
    one(
        &[("1", "A/校长"), ("3", "B/语文")],
        "R16 王1（1）在A校任期届满，不得留任校级正职",
    );
    one(
        &[("1", "B/校长"), ("3", "C/校长")],
        "R17 王3（3）不能任C校校长：该校没有可由其担任的空缺正职岗位",
    );
    one(
        &[("1", "B/校长"), ("4", "B/校长"), ("3", "A/校长")],
        "R17 B校校长由 2 人同时担任：王1（1）、王4（4）",
    );
    one(
        &[("4", "A/校长"), ("1", "A/语文")],
        "R17 王4（4）不能任A校校长：不是该职务的候选人",
    );
    one(
        &[("5", "C/语文")],
        "R01 王5（5）的去向“留任 C校 小学语文”不成立：校级正职由组织任命，应在原校任职",
    );
    one(
        &[("5", "A/校长")],
        "R17 王5（5）不能任A校校长：现任正职任期未满",
    );
}

/// Each gate alone stops a candidate, with its reason; the gates are read in order.
#[test]
fn every_gate_stops() {
    type Change = fn(&mut Candidate);
    let gates: [(&str, Change); 8] = [
        ("海选59 分 < 最低 60 分", |c| c.vote = Some(59.into())),
        ("海选没有得分", |c| (c.vote, c.defence) = (None, None)),
        ("职工推荐59 分 < 最低 60 分", |c| {
            c.staff_vote = Some(59.into())
        }),
        ("业务答辩没有得分", |c| c.defence = None),
        ("集体票决49 分 < 最低 50 分", |c| {
            c.panel = Some(49.into())
        }),
        ("单位考核未通过", |c| c.assessment = Some(false)),
        ("单位考核没有结果", |c| c.assessment = None),
        ("公示有异议", |c| c.publicity = Some(false)),
    ];
    let appoint = [("2", "A/校长"), ("1", "A/语文"), ("3", "B/语文")];
    assert_eq!(broken(&three().case(), &appoint), [""; 0]);
    let stops = |b: &Build, why: &str| {
        let case = b.case();
        let text = format!("R17 王2（2）不能任A校校长：{why}");
        assert_eq!(broken(&case, &appoint), [text]);
        // Nobody but the two who are due is left to the solver.
        let (plan, _) = solved(&case, Method::Direct);
        let t = case.county.find_teacher("2").unwrap();
        assert_ne!(plan.of(t).unwrap().outcome, Outcome::Lead);
    };
    for (why, change) in gates {
        let mut b = three();
        change(&mut b.county.candidates[0]);
        stops(&b, why);
    }
    let b = three().who("2", |t| t.role = Role::Middle);
    stops(&b, "任职资格现任职务不是副校长");
    let b = three().who("2", |t| t.exemption = vec!["怀孕".into()]);
    let found = broken(&b.case(), &appoint);
    assert!(
        found.contains(&"R17 王2（2）不能任A校校长：属直聘（免调）人员".into()),
        "{found:?}"
    );
}

/// A new leader and a relative in a sensitive role do not meet, whoever of the two comes.
#[test]
fn relatives_keep_apart_by_the_plan() {
    let b =
        three()
            .who("4", |t| t.role = Role::VicePrincipal)
            .relation("1", "4", RelationKind::Lineal);
    let case = b.case();
    let found = broken(&case, &SWAP);
    assert_eq!(found, ["R13 王4（4）与B校校级正职王1（1）为亲属，须回避"]);
    for method in [Method::Direct, Method::Pool] {
        let (plan, values) = solved(&case, method);
        assert_eq!(values[0], 0, "both posts are filled");
        assert!(!audit::audit(&case, &plan).broken());
        let (one, four) = (b.t("1"), b.t("4"));
        let school = |t| plan.of(t).unwrap().station.map(|s| s.school);
        assert_ne!(school(one), school(four));
    }
    // An ordinary teacher may stay.
    let b = three().relation("1", "4", RelationKind::Lineal);
    assert_eq!(broken(&b.case(), &SWAP), [""; 0]);
    // Spouses: an appointment is a move, and both may not (R14).
    let b = three().relation("1", "3", RelationKind::Spouse);
    let found = broken(&b.case(), &SWAP);
    assert!(found.iter().any(|f| f.starts_with("R14")), "{found:?}");
}

/// One person is principal and secretary of a small school, or nobody is.
#[test]
fn a_small_school_has_one_leader_for_both_posts() {
    let b = three()
        .leads("B", Role::Secretary, "", 0)
        .rule(|p| p.rules.leader_selection.dual_role_max_staff = 1);
    let case = b.case();
    // B has one teacher beside the principal who leaves; both posts go with one appointment, each with its misfit.
    assert_eq!(tiers(&case, &SWAP), [0, 3, 0]);
    assert_eq!(broken(&case, &SWAP), [""; 0]);
    let (_, values) = solved(&case, Method::Direct);
    assert_eq!(values[..3], [0, 3, 0]);
    let apart = three().leads("B", Role::Secretary, "", 0).case();
    assert_eq!(tiers(&apart, &SWAP), [1, 2, 0]);
}

/// A principal of a small school who goes on takes its vacant post of secretary as well: nothing is open there.
#[test]
fn the_leader_who_stays_takes_the_other_post_of_a_small_school() {
    let b = three().leads("C", Role::Secretary, "", 0);
    let large = b.case();
    assert_eq!(tiers(&large, &SWAP), [1, 2, 0]);
    let small = b
        .rule(|p| p.rules.leader_selection.dual_role_max_staff = 1)
        .case();
    assert_eq!(tiers(&small, &SWAP), [0, 2, 0]);
    let beside = [SWAP[0], SWAP[1], ("2", "C/书记")];
    let found = broken(&small, &beside);
    let text = "R17 王2（2）不能任C校书记：该校没有可由其担任的空缺正职岗位";
    assert!(found.iter().any(|f| f == text), "{found:?}");
    let plan = plan(&small, &SWAP);
    let list = String::from_utf8(report::leaders::csv(&small, &plan).unwrap()).unwrap();
    assert!(
        list.contains("C,校长,5,continues\nC,书记,5,continues\n"),
        "{list}"
    );
}

/// A leader who goes elsewhere leaves the counts of his school's staff; one who returns to teaching joins them.
#[test]
fn returning_leaders_count_as_staff() {
    let case = three().case();
    let audit = |changes: &[(&str, &str)]| {
        let plan = plan(&case, changes);
        let under = audit::under(&case, &plan);
        let a = case.county.find_school("A").unwrap();
        (
            under.standing.staff[a.ix()].len(),
            under.standing.staff_now(a),
        )
    };
    assert_eq!(audit(&SWAP), (1, 2));
    assert_eq!(audit(&[("1", "A/语文"), ("3", "A/校长")]), (2, 2));
}

/// Half of A's staff may be retained beyond its one post: with the principal back among them that is two of four, with
/// the principal gone to B one of three, so that one of the two others waits (2) and one is retained (1).
#[test]
fn an_appointed_leader_no_longer_makes_room_for_retention() {
    let b = Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 1)
        .post("B", "语文", 0)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "A", "语文")
        .teacher("4", "A", "语文")
        .teacher("5", "B", "语文")
        .leads("A", Role::Principal, "1", 2019)
        .leads("B", Role::Principal, "5", 2019)
        .rule(|p| p.rules.posts.retain_max_share = rust_decimal::Decimal::new(5, 1));
    let case = b.case();
    for method in [Method::Direct, Method::Pool] {
        let (plan, values) = solved(&case, method);
        let audit = audit::audit(&case, &plan);
        assert!(!audit.broken(), "{:#?}", audit.findings.list);
        assert_eq!(values[0], 0);
        assert_eq!(audit.tier("unplaced"), Some(3));
    }
}

#[test]
fn a_plan_with_leaders_is_read_back() {
    let case = three().case();
    let (plan, _) = solved(&case, Method::Direct);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.csv");
    std::fs::write(&path, write::csv(&case, &plan)).unwrap();
    let mut faults = Faults::default();
    let back = read::read(&path, &case, &mut faults).expect("a plan");
    assert_eq!(faults.list.len(), 0, "{:#?}", faults.list);
    assert_eq!(back, plan);
}

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
    let row = row_with(&posts, "交流任职");
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
