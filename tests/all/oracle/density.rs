//! Whether the tiny counties are worth comparing: every rule must decide the optimum of some of them.

use super::optimum;
use crate::tiny;
use jiaopin::policy::Policy;
use jiaopin::rules::Mode;
use rayon::prelude::*;

type Switch = fn(&mut Policy) -> &mut Mode;

const SWITCHES: [(&str, Switch); 19] = [
    ("R03", |p| &mut p.rules.staffing.mode),
    ("R04", |p| &mut p.rules.certificate.mode),
    ("R05", |p| &mut p.rules.ethics.mode),
    ("R06", |p| &mut p.rules.exemption.mode),
    ("R07", |p| &mut p.rules.minimum_service.mode),
    ("R08", |p| &mut p.rules.rotation.mode),
    ("R09", |p| &mut p.rules.outflow.mode),
    ("R10", |p| &mut p.rules.rural_floor.mode),
    ("R11", |p| &mut p.rules.titles.mode),
    ("R12", |p| &mut p.rules.balance.mode),
    ("R13", |p| &mut p.rules.avoidance.mode),
    ("R14", |p| &mut p.rules.couples.mode),
    ("R15", |p| &mut p.rules.new_school.mode),
    ("R19", |p| &mut p.rules.distance.mode),
    ("R20", |p| &mut p.rules.direction.mode),
    ("R22", |p| &mut p.rules.pins.mode),
    ("R24", |p| &mut p.rules.obey.mode),
    ("R25", |p| &mut p.rules.direct_hire_first.mode),
    ("R26", |p| &mut p.rules.in_house_first.mode),
];

/// Turning a rule off changes the optimum of at least a few counties in some hundreds.
#[test]
fn every_rule_decides_somewhere() {
    let changed: Vec<Vec<bool>> = (0..400u64)
        .into_par_iter()
        .map(|seed| {
            let (county, policy) = tiny::county(seed);
            let before = optimum(&county, &policy);
            let differs = |(_, switch): &(&str, Switch)| {
                let mut other = policy.clone();
                let was = std::mem::replace(switch(&mut other), Mode::Off);
                was != Mode::Off && optimum(&county, &other) != before
            };
            SWITCHES.iter().map(differs).collect()
        })
        .collect();
    let count = |i: usize| changed.iter().filter(|c| c[i]).count();
    let counts: Vec<_> = (0..SWITCHES.len())
        .map(|i| (SWITCHES[i].0, count(i)))
        .collect();
    println!("counties that each rule decides, of 400: {counts:?}");
    for (rule, number) in counts {
        assert!(number >= 3, "{rule} decides only {number} of 400 counties");
    }
}

/// No tier is idle, and neither kind of answer is rare.
#[test]
fn every_tier_is_at_work() {
    let all: Vec<_> = (0..400u64)
        .into_par_iter()
        .map(|seed| {
            let (county, policy) = tiny::county(seed);
            optimum(&county, &policy)
        })
        .collect();
    let none = all.iter().filter(|a| a.is_none()).count();
    let above = |key: &str| {
        let positive = |v: &&Vec<(String, i64)>| v.iter().any(|(k, n)| k == key && *n > 0);
        all.iter().flatten().filter(positive).count()
    };
    let ours = super::KEYS.iter().filter(|k| !k.starts_with("leader"));
    let counts: Vec<_> = ours.map(|k| (*k, above(k))).collect();
    println!("no plan: {none} of 400; tiers above 0: {counts:?}");
    assert!((10..150).contains(&none), "{none} counties without a plan");
    for (key, number) in counts {
        assert!(number >= 8, "{key} is above 0 in {number} of 400 counties");
    }
}

/// Leader posts: vacant, filled, fitting ill, filled from candidates, and with something to pay for it below.
#[test]
fn leader_tiers_are_at_work() {
    let all: Vec<_> = (0..200u64)
        .into_par_iter()
        .filter_map(|seed| {
            let (county, policy) = tiny::with_leaders(seed, tiny::TINY);
            county.leader_posts.as_ref()?;
            optimum(&county, &policy)
        })
        .collect();
    for key in super::KEYS.iter().filter(|k| k.starts_with("leader")) {
        let positive = |v: &&Vec<(String, i64)>| v.iter().any(|(k, n)| k == key && *n > 0);
        let number = all.iter().filter(positive).count();
        println!("{key} above 0: {number} of {}", all.len());
        assert!(number >= 20, "{key} is above 0 in {number} counties");
    }
}
