//! One county with every kind of school: what each is given, and that the plan and the audit know their ways.

use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{self, Stage};
use jiaopin::plan::{Outcome, Plan};
use jiaopin::policy::Policy;
use jiaopin::solve::{Options, solve};
use jiaopin::tables::fault::Faults;
use std::fs;
use std::process::Command;

/// Kindergarten and one-class point, centre school and teaching point, village school with boarders, closing school,
/// nine-year, junior, new, senior, vocational and special school, in one cluster.
const SCHOOLS: &str = "\
学校代码,学校名称,学段,法人单位,学区,乡镇街道,城乡类型,办学水平,经度,纬度,核定编制,投用年份,寄宿生数,撤并
01,中心幼儿园,幼儿园,,一区,,镇区,一般,118.90,42.25,,1990,,
02,村幼儿班,幼儿园,01,一区,,乡村,一般,118.93,42.27,,2001,,
03,镇中心小学,小学,,一区,,镇区,优质,118.91,42.25,,1970,,
04,东沟教学点,小学,03,一区,,乡村,薄弱,118.96,42.28,,1980,,
05,西沟小学,小学,,一区,,乡村,一般,118.87,42.28,,1980,60,
06,旧村小学,小学,,一区,,乡村,薄弱,118.88,42.30,,1975,,是
07,九年一贯学校,小学、初中,,一区,,乡村,一般,118.95,42.22,,1995,120,
08,镇中学,初中,,一区,,镇区,一般,118.90,42.24,,1985,200,
09,新城学校,小学,,一区,,城区,一般,118.92,42.24,,2026,,
10,县一中,高中,,一区,,城区,优质,118.90,42.26,,1960,600,
11,职教中心,中职,,一区,,城区,一般,118.89,42.26,,1990,300,
12,特教学校,特教,,一区,,城区,一般,118.91,42.26,,2000,20,
";

const CLASSES: &str = "\
学校代码,年级,班数,学生数
01,K1,3,75
01,K2,3,81
01,K3,3,90
02,K2,1,14
03,1,3,120
03,2,3,118
03,3,3,122
03,4,3,119
03,5,3,125
03,6,3,121
04,1,1,6
04,2,1,4
04,3,1,5
05,1,1,22
05,2,1,20
05,3,1,25
05,4,1,21
05,5,1,24
05,6,1,26
06,1,1,5
06,2,1,4
07,1,1,25
07,2,1,24
07,3,1,26
07,4,1,28
07,5,1,27
07,6,1,29
07,7,2,60
07,8,2,64
07,9,2,61
08,7,4,180
08,8,4,176
08,9,4,182
09,1,4,160
09,2,4,158
10,10,6,300
10,11,6,295
10,12,6,298
11,10,4,160
11,11,4,150
11,12,4,140
12,1,1,8
12,3,1,9
12,5,1,7
12,8,1,8
";

fn case() -> Case {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = folder.path().join("list");
    fs::create_dir(&list).expect("a folder");
    fs::write(list.join("学校.csv"), SCHOOLS).expect("a file");
    fs::write(list.join("班级.csv"), CLASSES).expect("a file");
    let out = folder.path().join("c");
    let done = Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .args(["generate", "--seed", "5", "--from"])
        .args([&list, &out])
        .output()
        .expect("the program starts");
    assert!(done.status.success(), "{done:?}");
    let mut policy = Policy::national();
    policy.staffing.shared_posts = true;
    let mut faults = Faults::default();
    let county = county::load(&out, &policy, &mut faults);
    let case = Case::new(county.expect("it loads"), policy, &mut faults);
    assert!(!faults.has_errors(), "{:#?}", faults.list);
    case
}

fn posts(case: &Case, school: &str, stage: Stage) -> u32 {
    let school = case.county.find_school(school).expect("a school");
    let cells = case.demand.cells.iter();
    let here = cells.filter(|c| c.school == school && c.stage == stage);
    here.map(|c| c.count).sum()
}

#[test]
fn every_kind_of_school_gets_its_posts() {
    let case = case();
    let of = |school: &str, stage: Stage| posts(&case, school, stage);
    let staff = |id: &str| {
        let ix = case.county.find_school(id).expect("a school");
        &case.demand.staff[ix.ix()]
    };
    // Two teachers a class, and with the carer three persons; 246 children ÷ 7 ask for more than nine classes × 3.
    assert_eq!(of("01", Stage::Kindergarten), 18);
    let stage = &staff("01").stages[0];
    assert_eq!(
        (stage.by_students, stage.by_classes, stage.total()),
        (36, Some(27), 36)
    );
    assert_eq!(of("02", Stage::Kindergarten), 2);
    assert_eq!(staff("02").stages[0].total(), 3);
    // 15 pupils in three classes: by the class ratio, ⌈3 × 2.4⌉.
    assert_eq!(staff("04").stages[0].total(), 8);
    // Boarders: one person for every hundred, begun hundreds too.
    let boarding = ["05", "07", "08", "10", "11", "12"].map(|id| staff(id).boarding);
    assert_eq!(boarding, [1, 2, 2, 6, 3, 1]);
    // A nine-year school counts each stage by its own pupils.
    let nine: Vec<_> = staff("07")
        .stages
        .iter()
        .map(|s| (s.stage, s.total()))
        .collect();
    assert_eq!(nine, [(Stage::Primary, 9), (Stage::Junior, 14)]);
    assert!(of("07", Stage::Primary) >= 8 && of("07", Stage::Junior) >= 8);
    // 893 ÷ 12.5, 450 ÷ 20, and ⌈4 × 3⌉ against 32 ÷ 3.
    let totals = ["10", "11", "12"].map(|id| staff(id).stages[0].total());
    assert_eq!(totals, [72, 23, 12]);
    for (id, stage) in [
        ("10", Stage::Senior),
        ("11", Stage::Vocational),
        ("12", Stage::Special),
    ] {
        // Alone in its stage: what it needs, made whole as without sharing.
        let ix = case.county.find_school(id).expect("a school");
        let made = case
            .demand
            .schools
            .iter()
            .find(|s| s.school == ix)
            .expect("posts");
        assert_eq!(of(id, stage), made.need.ceil(), "{id}");
    }
    assert_eq!(of("06", Stage::Primary), 0, "a closing school has no posts");
    assert!(
        of("09", Stage::Primary) > 8,
        "a new school has posts before it has staff"
    );
}

#[test]
fn every_kind_of_school_is_planned_and_audited() {
    let case = case();
    let outcome = solve(&case, &mut Options::default()).expect("no fault of our own");
    let plan: Plan = outcome.plan.expect("a plan");
    let audit = audit::audit(&case, &plan);
    assert!(!audit.broken(), "{:#?}", audit.findings.list);
    for tier in &outcome.solved.tiers {
        assert_eq!(audit.tier(&tier.key), Some(tier.value), "{}", tier.key);
    }
    let at = |id: &str| case.county.find_school(id).expect("a school");
    let (closing, fresh) = (at("06"), at("09"));
    assert_eq!(
        plan.at(closing).count(),
        0,
        "nobody is left at a closing school"
    );
    let mut came = 0;
    for row in &plan.rows {
        let t = case.county.teacher(row.teacher);
        let Some(station) = row.station else { continue };
        if station.school == fresh && t.school != Some(fresh) {
            came += 1;
            assert!(
                t.applied_to(fresh),
                "{} did not apply for the new school",
                t.id
            );
        }
        // Between a centre school and its teaching point nobody *moves*.
        if t.school
            .is_some_and(|s| case.county.same_unit(s, station.school))
        {
            assert_ne!(row.outcome, Outcome::Move);
        }
        // Nobody teaches small children or special pupils without their certificate.
        if matches!(station.stage, Some(Stage::Kindergarten | Stage::Special))
            && row.outcome.is_seat()
        {
            assert!(
                t.stage == station.stage
                    || t.certified().iter().any(|c| Some(c.stage) == station.stage)
            );
        }
    }
    assert!(came > 0, "somebody applied and came to the new school");
}
