//! The year in rounds (SPEC §6, `[process] mode = "staged"`), as the regulations describe it: direct hires, competition in
//! the school, in the cluster, in the county, then the adjustment by the model for what is left, then training in the pool.
//! What a round settles is final. One file a round; deferred acceptance stands by itself.
//!
//! Rounds obey the rules of one person and one seat. Those that count (R09, R10, R24 for the retained, the tiers) bind the
//! adjustment: what applicants have settled among themselves stands, and the adjustment makes no limit worse that
//! they have already reached.

mod across;
mod adjust;
pub mod assignment;
pub mod deferred;
mod direct;
mod in_school;
mod leaders;
mod rank;
mod state;

use crate::case::Case;
use crate::plan::Round;
use crate::plan::result::{Solved, Status};
use crate::policy::ProcessMode;
use crate::solve::{self, Options, Outcome};
use anyhow::Result;
use state::State;

/// Makes the plan in the way that the policy names; a staged year stops after `until`.
///
/// # Errors
/// Our own fault; a county without any plan is an [`Outcome`].
pub fn plan(case: &Case, until: Option<Round>, options: &mut Options) -> Result<Outcome> {
    match case.policy.process.mode {
        ProcessMode::Integrated => solve::solve(case, options),
        ProcessMode::Staged => run(case, until.unwrap_or(Round::Training), options),
    }
}

fn run(case: &Case, until: Round, options: &mut Options) -> Result<Outcome> {
    let appointed = match leaders::choose(case, options)? {
        Ok(appointed) => appointed,
        Err(outcome) => return Ok(outcome),
    };
    let settled = leaders::settle(case, &appointed);
    let Some(state) = competed(State::new(&settled, appointed), until) else {
        return infeasible(case, options);
    };
    match until >= Round::Adjustment {
        true => adjust::run(&state, until, options),
        false => Ok(Outcome {
            plan: Some(adjust::unfinished(&state, until)),
            solved: record(Status::Partial, options),
            reasons: Vec::new(),
        }),
    }
}

/// The rounds before the adjustment; none where not even the direct hires can be made.
fn competed(mut state: State, until: Round) -> Option<State> {
    if !direct::run(&mut state) {
        return None;
    }
    if until >= Round::InSchool {
        in_school::run(&mut state);
    }
    for round in [Round::Cluster, Round::County] {
        if until >= round {
            across::run(&mut state, round);
        }
    }
    Some(state)
}

/// The case that the tiers of a plan speak of: in a staged year, the adjustment's; none where it does not come to one.
///
/// # Errors
/// Our own fault.
pub fn modelled(case: &Case, until: Option<Round>, options: &mut Options) -> Result<Option<Case>> {
    if case.policy.process.mode == ProcessMode::Integrated {
        return Ok(Some(case.clone()));
    }
    if until.is_some_and(|last| last < Round::Adjustment) {
        return Ok(None);
    }
    let Ok(appointed) = leaders::choose(case, options)? else {
        return Ok(None);
    };
    let settled = leaders::settle(case, &appointed);
    let state = competed(State::new(&settled, appointed), Round::County);
    Ok(state.map(|state| adjust::case(&state)))
}

fn infeasible(case: &Case, options: &mut Options) -> Result<Outcome> {
    Ok(Outcome {
        plan: None,
        solved: record(Status::Infeasible, options),
        reasons: solve::reasons(case, options)?,
    })
}

fn record(status: Status, options: &Options) -> Solved {
    Solved {
        status,
        tiers: Vec::new(),
        lent: Vec::new(),
        method: "rounds".to_owned(),
        seconds: options.begun.elapsed().as_secs_f64(),
    }
}
