//! The tiers of a small problem, from a plan at hand down. Each is relaxed first: mostly the plan at hand is at the bound
//! already, or the relaxation's point is whole, and what it says of the rest shrinks the problem for the tiers to come.
//! Only where neither is so, whole numbers are searched for.

use super::backend::{Ending, Limits, Session};
use super::dual::Certificate;
use super::face::Face;
use super::options::Options;
use super::outside::Nothing;
use crate::model::problem::{Constraint, Problem};
use crate::terms::tier::Tier;
use anyhow::Result;

/// A value this near to a whole number is one.
const WHOLE: f64 = 1e-6;

/// A problem on its way down; locks of the tiers passed stay in it.
pub struct Descent {
    pub problem: Problem,
    session: Session,
}

impl Descent {
    pub fn new(problem: Problem) -> Result<Descent> {
        let session = Session::new(&problem)?;
        Ok(Descent { problem, session })
    }

    /// A point of a weighted objective, to this relative gap; none where there is none, or none in time.
    pub fn point(
        &mut self,
        objective: &[(u32, f64)],
        gap: f64,
        options: &Options,
    ) -> Result<Option<Vec<f64>>> {
        self.session.set_objective(objective)?;
        let relaxed = self.session.relax(&options.limits())?;
        if relaxed.ending == Ending::Infeasible {
            return Ok(None);
        }
        if let Some(point) = self.whole(&relaxed.point) {
            return Ok(Some(point));
        }
        let limits = Limits {
            relative_gap: gap,
            ..options.limits()
        };
        let answer = self.session.solve(&limits, None, &mut |_| {})?;
        Ok((!answer.point.is_empty()).then_some(answer.point))
    }

    /// Adds a row and says its position.
    pub fn add_row(&mut self, row: Constraint) -> Result<usize> {
        self.session.add_row(&row.terms, row.lower, row.upper)?;
        self.problem.constraints.push(row);
        Ok(self.problem.constraints.len() - 1)
    }

    /// Moves the upper side of a row.
    pub fn relax_row(&mut self, row: usize, upper: f64) -> Result<()> {
        let constraint = &mut self.problem.constraints[row];
        constraint.upper = upper;
        self.session.set_row_bounds(row, constraint.lower, upper)
    }

    /// Minimises a tier from a point at hand, and locks it.
    pub fn tier(&mut self, tier: Tier, at_hand: Vec<f64>, options: &Options) -> Result<Vec<f64>> {
        let objective = self.problem.objective(tier);
        let value = self.problem.value(tier, &at_hand);
        if objective.is_empty() {
            return Ok(at_hand);
        }
        let Some((face, relaxed)) = self.relax(&objective, options)? else {
            let point = self.search(tier, at_hand, options)?;
            self.lock(tier, &point)?;
            return Ok(point);
        };
        let mut point = at_hand;
        if face.bound < value {
            point = match self.whole(&relaxed) {
                Some(whole) => whole,
                None => {
                    // What no plan as good as the one at hand has need not be searched.
                    self.keep(&face, value)?;
                    self.search(tier, point, options)?
                }
            };
        }
        let value = self.problem.value(tier, &point);
        self.keep(&face, value)?;
        Ok(point)
    }

    /// Locks a tier at the bound of its relaxation; false where there is none.
    pub fn bound(&mut self, tier: Tier, options: &Options) -> Result<bool> {
        let objective = self.problem.objective(tier);
        if objective.is_empty() {
            return Ok(true);
        }
        let Some((face, _)) = self.relax(&objective, options)? else {
            return Ok(false);
        };
        self.keep(&face, face.bound)?;
        Ok(true)
    }

    /// The face of a relaxation and its point; none where it is not solved.
    fn relax(
        &mut self,
        objective: &[(u32, f64)],
        options: &Options,
    ) -> Result<Option<(Face, Vec<f64>)>> {
        self.session.set_objective(objective)?;
        let relaxed = self.session.relax(&options.limits())?;
        if relaxed.ending != Ending::Solved {
            return Ok(None);
        }
        let found = Certificate::new(&self.problem, objective, &relaxed.duals);
        let rows = self.problem.constraints.len();
        let face = Face::new(&self.problem, rows, objective, found, Vec::new());
        Ok(Some((face, relaxed.point)))
    }

    /// Keeps a tier where a point has it, without looking for a better one.
    pub fn lock(&mut self, tier: Tier, point: &[f64]) -> Result<()> {
        let value = self.problem.value(tier, point);
        let terms = self.problem.objective(tier);
        if !terms.is_empty() {
            self.add_row(Constraint::at_most(value as f64, terms))?;
        }
        Ok(())
    }

    /// The best whole-number point, or the one at hand where there is no better one in time.
    fn search(&mut self, tier: Tier, at_hand: Vec<f64>, options: &Options) -> Result<Vec<f64>> {
        let limits = options.limits();
        let answer = self.session.solve(&limits, Some(&at_hand), &mut |_| {})?;
        let value = |point: &[f64]| self.problem.value(tier, point);
        let better = !answer.point.is_empty() && value(&answer.point) < value(&at_hand);
        Ok(if better { answer.point } else { at_hand })
    }

    /// Takes over what holds for every plan of at most this value.
    fn keep(&mut self, face: &Face, value: i64) -> Result<()> {
        let changes = face.changes(&self.problem, &Nothing, value);
        for (var, at) in &changes.variables {
            self.session.set_bounds(*var, *at, *at)?;
        }
        for (row, at) in &changes.rows {
            self.session.set_row_bounds(*row, *at, *at)?;
        }
        if let Some(row) = &changes.lock {
            self.session.add_row(&row.terms, row.lower, row.upper)?;
        }
        changes.apply(&mut self.problem, &mut []);
        Ok(())
    }

    /// A relaxation's point, where it is whole.
    fn whole(&self, point: &[f64]) -> Option<Vec<f64>> {
        let near = |x: &f64| (x - x.round()).abs() < WHOLE;
        let all = !point.is_empty() && point.iter().all(near);
        all.then(|| point.iter().map(|x| x.round()).collect())
    }
}
