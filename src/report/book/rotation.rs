//! 轮岗台账: what each school owes to the yearly exchange, and who goes.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;
use crate::county::{Backbone, SchoolIx};
use crate::plan::{Assignment, Outcome};
use rust_decimal::Decimal;

pub fn ledger(book: &Book) -> Sheet {
    let rule = &book.case.policy.rules.rotation;
    let schools: Vec<SchoolIx> = book
        .case
        .county
        .school_ixs()
        .filter(|s| rotates(book, *s))
        .collect();
    let mut lines: Vec<Line> = schools
        .iter()
        .enumerate()
        .map(|(i, s)| school(book, i + 1, *s))
        .collect();
    let sum = |of: fn(&super::super::figures::SchoolFigures) -> i64| -> i64 {
        schools
            .iter()
            .map(|s| of(&book.figures.schools[s.ix()]))
            .sum()
    };
    let (moved, backbone) = (
        sum(|f| f.rotation.moved),
        sum(|f| f.rotation.backbone_moved),
    );
    let short = sum(|f| f.rotation.shortfall());
    if !lines.is_empty() {
        lines.push(Line::Total(vec![
            "合计".into(),
            Item::Empty,
            Item::Empty,
            sum(|f| f.rotation.due).into(),
            sum(|f| f.rotation.need).into(),
            moved.into(),
            Item::some(short),
            backbone.into(),
        ]));
    }
    let share = if moved == 0 {
        0.0
    } else {
        backbone as f64 * 100.0 / moved as f64
    };
    Sheet {
        name: "轮岗台账",
        title: book.title("教师交流轮岗台账"),
        tables: vec![Table {
            columns: vec![
                Column::word("序号", 6.0),
                Column::text("学校", 20.0, 36.0),
                Column::word("城乡类型", 8.0),
                Column::number("交流到期", 8.0),
                Column::number("需交流", 8.0),
                Column::number("拟交流", 8.0),
                Column::number("差额", 8.0),
                Column::number("其中骨干", 8.0),
            ],
            lines,
            when_empty: "没有须参加交流轮岗的学校。",
            ..Table::default()
        }],
        notes: vec![
            format!(
                "注：交流到期人数为在{}学校任教满{}年、不属于直接聘任的教师；每校需交流人数为到期人数的{}%（向上取整）。",
                rule.areas.join("、"),
                rule.years,
                percent(rule.share)
            ),
            format!(
                "全县拟交流{moved}人，其中县级以上骨干{backbone}人，占{share:.1}%（要求不低于{}%）。",
                percent(rule.backbone_share)
            ),
        ],
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn percent(share: Decimal) -> String {
    (share * Decimal::ONE_HUNDRED).normalize().to_string()
}

/// A school that the rule is about, or one that has somebody due.
fn rotates(book: &Book, school: SchoolIx) -> bool {
    let s = book.case.county.school(school);
    let areas = &book.case.policy.rules.rotation.areas;
    !s.closing && areas.iter().any(|a| a == s.area.zh())
}

fn school(book: &Book, n: usize, school: SchoolIx) -> Line {
    let f = &book.figures.schools[school.ix()];
    Line::Row(vec![
        Item::count(n),
        book.school(school).into(),
        book.case.county.school(school).area.zh().into(),
        f.rotation.due.into(),
        f.rotation.need.into(),
        f.rotation.moved.into(),
        Item::some(f.rotation.shortfall()),
        Item::some(f.rotation.backbone_moved),
    ])
}

/// The persons who move and were due, by the school they leave.
pub fn persons(book: &Book) -> Sheet {
    let case = book.case;
    let mut rows: Vec<&Assignment> = case_movers(book).collect();
    rows.sort_by_key(|r| (case.county.teacher(r.teacher).school, r.teacher));
    let lines = rows.iter().enumerate().map(|(i, row)| {
        let t = case.county.teacher(row.teacher);
        Line::Row(vec![
            Item::count(i + 1),
            Item::text(&*t.id),
            Item::text(&*t.name),
            Item::text(t.sex.map_or("", |s| s.zh())),
            book.schools.maybe(t.school).into(),
            Item::Whole(i64::from(case.standing.years_at_school[row.teacher.ix()])),
            Item::text(backbone(t.backbone)),
            book.schools.maybe(row.station.map(|s| s.school)).into(),
            row.station
                .map_or(Item::Empty, |s| super::super::names::post(case, &s).into()),
        ])
    });
    Sheet {
        name: "轮岗人员",
        title: book.title("教师交流轮岗人员名单"),
        landscape: true,
        tables: vec![Table {
            columns: Column::of_persons([
                Column::word("性别", 5.0),
                Column::text("现任学校", 16.0, 34.0),
                Column::number("在校年限", 8.0),
                Column::word("骨干级别", 9.0),
                Column::text("交流学校", 16.0, 34.0),
                Column::word("拟任教", 14.0),
            ]),
            lines: lines.collect(),
            when_empty: "本方案没有交流轮岗人员。",
            ..Table::default()
        }],
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn case_movers<'a>(book: &'a Book) -> impl Iterator<Item = &'a Assignment> + 'a {
    let due = &book.case.standing.due;
    book.plan
        .rows
        .iter()
        .filter(|r| r.outcome == Outcome::Move && due[r.teacher.ix()])
}

fn backbone(level: Backbone) -> String {
    match level {
        Backbone::None => String::new(),
        Backbone::School => "校级".to_owned(),
        level => format!("{}级骨干", level.zh()),
    }
}
