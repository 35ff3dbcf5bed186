//! From a path to grids: which files and sheets there are, and what they really are.

use super::catalogue::Table;
use super::content::{Content, content};
use super::fault::Faults;
use super::grid::Grid;
use super::{decode, delimited, header, tell, workbook};
use std::path::{Path, PathBuf};

/// A grid that holds a table.
#[derive(Debug)]
pub struct Source {
    pub table: &'static Table,
    pub grid: Grid,
}

/// The bytes of a file that may hold a table.
enum File {
    Workbook(Vec<u8>),
    Text(Vec<u8>),
}

const BOOKS: [&str; 5] = ["xlsx", "xls", "ods", "xlsm", "xlsb"];
const TEXTS: [&str; 3] = ["csv", "tsv", "txt"];

/// Sheets and files that hold remarks, not data.
const REMARKS: [&str; 14] = [
    "说明",
    "填写说明",
    "填表说明",
    "填报说明",
    "使用说明",
    "字典",
    "数据字典",
    "代码表",
    "选项",
    "备注",
    "notes",
    "readme",
    "封面",
    "目录",
];

/// All tables found under a path; faults where something stands in the way.
pub fn sources(path: &Path, faults: &mut Faults) -> Vec<Source> {
    let Ok(kind) = std::fs::metadata(path) else {
        tell::no_such_path(path, faults);
        return Vec::new();
    };
    let mut found = Vec::new();
    if kind.is_dir() {
        if is_result(path) {
            tell::result_folder(path, faults);
            return found;
        }
        for file in files(path, faults) {
            read_file(&file, true, &mut found, faults);
        }
    } else {
        read_file(path, false, &mut found, faults);
    }
    found
}

/// The data files of a folder by name; lock files and hidden files are none.
fn files(folder: &Path, faults: &mut Faults) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            tell::unreadable(&folder.display().to_string(), &error, faults);
            return Vec::new();
        }
    };
    let shown = |p: &PathBuf| !name_of(p).starts_with("~$") && !name_of(p).starts_with('.');
    let mut all: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(shown)
        .collect();
    all.sort();
    let (data, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|p| is_data(p));
    others.iter().for_each(|p| passed_over(p, faults));
    data
}

/// Whether a folder holds files named after tables: then it is a county, or part of one.
pub fn holds_tables(folder: &Path) -> bool {
    let inside = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = |p: &Path| Table::named(&stem(p)).is_some();
    inside.map(|e| e.path()).any(|p| is_data(&p) && named(&p))
}

/// The record that `solve` leaves in the folder of a result.
pub const RECORD: &str = "result.json";

/// Whether a folder is what `solve` wrote: it has a record, and none of the tables that every county has. Some files of a
/// result are called as tables are.
fn is_result(folder: &Path) -> bool {
    let inside = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let required = |p: &Path| Table::named(&stem(p)).is_some_and(|t| t.required);
    folder.join(RECORD).is_file() && !inside.map(|e| e.path()).any(|p| required(&p))
}

/// Whether a path is a file with an ending that can be read.
fn is_data(path: &Path) -> bool {
    let ending = ending(path);
    let known = BOOKS.contains(&ending.as_str()) || TEXTS.contains(&ending.as_str());
    known && !path.is_dir()
}

/// What by its name is a table, or a folder of tables, and is not read.
fn passed_over(path: &Path, faults: &mut Faults) {
    let table = |p: &Path| Table::named(&stem(p)).is_some();
    if !path.is_dir() {
        if table(path) {
            tell::passed_over(&name_of(path), false, faults);
        }
        return;
    }
    if holds_tables(path) {
        tell::passed_over(&name_of(path), true, faults);
    }
}

fn read_file(path: &Path, in_folder: bool, found: &mut Vec<Source>, faults: &mut Faults) {
    match load(path, faults) {
        None => {}
        Some(File::Workbook(bytes)) => read_workbook(path, &bytes, in_folder, found, faults),
        Some(File::Text(_)) if !in_folder => tell::single_text(&name_of(path), faults),
        Some(File::Text(bytes)) => read_text(path, &bytes, found, faults),
    }
}

/// A file's bytes by what they are; none, and why, when they hold no table.
fn load(path: &Path, faults: &mut Faults) -> Option<File> {
    let name = name_of(path);
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            tell::unreadable(&name, &error, faults);
            return None;
        }
    };
    if bytes.is_empty() {
        tell::no_bytes(&name, faults);
        return None;
    }
    let book = BOOKS.contains(&ending(path).as_str());
    match content(&bytes) {
        Content::Html | Content::Xml => tell::not_a_table(&name, faults),
        Content::Other => tell::damaged(
            &name,
            ("不是表格文件的内容", "not the content of a table"),
            faults,
        ),
        Content::Workbook => {
            if !book {
                tell::wrong_ending(&name, ("工作簿", "a workbook"), "xlsx", faults);
            }
            return Some(File::Workbook(bytes));
        }
        Content::Text => {
            if book {
                let what = ("文本文件（CSV）", "a text file (CSV)");
                tell::wrong_ending(&name, what, "csv", faults);
            }
            return Some(File::Text(bytes));
        }
    }
    None
}

/// The grids of one file that is to hold `table`: the sheets of a workbook, hidden ones left out, or the text.
pub(super) fn grids(path: &Path, table: &'static Table, faults: &mut Faults) -> Vec<Grid> {
    match load(path, faults) {
        None => Vec::new(),
        Some(File::Workbook(bytes)) => {
            let sheets = open_workbook(&name_of(path), &bytes, faults);
            let shown = sheets.into_iter().flatten().filter(|s| !s.hidden);
            shown.map(|s| s.grid).collect()
        }
        Some(File::Text(bytes)) => {
            let grid = text_grid(&name_of(path), &bytes, table, faults);
            grid.into_iter().collect()
        }
    }
}

/// The sheets of a workbook; none, and why, when it does not open.
fn open_workbook(
    name: &str,
    bytes: &[u8],
    faults: &mut Faults,
) -> Option<Vec<workbook::SheetGrid>> {
    match workbook::sheets(name, bytes) {
        Ok(sheets) => return Some(sheets),
        Err(workbook::Unreadable::Password) => tell::password(name, faults),
        Err(workbook::Unreadable::Damaged(words)) => tell::damaged(name, (&words, &words), faults),
    }
    None
}

fn read_workbook(
    path: &Path,
    bytes: &[u8],
    in_folder: bool,
    found: &mut Vec<Source>,
    faults: &mut Faults,
) {
    let name = name_of(path);
    let Some(sheets) = open_workbook(&name, bytes, faults) else {
        return;
    };
    let named = sheets.iter().any(|s| Table::named(&s.grid.sheet).is_some());
    let own = Table::named(&stem(path)).filter(|_| in_folder && !named);
    let mut own = own;
    for sheet in sheets {
        let blank = sheet
            .grid
            .rows
            .iter()
            .all(|r| r.cells.iter().all(|c| c.is_empty()));
        match Table::named(&sheet.grid.sheet) {
            Some(table) => {
                if sheet.hidden && !blank {
                    tell::hidden(&sheet.grid, faults);
                }
                found.push(Source {
                    table,
                    grid: sheet.grid,
                });
            }
            None if blank || sheet.hidden || is_remark(&sheet.grid.sheet) => {}
            None => match own.take() {
                Some(table) => found.push(Source {
                    table,
                    grid: sheet.grid,
                }),
                None => tell::unknown(sheet.grid.whole(), &sheet.grid.sheet, faults),
            },
        }
    }
    // A file named after a table whose sheets are all blank: the table is there, and empty.
    if let Some(table) = own {
        let grid = Grid {
            file: name,
            sheet: String::new(),
            rows: Vec::new(),
            merged: Vec::new(),
        };
        found.push(Source { table, grid });
    }
}

fn read_text(path: &Path, bytes: &[u8], found: &mut Vec<Source>, faults: &mut Faults) {
    let name = name_of(path);
    let Some(table) = Table::named(&stem(path)) else {
        if !is_remark(&stem(path)) && ending(path) != "txt" {
            tell::unknown(tell::file(&name), &stem(path), faults);
        }
        return;
    };
    if let Some(grid) = text_grid(&name, bytes, table, faults) {
        found.push(Source { table, grid });
    }
}

/// The lines of a text file that is to hold `table`; none, and why, when they cannot be told apart.
fn text_grid(name: &str, bytes: &[u8], table: &'static Table, faults: &mut Faults) -> Option<Grid> {
    let text = match decode::decode(bytes) {
        Ok(text) => text,
        Err(at) => {
            tell::undecodable(name, &at, faults);
            return None;
        }
    };
    match delimited::split(name, &text, Some(table)) {
        Ok(grid) => return Some(grid),
        Err(open) => tell::open_quote(name, open.line, faults),
    }
    None
}

fn is_remark(name: &str) -> bool {
    let name = header::plain(name);
    REMARKS
        .iter()
        .any(|r| name.starts_with(r) || name.ends_with(r))
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or(path.as_os_str());
    stem.to_string_lossy().into_owned()
}

fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}
