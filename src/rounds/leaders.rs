//! Before the first round the leader posts are filled (SPEC §4a): the model of everything, asked for L1–L3 alone. Who is
//! appointed gives up his seat, and the rounds begin with the posts as they are then.

use super::assignment::{self, Cost};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::model::draw;
use crate::plan::{Outcome as Fate, Plan};
use crate::rules::{Mode, r13_avoidance, r14_couples, r17_leader_selection, r18_leader_match};
use crate::solve::{self, Options, Outcome};
use crate::standing::{Earlier, Settled, SlotIx};
use crate::tables::fault::Faults;
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::BTreeMap;

/// Who is appointed to which vacant posts.
pub type Appointed = BTreeMap<TeacherIx, SlotIx>;

/// The appointments; or, where there is no plan at all, the outcome that says why.
///
/// Moves that competitions have settled and the office feeds back as pins may empty what R10 guards: where no plan is found
/// for them, R10 is left to the adjustment, which knows what the rounds have brought.
pub fn choose(
    case: &Case,
    options: &mut Options,
) -> Result<std::result::Result<Appointed, Outcome>> {
    if case.standing.lead.slots.is_empty() {
        return Ok(Ok(Appointed::new()));
    }
    let mut only = leading(case);
    let seed = case.policy.tiers.draw.as_deref().unwrap_or("");
    let start = options.start.take();
    let mut found = best(&only, seed, options)?;
    if found.is_err() {
        only.policy.rules.rural_floor.mode = Mode::Off;
        found = best(&only, seed, options)?;
    }
    options.start = start;
    Ok(found)
}

/// Those whom the leader tiers alone ask for, ties broken by the draw: so that they are the same again when results of
/// rounds are fed back as pins. Only where no plan goes with them does the model choose.
fn best(
    case: &Case,
    seed: &str,
    options: &mut Options,
) -> Result<std::result::Result<Appointed, Outcome>> {
    let wanted = wanted(case, seed);
    let mut drawn = case.clone();
    for (i, chances) in drawn.standing.lead.chances.iter_mut().enumerate() {
        let slot = wanted.get(&TeacherIx(i as u32));
        chances.retain(|chance| slot == Some(chance));
    }
    let outcome = solve::solve(&drawn, options)?;
    let follows = |plan: &Plan| appointed(&drawn, plan) == wanted;
    if outcome.plan.as_ref().is_some_and(follows) {
        return Ok(Ok(wanted));
    }
    let outcome = solve::solve(case, options)?;
    Ok(match &outcome.plan {
        Some(plan) => Ok(appointed(case, plan)),
        None => Err(outcome),
    })
}

const LEADING: [Tier; 3] = [Tier::LeaderUnfilled, Tier::LeaderMatch, Tier::LeaderScore];

/// The case that asks for the leader tiers alone. An appointment is no move in R09; what fed back results exceed of it must
/// not bring anybody back to a school to raise its limit.
fn leading(case: &Case) -> Case {
    let mut policy = case.policy.clone();
    let asked = |key: &String| LEADING.iter().any(|t| t.key() == key);
    policy.tiers.order.retain(asked);
    policy.tiers.draw = None;
    policy.rules.merit.mode = Mode::Report;
    policy.rules.outflow.mode = Mode::Off;
    Case::new(case.county.clone(), policy, &mut Faults::default())
}

/// What the leader tiers ask for when nothing else stands against it but what concerns the leaders themselves: one person
/// and one post, and two appointments of one family. Without a published seed the draw is made with an empty one, as in the
/// rounds.
fn wanted(case: &Case, seed: &str) -> Appointed {
    let lead = &case.standing.lead;
    let mut drawn = case.clone();
    drawn.policy.tiers.draw = Some(seed.to_owned());
    let arcs = |t: TeacherIx| {
        let may = |slot: &&SlotIx| {
            let school = lead.slot(**slot).school;
            !r13_avoidance::keeps_from_leading(case, t, **slot)
                && !r14_couples::too_far(case, t, school)
        };
        let slots = lead.chances_of(t).iter().filter(may);
        slots
            .map(|slot| (slot.ix(), cost(&drawn, t, *slot)))
            .collect()
    };
    apart(case, case.county.teacher_ixs().map(arcs).collect()).1
}

/// What a person may have, with its cost: one list a teacher.
type Arcs = Vec<Vec<(usize, Cost)>>;

/// The cheapest appointments among these of which no two of one family stand against each other: where two do, one of them
/// gives way, whichever is cheaper.
fn apart(case: &Case, arcs: Arcs) -> (Cost, Appointed) {
    let lead = &case.standing.lead;
    let holders = assignment::cheapest(&arcs, lead.slots.len());
    let filled = lead.slot_ixs().zip(holders);
    let found: Appointed = filled
        .filter_map(|(slot, holder)| Some((TeacherIx(holder? as u32), slot)))
        .collect();
    let Some(clash) = clash(case, &found) else {
        let prices = found
            .iter()
            .map(|(t, slot)| assignment::price(&arcs, t.ix(), slot.ix()));
        return (prices.fold(Cost::default(), |sum, one| sum + one), found);
    };
    let without = |(t, slots): &(TeacherIx, Vec<SlotIx>)| {
        let mut fewer = arcs.clone();
        fewer[t.ix()].retain(|(place, _)| !slots.iter().any(|slot| slot.ix() == *place));
        apart(case, fewer)
    };
    let [first, second] = clash.each_ref().map(without);
    if second.0 < first.0 { second } else { first }
}

/// Two appointments that cannot stand together, each with what its holder would have to forgo: relatives at the head of one
/// unit (R13), spouses who both go elsewhere (R14).
fn clash(case: &Case, found: &Appointed) -> Option<[(TeacherIx, Vec<SlotIx>); 2]> {
    let lead = &case.standing.lead;
    let away = |t: TeacherIx, slot: SlotIx| r14_couples::leaves(case, t, lead.slot(slot).school);
    let all_away = |t: TeacherIx| -> Vec<SlotIx> {
        let slots = lead.chances_of(t).iter().copied();
        slots.filter(|slot| away(t, *slot)).collect()
    };
    for (a, slot) in found {
        let after = (std::ops::Bound::Excluded(*a), std::ops::Bound::Unbounded);
        for (b, other) in found.range(after) {
            if r13_avoidance::lead_together(case, (*a, *slot), (*b, *other)) {
                return Some([(*a, vec![*slot]), (*b, vec![*other])]);
            }
            let couple = case.standing.spouses[a.ix()].contains(b);
            let both = couple && r14_couples::binds(case, *a, *b);
            if both && away(*a, *slot) && away(*b, *other) {
                return Some([(*a, all_away(*a)), (*b, all_away(*b))]);
            }
        }
    }
    None
}

/// What an appointment adds to the leader tiers, in the policy's order, against nobody at all: a filled post takes one off
/// L1, and who is due and appointed does not return to teaching. Then the draw.
fn cost(case: &Case, teacher: TeacherIx, slot: SlotIx) -> Cost {
    let posts = &case.standing.lead.slot(slot).posts;
    let misfit = |post: &usize| r18_leader_match::misfit(case, *post, teacher);
    let back = match case.standing.lead.is_due(teacher) {
        true => r18_leader_match::return_weight(&case.policy),
        false => 0,
    };
    let value = |tier: Tier| match tier {
        Tier::LeaderUnfilled => -(posts.len() as i64),
        Tier::LeaderMatch => posts.iter().map(misfit).sum::<i64>() - back,
        _ => r17_leader_selection::lost_points(case, teacher, slot),
    };
    let order = case
        .policy
        .tiers
        .order
        .iter()
        .filter_map(|key| Tier::parse(key));
    let mut figures = [0; 5];
    for (figure, tier) in figures.iter_mut().zip(order) {
        *figure = value(tier);
    }
    if let Some([first, second]) = draw::post_numbers(case, teacher, slot) {
        (figures[3], figures[4]) = (first, second);
    }
    Cost(figures)
}

fn appointed(case: &Case, plan: &Plan) -> Appointed {
    let posts = case.county.leader_posts.as_deref().unwrap_or_default();
    let lead = &case.standing.lead;
    let rows = plan.rows.iter().filter(|r| r.outcome == Fate::Lead);
    let found = rows.filter_map(|row| {
        let school = row.station?.school;
        let gives = |slot: &&SlotIx| {
            let slot = lead.slot(**slot);
            let first = slot.posts.first();
            slot.school == school && first.is_some_and(|i| posts[*i].role == row.role)
        };
        let slot = lead.chances_of(row.teacher).iter().find(gives)?;
        Some((row.teacher, *slot))
    });
    found.collect()
}

/// The case as the appointments leave it: who is due and appointed again counts as a leader as before, and no further
/// appointment is made.
pub fn settle(case: &Case, appointed: &Appointed) -> Case {
    let swings = |t: &&TeacherIx| case.standing.swings(&case.county, **t);
    let again: Vec<TeacherIx> = appointed.keys().filter(swings).copied().collect();
    let standing = case.standing.clone();
    let mut standing = standing.leading_on(&case.county, &case.policy, &case.demand, &again);
    for (i, chances) in standing.lead.chances.iter_mut().enumerate() {
        let slot = appointed.get(&TeacherIx(i as u32));
        chances.retain(|c| slot == Some(c));
    }
    let n = case.county.teachers.len();
    let mut earlier = Earlier {
        settled: vec![None; n],
        held: vec![None; n],
    };
    for (t, slot) in appointed {
        earlier.settled[t.ix()] = Some(Settled::Appoint(*slot));
    }
    standing.earlier = Some(earlier);
    Case {
        standing,
        ..case.clone()
    }
}
