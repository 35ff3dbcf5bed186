//! A column: one thing that may happen to a person, or to one person of a kind. Every counting rule reads a column
//! by the same few facts, so that the direct model and the pool-factored model are built from the same rules.

use crate::case::Case;
use crate::county::{Education, TeacherIx, Title};
use crate::demand::CellIx;
use crate::plan::{Class, Station};
use crate::rules::r11_titles;
use crate::standing::SlotIx;
use crate::terms::tier::Tier;

/// What the counting rules read of a person who stands somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Profile {
    pub title: Title,
    pub education: Education,
    pub backbone: bool,
    /// R11: at a 乡村 school the title stands outside the school's title posts (乡村单列).
    pub rural_title: bool,
}

impl Profile {
    pub fn of(case: &Case, teacher: TeacherIx) -> Profile {
        let t = case.county.teacher(teacher);
        Profile {
            title: t.title,
            education: t.education,
            backbone: t.backbone.counts(),
            rural_title: r11_titles::rural_title(case, teacher),
        }
    }
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// A seat: `stay`, `move` or `placed`, as the cell's legal unit says.
    Seat(CellIx),
    Retained,
    Pool,
    /// Stands as leader and goes on.
    Lead,
    /// Is appointed to vacant leader posts (§4a).
    Appoint(SlotIx),
    /// Leaves for a seat that a [`Act::Take`] of the same group takes.
    Release,
    /// Somebody of a group (no person named) takes a seat.
    Take(CellIx),
}

/// One column of a model.
#[derive(Debug, Clone)]
pub struct Column {
    /// None for [`Act::Take`].
    pub person: Option<TeacherIx>,
    /// The person's class; `Free` for [`Act::Take`].
    pub class: Class,
    pub act: Act,
    /// The outcome is `move`, seen from the school left; an appointment is none.
    pub departs: bool,
    /// Where somebody stands by it.
    pub station: Option<Station>,
    pub profile: Profile,
    /// What it adds to the tiers that read single persons.
    pub costs: Vec<(Tier, i64)>,
}

impl Column {
    /// The seat taken, if any.
    pub fn seat(&self) -> Option<CellIx> {
        match self.act {
            Act::Seat(cell) | Act::Take(cell) => Some(cell),
            _ => None,
        }
    }

    /// Stands as leader, as before or newly appointed.
    pub fn leads(&self) -> bool {
        matches!(self.act, Act::Lead | Act::Appoint(_))
    }

    /// The vacant leader posts that are filled, if any.
    pub fn slot(&self) -> Option<SlotIx> {
        match self.act {
            Act::Appoint(slot) => Some(slot),
            _ => None,
        }
    }

    /// Somebody who counts as free staff of his school by the standing, and by this column no longer does: a leader whose
    /// post ends there and who is appointed to another one.
    /// Nobody once the appointments are settled: then the standing counts them already.
    pub fn swings(&self, case: &Case) -> Option<TeacherIx> {
        if case.standing.earlier.is_some() {
            return None;
        }
        let person = self.person.filter(|_| self.slot().is_some())?;
        case.standing.swings(&case.county, person).then_some(person)
    }

    pub fn cost(&self, tier: Tier) -> i64 {
        self.costs
            .iter()
            .filter(|(t, _)| *t == tier)
            .map(|(_, c)| c)
            .sum()
    }
}
