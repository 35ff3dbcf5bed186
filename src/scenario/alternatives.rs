//! Plans that are equally good down to a tier and as different as possible in who goes where: each new one shares as few
//! outcomes as can be with the one most like it.

use super::beside::{Base, Found, Solver};
use crate::case::Question;
use crate::plan::{Outcome, Plan};
use crate::solve;
use crate::terms::tier::Tier;
use anyhow::Result;

/// The plans found, and whether there is none but these.
#[derive(Debug, Clone, Default)]
pub struct Alternatives {
    /// Without the plan they stand beside.
    pub plans: Vec<Found>,
    /// Proven: every plan that is as good is one of these.
    pub all: bool,
}

/// Finds plans until there are `count` with the one at hand, or no more.
///
/// # Errors
/// Our own fault.
pub fn find(base: Base, count: usize, down_to: Tier, solver: &mut Solver) -> Result<Alternatives> {
    let order = solve::order(base.case);
    let place = order.iter().position(|t| *t == down_to);
    let behind = place.map_or(order.len(), |at| at + 1);
    let kept = base.before(behind);
    let mut found = Alternatives::default();
    while found.plans.len() + 1 < count {
        let mut unlike = vec![base.plan.clone()];
        unlike.extend(found.plans.iter().map(|p| p.plan.clone()));
        let rest = order[behind..].iter().copied();
        let question = Question {
            order: std::iter::once(Tier::Alike).chain(rest).collect(),
            caps: Vec::new(),
            unlike,
        };
        let start = Some(base.plan.clone());
        let Some(next) = base.ask(&kept, question, &[Tier::Alike], start, solver)? else {
            break;
        };
        if next.value(Tier::Alike) >= planned(&next.plan) {
            // No better than one of those before: there is no other, or none was found in time.
            found.all = next.proven(Tier::Alike);
            break;
        }
        found.plans.push(next);
    }
    Ok(found)
}

/// How many persons of a plan have an outcome that could be another.
pub fn planned(plan: &Plan) -> i64 {
    let rows = plan.rows.iter();
    rows.filter(|r| r.outcome != Outcome::Barred).count() as i64
}
