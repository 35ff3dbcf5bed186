//! The direct model: every person with every fitting seat, one column each.

use super::arcs::Arcs;
use super::columns;
use super::problem::Problem;
use super::rulebook::Rulebook;
use crate::case::Case;
use crate::terms::column::Column;

/// Columns first, slacks after them.
pub struct Direct {
    pub columns: Vec<Column>,
    pub problem: Problem,
}

impl Direct {
    pub fn new(case: &Case, arcs: &Arcs, book: &Rulebook) -> Direct {
        let persons = case.county.teacher_ixs();
        let columns: Vec<Column> = persons
            .flat_map(|t| columns::of_person(case, arcs, t))
            .collect();
        let problem = assemble(case, book, &columns);
        Direct { columns, problem }
    }
}

/// The problem over given columns.
pub fn assemble(case: &Case, book: &Rulebook, columns: &[Column]) -> Problem {
    let mut problem = Problem::with_rows(&book.rows);
    for column in columns {
        let var = problem.add_variable(1.0);
        book.touch(case, column, &mut |row, factor| {
            problem.constraints[row.0 as usize]
                .terms
                .push((var, factor as f64));
        });
        for (tier, cost) in &column.costs {
            problem.add_cost(*tier, var, *cost);
        }
    }
    problem.add_slacks(&book.rows, case.county.teachers.len());
    problem
}
