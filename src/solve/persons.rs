//! The last tiers on persons: column generation prices every person × seat from the duals, so that the bound is
//! valid for the whole county while the solver sees only the columns that matter; then whole numbers over the
//! columns whose reduced cost is below the gap.

mod price;

use super::backend::{Ending, Entrant, Limits, Session};
use super::options::{Options, Progress};
use super::tiers;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::direct::assemble;
use crate::model::pool;
use crate::model::problem::{Constraint, Problem, Variable};
use crate::model::rulebook::Rulebook;
use crate::plan::result::TierResult;
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use anyhow::Result;
use price::arc_cost;
use std::collections::HashSet;
use std::time::Instant;

/// Seats a person starts with, nearest first.
const NEAREST: usize = 4;
/// Columns added per person and round.
const PER_ROUND: usize = 3;
const ROUNDS: usize = 60;
/// Reduced costs up to this share of the value come first: nearly every good plan is among those columns.
const NARROW: f64 = 0.002;
/// The share of columns that a wider window may add.
const ROOMY: f64 = 0.25;
/// Above this number of columns, tied appointments that mix in the relaxation are not searched all over again: on a
/// county of 4,000 persons five minutes did not lift the bound by a thousandth.
const MIXED: usize = 5_000;
/// A reduced cost below this is a real improvement, not rounding.
const TOLERANCE: f64 = 1e-6;

pub struct Finished {
    pub chosen: Vec<Column>,
    pub tiers: Vec<TierResult>,
    pub stopped: bool,
}

/// What is known when the personal tiers begin: a plan, the values of the tiers before, and which outcomes without a
/// remote seat they have left open.
pub struct Known<'a> {
    pub chosen: Vec<Column>,
    pub locks: &'a [(Tier, i64)],
    pub open: &'a (dyn Fn(TeacherIx, Act) -> bool + Sync),
    /// Between what every rule's row stands, and each slack, in plans of these values.
    pub rows: &'a [Constraint],
    pub slacks: &'a [Variable],
}

/// Solves the personal tiers from a plan that meets the locked values of the tiers before.
pub fn finish(
    case: &Case,
    arcs: &Arcs,
    book: &Rulebook,
    known: Known,
    personal: &[Tier],
    options: &mut Options,
) -> Result<Finished> {
    let mut work = Work {
        case,
        arcs,
        book,
        locks: known.locks.to_vec(),
        chosen: known.chosen,
        open: known.open,
        rows: known.rows,
        slacks: known.slacks,
        stopped: false,
        settled: false,
    };
    let mut tiers = Vec::new();
    for tier in personal {
        let begun = Instant::now();
        let mut result = work.tier(*tier, options)?;
        result.seconds = begun.elapsed().as_secs_f64();
        tiers::tell(*tier, &result, arcs.len(), true, begun, options);
        work.locks.push((*tier, result.value));
        tiers.push(result);
    }
    Ok(Finished {
        chosen: work.chosen,
        tiers,
        stopped: work.stopped,
    })
}

struct Work<'a> {
    case: &'a Case,
    arcs: &'a Arcs,
    book: &'a Rulebook,
    locks: Vec<(Tier, i64)>,
    chosen: Vec<Column>,
    open: &'a (dyn Fn(TeacherIx, Act) -> bool + Sync),
    rows: &'a [Constraint],
    slacks: &'a [Variable],
    stopped: bool,
    /// Whether the appointments of the plan at hand stand as they are.
    settled: bool,
}

/// What the relaxation says: its value, and per person the reduced costs that columns outside it have.
struct Bound {
    value: f64,
    /// Reduced cost of each arc, in the order of [`Arcs`]; infinite for those that are columns already.
    reduced: Vec<f32>,
}

impl Work<'_> {
    /// Where appointments are still open, first with those of the plan at hand: the relaxation mixes appointments of
    /// equal worth, so that the search over all of them is slow to find what this one finds at once.
    fn tier(&mut self, tier: Tier, options: &mut Options) -> Result<TierResult> {
        if self.appointments_open() {
            self.settled = true;
            self.near_bound(tier, options)?;
            self.settled = false;
        }
        let (value, proof) = self.near_bound(tier, options)?;
        self.stopped |= options.stopped();
        Ok(TierResult {
            key: tier.key().to_string(),
            value,
            bound: proof,
            seconds: 0.0,
            proven: proof == value,
        })
    }

    /// Column generation, then whole numbers over the columns near its bound; returns value and proven bound.
    fn near_bound(&mut self, tier: Tier, options: &mut Options) -> Result<(i64, i64)> {
        let mut columns = self.first_columns(tier);
        let bound = self.generate(tier, &mut columns, options)?;
        let allowed = tiers::allowed_gap(self.case, tier, options);
        let mut value = self.value(tier, options)?;
        let mut proof = whole(bound.value).min(value);
        let wide = (value - proof) as f64 > value as f64 * NARROW;
        if self.appointments_open() && wide && columns.len() > MIXED {
            // The settled search has found the plan; the bound is reported as it stands.
            return Ok((value, proof));
        }
        let narrow = self.roomy(&bound, value as f64 * NARROW, columns.len());
        let mut searched = HashSet::new();
        let mut inside = i64::MAX;
        for window in [narrow, value as f64] {
            let gap = (value - proof) as f64;
            if gap < 0.5 || gap <= allowed * value as f64 || options.stopped() {
                break;
            }
            let window = window.min(value as f64 - bound.value);
            let near = self.within(&bound, window, &columns);
            let all = near.iter().filter_map(|c| Some((c.person?, c.act)));
            let all: HashSet<(TeacherIx, Act)> = all.collect();
            let found = self.integer(tier, near, &searched, allowed, options)?;
            searched = all;
            inside = inside.min(found);
            value = self.value(tier, options)?;
            // A plan that uses a column left out costs at least the window more than the relaxation.
            let outside = whole(bound.value + window);
            proof = proof.max(inside.min(outside)).min(value);
            if self.settled {
                // It is the plan that is asked for: a proof is for all appointments.
                break;
            }
        }
        Ok((value, proof))
    }

    fn appointments_open(&self) -> bool {
        let appoint = |c: &&Column| matches!(c.act, Act::Appoint(_));
        self.chosen.iter().filter(appoint).count() > 0 && !self.settled
    }

    /// What the plan at hand has in a tier; slacks of a count tier are found by a small solve over its own columns.
    fn value(&self, tier: Tier, options: &Options) -> Result<i64> {
        let problem = self.problem(&self.chosen);
        let slacks_from = self.chosen.len() as u32;
        if problem.cost(tier).iter().all(|(var, _)| *var < slacks_from) {
            return Ok(self.chosen.iter().map(|c| c.cost(tier)).sum());
        }
        let mut session = Session::new(&problem)?;
        session.set_objective(&problem.objective(tier))?;
        // Only the slacks are free here, so it takes a moment; out of time the plan still has a value.
        let limits = Limits {
            seconds: f64::INFINITY,
            stop: Default::default(),
            ..options.limits()
        };
        let answer = session.solve(&limits, None, &mut |_| {})?;
        Ok(problem.value(tier, &answer.point))
    }

    fn persons(&self) -> impl Iterator<Item = TeacherIx> + use<> {
        self.case.county.teacher_ixs()
    }

    /// Always columns: their costs in other tiers, or their rows, are no sum of leaving and arriving.
    fn is_near(&self, teacher: TeacherIx, cell: CellIx) -> bool {
        pool::is_near(self.case, teacher, cell)
    }

    /// What stands on the person, the own and the wished seats, the seat of the plan at hand, and the cheapest others.
    fn first_columns(&self, tier: Tier) -> Vec<Column> {
        let case = self.case;
        let mut all = Vec::new();
        let taken: HashSet<(TeacherIx, Act)> = self.taken();
        for t in self.persons() {
            let standing = columns::standing(case, t).into_iter();
            let settled = |c: &Column| {
                !self.settled || !matches!(c.act, Act::Appoint(_)) || taken.contains(&(t, c.act))
            };
            all.extend(standing.filter(|c| (self.open)(t, c.act) && settled(c)));
            let arcs = self.arcs.of(t);
            let wanted =
                |cell: &CellIx| self.is_near(t, *cell) || taken.contains(&(t, Act::Seat(*cell)));
            let mut far: Vec<(i64, CellIx)> = Vec::new();
            for cell in arcs {
                match wanted(cell) {
                    true => all.push(columns::seat(case, t, *cell)),
                    false => far.push((arc_cost(case, tier, t, *cell), *cell)),
                }
            }
            far.sort();
            all.extend(
                far.iter()
                    .take(NEAREST)
                    .map(|(_, cell)| columns::seat(case, t, *cell)),
            );
        }
        all
    }

    fn taken(&self) -> HashSet<(TeacherIx, Act)> {
        self.chosen
            .iter()
            .filter_map(|c| Some((c.person?, c.act)))
            .collect()
    }

    /// The problem over some columns, with the tiers before locked.
    fn problem(&self, columns: &[Column]) -> Problem {
        let mut problem = assemble(self.case, self.book, columns);
        for (row, known) in problem.constraints.iter_mut().zip(self.rows) {
            (row.lower, row.upper) = (known.lower, known.upper);
        }
        problem.variables[columns.len()..].clone_from_slice(self.slacks);
        for (tier, value) in &self.locks {
            let terms = problem
                .cost(*tier)
                .iter()
                .map(|(v, c)| (*v, *c as f64))
                .collect();
            problem
                .constraints
                .push(Constraint::at_most(*value as f64, terms));
        }
        problem
    }

    /// Column generation: solves the relaxation over `columns`, prices all arcs, adds the best, until none is left.
    fn generate(
        &self,
        tier: Tier,
        columns: &mut Vec<Column>,
        options: &mut Options,
    ) -> Result<Bound> {
        let problem = self.problem(columns);
        let mut session = Session::new(&problem)?;
        session.set_objective(&problem.objective(tier))?;
        let limits = options.limits();
        let mut inside: HashSet<(TeacherIx, Act)> = columns
            .iter()
            .filter_map(|c| Some((c.person?, c.act)))
            .collect();
        let mut best = Bound {
            value: f64::NEG_INFINITY,
            reduced: vec![0.0; self.arcs.len()],
        };
        for round in 0..ROUNDS {
            let answer = match round {
                0 => session.relax_afresh(&limits)?,
                _ => session.relax(&limits)?,
            };
            if answer.ending != Ending::Solved {
                break;
            }
            let prices = self.price(tier, &answer.duals, &inside);
            let short: f64 = prices.best.iter().map(|v| v.min(0.0)).sum();
            if answer.value + short >= best.value {
                best = Bound {
                    value: answer.value + short,
                    reduced: prices.reduced,
                };
            }
            if prices.enter.is_empty() || options.stopped() {
                break;
            }
            let locks_from = problem.constraints.len() - self.locks.len();
            let new = prices.enter.into_iter();
            let new: Vec<Column> = new
                .map(|(t, cell)| columns::seat(self.case, t, cell))
                .collect();
            let entrant = |column: &Column| Entrant {
                cost: column.cost(tier) as f64,
                upper: 1.0,
                factors: self.factors(column, locks_from),
            };
            session.add_variables(&new.iter().map(entrant).collect::<Vec<_>>())?;
            inside.extend(new.iter().filter_map(|c| Some((c.person?, c.act))));
            columns.extend(new);
        }
        Ok(best)
    }

    /// The rows of a column, locks included.
    fn factors(&self, column: &Column, locks_from: usize) -> Vec<(u32, f64)> {
        let mut factors = Vec::new();
        self.book.touch(self.case, column, &mut |row, factor| {
            factors.push((row.0, factor as f64))
        });
        for (i, (tier, _)) in self.locks.iter().enumerate() {
            let cost = column.cost(*tier);
            if cost != 0 {
                factors.push(((locks_from + i) as u32, cost as f64));
            }
        }
        merge(factors)
    }

    /// The widest window, from `narrow` on, that brings few more columns in than `narrow` does: the wider it is, the less
    /// often a search has to be done again.
    fn roomy(&self, bound: &Bound, narrow: f64, inside: usize) -> f64 {
        let mut reduced = bound.reduced.clone();
        reduced.sort_by(f32::total_cmp);
        let few = reduced.partition_point(|d| f64::from(*d) <= narrow);
        let most = few + ((few + inside) as f64 * ROOMY) as usize;
        reduced
            .get(most)
            .map_or(f64::INFINITY, |d| f64::from(*d).max(narrow))
    }

    /// The columns at hand and all arcs whose reduced cost is at most `window`.
    fn within(&self, bound: &Bound, window: f64, columns: &[Column]) -> Vec<Column> {
        let mut all = columns.to_vec();
        let mut position = 0;
        for t in self.persons() {
            for cell in self.arcs.of(t) {
                if f64::from(bound.reduced[position]) <= window {
                    all.push(columns::seat(self.case, t, *cell));
                }
                position += 1;
            }
        }
        all.sort_by_key(|c| (c.person, c.act));
        all
    }

    /// Whole numbers over some columns, from the plan at hand; returns the proven bound and keeps the better plan. Where
    /// most of the columns have been searched already, only plans that have another one: mostly the relaxation says at
    /// once that none of them is better.
    fn integer(
        &mut self,
        tier: Tier,
        columns: Vec<Column>,
        searched: &HashSet<(TeacherIx, Act)>,
        allowed: f64,
        options: &mut Options,
    ) -> Result<i64> {
        let mut problem = self.problem(&columns);
        let again = !searched.is_empty();
        let mut enough = i64::MAX;
        if again {
            let value = self.value(tier, options)?;
            enough = value - (allowed * value as f64) as i64;
            let new = columns.iter().enumerate();
            let new =
                new.filter(|(_, c)| c.person.is_some_and(|p| !searched.contains(&(p, c.act))));
            let new: Vec<(u32, f64)> = new.map(|(i, _)| (i as u32, 1.0)).collect();
            problem
                .constraints
                .push(Constraint::new(1.0, f64::INFINITY, new));
        }
        let mut session = Session::new(&problem)?;
        session.set_objective(&problem.objective(tier))?;
        let mut start = None;
        if again {
            let relaxed = session.relax_afresh(&options.limits())?;
            if relaxed.ending == Ending::Infeasible
                || relaxed.ending == Ending::Solved && whole(relaxed.value) >= enough
            {
                return Ok(enough);
            }
        } else {
            start = self.start(&problem, &columns, options)?;
        }
        let limits = Limits {
            relative_gap: allowed,
            ..options.limits()
        };
        let begun = Instant::now();
        let count = columns.len();
        let answer = session.solve(&limits, start.as_deref(), &mut |sight| {
            let left = options
                .time_limit
                .map(|limit| limit - options.begun.elapsed().as_secs_f64());
            if let Some(listener) = &mut options.listener {
                listener(Progress {
                    tier,
                    value: sight.value,
                    bound: sight.bound,
                    columns: count,
                    elapsed: begun.elapsed(),
                    left,
                    done: false,
                });
            }
        })?;
        let at_hand = self.value(tier, options)?;
        if !answer.point.is_empty() && problem.value(tier, &answer.point) < at_hand {
            let on = columns
                .into_iter()
                .zip(&answer.point)
                .filter(|(_, x)| **x > 0.5);
            self.chosen = on.map(|(c, _)| c).collect();
        }
        Ok(match answer.ending {
            Ending::Infeasible => enough,
            _ => whole(answer.bound).min(enough),
        })
    }

    /// The plan at hand as a point of a problem: a small solve over its own columns finds the slacks.
    fn start(
        &self,
        problem: &Problem,
        columns: &[Column],
        options: &Options,
    ) -> Result<Option<Vec<f64>>> {
        let small = self.problem(&self.chosen);
        let answer = Session::new(&small)?.solve(&options.limits(), None, &mut |_| {})?;
        if answer.point.is_empty() {
            return Ok(None);
        }
        let taken = self.taken();
        let on = |c: &Column| c.person.is_some_and(|p| taken.contains(&(p, c.act)));
        let mut point: Vec<f64> = columns.iter().map(|c| f64::from(u8::from(on(c)))).collect();
        point.extend(&answer.point[self.chosen.len()..]);
        Ok((point.len() == problem.variables.len()).then_some(point))
    }
}

/// Tiers that ask who sits where: a group's releases and takes know nothing of them.
pub(super) fn is_personal(tier: Tier) -> bool {
    matches!(
        tier,
        Tier::Distance | Tier::Envy | Tier::Draw | Tier::DrawAgain
    )
}

fn merge(mut factors: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
    factors.sort_by_key(|f| f.0);
    factors.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    factors
}

fn whole(bound: f64) -> i64 {
    tiers::whole_bound(bound)
}
