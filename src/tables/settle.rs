//! From a cell as the file has it to the text that stands in the frame, by the kind of its column.

use super::catalogue::{Column, Kind};
use super::grid::Cell;
use super::header::{half, is_invisible};
use crate::text::Text;

/// What became of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Settled {
    /// Not given: empty, `无`, `-`, `/`.
    Nothing,
    Text(String),
    /// Unusable: code, cause, remedy.
    Bad(&'static str, Text, Text),
}

/// From here on a spreadsheet's number no longer holds every whole number that was typed.
const EXACT_TO: f64 = 1e15;

pub fn settle(cell: &Cell, column: &Column) -> Settled {
    match cell {
        Cell::Empty => Settled::Nothing,
        Cell::Text(text) => settle_text(text, column),
        Cell::Number(number) => settle_number(*number, column),
        Cell::Date(date) => settle_date(date, column),
        Cell::Bool(yes) => Settled::Text(if *yes { "true" } else { "false" }.into()),
        Cell::Error(error) => failed_formula(error),
        Cell::Uncomputed => uncomputed(),
    }
}

fn settle_text(text: &str, column: &Column) -> Settled {
    let kept = |c: &char| !is_invisible(*c) && (!c.is_control() || c.is_whitespace());
    let text: String = match column.kind {
        Kind::Name | Kind::Text => text.chars().filter(kept).collect(),
        Kind::Subject => text
            .chars()
            .filter(|c| kept(c) && !c.is_whitespace())
            .collect(),
        _ => text.chars().filter(kept).map(half).collect(),
    };
    let mut text = text.trim();
    if column.kind.is_id() {
        text = unwrapped(text);
        if is_scientific(text) {
            return bad(rounded());
        }
    }
    if is_formula_error(text) {
        return failed_formula(text);
    }
    if is_nothing(text, column.kind) {
        return Settled::Nothing;
    }
    Settled::Text(text.to_string())
}

/// An id without the signs with which people keep a spreadsheet from changing it: `'001`, `="001"`.
fn unwrapped(text: &str) -> &str {
    let text = text
        .strip_prefix("=\"")
        .and_then(|t| t.strip_suffix('"'))
        .unwrap_or(text);
    text.trim_start_matches(['\'', '`']).trim()
}

/// `1.50402E+17`
fn is_scientific(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let number = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit() || c == '.');
    number(digits) && power.strip_prefix('+').is_some_and(number)
}

fn is_formula_error(text: &str) -> bool {
    const ERRORS: [&str; 8] = [
        "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#DATA!",
    ];
    ERRORS.contains(&text)
}

/// Whether a text means "not given" (SPEC §1). For yes/no `无` is a no; a name may be any text.
fn is_nothing(text: &str, kind: Kind) -> bool {
    match text {
        "" => true,
        "无" => !matches!(kind, Kind::Name | Kind::YesNo),
        "-" | "/" | "--" | "—" | "——" | "–" | "－" | "／" => kind != Kind::Name,
        _ => false,
    }
}

fn settle_number(number: f64, column: &Column) -> Settled {
    if !number.is_finite() {
        return failed_formula("#NUM!");
    }
    match column.kind {
        kind if kind.is_id() && number.abs() >= EXACT_TO => bad(rounded()),
        Kind::Month | Kind::Year => settle_date_number(number, column),
        _ => Settled::Text(number_text(number)),
    }
}

/// A number as the spreadsheet shows it: 15 significant digits, no trailing zeros.
pub fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT_TO {
        return format!("{number:.0}");
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

/// A number in a date column: `201909` and `20190901` stand for themselves, five digits are a day count since 1900.
fn settle_date_number(number: f64, column: &Column) -> Settled {
    let text = number_text(number);
    let whole = number.fract() == 0.0;
    if column.kind == Kind::Month && whole && text.len() == 5 {
        return match day_count(number) {
            Some(date) => Settled::Text(date),
            None => Settled::Text(text),
        };
    }
    // `2019.1` may have been January or October (`2019.10`).
    if column.kind == Kind::Month && text.len() == 6 && text.ends_with(".1") {
        return Settled::Bad(
            "E302",
            Text::new(
                format!("“{text}”是数字，分不清是 1 月还是 10 月"),
                format!("\"{text}\" is a number: January and October look alike"),
            ),
            Text::new(
                "请将该单元格设为文本，按 2019-10 的形式重填",
                "make the cell text and write it as 2019-10",
            ),
        );
    }
    Settled::Text(text)
}

/// The date of a spreadsheet's day count (1900 system, counted from 1900-03-01 on).
fn day_count(days: f64) -> Option<String> {
    let start = jiff::civil::date(1899, 12, 30);
    let span = jiff::Span::new().try_days(days as i64).ok()?;
    let date = start.checked_add(span).ok()?;
    Some(date.to_string())
}

/// Nobody in these tables was born before this year.
const FIRST_YEAR: &str = "1927";

fn settle_date(date: &str, column: &Column) -> Settled {
    match column.kind {
        Kind::Month | Kind::Year if date < FIRST_YEAR => Settled::Bad(
            "E302",
            Text::new(
                format!("单元格显示为日期 {date}，多半是在日期格式的单元格里填了 2015.9 一类的数"),
                format!(
                    "the cell shows the date {date}: a number such as 2015.9 in a cell formatted as a date"
                ),
            ),
            Text::new(
                "请将该单元格设为文本，按 2015-09 的形式重填",
                "make the cell text and write it as 2015-09",
            ),
        ),
        Kind::Month | Kind::Year | Kind::Text => Settled::Text(date.to_string()),
        _ => Settled::Bad(
            "E307",
            Text::new(
                format!("单元格是日期 {date}，“{}”不应是日期", column.title),
                format!("the cell is the date {date}; {} is not a date", column.key),
            ),
            Text::new(
                "请将该列设为文本格式后重新填写（如 7/9 会被自动改成 7 月 9 日）",
                "make the column text and type the value again (7/9 turns into 9 July by itself)",
            ),
        ),
    }
}

fn failed_formula(error: &str) -> Settled {
    Settled::Bad(
        "E306",
        Text::new(
            format!("公式结果为 {error}"),
            format!("the formula gives {error}"),
        ),
        Text::new(
            "请改正公式，或粘贴为数值",
            "correct the formula, or paste its value",
        ),
    )
}

/// Written by a program that does not reckon, and never opened in a spreadsheet since.
fn uncomputed() -> Settled {
    Settled::Bad(
        "E306",
        Text::new(
            "单元格是公式，文件里没有保存它的结果",
            "the cell is a formula whose result the file does not hold",
        ),
        Text::new(
            "请用 Excel 或 WPS 打开该文件，保存后重新读取",
            "open the file in a spreadsheet, save it, and read it again",
        ),
    )
}

/// What is said of a rounded number. The cell is named, its value is not: most digits of an identity number may still stand in it.
pub fn rounded() -> (Text, Text) {
    (
        Text::new(
            "单元格里是被舍入的长号码，末几位已丢失",
            "the cell holds a long number that was rounded: its last digits are lost",
        ),
        Text::new(
            "请先把整列设为文本格式，再按原件重新录入该号码",
            "make the column text first, then type the number again from the original",
        ),
    )
}

fn bad((cause, remedy): (Text, Text)) -> Settled {
    Settled::Bad("E305", cause, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::catalogue::Table;

    fn cell(table: &str, key: &str, cell: Cell) -> Settled {
        let table = Table::of(table).unwrap();
        settle(&cell, &table.columns[table.position(key).unwrap()])
    }

    fn code(settled: &Settled) -> &'static str {
        match settled {
            Settled::Bad(code, ..) => code,
            _ => "",
        }
    }

    #[test]
    fn ids_stay_text() {
        let id = |c| cell("teachers", "teacher_id", c);
        assert_eq!(
            id(Cell::Text(" ０012 ".into())),
            Settled::Text("0012".into())
        );
        assert_eq!(id(Cell::Text("'0012".into())), Settled::Text("0012".into()));
        assert_eq!(
            id(Cell::Text("=\"0012\"".into())),
            Settled::Text("0012".into())
        );
        assert_eq!(id(Cell::Number(12.0)), Settled::Text("12".into()));
        let long = |c| cell("teachers", "id_number", c);
        assert_eq!(code(&long(Cell::Number(1.5040219800101e17))), "E305");
        assert_eq!(code(&long(Cell::Text("1.50402E+17".into()))), "E305");
        assert_eq!(
            long(Cell::Text("15040219800101123x".into())),
            Settled::Text("15040219800101123x".into())
        );
    }

    #[test]
    fn not_given_has_several_words() {
        for word in ["", "无", "-", "/", " － ", "\u{3000}"] {
            let settled = cell("teachers", "spouse_id", Cell::Text(word.into()));
            assert_eq!(settled, Settled::Nothing, "{word}");
        }
        assert_eq!(
            cell("teachers", "name", Cell::Text("无".into())),
            Settled::Text("无".into())
        );
    }

    #[test]
    fn numbers_in_date_columns() {
        let month = |n| cell("teachers", "since", Cell::Number(n));
        assert_eq!(month(201909.0), Settled::Text("201909".into()));
        assert_eq!(month(43709.0), Settled::Text("2019-09-01".into()));
        assert_eq!(month(2019.9), Settled::Text("2019.9".into()));
        assert_eq!(code(&month(2019.1)), "E302");
    }

    #[test]
    fn numbers_are_what_the_sheet_shows() {
        assert_eq!(number_text(78.300_000_000_000_01), "78.3");
        assert_eq!(number_text(121.51936849), "121.51936849");
        assert_eq!(number_text(-3.0), "-3");
    }

    #[test]
    fn dates_where_none_belong_are_named() {
        let panel = cell("candidates", "panel", Cell::Date("2026-07-09".into()));
        assert_eq!(code(&panel), "E307");
        assert_eq!(
            code(&cell("teachers", "score", Cell::Error("#N/A".into()))),
            "E306"
        );
        let since = |date: &str| cell("teachers", "since", Cell::Date(date.into()));
        assert_eq!(code(&since("1905-07-07")), "E302");
        assert_eq!(since("1958-07-07"), Settled::Text("1958-07-07".into()));
    }
}
