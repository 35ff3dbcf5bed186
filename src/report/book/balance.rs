//! 均衡指标: each school's staff against the 优质均衡 standard, before and after.

use super::super::balance::{BalanceRow, INDICATORS, Indicator, STAGES, variation};
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;
use crate::rules::r12_balance::reading::unknown;

pub fn sheet(book: &Book) -> Sheet {
    let rows = book.balance;
    let mut lines: Vec<Line> = rows.iter().map(|r| school(book, r)).collect();
    for stage in STAGES {
        let of_stage: Vec<&BalanceRow> = rows.iter().filter(|r| r.stage == stage).collect();
        if of_stage.is_empty() {
            continue;
        }
        let mut total = vec![format!("{}合计", stage.zh()).into(), Item::Empty];
        total.push(Item::Whole(
            of_stage.iter().map(|r| i64::from(r.students)).sum(),
        ));
        let mut spread = vec![
            format!("{}校际差异系数", stage.zh()).into(),
            Item::Empty,
            Item::Empty,
        ];
        for k in 0..INDICATORS.len() {
            total.extend(sum(&of_stage, k));
            let (before, after) = variation(rows, stage, k).unzip();
            let item = |cv: Option<f64>| cv.map_or(Item::Empty, |cv| Item::Real(cv, 3));
            spread.extend([
                Item::Empty,
                item(before),
                item(after),
                Item::Empty,
                Item::Empty,
            ]);
        }
        lines.push(Line::Total(total));
        lines.push(Line::Total(spread));
    }
    Sheet {
        name: "均衡指标",
        title: book.title("优质均衡师资指标"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines,
            when_empty: "没有可测算的小学、初中学校。",
            ..Table::default()
        }],
        notes: notes(book),
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::text("学校", 18.0, 30.0),
        Column::word("学段", 7.0),
        Column::number("学生数", 8.0),
    ];
    for (_, name) in INDICATORS {
        for head in ["应有", "现有", "方案", "现缺", "仍缺"] {
            columns.push(Column::number(head, 6.5).under(name));
        }
    }
    columns
}

fn items(i: &Indicator) -> [Item; 5] {
    [
        i.need.into(),
        i.before.into(),
        i.after.into(),
        Item::some(i.deficit_before()),
        Item::some(i.deficit()),
    ]
}

fn school(book: &Book, row: &BalanceRow) -> Line {
    let mut items_ = vec![
        book.school(row.school).into(),
        row.stage.zh().into(),
        row.students.into(),
    ];
    items_.extend(row.of.iter().flat_map(items));
    Line::Row(items_)
}

/// Sums of one indicator; the deficits add up school by school, a surplus here fills no hole there.
fn sum(rows: &[&BalanceRow], k: usize) -> [Item; 5] {
    let sum = |of: fn(&Indicator) -> i64| rows.iter().map(|r| of(&r.of[k])).sum::<i64>();
    [
        Item::Whole(sum(|i| i.need)),
        Item::Whole(sum(|i| i.before)),
        Item::Whole(sum(|i| i.after)),
        Item::some(sum(Indicator::deficit_before)),
        Item::some(sum(Indicator::deficit)),
    ]
}

fn notes(book: &Book) -> Vec<String> {
    let rule = &book.case.policy.rules.balance;
    let mut notes = vec![
        format!(
            "注：每百名学生应有高于规定学历教师小学{}人、初中{}人，县级以上骨干教师{}人，体育、艺术教师{}人；应有人数向上取整。",
            rule.primary_education.normalize(),
            rule.junior_education.normalize(),
            rule.backbone.normalize(),
            rule.pe_arts.normalize()
        ),
        "校际差异系数为各校每百名学生拥有量的标准差与平均数之比，“现有”“方案”两栏分别为实施前后。"
            .to_owned(),
    ];
    let unknown = unknown(&book.case.county).into_iter();
    let unknown: Vec<String> = unknown
        .map(|(school, stage)| format!("{}{}", book.school(school), stage.zh()))
        .collect();
    if !unknown.is_empty() {
        notes.push(format!(
            "没有填报班级、学生，不能测算的：{}。",
            unknown.join("、")
        ));
    }
    notes
}
