//! What a model keeps outside its problem: columns that are generated when a relaxation asks for them, and the persons
//! whom its columns stand for, with the rows that a point breaks which no plan of persons breaks.

use super::face::Face;
use super::unfold::{Known, Unfolded};
use crate::model::problem::{Constraint, Problem};
use crate::terms::tier::Tier;

/// A column outside the problem, with its reduced cost and the most it could be.
#[derive(Debug, Clone, Copy)]
pub struct Priced {
    pub column: u32,
    pub reduced: f32,
    pub most: f32,
}

/// A column to be added: its bound, its factors in the rows, and what it costs.
pub struct Generated {
    pub most: f64,
    pub factors: Vec<(u32, f64)>,
    pub costs: Vec<(Tier, i64)>,
}

impl Generated {
    /// The rows from `first` on that lock tiers in which it costs something.
    pub fn stand_in_locks(&mut self, problem: &Problem, first: usize) {
        let cost = |tier| self.costs.iter().filter(move |(t, _)| *t == tier).map(|(_, c)| *c).sum::<i64>();
        let rows = problem.constraints.iter().enumerate().skip(first);
        let stands = rows.filter_map(|(i, row)| Some((i as u32, cost(row.locks()?) as f64)));
        let stands: Vec<(u32, f64)> = stands.filter(|(_, c)| *c != 0.0).collect();
        self.factors.extend(stands);
    }

    pub fn add_to(&self, problem: &mut Problem) -> u32 {
        let var = problem.add_column(self.most, &self.factors);
        for (tier, cost) in &self.costs {
            problem.add_cost(*tier, var, *cost);
        }
        var
    }
}

/// What the lexicographic loop asks of a model for that.
pub trait Outside {
    /// How many columns could be generated in all.
    fn len(&self) -> usize;

    /// Reduced costs in a tier of the columns that are still outside, by the dual values of the problem's rows.
    fn price(&self, problem: &Problem, tier: Tier, duals: &[f64]) -> Vec<Priced>;

    /// Of priced columns those that are worth adding now.
    fn choose(&self, priced: &[Priced], below: f32) -> Vec<u32>;

    /// Columns without which some person would have no outcome at all.
    fn needed(&self) -> Vec<u32>;

    /// Columns that may be missing where there is no point; none when there are no more.
    fn more(&mut self) -> Vec<u32>;

    fn generate(&self, problem: &Problem, column: u32) -> Generated;

    /// From now on the column is the variable `var` of the problem.
    fn entered(&mut self, column: u32, var: u32);

    /// The variable that the column has become.
    fn variable(&self, column: u32) -> Option<u32>;

    /// Reads a point and names rows that it breaks but every plan keeps; none: it is a plan.
    fn doubt(&self, point: &[f64]) -> Vec<Constraint>;

    /// Whether a point is no plan yet, because columns stand for several persons.
    fn is_folded(&self) -> bool;

    /// The problem on persons, over the columns that add at most `room` to the bound of `face`.
    fn unfold(&self, known: &Known, face: Option<&Face>, room: f64) -> Option<Unfolded>;

    /// A point of the problem on persons as one of `problem`; columns that it needs come in.
    fn fold(&mut self, problem: &mut Problem, unfolded: &Unfolded, point: &[f64]) -> Vec<f64>;
}

/// Brings a column into the problem; none where it is there already.
pub fn enter(outside: &mut dyn Outside, problem: &mut Problem, column: u32) -> Option<Generated> {
    if outside.variable(column).is_some() {
        return None;
    }
    let mut new = outside.generate(problem, column);
    new.stand_in_locks(problem, 0);
    let var = new.add_to(problem);
    outside.entered(column, var);
    Some(new)
}

/// A problem that is whole.
pub struct Nothing;

impl Outside for Nothing {
    fn len(&self) -> usize {
        0
    }

    fn price(&self, _problem: &Problem, _tier: Tier, _duals: &[f64]) -> Vec<Priced> {
        Vec::new()
    }

    fn choose(&self, _priced: &[Priced], _below: f32) -> Vec<u32> {
        Vec::new()
    }

    fn needed(&self) -> Vec<u32> {
        Vec::new()
    }

    fn more(&mut self) -> Vec<u32> {
        Vec::new()
    }

    fn generate(&self, _problem: &Problem, _column: u32) -> Generated {
        Generated {
            most: 0.0,
            factors: Vec::new(),
            costs: Vec::new(),
        }
    }

    fn entered(&mut self, _column: u32, _var: u32) {}

    fn variable(&self, _column: u32) -> Option<u32> {
        None
    }

    fn doubt(&self, _point: &[f64]) -> Vec<Constraint> {
        Vec::new()
    }

    fn is_folded(&self) -> bool {
        false
    }

    fn unfold(&self, _known: &Known, _face: Option<&Face>, _room: f64) -> Option<Unfolded> {
        None
    }

    fn fold(&mut self, _problem: &mut Problem, _unfolded: &Unfolded, point: &[f64]) -> Vec<f64> {
        point.to_vec()
    }
}
