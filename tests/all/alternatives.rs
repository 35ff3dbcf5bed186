//! `--alternatives`: equally good plans, as different as can be.

use crate::beside::{SEEDS, options, tier, values, world};
use crate::oracle::tiers::Values;
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::plan::{Outcome, Plan};
use jiaopin::scenario::alternatives;
use jiaopin::scenario::beside::{Base, Found};
use jiaopin::solve::{self, Method};
use jiaopin::terms::tier::Tier;
use rayon::prelude::*;
use std::sync::Arc;

fn shared(a: &Plan, b: &Plan) -> i64 {
    let planned = a.rows.iter().filter(|r| r.outcome != Outcome::Barred);
    let same = planned.filter(|r| {
        b.of(r.teacher)
            .is_some_and(|o| (o.outcome, o.station) == (r.outcome, r.station))
    });
    same.count() as i64
}

/// Returns how many alternatives were found.
fn others(seed: u64, down_to: Tier, method: Method) -> usize {
    let Some(w) = world(seed) else { return 0 };
    let first = solve::solve(&w.case, &mut options(method, None)).unwrap();
    let plan = first.plan.unwrap();
    let base = Base {
        case: &w.case,
        plan: &plan,
        solved: &first.solved,
    };
    let mut solver =
        |case: &Case, start| Ok(Some(solve::solve(case, &mut options(method, start))?));
    let found = alternatives::find(base, 4, down_to, &mut solver).unwrap();
    let behind = 1 + w.order.iter().position(|k| tier(*k) == down_to).unwrap();
    let key = |v: &Values| {
        w.order[..behind]
            .iter()
            .map(|k| v[*k])
            .collect::<Vec<i64>>()
    };
    let best: Vec<i64> = w.plans.iter().map(|(_, v)| key(v)).min().unwrap();
    let equal: Vec<&Plan> = w
        .plans
        .iter()
        .filter(|(_, v)| key(v) == best)
        .map(|(p, _)| p)
        .collect();
    let mut before = vec![plan.clone()];
    for other in &found.plans {
        let judged = audit::audit(&with(&w.case, other), &other.plan);
        assert!(!judged.broken(), "seed {seed}");
        assert_eq!(
            judged.tier("alike"),
            Some(other.value(Tier::Alike)),
            "seed {seed}"
        );
        assert_eq!(
            values(other, &w.order)[..behind],
            best[..],
            "seed {seed}: not equally good"
        );
        let most = |p: &Plan| before.iter().map(|b| shared(p, b)).max().unwrap();
        assert_eq!(most(&other.plan), other.value(Tier::Alike), "seed {seed}");
        let least = equal.iter().map(|p| most(p)).min().unwrap();
        assert_eq!(
            most(&other.plan),
            least,
            "seed {seed}: another differs more"
        );
        before.push(other.plan.clone());
    }
    assert_eq!(
        found.all,
        equal.len() < 4,
        "seed {seed}: {} plans are equal",
        equal.len()
    );
    assert_eq!(found.plans.len(), equal.len().min(4) - 1, "seed {seed}");
    found.plans.len()
}

fn with(case: &Case, other: &Found) -> Case {
    let mut asked = case.clone();
    asked.question = Some(Arc::clone(&other.question));
    asked
}

#[test]
fn alternatives_are_equally_good_and_as_different_as_can_be() {
    let runs: Vec<(u64, Tier, Method)> = (0..SEEDS)
        .flat_map(|s| [Tier::Balance, Tier::Wishes, Tier::Distance].map(|t| (s, t)))
        .flat_map(|(s, t)| [Method::Direct, Method::Pool].map(|m| (s, t, m)))
        .collect();
    let counts: Vec<usize> = runs
        .into_par_iter()
        .map(|(s, t, m)| others(s, t, m))
        .collect();
    let found = counts.iter().filter(|n| **n > 0).count();
    println!("{found} of {} runs found alternatives", counts.len());
    assert!(found > 80);
}

/// How a large county finds another plan: within the limits whatever the time, and unlike the one at hand where that can be.
#[test]
fn a_sweep_keeps_the_limits_and_finds_other_plans() {
    let mut unlike = 0;
    for seed in 0..SEEDS {
        let Some(w) = world(seed) else { continue };
        let first = solve::solve(&w.case, &mut options(Method::Direct, None)).unwrap();
        let plan = first.plan.unwrap();
        let kept = first
            .solved
            .tiers
            .iter()
            .map(|t| (Tier::parse(&t.key).unwrap(), t.value));
        let caps: Vec<(Tier, i64)> = kept.take_while(|(t, _)| *t != Tier::Distance).collect();
        let mut asked = w.case.clone();
        asked.question = Some(Arc::new(jiaopin::case::Question {
            order: vec![Tier::Alike, Tier::Distance],
            caps: caps.clone(),
            unlike: vec![plan.clone()],
        }));
        let arcs = jiaopin::model::arcs::Arcs::new(&asked);
        let found = solve::sweep(&asked, &arcs, &plan, &mut options(Method::Direct, None)).unwrap();
        let judged = audit::audit(&asked, &found);
        assert!(!judged.broken(), "seed {seed}");
        for (tier, most) in caps {
            assert!(
                judged.tier(tier.key()).unwrap() <= most,
                "seed {seed}: {tier:?}"
            );
        }
        unlike += usize::from(shared(&plan, &found) < shared(&plan, &plan));
        let none = &mut options(Method::Direct, None);
        none.time_limit = Some(0.0);
        assert_eq!(solve::sweep(&asked, &arcs, &plan, none).unwrap(), plan);
    }
    println!("{unlike} plans unlike the first");
    assert!(unlike > 10);
}
