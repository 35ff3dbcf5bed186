//! Round 5, county adjustment (组织调剂), and round 6, training (待岗培训): the model over everybody still without a seat
//! and those due for rotation, with all others where the rounds have settled them. What the model leaves in the pool goes
//! to training.

use super::state::State;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::columns;
use crate::plan::{Assignment, Class, Outcome as Fate, Plan, Round, Seat};
use crate::solve::{self, Options, Outcome, reading};
use crate::standing::{Earlier, Settled};
use crate::terms::column::{Act, Column};
use anyhow::Result;

pub fn run(state: &State, until: Round, options: &mut Options) -> Result<Outcome> {
    let mut outcome = solve::solve(&case(state), options)?;
    outcome.solved.method = format!("rounds+{}", outcome.solved.method);
    if let Some(plan) = &mut outcome.plan {
        for row in &mut plan.rows {
            note(state, row, until);
        }
    }
    Ok(outcome)
}

/// What is left to decide, with everything settled where the rounds have put it.
pub fn case(state: &State) -> Case {
    let mut case = state.case.clone();
    case.standing.earlier = Some(earlier(state));
    case
}

fn earlier(state: &State) -> Earlier {
    Earlier {
        settled: state
            .case
            .county
            .teacher_ixs()
            .map(|t| settled(state, t))
            .collect(),
        held: state.held.clone(),
    }
}

/// Everybody but the surplus, the pooled, and those due who have not won a seat in a competition.
fn settled(state: &State, t: TeacherIx) -> Option<Settled> {
    if let Some(slot) = state.appointed.get(&t) {
        return Some(Settled::Appoint(*slot));
    }
    let held = state.held[t.ix()].map(Settled::Seat);
    match state.case.standing.class_of(t) {
        Class::Leader => Some(Settled::Lead),
        Class::Fixed => Some(held.unwrap_or(Settled::Retained)),
        Class::Free | Class::Pooled => {
            let due = state.case.standing.due[t.ix()] && !state.done[t.ix()];
            held.filter(|_| !due)
        }
        Class::Out | Class::Barred => None,
    }
}

/// The round of an outcome: the one that gave the seat, where the adjustment has left it.
fn note(state: &State, row: &mut Assignment, until: Round) {
    let t = row.teacher;
    let held = state.held[t.ix()];
    let kept =
        row.seat().is_some() && row.seat() == held.map(|c| Seat::of(state.case.demand.cell(c)));
    let open = Some(until).filter(|u| row.outcome == Fate::Pool && *u < Round::Training);
    let (round, before) = match row.outcome {
        Fate::Barred => return,
        Fate::Pool if open.is_some() => (None, held),
        Fate::Pool => (Some(Round::Training), held),
        _ if kept || settled(state, t).is_some() => (
            Some(state.round[t.ix()].unwrap_or(Round::Direct)),
            state.before[t.ix()],
        ),
        _ => (Some(Round::Adjustment), held),
    };
    let before = before.map(|cell| state.case.cell_name(cell));
    row.note_round(round, open, before);
}

/// The plan after an earlier round: who has nothing yet is in the pool, and open.
pub fn unfinished(state: &State, until: Round) -> Plan {
    let teachers = state.case.county.teacher_ixs();
    let columns: Vec<Column> = teachers.filter_map(|t| present(state, t)).collect();
    let mut plan = reading::plan(state.case, columns.iter());
    for row in &mut plan.rows {
        let t = row.teacher;
        let before = state.before[t.ix()].map(|cell: CellIx| state.case.cell_name(cell));
        if row.outcome != Fate::Barred {
            let open = Some(until).filter(|until| may_change(state, t, *until));
            row.note_round(state.round[t.ix()], open, before);
        }
    }
    plan
}

/// Whether a round after this one could give a person something else.
fn may_change(state: &State, t: TeacherIx, until: Round) -> bool {
    let applies = state.case.county.teacher(t).is_applicant() && until < Round::County;
    let due = state.case.standing.due[t.ix()];
    state.competes(t) && (state.held[t.ix()].is_none() || applies || due)
}

fn present(state: &State, t: TeacherIx) -> Option<Column> {
    let case = state.case;
    if let Some(slot) = state.appointed.get(&t) {
        return Some(columns::stand(case, t, Act::Appoint(*slot)));
    }
    match (case.standing.class_of(t), state.held[t.ix()]) {
        (Class::Out | Class::Barred, _) => None,
        (_, Some(cell)) => Some(columns::seat(case, t, cell)),
        (Class::Leader, None) => Some(columns::stand(case, t, Act::Lead)),
        (Class::Fixed, None) => Some(columns::stand(case, t, Act::Retained)),
        (Class::Free | Class::Pooled, None) => Some(columns::stand(case, t, Act::Pool)),
    }
}
