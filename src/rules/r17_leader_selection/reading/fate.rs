//! What becomes of a candidate by a finished plan.

use super::{appointments, bound, stop};
use crate::case::Case;
use crate::county::{Candidate, SchoolIx};
use crate::plan::Plan;
use crate::rules::r16_leader_terms::reading::ends;

/// What became of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Appointed to a post of this role at the school.
    Appointed(SchoolIx),
    /// Leads by the plan, but in another role than this candidacy's.
    Elsewhere(SchoolIx),
    /// Stopped at a gate, or not free to go: said by the caller.
    Stopped,
    /// Passed everything, and every post went to somebody else.
    NotNeeded,
}

pub fn fate(case: &Case, plan: &Plan, c: &Candidate) -> Fate {
    let posts = case.county.leader_posts.as_deref().unwrap_or_default();
    let mut made = appointments(case, plan).into_iter();
    if let Some(a) = made.find(|a| a.teacher == c.teacher && !a.posts.is_empty()) {
        let as_candidate = a.posts.iter().any(|i| posts[*i].role == c.role);
        return match as_candidate && ends(case, c.teacher).is_none() {
            true => Fate::Appointed(a.school),
            false => Fate::Elsewhere(a.school),
        };
    }
    match stop(case, c).is_some() || bound(case, c.teacher).is_some() {
        true => Fate::Stopped,
        false => Fate::NotNeeded,
    }
}
