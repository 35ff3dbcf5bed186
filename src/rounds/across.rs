//! Rounds 3 and 4, competition across schools (跨校竞聘): everybody with wishes, by deferred acceptance. The own seat, if
//! any, is the last wish and its holder goes first there, so that nobody loses by taking part; a seat given up is open in
//! the same round. Round 3 counts wishes inside the own cluster, round 4 all. Who wins another seat is settled.

use super::deferred;
use super::state::State;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::plan::Round;
use std::collections::BTreeMap;

/// Whom R14 keeps from moving in this round, because the spouse goes before.
type Bound = BTreeMap<TeacherIx, TeacherIx>;

pub fn run(state: &mut State, round: Round) {
    let market = Market::new(state, round);
    let given = with_couples(state, &market);
    for (t, cell) in market.persons.iter().zip(given) {
        if let Some(cell) = cell.filter(|cell| state.held[t.ix()] != Some(*cell)) {
            state.seat(*t, cell, round);
            state.done[t.ix()] = true;
        }
    }
}

struct Market {
    persons: Vec<TeacherIx>,
    /// Per person: the seats that would be taken, best first; the own one last, or where it was wished.
    wishes: Vec<Vec<CellIx>>,
    /// Per cell: what those who do not take part leave.
    capacity: Vec<usize>,
}

impl Market {
    fn new(state: &State, round: Round) -> Market {
        let applicants = state.case.county.teacher_ixs();
        let takes_part =
            |t: &TeacherIx| state.competes(*t) && state.case.county.teacher(*t).is_applicant();
        let persons: Vec<TeacherIx> = applicants.filter(takes_part).collect();
        let taken = state.taken(&persons);
        let cells = state.case.demand.cell_ixs();
        let closed = state.closed();
        Market {
            wishes: persons
                .iter()
                .map(|t| wishes(state, round, &closed, *t))
                .collect(),
            capacity: cells
                .map(|c| state.count(c).saturating_sub(taken[c.ix()]))
                .collect(),
            persons,
        }
    }

    fn solve(&self, state: &State, bound: &Bound) -> Vec<Option<CellIx>> {
        let lists: Vec<Vec<usize>> = self
            .persons
            .iter()
            .zip(&self.wishes)
            .map(|(t, list)| {
                let free = |cell: &&CellIx| !bound.contains_key(t) || !state.is_move(*t, **cell);
                list.iter().filter(free).map(|cell| cell.ix()).collect()
            })
            .collect();
        let given = deferred::accept(&lists, &self.capacity, |place, i| {
            let (t, cell) = (self.persons[i], CellIx(place as u32));
            (state.held[t.ix()] != Some(cell), state.ranks.of(t, cell))
        });
        given
            .into_iter()
            .map(|place| place.map(|p| CellIx(p as u32)))
            .collect()
    }
}

/// The seats that a person would rather have than the own one, best first, and then the own one.
fn wishes(state: &State, round: Round, closed: &[bool], t: TeacherIx) -> Vec<CellIx> {
    let held = state.held[t.ix()];
    let stays = state.spouse_moves(t);
    let wished = |cell: CellIx| -> Option<u32> {
        let counts = round == Round::County || in_own_cluster(state, t, cell);
        let barred = state.is_shut(closed, t, cell) || stays && state.is_move(t, cell);
        state
            .wish(t, cell)
            .filter(|_| counts && !barred || held == Some(cell))
    };
    let all = state.arcs.of(t).iter().filter(|cell| state.fits(t, **cell));
    let mut list: Vec<(u32, CellIx)> = all.filter_map(|c| Some((wished(*c)?, *c))).collect();
    list.sort_by_key(|(rank, cell)| (*rank, held != Some(*cell), state.liking(t, *cell)));
    let mut list: Vec<CellIx> = list.into_iter().map(|(_, cell)| cell).collect();
    if let Some(own) = held {
        // Behind the own seat nothing is ever needed.
        let end = list.iter().position(|cell| *cell == own);
        list.truncate(end.unwrap_or(list.len()));
        list.push(own);
    }
    list
}

/// Pooled persons have no own cluster.
fn in_own_cluster(state: &State, t: TeacherIx, cell: CellIx) -> bool {
    let county = &state.case.county;
    let there = &county.school(state.case.demand.cell(cell).school).cluster;
    let own = county.teacher(t).school;
    own.is_some_and(|own| county.school(own).cluster == *there)
}

/// R14 speaks of two persons: of two spouses who would both move only the first in order takes part with moves; if he
/// then does not move after all, the other one does instead. (Where couples are bound to each other an outcome without any
/// envy need not exist; this finds it wherever one couple alone is concerned.)
fn with_couples(state: &State, market: &Market) -> Vec<Option<CellIx>> {
    let mut bound = Bound::new();
    let mut tried: Vec<(TeacherIx, TeacherIx)> = Vec::new();
    loop {
        let given = market.solve(state, &bound);
        let moves: BTreeMap<TeacherIx, bool> = market
            .persons
            .iter()
            .zip(&given)
            .map(|(t, cell)| (*t, cell.is_some_and(|c| state.is_move(*t, c))))
            .collect();
        let does = |t: &TeacherIx| moves.get(t).copied().unwrap_or(false);
        let clash = moves.keys().find_map(|a| {
            let spouse = state.spouses(*a).find(|b| does(a) && does(b))?;
            Some((*a, spouse))
        });
        if let Some((a, b)) = clash {
            let (first, last) = if state.ranks.before(a, b) {
                (a, b)
            } else {
                (b, a)
            };
            bound.insert(last, first);
            continue;
        }
        // Somebody kept back for a spouse who stays: once, the other way round.
        let idle = bound.iter().find(|(last, first)| {
            !does(first) && !tried.contains(&(**first, **last)) && !bound.contains_key(*first)
        });
        let Some((last, first)) = idle.map(|(l, f)| (*l, *f)) else {
            return given;
        };
        tried.push((first, last));
        bound.remove(&last);
        bound.insert(first, last);
        // The other one is not tried a second time.
        tried.push((last, first));
    }
}
