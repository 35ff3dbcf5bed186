//! From a case to a proven plan: the tier loop over the model, by whichever method fits the size.

mod ahead;
mod around;
pub mod backend;
mod chain;
pub mod conflict;
mod descent;
mod direct;
mod dual;
mod face;
mod feasible;
mod first;
mod lex;
#[cfg(test)]
mod made;
pub mod options;
mod outside;
mod persons;
mod pool;
pub(crate) mod reading;
mod start;
mod steps;
mod sweep;
mod takes;
mod tiers;
mod unfold;

pub use around::{around, improve};
pub use options::{Many, Method, Options, Progress};
pub use pool::{bounds, relaxed};
pub use sweep::sweep;
pub use tiers::order;

use crate::case::Case;
use crate::model::arcs::Arcs;
use crate::plan::Plan;
use crate::plan::result::{Solved, Status};
use crate::text::Text;
use anyhow::Result;
use start::Start;

/// What a solve brings. Without plan, `reasons` says why there is none.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub plan: Option<Plan>,
    pub solved: Solved,
    pub reasons: Vec<Text>,
}

/// Up to this many person × seat pairs the direct model is solved; above it, the model factored through the pool, which was
/// up to ten times as fast from 300 persons on.
const DIRECT_ARCS: usize = 1_000;
/// Above this many, what asks who sits where is first looked for from the plan at hand.
const SWEPT_ARCS: usize = 100_000;

/// Makes the plan. An error is our own fault; a county without any plan is an [`Outcome`].
pub fn solve(case: &Case, options: &mut Options) -> Result<Outcome> {
    let arcs = Arcs::new(case);
    // A limit on a tier that asks who sits where says nothing on the model that does not know it.
    let caps = case.question.iter().flat_map(|q| &q.caps);
    let personal = caps.into_iter().any(|(t, _)| persons::is_personal(*t));
    let unlike = case.question.iter().any(|q| !q.unlike.is_empty());
    if (personal || unlike)
        && arcs.len() > SWEPT_ARCS
        && let Some(outcome) = swept(case, &arcs, options)?
    {
        return Ok(outcome);
    }
    let mut outcome = match options.method {
        _ if personal => direct::solve(case, &arcs, options)?,
        Method::Auto if arcs.len() <= DIRECT_ARCS => direct::solve(case, &arcs, options)?,
        Method::Direct | Method::Whole | Method::Outside(_) => direct::solve(case, &arcs, options)?,
        Method::Pool | Method::Auto => pool::solve(case, &arcs, options)?,
    };
    if outcome.plan.is_none() && !outcome.is_infeasible() && options.start.is_none() {
        // Stopped before there was any plan: whoever stopped it still leaves with one.
        options.start = first::plan(case, &arcs, options)?;
    }
    if outcome.plan.is_none()
        && !outcome.is_infeasible()
        && let Some(start) = Start::new(case, &arcs, options)?
    {
        let (plan, solved) = start.fallback(case, &outcome.solved.method, options);
        outcome.plan = Some(plan);
        outcome.solved = solved;
    }
    if outcome.is_infeasible() {
        outcome.reasons = conflict::reasons(case, options)?;
    }
    Ok(outcome)
}

/// A better plan from the start, where there is one that keeps the limits asked for.
fn swept(case: &Case, arcs: &Arcs, options: &mut Options) -> Result<Option<Outcome>> {
    let Some(plan) = options.start.clone() else {
        return Ok(None);
    };
    if Start::new(case, arcs, options)?.is_none() {
        return Ok(None);
    }
    options.start = Some(sweep(case, arcs, &plan, options)?);
    let best = Start::new(case, arcs, options)?;
    Ok(best.map(|best| {
        let (plan, solved) = best.fallback(case, "sweep", options);
        Outcome {
            plan: Some(plan),
            solved,
            reasons: Vec::new(),
        }
    }))
}

/// Why there is no plan: the pins that cannot hold.
pub fn reasons(case: &Case, options: &mut Options) -> Result<Vec<Text>> {
    conflict::reasons(case, options)
}

/// Whether there is any plan; none: not known in time.
pub fn feasible(case: &Case, options: &mut Options) -> Result<Option<bool>> {
    let found = feasible::feasible(case, options)?;
    Ok((found || !options.stopped()).then_some(found))
}

impl Outcome {
    pub fn is_infeasible(&self) -> bool {
        self.solved.status == Status::Infeasible
    }
}
