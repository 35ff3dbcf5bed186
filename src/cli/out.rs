//! Printing that survives a reader who has seen enough (`jiaopin check … | head`), in columns that line up for Chinese.

use super::exit::{Exit, Failure};
use super::{Context, usage};
use crate::text::Text;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use unicode_width::UnicodeWidthStr;

/// What stdout did not take, where that was not a reader who had seen enough.
static LOST: OnceLock<Lost> = OnceLock::new();

/// A text that did not arrive.
enum Lost {
    /// The answer itself.
    Answer(ErrorKind),
    /// Only words on what stands whole in files.
    Words(ErrorKind),
}

/// Writes an answer to stdout; a closed pipe is no fault, a full disk is told at the end ([`closing`]).
pub fn print(text: &str) {
    keep(put(text));
}

/// Writes what is said of a result that stands in files: should that not arrive, the result is none the worse.
pub fn tell(text: &str) {
    if let Some(kind) = failed(put(text)) {
        let _ = LOST.set(Lost::Words(kind));
    }
}

/// Whether anything has gone to stdout.
static SPOKEN: AtomicBool = AtomicBool::new(false);

fn put(text: &str) -> std::io::Result<()> {
    SPOKEN.store(true, Ordering::Relaxed);
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush())
}

fn failed(written: std::io::Result<()>) -> Option<ErrorKind> {
    let kind = written.err()?.kind();
    (kind != ErrorKind::BrokenPipe).then_some(kind)
}

/// Remembers the first failure of an answer.
pub fn keep(written: std::io::Result<()>) {
    if let Some(kind) = failed(written) {
        let _ = LOST.set(Lost::Answer(kind));
    }
}

/// The exit code once everything is said: a run whose answer did not arrive was not done; one whose result stands in
/// files was.
pub fn closing(code: u8) -> u8 {
    let Some(lost) = LOST.get() else {
        return code;
    };
    let (kind, files) = match lost {
        Lost::Answer(kind) => (kind, Text::new("", "")),
        Lost::Words(kind) => (
            kind,
            Text::new(
                "结果文件已写好，不受影响。",
                " The files of the result are written and whole.",
            ),
        ),
    };
    let why = match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Text::new("磁盘已满", "the disk is full")
        }
        _ => Text::new("写入失败", "it cannot be written to"),
    };
    let said = Text::new(
        format!(
            "标准输出没有写全：{}。请换一个输出位置，或直接在屏幕上查看。{}",
            why.zh, files.zh
        ),
        format!(
            "stdout is not complete: {}; send it elsewhere, or look at it on the screen.{}",
            why.en, files.en
        ),
    );
    remark(&format!("{}\n", said.get(usage::lang())));
    match lost {
        Lost::Answer(_) if code == 0 => 2,
        _ => code,
    }
}

/// Writes to stderr; a closed pipe is no fault.
pub fn remark(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Whether an output is one workbook, by the ending of its name; else it is a folder.
pub fn is_workbook(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"))
}

/// Says where something was written.
pub fn written(path: &Path, context: &Context) {
    let written = context.lang.pick("已写入", "written to");
    tell(&format!("{written} {}\n", path.display()));
}

/// Endings that name a file of another kind than a folder of results.
const FILES: [&str; 14] = [
    "xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "html", "htm", "json", "pdf", "doc",
    "docx",
];

/// Whether an output may be a folder by its name: one called like a file would not be found again.
pub fn check_folder(path: &Path) -> Result<(), Failure> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    if !FILES.iter().any(|f| ending.eq_ignore_ascii_case(f)) {
        return Ok(());
    }
    let (shown, bare) = (path.display(), path.with_extension(""));
    let bare = bare.display();
    Err(Failure::usage(
        format!(
            "“{shown}”的结尾像文件，这里写出的是文件夹。请改用不带 .{ending} 的名称，如 {bare}。"
        ),
        format!("{shown} ends like a file, but a folder is written; leave .{ending} out: {bare}"),
    ))
}

/// A whole result, as indented JSON.
pub fn json(value: &impl serde::Serialize) -> Result<Exit, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(anyhow::Error::new)?;
    print(&format!("{text}\n"));
    Ok(Exit::Done)
}

/// What kept a run from its work, for programs; faults of the input are listed one by one instead ([`super::faults::json`]).
/// Behind an answer, which says itself what failed, it would be a second document.
pub fn error(code: u8, text: &str) {
    if SPOKEN.load(Ordering::Relaxed) {
        return;
    }
    let said = serde_json::json!({
        "format": "jiaopin/error/1",
        "exit": code,
        "error": text.trim_end(),
    });
    print(&format!("{said:#}\n"));
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
