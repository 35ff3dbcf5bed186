//! Text files with comma, tab or semicolon.

use super::catalogue::Table;
use super::grid::{Cell, Grid, GridRow};
use super::header;
use std::borrow::Cow;

/// Why a text file could not be split: the line where an open quote starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenQuote {
    pub line: u32,
}

/// Splits a text file; of the three delimiters the one that shows most of the table's headers.
pub fn split(file: &str, text: &str, table: Option<&'static Table>) -> Result<Grid, OpenQuote> {
    let text = one_line_end(text);
    let (text, skipped) = without_separator_line(&text);
    if text.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        return Err(open_quote(text, skipped));
    }
    let headers = |grid: &Grid| {
        let best = table.and_then(|t| header::best_row(grid, t));
        best.map_or(0, |(_, n)| n)
    };
    let end = text
        .match_indices('\n')
        .nth(29)
        .map_or(text.len(), |(at, _)| at + 1);
    let start = &text[..end];
    let mut best = (b',', 0);
    for delimiter in [b',', b'\t', b';'] {
        let found = headers(&records(file, start, delimiter, skipped));
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    Ok(records(file, text, best.0, skipped))
}

/// The text with `\n` at the end of every line, however the file ends its lines.
fn one_line_end(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// Spreadsheets write a first line `sep=;`.
fn without_separator_line(text: &str) -> (&str, u32) {
    match text.split_once('\n') {
        Some((first, rest)) if first.to_ascii_lowercase().starts_with("sep=") => (rest, 1),
        _ => (text, 0),
    }
}

fn records(file: &str, text: &str, delimiter: u8, skipped: u32) -> Grid {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let bytes = text.as_bytes();
    let (mut line, mut counted) = (skipped + 1, 0);
    // Reading from text in memory that is valid UTF-8 with flexible records cannot fail.
    while let Ok(true) = reader.read_record(&mut record) {
        // The reader's own line number leaves out blank lines before a record.
        let from = record.position().map_or(0, |p| p.byte() as usize);
        let blank = bytes[from..].iter().take_while(|b| **b == b'\n').count();
        let ends = bytes[counted..from + blank].iter().filter(|b| **b == b'\n');
        line += ends.count() as u32;
        counted = from + blank;
        let cell = |text: &str| match text.is_empty() {
            true => Cell::Empty,
            false => Cell::Text(text.to_string()),
        };
        rows.push(GridRow {
            no: line,
            cells: record.iter().map(cell).collect(),
        });
    }
    Grid {
        file: file.to_string(),
        sheet: String::new(),
        rows,
        merged: Vec::new(),
    }
}

/// The first line on which a quote opens that no longer closes on a line of its own record.
fn open_quote(text: &str, skipped: u32) -> OpenQuote {
    let mut line = skipped + 1;
    let mut opened = None;
    for byte in text.bytes() {
        match byte {
            b'"' => opened = if opened.is_none() { Some(line) } else { None },
            b'\n' => line += 1,
            _ => {}
        }
        // A quoted cell with a line break may be meant; one that swallows more than a screen is not.
        if opened.is_some_and(|start| line > start + 50) {
            break;
        }
    }
    OpenQuote {
        line: opened.unwrap_or(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_found_by_the_headers() {
        let table = Table::of("relations");
        for sep in [",", "\t", ";"] {
            let text = format!(
                "亲属,回避,表\n工号甲{sep}工号乙{sep}关系\n01{sep}02{sep}\"夫\n妻\"\n03{sep}04{sep}x\n"
            );
            let grid = split("x.csv", &text, table).unwrap();
            assert_eq!(grid.rows[1].cells.len(), 3, "{sep:?}");
            assert_eq!((grid.rows[2].no, grid.rows[3].no), (3, 5));
        }
    }

    #[test]
    fn a_row_has_the_number_of_its_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text =
                "sep=,\n\n标题\n工号甲,工号乙,关系\n\n\n01,02,\"夫\n妻\"\n03,04,夫妻\n\n05,06,夫妻";
            let grid = split("x", &text.replace('\n', end), Table::of("relations")).unwrap();
            let rows: Vec<u32> = grid.rows.iter().map(|r| r.no).collect();
            assert_eq!(rows, [3, 4, 7, 9, 11], "{end:?}");
        }
    }

    #[test]
    fn an_open_quote_is_named() {
        let text = "工号甲,工号乙,关系\n01,02,夫妻\n01,\"02,夫妻\n03,04,夫妻\n";
        assert_eq!(split("x", text, None).unwrap_err(), OpenQuote { line: 3 });
    }
}
