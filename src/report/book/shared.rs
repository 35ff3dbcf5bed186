//! 走教: the shared posts with the schools they serve, and how many lessons are covered with and without them.

use super::super::shared::{Lessons, Reach, reach};
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::{Book, ordinal};
use crate::county::{SchoolIx, Stage, SubjectIx};
use crate::plan::Outcome;
use crate::rules::r23_shared::reading::{Walk, walks};
use std::collections::BTreeMap;

/// 走教 (lessons by subject, then the posts) and 走教课时 (school by school); nothing where no post is shared.
pub fn sheets(book: &Book) -> Vec<Sheet> {
    if book.case.demand.shared.is_empty() {
        return Vec::new();
    }
    let walks = walks(book.case, book.plan);
    let reach = reach(book.case, book.plan, &walks);
    let lessons = "课时均为每周课时。“可覆盖”按岗位数和教师周课时量计算，不超过应开课时；“方案覆盖”按方案实际聘到的人数计算。";
    let mut tables = vec![subjects(book, &reach), posts(book, &walks)];
    for (n, table) in tables.iter_mut().enumerate() {
        let caption = table.caption.take().unwrap_or_default();
        table.caption = Some(format!("{}{caption}", ordinal(n)));
    }
    let sheet = Sheet {
        name: "走教",
        title: book.title("学区走教安排"),
        landscape: true,
        tables,
        notes: vec![
            "注：走教岗由聘任学校聘任，占其编制，到各服务学校上课。一校同一岗位先聘满本校岗，再聘走教岗（里程短的在先）；聘任到的教师中由谁走教，由聘任学校安排。".to_owned(),
            format!("单程里程为聘任学校到其他各服务学校的直线公里数之和，已聘走教岗的里程计入优化目标“距离”。{lessons}"),
        ],
        signs: book.signs(),
        ..Sheet::default()
    };
    let served = Sheet {
        name: "走教课时",
        title: book.title("走教岗服务学校课时覆盖情况"),
        landscape: true,
        tables: vec![schools(book, &reach)],
        notes: vec![format!("注：{lessons}")],
        signs: book.signs(),
        ..Sheet::default()
    };
    vec![sheet, served]
}

fn posts(book: &Book, walks: &[Walk]) -> Table {
    let line = |(i, walk): (usize, &Walk)| {
        let post = walk.post;
        let served: Vec<String> = post
            .served
            .iter()
            .map(|(s, lessons)| format!("{}{lessons}课时", book.school(*s)))
            .collect();
        let hired = book.plan.at(post.host).filter(|row| {
            let here = row.station.map(|s| (s.stage, s.subject));
            row.outcome != Outcome::Lead
                && row.outcome.is_seat()
                && here == Some((Some(post.stage), Some(post.subject)))
        });
        Line::Row(vec![
            Item::count(i + 1),
            book.school(post.host).into(),
            format!("{}{}", post.stage, book.case.county.subject(post.subject)).into(),
            post.fte.to_string().into(),
            served.join("；").into(),
            Item::Real(walk.tenths as f64 / 10.0, 1),
            Item::count(hired.count()),
            if walk.filled {
                "已聘".into()
            } else {
                "缺".into()
            },
        ])
    };
    Table {
        caption: Some(format!(
            "走教岗：{}个，方案聘到{}个",
            walks.len(),
            walks.iter().filter(|w| w.filled).count()
        )),
        columns: vec![
            Column::word("序号", 6.0),
            Column::text("聘任学校", 14.0, 26.0).span(2),
            Column::word("岗位", 12.0).span(2),
            Column::word("专任当量", 8.0),
            Column::text("服务学校和周课时", 40.0, 70.0).span(5),
            Column::number("单程里程（公里）", 8.0),
            Column::number("该岗位拟聘人数", 8.0),
            Column::word("走教岗", 8.0),
        ],
        lines: walks.iter().enumerate().map(line).collect(),
        new_page: true,
        ..Table::default()
    }
}

/// Needed lessons, then lessons and share without, with, and by the plan.
fn lessons(l: &Lessons) -> Vec<Item> {
    let real = |x: f64| {
        if x == 0.0 {
            Item::Empty
        } else {
            Item::Real(x, 1)
        }
    };
    let share = |x: f64| match l.needed > 0.0 {
        true => Item::Real(100.0 * x / l.needed, 1),
        false => Item::Empty,
    };
    vec![
        Item::Real(l.needed, 1),
        real(l.without),
        share(l.without),
        real(l.own),
        real(l.walked),
        share(l.own + l.walked),
        real(l.planned),
        share(l.planned),
    ]
}

fn lesson_columns() -> Vec<Column> {
    let number = |head: &str, group: &'static str| Column::number(head, 8.0).under(group);
    vec![
        Column::number("应开课时", 8.0),
        number("可覆盖", "不设走教岗"),
        number("覆盖率%", "不设走教岗"),
        number("本校岗", "设走教岗"),
        number("走教岗", "设走教岗"),
        number("覆盖率%", "设走教岗"),
        number("方案覆盖", "方案"),
        number("覆盖率%", "方案"),
    ]
}

/// All schools of the county by subject; a subject's shared posts may take the place of posts that other schools lose.
fn subjects(book: &Book, reach: &[Reach]) -> Table {
    let mut sums: BTreeMap<SubjectIx, Lessons> = BTreeMap::new();
    let mut total = Lessons::default();
    for r in reach {
        sums.entry(r.subject).or_default().add(&r.lessons);
        total.add(&r.lessons);
    }
    let row = |name: Item, l: &Lessons| {
        let mut items = vec![name];
        items.extend(lessons(l));
        items
    };
    let mut order: Vec<(SubjectIx, Lessons)> = sums.into_iter().collect();
    // The subjects that gain most come first.
    let gain = |l: &Lessons| ((l.own + l.walked - l.without) * 1000.0).round() as i64;
    order.sort_by_key(|(subject, l)| (-gain(l), *subject));
    let mut lines: Vec<Line> = order
        .iter()
        .map(|(s, l)| Line::Row(row(book.case.county.subject(*s).into(), l)))
        .collect();
    lines.push(Line::Total(row("合计".into(), &total)));
    let mut columns = vec![Column::text("学科", 16.0, 26.0).span(6)];
    columns.extend(lesson_columns());
    Table {
        caption: Some("有走教岗的学科：全县每周课时覆盖（岗位所能承担的课时）".to_owned()),
        columns,
        lines,
        ..Table::default()
    }
}

/// The schools that shared posts serve, in their subjects.
fn schools(book: &Book, reach: &[Reach]) -> Table {
    let mut lines = Vec::new();
    let mut last: Option<SchoolIx> = None;
    let mut number = 0;
    for r in reach.iter().filter(|r| r.lessons.walked > 0.0) {
        let first = last != Some(r.school);
        number += usize::from(first);
        last = Some(r.school);
        let mut items = vec![
            if first {
                Item::count(number)
            } else {
                Item::Empty
            },
            if first {
                book.school(r.school).into()
            } else {
                Item::Empty
            },
            subject(book, r.stage, r.subject).into(),
        ];
        items.extend(lessons(&r.lessons));
        lines.push(Line::Row(items));
    }
    let mut columns = vec![
        Column::word("序号", 6.0),
        Column::text("学校", 14.0, 26.0).span(3),
        Column::word("学科", 12.0).span(2),
    ];
    columns.extend(lesson_columns());
    Table {
        columns,
        lines,
        ..Table::default()
    }
}

fn subject(book: &Book, stage: Stage, subject: SubjectIx) -> String {
    format!("{stage}{}", book.case.county.subject(subject))
}
