//! Brute force: the least vector of tier values of a tiny county, by trying every plan.
//!
//! Written from SPEC.md §4–§5 alone. It uses the typed tables and the policy, and nothing that decides anything:
//! classes, fits, counts and values are all worked out here once more, in the plainest way that could be right.
//! A disagreement with the solver means that one of the two misreads the specification.
//!
//! Readings taken where the text leaves room (each is marked `Reading` where it is used):
//! 1. A person without a current school is never fixed: there is no cell to hold.
//! 2. Without birth or sex there is no retirement month; without `since` the full years at the school are 0.
//! 3. R08: the bracket "closing schools left out" speaks of the shortfall r_s only; a due teacher of a closing school who
//!    moves is a due mover in the county's backbone share.
//! 4. R15: a colleague from another campus of the same legal unit is not present staff of the new school.
//! 5. R22 binds fixed, free and pooled teachers (whom R01 gives an outcome); out, barred and leaders have no choice to pin.
//! 6. A tier whose rule is off is worth 0; with R03 off nobody counts as over.
//! 7. R13 reads the role in the teachers table, so that a principal of a closing school still holds his.
//! 14. R03: a standing loan that is not yet due is the first part of `lent`: it takes its place in the pool and under the
//!     school's limit, and is not taken back. An overdue one is not lent any more.

mod classes;
pub mod fates;
pub mod folder;
pub mod leaders;
pub mod mip;
pub mod reading;
pub mod rules;
pub mod search;
pub mod tiers;
pub mod world;

mod by_hand;
mod density;

pub use world::World;

use jiaopin::county::{County, TeacherIx};
use jiaopin::plan::Seat;
use jiaopin::policy::Policy;

/// The tier keys, in the order of [`tiers::Values`]: L1–L3, then T1–T11.
pub const KEYS: [&str; 14] = [
    "leader_unfilled",
    "leader_match",
    "leader_score",
    "over_staffing",
    "uncovered",
    "unplaced",
    "rotation",
    "balance",
    "titles",
    "merit",
    "wishes",
    "moves",
    "changes",
    "distance",
];

/// The least tier values in the policy's order, each with its key; none when no plan keeps every hard rule.
pub fn optimum(county: &County, policy: &Policy) -> Option<Vec<(String, i64)>> {
    let found = leaders::best(county, policy, search::better_than)?;
    Some(tiers::in_order(policy, &found.values))
}

/// The same where one person sits in a cell of this school, stage and subject.
pub fn supposed(
    county: &County,
    policy: &Policy,
    teacher: TeacherIx,
    seat: Seat,
) -> Option<Vec<(String, i64)>> {
    let there = |w: &World, known| {
        let mut w = w.clone();
        let same = |c: &world::Seats| {
            (c.school, c.stage, c.subject) == (seat.school.ix(), seat.stage, seat.subject)
        };
        w.supposed = Some((teacher.ix(), w.cells.iter().position(same)?));
        search::better_than(&w, known)
    };
    let found = leaders::best(county, policy, there)?;
    Some(tiers::in_order(policy, &found.values))
}
