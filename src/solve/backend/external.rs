//! Solvers that stand on the machine as programs of their own, run through good_lp's `lp-solvers`: a tier's model goes out
//! as a file, the values come back as another. For whoever has a licence, or a doubt.
//!
//! Built only with the cargo feature `external`; without it a solver asked for is politely refused.

#[cfg(feature = "external")]
mod run;
#[cfg(not(feature = "external"))]
#[path = "external/none.rs"]
mod run;
#[cfg(feature = "external")]
mod scip;

use super::{Answer, Ending, Limits};
use crate::model::problem::{Constraint, Problem};
use crate::text::Text;
use anyhow::{Result, ensure};
use std::sync::atomic::Ordering;

/// A solver beside this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    Gurobi,
    Cplex,
    Cbc,
    Scip,
    Glpk,
}

impl Program {
    pub const ALL: [Program; 5] = [
        Program::Gurobi,
        Program::Cplex,
        Program::Cbc,
        Program::Scip,
        Program::Glpk,
    ];

    /// The word on the command line, and what it is started by.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Program::Gurobi => ("gurobi", "gurobi_cl"),
            Program::Cplex => ("cplex", "cplex"),
            Program::Cbc => ("cbc", "cbc"),
            Program::Scip => ("scip", "scip"),
            Program::Glpk => ("glpk", "glpsol"),
        }
    }

    pub fn key(self) -> &'static str {
        self.words().0
    }

    /// For the record of a run.
    pub fn title(self) -> String {
        format!("{} (external)", self.key())
    }

    /// Whether it can be told when to stop.
    pub fn keeps_time(self) -> bool {
        self != Program::Cplex
    }

    pub fn parse(word: &str) -> Option<Program> {
        Program::ALL.into_iter().find(|p| p.key() == word)
    }

    /// Whether it can be used here and now; else why not, and what to do.
    pub fn ready(self) -> Result<(), Text> {
        let (key, command) = self.words();
        if cfg!(not(feature = "external")) {
            return Err(Text::new(
                format!(
                    "本程序编译时没有带上其他求解器的接口，不能用 --solver {key}。请用 cargo build --release --features external 重新编译，或去掉 --solver。"
                ),
                format!(
                    "this program was built without other solvers, --solver {key} cannot be used; build it with cargo build --release --features external, or leave --solver out"
                ),
            ));
        }
        if on_path(command) {
            return Ok(());
        }
        Err(Text::new(
            format!(
                "本机没有找到求解器 {key}（命令 {command}）。请安装它并加入 PATH，或去掉 --solver。"
            ),
            format!(
                "the solver {key} (command {command}) is not on this machine's PATH; install it, or leave --solver out"
            ),
        ))
    }
}

fn on_path(command: &str) -> bool {
    let file = format!("{command}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(&file).is_file())
}

/// What a solver outside says.
pub(super) struct Found {
    ending: Ending,
    /// Empty when no point was found.
    point: Vec<f64>,
}

/// A problem for a solver outside. Nothing of a solve lives on: each one gets the whole model anew.
pub(super) struct Outside {
    program: Program,
    problem: Problem,
    objective: Vec<(u32, f64)>,
}

impl Outside {
    pub fn new(program: Program, problem: &Problem) -> Outside {
        Outside {
            program,
            problem: problem.clone(),
            objective: Vec::new(),
        }
    }

    pub fn set_objective(&mut self, terms: &[(u32, f64)]) {
        self.objective = terms.to_vec();
    }

    /// Adds a row and returns its position.
    pub fn add_row(&mut self, terms: &[(u32, f64)], lower: f64, upper: f64) -> usize {
        let terms = terms.to_vec();
        let row = Constraint {
            lower,
            upper,
            terms,
        };
        self.problem.constraints.push(row);
        self.problem.constraints.len() - 1
    }

    pub fn solve(&self, limits: &Limits) -> Result<Answer> {
        let found = match run::run(self.program, &self.problem, &self.objective, limits) {
            // Whoever interrupts this program interrupts the other one too.
            Err(_) if limits.stop.load(Ordering::Relaxed) => return Ok(Answer::stopped()),
            other => other?,
        };
        let mut answer = Answer {
            ending: found.ending,
            ..Answer::stopped()
        };
        let point: Vec<f64> = found.point.iter().map(|x| x.round()).collect();
        // The values are not taken on trust.
        if point.is_empty() || !keeps(&self.problem, &point) {
            let name = self.program.key();
            ensure!(
                answer.ending != Ending::Solved,
                "the values that {name} hands back break the model"
            );
            return Ok(answer);
        }
        let terms = self.objective.iter();
        answer.value = terms.map(|(var, cost)| cost * point[*var as usize]).sum();
        if found.ending == Ending::Solved {
            answer.bound = answer.value - limits.relative_gap * answer.value.abs();
        }
        answer.point = point;
        Ok(answer)
    }
}

/// Whether a point of whole numbers keeps all bounds and rows.
fn keeps(problem: &Problem, point: &[f64]) -> bool {
    const NEAR: f64 = 1e-6;
    let within = |x: f64, lower: f64, upper: f64| lower - NEAR <= x && x <= upper + NEAR;
    let sum = |terms: &[(u32, f64)]| -> f64 {
        terms
            .iter()
            .map(|(v, factor)| factor * point[*v as usize])
            .sum()
    };
    let mut variables = problem.variables.iter().zip(point);
    let mut rows = problem.constraints.iter();
    variables.all(|(v, x)| within(*x, v.lower, v.upper))
        && rows.all(|row| within(sum(&row.terms), row.lower, row.upper))
}
