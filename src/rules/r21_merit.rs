//! R21 择优: No justified envy.

use super::{Mode, Rule, r13_avoidance, r14_couples};
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::plan::Class;
use crate::terms::column::{Act, Column};
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R21",
    key: "merit",
    name: ("择优", "merit"),
    default: Mode::Report,
    meaning: (
        "报名者甲更愿意到某岗位，且符合该岗位的各项必须条件，而该岗位有非原任者的得分低于甲的，为择优不当。逐轮竞聘中不得出现；统筹排定时列出报告，也可作为目标层级。",
        "Justified envy: an applicant prefers a seat to the outcome, fits it by every hard rule, and a holder who was not already there has a lower score. After staged rounds there is none; in integrated mode it is reported, or an optional tier.",
    ),
};

super::params! {}

// ---- the rule in the model ----

/// Per applicant and wished cell: newcomers with a lower score there ≤ envy, unless the applicant has something as good or
/// a spouse moves (R14). The pairs of envy are counted: the tier's value.
#[derive(Default)]
pub struct Rows {
    /// Per applicant: his rows, each with the rank of its wish.
    own: Vec<Vec<(u32, Watch)>>,
    /// Per cell: the rows that watch who comes there.
    cells: Vec<Vec<Watch>>,
    /// Per person: rows that do not hold once this spouse moves.
    spouses: Vec<Vec<Watch>>,
    /// Per person: rows that do not hold once this relative is appointed to the unit of the school (R13).
    relatives: Vec<Vec<(SchoolIx, Watch)>>,
}

/// One row: who watches, with which score, and how many seats the watched cell has.
#[derive(Debug, Clone, Copy)]
struct Watch {
    teacher: TeacherIx,
    score: Decimal,
    row: RowIx,
    count: i64,
}

/// `fits` says whether one person may take one seat.
pub fn rows(case: &Case, out: &mut row::Rows, fits: &dyn Fn(TeacherIx, CellIx) -> bool) -> Rows {
    if !case.policy.envy_is_a_tier() {
        return Rows::default();
    }
    let mut rows = Rows {
        own: vec![Vec::new(); case.county.teachers.len()],
        cells: vec![Vec::new(); case.demand.cells.len()],
        spouses: vec![Vec::new(); case.county.teachers.len()],
        relatives: vec![Vec::new(); case.county.teachers.len()],
    };
    for t in case.county.teacher_ixs() {
        let competes = matches!(case.standing.class_of(t), Class::Free | Class::Pooled);
        for (rank, cell) in wished(case, t).into_iter().filter(|_| competes) {
            if fits(t, cell) {
                rows.watch(case, t, rank, cell, out);
            }
        }
    }
    rows
}

/// The cells with posts that a person has wished, each with its best rank.
fn wished(case: &Case, t: TeacherIx) -> Vec<(u32, CellIx)> {
    let teacher = case.county.teacher(t);
    let mut schools: Vec<_> = teacher.wishes.iter().map(|w| w.school).collect();
    schools.sort();
    schools.dedup();
    let cells = schools.into_iter().flat_map(|school| {
        let start = case.demand.cells.partition_point(|c| c.school < school);
        let end = case.demand.cells.partition_point(|c| c.school <= school);
        (start..end).map(|i| CellIx(i as u32))
    });
    let ranked = cells.filter_map(|ix| {
        let cell = case.demand.cell(ix);
        let rank = teacher.wish_rank(cell.school, cell.subject)?;
        (cell.count > 0).then_some((rank, ix))
    });
    ranked.collect()
}

fn score(case: &Case, t: TeacherIx) -> Decimal {
    let default = case.policy.tiers.weights.default_score;
    case.county.teacher(t).score.unwrap_or(default)
}

impl Rows {
    fn watch(&mut self, case: &Case, t: TeacherIx, rank: u32, cell: CellIx, out: &mut row::Rows) {
        let id = &case.county.teacher(t).id;
        let name = format!("{id} {}", case.cell_name(cell));
        let count = i64::from(case.demand.cell(cell).count);
        let row = out.row("R21", &name, None, Some(0));
        let cost = Some((Tier::Envy, 1));
        out.slack(format!("envy {name}"), Some(count), cost, vec![(row, -1)]);
        let watch = Watch {
            teacher: t,
            score: score(case, t),
            row,
            count,
        };
        self.own[t.ix()].push((rank, watch));
        self.cells[cell.ix()].push(watch);
        let own = case.county.teacher(t).school;
        let seat = case.demand.cell(cell).school;
        if own.is_none_or(|own| !case.county.same_unit(own, seat)) && r13_avoidance::bound(case, t)
        {
            for relative in &case.standing.relatives[t.ix()] {
                self.relatives[relative.ix()].push((seat, watch));
            }
        }
        if own.is_some_and(|own| !case.county.same_unit(own, seat)) {
            for spouse in &case.standing.spouses[t.ix()] {
                if r14_couples::binds(case, t, *spouse) {
                    self.spouses[spouse.ix()].push(watch);
                }
            }
        }
    }

    /// The rows in which somebody stands as a newcomer by coming to a cell.
    pub fn watching(&self, case: &Case, t: TeacherIx, cell: CellIx) -> impl Iterator<Item = RowIx> {
        let mine = score(case, t);
        let comes = case.standing.cell[t.ix()] != Some(cell);
        let rows = self.cells.get(cell.ix()).into_iter().flatten();
        let rows = rows.filter(move |w| comes && w.teacher != t && mine < w.score);
        rows.map(|w| w.row)
    }
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let Some(t) = column.person.filter(|_| !self.own.is_empty()) else {
            return;
        };
        if let Act::Seat(cell) = column.act {
            self.watching(case, t, cell).for_each(|row| put(row, 1));
            let c = case.demand.cell(cell);
            if let Some(has) = case.county.teacher(t).wish_rank(c.school, c.subject) {
                let content = self.own[t.ix()].iter().filter(|(rank, _)| has <= *rank);
                content.for_each(|(_, w)| put(w.row, -w.count));
            }
        }
        let led = column
            .slot()
            .map(|slot| case.standing.lead.slot(slot).school);
        let own = case.county.teacher(t).school;
        let leads_away =
            led.is_some_and(|to| own.is_some_and(|own| !case.county.same_unit(own, to)));
        if column.departs || leads_away {
            self.spouses[t.ix()]
                .iter()
                .for_each(|w| put(w.row, -w.count));
        }
        if let Some(led) = led {
            // A leader envies nobody; and nobody may come to a unit that a relative is appointed to.
            self.own[t.ix()]
                .iter()
                .for_each(|(_, w)| put(w.row, -w.count));
            let relatives = self.relatives[t.ix()].iter();
            let shut = relatives.filter(|(school, _)| case.county.same_unit(*school, led));
            shut.for_each(|(_, w)| put(w.row, -w.count));
        }
    }
}

// The rule read from a finished plan: `audit::envy`, and `audit::rounds` in a staged year.
