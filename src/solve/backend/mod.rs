//! The only place that names a solver: HiGHS, reached through good_lp.
//!
//! good_lp builds the model; its inner `highs::Model` is kept, because a tier loop needs what good_lp does not
//! pass on: bounds, duals, added rows, a start that survives, an interrupt, progress.

pub mod external;
mod limits;
mod raw;

use super::dual::Certificate;
use crate::model::problem::Problem;
use anyhow::{Context, Result, bail, ensure};
use external::{Outside, Program};
use good_lp::solvers::highs::highs as with_highs;
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};
use highs::{HighsModelStatus, Model};
pub use limits::Limits;
use std::sync::atomic::Ordering;

/// Name and version of the solver, for the record.
pub fn version() -> String {
    format!("HiGHS {}", raw::version())
}

/// Above this number of variables a relaxation from scratch is solved by interior point.
const LARGE: usize = 5_000;

/// Above this number of rows the first relaxation of a search is, too: 3 s instead of 17 s for 14,000 rows. Below it the
/// simplex method takes a second and comes to a vertex that a search goes on better from.
const TALL: usize = 8_000;

/// Relative tolerance of an interior point method unless something else is asked for.
const PRECISE: f64 = 1e-8;

/// What is seen while a solve runs.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    pub value: f64,
    pub bound: f64,
}

/// A whole-number variable from 0 to `upper` that comes into a loaded problem, with its factors in the rows.
pub struct Entrant {
    pub cost: f64,
    pub upper: f64,
    pub factors: Vec<(u32, f64)>,
}

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Solved to the gap asked for.
    Solved,
    Infeasible,
    /// A relaxation that was solved nearly: its duals bound it, its point is none.
    Rough,
    /// Time or the user ended it.
    Stopped,
}

/// Result of one solve.
#[derive(Debug, Clone)]
pub struct Answer {
    pub ending: Ending,
    /// Empty when no point was found.
    pub point: Vec<f64>,
    pub value: f64,
    /// No point can be better than this.
    pub bound: f64,
    /// Only after a relaxation: dual values of the rows.
    pub duals: Vec<f64>,
}

/// A problem loaded into the solver; objective and rows can change between solves.
pub struct Session {
    model: Option<Model>,
    /// Another solver that stands in for the one inside.
    outside: Option<Outside>,
    integer: Vec<bool>,
    rows: usize,
    objective: Vec<f64>,
}

impl Session {
    /// By the solver asked for: one outside knows no relaxations and no change of bounds, which the direct method can do
    /// without.
    pub fn by(program: Option<Program>, problem: &Problem) -> Result<Session> {
        let Some(program) = program else {
            return Session::new(problem);
        };
        Ok(Session {
            model: None,
            outside: Some(Outside::new(program, problem)),
            integer: Vec::new(),
            rows: problem.constraints.len(),
            objective: Vec::new(),
        })
    }

    pub fn new(problem: &Problem) -> Result<Session> {
        let mut variables = ProblemVariables::new();
        let handles: Vec<Variable> = problem
            .variables
            .iter()
            .map(|v| {
                let bounds = variable().min(v.lower).max(v.upper);
                variables.add(if v.integer { bounds.integer() } else { bounds })
            })
            .collect();
        let mut model = variables.minimise(Expression::from(0.0)).using(with_highs);
        let mut ranges: Vec<(usize, f64, f64)> = Vec::new();
        for (i, row) in problem.constraints.iter().enumerate() {
            if row.lower.is_finite() && row.upper.is_finite() && row.lower != row.upper {
                ranges.push((i, row.lower, row.upper));
            }
            let mut sum = Expression::with_capacity(row.terms.len());
            for (var, factor) in &row.terms {
                sum.add_mul(*factor, handles[*var as usize]);
            }
            add_row(&mut model, sum, row.lower, row.upper);
        }
        let mut model = model
            .try_into_inner()
            .context("the solver refused the model")?;
        // good_lp knows rows with one bound; the other one follows.
        for (row, lower, upper) in ranges {
            raw::set_row_bounds(&mut model, row, lower, upper)?;
        }
        Ok(Session {
            rows: model.num_rows(),
            objective: vec![0.0; model.num_cols()],
            model: Some(model),
            outside: None,
            integer: problem.variables.iter().map(|v| v.integer).collect(),
        })
    }

    /// Replaces the objective (minimised).
    pub fn set_objective(&mut self, terms: &[(u32, f64)]) -> Result<()> {
        if let Some(outside) = &mut self.outside {
            outside.set_objective(terms);
            return Ok(());
        }
        self.objective.iter_mut().for_each(|c| *c = 0.0);
        for (var, cost) in terms {
            self.objective[*var as usize] += cost;
        }
        let objective = std::mem::take(&mut self.objective);
        let done = raw::set_costs(self.model()?, &objective);
        self.objective = objective;
        done
    }

    /// Adds a row `lower ≤ Σ ≤ upper` and returns its position.
    pub fn add_row(&mut self, terms: &[(u32, f64)], lower: f64, upper: f64) -> Result<usize> {
        if let Some(outside) = &mut self.outside {
            return Ok(outside.add_row(terms, lower, upper));
        }
        raw::add_row(self.model()?, terms, lower, upper)?;
        self.rows += 1;
        Ok(self.rows - 1)
    }

    pub fn set_row_bounds(&mut self, row: usize, lower: f64, upper: f64) -> Result<()> {
        raw::set_row_bounds(self.model()?, row, lower, upper)
    }

    /// Adds whole-number variables, all at once: each call goes through the whole model.
    pub fn add_variables(&mut self, entrants: &[Entrant]) -> Result<()> {
        raw::add_variables(self.model()?, entrants)?;
        self.objective.extend(entrants.iter().map(|e| e.cost));
        self.integer.extend(entrants.iter().map(|_| true));
        Ok(())
    }

    pub fn set_bounds(&mut self, var: u32, lower: f64, upper: f64) -> Result<()> {
        raw::set_variable_bounds(self.model()?, var, lower, upper)
    }

    /// Solves with whole numbers, from a start when one is given.
    ///
    /// The solver has been seen to hand back the start's columns while claiming the better objective, so the value
    /// is always recomputed from the columns, and the solve repeated without start when the two differ.
    pub fn solve(
        &mut self,
        limits: &Limits,
        start: Option<&[f64]>,
        watch: &mut dyn FnMut(Sight),
    ) -> Result<Answer> {
        if let Some(outside) = &self.outside {
            return outside.solve(limits);
        }
        raw::set_integrality(self.model()?, true)?;
        raw::forget(self.model()?)?;
        let interior = (self.rows > TALL) != limits.turned;
        raw::set_root_method(self.model()?, if interior { "ipm" } else { "choose" })?;
        let answer = self.run(limits, start, watch, false)?;
        let honest =
            answer.point.is_empty() || (self.price(&answer.point) - answer.value).abs() < 0.5;
        if honest || start.is_none() {
            return Ok(self.settle(answer));
        }
        raw::forget(self.model()?)?;
        let again = self.run(limits, None, watch, false)?;
        Ok(self.settle(again))
    }

    /// Solves the relaxation from scratch: after a change of objective the old basis gains nothing. Large ones by
    /// interior point with crossover: on a county of 43,000 columns ten tiers took 20 s instead of 55 s by simplex.
    pub fn relax_afresh(&mut self, limits: &Limits) -> Result<Answer> {
        let large = self.objective.len() > LARGE;
        let model = self.model()?;
        raw::forget(model)?;
        raw::set_method(model, if large { "ipm" } else { "choose" })?;
        let answer = self.relax(limits)?;
        if let Some(model) = &mut self.model {
            raw::set_method(model, "choose")?;
        }
        Ok(answer)
    }

    /// The same, for a point that is only of use if it comes soon: `Stopped` where a crossover leaves so much to mend that
    /// it took 99 s on 40,000 rows.
    pub fn relax_to_vertex(&mut self, limits: &Limits) -> Result<Answer> {
        let steps = Some(self.rows / 10);
        raw::set_steps(self.model()?, steps)?;
        let answer = self.relax_afresh(limits)?;
        raw::set_steps(self.model()?, None)?;
        Ok(answer)
    }

    /// A vertex near a point of the relaxation that a first-order method has found, with its reduced costs and duals. Only
    /// relaxations can be solved afterwards.
    pub fn cross_over(
        &mut self,
        point: &[f64],
        found: &Certificate,
        limits: &Limits,
    ) -> Result<Answer> {
        let model = self.model()?;
        raw::forget(model)?;
        limits.apply(model)?;
        // It asks for the solver's threads, which only a run sets up.
        raw::wake(limits)?;
        if raw::cross_over(model, point, &found.reduced, &found.duals).is_err() {
            return Ok(Answer::stopped());
        }
        let mut outcome = raw::outcome(model)?;
        // It may break rows by a little more than the solver calls a point.
        outcome.found = true;
        read(outcome, true)
    }

    /// Solves the relaxation by interior point and stops in the middle of the optimal face: no vertex, but duals that
    /// bound the tier, in a tenth of the time. `tolerance` is relative; where it is not reached, `ending` says so and the
    /// duals are as good as they are.
    pub fn relax_roughly(&mut self, limits: &Limits, tolerance: f64) -> Result<Answer> {
        let model = self.model()?;
        raw::forget(model)?;
        raw::set_method(model, "ipm")?;
        raw::set_crossover(model, false)?;
        raw::set_tolerance(model, tolerance)?;
        let answer = self.relax(limits)?;
        if let Some(model) = &mut self.model {
            raw::set_method(model, "choose")?;
            raw::set_crossover(model, true)?;
            raw::set_tolerance(model, PRECISE)?;
        }
        Ok(answer)
    }

    /// Solves the relaxation; the answer carries duals.
    pub fn relax(&mut self, limits: &Limits) -> Result<Answer> {
        raw::set_integrality(self.model()?, false)?;
        self.run(limits, None, &mut |_| {}, true)
    }

    fn settle(&self, mut answer: Answer) -> Answer {
        if !answer.point.is_empty() {
            for (value, integer) in answer.point.iter_mut().zip(&self.integer) {
                if *integer {
                    *value = value.round();
                }
            }
            answer.value = self.price(&answer.point);
        }
        answer
    }

    fn price(&self, point: &[f64]) -> f64 {
        self.objective.iter().zip(point).map(|(c, x)| c * x).sum()
    }

    fn model(&mut self) -> Result<&mut Model> {
        self.model.as_mut().context("the solver lost its model")
    }

    fn run(
        &mut self,
        limits: &Limits,
        start: Option<&[f64]>,
        watch: &mut dyn FnMut(Sight),
        relaxed: bool,
    ) -> Result<Answer> {
        let model = self.model()?;
        limits.apply(model)?;
        if let Some(start) = start {
            model
                .try_set_solution(Some(start), None, None, None)
                .map_err(|status| anyhow::anyhow!("the solver refused the start: {status:?}"))?;
        }
        let done = raw::watched(model, limits, watch)?;
        let outcome = raw::outcome(model)?;
        if done && !failed(outcome.status) {
            return read(outcome, relaxed);
        }
        if relaxed && limits.stop.load(Ordering::Relaxed) {
            // An interior point method interrupted at a bad moment ends as an error.
            return Ok(Answer::stopped());
        }
        // Its simplification of a model has been seen to bring a wrong point about, which it then noticed.
        raw::forget(model)?;
        raw::set_presolve(model, false)?;
        let done = raw::watched(model, limits, watch)?;
        raw::set_presolve(model, true)?;
        ensure!(done, "the solver failed, with and without presolve");
        read(raw::outcome(model)?, relaxed)
    }
}

/// Whether the solver has noticed that it went wrong.
fn failed(status: HighsModelStatus) -> bool {
    matches!(
        status,
        HighsModelStatus::PresolveError
            | HighsModelStatus::SolveError
            | HighsModelStatus::PostsolveError
    )
}

impl Answer {
    /// Stopped with nothing in hand.
    fn stopped() -> Answer {
        Answer {
            ending: Ending::Stopped,
            point: Vec::new(),
            value: f64::INFINITY,
            bound: f64::NEG_INFINITY,
            duals: Vec::new(),
        }
    }
}

fn add_row(
    model: &mut good_lp::solvers::highs::HighsProblem,
    sum: Expression,
    lower: f64,
    upper: f64,
) {
    if lower == upper {
        model.add_constraint(sum.eq(lower));
    } else if lower == f64::NEG_INFINITY {
        model.add_constraint(sum.leq(upper));
    } else {
        model.add_constraint(sum.geq(lower));
    }
}

fn read(solved: raw::Outcome, relaxed: bool) -> Result<Answer> {
    let ending = match solved.status {
        HighsModelStatus::Optimal
        | HighsModelStatus::ObjectiveBound
        | HighsModelStatus::ObjectiveTarget
        | HighsModelStatus::ModelEmpty => Ending::Solved,
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => {
            Ending::Infeasible
        }
        HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedMemoryLimit => Ending::Stopped,
        // An interior point method that came near and no nearer.
        HighsModelStatus::Unknown if relaxed => Ending::Rough,
        other => bail!("the solver ended with {other:?}"),
    };
    let bound = match (relaxed, ending) {
        (true, Ending::Solved) => solved.value,
        (true, _) => f64::NEG_INFINITY,
        (false, _) => solved.bound,
    };
    Ok(Answer {
        ending,
        point: if solved.found {
            solved.columns
        } else {
            Vec::new()
        },
        value: solved.value,
        bound,
        duals: if relaxed { solved.duals } else { Vec::new() },
    })
}
