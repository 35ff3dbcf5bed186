//! The takes of the pool model as columns outside its problem: priced from the duals, one sum per kind of person and cell
//! for all groups of that kind, and generated when a relaxation asks for them. And what keeps a point of the pool model
//! from being a plan: members of a group who compete for too few seats.

use super::face::Face;
use super::outside::{Generated, Outside, Priced};
use super::unfold::{Known, Unfolded};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::columns;
use crate::model::matching::{self, Matched, Transport};
use crate::model::pool::{self, Group, Pool};
use crate::model::problem::{Constraint, Later, Problem};
use crate::model::rulebook::Rulebook;
use crate::terms::column::{Act, Column, Profile};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Columns added per cell and per group in one round: enough to choose from, few enough to stay small.
const PER_ROUND: usize = 6;

pub struct Takes<'a> {
    pub(super) case: &'a Case,
    pub(super) book: &'a Rulebook,
    pub(super) columns: &'a [Column],
    pub(super) model: &'a mut Pool,
    /// The variable of what may happen to a person.
    pub(super) named: HashMap<(TeacherIx, Act), u32>,
    /// Per teacher the group.
    pub(super) group_of: Vec<Option<u32>>,
    /// Per profile and cell the rows that somebody who arrives there stands in.
    arrivals: BTreeMap<Profile, Vec<Vec<(u32, f64)>>>,
}

impl<'a> Takes<'a> {
    pub fn new(
        case: &'a Case,
        book: &'a Rulebook,
        columns: &'a [Column],
        model: &'a mut Pool,
    ) -> Takes<'a> {
        let mut arrivals: BTreeMap<Profile, Vec<Vec<(u32, f64)>>> = BTreeMap::new();
        for group in &model.groups {
            let known = arrivals.entry(group.profile);
            let rows = known.or_insert_with(|| vec![Vec::new(); case.demand.cells.len()]);
            for cell in &group.cells {
                let rows = &mut rows[cell.ix()];
                if rows.is_empty() {
                    let take = pool::take(case, group.profile, *cell);
                    book.touch(case, &take, &mut |row, f| rows.push((row.0, f as f64)));
                }
            }
        }
        let named = columns.iter().enumerate();
        let named = named.filter_map(|(i, c)| Some(((c.person?, c.act), i as u32)));
        let mut group_of = vec![None; case.county.teachers.len()];
        for (g, group) in model.groups.iter().enumerate() {
            for (t, _) in &group.members {
                group_of[t.ix()] = Some(g as u32);
            }
        }
        Takes {
            case,
            book,
            columns,
            named: named.collect(),
            group_of,
            model,
            arrivals,
        }
    }

    /// What the duals pay for somebody of a profile who arrives at each cell.
    fn worth(&self, duals: &[f64]) -> BTreeMap<Profile, Vec<f64>> {
        let pay = |rows: &Vec<(u32, f64)>| rows.iter().map(|(r, f)| duals[*r as usize] * f).sum();
        let lists = self.arrivals.iter();
        lists
            .map(|(profile, cells)| (*profile, cells.iter().map(pay).collect()))
            .collect()
    }

    /// One group's takes that are outside, with their reduced costs.
    fn price_group(&self, group: &Group, worth: &[f64], later: &[(&Later, f64)]) -> Vec<Priced> {
        let cells = group.cells.iter().zip(&group.takes).enumerate();
        let outside = cells.filter(|(_, (_, var))| var.is_none());
        let price = |(i, (cell, _)): (usize, (&CellIx, _))| {
            let stands = |l: &Later| {
                l.cells.len() == group.cells.len() || l.cells.binary_search(cell).is_ok()
            };
            let pays = later.iter().filter(|(l, _)| stands(l)).map(|(_, p)| p);
            Priced {
                column: (group.first + i) as u32,
                reduced: (-worth[cell.ix()] - pays.sum::<f64>()) as f32,
                most: group.most(self.case, *cell) as f32,
            }
        };
        outside.map(price).collect()
    }
}

impl Outside for Takes<'_> {
    fn len(&self) -> usize {
        self.model.takes()
    }

    fn price(&self, problem: &Problem, duals: &[f64]) -> Vec<Priced> {
        let worth = self.worth(duals);
        let mut later: Vec<Vec<(&Later, f64)>> = vec![Vec::new(); self.model.groups.len()];
        for (row, dual) in problem.constraints.iter().zip(duals) {
            if let Some(l) = row.later.as_ref().filter(|_| *dual != 0.0) {
                later[l.group].push((l, dual * l.factor));
            }
        }
        let groups = self.model.groups.par_iter().zip(&later);
        let lists: Vec<Vec<Priced>> = groups
            .map(|(g, later)| self.price_group(g, &worth[&g.profile], later))
            .collect();
        lists.concat()
    }

    /// The best of each cell and of each group.
    fn choose(&self, priced: &[Priced], below: f32) -> Vec<u32> {
        let mut good: Vec<&Priced> = priced.iter().filter(|p| p.reduced < below).collect();
        good.sort_by(|a, b| {
            (a.reduced, a.column)
                .partial_cmp(&(b.reduced, b.column))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        let mut of_cell: HashMap<CellIx, usize> = HashMap::new();
        let mut of_group = vec![0; self.model.groups.len()];
        let mut chosen = Vec::new();
        for p in good {
            let (group, place) = self.model.place(p.column as usize);
            let cell = of_cell
                .entry(self.model.groups[group].cells[place])
                .or_default();
            if *cell < PER_ROUND && of_group[group] < PER_ROUND {
                *cell += 1;
                of_group[group] += 1;
                chosen.push(p.column);
            }
        }
        chosen
    }

    /// Whoever can do nothing but take a seat elsewhere: a pin, or obey = no.
    fn needed(&self) -> Vec<u32> {
        let named = self.columns.iter().filter(|c| c.act != Act::Release);
        let settled: HashSet<TeacherIx> = named.filter_map(|c| c.person).collect();
        let mut all = Vec::new();
        for group in &self.model.groups {
            let bare = group.members.iter().filter(|(t, _)| !settled.contains(t));
            for cell in bare.flat_map(|(t, _)| &self.model.remote[t.ix()]) {
                if let Ok(i) = group.cells.binary_search(cell) {
                    all.push((group.first + i) as u32);
                }
            }
        }
        all.sort();
        all.dedup();
        all
    }

    fn generate(&self, problem: &Problem, columns: &[u32]) -> Vec<Generated> {
        let mut later: Vec<Vec<u32>> = vec![Vec::new(); self.model.groups.len()];
        for (i, row) in problem.constraints.iter().enumerate() {
            if let Some(l) = &row.later {
                later[l.group].push(i as u32);
            }
        }
        let all = columns.iter().map(|column| {
            let (index, place) = self.model.place(*column as usize);
            let group = &self.model.groups[index];
            let cell = group.cells[place];
            let mut factors = self.arrivals[&group.profile][cell.ix()].clone();
            let stands = |i: &u32| {
                let factor = problem.constraints[*i as usize].later(index, cell)?;
                Some((*i, factor))
            };
            factors.extend(later[index].iter().filter_map(stands));
            Generated {
                most: group.most(self.case, cell),
                factors,
            }
        });
        all.collect()
    }

    fn entered(&mut self, column: u32, var: u32) {
        let (group, place) = self.model.place(column as usize);
        self.model.groups[group].takes[place] = Some(var);
    }

    fn leave_from(&mut self, from: u32) {
        let takes = self.model.groups.iter_mut().flat_map(|g| &mut g.takes);
        takes.for_each(|take| *take = take.filter(|var| *var < from));
    }

    fn variable(&self, column: u32) -> Option<u32> {
        let (group, place) = self.model.place(column as usize);
        self.model.groups[group].takes[place]
    }

    fn doubt(&self, point: &[f64]) -> Vec<Constraint> {
        cuts(self.case, self.model, point)
    }

    fn unfold(&self, known: &Known, face: Option<&Face>, room: f64) -> Option<Unfolded> {
        Some(self.unfolded(known, face, room))
    }

    fn slacks(&self) -> usize {
        self.book.rows.slacks.len()
    }

    fn made_of(&self, teacher: TeacherIx, act: Act) -> Vec<u32> {
        Takes::made_of(self, teacher, act)
    }

    fn fold(&mut self, problem: &mut Problem, unfolded: &Unfolded, point: &[f64]) -> Vec<f64> {
        self.folded(problem, unfolded, point)
    }
}

/// One group's released members and the seats it takes, as a transport problem.
pub struct Share<'a> {
    index: usize,
    group: &'a Group,
    pub members: Vec<TeacherIx>,
    pub cells: Vec<CellIx>,
    capacity: Vec<usize>,
}

/// None for a group that releases nobody.
pub fn share<'a>(index: usize, group: &'a Group, point: &[f64]) -> Option<Share<'a>> {
    let on = |var: &u32| point[*var as usize] > 0.5;
    let members: Vec<TeacherIx> = group
        .members
        .iter()
        .filter(|(_, v)| on(v))
        .map(|(t, _)| *t)
        .collect();
    let taken: Vec<(CellIx, u32)> = group.taken().filter(|(_, v)| on(v)).collect();
    (!members.is_empty()).then(|| Share {
        index,
        group,
        members,
        cells: taken.iter().map(|(c, _)| *c).collect(),
        capacity: taken
            .iter()
            .map(|(_, v)| point[*v as usize].round() as usize)
            .collect(),
    })
}

/// Who of a group takes which of its seats, by least distance.
pub fn matched(case: &Case, model: &Pool, share: &Share) -> Matched {
    let place: BTreeMap<CellIx, usize> = share
        .cells
        .iter()
        .enumerate()
        .map(|(i, c)| (*c, i))
        .collect();
    let choices: Vec<Vec<(usize, i64)>> = share
        .members
        .iter()
        .map(|t| {
            let cells = model.remote[t.ix()].iter();
            let known = cells.filter_map(|c| Some((*place.get(c)?, *c)));
            known
                .map(|(i, c)| (i, columns::distance(case, *t, case.demand.cell(c).school)))
                .collect()
        })
        .collect();
    matching::solve(&Transport {
        choices: &choices,
        capacity: &share.capacity,
    })
}

/// The groups whose released members compete for too few of the seats taken, each with its cut: the members who may
/// go nowhere else are released no more often than these seats are taken.
fn cuts(case: &Case, model: &Pool, point: &[f64]) -> Vec<Constraint> {
    let groups = model.groups.iter().enumerate();
    let shares: Vec<Share> = groups.filter_map(|(i, g)| share(i, g, point)).collect();
    let found = shares
        .par_iter()
        .filter_map(|share| match matched(case, model, share) {
            Matched::Seats(_) => None,
            Matched::TooFew(few) => Some(cut(model, share, &few)),
        });
    found.collect()
}

/// `few` are positions of taken seats; seats that the group does not take now belong to the other side.
fn cut(model: &Pool, share: &Share, few: &[usize]) -> Constraint {
    let taken_elsewhere: Vec<CellIx> = (0..share.cells.len())
        .filter(|i| !few.contains(i))
        .map(|i| share.cells[i])
        .collect();
    // The confined: members who may take none of the seats taken elsewhere. All seats they may take, taken or not, stand
    // on the right-hand side, so that the row holds for every plan.
    let confined = |t: &TeacherIx| {
        model.remote[t.ix()]
            .iter()
            .all(|c| !taken_elsewhere.contains(c))
    };
    let members: Vec<&(TeacherIx, u32)> = share
        .group
        .members
        .iter()
        .filter(|(t, _)| confined(t))
        .collect();
    let mut reach: Vec<CellIx> = members
        .iter()
        .flat_map(|(t, _)| &model.remote[t.ix()])
        .copied()
        .collect();
    reach.sort();
    reach.dedup();
    let takes = share.group.taken();
    let takes = takes.filter(|(c, _)| reach.binary_search(c).is_ok());
    let mut terms: Vec<(u32, f64)> = members.iter().map(|(_, v)| (*v, 1.0)).collect();
    terms.extend(takes.map(|(_, v)| (v, -1.0)));
    let mut row = Constraint::at_most(0.0, terms);
    row.later = Some(Later {
        group: share.index,
        cells: reach,
        factor: -1.0,
    });
    row
}

#[cfg(test)]
mod tests {
    use super::super::{made, outside};
    use super::*;

    /// What came in after a point is outside again once it is left, and comes in anew as it did then.
    #[test]
    fn what_is_left_is_outside_again() {
        made::with_pool(&made::case(), |takes, problem| {
            let outside: Vec<u32> = (0..takes.len() as u32)
                .filter(|c| takes.variable(*c).is_none())
                .collect();
            let (stays, leaves) = (outside[0], outside[1]);
            outside::enter(takes, problem, [stays].into_iter());
            let before = problem.clone();
            let enter = |takes: &mut Takes, problem: &mut Problem| {
                outside::enter(takes, problem, [stays, leaves].into_iter()).len()
            };
            assert_eq!(enter(takes, problem), 1);
            let with = std::mem::replace(problem, before);
            takes.leave_from(problem.variables.len() as u32);
            assert!(takes.variable(stays).is_some() && takes.variable(leaves).is_none());
            assert_eq!(enter(takes, problem), 1);
            assert!(*problem == with);
        });
    }
}
