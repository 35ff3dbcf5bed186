//! Ids and subject names with their positions in sorted order.

use super::super::{Certificate, SchoolIx, Stage, SubjectIx, TeacherIx};
use super::Vocabulary;
use crate::tables::catalogue::Kind;
use crate::tables::fault::{Faults, Place};
use crate::tables::frame::Frame;
use crate::tables::{Tables, parse};
use crate::text::{Text, same_but_zeros};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Positions by id and name; and what a wrong id may have meant.
pub struct Index {
    schools: BTreeMap<String, SchoolIx>,
    teachers: BTreeMap<String, TeacherIx>,
    subjects: BTreeMap<String, SubjectIx>,
    /// The subjects that occur at kindergartens and special schools, whose certificates name none.
    whole_stage: HashMap<Stage, BTreeSet<String>>,
    /// School ids by school name: people type the name where the id belongs.
    school_names: HashMap<String, String>,
    /// Whether the tables are there to be looked up; otherwise every reference would repeat that they are not.
    has_schools: bool,
    has_teachers: bool,
    /// Nearest ids already looked up.
    nearest: HashMap<String, Option<String>>,
}

/// Suggestions are looked for this many times at most; a file with more wrong ids has another trouble.
const SUGGESTIONS: usize = 200;

impl Index {
    pub fn new(tables: &Tables, vocabulary: &Vocabulary, faults: &mut Faults) -> Index {
        let (subjects, whole_stage) = subjects(tables, vocabulary);
        let ids = |key: &str, faults: &mut Faults| match tables.get(key) {
            Some(frame) => ids(frame, faults),
            None => Vec::new(),
        };
        let schools = ids("schools", faults).into_iter().enumerate();
        let teachers = ids("teachers", faults).into_iter().enumerate();
        let subjects = subjects.into_iter().enumerate();
        Index {
            schools: schools.map(|(i, id)| (id, SchoolIx(i as u32))).collect(),
            teachers: teachers.map(|(i, id)| (id, TeacherIx(i as u32))).collect(),
            subjects: subjects.map(|(i, s)| (s, SubjectIx(i as u16))).collect(),
            whole_stage,
            school_names: school_names(tables),
            has_schools: has_ids(tables, "schools"),
            has_teachers: has_ids(tables, "teachers"),
            nearest: HashMap::new(),
        }
    }

    pub fn subject_names(&self) -> Vec<String> {
        self.subjects.keys().cloned().collect()
    }

    pub fn school(&self, id: &str) -> Option<SchoolIx> {
        self.schools.get(id).copied()
    }

    pub fn teacher(&self, id: &str) -> Option<TeacherIx> {
        self.teachers.get(id).copied()
    }

    pub fn subject(&self, name: &str) -> Option<SubjectIx> {
        self.subjects.get(name).copied()
    }

    pub fn schools(&self) -> usize {
        self.schools.len()
    }

    pub fn teachers(&self) -> usize {
        self.teachers.len()
    }

    /// The certificates that one word stands for; none when it cannot be read.
    pub fn certificates(&self, word: &str) -> Option<Vec<Certificate>> {
        let (stage, subject) = parse::certificate(word).filter(|(_, s)| !s.contains('/'))?;
        let of = |name: &String| {
            self.subject(name)
                .map(|subject| Certificate { stage, subject })
        };
        if subject.is_empty() {
            let all = self.whole_stage.get(&stage)?;
            return Some(all.iter().filter_map(of).collect());
        }
        Some(of(&subject).into_iter().collect())
    }

    /// Resolves a school id or tells that there is none.
    pub fn school_or(&mut self, id: &str, place: Place, faults: &mut Faults) -> Option<SchoolIx> {
        let found = self.school(id);
        if found.is_none() && self.has_schools {
            let remedy = match self.school_names.get(id) {
                Some(real) => Text::new(
                    format!("“{id}”是学校名称，请改填其代码 {real}"),
                    format!("\"{id}\" is a school's name; write its id {real}"),
                ),
                None => {
                    let near = self.near(id, true);
                    remedy(near, ("《学校》表", "the schools table"))
                }
            };
            let cause = Text::new(
                format!("学校代码“{id}”不在《学校》表中"),
                format!("no school has the id \"{id}\""),
            );
            faults.push("E402", place, cause, remedy);
        }
        found
    }

    /// Resolves a teacher id or tells that there is none.
    pub fn teacher_or(&mut self, id: &str, place: Place, faults: &mut Faults) -> Option<TeacherIx> {
        let found = self.teacher(id);
        if found.is_none() && self.has_teachers {
            let remedy = remedy(self.near(id, false), ("《教师》表", "the teachers table"));
            let cause = Text::new(
                format!("工号“{id}”不在《教师》表中"),
                format!("no teacher has the id \"{id}\""),
            );
            faults.push("E403", place, cause, remedy);
        }
        found
    }

    fn near(&mut self, id: &str, school: bool) -> Option<String> {
        let key = format!("{school}/{id}");
        if let Some(known) = self.nearest.get(&key) {
            return known.clone();
        }
        if self.nearest.len() >= SUGGESTIONS {
            return None;
        }
        let found = match school {
            true => nearest(id, self.schools.keys()),
            false => nearest(id, self.teachers.keys()),
        };
        self.nearest.insert(key, found.clone());
        found
    }
}

/// The id that was probably meant: the same but for leading zeros, else the only one that is nearest.
fn nearest<'a>(id: &str, all: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut best: Option<(usize, &String)> = None;
    let mut alone = true;
    for candidate in all {
        if same_but_zeros(candidate, id) {
            return Some(candidate.clone());
        }
        let apart = strsim::osa_distance(id, candidate);
        match best {
            Some((b, _)) if apart > b => {}
            Some((b, _)) if apart == b => alone = false,
            _ => (best, alone) = (Some((apart, candidate)), true),
        }
    }
    let near = id.chars().count() / 4;
    best.filter(|(apart, _)| *apart <= near && alone)
        .map(|(_, c)| c.clone())
}

fn remedy(near: Option<String>, table: (&str, &str)) -> Text {
    match near {
        Some(near) => Text::new(
            format!("是否应为“{near}”？请核对（前导零须保留）"),
            format!("did you mean \"{near}\"? (leading zeros must stay)"),
        ),
        None => Text::new(
            format!("请改正，或在{}中补上", table.0),
            format!("correct it, or add it to {}", table.1),
        ),
    }
}

/// The ids of a table, sorted, each once; a repeated one is an error at each of its places.
fn ids(frame: &Frame, faults: &mut Faults) -> Vec<String> {
    let key = frame.table.columns[0].key;
    let title = frame.table.columns[0].title;
    let view = frame.view();
    let repeated = frame.repeated(&[key]);
    let mut first: HashMap<&str, Place> = HashMap::new();
    let mut all = BTreeSet::new();
    for row in view.rows() {
        let Some(id) = row.get(key) else { continue };
        all.insert(id.to_string());
        if !repeated[row.at] {
            continue;
        }
        let place = row.place(key);
        match first.get(id) {
            None => {
                first.insert(id, place);
            }
            Some(other) => faults.push(
                "E401",
                place,
                Text::new(
                    format!("{title}“{id}”重复，首次出现于 {other}"),
                    format!("{key} \"{id}\" stands twice, first at {other}"),
                ),
                Text::new(
                    "请删去重复行，或改正其中一个代码",
                    "take one row out, or correct one id",
                ),
            ),
        }
    }
    all.into_iter().collect()
}

fn has_ids(tables: &Tables, key: &str) -> bool {
    tables
        .get(key)
        .is_some_and(|f| f.has(f.table.columns[0].key) && !f.is_empty())
}

fn school_names(tables: &Tables) -> HashMap<String, String> {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut shared = BTreeSet::new();
    let Some(frame) = tables.get("schools") else {
        return names;
    };
    for row in frame.view().rows() {
        if let (Some(id), Some(name)) = (row.get("school_id"), row.get("name"))
            && names.insert(name.to_string(), id.to_string()).is_some()
        {
            shared.insert(name.to_string());
        }
    }
    names.retain(|name, _| !shared.contains(name));
    names
}

/// Every subject name of every table, and those that occur at stages whose certificates name no subject.
fn subjects(
    tables: &Tables,
    vocabulary: &Vocabulary,
) -> (BTreeSet<String>, HashMap<Stage, BTreeSet<String>>) {
    let mut all: BTreeSet<String> = BTreeSet::new();
    let mut whole: HashMap<Stage, BTreeSet<String>> = HashMap::new();
    whole.insert(Stage::Kindergarten, BTreeSet::new());
    whole.insert(Stage::Special, BTreeSet::new());
    for (stage, subject) in &vocabulary.subjects {
        all.insert(subject.to_string());
        if let Some(at) = whole.get_mut(stage) {
            at.insert(subject.to_string());
        }
    }
    for frame in tables.frames() {
        let columns = frame.table.columns.iter();
        for column in columns.filter(|c| frame.has(c.key)) {
            for row in frame.view().rows() {
                let Some(text) = row.get(column.key) else {
                    continue;
                };
                match column.kind {
                    Kind::Subject => {
                        let stage = row.get("stage").and_then(Stage::parse);
                        if let Some(at) = stage.and_then(|s| whole.get_mut(&s)) {
                            at.insert(text.to_string());
                        }
                        all.insert(text.to_string());
                    }
                    Kind::Subjects => all.extend(parse::list(text).map(str::to_string)),
                    Kind::Certificates => {
                        let named = parse::list(text).filter_map(parse::certificate);
                        all.extend(named.map(|(_, s)| s).filter(|s| !s.is_empty()));
                    }
                    _ => break,
                }
            }
        }
    }
    (all, whole)
}
