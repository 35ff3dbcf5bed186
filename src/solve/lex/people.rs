//! Large counties: the pool bounds the tiers, and the plan is looked for on persons, over the few columns that the bounds
//! leave open.

use super::super::chain::Chain;
use super::super::face::Face;
use super::super::options::Options;
use super::super::unfold::{Known, Unfolded};
use super::{Lex, SEARCH_SECONDS, quiet};
use crate::model::problem::{Constraint, Problem};
use crate::terms::column::Act;
use crate::terms::tier::Tier;
use anyhow::Result;

/// What a column may add to the bound and still be tried, one room after the other: a plan is nearly always in the first.
const ROOMS: [f64; 2] = [1.0, 16.0];

/// Above this number of open variables a minute of search on the pool found nothing.
const MANY: usize = 40_000;

impl Lex<'_> {
    /// Looks on persons for a plan that reaches all bounds; where there is none, for one that reaches all but the last of
    /// them, and so on. True where there is one, better than the one at hand or not.
    pub(super) fn search_persons(&mut self, chain: &Chain, options: &Options) -> Result<bool> {
        for last in (0..chain.faces.len()).rev() {
            if self.near_chain(&chain.faces[..=last], &chain.point, options)? {
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
            for room in ROOMS {
                let Some(persons) = self.outside.unfold(&known, faces.last(), room) else {
                    return Ok(false);
                };
                let brief = &mut quiet(options, SEARCH_SECONDS);
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

    /// The next tier whole on the pool, without asking whether groups can share their takes out; then on persons near that
    /// point, who can nearly always follow it. Returns the bound that the search on the pool has proven.
    pub(super) fn guided(&mut self, face: &Face, least: i64, options: &mut Options) -> Result<i64> {
        if self.open(face, least) > MANY {
            return Ok(face.bound);
        }
        self.complete(Some((face, least)));
        let brief = &mut quiet(options, SEARCH_SECONDS);
        let next = &self.rest()[..1];
        let solved = self.afresh(&self.problem, next, &mut sure(), brief)?;
        let (Some(point), Some(result)) = (&solved.point, solved.tiers.first()) else {
            return Ok(face.bound);
        };
        let near = self.as_in(point);
        let known = Known {
            problem: &near,
            closed: &self.closed,
            locks: &self.locks(),
        };
        let room = face.room(result.value);
        if let Some(persons) = self.outside.unfold(&known, Some(face), room) {
            let brief = &mut quiet(options, SEARCH_SECONDS);
            if let Some(point) = self.near(&persons.problem, next, &mut sure(), brief)? {
                self.keep(&persons, &point);
            }
        }
        Ok(result.bound)
    }

    /// How many variables a plan no worse than the one at hand could use.
    fn open(&self, face: &Face, least: i64) -> usize {
        let inside = self.problem.variables.iter();
        let inside = inside.filter(|v| v.lower < v.upper).count();
        let shut = |c: &u32| self.closed[*c as usize];
        inside + face.within(least).iter().filter(|c| !shut(c)).count()
    }

    /// The problem with everybody of whom a point says where he is kept there.
    fn as_in(&self, point: &[f64]) -> Problem {
        let mut near = self.problem.clone();
        let named = self.columns.iter().zip(point).enumerate();
        for (i, (column, x)) in named.filter(|(_, (c, _))| c.act != Act::Release) {
            if *x > 0.5 && column.person.is_some() {
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

/// A point on persons is a plan.
fn sure() -> impl FnMut(&[f64]) -> Vec<Constraint> {
    |_| Vec::new()
}
