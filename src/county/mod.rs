//! The county as typed values: schools, teachers and what binds them. A `County` is valid by construction:
//! ids are unique and sorted, every reference points at something that exists.

mod hash;
mod kinds;
mod load;
mod month;
mod point;

pub use hash::hash as fingerprint;
pub use kinds::*;
pub(crate) use load::load_schools;
pub use load::{build, load, sound};
pub use month::Month;
pub use point::Point;

use crate::tables::fault::Place;
use rust_decimal::Decimal;
use std::hash::Hash;

/// Position of a school in [`County::schools`], which is sorted by school_id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolIx(pub u32);

/// Position of a teacher in [`County::teachers`], which is sorted by teacher_id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeacherIx(pub u32);

/// Position of a subject name in [`County::subjects`], which is sorted by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectIx(pub u16);

impl SchoolIx {
    pub fn ix(self) -> usize {
        self.0 as usize
    }
}
impl TeacherIx {
    pub fn ix(self) -> usize {
        self.0 as usize
    }
}
impl SubjectIx {
    pub fn ix(self) -> usize {
        self.0 as usize
    }
}

/// One school (SPEC §1 schools). Optional numbers are what the table gave; what is derived stands in `demand`.
#[derive(Debug, Clone)]
pub struct School {
    pub id: String,
    pub name: String,
    pub stages: Vec<Stage>,
    /// The school that is the legal person; itself unless the table names another.
    pub legal_unit: SchoolIx,
    pub cluster: String,
    pub town: Option<String>,
    pub area: Area,
    pub quality: Quality,
    pub point: Option<Point>,
    pub approved_staff: Option<u32>,
    pub teaching_staff_max: Option<u32>,
    pub senior_posts: Option<u32>,
    pub intermediate_posts: Option<u32>,
    /// Year of opening.
    pub opened: Option<i16>,
    pub boarders: u32,
    pub closing: bool,
}

/// One row of the classes table.
#[derive(Debug, Clone)]
pub struct ClassRow {
    pub school: SchoolIx,
    pub grade: Grade,
    pub classes: u32,
    pub students: u32,
}

/// A declared post row; rows of one cell add up.
#[derive(Debug, Clone)]
pub struct PostRow {
    pub school: SchoolIx,
    pub stage: Stage,
    pub subject: SubjectIx,
    pub count: u32,
    pub conditions: Option<String>,
    pub basis: Option<String>,
    pub place: Place,
}

impl PostRow {
    /// Everything that the row says, as rows are sorted and compared.
    pub fn words(&self) -> impl Ord + Hash + '_ {
        let cell = (self.school, self.stage, self.subject);
        (cell, self.count, &self.conditions, &self.basis)
    }
}

/// A certificate: its stage and subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Certificate {
    pub stage: Stage,
    pub subject: SubjectIx,
}

/// One wish of an applicant; `subject` none = any that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wish {
    pub rank: u32,
    pub school: SchoolIx,
    pub subject: Option<SubjectIx>,
}

/// One teacher (SPEC §1 teachers).
#[derive(Debug, Clone)]
pub struct Teacher {
    pub id: String,
    pub name: String,
    pub sex: Option<Sex>,
    pub birth: Option<Month>,
    pub id_number: Option<String>,
    pub school: Option<SchoolIx>,
    pub since: Option<Month>,
    pub joined: Option<Month>,
    pub stage: Option<Stage>,
    pub subject: Option<SubjectIx>,
    /// As given; empty = certified for the current stage and subject only (see [`Teacher::certified`]).
    pub certificates: Vec<Certificate>,
    pub second_subjects: Vec<SubjectIx>,
    pub title: Title,
    pub education: Education,
    pub backbone: Backbone,
    pub role: Role,
    pub status: Status,
    /// Codes or words of exemption reasons, as policy knows them.
    pub exemption: Vec<String>,
    /// 录用类型; empty = 普通.
    pub recruit_type: String,
    pub rural_years: Option<Decimal>,
    pub ethics: Ethics,
    pub appraisal: Vec<String>,
    pub score: Option<Decimal>,
    pub obey: bool,
    pub spouse: Option<TeacherIx>,
    pub home: Option<Point>,
    /// Sorted by rank.
    pub wishes: Vec<Wish>,
    pub place: Place,
}

impl Teacher {
    /// The certificates that count: those given, else the current stage and subject.
    pub fn certified(&self) -> Vec<Certificate> {
        match (self.certificates.is_empty(), self.stage, self.subject) {
            (true, Some(stage), Some(subject)) => vec![Certificate { stage, subject }],
            _ => self.certificates.clone(),
        }
    }

    pub fn is_applicant(&self) -> bool {
        !self.wishes.is_empty()
    }

    /// An *own application*: a wish that names that school, whatever the subject.
    pub fn applied_to(&self, school: SchoolIx) -> bool {
        self.wishes.iter().any(|w| w.school == school)
    }

    /// The smallest rank whose wish fits a seat of this school and subject.
    pub fn wish_rank(&self, school: SchoolIx, subject: SubjectIx) -> Option<u32> {
        self.wishes
            .iter()
            .filter(|w| w.school == school && w.subject.is_none_or(|s| s == subject))
            .map(|w| w.rank)
            .min()
    }
}

/// A relation between two teachers; a spouse_id is here too, as 夫妻.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relation {
    pub a: TeacherIx,
    pub b: TeacherIx,
    pub kind: RelationKind,
}

/// R22: a seat or school that a teacher must take or must not take.
#[derive(Debug, Clone)]
pub struct Pin {
    pub teacher: TeacherIx,
    pub must: bool,
    pub school: SchoolIx,
    pub stage: Option<Stage>,
    pub subject: Option<SubjectIx>,
    pub place: Place,
}

impl Pin {
    /// Whether a seat or standing at (school, stage, subject) is one this pin speaks of.
    pub fn covers(
        &self,
        school: SchoolIx,
        stage: Option<Stage>,
        subject: Option<SubjectIx>,
    ) -> bool {
        self.school == school
            && (self.stage.is_none() || self.stage == stage)
            && (self.subject.is_none() || self.subject == subject)
    }
}

/// One leader post (SPEC §4a).
#[derive(Debug, Clone)]
pub struct LeaderPost {
    pub school: SchoolIx,
    pub role: Role,
    pub incumbent: Option<TeacherIx>,
    pub appointed: Option<Month>,
    pub term: Option<u32>,
    pub rank_required: Option<String>,
    pub place: Place,
}

/// One candidacy for a leader role; none = not given.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub teacher: TeacherIx,
    pub role: Role,
    pub vote: Option<Decimal>,
    pub staff_vote: Option<Decimal>,
    pub defence: Option<Decimal>,
    pub panel: Option<Decimal>,
    pub assessment: Option<bool>,
    pub publicity: Option<bool>,
    pub rank: Option<String>,
    pub place: Place,
}

impl Candidate {
    /// Whether any gate has given a result.
    pub fn has_result(&self) -> bool {
        let points = [self.vote, self.staff_vote, self.defence, self.panel];
        let said = [self.assessment, self.publicity];
        points.iter().any(Option::is_some) || said.iter().any(Option::is_some)
    }
}

/// Quota lent to a school in an earlier year and not yet returned (编制周转池).
#[derive(Debug, Clone)]
pub struct Loan {
    pub school: SchoolIx,
    pub count: u32,
    /// None: lent already.
    pub start: Option<Month>,
    /// The last month of the term; none: not limited.
    pub due: Option<Month>,
    pub reason: Option<String>,
    pub place: Place,
}

/// How a loan stands at a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoanState {
    /// Not begun.
    Future,
    /// Begun and not past its term.
    Standing,
    /// Past its term and not yet returned.
    Overdue,
}

impl Loan {
    pub fn state(&self, at: Month) -> LoanState {
        if self.due.is_some_and(|due| due < at) {
            LoanState::Overdue
        } else if self.start.is_some_and(|start| start > at) {
            LoanState::Future
        } else {
            LoanState::Standing
        }
    }
}

/// The whole county.
#[derive(Debug, Clone, Default)]
pub struct County {
    pub schools: Vec<School>,
    pub teachers: Vec<Teacher>,
    pub subjects: Vec<String>,
    pub classes: Vec<ClassRow>,
    /// None when the posts table is not given (then `demand` derives them).
    pub posts: Option<Vec<PostRow>>,
    /// Posts that a scenario adds where `demand` derives them.
    pub added_posts: Vec<PostRow>,
    pub relations: Vec<Relation>,
    pub pins: Vec<Pin>,
    /// None when the leader_posts table is not given.
    pub leader_posts: Option<Vec<LeaderPost>>,
    pub candidates: Vec<Candidate>,
    /// Standing loans from the quota pool, sorted by school and term.
    pub loans: Vec<Loan>,
    /// Where each school stands in its table; empty in a county that was not read.
    pub school_places: Vec<Place>,
    /// SHA-256 over the typed content in canonical order: the same whatever the row order, file format or encoding.
    pub hash: String,
}

impl County {
    /// How many schools go on: those that close are planned no more.
    pub fn staying(&self) -> usize {
        self.schools.iter().filter(|s| !s.closing).count()
    }
    pub fn school(&self, ix: SchoolIx) -> &School {
        &self.schools[ix.ix()]
    }
    pub fn teacher(&self, ix: TeacherIx) -> &Teacher {
        &self.teachers[ix.ix()]
    }
    pub fn subject(&self, ix: SubjectIx) -> &str {
        &self.subjects[ix.ix()]
    }
    pub fn school_ixs(&self) -> impl Iterator<Item = SchoolIx> + use<> {
        (0..self.schools.len() as u32).map(SchoolIx)
    }
    pub fn teacher_ixs(&self) -> impl Iterator<Item = TeacherIx> + use<> {
        (0..self.teachers.len() as u32).map(TeacherIx)
    }
    /// Where a school stands in its table.
    pub fn school_place(&self, ix: SchoolIx) -> Place {
        let place = self.school_places.get(ix.ix());
        place.cloned().unwrap_or_default()
    }
    pub fn find_school(&self, id: &str) -> Option<SchoolIx> {
        let found = self.schools.binary_search_by(|s| s.id.as_str().cmp(id));
        found.ok().map(|i| SchoolIx(i as u32))
    }
    pub fn find_teacher(&self, id: &str) -> Option<TeacherIx> {
        let found = self.teachers.binary_search_by(|t| t.id.as_str().cmp(id));
        found.ok().map(|i| TeacherIx(i as u32))
    }
    pub fn find_subject(&self, name: &str) -> Option<SubjectIx> {
        let found = self.subjects.binary_search_by(|s| s.as_str().cmp(name));
        found.ok().map(|i| SubjectIx(i as u16))
    }
    pub fn legal_unit(&self, school: SchoolIx) -> SchoolIx {
        self.school(school).legal_unit
    }

    /// Whether two schools are one legal unit (a centre school and its teaching points, campuses).
    pub fn same_unit(&self, a: SchoolIx, b: SchoolIx) -> bool {
        self.legal_unit(a) == self.legal_unit(b)
    }

    /// Great-circle kilometres between two schools; 0 where a point is missing.
    pub fn km(&self, a: SchoolIx, b: SchoolIx) -> f64 {
        match (self.school(a).point, self.school(b).point) {
            (Some(p), Some(q)) => p.km(q),
            _ => 0.0,
        }
    }

    /// Where a teacher's way to work starts: the home given, else the current school's point.
    pub fn home(&self, teacher: TeacherIx) -> Option<Point> {
        let t = self.teacher(teacher);
        t.home
            .or_else(|| t.school.and_then(|s| self.school(s).point))
    }

    /// Kilometres from home to a school; 0 where either point is missing.
    pub fn km_from_home(&self, teacher: TeacherIx, school: SchoolIx) -> f64 {
        match (self.home(teacher), self.school(school).point) {
            (Some(p), Some(q)) => p.km(q),
            _ => 0.0,
        }
    }

    /// All relatives of each teacher (both directions, sorted, without repeats).
    pub fn relatives(&self) -> Vec<Vec<TeacherIx>> {
        let mut all = vec![Vec::new(); self.teachers.len()];
        for r in &self.relations {
            all[r.a.ix()].push(r.b);
            all[r.b.ix()].push(r.a);
        }
        for list in &mut all {
            list.sort();
            list.dedup();
        }
        all
    }

    /// Rows of the table candidates in which somebody stands for a post: those of leaders without any result only tell a rank.
    pub fn candidacies(&self) -> impl Iterator<Item = &Candidate> {
        let all = self.candidates.iter();
        all.filter(|c| c.has_result() || !self.teacher(c.teacher).role.is_leader())
    }

    /// The married couples, each once, as sorted pairs.
    pub fn couples(&self) -> Vec<(TeacherIx, TeacherIx)> {
        let mut all: Vec<_> = self
            .relations
            .iter()
            .filter(|r| r.kind == RelationKind::Spouse && r.a != r.b)
            .map(|r| (r.a.min(r.b), r.a.max(r.b)))
            .collect();
        all.sort();
        all.dedup();
        all
    }
}
