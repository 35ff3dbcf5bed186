//! Which headcount goes where: with whom it moves, between which legal units, and whose is struck off.

use super::super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::{Book, held, recruits};
use crate::county::{SchoolIx, TeacherIx};
use crate::plan::{Assignment, Class, Outcome};
use std::collections::BTreeMap;

/// The legal units that a person's headcount leaves and comes to; both empty where it stays.
pub fn moved(book: &Book, row: &Assignment) -> [String; 2] {
    let unit = |school: SchoolIx| book.case.county.legal_unit(school);
    let from = book.case.county.teacher(row.teacher).school.map(unit);
    let to = row.station.map(|s| unit(s.school));
    let name = |unit: Option<SchoolIx>, none: &str| match unit {
        Some(unit) => book.school(unit).to_owned(),
        None => none.to_owned(),
    };
    match row.outcome {
        _ if row.undecided() => [String::new(), String::new()],
        // New headcount comes from nowhere.
        _ if recruits::is(book, row) => [String::new(), name(to, "周转池")],
        _ if from == to => [String::new(), String::new()],
        Outcome::Barred => [name(from, "周转池"), "另行处理".to_owned()],
        _ => [name(from, "周转池"), name(to, "周转池")],
    }
}

/// Who is in the tables and no longer planned.
pub fn leavers(book: &Book) -> Sheet {
    let county = &book.case.county;
    let out = |t: &TeacherIx| book.case.standing.class_of(*t) == Class::Out;
    let line = |(i, ix): (usize, TeacherIx)| {
        let t = county.teacher(ix);
        let why = if t.status.is_out() {
            t.status.zh()
        } else {
            "到龄退休"
        };
        Line::Row(vec![
            Item::count(i + 1),
            Item::text(&*t.id),
            Item::text(&*t.name),
            Item::text(t.sex.map_or("", |s| s.zh())),
            Item::text(t.title.zh()),
            Item::text(book.schools.maybe(t.school)),
            Item::text(held(&book.current_post(ix), t.role)),
            why.into(),
            Item::Empty,
        ])
    };
    Sheet {
        name: "减员名册",
        title: book.title("教师减员名册"),
        landscape: true,
        tables: vec![Table {
            columns: leaver_columns(),
            lines: county
                .teacher_ixs()
                .filter(out)
                .enumerate()
                .map(line)
                .collect(),
            when_empty: "没有退休、离职人员。",
            ..Table::default()
        }],
        notes: vec![
            "注：已不在编排范围的人员，编制由原学校核减；减员日期以退休、离职审批为准。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn leaver_columns() -> Vec<Column> {
    Column::of_persons([
        Column::word("性别", 5.0),
        Column::word("职称", 8.0),
        Column::text("原学校", 14.0, 30.0),
        Column::text("原岗位职务", 12.0, 20.0),
        Column::word("原因", 10.0),
        Column::text("批准文号", 12.0, 20.0),
    ])
}

/// Headcount between legal units: from, to, how many, who.
pub fn flows(book: &Book) -> Sheet {
    let all = by_ends(book);
    let sum: usize = all.values().map(Vec::len).sum();
    let mut lines: Vec<Line> = all
        .into_iter()
        .map(|([from, to], who)| {
            let count = Item::count(who.len());
            Line::Row(vec![from.into(), to.into(), count, who.join("、").into()])
        })
        .collect();
    if sum > 0 {
        let total = vec!["合计".into(), Item::Empty, Item::count(sum), Item::Empty];
        lines.push(Line::Total(total));
    }
    Sheet {
        name: "编制转移",
        title: book.title("编制转移表"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::text("转出单位", 18.0, 34.0),
                Column::text("转入单位", 18.0, 34.0),
                Column::number("人数", 8.0),
                // Columns enough for the lines of signature to fall between.
                Column::text("人员", 30.0, 80.0).span(3),
            ],
            lines,
            when_empty: "没有编制转移。",
            ..Table::default()
        }],
        notes: vec!["注：按法人单位；增员、减员不在内。各校增减相抵见《周转编制》。".to_owned()],
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// Who moves, by the unit given up and the one come to.
fn by_ends(book: &Book) -> BTreeMap<[String; 2], Vec<String>> {
    let mut all: BTreeMap<[String; 2], Vec<String>> = BTreeMap::new();
    for row in &book.plan.rows {
        let ends = moved(book, row);
        if ends.iter().all(|end| !end.is_empty()) {
            let t = book.case.county.teacher(row.teacher);
            let who = format!("{}（{}）", t.name, t.id);
            all.entry(ends).or_default().push(who);
        }
    }
    all
}
