//! All tables of a county: found, headed, framed.

use super::catalogue::{Column, Need, TABLES, Table};
use super::fault::{Fault, Faults, Place};
use super::frame::Frame;
use super::grid::{Grid, letters};
use super::header::{self, Header};
use super::source::{self, Source};
use super::tell;
use crate::text::Text;
use std::path::Path;

/// The tables that were given, each at most once.
#[derive(Debug, Default)]
pub struct Tables {
    frames: Vec<Frame>,
    /// Tables that are given but could not be framed; their fault is told.
    broken: Vec<&'static str>,
}

impl Tables {
    pub fn get(&self, key: &str) -> Option<&Frame> {
        self.frames.iter().find(|f| f.table.key == key)
    }

    /// Whether the table is there, readable or not; an optional table without rows is as good as not given.
    fn given(&self, key: &str) -> bool {
        let read = |f: &Frame| f.table.required || !f.is_empty();
        self.get(key).is_some_and(read) || self.broken.contains(&key)
    }

    /// Drops all tables but these.
    pub fn keep(&mut self, keys: &[&str]) {
        self.frames.retain(|f| keys.contains(&f.table.key));
    }

    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }
}

/// Reads every table under a path.
pub fn read(path: &Path, faults: &mut Faults) -> Tables {
    let before = faults.list.len();
    let sources = source::sources(path, faults);
    let unreadable = faults.list[before..]
        .iter()
        .any(|f: &Fault| f.code.starts_with('E'));
    let names: Vec<String> = sources.iter().map(|s| name(&s.grid)).collect();
    let mut tables = Tables::default();
    for source in sources {
        add(source, &mut tables, faults);
    }
    let order = |f: &Frame| TABLES.iter().position(|t| t.key == f.table.key);
    tables.frames.sort_by_key(order);
    // After a file that could not be opened, "missing" would only repeat the news.
    if !unreadable {
        missing(path, &names, &tables, faults);
    }
    tables
}

fn name(grid: &Grid) -> String {
    match grid.sheet.is_empty() {
        true => grid.file.clone(),
        false => grid.sheet.clone(),
    }
}

fn add(source: Source, tables: &mut Tables, faults: &mut Faults) {
    let Source { table, grid } = source;
    if let Some(first) = tables.frames.iter().find(|f| f.table.key == table.key) {
        let other = first.whole().to_string();
        faults.push(
            "E206",
            grid.whole(),
            Text::new(
                format!("《{}》表出现多次，另见 {other}", table.title),
                format!("the table {} is given twice, see also {other}", table.key),
            ),
            Text::new("请只保留一份", "keep one of them"),
        );
        return;
    }
    let Some(header) = header::find(&grid, table) else {
        if no_header(table, &grid, faults) {
            tables.broken.push(table.key);
        }
        return;
    };
    check_header(table, &grid, &header, faults);
    let frame = Frame::new(table, &grid, &header, faults);
    if frame.is_empty() && table.required {
        no_rows(table, &grid, faults);
    }
    tables.frames.push(frame);
}

/// Tells that a table cannot be read; false when there is nothing to read and none is needed.
fn no_header(table: &'static Table, grid: &Grid, faults: &mut Faults) -> bool {
    let blank = grid
        .rows
        .iter()
        .all(|r| r.cells.iter().all(|c| c.is_empty()));
    if blank {
        if table.required {
            no_rows(table, grid, faults);
        }
        return table.required;
    }
    let must = table.columns.iter().filter(|c| c.need == Need::Must);
    let (zh, en): (Vec<_>, Vec<_>) = must.map(|c| (c.title, c.key)).unzip();
    // A text file whose separator is none falls into one column.
    let separators = match grid.sheet.is_empty() && grid.rows.iter().all(|r| r.cells.len() == 1) {
        true => (
            "；文本文件须用英文逗号、英文分号或制表符分隔",
            "; a text file is separated by commas, semicolons or tabs",
        ),
        false => ("", ""),
    };
    faults.push(
        "E202",
        grid.whole(),
        Text::new(
            format!("前 20 行内找不到《{}》表的表头", table.title),
            format!(
                "no header row of the table {} in the first 20 rows",
                table.key
            ),
        ),
        Text::new(
            format!("表头应有：{}{}", zh.join("、"), separators.0),
            format!("the header must have: {}{}", en.join(", "), separators.1),
        ),
    );
    true
}

fn no_rows(table: &'static Table, grid: &Grid, faults: &mut Faults) {
    faults.push(
        "E205",
        grid.whole(),
        Text::new(
            format!("《{}》表没有数据行", table.title),
            format!("the table {} has no rows", table.key),
        ),
        Text::new("请填写数据", "fill it in"),
    );
}

/// Missing and repeated columns, and those that are not used.
fn check_header(table: &'static Table, grid: &Grid, header: &Header, faults: &mut Faults) {
    let no = grid.rows[header.row].no;
    let row_place = || Place {
        cell: no.to_string(),
        ..grid.whole()
    };
    for (column, at) in table.columns.iter().zip(&header.at) {
        if at.is_some() || column.need == Need::May {
            continue;
        }
        missing_column(table, column, row_place(), faults);
    }
    for (column, at) in &header.twice {
        let column = &table.columns[*column];
        let cells: Vec<String> = at.iter().map(|a| format!("{}{no}", letters(*a))).collect();
        faults.push(
            "E204",
            grid.place(at[at.len() - 1], no),
            Text::new(
                format!("“{}”列出现多次：{}", column.title, cells.join("、")),
                format!(
                    "the column {} stands twice: {}",
                    column.key,
                    cells.join(", ")
                ),
            ),
            Text::new("请只保留一列", "keep one of them"),
        );
    }
    if let Some((first, _)) = header.extra.first() {
        let names: Vec<&str> = header.extra.iter().map(|e| e.1.as_str()).collect();
        faults.push(
            "W201",
            grid.place(*first, no),
            Text::new(
                format!("《{}》表中未使用的列：{}", table.title, names.join("、")),
                format!(
                    "columns of {} that are not used: {}",
                    table.key,
                    names.join(", ")
                ),
            ),
            Text::new(
                "无需处理；如应使用请改用模板中的列名",
                "nothing to do; if one should be used, give it the template's name",
            ),
        );
    }
}

fn missing_column(table: &'static Table, column: &Column, place: Place, faults: &mut Faults) {
    let note = column.note;
    if column.need == Need::Must {
        faults.push(
            "E203",
            place,
            Text::new(
                format!("《{}》表缺少“{}”列", table.title, column.title),
                format!("the table {} lacks the column {}", table.key, column.key),
            ),
            Text::new(
                format!("请补上该列。{}", note.0),
                format!("add the column. {}", note.1),
            ),
        );
    } else {
        faults.push(
            "W202",
            place,
            Text::new(
                format!("《{}》表没有“{}”列", table.title, column.title),
                format!("the table {} has no column {}", table.key, column.key),
            ),
            Text::new(
                format!("建议补上该列。{}", note.0),
                format!("better add it. {}", note.1),
            ),
        );
    }
}

/// Required tables that are not there, with what was found instead.
fn missing(path: &Path, names: &[String], tables: &Tables, faults: &mut Faults) {
    let found = match names.is_empty() {
        true => Text::new("未找到任何已知的表", "no known table was found"),
        false => Text::new(
            format!("已找到：{}", names.join("、")),
            format!("found: {}", names.join(", ")),
        ),
    };
    let place = tell::file(
        &path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy(),
    );
    for table in TABLES.iter().filter(|t| t.required && !tables.given(t.key)) {
        faults.push(
            "E201",
            place.clone(),
            Text::new(
                format!("缺少《{}》表。{}", table.title, found.zh),
                format!("the table {} is missing; {}", table.key, found.en),
            ),
            Text::new(
                format!("请提供名为“{}”或“{}”的工作表或文件", table.title, table.key),
                format!(
                    "give a sheet or file named {} or {}",
                    table.title, table.key
                ),
            ),
        );
    }
    if !names.is_empty() && !tables.given("classes") && !tables.given("posts") {
        faults.push(
            "E207",
            place,
            Text::new(
                format!("《班级》与《岗位》均未提供，或没有数据行。{}", found.zh),
                format!(
                    "neither classes nor posts are given, or they have no rows; {}",
                    found.en
                ),
            ),
            Text::new(
                "请至少提供其中一张：班级用于测算岗位，岗位为已核定数",
                "give one of them: classes to derive posts from, or posts as decided",
            ),
        );
    }
}
