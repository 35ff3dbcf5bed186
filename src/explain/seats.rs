//! Every seat of the county as one person may or may not take it.

use crate::audit;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::plan::{Class, Plan};
use crate::rules::{CATALOGUE, Rule, r25_direct_hire_first};
use std::collections::BTreeMap;

/// The seats that a teacher fits, and per rule those that it keeps him from; cells without posts are left out.
#[derive(Debug, Clone, Default)]
pub struct Seats {
    pub fit: Vec<CellIx>,
    pub unfit: BTreeMap<&'static str, Vec<CellIx>>,
}

pub fn seats(case: &Case, teacher: TeacherIx) -> Seats {
    let mut seats = Seats::default();
    let class = case.standing.class_of(teacher);
    for cell in case.demand.cell_ixs() {
        if case.demand.cell(cell).count == 0 {
            continue;
        }
        let full = class != Class::Fixed && r25_direct_hire_first::full(case, cell);
        match audit::fits(case, teacher, cell) {
            Ok(()) if full => seats.unfit.entry("R25").or_default().push(cell),
            Ok(()) => seats.fit.push(cell),
            Err(rule) => seats.unfit.entry(rule).or_default().push(cell),
        }
    }
    seats
}

/// The entry of a rule in the catalogue.
pub fn rule(no: &str) -> Option<&'static Rule> {
    CATALOGUE.into_iter().find(|r| r.no == no)
}

/// How many seats of each cell nobody takes.
pub fn open(case: &Case, plan: &Plan) -> Vec<u32> {
    let mut left: Vec<u32> = case.demand.cells.iter().map(|c| c.count).collect();
    for (seat, holders) in plan.seats() {
        if let Some(cell) = case.demand.find(seat.school, seat.stage, seat.subject) {
            left[cell.ix()] = left[cell.ix()].saturating_sub(holders.len() as u32);
        }
    }
    left
}
