//! Faults of the input: collected, never thrown one by one; each with code, place, cause and remedy.

use crate::text::Text;
use serde::Serialize;
use std::fmt;

pub use super::codes::{CODES, Code};

/// Errors stop the run with exit 2; warnings are printed and the run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// Where a fault stands: `教师.xlsx › 教师 › F17`. Empty parts are left out when printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Place {
    pub file: String,
    pub sheet: String,
    pub cell: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.file, &self.sheet, &self.cell];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|p| !p.is_empty())
            .collect();
        f.write_str(&parts.join(" › "))
    }
}

/// One fault: `code` is `E…` or `W…` and stands in the README's index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    pub severity: Severity,
    pub code: &'static str,
    pub place: Place,
    pub cause: Text,
    pub remedy: Text,
}

/// All faults found so far.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    pub list: Vec<Fault>,
}

impl Faults {
    /// Adds a fault. A citizen's number that stands in a wrong cell is not repeated.
    pub fn push(&mut self, code: &'static str, place: Place, cause: Text, remedy: Text) {
        let severity = if code.starts_with('E') {
            Severity::Error
        } else {
            Severity::Warning
        };
        self.list.push(Fault {
            severity,
            code,
            place,
            cause: masked(cause),
            remedy: masked(remedy),
        });
    }

    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|f| f.severity == Severity::Error)
    }
}

/// Digits in a row from which on they may be a citizen's number (15 or 18), and how many of them are shown.
const LONG: usize = 15;
const SHOWN: usize = 6;

fn masked(text: Text) -> Text {
    Text::new(without_numbers(&text.zh), without_numbers(&text.en))
}

/// The text with long numbers cut short: `150402…`.
fn without_numbers(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = &rest[start..];
        let end = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        shown.push_str(&rest[..start]);
        if end >= LONG {
            shown.push_str(&number[..SHOWN]);
            shown.push('…');
            rest = after.strip_prefix(['X', 'x']).unwrap_or(after);
        } else {
            shown.push_str(number);
            rest = after;
        }
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizens_number_is_not_repeated() {
        let said = without_numbers(
            "工号“15040219880214158X”不在《教师》表中，是否应为“150402198802141”？",
        );
        assert_eq!(said, "工号“150402…”不在《教师》表中，是否应为“150402…”？");
        for kept in ["2019-09-01", "单位 12345678901234", "", "第 3 行"] {
            assert_eq!(without_numbers(kept), kept);
        }
    }
}
