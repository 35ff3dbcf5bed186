//! From frames to a typed county: words become values, ids become positions, and whatever cannot hold is told.
//!
//! Ids are indexed first, so that one bad row does not make every reference to it a fault as well.

mod checks;
mod idcard;
mod index;
mod leader_checks;
mod leaders;
mod loans;
mod reader;
mod rows;
mod schools;
mod sound;
mod subjects;
mod teachers;
mod twins;

use super::{County, Month, Stage, hash};
use crate::policy::Policy;
use crate::tables::catalogue::Table;
use crate::tables::fault::{Fault, Faults};
use crate::tables::{self, Tables};
use index::Index;
use std::path::Path;

/// What the policy in force says about words in the tables.
pub(crate) struct Vocabulary<'a> {
    /// Exemption reasons that are understood.
    pub reasons: Vec<&'a str>,
    /// Recruit types with a minimum service.
    pub recruit_types: Vec<&'a str>,
    /// Subjects of the curriculum by stage: posts may be derived for them whether or not a table names them.
    pub subjects: Vec<(Stage, &'a str)>,
    /// Grades that the curriculum gives a stage.
    pub grades: Vec<(Stage, &'a str)>,
    pub as_of: Month,
}

impl Vocabulary<'_> {
    fn of(policy: &Policy) -> Vocabulary<'_> {
        let rules = &policy.rules;
        let stages = Stage::ALL.iter().copied();
        let curriculum =
            stages.flat_map(|stage| policy.curriculum.subjects(stage).map(move |s| (stage, s)));
        let grades = Stage::ALL.iter().flat_map(|stage| {
            let own = policy.curriculum.grades.get(stage.zh());
            own.into_iter().flatten().map(|g| (*stage, g.as_str()))
        });
        Vocabulary {
            reasons: rules.exemption.reasons.iter().map(String::as_str).collect(),
            recruit_types: rules
                .minimum_service
                .years
                .keys()
                .map(String::as_str)
                .collect(),
            subjects: curriculum.collect(),
            grades: grades.collect(),
            as_of: policy.as_of(),
        }
    }
}

/// Reads the county under a path (a workbook or a folder). None only where an error stands in `faults`.
pub fn load(path: &Path, policy: &Policy, faults: &mut Faults) -> Option<County> {
    let before = errors(faults);
    let tables = tables::read(path, faults);
    let county = build(&tables, policy, faults);
    county.filter(|_| errors(faults) == before)
}

/// Builds the county from tables that are read already. None only where an error stands in `faults`.
pub fn build(tables: &Tables, policy: &Policy, faults: &mut Faults) -> Option<County> {
    let before = errors(faults);
    let county = assemble(tables, &Vocabulary::of(policy), faults);
    (errors(faults) == before).then_some(county)
}

/// A county with errors, `faults`, reduced to what can be said of single persons all the same; none where nothing can.
pub fn sound(tables: &Tables, policy: &Policy, faults: &Faults) -> Option<County> {
    let told = &mut Faults::default();
    let county = assemble(tables, &Vocabulary::of(policy), told);
    sound::part(county, tables, faults)
}

/// Reads schools and classes only, for a made-up roster on a real list: nothing else is missed.
pub(crate) fn load_schools(path: &Path, policy: &Policy, faults: &mut Faults) -> Option<County> {
    let before = errors(faults);
    let mut told = Faults::default();
    let mut tables = tables::read(path, &mut told);
    tables.keep(&["schools", "classes"]);
    // A missing table is told only where nothing else says why there are no schools.
    let missing = ["E201", "E207"];
    let other = |f: &Fault| f.code.starts_with('E') && !missing.contains(&f.code);
    let explained = tables.get("schools").is_some() || told.list.iter().any(other);
    told.list
        .retain(|f| f.code != "E207" && !(explained && f.code == "E201"));
    faults.list.append(&mut told.list);
    let county = assemble(&tables, &Vocabulary::of(policy), faults);
    (errors(faults) == before).then_some(county)
}

fn errors(faults: &Faults) -> usize {
    faults
        .list
        .iter()
        .filter(|f| f.code.starts_with('E'))
        .count()
}

/// Builds the county from frames; it is meaningful only where no error was found.
pub(crate) fn assemble(tables: &Tables, vocabulary: &Vocabulary, faults: &mut Faults) -> County {
    let mut index = Index::new(tables, vocabulary, faults);
    let mut county = County {
        subjects: index.subject_names(),
        ..County::default()
    };
    if let Some(frame) = tables.get("schools") {
        (county.schools, county.school_places) = schools::schools(frame, &mut index, faults);
    }
    if let Some(frame) = tables.get("teachers") {
        county.teachers = teachers::teachers(frame, &mut index, vocabulary, faults);
    }
    if let Some(frame) = rows_of(tables, "classes") {
        county.classes = rows::classes(frame, &mut index, faults);
    }
    county.posts = rows_of(tables, "posts").map(|f| rows::posts(f, &mut index, faults));
    if let Some(frame) = rows_of(tables, "applications") {
        rows::applications(frame, &mut index, &mut county, faults);
    }
    county.relations = rows::relations(tables, &mut index, &county, faults);
    if let Some(frame) = rows_of(tables, "pins") {
        county.pins = rows::pins(frame, &mut index, faults);
    }
    county.leader_posts =
        rows_of(tables, "leader_posts").map(|f| leaders::posts(f, &mut index, faults));
    if let Some(frame) = rows_of(tables, "candidates") {
        county.candidates = leaders::candidates(frame, &mut index, faults);
    }
    if let Some(frame) = rows_of(tables, "loans") {
        county.loans = loans::loans(frame, &mut index, vocabulary.as_of, &county.schools, faults);
    }
    checks::check(&county, tables, &index, vocabulary, faults);
    twins::check(&county, faults);
    subjects::check(tables, vocabulary, faults);
    let wrong = sound::wrong_rows(faults);
    leader_checks::check(&county, &wrong, faults);
    county.hash = hash::hash(&county);
    county
}

/// A table that has rows; an optional one without rows (an unfilled template sheet) is as good as not given.
fn rows_of<'t>(tables: &'t Tables, key: &str) -> Option<&'t tables::frame::Frame> {
    debug_assert!(Table::of(key).is_some());
    tables.get(key).filter(|f| !f.is_empty())
}
