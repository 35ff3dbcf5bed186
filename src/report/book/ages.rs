//! 年龄结构: the figures of the page's age pyramid.

use super::super::ages::Ages;
use super::super::sheet::{Column, Item, Line, Picture, Sheet, Table};
use super::Book;

/// None where nobody's age is known.
pub fn sheet(book: &Book) -> Option<Sheet> {
    Some(Sheet {
        name: "年龄结构",
        title: book.title("教师年龄结构"),
        tables: vec![table(book)?],
        signs: book.signs(),
        ..Sheet::default()
    })
}

fn table(book: &Book) -> Option<Table> {
    let ages = Ages::new(book.case, book.plan);
    let line = |(k, [men, women]): (usize, &[u32; 2])| {
        let both = men + women;
        Line::Row(vec![
            ages.name(k).zh.into(),
            (*men).into(),
            (*women).into(),
            both.into(),
        ])
    };
    let lines: Vec<Line> = ages.bands.iter().enumerate().map(line).collect();
    let known = ages.bands.iter().flatten().any(|n| *n > 0);
    let unknown = Line::Total(vec![
        "不详".into(),
        Item::Empty,
        Item::Empty,
        Item::some(i64::from(ages.unknown)),
    ]);
    known.then(|| Table {
        caption: Some("方案全部人员（人）".to_owned()),
        columns: vec![
            // As wide as the page: a narrow sheet would be blown up to its width, and its type with it.
            Column::word("周岁", 26.0).span(3),
            Column::word("男", 24.0).span(3),
            Column::word("女", 24.0).span(3),
            Column::word("合计", 24.0).span(3),
        ],
        lines: lines.into_iter().chain([unknown]).collect(),
        picture: Some(Picture {
            title: "年龄结构（人）".to_owned(),
            names: 0,
            series: vec![1, 2],
            height: 220.0,
            lying: false,
        }),
        ..Table::default()
    })
}
