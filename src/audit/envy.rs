//! Justified envy (SPEC §6): an applicant who would rather have, and fits, a seat that went to somebody with a lower
//! score who did not hold it before.

use super::tiers::{score, wish};
use super::{fits, rounds};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Outcome, Plan, Seat, seat};
use crate::policy::ProcessMode;
use crate::rules::Mode;
use crate::rules::r13_avoidance::reading::comes_under;
use crate::rules::r14_couples::reading::spouse_moves;
use crate::terms::finding::Findings;
use crate::text::Text;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// One person with reason to object to another's seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envy {
    pub teacher: TeacherIx,
    pub score: Decimal,
    /// The rank of the wish that the seat fits.
    pub wish: u32,
    pub seat: Seat,
    /// Who got the seat, and did not hold it before.
    pub holder: TeacherIx,
    pub holder_score: Decimal,
    pub reason: Text,
}

/// All pairs, by envious teacher, wish and holder; none when the rule is off. In a staged year they are judged within each
/// round.
pub fn envy(case: &Case, plan: &Plan) -> Vec<Envy> {
    match case.policy.rules.merit.mode {
        Mode::Off => Vec::new(),
        _ if plan.is_judged_by_rounds(case) => {
            let pairs = rounds::envy(case, plan).into_iter();
            pairs.map(|(pair, _)| pair).collect()
        }
        _ => over_the_whole(case, plan),
    }
}

fn over_the_whole(case: &Case, plan: &Plan) -> Vec<Envy> {
    let mut all = Vec::new();
    let newcomers = newcomers(case, plan);
    for row in &plan.rows {
        let t = case.county.teacher(row.teacher);
        let competes = matches!(
            case.standing.class_of(row.teacher),
            Class::Free | Class::Pooled
        );
        if !competes || row.outcome == Outcome::Lead || t.wishes.is_empty() {
            continue;
        }
        let mut seen = Vec::new();
        for (cell, rank) in preferred(case, row) {
            if !seen.contains(&cell) && may_have(case, plan, row, cell) {
                let holders = newcomers.get(&cell).into_iter().flatten();
                all.extend(holders.filter_map(|holder| pair(case, row, rank, cell, holder)));
            }
            seen.push(cell);
        }
    }
    all
}

/// The seats that a person would rather have, with the rank of the wish; the best wishes first. A seat that is not
/// wished is never preferred.
fn preferred(case: &Case, row: &Assignment) -> Vec<(CellIx, u32)> {
    let has = wish(case, row).unwrap_or(u32::MAX);
    let mut wishes: Vec<_> = case.county.teacher(row.teacher).wishes.iter().collect();
    wishes.sort_by_key(|w| w.rank);
    let better = wishes.into_iter().filter(|w| w.rank < has);
    let cells_of = |w: &crate::county::Wish| {
        let (school, subject, rank) = (w.school, w.subject, w.rank);
        let start = case.demand.cells.partition_point(|c| c.school < school);
        let cells = case.demand.cells[start..].iter().enumerate();
        cells
            .take_while(move |(_, c)| c.school == school)
            .filter(move |(_, c)| subject.is_none_or(|s| s == c.subject))
            .map(move |(i, _)| (CellIx((start + i) as u32), rank))
            .collect::<Vec<_>>()
    };
    better.flat_map(cells_of).collect()
}

/// Fits the seat, and neither the spouse's move nor a relative appointed there stands against it.
fn may_have(case: &Case, plan: &Plan, row: &Assignment, cell: CellIx) -> bool {
    let school = case.demand.cell(cell).school;
    let moves = seat::is_move(case, row.teacher, school);
    let seat = Seat::of(case.demand.cell(cell));
    fits(case, row.teacher, cell).is_ok()
        && !(moves && spouse_moves(case, plan, row.teacher))
        && !comes_under(case, plan, row.teacher, seat)
}

/// By cell: who sits in it and did not before.
fn newcomers<'a>(case: &Case, plan: &'a Plan) -> BTreeMap<CellIx, Vec<&'a Assignment>> {
    let mut all: BTreeMap<CellIx, Vec<&Assignment>> = BTreeMap::new();
    for row in &plan.rows {
        let Some(seat) = row.seat() else { continue };
        let cell = case.demand.find(seat.school, seat.stage, seat.subject);
        if let Some(cell) = cell
            && Seat::current(case, row.teacher) != Some(seat)
        {
            all.entry(cell).or_default().push(row);
        }
    }
    all
}

fn pair(
    case: &Case,
    row: &Assignment,
    rank: u32,
    cell: CellIx,
    holder: &Assignment,
) -> Option<Envy> {
    let (mine, theirs) = (score(case, row), score(case, holder));
    if row.teacher == holder.teacher || theirs >= mine {
        return None;
    }
    let seat = Seat::of(case.demand.cell(cell));
    let has = match row.station {
        Some(station) => words::station(case, station),
        None => Text::new(row.outcome.zh(), row.outcome.key()),
    };
    let reason = say!(
        "{p}（{mine} 分）第 {rank} 志愿为{seat}，现为{has}；该岗位聘任了{other}（{theirs} 分）",
        "{p} ({mine} points) wished {seat} as no. {rank} and got {has}; the seat went to {other} ({theirs} points)",
        p = words::person(case, row.teacher),
        mine = mine.normalize(),
        rank = rank,
        seat = words::seat(case, seat),
        has = has,
        other = words::person(case, holder.teacher),
        theirs = theirs.normalize()
    );
    Some(Envy {
        teacher: row.teacher,
        score: mine,
        wish: rank,
        seat,
        holder: holder.teacher,
        holder_score: theirs,
        reason,
    })
}

/// R21: in a staged year envy within a round breaks the rule; else it is reported.
pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
    let rule = &case.policy.rules.merit;
    let staged = case.policy.process.mode == ProcessMode::Staged && rule.on();
    if staged {
        rounds::read(case, plan, out);
    }
    let pairs = match staged && plan.is_staged() {
        true => rounds::envy(case, plan),
        false => envy(case, plan).into_iter().map(|e| (e, true)).collect(),
    };
    for (e, excused) in pairs {
        let (people, schools) = (vec![e.teacher, e.holder], vec![e.seat.school]);
        match excused {
            true => out.reported("R21", people, schools, e.reason),
            false => out.broken("R21", people, schools, e.reason),
        }
    }
}
