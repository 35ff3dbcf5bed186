//! A finished plan read by the brute force: whether it keeps every rule, and what it is worth.

use super::leaders::{self, Posts};
use super::world::{Fate, Kind, World};
use super::{fates, rules, tiers};
use jiaopin::county::{County, SchoolIx, TeacherIx};
use jiaopin::plan::{Assignment, Class, Outcome, Plan, Station};
use jiaopin::policy::Policy;

/// The tier values of a plan in the policy's order, or what is wrong with it.
pub fn judge(county: &County, policy: &Policy, plan: &Plan) -> Result<Vec<(String, i64)>, String> {
    let base = World::new(county, policy);
    let leads = Posts::of(&base).read(plan)?;
    let world = World::with(county, policy, &leads);
    if !leaders::kin_apart(&world) {
        return Err("relatives lead in one unit".into());
    }
    judge_in(&world, plan)
}

fn judge_in(w: &World, plan: &Plan) -> Result<Vec<(String, i64)>, String> {
    let mut all = vec![Fate::Absent; w.people.len()];
    for row in &plan.rows {
        let p = row.teacher.ix();
        all[p] = fate(w, row)?;
    }
    for (p, fate) in all.iter().enumerate() {
        if !fates::fates(w, p).contains(fate) {
            let id = &w.county.teachers[p].id;
            return Err(format!("{id} may not be {fate:?}"));
        }
        let row = plan.of(TeacherIx(p as u32));
        let named = row.map(|r| r.outcome);
        if named != outcome(w, p, *fate) && named != Some(Outcome::Barred) {
            let id = &w.county.teachers[p].id;
            return Err(format!("{id} is called {named:?} but is {fate:?}"));
        }
    }
    for row in &plan.rows {
        let (right, id) = (
            class(w.people[row.teacher.ix()].kind),
            &w.county.teachers[row.teacher.ix()].id,
        );
        if row.class != right {
            return Err(format!("{id} is {right:?}, the plan says {:?}", row.class));
        }
    }
    if !rules::hold(w, &all) {
        return Err("a rule over several persons is broken".into());
    }
    Ok(tiers::in_order(w.policy, &tiers::values(w, &all)))
}

fn fate(w: &World, row: &Assignment) -> Result<Fate, String> {
    let id = &w.county.teachers[row.teacher.ix()].id;
    Ok(match row.outcome {
        Outcome::Stay | Outcome::Move | Outcome::Placed => {
            let at = row.station.ok_or(format!("{id} has a seat nowhere"))?;
            let (Some(stage), Some(subject)) = (at.stage, at.subject) else {
                return Err(format!("{id} has a seat without stage or subject"));
            };
            let cell = w.find(at.school.ix(), stage, subject);
            Fate::Seat(cell.ok_or(format!("{id} sits in no cell"))?)
        }
        Outcome::Retained => Fate::Retained,
        Outcome::Pool => Fate::Pool,
        Outcome::Lead => Fate::Lead,
        Outcome::Barred => Fate::Absent,
    })
}

/// A plan made of fates, as the program writes plans. Nobody is left out but out persons.
pub fn plan(w: &World, all: &[Fate]) -> Plan {
    let mut rows = Vec::new();
    for (p, fate) in all.iter().enumerate() {
        let class = class(w.people[p].kind);
        if class == Class::Out {
            continue;
        }
        let (stage, subject) = w.works_in(p, *fate);
        let station = w.works_at(p, *fate).map(|school| Station {
            school: SchoolIx(school as u32),
            stage,
            subject,
        });
        rows.push(Assignment {
            teacher: TeacherIx(p as u32),
            class,
            outcome: outcome(w, p, *fate).unwrap_or(Outcome::Barred),
            station,
            role: w
                .roles
                .get(&p)
                .copied()
                .unwrap_or(w.county.teachers[p].role),
            tier_notes: String::new(),
        });
    }
    Plan { rows }
}

fn class(kind: Kind) -> Class {
    match kind {
        Kind::Out => Class::Out,
        Kind::Barred => Class::Barred,
        Kind::Leader => Class::Leader,
        Kind::Fixed => Class::Fixed,
        Kind::Free => Class::Free,
        Kind::Pooled => Class::Pooled,
    }
}

fn outcome(w: &World, p: usize, fate: Fate) -> Option<Outcome> {
    match fate {
        Fate::Seat(_) if w.moves_to(p, fate).is_some() => Some(Outcome::Move),
        Fate::Seat(_) if w.stays_in(p, fate).is_some() => Some(Outcome::Stay),
        Fate::Seat(_) => Some(Outcome::Placed),
        Fate::Retained => Some(Outcome::Retained),
        Fate::Pool => Some(Outcome::Pool),
        Fate::Lead => Some(Outcome::Lead),
        Fate::Absent => None,
    }
}

/// A plan of the brute force in words, one person a line.
pub fn describe(w: &World, all: &[Fate]) -> String {
    let mut text = String::new();
    for (p, fate) in all.iter().enumerate() {
        let at = match fate {
            Fate::Seat(cell) => {
                let c = &w.cells[*cell];
                let school = &w.county.schools[c.school].id;
                format!("{school} {} {}", c.stage, w.county.subject(c.subject))
            }
            other => format!("{other:?}"),
        };
        let (id, kind) = (&w.county.teachers[p].id, w.people[p].kind);
        text.push_str(&format!("{id} {kind:?}: {at}\n"));
    }
    text
}
