//! From a plan to a better one where too much is open for any search over all of it: tier by tier, the point of the
//! relaxation at the tier's bound that is nearest to the plan. It differs from the plan only along the exchanges that the
//! tier needs; whoever has the same outcome in both keeps it, and the search among the others takes moments. Relaxation
//! induced neighbourhoods (Danna, Rothberg, Le Pape, Math. Program. 102, 2005) around a point that is as near as in a
//! feasibility pump (Fischetti, Glover, Lodi, Math. Program. 104, 2005).

use super::super::backend::Session;
use super::super::dual::Certificate;
use super::super::face::Face;
use super::super::options::Options;
use super::super::steps::{self, Goal, Place};
use super::super::tiers;
use super::super::unfold::{Known, Unfolded};
use super::people::sure;
use super::window::BRIEF;
use super::{Lex, WHOLE, quiet};
use crate::county::{SchoolIx, SubjectIx, TeacherIx};
use crate::model::problem::{Constraint, Problem};
use crate::plan::Station;
use crate::plan::result::TierResult;
use crate::synth::dice::Dice;
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::time::Instant;

/// How near to an optimum the point comes before it is brought to a vertex, what growth of the bound is none, and the
/// steps it may take: with 40,000 rows it took 400 where a tier begins and thousands near its bound.
const CLOSE: f64 = 1e-4;
const RESTS: f64 = 1e-6;
const STEPS: usize = 4_000;
/// Rounds in one tier, how many of them may bring nothing, and how often all tiers are gone through.
const ROUNDS: usize = 6;
const IN_VAIN: usize = 2;
const SWEEPS: usize = 8;
/// Columns of those who may change that a search takes, with takes that are still outside, and without; and its seconds
/// for one tier: it mostly ends in one.
const FREE: [usize; 2] = [100_000, 40_000];
const SECONDS: f64 = 10.0;

/// By how much of its value a tier is drawn down where nothing is known of it.
const DOWN: f64 = 0.1;

/// Where a plan is to come.
struct Aim<'a> {
    /// In their order, each with what no plan is below.
    tiers: Vec<(Tier, i64)>,
    /// What is known of the tiers up to the last of them.
    faces: &'a [Face],
}

impl Aim<'_> {
    fn tier(&self) -> Tier {
        self.tiers[0].0
    }

    fn least(&self) -> i64 {
        self.tiers[0].1
    }
}

/// Who else may change besides those who differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ring {
    None,
    /// Whoever stands at a school of theirs.
    School,
    /// Whoever teaches a subject of theirs.
    Subject,
}

const RINGS: [Ring; 3] = [Ring::None, Ring::School, Ring::Subject];

impl Lex<'_> {
    /// Brings the plan at hand to the bounds of some faces, or as near as it goes: one tier after the other, those of the
    /// second half with all after them, and again from the first, as long as that makes a better plan. `until` holds the time
    /// it may take; `options` hears of it.
    pub(super) fn draw_near(
        &mut self,
        faces: &[Face],
        until: &Options,
        options: &mut Options,
    ) -> Result<()> {
        let all = faces.len();
        // With 40,000 rows the first tiers came to their bounds only alone; but each of the others, alone, left those after
        // it far off (title posts 420,000 instead of 5), and they were hard to bring back.
        let half = all.div_ceil(2);
        let whole = self.aim(faces, 0..all);
        self.draw_at_once(faces, 0, until, options)?;
        for sweep in 0..SWEEPS {
            let before = self.values_at_hand(&whole.tiers);
            let first = sweep * ROUNDS;
            for tier in 0..half {
                self.draw_tier(faces, tier..tier + 1, first, until, options)?;
            }
            self.draw_at_once(faces, first, until, options)?;
            for tier in half..all {
                self.draw_tier(faces, tier..all, first, until, options)?;
            }
            if self.values_at_hand(&whole.tiers) == before || until.stopped() {
                break;
            }
        }
        Ok(())
    }

    /// Brings the plan at hand to all bounds of some faces at once, as far as those can who differ from the nearest point
    /// that has them. It took 4 s for seven tiers of 10,000 persons, and 8 s for one after the other.
    pub(super) fn draw_at_once(
        &mut self,
        faces: &[Face],
        round: usize,
        until: &Options,
        options: &mut Options,
    ) -> Result<()> {
        let mut aim = self.aim(faces, 0..faces.len());
        let Some(first) = aim.tiers.iter().position(|aimed| !self.is_at(*aimed)) else {
            return Ok(());
        };
        aim.tiers.drain(..first);
        self.draw(&aim, faces, round..round + 1, until, options)
    }

    /// The first of some tiers; the others as far as that leaves them.
    pub(super) fn draw_tier(
        &mut self,
        faces: &[Face],
        tiers: Range<usize>,
        first: usize,
        until: &Options,
        options: &mut Options,
    ) -> Result<()> {
        let before = &faces[..=tiers.start];
        let aim = self.aim(faces, tiers);
        self.draw(&aim, before, first..first + ROUNDS, until, options)
    }

    /// Some of the tiers of some faces.
    fn aim<'f>(&self, faces: &'f [Face], tiers: Range<usize>) -> Aim<'f> {
        let bounds = self.rest().iter().zip(faces);
        let bounds = bounds.map(|(tier, face)| (*tier, face.bound));
        Aim {
            tiers: bounds.take(tiers.end).skip(tiers.start).collect(),
            faces: &faces[..tiers.end],
        }
    }

    /// The first tier of an aim, by the nearest points that have some faces at their bounds.
    fn draw(
        &mut self,
        aim: &Aim,
        faces: &[Face],
        rounds: Range<usize>,
        until: &Options,
        options: &mut Options,
    ) -> Result<()> {
        let begun = Instant::now();
        let mut vain = 0;
        for round in rounds {
            if self.is_at(aim.tiers[0]) || vain == IN_VAIN || until.stopped() {
                break;
            }
            self.tell(aim, begun, options);
            let held = faces.iter().map(|face| (face, face.bound));
            let (at_bounds, _) = self.held(self.problem.clone(), held);
            let better = self.exchange(&at_bounds, aim, round, until)?;
            vain = if better { 0 } else { vain + 1 };
        }
        Ok(())
    }

    /// Draws the next tier down before anything is known of it: each time by a share of its value, which halves where that
    /// brings nothing. Its relaxation may take longer than there is time.
    pub(super) fn draw_down(&mut self, options: &mut Options) -> Result<()> {
        let aim = Aim {
            tiers: vec![(self.rest()[0], 0)],
            faces: &[],
        };
        let begun = Instant::now();
        let mut share = DOWN;
        for round in 0..ROUNDS {
            let Some(value) = self.at_hand(aim.tier()) else {
                break;
            };
            let step = (value as f64 * share) as i64;
            if step == 0 || options.stopped() {
                break;
            }
            self.tell(&aim, begun, options);
            let mut lower = self.problem.clone();
            let row = Constraint::at_most((value - step) as f64, lower.objective(aim.tier()));
            lower.constraints.push(row);
            if !self.exchange(&lower, &aim, round, options)? {
                share /= 2.0;
            }
        }
        Ok(())
    }

    /// Says where the plan at hand is.
    fn tell(&self, aim: &Aim, begun: Instant, options: &mut Options) {
        if let Some(value) = self.at_hand(aim.tier()) {
            let result = TierResult {
                bound: aim.least(),
                ..tiers::unproven(aim.tier(), value)
            };
            let columns = self.problem.variables.len();
            tiers::tell(aim.tier(), &result, columns, false, begun, options);
        }
    }

    /// What the plan at hand has in the tiers of an aim.
    fn values_at_hand(&self, tiers: &[(Tier, i64)]) -> Vec<Option<i64>> {
        tiers.iter().map(|(tier, _)| self.at_hand(*tier)).collect()
    }

    /// The best plan by an aim in which only those differ who do so in a relaxation; where that is not there yet, those too
    /// who stand near them. Whether it is better than before.
    fn exchange(
        &mut self,
        relaxation: &Problem,
        aim: &Aim,
        round: usize,
        options: &Options,
    ) -> Result<bool> {
        let before = self.values_at_hand(&aim.tiers);
        let Some(point) = self.nearest(relaxation, round, options)? else {
            return Ok(false);
        };
        for ring in RINGS {
            let kept = self.around(self.kept(&point), &point, ring);
            let searched = self.among(aim, &kept, options)?;
            let enough = match aim.tiers[..] {
                [only] => self.is_at(only),
                _ => self.values_at_hand(&aim.tiers) != before,
            };
            if !searched || enough || options.stopped() {
                break;
            }
        }
        Ok(self.values_at_hand(&aim.tiers) != before)
    }

    /// A vertex of a relaxation, as near to the plan at hand as any; another one in each round.
    fn nearest(
        &self,
        problem: &Problem,
        round: usize,
        options: &Options,
    ) -> Result<Option<Vec<f64>>> {
        let Some(plan) = self.start() else {
            return Ok(None);
        };
        let first_slack = self.columns.len();
        let slacks = first_slack..first_slack + self.outside.slacks();
        let mut dice = Dice::of(round as u64, "nearest", 0);
        // In the first round one change counts as much as any other.
        let spread = if round == 0 { 0 } else { 1_000 };
        let changes = |(i, x): (usize, &f64)| {
            let (var, v) = (i as u32, &problem.variables[i]);
            let weight = 1.0 + dice.between(0, spread) as f64 / 1_000.0;
            match v.lower == v.upper || slacks.contains(&i) {
                true => None,
                false if *x < v.lower + WHOLE => Some((var, weight)),
                false if *x > v.upper - WHOLE => Some((var, -weight)),
                false => None,
            }
        };
        let objective: Vec<_> = plan.iter().enumerate().filter_map(changes).collect();
        let mut place = Place::at(plan);
        let (limits, begun) = (options.limits(), Instant::now());
        let goal = Goal {
            near: CLOSE,
            still: RESTS,
            least: f64::NEG_INFINITY,
            steps: STEPS,
            stopped: &|| limits.reached(begun),
        };
        steps::go(problem, &objective, &mut place, &goal);
        let found = Certificate::new(problem, &objective, &place.proof);
        let mut session = Session::new(problem)?;
        session.set_objective(&objective)?;
        let vertex = session.cross_over(&place.point, &found, &limits)?;
        Ok((!vertex.point.is_empty()).then_some(vertex.point))
    }

    /// Who has the outcome of the plan at hand in a point, too.
    fn kept(&self, point: &[f64]) -> HashMap<TeacherIx, Act> {
        let plan = self.start().unwrap_or_default();
        // Takes may have come in since the point was made.
        let of = |var: &u32| point.get(*var as usize).copied().unwrap_or(0.0);
        let same = |var: &u32| of(var) > plan[*var as usize] - WHOLE;
        let keeps = |c: &Column| {
            let person = c.person?;
            let made = self.outside.made_of(person, c.act);
            (!made.is_empty() && made.iter().all(same)).then_some((person, c.act))
        };
        self.chosen.iter().flatten().filter_map(keeps).collect()
    }

    /// Without those of the kept who stand near somebody who differs, in the plan or in a point.
    fn around(
        &self,
        mut kept: HashMap<TeacherIx, Act>,
        point: &[f64],
        ring: Ring,
    ) -> HashMap<TeacherIx, Act> {
        let differs = |c: &&Column| c.person.is_some_and(|p| !kept.contains_key(&p));
        let there = self.columns.iter().zip(point);
        let there = there.filter(|(_, x)| **x > WHOLE).map(|(c, _)| c);
        let both = there.chain(self.chosen.iter().flatten()).filter(differs);
        let stations: Vec<Station> = both.filter_map(|c| c.station).collect();
        let schools: HashSet<SchoolIx> = stations.iter().map(|s| s.school).collect();
        let subjects: HashSet<SubjectIx> = stations.iter().filter_map(|s| s.subject).collect();
        let may_change = |at: Station| match ring {
            Ring::None => false,
            Ring::School => schools.contains(&at.school),
            Ring::Subject => at.subject.is_some_and(|s| subjects.contains(&s)),
        };
        for c in self.chosen.iter().flatten() {
            if let Some(person) = c.person.filter(|_| c.station.is_some_and(may_change)) {
                kept.remove(&person);
            }
        }
        kept
    }

    /// The best plan by an aim in which some keep what they have; false where the others could do too much for a search.
    fn among(
        &mut self,
        aim: &Aim,
        kept: &HashMap<TeacherIx, Act>,
        options: &Options,
    ) -> Result<bool> {
        let Some(persons) = self.small(aim, kept) else {
            return Ok(false);
        };
        if let Some(point) = self.reach(&persons.problem, aim, options)? {
            self.keep(&persons, &point);
        }
        Ok(true)
    }

    /// A point of a problem that is best by the tiers of an aim; none of them is searched below its bound.
    fn reach(&self, problem: &Problem, aim: &Aim, options: &Options) -> Result<Option<Vec<f64>>> {
        let mut session = Session::new(problem)?;
        let mut found = None;
        for (tier, least) in &aim.tiers {
            let there = |point: &Vec<f64>| problem.value(*tier, point) <= *least;
            if found.as_ref().is_some_and(there) {
                tiers::lock(problem, &mut session, *tier, *least)?;
                continue;
            }
            let brief = &mut Options {
                floor: *least as f64,
                steps: BRIEF.steps,
                ..quiet(options, SECONDS)
            };
            let (one, doubt) = (std::slice::from_ref(tier), &mut sure());
            let done = tiers::run(self.case, problem, &mut session, one, found, doubt, brief)?;
            found = done.point;
            if found.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// The problem on persons in which some keep what they have: with takes that are still outside, or, where that is too
    /// much, without; none where that is still too much.
    fn small(&self, aim: &Aim, kept: &HashMap<TeacherIx, Act>) -> Option<Unfolded> {
        let mut locks = self.locks();
        let before = self.rest().iter().take_while(|t| **t != aim.tier());
        locks.extend(before.filter_map(|tier| Some((*tier, self.at_hand(*tier)?))));
        // A face says something of plans that have all tiers before at their bounds.
        let values = aim.faces.iter().zip(self.rest());
        let values = values.map(|(face, tier)| (face, self.at_hand(*tier).unwrap_or(face.bound)));
        let met = values.clone().take_while(|(face, v)| *v <= face.bound);
        let met = met.count();
        let (problem, closed) = self.held(self.problem.clone(), values.take(met + 1));
        let outside = [closed, vec![true; self.outside.len()]];
        outside.iter().zip(FREE).find_map(|(closed, free)| {
            let known = Known {
                problem: &problem,
                closed,
                locks: &locks,
                kept,
            };
            let all = self.outside.unfold(&known, None, f64::INFINITY)?;
            (all.columns.len() <= kept.len() + free).then_some(all)
        })
    }
}
