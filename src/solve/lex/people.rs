//! Large counties: the pool bounds the tiers, and the plan is looked for on persons, over the few columns that the bounds
//! leave open.

use super::super::chain::Chain;
use super::super::face::Face;
use super::super::options::Options;
use super::super::outside;
use super::super::tiers;
use super::super::unfold::{Known, Unfolded};
use super::{Lex, SEARCH_SECONDS, quiet};
use crate::model::problem::{Constraint, Problem};
use crate::terms::column::Act;
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::HashSet;

/// What a column may add to the bound and still be tried, one room after the other: a plan is nearly always in the first.
const ROOMS: [f64; 2] = [1.0, 16.0];

/// How far above its bound a tier is looked for on the pool: there are few columns, and mostly there is a plan.
const ABOVE: i64 = 1;

/// How many times further where there was none.
const WIDER: i64 = 4;

/// Above this number of open variables a minute of search on the pool found nothing.
const MANY: usize = 40_000;

/// What a search below a value has brought.
enum Seen {
    /// A plan, kept if it is better than the one at hand.
    Plan,
    /// There is none.
    Nothing,
    Unknown,
}

impl Lex<'_> {
    /// Looks on persons for a plan that reaches all bounds; where there is none, for one that reaches all but the last of
    /// them, and so on. True where there is one, better than the one at hand or not.
    pub(super) fn search_persons(
        &mut self,
        chain: &mut Chain,
        options: &mut Options,
    ) -> Result<bool> {
        for last in (0..chain.faces.len()).rev() {
            let (before, rest) = chain.faces.split_at_mut(last);
            let face = &mut rest[0];
            let bound = face.bound;
            let found = self.window(before, face, bound + ABOVE, options)?;
            if matches!(found, Seen::Plan)
                || self.near_chain(&chain.faces[..=last], &chain.point, options)?
            {
                if chain.faces[last].bound > bound {
                    // The relaxations after it had it lower: they say nothing of plans that have it there.
                    chain.faces.truncate(last + 1);
                }
                return Ok(true);
            }
            if options.stopped() {
                break;
            }
        }
        Ok(false)
    }

    /// First with everybody kept where the relaxation has decided.
    fn near_chain(&mut self, faces: &[Face], point: &[f64], options: &Options) -> Result<bool> {
        let rest = self.rest();
        let last = faces.len() - 1;
        let mut locks = self.locks();
        let held = rest.iter().zip(faces).enumerate();
        let held = held.filter(|(i, (_, face))| *i < last || face.is_whole());
        locks.extend(held.map(|(_, (tier, face))| (*tier, face.bound)));
        for start in [self.narrowed(point), self.problem.clone()] {
            let (problem, closed) = self.locked(start, faces);
            let known = Known {
                problem: &problem,
                closed: &closed,
                locks: &locks,
            };
            let higher = faces[last].room(faces[last].bound) + ROOMS[1];
            for room in [ROOMS[0], higher] {
                let Some(persons) = self.outside.unfold(&known, faces.last(), room) else {
                    return Ok(false);
                };
                let brief = &mut Options {
                    rounding: true,
                    ..quiet(options, SEARCH_SECONDS)
                };
                let next = &rest[last..=last];
                if let Some(point) = self.near(&persons.problem, next, &mut sure(), brief)? {
                    self.keep(&persons, &point);
                    return Ok(true);
                }
                if options.stopped() {
                    return Ok(false);
                }
            }
        }
        Ok(false)
    }

    /// Proves the plan at hand in the next tier, or finds better ones: on the pool, ever further above the bound, then on
    /// persons where the pool has too low a bound.
    pub(super) fn better(&mut self, face: &mut Face, options: &mut Options) -> Result<()> {
        let mut above = ABOVE;
        while let Some(open) = self.open_values(face, options) {
            let least = face.bound + open + 1;
            let highest = face.bound + open.min(above);
            above *= WIDER;
            match self.window(&[], face, highest, options)? {
                Seen::Plan if self.at_hand(self.rest()[0]) < Some(least) => {}
                Seen::Nothing => {}
                _ => break,
            }
        }
        while let Some(open) = self.open_values(face, options) {
            let least = face.bound + open + 1;
            match self.window_of_persons(face, least - 1, options)? {
                Seen::Plan if self.at_hand(self.rest()[0]) < Some(least) => {}
                Seen::Nothing => face.bound = least,
                _ => break,
            }
        }
        Ok(())
    }

    /// How many values besides the bound are open below the plan at hand; none where that is proven as far as the policy
    /// asks.
    fn open_values(&self, face: &Face, options: &Options) -> Option<i64> {
        let next = self.rest()[0];
        let least = self.at_hand(next)?;
        let gap = least - face.bound;
        let allowed = tiers::allowed_gap(self.case, next, options) * least as f64;
        (gap > 0 && gap as f64 > allowed && !options.stopped()).then_some(gap - 1)
    }

    /// A tier whole on the pool, no higher than a value, with the tiers of the faces before at their bounds, without asking
    /// whether groups can share their takes out; then on persons near that point, who can nearly always follow it. Where
    /// there is no such point the bound goes up.
    fn window(
        &mut self,
        before: &[Face],
        face: &mut Face,
        highest: i64,
        options: &Options,
    ) -> Result<Seen> {
        let next = &self.rest()[before.len()..=before.len()];
        let (problem, closed) = self.held(before, (face, highest));
        let outside = self.open(&closed);
        if options.stopped() || open_variables(&problem) + outside.len() > MANY {
            return Ok(Seen::Unknown);
        }
        outside::enter(self.outside, &mut self.problem, outside.into_iter());
        let (problem, closed) = self.held(before, (face, highest));
        let brief = &mut Options {
            floor: face.bound as f64,
            ..quiet(options, SEARCH_SECONDS)
        };
        let solved = self.afresh(&problem, next, &mut sure(), brief)?;
        if let (Some(point), Some(result)) = (&solved.point, solved.tiers.first()) {
            face.bound = face.bound.max(result.bound);
            let room = face.room(result.value);
            let plan = self.follow(point, &problem, &closed, (before, face, room), options)?;
            return Ok(if plan { Seen::Plan } else { Seen::Unknown });
        }
        if solved.infeasible {
            face.bound = highest + 1;
            return Ok(Seen::Nothing);
        }
        Ok(Seen::Unknown)
    }

    /// The next tier whole on persons, no higher than a value.
    fn window_of_persons(
        &mut self,
        face: &mut Face,
        highest: i64,
        options: &Options,
    ) -> Result<Seen> {
        let next = &self.rest()[..1];
        let (problem, closed) = self.held(&[], (face, highest));
        let mut locks = self.locks();
        locks.push((next[0], highest));
        let known = Known {
            problem: &problem,
            closed: &closed,
            locks: &locks,
        };
        let room = face.room(highest);
        let Some(persons) = self.outside.unfold(&known, Some(face), room) else {
            return Ok(Seen::Unknown);
        };
        if persons.columns.len() > MANY {
            return Ok(Seen::Unknown);
        }
        let brief = &mut Options {
            floor: face.bound as f64,
            ..quiet(options, SEARCH_SECONDS)
        };
        let solved = self.afresh(&persons.problem, next, &mut sure(), brief)?;
        if let (Some(point), Some(result)) = (&solved.point, solved.tiers.first()) {
            face.bound = face.bound.max(result.bound);
            self.keep(&persons, point);
            return Ok(Seen::Plan);
        }
        Ok(match solved.infeasible {
            true => Seen::Nothing,
            false => Seen::Unknown,
        })
    }

    /// A plan on persons near a point of the pool: with everybody kept where the point has him, then without those who
    /// compete there for too few seats.
    fn follow(
        &mut self,
        point: &[f64],
        problem: &Problem,
        closed: &[bool],
        (before, face, room): (&[Face], &Face, f64),
        options: &Options,
    ) -> Result<bool> {
        let mut locks = self.locks();
        let rest = self.rest();
        let held = rest.iter().zip(before);
        locks.extend(held.map(|(tier, face)| (*tier, face.bound)));
        let near = self.as_in(problem, point);
        let next = &rest[before.len()..=before.len()];
        for room in [room, room + ROOMS[1]] {
            let known = Known {
                problem: &near,
                closed,
                locks: &locks,
            };
            let Some(persons) = self.outside.unfold(&known, Some(face), room) else {
                return Ok(false);
            };
            let brief = &mut quiet(options, SEARCH_SECONDS);
            if let Some(point) = self.near(&persons.problem, next, &mut sure(), brief)? {
                self.keep(&persons, &point);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The problem with all tiers of some faces at their bounds, and the next no higher than a value; and which columns
    /// outside are closed then.
    fn held(&self, before: &[Face], next: (&Face, i64)) -> (Problem, Vec<bool>) {
        let mut problem = self.problem.clone();
        let mut closed = self.closed.clone();
        let before = before.iter().map(|face| (face, face.bound));
        for (face, value) in before.chain([next]) {
            let changes = face.changes(&problem, self.outside, value);
            changes.apply(&mut problem, &mut closed);
        }
        (problem, closed)
    }

    /// The columns outside that are still open.
    fn open(&self, closed: &[bool]) -> Vec<u32> {
        let all = closed.iter().zip(0..);
        let open = all.filter(|(shut, c)| !**shut && self.outside.variable(*c).is_none());
        open.map(|(_, column)| column).collect()
    }

    /// The problem with everybody of whom a point says where he is kept there, but those who compete for too few seats.
    fn as_in(&self, problem: &Problem, point: &[f64]) -> Problem {
        let mut near = problem.clone();
        let doubts = self.outside.doubt(point);
        let crowded = doubts.iter().flat_map(|row| &row.terms);
        let crowded = crowded.filter_map(|(var, _)| self.columns.get(*var as usize)?.person);
        let crowded: HashSet<_> = crowded.collect();
        let named = self.columns.iter().zip(point).enumerate();
        for (i, (column, x)) in named.filter(|(_, (c, _))| c.act != Act::Release) {
            let kept = column.person.is_some_and(|p| !crowded.contains(&p));
            if *x > 0.5 && kept {
                near.variables[i].lower = 1.0;
            }
        }
        near
    }

    /// Takes a plan on persons over, if it is better than the one at hand.
    fn keep(&mut self, persons: &Unfolded, point: &[f64]) {
        let folded = self.outside.fold(&mut self.problem, persons, point);
        if !self.is_better(&folded) {
            return;
        }
        self.done.point = Some(folded);
        let on = persons.columns.iter().zip(point).filter(|(_, x)| **x > 0.5);
        self.chosen = Some(on.map(|(c, _)| c.clone()).collect());
    }

    /// The tiers that are done, with their values.
    fn locks(&self) -> Vec<(Tier, i64)> {
        let done = self.tiers.iter().zip(&self.done.tiers);
        done.map(|(tier, result)| (*tier, result.value)).collect()
    }
}

fn open_variables(problem: &Problem) -> usize {
    let open = problem.variables.iter().filter(|v| v.lower < v.upper);
    open.count()
}

/// A point on persons is a plan.
fn sure() -> impl FnMut(&[f64]) -> Vec<Constraint> {
    |_| Vec::new()
}
