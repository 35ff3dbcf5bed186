//! The classes of SPEC §4, decided once more and compared with those that the plan was made from.

use crate::case::Case;
use crate::county::{Ethics, Role, Status, TeacherIx};
use crate::plan::words::{self, say};
use crate::plan::{Class, seat};
use crate::rules::{r06_exemption, r07_minimum_service, r16_leader_terms, r22_pins};
use crate::terms::finding::Findings;
use crate::text::Text;

/// The first of out, barred, leader, fixed, free, pooled that matches. A leader whose post ends is free (§4a).
pub fn class(case: &Case, teacher: TeacherIx) -> Class {
    let t = case.county.teacher(teacher);
    let retires = r06_exemption::reading::retirement(case, teacher);
    if matches!(t.status, Status::Retired | Status::Left)
        || retires.is_some_and(|month| month <= case.policy.as_of())
    {
        Class::Out
    } else if case.policy.rules.ethics.on() && t.ethics == Ethics::Fail {
        Class::Barred
    } else if t.school.is_none() {
        Class::Pooled
    } else if seat::from_closing(case, teacher)
        || r16_leader_terms::reading::ends(case, teacher).is_some()
    {
        Class::Free
    } else if matches!(t.role, Role::Principal | Role::Secretary) {
        Class::Leader
    } else if r06_exemption::reading::reason(case, teacher).is_some()
        || r07_minimum_service::reading::reason(case, teacher).is_some()
        || r22_pins::reading::fixes(case, teacher)
    {
        Class::Fixed
    } else {
        Class::Free
    }
}

/// Every teacher whose class was decided differently for the plan.
pub fn read(case: &Case, out: &mut Findings) {
    for t in case.county.teacher_ixs() {
        let (mine, theirs) = (class(case, t), case.standing.class_of(t));
        if mine != theirs {
            let text = say!(
                "{p}的类别应为“{mine}”，编制方案时认定为“{theirs}”",
                "{p} is of class {mine}, but was taken for {theirs}",
                p = words::person(case, t),
                mine = Text::new(mine.zh(), mine.key()),
                theirs = Text::new(theirs.zh(), theirs.key())
            );
            out.broken("R01", vec![t], Vec::new(), text);
        }
    }
}
