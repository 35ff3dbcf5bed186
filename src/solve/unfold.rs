//! From the pool model to persons. The pool bounds every tier, but a group takes seats without saying who of it takes
//! which. Here the groups are unfolded: everybody × every seat that the bounds leave open, with the rows and sides that the
//! proven tiers have fixed. Of a million pairs some ten thousand are left, because a pair's reduced cost is known from the
//! pool: that of the release and that of the take.

use super::face::Face;
use super::outside::{self, Outside as _};
use super::takes::Takes;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::columns;
use crate::model::direct::assemble;
use crate::model::problem::{Constraint, Problem};
use crate::terms::column::{Act, Column};
use crate::terms::tier::Tier;
use std::collections::{BTreeSet, HashMap, HashSet};

/// However little a pair promises: the best so many of each person and of each cell.
const PER_PERSON: usize = 3;
const PER_CELL: usize = 2;

/// A problem on persons: columns first, slacks after them.
pub struct Unfolded {
    pub problem: Problem,
    pub columns: Vec<Column>,
}

/// What is known of a problem's plans.
pub struct Known<'a> {
    pub problem: &'a Problem,
    /// Takes outside that no plan has.
    pub closed: &'a [bool],
    /// Tiers with the value that no plan exceeds.
    pub locks: &'a [(Tier, i64)],
    /// Who keeps what he has.
    pub kept: &'a HashMap<TeacherIx, Act>,
}

impl Known<'_> {
    /// Whether an outcome is open to a person: any, or the one that he keeps.
    fn open(&self, teacher: TeacherIx, act: Act) -> bool {
        self.kept.get(&teacher).is_none_or(|kept| *kept == act)
    }
}

/// How much a column adds at least to the tier of a face.
struct Promise {
    variables: Vec<f64>,
    takes: Vec<f64>,
}

impl Promise {
    fn new(problem: &Problem, takes: &Takes, face: Option<&Face>) -> Promise {
        let mut all = Promise {
            variables: vec![0.0; problem.variables.len()],
            takes: vec![0.0; takes.model.takes()],
        };
        let Some(face) = face else {
            return all;
        };
        for (var, d) in face.variables() {
            let v = &problem.variables[*var as usize];
            // What is fixed costs nothing more.
            if v.lower < v.upper {
                all.variables[*var as usize] = d.max(0.0);
            }
        }
        for group in &takes.model.groups {
            for (i, var) in group.takes.iter().enumerate() {
                if let Some(var) = var {
                    all.takes[group.first + i] = all.variables[*var as usize];
                }
            }
        }
        for priced in face.outside() {
            all.takes[priced.column as usize] = f64::from(priced.reduced).max(0.0);
        }
        all
    }
}

impl Takes<'_> {
    /// The problem on persons over the columns that add at most `room` to the bound of `face`; all that are open where
    /// nothing is known.
    pub(super) fn unfolded(&self, known: &Known, face: Option<&Face>, room: f64) -> Unfolded {
        let promise = Promise::new(known.problem, self, face);
        let gone = self.gone(known.problem);
        let named = self.columns.iter().enumerate().filter(|(i, c)| {
            let free = c.person.is_some_and(|p| !gone.contains(&p));
            c.act != Act::Release
                && known.problem.variables[*i].upper > 0.5
                && (free && promise.variables[*i] <= room)
                && c.person.is_none_or(|p| known.open(p, c.act))
        });
        let mut columns = Vec::new();
        let mut sure = Vec::new();
        for (i, c) in named {
            columns.push(c.clone());
            sure.push(known.problem.variables[i].lower);
        }
        for (t, cell) in self.pairs(known, &promise, &gone, room) {
            columns.push(columns::seat(self.case, t, cell));
        }
        let mut problem = assemble(self.case, self.book, &columns);
        for (i, lower) in sure.into_iter().enumerate() {
            problem.variables[i].lower = lower;
        }
        self.keep_sides(known, columns.len(), &mut problem);
        Unfolded { problem, columns }
    }

    /// Rows and slacks stand where the proven tiers have fixed them.
    fn keep_sides(&self, known: &Known, slacks_from: usize, problem: &mut Problem) {
        let rows = self.book.rows.rows.len();
        let fixed = known.problem.constraints[..rows].iter();
        for (row, fixed) in problem.constraints.iter_mut().zip(fixed) {
            (row.lower, row.upper) = (fixed.lower, fixed.upper);
        }
        for i in 0..self.book.rows.slacks.len() {
            problem.variables[slacks_from + i] = known.problem.variables[self.columns.len() + i];
        }
        for (tier, value) in known.locks {
            let row = Constraint::at_most(*value as f64, problem.objective(*tier));
            problem.constraints.push(row);
        }
    }

    /// Persons of whom it is certain that they leave.
    fn gone(&self, problem: &Problem) -> HashSet<TeacherIx> {
        let groups = self.model.groups.iter();
        let members = groups.flat_map(|g| &g.members);
        let sure = members.filter(|(_, var)| problem.variables[*var as usize].lower > 0.5);
        sure.map(|(t, _)| *t).collect()
    }

    /// The open pairs of person and remote seat within `room`, and the best of each person and cell.
    fn pairs(
        &self,
        known: &Known,
        promise: &Promise,
        gone: &HashSet<TeacherIx>,
        room: f64,
    ) -> Vec<(TeacherIx, CellIx)> {
        let mut open: Vec<(f64, TeacherIx, CellIx)> = Vec::new();
        for group in &self.model.groups {
            let shut = |i: usize| match group.takes[i] {
                Some(var) => known.problem.variables[var as usize].upper < 0.5,
                None => known.closed[group.first + i],
            };
            for (t, release) in &group.members {
                if known.problem.variables[*release as usize].upper < 0.5 {
                    continue;
                }
                let leaving = match gone.contains(t) {
                    true => 0.0,
                    false => promise.variables[*release as usize],
                };
                for cell in &self.model.remote[t.ix()] {
                    let place = group.cells.binary_search(cell);
                    let open_to = known.open(*t, Act::Seat(*cell));
                    if let Some(i) = place.ok().filter(|i| open_to && !shut(*i)) {
                        open.push((leaving + promise.takes[group.first + i], *t, *cell));
                    }
                }
            }
        }
        if room.is_finite() {
            open.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            let mut of_person = vec![0; self.case.county.teachers.len()];
            let mut of_cell = vec![0; self.case.demand.cells.len()];
            open.retain(|(d, t, cell)| {
                let (person, seat) = (&mut of_person[t.ix()], &mut of_cell[cell.ix()]);
                let best = *person < PER_PERSON || *seat < PER_CELL;
                *person += 1;
                *seat += 1;
                best || *d <= room
            });
        }
        let mut pairs: Vec<(TeacherIx, CellIx)> =
            open.into_iter().map(|(_, t, c)| (t, c)).collect();
        pairs.sort();
        pairs
    }

    /// A plan as a point of the pool model; takes that it needs come in.
    pub(super) fn folded(
        &mut self,
        problem: &mut Problem,
        unfolded: &Unfolded,
        point: &[f64],
    ) -> Vec<f64> {
        let mut folded = vec![0.0; problem.variables.len()];
        let slacks = &point[unfolded.columns.len()..];
        let from = self.columns.len();
        folded[from..from + slacks.len()].copy_from_slice(slacks);
        let on = unfolded.columns.iter().zip(point);
        let mut taken = Vec::new();
        for (column, _) in on.filter(|(_, x)| **x > 0.5) {
            let Some(t) = column.person else { continue };
            if let Some(var) = self.named.get(&(t, column.act)) {
                folded[*var as usize] = 1.0;
            } else if let Some((release, take)) = self.released(t, column.act) {
                folded[release as usize] = 1.0;
                taken.push(take);
            }
        }
        // A group may take several seats of one cell.
        let distinct: BTreeSet<u32> = taken.iter().copied().collect();
        outside::enter(self, problem, distinct.into_iter());
        folded.resize(problem.variables.len(), 0.0);
        for var in taken.into_iter().filter_map(|t| self.variable(t)) {
            folded[var as usize] += 1.0;
        }
        folded
    }

    /// The variables that an outcome is made of.
    pub(super) fn made_of(&self, t: TeacherIx, act: Act) -> Vec<u32> {
        if let Some(var) = self.named.get(&(t, act)) {
            return vec![*var];
        }
        let made = self.released(t, act);
        made.map_or_else(Vec::new, |(release, take)| {
            let take = self.variable(take);
            std::iter::once(release).chain(take).collect()
        })
    }

    /// The release and the take that make a remote seat.
    fn released(&self, t: TeacherIx, act: Act) -> Option<(u32, u32)> {
        let release = *self.named.get(&(t, Act::Release))?;
        let Act::Seat(cell) = act else { return None };
        let group = &self.model.groups[self.group_of[t.ix()]? as usize];
        let i = group.cells.binary_search(&cell).ok()?;
        Some((release, (group.first + i) as u32))
    }
}
