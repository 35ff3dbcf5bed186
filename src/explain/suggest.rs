//! Seats for one person, best first: at once by the simplest exchange, then by solving each again.

use super::answer::Forced;
use super::forced::{Effort, Question};
use super::reach::seat_cell;
use super::seats;
use super::teacher::order;
use crate::audit;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::columns;
use crate::plan::{Assignment, Class, Outcome, Plan, seat};
use crate::solve::Options;
use anyhow::Result;
use rayon::prelude::*;

/// So many of the first ranks are looked at more closely.
const CLOSER: usize = 8;
/// So many seats, those most likely to be asked for, are ranked at once; each takes an audit of the whole plan.
const AT_ONCE: usize = 48;

/// One seat in the ranking.
#[derive(Debug, Clone)]
pub struct Suggestion {
    pub cell: CellIx,
    /// Tier changes of the simplest exchange, a true plan: the cost is at most this. None: it breaks a rule, or was left
    /// for the solver.
    pub quick: Option<Vec<i64>>,
    /// Solved again; none where time was up.
    pub forced: Option<Forced>,
}

/// The seats in the order of their simplest exchanges.
pub fn first(q: &Question, teacher: TeacherIx) -> Vec<Suggestion> {
    let all = seats::seats(q.case, teacher);
    let now = q.plan.of(teacher).and_then(|r| seat_cell(q.case, r));
    let cells = order(q, teacher, &all, now);
    let open = seats::open(q.case, q.plan);
    let mut list: Vec<Suggestion> = cells
        .into_par_iter()
        .enumerate()
        .map(|(i, cell)| Suggestion {
            cell,
            quick: match i < AT_ONCE {
                true => exchange(q, teacher, cell, open[cell.ix()] == 0),
                false => None,
            },
            forced: None,
        })
        .collect();
    list.sort_by_key(|s| (s.quick.is_none(), s.quick.clone()));
    list
}

/// Solves all and ranks again, then those that come first once more and closer; seats that time did not reach keep their
/// first rank behind the others.
pub fn solve(
    q: &Question,
    teacher: TeacherIx,
    mut list: Vec<Suggestion>,
    options: &Options,
) -> Result<Vec<Suggestion>> {
    for (effort, most) in [(Effort::Quick, usize::MAX), (Effort::Thorough, CLOSER)] {
        let open = list.iter_mut().take(most).filter(|s| !s.settled());
        let mut open: Vec<&mut Suggestion> = open.collect();
        let asked: Vec<_> = open.iter().map(|s| (teacher, s.cell, effort)).collect();
        for (s, forced) in open.iter_mut().zip(q.seats(&asked, options)?) {
            s.forced = forced.or(s.forced.take());
        }
        list.sort_by_key(|s| {
            let solved = s.forced.as_ref().is_some_and(|f| !f.tiers().is_empty());
            (!solved, s.worse())
        });
    }
    Ok(list)
}

impl Suggestion {
    /// Whether nothing more can be learned of it.
    fn settled(&self) -> bool {
        let found = self.forced.as_ref();
        found.is_some_and(|f| f.exact() || matches!(f, Forced::Impossible(_)))
    }

    /// The change of every tier, as well as it is known.
    pub fn worse(&self) -> Option<Vec<i64>> {
        match &self.forced {
            Some(f) if !f.tiers().is_empty() => Some(f.tiers().iter().map(|c| c.worse()).collect()),
            Some(_) => None,
            None => self.quick.clone(),
        }
    }
}

/// The tier changes when a teacher takes a seat and, where it is full, one holder goes to the seat left or stays beyond the
/// posts; none where that breaks a rule.
fn exchange(q: &Question, teacher: TeacherIx, cell: CellIx, full: bool) -> Option<Vec<i64>> {
    let mut plan = q.plan.clone();
    let left = q.plan.of(teacher).cloned()?;
    seat_in(q, &mut plan, teacher, cell)?;
    if full {
        let out = gives_way(q, cell)?;
        let back = seat_cell(q.case, &left).filter(|c| audit::fits(q.case, out, *c).is_ok());
        match back {
            Some(back) => seat_in(q, &mut plan, out, back)?,
            None => unseat(q, &mut plan, out)?,
        }
    }
    let audit = audit::audit(q.case, &plan);
    let known = q.known.iter();
    let changes = known.map(|k| audit.tier(k.tier.key()).map_or(0, |v| v - k.value));
    (!audit.broken()).then(|| changes.collect())
}

/// The holder who gives way: free, of the lowest score.
fn gives_way(q: &Question, cell: CellIx) -> Option<TeacherIx> {
    let here = q.plan.rows.iter();
    let here = here.filter(|r| matches!(r.class, Class::Free | Class::Pooled));
    here.filter(|r| seat_cell(q.case, r) == Some(cell))
        .map(|r| r.teacher)
        .min_by_key(|t| (q.case.county.teacher(*t).score, *t))
}

fn row(plan: &mut Plan, teacher: TeacherIx) -> Option<&mut Assignment> {
    plan.rows.iter_mut().find(|r| r.teacher == teacher)
}

fn seat_in(q: &Question, plan: &mut Plan, teacher: TeacherIx, cell: CellIx) -> Option<()> {
    let to = crate::plan::Seat::of(q.case.demand.cell(cell));
    let outcome = match q.case.county.teacher(teacher).school {
        None => Outcome::Placed,
        Some(_) if seat::is_move(q.case, teacher, to.school) => Outcome::Move,
        Some(_) => Outcome::Stay,
    };
    let row = row(plan, teacher)?;
    row.outcome = outcome;
    row.station = Some(to.station());
    Some(())
}

/// Kept beyond the posts where that may be, else to the pool.
fn unseat(q: &Question, plan: &mut Plan, teacher: TeacherIx) -> Option<()> {
    let current = columns::current(q.case, teacher);
    let row = row(plan, teacher)?;
    row.outcome = match current {
        Some(_) => Outcome::Retained,
        None => Outcome::Pool,
    };
    row.station = current;
    Some(())
}
