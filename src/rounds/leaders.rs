//! Before the first round the leader posts are filled (SPEC §4a): the model of everything, asked for L1–L3 alone. Who is
//! appointed gives up his seat, and the rounds begin with the posts as they are then.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::{Outcome as Fate, Plan};
use crate::rules::Mode;
use crate::solve::{self, Options, Outcome};
use crate::standing::{Earlier, Settled, SlotIx};
use crate::tables::fault::Faults;
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::BTreeMap;

/// Who is appointed to which vacant posts.
pub type Appointed = BTreeMap<TeacherIx, SlotIx>;

/// The appointments; or, where there is no plan at all, the outcome that says why.
pub fn choose(
    case: &Case,
    options: &mut Options,
) -> Result<std::result::Result<Appointed, Outcome>> {
    if case.standing.lead.slots.is_empty() {
        return Ok(Ok(Appointed::new()));
    }
    let leading = [Tier::LeaderUnfilled, Tier::LeaderMatch, Tier::LeaderScore];
    let mut policy = case.policy.clone();
    policy
        .tiers
        .order
        .retain(|key| leading.iter().any(|t| t.key() == key));
    policy.tiers.draw = None;
    policy.rules.merit.mode = Mode::Report;
    let only = Case::new(case.county.clone(), policy, &mut Faults::default());
    let start = options.start.take();
    let outcome = solve::solve(&only, options);
    options.start = start;
    let outcome = outcome?;
    Ok(match &outcome.plan {
        Some(plan) => Ok(appointed(&only, plan)),
        None => Err(outcome),
    })
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
