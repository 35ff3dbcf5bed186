//! What the office reads of a policy: names, meanings and sources in its own words, on screen and in the catalogue.

use crate::policy::models;
use jiaopin::policy::{Policy, words};
use jiaopin::rules::CATALOGUE;
use serde_json::{Value, json};

/// What the county has yet to decide has no document, and what has none is marked: nobody prints it as law.
#[test]
fn what_rests_on_no_document_is_to_be_verified() {
    let policy = Policy::national();
    let year = |key: &str| key.starts_with("year.");
    for entry in policy.entries.iter().filter(|e| !year(&e.key)) {
        assert!(
            !entry.source.starts_with("本地"),
            "{}: {}",
            entry.key,
            entry.source
        );
        assert!(entry.document().is_some() || entry.verify, "{}", entry.key);
    }
    for rule in ["pins", "obey", "direct_hire_first", "in_house_first"] {
        assert!(policy.entry(&format!("rules.{rule}.mode")).unwrap().verify);
    }
}

#[test]
fn meanings_are_whole_sentences_in_both_languages() {
    for rule in CATALOGUE {
        let (zh, en) = rule.meaning;
        assert!(zh.ends_with('。') && en.ends_with('.'), "{}", rule.no);
        let half_width = |c: char| matches!(c, ',' | ';' | '?' | '(' | ')');
        assert!(!zh.contains(half_width), "{}: {zh}", rule.no);
    }
}

/// Whoever confirms the values in Chinese meets no word of the file but the keys in brackets.
#[test]
fn every_parameter_has_its_name_and_value_in_chinese() {
    let policy = Policy::national();
    for entry in &policy.entries {
        let (name, value) = (words::name(&entry.key), words::value(entry));
        let title = words::title(words::table_of(&entry.key));
        for said in [&name, &title] {
            assert!(
                !said.is_ascii() && !said.contains('_'),
                "{}: {said}",
                entry.key
            );
        }
        let english = |c: char| c.is_ascii_lowercase() || "[]_".contains(c);
        assert!(!value.contains(english), "{}: {value}", entry.key);
    }
    let said = |key: &str| {
        let entry = policy.entry(key).expect("a value");
        (words::name_and_key(key), words::value(entry))
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        said("rules.exemption.mode"),
        pair("如何执行（mode）", "硬性")
    );
    assert_eq!(said("rules.merit.mode").1, "只报告");
    assert_eq!(
        said("rules.certificate.kindergarten_own"),
        pair("幼儿园须幼儿园资格（kindergarten_own）", "是")
    );
    assert_eq!(said("staffing.additions").1, "无");
    assert_eq!(said("curriculum.load.小学.语文"), pair("语文", "14"));
    assert_eq!(
        words::head("curriculum.load.小学"),
        "[curriculum.load.\"小学\"]"
    );
}

#[test]
fn the_commands_print_what_is_in_force() {
    let run = |args: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("jiaopin")
            .unwrap()
            .args(args)
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let hongshan = models("hongshan.toml");
    let hongshan = hongshan.to_str().unwrap();
    let (code, text, _) = run(&["--lang", "zh", "policy", "-p", hongshan]);
    assert_eq!(code, Some(0));
    assert!(text.contains("R08 交流轮岗  [rules.rotation]") && text.contains("hongshan.toml:"));
    assert!(
        text.contains("年限（years）")
            && text.contains("学区内零头岗位是否合并为走教岗（shared_posts）  否")
    );
    let (_, text, _) = run(&["--lang", "en", "policy"]);
    assert!(text.contains("[rules.rotation]  R08 rotation") && text.contains("  shared_posts "));
    let (_, text, _) = run(&["--lang", "zh", "rules"]);
    assert!(
        text.contains("R01 一人一岗（one_outcome）  硬性（默认）"),
        "{text}"
    );
    assert!(
        text.contains("幼儿园须幼儿园资格（kindergarten_own）  是"),
        "{text}"
    );
    let (_, text, _) = run(&["--json", "policy"]);
    let policy: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        policy["entries"].as_array().unwrap().len(),
        Policy::national().entries.len()
    );
    let (_, text, _) = run(&["--lang", "en", "rules"]);
    for rule in CATALOGUE {
        assert!(
            text.contains(&format!("{} {}  {}", rule.no, rule.key, rule.name.1))
                && text.contains(rule.meaning.1)
        );
    }
    let (_, text, _) = run(&["schema"]);
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(schema["plan"]["required"].as_array().unwrap().len(), 9);
    assert!(
        schema["policy"]["properties"]["rules"]["properties"]["rotation"]["properties"]["share"]
            .is_object()
    );
    assert_eq!(
        schema["tables"]["properties"]["schools"]["items"]["properties"]["area"]["enum"],
        json!(["城区", "镇区", "乡村"])
    );
    assert_eq!(run(&["policy", "-p", "/nowhere.toml"]).0, Some(2));
}
