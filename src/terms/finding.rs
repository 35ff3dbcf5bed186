//! What an audit finds: a broken rule, or something that is reported without breaking one.

use crate::county::{SchoolIx, TeacherIx};
use crate::text::Text;

/// One finding of one rule, with the persons and schools it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `R02` …
    pub rule: &'static str,
    /// True: a hard rule is broken. False: reported only (a standing conflict, envy).
    pub broken: bool,
    pub teachers: Vec<TeacherIx>,
    pub schools: Vec<SchoolIx>,
    pub text: Text,
}

/// Collects findings.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub list: Vec<Finding>,
}

impl Findings {
    pub fn broken(
        &mut self,
        rule: &'static str,
        teachers: Vec<TeacherIx>,
        schools: Vec<SchoolIx>,
        text: Text,
    ) {
        self.list.push(Finding {
            rule,
            broken: true,
            teachers,
            schools,
            text,
        });
    }

    pub fn reported(
        &mut self,
        rule: &'static str,
        teachers: Vec<TeacherIx>,
        schools: Vec<SchoolIx>,
        text: Text,
    ) {
        self.list.push(Finding {
            rule,
            broken: false,
            teachers,
            schools,
            text,
        });
    }

    pub fn any_broken(&self) -> bool {
        self.list.iter().any(|f| f.broken)
    }
}
