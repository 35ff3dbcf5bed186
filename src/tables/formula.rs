//! Text that a spreadsheet would run as a formula: how it is recognised, and how a CSV file carries it safely.
//!
//! A name such as `=HYPERLINK(…)` must never become a formula when an officer opens a file. In a workbook the cell is
//! typed as text, which is enough. A CSV file has no types, so the text gets an apostrophe in front, the mark by which
//! spreadsheets know text; [`unguard`] takes it off again. The two undo each other exactly, so ids survive the way
//! through a file whatever they begin with.

use std::borrow::Cow;

/// What a formula may begin with, in plain and in full width (Chinese spreadsheets read both).
const STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet could take this text for a formula.
pub fn is_risky(text: &str) -> bool {
    text.starts_with(STARTS)
}

/// The text as a CSV file carries it: an apostrophe stands before what is risky, and before what already looks guarded.
///
/// ```
/// use jiaopin::tables::formula::{guard, unguard};
/// assert_eq!(guard("=1+1"), "'=1+1");
/// assert_eq!(unguard("'=1+1"), "=1+1");
/// assert_eq!(guard("T0001"), "T0001");
/// ```
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_risky(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Undoes [`guard`].
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guarding_is_undone_exactly() {
        let texts = [
            "", "'", "''", "T01", "0012", "-7", "=A1", "'=A1", "''=A1", "'T", "＝A1", "\tx", "\rx",
            "a=b", "@me", "+1",
        ];
        for text in texts {
            assert_eq!(unguard(&guard(text)), text, "{text:?}");
            assert!(!is_risky(&guard(text)), "{text:?}");
        }
    }
}
