//! Shared posts (R23): what they travel is part of T11 in the solver, the audit and the brute force alike; the lessons that
//! they bring are counted once.

use crate::brute::solved;
use crate::oracle::{World, search, tiers};
use crate::tiny;
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{County, PostRow};
use jiaopin::demand::{Demand, Ratio, coverage};
use jiaopin::policy::Policy;
use jiaopin::rules::r23_shared::reading;
use jiaopin::solve::Method;
use jiaopin::tables::fault::{Faults, Place};
use rayon::prelude::*;

/// A tiny county whose posts follow from its classes, with fractions shared in its one cluster.
fn sharing(seed: u64) -> (County, Policy) {
    let (mut county, mut policy) = tiny::county(seed);
    county.posts = None;
    for school in &mut county.schools {
        school.teaching_staff_max = Some(30);
    }
    policy.staffing.shared_posts = true;
    // The pool method wants a count tier before the first personal one.
    policy.tiers.order.retain(|key| key != "distance");
    policy.tiers.order.push("distance".into());
    (county, policy)
}

/// The same county with the derived posts declared, for the brute force.
fn declared(county: &County, demand: &Demand) -> County {
    let row = |c: &jiaopin::demand::Cell| PostRow {
        school: c.school,
        stage: c.stage,
        subject: c.subject,
        count: c.count,
        conditions: None,
        basis: None,
        place: Place::default(),
    };
    County {
        posts: Some(demand.cells.iter().map(row).collect()),
        ..county.clone()
    }
}

fn compare(seed: u64, method: Method) -> Option<i64> {
    let (county, policy) = sharing(seed);
    let mut faults = Faults::default();
    let case = Case::new(county.clone(), policy.clone(), &mut faults);
    assert!(!faults.has_errors(), "seed {seed}: {:#?}", faults.list);
    let plain = declared(&county, &case.demand);
    let mut world = World::new(&plain, &policy);
    for post in &case.demand.shared {
        let cell = world.find(post.host.ix(), post.stage, post.subject);
        let km = post
            .served
            .iter()
            .map(|(s, _)| world.km_schools(post.host.ix(), s.ix()));
        let tenths = (10.0 * km.sum::<f64>()).floor() as i64;
        world
            .walks
            .entry(cell.expect("the host's cell"))
            .or_default()
            .push(tenths);
    }
    let expected = search::better_than(&world, None);
    let (found, plan) = solved(&case, method).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
    let Some(expected) = expected else {
        assert!(found.is_none(), "seed {seed}: a plan where there is none");
        return None;
    };
    let wanted = tiers::in_order(&policy, &expected.values);
    let found = found.unwrap_or_else(|| panic!("seed {seed}: no plan"));
    for (key, value) in &found {
        let known = wanted.iter().find(|(k, _)| k == key).map(|(_, v)| *v);
        assert_eq!(known, Some(*value), "seed {seed}: {key}");
    }
    let plan = plan.expect("a plan");
    let audit = audit::audit(&case, &plan);
    assert!(!audit.broken(), "seed {seed}: {:#?}", audit.findings.list);
    for (key, value) in &found {
        assert_eq!(audit.tier(key), Some(*value), "seed {seed}: audit {key}");
    }
    let open = reading::walks(&case, &plan)
        .iter()
        .filter(|w| !w.filled)
        .count();
    let told = audit
        .findings
        .list
        .iter()
        .filter(|f| f.rule == "R23")
        .count();
    assert_eq!(open, told, "seed {seed}: every open shared post is told");
    Some(reading::tier(&case, &plan))
}

#[test]
fn travelled_ways_are_in_t11_for_solver_audit_and_brute_force() {
    for method in [Method::Direct, Method::Pool] {
        let travelled: Vec<i64> = (0..150u64)
            .into_par_iter()
            .filter_map(|seed| compare(seed, method))
            .collect();
        let some = travelled.iter().filter(|t| **t > 0).count();
        println!(
            "{} counties with a plan, {some} of them travel",
            travelled.len()
        );
        assert!(some > 10, "ways are travelled in {some} counties only");
    }
}

/// A school that shares with nobody has the posts that it would have without sharing.
#[test]
fn a_school_without_partners_loses_nothing() {
    for seed in 0..200 {
        let (mut county, mut policy) = sharing(seed);
        for school in &mut county.schools {
            school.cluster = school.id.clone();
        }
        let demand = Demand::new(&county, &policy);
        assert!(demand.shared.is_empty());
        let posts = |d: &Demand| -> Vec<_> {
            d.cells
                .iter()
                .map(|c| (c.school, c.stage, c.subject, c.count))
                .collect()
        };
        policy.staffing.shared_posts = false;
        let alone = Demand::new(&county, &policy);
        assert_eq!(posts(&demand), posts(&alone), "seed {seed}");
    }
}

/// Each lesson of a shared subject is taught by one post only: own and shared posts never exceed the need, and where
/// the cluster made posts of all fractions they meet it.
#[test]
fn lessons_are_covered_once() {
    let mut better = 0;
    for seed in 0..200 {
        let (county, policy) = sharing(seed);
        let demand = Demand::new(&county, &policy);
        let covered = coverage(&county, &policy, &demand);
        assert_eq!(covered.is_empty(), demand.shared.is_empty());
        for c in &covered {
            assert!(c.with() <= c.needed, "seed {seed}: {c:?}");
            assert!(c.without <= c.needed);
            better += usize::from(c.walked > Ratio::default() && c.with() > c.without);
        }
        for post in &demand.shared {
            assert!(post.served.iter().any(|(s, _)| *s == post.host));
            assert!(post.served.len() > 1 && post.fte <= Ratio::whole(1));
            let cluster = |s| &county.school(s).cluster;
            assert!(
                post.served
                    .iter()
                    .all(|(s, _)| cluster(*s) == cluster(post.host))
            );
        }
    }
    assert!(
        better > 20,
        "shared posts teach more in {better} cases only"
    );
}
