//! Classes, pupils and posts of every school, scaled so that the posts suit the number of teachers asked for.

use super::dice::Dice;
use super::shape::{Kind, Shape};
use super::timetable;
use super::unit::{ClassLine, PostLine, Unit};
use crate::county::{Area, Grade, Stage};
use crate::exact::apportion;

/// Who stands outside the schools: gone, and waiting for a place.
#[derive(Debug, Clone, Copy)]
pub struct Outside {
    pub out: u64,
    pub pooled: u64,
}

pub fn outside(teachers: usize) -> Outside {
    let teachers = teachers as u64;
    Outside {
        out: teachers / 250,
        pooled: teachers / 100,
    }
}

/// Gives each school its classes, pupils, posts, approved staff and the number of persons now there.
pub fn fill(shape: &Shape, units: &mut [Unit]) {
    let outside = outside(shape.teachers);
    let wanted = shape.teachers as u64 - outside.out - outside.pooled;
    let mut scale = 1_000_000;
    for _ in 0..10 {
        lay_out_all(units, scale);
        let need = |u: &Unit| u.post_count() + u.leader_count();
        let listed: u64 = units.iter().filter(|u| u.fixed).map(need).sum();
        let made: u64 = units.iter().filter(|u| !u.fixed).map(need).sum();
        let left = wanted.saturating_sub(listed).max(1);
        scale = (u128::from(scale) * u128::from(left) / u128::from(made.max(1))) as u64;
    }
    let mut dice = Dice::of(shape.seed, "enrolment", 0);
    for unit in units.iter_mut() {
        pupils(&mut dice, unit);
    }
    staff(shape, units, wanted);
}

/// Classes and posts of every school at one scale; classes of a real list stay.
pub fn lay_out_all(units: &mut [Unit], scale: u64) {
    for unit in units.iter_mut() {
        if !unit.fixed {
            let staff = (u128::from(unit.weight) * u128::from(scale) / 1_000_000) as u64;
            lay_out(unit, staff);
        }
        set_posts(unit);
    }
}

/// Classes by grade for a number of teachers (in hundredths), the same share for each stage.
fn lay_out(unit: &mut Unit, staff: u64) {
    unit.classes.clear();
    let stages = unit.stages.clone();
    for stage in &stages {
        let part = staff / stages.len() as u64;
        let per_class = timetable::per_class(*stage);
        let classes = ((part * 10 + per_class / 2) / per_class).max(1);
        let lines = grades(unit, *stage, classes);
        unit.classes.extend(lines);
    }
}

/// A given number of classes over the stages of a school, by their number of grades.
pub fn spread(unit: &mut Unit, classes: u64) {
    let stages = unit.stages.clone();
    let years = |s: &Stage| if *s == Stage::Primary { 6 } else { 3 };
    let weights: Vec<u64> = stages.iter().map(years).collect();
    unit.classes.clear();
    for (stage, n) in stages.iter().zip(apportion(&weights, classes)) {
        let lines = grades(unit, *stage, n);
        unit.classes.extend(lines);
    }
}

/// Spreads the classes over the grades; villages have the small years below, growing towns above.
fn grades(unit: &Unit, stage: Stage, classes: u64) -> Vec<ClassLine> {
    let (first, last) = match (stage, unit.kind) {
        (Stage::Kindergarten, _) => (1, 3),
        (_, Kind::Point) => (1, 4),
        (Stage::Primary, _) => (1, 6),
        (Stage::Junior, _) => (7, 9),
        (Stage::Special, _) => (1, 9),
        (Stage::Senior | Stage::Vocational, _) => (10, 12),
    };
    let mut years: Vec<u8> = (first..=last).collect();
    if unit.area == Area::Rural && classes >= years.len() as u64 {
        years.reverse();
    }
    let even = apportion(&vec![1; years.len()], classes);
    let mut lines: Vec<ClassLine> = years
        .into_iter()
        .zip(even)
        .filter(|(_, n)| *n > 0)
        .map(|(year, classes)| ClassLine {
            stage,
            grade: match stage {
                Stage::Kindergarten => Grade::Kindergarten(year),
                _ => Grade::Year(year),
            },
            classes,
            students: 0,
        })
        .collect();
    lines.sort_by_key(|l| l.grade);
    lines
}

/// Posts follow from the classes by the timetable; where a real list gives the headcount, nine tenths of it teach.
pub fn set_posts(unit: &mut Unit) {
    let mut posts = Vec::new();
    for stage in unit.stages.clone() {
        let of_stage = unit.classes.iter().filter(|c| c.stage == stage);
        let classes: u64 = of_stage.map(|c| c.classes).sum();
        for (subject, count) in timetable::posts(stage, classes) {
            posts.push(PostLine {
                stage,
                subject: subject.to_string(),
                count,
                basis: format!("{stage}{classes}班，按周课时与标准工作量折算"),
            });
        }
    }
    let total: u64 = posts.iter().map(|p| p.count).sum();
    if let Some(listed) = unit.listed
        && total * 10 > listed * 9
    {
        let weights: Vec<u64> = posts.iter().map(|p| p.count).collect();
        for (post, n) in posts.iter_mut().zip(apportion(&weights, listed * 9 / 10)) {
            post.count = n;
        }
        posts.retain(|p| p.count > 0);
    }
    unit.posts = posts;
}

fn pupils(dice: &mut Dice, unit: &mut Unit) {
    let size = unit.class_size;
    for line in unit.classes.iter_mut().filter(|l| l.students == 0) {
        let each = (size + dice.between(-2, 2)).max(1) as u64;
        line.students = line.classes * each - dice.below(line.classes as usize) as u64;
    }
    let boards = match (unit.kind, unit.area) {
        (Kind::Senior | Kind::Vocational, _) => 450,
        (Kind::Junior | Kind::NineYear, Area::Rural | Area::Town) => 300,
        (Kind::Special, _) => 350,
        _ => 0,
    };
    if unit.fixed {
        return;
    }
    unit.boarders = unit.students() * boards * dice.between(60, 140) as u64 / 100_000;
}

/// Persons and approved staff: the town runs short, villages hold more than they need.
fn staff(shape: &Shape, units: &mut [Unit], wanted: u64) {
    let mut dice = Dice::of(shape.seed, "staff", 0);
    let weights: Vec<u64> = units
        .iter()
        .map(|u| {
            let held = match u.area {
                _ if u.is_new(shape.year) => dice.between(250, 400),
                Area::Urban => dice.between(930, 1020),
                Area::Town => dice.between(970, 1060),
                Area::Rural => dice.between(980, 1180),
            };
            (u.post_count() + u.leader_count()) * held as u64
        })
        .collect();
    for (unit, n) in units.iter_mut().zip(apportion(&weights, wanted)) {
        unit.staff = n;
        let need = unit.post_count() + unit.leader_count();
        let lag = match unit.area {
            Area::Urban => dice.between(95, 104),
            _ => dice.between(99, 108),
        };
        unit.approved = unit.listed.unwrap_or((need * lag as u64).div_ceil(100));
        if unit.closing {
            unit.former = std::mem::take(&mut unit.classes);
            unit.posts.clear();
        }
    }
}
