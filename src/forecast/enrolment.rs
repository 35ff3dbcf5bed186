//! Pupils year by year: each cohort moves up a grade, with its classes, where its school goes on; else it goes to the
//! schools that take it in. Only the first grade of a stage has to be supposed (`[forecast]`).

use crate::case::Case;
use crate::county::{ClassRow, School, SchoolIx, Stage};
use crate::demand::stage_of;
use crate::exact::apportion;
use crate::tables::parse;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// Classes and pupils.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cohort {
    pub classes: u32,
    pub students: u32,
}

pub type Pupils = Cohort;

/// A stage's grade by its place in the policy's list.
type Place = (SchoolIx, Stage, usize);
type Roll = BTreeMap<Place, Cohort>;

/// The county's pupils, in the year reached.
pub struct Rolls {
    /// The year of the plan: what schools teach, how large their classes are, how many they take in.
    base: Roll,
    now: Roll,
}

impl Rolls {
    /// As the classes table has it. Closing schools are left out: their pupils stand where they will be, or nowhere.
    pub fn new(case: &Case) -> Rolls {
        let mut base = Roll::new();
        for row in &case.county.classes {
            let stage = stage_of(&case.county, row.school, row.grade, &case.policy);
            let at = stage.and_then(|s| Some((s, case.policy.curriculum.column(s, row.grade)?)));
            if let Some((stage, place)) = at.filter(|_| !case.county.school(row.school).closing) {
                let cohort = base.entry((row.school, stage, place)).or_default();
                cohort.add(Cohort {
                    classes: row.classes,
                    students: row.students,
                });
            }
        }
        Rolls {
            now: base.clone(),
            base,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }

    pub fn pupils(&self) -> BTreeMap<(SchoolIx, Stage), Pupils> {
        let mut all: BTreeMap<(SchoolIx, Stage), Pupils> = BTreeMap::new();
        for ((school, stage, _), cohort) in &self.now {
            all.entry((*school, *stage)).or_default().add(*cohort);
        }
        all
    }

    /// As rows of the classes table, for the demand.
    pub fn rows(&self, case: &Case) -> Vec<ClassRow> {
        let row = |((school, stage, place), cohort): (&Place, &Cohort)| {
            let grades = case.policy.curriculum.grades.get(stage.zh())?;
            Some(ClassRow {
                school: *school,
                grade: parse::grade(grades.get(*place)?)?,
                classes: cohort.classes,
                students: cohort.students,
            })
        };
        self.now.iter().filter_map(row).collect()
    }

    /// One year on; `year` counts from the plan's.
    pub fn step(&mut self, case: &Case, year: usize) {
        let mut next = Roll::new();
        let mut moving: BTreeMap<Place, u32> = BTreeMap::new();
        for ((school, stage, place), cohort) in &self.now {
            let above = (*school, *stage, place + 1);
            if above.2 == grades(case, *stage) {
                continue;
            }
            match self.goes_on(case, above) {
                true => next.entry(above).or_default().add(*cohort),
                false => *moving.entry(above).or_default() += cohort.students,
            }
        }
        for (from, students) in moving {
            self.take_in(case, from, students, &mut next);
        }
        self.enter(case, year, &mut next);
        self.now = next;
    }

    /// Whether a school teaches a grade or will: it has this one or a higher one of the stage now, or is too young to.
    fn goes_on(&self, case: &Case, (school, stage, place): Place) -> bool {
        let higher = (school, stage, place)..=(school, stage, usize::MAX);
        self.base.range(higher).next().is_some() || grows(case, school, place)
    }

    /// Pupils whose school ends before this grade, as a teaching point does: to the schools of the own legal unit that
    /// have it, else of the cluster, else of the county, in proportion to its pupils there now.
    fn take_in(&self, case: &Case, (from, stage, place): Place, students: u32, next: &mut Roll) {
        let own = case.county.school(from);
        let unit = |s: &School| s.legal_unit == own.legal_unit;
        let cluster = |s: &School| s.cluster == own.cluster;
        let rings: [&dyn Fn(&School) -> bool; 3] = [&unit, &cluster, &|_| true];
        for near in rings {
            let takes = |p: &Place| {
                (p.1, p.2) == (stage, place) && near(case.county.school(p.0)) && p.0 != from
            };
            let to: Vec<(Place, u32)> = self
                .base
                .iter()
                .filter(|(p, c)| takes(p) && c.students > 0)
                .map(|(p, c)| (*p, c.students))
                .collect();
            let weights: Vec<u64> = to.iter().map(|(_, w)| u64::from(*w)).collect();
            let parts = apportion(&weights, u64::from(students));
            for ((at, _), more) in to.iter().zip(parts) {
                let cohort = next.entry(*at).or_default();
                cohort.students += more as u32;
                cohort.classes = cohort.classes.max(self.classes(*at, cohort.students));
            }
            if !to.is_empty() {
                return;
            }
        }
        // Nobody teaches that grade: the pupils are not lost.
        let cohort = next.entry((from, stage, place)).or_default();
        cohort.students += students;
        cohort.classes += self.classes((from, stage, place - 1), students);
    }

    /// The first grade of each stage, spread over its schools as their present intake is.
    fn enter(&self, case: &Case, year: usize, next: &mut Roll) {
        for stage in Stage::ALL {
            let first = self.base.iter().filter(|(p, _)| (p.1, p.2) == (*stage, 0));
            let schools: Vec<(Place, Cohort)> = first.map(|(p, c)| (*p, *c)).collect();
            let now = schools.iter().map(|(_, c)| c.students).sum();
            let total = self.intake(case, *stage, year, now);
            let weights: Vec<u64> = schools.iter().map(|(_, c)| u64::from(c.students)).collect();
            let parts = apportion(&weights, u64::from(total));
            for ((at, base), students) in schools.iter().zip(parts) {
                let students = students as u32;
                let classes = match base.students {
                    0 => base.classes,
                    _ => self.classes(*at, students),
                };
                next.insert(*at, Cohort { classes, students });
            }
        }
    }

    /// How many enter a stage: so many for each who leaves the stage before, else as many as now, growing or shrinking.
    fn intake(&self, case: &Case, stage: Stage, year: usize, now: u32) -> u32 {
        let policy = &case.policy.forecast;
        let leaving = stage
            .before()
            .map_or(0, |before| self.last_grade(case, before));
        let exact = match policy.progression.get(stage.zh()) {
            Some(rate) if leaving > 0 => Decimal::from(leaving) * rate,
            _ => {
                let change = policy.intake_change.get(stage.zh());
                let factor = Decimal::ONE + change.copied().unwrap_or_default();
                (0..year).fold(Decimal::from(now), |n, _| (n * factor).round_dp(6))
            }
        };
        let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        whole.to_u32().unwrap_or(now)
    }

    fn last_grade(&self, case: &Case, stage: Stage) -> u32 {
        let last = grades(case, stage).wrapping_sub(1);
        let leaving = self.now.iter().filter(|(p, _)| (p.1, p.2) == (stage, last));
        leaving.map(|(_, c)| c.students).sum()
    }

    /// Classes for so many pupils of a grade, as large as its classes are there now; at least one.
    fn classes(&self, at: Place, students: u32) -> u32 {
        let base = self.base.get(&at).copied().unwrap_or_default();
        match base.students {
            0 => u32::from(students > 0),
            of => {
                let classes = u64::from(students) * u64::from(base.classes);
                classes.div_ceil(u64::from(of)) as u32
            }
        }
    }
}

impl Cohort {
    fn add(&mut self, more: Cohort) {
        self.classes = self.classes.saturating_add(more.classes);
        self.students = self.students.saturating_add(more.students);
    }
}

fn grades(case: &Case, stage: Stage) -> usize {
    let grades = case.policy.curriculum.grades.get(stage.zh());
    grades.map_or(0, Vec::len)
}

/// A school so young that its first pupils have not yet reached the grade.
fn grows(case: &Case, school: SchoolIx, place: usize) -> bool {
    let opened = case.county.school(school).opened;
    let age = opened.map(|year| i64::from(case.policy.as_of().year) - i64::from(year));
    age.is_some_and(|age| age < place as i64)
}
