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
            cause,
            remedy,
        });
    }

    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|f| f.severity == Severity::Error)
    }
}
