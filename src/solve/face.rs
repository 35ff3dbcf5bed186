//! What all plans that reach a tier's bound have in common. By the certificate of its relaxation a variable of reduced
//! cost d cannot leave its bound, and a row of dual value y cannot move off its side, in a plan below `bound + |d|`
//! (`bound + |y|`): rows and variables of plans are whole numbers. Fixing them says the same as a row `cost ≤ value`, but shrinks the
//! problem instead of filling it.

use super::backend::Session;
use super::dual::{Certificate, stands};
use super::outside::{Outside, Priced};
use super::tiers::whole_bound;
use crate::model::problem::{Constraint, Problem};
use anyhow::Result;

/// Rounding error of a bound, relative to its size.
const SLIP: f64 = 1e-6;
/// A relaxation that ends this far below a whole number has not come to one.
const FRACTION: f64 = 0.1;
/// A rough relaxation this near to a whole number comes to it.
const SETTLED: f64 = 0.01;
/// How near a certificate comes to the relaxation before no more columns are looked for.
const NEAR: f64 = 0.1;
/// No tier comes to this: a relaxation without any point may seem to.
const HUGE: f64 = 1e15;

pub struct Face {
    /// The bound of the relaxation as it came out, and as a whole number.
    pub value: f64,
    pub bound: i64,
    objective: Vec<(u32, f64)>,
    /// Reduced costs and duals that are not zero.
    variables: Vec<(u32, f64)>,
    rows: Vec<(u32, f64)>,
    /// By how much the locks of earlier tiers, and rounding, could let the tier off its bound.
    loose: f64,
    /// Reduced costs of the columns outside the problem.
    outside: Vec<Priced>,
}

/// What a face changes in a problem.
pub struct Changes {
    pub variables: Vec<(u32, f64)>,
    pub rows: Vec<(usize, f64)>,
    /// The tier's own row, where fixing alone does not keep it at its value.
    pub lock: Option<Constraint>,
    closed: Vec<u32>,
}

impl Face {
    /// By a certificate of `problem`. Of the rows only the first `lasting` stay where they are
    /// when the face is put to use; those after them lock earlier tiers.
    pub fn new(
        problem: &Problem,
        lasting: usize,
        objective: &[(u32, f64)],
        found: Certificate,
        outside: Vec<Priced>,
    ) -> Face {
        let lock = |(i, y): (usize, &f64)| y.abs() * width(problem, &problem.constraints[i]);
        let locks = found
            .duals
            .iter()
            .enumerate()
            .skip(lasting)
            .filter(|(_, y)| **y != 0.0);
        // The bound lies below what the duals come to, which lies no further above what they would come to exactly.
        let loose = 2.0 * found.rounding + locks.map(lock).sum::<f64>();
        // A reduced cost is kept in single precision: of 270 million, where a relaxation without point let the duals grow,
        // that takes 16 units, so it is taken as low as it can have been.
        let least = |p: &Priced| f64::from(p.reduced.min(0.0)) * (1.0 + f64::from(f32::EPSILON));
        let short: f64 = outside.iter().map(|p| least(p) * f64::from(p.most)).sum();
        let lost = outside.iter().any(|p| !p.reduced.is_finite());
        let value = match found.bound + short {
            value if value.abs() < HUGE && !lost => value,
            _ => f64::NEG_INFINITY,
        };
        let nonzero = |values: Vec<f64>| -> Vec<(u32, f64)> {
            let all = values.into_iter().enumerate();
            all.filter(|(_, v)| *v != 0.0)
                .map(|(i, v)| (i as u32, v))
                .collect()
        };
        Face {
            value,
            bound: whole_bound(value),
            objective: objective.to_vec(),
            variables: nonzero(found.reduced),
            rows: nonzero(found.duals.into_iter().take(lasting).collect()),
            loose,
            outside,
        }
    }

    /// Whether the relaxation comes to a whole number, so that a plan is likely to be at it.
    pub fn is_whole(&self) -> bool {
        self.bound as f64 - self.value < FRACTION
    }

    /// Whether the bound is as high as a relaxation of this value over some of the columns lets it be. The nearer the
    /// certificate comes to it, the more the face fixes.
    pub fn reaches(&self, value: f64) -> bool {
        self.bound >= whole_bound(value) && self.value > value - NEAR
    }

    /// Whether a rough relaxation of this value over all columns comes to the bound all the same: as near above a whole
    /// number as that, it is at it.
    pub fn settles(&self, value: f64) -> bool {
        self.is_whole() && (value - self.bound as f64).abs() < SETTLED
    }

    /// Reduced costs of variables, where they are not zero.
    pub fn variables(&self) -> &[(u32, f64)] {
        &self.variables
    }

    /// Reduced costs of the columns that were outside.
    pub fn outside(&self) -> &[Priced] {
        &self.outside
    }

    /// What is between the certificate and a plan of this value.
    pub fn room(&self, value: i64) -> f64 {
        (value as f64 - self.value).max(0.0) + SLIP * (1.0 + self.value.abs())
    }

    /// Columns outside the problem that a plan of at most this value could use.
    pub fn within(&self, value: i64) -> Vec<u32> {
        let room = self.room(value);
        let near = self.outside.iter().filter(|p| f64::from(p.reduced) <= room);
        near.map(|p| p.column).collect()
    }

    /// What holds for every plan whose value of the tier is at most `value`, the tiers before being where they were.
    pub fn changes(&self, problem: &Problem, outside: &dyn Outside, value: i64) -> Changes {
        let room = self.room(value);
        let mut loose = self.loose;
        let mut variables = Vec::new();
        for (var, d) in &self.variables {
            let v = &problem.variables[*var as usize];
            if v.lower == v.upper {
                continue;
            }
            match d.abs() > room && v.integer {
                true => variables.push((*var, if *d > 0.0 { v.lower } else { v.upper })),
                false => loose += d.abs() * (v.upper - v.lower),
            }
        }
        let mut rows = Vec::new();
        for (i, y) in &self.rows {
            let row = &problem.constraints[*i as usize];
            if row.lower == row.upper {
                continue;
            }
            match y.abs() > room {
                true => rows.push((*i as usize, stands(row, *y))),
                false => loose += y.abs() * width(problem, row),
            }
        }
        let mut closed = Vec::new();
        for column in &self.outside {
            match f64::from(column.reduced) > room {
                // One that has come in since is shut where it stands.
                true => match outside.variable(column.column) {
                    Some(var) => variables.push((var, 0.0)),
                    None => closed.push(column.column),
                },
                false => loose += f64::from(column.reduced.abs()) * f64::from(column.most),
            }
        }
        let kept_by_itself =
            self.value.is_finite() && self.value + loose < value as f64 + 1.0 - SLIP;
        Changes {
            variables,
            rows,
            lock: (!kept_by_itself)
                .then(|| Constraint::at_most(value as f64, self.objective.clone())),
            closed,
        }
    }
}

/// How far a row's sum can move off its sides.
fn width(problem: &Problem, row: &Constraint) -> f64 {
    let span = |(var, factor): &(u32, f64)| {
        let v = &problem.variables[*var as usize];
        (v.upper - v.lower) * factor.abs()
    };
    row.terms.iter().map(span).sum()
}

impl Changes {
    /// The same in the solver's copy of the problem.
    pub fn tell(&self, session: &mut Session) -> Result<()> {
        for (var, at) in &self.variables {
            session.set_bounds(*var, *at, *at)?;
        }
        for (row, at) in &self.rows {
            session.set_row_bounds(*row, *at, *at)?;
        }
        if let Some(row) = &self.lock {
            session.add_row(&row.terms, row.lower, row.upper)?;
        }
        Ok(())
    }

    pub fn apply(self, problem: &mut Problem, closed: &mut [bool]) {
        for (var, at) in self.variables {
            let variable = &mut problem.variables[var as usize];
            (variable.lower, variable.upper) = (at, at);
        }
        for (row, at) in self.rows {
            let row = &mut problem.constraints[row];
            (row.lower, row.upper) = (at, at);
        }
        problem.constraints.extend(self.lock);
        for column in self.closed {
            closed[column as usize] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::outside::Nothing;
    use super::*;

    /// Two variables that cost 1 each, with a bound of 0 that has something taken off.
    fn face(rounding: f64) -> (Problem, Face) {
        let mut problem = Problem::default();
        let costs: Vec<(u32, f64)> = (0..2).map(|_| (problem.add_variable(1.0), 1.0)).collect();
        let found = Certificate {
            bound: -rounding,
            rounding,
            duals: Vec::new(),
            reduced: vec![1.0, 1.0],
        };
        let face = Face::new(&problem, 0, &costs, found, Vec::new());
        (problem, face)
    }

    /// What single precision has cut off a reduced cost is no part of the bound: 42 of such a county were 29 in truth.
    #[test]
    fn a_reduced_cost_counts_as_low_as_it_can_have_been() {
        let found = Certificate {
            bound: 269_924_330.0,
            rounding: 0.0,
            duals: Vec::new(),
            reduced: Vec::new(),
        };
        let column = Priced {
            column: 0,
            reduced: -269_924_301.0_f64 as f32,
            most: 1.0,
        };
        let face = Face::new(&Problem::default(), 0, &[], found, vec![column]);
        assert!(face.value <= 29.0, "{}", face.value);
    }

    #[test]
    fn what_costs_is_fixed_at_the_bound() {
        let (problem, face) = face(0.0);
        let changes = face.changes(&problem, &Nothing, 0);
        assert_eq!(changes.variables, [(0, 0.0), (1, 0.0)]);
        assert!(changes.lock.is_none());
    }

    #[test]
    fn rounding_does_not_let_a_tier_off_its_value() {
        for rounding in [0.0, 1e-7, 1e-5, 1e-3] {
            let (problem, face) = face(rounding);
            // Each may be taken, both may not.
            let changes = face.changes(&problem, &Nothing, 1);
            assert_eq!(changes.variables, []);
            assert!(changes.lock.is_some(), "{rounding}");
        }
    }
}
