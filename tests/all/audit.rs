//! Every rule as the audit reads it: a plan that keeps it, one that breaks it, and what is said of the broken place.

use crate::build::{Build, plan, row, seat_of};
use jiaopin::audit::{audit, fits};
use jiaopin::case::Case;
use jiaopin::county::*;
use jiaopin::plan::{Outcome, Plan};
use jiaopin::rules::Mode;
use rust_decimal::Decimal;

/// The rules a plan breaks, each once.
fn broken(case: &Case, plan: &Plan) -> Vec<&'static str> {
    let audit = audit(case, plan);
    let broken = audit.findings.list.iter().filter(|f| f.broken);
    let mut rules: Vec<_> = broken.map(|f| f.rule).collect();
    rules.dedup();
    rules
}

/// The texts of one rule's findings, in Chinese.
fn said(case: &Case, plan: &Plan, rule: &str) -> Vec<String> {
    let audit = audit(case, plan);
    let of_rule = audit.findings.list.iter().filter(|f| f.rule == rule);
    of_rule.map(|f| f.text.zh.clone()).collect()
}

fn breaks(case: &Case, changes: &[(&str, &str)], rules: &[&str]) {
    let plan = plan(case, changes);
    let found = audit(case, &plan).findings;
    assert_eq!(broken(case, &plan), rules, "{changes:?}: {:#?}", found.list);
}

fn tier(case: &Case, changes: &[(&str, &str)], key: &str) -> i64 {
    let audit = audit(case, &plan(case, changes));
    audit.tier(key).expect("a tier of this key")
}

fn share(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

/// A: two posts 语文 held by 1 and 2; B: two posts 语文, one of them held by 3; 4 has no school.
fn two_schools() -> Build {
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

fn point(lat: f64) -> Option<Point> {
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

/// Ten teachers due at A, four posts at B.
fn ten_due() -> Build {
    let b = Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 11)
        .post("B", "语文", 4)
        .rule(|p| {
            p.rules.outflow.share = Decimal::ONE;
            p.rules.outflow.county_share = Decimal::ONE;
        });
    (0..11).fold(b, |b, i| {
        let id = format!("{i:02}");
        let since = if i < 10 { 2020 } else { 2021 };
        b.teacher(&id, "A", "语文")
            .who(&id, |t| t.since = Month::new(since, 9))
    })
}

#[test]
fn r08_rotation() {
    let case = ten_due().case();
    // ⌈0.10 × 10⌉ = 1 must move; teacher 10 has been there five years only and does not count.
    assert_eq!(tier(&case, &[], "rotation"), 1);
    assert_eq!(tier(&case, &[("10", "B/语文")], "rotation"), 1);
    assert_eq!(
        said(&case, &plan(&case, &[]), "R08"),
        ["A校：交流到期 10 人，需交流 1 人，实际 0 人，差 1 人"]
    );
    // One mover, not backbone: ⌈0.20 × 1⌉ = 1 backbone is missing.
    assert_eq!(tier(&case, &[("00", "B/语文")], "rotation"), 1);
    let backbone = ten_due().who("00", |t| t.backbone = Backbone::County);
    assert_eq!(tier(&backbone.case(), &[("00", "B/语文")], "rotation"), 0);
    // Exactly 0.25 × 4 = 1, not 2.
    let b = backbone.rule(|p| p.rules.rotation.backbone_share = share("0.25"));
    let four = [
        ("00", "B/语文"),
        ("01", "B/语文"),
        ("02", "B/语文"),
        ("03", "B/语文"),
    ];
    assert_eq!(tier(&b.case(), &four, "rotation"), 0);
    let rural = ten_due()
        .at("A", |s| s.area = Area::Rural)
        .at("B", |s| s.area = Area::Rural);
    assert_eq!(tier(&rural.case(), &[], "rotation"), 0);
    let closing = ten_due().at("A", |s| s.closing = true);
    assert_eq!(tier(&closing.case(), &[("00", "pool")], "rotation"), 0);
}

#[test]
fn r09_outflow() {
    let b = ten_due().rule(|p| p.rules.outflow.share = share("0.2"));
    let movers = [
        ("00", "B/语文"),
        ("01", "B/语文"),
        ("02", "B/语文"),
        ("03", "B/语文"),
    ];
    // ⌈0.2 × 11⌉ = 3.
    breaks(&b.case(), &movers[..3], &[]);
    breaks(&b.case(), &movers, &["R09"]);
    let b = b.rule(|p| {
        p.rules.outflow.share = Decimal::ONE;
        p.rules.outflow.county_share = share("0.1");
    });
    // ⌈0.1 × 11⌉ = 2 in the county.
    breaks(&b.case(), &movers[..2], &[]);
    breaks(&b.case(), &movers[..3], &["R09"]);
    assert_eq!(
        said(&b.case(), &plan(&b.case(), &movers[..3]), "R09"),
        ["全县调动 3 人 > 上限 2（现有教师 11 人）"]
    );
    // Movers from a closing school are free.
    let case = b.at("A", |s| s.closing = true).case();
    let mut all: Vec<(&str, &str)> = movers.to_vec();
    all.extend(["04", "05", "06", "07", "08", "09", "10"].map(|id| (id, "pool")));
    breaks(&case, &all, &[]);
}

#[test]
fn r10_rural_schools_do_not_lose() {
    let b = two_schools()
        .at("B", |s| s.area = Area::Rural)
        .wish("3", "A", "")
        .wish("2", "B", "")
        .rule(|p| p.rules.outflow.mode = Mode::Off);
    let case = b.case();
    // min(1 holder, 2 posts) = 1 must stay filled; by whom does not matter.
    breaks(&case, &[("3", "pool")], &["R10"]);
    breaks(&case, &[("3", "pool"), ("4", "B/语文")], &[]);
    breaks(&case, &[("3", "retained")], &["R10"]);
    breaks(&case, &[("2", "B/语文"), ("3", "A/语文")], &[]);
}

#[test]
fn r11_titles() {
    let b = two_schools()
        .at("B", |s| s.senior_posts = Some(1))
        .at("B", |s| s.intermediate_posts = Some(0))
        .post("B", "数学", 9)
        .who("1", |t| t.title = Title::FullSenior)
        .who("3", |t| t.title = Title::Senior)
        .who("4", |t| t.title = Title::First);
    // One senior post, one senior person there: the second is one too many.
    assert_eq!(tier(&b.case(), &[("1", "B/语文")], "titles"), 1);
    assert_eq!(tier(&b.case(), &[("4", "B/语文")], "titles"), 1);
    assert_eq!(
        tier(&b.case(), &[("1", "B/语文"), ("3", "pool")], "titles"),
        0
    );
    // A standing excess may stay: no senior post, one senior person there now.
    let b = b.at("B", |s| s.senior_posts = Some(0));
    assert_eq!(tier(&b.case(), &[], "titles"), 0);
    assert_eq!(tier(&b.case(), &[("1", "B/语文")], "titles"), 1);
}

#[test]
fn r12_balance() {
    let b = two_schools()
        .pupils("A", 1, 60)
        .pupils("A", 6, 40)
        .pupils("A", 7, 1000)
        .post("A", "体育", 1);
    // 100 pupils: education ⌈4.2⌉ = 5, backbone ⌈1.0⌉ = 1, PE and arts ⌈0.9⌉ = 1; nobody counts. B has no pupils.
    assert_eq!(tier(&b.case(), &[], "balance"), 7);
    let tiyu = b.subject("体育");
    let b = b
        .who("1", |t| t.education = Education::College)
        .who("2", |t| t.education = Education::SecondaryVocational)
        .who("3", |t| t.backbone = Backbone::County)
        .who("4", |t| {
            t.certificates = vec![Certificate {
                stage: Stage::Primary,
                subject: tiyu,
            }]
        });
    assert_eq!(tier(&b.case(), &[], "balance"), 6);
    assert_eq!(tier(&b.case(), &[("3", "A/语文")], "balance"), 5);
    assert_eq!(
        tier(&b.case(), &[("3", "A/语文"), ("4", "A/体育")], "balance"),
        4
    );
    // A retained person counts, one in the pool does not.
    assert_eq!(tier(&b.case(), &[("1", "retained")], "balance"), 6);
    assert_eq!(tier(&b.case(), &[("1", "pool")], "balance"), 7);
    assert!(
        said(&b.case(), &plan(&b.case(), &[]), "R12")
            .contains(&"A校 小学：高于规定学历教师 1 人 < 应有 5 人（学生 100 人）".to_string())
    );
    let off = b.rule(|p| p.rules.balance.mode = Mode::Off);
    assert_eq!(tier(&off.case(), &[], "balance"), 0);
}

#[test]
fn r13_relatives_of_a_leader() {
    let b = two_schools()
        .who("3", |t| t.role = Role::Principal)
        .relation("1", "3", RelationKind::Lineal);
    // An ordinary teacher may come, a deputy head may not.
    breaks(&b.case(), &[("1", "B/语文")], &[]);
    let b = b.who("1", |t| t.role = Role::VicePrincipal);
    breaks(&b.case(), &[], &[]);
    breaks(&b.case(), &[("1", "B/语文")], &["R13"]);
    assert_eq!(
        said(&b.case(), &plan(&b.case(), &[("1", "B/语文")]), "R13"),
        ["王1（1）与B校校级正职王3（3）为亲属，须回避"]
    );
    // B as a campus of A's legal unit: they have been together all along.
    let unit = b.s("A");
    let standing = b.at("B", |s| s.legal_unit = unit).case();
    breaks(&standing, &[("1", "B/语文")], &[]);
    let audit = audit(&standing, &plan(&standing, &[]));
    assert_eq!(audit.standing_conflicts.len(), 1);
    assert!(
        audit
            .findings
            .list
            .iter()
            .any(|f| f.rule == "R13" && !f.broken)
    );
    let all = two_schools()
        .who("3", |t| t.role = Role::Secretary)
        .relation("1", "3", RelationKind::InLaw)
        .rule(|p| p.rules.avoidance.all_teachers = true);
    breaks(&all.case(), &[("1", "B/语文")], &["R13"]);
}

#[test]
fn r14_couples() {
    // B lies 0.1° (11.1 km) from A, C 0.2° (22.2 km).
    let b = Build::new()
        .school("A")
        .school("B")
        .school("C")
        .at("A", |s| s.point = point(42.0))
        .at("B", |s| s.point = point(42.1))
        .at("C", |s| s.point = point(42.2))
        .post("A", "语文", 2)
        .post("B", "语文", 3)
        .post("C", "语文", 2)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "B", "语文")
        .relation("1", "2", RelationKind::Spouse)
        .rule(|p| p.rules.outflow.mode = Mode::Off);
    breaks(&b.case(), &[("1", "B/语文")], &[]);
    breaks(&b.case(), &[("1", "C/语文")], &["R14"]);
    breaks(&b.case(), &[("1", "B/语文"), ("2", "B/语文")], &["R14"]);
    assert_eq!(
        said(&b.case(), &plan(&b.case(), &[("1", "C/语文")]), "R14"),
        ["王1（1）调至C校，距配偶王2（2）现任学校 22.2 公里 > 15 公里"]
    );
    // A move within the legal unit is none; a couple at a closing school is not held.
    let unit = b.s("A");
    let campus = Build {
        county: b.county.clone(),
        policy: b.policy.clone(),
    };
    let campus = campus.at("C", |s| s.legal_unit = unit);
    breaks(&campus.case(), &[("1", "C/语文")], &[]);
    let closing = b.at("A", |s| s.closing = true);
    breaks(&closing.case(), &[("1", "C/语文"), ("2", "B/语文")], &[]);
}

#[test]
fn r15_new_schools_take_applicants() {
    let b = two_schools().at("B", |s| s.opened = Some(2025));
    breaks(&b.case(), &[], &[]);
    breaks(&b.case(), &[("4", "B/语文")], &["R15"]);
    breaks(&b.case(), &[("1", "B/语文")], &["R15"]);
    let older = two_schools().at("B", |s| s.opened = Some(2024));
    breaks(&older.case(), &[("1", "B/语文")], &[]);
    let planned = two_schools().at("B", |s| s.opened = Some(2027));
    breaks(&planned.case(), &[("1", "B/语文")], &[]);
    breaks(&b.wish("4", "B", "数学").case(), &[("4", "B/语文")], &[]);
}

#[test]
fn r19_distance() {
    // 0.3° are 33.4 km.
    let b = two_schools()
        .at("A", |s| s.point = point(42.0))
        .at("B", |s| s.point = point(42.3));
    breaks(&b.case(), &[("1", "B/语文")], &["R19"]);
    assert_eq!(
        said(&b.case(), &plan(&b.case(), &[("1", "B/语文")]), "R19"),
        ["王1（1）未报名而调至B校，距住址 33.4 公里 > 30 公里"]
    );
    // Placing somebody from the pool is no move; a home nearby helps; so does an application.
    breaks(&b.case(), &[("4", "B/语文")], &[]);
    let b = b.who("1", |t| t.home = point(42.25));
    breaks(&b.case(), &[("1", "B/语文")], &[]);
    let b = b.wish("2", "B", "数学");
    breaks(&b.case(), &[("2", "B/语文")], &[]);
}

#[test]
fn r20_direction() {
    let b = two_schools()
        .at("A", |s| s.area = Area::Rural)
        .teacher("5", "A", "语文");
    breaks(&b.case(), &[("5", "B/语文")], &["R20"]);
    breaks(
        &b.at("B", |s| s.area = Area::Rural).case(),
        &[("5", "B/语文")],
        &[],
    );
    let b = two_schools()
        .at("A", |s| s.quality = Quality::Weak)
        .at("B", |s| s.quality = Quality::Strong);
    breaks(&b.case(), &[("1", "B/语文")], &["R20"]);
    breaks(&b.case(), &[("4", "B/语文")], &[]);
    breaks(&b.wish("1", "B", "").case(), &[("1", "B/语文")], &[]);
    let closing = two_schools()
        .at("A", |s| s.quality = Quality::Weak)
        .at("A", |s| s.closing = true)
        .at("B", |s| s.quality = Quality::Strong);
    breaks(&closing.case(), &[("1", "B/语文"), ("2", "pool")], &[]);
}

#[test]
fn r21_justified_envy_is_reported() {
    let b = two_schools()
        .wish("1", "B", "")
        .who("1", |t| t.score = Some(share("80")))
        .who("4", |t| t.score = Some(share("70")))
        .who("3", |t| t.score = Some(share("10")));
    let case = b.case();
    // 1 wished B; 4 got in with fewer points. 3 was there before and gives no reason.
    let envious = plan(&case, &[("4", "B/语文")]);
    let audit_of = audit(&case, &envious);
    assert!(!audit_of.broken());
    let pairs: Vec<_> = audit_of
        .envy
        .iter()
        .map(|e| (e.teacher, e.holder))
        .collect();
    assert_eq!(pairs, [(b.t("1"), b.t("4"))]);
    assert_eq!(
        audit_of.envy[0].reason.zh,
        "王1（1）（80 分）第 1 志愿为B校 小学语文，现为A校 小学语文；该岗位聘任了王4（4）（70 分）"
    );
    assert!(
        audit(&case, &plan(&case, &[("1", "B/语文")]))
            .envy
            .is_empty()
    );
    // Without score 60 points count; equal scores are no reason.
    let none = |b: &Build| {
        audit(&b.case(), &plan(&b.case(), &[("4", "B/语文")]))
            .envy
            .is_empty()
    };
    let b = b.who("1", |t| t.score = None);
    assert!(none(&b));
    let b = b.who("4", |t| t.score = Some(share("60")));
    assert!(none(&b));
    let b = b.who("4", |t| t.score = Some(share("59.9")));
    assert!(!none(&b));
    // Whoever may not have the seat has no reason: exempt, or not certified.
    let b = b.who("1", |t| t.exemption = vec!["怀孕".into()]);
    assert!(none(&b));
}

#[test]
fn r22_pins_hold() {
    let case = two_schools().pin("1", true, "B", "").case();
    breaks(&case, &[("1", "B/语文")], &[]);
    breaks(&case, &[], &["R22"]);
    breaks(&case, &[("1", "pool")], &["R22"]);
    assert_eq!(
        said(&case, &plan(&case, &[]), "R22"),
        ["王1（1）被锁定为必须在B校，方案为：A校 小学语文"]
    );
    let case = two_schools().pin("4", false, "B", "语文").case();
    breaks(&case, &[("4", "B/语文")], &["R22"]);
    breaks(&case, &[("4", "pool")], &[]);
    // Pinned to the own school: fixed in the present cell.
    let b = two_schools().pin("1", true, "A", "").post("A", "数学", 1);
    let shuxue = b.subject("数学");
    let case = b.who("1", |t| t.second_subjects = vec![shuxue]).case();
    breaks(&case, &[], &[]);
    breaks(&case, &[("1", "A/数学")], &["R22", "R25"]);
}

#[test]
fn r24_who_does_not_obey() {
    let b = two_schools()
        .wish("1", "B", "语文")
        .who("1", |t| t.obey = false)
        .school("C")
        .post("C", "语文", 1)
        .teacher("5", "C", "语文");
    let case = b.case();
    for kept in ["B/语文", "A/语文", "pool"] {
        breaks(&case, &[("1", kept)], &[]);
    }
    breaks(&case, &[("1", "retained")], &["R24"]);
    breaks(&case, &[("1", "C/语文"), ("5", "pool")], &["R24"]);
    let obeys = b.who("1", |t| t.obey = true);
    breaks(&obeys.case(), &[("1", "C/语文"), ("5", "pool")], &[]);
}

#[test]
fn r25_fixed_holders_sit_first() {
    let b = two_schools()
        .teacher("5", "A", "语文")
        .who("1", |t| t.exemption = vec!["怀孕".into()]);
    breaks(&b.case(), &[("5", "retained")], &[]);
    breaks(&b.case(), &[("1", "retained")], &["R25"]);
    assert_eq!(
        said(&b.case(), &plan(&b.case(), &[("1", "retained")]), "R25"),
        ["A校 小学语文：直聘教师占岗 0 人 < 应占 1 人（未占岗：王1（1））"]
    );
    // Three fixed holders and two posts: any two of them.
    let exempt: fn(&mut Teacher) = |t| t.exemption = vec!["怀孕".into()];
    let b = b.who("2", exempt).who("5", exempt);
    for id in ["1", "2", "5"] {
        breaks(&b.case(), &[(id, "retained")], &[]);
    }
}

#[test]
fn r26_passing_over_own_holders_is_counted_and_can_be_forbidden() {
    let b = two_schools();
    let changes = [("1", "retained"), ("4", "A/语文")];
    breaks(&b.case(), &changes, &[]);
    let audit_of = audit(&b.case(), &plan(&b.case(), &changes));
    assert_eq!(audit_of.in_house_first.len(), 1);
    assert_eq!(audit_of.in_house_first[0].entrants, [b.t("4")]);
    assert_eq!(audit_of.in_house_first[0].left, [b.t("1")]);
    let b = b.rule(|p| p.rules.in_house_first.mode = Mode::Hard);
    breaks(&b.case(), &changes, &["R26"]);
    breaks(&b.case(), &[("1", "retained")], &[]);
}

#[test]
fn fits_names_the_rule_that_forbids() {
    let b = two_schools()
        .post("B", "数学", 1)
        .at("B", |s| s.opened = Some(2026))
        .who("2", |t| t.exemption = vec!["怀孕".into()])
        .wish("4", "B", "");
    let case = b.case();
    let of = |t: &str, seat: &str| {
        let seat = seat_of(&case, seat);
        let cell = case.demand.find(seat.school, seat.stage, seat.subject);
        fits(&case, b.t(t), cell.expect("a cell"))
    };
    assert_eq!(of("1", "A/语文"), Ok(()));
    assert_eq!(of("1", "B/语文"), Err("R15"));
    assert_eq!(of("1", "B/数学"), Err("R04"));
    assert_eq!(of("2", "B/语文"), Err("R06"));
    assert_eq!(of("2", "A/语文"), Ok(()));
    assert_eq!(of("4", "B/语文"), Ok(()));
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
