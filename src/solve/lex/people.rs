//! Parted groups: the pool bounds the tiers, and the plan is looked for on persons, over the few columns that the bounds
//! leave open.

use super::super::chain::Chain;
use super::super::face::Face;
use super::super::options::Options;
use super::super::unfold::{Known, Unfolded};
use super::window::{ABOVE, BRIEF, Seen, USUAL, WIDER};
use super::{Lex, SEARCH_SECONDS, quiet};
use crate::model::pool::Sharing;
use crate::model::problem::Constraint;
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::HashMap;

/// What a column may add to the bound and still be tried, one room after the other: a plan is nearly always in the first.
pub(super) const ROOMS: [f64; 2] = [1.0, 16.0];

/// A search on persons takes so many times more columns than a window of the pool; where there are more, those that the
/// relaxation uses.
const LOTS: usize = 4;

/// How much of the time left coming near the bounds may take: the tiers after them want some, too.
const SHARE: f64 = 0.75;

/// What a relaxation takes at least of a column that it uses.
const USED: f64 = 1e-4;

/// Values of a tier, from its bound on, that are tried by the tiers after it. Where the tiers before are not at theirs
/// in any plan, none of them is in one.
const LIFTS: usize = 4;

/// Ever wider windows of a tier that looks for a plan of those before it. Where one of these was lifted there is mostly a
/// plan, and one more is worth it.
const WIDTHS: usize = 2;

/// Where so many seconds are left, a plan comes before all that may take longer; else with the first thing that does.
const HASTE: f64 = 120.0;

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
            let highest = bound + ABOVE;
            let found = self.window(before, (face, highest), self.patience(), None, options)?;
            let plan = matches!(found, Seen::Plan)
                || self.near_chain(&chain.faces[..=last], &chain.point, options)?;
            if chain.faces[last].bound > bound {
                // The relaxations after it had it lower: they say nothing of plans that have it there.
                chain.faces.truncate(last + 1);
            }
            if plan {
                return Ok(true);
            }
            if options.stopped() {
                break;
            }
        }
        Ok(false)
    }

    /// Where the last tier of a chain is hardly there in whole numbers: lifts its bound as long as that takes moments, and
    /// looks for a plan that has it there by the tiers after it, which say more of where one is than a tier in which many
    /// plans are equal. It took 24 s to find the wishes of 10,000 persons by themselves, and 3 s by the moves.
    pub(super) fn search_beyond(
        &mut self,
        chain: &mut Chain,
        options: &mut Options,
    ) -> Result<bool> {
        let last = chain.faces.len() - 1;
        let at_end = chain.faces.len() == self.rest().len();
        if chain.faces[last].is_whole() || at_end || self.outside.len() == 0 {
            return Ok(false);
        }
        let found = self.lift(chain, options);
        self.ahead.withdraw();
        found
    }

    /// Ever higher, until there is a plan; false where that does not end in moments.
    fn lift(&mut self, chain: &mut Chain, options: &mut Options) -> Result<bool> {
        let last = chain.faces.len() - 1;
        for lifted in 0..LIFTS {
            let (before, rest) = chain.faces.split_at_mut(last);
            let bound = rest[0].bound;
            match self.window(before, (&mut rest[0], bound), USUAL, None, options)? {
                Seen::Plan => return Ok(true),
                Seen::Unknown => break,
                Seen::Crowded => return self.amid_many(chain, options),
                Seen::Nothing => {}
            }
            // Not before the window: what came in would make another of it than the one that is searched already.
            if lifted > 0 || options.left() < HASTE {
                self.early(chain, last, options)?;
            }
            if self.beyond(chain, options)? {
                return Ok(true);
            }
        }
        self.early(chain, last, options)?;
        Ok(false)
    }

    /// A plan with all tiers of a chain at their bounds, near that of a tier after it, which then ends the chain. Beside
    /// it the chain's last tier is searched by itself: often it is soon known that there is none. What came in is then left
    /// out again where no plan was found, so that it is all the same whether that search has ended this one.
    fn beyond(&mut self, chain: &mut Chain, options: &mut Options) -> Result<bool> {
        let known = chain.faces.len();
        // Windows of near groups are so large that two at once are slower than one after the other.
        let challenged = self.sharing != Sharing::Near && self.challenge(&chain.faces, options);
        let before = challenged.then(|| (self.problem.clone(), self.hard));
        if self.by_next(chain, options)? {
            return Ok(true);
        }
        chain.faces.truncate(known);
        if let Some((problem, hard)) = before {
            self.problem = problem;
            self.hard = hard;
            self.outside.leave_from(self.problem.variables.len() as u32);
        }
        Ok(false)
    }

    /// By the tiers after those of a chain. One in between is lifted in its turn: to say that there is no plan at its bound
    /// takes a second, and to find one above it took 8 to 35 s by that tier itself, and 6 s by the next.
    fn by_next(&mut self, chain: &mut Chain, options: &mut Options) -> Result<bool> {
        let known = chain.faces.len();
        for lifted in 0..LIFTS {
            if self.ahead.is_moot() {
                return Ok(false);
            }
            chain.faces.extend(self.relax(&chain.faces, options)?.faces);
            let last = chain.faces.len() - 1;
            if last <= known {
                break;
            }
            let widths = WIDTHS + usize::from(lifted > 0);
            match self.widen(&mut chain.faces, widths, options)? {
                Seen::Plan => return Ok(true),
                Seen::Nothing => {}
                // Of others the columns that came in since `beyond` may be left out again, and a plan would stand on them.
                _ if self.sharing == Sharing::Near => self.early(chain, known - 1, options)?,
                _ => {}
            }
            chain.faces.truncate(last);
            let (before, rest) = chain.faces.split_at_mut(last - 1);
            let bound = rest[0].bound;
            match self.window(before, (&mut rest[0], bound), USUAL, None, options)? {
                Seen::Plan => return Ok(true),
                Seen::Nothing => {}
                Seen::Crowded | Seen::Unknown => break,
            }
        }
        while chain.faces.len() > known {
            if matches!(self.widen(&mut chain.faces, WIDTHS, options)?, Seen::Plan) {
                return Ok(true);
            }
            chain.faces.pop();
        }
        Ok(false)
    }

    /// Ever wider windows of the last of some faces, until one brings something else than that it is empty.
    fn widen(&mut self, faces: &mut [Face], widths: usize, options: &Options) -> Result<Seen> {
        let last = faces.len() - 1;
        let (before, rest) = faces.split_at_mut(last);
        let mut above = ABOVE;
        for width in 1..=widths {
            let highest = rest[0].bound + above;
            let effort = if width == 1 { USUAL } else { BRIEF };
            above *= WIDER;
            let then = (width < widths).then_some((highest + 1 + above, BRIEF));
            match self.window(before, (&mut rest[0], highest), effort, then, options)? {
                Seen::Nothing => {}
                other => return Ok(other),
            }
        }
        Ok(Seen::Nothing)
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
                kept: &HashMap::new(),
            };
            let higher = faces[last].room(faces[last].bound) + ROOMS[1];
            for room in [ROOMS[0], higher] {
                let Some(mut persons) = self.outside.unfold(&known, faces.last(), room) else {
                    return Ok(false);
                };
                let lots = persons.columns.len() > options.many.open.saturating_mul(LOTS);
                if lots {
                    let Some(few) = self.unfold_used(&known, faces.last(), point) else {
                        return Ok(false);
                    };
                    persons = few;
                }
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
                if lots {
                    // More room brings no other columns.
                    break;
                }
            }
        }
        Ok(false)
    }

    /// Where too much is open for any window: a plan, and from there ever nearer to the bounds. False where there is none.
    fn amid_many(&mut self, chain: &Chain, options: &mut Options) -> Result<bool> {
        if !self.parted() {
            return Ok(false);
        }
        self.crowded = true;
        let long = &mut quiet(options, options.left() * SHARE);
        if self.done.point.is_none() {
            self.first_plan(chain, long)?;
        }
        if self.done.point.is_some() {
            self.draw_near(&chain.faces, long, options)?;
        }
        Ok(self.done.point.is_some())
    }

    /// A plan at the bounds of so many faces of a chain, or near them, if there is none yet: whoever ends what takes long is to
    /// have one.
    fn early(&mut self, chain: &Chain, known: usize, options: &mut Options) -> Result<()> {
        if self.done.point.is_some() {
            return Ok(());
        }
        let brief = &mut quiet(options, SEARCH_SECONDS);
        self.first_plan(chain, brief)?;
        self.draw_at_once(&chain.faces[..known], 0, brief, options)
    }

    /// A plan over what the relaxation uses, by the first half of its tiers; with everybody kept where it has decided, if
    /// there is one.
    fn first_plan(&mut self, chain: &Chain, options: &mut Options) -> Result<()> {
        let locks = self.locks();
        let tiers = &self.rest()[..chain.faces.len().div_ceil(2)];
        for problem in [self.narrowed(&chain.point), self.problem.clone()] {
            let known = Known {
                problem: &problem,
                closed: &self.closed,
                locks: &locks,
                kept: &HashMap::new(),
            };
            let Some(persons) = self.unfold_used(&known, None, &chain.point) else {
                break;
            };
            if let Some(point) = self.near(&persons.problem, tiers, &mut sure(), options)? {
                self.keep(&persons, &point);
                break;
            }
        }
        Ok(())
    }

    /// The problem on persons over the takes that a point uses, and what stands on persons already.
    fn unfold_used(&self, known: &Known, face: Option<&Face>, point: &[f64]) -> Option<Unfolded> {
        let mut problem = known.problem.clone();
        for column in 0..self.outside.len() as u32 {
            if let Some(var) = self.outside.variable(column)
                && point.get(var as usize).is_none_or(|x| *x < USED)
            {
                problem.variables[var as usize].upper = 0.0;
            }
        }
        let closed = vec![true; self.outside.len()];
        let used = Known {
            problem: &problem,
            closed: &closed,
            locks: known.locks,
            kept: &HashMap::new(),
        };
        self.outside.unfold(&used, face, ROOMS[1])
    }

    /// Takes a plan on persons over, if it is better than the one at hand.
    pub(super) fn keep(&mut self, persons: &Unfolded, point: &[f64]) {
        let folded = self.outside.fold(&mut self.problem, persons, point);
        if !self.is_better(&folded) {
            return;
        }
        self.done.point = Some(folded);
        let on = persons.columns.iter().zip(point).filter(|(_, x)| **x > 0.5);
        self.chosen = Some(on.map(|(c, _)| c.clone()).collect());
    }

    /// The tiers that are done, with their values.
    pub(super) fn locks(&self) -> Vec<(Tier, i64)> {
        let done = self.tiers.iter().zip(&self.done.tiers);
        done.map(|(tier, result)| (*tier, result.value)).collect()
    }
}

/// A point on persons is a plan.
pub(super) fn sure() -> impl FnMut(&[f64]) -> Vec<Constraint> {
    |_| Vec::new()
}
