//! Round 2, in-school competition (校内竞聘): each cell's own holders compete for what the direct hires have left; then the
//! surplus compete for the open seats of their own school.

use super::deferred;
use super::state::State;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::plan::{Class, Round};

pub fn run(state: &mut State) {
    let mut away = vec![0; state.case.demand.cells.len()];
    for cell in state.case.demand.cell_ixs() {
        away[cell.ix()] = hold(state, cell);
    }
    for school in state.case.county.school_ixs() {
        place_surplus(state, school, &away);
    }
}

/// The free holders who keep their cell. Who is pinned to another seat competes too: it was his until a later round, whose
/// result the pin is, and falls open with that round. Returns how many such seats there are.
fn hold(state: &mut State, cell: CellIx) -> usize {
    let standing = &state.case.standing;
    let (mut fixed, mut reserved) = (0, 0);
    for t in state.case.county.teacher_ixs() {
        if state.held[t.ix()] == Some(cell) {
            match standing.class_of(t) {
                Class::Fixed => fixed += 1,
                _ => reserved += 1,
            }
        }
    }
    let left = state.count(cell).saturating_sub(fixed);
    let holders = standing.holders[cell.ix()].iter().copied();
    let teaches = |t: &TeacherIx| !state.appointed.contains_key(t);
    let free = |t: &TeacherIx| standing.class_of(*t) == Class::Free && teaches(t);
    let enters = |t: &TeacherIx| free(t) && (state.done[t.ix()] || state.fits(*t, cell));
    let mut first: Vec<TeacherIx> = holders.filter(enters).collect();
    first.sort_by_cached_key(|t| state.ranks.of(*t, cell));
    first.truncate(left);
    let stays = |t: &TeacherIx| !state.done[t.ix()];
    let (keep, away): (Vec<_>, Vec<_>) = first.into_iter().partition(stays);
    let room = left.saturating_sub(reserved);
    for t in keep.into_iter().take(room) {
        state.seat(t, cell, Round::InSchool);
    }
    away.len().saturating_sub(reserved)
}

/// Deferred acceptance over a school's open seats: the surplus take the wished ones first, then those nearest to what they
/// teach today.
fn place_surplus(state: &mut State, school: SchoolIx, away: &[usize]) {
    let (taken, closed) = (state.taken(&[]), state.closed());
    let start = state
        .case
        .demand
        .cells
        .partition_point(|c| c.school < school);
    let end = state
        .case
        .demand
        .cells
        .partition_point(|c| c.school <= school);
    let cells: Vec<CellIx> = (start..end).map(|i| CellIx(i as u32)).collect();
    let open = |c: &CellIx| state.count(*c).saturating_sub(taken[c.ix()] + away[c.ix()]);
    let capacity: Vec<usize> = cells.iter().map(open).collect();
    let staff = state.case.standing.staff[school.ix()].iter().copied();
    let surplus = |t: &TeacherIx| state.competes(*t) && state.held[t.ix()].is_none();
    let persons: Vec<TeacherIx> = staff.filter(surplus).collect();
    let wishes: Vec<Vec<usize>> = persons
        .iter()
        .map(|t| {
            let may = |i: &usize| {
                capacity[*i] > 0
                    && state.fits(*t, cells[*i])
                    && !state.is_shut(&closed, *t, cells[*i])
            };
            let mut list: Vec<usize> = (0..cells.len()).filter(may).collect();
            list.sort_by_key(|i| {
                let wish = state.wish(*t, cells[*i]).unwrap_or(u32::MAX);
                (wish, state.liking(*t, cells[*i]))
            });
            list
        })
        .collect();
    let given = deferred::accept(&wishes, &capacity, |place, i| {
        state.ranks.of(persons[i], cells[place])
    });
    for (t, place) in persons.into_iter().zip(given) {
        if let Some(place) = place {
            state.seat(t, cells[place], Round::InSchool);
        }
    }
}
