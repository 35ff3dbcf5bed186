//! One tier whole: by windows above its bound, then over all columns that a plan better than the one at hand could use.

use super::super::backend::Session;
use super::super::chain::Chain;
use super::super::face::Face;
use super::super::options::Options;
use super::super::outside;
use super::super::tiers::{self, Tiered};
use super::{Lex, noting};
use crate::model::pool::Sharing;
use crate::model::problem::Constraint;
use crate::plan::result::TierResult;
use crate::terms::tier::Tier;
use anyhow::Result;
use std::time::Instant;

impl Lex<'_> {
    /// Solves the tier at `place` of the chain whole, from the plan at hand, over all columns that a better plan could use.
    pub(super) fn whole(
        &mut self,
        chain: &mut Chain,
        place: usize,
        options: &mut Options,
    ) -> Result<()> {
        let next = self.rest()[0];
        let least = self.at_hand(next);
        if let Some((face, least)) = chain.faces.get(place).zip(least) {
            // A plan that is no worse than the one at hand keeps to this.
            face.changes(&self.problem, self.outside, least)
                .apply(&mut self.problem, &mut self.closed);
        }
        let begun = Instant::now();
        // What there is was drawn near already.
        let mut enough = least.is_some() && self.is_hopeless(options);
        if !enough && self.outside.len() > 0 && least.is_some() && place < chain.faces.len() {
            self.better(&mut chain.faces[place], options)?;
            // Where a gap is allowed, the bound is told as it is: cuts of the pool took minutes on 10,000 persons. Groups
            // who reach the same need none.
            let allowed =
                self.sharing == Sharing::Near && tiers::allowed_gap(self.case, next, options) > 0.0;
            enough = allowed || self.at_hand(next) == Some(chain.faces[place].bound);
        }
        let face = chain.faces.get(place);
        let mut bound = face.map_or(0, |f| f.bound);
        if !enough {
            let solved = self.whole_alone(face.zip(least), options)?;
            self.done.infeasible = solved.infeasible;
            bound = solved.tiers.first().map_or(bound, |r| r.bound.max(bound));
        }
        let Some(value) = self.at_hand(next) else {
            return Ok(());
        };
        // The relaxation's bound holds whatever the search could prove, as long as the locks before are exact.
        let bound = bound.min(value);
        let result = TierResult {
            key: next.key().to_string(),
            value,
            bound,
            seconds: begun.elapsed().as_secs_f64(),
            proven: bound == value,
        };
        if enough {
            let size = self.problem.variables.len();
            tiers::tell(next, &result, size, true, begun, options);
        }
        match face {
            Some(face) => face
                .changes(&self.problem, self.outside, value)
                .apply(&mut self.problem, &mut self.closed),
            None => self.lock(next, value),
        }
        self.done.tiers.push(result);
        Ok(())
    }

    /// Whether so much is open that no search over all of it ends.
    fn is_hopeless(&self, options: &Options) -> bool {
        let inside = self.problem.variables.iter();
        let inside = inside.filter(|v| v.lower < v.upper).count();
        self.crowded && inside + self.open(&self.closed).len() > options.many.whole
    }

    /// The next tier on the problem itself; a point that is no plan of persons is cut off.
    fn whole_alone(
        &mut self,
        known: Option<(&Face, i64)>,
        options: &mut Options,
    ) -> Result<Tiered> {
        self.complete(known);
        let start = self.start();
        let next = &self.rest()[..1];
        let mut cuts = Vec::new();
        let mut noting = noting(self.outside, &mut cuts);
        let mut session = Session::new(&self.problem)?;
        let solved = tiers::run(
            self.case,
            &self.problem,
            &mut session,
            next,
            start.clone(),
            &mut noting,
            options,
        )?;
        drop(noting);
        self.problem.constraints.extend(cuts);
        if solved.point != start {
            self.chosen = None;
        }
        self.done.point = solved.point.clone();
        Ok(solved)
    }

    /// Adds the columns outside that a plan at most as high as the one at hand could use; all that are open, where
    /// nothing is known of it.
    pub(super) fn complete(&mut self, known: Option<(&Face, i64)>) {
        let all = || (0..self.outside.len() as u32).collect();
        let wanted: Vec<u32> = known.map_or_else(all, |(face, value)| face.within(value));
        let open = wanted.into_iter().filter(|c| !self.closed[*c as usize]);
        outside::enter(self.outside, &mut self.problem, open);
    }

    fn lock(&mut self, tier: Tier, value: i64) {
        let terms = self.problem.objective(tier);
        if !terms.is_empty() {
            let row = Constraint::at_most(value as f64, terms);
            self.problem.constraints.push(row);
        }
    }
}
