//! R04 教师资格: A seat needs a certificate of its stage or higher with its subject, or the subject among second subjects and any certificate reaching its stage.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;

pub const RULE: Rule = Rule {
    no: "R04",
    key: "certificate",
    name: ("教师资格", "certificate"),
    default: Mode::Hard,
    meaning: (
        "任教岗位须持该学段或更高学段（幼儿园＜小学＜初中＜高中）、该学科的教师资格；或者该学科列入本人兼教学科，且任一教师资格可任教该学段。中职资格按高中对待，只限中职岗位；中职岗位由持中职或高中资格者担任；特教资格只限特教岗位。规定幼儿园须持幼儿园资格的，从其规定。本人现岗位一律视为符合。",
        "A seat needs a certificate whose stage is the seat's or higher (kindergarten < primary < junior < senior) with the seat's subject, or the seat's subject among the second subjects and any certificate that reaches its stage. Vocational counts as senior for its own stage only; a vocational seat takes vocational or senior; special reaches special only. Where so ruled, a kindergarten seat needs a kindergarten certificate. The current cell always fits its holder.",
    ),
};

super::params! {
    /// 幼儿园岗位是否须持幼儿园教师资格 / a kindergarten seat needs a kindergarten certificate
    pub kindergarten_own: bool,
}

// ---- the rule in the model ----

/// Whether the rule keeps a teacher from a cell. The current cell always fits its holder.
pub fn keeps_out(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let rule = &case.policy.rules.certificate;
    if !rule.on() || case.standing.cell[teacher.ix()] == Some(cell) {
        return false;
    }
    let t = case.county.teacher(teacher);
    let seat = case.demand.cell(cell);
    let second = t.second_subjects.contains(&seat.subject);
    !t.certified().iter().any(|c| {
        c.stage.reaches(seat.stage, rule.kindergarten_own) && (second || c.subject == seat.subject)
    })
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{Stage, TeacherIx};
    use crate::plan::words::{self, say};
    use crate::plan::{Plan, Seat};
    use crate::terms::finding::Findings;

    /// Seats for which the person is not certified.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for row in &plan.rows {
            let Some(seat) = row.seat() else { continue };
            if !hinders(case, row.teacher, seat) {
                continue;
            }
            let held: Vec<_> = case.county.teacher(row.teacher).certified();
            let held = held
                .iter()
                .map(|c| words::post(case, Some(c.stage), Some(c.subject)));
            let (zh, en): (Vec<_>, Vec<_>) = held.map(|t| (t.zh, t.en)).unzip();
            let held = match zh.is_empty() {
                true => crate::text::Text::new("无", "none"),
                false => crate::text::Text::new(zh.join("、"), en.join(", ")),
            };
            let (p, cell) = (words::person(case, row.teacher), words::seat(case, seat));
            let text = say!(
                "{p}没有任教{cell}的教师资格（持有：{held}）",
                "{p} is not certified for {cell} (holds: {held})",
                p = p,
                cell = cell,
                held = held
            );
            out.broken("R04", vec![row.teacher], vec![seat.school], text);
        }
    }

    /// Whether the certificates keep a teacher from a seat. The current one always fits its holder.
    pub fn hinders(case: &Case, teacher: TeacherIx, seat: Seat) -> bool {
        let rule = &case.policy.rules.certificate;
        if !rule.on() || Seat::current(case, teacher) == Some(seat) {
            return false;
        }
        let t = case.county.teacher(teacher);
        let also_teaches = t.second_subjects.contains(&seat.subject);
        let certificates = t.certified();
        let enough = certificates.iter().any(|c| {
            reaches(c.stage, seat.stage, rule.kindergarten_own)
                && (c.subject == seat.subject || also_teaches)
        });
        !enough
    }

    /// 幼儿园 < 小学 < 初中 < 高中 reach downwards; 中职 is as good as 高中 for 中职 only; 特教 stands by itself.
    fn reaches(held: Stage, seat: Stage, kindergarten_own: bool) -> bool {
        let rung = |stage: Stage| match stage {
            Stage::Kindergarten => Some(0),
            Stage::Primary => Some(1),
            Stage::Junior => Some(2),
            Stage::Senior => Some(3),
            Stage::Vocational | Stage::Special => None,
        };
        match seat {
            Stage::Special => held == Stage::Special,
            Stage::Vocational => matches!(held, Stage::Vocational | Stage::Senior),
            Stage::Kindergarten if kindergarten_own => held == Stage::Kindergarten,
            _ => rung(held).is_some_and(|held| Some(held) >= rung(seat)),
        }
    }
}
pub use reading::read;
