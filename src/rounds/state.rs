//! Where everybody stands between two rounds.

use super::leaders::Appointed;
use super::rank::Ranks;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::plan::{Class, Outcome, Round};
use crate::rules::{r13_avoidance, r14_couples};
use crate::terms::column::Act;

pub struct State<'a> {
    pub case: &'a Case,
    /// The seats that the rules of one person and one seat allow, pins among them.
    pub arcs: Arcs,
    pub ranks: Ranks<'a>,
    /// Per teacher: the seat held now.
    pub held: Vec<Option<CellIx>>,
    /// Per teacher: the seat held before a later round gave another.
    pub before: Vec<Option<CellIx>>,
    /// Per teacher: the round from which the present seat or standing comes.
    pub round: Vec<Option<Round>>,
    /// Whom the year has appointed to leader posts: they take no seat and compete for none.
    pub appointed: Appointed,
    /// Per teacher: takes part in no further competition.
    pub done: Vec<bool>,
}

impl<'a> State<'a> {
    pub fn new(case: &'a Case, appointed: Appointed) -> State<'a> {
        let n = case.county.teachers.len();
        let done = case
            .county
            .teacher_ixs()
            .map(|t| appointed.contains_key(&t));
        State {
            case,
            arcs: Arcs::new(case),
            ranks: Ranks::new(case),
            held: vec![None; n],
            before: vec![None; n],
            round: vec![None; n],
            done: done.collect(),
            appointed,
        }
    }

    /// Those who may compete: free or pooled, nothing final yet.
    pub fn competes(&self, t: TeacherIx) -> bool {
        let class = self.case.standing.class_of(t);
        matches!(class, Class::Free | Class::Pooled) && !self.done[t.ix()]
    }

    /// By all rules of one person and one seat, with the leaders as this year has appointed them (R13).
    pub fn fits(&self, t: TeacherIx, cell: CellIx) -> bool {
        let school = self.case.demand.cell(cell).school;
        let mut relatives = self.case.standing.relatives[t.ix()].iter();
        let led_by = |leader: &TeacherIx| {
            let slot = self.appointed.get(leader);
            slot.is_some_and(|slot| {
                r13_avoidance::keeps_apart(self.case, *leader, *slot, t, school)
            })
        };
        self.arcs.of(t).binary_search(&cell).is_ok() && !relatives.any(led_by)
    }

    pub fn count(&self, cell: CellIx) -> usize {
        self.case.demand.cell(cell).count as usize
    }

    /// Per cell: how many hold a seat in it, those of `but` aside.
    pub fn taken(&self, but: &[TeacherIx]) -> Vec<usize> {
        let mut taken = vec![0; self.case.demand.cells.len()];
        for t in self.case.county.teacher_ixs() {
            if let Some(cell) = self.held[t.ix()].filter(|_| but.binary_search(&t).is_err()) {
                taken[cell.ix()] += 1;
            }
        }
        taken
    }

    /// R26, where it is in force: per cell, whether one of its holders is without a seat. Nobody else may come in then.
    pub fn closed(&self) -> Vec<bool> {
        let on = self.case.policy.rules.in_house_first.on();
        let seatless =
            |t: &TeacherIx| self.held[t.ix()].is_none() && !self.appointed.contains_key(t);
        let holders = self.case.standing.holders.iter();
        holders
            .map(|list| on && list.iter().any(seatless))
            .collect()
    }

    /// Whether a person whose current cell it is not is kept out by R26.
    pub fn is_shut(&self, closed: &[bool], t: TeacherIx, cell: CellIx) -> bool {
        closed[cell.ix()] && self.case.standing.cell[t.ix()] != Some(cell)
    }

    /// Whether a seat is a `move` for a person.
    pub fn is_move(&self, t: TeacherIx, cell: CellIx) -> bool {
        columns::outcome(self.case, t, Act::Seat(cell)) == Outcome::Move
    }

    /// The spouses with whom R14 binds a person.
    pub fn spouses(&self, t: TeacherIx) -> impl Iterator<Item = TeacherIx> + '_ {
        let all = self.case.standing.spouses[t.ix()].iter().copied();
        all.filter(move |s| r14_couples::binds(self.case, t, *s))
    }

    /// Whether a spouse holds a seat elsewhere already: then R14 lets this person not move.
    pub fn spouse_moves(&self, t: TeacherIx) -> bool {
        let moved = |s: TeacherIx| {
            let lead = self.appointed.get(&s);
            let leads = lead.map(|slot| self.case.standing.lead.slot(*slot).school);
            let own = self.case.county.teacher(s).school;
            let away = |to| own.is_some_and(|own| !self.case.county.same_unit(own, to));
            leads.is_some_and(away) || self.held[s.ix()].is_some_and(|cell| self.is_move(s, cell))
        };
        self.spouses(t).any(moved)
    }

    /// The order in which a person would take seats that wishes leave equal: the own subject, then the own stage, then as
    /// they stand in the tables.
    pub fn liking(&self, t: TeacherIx, cell: CellIx) -> (bool, bool, CellIx) {
        let (t, c) = (self.case.county.teacher(t), self.case.demand.cell(cell));
        (t.subject != Some(c.subject), t.stage != Some(c.stage), cell)
    }

    /// The rank of the wish that a seat fits.
    pub fn wish(&self, t: TeacherIx, cell: CellIx) -> Option<u32> {
        let c = self.case.demand.cell(cell);
        self.case.county.teacher(t).wish_rank(c.school, c.subject)
    }

    /// Gives a seat in a round.
    pub fn seat(&mut self, t: TeacherIx, cell: CellIx, round: Round) {
        if let Some(old) = self.held[t.ix()].filter(|old| *old != cell) {
            self.before[t.ix()] = Some(old);
        }
        self.held[t.ix()] = Some(cell);
        self.round[t.ix()] = Some(round);
    }
}
