//! 待核参数: the policy values whose source is not certain for the county. They were reckoned with all the same, so whoever
//! signs the plan must see them.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;
use crate::policy::{Entry, schema};

/// Nothing where every value is certain.
pub fn sheet(book: &Book) -> Option<Sheet> {
    let open = book.case.policy.to_verify();
    if open.is_empty() {
        return None;
    }
    let lines = open.iter().enumerate().map(|(i, e)| line(i + 1, e));
    Some(Sheet {
        name: "待核参数",
        title: book.title("待核定政策参数"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::word("序号", 6.0),
                Column::text("参数", 30.0, 44.0),
                Column::text("含义", 30.0, 50.0),
                Column::text("采用值", 14.0, 30.0),
                Column::word("单位", 10.0),
                Column::text("参照", 24.0, 36.0),
            ],
            lines: lines.collect(),
            ..Table::default()
        }],
        notes: vec![
            "注：上列各项在本方案中按采用值计算，尚须由本县（区）核定；核定前不作为法规依据引用。"
                .to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    })
}

fn line(n: usize, entry: &Entry) -> Line {
    let text = schema::describe(&entry.key).unwrap_or_default();
    let meaning = text.split_once(" / ").map_or(text, |(zh, _)| zh);
    Line::Row(vec![
        Item::count(n),
        entry.key.as_str().into(),
        meaning.into(),
        value(entry).into(),
        entry.unit.as_str().into(),
        entry.source.as_str().into(),
    ])
}

/// Words for persons' circumstances are in no list.
fn value(entry: &Entry) -> String {
    let circumstances = [".reasons", ".statuses"];
    match circumstances.iter().any(|end| entry.key.ends_with(end)) {
        true => "见政策文件".to_owned(),
        false => entry.shown(),
    }
}
