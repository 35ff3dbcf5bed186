//! Bounds first, whole numbers last. The [`super::chain`] of relaxations bounds every tier. Then one small search looks for
//! whole numbers that reach all bounds at once. Where they are reached, every tier is proven; at the first tier where they
//! are not, that tier alone is solved: by ever wider windows above its bound, then whole; and so on from there. Where too
//! much is open for that, a plan is drawn near the bounds.

mod near;
mod people;
mod whole;
mod window;

use super::ahead::Ahead;
use super::backend::Session;
use super::chain::{self, Asked, Chain};
use super::face::Face;
use super::options::Options;
use super::outside::Outside;
use super::tiers::{self, Doubt, Tiered};
use crate::case::Case;
use crate::model::pool::Sharing;
use crate::model::problem::{Constraint, Problem};
use crate::plan::result::TierResult;
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::HashSet;
use std::time::Instant;

/// A value this near to a whole number is one.
const WHOLE: f64 = 1e-6;
/// Seconds that the search for all bounds at once may take before tiers are taken one by one.
const SEARCH_SECONDS: f64 = 60.0;

/// A problem while its tiers are solved; locks, cuts and generated columns stay in it.
pub struct Lex<'a> {
    case: &'a Case,
    columns: &'a [Column],
    tiers: &'a [Tier],
    pub problem: Problem,
    outside: &'a mut dyn Outside,
    /// Per column outside: whether no plan of the values reached so far has it.
    pub closed: Vec<bool>,
    /// Who shares a group of the pool.
    pub sharing: Sharing,
    /// Whether relaxations are too hard for a first-order method.
    hard: bool,
    /// Whether too much is open for a search over all of it.
    crowded: bool,
    /// How many tiers relaxations have come to.
    reached: usize,
    /// The plan at hand where it was found on persons.
    pub chosen: Option<Vec<Column>>,
    done: Tiered,
    ahead: Ahead,
}

impl<'a> Lex<'a> {
    pub fn new(
        case: &'a Case,
        columns: &'a [Column],
        tiers: &'a [Tier],
        problem: Problem,
        outside: &'a mut dyn Outside,
    ) -> Lex<'a> {
        Lex {
            case,
            columns,
            tiers,
            problem,
            closed: vec![false; outside.len()],
            sharing: Sharing::Whole,
            hard: false,
            crowded: false,
            reached: 0,
            chosen: None,
            outside,
            done: Tiered {
                point: None,
                tiers: Vec::new(),
                infeasible: false,
                stopped: false,
            },
            ahead: Ahead::new(),
        }
    }

    /// Solves the tiers in order.
    pub fn run(&mut self, options: &mut Options) -> Result<Tiered> {
        if self.tiers.is_empty() {
            // A policy may put a personal tier first: then any plan is a start for it.
            self.complete(None);
            let mut session = Session::new(&self.problem)?;
            let doubt = &mut |point: &[f64]| self.outside.doubt(point);
            return tiers::run(
                self.case,
                &self.problem,
                &mut session,
                &[],
                None,
                doubt,
                options,
            );
        }
        let mut bound = None;
        while self.done.tiers.len() < self.tiers.len() {
            let before = self.done.tiers.len();
            let begun = Instant::now();
            if self.crowded && before == self.reached {
                self.draw_down(options)?;
            }
            let mut chain = self.relax(&[], options)?;
            self.reached = self.reached.max(before + chain.faces.len());
            if chain.faces.is_empty() {
                self.done.infeasible = chain.infeasible && self.done.point.is_none();
                break;
            }
            let found = self.search_beyond(&mut chain, options)?;
            // What is one tier is looked for by windows, which prove it as well.
            let alone = self.parted() && self.has_all_but_last(&chain);
            let done =
                found || alone || self.parted() && self.search_persons(&mut chain, options)?;
            if !done {
                self.search(&chain, options)?;
            }
            let exact = self.accept(&chain, begun, options);
            let accepted = self.done.tiers.len() - before;
            if options.stopped() || self.done.tiers.len() == self.tiers.len() {
                let next = chain.faces.get(accepted).filter(|_| exact);
                bound = next.map(|face| face.bound);
                break;
            }
            if !exact || (accepted > 0 && accepted == chain.faces.len()) {
                // The bounds after a tier that is not at its own were made with a tighter lock; and after one that its
                // relaxation did not decide none was made.
                continue;
            }
            self.whole(&mut chain, accepted, options)?;
            if self.done.infeasible || self.done.point.is_none() {
                return Ok(self.take());
            }
        }
        self.done.stopped |= options.stopped();
        self.fill(bound);
        Ok(self.take())
    }

    /// Whether groups are parted by what their members reach. Then persons nearly always follow a point of the pool, and
    /// plans are looked for on them; with whole groups they are looked for on the pool, by cuts.
    fn parted(&self) -> bool {
        self.sharing != Sharing::Whole
    }

    fn take(&mut self) -> Tiered {
        self.done.reread(&self.problem, self.tiers);
        Tiered {
            // Columns that have come in since the plan was found are not in it.
            point: self.start(),
            tiers: std::mem::take(&mut self.done.tiers),
            ..self.done
        }
    }

    fn rest(&self) -> &'a [Tier] {
        &self.tiers[self.done.tiers.len()..]
    }

    /// Bounds are worth nothing without a plan: as long as there is none, half of the time is left for the search.
    fn relax(&mut self, before: &[Face], options: &mut Options) -> Result<Chain> {
        let share = if self.done.point.is_none() { 0.5 } else { 1.0 };
        let asked = Asked {
            tiers: &self.rest()[before.len()..],
            before,
            seconds: options.left() * share,
            hard: self.hard,
            // What goes on from other faces is asked for its own alone.
            vertex: before.is_empty(),
        };
        let chain = chain::relax(
            &mut self.problem,
            self.outside,
            &self.closed,
            &asked,
            // Beyond a tier that whole numbers may not bring to its bound, bounds are worth little.
            &mut |_, face| !face.is_whole(),
            options,
        )?;
        self.hard |= chain.hard;
        Ok(chain)
    }

    /// A point that reaches all bounds if one is near the chain's, else the best one near, unless it is no better than the
    /// plan at hand.
    fn search(&mut self, chain: &Chain, options: &Options) -> Result<()> {
        let mut cuts = Vec::new();
        let mut noting = noting(self.outside, &mut cuts);
        let rest = self.rest();
        let small = self.narrowed(&chain.point);
        let last = chain.faces.len() - 1;
        let next = &rest[last..=last];
        let brief = || quiet(options, SEARCH_SECONDS);
        let near = self.locked(small.clone(), &chain.faces).0;
        let mut found = self.near(&near, next, &mut noting, &mut brief())?;
        if found.is_none() && !options.stopped() {
            let wide = self.locked(self.problem.clone(), &chain.faces).0;
            found = self.near(&wide, next, &mut noting, &mut brief())?;
        }
        if found.is_none() && !options.stopped() {
            let whole = &mut quiet(options, f64::INFINITY);
            found = self.near(&small, rest, &mut noting, whole)?;
        }
        drop(noting);
        self.problem.constraints.extend(cuts);
        if let Some(point) = found.filter(|point| self.is_better(point)) {
            self.done.point = Some(point);
            self.chosen = None;
        }
        Ok(())
    }

    /// A problem with all tiers of a chain at their bounds, but a last one that is hardly there in whole numbers.
    fn locked(&self, problem: Problem, faces: &[Face]) -> (Problem, Vec<bool>) {
        let last = faces.len() - 1;
        let locked = faces.iter().enumerate();
        let locked = locked.filter(|(i, face)| *i < last || face.is_whole());
        self.held(problem, locked.map(|(_, face)| (face, face.bound)))
    }

    /// A problem with the tiers of some faces no higher than a value each; and which columns outside are closed then.
    fn held<'f>(
        &self,
        mut problem: Problem,
        faces: impl Iterator<Item = (&'f Face, i64)>,
    ) -> (Problem, Vec<bool>) {
        let mut closed = self.closed.clone();
        for (face, value) in faces {
            let changes = face.changes(&problem, self.outside, value);
            changes.apply(&mut problem, &mut closed);
        }
        (problem, closed)
    }

    /// A point of a problem that is best by some tiers.
    fn near(
        &self,
        problem: &Problem,
        tiers: &[Tier],
        doubt: &mut Doubt,
        options: &mut Options,
    ) -> Result<Option<Vec<f64>>> {
        let found = self.afresh(problem, tiers, doubt, options)?;
        Ok(found.point)
    }

    /// Some tiers of a problem, without a start.
    fn afresh(
        &self,
        problem: &Problem,
        tiers: &[Tier],
        doubt: &mut Doubt,
        options: &mut Options,
    ) -> Result<Tiered> {
        let mut session = Session::new(problem)?;
        tiers::run(
            self.case,
            problem,
            &mut session,
            tiers,
            None,
            doubt,
            options,
        )
    }

    /// Whether a point is a better plan than the one at hand, tier by tier.
    fn is_better(&self, new: &[f64]) -> bool {
        let values = |point: &[f64]| -> Vec<i64> {
            let rest = self.rest().iter();
            rest.map(|t| self.problem.value(*t, point)).collect()
        };
        let old = self.done.point.as_deref();
        old.is_none_or(|old| values(new) < values(old))
    }

    /// The problem with everybody kept where the relaxation has decided, and the plan at hand agrees.
    fn narrowed(&self, point: &[f64]) -> Problem {
        let start = self.done.point.as_deref();
        let agrees = |i: usize| start.is_none_or(|old| old[i] > 0.5);
        let decided: HashSet<_> = self
            .columns
            .iter()
            .zip(point)
            .enumerate()
            // Whom a group releases is open: its members may compete for too few seats.
            .filter(|(i, (c, x))| **x > 1.0 - WHOLE && agrees(*i) && c.act != Act::Release)
            .filter_map(|(_, (c, _))| c.person)
            .collect();
        let mut small = self.problem.clone();
        for (i, column) in self.columns.iter().enumerate() {
            if column.person.is_some_and(|p| decided.contains(&p)) {
                let x = point[i].round();
                small.variables[i].lower = x;
                small.variables[i].upper = x;
            }
        }
        small
    }

    /// Takes over every tier that the plan at hand brings to its bound or near enough, and locks it; ends after the first
    /// that is only near, and says false.
    fn accept(&mut self, chain: &Chain, begun: Instant, options: &mut Options) -> bool {
        let Some(point) = self.done.point.clone() else {
            return true;
        };
        for (tier, face) in self.rest().iter().zip(&chain.faces) {
            let value = self.problem.value(*tier, &point);
            let allowed = tiers::allowed_gap(self.case, *tier, options) * value as f64;
            if (value - face.bound) as f64 > allowed {
                return true;
            }
            let result = TierResult {
                key: tier.key().to_string(),
                value,
                bound: face.bound,
                seconds: begun.elapsed().as_secs_f64(),
                proven: value == face.bound,
            };
            let size = self.problem.variables.len();
            tiers::tell(*tier, &result, size, true, begun, options);
            let exact = result.proven;
            face.changes(&self.problem, self.outside, value)
                .apply(&mut self.problem, &mut self.closed);
            self.done.tiers.push(result);
            if !exact {
                return false;
            }
        }
        true
    }

    /// Whether the plan at hand has all tiers of a chain but the last at their bounds.
    fn has_all_but_last(&self, chain: &Chain) -> bool {
        let before = &chain.faces[..chain.faces.len() - 1];
        let mut tiers = self.rest().iter().zip(before);
        let there = |(tier, face): (&Tier, &Face)| self.is_at((*tier, face.bound));
        self.done.point.is_some() && tiers.all(there)
    }

    /// What the plan at hand has in a tier.
    fn at_hand(&self, tier: Tier) -> Option<i64> {
        let point = self.done.point.as_deref();
        point.map(|p| self.problem.value(tier, p))
    }

    /// Whether the plan at hand has a tier no higher than a value.
    fn is_at(&self, (tier, highest): (Tier, i64)) -> bool {
        self.at_hand(tier).is_none_or(|value| value <= highest)
    }

    /// The plan at hand as a point of the problem as it has become.
    fn start(&self) -> Option<Vec<f64>> {
        let mut point = self.done.point.clone()?;
        point.resize(self.problem.variables.len(), 0.0);
        Some(point)
    }

    /// Tiers that were not reached in time: their value in the plan at hand, unproven. For the first of them a relaxation may
    /// have brought a bound; those of the tiers after it hold only where it is there.
    fn fill(&mut self, bound: Option<i64>) {
        let Some(point) = &self.done.point else {
            return;
        };
        let left = self.rest().iter();
        let left = left.map(|tier| tiers::unproven(*tier, self.problem.value(*tier, point)));
        let mut left: Vec<TierResult> = left.collect();
        if let (Some(first), Some(bound)) = (left.first_mut(), bound) {
            first.bound = first.bound.max(bound.min(first.value));
            first.proven = first.bound == first.value;
        }
        self.done.tiers.extend(left);
    }
}

/// Asks what is outside about a point, and keeps the rows that it names.
fn noting<'a>(
    outside: &'a dyn Outside,
    cuts: &'a mut Vec<Constraint>,
) -> impl FnMut(&[f64]) -> Vec<Constraint> + 'a {
    move |point| {
        let found = outside.doubt(point);
        cuts.extend(found.iter().cloned());
        found
    }
}

/// The same limits with a share of the time, and nobody told.
fn quiet(options: &Options, seconds: f64) -> Options<'static> {
    let left = options.left().min(seconds);
    Options {
        method: options.method,
        time_limit: left.is_finite().then_some(left),
        gap: options.gap,
        rounding: options.rounding,
        threads: options.threads,
        steps: options.steps,
        stop: options.stop.clone(),
        many: options.many,
        ..Options::default()
    }
}
