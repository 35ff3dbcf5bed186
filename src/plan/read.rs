//! Reads a plan: plan.csv, the folder it stands in, or the exported 聘任名单 after somebody edited it by hand.
//!
//! Where school and outcome contradict each other the school counts, because it is what people edit, and it is said.
//! Whatever is wrong with the plan itself (persons missing or twice, rules broken) is for the audit to find.

mod place;
mod row;

use super::Plan;
use crate::case::Case;
use crate::tables;
use crate::tables::catalogue::{Column, Kind, Need, Table};
use crate::tables::fault::{Faults, Place};
use crate::text::Text;
use row::Reader;
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
            &["教师工号", "编号"],
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
    (errors(faults) == before).then(|| Plan::new(rows))
}

/// The plan at a path as far as its persons are still in the tables: to keep what can be kept after late news.
pub fn read_known(path: &Path, case: &Case, faults: &mut Faults) -> Option<Plan> {
    let mut found = Faults::default();
    let file = file(path, &mut found);
    let frame = file.and_then(|file| tables::single(&file, &PLAN, &mut found));
    let reader = Reader::new(case);
    let rows = frame.map(|frame| {
        let view = frame.view();
        let rows = view.rows().filter_map(|row| reader.row(row, &mut found));
        rows.collect::<Vec<_>>()
    });
    found.list.retain(|fault| fault.code != UNKNOWN_PERSON);
    let broken = found.has_errors();
    faults.list.extend(found.list);
    rows.filter(|_| !broken).map(Plan::new)
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
    if found.is_none() {
        let place = Place {
            file: path.display().to_string(),
            ..Place::default()
        };
        faults.push(
            "E501",
            place,
            Text::new(
                "该文件夹中没有 plan.csv 或 appointments.xlsx",
                "neither plan.csv nor appointments.xlsx is in this folder",
            ),
            Text::new(
                "请指定 solve 的输出文件夹、plan.csv 或聘任名单工作簿",
                "name the output folder of solve, a plan.csv or an appointment workbook",
            ),
        );
    }
    found
}
