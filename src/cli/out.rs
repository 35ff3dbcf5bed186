//! Printing that survives a reader who has seen enough (`jiaopin check … | head`), in columns that line up for Chinese.

use super::exit::{Exit, Failure};
use super::usage;
use crate::report::WriteError;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::OnceLock;
use unicode_width::UnicodeWidthStr;

/// Why stdout took no more, where that was not a reader who had seen enough.
static LOST: OnceLock<WriteError> = OnceLock::new();

/// Writes to stdout; a closed pipe is no fault, a full disk is told at the end ([`closing`]).
pub fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    keep(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Remembers the first failure of stdout.
pub fn keep(written: std::io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _ = LOST.set(WriteError::io(Path::new("stdout"), &error));
    }
}

/// The exit code once everything is said: a run whose answer did not arrive was not done.
pub fn closing(code: u8) -> u8 {
    let Some(WriteError::Place(text)) = LOST.get() else {
        return code;
    };
    remark(&format!("{}\n", text.get(usage::lang())));
    if code == 0 { 2 } else { code }
}

/// Writes to stderr; a closed pipe is no fault.
pub fn remark(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// A whole result, as indented JSON.
pub fn json(value: &impl serde::Serialize) -> Result<Exit, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(anyhow::Error::new)?;
    print(&format!("{text}\n"));
    Ok(Exit::Done)
}

/// A cell wider than this does not widen its column; it pushes the rest of its line on.
const WIDE: usize = 40;

/// Lines of the rows, each column as wide as its widest cell; the last one runs on.
pub fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|r| r.get(column));
        let usual = cells.map(|c| c.width()).filter(|w| *w <= WIDE);
        usual.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn chinese_counts_as_two() {
        let rows = [["岗位", "1"], ["a", "2"]].map(|r| r.map(str::to_string).to_vec());
        assert_eq!(columns(&rows), "岗位  1\na     2\n");
    }
}
