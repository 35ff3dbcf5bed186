//! Lessons covered with and without shared posts (走教), by what could be taught and by what the plan's teachers teach.

use crate::case::Case;
use crate::county::{SchoolIx, Stage, SubjectIx};
use crate::demand::{Coverage, Ratio, coverage};
use crate::plan::{Plan, Seat};
use crate::rules::r23_shared::reading::Walk;

/// Lessons a week.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Lessons {
    pub needed: f64,
    pub without: f64,
    pub own: f64,
    pub walked: f64,
    /// By those whom the plan hires.
    pub planned: f64,
}

impl Lessons {
    pub fn add(&mut self, other: &Lessons) {
        self.needed += other.needed;
        self.without += other.without;
        self.own += other.own;
        self.walked += other.walked;
        self.planned += other.planned;
    }
}

/// One subject of a stage at a school.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    pub school: SchoolIx,
    pub stage: Stage,
    pub subject: SubjectIx,
    pub lessons: Lessons,
}

/// Every subject that has a shared post somewhere, at every school with lessons in it.
pub fn reach(case: &Case, plan: &Plan, walks: &[Walk]) -> Vec<Reach> {
    let seats = plan.seats();
    let one = |c: &Coverage| {
        let seat = Seat {
            school: c.school,
            stage: c.stage,
            subject: c.subject,
        };
        let hired = seats.get(&seat).map_or(0, Vec::len) as u32;
        let own = c.needed.min(Ratio::whole(hired.min(c.posts)).times(c.load));
        let filled = walks
            .iter()
            .filter(|w| w.filled && (w.post.stage, w.post.subject) == (c.stage, c.subject));
        let served = filled.flat_map(|w| &w.post.served);
        let walked = served
            .filter(|(s, _)| *s == c.school)
            .fold(Ratio::default(), |sum, (_, n)| sum.plus(*n));
        Reach {
            school: c.school,
            stage: c.stage,
            subject: c.subject,
            lessons: Lessons {
                needed: c.needed.to_f64(),
                without: c.without.to_f64(),
                own: c.own.to_f64(),
                walked: c.walked.to_f64(),
                planned: own.plus(walked).to_f64(),
            },
        }
    };
    coverage(&case.county, &case.policy, &case.demand)
        .iter()
        .map(one)
        .collect()
}
