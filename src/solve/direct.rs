//! The direct method: the whole model handed to the solver, tier by tier.

use super::lex::Lex;
use super::options::{Method, Options};
use super::outside::Nothing;
use super::start::Start;
use super::tiers::{self, Tiered};
use super::{Outcome, reading};
use crate::case::Case;
use crate::model::arcs::Arcs;
use crate::model::direct::Direct;
use crate::model::rulebook::Rulebook;
use crate::plan::result::{Solved, Status};
use crate::solve::backend::Session;
use anyhow::Result;

/// Below this number of variables each tier goes whole to the solver; above it relaxations come first.
const SMALL: usize = 6_000;

pub fn solve(case: &Case, arcs: &Arcs, options: &mut Options) -> Result<Outcome> {
    let book = Rulebook::new(case);
    let mut model = Direct::new(case, arcs, &book);
    let order = tiers::order(case);
    let program = options.method.program();
    let whole = options.method == Method::Whole
        || program.is_some()
        || model.problem.variables.len() <= SMALL;
    let tiered = if whole {
        let mut session = Session::by(program, &model.problem)?;
        let start = Start::new(case, arcs, options)?.map(|s| s.point(&model));
        tiers::run(
            case,
            &model.problem,
            &mut session,
            &order,
            start,
            &mut |_: &[f64]| Vec::new(),
            options,
        )?
    } else {
        let problem = std::mem::take(&mut model.problem);
        let mut whole = Nothing;
        Lex::new(case, &model.columns, &order, problem, &mut whole).run(options)?
    };
    let point = tiered.point.as_deref().unwrap_or(&[]);
    let chosen = model.columns.iter().zip(point).filter(|(_, x)| **x > 0.5);
    let plan = tiered
        .point
        .is_some()
        .then(|| reading::plan(case, chosen.map(|(c, _)| c)));
    Ok(Outcome {
        plan,
        solved: solved(&tiered, "direct", options),
        reasons: Vec::new(),
    })
}

/// The record of a solve; the loans are read from the plan by the audit.
pub(super) fn solved(tiered: &Tiered, method: &str, options: &Options) -> Solved {
    Solved {
        status: status(tiered),
        tiers: tiered.tiers.clone(),
        lent: Vec::new(),
        method: method.to_string(),
        seconds: options.begun.elapsed().as_secs_f64(),
    }
}

fn status(tiered: &Tiered) -> Status {
    if tiered.infeasible {
        Status::Infeasible
    } else if tiered.stopped || tiered.point.is_none() {
        Status::TimeLimit
    } else if tiered.tiers.iter().all(|t| t.proven) {
        Status::Optimal
    } else {
        Status::WithinGap
    }
}
