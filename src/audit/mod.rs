//! Reads a finished plan against SPEC §4–§6: every rule afresh, all tier values, justified envy. Works on persons and
//! schools only and knows nothing of how the plan came about, so that it can judge the solver and the hand alike.

mod classes;
mod draw;
mod envy;
mod fits;
mod leading;
mod rounds;
mod tiers;

pub use classes::class;
pub use envy::Envy;
pub use fits::{fits, fixed_by};
pub use leading::under;
pub use tiers::score;

use crate::case::Case;
use crate::plan::Plan;
use crate::rules;
use crate::rules::r13_avoidance::reading::Conflict;
use crate::rules::r26_in_house_first::reading::Passed;
use crate::terms::finding::Findings;

/// What there is to say of a plan.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// Broken hard rules, and what is only reported; in the order of the rules.
    pub findings: Findings,
    /// Key and value of each tier, in the policy's order.
    pub tiers: Vec<(&'static str, i64)>,
    /// Per school: quota lent, used so that as few persons as possible are over (R03).
    pub lent: Vec<u32>,
    /// Pairs with justified envy (R21).
    pub envy: Vec<Envy>,
    /// Cells that others enter while own holders are left without a seat (R26).
    pub in_house_first: Vec<Passed>,
    /// Relatives who met in one unit before the plan and still do (R13).
    pub standing_conflicts: Vec<Conflict>,
}

impl Audit {
    /// Whether a hard rule is broken.
    pub fn broken(&self) -> bool {
        self.findings.any_broken()
    }

    pub fn tier(&self, key: &str) -> Option<i64> {
        let found = self.tiers.iter().find(|(k, _)| *k == key);
        found.map(|(_, value)| *value)
    }
}

type Reading = fn(&Case, &Plan, &mut Findings);

/// The reading of each rule, in the order of the catalogue. R21 reads the pairs of [`Envy`].
const READINGS: [Reading; 26] = [
    rules::r01_one_outcome::read,
    rules::r02_posts::read,
    rules::r03_staffing::read,
    rules::r04_certificate::read,
    rules::r05_ethics::read,
    rules::r06_exemption::read,
    rules::r07_minimum_service::read,
    rules::r08_rotation::read,
    rules::r09_outflow::read,
    rules::r10_rural_floor::read,
    rules::r11_titles::read,
    rules::r12_balance::read,
    rules::r13_avoidance::read,
    rules::r14_couples::read,
    rules::r15_new_school::read,
    rules::r16_leader_terms::read,
    rules::r17_leader_selection::read,
    rules::r18_leader_match::read,
    rules::r19_distance::read,
    rules::r20_direction::read,
    envy::read,
    rules::r22_pins::read,
    rules::r23_shared::read,
    rules::r24_obey::read,
    rules::r25_direct_hire_first::read,
    rules::r26_in_house_first::read,
];

/// Judges a plan. A hand-made one may lack persons or have them twice: that is found, and the values count its rows.
pub fn audit(case: &Case, plan: &Plan) -> Audit {
    let mut findings = Findings::default();
    classes::read(case, &mut findings);
    let case = &*leading::under(case, plan);
    for read in READINGS {
        read(case, plan, &mut findings);
    }
    let envy = envy::envy(case, plan);
    let conflicts = rules::r13_avoidance::reading::conflicts(case, plan);
    Audit {
        findings,
        tiers: tiers::values(case, plan, envy.len()),
        lent: rules::r03_staffing::reading::quota(case, plan).lent,
        envy,
        in_house_first: rules::r26_in_house_first::reading::passed(case, plan),
        standing_conflicts: conflicts.into_iter().filter(|c| c.standing).collect(),
    }
}
