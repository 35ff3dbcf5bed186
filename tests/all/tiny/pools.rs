//! Standing quota loans (R03) and titles that stand beside the posts (R11). The dice are their own: what else a seed makes
//! stays as it was.

use super::Dice;
use jiaopin::county::*;
use jiaopin::policy::Policy;
use jiaopin::tables::fault::Place;
use rust_decimal::Decimal;

pub(super) fn add(seed: u64, county: &mut County, policy: &mut Policy) {
    let mut dice = Dice::new(seed ^ 0x706f_6f6c);
    if dice.percent(35) {
        for s in 0..county.schools.len() {
            if dice.percent(60) {
                county.loans.push(loan(&mut dice, SchoolIx(s as u32)));
            }
        }
    }
    if dice.percent(60) {
        return;
    }
    let r = &mut policy.rules.titles;
    r.leaders_outside = dice.percent(50);
    r.deputies_outside = dice.percent(50);
    r.rural_years_senior = dice.percent(70).then(|| dice.between(5, 30) as u32);
    r.rural_years_intermediate = dice.percent(70).then(|| dice.between(5, 20) as u32);
    for t in &mut county.teachers {
        let years = Decimal::new(dice.between(0, 350), 1);
        t.rural_years = dice.percent(75).then_some(years);
    }
    for s in county.schools.iter_mut().filter(|_| dice.percent(30)) {
        (s.senior_posts, s.intermediate_posts) = (Some(0), Some(0));
    }
}

/// Standing, overdue or not yet begun in 2026-09.
fn loan(dice: &mut Dice, school: SchoolIx) -> Loan {
    let month = |dice: &mut Dice, from, to| {
        let year = dice.between(from, to) as i16;
        Month::new(year, dice.between(1, 12) as u8)
    };
    let start = month(dice, 2023, 2026);
    let due = month(dice, 2026, 2028);
    Loan {
        school,
        count: dice.between(1, 3) as u32,
        start: start.filter(|_| dice.percent(80)),
        due: due.filter(|d| start.is_none_or(|s| s <= *d) && dice.percent(85)),
        reason: None,
        place: Place::default(),
    }
}
