//! Which rules decided something about a person, and each in a sentence with its parameters and sources.

use super::super::seats;
use super::wishes::wished;
use crate::audit;
use crate::case::Case;
use crate::plan::words::say;
use crate::plan::{Assignment, Class, Outcome};
use crate::policy::{Entry, schema};
use crate::rules::r16_leader_terms::reading::ends;
use crate::text::Text;
use serde_json::Value;
use std::collections::BTreeSet;

/// The numbers of the rules that decided something about this person.
pub fn applied(case: &Case, row: &Assignment) -> BTreeSet<&'static str> {
    let mut all: BTreeSet<&'static str> = BTreeSet::new();
    match case.standing.class_of(row.teacher) {
        Class::Barred => all.extend(["R05"]),
        Class::Leader if case.county.leader_posts.is_none() => all.extend(["R01"]),
        Class::Leader => all.extend(["R16"]),
        Class::Fixed => all.extend([audit::fixed_by(case, row.teacher), "R25"]),
        Class::Free | Class::Pooled => {
            match row.outcome {
                Outcome::Lead => all.extend(["R18"]),
                _ => all.extend(["R01", "R02"]),
            }
            if ends(case, row.teacher).is_some() {
                all.extend(["R16"]);
            }
            if !case.standing.pins[row.teacher.ix()].is_empty() {
                all.extend(["R22"]);
            }
        }
        Class::Out => {}
    }
    let posts = case.county.leader_posts.is_some();
    if posts && case.county.candidacies().any(|c| c.teacher == row.teacher) {
        all.extend(["R17"]);
    }
    if row.outcome.is_seat() {
        all.extend(["R04"]);
    }
    let moved = row.moved_to(case).is_some();
    if moved {
        all.extend(["R09"]);
    }
    if moved && case.standing.due[row.teacher.ix()] {
        all.extend(["R08"]);
    }
    let t = case.county.teacher(row.teacher);
    for cell in t.wishes.iter().flat_map(|w| wished(case, w)) {
        all.extend(audit::fits(case, row.teacher, cell).err());
    }
    all
}

/// A rule's sentence with its parameters and where they come from.
pub fn said(case: &Case, no: &str) -> Option<Text> {
    let rule = seats::rule(no)?;
    let prefix = format!("rules.{}.", rule.key);
    let entries: Vec<_> = case
        .policy
        .entries
        .iter()
        .filter(|e| e.key.starts_with(&prefix))
        .collect();
    let of = |name: &str| {
        let found = entries.iter().find(|e| e.key[prefix.len()..] == *name);
        found.map(|e| e.shown().trim_matches('"').to_owned())
    };
    let source = of("source").filter(|s| !s.is_empty());
    let verify = of("verify").is_some_and(|v| v == "true");
    let parameters: Vec<Text> = entries
        .iter()
        .filter(|e| {
            !matches!(
                &e.key[prefix.len()..],
                "mode" | "source" | "since" | "verify"
            )
        })
        .map(|e| parameter(e))
        .collect();
    let join = |of: fn(&Text) -> &str, by: &str| -> String {
        let all: Vec<&str> = parameters.iter().map(of).collect();
        all.join(by)
    };
    let mut zh = format!("{no} {}：{}", rule.name.0, rule.meaning.0);
    let mut en = format!("{no} {}: {}", rule.name.1, rule.meaning.1);
    if !parameters.is_empty() {
        zh += &format!("参数：{}。", join(|t| &t.zh, "；"));
        en += &format!(" Parameters: {}.", join(|t| &t.en, "; "));
    }
    // What the county has yet to confirm is not shown as law.
    match (source, verify) {
        (Some(source), false) => {
            zh += &format!("依据：{source}。");
            en += &format!(" Source: {source}.");
        }
        (_, true) => {
            zh += "（参数由本县（区）核定。）";
            en += " (Set by the county.)";
        }
        (None, false) => {}
    }
    Some(Text::new(zh, en))
}

/// A parameter by its description rather than its key: letters are read by teachers.
fn parameter(entry: &Entry) -> Text {
    let key = entry.key.rsplit('.').next().unwrap_or_default();
    let described = schema::describe(&entry.key).unwrap_or(key);
    let (zh, en) = described.split_once(" / ").unwrap_or((key, described));
    if let Value::String(word) = &entry.value
        && described.contains(word.as_str())
    {
        // A code word that the description spells out.
        return Text::new(zh.replace(&format!("（{word}）"), ""), en);
    }
    say!(
        "{name}：{value}",
        "{name}: {value}",
        name = Text::new(zh, en),
        value = value(&entry.value)
    )
}

/// A value as people read it; a long list only by its beginning.
fn value(value: &Value) -> Text {
    const SHOWN: usize = 8;
    match value {
        Value::Bool(true) => Text::new("是", "yes"),
        Value::Bool(false) => Text::new("否", "no"),
        Value::String(word) => Text::new(word.as_str(), word.as_str()),
        Value::Array(all) => {
            let words = all.iter().take(SHOWN);
            let words: Vec<&str> = words.filter_map(Value::as_str).collect();
            let more = all.len() > SHOWN;
            Text::new(
                words.join("、") + if more { "等" } else { "" },
                words.join(", ") + if more { " …" } else { "" },
            )
        }
        Value::Object(all) => {
            let pairs = all.iter().map(|(k, v)| format!("{k} {v}"));
            let pairs: Vec<String> = pairs.collect();
            Text::new(pairs.join("、"), pairs.join(", "))
        }
        other => Text::new(other.to_string(), other.to_string()),
    }
}
