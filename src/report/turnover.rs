//! The turnover pool of persons (人员周转池) as a plan shows it: who was in it when the plan began, who entered it, for what
//! reason, where they went, who is left. A register of its own, so that it can be added up against the plan.

use crate::case::Case;
use crate::county::{Month, SchoolIx, Status, TeacherIx};
use crate::plan::{Assignment, Outcome, Plan, seat};
use std::collections::BTreeMap;

/// Why somebody is in the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Without a seat since an earlier year.
    Carried,
    /// Comes back from leave, secondment or support teaching.
    Returning,
    Recruit,
    Closing,
    /// Appointed leader of another school.
    Appointed,
    Applied,
    /// Pinned by the office.
    Arranged,
    Rotation,
    /// More holders of the post than posts.
    Surplus,
    Adjusted,
    /// Lost the seat to somebody else, though there were posts enough.
    Unseated,
}

impl Reason {
    pub const ALL: [Reason; 11] = [
        Reason::Carried,
        Reason::Returning,
        Reason::Recruit,
        Reason::Closing,
        Reason::Appointed,
        Reason::Applied,
        Reason::Arranged,
        Reason::Rotation,
        Reason::Surplus,
        Reason::Adjusted,
        Reason::Unseated,
    ];

    pub fn zh(self) -> &'static str {
        match self {
            Reason::Carried => "待岗结转",
            Reason::Returning => "返岗待安排",
            Reason::Recruit => "新招录",
            Reason::Closing => "撤并学校教师分流",
            Reason::Appointed => "任校级正职",
            Reason::Arranged => "按锁定安排",
            Reason::Applied => "本人志愿",
            Reason::Rotation => "交流轮岗",
            Reason::Surplus => "超岗分流",
            Reason::Adjusted => "组织调剂",
            Reason::Unseated => "竞聘落聘",
        }
    }
}

/// One person in the pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub teacher: TeacherIx,
    pub reason: Reason,
    /// In the pool before this plan.
    pub before: bool,
    /// Since when, as far as the tables say.
    pub since: Option<Month>,
    pub from: Option<SchoolIx>,
    /// Where the plan takes the person; none: left in the pool.
    pub to: Option<SchoolIx>,
    pub outcome: Outcome,
}

/// Persons in and out of the pool.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub before: usize,
    pub entered: usize,
    pub seated: usize,
    pub leading: usize,
    pub left: usize,
}

impl Count {
    fn add(&mut self, member: &Member) {
        match member.before {
            true => self.before += 1,
            false => self.entered += 1,
        }
        match (member.to, member.outcome) {
            (None, _) => self.left += 1,
            (Some(_), Outcome::Lead) => self.leading += 1,
            (Some(_), _) => self.seated += 1,
        }
    }

    pub fn into_pool(&self) -> usize {
        self.before + self.entered
    }

    pub fn out_of_pool(&self) -> usize {
        self.seated + self.leading
    }
}

/// The whole register, by teacher.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turnover {
    pub members: Vec<Member>,
}

impl Turnover {
    /// Everybody who has no place of his own any more or never had one: those without a school, those who leave their
    /// legal unit, those of closing schools, those whom the plan leaves without a seat.
    pub fn new(case: &Case, plan: &Plan) -> Turnover {
        let member = |row: &Assignment| {
            let t = case.county.teacher(row.teacher);
            let leaves = row.leaves_for(case).is_some() || seat::from_closing(case, row.teacher);
            let pooled = t.school.is_none() || leaves || row.outcome == Outcome::Pool;
            (pooled && row.outcome != Outcome::Barred).then(|| Member {
                teacher: row.teacher,
                reason: reason(case, row),
                before: t.school.is_none(),
                since: since(case, row.teacher),
                from: t.school,
                to: row.station.map(|s| s.school),
                outcome: row.outcome,
            })
        };
        Turnover {
            members: plan.rows.iter().filter_map(member).collect(),
        }
    }

    /// By reason, in the order of the reasons; those that nobody has are left out.
    pub fn by_reason(&self) -> BTreeMap<Reason, Count> {
        let mut all: BTreeMap<Reason, Count> = BTreeMap::new();
        for member in &self.members {
            all.entry(member.reason).or_default().add(member);
        }
        all
    }

    pub fn total(&self) -> Count {
        let mut sum = Count::default();
        self.members.iter().for_each(|m| sum.add(m));
        sum
    }
}

/// Why somebody changes place or is left without one: the first reason that holds, in the order in which an office
/// would name them.
pub fn reason(case: &Case, row: &Assignment) -> Reason {
    let t = case.county.teacher(row.teacher);
    let Some(from) = t.school else {
        return before(case, row.teacher);
    };
    let to = row.station.map(|s| s.school);
    let surplus = case.standing.cell[row.teacher.ix()].is_none_or(|cell| {
        case.standing.holders[cell.ix()].len() > case.demand.cell(cell).count as usize
    });
    if case.county.school(from).closing {
        Reason::Closing
    } else if row.outcome == Outcome::Lead {
        Reason::Appointed
    } else if to.is_some_and(|school| t.applied_to(school)) {
        // A wish that was granted stays one when the office feeds it back as a pin.
        Reason::Applied
    } else if to.is_some() && pinned(case, row.teacher) {
        Reason::Arranged
    } else if to.is_some() && case.standing.due[row.teacher.ix()] {
        Reason::Rotation
    } else if surplus {
        Reason::Surplus
    } else if to.is_some() {
        Reason::Adjusted
    } else {
        Reason::Unseated
    }
}

/// Whether the office has pinned a person to a place.
pub fn pinned(case: &Case, teacher: TeacherIx) -> bool {
    let mut pins = case.standing.pins[teacher.ix()].iter();
    case.policy.rules.pins.on() && pins.any(|&p| case.county.pins[p].must)
}

/// Why somebody without a school waits: started work within the year, waits since an earlier one, or comes back.
fn before(case: &Case, teacher: TeacherIx) -> Reason {
    let t = case.county.teacher(teacher);
    let fresh = |joined: Month| joined.months_to(case.policy.as_of()) < 12;
    if t.joined.is_some_and(fresh) {
        Reason::Recruit
    } else if t.status == Status::Waiting {
        Reason::Carried
    } else {
        Reason::Returning
    }
}

/// The plan's month for whoever enters by it; for the others what the tables say, a recruit's start of work at least.
fn since(case: &Case, teacher: TeacherIx) -> Option<Month> {
    let t = case.county.teacher(teacher);
    if t.school.is_some() {
        return Some(case.policy.as_of());
    }
    let started = t
        .joined
        .filter(|_| before(case, teacher) == Reason::Recruit);
    t.since.or(started)
}
