//! R20 流向: Without an own application nobody moves from rural to urban or town schools, nor from weak to strong ones; closing schools excepted.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{Area, Quality, TeacherIx};
use crate::demand::CellIx;

pub const RULE: Rule = Rule {
    no: "R20",
    key: "direction",
    name: ("流向", "direction"),
    default: Mode::Hard,
    meaning: (
        "未经本人填报志愿，不得由乡村学校调往城区、镇区学校，不得由薄弱校调往优质校。撤并学校的教师除外。",
        "Without an own application nobody moves from rural to urban or town schools, nor from weak to strong ones. Closing schools excepted.",
    ),
};

super::params! {}

// ---- the rule in the model ----

/// Not from rural to town, nor from weak to strong, unless applied for.
pub fn keeps_out(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let seat = case.demand.cell(cell).school;
    let t = case.county.teacher(teacher);
    let Some(own) = t.school else {
        return false;
    };
    let (from, to) = (case.county.school(own), case.county.school(seat));
    let to_town = from.area == Area::Rural && to.area != Area::Rural;
    let to_strong = from.quality == Quality::Weak && to.quality == Quality::Strong;
    case.policy.rules.direction.on()
        && (to_town || to_strong)
        && !case.county.same_unit(own, seat)
        && !from.closing
        && !t.applied_to(seat)
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{Area, Quality, TeacherIx};
    use crate::plan::words::{self, say};
    use crate::plan::{Plan, Seat, seat};
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Moves against the direction that were not applied for.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for row in &plan.rows {
            let Some((seat, way)) = row
                .seat()
                .and_then(|s| Some((s, against(case, row.teacher, s)?)))
            else {
                continue;
            };
            let text = say!(
                "{p}未报名，不得{way}（调至{school}）",
                "{p} may not move {way} without application (to {school})",
                p = words::person(case, row.teacher),
                way = way,
                school = words::school(case, seat.school)
            );
            out.broken("R20", vec![row.teacher], vec![seat.school], text);
        }
    }

    pub fn hinders(case: &Case, teacher: TeacherIx, seat: Seat) -> bool {
        against(case, teacher, seat).is_some()
    }

    /// In which way a seat goes against the direction.
    fn against(case: &Case, teacher: TeacherIx, seat: Seat) -> Option<Text> {
        let t = case.county.teacher(teacher);
        let excused = !case.policy.rules.direction.on()
            || !seat::is_move(case, teacher, seat.school)
            || seat::from_closing(case, teacher)
            || t.wishes.iter().any(|w| w.school == seat.school);
        if excused {
            return None;
        }
        let (from, to) = (
            case.county.school(t.school?),
            case.county.school(seat.school),
        );
        if from.area == Area::Rural && matches!(to.area, Area::Urban | Area::Town) {
            let way = format!("由乡村调往{}", to.area);
            Some(Text::new(way, format!("from rural to {}", to.area.en())))
        } else if from.quality == Quality::Weak && to.quality == Quality::Strong {
            Some(Text::new(
                "由薄弱校调往优质校",
                "from a weak to a strong school",
            ))
        } else {
            None
        }
    }
}
pub use reading::read;
