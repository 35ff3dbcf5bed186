//! Several counties in one command: each as alone, none in another's way, a list in parts.

use crate::made::write_tables;
use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn jiaopin(args: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("jiaopin").unwrap();
    command.args(["--lang", "en"]).args(args).output().unwrap()
}

/// Four counties: two made up, one by hand as a workbook's neighbour, one that cannot be read.
fn counties() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    for (name, seed) in [("east", "1"), ("west.xlsx", "2")] {
        let size = ["--schools", "3", "--teachers", "45", "--seed", seed];
        let made = jiaopin(&[&["generate", &path(name)], &size[..]].concat());
        assert_eq!(made.status.code(), Some(0));
    }
    write_tables(&dir.path().join("hand"));
    fs::create_dir(dir.path().join("empty")).unwrap();
    dir
}

fn solve(dir: &Path, counties: &[&str], more: &[&str]) -> std::process::Output {
    let paths: Vec<String> = counties
        .iter()
        .map(|name| dir.join(name).display().to_string())
        .collect();
    let mut args = vec!["solve", "--json"];
    args.extend(paths.iter().map(String::as_str));
    let out = dir.join("out").display().to_string();
    args.extend(["-o", &out]);
    args.extend(more);
    jiaopin(&args)
}

fn states(output: &std::process::Output) -> Vec<(String, String)> {
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    let word = |v: &Value| v.as_str().unwrap().to_owned();
    let list = all["counties"].as_array().unwrap();
    list.iter()
        .map(|c| (word(&c["name"]), word(&c["state"])))
        .collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

const ALL: [&str; 4] = ["hand", "west.xlsx", "empty", "east"];

#[test]
fn each_plan_is_the_one_of_its_single_run_and_a_failure_stops_no_other() {
    let dir = counties();
    let made = solve(dir.path(), &ALL, &["--jobs", "3"]);
    assert_eq!(made.status.code(), Some(2), "the worst ending");
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(
        said.contains("empty") && said.contains("1 county(s)") && said.contains(" → "),
        "{said}"
    );
    let once = [
        ("hand", "solved"),
        ("west", "solved"),
        ("empty", "failed"),
        ("east", "solved"),
    ];
    assert_eq!(states(&made), pairs(&once), "in the order given");
    assert!(!dir.path().join("out/empty").exists());
    for (county, name) in [("hand", "hand"), ("west.xlsx", "west"), ("east", "east")] {
        let alone = dir
            .path()
            .join(format!("alone-{name}"))
            .display()
            .to_string();
        let county = dir.path().join(county).display().to_string();
        assert_eq!(
            jiaopin(&["solve", &county, "-o", &alone]).status.code(),
            Some(0)
        );
        for file in ["plan.csv", "lent.csv", "uncovered.csv", "leaders.csv"] {
            let read = |folder: &Path| fs::read(folder.join(file)).unwrap();
            let together = read(&dir.path().join("out").join(name));
            assert_eq!(together, read(Path::new(&alone)), "{name} {file}");
        }
    }

    // Again: what stands is kept; what another run left under other options is not replaced unasked.
    let again = solve(dir.path(), &["hand", "east"], &[]);
    assert_eq!(states(&again), pairs(&[("hand", "kept"), ("east", "kept")]));
    assert_eq!(again.status.code(), Some(0));
    let other = solve(dir.path(), &["hand", "east"], &["--gap", "0.01"]);
    assert_eq!(
        states(&other),
        pairs(&[("hand", "failed"), ("east", "failed")])
    );
    let forced = solve(dir.path(), &["hand", "east"], &["--gap", "0.01", "--force"]);
    assert_eq!(
        states(&forced),
        pairs(&[("hand", "solved"), ("east", "solved")])
    );
}

/// A path with a space, typed without quotation marks, comes as two counties that are not there.
#[test]
fn nothing_stays_where_no_county_was_planned() {
    let dir = tempfile::tempdir().unwrap();
    let failed = solve(dir.path(), &["county", "2026"], &[]);
    assert_eq!(failed.status.code(), Some(2));
    let said = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert!(said.contains("2 county(s) are faulty:"), "{said}");
    assert!(said.contains("quotation marks"), "{said}");
    assert!(!dir.path().join("out").exists());

    // A folder that was there stays.
    fs::create_dir(dir.path().join("out")).unwrap();
    solve(dir.path(), &["county", "2026"], &[]);
    assert!(dir.path().join("out").is_dir());
}

#[test]
fn the_parts_of_a_list_are_the_list() {
    let dir = counties();
    let mut done = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        done.push(states(&solve(dir.path(), &ALL, &["--shard", part])));
    }
    let parts = [
        pairs(&[("hand", "solved"), ("east", "solved")]),
        pairs(&[("west", "solved")]),
        pairs(&[("empty", "failed")]),
    ];
    assert_eq!(done, parts);
    let none = solve(dir.path(), &["hand"], &["--shard", "2/2"]);
    assert_eq!((none.status.code(), states(&none)), (Some(0), Vec::new()));
    let one = solve(dir.path(), &["hand"], &["--shard", "1/2"]);
    assert_eq!(
        states(&one),
        pairs(&[("hand", "kept")]),
        "in a folder of its own"
    );
    for wrong in ["0/3", "4/3", "3", "a/b"] {
        let refused = solve(dir.path(), &["hand"], &["--shard", wrong]);
        assert_eq!(refused.status.code(), Some(2), "{wrong}");
    }

    // The plans of all parts are read from the one folder. Counties are compared by figures, not by persons.
    let out = dir.path().join("out").display().to_string();
    let all: Value = serde_json::from_slice(&jiaopin(&["compare", &out, "--json"]).stdout).unwrap();
    let plans = all["plans"].as_array().unwrap().iter();
    let names: Vec<&str> = plans.map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["east", "hand", "west"]);
    assert_eq!(all["one_county"], false);
    assert_eq!(all["persons"], Value::Array(Vec::new()));
    assert_eq!(all["tiers"][0]["values"].as_array().unwrap().len(), 3);
    let said = String::from_utf8(jiaopin(&["compare", &out]).stdout).unwrap();
    assert!(said.contains("different counties"), "{said}");
    let lone = dir.path().join("out/east").display().to_string();
    assert_eq!(jiaopin(&["compare", &lone]).status.code(), Some(2));
}

#[test]
fn what_cannot_be_done_together_is_said_first() {
    let dir = counties();
    fs::create_dir(dir.path().join("far")).unwrap();
    write_tables(&dir.path().join("far/hand"));
    let twins = solve(dir.path(), &["hand", "far/hand"], &[]);
    let said = String::from_utf8_lossy(&twins.stderr).into_owned();
    assert_eq!(twins.status.code(), Some(2));
    assert!(
        said.contains("far/hand") && said.contains("same name"),
        "{said}"
    );
    let start = solve(dir.path(), &["hand", "east"], &["--start", "x.csv"]);
    assert_eq!(start.status.code(), Some(2));
    assert!(!dir.path().join("out").exists());
}
