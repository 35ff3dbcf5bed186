//! A mixed-integer problem as plain numbers, ready for any solver.

use crate::demand::CellIx;
use crate::terms::row::Rows;
use crate::terms::tier::Tier;

/// Bounds of a variable and whether it is a whole number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variable {
    pub lower: f64,
    pub upper: f64,
    pub integer: bool,
}

/// `lower ≤ Σ factor × variable ≤ upper`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraint {
    pub lower: f64,
    pub upper: f64,
    pub terms: Vec<(u32, f64)>,
    /// What columns that are generated later put into the row.
    pub later: Option<Later>,
}

/// A row that a group's takes of some cells stand in, also those that are not generated yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Later {
    pub group: usize,
    /// Sorted.
    pub cells: Vec<CellIx>,
    pub factor: f64,
}

impl Constraint {
    pub fn new(lower: f64, upper: f64, terms: Vec<(u32, f64)>) -> Constraint {
        Constraint {
            lower,
            upper,
            terms,
            later: None,
        }
    }

    /// `Σ ≤ upper`
    pub fn at_most(upper: f64, terms: Vec<(u32, f64)>) -> Constraint {
        Constraint::new(f64::NEG_INFINITY, upper, terms)
    }

    /// Whether it says only that a sum of these terms is no higher than something.
    pub fn is_lock(&self, terms: &[(u32, f64)]) -> bool {
        self.lower == f64::NEG_INFINITY && self.later.is_none() && self.terms == terms
    }

    /// What somebody of a group who takes a seat of a cell adds to it.
    pub fn later(&self, group: usize, cell: CellIx) -> Option<f64> {
        let later = self.later.as_ref().filter(|l| l.group == group)?;
        later.cells.binary_search(&cell).ok().map(|_| later.factor)
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problem {
    pub variables: Vec<Variable>,
    pub constraints: Vec<Constraint>,
    /// What one unit of a variable adds to a tier; sorted by variable within a tier.
    pub costs: Vec<(Tier, Vec<(u32, i64)>)>,
}

impl Problem {
    /// The rows of the rules, without columns yet.
    pub fn with_rows(rows: &Rows) -> Problem {
        let constraints = rows.rows.iter().map(|row| {
            let lower = row.lower.map_or(f64::NEG_INFINITY, |v| v as f64);
            let upper = row.upper.map_or(f64::INFINITY, |v| v as f64);
            Constraint::new(lower, upper, Vec::new())
        });
        Problem {
            constraints: constraints.collect(),
            ..Problem::default()
        }
    }

    pub fn add_variable(&mut self, upper: f64) -> u32 {
        self.variables.push(Variable {
            lower: 0.0,
            upper,
            integer: true,
        });
        self.variables.len() as u32 - 1
    }

    /// Adds a variable that stands in rows already there.
    pub fn add_column(&mut self, upper: f64, factors: &[(u32, f64)]) -> u32 {
        let var = self.add_variable(upper);
        for (row, factor) in factors {
            self.constraints[*row as usize].terms.push((var, *factor));
        }
        var
    }

    /// Adds the rules' slack variables; they come after all columns. Each counts persons, so none is above their number:
    /// a finite bound is what makes every dual point a bound on the tier.
    pub fn add_slacks(&mut self, rows: &Rows, persons: usize) {
        for slack in &rows.slacks {
            let var = self.add_variable(slack.upper.map_or(persons as f64, |u| u as f64));
            for (row, factor) in &slack.terms {
                self.constraints[row.0 as usize]
                    .terms
                    .push((var, *factor as f64));
            }
            if let Some((tier, cost)) = slack.cost {
                self.add_cost(tier, var, cost);
            }
        }
    }

    pub fn add_cost(&mut self, tier: Tier, var: u32, cost: i64) {
        if cost == 0 {
            return;
        }
        match self.costs.iter_mut().find(|(t, _)| *t == tier) {
            Some((_, list)) => list.push((var, cost)),
            None => self.costs.push((tier, vec![(var, cost)])),
        }
    }

    /// The objective of a tier.
    pub fn cost(&self, tier: Tier) -> &[(u32, i64)] {
        let found = self.costs.iter().find(|(t, _)| *t == tier);
        found.map_or(&[], |(_, list)| list)
    }

    /// The objective of a tier as the solver wants it.
    pub fn objective(&self, tier: Tier) -> Vec<(u32, f64)> {
        let terms = self.cost(tier).iter();
        terms.map(|(var, cost)| (*var, *cost as f64)).collect()
    }

    /// The value of a tier at a whole-number point.
    pub fn value(&self, tier: Tier, point: &[f64]) -> i64 {
        let terms = self.cost(tier).iter();
        terms
            .map(|(var, cost)| cost * point.get(*var as usize).map_or(0, |x| x.round() as i64))
            .sum()
    }
}
