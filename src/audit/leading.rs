//! The case as a plan leaves it: a leader whose post ends is free staff of his school, unless the plan appoints him to
//! another post; then he counts as a leader there as before (SPEC §4a). Everything that reads a finished plan reads it
//! with this case.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::{Class, Outcome, Plan};
use crate::rules::r16_leader_terms::reading::ends;
use std::borrow::Cow;

/// The case with the classes and counts that hold under a plan.
pub fn under<'a>(case: &'a Case, plan: &Plan) -> Cow<'a, Case> {
    let again = |t: &TeacherIx| {
        let school = case.county.teacher(*t).school;
        let open = school.is_some_and(|s| !case.county.school(s).closing);
        open && case.standing.class_of(*t) == Class::Free && ends(case, *t).is_some()
    };
    let lead = plan.rows.iter().filter(|r| r.outcome == Outcome::Lead);
    let appointed: Vec<TeacherIx> = lead.map(|r| r.teacher).filter(again).collect();
    if appointed.is_empty() {
        return Cow::Borrowed(case);
    }
    let standing =
        case.standing
            .clone()
            .leading_on(&case.county, &case.policy, &case.demand, &appointed);
    Cow::Owned(Case {
        standing,
        ..case.clone()
    })
}
