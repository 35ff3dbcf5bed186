//! Every number of the policy has a range, and what is outside is refused with it.

use jiaopin::policy::{Policy, schema};
use jiaopin::rules::CATALOGUE;
use jiaopin::tables::fault::Fault;
use serde_json::Value;

fn faults(text: &str) -> Vec<Fault> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("我县.toml");
    std::fs::write(&file, format!("extends = \"national.toml\"\n{text}")).unwrap();
    Policy::load(&file).map_or_else(|faults| faults.list, |_| Vec::new())
}

fn numbers(schema: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    let types = schema["type"].to_string();
    if types.contains("integer") || types.contains("number") {
        found.push((path.to_owned(), schema.clone()));
    }
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        numbers(inner, &format!("{path}.{key}"), found);
    }
    for (key, inner) in [
        ("*", &schema["additionalProperties"]),
        ("[]", &schema["items"]),
    ] {
        if inner.is_object() {
            numbers(inner, &format!("{path}.{key}"), found);
        }
    }
}

#[test]
fn every_number_has_both_ends() {
    let mut found = Vec::new();
    numbers(schema::complete(), "", &mut found);
    assert!(found.len() > 60, "{}", found.len());
    for (path, schema) in found {
        let low = schema["minimum"].is_number() || schema["exclusiveMinimum"].is_number();
        assert!(low && schema["maximum"].is_number(), "{path}: {schema}");
    }
}

#[test]
fn what_is_outside_is_refused_with_the_range() {
    for (text, range) in [
        ("[rules.rotation]\nyears = 700\n", "0 到 100 之间"),
        (
            "[rules.minimum_service.years]\n\"特岗\" = 300\n",
            "0 到 100 之间",
        ),
        ("[rules.distance]\nmax_km = 30000\n", "0 到 20000 之间"),
        ("[rules.balance]\nbackbone = 101\n", "0 到 100 之间"),
        ("[retirement]\nmen_base = 6\n", "40 到 80 之间"),
        ("[retirement]\nstep_months = 0\n", "1 到 240 之间"),
        (
            "[staffing.stages.\"小学\"]\nstudents_per_staff = 1900\n",
            "大于 0、不大于 100",
        ),
        ("[rules.staffing]\npool_total = -1\n", "0 到 100000 之间"),
        ("[tiers.weights]\npool = 20000\n", "0 到 10000 之间"),
        (
            "[tiers.weights.area]\n\"乡村\" = 20000\n",
            "0 到 10000 之间",
        ),
        ("[publish]\nnotice_days = 700\n", "0 到 365 之间"),
        (
            "[curriculum.load.\"小学\"]\n\"其他\" = 0\n",
            "大于 0、不大于 100",
        ),
    ] {
        let found = faults(text);
        assert_eq!(found.len(), 1, "{text}: {found:#?}");
        assert_eq!(
            (found[0].code, found[0].place.cell.as_str()),
            ("E604", "L3")
        );
        assert!(found[0].cause.zh.contains(range), "{}", found[0].cause.zh);
        assert!(found[0].remedy.zh.contains(range), "{}", found[0].remedy.zh);
    }
    assert!(faults("[rules.rotation]\nyears = 100\n").is_empty());
}

/// A file that is not there: only a name that `extends` gave is said to be looked up beside the file.
#[test]
fn a_missing_file_is_told_by_who_named_it() {
    let faults = Policy::load(std::path::Path::new("没有.toml")).unwrap_err();
    let remedy = &faults.list[0].remedy;
    assert_eq!(faults.list[0].code, "E606");
    assert!(remedy.zh.contains("命令行") && !remedy.zh.contains("extends"));

    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("我县.toml");
    std::fs::write(&file, "extends = \"没有.toml\"\n").unwrap();
    let faults = Policy::load(&file).unwrap_err();
    assert!(faults.list[0].remedy.zh.contains("extends"));
}

/// Without R01 and R02 there is no saying what a plan is; every other rule may be left out.
#[test]
fn only_what_says_what_a_plan_is_cannot_be_off() {
    for rule in CATALOGUE {
        let found = faults(&format!("[rules.{}]\nmode = \"off\"\n", rule.key));
        if matches!(rule.no, "R01" | "R02") {
            assert_eq!(found[0].code, "E605");
            assert!(found[0].place.to_string().starts_with("我县.toml › "));
            assert!(found[0].remedy.zh.contains("只能写 hard"), "{found:?}");
        } else {
            assert!(found.is_empty(), "{}: {found:?}", rule.no);
        }
    }
}
