//! Seats and steps as a finished plan shows them: read from persons and schools alone.

use super::{Assignment, Outcome, Plan, Station};
use crate::case::Case;
use crate::county::{Role, SchoolIx, Stage, SubjectIx, TeacherIx};
use crate::demand::Cell;
use std::collections::BTreeMap;

/// A seat by its school, stage and subject. A hand-made plan may name one for which there is no post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seat {
    pub school: SchoolIx,
    pub stage: Stage,
    pub subject: SubjectIx,
}

impl Seat {
    pub fn of(cell: &Cell) -> Seat {
        Seat {
            school: cell.school,
            stage: cell.stage,
            subject: cell.subject,
        }
    }

    /// The seat that a teacher holds today; none where school, stage or subject are not given.
    pub fn current(case: &Case, teacher: TeacherIx) -> Option<Seat> {
        let t = case.county.teacher(teacher);
        Some(Seat {
            school: t.school?,
            stage: t.stage?,
            subject: t.subject?,
        })
    }

    pub fn station(self) -> Station {
        Station {
            school: self.school,
            stage: Some(self.stage),
            subject: Some(self.subject),
        }
    }

    /// How many posts there are for it.
    pub fn count(self, case: &Case) -> usize {
        let cell = case.demand.find(self.school, self.stage, self.subject);
        cell.map_or(0, |ix| case.demand.cell(ix).count as usize)
    }
}

impl Plan {
    /// A plan of these rows in any order.
    pub fn new(mut rows: Vec<Assignment>) -> Plan {
        rows.sort_by_key(|row| row.teacher);
        Plan { rows }
    }

    /// All rows of one teacher: one in a proper plan, none or several in a hand-made one.
    pub fn rows_of(&self, teacher: TeacherIx) -> &[Assignment] {
        let start = self.rows.partition_point(|row| row.teacher < teacher);
        let end = self.rows.partition_point(|row| row.teacher <= teacher);
        &self.rows[start..end]
    }

    /// Who sits where, by seat.
    pub fn seats(&self) -> BTreeMap<Seat, Vec<TeacherIx>> {
        let mut all: BTreeMap<Seat, Vec<TeacherIx>> = BTreeMap::new();
        for row in &self.rows {
            if let Some(seat) = row.seat() {
                all.entry(seat).or_default().push(row.teacher);
            }
        }
        all
    }

    /// Who stands at each school by this plan: seats, retained persons, leaders.
    pub fn persons(&self, case: &Case) -> Vec<Vec<&Assignment>> {
        let mut all = vec![Vec::new(); case.county.schools.len()];
        for row in &self.rows {
            if let Some(station) = row.station {
                all[station.school.ix()].push(row);
            }
        }
        all
    }
}

impl Assignment {
    /// The seat taken, if this is one and it is fully named.
    pub fn seat(&self) -> Option<Seat> {
        let station = self.station.filter(|_| self.outcome.is_seat())?;
        Some(Seat {
            school: station.school,
            stage: station.stage?,
            subject: station.subject?,
        })
    }

    /// Where a person with a current school goes who leaves its legal unit, as teacher or as leader.
    pub fn leaves_for(&self, case: &Case) -> Option<SchoolIx> {
        let own = case.county.teacher(self.teacher).school?;
        let new = self.station?.school;
        (!case.county.same_unit(own, new)).then_some(new)
    }

    /// The office at the place of the outcome. That of a 副校长 or 中层 is the old school's: it does not move along, and
    /// nobody holds one without a place.
    pub fn office(&self, case: &Case) -> Role {
        let own = case.county.teacher(self.teacher).school;
        let remains = |s: Station| own.is_some_and(|own| case.county.same_unit(own, s.school));
        let elsewhere = !self.station.is_some_and(remains);
        match elsewhere && self.outcome != Outcome::Lead && !self.undecided() {
            true => Role::None,
            false => self.outcome.office(self.role),
        }
    }

    /// The office that ends with the outcome, where no other takes its place.
    pub fn laid_down(&self, case: &Case) -> Option<Role> {
        let role = case.county.teacher(self.teacher).role;
        (role != Role::None && self.office(case) == Role::None).then_some(role)
    }

    /// The school a person leaves and the one he comes to, as teacher or leader; both none for whoever remains. The barred
    /// are on no school's staff.
    pub fn crossing(&self, case: &Case) -> (Option<SchoolIx>, Option<SchoolIx>) {
        let barred = self.outcome == Outcome::Barred;
        let from = case.county.teacher(self.teacher).school.filter(|_| !barred);
        let to = self.station.map(|s| s.school);
        if from == to { (None, None) } else { (from, to) }
    }

    /// The seat in another legal unit of a person with a current school: what the rules call a *move*.
    pub fn moved_to(&self, case: &Case) -> Option<Seat> {
        self.leaves_for(case)?;
        self.seat()
    }

    /// Sits in the current cell, or is kept beyond the posts.
    pub fn is_kept(&self, case: &Case) -> bool {
        self.outcome == Outcome::Retained
            || self.seat().is_some() && self.seat() == Seat::current(case, self.teacher)
    }
}

/// Whether a seat at `school` means leaving the legal unit of the current school. Persons without one never *move*.
pub fn is_move(case: &Case, teacher: TeacherIx, school: SchoolIx) -> bool {
    let own = case.county.teacher(teacher).school;
    own.is_some_and(|own| !case.county.same_unit(own, school))
}

/// Whether the teacher's current school closes this year.
pub fn from_closing(case: &Case, teacher: TeacherIx) -> bool {
    let own = case.county.teacher(teacher).school;
    own.is_some_and(|own| case.county.school(own).closing)
}
