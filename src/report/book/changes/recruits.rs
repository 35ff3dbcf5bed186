//! 增员名册: whom the county has newly recruited. For the office of headcount they come from no unit of the county: they
//! add to it.

use super::super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::super::super::{names, turnover};
use super::{Book, chinese_date, headcount};
use crate::plan::Assignment;

/// Whether the person was recruited this year, or is one whom a scenario adds.
pub fn is(book: &Book, row: &Assignment) -> bool {
    let here = book.case.county.teacher(row.teacher).school;
    here.is_none() && turnover::reason(book.case, row) == turnover::Reason::Recruit
}

pub fn sheet(book: &Book) -> Sheet {
    let rows = book.plan.rows.iter().filter(|row| is(book, row));
    Sheet {
        name: "增员名册",
        title: book.title("教师增员名册"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines: rows.enumerate().map(|(i, row)| line(book, i + 1, row)).collect(),
            when_empty: "没有新招录人员。",
            ..Table::default()
        }],
        notes: vec![
            "注：新招录人员（含情景拟增的）新增编制，不从本县（区）其他单位转出；用编计划由机构编制部门核定。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn columns() -> Vec<Column> {
    Column::of_persons([
        Column::word("性别", 5.0),
        Column::word("招录类型", 10.0),
        Column::text("拟聘学校", 14.0, 30.0),
        Column::text("拟聘岗位", 12.0, 20.0),
        Column::text("增编单位", 14.0, 30.0),
        Column::word("增员日期", 12.0),
        Column::text("批准文号", 12.0, 20.0),
    ])
}

fn line(book: &Book, n: usize, row: &Assignment) -> Line {
    let t = book.case.county.teacher(row.teacher);
    let unit = match row.undecided() {
        true => "尚未确定".to_owned(),
        false => headcount::moved(book, row)[1].clone(),
    };
    let post = row.station.map(|s| names::post(book.case, &s));
    Line::Row(vec![
        Item::count(n),
        Item::text(&*t.id),
        Item::text(&*t.name),
        Item::text(t.sex.map_or("", |s| s.zh())),
        Item::text(&*t.recruit_type),
        Item::text(book.schools.maybe(row.station.map(|s| s.school))),
        Item::text(post.unwrap_or_default()),
        Item::text(unit),
        Item::text(chinese_date(&book.case.policy.year.as_of)),
        Item::Empty,
    ])
}
