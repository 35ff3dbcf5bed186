//! 聘任名单: everybody, school by school; `audit` can read it back after somebody edited it by hand.

use super::super::names;
use super::super::order::Subjects;
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::super::turnover::pinned;
use super::Book;
use crate::audit::fixed_by;
use crate::case::Case;
use crate::county::{Role, SchoolIx};
use crate::plan::{Assignment, Class, Outcome, words};

pub const SHEET: &str = "聘任名单";

/// The heads of the sheet, in order.
pub const HEADS: [&str; 13] = [
    "序号",
    "工号",
    "姓名",
    "性别",
    "职务",
    "现任学校",
    "拟聘学校",
    "学段",
    "学科",
    "职称",
    "聘任方式",
    "去向",
    "备注",
];

const ROUNDS: &str = "轮次";

pub fn sheet(book: &Book) -> Sheet {
    let mut lines = Vec::new();
    let order = Subjects::new(book.case);
    for school in book.case.county.school_ixs() {
        school_lines(book, school, &order, &mut lines);
    }
    nowhere(book, Outcome::Pool, "待岗人员", &mut lines);
    nowhere(book, Outcome::Barred, "本年度不予聘任人员", &mut lines);
    Sheet {
        name: SHEET,
        title: book.title("教师聘任名单"),
        landscape: true,
        tables: vec![Table {
            columns: columns(book),
            lines,
            when_empty: "本年度没有需要聘任的人员。",
            ..Table::default()
        }],
        notes: vec![
            "注：去向分为留任、调动、安置、超岗留任、任职、待岗、不予聘任；超岗留任、任职人员的学段、学科为现任教情况。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// In a staged year the rounds stand behind the rest, so that the list can be audited without plan.csv.
fn heads(book: &Book) -> Vec<&'static str> {
    let rounds = book.plan.is_judged_by_rounds(book.case);
    HEADS.into_iter().chain(rounds.then_some(ROUNDS)).collect()
}

fn columns(book: &Book) -> Vec<Column> {
    let column = |head: &str| match head {
        "序号" => Column::word(head, 6.0),
        "工号" => Column::word(head, 10.0),
        "姓名" => Column::word(head, 9.0),
        "性别" => Column::word(head, 5.0),
        "现任学校" | "拟聘学校" => Column::text(head, 14.0, 26.0),
        "职务" => Column::word(head, 8.0),
        "学段" => Column::word(head, 7.0),
        "学科" => Column::word(head, 11.0),
        "职称" => Column::word(head, 8.0),
        "聘任方式" | "去向" => Column::word(head, 10.0),
        _ => Column::text(head, 12.0, 24.0),
    };
    heads(book).into_iter().map(column).collect()
}

/// A school's heading with its counts, then its persons: leaders first, then by stage and subject.
fn school_lines(book: &Book, school: SchoolIx, order: &Subjects, lines: &mut Vec<Line>) {
    let mut rows: Vec<&Assignment> = book.plan.at(school).collect();
    let f = &book.figures.schools[school.ix()];
    if rows.is_empty() && f.posts == 0 && f.now == 0 {
        return;
    }
    rows.sort_by_key(|r| {
        (
            r.outcome != Outcome::Lead,
            r.station.map(|s| (s.stage, s.subject.map(|s| order.of(s)))),
            r.teacher,
        )
    });
    lines.push(Line::Section(heading(book, school)));
    for (i, row) in rows.iter().enumerate() {
        lines.push(person(book, i + 1, row));
    }
}

/// `红山区第一小学：核定编制45人，现有44人；设岗40个，拟聘43人（调入2人、超岗留任1人），缺岗0个`
fn heading(book: &Book, school: SchoolIx) -> String {
    let f = &book.figures.schools[school.ix()];
    let mut parts = Vec::new();
    if f.moved_in > 0 {
        parts.push(format!("调入{}人", f.moved_in));
    }
    if f.moved_out > 0 {
        parts.push(format!("调出{}人", f.moved_out));
    }
    if f.pooled > 0 {
        parts.push(format!("待岗{}人", f.pooled));
    }
    if f.retained > 0 {
        parts.push(format!("超岗留任{}人", f.retained));
    }
    let parts = if parts.is_empty() {
        String::new()
    } else {
        format!("（{}）", parts.join("、"))
    };
    let gaps = book
        .figures
        .gaps
        .iter()
        .filter(|g| book.case.demand.cell(g.cell).school == school);
    let barred = match f.barred {
        0 => String::new(),
        n => format!("，另有不予聘任{n}人"),
    };
    let closing = if book.case.county.school(school).closing {
        "（本年度撤并）"
    } else {
        ""
    };
    format!(
        "{}{closing}：核定编制{}人，现有{}人{barred}；设岗{}个，拟聘{}人{parts}，缺岗{}个",
        book.school(school),
        f.approved,
        f.now,
        f.posts,
        f.after,
        gaps.map(|g| g.uncovered).sum::<u32>()
    )
}

/// Those who stand at no school by the plan.
fn nowhere(book: &Book, outcome: Outcome, title: &str, lines: &mut Vec<Line>) {
    let rows: Vec<&Assignment> = book
        .plan
        .rows
        .iter()
        .filter(|r| r.outcome == outcome)
        .collect();
    if rows.is_empty() {
        return;
    }
    lines.push(Line::Section(format!("{title}：{}人", rows.len())));
    for (i, row) in rows.iter().enumerate() {
        lines.push(person(book, i + 1, row));
    }
}

fn person(book: &Book, n: usize, row: &Assignment) -> Line {
    let t = book.case.county.teacher(row.teacher);
    let station = row.station;
    let item = |head: &str| match head {
        "序号" => Item::count(n),
        "工号" => Item::text(&*t.id),
        "姓名" => Item::text(&*t.name),
        "性别" => Item::text(t.sex.map_or("", |s| s.zh())),
        "职务" => match row.office(book.case) {
            Role::None => Item::Empty,
            role => role.zh().into(),
        },
        "现任学校" => Item::text(book.schools.maybe(t.school)),
        "拟聘学校" => Item::text(book.schools.maybe(station.map(|s| s.school))),
        "学段" => Item::text(names::stage(station.and_then(|s| s.stage))),
        "学科" => Item::text(names::subject(book.case, station.and_then(|s| s.subject))),
        "职称" => Item::text(t.title.zh()),
        "聘任方式" => Item::text(way(book.case, row)),
        "去向" => Item::text(row.outcome.zh()),
        ROUNDS => Item::text(row.round_words(book.case, |s| book.school(s).to_owned())),
        _ => Item::text(remark(book, row)),
    };
    Line::Row(heads(book).into_iter().map(item).collect())
}

/// 直聘 says that somebody did not have to compete; why is nobody's business here.
pub(super) fn way(case: &Case, row: &Assignment) -> &'static str {
    match (row.class, row.outcome) {
        (_, Outcome::Lead) => "组织任命",
        // Whoever is kept beyond the posts was not appointed to one.
        (_, Outcome::Pool | Outcome::Barred | Outcome::Retained) => "",
        (Class::Fixed, _) if fixed_by(case, row.teacher) == "R22" => "按锁定聘任",
        (Class::Fixed, _) => "直接聘任",
        _ if pinned(case, row.teacher) => "按锁定聘任",
        _ => "竞聘聘任",
    }
}

fn remark(book: &Book, row: &Assignment) -> String {
    let t = book.case.county.teacher(row.teacher);
    let mut parts = Vec::new();
    parts.extend(row.laid_down(book.case).map(|role| match role.is_leader() {
        true => format!("原任{}", role.zh()),
        false => words::laid_down(role, row).zh,
    }));
    let here = row.station.map(|s| s.school) == t.school;
    if row.outcome == Outcome::Lead && (!here || !t.role.is_leader()) {
        parts.push("新任".to_owned());
    }
    if let Some(station) = row.station {
        let changed = (station.stage, station.subject) != (t.stage, t.subject);
        if row.outcome.is_seat() && changed && t.subject.is_some() {
            parts.push(format!("原任教{}", book.current_post(row.teacher)));
        }
        if row.outcome == Outcome::Stay && !here {
            parts.push(format!(
                "本单位内由{}调整校区",
                book.schools.maybe(t.school)
            ));
        }
        if let Some(subject) = station.subject
            && row.outcome.is_seat()
            && let Some(rank) = t.wish_rank(station.school, subject)
        {
            parts.push(format!("第{rank}志愿"));
        }
    }
    parts.join("；")
}
