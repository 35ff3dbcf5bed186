//! 待岗名单: who has no seat, and who stays beyond the posts.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::{Book, ordinal};
use crate::demand::CellIx;
use crate::plan::{Assignment, Outcome, Seat};
use crate::rules::r26_in_house_first::reading::counted;

pub fn sheet(book: &Book) -> Sheet {
    let mut lines = Vec::new();
    let parts = [
        (Outcome::Pool, false, "待岗"),
        (Outcome::Pool, true, "尚无结果（以后各轮尚未进行）"),
        (
            Outcome::Retained,
            false,
            "超岗留任（在现任学校超出岗位数留任）",
        ),
    ];
    let mut n = 0;
    for (outcome, undecided, title) in parts {
        let of = |r: &&Assignment| r.outcome == outcome && r.undecided() == undecided;
        let mut rows: Vec<&Assignment> = book.plan.rows.iter().filter(of).collect();
        if rows.is_empty() {
            continue;
        }
        rows.sort_by_key(|r| (book.case.county.teacher(r.teacher).school, r.teacher));
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
        name: "待岗名单",
        title: book.title("待岗及超岗留任人员名单"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines,
            when_empty: "本方案没有待岗和超岗留任人员。",
            ..Table::default()
        }],
        notes: vec![
            "注：待岗人员参加待岗培训，培训期满再次竞聘；落聘本身不是解除聘用合同的理由。“后续安排”由学校与主管部门填写。".to_owned(),
            passed(book),
        ],
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// How often R26 would have decided otherwise.
fn passed(book: &Book) -> String {
    let said = counted(book.case, book.audit.in_house_first.len()).zh;
    match book.case.policy.rules.in_house_first.on() {
        true => format!("{said}。"),
        false => format!("{said}，启用办法见中文使用指南“本校优先”。"),
    }
}

fn columns() -> Vec<Column> {
    Column::of_persons([
        Column::word("性别", 5.0),
        Column::text("现任学校", 14.0, 28.0),
        Column::word("现任教", 12.0),
        Column::word("职称", 8.0),
        Column::word("是否报志愿", 8.0),
        Column::text("情况说明", 46.0, 64.0),
        Column::text("后续安排", 12.0, 24.0),
    ])
}

fn person(book: &Book, n: usize, row: &Assignment) -> Line {
    let t = book.case.county.teacher(row.teacher);
    Line::Row(vec![
        Item::count(n),
        Item::text(&*t.id),
        Item::text(&*t.name),
        Item::text(t.sex.map_or("", |s| s.zh())),
        Item::text(book.schools.maybe(t.school)),
        Item::text(book.current_post(row.teacher)),
        Item::text(t.title.zh()),
        Item::text(if t.is_applicant() { "是" } else { "否" }),
        Item::text(situation(book, row)),
        Item::Empty,
    ])
}

/// Whether others take seats in the cell of somebody who is left without one (R26).
fn entered(book: &Book, cell: CellIx) -> String {
    let seat = Seat::of(book.case.demand.cell(cell));
    let passed = book.audit.in_house_first.iter().find(|p| p.seat == seat);
    passed.map_or_else(String::new, |p| {
        format!("，其中非本岗教师{}人（R26）", p.entrants.len())
    })
}

/// Posts and holders of the person's current cell: the arithmetic behind the surplus.
fn situation(book: &Book, row: &Assignment) -> String {
    let case = book.case;
    let t = case.county.teacher(row.teacher);
    if t.school.is_none() {
        return "现无任教学校".to_owned();
    }
    if t.school.is_some_and(|s| case.county.school(s).closing) {
        return "现任学校本年度撤并".to_owned();
    }
    let post = book.current_post(row.teacher);
    match case.standing.cell[row.teacher.ix()] {
        Some(cell) => format!(
            "本校{post}岗位{}个，现有教师{}人，拟聘{}人{}",
            case.demand.cell(cell).count,
            case.standing.holders[cell.ix()].len(),
            book.figures.taken[cell.ix()],
            entered(book, cell)
        ),
        None => format!("本校未设{post}岗位"),
    }
}
