//! A question beside the plan of a large county (another plan as good, a point of a trade-off between tiers that ask who
//! sits where): the whole model with such limits brings no plan in minutes. So the plan at hand is let loose group after
//! group, each solved for the tiers asked while all others stay. What comes is a true plan within the limits, and nothing
//! of it is proven.

use super::around::around;
use super::options::Options;
use crate::case::Case;
use crate::county::{Stage, SubjectIx, TeacherIx};
use crate::model::arcs::Arcs;
use crate::plan::{Assignment, Class, Outcome, Plan};
use anyhow::Result;
use std::collections::BTreeSet;

/// So many persons change at a time.
const GROUP: usize = 250;

/// The plan after each group had its turns, or as many as time allows: first by the kind of post, where exchanges are most
/// likely, then school by school.
pub fn sweep(case: &Case, arcs: &Arcs, start: &Plan, options: &mut Options) -> Result<Plan> {
    let mut plan = start.clone();
    let kinds = groups(start, |row| kind(case, row));
    let schools = groups(start, |row| row.station.map(|s| s.school));
    for group in kinds.into_iter().chain(schools) {
        if options.stopped() {
            break;
        }
        if let Some(found) = around(case, arcs, &plan, &group, &[], options)? {
            plan = found;
        }
    }
    Ok(plan)
}

/// Everybody who could be elsewhere, in groups by `key`.
fn groups<K: Ord>(plan: &Plan, key: impl Fn(&Assignment) -> K) -> Vec<BTreeSet<TeacherIx>> {
    let free = |row: &&Assignment| matches!(row.class, Class::Free | Class::Pooled);
    let mut rows: Vec<&Assignment> = plan.rows.iter().filter(free).collect();
    rows.sort_by_key(|row| (key(row), row.teacher));
    let groups = rows.chunks(GROUP);
    groups
        .map(|rows| rows.iter().map(|row| row.teacher).collect())
        .collect()
}

/// Those who move, or wait, come first.
fn kind(case: &Case, row: &Assignment) -> (bool, Option<Stage>, Option<SubjectIx>) {
    let t = case.county.teacher(row.teacher);
    let stage = row.station.and_then(|s| s.stage).or(t.stage);
    let subject = row.station.and_then(|s| s.subject).or(t.subject);
    (row.outcome == Outcome::Stay, stage, subject)
}
