//! Workbooks by calamine: .xlsx, .xls, .xlsb, .ods.

use super::grid::{Cell, Grid, GridRow};
use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Sheets};
use std::io::Cursor;
use std::sync::Once;
use std::thread;

/// Why a workbook could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    Password,
    /// With the library's own words.
    Damaged(String),
}

/// A sheet's grid and whether it is hidden.
#[derive(Debug)]
pub struct SheetGrid {
    pub grid: Grid,
    pub hidden: bool,
}

type Bytes<'a> = Cursor<&'a [u8]>;

/// Columns beyond this one hold nothing of ours; a stray cell out there must not cost memory.
const LAST_COLUMN: usize = 512;

/// Name of the thread that a workbook is read on.
const THREAD: &str = "workbook";

/// All sheets of a workbook. The reading library may panic on a damaged file (calamine 0.38: a truncated .xls), so it
/// works on a thread of its own, whose end is an answer like any other.
pub fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<SheetGrid>, Unreadable> {
    quiet_on_thread();
    thread::scope(|scope| {
        let reader = thread::Builder::new().name(THREAD.into());
        let handle = reader.spawn_scoped(scope, || all_sheets(file, bytes));
        let handle = handle.map_err(damaged)?;
        let lost = |_| Unreadable::Damaged("unexpected content".into());
        handle.join().map_err(lost)?
    })
}

/// Keeps the message of such a panic from the screen: what is wrong is told as a fault.
fn quiet_on_thread() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                before(info);
            }
        }));
    });
}

fn all_sheets(file: &str, bytes: &[u8]) -> Result<Vec<SheetGrid>, Unreadable> {
    let mut book = open(bytes)?;
    let list = book.sheets_metadata().to_vec();
    let mut all = Vec::new();
    for sheet in list.iter().filter(|s| s.typ == SheetType::WorkSheet) {
        let rows = rows(&mut book, &sheet.name)?;
        all.push(SheetGrid {
            grid: Grid {
                file: file.to_string(),
                sheet: sheet.name.clone(),
                rows,
            },
            hidden: sheet.visible != SheetVisible::Visible,
        });
    }
    Ok(all)
}

fn open(bytes: &[u8]) -> Result<Sheets<Bytes<'_>>, Unreadable> {
    let cursor = || Cursor::new(bytes);
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        if let Err(calamine::XlsxError::Password) = calamine::Xlsx::new(cursor()) {
            return Err(Unreadable::Password);
        }
        return match calamine::Xls::new(cursor()) {
            Ok(book) => Ok(Sheets::Xls(book)),
            Err(calamine::XlsError::Password) => Err(Unreadable::Password),
            Err(error) => Err(Unreadable::Damaged(error.to_string())),
        };
    }
    if contains(bytes, b"opendocument.spreadsheet") {
        return match calamine::Ods::new(cursor()) {
            Ok(book) => Ok(Sheets::Ods(book)),
            Err(calamine::OdsError::Password) => Err(Unreadable::Password),
            Err(error) => Err(Unreadable::Damaged(error.to_string())),
        };
    }
    if contains(bytes, b"xl/workbook.bin") {
        let book = calamine::Xlsb::new(cursor());
        return book.map(Sheets::Xlsb).map_err(damaged);
    }
    match calamine::Xlsx::new(cursor()) {
        Ok(book) => Ok(Sheets::Xlsx(book)),
        Err(calamine::XlsxError::Password) => Err(Unreadable::Password),
        Err(error) => Err(damaged(error)),
    }
}

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

fn rows(book: &mut Sheets<Bytes<'_>>, sheet: &str) -> Result<Vec<GridRow>, Unreadable> {
    if let Sheets::Xlsx(book) = book {
        return streamed(book, sheet);
    }
    let range = book.worksheet_range(sheet).map_err(damaged)?;
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut rows = Vec::new();
    for (i, cells) in range.rows().enumerate() {
        let mut row = vec![Cell::Empty; left as usize];
        row.extend(cells.iter().take(LAST_COLUMN).map(owned));
        rows.push(GridRow {
            no: top + i as u32 + 1,
            cells: row,
        });
    }
    Ok(rows)
}

/// Cell by cell, so that one stray cell far away does not span an enormous range.
fn streamed(book: &mut calamine::Xlsx<Bytes<'_>>, sheet: &str) -> Result<Vec<GridRow>, Unreadable> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut rows: Vec<GridRow> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let value = borrowed(cell.get_value());
        if column as usize > LAST_COLUMN || value.is_empty() {
            continue;
        }
        if rows.last().is_none_or(|r| r.no != row + 1) {
            rows.push(GridRow {
                no: row + 1,
                cells: Vec::new(),
            });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column as usize {
                last.cells.resize(column as usize + 1, Cell::Empty);
            }
            last.cells[column as usize] = value;
        }
    }
    Ok(rows)
}

fn owned(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::Text(text.clone()),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::DateTime(date) => day(date),
        Data::DateTimeIso(text) => Cell::Date(text.chars().take(10).collect()),
        Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

fn borrowed(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::SharedString(text) => Cell::Text(text.to_string()),
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTime(date) => day(date),
        DataRef::DateTimeIso(text) => Cell::Date(text.chars().take(10).collect()),
        DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

/// Days before this one (1927) are no dates: nobody in these tables was born, and somebody typed `2015.9` or `3` into a
/// cell that is formatted as a date.
const FIRST_DAY: f64 = 10_000.0;

/// A date cell as `2019-09-01`; a cell that only looks like a date or a time stays the number it is.
fn day(date: &ExcelDateTime) -> Cell {
    if date.is_duration() || date.as_f64() < FIRST_DAY {
        return Cell::Number(date.as_f64());
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    Cell::Date(format!("{year:04}-{month:02}-{day:02}"))
}
