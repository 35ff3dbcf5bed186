//! The pool method: count tiers on the model factored through the turnover pool, distances on persons.

use super::options::Options;
use super::tiers;
use super::{Outcome, direct, lex, persons, reading};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::matching::{self, Matched, Transport};
use crate::model::pool::{Group, Pool};
use crate::model::problem::{Constraint, Problem};
use crate::model::rulebook::Rulebook;
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use anyhow::Result;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

pub fn solve(case: &Case, arcs: &Arcs, options: &mut Options) -> Result<Outcome> {
    let (counted, personal) = split(&tiers::order(case));
    if counted.is_empty() {
        // A policy that puts persons first leaves nothing to factor.
        return direct::solve(case, arcs, options);
    }
    let book = Rulebook::new(case);
    let model = Pool::new(case, arcs, &book);
    let mut problem = model.problem.clone();
    let mut doubt = |point: &[f64]| cuts(case, &model, point);
    let mut tiered = lex::run(
        case,
        &mut problem,
        &model.columns,
        &counted,
        &mut doubt,
        options,
    )?;
    let Some(point) = tiered.point.take() else {
        return Ok(Outcome {
            plan: None,
            solved: direct::solved(&tiered, "pool", options),
            reasons: Vec::new(),
        });
    };
    let chosen = decode(case, &model, &point);
    let locks: Vec<(Tier, i64)> = counted
        .iter()
        .map(|t| (*t, model.problem.value(*t, &point)))
        .collect();
    let left = Left::new(&model, &problem);
    let arcs = arcs.filtered(|t, cell| left.seat(t, cell));
    let known = persons::Known {
        chosen,
        locks: &locks,
        open: &|t, act| left.stands(t, act),
    };
    let finished = persons::finish(case, &arcs, &book, known, &personal, options)?;
    tiered.tiers.extend(finished.tiers);
    tiered.stopped |= finished.stopped;
    tiered.point = Some(Vec::new());
    let plan = reading::plan(case, finished.chosen.iter());
    Ok(Outcome {
        plan: Some(plan),
        solved: direct::solved(&tiered, "pool", options),
        reasons: Vec::new(),
    })
}

/// What the proven tiers have left open: a variable fixed at 0 is in no plan of equal worth, so persons need not try it.
struct Left {
    named: HashMap<(TeacherIx, Act), bool>,
    /// Per member: his group; per group and cell whether it may be taken.
    group: HashMap<TeacherIx, usize>,
    takes: Vec<HashMap<CellIx, bool>>,
}

impl Left {
    fn new(model: &Pool, problem: &Problem) -> Left {
        let open = |var: usize| problem.variables[var].upper > 0.5;
        let named = model.columns.iter().enumerate();
        let named = named
            .filter_map(|(i, c)| Some(((c.person?, c.act), open(i))))
            .collect();
        let groups = model.groups.iter().enumerate();
        let members = groups.flat_map(|(g, group)| group.members.iter().map(move |(t, _)| (*t, g)));
        let takes = model.groups.iter();
        let takes = takes.map(|g| {
            g.takes
                .iter()
                .map(|(cell, v)| (*cell, open(*v as usize)))
                .collect()
        });
        Left {
            named,
            group: members.collect(),
            takes: takes.collect(),
        }
    }

    fn stands(&self, teacher: TeacherIx, act: Act) -> bool {
        self.named.get(&(teacher, act)).copied().unwrap_or(true)
    }

    fn seat(&self, teacher: TeacherIx, cell: CellIx) -> bool {
        if let Some(open) = self.named.get(&(teacher, Act::Seat(cell))) {
            return *open;
        }
        let taken = self
            .group
            .get(&teacher)
            .and_then(|g| self.takes[*g].get(&cell));
        self.stands(teacher, Act::Release) && taken.copied().unwrap_or(true)
    }
}

/// The tiers that do not ask who goes where, and from the first that does, the rest.
pub(super) fn split(order: &[Tier]) -> (Vec<Tier>, Vec<Tier>) {
    let at = order
        .iter()
        .position(|t| persons::is_personal(*t))
        .unwrap_or(order.len());
    (order[..at].to_vec(), order[at..].to_vec())
}

/// One group's released members and the seats it takes, as a transport problem.
struct Share<'a> {
    group: &'a Group,
    members: Vec<TeacherIx>,
    cells: Vec<CellIx>,
    capacity: Vec<usize>,
}

fn share<'a>(group: &'a Group, point: &[f64]) -> Option<Share<'a>> {
    let on = |var: &u32| point[*var as usize] > 0.5;
    let members: Vec<TeacherIx> = group
        .members
        .iter()
        .filter(|(_, v)| on(v))
        .map(|(t, _)| *t)
        .collect();
    let taken: Vec<&(CellIx, u32)> = group.takes.iter().filter(|(_, v)| on(v)).collect();
    (!members.is_empty()).then(|| Share {
        group,
        members,
        cells: taken.iter().map(|(c, _)| *c).collect(),
        capacity: taken
            .iter()
            .map(|(_, v)| point[*v as usize].round() as usize)
            .collect(),
    })
}

fn matched(case: &Case, model: &Pool, share: &Share) -> Matched {
    let place: BTreeMap<CellIx, usize> = share
        .cells
        .iter()
        .enumerate()
        .map(|(i, c)| (*c, i))
        .collect();
    let choices: Vec<Vec<(usize, i64)>> = share
        .members
        .iter()
        .map(|t| {
            let cells = model.remote[t.ix()].iter();
            let known = cells.filter_map(|c| Some((*place.get(c)?, *c)));
            known
                .map(|(i, c)| (i, columns::distance(case, *t, case.demand.cell(c).school)))
                .collect()
        })
        .collect();
    matching::solve(&Transport {
        choices: &choices,
        capacity: &share.capacity,
    })
}

/// The groups whose released members compete for too few of the seats taken, each with its cut: the members who may
/// go nowhere else are released no more often than these seats are taken.
fn cuts(case: &Case, model: &Pool, point: &[f64]) -> Vec<Constraint> {
    let shares: Vec<Share> = model
        .groups
        .iter()
        .filter_map(|g| share(g, point))
        .collect();
    let found = shares
        .par_iter()
        .filter_map(|share| match matched(case, model, share) {
            Matched::Seats(_) => None,
            Matched::TooFew(few) => Some(cut(model, share, &few)),
        });
    found.collect()
}

/// `few` are positions of taken seats; seats that the group does not take now belong to the other side.
fn cut(model: &Pool, share: &Share, few: &[usize]) -> Constraint {
    let taken_elsewhere: Vec<CellIx> = (0..share.cells.len())
        .filter(|i| !few.contains(i))
        .map(|i| share.cells[i])
        .collect();
    // The confined: members who may take none of the seats taken elsewhere. All seats they may take, taken or not, stand
    // on the right-hand side, so that the row holds for every plan.
    let confined = |t: &TeacherIx| {
        model.remote[t.ix()]
            .iter()
            .all(|c| !taken_elsewhere.contains(c))
    };
    let members: Vec<&(TeacherIx, u32)> = share
        .group
        .members
        .iter()
        .filter(|(t, _)| confined(t))
        .collect();
    let mut reach: Vec<CellIx> = members
        .iter()
        .flat_map(|(t, _)| &model.remote[t.ix()])
        .copied()
        .collect();
    reach.sort();
    reach.dedup();
    let takes = share
        .group
        .takes
        .iter()
        .filter(|(c, _)| reach.binary_search(c).is_ok());
    let mut terms: Vec<(u32, f64)> = members.iter().map(|(_, v)| (*v, 1.0)).collect();
    terms.extend(takes.map(|(_, v)| (*v, -1.0)));
    Constraint {
        lower: f64::NEG_INFINITY,
        upper: 0.0,
        terms,
    }
}

/// Each person's column: what stands on persons already, and the seats of the released by least distance.
fn decode(case: &Case, model: &Pool, point: &[f64]) -> Vec<Column> {
    let on = |(i, _): &(usize, &Column)| point[*i] > 0.5;
    let named = model.columns.iter().enumerate().filter(on).map(|(_, c)| c);
    let mut chosen: Vec<Column> = named
        .filter(|c| !matches!(c.act, Act::Release | Act::Take(_)))
        .cloned()
        .collect();
    for share in model.groups.iter().filter_map(|g| share(g, point)) {
        if let Matched::Seats(seats) = matched(case, model, &share) {
            let pairs = share.members.iter().zip(seats);
            chosen.extend(pairs.map(|(t, seat)| columns::seat(case, *t, share.cells[seat])));
        }
    }
    chosen.sort_by_key(|c| c.person);
    chosen
}
