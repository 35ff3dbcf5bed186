//! The last tiers on persons: column generation prices every person × seat from the duals, so that the bound is
//! valid for the whole county while the solver sees only the columns that matter; then whole numbers over the
//! columns whose reduced cost is below the gap.

mod price;
mod search;

use super::backend::{Ending, Entrant, Limits, Session};
use super::options::Options;
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
/// Columns added per person and round: with 10,000 persons ten end in five rounds, three in six.
const PER_ROUND: usize = 10;
const ROUNDS: usize = 60;
/// New columns for this many rows are too many to go on from the vertex before: 1,600 took 3.8 s from there and 1.1 s from
/// scratch, 180 took 0.9 s and 1.1 s, with 14,000 rows.
const ROWS_PER_ENTRANT: usize = 50;
/// A reduced cost below this is a real improvement, not rounding.
const TOLERANCE: f64 = 1e-6;

pub struct Finished {
    pub chosen: Vec<Column>,
    /// All tiers, with those before.
    pub tiers: Vec<TierResult>,
    pub stopped: bool,
}

/// What is known when the personal tiers begin: a plan, the values of the tiers before, and which outcomes without a
/// remote seat they have left open.
pub struct Known<'a> {
    pub chosen: Vec<Column>,
    pub before: Vec<TierResult>,
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
    let mut tiers = known.before;
    for tier in personal {
        let begun = Instant::now();
        let mut result = work.tier(*tier, options)?;
        result.seconds = begun.elapsed().as_secs_f64();
        tiers::tell(*tier, &result, arcs.len(), true, begun, options);
        work.locks.push((*tier, result.value));
        tiers.push(result);
    }
    // The search of a later tier may have brought one lower that was not at its bound.
    for result in tiers.iter_mut().filter(|r| !r.proven) {
        if let Some(tier) = Tier::parse(&result.key) {
            tiers::lower(result, work.value(tier, options)?);
        }
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
        let mut afresh = true;
        for _ in 0..ROUNDS {
            let answer = match afresh {
                true => session.relax_afresh(&limits)?,
                false => session.relax(&limits)?,
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
            afresh = new.len() * ROWS_PER_ENTRANT > problem.constraints.len();
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
