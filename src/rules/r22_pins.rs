//! R22 锁定: What the office has pinned or forbidden holds.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::Station;

pub const RULE: Rule = Rule {
    no: "R22",
    key: "pins",
    name: ("锁定", "pins"),
    default: Mode::Hard,
    meaning: (
        "经批准锁定的“必须”“禁止”事项一律执行；学段、学科为空的，对该校所有学段、学科有效。",
        "What the office has pinned (must) or forbidden holds; an empty stage or subject means any.",
    ),
};

super::params! {}

// ---- the rule in the model ----

/// Whether the pins of a teacher allow to stand there; none is the pool, which is nowhere.
pub fn allows(case: &Case, teacher: TeacherIx, station: Option<Station>) -> bool {
    let pins = case.standing.pins[teacher.ix()].iter();
    !case.policy.rules.pins.on()
        || pins.map(|i| &case.county.pins[*i]).all(|pin| {
            let there = station.is_some_and(|s| pin.covers(s.school, s.stage, s.subject));
            there == pin.must
        })
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{Pin, TeacherIx};
    use crate::plan::words::{self, say};
    use crate::plan::{Assignment, Class, Outcome, Plan, Station};
    use crate::rules::r01_one_outcome::reading::displaced;
    use crate::rules::r16_leader_terms::reading::ends;
    use crate::rules::{r06_exemption, r07_minimum_service};
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Pins that do not hold; and whoever is fixed by a pin alone and does not keep his place.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        if !case.policy.rules.pins.on() {
            return;
        }
        let led =
            |row: &Assignment| row.outcome == Outcome::Lead && ends(case, row.teacher).is_some();
        let chosen = |row: &&Assignment| bound(case, row.teacher) || led(row);
        for row in plan.rows.iter().filter(chosen) {
            let broken: Vec<&Pin> = of(case, row.teacher)
                .filter(|pin| !holds(pin, row.station))
                .collect();
            for pin in &broken {
                say_broken(case, row, pin, out);
            }
            if broken.is_empty() && only_pinned(case, row.teacher) && !row.is_kept(case) {
                let why = Text::new("锁定在本岗", "pinned to the present post");
                displaced(case, row, "R22", why, out);
            }
        }
    }

    fn say_broken(case: &Case, row: &Assignment, pin: &Pin, out: &mut Findings) {
        let place = Station {
            school: pin.school,
            stage: pin.stage,
            subject: pin.subject,
        };
        let is = match row.station {
            Some(station) => words::station(case, station),
            None => Text::new(row.outcome.zh(), row.outcome.key()),
        };
        let text = say!(
            "{p}被锁定为{kind}在{place}，方案为：{is}",
            "{p} {kind} be at {place}; the plan says: {is}",
            p = words::person(case, row.teacher),
            kind = match pin.must {
                true => Text::new("必须", "must"),
                false => Text::new("禁止", "must not"),
            },
            place = words::station(case, place),
            is = is
        );
        out.broken("R22", vec![row.teacher], vec![pin.school], text);
    }

    /// Those to whom a plan gives an outcome of its own choice.
    fn bound(case: &Case, teacher: TeacherIx) -> bool {
        let class = case.standing.class_of(teacher);
        matches!(class, Class::Fixed | Class::Free | Class::Pooled)
    }

    fn of(case: &Case, teacher: TeacherIx) -> impl Iterator<Item = &Pin> {
        let pins = case.standing.pins[teacher.ix()].iter();
        pins.map(|i| &case.county.pins[*i])
    }

    /// The pool is nowhere: it keeps every `forbid` and breaks every `must`.
    fn holds(pin: &Pin, station: Option<Station>) -> bool {
        let there = station.is_some_and(|s| {
            s.school == pin.school
                && (pin.stage.is_none() || pin.stage == s.stage)
                && (pin.subject.is_none() || pin.subject == s.subject)
        });
        there == pin.must
    }

    /// Whether the pins of a teacher allow to stand there.
    pub fn allows(case: &Case, teacher: TeacherIx, station: Option<Station>) -> bool {
        !case.policy.rules.pins.on() || of(case, teacher).all(|pin| holds(pin, station))
    }

    /// Where the pins of a teacher say that he must be; none where the rule is off.
    pub fn musts(case: &Case, teacher: TeacherIx) -> Vec<Station> {
        let pins = of(case, teacher).filter(|pin| pin.must && case.policy.rules.pins.on());
        let station = |pin: &Pin| Station {
            school: pin.school,
            stage: pin.stage,
            subject: pin.subject,
        };
        pins.map(station).collect()
    }

    /// A `must` that names the current school, stage and subject empty or the current ones.
    pub fn fixes(case: &Case, teacher: TeacherIx) -> bool {
        let t = case.county.teacher(teacher);
        let Some(school) = t.school.filter(|_| case.policy.rules.pins.on()) else {
            return false;
        };
        let now = Station {
            school,
            stage: t.stage,
            subject: t.subject,
        };
        of(case, teacher).any(|pin| pin.must && holds(pin, Some(now)))
    }

    fn only_pinned(case: &Case, teacher: TeacherIx) -> bool {
        case.standing.class_of(teacher) == Class::Fixed
            && r06_exemption::reading::reason(case, teacher).is_none()
            && r07_minimum_service::reading::reason(case, teacher).is_none()
            && fixes(case, teacher)
    }
}
pub use reading::read;
