//! The years to come (SPEC §7 `forecast`): who retires, how many pupils there will be, what posts and headcount follow
//! from them by the program's own formula (§3), what is short then, and whom to recruit within the headcount.
//!
//! The county is reckoned as one, as 县管校聘 has it: a gap is short of teachers in the whole county, and the plan of each
//! year sees to who works where. Everything supposed stands in the policy's `[forecast]` and in [`assumptions`].

pub mod assumptions;
mod enrolment;
mod posts;
pub mod recruitment;
mod retirement;

pub use enrolment::{Cohort, Pupils};
pub use retirement::Leaver;

use crate::case::Case;
use crate::county::{County, Month, SchoolIx, Stage, SubjectIx};
use crate::demand::Demand;
use crate::plan::Class;
use enrolment::Rolls;
use recruitment::Want;
use retirement::Careers;
use std::collections::BTreeMap;

/// What one stage and subject needs and has, in the whole county.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Need {
    pub posts: u32,
    /// Persons who teach it and are still there, recruits of the years before among them; leaders hold no post.
    pub holders: u32,
    /// To be recruited for this year.
    pub recruits: u32,
}

impl Need {
    pub fn gap(&self) -> u32 {
        self.posts.saturating_sub(self.holders)
    }

    pub fn surplus(&self) -> u32 {
        self.holders.saturating_sub(self.posts)
    }
}

pub type Needs = BTreeMap<(Stage, SubjectIx), Need>;

/// One school in one year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SchoolYear {
    /// 核定编制 in force: given, else by the standard.
    pub approved: u32,
    /// By the standard; none where there are no classes to reckon with.
    pub derived: Option<u32>,
    /// Today's persons less those who have retired.
    pub staff: u32,
}

/// One year. The first is the year of the plan as it stands.
#[derive(Debug, Clone)]
pub struct Year {
    /// Its day is the plan's, so many years later.
    pub at: Month,
    pub pupils: BTreeMap<(SchoolIx, Stage), Pupils>,
    pub schools: BTreeMap<SchoolIx, SchoolYear>,
    /// Persons who have left since the year before.
    pub retired: u32,
    /// Of those still there: persons who may retire early.
    pub may_leave: u32,
    /// All persons, leaders and recruits of the years before among them.
    pub staff: u32,
    pub needs: Needs,
}

impl Year {
    pub fn students(&self) -> u32 {
        self.pupils.values().map(|p| p.students).sum()
    }

    pub fn classes(&self) -> u32 {
        self.pupils.values().map(|p| p.classes).sum()
    }

    pub fn approved(&self) -> u32 {
        self.schools.values().map(|s| s.approved).sum()
    }

    pub fn derived(&self) -> Option<u32> {
        let known: Vec<u32> = self.schools.values().filter_map(|s| s.derived).collect();
        (!known.is_empty()).then(|| known.iter().sum())
    }

    /// Headcount that is free for recruits.
    pub fn room(&self) -> u32 {
        self.approved().saturating_sub(self.staff)
    }

    pub fn sum(&self, of: fn(&Need) -> u32) -> u32 {
        self.needs.values().map(of).sum()
    }
}

/// The forecast of a county.
#[derive(Debug, Clone)]
pub struct Forecast {
    /// The plan's year first, then as many as were asked for.
    pub years: Vec<Year>,
    /// Everybody who retires within them, earliest first.
    pub leavers: Vec<Leaver>,
    /// Persons whose birth or sex is not given: taken to stay.
    pub unknown: usize,
    /// Whether there are classes to move on; without, only retirement changes anything.
    pub moves: bool,
}

impl Forecast {
    pub fn new(case: &Case, years: u32) -> Forecast {
        let careers = Careers::new(case, years);
        let mut rolls = Rolls::new(case);
        let moves = !rolls.is_empty();
        let mut all = vec![present(case, &rolls, &careers)];
        let mut county = case.county.clone();
        for n in 1..=years as usize {
            rolls.step(case, n);
            county.classes = rolls.rows(case);
            let year = later(case, &county, &rolls, &careers, &all);
            all.push(year);
        }
        Forecast {
            years: all,
            leavers: careers.leavers,
            unknown: careers.unknown,
            moves,
        }
    }
}

/// The year of the plan: its posts, and who is there to fill them.
fn present(case: &Case, rolls: &Rolls, careers: &Careers) -> Year {
    let mut needs = holders(case);
    for (at, posts) in posts::of(case, &case.demand) {
        needs.entry(at).or_default().posts = posts;
    }
    Year {
        at: case.policy.as_of(),
        pupils: rolls.pupils(),
        schools: schools(case, &case.demand, careers, 0),
        retired: 0,
        may_leave: careers.may_leave(0),
        staff: careers.staff(0),
        needs,
    }
}

/// The next year after those known: posts anew, holders less who retires, and the recruits that fit the headcount.
fn later(case: &Case, county: &County, rolls: &Rolls, careers: &Careers, past: &[Year]) -> Year {
    let n = past.len();
    let demand = Demand::new(county, &case.policy);
    let mut needs: Needs = BTreeMap::new();
    for (at, need) in past.last().into_iter().flat_map(|y| &y.needs) {
        let left = careers.leaving(n, *at);
        needs.entry(*at).or_default().holders = (need.holders + need.recruits).saturating_sub(left);
    }
    for (at, posts) in posts::of(case, &demand) {
        needs.entry(at).or_default().posts = posts;
    }
    let recruited: u32 = past.iter().map(|y| y.sum(|n| n.recruits)).sum();
    let mut year = Year {
        at: case.policy.as_of().plus_months(12 * n as i32),
        pupils: rolls.pupils(),
        schools: schools(case, &demand, careers, n),
        retired: careers.retired(n),
        may_leave: careers.may_leave(n),
        staff: careers.staff(n) + recruited,
        needs,
    };
    recruit(case, &mut year);
    year
}

fn recruit(case: &Case, year: &mut Year) {
    let want = |((_, subject), need): (&(Stage, SubjectIx), &Need)| Want {
        weight: case.policy.tiers.weights.of(case.county.subject(*subject)),
        posts: need.posts,
        gap: need.gap(),
    };
    let wants: Vec<Want> = year.needs.iter().map(want).collect();
    let given = recruitment::share_out(&wants, year.room());
    for (need, recruits) in year.needs.values_mut().zip(given) {
        need.recruits = recruits;
    }
}

/// Who teaches what today: everybody who may hold a post, those in the pool too.
fn holders(case: &Case) -> Needs {
    let mut needs = Needs::new();
    for t in case.county.teacher_ixs() {
        let class = case.standing.class[t.ix()];
        let teacher = case.county.teacher(t);
        let holds = matches!(class, Class::Fixed | Class::Free | Class::Pooled);
        if let Some(at) = teacher.stage.zip(teacher.subject).filter(|_| holds) {
            needs.entry(at).or_default().holders += 1;
        }
    }
    needs
}

/// Every school that stays; what a closing one had goes to the quota pool and is not reckoned with.
fn schools(
    case: &Case,
    demand: &Demand,
    careers: &Careers,
    n: usize,
) -> BTreeMap<SchoolIx, SchoolYear> {
    let staff = careers.staff_by_school(n);
    let one = |s: &crate::demand::SchoolStaff| {
        let year = SchoolYear {
            approved: s.approved,
            derived: s.known().then_some(s.derived),
            staff: staff.get(&s.school).copied().unwrap_or(0),
        };
        (s.school, year)
    };
    let all = demand.staff.iter();
    let staying = all.filter(|s| !case.county.school(s.school).closing);
    staying.map(one).collect()
}
