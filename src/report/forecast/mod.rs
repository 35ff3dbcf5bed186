//! A forecast as a workbook for the office and as data: the same numbers, and what they suppose.

mod retired;
mod sheets;

use super::info::WhatIf;
use super::order::Subjects;
use super::{WriteError, folder};
use crate::case::Case;
use crate::county::{Month, SchoolIx, Stage, SubjectIx};
use crate::forecast::{Forecast, SchoolYear, Year, assumptions};
use anyhow::Context;
use serde_json::{Value, json};
use std::path::Path;

const FILES: [&str; 2] = ["forecast.xlsx", "forecast.json"];

/// Checks, before anything is reckoned, that the folder can be written.
///
/// # Errors
/// It exists and `force` is false, or is none of ours, or the place cannot be written to.
pub fn check(out: &Path, force: bool) -> Result<(), WriteError> {
    folder::check(out, force, &FILES)
}

/// Writes `forecast.xlsx` and `forecast.json`, whole or not at all.
///
/// # Errors
/// As [`check`].
pub fn folder(
    out: &Path,
    force: bool,
    case: &Case,
    forecast: &Forecast,
    what_if: &[WhatIf],
) -> Result<(), WriteError> {
    let book = book(case, forecast, what_if)?;
    let data = json(case, forecast, what_if);
    let data = serde_json::to_vec_pretty(&data).map_err(anyhow::Error::from)?;
    folder::write(out, force, &[(FILES[0], book), (FILES[1], data)])
}

/// The workbook alone.
///
/// # Errors
/// Only where there is more than a workbook can hold.
pub fn book(case: &Case, forecast: &Forecast, what_if: &[WhatIf]) -> anyhow::Result<Vec<u8>> {
    sheets::workbook(case, forecast, what_if).context(FILES[0])
}

/// Stages and subjects in the order of lists.
pub fn cells(case: &Case, forecast: &Forecast) -> Vec<(Stage, SubjectIx)> {
    let order = Subjects::new(case);
    let all = forecast.years.iter().flat_map(|y| y.needs.keys());
    let mut cells: Vec<(Stage, SubjectIx)> = all.copied().collect();
    cells.sort_by_key(|(stage, subject)| (*stage, order.of(*subject)));
    cells.dedup();
    cells
}

/// The whole forecast for machines.
pub fn json(case: &Case, forecast: &Forecast, what_if: &[WhatIf]) -> Value {
    let at = |n: usize| forecast.years.get(n).map(|y| y.at.to_string());
    let leavers = forecast
        .leavers
        .iter()
        .map(|l| json!({ "teacher_id": case.county.teacher(l.teacher).id, "year": at(l.year) }));
    json!({
        "format": "jiaopin/forecast/1",
        "county_sha256": case.county.hash,
        "policy_sha256": case.policy.hash,
        "what_if": what_if.iter().map(|w| &w.title).collect::<Vec<_>>(),
        "years": forecast.years.iter().map(|y| year(case, y)).collect::<Vec<_>>(),
        "retire": leavers.collect::<Vec<_>>(),
        "retirement_unknown": forecast.unknown,
        "supposed": assumptions::of(case, forecast),
    })
}

fn year(case: &Case, year: &Year) -> Value {
    json!({
        "year": year.at.to_string(),
        "students": year.students(),
        "classes": year.classes(),
        "approved_staff": year.approved(),
        "derived_staff": year.derived(),
        "staff": year.staff,
        "retired": year.retired,
        "may_retire_early": year.may_leave,
        "posts": year.sum(|n| n.posts),
        "holders": year.sum(|n| n.holders),
        "gap": year.sum(|n| n.gap()),
        "surplus": year.sum(|n| n.surplus()),
        "free_headcount": year.room(),
        "recruits": year.sum(|n| n.recruits),
        "subjects": year.needs.iter().map(|((stage, subject), n)| json!({
            "stage": stage.zh(),
            "subject": case.county.subject(*subject),
            "posts": n.posts,
            "holders": n.holders,
            "gap": n.gap(),
            "surplus": n.surplus(),
            "recruits": n.recruits,
        })).collect::<Vec<_>>(),
        "schools": year.schools.iter().map(|(ix, s)| school(case, year, *ix, s)).collect::<Vec<_>>(),
    })
}

fn school(case: &Case, year: &Year, ix: SchoolIx, s: &SchoolYear) -> Value {
    let stages = year.pupils.iter().filter(|((school, _), _)| *school == ix);
    json!({
        "school_id": case.county.school(ix).id,
        "approved_staff": s.approved,
        "derived_staff": s.derived,
        "staff": s.staff,
        "stages": stages.map(|((_, stage), p)| json!({
            "stage": stage.zh(), "students": p.students, "classes": p.classes,
        })).collect::<Vec<_>>(),
    })
}

/// `2027年9月`
pub fn chinese(at: Month) -> String {
    format!("{}年{}月", at.year, at.month)
}
