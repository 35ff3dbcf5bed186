//! What a model keeps outside its problem: columns that are generated when a relaxation asks for them, and rows that are
//! added when a point breaks them.

use super::face::Face;
use super::unfold::{Known, Unfolded};
use crate::county::TeacherIx;
use crate::model::problem::{Constraint, Problem};
use crate::terms::column::Act;

/// A column outside the problem, with its reduced cost and the most it could be.
#[derive(Debug, Clone, Copy)]
pub struct Priced {
    pub column: u32,
    pub reduced: f32,
    pub most: f32,
}

/// A column to be added: its bound and its factors in the rows. It has no cost in any tier that is solved this way.
pub struct Generated {
    pub most: f64,
    pub factors: Vec<(u32, f64)>,
}

/// What the lexicographic loop asks of a model for that.
pub trait Outside {
    /// How many columns could be generated in all.
    fn len(&self) -> usize;

    /// Reduced costs of the columns that are still outside, by the dual values of the problem's rows.
    fn price(&self, problem: &Problem, duals: &[f64]) -> Vec<Priced>;

    /// Of priced columns those that are worth adding now.
    fn choose(&self, priced: &[Priced], below: f32) -> Vec<u32>;

    /// Columns without which some person would have no outcome at all.
    fn needed(&self) -> Vec<u32>;

    fn generate(&self, problem: &Problem, columns: &[u32]) -> Vec<Generated>;

    /// From now on the column is the variable `var` of the problem.
    fn entered(&mut self, column: u32, var: u32);

    /// The variables of the problem from this one on are columns outside it again.
    fn leave_from(&mut self, var: u32);

    /// The variable that the column has become.
    fn variable(&self, column: u32) -> Option<u32>;

    /// Reads a point and names rows that it breaks but every plan keeps; none: it is a plan.
    fn doubt(&self, point: &[f64]) -> Vec<Constraint>;

    /// The problem on persons, over the columns that add at most `room` to the bound of `face`; none where the problem's
    /// columns are persons already.
    fn unfold(&self, known: &Known, face: Option<&Face>, room: f64) -> Option<Unfolded>;

    /// How many slacks the problem has.
    fn slacks(&self) -> usize;

    /// The variables of the problem that a person's outcome is made of.
    fn made_of(&self, teacher: TeacherIx, act: Act) -> Vec<u32>;

    /// A point of the problem on persons as one of `problem`; columns that it needs come in.
    fn fold(&mut self, problem: &mut Problem, unfolded: &Unfolded, point: &[f64]) -> Vec<f64>;
}

/// Brings columns into the problem, without those that are there already, and says which.
pub fn enter(
    outside: &mut dyn Outside,
    problem: &mut Problem,
    columns: impl Iterator<Item = u32>,
) -> Vec<Generated> {
    let columns: Vec<u32> = columns.filter(|c| outside.variable(*c).is_none()).collect();
    let all = outside.generate(problem, &columns);
    for (column, new) in columns.into_iter().zip(&all) {
        let var = problem.add_column(new.most, &new.factors);
        outside.entered(column, var);
    }
    all
}

/// A problem that is whole.
pub struct Nothing;

impl Outside for Nothing {
    fn len(&self) -> usize {
        0
    }

    fn price(&self, _problem: &Problem, _duals: &[f64]) -> Vec<Priced> {
        Vec::new()
    }

    fn choose(&self, _priced: &[Priced], _below: f32) -> Vec<u32> {
        Vec::new()
    }

    fn needed(&self) -> Vec<u32> {
        Vec::new()
    }

    fn generate(&self, _problem: &Problem, _columns: &[u32]) -> Vec<Generated> {
        Vec::new()
    }

    fn entered(&mut self, _column: u32, _var: u32) {}

    fn leave_from(&mut self, _var: u32) {}

    fn variable(&self, _column: u32) -> Option<u32> {
        None
    }

    fn doubt(&self, _point: &[f64]) -> Vec<Constraint> {
        Vec::new()
    }

    fn unfold(&self, _known: &Known, _face: Option<&Face>, _room: f64) -> Option<Unfolded> {
        None
    }

    fn slacks(&self) -> usize {
        0
    }

    fn made_of(&self, _teacher: TeacherIx, _act: Act) -> Vec<u32> {
        Vec::new()
    }

    fn fold(&mut self, _problem: &mut Problem, _unfolded: &Unfolded, point: &[f64]) -> Vec<f64> {
        point.to_vec()
    }
}
