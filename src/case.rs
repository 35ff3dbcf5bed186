//! A case: everything that is known before a plan is made, resolved once and read-only from then on.

use crate::county::{County, TeacherIx};
use crate::demand::Demand;
use crate::plan::{Outcome, Plan, Station};
use crate::policy::Policy;
use crate::standing::Standing;
use crate::tables::fault::Faults;
use crate::terms::tier::Tier;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub struct Case {
    pub county: County,
    pub policy: Policy,
    pub demand: Demand,
    pub standing: Standing,
    /// A plan to be kept as far as possible, and where that counts among the tiers.
    pub kept: Option<Arc<Kept>>,
    /// What is asked beside the policy's tiers.
    pub question: Option<Arc<Question>>,
}

/// A plan to be kept (`solve --keep`): the number of outcomes that differ from it is a tier of its own.
#[derive(Debug, Clone)]
pub struct Kept {
    pub plan: Plan,
    /// The tier before which it counts; none: after all others.
    pub before: Option<Tier>,
}

/// What a solve is asked beside the policy: a point of a trade-off, or a plan unlike those before it.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The tiers to be optimised, first to last, in place of the policy's.
    pub order: Vec<Tier>,
    /// What the value of a tier may be at most.
    pub caps: Vec<(Tier, i64)>,
    /// Plans from which this one is to differ in as many outcomes as can be ([`Tier::Alike`]).
    pub unlike: Vec<Plan>,
}

impl Kept {
    /// Puts the tier where it counts.
    pub fn insert(&self, order: &mut Vec<Tier>) {
        let at = self
            .before
            .and_then(|tier| order.iter().position(|t| *t == tier));
        order.insert(at.unwrap_or(order.len()), Tier::Kept);
    }

    /// Whether an outcome differs from that of the plan; of whom it says nothing, nothing differs.
    pub fn differs(&self, teacher: TeacherIx, outcome: Outcome, at: Option<Station>) -> bool {
        let row = self.plan.of(teacher);
        row.is_some_and(|row| row.outcome != outcome || row.station != at)
    }
}

impl Case {
    /// Derives demand and standing. Faults that only show with the policy in hand (a `must` elsewhere on a fixed
    /// teacher, an unknown recruit type …) are added to `faults`.
    pub fn new(county: County, policy: Policy, faults: &mut Faults) -> Case {
        let demand = Demand::new(&county, &policy);
        crate::demand::check(&county, &policy, &demand, faults);
        let standing = Standing::new(&county, &policy, &demand, faults);
        Case {
            county,
            policy,
            demand,
            standing,
            kept: None,
            question: None,
        }
    }
}

impl Case {
    /// `school_id/学段/学科`: how a cell is named in rows, messages and options.
    pub fn cell_name(&self, cell: crate::demand::CellIx) -> String {
        let c = self.demand.cell(cell);
        let subject = self.county.subject(c.subject);
        format!(
            "{}/{}/{}",
            self.county.school(c.school).id,
            c.stage,
            subject
        )
    }
}
