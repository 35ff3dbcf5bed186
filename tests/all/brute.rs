//! The solver against brute force: on random tiny counties both say the same of feasibility and of every tier.
//!
//! `JIAOPIN_TINY=5000` compares that many, from seed `JIAOPIN_FROM=2000` on; `JIAOPIN_SEED=17` looks at one alone.

use crate::oracle::leaders::Posts;
use crate::oracle::world::{Fate, Kind};
use crate::oracle::{self, World, fates, folder, leaders, mip, reading};
use crate::tiny::{self, Dice};
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{County, Role, SchoolIx};
use jiaopin::plan::{Plan, Station};
use jiaopin::policy::Policy;
use jiaopin::solve::{self, Many, Method, Options};
use jiaopin::tables::fault::Faults;
use rayon::prelude::*;
use std::fmt::Write;

/// A county and policy for a seed.
type Make = fn(u64) -> (County, Policy);

/// Who says what is right.
type Judge = fn(&County, &Policy) -> Answer;

/// Tier keys and values in order, or none when there is no plan.
pub type Answer = Option<Vec<(String, i64)>>;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The case of a county that is free of input errors.
pub fn case(county: &County, policy: &Policy) -> Case {
    let mut faults = Faults::default();
    let case = Case::new(county.clone(), policy.clone(), &mut faults);
    assert!(
        !faults.has_errors(),
        "an input error was made: {:#?}",
        faults.list
    );
    case
}

/// What the program finds.
pub fn solved(case: &Case, method: Method) -> Result<(Answer, Option<Plan>), String> {
    // Half of the counties as if they were large, in each way independently of the others.
    let few = |of: usize, bit: usize| [0, usize::MAX][of >> bit & 1];
    let (persons, cells) = (case.county.teachers.len(), case.demand.cells.len());
    let mut options = Options {
        method,
        gap: Some(0.0),
        many: Many {
            few: few(persons, 2),
            pairs: few(persons, 0),
            columns: few(persons, 1),
            rows: few(cells, 0),
            open: few(cells, 1),
            bounded: few(cells, 2),
            ..Many::default()
        },
        ..Options::default()
    };
    let outcome = solve::solve(case, &mut options).map_err(|e| format!("fault: {e:#}"))?;
    if outcome.is_infeasible() {
        assert!(outcome.plan.is_none(), "a plan where there is none");
        return Ok((None, None));
    }
    let tiers = &outcome.solved.tiers;
    if let Some(open) = tiers.iter().find(|t| !t.proven || t.value != t.bound) {
        return Err(format!("not proven: {open:?}"));
    }
    let values = tiers.iter().map(|t| (t.key.clone(), t.value)).collect();
    Ok((Some(values), outcome.plan))
}

/// Compares one county; the text says what differs.
fn compare(make: Make, seed: u64, judge: Judge, method: Method) -> Result<bool, String> {
    let (county, policy) = &make(seed);
    let expected = judge(county, policy);
    let case = case(county, policy);
    let (found, plan) = solved(&case, method)?;
    if !agree(&expected, &found) {
        // Where the plan found is what it says, it is the judge who is wrong, or the program found a worse one.
        let own = plan.map(|plan| judged(&case, &plan, &found));
        let differ = differences(&expected, &found);
        return Err(format!("{differ}the plan found, by itself: {own:?}"));
    }
    if let Some(plan) = plan {
        judged(&case, &plan, &expected)?;
    }
    Ok(expected.is_some())
}

/// The same tiers with the same values; leader tiers may be left out where there are no leader posts.
fn agree(expected: &Answer, found: &Answer) -> bool {
    let without_leaders = |values: &Vec<(String, i64)>| {
        let idle = |(key, value): &&(String, i64)| !(key.starts_with("leader_") && *value == 0);
        values.iter().filter(idle).cloned().collect::<Vec<_>>()
    };
    expected.as_ref().map(without_leaders) == found.as_ref().map(without_leaders)
}

fn differences(expected: &Answer, found: &Answer) -> String {
    let (Some(expected), Some(found)) = (expected, found) else {
        return format!("expected {expected:?}, found {found:?}");
    };
    let of = |key: &String| found.iter().find(|(k, _)| k == key).map(|(_, v)| *v);
    let mut text = String::new();
    for (key, value) in expected {
        let found = of(key);
        if found.unwrap_or(0) != *value {
            let _ = write!(text, "{key} expected {value} found {found:?}; ");
        }
    }
    text
}

/// The plan itself keeps every rule and has the values that were announced, by both readings.
fn judged(case: &Case, plan: &Plan, expected: &Answer) -> Result<(), String> {
    let audit = audit::audit(case, plan);
    if audit.broken() {
        return Err(format!("the audit finds: {:#?}", audit.findings.list));
    }
    let values = audit.tiers.iter().map(|(k, v)| (k.to_string(), *v));
    let values = Some(values.collect());
    if !agree(expected, &values) {
        return Err(format!(
            "the audit reads: {}",
            differences(expected, &values)
        ));
    }
    let values = reading::judge(&case.county, &case.policy, plan)?;
    if agree(expected, &Some(values.clone())) {
        Ok(())
    } else {
        Err(format!(
            "the plan is worth: {}",
            differences(expected, &Some(values))
        ))
    }
}

/// Runs through seeds in parallel; a disagreement is printed with its seed, and its county written to a folder.
fn run(name: &str, seeds: Vec<u64>, make: Make, judge: Judge, method: Method) {
    // A panic names its seed like any other disagreement.
    let one = |seed| {
        let found = std::panic::catch_unwind(|| compare(make, seed, judge, method));
        found.unwrap_or_else(|_| {
            println!("{name}: seed {seed} panicked");
            Err("panicked".to_owned())
        })
    };
    let all: Vec<(u64, Result<bool, String>)> = seeds
        .into_par_iter()
        .map(|seed| (seed, one(seed)))
        .collect();
    let plans = all.iter().filter(|(_, r)| *r == Ok(true)).count();
    let wrong: Vec<_> = all
        .iter()
        .filter_map(|(seed, r)| Some((seed, r.as_ref().err()?)))
        .collect();
    println!(
        "{name}: {} counties compared, {plans} of them with a plan",
        all.len()
    );
    let plan = |seed: u64| {
        let (county, policy) = make(seed);
        let found = leaders::best(&county, &policy, mip::better_than);
        let world = World::new(&county, &policy);
        found.map_or_else(|| "no plan".into(), |f| reading::describe(&world, &f.plan))
    };
    for (seed, what) in wrong.iter().take(10) {
        let (county, policy) = make(**seed);
        let dir = std::env::temp_dir().join(format!("jiaopin-tiny-{name}-{seed}"));
        let tables = folder::tables(&county);
        folder::write(&tables, &dir).expect("a temporary folder");
        let policy = toml::to_string_pretty(&policy).unwrap_or_default();
        std::fs::write(dir.join("policy.txt"), policy).expect("a temporary file");
        std::fs::write(dir.join("expected.txt"), plan(**seed)).expect("a temporary file");
        println!("seed {seed}: {what}\n  written to {}", dir.display());
    }
    assert!(
        wrong.is_empty(),
        "{} of {} counties differ",
        wrong.len(),
        all.len()
    );
}

pub fn seeds(usual: u64) -> Vec<u64> {
    match number("JIAOPIN_SEED") {
        Some(seed) => vec![seed],
        None => {
            let from = number("JIAOPIN_FROM").unwrap_or(0);
            (from..from + number("JIAOPIN_TINY").unwrap_or(usual)).collect()
        }
    }
}

#[test]
fn direct_method_agrees_with_brute_force() {
    run(
        "direct",
        seeds(300),
        tiny::county,
        oracle::optimum,
        Method::Direct,
    );
}

#[test]
fn pool_method_agrees_with_brute_force() {
    run(
        "pool",
        seeds(300),
        tiny::county,
        oracle::optimum,
        Method::Pool,
    );
}

fn with_leaders(seed: u64) -> (County, Policy) {
    tiny::with_leaders(seed, tiny::TINY)
}

/// Counties with leader posts (SPEC §4a): L1–L3 and T1–T11 at once.
#[test]
fn leaders_agree_with_brute_force() {
    for (name, method) in [
        ("leaders-direct", Method::Direct),
        ("leaders-pool", Method::Pool),
    ] {
        run(name, seeds(1_000), with_leaders, oracle::optimum, method);
    }
}

/// Plans with leaders of every kind, some appointed who may not be: the audit and the brute force find the same.
#[test]
fn audit_agrees_on_random_plans_with_leaders() {
    let (mut whole, mut broken, mut led) = (0, 0, 0);
    for seed in seeds(600) {
        let (county, policy) = with_leaders(seed);
        if county.leader_posts.is_none() {
            continue;
        }
        let case = case(&county, &policy);
        let base = World::new(&county, &policy);
        let posts = Posts::of(&base);
        let ways = posts.appointments();
        let mut dice = Dice::new(seed);
        for round in 0..12 {
            let way = dice.between(0, ways.len() as i64 - 1) as usize;
            let leads = posts.leads(&ways[way]);
            let world = World::with(&county, &policy, &leads);
            let fates: Vec<Fate> = (0..world.people.len())
                .map(|p| random(&mut dice, &world, p, round % 3 == 0))
                .collect();
            let mut plan = reading::plan(&world, &fates);
            if round % 4 == 0 && !plan.rows.is_empty() {
                usurp(&mut dice, &case, &mut plan);
            }
            let audit = audit::audit(&case, &plan);
            let found = reading::judge(&county, &policy, &plan);
            let what = &audit.findings.list;
            assert_eq!(
                audit.broken(),
                found.is_err(),
                "seed {seed}: {plan:#?}\n{found:?}\n{what:#?}"
            );
            let Ok(values) = found else {
                broken += 1;
                continue;
            };
            whole += 1;
            led += usize::from(!leads.appointed.is_empty());
            let read = audit.tiers.iter().map(|(k, v)| (k.to_string(), *v));
            let (expected, read) = (Some(values), Some(read.collect()));
            let same = agree(&expected, &read);
            assert!(same, "seed {seed}: {}", differences(&expected, &read));
        }
    }
    println!("{whole} plans without fault ({led} with appointments), {broken} with");
    assert!(whole > 100 && led > 50 && broken > 100);
}

/// Somebody is made to lead somewhere, whether he may or not.
fn usurp(dice: &mut Dice, case: &Case, plan: &mut Plan) {
    let at = dice.between(0, plan.rows.len() as i64 - 1) as usize;
    let school = dice.between(0, case.county.schools.len() as i64 - 1) as u32;
    let row = &mut plan.rows[at];
    let t = case.county.teacher(row.teacher);
    row.outcome = jiaopin::plan::Outcome::Lead;
    row.role = dice.pick(&[Role::Principal, Role::Secretary]);
    row.station = Some(Station {
        school: SchoolIx(school),
        stage: t.stage,
        subject: t.subject,
    });
    if case.standing.swings(&case.county, row.teacher) {
        row.class = jiaopin::plan::Class::Leader;
    }
}

fn small(seed: u64) -> (County, Policy) {
    tiny::sized(seed, tiny::SMALL)
}

/// Whole-number programming over the brute force's own reading, for counties too large to try every plan.
pub fn second_judge(county: &County, policy: &Policy) -> Answer {
    let found = leaders::best(county, policy, mip::better_than)?;
    Some(oracle::tiers::in_order(policy, &found.values))
}

#[test]
fn small_counties_agree_with_the_second_judge() {
    run(
        "small-direct",
        seeds(25),
        small,
        second_judge,
        Method::Direct,
    );
    run("small-pool", seeds(25), small, second_judge, Method::Pool);
}

/// The solver presolves a tier of this county to a wrong point and gives up: the second judge asks again.
#[test]
fn a_county_that_presolve_fails_on() {
    run(
        "small-2676",
        vec![2676],
        small,
        second_judge,
        Method::Direct,
    );
    run("small-2676", vec![2676], small, second_judge, Method::Pool);
}

/// Plans of every kind, most of them broken somewhere: the audit and the brute force find the same.
#[test]
fn audit_agrees_on_random_plans() {
    let (mut whole, mut broken) = (0, 0);
    for seed in seeds(400) {
        let (county, policy) = tiny::county(seed);
        let case = case(&county, &policy);
        let world = World::new(&case.county, &case.policy);
        let mut dice = Dice::new(seed);
        for round in 0..10 {
            let fates: Vec<Fate> = (0..world.people.len())
                .map(|p| random(&mut dice, &world, p, round % 3 == 0))
                .collect();
            let plan = reading::plan(&world, &fates);
            let audit = audit::audit(&case, &plan);
            let found = reading::judge(&county, &policy, &plan);
            let what = &audit.findings.list;
            assert_eq!(
                audit.broken(),
                found.is_err(),
                "seed {seed}: {plan:#?}\n{found:?}\n{what:#?}"
            );
            let Ok(values) = found else {
                broken += 1;
                continue;
            };
            whole += 1;
            let read = audit.tiers.iter().map(|(k, v)| (k.to_string(), *v));
            let read = Some(read.collect());
            let expected = Some(values);
            let same = agree(&expected, &read);
            assert!(same, "seed {seed}: {}", differences(&expected, &read));
        }
    }
    println!("{whole} plans without fault, {broken} with");
    assert!(whole > 100 && broken > 100);
}

/// A fate that the personal rules allow, or now and then one that they may not.
fn random(dice: &mut Dice, w: &World, p: usize, wild: bool) -> Fate {
    let allowed = fates::fates(w, p);
    let chooses = matches!(w.people[p].kind, Kind::Fixed | Kind::Free | Kind::Pooled);
    if chooses && (allowed.is_empty() || (wild && dice.percent(15))) {
        let at = dice.between(-2, w.cells.len() as i64 - 1);
        return match at {
            -2 if w.people[p].school.is_some() => Fate::Retained,
            ..=-1 => Fate::Pool,
            cell => Fate::Seat(cell as usize),
        };
    }
    // Own seats first: plans in which everybody roams break the same rules over and over.
    let stays: Vec<Fate> = allowed
        .iter()
        .copied()
        .filter(|f| w.stays_in(p, *f).is_some())
        .collect();
    match stays.is_empty() || dice.percent(40) {
        true => dice.pick(&allowed),
        false => dice.pick(&stays),
    }
}
