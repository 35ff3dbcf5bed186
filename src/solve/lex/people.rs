//! Large counties: the pool bounds the tiers, and the plan is looked for on persons, over the few columns that the bounds
//! leave open.

use super::super::chain::Chain;
use super::super::options::Options;
use super::super::unfold::{Known, Unfolded};
use super::{Lex, SEARCH_SECONDS, quiet};
use crate::model::problem::Constraint;
use crate::terms::tier::Tier;
use anyhow::Result;

/// What a column may add to the bound and still be tried, one room after the other: a plan is nearly always in the first.
const ROOMS: [f64; 2] = [1.0, 16.0];

impl Lex<'_> {
    /// Looks on persons for a plan that reaches all bounds, first with everybody kept where the relaxation has decided. True
    /// where there is one, better than the one at hand or not.
    pub(super) fn search_persons(&mut self, chain: &Chain, options: &Options) -> Result<bool> {
        let rest = self.rest();
        let last = chain.faces.len() - 1;
        let mut locks = self.locks();
        let faces = rest.iter().zip(&chain.faces).enumerate();
        let held = faces.filter(|(i, (_, face))| *i < last || face.is_whole());
        locks.extend(held.map(|(_, (tier, face))| (*tier, face.bound)));
        for start in [self.narrowed(&chain.point), self.problem.clone()] {
            let (problem, closed) = self.locked(start, chain);
            let known = Known {
                problem: &problem,
                closed: &closed,
                locks: &locks,
            };
            for room in ROOMS {
                let Some(persons) = self.outside.unfold(&known, chain.faces.last(), room) else {
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
