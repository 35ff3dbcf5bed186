//! Every rule as the audit reads it: a plan that keeps it, one that breaks it, and what is said of the broken place.

use crate::build::{Build, plan, row};
use jiaopin::audit::audit;
use jiaopin::case::Case;
use jiaopin::county::*;
use jiaopin::plan::{Outcome, Plan};
use jiaopin::rules::Mode;
use rust_decimal::Decimal;

/// The rules a plan breaks, each once.
pub fn broken(case: &Case, plan: &Plan) -> Vec<&'static str> {
    let audit = audit(case, plan);
    let broken = audit.findings.list.iter().filter(|f| f.broken);
    let mut rules: Vec<_> = broken.map(|f| f.rule).collect();
    rules.dedup();
    rules
}

/// The texts of one rule's findings, in Chinese.
pub fn said(case: &Case, plan: &Plan, rule: &str) -> Vec<String> {
    let audit = audit(case, plan);
    let of_rule = audit.findings.list.iter().filter(|f| f.rule == rule);
    of_rule.map(|f| f.text.zh.clone()).collect()
}

pub fn breaks(case: &Case, changes: &[(&str, &str)], rules: &[&str]) {
    let plan = plan(case, changes);
    let found = audit(case, &plan).findings;
    assert_eq!(broken(case, &plan), rules, "{changes:?}: {:#?}", found.list);
}

pub fn tier(case: &Case, changes: &[(&str, &str)], key: &str) -> i64 {
    let audit = audit(case, &plan(case, changes));
    audit.tier(key).expect("a tier of this key")
}

pub fn share(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

/// A: two posts 语文 held by 1 and 2; B: two posts 语文, one of them held by 3; 4 has no school.
pub fn two_schools() -> Build {
    Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 2)
        .post("B", "语文", 2)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "B", "语文")
        .teacher("4", "", "语文")
}

pub fn point(lat: f64) -> Option<Point> {
    Some(Point { lon: 119.0, lat })
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    breaks(&two_schools().case(), &[], &[]);
    breaks(&two_schools().case(), &[("1", "B/语文")], &[]);
    breaks(&two_schools().case(), &[("4", "B/语文")], &[]);
}

#[test]
fn r01_everybody_has_one_outcome() {
    let b = two_schools().who("3", |t| t.status = Status::Retired);
    let case = b.case();
    breaks(&case, &[], &[]);
    breaks(&case, &[("1", "-")], &["R01"]);
    breaks(&case, &[("3", "stay")], &["R01"]);
    let mut twice = plan(&case, &[]);
    twice.rows.extend(row(&case, b.t("1"), "pool"));
    let twice = Plan::new(twice.rows);
    assert_eq!(broken(&case, &twice), ["R01"]);
    assert_eq!(
        said(&case, &twice, "R01"),
        ["王1（1）在方案中有 2 个去向：留任 A校 小学语文；待岗"]
    );
}

#[test]
fn r01_an_outcome_says_what_the_place_says() {
    let b = two_schools().who("2", |t| t.role = Role::Principal);
    let case = b.case();
    breaks(&case, &[], &[]);
    breaks(&case, &[("2", "stay")], &["R01"]);
    breaks(&case, &[("2", "pool")], &["R01"]);
    breaks(&case, &[("1", "lead")], &["R01"]);
    breaks(&case, &[("1", "barred")], &["R01"]);
    let mut other = plan(&case, &[]);
    for role in [Role::Secretary, Role::None] {
        other.rows[1].role = role;
        assert_eq!(
            said(&case, &other, "R01"),
            ["王2（2）的去向“任职 A校 小学语文”不成立：任期未满的校级正职不改任职务"]
        );
    }
    breaks(&case, &[("4", "retained")], &["R01"]);
    let mut plan = plan(&case, &[("1", "B/语文")]);
    plan.rows[0].outcome = Outcome::Stay;
    assert_eq!(
        said(&case, &plan, "R01"),
        ["王1（1）的去向“留任 B校 小学语文”不成立：按现任学校和拟聘学校应为“调动”"]
    );
    plan.rows[0].outcome = Outcome::Move;
    plan.rows[0].class = jiaopin::plan::Class::Fixed;
    assert_eq!(
        said(&case, &plan, "R01"),
        ["王1（1）的类别应为“竞聘”，方案写作“直聘”"]
    );
}

#[test]
fn r01_nobody_is_retained_at_a_closing_school() {
    let case = two_schools().at("A", |s| s.closing = true).case();
    breaks(&case, &[("1", "retained"), ("2", "pool")], &["R01"]);
    breaks(&case, &[("1", "B/语文"), ("2", "pool")], &[]);
    // Its posts are 0.
    breaks(&case, &[("1", "stay"), ("2", "pool")], &["R02"]);
}

#[test]
fn classes_are_decided_once_more() {
    let b = two_schools().who("1", |t| t.exemption = vec!["怀孕".into()]);
    let mut case = b.case();
    case.standing.class[0] = jiaopin::plan::Class::Free;
    let plan = plan(&case, &[]);
    assert_eq!(
        said(&case, &plan, "R01"),
        ["王1（1）的类别应为“直聘”，编制方案时认定为“竞聘”"]
    );
}

#[test]
fn r02_no_more_seats_than_posts() {
    let case = two_schools().teacher("5", "A", "语文").case();
    breaks(&case, &[("5", "retained")], &[]);
    breaks(&case, &[], &["R02"]);
    assert_eq!(
        said(&case, &plan(&case, &[]), "R02"),
        ["A校 小学语文 3 人 > 岗位 2（王1（1）、王2（2）、王5（5））"]
    );
    breaks(&case, &[("5", "A/数学")], &["R02", "R04"]);
}

#[test]
fn r02_free_teachers_are_retained_up_to_a_share() {
    let b = two_schools().rule(|p| p.rules.posts.retain_max_share = share("0.5"));
    let case = b.case();
    // ⌊0.5 × 2⌋ = 1 at A; ⌊0.5 × 1⌋ = 0 at B.
    breaks(&case, &[("1", "retained")], &[]);
    breaks(&case, &[("1", "retained"), ("2", "retained")], &["R02"]);
    breaks(&case, &[("3", "retained")], &["R02"]);
    // The fixed always may, and their seats stay open only because R25 is off here.
    let b = b.rule(|p| p.rules.direct_hire_first.mode = Mode::Off);
    let fixed = b.who("3", |t| t.exemption = vec!["怀孕".into()]).case();
    breaks(&fixed, &[("3", "retained")], &[]);
}

#[test]
fn r03_the_quota_pool_is_lent_before_anybody_is_over() {
    let b = two_schools()
        .at("B", |s| s.approved_staff = Some(1))
        .post("B", "数学", 9);
    let b = ["5", "6", "7", "8", "9"]
        .iter()
        .fold(b, |b, id| b.teacher(id, "", "数学"));
    let all: Vec<(&str, &str)> = ["5", "6", "7", "8", "9"].map(|id| (id, "B/数学")).to_vec();
    // B would have 6 persons with a headcount of 1 and 1 there now: 5 too many.
    let values = |per_school, total| {
        let b = Build {
            county: b.county.clone(),
            policy: b.policy.clone(),
        };
        let case = b
            .rule(|p| {
                p.rules.staffing.pool_per_school = per_school;
                p.rules.staffing.pool_total = total;
            })
            .case();
        let audit = audit(&case, &plan(&case, &all));
        assert!(!audit.broken());
        (audit.lent.clone(), audit.tier("over_staffing"))
    };
    assert_eq!(values(3, Some(10)), (vec![0, 3], Some(2)));
    assert_eq!(values(3, Some(1)), (vec![0, 1], Some(4)));
    assert_eq!(values(9, Some(9)), (vec![0, 5], Some(0)));
    // ⌈0.02 × (100 + 1)⌉ = 3.
    assert_eq!(values(9, None), (vec![0, 3], Some(2)));
}

#[test]
fn r04_certificates() {
    let b = two_schools().post("A", "数学", 1).post("A", "初中语文", 1);
    let (yuwen, shuxue) = (b.subject("语文"), b.subject("数学"));
    let certificate = |stage, subject| vec![Certificate { stage, subject }];
    let case = b.case();
    breaks(&case, &[("1", "A/数学")], &["R04"]);
    breaks(&case, &[("1", "A/初中语文")], &["R04"]);
    assert_eq!(
        said(&case, &plan(&case, &[("1", "A/数学")]), "R04"),
        ["王1（1）没有任教A校 小学数学的教师资格（持有：小学语文）"]
    );
    let b = b
        .who("1", |t| t.second_subjects = vec![shuxue])
        .who("2", |t| t.certificates = certificate(Stage::Senior, yuwen))
        .who("3", |t| t.certificates = certificate(Stage::Senior, shuxue))
        .who("4", |t| {
            t.certificates = certificate(Stage::Vocational, yuwen)
        });
    let case = b.case();
    breaks(&case, &[("1", "A/数学")], &[]);
    breaks(&case, &[("2", "A/初中语文")], &[]);
    // The current cell fits its holder whatever the certificates say.
    breaks(&case, &[], &[]);
    breaks(&case, &[("4", "A/初中语文")], &["R04"]);
}

#[test]
fn r05_barred_persons_are_not_hired() {
    let case = two_schools().who("1", |t| t.ethics = Ethics::Fail).case();
    breaks(&case, &[], &[]);
    breaks(&case, &[("1", "stay")], &["R05"]);
    breaks(&case, &[("1", "pool")], &["R05"]);
    let off = two_schools()
        .who("1", |t| t.ethics = Ethics::Fail)
        .rule(|p| p.rules.ethics.mode = Mode::Off);
    breaks(&off.case(), &[("1", "stay")], &[]);
}

#[test]
fn r06_exempt_persons_keep_their_place() {
    let changes: [fn(&mut Teacher); 3] = [
        |t| t.exemption = vec!["怀孕".into()],
        |t| t.status = Status::Sick,
        // A woman of 1974-02: base 2029-02 and ⌊(4·12 + 1)/4⌋ + 1 = 13 months of delay make 2030-03, within five years.
        |t| t.birth = Month::new(1974, 2),
    ];
    for change in changes {
        let b = two_schools()
            .who("1", change)
            .rule(|p| p.rules.direct_hire_first.mode = Mode::Off);
        breaks(&b.case(), &[("1", "retained")], &[]);
        breaks(&b.case(), &[("1", "B/语文")], &["R06"]);
        breaks(&b.case(), &[("1", "pool")], &["R06"]);
        let off = b.rule(|p| p.rules.exemption.mode = Mode::Off);
        breaks(&off.case(), &[("1", "B/语文")], &[]);
    }
    // 1976-10 retires in 2033-07: free.
    let young = two_schools().who("1", |t| t.birth = Month::new(1976, 10));
    breaks(&young.case(), &[("1", "B/语文")], &[]);
}

#[test]
fn r07_minimum_service_holds_who_did_not_apply() {
    let b = two_schools().who("1", |t| t.recruit_type = "特岗".into());
    let case = b.case();
    breaks(&case, &[], &[]);
    let away = plan(&case, &[("1", "B/语文")]);
    assert_eq!(broken(&case, &away), ["R07", "R25"]);
    assert_eq!(
        said(&case, &away, "R07"),
        [
            "王1（1）属直聘人员（特岗服务期 3 年，在校满 2 年），应留在A校 小学语文，方案为：调动 B校 小学语文"
        ]
    );
    breaks(&b.wish("1", "B", "").case(), &[("1", "B/语文")], &[]);
}

/// All tiers of one plan, worked out by hand.
///
/// A (城区): posts 语文 2, 体育 1. Holders of 语文: 1, 2, 3 (all there since 2016, so due); 1 and 2 sit, 3 is retained.
/// B (乡村, 0.1° north of A, 11.119 km): posts 语文 3, 数学 1. 4 holds 语文 and moves into 数学; 5 comes from A.
/// 6 has no school and no home and is placed at B; 7 is left in the pool.
#[test]
fn tiers_by_hand() {
    let b = Build::new()
        .school("A")
        .school("B")
        .at("A", |s| s.point = point(42.0))
        .at("B", |s| s.point = point(42.1))
        .at("B", |s| s.area = Area::Rural)
        .at("B", |s| s.approved_staff = Some(1))
        .at("B", |s| s.senior_posts = Some(0))
        .post("A", "语文", 2)
        .post("A", "体育", 1)
        .post("B", "语文", 3)
        .post("B", "数学", 1)
        .pupils("B", 3, 50)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "A", "语文")
        .teacher("4", "B", "语文")
        .teacher("5", "A", "语文")
        .teacher("6", "", "语文")
        .teacher("7", "", "语文");
    let shuxue = b.subject("数学");
    let b = ["1", "2", "3"]
        .iter()
        .fold(b, |b, id| b.who(id, |t| t.since = Month::new(2016, 9)));
    let b = b
        .who("3", |t| t.score = Some(share("72.5")))
        .who("4", |t| t.second_subjects = vec![shuxue])
        .who("5", |t| t.title = Title::Senior)
        .wish("1", "B", "")
        .wish("2", "B", "")
        .wish("2", "A", "语文")
        .wish("7", "A", "")
        .rule(|p| p.rules.staffing.pool_total = Some(1));
    let case = b.case();
    let changes = [
        ("3", "retained"),
        ("4", "B/数学"),
        ("5", "B/语文"),
        ("6", "B/语文"),
        ("7", "pool"),
    ];
    let audit = audit(&case, &plan(&case, &changes));
    assert!(!audit.broken(), "{:#?}", audit.findings.list);
    let expected = [
        // B: 3 persons, headcount max(1, 1 now), 1 lent: 1 over. A: 3 persons of 100.
        ("over_staffing", 1),
        // A 体育 1 open × 3 (shortage) × 1; B 语文 3 − 2 = 1 open × 2 × 2 (rural).
        ("uncovered", 7),
        // 7 in the pool 2, 3 retained 1.
        ("unplaced", 3),
        // A: 3 due, ⌈0.3⌉ = 1 must move, none does (5 has been there two years). No due mover, no backbone share.
        ("rotation", 1),
        // B, 50 pupils: education ⌈2.1⌉ = 3, backbone ⌈0.5⌉ = 1, PE and arts ⌈0.45⌉ = 1; nobody counts.
        ("balance", 5),
        // B: one senior person, no senior post, none there before.
        ("titles", 1),
        // 3: 72.5 rounds to 73; 7 has no score: 60.
        ("merit", 133),
        // 1 stays unwished 5; 2 sits in wish 2: 1; 7 pool 10; 5 moves unasked 3.
        ("wishes", 19),
        // 5 did not apply for B.
        ("moves", 1),
        // 4 stays in another cell.
        ("changes", 1),
        // 5: 11.119 km from A: 111. 6 has neither home nor school: 0.
        ("distance", 111),
    ];
    for (key, value) in expected {
        assert_eq!(audit.tier(key), Some(value), "{key}");
    }
    assert_eq!(audit.lent, [0, 1]);
    let order: Vec<_> = audit.tiers.iter().map(|(key, _)| *key).collect();
    assert_eq!(order[order.len() - 11..], expected.map(|(key, _)| key));
}
