//! The internal archive: the plan whole, with every person's id number, what it was made from, and the policy in force. The
//! only output that may carry an id number (SPEC §10), so every sheet, page and the file itself say 内部.

use super::super::info::sha256;
use super::super::names;
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::super::turnover;
use super::{Book, Letterhead, basis, cover, roster, rules, workbook};
use crate::county::{Role, TeacherIx};
use crate::plan::{Assignment, write};
use crate::policy::words;
use crate::terms::tier::Tier;
use rust_xlsxwriter::XlsxError;
use std::path::Path;

/// What marks the file, its sheets and its pages.
pub const MARK: &str = "内部";

/// The workbook's bytes.
///
/// # Errors
/// Only where there is more than a workbook can hold.
pub fn bytes(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let title = book.title("教师聘任内部档案");
    let letterhead = Letterhead {
        header_right: format!("内部资料，严禁外传　{}", book.mark.said().zh),
        ..book.letterhead()
    };
    let checked = Sheet {
        name: "内部·规则核对",
        ..rules::sheet(book)
    };
    let sheets = [origin(book, &title), persons(book), checked, policy(book)];
    workbook(&sheets, &letterhead, &title, &book.case.policy.year.as_of)
}

/// What the plan is and what it was made from.
fn origin(book: &Book, title: &str) -> Sheet {
    let plan = sha256(&write::csv(book.case, book.plan));
    let paths = book.info.county.iter().map(|s| ("数据", s));
    let paths = paths.chain(book.info.policy.iter().map(|s| ("政策", s)));
    let paths = paths.chain(book.info.scenarios.iter().map(|s| ("情景", s)));
    // By name alone: in which folders of which machine it stood, the file need not say.
    let named = |path: &str| match Path::new(path).file_name() {
        None => "程序自带 national.toml".to_owned(),
        Some(name) => name.to_string_lossy().into_owned(),
    };
    let mut rows = vec![
        ("方案（plan.csv）指纹（SHA-256）".to_owned(), plan),
        ("审定".to_owned(), book.mark.said().zh),
        ("方案人数".to_owned(), book.plan.rows.len().to_string()),
    ];
    rows.extend(paths.map(|(name, s)| (format!("{name}文件"), named(&s.path))));
    let row = |(name, text): (String, String)| Line::Row(vec![name.into(), text.into()]);
    let mut sources = cover::sources(book);
    sources.lines.splice(0..0, rows.into_iter().map(row));
    Sheet {
        name: "内部·档案说明",
        title: title.to_owned(),
        preface: vec![
            "　　内部资料：含身份证号。只供人事档案经办人使用，不得公示、不得外传；用毕加密保存，依规销毁。".to_owned(),
        ],
        tables: vec![sources, cover::tier_table(book)],
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// Everybody in the tables, those no longer planned too.
fn persons(book: &Book) -> Sheet {
    let all = book.case.county.teacher_ixs().enumerate();
    Sheet {
        name: "内部·人员档案",
        title: book.title("教师聘任人员内部档案"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines: all.map(|(i, t)| person(book, i + 1, t)).collect(),
            when_empty: "没有人员。",
            ..Table::default()
        }],
        notes: vec![
            "注：“计入目标”为该人去向计入各优化目标的数值；退休、离职人员不在方案之内，去向空白。免调原因、配偶、住址不入此档。".to_owned(),
        ],
        ..Sheet::default()
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::word("序号", 6.0),
        Column::word("工号", 9.0),
        Column::word("姓名", 8.0),
        Column::word("性别", 4.0),
        Column::word("身份证号", 20.0),
        Column::word("职称", 7.0),
        Column::word("学历", 7.0),
        Column::text("现学校", 12.0, 22.0),
        Column::text("现岗位", 9.0, 12.0),
        Column::word("现职务", 6.0),
        Column::word("类别", 7.0),
        Column::word("去向", 7.0),
        Column::text("拟聘学校", 12.0, 22.0),
        Column::text("拟聘岗位", 9.0, 12.0),
        Column::word("拟任职务", 6.0),
        Column::word("聘任方式", 8.0),
        Column::text("变动原因", 9.0, 14.0),
        Column::text("计入目标", 9.0, 16.0),
    ]
}

fn person(book: &Book, n: usize, teacher: TeacherIx) -> Line {
    let t = book.case.county.teacher(teacher);
    let row = book.plan.of(teacher);
    let station = row.and_then(|r| r.station);
    let text = |of: &dyn Fn(&Assignment) -> String| Item::text(row.map_or(String::new(), of));
    let moves = |r: &Assignment| r.crossing(book.case) != (None, None);
    Line::Row(vec![
        Item::count(n),
        Item::text(&*t.id),
        Item::text(&*t.name),
        Item::text(t.sex.map_or("", |s| s.zh())),
        Item::text(t.id_number.as_deref().unwrap_or("未填")),
        Item::text(t.title.zh()),
        Item::text(t.education.zh()),
        Item::text(book.schools.maybe(t.school)),
        Item::text(book.current_post(teacher)),
        role(t.role),
        Item::text(book.case.standing.class_of(teacher).zh()),
        text(&|r| r.outcome.zh().to_owned()),
        Item::text(book.schools.maybe(station.map(|s| s.school))),
        text(&|r| names::planned(book.case, r)),
        row.map_or(Item::Empty, |r| role(r.office(book.case))),
        text(&|r| roster::way(book.case, r).to_owned()),
        text(&|r| match moves(r) {
            true => turnover::reason(book.case, r).zh().to_owned(),
            false => String::new(),
        }),
        text(&|r| counted(book, r)),
    ])
}

/// `T8 志愿 3；T9 调动 1；T11 距离 147`, and the rounds of a staged year.
fn counted(book: &Book, row: &Assignment) -> String {
    let tier = |note: &str| {
        let (no, value) = note.split_once('=')?;
        let tier = Tier::ALL.into_iter().find(|t| t.no() == no)?;
        Some(format!("{no} {} {value}", tier.zh()))
    };
    let mut all: Vec<String> = row.tier_notes.split(';').filter_map(tier).collect();
    let rounds = row.round_words(book.case, |s| book.schools.maybe(Some(s)).to_string());
    all.extend((!rounds.is_empty()).then_some(rounds));
    all.join("；")
}

fn role(role: Role) -> Item {
    match role {
        Role::None => Item::Empty,
        role => role.zh().into(),
    }
}

/// Every value in force, as `policy` prints it.
fn policy(book: &Book) -> Sheet {
    let line = |e: &crate::policy::Entry| {
        Line::Row(vec![
            Item::text(format!(
                "{}：{}",
                words::title(words::table_of(&e.key)),
                words::name(&e.key)
            )),
            Item::text(words::value(e)),
            Item::text(&*e.unit),
            basis::document(e).into(),
            Item::text(&*e.since),
            Item::text(if e.verify { "※" } else { "" }),
            Item::text(&*e.key),
            Item::text(format!("{}:{}", e.file, e.line)),
        ])
    };
    Sheet {
        name: "内部·政策参数",
        title: book.title("政策参数与依据"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::text("参数", 24.0, 40.0),
                Column::text("值", 16.0, 40.0),
                Column::word("单位", 9.0),
                Column::text("依据", 20.0, 40.0),
                Column::word("施行", 10.0),
                Column::word("待核", 5.0),
                Column::text("文件中的写法", 18.0, 30.0),
                Column::text("出处", 14.0, 22.0),
            ],
            lines: book.case.policy.entries.iter().map(line).collect(),
            ..Table::default()
        }],
        notes: vec!["注：※ 尚须本县（区）核定，不作为法规依据引用。".to_owned()],
        ..Sheet::default()
    }
}
