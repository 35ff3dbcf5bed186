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
const ROOMS: [f64; 4] = [1.0, 4.0, 16.0, f64::INFINITY];
impl Lex<'_> {
    /// The same on persons, where columns stand for several.
    pub(super) fn search_persons(&mut self, chain: &Chain, options: &Options) -> Result<()> {
        let rest = self.rest();
        let last = chain.faces.len() - 1;
        let small = self.locked(self.narrowed(&chain.point), chain);
        let wide = self.locked(self.problem.clone(), chain);
        let mut locks = self.locks();
        for (i, (tier, face)) in rest.iter().zip(&chain.faces).enumerate() {
            if i < last || face.is_whole() {
                locks.push((*tier, face.bound));
            }
        }
        let mut found = None;
        let tries = ROOMS.iter().map(|room| (&small, *room));
        for ((problem, closed), room) in tries.chain(ROOMS.iter().map(|room| (&wide, *room))) {
            let known = Known {
                problem,
                closed,
                locks: &locks,
            };
            let face = chain.faces.last();
            let Some(persons) = self.outside.unfold(&known, face, room) else {
                return Ok(());
            };
            let brief = &mut quiet(options, SEARCH_SECONDS);
            found = self
                .near(&persons.problem, &rest[last..=last], &mut sure(), brief)?
                .map(|p| (persons, p));
            if found.is_some() || options.stopped() {
                break;
            }
        }
        if found.is_none() && !options.stopped() {
            found = self.search_all(options)?;
        }
        if let Some((persons, point)) = found {
            self.keep(&persons, &point);
        }
        Ok(())
    }

    /// All tiers that are left one after another, over everything that is open.
    fn search_all(&self, options: &Options) -> Result<Option<(Unfolded, Vec<f64>)>> {
        let locks = self.locks();
        let known = Known {
            problem: &self.problem,
            closed: &self.closed,
            locks: &locks,
        };
        let Some(persons) = self.outside.unfold(&known, None, f64::INFINITY) else {
            return Ok(None);
        };
        let found = self.near(
            &persons.problem,
            self.rest(),
            &mut sure(),
            &mut quiet(options, f64::INFINITY),
        )?;
        Ok(found.map(|point| (persons, point)))
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
