//! R26 本校优先: Nobody enters a cell while one of its holders is retained or pooled.

use super::{Mode, Rule};
use crate::case::Case;
use crate::demand::CellIx;
use crate::plan::Class;
use crate::terms::column::{Act, Column};
use crate::terms::row::{self, Counting, RowIx};

pub const RULE: Rule = Rule {
    no: "R26",
    key: "in_house_first",
    name: ("本校优先", "in house first"),
    default: Mode::Off,
    meaning: (
        "本岗位仍有教师超岗留任或待岗的，非本岗位教师不得进入该岗位。不用本规则时，审核和报告列出此类情形的数目。",
        "Nobody whose current cell it is not takes a seat in a cell while one of its holders is retained or pooled. When off, the audit and the report count such cases.",
    ),
};

super::params! {}

// ---- the rule in the model ----

/// Per cell with holders: a switch that is 1 when others may enter, and then no holder is retained or pooled.
pub struct Rows {
    cells: Vec<Option<(RowIx, RowIx)>>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let row_of = |ix: CellIx| {
        let holders = case.standing.holders[ix.ix()].len() as i64;
        let count = i64::from(case.demand.cell(ix).count);
        let bound = case.policy.rules.in_house_first.on() && holders > 0 && count > 0;
        bound.then(|| {
            let name = case.cell_name(ix);
            let enter = out.row("R26", format!("enter {name}"), None, Some(0));
            let left = out.row("R26", format!("left {name}"), None, Some(holders));
            let terms = vec![(enter, -count), (left, holders)];
            out.slack(format!("open {name}"), Some(1), None, terms);
            (enter, left)
        })
    };
    Rows {
        cells: case.demand.cell_ixs().map(row_of).collect(),
    }
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let own = column.person.and_then(|p| case.standing.cell[p.ix()]);
        let staff = matches!(column.class, Class::Fixed | Class::Free);
        if let Some(seat) = column.seat()
            && own != Some(seat)
            && let Some((enter, _)) = self.cells[seat.ix()]
        {
            put(enter, 1);
        }
        if matches!(column.act, Act::Retained | Act::Pool)
            && staff
            && let Some((_, left)) = own.and_then(|cell| self.cells[cell.ix()])
        {
            put(left, 1);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::TeacherIx;
    use crate::plan::words::{self, say};
    use crate::plan::{Class, Outcome, Plan, Seat};
    use crate::terms::finding::Findings;
    use crate::text::Text;
    use std::collections::BTreeMap;

    /// A cell that others enter while holders of it are left without a seat.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Passed {
        pub seat: Seat,
        /// Who takes a seat in it and did not hold it.
        pub entrants: Vec<TeacherIx>,
        /// Its holders who are retained or in the pool; not those whose round is still to come.
        pub left: Vec<TeacherIx>,
    }

    /// Who takes a seat of this kind and did not hold it.
    pub fn entrants(case: &Case, plan: &Plan, seat: Seat) -> Vec<TeacherIx> {
        let inside = plan.rows.iter().filter(|row| row.seat() == Some(seat));
        let new = inside.filter(|row| Seat::current(case, row.teacher) != Some(seat));
        new.map(|row| row.teacher).collect()
    }

    /// How often it is so, and whether the rule is in force.
    pub fn counted(case: &Case, cells: usize) -> Text {
        let on = match case.policy.rules.in_house_first.on() {
            true => Text::new("本方案启用该规则", "the rule is in force"),
            false => Text::new("本方案未启用该规则", "the rule is not in force"),
        };
        say!(
            "本岗教师未获岗位而非本岗教师进入的岗位（R26 本校优先）：{cells}处；{on}",
            "posts that others enter while a holder is left without one (R26 in-house first): {cells}; {on}",
            cells = cells,
            on = on
        )
    }

    /// All such cells, whether the rule is on or off.
    pub fn passed(case: &Case, plan: &Plan) -> Vec<Passed> {
        let mut left: BTreeMap<Seat, Vec<TeacherIx>> = BTreeMap::new();
        for row in &plan.rows {
            let class = case.standing.class_of(row.teacher);
            if matches!(class, Class::Fixed | Class::Free)
                && matches!(row.outcome, Outcome::Retained | Outcome::Pool)
                && row.open_after().is_none()
                && let Some(seat) = Seat::current(case, row.teacher)
            {
                left.entry(seat).or_default().push(row.teacher);
            }
        }
        let mut all = Vec::new();
        for (seat, left) in left {
            let entrants = entrants(case, plan, seat);
            if !entrants.is_empty() {
                all.push(Passed {
                    seat,
                    entrants,
                    left,
                });
            }
        }
        all
    }

    /// Broken when the rule is on, counted when it is off.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for p in passed(case, plan) {
            let text = say!(
                "{cell}：本岗教师{left}未获岗位，而他人进入该岗位（{entrants}）",
                "{cell}: its holders {left} have no seat while others enter ({entrants})",
                cell = words::seat(case, p.seat),
                left = words::persons(case, &p.left),
                entrants = words::persons(case, &p.entrants)
            );
            let people = p.left.iter().chain(&p.entrants).copied().collect();
            match case.policy.rules.in_house_first.on() {
                true => out.broken("R26", people, vec![p.seat.school], text),
                false => out.reported("R26", people, vec![p.seat.school], text),
            }
        }
    }
}
pub use reading::read;
