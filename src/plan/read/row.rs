//! One row of a plan: words become values.

use crate::case::Case;
use crate::county::{Role, SchoolIx, Stage, SubjectIx, TeacherIx};
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Outcome, round};
use crate::tables::fault::Faults;
use crate::tables::formula::unguard;
use crate::tables::frame::Row;
use crate::tables::plain;
use crate::text::{Text, same_but_zeros};
use std::collections::HashMap;

/// Knows schools by code and by name.
pub struct Reader<'c> {
    pub(super) case: &'c Case,
    schools: HashMap<String, Vec<SchoolIx>>,
}

/// What a row says of place and outcome, as far as it says it.
pub(super) struct Said {
    pub outcome: Option<Outcome>,
    pub school: Option<SchoolIx>,
    pub stage: Option<Stage>,
    pub subject: Option<SubjectIx>,
}

impl<'c> Reader<'c> {
    pub fn new(case: &'c Case) -> Reader<'c> {
        let mut schools: HashMap<String, Vec<SchoolIx>> = HashMap::new();
        for ix in case.county.school_ixs() {
            let s = case.county.school(ix);
            let with_id = format!("{}（{}）", s.name, s.id);
            for word in [&s.name, &with_id] {
                schools.entry(plain(word)).or_default().push(ix);
            }
        }
        // A code always means its own school, whatever others are called.
        for ix in case.county.school_ixs() {
            schools.insert(plain(&case.county.school(ix).id), vec![ix]);
        }
        Reader { case, schools }
    }

    /// The row's assignment; none for a heading, or with an error in `faults`.
    pub fn row(&self, row: Row, faults: &mut Faults) -> Option<Assignment> {
        let teacher = self.teacher(&row, faults)?;
        let class = self.class(&row, faults)?;
        let said = Said {
            outcome: self.outcome(&row, faults)?,
            school: self.school(&row, faults)?,
            stage: self.stage(&row, faults)?,
            subject: self.subject(&row, faults)?,
        };
        let (outcome, station) = self.settle(&row, teacher, said, faults)?;
        let class = class.unwrap_or_else(|| self.class_by(teacher, outcome));
        let given = row.get("role").and_then(Role::parse);
        let role = given.unwrap_or(self.case.county.teacher(teacher).role);
        Some(Assignment {
            teacher,
            class,
            outcome,
            station,
            role: outcome.office(role),
            tier_notes: notes(&row),
        })
    }

    fn teacher(&self, row: &Row, faults: &mut Faults) -> Option<TeacherIx> {
        let county = &self.case.county;
        let Some(id) = row.get("teacher_id").map(unguard) else {
            let person = row.get("name").is_some() || row.get("outcome").is_some();
            // Where the whole column is missing, that is told once.
            if person && row.has("teacher_id") && !row.is_bad("teacher_id") {
                faults.push(
                    "E502",
                    row.place("teacher_id"),
                    Text::new("没有工号", "the teacher_id is missing"),
                    Text::new("请填写工号，或删去该行", "fill it in, or delete the row"),
                );
            }
            return None;
        };
        let Some(teacher) = county.find_teacher(id) else {
            faults.push(
                "E503",
                row.place("teacher_id"),
                say!(
                    "工号“{id}”不在教师表中",
                    "no teacher has the id \"{id}\"",
                    id = id
                ),
                self.similar(id),
            );
            return None;
        };
        let name = county.teacher(teacher).name.as_str();
        if let Some(given) = row.get("name").filter(|n| plain(n) != plain(name)) {
            faults.push(
                "W502",
                row.place("name"),
                say!(
                    "工号 {id} 在教师表中是“{name}”，方案写作“{given}”；按工号读取",
                    "{id} is {name} in the teachers table, {given} in the plan; the id counts",
                    id = id,
                    name = name,
                    given = given
                ),
                Text::new("请核对工号与姓名", "check id and name"),
            );
        }
        Some(teacher)
    }

    /// Spreadsheets drop leading zeros: names the id that was probably meant.
    fn similar(&self, id: &str) -> Text {
        let teachers = self.case.county.teachers.iter();
        let mut like = teachers.filter(|t| same_but_zeros(&t.id, id));
        match (like.next(), like.next()) {
            (Some(t), None) => say!(
                "是否为“{id}”？工号列请设为文本格式，以免丢失前导零",
                "is it \"{id}\"? Make the column text, so that leading zeros stay",
                id = t.id
            ),
            _ => {
                let all = self.case.county.teachers.iter();
                let known = all.map(|t| (t.id.as_str(), t.name.as_str()));
                let near = words::nearest(id, known);
                say!(
                    "请核对工号；最接近的：{near}",
                    "check the id; nearest: {near}",
                    near = Text::new(near.join("、"), near.join(", "))
                )
            }
        }
    }

    fn near_school(&self, word: &str) -> Text {
        let schools = self.case.county.schools.iter();
        let near = words::nearest(word, schools.map(|s| (s.id.as_str(), s.name.as_str())));
        say!(
            "请按学校表填写学校名称或学校代码；最接近的：{near}",
            "write name or id as in the schools table; nearest: {near}",
            near = Text::new(near.join("、"), near.join(", "))
        )
    }

    /// The class where the plan names none: a leader whose post ends is one as long as he gets another.
    fn class_by(&self, teacher: TeacherIx, outcome: Outcome) -> Class {
        let standing = &self.case.standing;
        match outcome == Outcome::Lead && standing.swings(&self.case.county, teacher) {
            true => Class::Leader,
            false => standing.class_of(teacher),
        }
    }

    fn class(&self, row: &Row, faults: &mut Faults) -> Option<Option<Class>> {
        let Some(word) = row.get("class") else {
            return Some(None);
        };
        let known = |c: &Class| c.key() == word || c.zh() == word;
        let found = Class::ALL.into_iter().find(known);
        if found.is_none() {
            let (zh, en) = Class::ALL.iter().map(|c| (c.zh(), c.key())).unzip();
            self.unknown(row, "class", word, (zh, en), faults);
        }
        found.map(Some)
    }

    fn outcome(&self, row: &Row, faults: &mut Faults) -> Option<Option<Outcome>> {
        let Some(word) = row.get("outcome") else {
            return Some(None);
        };
        let found = Outcome::parse(word);
        if found.is_none() {
            let (zh, en) = Outcome::ALL.iter().map(|o| (o.zh(), o.key())).unzip();
            self.unknown(row, "outcome", word, (zh, en), faults);
        }
        found.map(Some)
    }

    fn stage(&self, row: &Row, faults: &mut Faults) -> Option<Option<Stage>> {
        let Some(word) = row.get("stage") else {
            return Some(None);
        };
        let found = Stage::parse(word);
        if found.is_none() {
            let (zh, en) = Stage::ALL.iter().map(|s| (s.zh(), s.en())).unzip();
            self.unknown(row, "stage", word, (zh, en), faults);
        }
        found.map(Some)
    }

    fn subject(&self, row: &Row, faults: &mut Faults) -> Option<Option<SubjectIx>> {
        let Some(word) = row.get("subject").map(unguard) else {
            return Some(None);
        };
        let found = self.case.county.find_subject(word);
        if found.is_none() {
            let all: Vec<&str> = self
                .case
                .county
                .subjects
                .iter()
                .map(String::as_str)
                .collect();
            self.unknown(row, "subject", word, (all.clone(), all), faults);
        }
        found.map(Some)
    }

    /// A word outside its list; `words` are those that are known, in Chinese and English.
    fn unknown(
        &self,
        row: &Row,
        column: &str,
        word: &str,
        words: (Vec<&str>, Vec<&str>),
        faults: &mut Faults,
    ) {
        let list = Text::new(words.0.join("、"), words.1.join(", "));
        faults.push(
            "E505",
            row.place(column),
            say!("无法辨认“{word}”", "\"{word}\" is not known", word = word),
            say!("可填：{list}", "one of: {list}", list = list),
        );
    }

    fn school(&self, row: &Row, faults: &mut Faults) -> Option<Option<SchoolIx>> {
        if row.is_bad("school_id") {
            return None;
        }
        let Some(word) = row.get("school_id").map(unguard) else {
            return Some(None);
        };
        let county = &self.case.county;
        let found = self
            .schools
            .get(&plain(word))
            .map_or(&[][..], Vec::as_slice);
        let (cause, remedy) = match found {
            [one] => return Some(Some(*one)),
            [] => (
                say!(
                    "“{word}”不是任何学校的名称或代码",
                    "\"{word}\" is neither name nor id of a school",
                    word = word
                ),
                self.near_school(word),
            ),
            several => {
                let ids: Vec<&str> = several
                    .iter()
                    .map(|s| county.school(*s).id.as_str())
                    .collect();
                (
                    say!(
                        "有 {n} 所学校名为“{word}”",
                        "{n} schools are called \"{word}\"",
                        n = ids.len(),
                        word = word
                    ),
                    say!(
                        "请改填学校代码：{ids}",
                        "write the id instead: {ids}",
                        ids = ids.join("、")
                    ),
                )
            }
        };
        faults.push("E504", row.place("school_id"), cause, remedy);
        None
    }
}

/// The notes as plan.csv has them, else the rounds as a printed list has them.
fn notes(row: &Row) -> String {
    let words = || {
        row.get("rounds")
            .map_or_else(String::new, |w| round::notes_of(unguard(w)))
    };
    row.get("tier_notes")
        .map_or_else(words, |n| unguard(n).to_string())
}
