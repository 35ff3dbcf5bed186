//! R14 夫妻照顾: Of two spouses at most one moves, to within the distance of the other's current school.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::exact;
use crate::plan::Class;
use crate::policy::quantity::Km;
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R14",
    key: "couples",
    name: ("夫妻照顾", "couples"),
    default: Mode::Hard,
    meaning: (
        "夫妻双方均为直聘、竞聘教师或校级正职的，同年至多一人调动，且调入学校距另一方现任学校不超过规定距离。任一方在撤并学校的，不受此限。",
        "Of two spouses, both fixed, free or leader, at most one moves, and lands within the given distance of the other's current school. Lifted where either is at a closing school.",
    ),
};

super::params! {
    /// 调入学校距另一方现任学校的最大距离 / largest distance from the new school to the other spouse's current school
    #[schemars(with = "Km")]
    pub max_km: Decimal,
}

// ---- the rule in the model ----

/// Per couple: at most one of the two moves.
pub struct Rows {
    /// Per teacher: the rows of the couples the teacher belongs to.
    couples: Vec<Vec<RowIx>>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let mut couples = vec![Vec::new(); case.county.teachers.len()];
    for (a, b) in case.county.couples() {
        if binds(case, a, b) {
            let (name_a, name_b) = (&case.county.teacher(a).id, &case.county.teacher(b).id);
            let row = out.row("R14", format!("{name_a} {name_b}"), None, Some(1));
            couples[a.ix()].push(row);
            couples[b.ix()].push(row);
        }
    }
    Rows { couples }
}

/// Both fixed, free or leader, neither at a closing school.
pub fn binds(case: &Case, a: TeacherIx, b: TeacherIx) -> bool {
    let stands = |t: TeacherIx| {
        let class = case.standing.class_of(t);
        let school = case.county.teacher(t).school;
        let stays = school.is_some_and(|s| !case.county.school(s).closing);
        stays && matches!(class, Class::Fixed | Class::Free | Class::Leader)
    };
    case.policy.rules.couples.on() && stands(a) && stands(b)
}

/// Whether the rule keeps a teacher from moving to a cell that is too far from the spouse's current school.
pub fn keeps_out(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    too_far(case, teacher, case.demand.cell(cell).school)
}

/// Whether a school to move to, as teacher or as leader, is too far from the spouse's current school.
pub fn too_far(case: &Case, teacher: TeacherIx, to: SchoolIx) -> bool {
    if !leaves(case, teacher, to) {
        return false;
    }
    case.standing.spouses[teacher.ix()].iter().any(|spouse| {
        let school = case.county.teacher(*spouse).school;
        binds(case, teacher, *spouse)
            && school.is_some_and(|s| {
                exact::beyond(case.county.km(to, s), case.policy.rules.couples.max_km)
            })
    })
}

/// Whether a school lies outside the legal unit of the current one.
pub fn leaves(case: &Case, teacher: TeacherIx, to: SchoolIx) -> bool {
    let own = case.county.teacher(teacher).school;
    own.is_some_and(|own| !case.county.same_unit(own, to))
}

impl Counting for Rows {
    /// An appointment to another legal unit counts as a move.
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let Some(person) = column.person else {
            return;
        };
        let led = column
            .slot()
            .map(|slot| case.standing.lead.slot(slot).school);
        if column.departs || led.is_some_and(|school| leaves(case, person, school)) {
            for row in &self.couples[person.ix()] {
                put(*row, 1);
            }
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{SchoolIx, TeacherIx};
    use crate::exact;
    use crate::plan::words::{self, say};
    use crate::plan::{Class, Plan, Seat, seat};
    use crate::terms::finding::Findings;

    /// Couples of whom both move, or one too far from the other. An appointment elsewhere is a move here.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for (a, b) in case.county.couples() {
            if !bound(case, a, b) {
                continue;
            }
            let target = |t| plan.of(t).and_then(|row| row.leaves_for(case));
            let (to_a, to_b) = (target(a), target(b));
            if let (Some(to_a), Some(to_b)) = (to_a, to_b) {
                let text = say!(
                    "夫妻{a}、{b}同年调动（至{to_a}、{to_b}），至多可调一人",
                    "spouses {a} and {b} both move (to {to_a}, {to_b}); at most one may",
                    a = words::person(case, a),
                    b = words::person(case, b),
                    to_a = words::school(case, to_a),
                    to_b = words::school(case, to_b)
                );
                out.broken("R14", vec![a, b], vec![to_a, to_b], text);
            }
            for (mover, spouse, to) in [(a, b, to_a), (b, a, to_b)] {
                if let Some((to, km)) = to.and_then(|to| Some((to, too_far(case, spouse, to)?))) {
                    far(case, (mover, spouse), to, km, out);
                }
            }
        }
    }

    fn far(case: &Case, couple: (TeacherIx, TeacherIx), to: SchoolIx, km: f64, out: &mut Findings) {
        let (mover, spouse) = couple;
        let text = say!(
            "{mover}调至{to}，距配偶{spouse}现任学校 {km} 公里 > {max} 公里",
            "{mover} moves to {to}, {km} km from the present school of the spouse {spouse} > {max} km",
            mover = words::person(case, mover),
            to = words::school(case, to),
            spouse = words::person(case, spouse),
            km = words::km(km),
            max = case.policy.rules.couples.max_km.normalize()
        );
        out.broken("R14", vec![mover, spouse], vec![to], text);
    }

    /// Both fixed, free or leader, and neither at a closing school.
    pub fn bound(case: &Case, a: TeacherIx, b: TeacherIx) -> bool {
        let bound = |t: TeacherIx| {
            let class = case.standing.class_of(t);
            matches!(class, Class::Fixed | Class::Free | Class::Leader)
                && !seat::from_closing(case, t)
        };
        case.policy.rules.couples.on() && bound(a) && bound(b)
    }

    /// The kilometres from a school to the spouse's present one, where they are too many.
    fn too_far(case: &Case, spouse: TeacherIx, to: SchoolIx) -> Option<f64> {
        let own = case.county.teacher(spouse).school?;
        let km = case.county.km(to, own);
        exact::beyond(km, case.policy.rules.couples.max_km).then_some(km)
    }

    /// Whether the seat is a move too far from the spouse.
    pub fn hinders(case: &Case, teacher: TeacherIx, seat: Seat) -> bool {
        let spouses = case.standing.spouses[teacher.ix()].iter();
        seat::is_move(case, teacher, seat.school)
            && spouses
                .filter(|spouse| bound(case, teacher, **spouse))
                .any(|spouse| too_far(case, *spouse, seat.school).is_some())
    }

    /// Whether a spouse moves by this plan already.
    pub fn spouse_moves(case: &Case, plan: &Plan, teacher: TeacherIx) -> bool {
        let spouses = case.standing.spouses[teacher.ix()].iter();
        spouses
            .filter(|spouse| bound(case, teacher, **spouse))
            .filter_map(|spouse| plan.of(*spouse))
            .any(|row| row.leaves_for(case).is_some())
    }
}
pub use reading::read;
