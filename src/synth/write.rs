//! Tables to a folder of text files or to one workbook; whole or not at all.

use super::sheet::{NAMES, Sheet};
use crate::report::{owner_only, private};
use crate::tables::catalogue::Table;
use anyhow::{Context, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use std::fs;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// UTF-8 with a byte order mark, so that a spreadsheet opened by a double click shows Chinese.
pub fn csv_bytes(sheet: &Sheet) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(sheet.headers)?;
    for row in &sheet.rows {
        writer.write_record(row)?;
    }
    writer
        .into_inner()
        .map_err(|e| anyhow::anyhow!("{}", e.error()))
}

/// Writes each table as `学校.csv` …: into a new folder that is then put in place, or, where the folder is there, each
/// file beside its old one before any is replaced. Other files in the folder stay.
pub fn folder(sheets: &[Sheet], out: &Path) -> Result<()> {
    let home = if out.exists() {
        out.to_path_buf()
    } else {
        parent_of(out)?
    };
    let fresh = tempfile::Builder::new()
        .prefix(".jiaopin-")
        .tempdir_in(&home)
        .with_context(|| home.display().to_string())?;
    for sheet in sheets {
        let file = fresh.path().join(file_name(sheet.name));
        owner_only(&file, &csv_bytes(sheet)?).with_context(|| file.display().to_string())?;
    }
    if !out.exists() {
        private(fresh.path())?;
        return fs::rename(fresh.path(), out).with_context(|| out.display().to_string());
    }
    for name in NAMES {
        let (new, old) = (
            fresh.path().join(file_name(name)),
            out.join(file_name(name)),
        );
        let replaced = match (new.exists(), old.exists()) {
            (true, _) => fs::rename(&new, &old),
            (false, true) => fs::remove_file(&old),
            (false, false) => Ok(()),
        };
        replaced.with_context(|| old.display().to_string())?;
    }
    Ok(())
}

fn file_name(table: &str) -> String {
    format!("{table}.csv")
}

/// A table in the folder under a name that `generate` does not write: it would stand there twice.
pub fn stranger(folder: &Path) -> Option<String> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let mut names: Vec<String> = entries
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.into_iter().find(|name| {
        let stem = name.rsplit_once('.').map_or(name.as_str(), |n| n.0);
        let own = NAMES.iter().any(|n| *name == file_name(n));
        !own && Table::named(stem).is_some()
    })
}

/// Writes one workbook, a sheet a table.
pub fn workbook(sheets: &[Sheet], out: &Path) -> Result<()> {
    let bytes = workbook_bytes(sheets)?;
    let parent = parent_of(out)?;
    let mut fresh =
        tempfile::NamedTempFile::new_in(&parent).with_context(|| parent.display().to_string())?;
    std::io::Write::write_all(&mut fresh, &bytes)?;
    fresh
        .persist(out)
        .with_context(|| out.display().to_string())?;
    Ok(())
}

/// The workbook's bytes; its dates are fixed so that the same tables give the same file.
pub fn workbook_bytes(sheets: &[Sheet]) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let head = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    for table in sheets {
        let page = book.add_worksheet();
        page.set_name(table.name)?;
        page.set_freeze_panes(1, 0)?;
        for (col, header) in table.headers.iter().enumerate() {
            let col = col as u16;
            page.write_with_format(0, col, *header, &head)?;
            page.set_column_width(col, width(table, col as usize))?;
            let numbers = table.is_number(header);
            for (row, cells) in table.rows.iter().enumerate() {
                let cell = cells[col as usize].as_str();
                let at = row as u32 + 1;
                match cell.parse::<f64>() {
                    Ok(number) if numbers => page.write(at, col, number)?,
                    _ if cell.is_empty() => page,
                    _ => page.write_with_format(at, col, cell, &text)?,
                };
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// Column width by what is shown: a Chinese character takes two places.
fn width(table: &Sheet, col: usize) -> f64 {
    let cells = table.rows.iter().take(200).map(|r| r[col].width());
    let widest = cells.chain([table.headers[col].width()]).max().unwrap_or(0);
    widest.clamp(4, 40) as f64 + 2.0
}

fn parent_of(out: &Path) -> Result<std::path::PathBuf> {
    let parent = match out.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_path_buf(),
        _ => std::path::PathBuf::from("."),
    };
    fs::create_dir_all(&parent).with_context(|| parent.display().to_string())?;
    Ok(parent)
}
