//! The rules that count, R08 to R12, each broken by hand and named by the audit.

use crate::audit::{breaks, said, share, tier, two_schools};
use crate::build::{Build, plan};
use jiaopin::county::*;
use jiaopin::rules::Mode;
use rust_decimal::Decimal;

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
