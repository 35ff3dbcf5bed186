//! Around a plan: the best plan in which only some persons may have another outcome. It keeps the rest as still as
//! possible and takes a moment where a whole solve takes minutes; what it finds is a true plan, but only a bound on the
//! best one, unless it reaches values that no plan can be better than.

use super::descent::Descent;
use super::options::Options;
use super::tiers;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::direct::assemble;
use crate::model::problem::{Constraint, Problem};
use crate::model::rulebook::Rulebook;
use crate::plan::{Assignment, Class, Outcome, Plan};
use crate::solve::reading;
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rounding error of a row's sides.
const SLIP: f64 = 1e-6;

/// The best plan in which only `moving` may differ from `base`; none where there is none, or none in time.
///
/// `floors` are values that no plan of the case can be better than, in the order of the tiers and each as long as all
/// before it are reached: a tier that stands there needs no search.
pub fn around(
    case: &Case,
    arcs: &Arcs,
    base: &Plan,
    moving: &BTreeSet<TeacherIx>,
    floors: &[(Tier, i64)],
    options: &mut Options,
) -> Result<Option<Plan>> {
    search(case, arcs, base, moving, floors, None, options)
}

/// The best plan in which at most `most` persons of `moving` have another outcome than in `base`, or, where that many
/// cannot make a plan of it, as few as can.
pub fn improve(
    case: &Case,
    arcs: &Arcs,
    base: &Plan,
    moving: &BTreeSet<TeacherIx>,
    most: usize,
    options: &mut Options,
) -> Result<Option<Plan>> {
    search(case, arcs, base, moving, &[], Some(most), options)
}

fn search(
    case: &Case,
    arcs: &Arcs,
    base: &Plan,
    moving: &BTreeSet<TeacherIx>,
    floors: &[(Tier, i64)],
    most: Option<usize>,
    options: &mut Options,
) -> Result<Option<Plan>> {
    let Some(choices) = Choices::new(case, arcs, base, moving) else {
        return Ok(None);
    };
    let (problem, there) = choices.problem(case);
    let order = order(case);
    let below = |t: &Tier| there.get(t).copied().unwrap_or(0);
    let floors: BTreeMap<Tier, i64> = floors.iter().map(|(t, v)| (*t, v - below(t))).collect();
    let found = match most {
        Some(most) => few(problem, &choices.changed(), most, &order, options)?,
        None => Descent::new(problem, &order, &floors)?.best(options)?,
    };
    let Some(point) = found else {
        return Ok(None);
    };
    let columns = choices.columns.iter().zip(&point);
    let chosen = columns.filter(|(_, x)| **x > 0.5).map(|(c, _)| c);
    let plan = reading::plan(case, chosen.chain(&choices.still));
    Ok(Some(plan))
}

/// The tiers in force, and last the changed outcomes: of equal plans the one that stays nearest.
fn order(case: &Case) -> Vec<Tier> {
    let mut order = tiers::order(case);
    if !order.contains(&Tier::Kept) {
        order.push(Tier::Kept);
    }
    order
}

/// What may become of whom.
struct Choices {
    /// Of those who may change.
    columns: Vec<Column>,
    /// Which of them are those of the plan.
    kept: BTreeSet<usize>,
    /// Of everybody else, as the plan has them.
    still: Vec<Column>,
}

impl Choices {
    /// None where somebody who is to keep his outcome cannot.
    fn new(case: &Case, arcs: &Arcs, base: &Plan, moving: &BTreeSet<TeacherIx>) -> Option<Choices> {
        let room = room(case, base, moving);
        let has_room = |cell: CellIx| room.get(&cell).is_some_and(|n| *n > 0);
        let mut all = Choices {
            columns: Vec::new(),
            kept: BTreeSet::new(),
            still: Vec::new(),
        };
        for t in planned(case) {
            let now = base.of(t).and_then(|row| column(case, arcs, row));
            if !moving.contains(&t) {
                all.still.push(now?);
                continue;
            }
            let own = columns::of_person(case, arcs, t).into_iter();
            for c in own.filter(|c| c.seat().is_none_or(has_room)) {
                if now.as_ref().is_some_and(|n| n.act == c.act) {
                    all.kept.insert(all.columns.len());
                }
                all.columns.push(c);
            }
        }
        Some(all)
    }

    /// One for every outcome that is not the plan's.
    fn changed(&self) -> Vec<(u32, f64)> {
        let all = 0..self.columns.len();
        let changed = all.filter(|i| !self.kept.contains(i));
        changed.map(|i| (i as u32, 1.0)).collect()
    }

    /// The problem of those who may change, and what the others add to each tier: they only shift the rows that they
    /// stand in, so that its size is that of the exchange and not of the county.
    fn problem(&self, case: &Case) -> (Problem, BTreeMap<Tier, i64>) {
        let book = Rulebook::new(case);
        let mut problem = assemble(case, &book, &self.columns);
        if case.kept.is_none() {
            for (var, _) in self.changed() {
                problem.add_cost(Tier::Kept, var, 1);
            }
        }
        let mut shift = vec![0.0; problem.constraints.len()];
        let mut there = BTreeMap::new();
        for column in &self.still {
            book.touch(case, column, &mut |row, factor| {
                shift[row.0 as usize] += factor as f64
            });
            for (tier, cost) in &column.costs {
                *there.entry(*tier).or_default() += cost;
            }
        }
        for (row, by) in problem.constraints.iter_mut().zip(shift) {
            row.lower -= by;
            row.upper -= by;
        }
        // A row in which nobody of these stands says nothing, unless the others break it.
        problem
            .constraints
            .retain(|row| !row.terms.is_empty() || row.lower > SLIP || row.upper < -SLIP);
        (problem, there)
    }
}

fn planned(case: &Case) -> impl Iterator<Item = TeacherIx> {
    let all = case.county.teacher_ixs();
    all.filter(|t| !matches!(case.standing.class_of(*t), Class::Out | Class::Barred))
}

/// Seats that those who keep their outcome leave.
fn room(case: &Case, base: &Plan, moving: &BTreeSet<TeacherIx>) -> HashMap<CellIx, i64> {
    let all = case.demand.cell_ixs();
    let mut room: HashMap<CellIx, i64> = all
        .map(|ix| (ix, i64::from(case.demand.cell(ix).count)))
        .collect();
    for row in base.rows.iter().filter(|r| !moving.contains(&r.teacher)) {
        let cell = row
            .seat()
            .and_then(|s| case.demand.find(s.school, s.stage, s.subject));
        if let Some(n) = cell.and_then(|c| room.get_mut(&c)) {
            *n -= 1;
        }
    }
    room
}

/// The column of an outcome; none where the rules of this case do not allow it.
pub(super) fn column(case: &Case, arcs: &Arcs, row: &Assignment) -> Option<Column> {
    let t = row.teacher;
    let mut standing = columns::standing(case, t).into_iter();
    match row.outcome {
        Outcome::Retained => standing.find(|c| c.act == Act::Retained),
        Outcome::Pool => standing.find(|c| c.act == Act::Pool),
        Outcome::Lead => standing.find(|c| {
            let here = c.station.map(|s| s.school) == row.station.map(|s| s.school);
            c.leads() && here && reading::role(case, c) == Some(row.role)
        }),
        Outcome::Barred => None,
        Outcome::Stay | Outcome::Move | Outcome::Placed => {
            let seat = row.seat()?;
            let cell = case.demand.find(seat.school, seat.stage, seat.subject)?;
            let open = arcs.of(t).binary_search(&cell).is_ok();
            open.then(|| columns::seat(case, t, cell))
        }
    }
}

/// The best point with at most so many changes, or with as few as can be.
fn few(
    problem: Problem,
    changed: &[(u32, f64)],
    most: usize,
    order: &[Tier],
    options: &Options,
) -> Result<Option<Vec<f64>>> {
    let none = BTreeMap::new();
    let limited = |most: f64| {
        let mut limited = problem.clone();
        let row = Constraint::at_most(most, changed.to_vec());
        limited.constraints.push(row);
        limited
    };
    let found = Descent::new(limited(most as f64), order, &none)?.best(options)?;
    if found.is_some() || options.stopped() {
        return Ok(found);
    }
    let fewest = Descent::new(problem.clone(), &[Tier::Kept], &none)?.best(options)?;
    let Some(fewest) = fewest else {
        return Ok(None);
    };
    let least = problem.value(Tier::Kept, &fewest);
    Descent::new(limited(least as f64), order, &none)?.best(options)
}
