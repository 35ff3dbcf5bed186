//! Who leaves when: the statutory month of `demand::retirement`, held against each year's day as the plan's own is.

use crate::case::Case;
use crate::county::{Month, SchoolIx, Stage, SubjectIx, TeacherIx};
use crate::demand::retirement;
use crate::plan::Class;
use std::collections::BTreeMap;

/// Somebody who retires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaver {
    pub teacher: TeacherIx,
    /// The first year, counted from the plan's, in which the person is no longer there.
    pub year: usize,
}

/// Everybody planned but the barred, with the year in which each leaves.
pub struct Careers {
    /// By year, then by 工号.
    pub leavers: Vec<Leaver>,
    pub unknown: usize,
    persons: Vec<Person>,
}

struct Person {
    school: Option<SchoolIx>,
    /// Stage and subject of whoever may hold a post.
    cell: Option<(Stage, SubjectIx)>,
    /// The first year without the person; none within sight where it is not known.
    gone: Option<usize>,
    /// The first year in which the person may have left early.
    free: Option<usize>,
}

impl Careers {
    pub fn new(case: &Case, years: u32) -> Careers {
        let mut careers = Careers {
            leavers: Vec::new(),
            unknown: 0,
            persons: Vec::new(),
        };
        for t in case.county.teacher_ixs() {
            if matches!(case.standing.class[t.ix()], Class::Out | Class::Barred) {
                continue;
            }
            let person = Person::new(case, t);
            careers.unknown += usize::from(person.gone.is_none());
            let within = person.gone.filter(|year| *year <= years as usize);
            let leaver = within.map(|year| Leaver { teacher: t, year });
            careers.leavers.extend(leaver);
            careers.persons.push(person);
        }
        careers.leavers.sort_by_key(|l| (l.year, l.teacher));
        careers
    }

    fn there(&self, n: usize) -> impl Iterator<Item = &Person> {
        let gone = move |p: &&Person| p.gone.is_none_or(|year| year > n);
        self.persons.iter().filter(gone)
    }

    pub fn staff(&self, n: usize) -> u32 {
        self.there(n).count() as u32
    }

    pub fn staff_by_school(&self, n: usize) -> BTreeMap<SchoolIx, u32> {
        let mut all = BTreeMap::new();
        for school in self.there(n).filter_map(|p| p.school) {
            *all.entry(school).or_default() += 1;
        }
        all
    }

    pub fn retired(&self, n: usize) -> u32 {
        self.persons.iter().filter(|p| p.gone == Some(n)).count() as u32
    }

    /// Holders of posts who leave from one stage and subject.
    pub fn leaving(&self, n: usize, cell: (Stage, SubjectIx)) -> u32 {
        let here = |p: &&Person| p.gone == Some(n) && p.cell == Some(cell);
        self.persons.iter().filter(here).count() as u32
    }

    pub fn may_leave(&self, n: usize) -> u32 {
        let free = |p: &&Person| p.free.is_some_and(|year| year <= n);
        self.there(n).filter(free).count() as u32
    }
}

impl Person {
    fn new(case: &Case, teacher: TeacherIx) -> Person {
        let t = case.county.teacher(teacher);
        let policy = &case.policy.retirement;
        let from = case.policy.as_of();
        // Gone on the first day that is not before the month, as class *out* is told (SPEC §4).
        let year = |month: Month| (from.months_to(month).max(0) as usize).div_ceil(12);
        let leads = case.standing.class[teacher.ix()] == Class::Leader;
        let early = retirement::earliest(t.birth, t.sex, policy).map(year);
        Person {
            school: t.school,
            cell: t.stage.zip(t.subject).filter(|_| !leads),
            gone: retirement::month(t.birth, t.sex, policy).map(year),
            free: early,
        }
    }
}
