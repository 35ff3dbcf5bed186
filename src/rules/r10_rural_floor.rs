//! R10 乡村不净流出: At each rural school the seats taken are at least the posts its own holders fill today.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{Area, SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    no: "R10",
    key: "rural_floor",
    name: ("乡村不净流出", "rural floor"),
    default: Mode::Hard,
    meaning: (
        "每所未撤并的乡村学校，聘任人数不少于其各岗位“现有教师数与岗位数中较小者”之和。",
        "At each rural school that is not closing, seats taken ≥ Σ over its cells of min(current holders, count).",
    ),
};

super::params! {}

// ---- the rule in the model ----

/// Per rural school that stays: seats taken ≥ Σ over its cells min(holders, count).
pub struct Rows {
    schools: Vec<Option<RowIx>>,
    /// Leaders whose post ends, of a cell with holders to spare for some of them but not for all: their row.
    spare: HashMap<TeacherIx, RowIx>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let mut spare = HashMap::new();
    let row_of = |school: SchoolIx| {
        let s = case.county.school(school);
        let bound = case.policy.rules.rural_floor.on() && s.area == Area::Rural && !s.closing;
        let floor = match bound {
            true => floor(case, school).min(held(case, school)),
            false => 0,
        };
        (floor > 0).then(|| {
            let row = out.row("R10", &s.id, Some(floor), None);
            spares(case, school, row, &mut spare, out);
            row
        })
    };
    let schools = case.county.school_ixs().map(row_of).collect();
    Rows { schools, spare }
}

fn cells(case: &Case, school: SchoolIx) -> impl Iterator<Item = CellIx> {
    let cells = case.demand.cell_ixs();
    cells.filter(move |ix| case.demand.cell(*ix).school == school)
}

fn floor(case: &Case, school: SchoolIx) -> i64 {
    let all = cells(case, school).map(|ix| {
        let holders = case.standing.holders[ix.ix()].len() as i64;
        holders.min(i64::from(case.demand.cell(ix).count))
    });
    all.sum()
}

/// How many holders a cell has beyond its posts, and who of them leads no longer and may find another leader post.
fn surplus(case: &Case, cell: CellIx) -> (i64, Vec<TeacherIx>) {
    let holders = &case.standing.holders[cell.ix()];
    let count = i64::from(case.demand.cell(cell).count);
    let leaving = case
        .standing
        .leaving(&case.county, case.demand.cell(cell).school);
    let here = leaving.filter(|t| holders.contains(t)).collect();
    (holders.len() as i64 - count, here)
}

/// Each appointment lowers the floor by one, but only beyond the surplus of its cell. With one to spare and two to go the
/// floor falls when both go: a switch that no more than either appointment can turn.
fn spares(
    case: &Case,
    school: SchoolIx,
    floor: RowIx,
    spare: &mut HashMap<TeacherIx, RowIx>,
    out: &mut row::Rows,
) {
    for cell in cells(case, school) {
        let (surplus, leaving) = surplus(case, cell);
        if surplus <= 0 || surplus >= leaving.len() as i64 {
            continue;
        }
        let mut terms = vec![(floor, 1)];
        for t in &leaving {
            let name = format!("spare {}", case.county.teacher(*t).id);
            let row = out.row("R10", name, None, Some(0));
            terms.push((row, 1));
            spare.insert(*t, row);
        }
        out.slack(
            format!("spare {}", case.cell_name(cell)),
            Some(1),
            None,
            terms,
        );
    }
}

/// Seats held at a school when the adjustment begins: it may not go below what the rounds before it have left there.
fn held(case: &Case, school: SchoolIx) -> i64 {
    let Some(earlier) = &case.standing.earlier else {
        return i64::MAX;
    };
    let here = |cell: &&CellIx| case.demand.cell(**cell).school == school;
    earlier.held.iter().flatten().filter(here).count() as i64
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let school = column.seat().map(|cell| case.demand.cell(cell).school);
        if let Some(row) = school.and_then(|s| self.schools[s.ix()]) {
            put(row, 1);
        }
        let Some(leaver) = column.swings(case) else {
            return;
        };
        if let Some(row) = self.spare.get(&leaver) {
            put(*row, -1);
        } else if let Some(cell) = case.standing.cell[leaver.ix()]
            && surplus(case, cell).0 <= 0
            && let Some(row) = self.schools[case.demand.cell(cell).school.ix()]
        {
            put(row, 1);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{Area, SchoolIx};
    use crate::plan::words::{self, say};
    use crate::plan::{Plan, Round, Seat};
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Rural schools that would lose: fewer seats taken than posts that their own staff fill today.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        if !case.policy.rules.rural_floor.on() {
            return;
        }
        let seats = plan.seats();
        for school in case.county.school_ixs() {
            let s = case.county.school(school);
            if s.area != Area::Rural || s.closing {
                continue;
            }
            let own = case.demand.cells.iter().filter(|c| c.school == school);
            let floor: usize = own
                .map(|c| holders(case, Seat::of(c)).min(c.count as usize))
                .sum();
            let here = seats.iter().filter(|(seat, _)| seat.school == school);
            let taken: usize = here.map(|(_, persons)| persons.len()).sum();
            if taken < floor {
                let text = say!(
                    "{name}（乡村）：聘任 {taken} 人 < 现有在岗 {floor} 人",
                    "{name} (rural): {taken} seats taken < {floor} filled today",
                    name = words::school(case, school),
                    taken = taken,
                    floor = floor
                );
                say_below(
                    taken < left_by_rounds(case, plan, school),
                    school,
                    text,
                    out,
                );
            }
        }
    }

    /// What the competitions of a staged year have left breaks nothing, but is told.
    fn say_below(broken: bool, school: SchoolIx, text: Text, out: &mut Findings) {
        match broken {
            true => out.broken("R10", Vec::new(), vec![school], text),
            false => {
                let text = say!(
                    "{text}；由竞聘轮次按志愿形成，组织调剂未再减少",
                    "{text}; by wishes in the rounds of competition, the adjustment took none away",
                    text = text
                );
                out.reported("R10", Vec::new(), vec![school], text);
            }
        }
    }

    /// Seats taken at a school when the adjustment began, where the plan was made in rounds: those who left in a
    /// competition had applied, and the adjustment may only not go below that.
    fn left_by_rounds(case: &Case, plan: &Plan, school: SchoolIx) -> usize {
        if !plan.is_judged_by_rounds(case) {
            return usize::MAX;
        }
        let seats = plan
            .rows
            .iter()
            .filter_map(|r| r.seat_after(case, Round::County));
        seats.filter(|seat| seat.school == school).count()
    }

    /// Fixed and free teachers whose current cell it is.
    fn holders(case: &Case, seat: Seat) -> usize {
        let staff = case.standing.staff[seat.school.ix()].iter();
        staff
            .filter(|t| Seat::current(case, **t) == Some(seat))
            .count()
    }
}
pub use reading::read;
