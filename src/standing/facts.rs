//! What a county's present state says, computed once and read by rules, model and audit alike.

use super::class;
use super::leader_faults;
use super::leaders::{self, Leaders, SlotIx};
use crate::county::{County, LoanState, Pin, SchoolIx, TeacherIx};
use crate::demand::{CellIx, Demand};
use crate::plan::Class;
use crate::policy::Policy;
use crate::tables::fault::Faults;

#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Per teacher.
    pub class: Vec<Class>,
    /// Per teacher: the current cell, when it is one of the demand's cells (its count may be 0).
    pub cell: Vec<Option<CellIx>>,
    /// Per teacher: completed years at the current school; 0 where `since` is missing.
    pub years_at_school: Vec<i32>,
    /// Per teacher: due for rotation (R08).
    pub due: Vec<bool>,
    /// Per school: *current staff* = fixed and free teachers, in teacher order.
    pub staff: Vec<Vec<TeacherIx>>,
    /// Per school: leaders standing there (校长, 书记), in teacher order.
    pub leaders: Vec<Vec<TeacherIx>>,
    /// Per cell: *holders* = fixed and free teachers whose current cell it is.
    pub holders: Vec<Vec<TeacherIx>>,
    /// Per school: opened in the plan year or the year before (R15).
    pub new_school: Vec<bool>,
    /// Per teacher: all relatives, spouses among them.
    pub relatives: Vec<Vec<TeacherIx>>,
    /// Per teacher: spouses.
    pub spouses: Vec<Vec<TeacherIx>>,
    /// Per teacher: positions in `County::pins`.
    pub pins: Vec<Vec<usize>>,
    /// What the rounds before the county adjustment have brought (SPEC §6); none where one model decides everything.
    pub earlier: Option<Earlier>,
    /// Leader posts (§4a).
    pub lead: Leaders,
    /// Per school: quota lent in earlier years and not yet due (R03); nothing at a closing school.
    pub lent: Vec<u32>,
}

/// The county when the adjustment begins.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    /// Per teacher: what is final.
    pub settled: Vec<Option<Settled>>,
    /// Per teacher: the seat held, final or not.
    pub held: Vec<Option<CellIx>>,
}

/// What a round has settled for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    Seat(CellIx),
    Retained,
    Lead,
    /// Appointed to vacant leader posts.
    Appoint(SlotIx),
}

impl Standing {
    pub fn new(county: &County, policy: &Policy, demand: &Demand, faults: &mut Faults) -> Standing {
        let mut s = Standing {
            pins: pins_by_teacher(county),
            relatives: county.relatives(),
            spouses: spouses(county),
            new_school: new_schools(county, policy),
            lent: lent(county, policy),
            ..Standing::default()
        };
        for t in &county.teachers {
            let years = t.since.map_or(0, |m| m.full_years_to(policy.as_of()));
            s.years_at_school.push(years);
        }
        let ended = leaders::ended(county, policy);
        for ix in county.teacher_ixs() {
            let t = county.teacher(ix);
            let pins: Vec<&Pin> = s.pins[ix.ix()].iter().map(|&p| &county.pins[p]).collect();
            let years = s.years_at_school[ix.ix()];
            let class = class::class(county, policy, t, years, &pins, ended[ix.ix()]);
            class::check_retired(policy, t, faults);
            class::check_pins(county, policy, t, class, &pins, faults);
            class::check_posts(county, policy, demand, (ix, class), &pins, faults);
            s.class.push(class);
            let place = t.school.zip(t.stage).zip(t.subject);
            let cell =
                place.and_then(|((school, stage), subject)| demand.find(school, stage, subject));
            s.cell.push(cell);
        }
        s.count(county, policy, demand);
        s.find_leaders(county, policy, &ended);
        leader_faults::check(county, policy, &s, faults);
        s
    }

    fn count(&mut self, county: &County, policy: &Policy, demand: &Demand) {
        self.count_staff(county, demand);
        let due = county.teacher_ixs().map(|t| self.is_due(county, policy, t));
        self.due = due.collect();
    }

    /// The standing in which these incumbents, due but appointed again, still count as leaders (§4a).
    pub fn leading_on(
        mut self,
        county: &County,
        policy: &Policy,
        demand: &Demand,
        appointed: &[TeacherIx],
    ) -> Standing {
        for t in appointed {
            self.class[t.ix()] = Class::Leader;
        }
        self.count(county, policy, demand);
        self
    }

    fn count_staff(&mut self, county: &County, demand: &Demand) {
        self.staff = vec![Vec::new(); county.schools.len()];
        self.leaders = vec![Vec::new(); county.schools.len()];
        self.holders = vec![Vec::new(); demand.cells.len()];
        for ix in county.teacher_ixs() {
            let Some(school) = county.teacher(ix).school else {
                continue;
            };
            match self.class_of(ix) {
                Class::Leader => self.leaders[school.ix()].push(ix),
                Class::Fixed | Class::Free => {
                    self.staff[school.ix()].push(ix);
                    if let Some(cell) = self.cell[ix.ix()] {
                        self.holders[cell.ix()].push(ix);
                    }
                }
                Class::Out | Class::Barred | Class::Pooled => {}
            }
        }
    }

    /// R08: free, at a school that rotates, long enough there. A closing school's due count as movers in the county's
    /// backbone share, not in a school's need.
    fn is_due(&self, county: &County, policy: &Policy, t: TeacherIx) -> bool {
        let rule = &policy.rules.rotation;
        let Some(school) = county.teacher(t).school else {
            return false;
        };
        let school = county.school(school);
        let rotates = rule.areas.iter().any(|a| a == school.area.zh());
        let long = self.years_at_school[t.ix()] >= rule.years as i32;
        let known = county.teacher(t).since.is_some();
        rule.on() && self.class_of(t) == Class::Free && rotates && long && known
    }

    pub fn class_of(&self, teacher: TeacherIx) -> Class {
        self.class[teacher.ix()]
    }

    /// What is final for a teacher before the model decides; none: everything is open.
    pub fn settled(&self, teacher: TeacherIx) -> Option<Settled> {
        self.earlier.as_ref()?.settled[teacher.ix()]
    }

    /// *Staff now*: current staff and leaders.
    pub fn staff_now(&self, school: SchoolIx) -> usize {
        self.staff[school.ix()].len() + self.leaders[school.ix()].len()
    }

    /// Everybody of *staff now*.
    pub fn persons_now(&self, school: SchoolIx) -> impl Iterator<Item = TeacherIx> + '_ {
        let staff = self.staff[school.ix()].iter();
        staff.chain(&self.leaders[school.ix()]).copied()
    }
}

fn pins_by_teacher(county: &County) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); county.teachers.len()];
    for (i, pin) in county.pins.iter().enumerate() {
        all[pin.teacher.ix()].push(i);
    }
    all
}

fn spouses(county: &County) -> Vec<Vec<TeacherIx>> {
    let mut all = vec![Vec::new(); county.teachers.len()];
    for (a, b) in county.couples() {
        all[a.ix()].push(b);
        all[b.ix()].push(a);
    }
    all
}

fn new_schools(county: &County, policy: &Policy) -> Vec<bool> {
    let year = policy.as_of().year;
    let years = policy.rules.new_school.years as i16;
    let new = |opened: i16| opened <= year && opened > year - years;
    county
        .schools
        .iter()
        .map(|s| s.opened.is_some_and(new))
        .collect()
}

fn lent(county: &County, policy: &Policy) -> Vec<u32> {
    let mut all = vec![0u32; county.schools.len()];
    for loan in &county.loans {
        let standing = loan.state(policy.as_of()) == LoanState::Standing;
        if standing && !county.school(loan.school).closing {
            let sum = &mut all[loan.school.ix()];
            *sum = sum.saturating_add(loan.count);
        }
    }
    all
}
