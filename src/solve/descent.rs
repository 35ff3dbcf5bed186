//! The tiers of a small problem, one after another. Each is relaxed and locked at its bound; a point that has all of them
//! there is the best one. Where there is none, the way goes back to the last tier that whole numbers can bring to
//! a value with all before it at their bounds, and on from there.

use super::backend::{Ending, Session};
use super::dual::Certificate;
use super::face::Face;
use super::options::Options;
use super::outside::Nothing;
use crate::model::problem::{Constraint, Problem};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::BTreeMap;

/// A value this near to a whole number is one.
const WHOLE: f64 = 1e-6;

/// A problem on its way down; locks of the tiers passed stay in it.
pub struct Descent<'a> {
    order: &'a [Tier],
    /// Values that no point is below, each as long as all tiers before are at theirs.
    floors: &'a BTreeMap<Tier, i64>,
    session: Session,
    at: Mark,
}

/// A place on the way, to come back to.
#[derive(Clone)]
struct Mark {
    problem: Problem,
    /// How many tiers are locked.
    passed: usize,
    on_floor: bool,
}

/// What locking a tier brings.
enum Step {
    /// At the bound of its relaxation; whether a point is left is not known.
    Bound,
    /// At the value of its best point.
    Point(Vec<f64>),
    None,
}

impl<'a> Descent<'a> {
    pub fn new(
        problem: Problem,
        order: &'a [Tier],
        floors: &'a BTreeMap<Tier, i64>,
    ) -> Result<Descent<'a>> {
        let session = Session::new(&problem)?;
        let at = Mark {
            problem,
            passed: 0,
            on_floor: true,
        };
        Ok(Descent {
            order,
            floors,
            session,
            at,
        })
    }

    /// The best point; none where there is none, or none in time.
    pub fn best(mut self, options: &Options) -> Result<Option<Vec<f64>>> {
        let mut last = None;
        let mut marks = Vec::new();
        loop {
            while let Some(tier) = self.order.get(self.at.passed) {
                marks.push(self.at.clone());
                match self.bound(*tier, options)? {
                    Step::Bound => {}
                    Step::Point(point) => {
                        marks.clear();
                        last = Some(point);
                    }
                    Step::None => break,
                }
            }
            if self.at.passed == self.order.len() {
                if marks.is_empty() && last.is_some() {
                    return Ok(last);
                }
                if let Some(point) = self.any(options)? {
                    return Ok(Some(point));
                }
            }
            match self.back(&mut marks, options)? {
                Some(point) => last = Some(point),
                None => return Ok(last.filter(|_| options.stopped())),
            }
        }
    }

    /// Back to the last tier that has a best point, which is locked there.
    fn back(&mut self, marks: &mut Vec<Mark>, options: &Options) -> Result<Option<Vec<f64>>> {
        while let Some(mark) = marks.pop() {
            self.session = Session::new(&mark.problem)?;
            self.at = mark;
            let tier = self.order[self.at.passed];
            if let Some(point) = self.exact(tier, options)? {
                marks.clear();
                return Ok(Some(point));
            }
        }
        Ok(None)
    }

    /// Locks a tier at the bound of its relaxation, or, where that does not come to a whole number, at its best value.
    fn bound(&mut self, tier: Tier, options: &Options) -> Result<Step> {
        let objective = self.at.problem.objective(tier);
        if objective.is_empty() {
            self.pass(tier, 0);
            return Ok(Step::Bound);
        }
        self.session.set_objective(&objective)?;
        let Some(face) = self.relax(&objective, options)? else {
            return Ok(Step::None);
        };
        if face.is_whole() {
            let value = face.bound.max(self.floor(tier));
            self.keep(&face, value)?;
            self.pass(tier, value);
            return Ok(Step::Bound);
        }
        let point = self.search(options)?;
        let Some(point) = point else {
            return Ok(Step::None);
        };
        let value = self.at.problem.value(tier, &point);
        self.keep(&face, value)?;
        self.pass(tier, value);
        Ok(Step::Point(point))
    }

    /// Locks a tier at its best value.
    fn exact(&mut self, tier: Tier, options: &Options) -> Result<Option<Vec<f64>>> {
        let objective = self.at.problem.objective(tier);
        self.session.set_objective(&objective)?;
        let Some(point) = self.search(options)? else {
            return Ok(None);
        };
        let value = self.at.problem.value(tier, &point);
        if !objective.is_empty() {
            let row = Constraint::at_most(value as f64, objective);
            self.session.add_row(&row.terms, row.lower, row.upper)?;
            self.at.problem.constraints.push(row);
        }
        self.pass(tier, value);
        Ok(Some(point))
    }

    /// Any point that is left.
    fn any(&mut self, options: &Options) -> Result<Option<Vec<f64>>> {
        self.session.set_objective(&[])?;
        let relaxed = self.session.relax(&options.limits())?;
        if relaxed.ending == Ending::Infeasible {
            return Ok(None);
        }
        match whole(&relaxed.point) {
            Some(point) => Ok(Some(point)),
            None => self.search(options),
        }
    }

    fn floor(&self, tier: Tier) -> i64 {
        let known = self.floors.get(&tier).filter(|_| self.at.on_floor);
        known.copied().unwrap_or(i64::MIN)
    }

    fn pass(&mut self, tier: Tier, value: i64) {
        self.at.on_floor &= self.floors.get(&tier).is_none_or(|f| value <= *f);
        self.at.passed += 1;
    }

    /// The face of the objective's relaxation; none where it is not solved.
    fn relax(&mut self, objective: &[(u32, f64)], options: &Options) -> Result<Option<Face>> {
        let relaxed = self.session.relax(&options.limits())?;
        if relaxed.ending != Ending::Solved {
            return Ok(None);
        }
        let problem = &self.at.problem;
        let found = Certificate::new(problem, objective, &relaxed.duals);
        let rows = problem.constraints.len();
        Ok(Some(Face::new(problem, rows, objective, found, Vec::new())))
    }

    /// The best point of the objective in force.
    fn search(&mut self, options: &Options) -> Result<Option<Vec<f64>>> {
        let answer = self.session.solve(&options.limits(), None, &mut |_| {})?;
        Ok((!answer.point.is_empty()).then_some(answer.point))
    }

    /// Takes over what holds for every point of at most this value.
    fn keep(&mut self, face: &Face, value: i64) -> Result<()> {
        let changes = face.changes(&self.at.problem, &Nothing, value);
        changes.tell(&mut self.session)?;
        changes.apply(&mut self.at.problem, &mut []);
        Ok(())
    }
}

/// A relaxation's point, where it is whole.
fn whole(point: &[f64]) -> Option<Vec<f64>> {
    let near = |x: &f64| (x - x.round()).abs() < WHOLE;
    let all = !point.is_empty() && point.iter().all(near);
    all.then(|| point.iter().map(|x| x.round()).collect())
}
