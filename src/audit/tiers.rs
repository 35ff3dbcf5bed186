//! The tier values of SPEC §5, each summed over persons, cells or schools as its sentence says.

use super::draw;
use crate::case::Case;
use crate::exact;
use crate::plan::{Assignment, Class, Outcome, Plan, Seat, seat};
use crate::rules;
use crate::terms::tier::Tier;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Key and value of every tier that a plan alone decides, in the policy's order; envy where R21 is a tier, last of all the
/// draw where a seed was published. The leader tiers come with the table of leader posts.
pub fn values(case: &Case, plan: &Plan, envious: usize) -> Vec<(&'static str, i64)> {
    let envy = case.policy.envy_is_a_tier();
    let named = case
        .policy
        .tiers
        .order
        .iter()
        .filter_map(|key| Tier::parse(key));
    let mut known: Vec<Tier> = named.filter(|t| *t != Tier::Envy || envy).collect();
    if envy && !known.contains(&Tier::Envy) {
        known.push(Tier::Envy);
    }
    known.extend([Tier::Draw, Tier::DrawAgain]);
    if let Some(kept) = &case.kept {
        kept.insert(&mut known);
    }
    if case.question.as_ref().is_some_and(|q| !q.unlike.is_empty()) {
        known.push(Tier::Alike);
    }
    known
        .into_iter()
        .filter_map(|tier| Some((tier.key(), value(case, plan, envious, tier)?)))
        .collect()
}

fn value(case: &Case, plan: &Plan, envious: usize, tier: Tier) -> Option<i64> {
    let sum = |of: fn(&Case, &Assignment) -> i64| plan.rows.iter().map(|row| of(case, row)).sum();
    let led = case.county.leader_posts.is_some();
    Some(match tier {
        Tier::OverStaffing => rules::r03_staffing::reading::quota(case, plan).tier(),
        Tier::Uncovered => rules::r02_posts::reading::tier(case, plan),
        Tier::Unplaced => sum(unplaced),
        Tier::Rotation => rules::r08_rotation::reading::tier(case, plan),
        Tier::Balance => rules::r12_balance::reading::tier(case, plan),
        Tier::Titles => rules::r11_titles::reading::tier(case, plan),
        Tier::Merit => sum(merit),
        Tier::Wishes => sum(wishes),
        Tier::Moves => sum(moves),
        Tier::Changes => sum(changes),
        Tier::Distance => sum(distance) + rules::r23_shared::reading::tier(case, plan),
        Tier::Envy => envious as i64,
        Tier::Kept => sum(changed_from_kept),
        Tier::Alike => alike(case, plan),
        Tier::Draw => draw::sums(case, plan)?[0],
        Tier::DrawAgain => draw::sums(case, plan)?[1],
        Tier::LeaderUnfilled if led => rules::r17_leader_selection::reading::unfilled(case, plan),
        Tier::LeaderMatch if led => rules::r18_leader_match::reading::tier(case, plan),
        Tier::LeaderScore if led => rules::r17_leader_selection::reading::lost_points(case, plan),
        Tier::LeaderUnfilled | Tier::LeaderMatch | Tier::LeaderScore => return None,
    })
}

/// The outcome differs from that of the plan to be kept.
fn changed_from_kept(case: &Case, row: &Assignment) -> i64 {
    let planned = row.outcome != Outcome::Barred;
    let Some(kept) = case.kept.as_ref().filter(|_| planned) else {
        return 0;
    };
    let same = |old: &Assignment| {
        let way = kept.place_only.contains(&row.teacher) || old.outcome == row.outcome;
        way && old.station == row.station
    };
    i64::from(kept.plan.of(row.teacher).is_some_and(|old| !same(old)))
}

/// The outcomes that the most similar of the plans to be unlike has too.
fn alike(case: &Case, plan: &Plan) -> i64 {
    let shared = |other: &Plan| {
        let rows = plan.rows.iter();
        let planned = rows.filter(|row| row.outcome != Outcome::Barred);
        let same = |row: &&Assignment| {
            let old = other.of(row.teacher);
            old.is_some_and(|old| old.outcome == row.outcome && old.station == row.station)
        };
        planned.filter(same).count() as i64
    };
    let others = case.question.iter().flat_map(|q| &q.unlike);
    others.map(shared).max().unwrap_or(0)
}

/// T3
fn unplaced(case: &Case, row: &Assignment) -> i64 {
    let weights = &case.policy.tiers.weights;
    match row.outcome {
        Outcome::Pool => i64::from(weights.pool),
        Outcome::Retained => i64::from(weights.retained),
        _ => 0,
    }
}

/// T7
fn merit(case: &Case, row: &Assignment) -> i64 {
    match row.outcome {
        Outcome::Pool | Outcome::Retained => exact::round_half_up(score(case, row)),
        _ => 0,
    }
}

/// The score that counts: the given one, else the policy's.
pub fn score(case: &Case, row: &Assignment) -> Decimal {
    let given = case.county.teacher(row.teacher).score;
    given.unwrap_or(case.policy.tiers.weights.default_score)
}

/// T8
fn wishes(case: &Case, row: &Assignment) -> i64 {
    let planned = matches!(
        case.standing.class_of(row.teacher),
        Class::Fixed | Class::Free | Class::Pooled
    );
    if !planned
        || !(row.outcome.is_seat() || matches!(row.outcome, Outcome::Retained | Outcome::Pool))
    {
        return 0;
    }
    let t = case.county.teacher(row.teacher);
    let weights = &case.policy.tiers.weights;
    if t.wishes.is_empty() {
        return match row.moved_to(case) {
            Some(_) => i64::from(weights.move_unasked),
            None => 0,
        };
    }
    if let Some(rank) = wish(case, row) {
        return i64::from(rank) - 1;
    }
    let own = |school| {
        t.school
            .is_some_and(|own| case.county.same_unit(own, school))
    };
    match row.station {
        Some(station) if own(station.school) => i64::from(weights.wish_own_school),
        Some(_) => i64::from(weights.wish_elsewhere),
        None => i64::from(weights.wish_pool),
    }
}

/// The best rank of the wishes that a row's seat fits.
pub fn wish(case: &Case, row: &Assignment) -> Option<u32> {
    let seat = row.seat()?;
    let wishes = case.county.teacher(row.teacher).wishes.iter();
    let fits = wishes.filter(|w| {
        w.school == seat.school && (w.subject.is_none() || w.subject == Some(seat.subject))
    });
    fits.map(|w| w.rank).min()
}

/// T9
fn moves(case: &Case, row: &Assignment) -> i64 {
    let wishes = &case.county.teacher(row.teacher).wishes;
    let unasked = |seat: Seat| wishes.iter().all(|w| w.school != seat.school);
    i64::from(row.moved_to(case).is_some_and(unasked))
}

/// T10
fn changes(case: &Case, row: &Assignment) -> i64 {
    let has_school = case.county.teacher(row.teacher).school.is_some();
    let changed = |seat: Seat| {
        has_school
            && !seat::is_move(case, row.teacher, seat.school)
            && Seat::current(case, row.teacher) != Some(seat)
    };
    i64::from(row.seat().is_some_and(changed))
}

/// T11: tenths of a kilometre, rounded down.
fn distance(case: &Case, row: &Assignment) -> i64 {
    let Some(seat) = row.seat() else { return 0 };
    let stays = case.county.teacher(row.teacher).school.is_some()
        && !seat::is_move(case, row.teacher, seat.school);
    if stays {
        return 0;
    }
    let km = case.county.km_from_home(row.teacher, seat.school);
    (10.0 * km).floor().to_i64().unwrap_or(0)
}
