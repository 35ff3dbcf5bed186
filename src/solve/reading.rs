//! From chosen columns back to a plan.

use crate::case::Case;
use crate::county::{Role, TeacherIx};
use crate::model::columns;
use crate::plan::{Assignment, Class, Outcome, Plan};
use crate::terms::column::{Act, Column};

/// The plan that the chosen columns make; barred persons get their row too, out persons none.
pub fn plan<'a>(case: &Case, chosen: impl Iterator<Item = &'a Column>) -> Plan {
    let mut rows: Vec<Assignment> = chosen.filter_map(|c| assignment(case, c)).collect();
    for teacher in case.county.teacher_ixs() {
        if case.standing.class_of(teacher) == Class::Barred {
            rows.push(row(case, teacher, Outcome::Barred, None));
        }
    }
    rows.sort_by_key(|a| a.teacher);
    Plan { rows }
}

fn assignment(case: &Case, column: &Column) -> Option<Assignment> {
    let teacher = column.person?;
    let outcome = columns::outcome(case, teacher, column.act);
    let mut made = row(case, teacher, outcome, Some(column));
    if matches!(column.act, Act::Pool) {
        made.station = None;
    }
    Some(made)
}

fn row(case: &Case, teacher: TeacherIx, outcome: Outcome, column: Option<&Column>) -> Assignment {
    let notes = column.map_or_else(String::new, notes);
    let slot = column.and_then(Column::slot);
    let class = match slot {
        // Due, and appointed again: a leader as before (§4a).
        Some(_) if case.standing.swings(&case.county, teacher) => Class::Leader,
        _ => case.standing.class_of(teacher),
    };
    let role = column.and_then(|c| role(case, c));
    let role = role.unwrap_or(case.county.teacher(teacher).role);
    Assignment {
        teacher,
        class,
        outcome,
        station: column.and_then(|c| c.station),
        role: outcome.office(role),
        tier_notes: notes,
    }
}

/// The role that a column gives: that of the posts filled, else the standing one.
pub(super) fn role(case: &Case, column: &Column) -> Option<Role> {
    let filled = column.slot().and_then(|slot| {
        let first = *case.standing.lead.slot(slot).posts.first()?;
        Some(case.county.leader_posts.as_deref()?[first].role)
    });
    let standing = column.person.map(|t| case.county.teacher(t).role);
    filled.or(standing)
}

/// `T3=1;T7=78`
fn notes(column: &Column) -> String {
    let mut costs = column.costs.clone();
    costs.sort();
    let words: Vec<String> = costs
        .iter()
        .map(|(tier, cost)| format!("{}={cost}", tier.no()))
        .collect();
    words.join(";")
}
