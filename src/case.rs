//! A case: everything that is known before a plan is made, resolved once and read-only from then on.

use crate::county::County;
use crate::demand::Demand;
use crate::policy::Policy;
use crate::standing::Standing;
use crate::tables::fault::Faults;

#[derive(Debug, Clone)]
pub struct Case {
    pub county: County,
    pub policy: Policy,
    pub demand: Demand,
    pub standing: Standing,
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
