//! For whom a page is made, and what that reader may see of a person.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::{Assignment, Outcome};

/// Who may read a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The office: names and 工号.
    Internal,
    /// Everybody: names masked, no 工号, nobody who stays without a post.
    Public,
}

impl View {
    pub fn name(self, case: &Case, teacher: TeacherIx) -> String {
        let name = &case.county.teacher(teacher).name;
        match self {
            View::Internal => name.clone(),
            View::Public => masked(name),
        }
    }

    /// Whether a person's row is shown: who has no post, or may have none, is not for the wall.
    pub fn shows(self, row: &Assignment) -> bool {
        self == View::Internal || row.station.is_some() && row.outcome != Outcome::Barred
    }

    /// An outcome as this reader is told of it; that somebody stays beyond the posts is for the office.
    pub fn outcome(self, outcome: Outcome) -> Outcome {
        match (self, outcome) {
            (View::Public, Outcome::Retained) => Outcome::Stay,
            (_, outcome) => outcome,
        }
    }
}

/// The first character and two marks, whatever the length of the name.
fn masked(name: &str) -> String {
    let first = name.trim().chars().next();
    first.map_or_else(String::new, |c| format!("{c}＊＊"))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_masked_name_does_not_tell_its_length() {
        assert_eq!(masked("王伟"), "王＊＊");
        assert_eq!(masked("欧阳娜娜"), "欧＊＊");
        assert_eq!(masked(""), "");
    }
}
