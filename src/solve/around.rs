//! Around a plan: the best plan in which only some persons may have another outcome. It keeps the rest as still as
//! possible and takes a moment where a whole solve takes minutes; what it finds is a true plan, but only a bound on the
//! best one, unless it reaches values that no plan can be better than.

use super::backend::{Limits, Session};
use super::options::Options;
use super::tiers;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::direct::assemble;
use crate::model::problem::Problem;
use crate::model::rulebook::Rulebook;
use crate::plan::{Assignment, Class, Outcome, Plan};
use crate::solve::reading;
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a broken count weighs against a changed outcome while the first plan is looked for; only a start.
const COUNT_WEIGHT: f64 = 20.0;
/// Relative gap at which that first plan is good enough.
const STILL_GAP: f64 = 0.005;

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
    let Choices { columns, kept, .. } = &choices;
    let (problem, there) = choices.problem(case);
    let mut session = Session::new(&problem)?;
    let first = match most {
        Some(most) => few(&problem, columns, kept, &mut session, most, options)?,
        None => still(&problem, columns, kept, &mut session, options)?,
    };
    let Some(mut point) = first else {
        return Ok(None);
    };
    let none = &mut |_: &[f64]| Vec::new();
    let mut on_floor = true;
    for tier in tiers::order(case) {
        let floor = floors.iter().find(|(t, _)| *t == tier).map(|(_, v)| *v);
        let value = |point: &[f64]| problem.value(tier, point) + there.get(&tier).unwrap_or(&0);
        let reached = |point: &[f64]| floor.is_some_and(|f| value(point) <= f);
        if on_floor && reached(&point) {
            tiers::lock(&problem, &mut session, tier, problem.value(tier, &point))?;
            continue;
        }
        let start = Some(point.clone());
        let done = tiers::run(case, &problem, &mut session, &[tier], start, none, options)?;
        point = done.point.unwrap_or(point);
        on_floor &= reached(&point);
    }
    let chosen = columns.iter().zip(&point).filter(|(_, x)| **x > 0.5);
    let all = chosen.map(|(c, _)| c).chain(&choices.still);
    Ok(Some(reading::plan(case, all)))
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

    /// The problem of those who may change, and what the others add to each tier: they only shift the rows that they
    /// stand in, so that its size is that of the exchange and not of the county.
    fn problem(&self, case: &Case) -> (Problem, BTreeMap<Tier, i64>) {
        let book = Rulebook::new(case);
        let mut problem = assemble(case, &book, &self.columns);
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

/// A first plan with at most so many changes, which binds from then on; or with as few as can be.
fn few(
    problem: &Problem,
    columns: &[Column],
    kept: &BTreeSet<usize>,
    session: &mut Session,
    most: usize,
    options: &Options,
) -> Result<Option<Vec<f64>>> {
    let changed: Vec<(u32, f64)> = (0..columns.len())
        .filter(|i| !kept.contains(i))
        .map(|i| (i as u32, 1.0))
        .collect();
    let row = session.add_row(&changed, f64::NEG_INFINITY, most as f64)?;
    let found = still(problem, columns, kept, session, options)?;
    if found.is_some() || options.stopped() {
        return Ok(found);
    }
    session.set_row_bounds(row, f64::NEG_INFINITY, f64::INFINITY)?;
    session.set_objective(&changed)?;
    let fewest = session.solve(&options.limits(), None, &mut |_| {})?;
    if fewest.point.is_empty() {
        return Ok(None);
    }
    session.set_row_bounds(row, f64::NEG_INFINITY, fewest.value)?;
    Ok(Some(fewest.point))
}

/// A first plan with few changes and no more broken counts than they are worth.
fn still(
    problem: &Problem,
    columns: &[Column],
    kept: &BTreeSet<usize>,
    session: &mut Session,
    options: &Options,
) -> Result<Option<Vec<f64>>> {
    let mut cost = vec![0.0; problem.variables.len()];
    let counts = [
        Tier::LeaderUnfilled,
        Tier::OverStaffing,
        Tier::Uncovered,
        Tier::Unplaced,
        Tier::Rotation,
        Tier::Balance,
        Tier::Titles,
    ];
    for tier in counts {
        for (var, c) in problem.cost(tier) {
            cost[*var as usize] += COUNT_WEIGHT * *c as f64;
        }
    }
    for i in (0..columns.len()).filter(|i| !kept.contains(i)) {
        cost[i] += 1.0;
    }
    let terms: Vec<(u32, f64)> = cost
        .iter()
        .enumerate()
        .map(|(i, c)| (i as u32, *c))
        .collect();
    session.set_objective(&terms)?;
    let limits = Limits {
        relative_gap: STILL_GAP,
        ..options.limits()
    };
    let answer = session.solve(&limits, None, &mut |_| {})?;
    Ok((!answer.point.is_empty()).then_some(answer.point))
}
