//! A plan: who goes where. Made by `solve`, by hand in a workbook, or by a test; judged by `audit`.

pub mod read;
pub mod result;
pub mod round;
pub mod seat;
pub mod words;
pub mod write;

pub use round::Round;
pub use seat::Seat;

use crate::county::{Role, SchoolIx, Stage, SubjectIx, TeacherIx};

/// Teacher classes of SPEC §4, decided before any plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Out,
    Barred,
    Leader,
    Fixed,
    Free,
    Pooled,
}

/// Outcomes of SPEC §4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Stay,
    Move,
    Placed,
    Retained,
    Pool,
    Lead,
    Barred,
}

impl Class {
    pub const ALL: [Class; 6] = [
        Class::Out,
        Class::Barred,
        Class::Leader,
        Class::Fixed,
        Class::Free,
        Class::Pooled,
    ];
    pub fn key(self) -> &'static str {
        match self {
            Class::Out => "out",
            Class::Barred => "barred",
            Class::Leader => "leader",
            Class::Fixed => "fixed",
            Class::Free => "free",
            Class::Pooled => "pooled",
        }
    }
    pub fn zh(self) -> &'static str {
        match self {
            Class::Out => "不在编排范围",
            Class::Barred => "师德否决",
            Class::Leader => "校级正职",
            Class::Fixed => "直聘",
            Class::Free => "竞聘",
            Class::Pooled => "待聘",
        }
    }
}

impl Outcome {
    pub const ALL: [Outcome; 7] = [
        Outcome::Stay,
        Outcome::Move,
        Outcome::Placed,
        Outcome::Retained,
        Outcome::Pool,
        Outcome::Lead,
        Outcome::Barred,
    ];
    pub fn key(self) -> &'static str {
        match self {
            Outcome::Stay => "stay",
            Outcome::Move => "move",
            Outcome::Placed => "placed",
            Outcome::Retained => "retained",
            Outcome::Pool => "pool",
            Outcome::Lead => "lead",
            Outcome::Barred => "barred",
        }
    }
    pub fn parse(key: &str) -> Option<Outcome> {
        Outcome::ALL
            .into_iter()
            .find(|o| o.key() == key || o.zh() == key)
    }
    pub fn zh(self) -> &'static str {
        match self {
            Outcome::Stay => "留任",
            Outcome::Move => "调动",
            Outcome::Placed => "安置",
            Outcome::Retained => "超岗留任",
            Outcome::Pool => "待岗",
            Outcome::Lead => "任职",
            Outcome::Barred => "不予聘任",
        }
    }
    /// Whether the person takes a seat (a counted place in a cell).
    pub fn is_seat(self) -> bool {
        matches!(self, Outcome::Stay | Outcome::Move | Outcome::Placed)
    }
    /// What is left of an office: who leads no school by the plan is no longer 校长 or 书记.
    pub fn office(self, role: Role) -> Role {
        match role.is_leader() && self != Outcome::Lead {
            true => Role::None,
            false => role,
        }
    }
}

/// Where somebody works: for a seat its cell; for `retained` and `lead` the current school, stage and subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Station {
    pub school: SchoolIx,
    pub stage: Option<Stage>,
    pub subject: Option<SubjectIx>,
}

/// One row of plan.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub teacher: TeacherIx,
    pub class: Class,
    pub outcome: Outcome,
    /// None for `pool` and `barred`.
    pub station: Option<Station>,
    /// 校长 or 书记 for `lead`, else the standing role as far as the outcome leaves it.
    pub role: Role,
    /// Which tiers this outcome adds to, as `T3=1;T7=78`.
    pub tier_notes: String,
}

/// A whole plan: sorted by teacher, out persons are no rows. A hand-made one may lack persons or break rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub rows: Vec<Assignment>,
}

impl Plan {
    pub fn of(&self, teacher: TeacherIx) -> Option<&Assignment> {
        let found = self.rows.binary_search_by_key(&teacher, |a| a.teacher);
        found.ok().map(|i| &self.rows[i])
    }

    /// Everybody working at a school by this plan: seats, retained persons, leaders.
    pub fn at(&self, school: SchoolIx) -> impl Iterator<Item = &Assignment> {
        self.rows
            .iter()
            .filter(move |a| a.station.is_some_and(|s| s.school == school))
    }
}
