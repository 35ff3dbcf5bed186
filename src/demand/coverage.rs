//! How many lessons the posts of each school can teach: by its own posts alone, and with the shared posts of its cluster.

use super::{Demand, Ratio};
use crate::county::{County, SchoolIx, Stage, SubjectIx};
use crate::policy::Policy;
use crate::rules::Mode;

/// One subject of a stage at a school; all numbers are lessons a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub school: SchoolIx,
    pub stage: Stage,
    pub subject: SubjectIx,
    /// Lessons a week of a full-time teacher.
    pub load: Ratio,
    pub needed: Ratio,
    /// What the posts could teach if no posts were shared in the county.
    pub without: Ratio,
    /// With shared posts: what the school's own posts can teach …
    pub own: Ratio,
    /// … and how many of these posts there are, …
    pub posts: u32,
    /// … and what teachers of shared posts teach here.
    pub walked: Ratio,
}

impl Coverage {
    pub fn with(&self) -> Ratio {
        self.own.plus(self.walked)
    }
}

/// Every subject that has a shared post somewhere, at every school with lessons in it; sorted by school, stage,
/// subject. Empty where no post is shared.
pub fn coverage(county: &County, policy: &Policy, demand: &Demand) -> Vec<Coverage> {
    if demand.shared.is_empty() {
        return Vec::new();
    }
    let mut plain = policy.clone();
    plain.staffing.shared_posts = false;
    plain.rules.shared.mode = Mode::Off;
    let plain = Demand::new(county, &plain);
    let subjects: Vec<SubjectIx> = demand.shared.iter().map(|p| p.subject).collect();
    let formulas = demand.formulas.iter();
    let wanted = formulas.filter(|f| subjects.contains(&f.subject));
    let one = |f: &super::PostFormula| {
        let key = (f.school, f.stage, f.subject);
        let alone = plain
            .formulas
            .binary_search_by_key(&key, |p| (p.school, p.stage, p.subject));
        let load = Ratio::from(f.load);
        let needed = f.fte.times(load);
        let taught = |posts: u32| needed.min(Ratio::whole(posts).times(load));
        Coverage {
            school: f.school,
            stage: f.stage,
            subject: f.subject,
            load,
            needed,
            without: taught(alone.map_or(0, |i| plain.formulas[i].posts)),
            own: taught(f.posts),
            posts: f.posts,
            walked: walked(demand, key),
        }
    };
    wanted.map(one).collect()
}

/// Lessons that shared posts bring to one subject of a school.
fn walked(demand: &Demand, (school, stage, subject): (SchoolIx, Stage, SubjectIx)) -> Ratio {
    let posts = demand.shared.iter();
    let same = posts.filter(|p| (p.stage, p.subject) == (stage, subject));
    let served = same.flat_map(|p| &p.served).filter(|(s, _)| *s == school);
    served.fold(Ratio::default(), |sum, (_, lessons)| sum.plus(*lessons))
}
