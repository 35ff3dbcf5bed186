//! 择优提示: whose wish went to somebody with a lower score (R21).

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;
use crate::audit::Envy;
use crate::plan::words;

/// None where nobody has reason to object.
pub fn sheet(book: &Book) -> Option<Sheet> {
    let pairs = book.audit.envy.iter().enumerate();
    let lines: Vec<Line> = pairs.map(|(i, e)| line(book, i + 1, e)).collect();
    (!lines.is_empty()).then(|| Sheet {
        name: "择优提示",
        title: book.title("择优提示名单"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines,
            ..Table::default()
        }],
        notes: vec![
            "注：所列人员的志愿岗位聘用了得分较低且原不在该岗的人员（R21）。统筹一次排定时只提示，不改变结果；本表供内部复核，不公示。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    })
}

fn columns() -> Vec<Column> {
    Column::of_persons([
        Column::number("得分", 8.0),
        Column::number("志愿", 6.0),
        Column::text("志愿岗位", 22.0, 34.0),
        Column::word("聘用人员工号", 12.0),
        Column::word("聘用人员", 9.0),
        Column::number("得分", 8.0),
    ])
}

fn line(book: &Book, n: usize, e: &Envy) -> Line {
    let (t, holder) = (
        book.case.county.teacher(e.teacher),
        book.case.county.teacher(e.holder),
    );
    Line::Row(vec![
        Item::count(n),
        t.id.as_str().into(),
        t.name.as_str().into(),
        Item::text(e.score.normalize().to_string()),
        Item::count(e.wish as usize),
        words::seat(book.case, e.seat).zh.into(),
        holder.id.as_str().into(),
        holder.name.as_str().into(),
        Item::text(e.holder_score.normalize().to_string()),
    ])
}
