//! The counties with expected tier values, made elsewhere from an independent reading of the specification.
//!
//! They stand in `../shared/counties` or where `JIAOPIN_SHARED` points; without them these tests say so and pass. The one
//! large county is given `JIAOPIN_HUALIEN` seconds (default 240; 0 leaves it out).

use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{County, load};
use jiaopin::plan::Class;
use jiaopin::plan::result::Status;
use jiaopin::policy::Policy;
use jiaopin::solve::{self, Options, Outcome};
use jiaopin::tables::fault::Faults;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The folder and what is expected of each county in it.
fn shared() -> Option<(PathBuf, BTreeMap<String, Value>)> {
    let dir = std::env::var_os("JIAOPIN_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/counties"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(dir.join("expected.json")) else {
        println!(
            "SKIPPED: no counties with expected values at {}",
            dir.display()
        );
        return None;
    };
    let expected = serde_json::from_str(&text).expect("expected.json is JSON");
    Some((dir, expected))
}

fn read(path: PathBuf) -> County {
    let mut faults = Faults::default();
    let county = load(&path, &Policy::national(), &mut faults);
    county.unwrap_or_else(|| panic!("{}: {:#?}", path.display(), faults.list))
}

fn case(county: County) -> Case {
    let mut faults = Faults::default();
    let case = Case::new(county, Policy::national(), &mut faults);
    assert!(!faults.has_errors(), "{:#?}", faults.list);
    case
}

fn classes(case: &Case, expected: &Value, name: &str) {
    let Some(expected) = expected["classes"].as_object() else {
        return;
    };
    for class in Class::ALL {
        let found = case.standing.class.iter().filter(|c| **c == class).count();
        let wanted = expected.get(class.key()).and_then(Value::as_u64);
        assert_eq!(found as u64, wanted.unwrap_or(0), "{name}: {}", class.key());
    }
}

fn solved(case: &Case, seconds: Option<f64>) -> Outcome {
    let mut options = Options {
        gap: Some(0.0),
        time_limit: seconds,
        ..Options::default()
    };
    solve::solve(case, &mut options).expect("no fault of our own")
}

fn tiers(outcome: &Outcome, expected: &Value, name: &str) {
    let feasible = expected["feasible"].as_bool();
    assert_eq!(Some(outcome.plan.is_some()), feasible, "{name}: has a plan");
    let Some(expected) = expected["tiers"].as_object() else {
        return;
    };
    let of = |key: &str| {
        let tier = outcome.solved.tiers.iter().find(|t| t.key == key);
        tier.map(|t| (t.value, t.bound))
    };
    let wrong: Vec<String> = expected
        .iter()
        .filter_map(|(key, value)| {
            let value = value.as_i64()?;
            let right = of(key) == Some((value, value));
            (!right).then(|| format!("{key}: expected {value}, found {:?}", of(key)))
        })
        .collect();
    assert!(wrong.is_empty(), "{name}: {wrong:#?}");
}

/// The audit finds nothing broken in the plan and reads the values that were announced.
fn judged(case: &Case, outcome: &Outcome, name: &str) {
    let Some(plan) = &outcome.plan else {
        return;
    };
    let audit = audit::audit(case, plan);
    assert!(!audit.broken(), "{name}: {:#?}", audit.findings.list);
    for tier in &outcome.solved.tiers {
        let read = audit.tier(&tier.key);
        assert_eq!(read, Some(tier.value), "{name}: {}", tier.key);
    }
}

#[test]
fn shared_counties_have_the_expected_values() {
    let Some((dir, expected)) = shared() else {
        return;
    };
    let mut number = 0;
    for (name, expected) in expected.iter().filter(|(name, _)| !large(name)) {
        let case = case(read(dir.join(name)));
        classes(&case, expected, name);
        let outcome = solved(&case, None);
        tiers(&outcome, expected, name);
        judged(&case, &outcome, name);
        number += 1;
    }
    println!("{number} shared counties agree in every class and tier");
    assert!(number > 0);
}

fn large(name: &str) -> bool {
    name.starts_with("hualien")
}

/// The workbook and the GB18030 folder are one county; it is solved once.
#[test]
fn large_shared_county_has_the_expected_values() {
    let Some((dir, expected)) = shared() else {
        return;
    };
    let mut counties = expected.iter().filter(|(name, _)| large(name));
    let Some((name, expected)) = counties.next() else {
        return;
    };
    let county = read(dir.join(name));
    for (other, same) in counties {
        assert_eq!(expected, same, "{other}");
        assert_eq!(
            county.hash,
            read(dir.join(other)).hash,
            "{name} and {other}"
        );
    }
    let case = case(county);
    classes(&case, expected, name);
    let seconds = std::env::var("JIAOPIN_HUALIEN").ok();
    let seconds = seconds.map_or(240.0, |s| s.parse().expect("JIAOPIN_HUALIEN: seconds"));
    if seconds <= 0.0 {
        println!("SKIPPED: {name} is not solved (JIAOPIN_HUALIEN=0)");
        return;
    }
    let outcome = solved(&case, Some(seconds));
    if outcome.solved.status == Status::TimeLimit {
        println!("SKIPPED: {name} is not solved within {seconds} s (JIAOPIN_HUALIEN)");
        return;
    }
    tiers(&outcome, expected, name);
    judged(&case, &outcome, name);
}
