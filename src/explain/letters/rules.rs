//! Which rules decided something about a person, and each in a sentence with its parameters and sources.

use super::super::seats;
use super::wishes::wished;
use crate::audit;
use crate::case::Case;
use crate::plan::words::say;
use crate::plan::{Assignment, Class, Outcome};
use crate::policy::{Entry, schema, unit};
use crate::rules::r16_leader_terms::reading::ends;
use crate::text::Text;
use rust_decimal::Decimal;
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

/// A rule's sentence with its parameters and the documents that they rest on; ※ marks what the county has yet to confirm.
pub fn said(case: &Case, no: &str) -> Option<Text> {
    let rule = seats::rule(no)?;
    let table = format!("rules.{}.", rule.key);
    let all = case.policy.entries.iter();
    let all = all.filter(|e| e.key.starts_with(&table));
    let (mode, rest): (Vec<&Entry>, Vec<&Entry>) =
        all.partition(|e| e.key[table.len()..] == *"mode");
    let own = mode.first().copied();
    let parameters: Vec<Text> = rest.iter().map(|e| parameter(e, own)).collect();
    let mut text = say!(
        "{no} {name}：{meaning}",
        "{no} {name}: {meaning}",
        no = no,
        name = Text::new(rule.name.0, rule.name.1),
        meaning = Text::new(rule.meaning.0, rule.meaning.1)
    );
    if !parameters.is_empty() {
        let join = |of: fn(&Text) -> &str, by: &str| -> String {
            let all: Vec<&str> = parameters.iter().map(of).collect();
            all.join(by)
        };
        text.zh += &format!("参数：{}。", join(|t| &t.zh, "；"));
        text.en += &format!(" Parameters: {}.", join(|t| &t.en, "; "));
    }
    if let Some(own) = own.filter(|e| !e.source.is_empty()) {
        let document = match document(own) {
            Some(named) => Text::new(&*named, &*named),
            None => say!(
                "待本县（区）核定{m}",
                "the county has yet to confirm it{m}",
                m = mark(own)
            ),
        };
        text.zh += &format!("依据：{}。", document.zh);
        text.en += &format!(" Source: {}.", document.en);
    }
    Some(text)
}

/// What ※ means, where it stands in one of these.
pub fn footnote(said: &[Text]) -> Option<Text> {
    let marked = said.iter().any(|t| t.zh.contains(OPEN));
    marked.then(|| {
        Text::new(
            "※ 待本县（区）核定，核定前不作为法规依据。",
            "※ Still to be confirmed by the county; no ground in law until then.",
        )
    })
}

const OPEN: char = '※';

/// `教师〔2014〕4号，2014-08-13`; none for a value that rests on no document.
fn document(entry: &Entry) -> Option<String> {
    let since = match entry.since.as_str() {
        "" => String::new(),
        since => format!("，{since}"),
    };
    let named = entry.document()?;
    Some(format!("{named}{since}{}", mark(entry)))
}

fn mark(entry: &Entry) -> String {
    entry.verify.then_some(OPEN).into_iter().collect()
}

/// A parameter by its description rather than its key, for letters are read by teachers; its document where that is not
/// the rule's own.
fn parameter(entry: &Entry, own: Option<&Entry>) -> Text {
    let key = entry.key.rsplit('.').next().unwrap_or_default();
    let described = schema::describe(&entry.key).unwrap_or(key);
    let (zh, en) = described.split_once(" / ").unwrap_or((key, described));
    let apart = own.is_none_or(|own| own.source != entry.source) && !entry.source.is_empty();
    let behind = match document(entry).filter(|_| apart) {
        Some(named) => format!("（{named}）"),
        None => mark(entry),
    };
    if let Value::String(word) = &entry.value
        && described.contains(word.as_str())
    {
        // A code word that the description spells out.
        let zh = zh.replace(&format!("（{word}）"), "");
        return Text::new(zh + &behind, en.to_owned() + &behind);
    }
    say!(
        "{name}：{value}{behind}",
        "{name}: {value}{behind}",
        name = Text::new(zh, en),
        value = measured(entry),
        behind = behind
    )
}

/// A number with its unit, a share in per cent.
fn measured(entry: &Entry) -> Text {
    let Value::Number(number) = &entry.value else {
        return value(&entry.value);
    };
    match (entry.unit.as_str(), number.to_string().parse::<Decimal>()) {
        ("比例", Ok(share)) => {
            let shown = format!("{}%", (share * Decimal::ONE_HUNDRED).normalize());
            Text::new(&*shown, shown.as_str())
        }
        ("" | "权重" | "分值", _) => value(&entry.value),
        (unit, _) => Text::new(
            format!("{number} {unit}"),
            format!("{number} {}", unit::english(unit)),
        ),
    }
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
