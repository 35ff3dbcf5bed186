//! Policies thrown about.

use super::{Dice, Theme, national};
use jiaopin::policy::Policy;
use jiaopin::rules::Mode;
use rust_decimal::Decimal;

/// The national policy with some numbers, switches and the order of tiers thrown about.
pub(super) fn policy(dice: &mut Dice, theme: Theme) -> Policy {
    let mut p = national();
    // A third is written with as many decimals as there is room for.
    let share = |dice: &mut Dice, list: &[i64]| match dice.pick(list) {
        34 => Decimal::new(333_333_333_333_333_333, 18),
        n => Decimal::new(n, 2),
    };
    let r = &mut p.rules;
    if dice.percent(35) {
        r.posts.retain_max_share = share(dice, &[0, 10, 25, 34, 50, 67]);
    }
    // The national caps let one single person of a tiny county move: mostly wider ones are wanted.
    if dice.percent(80) {
        r.outflow.share = share(dice, &[20, 25, 34, 50, 100]);
        r.outflow.county_share = share(dice, &[20, 25, 34, 50, 75, 100]);
    }
    if dice.percent(50) {
        r.rotation.share = share(dice, &[0, 25, 50, 100]);
        r.rotation.backbone_share = share(dice, &[0, 34, 50, 100]);
        r.rotation.years = dice.between(2, 8) as u32;
    }
    if dice.percent(15) {
        r.rotation.areas = vec!["乡村".into(), "镇区".into()];
    }
    if dice.percent(50) {
        r.staffing.pool_per_school = dice.between(0, 2) as u32;
        r.staffing.pool_share = share(dice, &[0, 2, 10, 50]);
        r.staffing.pool_total = dice.percent(40).then(|| dice.between(0, 2) as u32);
    }
    if dice.percent(40) {
        r.couples.max_km = Decimal::from(dice.between(2, 40));
        r.distance.max_km = Decimal::from(dice.between(3, 40));
    }
    r.certificate.kindergarten_own = dice.percent(60);
    r.avoidance.all_teachers = dice.percent(40);
    if dice.percent(30) {
        r.avoidance.finance_roles = vec!["中层".into()];
    }
    if dice.percent(20) || theme == Theme::InHouse {
        r.in_house_first.mode = Mode::Hard;
    }
    if theme == Theme::Couples {
        r.couples.max_km = Decimal::from(dice.between(1, 12));
        r.outflow.mode = Mode::Off;
    }
    if dice.percent(30) {
        r.exemption.near_retirement_years = dice.between(0, 10) as u32;
    }
    if dice.percent(30) {
        r.minimum_service.years.insert("普通".into(), 2);
    }
    switches(dice, &mut p);
    tiers(dice, &mut p);
    let last = match theme {
        Theme::Quota => "over_staffing",
        Theme::Rural => "uncovered",
        _ => return p,
    };
    if dice.percent(70) {
        p.tiers.order.retain(|key| key != last);
        p.tiers.order.push(last.into());
    }
    p
}

/// Turns a rule off now and then.
fn switches(dice: &mut Dice, p: &mut Policy) {
    let r = &mut p.rules;
    let modes = [
        &mut r.certificate.mode,
        &mut r.ethics.mode,
        &mut r.exemption.mode,
        &mut r.minimum_service.mode,
        &mut r.outflow.mode,
        &mut r.rural_floor.mode,
        &mut r.avoidance.mode,
        &mut r.couples.mode,
        &mut r.new_school.mode,
        &mut r.distance.mode,
        &mut r.direction.mode,
        &mut r.pins.mode,
        &mut r.obey.mode,
        &mut r.direct_hire_first.mode,
        &mut r.staffing.mode,
        &mut r.rotation.mode,
        &mut r.titles.mode,
        &mut r.balance.mode,
    ];
    for mode in modes {
        if dice.percent(6) {
            *mode = Mode::Off;
        }
    }
}

fn tiers(dice: &mut Dice, p: &mut Policy) {
    if dice.percent(40) {
        dice.shuffle(&mut p.tiers.order);
    }
    if dice.percent(25) {
        let w = &mut p.tiers.weights;
        w.shortage_subject = dice.between(1, 5) as u32;
        w.other_subject = dice.between(1, 3) as u32;
        w.pool = dice.between(0, 3) as u32;
        w.retained = dice.between(0, 3) as u32;
        w.wish_own_school = dice.between(0, 9) as u32;
        w.wish_elsewhere = dice.between(0, 12) as u32;
        w.wish_pool = dice.between(0, 12) as u32;
        w.move_unasked = dice.between(0, 5) as u32;
        w.default_score = Decimal::new(dice.pick(&[0, 555, 605, 600]), 1);
        w.area.insert("镇区".into(), dice.between(1, 3) as u32);
        w.area.insert("乡村".into(), dice.between(1, 2) as u32);
    }
}
