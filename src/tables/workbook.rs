//! Workbooks by calamine: .xlsx, .xls, .xlsb, .ods.

use super::grid::{Cell, Grid, GridRow, Merged};
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Sheets};
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
                merged: merged(&mut book, &sheet.name)?,
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

/// Merged cells; the reading library knows none of .ods and .xlsb.
fn merged(book: &mut Sheets<Bytes<'_>>, sheet: &str) -> Result<Vec<Merged>, Unreadable> {
    let all = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).map_err(damaged)?,
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(sheet).map_err(damaged)?,
        _ => Vec::new(),
    };
    let place = |d: Dimensions| Merged {
        rows: (d.start.0 + 1, d.end.0 + 1),
        columns: (d.start.1 as usize, d.end.1 as usize),
    };
    Ok(all.into_iter().map(place).collect())
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
    let mut blank = false;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let zeros = || shown_digits(reader.styles().get(style)?);
        let value = match (borrowed(cell.get_value()), cell.get_position()) {
            (Cell::Number(n), _) => padded(n, zeros()),
            (value, _) => value,
        };
        blank |= matches!(value, Cell::Empty);
        put(&mut rows, cell.get_position(), value);
    }
    drop(reader);
    // Only a cell without value can be a formula that was never reckoned.
    if blank {
        uncomputed(book, sheet, &mut rows)?;
    }
    Ok(rows)
}

/// Puts a cell into its row; cells come row by row, but for those that are added later.
fn put(rows: &mut Vec<GridRow>, (row, column): (u32, u32), value: Cell) {
    let column = column as usize;
    if column > LAST_COLUMN || value.is_empty() {
        return;
    }
    let no = row + 1;
    let at = match rows.last() {
        Some(last) if last.no == no => rows.len() - 1,
        Some(last) if last.no > no => rows.partition_point(|r| r.no < no),
        _ => rows.len(),
    };
    if rows.get(at).is_none_or(|r| r.no != no) {
        let cells = Vec::new();
        rows.insert(at, GridRow { no, cells });
    }
    let cells = &mut rows[at].cells;
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = value;
}

/// Marks the formulas whose result the file does not hold.
fn uncomputed(
    book: &mut calamine::Xlsx<Bytes<'_>>,
    sheet: &str,
    rows: &mut Vec<GridRow>,
) -> Result<(), Unreadable> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        if cell.formula.is_some() && matches!(cell.value, DataRef::Empty) {
            put(rows, cell.pos, Cell::Uncomputed);
        }
    }
    Ok(())
}

/// The digits that a number format of zeros alone shows at least: 8 for `00000000`.
fn shown_digits(style: &calamine::Style) -> Option<usize> {
    let code = style.number_format.as_ref()?.format_code.as_str();
    let zeros = !code.is_empty() && code.bytes().all(|b| b == b'0');
    zeros.then_some(code.len())
}

/// A whole number with the zeros that its cell shows in front: that is how the office knows the id.
fn padded(number: f64, digits: Option<usize>) -> Cell {
    let text = super::settle::number_text(number);
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    match digits {
        Some(digits) if plain && text.len() < digits => Cell::Text(format!("{text:0>digits$}")),
        _ => Cell::Number(number),
    }
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
