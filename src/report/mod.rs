//! What a plan is handed over as: tables for programs, lists for the office, a notice for the public.
//!
//! A folder is written whole or not at all. Nothing that only the person's file may say (identity number, birth, home,
//! reason of exemption, spouse) is ever printed: the sheets take from a teacher what they name, and they name none of it. The
//! one exception is the internal archive (`book/archive.rs`), which has the identity number.

mod ages;
mod balance;
mod book;
pub mod compare;
pub mod demand;
mod draw;
mod error;
mod figures;
mod folder;
pub mod forecast;
pub mod frontier;
mod info;
pub mod leaders;
pub mod letters;
pub mod levers;
pub mod loans;
mod names;
mod notice;
pub mod order;
mod page;
pub mod result;
pub mod rounds;
mod shared;
mod sheet;
mod style;
mod tables;
mod tiers;
pub mod turnover;
mod width;

pub use book::{HEADS, INTERNAL, Lists, Mark, ROSTER, caution, unproven};
pub use error::WriteError;
pub(crate) use folder::make_private;
pub(crate) use folder::{Ours, check_ours, fill, new_file};
pub use folder::{owner_only, private};
pub use info::{Options, RunInfo, Source, WhatIf, sha256};
pub use notice::{NoticeError, notice};
pub use page::View;

use crate::audit::Audit;
use crate::case::Case;
use crate::plan::Plan;
use crate::plan::result::Solved;
use crate::text::Text;
use anyhow::Context;
use std::path::Path;

/// `Solved::method` of a plan that was made or changed by hand.
pub const BY_HAND: &str = "hand";

/// Every file that any version of this program writes into an output folder.
pub(crate) const FILES: [&str; 10] = [
    "plan.csv",
    "result.json",
    "lent.csv",
    "uncovered.csv",
    "leaders.csv",
    "rounds.csv",
    "pins.csv",
    "appointments.xlsx",
    "report.html",
    "frontier.csv",
];

/// How the folders of plans beside a plan begin: points of a trade-off, alternatives.
pub const BESIDE: [&str; 2] = ["point-", "alternative-"];

/// Checks, before the long work of a solve, that its output could be written to `out`.
///
/// # Errors
/// `out` exists and `force` is false, or is no output of ours, or the place cannot be written to.
pub fn check(out: &Path, force: bool) -> Result<(), WriteError> {
    folder::check(out, force, &FILES)
}

/// Writes the output folder of a solve, whole or not at all (SPEC §8).
///
/// # Errors
/// See [`check`]; also a disk that fills up. Nothing is left behind, and what was there before stays.
pub fn write(
    out: &Path,
    force: bool,
    case: &Case,
    plan: &Plan,
    solved: &Solved,
    audit: &Audit,
    info: RunInfo,
) -> Result<(), WriteError> {
    let files = files(case, plan, solved, audit, &info.seen_from(out))?;
    folder::write(out, force, &files)
}

/// Writes the record of a solve that found that there is no plan: `result.json` alone, without any list.
///
/// # Errors
/// As [`write`].
pub fn write_without_plan(
    out: &Path,
    force: bool,
    case: &Case,
    solved: &Solved,
    reasons: &[Text],
    info: RunInfo,
) -> Result<(), WriteError> {
    let record = result::without_plan(case, solved, reasons, &info.seen_from(out))?;
    folder::write(out, force, &[(result::FILE, record)])
}

fn files(
    case: &Case,
    plan: &Plan,
    solved: &Solved,
    audit: &Audit,
    info: &RunInfo,
) -> anyhow::Result<Vec<folder::File>> {
    let case = &*crate::audit::under(case, plan);
    let figures = figures::Figures::new(case, plan, &audit.lent);
    let balance = balance::rows(case, plan);
    let mark = Mark::proposal(solved, info);
    let book = appointments(case, plan, solved, audit, info, &mark, Lists::Whole)?;
    let mut files: Vec<folder::File> = vec![
        ("plan.csv", crate::plan::write::csv(case, plan)),
        ("lent.csv", tables::lent(case, &audit.lent)?),
        ("uncovered.csv", tables::uncovered(case, &figures)?),
        ("leaders.csv", leaders::csv(case, plan)?),
        ("appointments.xlsx", book),
        (
            "report.html",
            page(case, plan, solved, audit, info, &mark, View::Internal)?,
        ),
    ];
    if let Some(curve) = &info.frontier {
        files.push(("frontier.csv", curve.csv()?));
    }
    if plan.is_judged_by_rounds(case) {
        files.push(("rounds.csv", rounds::csv(case, plan)?));
        if plan.stops_after().is_some() {
            files.push(("pins.csv", rounds::pins(case, plan)?));
        }
    }
    let parts = result::Parts {
        case,
        plan,
        solved,
        audit,
        info,
        figures: &figures,
        balance: &balance,
    };
    files.push(("result.json", parts.bytes(&files)?));
    Ok(files)
}

/// The appointment workbook, or one with other lists of the plan.
///
/// # Errors
/// Only where the county outgrows what a workbook can hold.
pub fn appointments(
    case: &Case,
    plan: &Plan,
    solved: &Solved,
    audit: &Audit,
    info: &RunInfo,
    mark: &Mark,
    lists: Lists,
) -> anyhow::Result<Vec<u8>> {
    let case = &*crate::audit::under(case, plan);
    let book = book::Book {
        case,
        plan,
        solved,
        audit,
        info,
        mark,
        figures: &figures::Figures::new(case, plan, &audit.lent),
        balance: &balance::rows(case, plan),
        schools: &names::Schools::new(&case.county),
    };
    book.bytes(lists).context("the lists of a plan")
}

/// The page, for the office or for everybody.
///
/// # Errors
/// Only our own.
pub fn page(
    case: &Case,
    plan: &Plan,
    solved: &Solved,
    audit: &Audit,
    info: &RunInfo,
    mark: &Mark,
    view: View,
) -> anyhow::Result<Vec<u8>> {
    let case = &*crate::audit::under(case, plan);
    let page = page::Page {
        case,
        plan,
        solved,
        info,
        mark,
        figures: &figures::Figures::new(case, plan, &audit.lent),
        balance: &balance::rows(case, plan),
        schools: &names::Schools::new(&case.county),
        passed: audit.in_house_first.len(),
        view,
    };
    page.bytes()
}

/// Writes one exported file, whole or not at all, for its owner only.
///
/// # Errors
/// It exists and `force` is false, or the place cannot be written to.
pub fn write_file(out: &Path, force: bool, content: &[u8]) -> Result<(), WriteError> {
    folder::write_file(out, force, content)
}

/// Checks that [`write_file`] could write there.
///
/// # Errors
/// As [`write_file`].
pub fn check_file(out: &Path, force: bool) -> Result<(), WriteError> {
    folder::check_file(out, force)
}
