//! Posts from numbers: headcount and largest remainder by hand, the quota, shared posts, posts made for one person.

use jiaopin::county::{Area, ClassRow, County, Grade, PostRow, Quality, School, SchoolIx, Stage};
use jiaopin::demand::{Basis, Demand, Ratio, check, excesses};
use jiaopin::policy::{Addition, Policy};
use jiaopin::tables::fault::{Faults, Place};
use rust_decimal::Decimal;

pub fn school(id: &str, stages: &[Stage]) -> School {
    School {
        id: id.to_string(),
        name: format!("第{id}学校"),
        stages: stages.to_vec(),
        legal_unit: SchoolIx(0),
        cluster: "东片".to_string(),
        town: None,
        area: Area::Town,
        quality: Quality::Ordinary,
        point: None,
        approved_staff: None,
        teaching_staff_max: None,
        senior_posts: None,
        intermediate_posts: None,
        opened: None,
        boarders: 0,
        closing: false,
    }
}

/// A county of these schools and classes (school, grade, classes, students); every subject of the curriculum is known.
pub fn county(schools: Vec<School>, classes: &[(u32, Grade, u32, u32)], policy: &Policy) -> County {
    let mut subjects: Vec<String> = policy
        .curriculum
        .all_subjects()
        .map(str::to_string)
        .collect();
    subjects.sort();
    subjects.dedup();
    let row = |&(school, grade, classes, students): &(u32, Grade, u32, u32)| ClassRow {
        school: SchoolIx(school),
        grade,
        classes,
        students,
    };
    County {
        schools,
        subjects,
        classes: classes.iter().map(row).collect(),
        ..County::default()
    }
}

/// One primary class a grade, `n` pupils in all six.
pub fn six_classes(school: u32, each: u32) -> Vec<(u32, Grade, u32, u32)> {
    (1..=6).map(|g| (school, Grade::Year(g), 1, each)).collect()
}

/// A curriculum of one stage and grade: subject, lessons, load.
pub fn taught(policy: &mut Policy, subjects: &[(&str, i64, i64)]) {
    let curriculum = &mut policy.curriculum;
    let hours = subjects.iter().map(|(name, hours, _)| {
        (
            name.to_string(),
            [vec![Decimal::from(*hours)], vec![Decimal::ZERO; 5]].concat(),
        )
    });
    let load = subjects
        .iter()
        .map(|(name, _, load)| (name.to_string(), Decimal::from(*load)));
    curriculum.weekly_hours = [("小学".to_string(), hours.collect())].into();
    curriculum.load = [("小学".to_string(), load.collect())].into();
}

pub fn posts(demand: &Demand, county: &County) -> Vec<(String, u32)> {
    let named = demand.formulas.iter();
    named
        .map(|f| (county.subject(f.subject).to_string(), f.posts))
        .collect()
}

#[test]
fn headcount_by_hand() {
    let policy = Policy::national();
    let mut nine_years = school("1", &[Stage::Primary, Stage::Junior]);
    nine_years.boarders = 101;
    let mut classes = six_classes(0, 32);
    classes.extend([7, 8, 9].map(|g| (0, Grade::Year(g), 1, 30)));
    let demand = Demand::new(&county(vec![nine_years], &classes, &policy), &policy);
    let staff = &demand.staff[0];
    // 192 pupils ÷ 19 = 10.1 → 11, no small school; 90 ÷ 13.5 = 6.7 → 7, but small: 3 × 3.7 = 11.1 → 12.
    let steps: Vec<_> = staff
        .stages
        .iter()
        .map(|s| (s.by_students, s.by_classes, s.total()))
        .collect();
    assert_eq!(steps, [(11, None, 11), (7, Some(12), 12)]);
    // 101 boarders, one person for every hundred begun.
    assert_eq!((staff.boarding, staff.derived, staff.approved), (2, 25, 25));
    // 11 × 0.91 + 12 × 0.85 = 20.21
    assert_eq!(staff.quota, 20);
    // 25 × (11 × 0.15 + 12 × 0.25) ÷ 23 = 5.05; 25 × (11 × 0.45 + 12 × 0.40) ÷ 23 = 10.6
    assert_eq!((staff.senior_posts, staff.intermediate_posts), (5, 11));
}

#[test]
fn what_the_table_gives_counts() {
    let policy = Policy::national();
    let mut one = school("1", &[Stage::Primary]);
    one.approved_staff = Some(30);
    let mut two = one.clone();
    two.id = "2".to_string();
    two.teaching_staff_max = Some(9);
    two.senior_posts = Some(1);
    two.intermediate_posts = Some(0);
    let classes = [six_classes(0, 38), six_classes(1, 38)].concat();
    let demand = Demand::new(&county(vec![one, two], &classes, &policy), &policy);
    // 228 ÷ 19 = 12 derived, 30 given: 30 × 0.91 = 27.3; 30 × 0.15 = 4.5 → 5 (half up); 30 × 0.45 = 13.5 → 14.
    let first = &demand.staff[0];
    assert_eq!(
        (first.derived, first.approved, first.basis, first.quota),
        (12, 30, Basis::Given, 27)
    );
    assert_eq!(
        (demand.senior_posts[0], demand.intermediate_posts[0]),
        (5, 14)
    );
    assert_eq!(
        (
            demand.staff[1].quota,
            demand.senior_posts[1],
            demand.intermediate_posts[1]
        ),
        (9, 1, 0)
    );
    assert_eq!(demand.schools[1].posts(), 9);
}

#[test]
fn additions_reach_the_school_they_name() {
    let mut policy = Policy::national();
    let grant = |school: &str| Addition {
        school: school.to_string(),
        stage: "小学".to_string(),
        staff: 3,
        reason: "双语教学".to_string(),
    };
    policy.staffing.additions = vec![grant("1"), grant("9")];
    let county = county(
        vec![school("1", &[Stage::Primary])],
        &six_classes(0, 38),
        &policy,
    );
    let demand = Demand::new(&county, &policy);
    assert_eq!(demand.approved, [15]);
    let mut faults = Faults::default();
    check(&county, &policy, &demand, &mut faults);
    let codes: Vec<&str> = faults.list.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["E701"]);
    assert!(faults.list[0].cause.zh.contains("“9”"));
}

#[test]
fn largest_remainder_by_hand() {
    let mut policy = Policy::national();
    // 4 classes: 语文 4×5÷14 = 1.429; 数学 4×4÷12 = 1.333; 体育 4×3÷9 = 1.333; 音乐 4×1÷9 = 0.444. Sum 4.540.
    taught(
        &mut policy,
        &[
            ("语文", 5, 14),
            ("数学", 4, 12),
            ("体育", 3, 9),
            ("音乐", 1, 9),
        ],
    );
    let mut one = school("1", &[Stage::Primary]);
    one.teaching_staff_max = Some(20);
    let classes = [(0, Grade::Year(1), 4, 160)];
    let made = |quota: u32, policy: &Policy| {
        let mut school = one.clone();
        school.teaching_staff_max = Some(quota);
        let county = county(vec![school], &classes, policy);
        let demand = Demand::new(&county, policy);
        (posts(&demand, &county), demand.schools[0].clone())
    };
    let named = |list: [u32; 4]| -> Vec<(String, u32)> {
        let names = ["体育", "数学", "语文", "音乐"];
        names.iter().map(|n| n.to_string()).zip(list).collect()
    };
    // Room enough: up to ⌈4.540⌉ = 5 posts; whole parts 3, then 音乐 (0.444) and 语文 (0.429).
    let (found, how) = made(20, &policy);
    assert_eq!(found, named([1, 1, 2, 1]));
    assert_eq!((how.whole, how.further, how.reduced), (3, 2, false));
    assert_eq!(how.need.to_string(), "4.54");
    // Quota 4: only the largest remainder.
    assert_eq!(made(4, &policy).0, named([1, 1, 1, 1]));
    // Quota 2, below the whole parts: shares × 2 ÷ 4.540: 0.587, 0.587, 0.629, 0.196; a tie of 体育 and 数学 goes by name.
    let (found, how) = made(2, &policy);
    assert_eq!(found, named([1, 0, 1, 0]));
    assert!(how.reduced && how.posts() == 2);
    assert_eq!(made(0, &policy).0, named([0, 0, 0, 0]));
}

#[test]
fn the_arithmetic_of_a_post_is_kept() {
    let policy = Policy::national();
    let county = county(
        vec![school("1", &[Stage::Primary])],
        &six_classes(0, 38),
        &policy,
    );
    let demand = Demand::new(&county, &policy);
    let chinese = county.find_subject("语文").unwrap();
    let formula = demand
        .formulas
        .iter()
        .find(|f| f.subject == chinese)
        .unwrap();
    // 8+8+7+7+6+6 = 42 lessons ÷ 14
    assert_eq!(formula.terms.len(), 6);
    assert_eq!(
        (formula.lessons(), formula.fte),
        (Decimal::from(42), Ratio::whole(3))
    );
    assert_eq!((formula.floor, formula.rank, formula.posts), (3, 0, 3));
    let cell = demand.find(SchoolIx(0), Stage::Primary, chinese).unwrap();
    assert_eq!(demand.cell(cell).basis, "周课时42÷周课时量14=3，取整3");
}

#[test]
fn a_closing_school_and_declared_posts() {
    let policy = Policy::national();
    let mut closing = school("1", &[Stage::Primary]);
    closing.closing = true;
    let mut county = county(
        vec![closing, school("2", &[Stage::Primary])],
        &six_classes(0, 38),
        &policy,
    );
    assert!(Demand::new(&county, &policy).cells.is_empty());
    let chinese = county.find_subject("语文").unwrap();
    let row = |school: u32, count, conditions: Option<&str>| PostRow {
        school: SchoolIx(school),
        stage: Stage::Primary,
        subject: chinese,
        count,
        conditions: conditions.map(str::to_string),
        basis: None,
        place: Place::default(),
    };
    county.posts = Some(vec![
        row(1, 2, Some("本科")),
        row(0, 4, None),
        row(1, 3, Some("女")),
    ]);
    let demand = Demand::new(&county, &policy);
    let counts: Vec<_> = demand.cells.iter().map(|c| (c.school.0, c.count)).collect();
    assert_eq!(counts, [(0, 0), (1, 5)]);
    assert_eq!(demand.cells[1].conditions.as_deref(), Some("女；本科"));
    // School 2 has neither headcount nor classes: its five posts stand for them, and it is said.
    assert_eq!(
        (demand.approved[1], demand.staff[1].basis),
        (5, Basis::Posts)
    );
    let mut faults = Faults::default();
    check(&county, &policy, &demand, &mut faults);
    assert!(
        faults
            .list
            .iter()
            .any(|f| f.code == "W701" && f.cause.zh.starts_with("第2学校")),
        "{faults:?}"
    );
}

#[test]
fn declared_posts_above_the_formula_are_listed() {
    let policy = Policy::national();
    let mut county = county(
        vec![school("1", &[Stage::Primary])],
        &six_classes(0, 38),
        &policy,
    );
    let row = |subject: &str, count| PostRow {
        school: SchoolIx(0),
        stage: Stage::Primary,
        subject: county.find_subject(subject).unwrap(),
        count,
        conditions: None,
        basis: None,
        place: Place::default(),
    };
    county.posts = Some(vec![row("语文", 4), row("数学", 1), row("政治", 1)]);
    let demand = Demand::new(&county, &policy);
    let named = |e: &jiaopin::demand::Excess| {
        let cell = demand.cell(e.cell);
        (
            county.subject(cell.subject).to_string(),
            e.declared,
            e.formula,
        )
    };
    let mut found: Vec<_> = excesses(&county, &demand).iter().map(named).collect();
    found.sort();
    assert_eq!(
        found,
        [("政治".to_string(), 1, 0), ("语文".to_string(), 4, 3)]
    );
}

#[test]
fn shared_posts_by_hand() {
    let mut policy = Policy::national();
    policy.staffing.shared_posts = true;
    // 音乐: 2 lessons a class ÷ 10. Schools of 3, 2, 2 and 1 classes: 0.6, 0.4, 0.4, 0.2; another cluster: 0.2.
    taught(&mut policy, &[("音乐", 2, 10)]);
    let mut schools: Vec<School> = ["1", "2", "3", "4", "5"]
        .map(|id| school(id, &[Stage::Primary]))
        .to_vec();
    schools[4].cluster = "西片".to_string();
    for school in &mut schools {
        school.teaching_staff_max = Some(1);
    }
    let classes: Vec<_> = [3, 2, 2, 1, 1]
        .iter()
        .enumerate()
        .map(|(i, n)| (i as u32, Grade::Year(1), *n, 40 * n))
        .collect();
    let county = county(schools, &classes, &policy);
    let demand = Demand::new(&county, &policy);
    let found: Vec<(u32, Vec<(u32, String)>)> = demand
        .shared
        .iter()
        .map(|p| {
            (
                p.host.0,
                p.served.iter().map(|(s, l)| (s.0, l.to_string())).collect(),
            )
        })
        .collect();
    let part = |s: u32, lessons: &str| (s, lessons.to_string());
    // 0.6 + 0.4 make one post; 0.4 + 0.2 another.
    assert_eq!(
        found,
        [
            (0, vec![part(0, "6"), part(1, "4")]),
            (2, vec![part(2, "4"), part(3, "2")])
        ]
    );
    let counts: Vec<(u32, u32)> = demand.cells.iter().map(|c| (c.school.0, c.count)).collect();
    // 0.2 alone in its cluster finds no partner: the school makes it whole, as it would without sharing.
    assert_eq!(counts, [(0, 1), (2, 1), (4, 1)]);
}

#[test]
fn a_host_has_room_in_its_quota() {
    let mut policy = Policy::national();
    policy.rules.shared.mode = jiaopin::rules::Mode::Hard;
    taught(&mut policy, &[("音乐", 2, 10)]);
    let mut schools = [
        school("1", &[Stage::Primary]),
        school("2", &[Stage::Primary]),
    ]
    .to_vec();
    schools[0].teaching_staff_max = Some(0);
    schools[1].teaching_staff_max = Some(1);
    let classes = [(0, Grade::Year(1), 3, 100), (1, Grade::Year(1), 2, 60)];
    let demand = Demand::new(&county(schools, &classes, &policy), &policy);
    assert_eq!(demand.shared.len(), 1);
    assert_eq!(demand.shared[0].host, SchoolIx(1));
}
