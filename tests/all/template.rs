//! The workbook to fill in: what comes out can be filled and read back.

use crate::draft::{lines, read};
use assert_cmd::Command;
use jiaopin::tables::catalogue::{TABLES, Table};
use jiaopin::tables::template::{NOTES_SHEET, template};
use rust_xlsxwriter::Workbook;
use std::path::Path;

fn jiaopin() -> Command {
    Command::new(env!("CARGO_BIN_EXE_jiaopin"))
}

/// The text of every cell of a sheet's row.
fn row(path: &Path, sheet: &str, at: usize) -> Vec<String> {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let row = range.rows().nth(at).expect("the row");
    row.iter().map(|c| c.to_string()).collect()
}

#[test]
fn every_table_is_a_sheet_with_its_columns() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("模板.xlsx");
    jiaopin().arg("template").arg(&out).assert().success();
    for table in TABLES {
        let titles: Vec<&str> = table.columns.iter().map(|c| c.title).collect();
        assert_eq!(row(&out, table.title, 0), titles);
        assert!(row(&out, table.title, 1)[0].starts_with("示例"));
    }
    assert!(row(&out, NOTES_SHEET, 0)[0].contains("填写说明"));
    // Unfilled, it has no rows: the examples are not read, and nothing else is wrong with it.
    let (county, faults) = read(&out);
    assert!(county.is_none());
    let codes: Vec<_> = faults.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["E205", "E205", "E207"], "{:?}", lines(&faults));
}

/// Whoever takes the examples for data (no `示例` before the ids) must find no fault in them.
#[test]
fn the_examples_are_sound() {
    let mut book = Workbook::new();
    for table in TABLES {
        let sheet = book.add_worksheet().set_name(table.title).expect("a name");
        for (at, column) in table.columns.iter().enumerate() {
            let at = at as u16;
            sheet.write_string(0, at, column.key).expect("written");
            let cell = column.example.replace("示例", "");
            sheet.write_string(1, at, &cell).expect("written");
            if table.key == "teachers" {
                // The second one is another person.
                let cell = match column.key {
                    "name" => "李四".to_owned(),
                    _ => cell.replace("0001", "0002"),
                };
                sheet.write_string(2, at, &cell).expect("written");
            }
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("examples.xlsx");
    book.save(&path).expect("saved");
    let (county, faults) = read(&path);
    assert_eq!(lines(&faults), [""; 0]);
    assert_eq!(county.expect("no errors").teachers.len(), 2);
}

#[test]
fn an_existing_file_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("a.xlsx");
    std::fs::write(&out, "mine").expect("written");
    let refused = jiaopin()
        .args(["--lang", "zh", "template"])
        .arg(&out)
        .assert()
        .code(2);
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("已存在"), "{said}");
    assert_eq!(std::fs::read(&out).expect("kept"), b"mine");
    jiaopin()
        .args(["template", "--force"])
        .arg(&out)
        .assert()
        .success();
    assert_eq!(
        std::fs::read(&out).expect("written"),
        template().expect("a workbook")
    );
    jiaopin().args(["template", "a.csv"]).assert().code(2);
    jiaopin()
        .args(["template", "no/such/folder/a.xlsx"])
        .assert()
        .code(2);
}

#[test]
fn ids_are_text_and_words_drop_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("a.xlsx");
    std::fs::write(&out, template().expect("a workbook")).expect("written");
    let file = std::fs::File::open(&out).expect("the file");
    let at = TABLES
        .iter()
        .position(|t| t.key == "teachers")
        .expect("teachers");
    let sheet = part(file, &format!("xl/worksheets/sheet{}.xml", at + 2));
    let words = Table::of("teachers").expect("teachers");
    let status = words.position("status").expect("status");
    let letter = char::from(b'A' + status as u8);
    let list = format!("sqref=\"{letter}2:{letter}30001\"");
    assert!(sheet.contains(&list), "{list}");
    assert!(sheet.contains("在岗,待岗,产假"));
    assert!(sheet.contains("state=\"frozen\""));
}

/// One part of a zip file, as text.
fn part(file: std::fs::File, name: &str) -> String {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(file).expect("a zip file");
    let mut text = String::new();
    let mut part = zip.by_name(name).expect("the part");
    part.read_to_string(&mut text).expect("text");
    text
}
