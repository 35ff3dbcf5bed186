//! The model factored through the turnover pool: the count tiers do not care who goes where, only how many of
//! which kind. A person either stands somewhere of the own unit, takes a seat of a school applied for, or is
//! *released* to a group; the group *takes* as many seats as it has released members. 540,000 person × seat
//! columns of a large county become some ten thousand.
//!
//! It is a relaxation: a group takes any seat that one of its members may take. [`super::matching`] finds for each
//! group which member takes which seat, or the members who compete for too few seats (Hall's theorem); that gives
//! a cut that holds for every plan, and with all cuts that matter the relaxation is exact for T1–T10.

use super::arcs::Arcs;
use super::columns;
use super::problem::{Constraint, Later, Problem};
use super::rulebook::Rulebook;
use crate::case::Case;
use crate::county::{Area, Education, Quality, Stage, SubjectIx, TeacherIx, Title};
use crate::demand::CellIx;
use crate::plan::{Class, Station};
use crate::rules::r13_avoidance;
use crate::terms::column::{Act, Column, Profile};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Persons of one kind who may be released, and the seats that any of them may take.
#[derive(Debug, Clone)]
pub struct Group {
    pub profile: Profile,
    /// Each member with the variable of the release.
    pub members: Vec<(TeacherIx, u32)>,
    /// The cells that any member may take, in their order.
    pub cells: Vec<CellIx>,
    /// Per cell the variable that counts how many the group takes, once it is generated.
    pub takes: Vec<Option<u32>>,
    /// Position of the group's first take among all takes.
    pub first: usize,
}

impl Group {
    /// Cells whose takes are in the problem, with their variables.
    pub fn taken(&self) -> impl Iterator<Item = (CellIx, u32)> {
        let pairs = self.cells.iter().zip(&self.takes);
        pairs.filter_map(|(cell, var)| Some((*cell, (*var)?)))
    }

    /// No more of a cell than it has seats or the group has members.
    pub fn most(&self, case: &Case, cell: CellIx) -> f64 {
        (case.demand.cell(cell).count as usize).min(self.members.len()) as f64
    }
}

/// The groups and their takes, most of which no good plan needs: they are generated when a relaxation asks for them.
pub struct Pool {
    pub groups: Vec<Group>,
    /// Per teacher the seats reached by release: fitting, neither of the own unit nor of a school applied for.
    pub remote: Vec<Vec<CellIx>>,
}

/// Which persons of one kind share a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Those who reach the same seats: no point needs a cut, and the relaxation comes as near to persons as it can.
    Same,
    /// All: where few points need a cut, the smallest problem is the fastest.
    Whole,
    /// Those who reach nearly the same seats.
    Near,
}

/// What makes two persons of one kind: what they may teach, which way they may go, what counting rules read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    teaches: Vec<(Stage, SubjectIx)>,
    direction: (bool, bool),
    profile: Profile,
}

impl Pool {
    /// The model, its columns, and their problem without any take: columns first, then slacks.
    pub fn new(
        case: &Case,
        arcs: &Arcs,
        book: &Rulebook,
        sharing: Sharing,
    ) -> (Pool, Vec<Column>, Problem) {
        let teachers: Vec<TeacherIx> = case.county.teacher_ixs().collect();
        let remote: Vec<Vec<CellIx>> = teachers
            .par_iter()
            .map(|t| remote(case, arcs, *t))
            .collect();
        let mut columns: Vec<Column> = Vec::new();
        for t in &teachers {
            columns.extend(columns::standing(case, *t));
            let far = &remote[t.ix()];
            let near = arcs.of(*t).iter();
            let near = near.filter(|c| far.binary_search(c).is_err());
            columns.extend(near.map(|cell| columns::seat(case, *t, *cell)));
        }
        let groups = groups(case, &remote, sharing, &mut columns);
        let mut problem = super::direct::assemble(case, book, &columns);
        balance_groups(&groups, &mut problem);
        (Pool { groups, remote }, columns, problem)
    }

    /// How many takes there are, generated or not.
    pub fn takes(&self) -> usize {
        self.groups.last().map_or(0, |g| g.first + g.cells.len())
    }

    /// Group and place within it of a take.
    pub fn place(&self, take: usize) -> (usize, usize) {
        let group = self.groups.partition_point(|g| g.first <= take) - 1;
        (group, take - self.groups[group].first)
    }
}

fn remote(case: &Case, arcs: &Arcs, teacher: TeacherIx) -> Vec<CellIx> {
    let far = |cell: &&CellIx| !is_near(case, teacher, **cell);
    arcs.of(teacher).iter().filter(far).copied().collect()
}

/// Seats that stand on the person: in the own unit and at schools applied for, because their costs in other tiers differ;
/// and where a relative may come to lead, because R13 asks who sits there.
pub fn is_near(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let t = case.county.teacher(teacher);
    let school = case.demand.cell(cell).school;
    let own = t.school;
    t.applied_to(school)
        || own.is_some_and(|own| case.county.same_unit(own, school))
        || r13_avoidance::relative_may_lead(case, teacher, school)
        || seats_in_mind(case, teacher).any(|seat| seat == cell)
}

/// The seats that plans to be kept or to be unlike give: what they cost differs from all others.
fn seats_in_mind(case: &Case, teacher: TeacherIx) -> impl Iterator<Item = CellIx> + '_ {
    let kept = case.kept.iter().map(|kept| &kept.plan);
    let unlike = case.question.iter().flat_map(|q| &q.unlike);
    kept.chain(unlike).filter_map(move |plan| {
        let seat = plan.of(teacher)?.seat()?;
        case.demand.find(seat.school, seat.stage, seat.subject)
    })
}

/// Groups in the order of their kinds; their columns are appended.
fn groups(
    case: &Case,
    remote: &[Vec<CellIx>],
    sharing: Sharing,
    columns: &mut Vec<Column>,
) -> Vec<Group> {
    let mut kinds: BTreeMap<Kind, Vec<TeacherIx>> = BTreeMap::new();
    for t in case
        .county
        .teacher_ixs()
        .filter(|t| !remote[t.ix()].is_empty())
    {
        kinds
            .entry(kind(case, t, &remote[t.ix()]))
            .or_default()
            .push(t);
    }
    let parts = kinds.into_iter().flat_map(|(kind, members)| {
        let parts = match sharing {
            Sharing::Same => alike(&members, remote, 1.0),
            Sharing::Near => alike(&members, remote, NEAR),
            Sharing::Whole => vec![members],
        };
        parts.into_iter().map(move |part| (kind.profile, part))
    });
    let mut first = 0;
    let made = parts.map(|(profile, members)| {
        let mut cells: Vec<CellIx> = members
            .iter()
            .flat_map(|t| &remote[t.ix()])
            .copied()
            .collect();
        cells.sort();
        cells.dedup();
        let mut add = |column: Column| {
            columns.push(column);
            columns.len() as u32 - 1
        };
        let members = members
            .into_iter()
            .map(|t| (t, add(columns::release(case, t))))
            .collect();
        first += cells.len();
        Group {
            profile,
            members,
            takes: vec![None; cells.len()],
            first: first - cells.len(),
            cells,
        }
    });
    made.collect()
}

/// How many times as many seats as one of them alone reaches those who share a group by [`Sharing::Near`] reach together.
const NEAR: f64 = 1.3;

/// Members parted so that those of one part reach together at most so many times as many seats as one of them: the fewer,
/// the nearer the relaxation comes to persons.
fn alike(members: &[TeacherIx], remote: &[Vec<CellIx>], times: f64) -> Vec<Vec<TeacherIx>> {
    let mut order = members.to_vec();
    order.sort_by(|a, b| {
        let reach = |t: &TeacherIx| &remote[t.ix()];
        reach(b)
            .len()
            .cmp(&reach(a).len())
            .then_with(|| reach(a).cmp(reach(b)))
            .then(a.cmp(b))
    });
    let mut parts: Vec<(Vec<CellIx>, Vec<TeacherIx>)> = Vec::new();
    for t in order {
        let own = &remote[t.ix()];
        let near = parts.iter_mut().filter_map(|(reach, part)| {
            let common = own
                .iter()
                .filter(|c| reach.binary_search(c).is_ok())
                .count();
            let union = reach.len() + own.len() - common;
            (union as f64 <= times * own.len() as f64).then_some((union - common, reach, part))
        });
        let best = near.min_by_key(|(d, _, _)| *d);
        match best {
            Some((_, reach, part)) => {
                reach.extend(own);
                reach.sort();
                reach.dedup();
                part.push(t);
            }
            None => parts.push((own.clone(), vec![t])),
        }
    }
    for (_, part) in &mut parts {
        part.sort();
    }
    parts.sort_by(|a, b| a.1.cmp(&b.1));
    parts.into_iter().map(|(_, part)| part).collect()
}

fn kind(case: &Case, teacher: TeacherIx, remote: &[CellIx]) -> Kind {
    let mut teaches: Vec<(Stage, SubjectIx)> = remote
        .iter()
        .map(|cell| case.demand.cell(*cell))
        .map(|cell| (cell.stage, cell.subject))
        .collect();
    teaches.sort();
    teaches.dedup();
    let t = case.county.teacher(teacher);
    let bound = t
        .school
        .map(|s| case.county.school(s))
        .filter(|s| !s.closing);
    let direction = bound.map_or((false, false), |s| {
        (s.area == Area::Rural, s.quality == Quality::Weak)
    });
    Kind {
        teaches,
        direction,
        profile: coarse(Profile::of(case, teacher)),
    }
}

/// Only what counting rules tell apart: the level of the title, the education floors of R12.
pub fn coarse(profile: Profile) -> Profile {
    let title = match profile.title {
        t if t.is_senior() => Title::Senior,
        t if t.is_intermediate() => Title::First,
        _ => Title::None,
    };
    let education = match profile.education {
        e if e.reaches(Education::Bachelor) => Education::Bachelor,
        e if e.reaches(Education::College) => Education::College,
        _ => Education::Lower,
    };
    Profile {
        title,
        education,
        backbone: profile.backbone,
        rural_title: profile.rural_title,
    }
}

/// Somebody of a profile arrives at a cell.
pub fn take(case: &Case, profile: Profile, cell: CellIx) -> Column {
    let c = case.demand.cell(cell);
    Column {
        person: None,
        class: Class::Free,
        act: Act::Take(cell),
        departs: false,
        station: Some(Station {
            school: c.school,
            stage: Some(c.stage),
            subject: Some(c.subject),
        }),
        profile,
        costs: Vec::new(),
    }
}

/// As many seats taken as members released.
fn balance_groups(groups: &[Group], problem: &mut Problem) {
    for (i, group) in groups.iter().enumerate() {
        let released = group.members.iter().map(|(_, v)| (*v, 1.0)).collect();
        let mut row = Constraint::new(0.0, 0.0, released);
        row.later = Some(Later {
            group: i,
            cells: group.cells.clone(),
            factor: -1.0,
        });
        problem.constraints.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts of three persons: two reach cells 0–3, one of them 0–4.
    fn parts(times: f64) -> Vec<Vec<u32>> {
        let cells = |n: u32| (0..n).map(CellIx).collect();
        let remote: Vec<Vec<CellIx>> = vec![cells(4), cells(5), cells(4)];
        let all: Vec<TeacherIx> = (0..3).map(TeacherIx).collect();
        let parts = alike(&all, &remote, times);
        parts
            .iter()
            .map(|part| part.iter().map(|t| t.0).collect())
            .collect()
    }

    #[test]
    fn only_who_reaches_the_same_seats_shares_a_group() {
        assert_eq!(parts(1.0), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn who_reaches_nearly_the_same_seats_shares_one_too() {
        assert_eq!(parts(NEAR), [vec![0, 1, 2]]);
    }
}
