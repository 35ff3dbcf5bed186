//! Which seats each teacher may take: one compact table, since a large county has millions of such pairs.

use super::rulebook;
use crate::case::Case;
use crate::county::{Stage, SubjectIx, TeacherIx};
use crate::demand::CellIx;
use crate::plan::Class;
use crate::standing::Settled;
use rayon::prelude::*;
use std::collections::HashMap;

/// Per teacher the cells that every rule of one person and one seat allows, in the order of cells.
#[derive(Debug, Clone)]
pub struct Arcs {
    start: Vec<u32>,
    cells: Vec<CellIx>,
}

impl Arcs {
    pub fn new(case: &Case) -> Arcs {
        let index = by_stage_and_subject(case);
        let teachers: Vec<TeacherIx> = case.county.teacher_ixs().collect();
        let lists: Vec<Vec<CellIx>> = teachers
            .par_iter()
            .map(|t| seats(case, &index, *t))
            .collect();
        let mut start = vec![0];
        let mut cells = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        for list in lists {
            cells.extend(list);
            start.push(cells.len() as u32);
        }
        Arcs { start, cells }
    }

    pub fn of(&self, teacher: TeacherIx) -> &[CellIx] {
        let i = teacher.ix();
        &self.cells[self.start[i] as usize..self.start[i + 1] as usize]
    }

    /// The arcs that `keep` allows.
    pub fn filtered(&self, keep: impl Fn(TeacherIx, CellIx) -> bool) -> Arcs {
        let mut start = vec![0];
        let mut cells = Vec::new();
        for i in 0..self.start.len() as u32 - 1 {
            let teacher = TeacherIx(i);
            cells.extend(self.of(teacher).iter().filter(|cell| keep(teacher, **cell)));
            start.push(cells.len() as u32);
        }
        Arcs { start, cells }
    }

    /// The same with one teacher's arcs made again, for a case that differs only in what binds him.
    pub fn renewed(&self, case: &Case, teacher: TeacherIx) -> Arcs {
        let own = seats(case, &by_stage_and_subject(case), teacher);
        let i = teacher.ix();
        let (from, to) = (self.start[i] as usize, self.start[i + 1] as usize);
        let mut renewed = self.clone();
        renewed.cells.splice(from..to, own.iter().copied());
        for start in &mut renewed.start[i + 1..] {
            *start = *start + own.len() as u32 - (to - from) as u32;
        }
        renewed
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

type Index = HashMap<(Stage, SubjectIx), Vec<CellIx>>;

fn by_stage_and_subject(case: &Case) -> Index {
    let mut index = Index::new();
    for ix in case.demand.cell_ixs() {
        let cell = case.demand.cell(ix);
        if cell.count > 0 {
            index
                .entry((cell.stage, cell.subject))
                .or_default()
                .push(ix);
        }
    }
    index
}

fn seats(case: &Case, index: &Index, teacher: TeacherIx) -> Vec<CellIx> {
    let own = case.standing.cell[teacher.ix()];
    let mut list: Vec<CellIx> = match case.standing.class_of(teacher) {
        Class::Out | Class::Barred | Class::Leader => Vec::new(),
        Class::Fixed => own
            .into_iter()
            .filter(|cell| case.demand.cell(*cell).count > 0)
            .collect(),
        Class::Free | Class::Pooled => candidates(case, index, teacher),
    };
    list.retain(|cell| rulebook::pins_allow(case, teacher, *cell));
    list.retain(|cell| case.supposes_seat(teacher, *cell));
    if let Some(settled) = case.standing.settled(teacher) {
        list.retain(|cell| settled == Settled::Seat(*cell));
    }
    list
}

/// Cells whose kind the certificates may reach, plus the own cell; then the rules one by one.
fn candidates(case: &Case, index: &Index, teacher: TeacherIx) -> Vec<CellIx> {
    let t = case.county.teacher(teacher);
    let certified = t.certified();
    let mut subjects: Vec<SubjectIx> = certified.iter().map(|c| c.subject).collect();
    if case.policy.rules.certificate.on() {
        subjects.extend(&t.second_subjects);
    } else {
        subjects = (0..case.county.subjects.len() as u16)
            .map(SubjectIx)
            .collect();
    }
    subjects.extend(t.subject);
    subjects.sort();
    subjects.dedup();
    let mut list = Vec::new();
    for subject in subjects {
        for stage in Stage::ALL {
            let cells = index.get(&(*stage, subject)).map_or(&[][..], Vec::as_slice);
            let fits = |cell: &&CellIx| rulebook::kept_out_by(case, teacher, **cell).is_none();
            list.extend(cells.iter().filter(fits));
        }
    }
    list.sort();
    list
}
