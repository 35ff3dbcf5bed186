//! 待核参数: the policy values that the county has still to confirm, a line a table.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::super::verify::{self, Open};
use super::Book;

/// Nothing where every value is certain.
pub fn sheet(book: &Book) -> Option<Sheet> {
    let open = verify::open(&book.case.policy);
    if open.is_empty() {
        return None;
    }
    let line = |(i, open): (usize, &Open)| {
        Line::Row(vec![
            Item::count(i + 1),
            open.table.as_str().into(),
            open.values.zh.as_str().into(),
            open.source.as_str().into(),
        ])
    };
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
            lines: open.iter().enumerate().map(line).collect(),
            ..Table::default()
        }],
        notes: vec![format!(
            "注：上列{}项在本方案中按采用值计算，尚须由本县（区）核定；核定前不作为法规依据引用。",
            book.case.policy.to_verify().len()
        )],
        signs: book.signs(),
        ..Sheet::default()
    })
}
