//! 待核参数: the policy values whose source is not certain for the county, a line a table. They were reckoned with all the
//! same, so whoever signs the plan must see them.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;
use super::rules::way;
use crate::policy::{Entry, schema};
use serde_json::Value;

/// Nothing where every value is certain.
pub fn sheet(book: &Book) -> Option<Sheet> {
    let open = book.case.policy.to_verify();
    if open.is_empty() {
        return None;
    }
    let tables = open.chunk_by(|a, b| table_of(a) == table_of(b));
    Some(Sheet {
        name: "待核参数",
        title: book.title("待核定政策参数"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::word("序号", 6.0),
                Column::text("参数表", 26.0, 34.0),
                Column::text("采用值", 60.0, 80.0),
                Column::text("参照", 26.0, 40.0),
            ],
            lines: tables.enumerate().map(|(i, t)| line(i + 1, t)).collect(),
            ..Table::default()
        }],
        notes: vec![format!(
            "注：上列{}项在本方案中按采用值计算，尚须由本县（区）核定；核定前不作为法规依据引用。",
            open.len()
        )],
        signs: book.signs(),
        ..Sheet::default()
    })
}

fn table_of<'e>(entry: &&'e Entry) -> &'e str {
    entry.key.rsplit_once('.').map_or("", |(table, _)| table)
}

fn line(n: usize, entries: &[&Entry]) -> Line {
    let values: Vec<String> = entries.iter().map(|e| value(e, entries)).collect();
    let mut sources: Vec<&str> = entries.iter().map(|e| e.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    Line::Row(vec![
        Item::count(n),
        entries.first().map_or("", table_of).into(),
        values.join("；").into(),
        sources.join("；").into(),
    ])
}

/// `最大公里数 15公里`; where one meaning fits all of a table, the key says more: `语文 8、8、7`.
fn value(entry: &Entry, of: &[&Entry]) -> String {
    let meaning = |e: &Entry| {
        let text = schema::describe(&e.key).unwrap_or_default();
        text.split_once(" / ").map_or(text, |(zh, _)| zh)
    };
    let own = meaning(entry);
    let alone = of.iter().filter(|e| meaning(e) == own).count() == 1;
    let name = match alone {
        true => own,
        false => entry.key.rsplit('.').next().unwrap_or(own),
    };
    let number = match &entry.value {
        Value::Array(items) => items.first().is_some_and(Value::is_number),
        one => one.is_number(),
    };
    let unit = if number { entry.unit.as_str() } else { "" };
    format!("{name} {}{unit}", shown(entry))
}

fn shown(entry: &Entry) -> String {
    // Words for persons' circumstances are in no list.
    let circumstances = [".reasons", ".statuses"];
    if circumstances.iter().any(|end| entry.key.ends_with(end)) {
        return "见政策文件".to_owned();
    }
    match &entry.value {
        Value::String(mode) if entry.key.ends_with(".mode") => way(mode).to_owned(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Array(items) if items.is_empty() => "无".to_owned(),
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(crate::policy::show).collect();
            words.join("、")
        }
        other => crate::policy::show(other),
    }
}
