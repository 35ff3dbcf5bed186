//! Round 1, direct hires (直聘): leaders and fixed teachers, and whoever the office has pinned to a seat — with pins it
//! also feeds back what rounds of its own have settled.

use super::state::State;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::columns;
use crate::plan::{Class, Round};

/// False where a pin cannot hold: then there is no plan.
pub fn run(state: &mut State) -> bool {
    let case = state.case;
    let stuck = |t| columns::impossible(case, &state.arcs, t);
    if case.county.teacher_ixs().any(stuck) {
        return false;
    }
    for t in case.county.teacher_ixs() {
        let appointed = state.appointed.contains_key(&t);
        if appointed || matches!(case.standing.class_of(t), Class::Leader | Class::Fixed) {
            state.round[t.ix()] = Some(Round::Direct);
            state.done[t.ix()] = true;
        }
    }
    for cell in case.demand.cell_ixs() {
        seat_fixed(state, cell);
    }
    seat_pinned(state)
}

/// As many of a cell's fixed holders as it has posts, the first in order; the others are retained.
fn seat_fixed(state: &mut State, cell: CellIx) {
    let standing = &state.case.standing;
    let holders = standing.holders[cell.ix()].iter().copied();
    let fixed = |t: &TeacherIx| standing.class_of(*t) == Class::Fixed && state.fits(*t, cell);
    let mut fixed: Vec<TeacherIx> = holders.filter(fixed).collect();
    fixed.sort_by_cached_key(|t| state.ranks.of(*t, cell));
    fixed.truncate(state.count(cell));
    for t in fixed {
        state.seat(t, cell, Round::Direct);
    }
}

/// Everybody with a `must` gets a seat that it allows; where it leaves a choice, so that all of them get one if that can
/// be (augmenting paths), the wished and familiar seats tried first. False where one gets none.
fn seat_pinned(state: &mut State) -> bool {
    let case = state.case;
    let pinned: Vec<TeacherIx> = case
        .county
        .teacher_ixs()
        .filter(|t| is_pinned(state, *t))
        .collect();
    let taken = state.taken(&[]);
    let choices: Vec<Vec<CellIx>> = pinned
        .iter()
        .map(|t| {
            let mut cells = state.arcs.of(*t).to_vec();
            cells.sort_by_key(|c| (state.wish(*t, *c).unwrap_or(u32::MAX), state.liking(*t, *c)));
            cells
        })
        .collect();
    let mut sitting: Vec<Vec<usize>> = vec![Vec::new(); case.demand.cells.len()];
    let room: Vec<usize> = case
        .demand
        .cell_ixs()
        .map(|c| state.count(c).saturating_sub(taken[c.ix()]))
        .collect();
    let all_seated = (0..pinned.len()).all(|i| {
        augment(
            i,
            &choices,
            &room,
            &mut sitting,
            &mut vec![false; room.len()],
        )
    });
    for (cell, inside) in sitting.into_iter().enumerate() {
        for i in inside {
            state.seat(pinned[i], CellIx(cell as u32), Round::Direct);
            state.done[pinned[i].ix()] = true;
        }
    }
    all_seated
}

/// Whether a free or pooled person is bound to a place by the office.
pub fn is_pinned(state: &State, t: TeacherIx) -> bool {
    let case = state.case;
    let class = case.standing.class_of(t);
    let mut pins = case.standing.pins[t.ix()].iter();
    matches!(class, Class::Free | Class::Pooled)
        && !state.appointed.contains_key(&t)
        && case.policy.rules.pins.on()
        && pins.any(|i| case.county.pins[*i].must)
}

fn augment(
    person: usize,
    choices: &[Vec<CellIx>],
    room: &[usize],
    sitting: &mut [Vec<usize>],
    seen: &mut [bool],
) -> bool {
    for cell in &choices[person] {
        let cell = cell.ix();
        if std::mem::replace(&mut seen[cell], true) {
            continue;
        }
        if sitting[cell].len() < room[cell] {
            sitting[cell].push(person);
            return true;
        }
        for k in 0..sitting[cell].len() {
            let other = sitting[cell][k];
            if augment(other, choices, room, sitting, seen) {
                sitting[cell][k] = person;
                return true;
            }
        }
    }
    false
}
