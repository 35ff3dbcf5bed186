//! R02 岗位数: Seats taken in a cell never exceed its count; the rest is uncovered.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::exact::{self, Falling, Side};
use crate::plan::Class;
use crate::policy::quantity::Share;
use crate::terms::column::{Act, Column};
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R02",
    key: "posts",
    name: ("岗位数", "posts"),
    default: Mode::Hard,
    meaning: (
        "每个岗位（学校、学段、学科）的聘任人数不超过岗位数，未聘满的部分为缺岗。竞聘教师可超岗留任，人数不超过本校现有教师的规定比例（向下取整）；直聘教师不受此限。",
        "Seats taken in a cell (school, stage, subject) never exceed its count; the rest is uncovered. Free teachers may be retained beyond the posts up to a share of the school's current staff, rounded down; fixed teachers always may.",
    ),
};

super::params! {
    /// 超岗留任的竞聘教师占本校现有教师的最高比例 / largest share of a school's current staff that may be free teachers retained beyond the posts
    #[schemars(with = "Share")]
    pub retain_max_share: Decimal,
}

// ---- the rule in the model ----

/// Per cell: seats + uncovered = count. Per school: free persons retained ≤ their share of current staff.
pub struct Rows {
    cells: Vec<Option<RowIx>>,
    retained: Vec<Option<(RowIx, Falling)>>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let cells = case
        .demand
        .cell_ixs()
        .map(|ix| (case.demand.cell(ix).count > 0).then(|| cell_row(case, ix, out)))
        .collect();
    let retained = case
        .county
        .school_ixs()
        .map(|school| retain_row(case, school, out))
        .collect();
    Rows { cells, retained }
}

fn cell_row(case: &Case, ix: CellIx, out: &mut row::Rows) -> RowIx {
    let name = case.cell_name(ix);
    let count = i64::from(case.demand.cell(ix).count);
    let row = out.row("R02", &name, Some(count), Some(count));
    let weight = uncovered_weight(case, ix);
    let cost = Some((Tier::Uncovered, weight));
    out.slack(
        format!("uncovered {name}"),
        Some(count),
        cost,
        vec![(row, 1)],
    );
    row
}

/// T2: what one uncovered seat of a cell weighs.
pub fn uncovered_weight(case: &Case, ix: CellIx) -> i64 {
    let cell = case.demand.cell(ix);
    let w = &case.policy.tiers.weights;
    let subject_weight = w.of(case.county.subject(cell.subject));
    let area = case.county.school(cell.school).area.zh();
    i64::from(subject_weight * w.area.get(area).copied().unwrap_or(1))
}

/// The row is needed only where the share is less than everybody who could be retained.
fn retain_row(case: &Case, school: SchoolIx, out: &mut row::Rows) -> Option<(RowIx, Falling)> {
    let staff = &case.standing.staff[school.ix()];
    let free = |t: &&TeacherIx| case.standing.class_of(**t) == Class::Free;
    let free = staff.iter().filter(free).count();
    let leaving = case.standing.leaving(&case.county, school).count();
    let share = case.policy.rules.posts.retain_max_share;
    let left = free.saturating_sub(leaving) as i64;
    let needed = (0..=leaving).any(|n| {
        let most = exact::floor(share * Decimal::from(staff.len().saturating_sub(n)));
        most < left + (leaving - n) as i64
    });
    let limit = Falling::new(share, staff.len(), leaving, Side::AtMostFloor);
    let id = &case.county.school(school).id;
    needed.then(|| {
        let name = format!("retained {id}");
        (out.row("R02", name, None, Some(limit.limit)), limit)
    })
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        if let Some(row) = column.seat().and_then(|cell| self.cells[cell.ix()]) {
            put(row, 1);
        }
        if column.act == Act::Retained
            && column.class == Class::Free
            && let Some(station) = column.station
            && let Some((row, limit)) = self.retained[station.school.ix()]
        {
            put(row, limit.scale);
        }
        if let Some(school) = column
            .swings(case)
            .and_then(|p| case.county.teacher(p).school)
            && let Some((row, limit)) = self.retained[school.ix()]
        {
            put(row, limit.shift);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{SchoolIx, TeacherIx};
    use crate::exact;
    use crate::plan::words::{self, say};
    use crate::plan::{Class, Outcome, Plan, Seat};
    use crate::terms::finding::Findings;
    use rust_decimal::Decimal;

    /// No cell holds more persons than it has posts; no school retains more free teachers than its share.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for (seat, holders) in plan.seats() {
            let count = seat.count(case);
            if holders.len() > count {
                overfull(case, seat, count, holders, out);
            }
        }
        for school in case.county.school_ixs() {
            let retained = retained(case, plan, school);
            let most = most_retained(case, school);
            if retained.len() as i64 > most {
                let (name, n) = (words::school(case, school), retained.len());
                let who = words::persons(case, &retained);
                let text = say!(
                    "{name}：竞聘教师超岗留任 {n} 人 > 上限 {most}（{who}）",
                    "{name}: {n} free teachers retained > limit {most} ({who})",
                    name = name,
                    n = n,
                    most = most,
                    who = who
                );
                out.broken("R02", retained, vec![school], text);
            }
        }
    }

    fn overfull(
        case: &Case,
        seat: Seat,
        count: usize,
        holders: Vec<TeacherIx>,
        out: &mut Findings,
    ) {
        let (cell, n) = (words::seat(case, seat), holders.len());
        let who = words::persons(case, &holders);
        let text = if count == 0 {
            say!(
                "{cell}没有设岗，却聘任 {n} 人（{who}）",
                "{cell}: no posts, yet {n} seated ({who})",
                cell = cell,
                n = n,
                who = who
            )
        } else {
            say!(
                "{cell} {n} 人 > 岗位 {count}（{who}）",
                "{cell}: {n} persons > {count} posts ({who})",
                cell = cell,
                n = n,
                count = count,
                who = who
            )
        };
        out.broken("R02", holders, vec![seat.school], text);
    }

    fn retained(case: &Case, plan: &Plan, school: SchoolIx) -> Vec<TeacherIx> {
        let kept = plan.at(school).filter(|row| {
            row.outcome == Outcome::Retained && case.standing.class_of(row.teacher) == Class::Free
        });
        kept.map(|row| row.teacher).collect()
    }

    fn most_retained(case: &Case, school: SchoolIx) -> i64 {
        let staff = case.standing.staff[school.ix()].len();
        exact::floor(case.policy.rules.posts.retain_max_share * Decimal::from(staff))
    }

    /// Tier T2: every post that nobody takes, by the weight of its subject and its school's area.
    pub fn tier(case: &Case, plan: &Plan) -> i64 {
        let taken = plan.seats();
        let weights = &case.policy.tiers.weights;
        let mut sum = 0;
        for cell in &case.demand.cells {
            let holders = taken.get(&Seat::of(cell)).map_or(0, Vec::len) as i64;
            let open = (i64::from(cell.count) - holders).max(0);
            let short = weights
                .shortage_subjects
                .iter()
                .any(|s| s == case.county.subject(cell.subject));
            let by_subject = if short {
                weights.shortage_subject
            } else {
                weights.other_subject
            };
            let area = case.county.school(cell.school).area.zh();
            let by_area = weights.area.get(area).copied().unwrap_or(1);
            sum += open * i64::from(by_subject) * i64::from(by_area);
        }
        sum
    }
}
pub use reading::read;
