//! The register of quota loans (编制周转池): what stands, what this plan lends, and which retirements repay it.

use crate::case::Case;
use crate::county::{LoanState, Month, SchoolIx, SubjectIx};
use crate::plan::{Outcome, Plan};
use crate::rules::r03_staffing::reading::quota;
use crate::rules::r06_exemption::reading::retirement;
use std::collections::BTreeMap;

/// What sort of loan an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Overdue,
    Standing,
    New,
    /// Lent to a school that closes this year: it comes back with the closing.
    Closing,
    Future,
}

impl Kind {
    pub const ALL: [Kind; 5] = [
        Kind::Overdue,
        Kind::Standing,
        Kind::New,
        Kind::Closing,
        Kind::Future,
    ];

    pub fn zh(self) -> &'static str {
        match self {
            Kind::Overdue => "逾期未还",
            Kind::Standing => "在借",
            Kind::New => "本方案新借",
            Kind::Closing => "撤并学校收回",
            Kind::Future => "尚未起始",
        }
    }
}

/// One loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub school: SchoolIx,
    pub kind: Kind,
    pub reason: String,
    pub count: u32,
    pub start: Option<Month>,
    pub due: Option<Month>,
    /// Due within twelve months of the plan's month.
    pub soon: bool,
    /// The retirement months that repay it, at most `count`, in time's order.
    pub repaid: Vec<Month>,
}

impl Entry {
    /// How much of it retirements repay by the time it is due; all of them where there is no term.
    pub fn in_time(&self) -> usize {
        let by = |m: &&Month| self.due.is_none_or(|due| **m <= due);
        self.repaid.iter().filter(by).count()
    }
}

/// All loans by school; within a school the one due first is repaid first. One retirement repays one post.
pub fn ledger(case: &Case, plan: &Plan) -> Vec<Entry> {
    let mut all: Vec<Entry> = standing(case);
    all.extend(new(case, plan));
    all.sort_by_key(|e| (e.school, e.kind, e.due.is_none(), e.due, e.start));
    let mut left: BTreeMap<SchoolIx, std::vec::IntoIter<Month>> = BTreeMap::new();
    let repays = |e: &&mut Entry| matches!(e.kind, Kind::Overdue | Kind::Standing | Kind::New);
    for entry in all.iter_mut().filter(repays) {
        let months = left
            .entry(entry.school)
            .or_insert_with(|| retirements(case, plan, entry.school).into_iter());
        entry.repaid = months.take(entry.count as usize).collect();
    }
    all
}

fn standing(case: &Case) -> Vec<Entry> {
    let as_of = case.policy.as_of();
    let one = |loan: &crate::county::Loan| {
        let kind = match loan.state(as_of) {
            _ if case.county.school(loan.school).closing => Kind::Closing,
            LoanState::Future => Kind::Future,
            LoanState::Standing => Kind::Standing,
            LoanState::Overdue => Kind::Overdue,
        };
        let within = |due: Month| as_of.months_to(due) < 12;
        Entry {
            school: loan.school,
            kind,
            reason: loan.reason.clone().unwrap_or_default(),
            count: loan.count,
            start: loan.start,
            due: loan.due,
            soon: kind == Kind::Standing && loan.due.is_some_and(within),
            repaid: Vec::new(),
        }
    };
    case.county
        .loans
        .iter()
        .filter(|l| l.count > 0)
        .map(one)
        .collect()
}

/// What the plan lends beyond the standing loans.
fn new(case: &Case, plan: &Plan) -> Vec<Entry> {
    let rule = &case.policy.rules.staffing;
    let as_of = case.policy.as_of();
    let quota = quota(case, plan);
    let lent = case.county.school_ixs().filter(|s| quota.new[s.ix()] > 0);
    lent.map(|school| Entry {
        school,
        kind: Kind::New,
        reason: reason(case, plan, school),
        count: quota.new[school.ix()],
        start: Some(as_of),
        due: rule
            .loan_years
            .map(|years| as_of.plus_months(12 * years as i32 - 1)),
        soon: false,
        repaid: Vec::new(),
    })
    .collect()
}

/// Whom the school takes in, and why its own headcount does not hold them.
fn reason(case: &Case, plan: &Plan, school: SchoolIx) -> String {
    let mut taken: BTreeMap<SubjectIx, usize> = BTreeMap::new();
    let (mut persons, mut leads) = (0, 0);
    for row in plan.at(school) {
        persons += 1;
        let comes = case.county.teacher(row.teacher).school != Some(school);
        let subject = row.station.and_then(|s| s.subject);
        match (row.outcome, subject) {
            (Outcome::Lead, _) if comes => leads += 1,
            (_, Some(subject)) if comes => *taken.entry(subject).or_default() += 1,
            _ => {}
        }
    }
    let name =
        |(subject, n): (&SubjectIx, &usize)| format!("{}{n}人", case.county.subject(*subject));
    let mut parts: Vec<String> = taken.iter().map(name).collect();
    if leads > 0 {
        parts.push(format!("校级正职{leads}人"));
    }
    format!(
        "补充缺员（{}）；核定编制{}名，方案{persons}人",
        parts.join("、"),
        case.demand.approved[school.ix()]
    )
}

/// Retirement months of those who stand at the school by the plan, in time's order.
fn retirements(case: &Case, plan: &Plan, school: SchoolIx) -> Vec<Month> {
    let persons = plan.at(school).map(|row| row.teacher);
    let mut months: Vec<Month> = persons.filter_map(|t| retirement(case, t)).collect();
    months.sort();
    months
}
