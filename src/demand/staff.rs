//! Authorised headcount from pupils and classes, and what follows from it: the teaching quota and title posts.

use super::ratio::Ratio;
use crate::county::{County, Grade, SchoolIx, Stage};
use crate::policy::{Policy, StageStaffing};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// The headcount of one stage of a school, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageStaff {
    pub stage: Stage,
    pub students: u32,
    pub classes: u32,
    /// ⌈students ÷ ratio⌉
    pub by_students: u32,
    /// ⌈classes × class ratio⌉, where the stage is small enough for it.
    pub by_classes: Option<u32>,
    /// The larger of these, at least the policy's minimum.
    pub base: u32,
    /// Granted by name.
    pub addition: u32,
}

impl StageStaff {
    pub fn total(&self) -> u32 {
        self.base + self.addition
    }

    /// Whether there is anything to reckon with; without, a headcount of 0 would be no result.
    pub fn known(&self) -> bool {
        self.classes > 0 || self.students > 0 || self.addition > 0
    }
}

impl SchoolStaff {
    /// Whether a headcount could be derived: some stage has classes, pupils or a grant.
    pub fn known(&self) -> bool {
        self.stages.iter().any(StageStaff::known)
    }
}

/// The headcount of one school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolStaff {
    pub school: SchoolIx,
    pub stages: Vec<StageStaff>,
    /// For boarders.
    pub boarding: u32,
    /// Sum of the stages and boarding.
    pub derived: u32,
    pub given: Option<u32>,
    /// What counts: the number given, else the derived one (else, without classes, the declared posts).
    pub approved: u32,
    pub basis: Basis,
    pub quota_given: Option<u32>,
    /// 专任教师编制: given, else the stages' teaching shares of `approved`, rounded down.
    pub quota: u32,
    pub senior_posts: u32,
    pub intermediate_posts: u32,
}

/// Where `approved` comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Given,
    Derived,
    /// Neither a number nor classes are given: the declared posts stand for it, and a warning says so.
    Posts,
}

/// The stage of a school to which a grade belongs: the first of the school's stages, in the order 幼儿园 … 特教, that
/// teaches the grade by policy.
pub fn stage_of(county: &County, school: SchoolIx, grade: Grade, policy: &Policy) -> Option<Stage> {
    let stages = &county.school(school).stages;
    let teaches = |s: &&Stage| policy.curriculum.column(**s, grade).is_some();
    stages.iter().filter(teaches).min().copied()
}

/// The headcount of every school, in the order of schools.
pub fn all(
    county: &County,
    policy: &Policy,
    declared: &BTreeMap<(SchoolIx, Stage), u32>,
) -> Vec<SchoolStaff> {
    let mut pupils: BTreeMap<(SchoolIx, Stage), (u32, u32)> = BTreeMap::new();
    for row in &county.classes {
        if let Some(stage) = stage_of(county, row.school, row.grade, policy) {
            let sums = pupils.entry((row.school, stage)).or_default();
            sums.0 = sums.0.saturating_add(row.classes);
            sums.1 = sums.1.saturating_add(row.students);
        }
    }
    let one = |school| one(county, policy, school, &pupils, declared);
    county.school_ixs().map(one).collect()
}

fn one(
    county: &County,
    policy: &Policy,
    at: SchoolIx,
    pupils: &BTreeMap<(SchoolIx, Stage), (u32, u32)>,
    declared: &BTreeMap<(SchoolIx, Stage), u32>,
) -> SchoolStaff {
    let school = county.school(at);
    let mut words: Vec<Stage> = school.stages.clone();
    words.sort();
    words.dedup();
    let stages: Vec<StageStaff> = words
        .iter()
        .filter_map(|stage| {
            let (classes, students) = pupils.get(&(at, *stage)).copied().unwrap_or_default();
            let standard = policy.staffing.stages.get(stage.zh())?;
            let addition = addition(policy, &school.id, *stage);
            Some(stage_staff(*stage, classes, students, addition, standard))
        })
        .collect();
    let boarding = match policy.staffing.boarders_per_staff {
        0 => 0,
        per => school.boarders.div_ceil(per),
    };
    let derived = stages.iter().map(StageStaff::total).sum::<u32>() + boarding;
    let posts = words.iter().filter_map(|s| declared.get(&(at, *s))).sum();
    let known = stages.iter().any(StageStaff::known);
    let (approved, basis) = match school.approved_staff {
        Some(given) => (given, Basis::Given),
        None if !known && posts > 0 => (posts, Basis::Posts),
        None => (derived, Basis::Derived),
    };
    let weights = weights(&words, &stages, |s| declared.get(&(at, s)).copied());
    let titles = &policy.rules.titles;
    let posts = |shares: &BTreeMap<String, Decimal>| part(approved, &weights, shares).round();
    SchoolStaff {
        school: at,
        boarding,
        derived,
        given: school.approved_staff,
        approved,
        basis,
        quota_given: school.teaching_staff_max,
        quota: school
            .teaching_staff_max
            .unwrap_or_else(|| quota(approved, derived, &stages, policy)),
        senior_posts: school
            .senior_posts
            .unwrap_or_else(|| posts(&titles.senior_share)),
        intermediate_posts: school
            .intermediate_posts
            .unwrap_or_else(|| posts(&titles.intermediate_share)),
        stages,
    }
}

fn addition(policy: &Policy, school: &str, stage: Stage) -> u32 {
    let granted = policy.staffing.additions.iter();
    let here = granted.filter(|a| a.school == school && a.stage == stage.zh());
    here.map(|a| a.staff).sum()
}

fn stage_staff(
    stage: Stage,
    classes: u32,
    students: u32,
    addition: u32,
    standard: &StageStaffing,
) -> StageStaff {
    let by_students = Ratio::whole(students)
        .over(standard.students_per_staff.into())
        .ceil();
    let small = standard
        .small_school_students
        .is_none_or(|limit| students < limit);
    let by_classes = (small && classes > 0).then(|| {
        Ratio::whole(classes)
            .times(standard.staff_per_class.into())
            .ceil()
    });
    let least = if classes > 0 { standard.minimum } else { 0 };
    StageStaff {
        stage,
        students,
        classes,
        by_students,
        by_classes,
        base: by_students.max(by_classes.unwrap_or(0)).max(least),
        addition,
    }
}

/// How much each stage weighs in a school's headcount: by the derived headcount, else the declared posts, else evenly.
fn weights(
    words: &[Stage],
    stages: &[StageStaff],
    declared: impl Fn(Stage) -> Option<u32>,
) -> Vec<(Stage, u32)> {
    let derived: Vec<(Stage, u32)> = stages.iter().map(|s| (s.stage, s.total())).collect();
    let posts: Vec<(Stage, u32)> = words
        .iter()
        .map(|s| (*s, declared(*s).unwrap_or(0)))
        .collect();
    let even: Vec<(Stage, u32)> = words.iter().map(|s| (*s, 1)).collect();
    let weighs = |list: &Vec<(Stage, u32)>| list.iter().any(|(_, n)| *n > 0);
    [derived, posts].into_iter().find(weighs).unwrap_or(even)
}

/// Σ over the stages of approved × the stage's weight × its share.
fn part(approved: u32, weights: &[(Stage, u32)], shares: &BTreeMap<String, Decimal>) -> Ratio {
    let total: u32 = weights.iter().map(|(_, n)| n).sum();
    let mut sum = Ratio::default();
    for (stage, weight) in weights {
        let share = shares.get(stage.zh()).copied().unwrap_or_default();
        sum = sum.plus(Ratio::whole(*weight).times(share.into()));
    }
    Ratio::whole(approved).times(sum).over(Ratio::whole(total))
}

/// ⌊approved × the mean teaching share⌋; people for boarders do not teach. Without classes all may teach.
fn quota(approved: u32, derived: u32, stages: &[StageStaff], policy: &Policy) -> u32 {
    if derived == 0 {
        return approved;
    }
    let mut teaching = Ratio::default();
    for staff in stages {
        let standard = policy.staffing.stages.get(staff.stage.zh());
        let share = standard.map(|s| s.teaching_share).unwrap_or_default();
        teaching = teaching.plus(Ratio::whole(staff.total()).times(share.into()));
    }
    Ratio::whole(approved)
        .times(teaching)
        .over(Ratio::whole(derived))
        .floor()
}
