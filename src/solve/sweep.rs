//! A question beside the plan of a large county (another plan as good, a point of a trade-off between tiers that ask who
//! sits where): the whole model with such limits brings no plan in minutes. So the plan at hand is let loose group after
//! group, each solved for the tiers asked while all others stay. What comes is a true plan within the limits, and nothing
//! of it is proven.

use super::around::around;
use super::options::Options;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::model::arcs::Arcs;
use crate::plan::{Assignment, Class, Outcome, Plan};
use anyhow::Result;
use std::collections::BTreeSet;

/// So many persons change at a time.
const GROUP: usize = 150;

/// The plan after each group had its turn, or as many as time allows.
pub fn sweep(case: &Case, arcs: &Arcs, start: &Plan, options: &mut Options) -> Result<Plan> {
    let mut plan = start.clone();
    for group in groups(case, start) {
        if options.stopped() {
            break;
        }
        if let Some(found) = around(case, arcs, &plan, &group, &[], options)? {
            plan = found;
        }
    }
    Ok(plan)
}

/// Everybody who could be elsewhere, by the kind of post: there exchanges are most likely. Those who move, or wait, come first.
fn groups(case: &Case, plan: &Plan) -> Vec<BTreeSet<TeacherIx>> {
    let free = |row: &&Assignment| matches!(row.class, Class::Free | Class::Pooled);
    let mut rows: Vec<&Assignment> = plan.rows.iter().filter(free).collect();
    rows.sort_by_key(|row| {
        let t = case.county.teacher(row.teacher);
        let station = row.station;
        let stage = station.and_then(|s| s.stage).or(t.stage);
        let subject = station.and_then(|s| s.subject).or(t.subject);
        (row.outcome == Outcome::Stay, stage, subject, row.teacher)
    });
    let groups = rows.chunks(GROUP);
    groups
        .map(|rows| rows.iter().map(|row| row.teacher).collect())
        .collect()
}
