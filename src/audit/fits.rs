//! Whether one person fits one seat: the hard rules that concern nobody else.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::plan::{Class, Seat};
use crate::rules;

type Hinders = fn(&Case, TeacherIx, Seat) -> bool;

const HINDERS: [(&str, Hinders); 7] = [
    ("R04", rules::r04_certificate::reading::hinders),
    ("R13", rules::r13_avoidance::reading::hinders),
    ("R14", rules::r14_couples::reading::hinders),
    ("R15", rules::r15_new_school::reading::hinders),
    ("R19", rules::r19_distance::reading::hinders),
    ("R20", rules::r20_direction::reading::hinders),
    ("R24", rules::r24_obey::reading::hinders),
];

/// Whether a teacher may sit in a cell, as far as the two alone decide it (the number of posts aside); else the rule
/// that forbids it. Out persons and leaders take no seat (R01).
pub fn fits(case: &Case, teacher: TeacherIx, cell: CellIx) -> Result<(), &'static str> {
    let seat = Seat::of(case.demand.cell(cell));
    let elsewhere = Seat::current(case, teacher) != Some(seat);
    match case.standing.class_of(teacher) {
        Class::Out | Class::Leader => return Err("R01"),
        Class::Barred => return Err("R05"),
        Class::Fixed if elsewhere => return Err(fixed_by(case, teacher)),
        Class::Fixed | Class::Free | Class::Pooled => {}
    }
    for (rule, hinders) in HINDERS {
        if hinders(case, teacher, seat) {
            return Err(rule);
        }
    }
    match rules::r22_pins::reading::allows(case, teacher, Some(seat.station())) {
        true => Ok(()),
        false => Err("R22"),
    }
}

/// The rule that fixes a teacher of that class.
pub fn fixed_by(case: &Case, teacher: TeacherIx) -> &'static str {
    if rules::r06_exemption::reading::reason(case, teacher).is_some() {
        "R06"
    } else if rules::r07_minimum_service::reading::reason(case, teacher).is_some() {
        "R07"
    } else {
        "R22"
    }
}
