//! R25 直聘优先: Of a cell's fixed holders as many as its count sit in it.

use super::{Mode, Rule};
use crate::case::Case;
use crate::demand::CellIx;
use crate::plan::Class;
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};

pub const RULE: Rule = Rule {
    no: "R25",
    key: "direct_hire_first",
    name: ("直聘优先", "direct hire first"),
    default: Mode::Hard,
    meaning: (
        "每个岗位先由本岗位的直聘教师占用，占用数为岗位数与直聘教师数中的较小者。",
        "Of a cell's fixed holders, min(count, their number) sit in it.",
    ),
};

super::params! {}

// ---- the rule in the model ----

/// Per cell with fixed holders: they take min(count, their number) of its seats.
pub struct Rows {
    cells: Vec<Option<RowIx>>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let row_of = |ix: CellIx| {
        let seats = fixed(case, ix).min(i64::from(case.demand.cell(ix).count));
        let bound = case.policy.rules.direct_hire_first.on() && seats > 0;
        bound.then(|| out.row("R25", case.cell_name(ix), Some(seats), Some(seats)))
    };
    Rows {
        cells: case.demand.cell_ixs().map(row_of).collect(),
    }
}

/// How many fixed holders a cell has.
fn fixed(case: &Case, cell: CellIx) -> i64 {
    let holders = case.standing.holders[cell.ix()].iter();
    let fixed = holders.filter(|t| case.standing.class_of(**t) == Class::Fixed);
    fixed.count() as i64
}

/// Whether fixed holders take every seat of a cell, so that nobody else ever gets one.
pub fn full(case: &Case, cell: CellIx) -> bool {
    let count = i64::from(case.demand.cell(cell).count);
    case.policy.rules.direct_hire_first.on() && fixed(case, cell) >= count
}

impl Counting for Rows {
    fn touch(&self, _case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        if column.class == Class::Fixed
            && let Some(row) = column.seat().and_then(|cell| self.cells[cell.ix()])
        {
            put(row, 1);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::TeacherIx;
    use crate::plan::words::{self, say};
    use crate::plan::{Class, Plan, Seat};
    use crate::terms::finding::Findings;
    use std::collections::BTreeMap;

    /// Cells in which fewer of their fixed holders sit than could.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        if !case.policy.rules.direct_hire_first.on() {
            return;
        }
        let mut fixed: BTreeMap<Seat, Vec<TeacherIx>> = BTreeMap::new();
        for t in case.county.teacher_ixs() {
            if case.standing.class_of(t) == Class::Fixed
                && let Some(seat) = Seat::current(case, t)
            {
                fixed.entry(seat).or_default().push(t);
            }
        }
        for (seat, holders) in fixed {
            let sits = |t: &TeacherIx| plan.of(*t).is_some_and(|row| row.seat() == Some(seat));
            let (inside, outside): (Vec<_>, Vec<_>) = holders.iter().partition(|t| sits(t));
            let need = holders.len().min(seat.count(case));
            if inside.len() < need {
                let text = say!(
                    "{cell}：直聘教师占岗 {inside} 人 < 应占 {need} 人（未占岗：{who}）",
                    "{cell}: {inside} fixed holders seated < {need} (not seated: {who})",
                    cell = words::seat(case, seat),
                    inside = inside.len(),
                    need = need,
                    who = words::persons(case, &outside)
                );
                out.broken("R25", outside, vec![seat.school], text);
            }
        }
    }
}
pub use reading::read;
