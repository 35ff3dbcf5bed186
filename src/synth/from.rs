//! A real list of schools for a made-up roster: `generate --from`.
//!
//! The list has the columns of the schools table. Enrolment comes from a classes table beside it (a sheet of the same
//! workbook, a file of the same folder), else from two extra columns 班数 and 学生数, else it is made up too.

use super::enrol;
use super::land::Land;
use super::schools;
use super::shape::{Kind, Shape};
use super::unit::{ClassLine, Unit};
use crate::county::{self, County, Grade, Point, School, Stage};
use crate::policy::Policy;
use crate::tables::fault::Faults;
use crate::tables::header;
use crate::tables::source;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

/// Endings of text files, which become a folder of tables before they are read.
const TEXTS: [&str; 3] = ["csv", "tsv", "txt"];

const CLASS_HEADERS: [&str; 4] = ["班数", "班级数", "教学班数", "classes"];
const PUPIL_HEADERS: [&str; 4] = ["学生数", "在校生数", "在校学生数", "students"];

/// Classes and pupils of a whole school, by school id.
type Totals = BTreeMap<String, (Option<u64>, Option<u64>)>;

/// The schools of a list, with enrolment where the list has it, and where they lie.
pub fn read(path: &Path, seed: u64, faults: &mut Faults) -> Result<Option<(Vec<Unit>, Land)>> {
    let text = path
        .extension()
        .is_some_and(|x| TEXTS.iter().any(|t| x.eq_ignore_ascii_case(t)));
    if !text || path.is_dir() || !path.exists() {
        return Ok(list(path, seed, faults));
    }
    let folder = tempfile::tempdir().context("temporary folder")?;
    std::fs::copy(path, folder.path().join("schools.csv"))
        .with_context(|| path.display().to_string())?;
    for name in ["班级.csv", "classes.csv"] {
        let beside = path.with_file_name(name);
        if beside.exists() && beside != path {
            std::fs::copy(&beside, folder.path().join(name))
                .with_context(|| beside.display().to_string())?;
            break;
        }
    }
    let found = list(folder.path(), seed, faults);
    let name = path.file_name().unwrap_or(OsStr::new("")).to_string_lossy();
    for fault in &mut faults.list {
        if fault.place.file == "schools.csv" {
            fault.place.file = name.to_string();
        }
    }
    Ok(found)
}

/// At most so many schools of a list, the first ones, each with its centre school.
pub fn first(units: Vec<Unit>, schools: usize) -> Vec<Unit> {
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for (at, unit) in units.iter().enumerate() {
        let more = BTreeSet::from([at, unit.legal]);
        if kept.union(&more).count() <= schools {
            kept.extend(more);
        }
    }
    let place: BTreeMap<usize, usize> = kept.iter().copied().zip(0..).collect();
    let all = units.into_iter().enumerate();
    let kept = all.filter(|(at, _)| place.contains_key(at));
    kept.map(|(_, unit)| Unit {
        legal: place[&unit.legal],
        ..unit
    })
    .collect()
}

fn list(path: &Path, seed: u64, faults: &mut Faults) -> Option<(Vec<Unit>, Land)> {
    let county = county::load_schools(path, &Policy::national(), faults)?;
    let totals = totals(path);
    let land = Land::new(centre(&county));
    let mut units: Vec<Unit> = county
        .schools
        .iter()
        .enumerate()
        .map(|(at, school)| unit(seed, at, school, land))
        .collect();
    for row in &county.classes {
        let unit = &mut units[row.school.ix()];
        unit.fixed = true;
        unit.classes.push(ClassLine {
            stage: stage_of(&unit.stages, row.grade),
            grade: row.grade,
            classes: row.classes.into(),
            students: row.students.into(),
        });
    }
    for unit in &mut units {
        if !unit.fixed
            && let Some((classes, students)) = totals.get(&unit.id)
        {
            spread(unit, *classes, *students);
        }
    }
    Some((units, land))
}

/// The middle of all schools that have a place, in millionths of a degree.
fn centre(county: &County) -> (i64, i64) {
    let points: Vec<(i64, i64)> = county
        .schools
        .iter()
        .filter_map(|s| s.point.map(micro))
        .collect();
    let n = points.len() as i64;
    if n == 0 {
        return Shape::of(1, 1, 1).centre;
    }
    let sum = points.iter().fold((0, 0), |a, p| (a.0 + p.0, a.1 + p.1));
    (sum.0 / n, sum.1 / n)
}

fn micro(point: Point) -> (i64, i64) {
    let whole = |degrees: f64| (degrees * 1_000_000.0).round() as i64;
    (whole(point.lon), whole(point.lat))
}

fn unit(seed: u64, at: usize, school: &School, land: Land) -> Unit {
    let mut kind = Kind::of(&school.stages);
    if kind == Kind::Primary && school.legal_unit.ix() != at {
        kind = Kind::Point;
    }
    let mut dice = super::dice::Dice::of(seed, "listed", at as u64);
    Unit {
        id: school.id.clone(),
        name: school.name.clone(),
        kind,
        stages: school.stages.clone(),
        legal: school.legal_unit.ix(),
        cluster: school.cluster.clone(),
        town: school.town.clone().unwrap_or_default(),
        area: school.area,
        quality: school.quality,
        site: school
            .point
            .map(micro)
            .map(|(lon, lat)| land.site(lon, lat)),
        degrees: school
            .point
            .map(|p| (format!("{:.6}", p.lon), format!("{:.6}", p.lat))),
        opened: school.opened,
        boarders: school.boarders.into(),
        closing: school.closing,
        weight: schools::weight(&mut dice, kind, school.area),
        class_size: schools::class_size(&mut dice, kind, school.area),
        fixed: false,
        classes: Vec::new(),
        former: Vec::new(),
        posts: Vec::new(),
        approved: 0,
        listed: school.approved_staff.map(u64::from),
        staff: 0,
    }
}

fn stage_of(stages: &[Stage], grade: Grade) -> Stage {
    let usual = match grade {
        Grade::Kindergarten(_) => Stage::Kindergarten,
        Grade::Year(1..=6) => Stage::Primary,
        Grade::Year(7..=9) => Stage::Junior,
        Grade::Year(_) => Stage::Senior,
    };
    if stages.contains(&usual) {
        usual
    } else {
        stages.last().copied().unwrap_or(usual)
    }
}

/// Extra columns 班数 and 学生数 of the list itself. What is no whole number there counts as not given.
fn totals(path: &Path) -> Totals {
    let mut all = Totals::new();
    let mut told = Faults::default();
    for found in source::sources(path, &mut told) {
        if found.table.key != "schools" {
            continue;
        }
        let Some(head) = header::find(&found.grid, found.table) else {
            continue;
        };
        let column = |names: &[&str]| {
            let known = |e: &&(usize, String)| names.contains(&header::plain(&e.1).as_str());
            head.extra.iter().find(known).map(|e| e.0)
        };
        let (classes, pupils) = (column(&CLASS_HEADERS), column(&PUPIL_HEADERS));
        let Some(id) = head.at[0] else { continue };
        for row in &found.grid.rows[head.row + 1..] {
            let whole = |at: Option<usize>| row.cells.get(at?).and_then(number);
            if let Some(id) = row.cells.get(id).and_then(|c| c.text()) {
                all.insert(id.trim().to_string(), (whole(classes), whole(pupils)));
            }
        }
    }
    all
}

fn number(cell: &crate::tables::grid::Cell) -> Option<u64> {
    use crate::tables::grid::Cell;
    match cell {
        Cell::Number(n) if *n >= 0.0 && *n < 1e6 => Some(n.round() as u64),
        Cell::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Spreads a school's classes and pupils over its stages and grades.
fn spread(unit: &mut Unit, classes: Option<u64>, students: Option<u64>) {
    let size = unit.class_size.max(1) as u64;
    let classes = match (classes, students) {
        (Some(c), _) if c > 0 => c,
        (_, Some(s)) if s > 0 => s.div_ceil(size),
        _ => return,
    };
    unit.fixed = true;
    enrol::spread(unit, classes);
    if let Some(students) = students {
        let weights: Vec<u64> = unit.classes.iter().map(|c| c.classes).collect();
        let shares = crate::exact::apportion(&weights, students);
        for (line, n) in unit.classes.iter_mut().zip(shares) {
            line.students = n;
        }
    }
}

/// How many persons the listed schools would have, were nothing said of it.
pub fn usual_staff(units: &[Unit]) -> usize {
    let mut units = units.to_vec();
    enrol::lay_out_all(&mut units, 1_000_000);
    let posts: u64 = units
        .iter()
        .map(|u| u.post_count() + u.leader_count())
        .sum();
    posts as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_with_totals_keeps_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("my-schools.csv");
        let text = "学校代码,学校名称,学段,城乡类型,经度,纬度,班数,学生数\n\
                    007,桥头小学,小学,乡村,118.9,42.3,7,203\n\
                    008,桥头中学,初中,镇区,118.91,42.31,,300\n\
                    009,桥头幼儿园,幼儿园,镇区,118.91,42.3,,\n";
        std::fs::write(&file, text).unwrap();
        let mut faults = Faults::default();
        let (units, _) = read(&file, 1, &mut faults).unwrap().unwrap();
        assert_eq!(units[0].id, "007");
        assert_eq!(units[0].students(), 203);
        assert_eq!(units[0].classes.iter().map(|c| c.classes).sum::<u64>(), 7);
        assert_eq!(units[1].students(), 300);
        assert!(units[0].fixed && units[1].fixed && !units[2].fixed);
        assert_eq!(units[2].area, crate::county::Area::Town);
    }

    #[test]
    fn faults_name_the_file_that_was_given() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("名单.csv");
        std::fs::write(&file, "学校代码,学校名称,学段,城乡类型\n1,甲,大学,乡村\n").unwrap();
        let mut faults = Faults::default();
        assert!(read(&file, 1, &mut faults).unwrap().is_none());
        let error = faults.list.iter().find(|f| f.code == "E304").unwrap();
        assert_eq!(
            (error.place.file.as_str(), error.place.cell.as_str()),
            ("名单.csv", "C2")
        );
    }
}
