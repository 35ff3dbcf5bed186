//! The rules as the model asks for them: which of them keep somebody from a seat, and which of them count.

use super::question;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::plan::Station;
use crate::rules::*;
use crate::terms::column::Column;
use crate::terms::row::{Counting, RowIx, Rows};

/// A rule that speaks of one person and one seat.
type KeepsOut = fn(&Case, TeacherIx, CellIx) -> bool;

/// The rules of one person and one seat, cheapest first.
const SEAT_RULES: [(&str, KeepsOut); 7] = [
    ("R15", r15_new_school::keeps_out),
    ("R20", r20_direction::keeps_out),
    ("R24", r24_obey::keeps_out),
    ("R04", r04_certificate::keeps_out),
    ("R13", r13_avoidance::keeps_out),
    ("R14", r14_couples::keeps_out),
    ("R19", r19_distance::keeps_out),
];

/// The first rule that keeps a free or pooled teacher from a cell, pins aside.
pub fn kept_out_by(case: &Case, teacher: TeacherIx, cell: CellIx) -> Option<&'static str> {
    let rule = SEAT_RULES
        .iter()
        .find(|(_, keeps)| keeps(case, teacher, cell));
    rule.map(|(no, _)| *no)
}

/// Whether the pins allow to stand at a cell.
pub fn pins_allow(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let c = case.demand.cell(cell);
    let station = Station {
        school: c.school,
        stage: Some(c.stage),
        subject: Some(c.subject),
    };
    r22_pins::allows(case, teacher, Some(station))
}

/// All rules that count, with the rows they declared.
pub struct Rulebook {
    pub rows: Rows,
    counting: Vec<Box<dyn Counting>>,
    pub persons: r01_one_outcome::Rows,
    pub merit: r21_merit::Rows,
    question: question::Rows,
}

impl Rulebook {
    pub fn new(case: &Case) -> Rulebook {
        let mut rows = Rows::default();
        let persons = r01_one_outcome::rows(case, &mut rows);
        let out = &mut rows;
        let counting: Vec<Box<dyn Counting>> = vec![
            Box::new(r02_posts::rows(case, out)),
            Box::new(r03_staffing::rows(case, out)),
            Box::new(r08_rotation::rows(case, out)),
            Box::new(r09_outflow::rows(case, out)),
            Box::new(r10_rural_floor::rows(case, out)),
            Box::new(r11_titles::rows(case, out)),
            Box::new(r12_balance::rows(case, out)),
            Box::new(r13_avoidance::rows(case, out)),
            Box::new(r14_couples::rows(case, out)),
            Box::new(r17_leader_selection::rows(case, out)),
            Box::new(r23_shared::rows(case, out)),
            Box::new(r25_direct_hire_first::rows(case, out)),
            Box::new(r26_in_house_first::rows(case, out)),
        ];
        let fits = |t: TeacherIx, cell: CellIx| {
            kept_out_by(case, t, cell).is_none() && pins_allow(case, t, cell)
        };
        let merit = r21_merit::rows(case, out, &fits);
        let question = question::rows(case, out);
        Rulebook {
            rows,
            counting,
            persons,
            merit,
            question,
        }
    }

    /// Every row in which a column stands, with its coefficient.
    pub fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        self.persons.touch(case, column, put);
        self.merit.touch(case, column, put);
        self.question.touch(case, column, put);
        for rule in &self.counting {
            rule.touch(case, column, put);
        }
    }
}
