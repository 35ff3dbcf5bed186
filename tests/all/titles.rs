//! R11: what counts beside the title posts, before and after, and the sheet that a title office expects.

use crate::build::{Build, plan};
use crate::made::{Made, rows, sheet};
use jiaopin::audit;
use jiaopin::county::{Area, Month, Role, Title};
use jiaopin::rules::r11_titles::reading::levels;
use rust_decimal::Decimal;

/// A village school with one senior post and five senior persons, one of them the principal, one a deputy, one there for
/// thirty years; a senior deputy of another school comes in as well.
fn village() -> Build {
    let mut build = Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 9)
        .post("B", "语文", 9)
        .at("A", |s| {
            s.area = Area::Rural;
            s.senior_posts = Some(1);
        });
    for id in ["1", "2", "3", "4", "5"] {
        build = build
            .teacher(id, "A", "语文")
            .who(id, |t| t.title = Title::Senior);
    }
    build
        .teacher("6", "B", "语文")
        .who("6", |t| {
            (t.title, t.role) = (Title::FullSenior, Role::VicePrincipal)
        })
        .who("1", |t| t.role = Role::Principal)
        .who("2", |t| t.role = Role::VicePrincipal)
        .who("3", |t| t.rural_years = Some(Decimal::from(30)))
        .who("4", |t| {
            t.rural_years = Some(Decimal::new(299, 1));
            // Retires in 2028-01.
            t.birth = Month::new(1972, 5);
        })
}

/// The lines of the sheet for a plan made by hand: 6 goes to A.
fn lines(build: &Build) -> Vec<Vec<String>> {
    let case = build.case();
    let plan = plan(&case, &[("6", "A/语文")]);
    let made = Made::by_hand(case, plan);
    rows(&sheet(&made.book(), "岗位结构"))
}

#[test]
fn who_counts_beside_the_posts() {
    let all = |p: &mut jiaopin::policy::Policy| {
        p.rules.titles.leaders_outside = true;
        p.rules.titles.deputies_outside = true;
        p.rules.titles.rural_years_senior = Some(30);
    };
    let count = |build: Build| {
        let case = build.case();
        let plan = plan(&case, &[("6", "A/语文")]);
        let senior = levels(&case, &plan)[0];
        let counts = (
            senior.before,
            senior.after,
            senior.dual,
            senior.rural,
            senior.over(),
        );
        let audit = audit::audit(&case, &plan);
        assert_eq!(audit.tier("titles"), Some(senior.over() as i64));
        counts
    };
    // By SPEC's numbers everybody counts: five before, six after, one over.
    assert_eq!(count(village()), (5, 6, 0, 0, 1));
    // The principal, the deputy who stays and the one of thirty years stand beside; the deputy who comes does not.
    assert_eq!(count(village().rule(all)), (2, 3, 2, 1, 1));
    // In town long rural service counts for nothing.
    let town = village().rule(all).at("A", |s| s.area = Area::Urban);
    assert_eq!(count(town), (3, 4, 2, 0, 1));
}

#[test]
fn the_sheet_of_the_title_office() {
    let lines = lines(&village());
    let row = lines
        .iter()
        .find(|r| r[1] == "A校")
        .expect("the school's line");
    // Approved 1, filled 5 and then 6, none vacant, 5 over; six seniors of whom one has a retirement month before 2035.
    assert_eq!(row[2..7], ["1", "5", "6", "", "5"].map(String::from));
    let total = lines.iter().find(|r| r[0] == "合计").expect("a total");
    // B's hundred posts of the test county are vacant but for none: its deputy has left.
    assert_eq!(total[2..7], ["101", "6", "6", "100", "5"].map(String::from));
    // Five over are worked off by the fifth retirement; the last of these women born in 1985 goes in 2043.
    assert_eq!(row[9], "2043");
    // Six of whom five were there: one is the plan's own doing.
    let said = |text: &str| lines.iter().any(|r| r[0] == text);
    assert!(said(
        "其中本方案新增超职数1人（计入“超职数”层级）：A校高级1人。"
    ));
}

/// Posts of a school that closes go back to the county: none of them is vacant.
#[test]
fn a_closing_school_has_no_vacant_title_posts() {
    let lines = lines(&village().at("B", |s| s.closing = true));
    let total = lines.iter().find(|r| r[0] == "合计").expect("a total");
    assert_eq!(total[2..6], ["101", "6", "6", ""].map(String::from));
}
