//! 缺岗与招录建议: which posts stay open, and whom to recruit for them.

use super::super::figures::Gap;
use super::super::names;
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;
use crate::county::{Stage, SubjectIx};
use crate::demand::CellIx;
use std::collections::BTreeMap;

pub fn sheet(book: &Book) -> Sheet {
    let advice = advice(book);
    Sheet {
        name: "缺岗与招录建议",
        title: book.title("缺岗情况与招录建议"),
        tables: vec![summary(book, &advice), detail(book, &advice)],
        notes: vec![
            "注：建议招录以方案实施后的空编为限，按缺岗权重由高到低安排；其余缺岗建议走教、兼课或申请周转编制。权重为优化时每个缺岗的计分，紧缺学科、乡村学校较高。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// How many to recruit for each open cell: no more than the school has headcount for, heavier gaps first.
fn advice(book: &Book) -> BTreeMap<CellIx, u32> {
    let mut room: Vec<u32> = book
        .figures
        .schools
        .iter()
        .map(|f| f.approved.saturating_sub(f.after))
        .collect();
    let mut gaps: Vec<&Gap> = book.figures.gaps.iter().collect();
    gaps.sort_by_key(|g| (std::cmp::Reverse(g.weight), g.cell));
    let mut advice = BTreeMap::new();
    for gap in gaps {
        let left = &mut room[book.case.demand.cell(gap.cell).school.ix()];
        let take = gap.uncovered.min(*left);
        *left -= take;
        advice.insert(gap.cell, take);
    }
    advice
}

/// By stage and subject: what the yearly recruiting plan needs.
fn summary(book: &Book, advice: &BTreeMap<CellIx, u32>) -> Table {
    let mut sums: BTreeMap<(Stage, SubjectIx), (u32, u32, i64)> = BTreeMap::new();
    for gap in &book.figures.gaps {
        let cell = book.case.demand.cell(gap.cell);
        let sum = sums.entry((cell.stage, cell.subject)).or_default();
        sum.0 += gap.uncovered;
        sum.1 += advice.get(&gap.cell).copied().unwrap_or(0);
        sum.2 += i64::from(gap.uncovered) * gap.weight;
    }
    let total = sums
        .values()
        .fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
    let mut lines: Vec<Line> = sums
        .iter()
        .map(|((stage, subject), (open, take, weight))| {
            let name = book.case.county.subject(*subject);
            Line::Row(vec![
                stage.zh().into(),
                name.into(),
                (*open).into(),
                (*take).into(),
                (open - take).into(),
                (*weight).into(),
                certificate(*stage, name).into(),
            ])
        })
        .collect();
    if !lines.is_empty() {
        lines.push(Line::Total(vec![
            "合计".into(),
            Item::Empty,
            total.0.into(),
            total.1.into(),
            (total.0 - total.1).into(),
            total.2.into(),
            Item::Empty,
        ]));
    }
    Table {
        caption: Some("一、按学段学科汇总".to_owned()),
        columns: vec![
            Column::word("学段", 8.0).span(2),
            Column::word("学科", 10.0),
            Column::number("缺岗", 7.0),
            Column::number("建议招录", 7.0),
            Column::number("走教或调剂", 7.0),
            Column::number("缺岗计分", 7.0),
            Column::text("招录所需教师资格", 24.0, 44.0).span(2),
        ],
        lines,
        when_empty: "所有岗位均已聘任到位，没有缺岗。",
        ..Table::default()
    }
}

fn detail(book: &Book, advice: &BTreeMap<CellIx, u32>) -> Table {
    let lines = book.figures.gaps.iter().enumerate().map(|(i, gap)| {
        let cell = book.case.demand.cell(gap.cell);
        let take = advice.get(&gap.cell).copied().unwrap_or(0);
        Line::Row(vec![
            Item::count(i + 1),
            book.school(cell.school).into(),
            names::post(
                book.case,
                &crate::plan::Station {
                    school: cell.school,
                    stage: Some(cell.stage),
                    subject: Some(cell.subject),
                },
            )
            .into(),
            cell.count.into(),
            book.figures.taken[gap.cell.ix()].into(),
            gap.uncovered.into(),
            gap.weight.into(),
            book.case.county.school(cell.school).area.zh().into(),
            suggestion(gap.uncovered, take).into(),
        ])
    });
    Table {
        caption: Some("二、各校缺岗明细".to_owned()),
        columns: vec![
            Column::word("序号", 6.0),
            Column::text("学校", 16.0, 30.0),
            Column::word("岗位", 12.0),
            Column::number("岗位数", 7.0),
            Column::number("已聘", 7.0),
            Column::number("缺岗", 7.0),
            Column::number("权重", 7.0),
            Column::word("城乡类型", 8.0),
            Column::text("建议", 16.0, 26.0),
        ],
        lines: lines.collect(),
        when_empty: "没有缺岗。",
        ..Table::default()
    }
}

fn suggestion(open: u32, take: u32) -> String {
    match (take, open - take) {
        (0, _) => "已无空编，走教或调剂".to_owned(),
        (n, 0) => format!("招录{n}人"),
        (n, rest) => format!("招录{n}人，其余{rest}个走教或调剂"),
    }
}

/// The certificates that reach a seat (R04), as a recruiting notice words them.
fn certificate(stage: Stage, subject: &str) -> String {
    match stage {
        Stage::Kindergarten => "幼儿园教师资格".to_owned(),
        Stage::Primary | Stage::Junior => format!("{}及以上{subject}教师资格", stage.zh()),
        Stage::Senior => format!("高中{subject}教师资格"),
        Stage::Vocational => format!("中职或高中{subject}教师资格"),
        Stage::Special => format!("特殊教育{subject}教师资格"),
    }
}
