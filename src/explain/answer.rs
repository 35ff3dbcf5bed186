//! What comes of an alternative: every tier beside that of the plan in question, and whose outcome differs.

use crate::county::TeacherIx;
use crate::plan::{Assignment, Plan};
use crate::terms::tier::Tier;
use crate::text::Text;
use std::collections::BTreeSet;

/// One tier of an alternative, beside the plan in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub tier: Tier,
    pub before: i64,
    /// In the plan that was found for the alternative.
    pub after: i64,
    /// What no plan with the alternative can be below, given the tiers before; equal to `after`: proven.
    pub bound: Option<i64>,
}

impl Change {
    pub fn worse(&self) -> i64 {
        self.after - self.before
    }
    pub fn exact(&self) -> bool {
        self.bound == Some(self.after)
    }
}

/// A person whose outcome differs between two plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub teacher: TeacherIx,
    pub before: Option<Assignment>,
    pub after: Option<Assignment>,
}

/// What comes of forcing.
#[derive(Debug, Clone)]
pub enum Forced {
    /// A plan with the alternative.
    Plan {
        plan: Plan,
        tiers: Vec<Change>,
        moved: Vec<Moved>,
    },
    /// No plan has it: which pins and rules stand against it.
    Impossible(Vec<Text>),
    /// None was found in time.
    Open,
}

impl Forced {
    pub fn tiers(&self) -> &[Change] {
        match self {
            Forced::Plan { tiers, .. } => tiers,
            _ => &[],
        }
    }
    /// The first tier in which the alternative differs.
    pub fn decides(&self) -> Option<&Change> {
        self.tiers().iter().find(|c| c.worse() != 0)
    }
    /// Whether every tier is proven.
    pub fn exact(&self) -> bool {
        matches!(self, Forced::Plan { tiers, .. } if tiers.iter().all(Change::exact))
    }
}

/// Who has another outcome in `new`, in the order of persons.
pub fn moved(old: &Plan, new: &Plan) -> Vec<Moved> {
    let ids = old.rows.iter().chain(&new.rows).map(|r| r.teacher);
    let ids: BTreeSet<TeacherIx> = ids.collect();
    let same = |a: &Assignment, b: &Assignment| a.outcome == b.outcome && a.station == b.station;
    ids.into_iter()
        .filter_map(|teacher| {
            let (before, after) = (old.of(teacher), new.of(teacher));
            let kept = match (before, after) {
                (Some(a), Some(b)) => same(a, b),
                _ => false,
            };
            (!kept).then(|| Moved {
                teacher,
                before: before.cloned(),
                after: after.cloned(),
            })
        })
        .collect()
}
