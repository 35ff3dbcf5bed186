//! Whole numbers near the relaxation of a personal tier: first over the columns whose reduced cost is small, then over all
//! that a better plan could use.

use super::super::backend::{Ending, Limits, Session};
use super::super::options::Options;
use super::super::tiers;
use super::{Bound, Work, whole};
use crate::county::TeacherIx;
use crate::model::columns;
use crate::model::problem::{Constraint, Problem};
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::HashSet;

/// Reduced costs up to this share of the value come first: nearly every good plan is among those columns.
const NARROW: f64 = 0.002;
/// The share of columns that a wider window may add.
const ROOMY: f64 = 0.5;
/// From this number of columns on a search begins without the plan at hand: with it, it took twice as long.
const MANY: usize = 30_000;
/// Above this number of columns, tied appointments that mix in the relaxation are not searched all over again: on a
/// county of 4,000 persons five minutes did not lift the bound by a thousandth.
const MIXED: usize = 5_000;

impl Work<'_> {
    /// Column generation, then whole numbers over the columns near its bound; returns value and proven bound.
    pub(super) fn near_bound(&mut self, tier: Tier, options: &mut Options) -> Result<(i64, i64)> {
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
            let found = self.search(tier, near, &searched, allowed, options)?;
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
    /// most of the columns have been searched already, only plans that have another one, and only those that are better by
    /// more than the gap: with that told to the solver, 41,000 columns of 5,000 persons took 34 s, and 75 to 150 s without.
    fn search(
        &mut self,
        tier: Tier,
        columns: Vec<Column>,
        searched: &HashSet<(TeacherIx, Act)>,
        allowed: f64,
        options: &mut Options,
    ) -> Result<i64> {
        let mut problem = self.problem(&columns);
        let again = !searched.is_empty();
        if again {
            problem.constraints.push(another(&columns, searched));
        }
        let mut session = Session::new(&problem)?;
        session.set_objective(&problem.objective(tier))?;
        let value = self.value(tier, options)?;
        // A bound as high as this proves the plan at hand as far as is asked.
        let enough = value - (allowed * value as f64) as i64;
        let mut start = None;
        if again {
            if let Some(bound) = relaxed(&mut session, enough, options)? {
                return Ok(bound);
            }
        } else if columns.len() < MANY {
            start = self.start(&problem, &columns, options)?;
        }
        let limits = Limits {
            relative_gap: allowed,
            ceiling: match again {
                true => (enough - 1) as f64,
                false => f64::INFINITY,
            },
            ..options.limits()
        };
        let answer = session.solve(
            &limits,
            start.as_deref(),
            &mut tiers::watch(tier, columns.len(), options),
        )?;
        if !answer.point.is_empty() && problem.value(tier, &answer.point) < value {
            let on = columns.into_iter().zip(&answer.point);
            let on = on.filter(|(_, x)| **x > 0.5);
            self.chosen = on.map(|(c, _)| c).collect();
        }
        Ok(match answer.ending {
            Ending::Infeasible if again => enough,
            // Beyond the ceiling nothing was looked for, so nothing is proven there.
            _ if again => whole(answer.bound).min(enough),
            _ => whole(answer.bound),
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

/// The bound of a relaxation, where that is enough.
fn relaxed(session: &mut Session, enough: i64, options: &Options) -> Result<Option<i64>> {
    let relaxed = session.relax_afresh(&options.limits())?;
    Ok(match relaxed.ending {
        Ending::Infeasible => Some(i64::MAX),
        Ending::Solved => Some(whole(relaxed.value)).filter(|bound| *bound >= enough),
        _ => None,
    })
}

/// At least one column that has not been searched yet.
fn another(columns: &[Column], searched: &HashSet<(TeacherIx, Act)>) -> Constraint {
    let is_new = |c: &Column| c.person.is_some_and(|p| !searched.contains(&(p, c.act)));
    let new = columns.iter().zip(0..).filter(|(c, _)| is_new(c));
    let terms = new.map(|(_, var)| (var, 1.0)).collect();
    Constraint::new(1.0, f64::INFINITY, terms)
}

#[cfg(test)]
mod tests {
    use super::super::super::made;
    use super::super::super::pool::split;
    use super::*;
    use crate::model::arcs::Arcs;
    use crate::model::direct::Direct;
    use crate::model::rulebook::Rulebook;

    /// A plan of a made-up county that does not mind distances, and all columns; searched again with those that only the
    /// nearest plan has. A gap up to one short of that plan still finds it; a gap as wide as it only proves that none is
    /// nearer by more.
    #[test]
    fn a_search_again_looks_for_what_is_better_by_more_than_the_gap() {
        let case = made::case();
        let (book, arcs) = (Rulebook::new(&case), Arcs::new(&case));
        let Direct { columns, problem } = Direct::new(&case, &arcs, &book);
        let (counted, _) = split(&tiers::order(&case));
        let options = &mut Options::default();
        let mut session = Session::new(&problem).unwrap();
        let doubt = &mut |_: &[f64]| Vec::new();
        let done = tiers::run(
            &case,
            &problem,
            &mut session,
            &counted,
            None,
            doubt,
            options,
        );
        let point = done.unwrap().point.unwrap();
        let locks = counted.iter().map(|t| (*t, problem.value(*t, &point)));
        let on = columns.iter().zip(&point).filter(|(_, x)| **x > 0.5);
        let plan: Vec<Column> = on.map(|(c, _)| c.clone()).collect();
        let mut work = Work {
            case: &case,
            arcs: &arcs,
            book: &book,
            locks: locks.collect(),
            chosen: plan.clone(),
            open: &|_, _| true,
            rows: &problem.constraints[..book.rows.rows.len()],
            slacks: &problem.variables[columns.len()..],
            stopped: false,
            settled: false,
        };
        let tier = Tier::Distance;
        let value = work.value(tier, options).unwrap();
        let whole = work.search(tier, columns.clone(), &HashSet::new(), 0.0, options);
        let best = whole.unwrap();
        assert_eq!(work.value(tier, options).unwrap(), best);
        assert!(best + 1 < value, "{best} {value}");

        let nearest = work.taken();
        work.chosen = plan.clone();
        let first = work.taken();
        let all = columns.iter().filter_map(|c| Some((c.person?, c.act)));
        let searched = all.filter(|c| first.contains(c) || !nearest.contains(c));
        let searched: HashSet<_> = searched.collect();
        for (gap, then) in [(value - best - 1, best), (value - best, value)] {
            work.chosen = plan.clone();
            let allowed = (gap as f64 + 0.5) / value as f64;
            let proof = work.search(tier, columns.clone(), &searched, allowed, options);
            assert_eq!(proof.unwrap(), best, "{gap}");
            assert_eq!(work.value(tier, options).unwrap(), then, "{gap}");
        }
    }
}
