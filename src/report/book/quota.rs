//! 周转编制: headcount of each school before and after, and what the quota pool lends.

use super::super::figures::SchoolFigures;
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;

pub fn sheet(book: &Book) -> Sheet {
    let figures = &book.figures.schools;
    let mut lines: Vec<Line> = book
        .case
        .county
        .school_ixs()
        .enumerate()
        .map(|(i, ix)| {
            let school = book.case.county.school(ix);
            let mut items = vec![
                Item::count(i + 1),
                book.school(ix).into(),
                school.area.zh().into(),
            ];
            items.extend(numbers(&figures[ix.ix()]));
            items.push(Item::text(remark(school.closing, &figures[ix.ix()])));
            Line::Row(items)
        })
        .collect();
    let mut total = vec!["合计".into(), Item::Empty, Item::Empty];
    total.extend(sums(figures));
    total.push(Item::Empty);
    lines.push(Line::Total(total));
    Sheet {
        name: "周转编制",
        title: book.title("编制使用与周转编制情况"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines,
            when_empty: "没有学校。",
            ..Table::default()
        }],
        notes: vec![
            format!(
                "注：编制周转池共{}个，本方案使用{}个，剩余{}个；每校最多借用{}个。",
                pool(book),
                lent(figures),
                pool(book).saturating_sub(lent(figures)),
                book.case.policy.rules.staffing.pool_per_school
            ),
            "现有、方案人数含校长、书记，不含退休离职和本年度不予聘任的人员：方案人数＝现有人数－调出－待岗＋调入安置。调出、调入含校长书记任职变动和本单位内校区调整。".to_owned(),
            "方案人数不超过核定编制与现有人数中的较大者加周转编制；仍超出的计为超编。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// What the columns do not show.
fn remark(closing: bool, f: &SchoolFigures) -> String {
    let closing = closing.then(|| "本年度撤并".to_owned());
    let barred = (f.barred > 0).then(|| format!("另有不予聘任{}人", f.barred));
    let parts: Vec<String> = closing.into_iter().chain(barred).collect();
    parts.join("；")
}

fn columns() -> Vec<Column> {
    let number = |head: &str| Column::number(head, 8.0);
    vec![
        Column::word("序号", 6.0),
        Column::text("学校", 18.0, 40.0),
        Column::word("城乡类型", 8.0),
        number("核定编制"),
        number("现有人数"),
        number("调出"),
        number("待岗"),
        number("调入安置"),
        number("方案人数"),
        number("增减"),
        number("空编"),
        number("周转编制"),
        number("超编"),
        Column::text("备注", 12.0, 18.0),
    ]
}

fn values(f: &SchoolFigures) -> [i64; 10] {
    [
        i64::from(f.approved),
        i64::from(f.now),
        i64::from(f.moved_out),
        i64::from(f.pooled),
        i64::from(f.moved_in),
        i64::from(f.after),
        i64::from(f.after) - i64::from(f.now),
        i64::from(f.approved.saturating_sub(f.after)),
        i64::from(f.lent),
        i64::from(f.over),
    ]
}

/// Flows, loans and excess are blank where there are none.
fn items(values: [i64; 10]) -> Vec<Item> {
    let blank = |k: usize| !matches!(k, 0 | 1 | 5);
    let item = |(k, n): (usize, i64)| {
        if blank(k) {
            Item::some(n)
        } else {
            Item::Whole(n)
        }
    };
    values.into_iter().enumerate().map(item).collect()
}

fn numbers(f: &SchoolFigures) -> Vec<Item> {
    items(values(f))
}

fn sums(figures: &[SchoolFigures]) -> Vec<Item> {
    let mut sums = [0; 10];
    for f in figures {
        for (sum, value) in sums.iter_mut().zip(values(f)) {
            *sum += value;
        }
    }
    items(sums)
}

pub fn lent(figures: &[SchoolFigures]) -> u64 {
    figures.iter().map(|f| u64::from(f.lent)).sum()
}

/// Size of the quota pool.
pub fn pool(book: &Book) -> u64 {
    u64::from(crate::rules::r03_staffing::reading::pool(book.case))
}
