//! Bounds first, whole numbers last. The relaxations of all tiers are solved one after another, each locked at its
//! value rounded up: that takes seconds and bounds every tier. Then one small search keeps the persons on whom the
//! last relaxation has decided and looks for whole numbers that reach all bounds at once. Where they are reached,
//! every tier is proven; at the first tier where they are not, that tier alone is solved whole, and so on from there.

use super::backend::{Answer, Ending, Limits, Session};
use super::options::Options;
use super::tiers::{self, Doubt, Tiered};
use crate::case::Case;
use crate::model::problem::{Constraint, Problem};
use crate::plan::result::TierResult;
use crate::terms::column::Column;
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::HashSet;
use std::time::Instant;

/// A value this near to a whole number is one.
const WHOLE: f64 = 1e-6;
/// A reduced cost or dual beyond this is not zero.
const PRICED: f64 = 1e-6;
/// Seconds that the search for all bounds at once may take before tiers are taken one by one.
const SEARCH_SECONDS: f64 = 60.0;

/// Solves `tiers` in order; locks and cuts stay in `problem`.
pub fn run(
    case: &Case,
    problem: &mut Problem,
    columns: &[Column],
    tiers: &[Tier],
    doubt: &mut Doubt,
    options: &mut Options,
) -> Result<Tiered> {
    if tiers.is_empty() {
        // A policy may put a personal tier first: then any plan is a start for it.
        let mut session = Session::new(problem)?;
        return tiers::run(case, problem, &mut session, tiers, None, doubt, options);
    }
    let mut done = Tiered {
        point: None,
        tiers: Vec::new(),
        infeasible: false,
        stopped: false,
    };
    while done.tiers.len() < tiers.len() {
        let before = done.tiers.len();
        let rest = &tiers[before..];
        let begun = Instant::now();
        // Bounds are worth nothing without a plan: as long as there is none, half of the time is left for the search.
        let share = if done.point.is_none() { 0.5 } else { 1.0 };
        let chain = relax(problem, rest, options.left() * share, options)?;
        if chain.bounds.is_empty() {
            done.infeasible = chain.infeasible && done.point.is_none();
            break;
        }
        let near = Near {
            case,
            columns,
            chain: &chain,
            tiers: rest,
        };
        let found = near.search(problem, done.point.as_deref(), doubt, options)?;
        if let Some(point) = found {
            done.point = Some(point);
        }
        accept(case, problem, rest, &chain, &mut done, begun, options);
        if options.stopped() || done.tiers.len() == tiers.len() {
            break;
        }
        let place = done.tiers.len() - before;
        whole(
            case, problem, rest, &chain, place, &mut done, doubt, options,
        )?;
        if done.infeasible || done.point.is_none() {
            return Ok(done);
        }
    }
    done.stopped |= options.stopped();
    fill(problem, tiers, &mut done);
    Ok(done)
}

/// Per tier a value that no plan can be below, as long as all tiers before are at theirs; as far as `enough` asks for.
pub fn bounds(
    problem: &Problem,
    tiers: &[Tier],
    enough: &mut dyn FnMut(Tier, i64) -> bool,
    options: &mut Options,
) -> Result<Vec<i64>> {
    let mut session = Session::new(problem)?;
    let mut found = Vec::new();
    for tier in tiers {
        let terms = objective(problem, *tier);
        session.set_objective(&terms)?;
        let answer = session.relax_afresh(&limits(options, f64::INFINITY))?;
        if answer.ending != Ending::Solved {
            break;
        }
        let bound = tiers::whole_bound(answer.value);
        found.push(bound);
        if enough(*tier, bound) {
            break;
        }
        Face::of(&terms, &answer, bound).fix(&mut session)?;
    }
    Ok(found)
}

/// What the relaxations say of the tiers that are left.
struct Chain {
    /// As many as could be solved in time.
    bounds: Vec<i64>,
    /// Per bound: what every point that reaches it has in common.
    faces: Vec<Face>,
    point: Vec<f64>,
    /// The relaxation that ended the chain has no point: no point at all where it is the first.
    infeasible: bool,
}

/// The optimal face of a relaxation: by complementary slackness a point is optimal just when every variable of
/// non-zero reduced cost and every row of non-zero dual stands where it stands now. Fixing them says the same as a
/// row `cost ≤ value`, but shrinks the problem instead of filling it.
#[derive(Default)]
struct Face {
    variables: Vec<(u32, f64)>,
    rows: Vec<(usize, f64)>,
    /// Where the value is no whole number the face says nothing of whole points: a row locks the value rounded up.
    lock: Option<Constraint>,
    /// The value of the relaxation, and what each variable (position, where it stands, reduced cost) would add to it.
    value: f64,
    priced: Vec<(u32, f64, f64)>,
}

impl Face {
    fn of(terms: &[(u32, f64)], answer: &Answer, bound: i64) -> Face {
        let variables = answer.reduced.iter().enumerate();
        let priced: Vec<(u32, f64, f64)> = variables
            .filter(|(_, cost)| cost.abs() > PRICED)
            .map(|(i, cost)| (i as u32, answer.point[i].round(), cost.abs()))
            .collect();
        if (answer.value - bound as f64).abs() > WHOLE * (1.0 + answer.value.abs()) {
            return Face {
                lock: Some(Constraint {
                    lower: f64::NEG_INFINITY,
                    upper: bound as f64,
                    terms: terms.to_vec(),
                }),
                value: answer.value,
                priced,
                ..Face::default()
            };
        }
        let rows = answer.duals.iter().enumerate();
        let rows = rows.filter(|(_, dual)| dual.abs() > PRICED);
        Face {
            variables: priced.iter().map(|(i, x, _)| (*i, *x)).collect(),
            rows: rows.map(|(i, _)| (i, answer.activity[i].round())).collect(),
            lock: None,
            value: answer.value,
            priced: Vec::new(),
        }
    }

    /// Fixes what would lift the relaxation above a proven value: no point of that value has it otherwise.
    fn fix_beyond(&self, problem: &mut Problem, proven: i64) {
        let room = proven as f64 - self.value + WHOLE * (1.0 + self.value.abs());
        for (var, at, cost) in &self.priced {
            let variable = &mut problem.variables[*var as usize];
            if *cost > room && variable.integer {
                (variable.lower, variable.upper) = (*at, *at);
            }
        }
    }

    fn fix(&self, session: &mut Session) -> Result<()> {
        for (var, value) in &self.variables {
            session.set_bounds(*var, *value, *value)?;
        }
        for (row, value) in &self.rows {
            session.set_row_bounds(*row, *value, *value)?;
        }
        if let Some(lock) = &self.lock {
            session.add_row(&lock.terms, lock.lower, lock.upper)?;
        }
        Ok(())
    }

    fn fix_in(&self, problem: &mut Problem) {
        for (var, value) in &self.variables {
            let variable = &mut problem.variables[*var as usize];
            (variable.lower, variable.upper) = (*value, *value);
        }
        for (row, value) in &self.rows {
            if let Some(row) = problem.constraints.get_mut(*row) {
                (row.lower, row.upper) = (*value, *value);
            }
        }
        problem.constraints.extend(self.lock.clone());
    }
}

/// As many relaxations as `seconds` allow.
fn relax(problem: &Problem, tiers: &[Tier], seconds: f64, options: &mut Options) -> Result<Chain> {
    let started = Instant::now();
    let mut session = Session::new(problem)?;
    let mut chain = Chain {
        bounds: Vec::new(),
        faces: Vec::new(),
        point: Vec::new(),
        infeasible: false,
    };
    for tier in tiers {
        let terms = objective(problem, *tier);
        session.set_objective(&terms)?;
        let left = (seconds - started.elapsed().as_secs_f64()).max(0.0);
        let answer = session.relax_afresh(&limits(options, left))?;
        if answer.ending != Ending::Solved {
            chain.infeasible = answer.ending == Ending::Infeasible;
            break;
        }
        let bound = tiers::whole_bound(answer.value);
        let face = Face::of(&terms, &answer, bound);
        face.fix(&mut session)?;
        chain.faces.push(face);
        chain.bounds.push(bound);
        chain.point = answer.point;
    }
    Ok(chain)
}

/// The search near the last relaxation.
struct Near<'a> {
    case: &'a Case,
    columns: &'a [Column],
    chain: &'a Chain,
    tiers: &'a [Tier],
}

impl Near<'_> {
    /// A point that reaches all bounds if one is near, else the best one near.
    fn search(
        &self,
        problem: &mut Problem,
        start: Option<&[f64]>,
        doubt: &mut Doubt,
        options: &mut Options,
    ) -> Result<Option<Vec<f64>>> {
        let mut cuts: Vec<Constraint> = Vec::new();
        let mut noting = |point: &[f64]| {
            let found = doubt(point);
            cuts.extend(found.iter().cloned());
            found
        };
        let small = self.narrowed(problem, start);
        let mut locked = small.clone();
        for face in &self.chain.faces {
            face.fix_in(&mut locked);
        }
        let quiet = &mut quiet(options, SEARCH_SECONDS);
        let last = &self.tiers[self.chain.bounds.len() - 1..self.chain.bounds.len()];
        let mut session = Session::new(&locked)?;
        let mut found = tiers::run(
            self.case,
            &locked,
            &mut session,
            last,
            None,
            &mut noting,
            quiet,
        )?
        .point;
        if found.is_none() && !options.stopped() {
            let mut session = Session::new(&small)?;
            let quiet = &mut quiet_whole(options);
            found = tiers::run(
                self.case,
                &small,
                &mut session,
                self.tiers,
                None,
                &mut noting,
                quiet,
            )?
            .point;
        }
        problem.constraints.extend(cuts);
        Ok(found.filter(|point| start.is_none_or(|old| self.better(problem, point, old))))
    }

    /// Whether a point is the better plan, tier by tier.
    fn better(&self, problem: &Problem, new: &[f64], old: &[f64]) -> bool {
        let values = |point: &[f64]| -> Vec<i64> {
            self.tiers
                .iter()
                .map(|t| problem.value(*t, point))
                .collect()
        };
        values(new) < values(old)
    }

    /// The problem with everybody kept where the relaxation has decided, and the plan at hand agrees.
    fn narrowed(&self, problem: &Problem, start: Option<&[f64]>) -> Problem {
        let point = &self.chain.point;
        let agrees = |i: usize| start.is_none_or(|old| old[i] > 0.5);
        let decided: HashSet<_> = self
            .columns
            .iter()
            .zip(point)
            .enumerate()
            .filter(|(i, (_, x))| **x > 1.0 - WHOLE && agrees(*i))
            .filter_map(|(_, (c, _))| c.person)
            .collect();
        let mut small = problem.clone();
        for (i, column) in self.columns.iter().enumerate() {
            if column.person.is_some_and(|p| decided.contains(&p)) {
                let x = point[i].round();
                small.variables[i].lower = x;
                small.variables[i].upper = x;
            }
        }
        small
    }
}

/// Takes over every tier that the plan at hand brings to its bound or near enough, and locks it.
fn accept(
    case: &Case,
    problem: &mut Problem,
    tiers: &[Tier],
    chain: &Chain,
    done: &mut Tiered,
    begun: Instant,
    options: &mut Options,
) {
    let Some(point) = done.point.clone() else {
        return;
    };
    for ((tier, bound), face) in tiers.iter().zip(&chain.bounds).zip(&chain.faces) {
        let value = problem.value(*tier, &point);
        let allowed = tiers::allowed_gap(case, *tier, options) * value as f64;
        if (value - bound) as f64 > allowed {
            return;
        }
        let result = TierResult {
            key: tier.key().to_string(),
            value,
            bound: *bound,
            seconds: begun.elapsed().as_secs_f64(),
            proven: value == *bound,
        };
        tiers::tell(
            *tier,
            &result,
            problem.variables.len(),
            true,
            begun,
            options,
        );
        let exact = result.proven;
        match exact {
            true => {
                face.fix_in(problem);
                face.fix_beyond(problem, value);
            }
            false => lock(problem, *tier, value),
        }
        done.tiers.push(result);
        if !exact {
            // The bounds after this one were made with a tighter lock.
            return;
        }
    }
}

/// Solves the tier at `place` of the chain whole, from the plan at hand.
#[allow(clippy::too_many_arguments)]
fn whole(
    case: &Case,
    problem: &mut Problem,
    tiers: &[Tier],
    chain: &Chain,
    place: usize,
    done: &mut Tiered,
    doubt: &mut Doubt,
    options: &mut Options,
) -> Result<()> {
    let next = &tiers[place..=place];
    let mut cuts: Vec<Constraint> = Vec::new();
    let mut noting = |point: &[f64]| {
        let found = doubt(point);
        cuts.extend(found.iter().cloned());
        found
    };
    let mut session = Session::new(problem)?;
    let start = done.point.clone();
    let solved = tiers::run(
        case,
        problem,
        &mut session,
        next,
        start,
        &mut noting,
        options,
    )?;
    problem.constraints.extend(cuts);
    done.infeasible = solved.infeasible;
    done.point = solved.point;
    for mut result in solved.tiers {
        let bound = chain.bounds.get(place).copied();
        // The relaxation's bound holds whatever the search could prove, as long as the locks before are exact.
        result.bound = result.bound.max(bound.unwrap_or(0)).min(result.value);
        result.proven = result.bound == result.value;
        match chain
            .faces
            .get(place)
            .filter(|_| bound == Some(result.value))
        {
            Some(face) => face.fix_in(problem),
            None => lock(problem, next[0], result.value),
        }
        if let Some(face) = chain.faces.get(place) {
            face.fix_beyond(problem, result.value);
        }
        done.tiers.push(result);
    }
    Ok(())
}

/// Tiers that were not reached in time: their value in the plan at hand, unproven.
fn fill(problem: &Problem, tiers: &[Tier], done: &mut Tiered) {
    let Some(point) = &done.point else {
        return;
    };
    for tier in &tiers[done.tiers.len()..] {
        done.tiers
            .push(tiers::unproven(*tier, problem.value(*tier, point)));
    }
}

fn lock(problem: &mut Problem, tier: Tier, value: i64) {
    let terms = objective(problem, tier);
    if !terms.is_empty() {
        problem.constraints.push(Constraint {
            lower: f64::NEG_INFINITY,
            upper: value as f64,
            terms,
        });
    }
}

fn objective(problem: &Problem, tier: Tier) -> Vec<(u32, f64)> {
    problem
        .cost(tier)
        .iter()
        .map(|(v, c)| (*v, *c as f64))
        .collect()
}

/// The same limits with a share of the time, and nobody told.
fn quiet(options: &Options, seconds: f64) -> Options<'static> {
    Options {
        time_limit: Some(options.left().min(seconds)),
        ..quiet_whole(options)
    }
}

fn quiet_whole(options: &Options) -> Options<'static> {
    let left = options.left();
    Options {
        method: options.method,
        time_limit: left.is_finite().then_some(left),
        gap: options.gap,
        threads: options.threads,
        start: None,
        stop: options.stop.clone(),
        listener: None,
        begun: Instant::now(),
    }
}

fn limits(options: &Options, seconds: f64) -> Limits {
    Limits {
        seconds: options.left().min(seconds),
        relative_gap: 0.0,
        absolute_gap: 0.999,
        threads: options.threads,
        stop: options.stop.clone(),
    }
}
