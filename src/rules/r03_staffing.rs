//! R03 编制: Persons at a school ≤ max(approved staff, staff now) + lent + over; over is tier T1.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::SchoolIx;
use crate::exact;
use crate::policy::quantity::{Heads, Share, Years};
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R03",
    key: "staffing",
    name: ("编制", "staffing"),
    default: Mode::Tier,
    meaning: (
        "一校人数（在岗、超岗留任、校级正职）不超过核定编制与现有人数中的较大者，加借用的周转编制，再加超编；已有的超编可以保留，不得增加。每校借用数不超过规定名额，全县借用总数不超过周转编制池。周转编制池未另行核定的，为存续学校核定编制总数的规定比例（向上取整）加撤并学校的核定编制。超编人数计入“超编”层级。周转编制表中未到期的在借名额是借用数的一部分，占用周转编制池，在到期前不收回；已到期的不再计为借用。",
        "Persons at a school (seats, retained, leaders) ≤ max(approved staff, staff now) + lent + over: a standing excess may stay, not grow. A school is lent at most the given number, all schools together at most the quota pool: where the county has not fixed it, the given share of the approved staff of the schools that stay, rounded up, and all approved staff of closing schools. Over is tier T1. A standing loan that is not yet due is part of what the school is lent: it takes its place in the pool and is not taken back before its time; one that is overdue no longer counts as lent.",
    ),
};

super::params! {
    /// 每校最多借用的周转编制 / largest loan from the quota pool to one school
    #[schemars(with = "Heads")]
    pub pool_per_school: u32,
    /// 周转编制池占存续学校核定编制总数的比例 / size of the quota pool as a share of approved staff
    #[schemars(with = "Share")]
    pub pool_share: Decimal,
    /// 新借周转编制的期限 / years for which quota is lent
    #[serde(default)]
    #[schemars(with = "Option<Years>")]
    pub loan_years: Option<u32>,
    /// 县里核定的周转编制池总数；不填即按比例计算 / size of the quota pool where the county fixes it
    #[serde(default)]
    #[schemars(with = "Option<Heads>")]
    pub pool_total: Option<u32>,
}

// ---- the rule in the model ----

/// Per school: persons − lent − over ≤ max(approved, staff now); in the county: Σ lent ≤ the quota pool.
pub struct Rows {
    schools: Vec<Option<RowIx>>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    if !case.policy.rules.staffing.on() {
        return Rows {
            schools: vec![None; case.county.schools.len()],
        };
    }
    // What was lent before and is not yet due stays lent: the slacks are the new loans beside it.
    let standing: i64 = case.standing.lent.iter().map(|n| i64::from(*n)).sum();
    let left = (pool_total(case) - standing).max(0);
    let pool = out.row("R03", "pool", None, Some(left));
    let per_school = i64::from(case.policy.rules.staffing.pool_per_school);
    let row_of = |school: SchoolIx| {
        let id = &case.county.school(school).id;
        let lent = i64::from(case.standing.lent[school.ix()]);
        let row = out.row("R03", id, None, Some(ceiling(case, school) + lent));
        out.slack(
            format!("lent {id}"),
            Some((per_school - lent).max(0)),
            None,
            vec![(row, -1), (pool, 1)],
        );
        let cost = Some((Tier::OverStaffing, 1));
        out.slack(format!("over {id}"), None, cost, vec![(row, -1)]);
        Some(row)
    };
    Rows {
        schools: case.county.school_ixs().map(row_of).collect(),
    }
}

/// What a school may hold without loan: a standing excess may stay, not grow.
fn ceiling(case: &Case, school: SchoolIx) -> i64 {
    let now = case.standing.staff_now(school) as i64;
    now.max(i64::from(case.demand.approved[school.ix()]))
}

/// The size of the 编制周转池.
fn pool_total(case: &Case) -> i64 {
    let rule = &case.policy.rules.staffing;
    let (mut open, mut closing) = (0, 0);
    for school in case.county.school_ixs() {
        let approved = i64::from(case.demand.approved[school.ix()]);
        match case.county.school(school).closing {
            true => closing += approved,
            false => open += approved,
        }
    }
    let derived = exact::ceil(rule.pool_share * Decimal::from(open)) + closing;
    rule.pool_total.map_or(derived, i64::from)
}

impl Counting for Rows {
    fn touch(&self, _case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        if let Some(row) = column.station.and_then(|s| self.schools[s.school.ix()]) {
            put(row, 1);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::SchoolIx;
    use crate::exact;
    use crate::plan::Plan;
    use crate::plan::words::{self, say};
    use crate::terms::finding::Findings;
    use rust_decimal::Decimal;

    /// How the quota pool is best used for a plan, and what it cannot cover.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Quota {
        /// Per school: posts lent, standing loans that are not yet due among them.
        pub lent: Vec<u32>,
        /// Per school: posts lent by this plan, beyond the standing loans.
        pub new: Vec<u32>,
        /// Per school: persons beyond max(approved, staff now) + lent.
        pub over: Vec<u32>,
    }

    impl Quota {
        /// Tier T1.
        pub fn tier(&self) -> i64 {
            self.over.iter().map(|n| i64::from(*n)).sum()
        }
    }

    /// Standing loans that are not yet due come first. A new loan removes one person of excess wherever it is given, so that lending in the order of the schools until
    /// the pool is empty leaves as few over as any other way.
    pub fn quota(case: &Case, plan: &Plan) -> Quota {
        let schools = case.county.schools.len();
        let rule = &case.policy.rules.staffing;
        let mut quota = Quota {
            lent: case.standing.lent.clone(),
            new: vec![0; schools],
            over: vec![0; schools],
        };
        if !rule.on() {
            return quota;
        }
        let mut left = pool(case).saturating_sub(quota.lent.iter().sum());
        for (i, persons) in plan.persons(case).iter().enumerate() {
            let excess = persons
                .len()
                .saturating_sub(allowed(case, SchoolIx(i as u32)));
            let excess = (excess as u32).saturating_sub(quota.lent[i]);
            let room = rule.pool_per_school.saturating_sub(quota.lent[i]);
            let new = excess.min(room).min(left);
            left -= new;
            quota.new[i] = new;
            quota.lent[i] += new;
            quota.over[i] = excess - new;
        }
        quota
    }

    /// Authorised headcount, or the staff there now where that is more.
    fn allowed(case: &Case, school: SchoolIx) -> usize {
        let approved = case.demand.approved[school.ix()] as usize;
        approved.max(case.standing.staff_now(school))
    }

    /// The size of the 编制周转池: a share of the schools that stay, and all that closing schools give back.
    pub fn pool(case: &Case) -> u32 {
        let rule = &case.policy.rules.staffing;
        if let Some(fixed) = rule.pool_total {
            return fixed;
        }
        let sum = |closing: bool| -> u32 {
            let schools = case.county.schools.iter().zip(&case.demand.approved);
            let these = schools.filter(|(s, _)| s.closing == closing);
            these.map(|(_, approved)| approved).sum()
        };
        let share = exact::ceil(rule.pool_share * Decimal::from(sum(false)));
        u32::try_from(share).unwrap_or(0) + sum(true)
    }

    /// Reports each school that stands above its headcount after the loans.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        let quota = quota(case, plan);
        for school in case.county.school_ixs() {
            let (over, lent) = (quota.over[school.ix()], quota.lent[school.ix()]);
            if over == 0 {
                continue;
            }
            let persons = plan.at(school).count();
            let name = words::school(case, school);
            let text = say!(
                "{name}：在校 {persons} 人 > 编制 {allowed} + 借用周转编制 {lent}，超编 {over} 人",
                "{name}: {persons} persons > headcount {allowed} + {lent} lent, {over} over",
                name = name,
                persons = persons,
                allowed = allowed(case, school),
                lent = lent,
                over = over
            );
            out.reported("R03", Vec::new(), vec![school], text);
        }
    }
}
pub use reading::read;
