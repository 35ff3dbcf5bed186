//! 校长 and 书记 (SPEC §4a): terms, gates, exchange and kinship, by hand.

use crate::build::{Build, plan};
use jiaopin::audit::{self, Audit};
use jiaopin::case::Case;
use jiaopin::county::*;
use jiaopin::plan::{Outcome, Plan, read, write};
use jiaopin::report;
use jiaopin::solve::{self, Method, Options};
use jiaopin::tables::fault::Faults;

/// Three schools, a principal each: 1 of A since 2019 and 3 of B since 2018 are due, 5 of C since 2024 is not. 2 is deputy
/// of A and stands for 校长, 4 teaches at B.
pub fn three() -> Build {
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

/// Who leads nothing any more bears no leader's name, in the file and in what is read from it.
#[test]
fn a_role_ends_with_the_post() {
    let mut b = three();
    b.county.candidates.clear();
    let other = b.county.find_school("B").unwrap();
    let posts = b.county.leader_posts.as_mut().unwrap();
    posts.retain(|p| p.school != other);
    let case = b.case();
    let (plan, _) = solved(&case, Method::Direct);
    let one = plan.of(b.t("1")).unwrap();
    assert_eq!((one.outcome, one.role), (Outcome::Stay, Role::None));
    let five = plan.of(b.t("5")).unwrap();
    assert_eq!((five.outcome, five.role), (Outcome::Lead, Role::Principal));
    let bytes = write::csv(&case, &plan);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.csv"), &bytes).unwrap();
    let mut faults = Faults::default();
    let again = read::read(&folder.path().join("plan.csv"), &case, &mut faults).unwrap();
    assert_eq!(write::csv(&case, &again), bytes);
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
