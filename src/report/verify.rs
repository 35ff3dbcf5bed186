//! The policy values whose source is not certain for the county, a table of the policy at a time. The plan was reckoned with
//! them all the same, so whoever signs it must see them.

use crate::policy::{Entry, Policy, schema, show};
use crate::rules::Mode;
use crate::text::{Lang, Text};
use serde::Serialize;
use serde_json::Value;

/// The open values of one table of the policy.
#[derive(Debug, Clone, Serialize)]
pub struct Open {
    pub table: String,
    pub values: Text,
    pub source: String,
}

/// All that are open, in the order of the policy.
pub fn open(policy: &Policy) -> Vec<Open> {
    let all = policy.to_verify();
    let tables = all.chunk_by(|a, b| table_of(a) == table_of(b));
    tables.map(one).collect()
}

fn table_of<'e>(entry: &&'e Entry) -> &'e str {
    entry.key.rsplit_once('.').map_or("", |(table, _)| table)
}

fn one(entries: &[&Entry]) -> Open {
    let said = |lang: Lang| -> Vec<String> {
        let all = entries.iter();
        all.map(|e| value(e, entries, lang)).collect()
    };
    let mut sources: Vec<&str> = entries.iter().map(|e| e.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    Open {
        table: entries.first().map_or("", table_of).to_owned(),
        values: Text::new(said(Lang::Zh).join("；"), said(Lang::En).join("; ")),
        source: sources.join("；"),
    }
}

/// `最大公里数 15公里`; where one meaning fits all of a table, the key says more: `语文 8、8、7`.
fn value(entry: &Entry, of: &[&Entry], lang: Lang) -> String {
    let meaning = |e: &Entry| {
        let text = schema::describe(&e.key).unwrap_or_default();
        let (zh, en) = text.split_once(" / ").unwrap_or((text, text));
        lang.pick(zh, en)
    };
    let own = meaning(entry);
    let alone = of.iter().filter(|e| meaning(e) == own).count() == 1;
    let name = match alone {
        true => own,
        false => entry.key.rsplit('.').next().unwrap_or(own),
    };
    // Units are the file's words, in Chinese.
    let number = match &entry.value {
        Value::Array(items) => items.first().is_some_and(Value::is_number),
        one => one.is_number(),
    };
    let unit = lang.pick(if number { entry.unit.as_str() } else { "" }, "");
    format!("{name} {}{unit}", shown(entry, lang))
}

fn shown(entry: &Entry, lang: Lang) -> String {
    // Words for persons' circumstances are in no list.
    let circumstances = [".reasons", ".statuses"];
    if circumstances.iter().any(|end| entry.key.ends_with(end)) {
        return lang.pick("见政策文件", "see the policy file").to_owned();
    }
    match &entry.value {
        Value::String(mode) if entry.key.ends_with(".mode") => match lang {
            Lang::Zh => way(mode).to_owned(),
            Lang::En => mode.clone(),
        },
        Value::Bool(true) => lang.pick("是", "yes").to_owned(),
        Value::Bool(false) => lang.pick("否", "no").to_owned(),
        Value::Array(items) if items.is_empty() => lang.pick("无", "none").to_owned(),
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(show).collect();
            words.join(lang.pick("、", ", "))
        }
        other => show(other),
    }
}

/// How a rule binds, in the office's words.
pub fn way(mode: &str) -> &'static str {
    match serde_json::from_value(Value::from(mode)) {
        Ok(Mode::Hard) => "硬性",
        Ok(Mode::Tier) => "分级",
        Ok(Mode::Report) => "提示",
        Ok(Mode::Off) | Err(_) => "停用",
    }
}
