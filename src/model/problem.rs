//! A mixed-integer problem as plain numbers, ready for any solver.

use crate::terms::row::Rows;
use crate::terms::tier::Tier;

/// Bounds of a variable and whether it is a whole number.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    pub lower: f64,
    pub upper: f64,
    pub integer: bool,
}

/// `lower ≤ Σ factor × variable ≤ upper`.
#[derive(Debug, Clone)]
pub struct Constraint {
    pub lower: f64,
    pub upper: f64,
    pub terms: Vec<(u32, f64)>,
}

#[derive(Debug, Clone, Default)]
pub struct Problem {
    pub variables: Vec<Variable>,
    pub constraints: Vec<Constraint>,
    /// What one unit of a variable adds to a tier; sorted by variable within a tier.
    pub costs: Vec<(Tier, Vec<(u32, i64)>)>,
}

impl Problem {
    /// The rows of the rules, without columns yet.
    pub fn with_rows(rows: &Rows) -> Problem {
        let constraints = rows.rows.iter().map(|row| Constraint {
            lower: row.lower.map_or(f64::NEG_INFINITY, |v| v as f64),
            upper: row.upper.map_or(f64::INFINITY, |v| v as f64),
            terms: Vec::new(),
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

    /// Adds the rules' slack variables; they come after all columns.
    pub fn add_slacks(&mut self, rows: &Rows) {
        for slack in &rows.slacks {
            let var = self.add_variable(slack.upper.map_or(f64::INFINITY, |u| u as f64));
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

    /// The value of a tier at a whole-number point.
    pub fn value(&self, tier: Tier, point: &[f64]) -> i64 {
        let terms = self.cost(tier).iter();
        terms
            .map(|(var, cost)| cost * point[*var as usize].round() as i64)
            .sum()
    }
}
