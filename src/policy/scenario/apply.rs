//! Applies a scenario's changes to a county, in the order of the file.

use super::{Action, Change};
use crate::county::{
    Backbone, Certificate, ClassRow, County, Education, Ethics, Month, Pin, PostRow, Role,
    SchoolIx, Stage, Status, SubjectIx, Teacher, TeacherIx, Title,
};
use crate::policy::shape::nearest;
use crate::tables::fault::{Faults, Place};
use crate::tables::parse;
use crate::text::Text;
use std::collections::BTreeSet;

/// Applies each change to the county of a plan for the month `as_of`; one that names what the county has not is an error with its line.
pub fn apply(county: &mut County, changes: &[Change], as_of: Month, faults: &mut Faults) {
    for change in changes {
        let mut step = Step {
            place: change.origin.place("change"),
            county: &mut *county,
            as_of,
            faults: &mut *faults,
        };
        step.take(&change.action);
    }
}

struct Step<'a> {
    place: Place,
    county: &'a mut County,
    as_of: Month,
    faults: &'a mut Faults,
}

impl Step<'_> {
    /// None where something was not found; the fault says what.
    fn take(&mut self, action: &Action) -> Option<()> {
        match action {
            Action::CloseSchool { school } => {
                let at = self.school(school)?;
                self.county.schools[at.ix()].closing = true;
            }
            Action::SetApprovedStaff {
                school,
                approved_staff,
            } => {
                let at = self.school(school)?;
                self.county.schools[at.ix()].approved_staff = Some(*approved_staff);
            }
            Action::AddClasses {
                school,
                grade,
                classes,
                students,
            } => self.add_classes(school, grade, *classes, *students)?,
            Action::AddPosts {
                school,
                stage,
                subject,
                count,
            } => self.add_posts(school, stage, subject, *count)?,
            Action::Pin {
                teacher,
                school,
                stage,
                subject,
            } => self.pin(true, teacher, school, stage.as_deref(), subject.as_deref())?,
            Action::Forbid {
                teacher,
                school,
                stage,
                subject,
            } => self.pin(false, teacher, school, stage.as_deref(), subject.as_deref())?,
            Action::Retire { .. } => self.retire(action)?,
            Action::AddRecruits {
                stage,
                subject,
                count,
            } => self.add_recruits(stage, subject, *count)?,
        }
        Some(())
    }

    /// A change that no county could make.
    fn say(&mut self, zh: String, en: String, remedy: Text) {
        let place = self.place.clone();
        self.faults.push("E612", place, Text::new(zh, en), remedy);
    }

    fn unknown(&mut self, what: (&str, &str), word: &str, known: &[&str]) {
        let near = nearest(word, known);
        let remedy = match near {
            Some(near) => Text::new(
                format!("是不是“{near}”？"),
                format!("did you mean \"{near}\"?"),
            ),
            None => Text::new(
                format!("改为数据表中已有的{}。", what.0),
                format!("name a {} of the tables.", what.1),
            ),
        };
        self.missing(what, word, remedy);
    }

    fn missing(&mut self, what: (&str, &str), word: &str, remedy: Text) {
        let cause = Text::new(
            format!("没有{}“{word}”。", what.0),
            format!("there is no {} \"{word}\".", what.1),
        );
        self.faults.push("E610", self.place.clone(), cause, remedy);
    }

    fn school(&mut self, id: &str) -> Option<SchoolIx> {
        let found = self.county.find_school(id);
        if found.is_some() {
            return found;
        }
        let what = ("学校代码", "school_id");
        let schools = self.county.schools.iter();
        let named = schools.clone().filter(|s| s.name == id);
        let named: Vec<&str> = named.map(|s| s.id.as_str()).collect();
        if let [real] = named[..] {
            let remedy = Text::new(
                format!("“{id}”是学校名称，请改填其代码 {real}。"),
                format!("\"{id}\" is a school's name; write its id {real}."),
            );
            self.missing(what, id, remedy);
        } else {
            let ids: Vec<String> = schools.map(|s| s.id.clone()).collect();
            let known: Vec<&str> = ids.iter().map(String::as_str).collect();
            self.unknown(what, id, &known);
        }
        None
    }

    /// A stage for posts or recruits: one that no school teaches is another county's.
    fn stage(&mut self, word: &str) -> Option<Stage> {
        let stage = Stage::parse(word)?;
        let schools = self.county.schools.iter();
        let taught: BTreeSet<Stage> = schools.flat_map(|s| s.stages.iter().copied()).collect();
        if !taught.contains(&stage) {
            let list = |of: fn(Stage) -> &'static str| {
                let words: Vec<&str> = taught.iter().map(|s| of(*s)).collect();
                words.join("、")
            };
            let remedy = Text::new(
                format!(
                    "本县学校只有：{}；删去这项变动，或改正学段。",
                    list(Stage::zh)
                ),
                format!(
                    "the schools teach {}; leave this change out, or correct the stage.",
                    list(Stage::en)
                ),
            );
            self.missing(("办学学段", "school of the stage"), word, remedy);
            return None;
        }
        Some(stage)
    }

    fn teacher(&mut self, id: &str) -> Option<TeacherIx> {
        let found = self.county.find_teacher(id);
        if found.is_none() {
            self.unknown(("工号", "teacher_id"), id, &[]);
        }
        found
    }

    fn subject(&mut self, name: &str) -> Option<SubjectIx> {
        let found = self.county.find_subject(name);
        if found.is_none() {
            let names = self.county.subjects.clone();
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            self.unknown(("学科", "subject"), name, &known);
        }
        found
    }

    fn add_classes(
        &mut self,
        school: &str,
        grade: &str,
        classes: u32,
        students: u32,
    ) -> Option<()> {
        let school = self.school(school)?;
        let Some(parsed) = parse::grade(grade) else {
            self.unknown(("年级", "grade"), grade, &[]);
            return None;
        };
        self.county.classes.push(ClassRow {
            school,
            grade: parsed,
            classes,
            students,
        });
        self.county
            .classes
            .sort_by_key(|c| (c.school, c.grade, c.classes, c.students));
        Some(())
    }

    fn add_posts(&mut self, school: &str, stage: &str, subject: &str, count: u32) -> Option<()> {
        let school = self.school(school)?;
        let subject = self.subject(subject)?;
        let stage = self.stage(stage)?;
        let place = self.place.clone();
        let rows = match &mut self.county.posts {
            Some(declared) => declared,
            None => &mut self.county.added_posts,
        };
        rows.push(PostRow {
            school,
            stage,
            subject,
            count,
            conditions: None,
            basis: Some(place.file.clone()),
            place,
        });
        Some(())
    }

    fn pin(
        &mut self,
        must: bool,
        teacher: &str,
        school: &str,
        stage: Option<&str>,
        subject: Option<&str>,
    ) -> Option<()> {
        let subject = match subject {
            Some(name) => Some(self.subject(name)?),
            None => None,
        };
        let pin = Pin {
            teacher: self.teacher(teacher)?,
            must,
            school: self.school(school)?,
            stage: stage.and_then(Stage::parse),
            subject,
            place: self.place.clone(),
        };
        self.county.pins.push(pin);
        Some(())
    }

    fn retire(&mut self, action: &Action) -> Option<()> {
        let Action::Retire {
            teachers,
            school,
            stage,
            subject,
            born_until,
        } = action
        else {
            return None;
        };
        let mut named = Vec::new();
        for id in teachers {
            named.push(self.teacher(id)?);
        }
        let school = match school {
            Some(id) => Some(self.school(id)?),
            None => None,
        };
        let subject = match subject {
            Some(name) => Some(self.subject(name)?),
            None => None,
        };
        let stage = stage.as_deref().and_then(Stage::parse);
        let until = match born_until {
            Some(text) => Some(self.month(text)?),
            None => None,
        };
        if named.is_empty()
            && school.is_none()
            && subject.is_none()
            && stage.is_none()
            && until.is_none()
        {
            self.say(
                "没有写明哪些教师退休。".to_string(),
                "it does not say which teachers retire.".to_string(),
                Text::new(
                    "写明 teachers、school、stage、subject、born_until 中的至少一项。",
                    "give at least one of teachers, school, stage, subject, born_until.",
                ),
            );
            return None;
        }
        for (at, teacher) in self.county.teachers.iter_mut().enumerate() {
            let matches = (named.is_empty() || named.contains(&TeacherIx(at as u32)))
                && school.is_none_or(|s| teacher.school == Some(s))
                && stage.is_none_or(|s| teacher.stage == Some(s))
                && subject.is_none_or(|s| teacher.subject == Some(s))
                && until.is_none_or(|u| teacher.birth.is_some_and(|b| b <= u));
            if matches {
                teacher.status = Status::Retired;
            }
        }
        Some(())
    }

    fn month(&mut self, text: &str) -> Option<Month> {
        let month = Month::parse_dashed(text);
        if month.is_none() {
            self.say(
                format!("“{text}”不是年月。"),
                format!("\"{text}\" is no month."),
                Text::new("写成 1967-08 的样式。", "write it like 1967-08."),
            );
        }
        month
    }

    fn add_recruits(&mut self, stage: &str, subject: &str, count: u32) -> Option<()> {
        let subject = self.subject(subject)?;
        let stage = self.stage(stage)?;
        for _ in 0..count {
            let taken = |n: usize| self.county.teachers.iter().any(|t| t.id == recruit_id(n));
            let number = (1..).find(|n| !taken(*n))?;
            let recruit = recruit(number, (stage, subject), self.as_of, self.place.clone());
            self.county.teachers.push(recruit);
        }
        sort_teachers(self.county);
        Some(())
    }
}

fn recruit_id(number: usize) -> String {
    format!("新招{number:04}")
}

/// A person as the office knows him before the recruitment: certified for the post and to begin with the plan, nothing
/// else.
fn recruit(
    number: usize,
    (stage, subject): (Stage, SubjectIx),
    as_of: Month,
    place: Place,
) -> Teacher {
    Teacher {
        id: recruit_id(number),
        name: recruit_id(number),
        sex: None,
        birth: None,
        id_number: None,
        school: None,
        since: None,
        joined: Some(as_of),
        stage: Some(stage),
        subject: Some(subject),
        certificates: vec![Certificate { stage, subject }],
        second_subjects: Vec::new(),
        title: Title::None,
        education: Education::Bachelor,
        backbone: Backbone::None,
        role: Role::None,
        status: Status::Working,
        exemption: Vec::new(),
        recruit_type: String::new(),
        rural_years: None,
        ethics: Ethics::Pass,
        appraisal: Vec::new(),
        score: None,
        obey: true,
        spouse: None,
        home: None,
        wishes: Vec::new(),
        place,
    }
}

/// Brings new teachers to their places in the order of ids; every reference to a teacher follows.
fn sort_teachers(county: &mut County) {
    let mut order: Vec<usize> = (0..county.teachers.len()).collect();
    order.sort_by(|a, b| county.teachers[*a].id.cmp(&county.teachers[*b].id));
    let mut new_place = vec![TeacherIx(0); order.len()];
    for (new, old) in order.iter().enumerate() {
        new_place[*old] = TeacherIx(new as u32);
    }
    let moved = |t: TeacherIx| new_place[t.ix()];
    county.teachers = order
        .iter()
        .map(|old| county.teachers[*old].clone())
        .collect();
    for teacher in &mut county.teachers {
        teacher.spouse = teacher.spouse.map(moved);
    }
    for relation in &mut county.relations {
        relation.a = moved(relation.a);
        relation.b = moved(relation.b);
    }
    county
        .pins
        .iter_mut()
        .for_each(|p| p.teacher = moved(p.teacher));
    for post in county.leader_posts.iter_mut().flatten() {
        post.incumbent = post.incumbent.map(moved);
    }
    county
        .candidates
        .iter_mut()
        .for_each(|c| c.teacher = moved(c.teacher));
}
