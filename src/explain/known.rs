//! What is known of the plan in question: its tier values by the audit, and the bounds proven when it was made.

use crate::audit;
use crate::case::Case;
use crate::plan::Plan;
use crate::plan::result::TierResult;
use crate::terms::tier::Tier;

/// One tier of the plan in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub tier: Tier,
    pub value: i64,
    /// No plan that reaches the values before can be below; none where nothing is proven.
    pub bound: Option<i64>,
}

/// The tiers of a plan in the policy's order. A recorded bound counts as long as the plan still has the recorded values
/// of all tiers before: bounds are those of plans that reach them. Nor does one that comes behind a plan kept count where that
/// plan is not at hand.
pub fn known(case: &Case, plan: &Plan, recorded: &[TierResult]) -> Vec<Known> {
    let kept = recorded.iter().position(|t| t.key == Tier::Kept.key());
    let kept = kept.filter(|_| case.kept.is_none());
    let recorded = &recorded[..kept.unwrap_or(recorded.len())];
    let mut holds = true;
    let mut all = Vec::new();
    for (key, value) in audit::audit(case, plan).tiers {
        let Some(tier) = Tier::parse(key) else {
            continue;
        };
        let found = recorded.iter().find(|t| t.key == key).filter(|_| holds);
        all.push(Known {
            tier,
            value,
            bound: found.map(|t| t.bound),
        });
        holds &= found.is_some_and(|t| t.bound == value);
    }
    all
}
