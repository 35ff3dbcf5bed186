//! A plan for a solve that was stopped before it had any: the same model with only the seats at the
//! person's own school and those applied for. It is small, so a plan of it is at hand in a moment; it obeys every rule like any other, and
//! nothing about its tiers is called proven.

use super::options::Options;
use super::{reading, tiers};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::model::direct::Direct;
use crate::model::rulebook::Rulebook;
use crate::plan::Plan;
use crate::solve::backend::Session;
use anyhow::Result;
use std::collections::HashSet;

/// Seconds this may take after the stop; somebody waits at the keyboard.
const GRACE: f64 = 5.0;

/// None where the own schools alone hold no plan, or none was found in the seconds of grace.
pub fn plan(case: &Case, arcs: &Arcs, options: &Options) -> Result<Option<Plan>> {
    let pins = case.county.pins.iter();
    let pinned: HashSet<TeacherIx> = pins.filter(|p| p.must).map(|p| p.teacher).collect();
    let near = arcs.filtered(|teacher, cell| {
        let placed = pinned.contains(&teacher) || case.standing.settled(teacher).is_some();
        placed || at_home(case, teacher, cell)
    });
    let model = Direct::new(case, &near, &Rulebook::new(case));
    let mut session = Session::new(&model.problem)?;
    let mut brief = Options {
        time_limit: Some(GRACE),
        threads: options.threads,
        ..Options::default()
    };
    let found = tiers::run(
        case,
        &model.problem,
        &mut session,
        &tiers::order(case),
        None,
        &mut |_: &[f64]| Vec::new(),
        &mut brief,
    )?;
    Ok(found.point.map(|point| {
        let chosen = model.columns.iter().zip(&point).filter(|(_, x)| **x > 0.5);
        reading::plan(case, chosen.map(|(column, _)| column))
    }))
}

/// The own school, what was applied for, and anything for who has no school: enough to fill what a pin or a floor asks for.
fn at_home(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let school = case.demand.cell(cell).school;
    let t = case.county.teacher(teacher);
    let wished = || t.wishes.iter().any(|wish| wish.school == school);
    t.school.is_none_or(|own| own == school) || wished()
}
