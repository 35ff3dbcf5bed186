//! Workbooks: every kind of cell, every format, damaged ones too.

use crate::draft::{CLASSES, Draft, SCHOOLS, TEACHERS, Written, lines, read};
use jiaopin::county::County;
use jiaopin::tables::fault::Fault;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

/// What a cell of a test workbook holds.
enum X {
    T(&'static str),
    N(f64),
    D(u16, u8),
    /// A number in a cell that is formatted as a date.
    F(f64),
    /// A number under a format of its own.
    Z(f64, &'static str),
    /// A formula and its result.
    Formula(&'static str),
}

/// The small county as a workbook whose teachers' rows 2 to 4 share one merged cell in a column.
fn merged(column: u16) -> Written {
    let mut book = Workbook::new();
    for (title, text) in [("学校", SCHOOLS), ("班级", CLASSES), ("教师", TEACHERS)] {
        let sheet = book.add_worksheet().set_name(title).expect("a name");
        for (row, line) in text.lines().enumerate() {
            for (at, cell) in line.split(',').enumerate() {
                let (row, at) = (row as u32, at as u16);
                sheet.write_string(row, at, cell).expect("written");
            }
        }
        if title == "教师" {
            let plain = Format::new();
            let first = text
                .lines()
                .nth(1)
                .and_then(|l| l.split(',').nth(column.into()));
            sheet
                .merge_range(1, column, 3, column, first.unwrap_or(""), &plain)
                .expect("merged");
        }
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    Draft::empty().with("县.xlsx", bytes).write()
}

#[test]
fn merged_cells_among_the_data_are_an_error() {
    // A teacher without school is in the pool: read as it stands, two would have lost what the sheet shows.
    let faults = read_book(merged(4)).1;
    let told: Vec<_> = faults.iter().filter(|f| f.code == "E313").collect();
    assert_eq!(told.len(), 1, "{faults:?}");
    assert_eq!(told[0].place.cell, "E2:E4");
}

/// The small county as a workbook, with three cells of one row as given.
fn book(since: X, id: X, students: X) -> Written {
    let mut book = Workbook::new();
    for (title, text) in [("学校", SCHOOLS), ("班级", CLASSES), ("教师", TEACHERS)] {
        let sheet = book.add_worksheet().set_name(title).expect("a name");
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                let at = (row as u32, column as u16);
                let cell = match (title, row, column) {
                    ("教师", 1, 5) => &since,
                    ("教师", 2, 0) => &id,
                    ("班级", 1, 3) => &students,
                    _ => {
                        sheet.write_string(at.0, at.1, cell).expect("written");
                        continue;
                    }
                };
                let date = Format::new().set_num_format("yyyy\"年\"m\"月\"");
                match cell {
                    X::T(text) => sheet.write_string(at.0, at.1, *text),
                    X::N(number) => sheet.write_number(at.0, at.1, *number),
                    X::Z(number, format) => {
                        let format = Format::new().set_num_format(*format);
                        sheet.write_number_with_format(at.0, at.1, *number, &format)
                    }
                    X::Formula(result) => {
                        let formula = Formula::new("=A2").set_result(*result);
                        sheet.write_formula(at.0, at.1, formula)
                    }
                    X::F(number) => sheet.write_number_with_format(at.0, at.1, *number, &date),
                    X::D(year, month) => {
                        let day = ExcelDateTime::from_ymd(*year, *month, 1).expect("a day");
                        sheet.write_datetime_with_format(at.0, at.1, &day, &date)
                    }
                }
                .expect("written");
            }
        }
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    Draft::empty().with("县.xlsx", bytes).write()
}

/// The workbook in a written draft.
fn only(written: &Written) -> PathBuf {
    written.path().join("县.xlsx")
}

/// The small county with its dates as dates, as three programs write it.
fn plain_book() -> Written {
    book(X::D(2015, 9), X::T("0002"), X::N(80.0))
}

fn read_book(written: Written) -> (Option<County>, Vec<Fault>) {
    read(&only(&written))
}

#[test]
fn workbook_cells_of_every_kind() {
    let hash = Draft::small().hash();
    let (text, zeros, count) = (|| X::T("2015-09"), || X::T("0002"), || X::N(80.0));
    for since in [
        X::D(2015, 9),
        X::N(42248.0),
        X::N(201509.0),
        X::N(2015.9),
        X::F(2015.9),
        text(),
    ] {
        let (county, faults) = read_book(book(since, zeros(), count()));
        assert_eq!(
            county.expect("no errors").hash,
            hash,
            "{:?}",
            lines(&faults)
        );
    }
    for blurred in [X::N(2015.1), X::F(2015.1)] {
        let (_, faults) = read_book(book(blurred, zeros(), count()));
        assert_eq!(faults[0].code, "E302");
    }
    let (county, _) = read_book(book(text(), zeros(), X::F(80.0)));
    assert_eq!(county.expect("no errors").hash, hash);
    // An id that lost its zeros is another id; that is said.
    let (_, faults) = read_book(book(text(), X::N(2.0), count()));
    assert_eq!(faults[0].code, "W310");
    assert!(faults[0].place.to_string().ends_with("教师 › A3"));
    // One whose cell shows them is the id that the office knows.
    let (county, faults) = read_book(book(text(), X::Z(2.0, "0000"), count()));
    assert_eq!(
        county.expect("no errors").hash,
        hash,
        "{:?}",
        lines(&faults)
    );
    assert!(faults.is_empty(), "{:?}", lines(&faults));
    let (_, faults) = read_book(book(text(), X::N(1.5040219800101e17), count()));
    assert_eq!(faults[0].code, "E305");
    for wrong in [X::N(80.5), X::N(-3.0), X::T("八十"), X::T("1,200")] {
        let (_, faults) = read_book(book(text(), zeros(), wrong));
        assert_eq!(faults[0].code, "E303");
        assert!(faults[0].place.to_string().ends_with("班级 › D2"));
    }
    let (_, faults) = read_book(book(text(), zeros(), X::D(2015, 9)));
    assert_eq!(faults[0].code, "E307");
}

/// The same county as LibreOffice saved it, kept with the tests.
const KEPT: [(&str, &[u8]); 2] = [
    ("县.xls", include_bytes!("../golden/tables/small.xls")),
    ("县.ods", include_bytes!("../golden/tables/small.ods")),
];

#[test]
fn old_and_open_formats() {
    for (name, bytes) in KEPT {
        let written = Draft::empty().with(name, bytes).write();
        let (county, faults) = read(&written.path().join(name));
        let county = county.unwrap_or_else(|| panic!("{name}: {:?}", lines(&faults)));
        assert_eq!(county.hash, Draft::small().hash(), "{name}");
    }
}

#[test]
fn damaged_workbooks_never_panic() {
    let new = std::fs::read(only(&plain_book())).expect("the workbook");
    let all = [KEPT[0], KEPT[1], ("县.xlsx", new.as_slice())];
    for (name, bytes) in all {
        for n in 0..120usize {
            let mut damaged = bytes.to_vec();
            if n.is_multiple_of(2) {
                damaged.truncate(bytes.len() * n / 120);
            } else {
                let at = (n * 7919) % bytes.len();
                damaged[at] ^= 0x5A;
                damaged[(at * 31) % bytes.len()] ^= 0xFF;
            }
            let written = Draft::empty().with(name, damaged).write();
            let (county, faults) = read(&written.path().join(name));
            assert!(county.is_some() || !faults.is_empty(), "{name} {n}");
        }
    }
}

/// The file as LibreOffice saves it under another ending; none where LibreOffice is not there.
pub fn by_libreoffice(path: &Path, ending: &str, folder: &Path) -> Option<PathBuf> {
    let office = ["soffice", "libreoffice"].into_iter().find(|name| {
        let help = std::process::Command::new(name).arg("--version").output();
        help.is_ok_and(|o| o.status.success())
    });
    let Some(office) = office else {
        eprintln!("skipped: LibreOffice is not there");
        return None;
    };
    let home = folder.join("profile");
    let done = std::process::Command::new(office)
        .arg(format!("-env:UserInstallation=file://{}", home.display()))
        .args(["--headless", "--convert-to", ending, "--outdir"])
        .arg(folder)
        .arg(path)
        .output()
        .expect("LibreOffice starts");
    assert!(done.status.success(), "{done:?}");
    let stem = path.file_stem().expect("a name");
    Some(folder.join(stem).with_extension(ending))
}

#[test]
fn libreoffice_round_trip() {
    let written = plain_book();
    let path = only(&written);
    let folder = tempfile::tempdir().expect("a folder");
    for ending in ["ods", "xls", "xlsx"] {
        let Some(saved) = by_libreoffice(&path, ending, folder.path()) else {
            return;
        };
        let (county, faults) = read(&saved);
        let county = county.unwrap_or_else(|| panic!("{ending}: {:?}", lines(&faults)));
        assert_eq!(county.hash, Draft::small().hash(), "{ending}");
    }
}

/// The workbook with the text that stands once in its parts taken out.
fn without(book: &[u8], text: &str) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut found = 0;
    for i in 0..from.len() {
        let mut part = from.by_index(i).expect("a part");
        let mut content = String::new();
        part.read_to_string(&mut content).expect("XML");
        found += content.matches(text).count();
        let options = zip::write::SimpleFileOptions::default();
        to.start_file(part.name().expect("a name"), options)
            .expect("a part");
        to.write_all(content.replace(text, "").as_bytes())
            .expect("written");
    }
    assert_eq!(found, 1, "{text}");
    to.finish().expect("a workbook").into_inner()
}

/// A program that writes formulas without reckoning them leaves no result: the cell is not empty, and it is named.
#[test]
fn a_formula_without_result_is_named() {
    let with = |result| book(X::Formula(result), X::T("0002"), X::N(80.0));
    let bytes = std::fs::read(only(&with("LOST"))).expect("the workbook");
    let draft = Draft::empty().with("县.xlsx", without(&bytes, "<v>LOST</v>"));
    let (county, faults) = read_book(draft.write());
    assert!(county.is_none());
    assert_eq!(
        lines(&faults),
        ["E306 县.xlsx › 教师 › F2 单元格是公式，文件里没有保存它的结果"]
    );
    // A formula that comes to nothing is an empty cell, as its sheet shows it.
    let draft = Draft::empty().with("县.xlsx", without(&bytes, "LOST"));
    let (county, faults) = read_book(draft.write());
    assert!(county.is_some(), "{:?}", lines(&faults));
    let (county, _) = read_book(with("2015-09"));
    assert_eq!(county.expect("no errors").hash, Draft::small().hash());
}

/// Ids that are all numbers: of one length they are taken as they are, of several they may have lost zeros.
#[test]
fn ids_of_uneven_length_are_named_once() {
    let rename = |a: &'static str, b: &'static str| {
        let mut book = Workbook::new();
        for (title, text) in [("学校", SCHOOLS), ("班级", CLASSES), ("教师", TEACHERS)] {
            let sheet = book.add_worksheet().set_name(title).expect("a name");
            for (row, line) in text.lines().enumerate() {
                for (column, cell) in line.split(',').enumerate() {
                    let cell = match cell {
                        "0001" => a,
                        "0002" => b,
                        "0003" => "1003",
                        other => other,
                    };
                    let at = (row as u32, column as u16);
                    match cell.parse::<f64>().ok().filter(|_| column == 0) {
                        Some(n) => sheet.write_number(at.0, at.1, n),
                        None => sheet.write_string(at.0, at.1, cell),
                    }
                    .expect("written");
                }
            }
        }
        let bytes = book.save_to_buffer().expect("a workbook");
        lines(&read_book(Draft::empty().with("县.xlsx", bytes).write()).1)
    };
    assert_eq!(
        rename("11", "1002"),
        ["W310 县.xlsx › 教师 › A2 A 列的工号是数字格式，位数 2—4 不一，短的可能丢失了前导零"]
    );
    assert_eq!(rename("1001", "1002"), [""; 0]);
}

/// `2019.1` in a text may be October; where the column shows that it keeps the zero, it is January.
#[test]
fn a_month_that_lost_its_zero_is_named() {
    let draft = Draft::small().change("教师.csv", "2015-09", "2015.1");
    let (county, faults) = draft.read();
    assert_eq!(
        lines(&faults),
        [
            "W312 教师.csv › F2 “2015.1”按 1 月读取；如原为“2015.10”（10 月），末位的 0 已被表格软件去掉"
        ]
    );
    assert_eq!(
        county.expect("no errors").teachers[0]
            .since
            .map(|m| m.to_string())
            .as_deref(),
        Some("2015-01")
    );
    let draft = draft.change("教师.csv", "2010-09", "2010.10");
    assert_eq!(lines(&draft.read().1), [""; 0]);
}
