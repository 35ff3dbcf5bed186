//! R24 志愿约束: An applicant who does not obey gets a wished seat, a seat in the own school, or the pool.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::plan::Class;

pub const RULE: Rule = Rule {
    no: "R24",
    key: "obey",
    name: ("志愿约束", "obey"),
    default: Mode::Hard,
    meaning: (
        "不服从调剂的报名者（竞聘或待聘教师），只能进入志愿岗位、本校岗位或者待岗，不得超岗留任。",
        "A free or pooled applicant who does not obey gets a wished seat, a seat in the own school, or the pool; never retained.",
    ),
};

super::params! {}

// ---- the rule in the model ----

/// Whether the rule binds this teacher: an applicant, free or pooled, who does not obey.
pub fn binds(case: &Case, teacher: TeacherIx) -> bool {
    let t = case.county.teacher(teacher);
    let class = case.standing.class_of(teacher);
    case.policy.rules.obey.on()
        && !t.obey
        && t.is_applicant()
        && matches!(class, Class::Free | Class::Pooled)
}

/// Neither a wished seat nor one in the own school.
pub fn keeps_out(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let seat = case.demand.cell(cell);
    let t = case.county.teacher(teacher);
    let own = t
        .school
        .is_some_and(|s| case.county.same_unit(s, seat.school));
    !own && t.wish_rank(seat.school, seat.subject).is_none() && binds(case, teacher)
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::TeacherIx;
    use crate::plan::words::{self, say};
    use crate::plan::{Class, Outcome, Plan, Seat};
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Applicants who did not agree to be sent anywhere, and were, or were retained.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for row in plan.rows.iter().filter(|row| bound(case, row.teacher)) {
            let against = match row.seat() {
                Some(seat) => hinders(case, row.teacher, seat),
                None => row.outcome == Outcome::Retained,
            };
            if !against {
                continue;
            }
            let place = row.station.map(|s| words::station(case, s));
            let text = say!(
                "{p}不服从调剂，只能进入所报岗位、本校岗位或待岗，方案为：{outcome} {place}",
                "{p} does not obey: a wished seat, a seat in the own school or the pool; the plan says: {outcome} {place}",
                p = words::person(case, row.teacher),
                outcome = Text::new(row.outcome.zh(), row.outcome.key()),
                place = place.unwrap_or_else(|| Text::new("", ""))
            );
            let schools = row.station.iter().map(|s| s.school).collect();
            out.broken("R24", vec![row.teacher], schools, text);
        }
    }

    fn bound(case: &Case, teacher: TeacherIx) -> bool {
        let t = case.county.teacher(teacher);
        let class = case.standing.class_of(teacher);
        let planned = matches!(class, Class::Free | Class::Pooled);
        case.policy.rules.obey.on() && planned && !t.obey && !t.wishes.is_empty()
    }

    /// Whether a seat is neither wished nor in the own legal unit.
    pub fn hinders(case: &Case, teacher: TeacherIx, seat: Seat) -> bool {
        let t = case.county.teacher(teacher);
        let own = t
            .school
            .is_some_and(|own| case.county.same_unit(own, seat.school));
        let wished = t.wishes.iter().any(|w| {
            w.school == seat.school && (w.subject.is_none() || w.subject == Some(seat.subject))
        });
        bound(case, teacher) && !own && !wished
    }
}
pub use reading::read;
