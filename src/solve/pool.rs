//! The pool method: count tiers on the model factored through the turnover pool, distances on persons.

use super::lex::Lex;
use super::options::Options;
use super::outside::Outside as _;
use super::takes::{self, Takes, share};
use super::{Outcome, chain, direct, persons, reading, tiers};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::matching::Matched;
use crate::model::pool::{Pool, Sharing};
use crate::model::problem::Problem;
use crate::model::rulebook::Rulebook;
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::HashMap;

pub fn solve(case: &Case, arcs: &Arcs, options: &mut Options) -> Result<Outcome> {
    let (counted, personal) = split(&tiers::order(case));
    if counted.is_empty() {
        // A policy that puts persons first leaves nothing to factor.
        return direct::solve(case, arcs, options);
    }
    let book = Rulebook::new(case);
    let sharing = options.many.sharing(arcs.len());
    let (mut model, columns, problem) = Pool::new(case, arcs, &book, sharing);
    let mut takes = Takes::new(case, &book, &columns, &mut model);
    let mut lex = Lex::new(case, &columns, &counted, problem, &mut takes);
    lex.sharing = sharing;
    let mut tiered = lex.run(options)?;
    let (problem, closed, chosen) = (lex.problem, lex.closed, lex.chosen);
    let Some(point) = tiered.point.take() else {
        return Ok(Outcome {
            plan: None,
            solved: direct::solved(&tiered, "pool", options),
            reasons: Vec::new(),
        });
    };
    let chosen = chosen.unwrap_or_else(|| decode(case, &columns, &model, &point));
    let locks: Vec<(Tier, i64)> = counted
        .iter()
        .map(|t| (*t, problem.value(*t, &point)))
        .collect();
    let left = Left::new(&columns, &model, &problem, &closed);
    let arcs = arcs.filtered(|t, cell| left.seat(t, cell));
    let slacks = &problem.variables[columns.len()..][..book.rows.slacks.len()];
    let known = persons::Known {
        rows: &problem.constraints[..book.rows.rows.len()],
        slacks,
        chosen,
        locks: &locks,
        before: std::mem::take(&mut tiered.tiers),
        open: &|t, act| left.stands(t, act),
    };
    let finished = persons::finish(case, &arcs, &book, known, &personal, options)?;
    tiered.tiers = finished.tiers;
    tiered.stopped |= finished.stopped;
    tiered.point = Some(Vec::new());
    let plan = reading::plan(case, finished.chosen.iter());
    Ok(Outcome {
        plan: Some(plan),
        solved: direct::solved(&tiered, "pool", options),
        reasons: Vec::new(),
    })
}

/// Per tier a value that no plan can be below, as long as all tiers before are at theirs. Ends after the first tier of
/// which `enough` says so, or when time is up; tiers that ask who sits where have none.
pub fn bounds(
    case: &Case,
    arcs: &Arcs,
    enough: &mut dyn FnMut(Tier, i64) -> bool,
    options: &mut Options,
) -> Result<Vec<(Tier, i64)>> {
    let (counted, _) = split(&tiers::order(case));
    relaxed(case, arcs, &counted, enough, options)
}

/// [`bounds`] of some of the tiers that do not ask who sits where.
pub fn relaxed(
    case: &Case,
    arcs: &Arcs,
    tiers: &[Tier],
    enough: &mut dyn FnMut(Tier, i64) -> bool,
    options: &mut Options,
) -> Result<Vec<(Tier, i64)>> {
    let book = Rulebook::new(case);
    let (mut model, columns, mut problem) = Pool::new(case, arcs, &book, Sharing::Whole);
    let mut takes = Takes::new(case, &book, &columns, &mut model);
    let closed = vec![false; takes.len()];
    let chain = chain::relax(
        &mut problem,
        &mut takes,
        &closed,
        &chain::Asked {
            tiers,
            before: &[],
            seconds: f64::INFINITY,
            hard: false,
            vertex: false,
        },
        &mut |tier, face| enough(tier, face.bound),
        options,
    )?;
    let bounds = chain.faces.iter().map(|face| face.bound);
    Ok(tiers.iter().copied().zip(bounds).collect())
}

/// What the proven tiers have left open: a variable fixed at 0 is in no plan of equal worth, so persons need not try it.
struct Left {
    named: HashMap<(TeacherIx, Act), bool>,
    /// Per member: his group; per group and cell whether it may be taken.
    group: HashMap<TeacherIx, usize>,
    takes: Vec<HashMap<CellIx, bool>>,
}

impl Left {
    fn new(columns: &[Column], model: &Pool, problem: &Problem, closed: &[bool]) -> Left {
        let open = |var: usize| problem.variables[var].upper > 0.5;
        let named = columns.iter().enumerate();
        let named = named
            .filter_map(|(i, c)| Some(((c.person?, c.act), open(i))))
            .collect();
        let groups = model.groups.iter().enumerate();
        let members = groups.flat_map(|(g, group)| group.members.iter().map(move |(t, _)| (*t, g)));
        let takes = model.groups.iter().map(|g| {
            let all = g.cells.iter().zip(&g.takes).enumerate();
            let left = |(i, (cell, var)): (usize, (&CellIx, &Option<u32>))| {
                let shut = closed[g.first + i];
                (*cell, var.map_or(!shut, |var| open(var as usize)))
            };
            all.map(left).collect()
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

/// Each person's column: what stands on persons already, and the seats of the released by least distance.
fn decode(case: &Case, columns: &[Column], model: &Pool, point: &[f64]) -> Vec<Column> {
    let on = |(i, _): &(usize, &Column)| point[*i] > 0.5;
    let named = columns.iter().enumerate().filter(on).map(|(_, c)| c);
    let mut chosen: Vec<Column> = named.filter(|c| c.act != Act::Release).cloned().collect();
    let groups = model.groups.iter().enumerate();
    for share in groups.filter_map(|(i, g)| share(i, g, point)) {
        if let Matched::Seats(seats) = takes::matched(case, model, &share) {
            let pairs = share.members.iter().zip(seats);
            chosen.extend(pairs.map(|(t, seat)| columns::seat(case, *t, share.cells[seat])));
        }
    }
    chosen.sort_by_key(|c| c.person);
    chosen
}
