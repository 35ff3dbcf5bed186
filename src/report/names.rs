//! How persons, schools and posts are called in print, so that nobody is taken for somebody else.

use crate::case::Case;
use crate::county::{County, SchoolIx, Stage, SubjectIx, TeacherIx};
use crate::plan::{Assignment, Outcome, Station};
use std::collections::{BTreeMap, HashMap};

/// A school's name; two schools of one name get their codes.
pub struct Schools {
    names: Vec<String>,
}

impl Schools {
    pub fn new(county: &County) -> Schools {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for school in &county.schools {
            *seen.entry(school.name.as_str()).or_default() += 1;
        }
        let name = |s: &crate::county::School| match seen[s.name.as_str()] {
            1 => s.name.clone(),
            _ => format!("{}（{}）", s.name, s.id),
        };
        Schools {
            names: county.schools.iter().map(name).collect(),
        }
    }

    pub fn of(&self, school: SchoolIx) -> &str {
        &self.names[school.ix()]
    }

    pub fn maybe(&self, school: Option<SchoolIx>) -> &str {
        school.map_or("", |s| self.of(s))
    }
}

pub fn stage(stage: Option<Stage>) -> &'static str {
    stage.map_or("", Stage::zh)
}

pub fn subject(case: &Case, subject: Option<SubjectIx>) -> &str {
    subject.map_or("", |s| case.county.subject(s))
}

/// `小学语文`
pub fn post(case: &Case, station: &Station) -> String {
    format!("{}{}", stage(station.stage), subject(case, station.subject))
}

/// What somebody is appointed to: for whoever leads a school the office, not the subject he happens to teach.
pub fn planned(case: &Case, row: &Assignment) -> String {
    match row.outcome {
        Outcome::Lead => row.role.zh().to_owned(),
        _ => row.station.map_or(String::new(), |s| post(case, &s)),
    }
}

/// What a notice adds to the names of persons whom nothing else in its lines tells apart: sex, then title, then the last
/// figures of the 工号, as many as needed and the policy allows; at last a running number. `lines` gives each person's
/// line as it would read without; persons not returned need nothing.
pub fn namesakes(case: &Case, lines: &[(TeacherIx, Vec<String>)]) -> BTreeMap<TeacherIx, String> {
    let mut groups: BTreeMap<&[String], Vec<TeacherIx>> = BTreeMap::new();
    for (teacher, line) in lines {
        groups.entry(line).or_default().push(*teacher);
    }
    let mut marks = BTreeMap::new();
    for teachers in groups.into_values().filter(|t| t.len() > 1) {
        let words = tell_apart(case, &teachers);
        marks.extend(teachers.into_iter().zip(words));
    }
    marks
}

fn tell_apart(case: &Case, teachers: &[TeacherIx]) -> Vec<String> {
    let of = |word: &dyn Fn(&crate::county::Teacher) -> String| -> Vec<String> {
        teachers
            .iter()
            .map(|t| word(case.county.teacher(*t)))
            .collect()
    };
    let sex = |t: &crate::county::Teacher| t.sex.map_or(String::new(), |s| s.zh().to_owned());
    let title = |t: &crate::county::Teacher| format!("{}教师", t.title.zh());
    let mut tries = vec![
        of(&sex),
        of(&title),
        of(&|t| format!("{}，{}", sex(t), title(t))),
    ];
    let most = case.policy.publish.masks.teacher_id_tail as usize;
    let number = |id: &str, n: usize| match tail(id, n) {
        tail if tail.is_empty() => tail,
        tail => format!("工号尾号{tail}"),
    };
    tries.extend((2..=most).map(|n| of(&|t| number(&t.id, n))));
    let different = |words: &Vec<String>| {
        let mut sorted: Vec<&String> = words.iter().collect();
        sorted.sort();
        sorted.dedup();
        sorted.len() == words.len() && words.iter().all(|w| !w.is_empty())
    };
    let order = || (1..=teachers.len()).map(|n| n.to_string()).collect();
    tries.into_iter().find(different).unwrap_or_else(order)
}

/// The last `n` characters of a 工号; nothing where it is as long as an identity number and may be one, or no longer
/// than what would be shown of it.
pub fn tail(id: &str, n: usize) -> String {
    let length = id.chars().count();
    if length >= 15 || length <= n {
        return String::new();
    }
    id.chars().skip(length - n).collect()
}

#[cfg(test)]
mod tests {
    use super::tail;

    #[test]
    fn an_identity_number_is_never_cut_into_a_mark() {
        assert_eq!(tail("T20017", 2), "17");
        assert_eq!(tail("11010519491231002X", 4), "");
    }
}
