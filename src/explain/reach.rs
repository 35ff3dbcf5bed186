//! Who is within reach of an exchange: the persons whom a forced outcome may push on, nearest first.

use super::answer::Moved;
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::plan::{Class, Outcome, Plan};
use std::collections::BTreeSet;

/// At most `most` persons around a teacher who is to go to `cells`; the teacher is among them.
pub fn reach(
    case: &Case,
    arcs: &Arcs,
    plan: &Plan,
    teacher: TeacherIx,
    cells: &[CellIx],
    most: usize,
) -> BTreeSet<TeacherIx> {
    let near = Near::new(case, plan, Some(teacher), cells);
    let mut found = nearest(case, arcs, plan, &near, most);
    found.insert(teacher);
    found
}

/// At most `most` persons around a cell, and whoever is not in the plan yet.
pub fn reach_cell(
    case: &Case,
    arcs: &Arcs,
    plan: &Plan,
    cell: CellIx,
    most: usize,
) -> BTreeSet<TeacherIx> {
    let near = Near::new(case, plan, None, &[cell]);
    let mut found = nearest(case, arcs, plan, &near, most);
    found.extend(case.county.teacher_ixs().filter(|t| plan.of(*t).is_none()));
    found
}

/// At most `most` persons around those who have changed, by where they were and where they are.
pub fn reach_changed(
    case: &Case,
    arcs: &Arcs,
    plan: &Plan,
    changed: &[Moved],
    most: usize,
) -> BTreeSet<TeacherIx> {
    let rows = changed.iter().flat_map(|m| [&m.before, &m.after]).flatten();
    let cells: Vec<CellIx> = rows.filter_map(|row| seat_cell(case, row)).collect();
    let near = Near::new(case, plan, None, &cells);
    let mut found = nearest(case, arcs, plan, &near, most);
    found.extend(changed.iter().map(|m| m.teacher));
    found
}

fn nearest(case: &Case, arcs: &Arcs, plan: &Plan, near: &Near, most: usize) -> BTreeSet<TeacherIx> {
    let mut ranked: Vec<((u32, i64), TeacherIx)> = plan
        .rows
        .iter()
        .filter(|row| !matches!(row.class, Class::Barred | Class::Out))
        .map(|row| row.teacher)
        .filter_map(|t| Some((near.rank(case, arcs, plan, t)?, t)))
        .collect();
    ranked.sort();
    ranked.into_iter().take(most).map(|(_, t)| t).collect()
}

/// Where the exchange happens.
struct Near {
    teacher: Option<TeacherIx>,
    /// The cells gone to and the one left.
    cells: BTreeSet<CellIx>,
    /// The current school, the planned one and those gone to.
    schools: BTreeSet<SchoolIx>,
    spouses: Vec<TeacherIx>,
    middle: Option<SchoolIx>,
}

impl Near {
    fn new(case: &Case, plan: &Plan, teacher: Option<TeacherIx>, to: &[CellIx]) -> Near {
        let row = teacher.and_then(|t| plan.of(t));
        let left = row.and_then(|r| seat_cell(case, r));
        let cells: BTreeSet<CellIx> = to.iter().copied().chain(left).collect();
        let own = teacher.and_then(|t| case.county.teacher(t).school);
        let now = row.and_then(|r| r.station).map(|s| s.school);
        let gone = cells.iter().map(|c| case.demand.cell(*c).school);
        let schools = gone.chain(own).chain(now).collect();
        let middle = to.first().map(|c| case.demand.cell(*c).school).or(own);
        Near {
            teacher,
            cells,
            schools,
            spouses: teacher.map_or_else(Vec::new, |t| case.standing.spouses[t.ix()].clone()),
            middle,
        }
    }

    /// How far from the exchange, and how many kilometres; none: not planned.
    fn rank(&self, case: &Case, arcs: &Arcs, plan: &Plan, t: TeacherIx) -> Option<(u32, i64)> {
        let row = plan.of(t)?;
        let here = row.station.map(|s| s.school);
        let seat = seat_cell(case, row);
        let unseated = matches!(row.outcome, Outcome::Pool | Outcome::Retained);
        let fits = || {
            self.cells
                .iter()
                .any(|c| arcs.of(t).binary_search(c).is_ok())
        };
        let own = case.county.teacher(t).school;
        let there = |s: Option<SchoolIx>| s.is_some_and(|s| self.schools.contains(&s));
        let rank = if Some(t) == self.teacher {
            0
        } else if seat.is_some_and(|c| self.cells.contains(&c)) || self.spouses.contains(&t) {
            1
        } else if unseated && fits() {
            2
        } else if there(here) || there(own) {
            3
        } else if fits() {
            4
        } else if unseated {
            5
        } else {
            6
        };
        let km = match (self.middle, here.or(own)) {
            (Some(a), Some(b)) => (10.0 * case.county.km(a, b)) as i64,
            _ => 0,
        };
        Some((rank, km))
    }
}

/// The cell that a row's seat is in.
pub fn seat_cell(case: &Case, row: &crate::plan::Assignment) -> Option<CellIx> {
    let seat = row.seat()?;
    case.demand.find(seat.school, seat.stage, seat.subject)
}
