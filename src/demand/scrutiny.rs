//! Declared posts under the glass: more than the formula gives, or made for one person (禁止因人设岗).

use super::conditions::Conditions;
use super::{CellIx, Demand};
use crate::county::{County, Teacher, TeacherIx};
use crate::policy::Policy;
use std::collections::BTreeSet;

/// A declared cell with more posts than the formula gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    pub cell: CellIx,
    pub declared: u32,
    /// 0 where the curriculum has no such subject at the stage.
    pub formula: u32,
}

/// A declared cell whose conditions exactly one teacher of the school meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeForOne {
    pub cell: CellIx,
    pub teacher: TeacherIx,
    pub conditions: Conditions,
}

/// Cells declared above the formula, in order; schools without classes cannot be judged and closing ones have no posts.
pub fn excesses(county: &County, demand: &Demand) -> Vec<Excess> {
    if county.posts.is_none() {
        return Vec::new();
    }
    let judged: BTreeSet<_> = demand.schools.iter().map(|s| s.school).collect();
    let mut found = Vec::new();
    for at in demand.cell_ixs() {
        let cell = demand.cell(at);
        let key = (cell.school, cell.stage, cell.subject);
        let place = demand
            .formulas
            .binary_search_by_key(&key, |f| (f.school, f.stage, f.subject));
        let formula = place.map_or(0, |i| demand.formulas[i].posts);
        if judged.contains(&cell.school) && cell.count > formula {
            found.push(Excess {
                cell: at,
                declared: cell.count,
                formula,
            });
        }
    }
    found
}

/// Cells whose conditions, as far as they are understood, exactly one of the school's teachers meets.
pub fn made_for_one(county: &County, policy: &Policy, demand: &Demand) -> Vec<MadeForOne> {
    let mut found = Vec::new();
    for at in demand.cell_ixs() {
        let cell = demand.cell(at);
        let Some(text) = &cell.conditions else {
            continue;
        };
        let staff: Vec<(TeacherIx, &Teacher)> = county
            .teacher_ixs()
            .map(|t| (t, county.teacher(t)))
            .filter(|(_, t)| t.school == Some(cell.school) && !t.status.is_out())
            .collect();
        let persons: Vec<&Teacher> = staff.iter().map(|(_, t)| *t).collect();
        let conditions = Conditions::read(text, county, &persons);
        let meets = |(_, t): &&(TeacherIx, &Teacher)| conditions.met_by(t, policy.as_of());
        let mut those = staff.iter().filter(meets);
        if let (Some((teacher, _)), None, false) =
            (those.next(), those.next(), conditions.known.is_empty())
        {
            found.push(MadeForOne {
                cell: at,
                teacher: *teacher,
                conditions,
            });
        }
    }
    found
}
