//! The rules of single persons and their places, R13 to R26, each broken by hand and named by the audit.

use crate::audit::{breaks, point, said, share, two_schools};
use crate::build::{Build, plan, seat_of};
use jiaopin::audit::{audit, fits};
use jiaopin::county::*;
use jiaopin::rules::Mode;

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
