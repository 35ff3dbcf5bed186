//! 调动名单: who goes where, how far, and why.

use super::super::names;
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::super::turnover;
use super::{Book, ordinal};
use crate::county::SchoolIx;
use crate::plan::{Assignment, Outcome};

const PARTS: [&str; 3] = [
    "调动（由一所法人学校调往另一所）",
    "安置（现无任教学校）",
    "本单位内校区调整（法人单位不变，去向记为留任，不计入调动）",
];

/// Where in the list a person stands. Another place of the own unit is no move (SPEC §4), but whoever goes there must be
/// told where.
fn part(book: &Book, row: &Assignment) -> Option<usize> {
    match row.outcome {
        Outcome::Move => Some(0),
        Outcome::Placed => Some(1),
        Outcome::Stay => row.crossing(book.case).1.map(|_| 2),
        _ => None,
    }
}

pub fn sheet(book: &Book) -> Sheet {
    let mut lines = Vec::new();
    let mut n = 0;
    for (at, title) in PARTS.into_iter().enumerate() {
        let all = book.plan.rows.iter();
        let rows: Vec<&Assignment> = all.filter(|r| part(book, r) == Some(at)).collect();
        if rows.is_empty() {
            continue;
        }
        lines.push(Line::Section(format!(
            "{}{title}：{}人",
            ordinal(n),
            rows.len()
        )));
        n += 1;
        lines.extend(
            rows.iter()
                .enumerate()
                .map(|(i, row)| person(book, i + 1, row)),
        );
    }
    Sheet {
        name: "调动名单",
        title: book.title("教师调动名单"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines,
            when_empty: "本方案没有调动、安置和校区调整人员。",
            ..Table::default()
        }],
        notes: vec!["注：两校公里数为直线距离；未填学校坐标的不计。".to_owned()],
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn columns() -> Vec<Column> {
    Column::of_persons([
        Column::word("性别", 5.0),
        Column::text("现任学校", 14.0, 28.0),
        Column::word("现任教", 12.0),
        Column::text("拟聘学校", 14.0, 28.0),
        Column::word("拟任教", 12.0),
        Column::number("两校公里数", 10.0),
        Column::word("志愿", 9.0),
        Column::text("调动原因", 14.0, 24.0),
    ])
}

fn person(book: &Book, n: usize, row: &Assignment) -> Line {
    let county = &book.case.county;
    let t = county.teacher(row.teacher);
    let to = row.station;
    let both = t.school.zip(to.map(|s| s.school));
    let known = |s: SchoolIx| county.school(s).point.is_some();
    let km = both
        .filter(|(a, b)| known(*a) && known(*b))
        .map(|(a, b)| county.km(a, b));
    Line::Row(vec![
        Item::count(n),
        Item::text(&*t.id),
        Item::text(&*t.name),
        Item::text(t.sex.map_or("", |s| s.zh())),
        Item::text(book.schools.maybe(t.school)),
        Item::text(book.current_post(row.teacher)),
        Item::text(book.schools.maybe(to.map(|s| s.school))),
        Item::text(to.map_or(String::new(), |s| names::post(book.case, &s))),
        km.map_or(Item::Empty, |km| Item::Real(km, 1)),
        Item::text(wish(book, row)),
        Item::text(match row.outcome {
            Outcome::Stay => "校区调整",
            _ => turnover::reason(book.case, row).zh(),
        }),
    ])
}

fn wish(book: &Book, row: &Assignment) -> String {
    let t = book.case.county.teacher(row.teacher);
    let seat = row.station.and_then(|s| Some((s.school, s.subject?)));
    match seat.and_then(|(school, subject)| t.wish_rank(school, subject)) {
        Some(rank) => format!("第{rank}志愿"),
        None if t.is_applicant() => "调剂".to_owned(),
        None => "未填报".to_owned(),
    }
}
