//! `levers`: each effect is that of a fresh, independent solve of the changed county.

use crate::oracle::{self, folder};
use crate::tiny;
use assert_cmd::Command;
use jiaopin::county::{self, County};
use jiaopin::policy::{Policy, scenario};
use jiaopin::tables::fault::Faults;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

const SEEDS: u64 = 24;
/// More may move than the national policy allows, so that the tiny counties have something to decide.
const POLICY: &str = "extends = \"national.toml\"\n[rules.outflow]\ncounty_share = 0.3\nshare = 0.5\n[rules.staffing]\npool_total = 1\n";

fn jiaopin(args: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("jiaopin").unwrap();
    command.args(["--lang", "en"]).args(args).output().unwrap()
}

/// The best values of a county as the brute force finds them, with a scenario or without.
fn best(dir: &Path, scenario: Option<&str>) -> Vec<(String, i64)> {
    let file = dir.join("lever.toml");
    let files: Vec<_> = scenario
        .map(|text| std::fs::write(&file, text).unwrap())
        .map(|()| file)
        .into_iter()
        .collect();
    let (policy, scenarios) = Policy::resolve(Some(&dir.join("policy.toml")), &files).unwrap();
    let mut faults = Faults::default();
    let mut county: County = county::load(&dir.join("data"), &policy, &mut faults).unwrap();
    for one in &scenarios {
        scenario::apply(&mut county, &one.changes, policy.as_of(), &mut faults);
    }
    assert!(!faults.has_errors(), "{:?}", faults.list);
    oracle::optimum(&county, &policy).unwrap()
}

fn agrees(tiers: &Value, best: &[(String, i64)], what: &str) {
    let tiers = tiers.as_array().unwrap();
    assert_eq!(tiers.len(), 5, "{what}: T1 to T5");
    for tier in tiers {
        let known = best.iter().find(|(key, _)| *key == tier["key"]).unwrap();
        assert_eq!(tier["value"], known.1, "{what}: {}", known.0);
        assert_eq!(tier["proven"], true, "{what}: {}", known.0);
    }
}

/// Returns the kinds of levers that were held against the brute force, and how many changed something.
fn held(seed: u64) -> (BTreeSet<String>, usize) {
    let dir = tempfile::tempdir().unwrap();
    let (county, _) = tiny::county(seed);
    folder::write(&folder::tables(&county), &dir.path().join("data")).unwrap();
    let policy = dir.path().join("policy.toml");
    std::fs::write(&policy, POLICY).unwrap();
    let data = dir.path().join("data").display().to_string();
    let output = jiaopin(&[
        "levers",
        &data,
        "-p",
        &policy.display().to_string(),
        "--json",
        "--jobs",
        "1",
    ]);
    if output.status.code() != Some(0) {
        // Pins that another policy would allow, or no plan at all.
        assert!(matches!(output.status.code(), Some(1 | 2)), "seed {seed}");
        return Default::default();
    }
    let table: Value = serde_json::from_slice(&output.stdout).unwrap();
    let base = best(dir.path(), None);
    agrees(&table["base"], &base, &format!("seed {seed}"));
    let (mut kinds, mut changing, mut last) = (BTreeSet::new(), 0, None);
    for lever in table["levers"].as_array().unwrap() {
        let name = lever["name"].as_str().unwrap();
        let new = best(dir.path(), lever["scenario"].as_str());
        agrees(&lever["tiers"], &new, &format!("seed {seed}, {name}"));
        let changes: Vec<i64> = ["uncovered", "unplaced", "rotation", "balance"]
            .map(|key| lever["changes"][key].as_i64().unwrap())
            .to_vec();
        assert!(last.is_none_or(|l| l <= changes), "seed {seed}: best first");
        changing += usize::from(changes.iter().any(|c| *c != 0));
        last = Some(changes);
        kinds.insert(
            name.trim_end_matches(|c: char| c == '-' || c.is_ascii_digit())
                .to_owned(),
        );
    }
    (kinds, changing)
}

#[test]
fn effects_are_those_of_the_changed_county() {
    let all: Vec<_> = (0..SEEDS).into_par_iter().map(held).collect();
    let changing: usize = all.iter().map(|(_, n)| n).sum();
    let kinds: BTreeSet<String> = all.into_iter().flat_map(|(k, _)| k).collect();
    println!("{changing} levers change something; {kinds:?}");
    assert!(changing > 25);
    for kind in [
        "recruit",
        "post",
        "headcount",
        "loan",
        "rotation-more",
        "rotation-less",
        "outflow-county",
    ] {
        assert!(kinds.contains(kind), "{kind} among {kinds:?}");
    }
}

/// The files are ordinary scenarios, the workbook and the data say the same, nothing is overwritten.
#[test]
fn levers_can_be_carried_on() {
    let dir = tempfile::tempdir().unwrap();
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small");
    let small = small.display().to_string();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (book, data, files) = (path("levers.xlsx"), path("levers.json"), path("files"));
    let args = [
        "levers",
        &small,
        "-o",
        &book,
        "-o",
        &data,
        "--scenarios",
        &files,
    ];
    let output = jiaopin(&args);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("one more post at 河东小学") && said.contains("Chosen from the plan"),
        "{said}"
    );
    let table: Value = serde_json::from_slice(&std::fs::read(&data).unwrap()).unwrap();
    assert_eq!(table["levers"][0]["name"], "post-1");
    assert_eq!(table["levers"][0]["changes"]["unplaced"], -1);
    assert_eq!(
        jiaopin(&args).status.code(),
        Some(2),
        "nothing is overwritten"
    );
    let solved = jiaopin(&["scenarios", &small, &files, "-o", &path("out"), "--json"]);
    assert_eq!(solved.status.code(), Some(0));
    let solved: Value = serde_json::from_slice(&solved.stdout).unwrap();
    let names = solved["comparison"]["plans"].as_array().unwrap();
    let at = names.iter().position(|p| p["name"] == "post-1").unwrap();
    let tiers = solved["comparison"]["tiers"].as_array().unwrap();
    let unplaced = tiers.iter().find(|t| t["key"] == "unplaced").unwrap();
    assert_eq!(
        (&unplaced["values"][0], &unplaced["values"][at]),
        (&1.into(), &0.into())
    );
    let wrong = jiaopin(&["levers", &small, "-o", &path("levers.doc")]);
    assert_eq!(wrong.status.code(), Some(2));
}

/// Where posts follow from the classes, a scenario may still add one.
#[test]
fn a_post_is_added_to_derived_ones() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("county");
    let made = jiaopin(&[
        "generate",
        &data.display().to_string(),
        "--schools",
        "4",
        "--teachers",
        "60",
    ]);
    assert_eq!(made.status.code(), Some(0));
    let policy = Policy::national();
    let mut faults = Faults::default();
    let mut county = county::load(&data, &policy, &mut faults).unwrap();
    assert!(county.posts.is_none());
    let before = jiaopin::demand::Demand::new(&county, &policy);
    let known = before.cells[0].clone();
    let school = county.school(known.school).id.clone();
    let subject = county.subject(known.subject).to_owned();
    let text = format!(
        "[[change]]\ndo = \"add posts\"\nschool = \"{school}\"\nstage = \"{}\"\nsubject = \"{subject}\"\ncount = 2\n",
        known.stage.zh()
    );
    let file = dir.path().join("more.toml");
    std::fs::write(&file, text).unwrap();
    let (_, scenarios) = Policy::resolve(None, &[file]).unwrap();
    scenario::apply(
        &mut county,
        &scenarios[0].changes,
        policy.as_of(),
        &mut faults,
    );
    assert!(!faults.has_errors());
    let after = jiaopin::demand::Demand::new(&county, &policy);
    assert_eq!(after.cells[0].count, known.count + 2);
    assert_eq!(after.cells[1..], before.cells[1..]);
}

/// A plan that the office has may seat other persons: what is full here need not be so there.
#[test]
fn full_is_said_to_hold_for_the_plan_solved_here() {
    let said = jiaopin::scenario::levers::choice(3);
    assert!(said.zh.contains("“编制已满”指基础方案中"), "{}", said.zh);
    assert!(
        said.en.contains("full in the plan solved here"),
        "{}",
        said.en
    );
}
