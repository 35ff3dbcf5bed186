//! Text files with comma, tab or semicolon.

use super::catalogue::Table;
use super::grid::{Cell, Grid, GridRow};
use super::header;

/// Why a text file could not be split: the line where an open quote starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenQuote {
    pub line: u32,
}

/// Splits a text file; of the three delimiters the one that shows most of the table's headers.
pub fn split(file: &str, text: &str, table: Option<&'static Table>) -> Result<Grid, OpenQuote> {
    let (text, skipped) = without_separator_line(text);
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
    // Reading from text in memory that is valid UTF-8 with flexible records cannot fail.
    while let Ok(true) = reader.read_record(&mut record) {
        let line = record.position().map_or(0, |p| p.line());
        let cell = |text: &str| match text.is_empty() {
            true => Cell::Empty,
            false => Cell::Text(text.to_string()),
        };
        rows.push(GridRow {
            no: u32::try_from(line).unwrap_or(u32::MAX) + skipped,
            cells: record.iter().map(cell).collect(),
        });
    }
    Grid {
        file: file.to_string(),
        sheet: String::new(),
        rows,
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
    fn an_open_quote_is_named() {
        let text = "工号甲,工号乙,关系\n01,02,夫妻\n01,\"02,夫妻\n03,04,夫妻\n";
        assert_eq!(split("x", text, None).unwrap_err(), OpenQuote { line: 3 });
    }
}
