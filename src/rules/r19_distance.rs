//! R19 最大距离: A move of more than the distance from home needs an own application; closing schools excepted.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::exact;
use crate::policy::quantity::Km;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R19",
    key: "distance",
    name: ("最大距离", "distance"),
    default: Mode::Hard,
    meaning: (
        "调动后住址距新任学校超过规定公里数的，须本人填报该校志愿。撤并学校的教师除外。",
        "A move of more than the given kilometres from home to the new school needs an own application. Closing schools excepted.",
    ),
};

super::params! {
    /// 住址到新任学校的最大距离 / largest distance from home to the new school
    #[schemars(with = "Km")]
    pub max_km: Decimal,
}

// ---- the rule in the model ----

/// Too far from home for a move that was not applied for.
pub fn keeps_out(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let rule = &case.policy.rules.distance;
    let seat = case.demand.cell(cell).school;
    let t = case.county.teacher(teacher);
    let Some(own) = t.school else {
        return false;
    };
    rule.on()
        && !case.county.same_unit(own, seat)
        && !case.county.school(own).closing
        && !t.applied_to(seat)
        && exact::beyond(case.county.km_from_home(teacher, seat), rule.max_km)
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::TeacherIx;
    use crate::exact;
    use crate::plan::words::{self, say};
    use crate::plan::{Plan, Seat, seat};
    use crate::terms::finding::Findings;

    /// Moves too far from home that were not applied for.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for row in &plan.rows {
            let Some(seat) = row.seat().filter(|s| hinders(case, row.teacher, *s)) else {
                continue;
            };
            let text = say!(
                "{p}未报名而调至{school}，距住址 {km} 公里 > {max} 公里",
                "{p} moves to {school} without application, {km} km from home > {max} km",
                p = words::person(case, row.teacher),
                school = words::school(case, seat.school),
                km = words::km(case.county.km_from_home(row.teacher, seat.school)),
                max = case.policy.rules.distance.max_km.normalize()
            );
            out.broken("R19", vec![row.teacher], vec![seat.school], text);
        }
    }

    pub fn hinders(case: &Case, teacher: TeacherIx, seat: Seat) -> bool {
        let rule = &case.policy.rules.distance;
        let wishes = &case.county.teacher(teacher).wishes;
        rule.on()
            && seat::is_move(case, teacher, seat.school)
            && !seat::from_closing(case, teacher)
            && wishes.iter().all(|w| w.school != seat.school)
            && exact::beyond(case.county.km_from_home(teacher, seat.school), rule.max_km)
    }
}
pub use reading::read;
