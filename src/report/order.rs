//! The order in which lists name subjects: that of the curriculum as the policy's file has it, 语文、数学、英语 first. Inside,
//! subjects stand by name.

use crate::case::Case;
use crate::county::SubjectIx;
use std::collections::HashMap;

const TABLE: &str = "curriculum.weekly_hours.";

/// A place for each subject of a county; those that no curriculum names come last, by name.
pub struct Subjects {
    places: Vec<usize>,
}

impl Subjects {
    pub fn new(case: &Case) -> Subjects {
        let mut named: HashMap<&str, usize> = HashMap::new();
        let keys = case
            .policy
            .entries
            .iter()
            .filter_map(|e| e.key.strip_prefix(TABLE));
        for (_, subject) in keys.filter_map(|key| key.split_once('.')) {
            let next = named.len();
            named.entry(subject).or_insert(next);
        }
        let place = |name: &String| named.get(name.as_str()).copied().unwrap_or(usize::MAX);
        Subjects {
            places: case.county.subjects.iter().map(place).collect(),
        }
    }

    /// What to sort by.
    pub fn of(&self, subject: SubjectIx) -> (usize, SubjectIx) {
        (self.places[subject.ix()], subject)
    }
}
