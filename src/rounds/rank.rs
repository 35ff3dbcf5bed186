//! Who goes before whom (SPEC §6): by score; then 优秀 in appraisals, title, years of service, education, earlier birth,
//! and the published draw.

use crate::case::Case;
use crate::county::{Education, Month, TeacherIx, Title};
use crate::demand::CellIx;
use crate::model::draw;
use rust_decimal::Decimal;
use std::cmp::Reverse;

/// The word in an appraisal that counts.
const EXCELLENT: [&str; 2] = ["优秀", "excellent"];

/// Everything before the draw; the least goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Merits {
    score: Reverse<Decimal>,
    excellent: Reverse<usize>,
    title: Title,
    service: Reverse<i32>,
    education: Education,
    /// Who gave no birth comes after those who did.
    birth: (bool, Option<Month>),
}

/// A person's place among those who compete for one cell; the least goes first, and no two are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    merits: Merits,
    draw: [u8; 32],
    teacher: TeacherIx,
}

/// The merits of everybody, read once.
pub struct Ranks<'a> {
    case: &'a Case,
    merits: Vec<Merits>,
}

impl<'a> Ranks<'a> {
    pub fn new(case: &'a Case) -> Ranks<'a> {
        let all = case.county.teacher_ixs();
        Ranks {
            case,
            merits: all.map(|t| merits(case, t)).collect(),
        }
    }

    /// Without a published seed the draw is made with an empty one: who is equal in everything still needs an order.
    pub fn of(&self, teacher: TeacherIx, cell: CellIx) -> Rank {
        let seed = self.case.policy.tiers.draw.as_deref().unwrap_or("");
        Rank {
            merits: self.merits[teacher.ix()],
            draw: draw::digest(self.case, seed, teacher, cell),
            teacher,
        }
    }

    /// The first in order, seats aside.
    pub fn before(&self, a: TeacherIx, b: TeacherIx) -> bool {
        (self.merits[a.ix()], a) < (self.merits[b.ix()], b)
    }
}

fn merits(case: &Case, teacher: TeacherIx) -> Merits {
    let t = case.county.teacher(teacher);
    let default = case.policy.tiers.weights.default_score;
    let excellent = t
        .appraisal
        .iter()
        .filter(|a| EXCELLENT.contains(&a.as_str()));
    let service = t.joined.map_or(0, |m| m.full_years_to(case.policy.as_of()));
    Merits {
        score: Reverse(t.score.unwrap_or(default)),
        excellent: Reverse(excellent.count()),
        title: t.title,
        service: Reverse(service),
        education: t.education,
        birth: (t.birth.is_none(), t.birth),
    }
}
