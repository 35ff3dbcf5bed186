//! `diagnose`: smallest conflicts beside the brute force.

use crate::brute::{case, seeds};
use crate::explain::options;
use crate::oracle;
use crate::tiny;
use jiaopin::county::County;
use jiaopin::explain::diagnose::{self, Diagnosis};
use jiaopin::policy::Policy;
use jiaopin::rules::Mode;
use jiaopin::solve;
use jiaopin::solve::conflict::{Member, describe};
use std::collections::BTreeMap;

/// Each conflict is one, and none without any of its members; the pins to give up are the fewest by trying all.
#[test]
fn conflicts_are_minimal() {
    let mut seen = 0;
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in seeds(700) {
        let (county, policy) = tiny::county(seed);
        let case = case(&county, &policy);
        if oracle::optimum(&county, &policy).is_some() {
            continue;
        }
        let found = diagnose::diagnose(&case, &mut options()).expect("an answer");
        let Diagnosis::Conflict {
            sets,
            smallest,
            drop,
            relax,
            ..
        } = found
        else {
            panic!("seed {seed}: {found:?}");
        };
        assert!(smallest, "seed {seed}");
        for set in &sets {
            assert!(!holds(&county, &policy, set), "seed {seed}: {set:?}");
            for i in 0..set.len() {
                let mut rest = set.clone();
                rest.remove(i);
                assert!(
                    holds(&county, &policy, &rest),
                    "seed {seed}: {set:?} without {i}"
                );
            }
            assert!(sets[0].len() <= set.len(), "seed {seed}: {sets:?}");
        }
        let smaller = subsets(&all_members(&county), sets[0].len() - 1);
        for set in smaller {
            assert!(holds(&county, &policy, &set), "seed {seed}: {set:?}");
        }
        let said = solve::solve(&case, &mut options())
            .expect("a solve")
            .reasons;
        let words: Vec<_> = sets[0].iter().map(|m| describe(&case, *m)).collect();
        assert_eq!(said, words, "seed {seed}: solve and diagnose differ");
        let drop = drop.expect("pins to give up");
        let left = |without: &[usize]| {
            let mut county = county.clone();
            let mut i = 0;
            county.pins.retain(|_| {
                i += 1;
                !without.contains(&(i - 1))
            });
            oracle::optimum(&county, &policy).is_some()
        };
        assert!(left(&drop), "seed {seed}: {drop:?}");
        if drop.len() > 1 {
            let pins = 0..county.pins.len();
            assert!(
                pins.into_iter().all(|i| !left(&[i])),
                "seed {seed}: {drop:?}"
            );
        }
        for rule in relax {
            let mut eased = all_members(&county);
            eased.retain(|m| *m != Member::Rule(rule));
            assert!(holds(&county, &policy, &eased), "seed {seed}: {rule}");
        }
        for member in sets.iter().flatten() {
            if let Member::Rule(no) = member {
                *rules.entry(*no).or_default() += 1;
            }
        }
        seen += 1;
    }
    println!("{seen} conflicts, rules in them: {rules:?}");
    assert!(seen > 10 && rules.contains_key("R06"));
}

/// All sets of so many members.
fn subsets(members: &[Member], size: usize) -> Vec<Vec<Member>> {
    let Some((first, rest)) = members.split_first() else {
        return if size == 0 {
            vec![Vec::new()]
        } else {
            Vec::new()
        };
    };
    let mut all = subsets(rest, size);
    if size > 0 {
        let with = subsets(rest, size - 1).into_iter();
        all.extend(with.map(|set| [vec![*first], set].concat()));
    }
    all
}

fn all_members(county: &County) -> Vec<Member> {
    let rules = [
        "R04", "R06", "R07", "R09", "R10", "R13", "R14", "R15", "R19", "R20", "R24", "R25", "R26",
    ];
    let pins = (0..county.pins.len()).map(Member::Pin);
    pins.chain(rules.map(Member::Rule)).collect()
}

/// Whether pins and rules can hold together by the brute force, all others left out.
fn holds(county: &County, policy: &Policy, members: &[Member]) -> bool {
    let (mut county, mut policy) = (county.clone(), policy.clone());
    let mut i = 0;
    county.pins.retain(|_| {
        i += 1;
        members.contains(&Member::Pin(i - 1))
    });
    let rules = &mut policy.rules;
    let off = |no: &str| {
        !members
            .iter()
            .any(|m| matches!(m, Member::Rule(r) if *r == no))
    };
    let modes = [
        ("R04", &mut rules.certificate.mode),
        ("R06", &mut rules.exemption.mode),
        ("R07", &mut rules.minimum_service.mode),
        ("R09", &mut rules.outflow.mode),
        ("R10", &mut rules.rural_floor.mode),
        ("R13", &mut rules.avoidance.mode),
        ("R14", &mut rules.couples.mode),
        ("R15", &mut rules.new_school.mode),
        ("R19", &mut rules.distance.mode),
        ("R20", &mut rules.direction.mode),
        ("R24", &mut rules.obey.mode),
        ("R25", &mut rules.direct_hire_first.mode),
        ("R26", &mut rules.in_house_first.mode),
    ];
    for (no, mode) in modes {
        if off(no) {
            *mode = Mode::Off;
        }
    }
    oracle::optimum(&county, &policy).is_some()
}
