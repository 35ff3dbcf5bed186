//! A case: everything that is known before a plan is made, resolved once and read-only from then on.

use crate::county::{County, SchoolIx, TeacherIx};
use crate::demand::{CellIx, Demand};
use crate::plan::{Outcome, Plan, Station};
use crate::policy::Policy;
use crate::standing::Standing;
use crate::tables::fault::Faults;
use crate::terms::tier::Tier;
use std::collections::BTreeSet;
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
    /// Where one person is supposed to be.
    pub supposed: Option<Supposed>,
}

/// What an alternative supposes of one person: a seat of this cell, or this school in whatever way. Unlike a pin it only
/// takes outcomes away: it changes nobody's class, so that no rule reads another county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supposed {
    pub teacher: TeacherIx,
    pub school: SchoolIx,
    pub cell: Option<CellIx>,
}

/// A plan to be kept (`solve --keep`): the number of outcomes that differ from it is a tier of its own.
#[derive(Debug, Clone)]
pub struct Kept {
    pub plan: Plan,
    /// Of whom a hand-made plan tells the place alone: in which way they stand there is open.
    pub place_only: BTreeSet<TeacherIx>,
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
        let told = !self.place_only.contains(&teacher);
        row.is_some_and(|row| row.station != at || told && row.outcome != outcome)
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
            supposed: None,
        }
    }

    /// Whether what is supposed of a person, if anything, leaves him a seat of this cell.
    pub fn supposes_seat(&self, teacher: TeacherIx, cell: CellIx) -> bool {
        self.of_supposed(teacher).is_none_or(|s| match s.cell {
            Some(only) => only == cell,
            None => self.demand.cell(cell).school == s.school,
        })
    }

    /// The same of standing somewhere without a seat.
    pub fn supposes_standing(&self, teacher: TeacherIx, station: Option<Station>) -> bool {
        self.of_supposed(teacher)
            .is_none_or(|s| s.cell.is_none() && station.is_some_and(|at| at.school == s.school))
    }

    fn of_supposed(&self, teacher: TeacherIx) -> Option<Supposed> {
        self.supposed.filter(|s| s.teacher == teacher)
    }

    /// `school_id/学段/学科`: how a cell is named in rows, messages and options.
    pub fn cell_name(&self, cell: CellIx) -> String {
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
