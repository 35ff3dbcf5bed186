//! One run of a solver outside.

use super::super::{Ending, Limits};
use super::scip::Scip;
use super::{Found, Program};
use crate::model::problem::{Constraint, Problem};
use anyhow::{Context, Result, bail};
use good_lp::solvers::lp_solvers::{
    CbcSolver, Cplex, GlpkSolver, GurobiSolver, LpSolver, Solution as Read, SolverProgram,
    SolverWithSolutionParsing, Status, WithMaxSeconds, WithMipGap, WithNbThreads,
};
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, variable,
};
use lp_solvers::lp_format::LpProblem;
use std::cell::RefCell;
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub fn run(
    program: Program,
    problem: &Problem,
    objective: &[(u32, f64)],
    limits: &Limits,
) -> Result<Found> {
    let gap = limits.relative_gap as f32;
    let ask = Ask { problem, objective };
    match program {
        Program::Gurobi => ask.of(timed(closed(GurobiSolver::new(), gap)?, limits)),
        Program::Cplex => ask.of(closed(Cplex::default(), gap)?),
        Program::Cbc if limits.threads > 1 => {
            let solver = CbcSolver::new().with_nb_threads(limits.threads);
            ask.of(timed(closed(solver, gap)?, limits))
        }
        Program::Cbc => ask.of(timed(closed(CbcSolver::new(), gap)?, limits)),
        Program::Scip => ask.of(timed(closed(Scip::default(), gap)?, limits)),
        Program::Glpk => ask.of(timed(closed(GlpkSolver::new(), gap)?, limits)),
    }
}

fn closed<S: WithMipGap<S>>(solver: S, gap: f32) -> Result<S> {
    solver.with_mip_gap(gap).map_err(anyhow::Error::msg)
}

fn timed<S: WithMaxSeconds<S>>(solver: S, limits: &Limits) -> S {
    match limits.seconds.is_finite() {
        true => solver.with_max_seconds(limits.seconds.ceil().max(1.0) as u32),
        false => solver,
    }
}

struct Ask<'a> {
    problem: &'a Problem,
    objective: &'a [(u32, f64)],
}

impl Ask<'_> {
    fn of<S>(&self, solver: S) -> Result<Found>
    where
        S: SolverProgram + SolverWithSolutionParsing + Clone,
    {
        let name = solver.command_name().to_owned();
        let folder = tempfile::tempdir().context("no place for the solver's answer")?;
        let watched = Watched {
            answer: folder.path().join("answer.sol"),
            solver,
            status: Rc::default(),
        };
        let status = watched.status.clone();
        let mut variables = ProblemVariables::new();
        let add = |v: &crate::model::problem::Variable| {
            let bounds = variable().min(v.lower).max(v.upper);
            variables.add(if v.integer { bounds.integer() } else { bounds })
        };
        let handles: Vec<Variable> = self.problem.variables.iter().map(add).collect();
        let cost = sum(self.objective, &handles);
        let mut model = variables.minimise(cost).using(LpSolver(watched));
        for row in self
            .problem
            .constraints
            .iter()
            .filter(|r| !r.terms.is_empty())
        {
            constrain(&mut model, row, &handles);
        }
        let point = match model.solve() {
            Ok(found) => handles.iter().map(|h| found.value(*h)).collect(),
            Err(ResolutionError::Str(text)) => bail!("{name}: {text}"),
            Err(_) => Vec::new(),
        };
        let ending = match status.take() {
            Some(Status::Optimal | Status::MipGap) => Ending::Solved,
            Some(Status::Infeasible) => Ending::Infeasible,
            _ => Ending::Stopped,
        };
        Ok(Found { ending, point })
    }
}

fn sum(terms: &[(u32, f64)], handles: &[Variable]) -> Expression {
    let mut sum = Expression::with_capacity(terms.len());
    for (var, factor) in terms {
        sum.add_mul(*factor, handles[*var as usize]);
    }
    sum
}

fn constrain(model: &mut impl SolverModel, row: &Constraint, handles: &[Variable]) {
    let (lower, upper) = (row.lower, row.upper);
    if lower == upper {
        model.add_constraint(sum(&row.terms, handles).eq(lower));
        return;
    }
    if lower.is_finite() {
        model.add_constraint(sum(&row.terms, handles).geq(lower));
    }
    if upper.is_finite() {
        model.add_constraint(sum(&row.terms, handles).leq(upper));
    }
}

/// The solver, with what good_lp does not pass on: how it ended. Its answer goes to a folder that is cleared away.
#[derive(Clone)]
struct Watched<S> {
    solver: S,
    answer: PathBuf,
    status: Rc<RefCell<Option<Status>>>,
}

impl<S: SolverProgram> SolverProgram for Watched<S> {
    fn command_name(&self) -> &str {
        self.solver.command_name()
    }

    fn arguments(&self, lp_file: &Path, solution_file: &Path) -> Vec<OsString> {
        self.solver.arguments(lp_file, solution_file)
    }

    fn preferred_temp_solution_file(&self) -> Option<&Path> {
        Some(&self.answer)
    }

    fn parse_stdout_status(&self, stdout: &[u8]) -> Option<Status> {
        let said = self.solver.parse_stdout_status(stdout);
        self.status.replace(said.clone());
        said
    }
}

impl<S: SolverWithSolutionParsing> SolverWithSolutionParsing for Watched<S> {
    fn read_specific_solution<'a, P: LpProblem<'a>>(
        &self,
        file: &File,
        problem: Option<&'a P>,
    ) -> std::result::Result<Read, String> {
        let found = self.solver.read_specific_solution(file, problem)?;
        self.status
            .borrow_mut()
            .get_or_insert_with(|| found.status.clone());
        Ok(found)
    }
}
