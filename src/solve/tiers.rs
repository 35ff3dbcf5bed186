//! The tier loop: minimise the first tier, lock its value with a row, go on with the next from the plan at hand.

use super::backend::{Answer, Ending, Limits, Session, Sight};
use super::options::{Options, Progress};
use crate::case::Case;
use crate::model::problem::{Constraint, Problem};
use crate::plan::result::TierResult;
use crate::terms::tier::Tier;
use anyhow::Result;
use std::time::Instant;

/// Below this number of variables every tier is solved to the end, whatever gap the policy allows: it costs nothing.
const SMALL: usize = 20_000;

/// What the loop brings: no point means that none exists, or that none was found in time.
pub struct Tiered {
    pub point: Option<Vec<f64>>,
    pub tiers: Vec<TierResult>,
    pub infeasible: bool,
    pub stopped: bool,
}

impl Tiered {
    /// Values as the plan has them: a later search may have brought a tier lower that was not at its bound.
    pub fn reread(&mut self, problem: &Problem, order: &[Tier]) {
        let Some(point) = &self.point else { return };
        for (tier, result) in order.iter().zip(&mut self.tiers) {
            lower(result, problem.value(*tier, point));
        }
    }
}

/// The tiers in force, in the policy's order unless something else is asked.
pub fn order(case: &Case) -> Vec<Tier> {
    if let Some(question) = &case.question {
        return question.order.clone();
    }
    let tiers = case.policy.tiers.order.iter();
    let mut order: Vec<Tier> = tiers.filter_map(|key| Tier::parse(key)).collect();
    if case.county.leader_posts.is_none() {
        let leaders = [Tier::LeaderUnfilled, Tier::LeaderMatch, Tier::LeaderScore];
        order.retain(|t| !leaders.contains(t));
    }
    if !case.policy.envy_is_a_tier() {
        order.retain(|t| *t != Tier::Envy);
    } else if !order.contains(&Tier::Envy) {
        order.push(Tier::Envy);
    }
    if case.policy.tiers.draw.is_some() {
        order.extend([Tier::Draw, Tier::DrawAgain]);
    }
    if let Some(kept) = &case.kept {
        kept.insert(&mut order);
    }
    order
}

/// Reads a point that the solver found and names rows that it breaks but every plan keeps; none: it is a plan.
pub type Doubt<'a> = dyn FnMut(&[f64]) -> Vec<Constraint> + 'a;

/// Solves `tiers` one after another on a loaded problem. A point that `doubt` rejects is cut off and the tier solved again.
pub fn run(
    case: &Case,
    problem: &Problem,
    session: &mut Session,
    tiers: &[Tier],
    start: Option<Vec<f64>>,
    doubt: &mut Doubt,
    options: &mut Options,
) -> Result<Tiered> {
    let mut done = Tiered {
        point: start,
        tiers: Vec::new(),
        infeasible: false,
        stopped: false,
    };
    if tiers.is_empty() && done.point.is_none() {
        // Nothing to minimise here: any plan will do. No column has a cost in the draw tier unless it is in force.
        let found = sure(case, problem, session, Tier::Draw, None, doubt, options)?;
        done.infeasible = matches!(found, Err(Ending::Infeasible));
        done.point = found.ok().map(|(point, _, _)| point);
    }
    for tier in tiers {
        let begun = Instant::now();
        if let Some(point) = done.point.as_ref().filter(|_| options.stopped()) {
            done.tiers
                .push(unproven(*tier, problem.value(*tier, point)));
            done.stopped = true;
            continue;
        }
        let at_hand = done.point.as_deref();
        let solved = sure(case, problem, session, *tier, at_hand, doubt, options)?;
        let (point, mut result, ended) = match solved {
            Ok(solved) => solved,
            Err(ending) => {
                done.infeasible = ending == Ending::Infeasible;
                done.stopped = !done.infeasible;
                return Ok(done);
            }
        };
        result.seconds = begun.elapsed().as_secs_f64();
        done.stopped |= ended;
        tell(
            *tier,
            &result,
            problem.variables.len(),
            true,
            begun,
            options,
        );
        lock(problem, session, *tier, result.value)?;
        done.tiers.push(result);
        done.point = Some(point);
    }
    done.reread(problem, tiers);
    Ok(done)
}

/// A point, or why there is none: that none exists is proven only by [`Ending::Infeasible`].
pub(super) type Solved = std::result::Result<(Vec<f64>, TierResult, bool), Ending>;

/// One tier, solved again until nothing is left to doubt.
fn sure(
    case: &Case,
    problem: &Problem,
    session: &mut Session,
    tier: Tier,
    start: Option<&[f64]>,
    doubt: &mut Doubt,
    options: &mut Options,
) -> Result<Solved> {
    loop {
        let solved = match one(case, problem, session, tier, start, options)? {
            Ok(solved) => solved,
            Err(ending) => return Ok(Err(ending)),
        };
        let cuts = doubt(&solved.0);
        if cuts.is_empty() {
            return Ok(Ok(solved));
        }
        for cut in &cuts {
            session.add_row(&cut.terms, cut.lower, cut.upper)?;
        }
        if options.stopped() {
            let fallback = start.map(|point| {
                let result = unproven(tier, problem.value(tier, point));
                (
                    point.to_vec(),
                    TierResult {
                        bound: solved.1.bound,
                        ..result
                    },
                    true,
                )
            });
            return Ok(fallback.ok_or(Ending::Stopped));
        }
    }
}

/// One tier.
fn one(
    case: &Case,
    problem: &Problem,
    session: &mut Session,
    tier: Tier,
    start: Option<&[f64]>,
    options: &mut Options,
) -> Result<Solved> {
    let costs = problem.cost(tier);
    let floor: i64 = 0;
    if let Some(point) = start
        && problem.value(tier, point) == floor
        && costs.iter().all(|(_, c)| *c >= 0)
    {
        return Ok(Ok((point.to_vec(), proven(tier, floor), false)));
    }
    let terms: Vec<(u32, f64)> = costs.iter().map(|(v, c)| (*v, *c as f64)).collect();
    session.set_objective(&terms)?;
    let limits = limits(case, problem, tier, options);
    let answer = session.solve(
        &limits,
        start,
        &mut watch(tier, problem.variables.len(), options),
    )?;
    Ok(read(problem, tier, answer, start))
}

pub(super) fn read(problem: &Problem, tier: Tier, answer: Answer, start: Option<&[f64]>) -> Solved {
    let stopped = answer.ending == Ending::Stopped;
    let found = (!answer.point.is_empty()).then_some(answer.point);
    let point = match (found, start) {
        // What is no better than the plan at hand does not take its place.
        (Some(new), Some(old)) if problem.value(tier, &new) >= problem.value(tier, old) => {
            old.to_vec()
        }
        (Some(new), _) => new,
        (None, Some(old)) if stopped => old.to_vec(),
        (None, _) => return Err(answer.ending),
    };
    let value = problem.value(tier, &point);
    let bound = whole_bound(answer.bound).min(value);
    let result = TierResult {
        key: tier.key().to_string(),
        value,
        bound,
        seconds: 0.0,
        proven: bound == value,
    };
    Ok((point, result, stopped))
}

/// A tier is a whole number: a bound of 6.2 says 7.
pub(super) fn whole_bound(bound: f64) -> i64 {
    if bound.is_finite() {
        // Never as much as a whole unit: the sums of the draw are large.
        (bound - (1e-6 * bound.abs().max(1.0)).min(0.4))
            .ceil()
            .max(0.0) as i64
    } else {
        0
    }
}

/// The relative gap at which a tier may stop: the policy's, or the one asked for where the policy allows any.
pub(super) fn allowed_gap(case: &Case, tier: Tier, options: &Options) -> f64 {
    let policy = case
        .policy
        .tiers
        .gap
        .get(tier.key())
        .copied()
        .unwrap_or(0.0);
    if policy > 0.0 {
        options.gap.unwrap_or(policy)
    } else {
        0.0
    }
}

pub(super) fn limits(case: &Case, problem: &Problem, tier: Tier, options: &Options) -> Limits {
    let asked = allowed_gap(case, tier, options);
    let exact = problem.variables.len() < SMALL && options.gap.is_none();
    Limits {
        relative_gap: if exact { 0.0 } else { asked },
        ..options.limits()
    }
}

/// `Σ cost ≤ value`: later tiers may not undo this one.
pub(super) fn lock(problem: &Problem, session: &mut Session, tier: Tier, value: i64) -> Result<()> {
    let costs = problem.cost(tier);
    if costs.is_empty() {
        return Ok(());
    }
    let terms: Vec<(u32, f64)> = costs.iter().map(|(v, c)| (*v, *c as f64)).collect();
    session.add_row(&terms, f64::NEG_INFINITY, value as f64)?;
    Ok(())
}

fn proven(tier: Tier, value: i64) -> TierResult {
    TierResult {
        key: tier.key().to_string(),
        value,
        bound: value,
        seconds: 0.0,
        proven: true,
    }
}

pub(super) fn unproven(tier: Tier, value: i64) -> TierResult {
    TierResult {
        bound: 0,
        proven: value == 0,
        ..proven(tier, value)
    }
}

/// What a tier came to in the end, where that is better than when it was done.
pub(super) fn lower(result: &mut TierResult, value: i64) {
    result.value = value.min(result.value);
    result.proven = result.bound == result.value;
}

/// Tells of a search while it runs.
pub(super) fn watch(tier: Tier, columns: usize, options: &mut Options) -> impl FnMut(Sight) {
    let begun = Instant::now();
    move |sight| {
        let left = options.time_limit.map(|_| options.left());
        options.tell(Progress {
            tier,
            value: sight.value,
            bound: sight.bound,
            columns,
            elapsed: begun.elapsed(),
            left,
            done: false,
        });
    }
}

pub(super) fn tell(
    tier: Tier,
    result: &TierResult,
    columns: usize,
    done: bool,
    begun: Instant,
    options: &mut Options,
) {
    let left = options.time_limit.map(|_| options.left());
    options.tell(Progress {
        tier,
        value: result.value as f64,
        bound: result.bound as f64,
        columns,
        elapsed: begun.elapsed(),
        left,
        done,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Accepted at 5 with a bound of 3; the plan at the end has 3.
    #[test]
    fn a_tier_has_the_value_that_the_plan_has_in_the_end() {
        let mut problem = Problem::default();
        let var = problem.add_variable(9.0);
        problem.add_cost(Tier::Wishes, var, 1);
        let accepted = TierResult {
            bound: 3,
            ..unproven(Tier::Wishes, 5)
        };
        let mut done = Tiered {
            point: Some(vec![3.0]),
            tiers: vec![accepted],
            infeasible: false,
            stopped: false,
        };
        done.reread(&problem, &[Tier::Wishes]);
        assert_eq!((done.tiers[0].value, done.tiers[0].bound), (3, 3));
        assert!(done.tiers[0].proven);
    }
}
