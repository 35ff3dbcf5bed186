//! Reads a plan: plan.csv, the folder it stands in, or the exported 聘任名单 after somebody edited it by hand.
//!
//! Where school and outcome contradict each other the school counts, because it is what people edit, and it is said.
//! Whatever is wrong with the plan itself (persons missing or twice, rules broken) is for the audit to find.

mod merge;
mod place;
mod row;

use super::{Assignment, Class, Plan, Seat, words};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::tables;
use crate::tables::catalogue::{Column, Kind, Need, Table};
use crate::tables::fault::{Faults, Place};
use crate::tables::source::holds_tables;
use crate::tables::tell;
use crate::text::Text;
use row::Reader;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The code of a person who is not in the tables.
const UNKNOWN_PERSON: &str = "E503";

/// The file of a plan in the folder that `solve` writes, and the workbook beside it.
const FILES: [&str; 2] = ["plan.csv", "appointments.xlsx"];

const fn column(
    key: &'static str,
    title: &'static str,
    aliases: &'static [&'static str],
    kind: Kind,
    need: Need,
) -> Column {
    Column {
        key,
        title,
        aliases,
        kind,
        need,
        note: ("", ""),
        example: "",
    }
}

/// A plan as a table.
static PLAN: Table = Table {
    key: "plan",
    title: "聘任名单",
    aliases: &["聘任方案", "方案", "plan.csv"],
    required: true,
    columns: &[
        column(
            "teacher_id",
            "工号",
            &[
                "教师编号",
                "教师工号",
                "人员编号",
                "教工号",
                "职工号",
                "教职工号",
                "编号",
            ],
            Kind::Teacher,
            Need::Must,
        ),
        column("name", "姓名", &[], Kind::Name, Need::May),
        column("class", "类别", &[], Kind::Text, Need::May),
        column("outcome", "去向", &["聘任结果"], Kind::Text, Need::May),
        column(
            "school_id",
            "拟聘学校",
            &["拟聘单位", "聘任学校", "拟聘学校代码"],
            Kind::School,
            Need::Must,
        ),
        column("stage", "学段", &["拟聘学段"], Kind::Text, Need::Must),
        column("subject", "学科", &["拟聘学科"], Kind::Subject, Need::Must),
        column("role", "职务", &["行政职务"], Kind::Text, Need::May),
        column("rounds", "轮次", &["聘任轮次"], Kind::Text, Need::May),
        column("tier_notes", "层级说明", &[], Kind::Text, Need::May),
    ],
    note: ("", ""),
};

/// The plan at a path; none only where an error stands in `faults`.
pub fn read(path: &Path, case: &Case, faults: &mut Faults) -> Option<Plan> {
    let file = file(path, faults)?;
    let before = errors(faults);
    let frame = tables::single(&file, &PLAN, faults)?;
    let reader = Reader::new(case);
    let view = frame.view();
    let rows = view
        .rows()
        .filter_map(|row| reader.row(row, faults))
        .collect();
    merge::gather(&mut faults.list);
    if errors(faults) > before {
        return None;
    }
    let plan = Plan::new(rows);
    if !frame.has("outcome") {
        unsaid(&plan, case, &file, faults);
    }
    Some(plan)
}

/// Four columns do not tell who is kept beyond the posts, or leads: told where somebody may be meant.
fn unsaid(plan: &Plan, case: &Case, file: &Path, faults: &mut Faults) {
    let seats = plan.seats();
    let beyond = case.demand.cells.iter().map(|c| {
        let sitting = seats.get(&Seat::of(c)).map_or(0, Vec::len);
        sitting.saturating_sub(c.count as usize)
    });
    let beyond: usize = beyond.sum();
    let leading = |row: &&Assignment| {
        row.seat().is_some() && case.county.teacher(row.teacher).role.is_leader()
    };
    let leaders = plan.rows.iter().filter(leading).count();
    if beyond + leaders == 0 {
        return;
    }
    let place = Place {
        file: file.display().to_string(),
        ..Place::default()
    };
    faults.push(
        "W503",
        place,
        Text::new(
            format!("方案没有“去向”列，各行一律按在岗教师读取：有 {beyond} 人超出岗位数，有 {leaders} 名校长、书记列在教学岗位"),
            format!("without the column outcome every row is read as a teacher's seat: {beyond} persons beyond the posts, {leaders} leaders in teaching posts"),
        ),
        Text::new(
            "加上“去向”列，写明超岗留任、任职、待岗；任校长、书记的再写“职务”",
            "add the column outcome: retained, lead, pool; and role for whoever leads",
        ),
    );
}

/// A plan to be kept, and of whom it tells the place alone.
pub struct Known {
    pub plan: Plan,
    pub place_only: BTreeSet<TeacherIx>,
}

/// The plan at a path as far as its persons are still in the tables: to keep what can be kept after late news.
pub fn read_known(path: &Path, case: &Case, faults: &mut Faults) -> Option<Known> {
    let mut found = Faults::default();
    let known = file(path, &mut found).and_then(|file| {
        let frame = tables::single(&file, &PLAN, &mut found)?;
        let reader = Reader::new(case);
        let mut place_only = BTreeSet::new();
        let mut rows = Vec::new();
        for row in frame.view().rows() {
            let told = row.get("outcome").is_some();
            if let Some(read) = reader.row(row, &mut found) {
                place_only.extend((!told).then_some(read.teacher));
                rows.push(read);
            }
        }
        merge::gather(&mut found.list);
        let plan = Plan::new(rows);
        incomplete(&plan, frame.has("outcome"), case, &file, &mut found);
        Some(Known { plan, place_only })
    });
    found.list.retain(|fault| fault.code != UNKNOWN_PERSON);
    let broken = found.has_errors();
    faults.list.extend(found.list);
    known.filter(|_| !broken)
}

/// What a plan to be kept leaves open: the outcomes, and persons.
fn incomplete(plan: &Plan, outcomes: bool, case: &Case, file: &Path, faults: &mut Faults) {
    let place = Place {
        file: file.display().to_string(),
        ..Place::default()
    };
    if !outcomes {
        let cause = Text::new(
            "方案没有“去向”列：只保持各人的学校、学段、学科，是否超岗留任、任职不保持",
            "without the column outcome only school, stage and subject are kept, not whether somebody is retained or leads",
        );
        let remedy = Text::new(
            "去向也要保持的，加上“去向”列",
            "add the column outcome where it is to be kept too",
        );
        faults.push("W503", place.clone(), cause, remedy);
    }
    let planned = case.county.teacher_ixs();
    let planned = planned.filter(|t| case.standing.class_of(*t) != Class::Out);
    let missing: Vec<TeacherIx> = planned.filter(|t| plan.of(*t).is_none()).collect();
    let Some(first) = missing.first() else { return };
    let n = missing.len();
    let first = words::person(case, *first);
    faults.push(
        "W504",
        place,
        words::say!(
            "方案中没有 {n} 人，首先是{first}：没有可保持的去向，由程序重新安排",
            "{n} persons are not in the plan, the first {first}: they have no outcome to keep and are planned anew",
            n = n,
            first = first
        ),
        Text::new(
            "应保持的请补上；新来的人不必补",
            "add whoever is to be kept; newcomers need not be",
        ),
    );
}

fn errors(faults: &Faults) -> usize {
    let errors = faults.list.iter().filter(|f| f.code.starts_with('E'));
    errors.count()
}

/// The file itself, or the plan in a folder.
fn file(path: &Path, faults: &mut Faults) -> Option<PathBuf> {
    if !path.is_dir() {
        return Some(path.to_path_buf());
    }
    let mut known = FILES.iter().map(|name| path.join(name));
    let found = known.find(|file| file.is_file());
    if found.is_none() && holds_tables(path) {
        tell::county_folder(path, faults);
    } else if found.is_none() {
        let place = Place {
            file: path.display().to_string(),
            ..Place::default()
        };
        let (cause, remedy) = missing(std::fs::read_dir(path));
        faults.push("E501", place, cause, remedy);
    }
    found
}

/// Why no plan was found in a folder: it cannot be looked into, or there is none.
fn missing(looked: std::io::Result<std::fs::ReadDir>) -> (Text, Text) {
    match looked {
        Err(error) => (
            Text::new(
                match error.kind() {
                    std::io::ErrorKind::PermissionDenied => "没有读取该文件夹的权限".to_owned(),
                    _ => format!("该文件夹读不出（{error}）"),
                },
                format!("this folder cannot be read ({error})"),
            ),
            Text::new(
                "请换用有权限的账号，或请文件夹的所有者开通权限",
                "use an account that may, or ask its owner for permission",
            ),
        ),
        Ok(_) => (
            Text::new(
                "该文件夹中没有 plan.csv 或 appointments.xlsx",
                "neither plan.csv nor appointments.xlsx is in this folder",
            ),
            Text::new(
                "请指定 solve 的输出文件夹、plan.csv 或聘任名单工作簿",
                "name the output folder of solve, a plan.csv or an appointment workbook",
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_folder_is_not_an_empty_one() {
        let (cause, _) = missing(Err(std::io::ErrorKind::PermissionDenied.into()));
        assert_eq!(cause.zh, "没有读取该文件夹的权限");
    }
}
