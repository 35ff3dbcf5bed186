//! R13 亲属回避: Where a person is principal or secretary of a legal unit, no relative holding a leading or finance role comes to that unit, nor the other way round; a standing conflict is reported.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::plan::Class;
use crate::policy::quantity::{Distinct, RoleWord};
use crate::standing::SlotIx;
use crate::terms::column::{Act, Column};
use crate::terms::row::{self, Counting, RowIx};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    no: "R13",
    key: "avoidance",
    name: ("亲属回避", "avoidance"),
    default: Mode::Hard,
    meaning: (
        "在本方案中任校长、书记的，其亲属中任校长、书记、副校长或规定的人财物职务的，不得调入、安置到同一法人单位，反之亦然；规定普通教师也须回避的，所有亲属均不得调入。现有情形不在此限，只作报告。",
        "Where a person is principal or secretary of a legal unit by this plan, no relative who holds a leading role or one of the finance roles comes to that unit, nor the other way round; with all_teachers, no relative at all. It binds moves and placements; a standing conflict is reported.",
    ),
};

super::params! {
    /// 校长、书记的亲属在同一单位不得担任的领导职务 / roles that a leader's relative may not hold in the unit
    #[schemars(with = "Distinct<RoleWord>")]
    pub leader_roles: Vec<String>,
    /// 同样须回避的人事、财务等职务 / further roles (personnel, finance)
    #[schemars(with = "Distinct<RoleWord>")]
    pub finance_roles: Vec<String>,
    /// 普通教师亲属是否也须回避 / whether every relative is barred
    pub all_teachers: bool,
}

// ---- the rule in the model ----

/// Whether the rule keeps a teacher from coming to a legal unit because of a relative who leads it today.
pub fn keeps_out(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let seat = case.demand.cell(cell).school;
    let t = case.county.teacher(teacher);
    let stays = t.school.is_some_and(|s| case.county.same_unit(s, seat));
    if stays || !bound(case, teacher) {
        return false;
    }
    case.standing.relatives[teacher.ix()]
        .iter()
        .any(|relative| {
            let leads = case.standing.class_of(*relative) == Class::Leader;
            let school = case.county.teacher(*relative).school;
            leads && school.is_some_and(|s| case.county.same_unit(s, seat))
        })
}

/// Whether this person may not come to a unit led by a relative.
pub fn bound(case: &Case, teacher: TeacherIx) -> bool {
    let rule = &case.policy.rules.avoidance;
    let role = case.county.teacher(teacher).role.zh();
    let named = |roles: &[String]| roles.iter().any(|r| r == role);
    rule.on() && (rule.all_teachers || named(&rule.leader_roles) || named(&rule.finance_roles))
}

/// Whether the plan may appoint a relative to lead the legal unit of a school, so that the rule asks who comes or stays.
pub fn relative_may_lead(case: &Case, teacher: TeacherIx, school: SchoolIx) -> bool {
    let lead = &case.standing.lead;
    let leads_here = |slot: &SlotIx| case.county.same_unit(lead.slot(*slot).school, school);
    let mut relatives = case.standing.relatives[teacher.ix()].iter();
    case.policy.rules.avoidance.on()
        && relatives.any(|relative| lead.chances_of(*relative).iter().any(leads_here))
}

/// Whether a relative who stays at the unit whatever is decided keeps a teacher from being appointed there.
pub fn keeps_from_leading(case: &Case, teacher: TeacherIx, slot: SlotIx) -> bool {
    let school = case.standing.lead.slot(slot).school;
    let mut relatives = case.standing.relatives[teacher.ix()].iter();
    case.policy.rules.avoidance.on()
        && !in_unit(case, teacher, school)
        && relatives.any(|relative| {
            let leads = case.standing.class_of(*relative) == Class::Leader;
            let bound = bound(case, *relative);
            let led_by = bound || self::bound(case, teacher) || names_role(case, slot);
            let teaches = bound && tied_to(case, *relative, school);
            leads && led_by && in_unit(case, *relative, school) || teaches
        })
}

/// Whether a teacher works in the legal unit of a school in every plan: fixed there, or pinned to it.
fn tied_to(case: &Case, teacher: TeacherIx, school: SchoolIx) -> bool {
    let pins = &case.standing.pins[teacher.ix()];
    let mut musts = pins.iter().map(|i| &case.county.pins[*i]);
    let pinned = musts.any(|pin| pin.must && case.county.same_unit(pin.school, school));
    match case.standing.class_of(teacher) {
        Class::Fixed => in_unit(case, teacher, school),
        Class::Free | Class::Pooled => case.policy.rules.pins.on() && pinned,
        Class::Out | Class::Barred | Class::Leader => false,
    }
}

/// Whether two appointments bring relatives together at the head of one legal unit.
pub fn lead_together(case: &Case, a: (TeacherIx, SlotIx), b: (TeacherIx, SlotIx)) -> bool {
    let at = |slot: SlotIx| case.standing.lead.slot(slot).school;
    let bound = bound(case, a.0) || bound(case, b.0);
    case.policy.rules.avoidance.on()
        && case.standing.relatives[a.0.ix()].contains(&b.0)
        && case.county.same_unit(at(a.1), at(b.1))
        && !(in_unit(case, a.0, at(a.1)) && in_unit(case, b.0, at(b.1)))
        && (bound || names_role(case, a.1) || names_role(case, b.1))
}

/// Whether an appointment that is settled keeps a relative from teaching at a school: both there already is no coming.
pub fn keeps_apart(
    case: &Case,
    leader: TeacherIx,
    slot: SlotIx,
    relative: TeacherIx,
    school: SchoolIx,
) -> bool {
    let led = case.standing.lead.slot(slot).school;
    case.policy.rules.avoidance.on()
        && bound(case, relative)
        && case.county.same_unit(led, school)
        && !(in_unit(case, leader, led) && in_unit(case, relative, led))
}

fn in_unit(case: &Case, teacher: TeacherIx, school: SchoolIx) -> bool {
    let own = case.county.teacher(teacher).school;
    own.is_some_and(|own| case.county.same_unit(own, school))
}

/// Whether the rule names one of the roles that a slot gives.
fn names_role(case: &Case, slot: SlotIx) -> bool {
    let posts = case.county.leader_posts.as_deref().unwrap_or_default();
    let named = &case.policy.rules.avoidance.leader_roles;
    let mut given = case.standing.lead.slot(slot).posts.iter();
    given.any(|i| named.iter().any(|role| role == posts[*i].role.zh()))
}

/// Per appointment and relative: the appointment and what of the relative it cannot stand beside, at most one.
#[derive(Default)]
pub struct Rows {
    watched: HashMap<TeacherIx, Vec<Watch>>,
}

/// The columns of one person that stand in a row.
struct Watch {
    row: RowIx,
    /// Any seat or retention in the legal unit of this school.
    teaches_at: Option<SchoolIx>,
    slots: Vec<SlotIx>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let mut rows = Rows::default();
    if !case.policy.rules.avoidance.on() {
        return rows;
    }
    for leader in case.county.teacher_ixs() {
        for slot in case.standing.lead.chances_of(leader) {
            for relative in &case.standing.relatives[leader.ix()] {
                rows.pair(case, leader, *slot, *relative, out);
            }
        }
    }
    rows
}

impl Rows {
    fn pair(
        &mut self,
        case: &Case,
        leader: TeacherIx,
        slot: SlotIx,
        relative: TeacherIx,
        out: &mut row::Rows,
    ) {
        let lead = &case.standing.lead;
        let school = lead.slot(slot).school;
        if leader == relative || in_unit(case, leader, school) && in_unit(case, relative, school) {
            // Both are there already: nobody comes.
            return;
        }
        let teaches_at = bound(case, relative).then_some(school);
        let sensitive = bound(case, relative) || bound(case, leader) || names_role(case, slot);
        let there = lead.chances_of(relative).iter().copied();
        let there = there.filter(|s| case.county.same_unit(lead.slot(*s).school, school));
        let slots: Vec<SlotIx> = there
            .filter(|s| sensitive || names_role(case, *s))
            .collect();
        if teaches_at.is_none() && slots.is_empty() {
            return;
        }
        let (a, b) = (case.county.teacher(leader), case.county.teacher(relative));
        let name = format!("{} {} {}", a.id, slot.0, b.id);
        let row = out.row("R13", name, None, Some(1));
        self.watch(leader, row, None, vec![slot]);
        self.watch(relative, row, teaches_at, slots);
    }

    fn watch(
        &mut self,
        person: TeacherIx,
        row: RowIx,
        teaches_at: Option<SchoolIx>,
        slots: Vec<SlotIx>,
    ) {
        let watch = Watch {
            row,
            teaches_at,
            slots,
        };
        self.watched.entry(person).or_default().push(watch);
    }
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let watches = column.person.and_then(|p| self.watched.get(&p));
        for watch in watches.into_iter().flatten() {
            let meets = match (column.act, column.station) {
                (Act::Appoint(slot), _) => watch.slots.contains(&slot),
                (Act::Seat(_) | Act::Retained, Some(station)) => watch
                    .teaches_at
                    .is_some_and(|school| case.county.same_unit(school, station.school)),
                _ => false,
            };
            if meets {
                put(watch.row, 1);
            }
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{SchoolIx, TeacherIx};
    use crate::plan::words::{self, say};
    use crate::plan::{Class, Outcome, Plan, Seat};
    use crate::rules::r16_leader_terms::reading::ends;
    use crate::terms::finding::Findings;

    /// A leader and a relative bound by the rule in one legal unit.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Conflict {
        pub leader: TeacherIx,
        pub relative: TeacherIx,
        /// The legal unit.
        pub unit: SchoolIx,
        /// Both stood there before the plan.
        pub standing: bool,
    }

    /// Relatives in one legal unit: broken where one of them comes to it, only reported where both were there.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for c in conflicts(case, plan) {
            let (who, whom) = (
                words::person(case, c.relative),
                words::person(case, c.leader),
            );
            let unit = words::school(case, c.unit);
            let people = vec![c.relative, c.leader];
            if c.standing {
                let text = say!(
                    "{unit}现有回避情形：{who}与校级正职{whom}为亲属",
                    "{unit}: standing conflict, {who} is a relative of its leader {whom}",
                    unit = unit,
                    who = who,
                    whom = whom
                );
                out.reported("R13", people, vec![c.unit], text);
            } else {
                let text = say!(
                    "{who}与{unit}校级正职{whom}为亲属，须回避",
                    "{who} must keep away from {unit}, led by the relative {whom}",
                    unit = unit,
                    who = who,
                    whom = whom
                );
                out.broken("R13", people, vec![c.unit], text);
            }
        }
    }

    /// Every pair of relatives who meet by this plan, each once; none when the rule is off.
    pub fn conflicts(case: &Case, plan: &Plan) -> Vec<Conflict> {
        if !case.policy.rules.avoidance.on() {
            return Vec::new();
        }
        let pairs = case
            .county
            .relations
            .iter()
            .map(|r| (r.a.min(r.b), r.a.max(r.b)));
        let mut pairs: Vec<_> = pairs.filter(|(a, b)| a != b).collect();
        pairs.sort();
        pairs.dedup();
        let both = |(a, b)| meeting(case, plan, a, b).or_else(|| meeting(case, plan, b, a));
        pairs.into_iter().filter_map(both).collect()
    }

    fn meeting(
        case: &Case,
        plan: &Plan,
        leader: TeacherIx,
        relative: TeacherIx,
    ) -> Option<Conflict> {
        let leads = plan.of(leader).filter(|row| row.outcome == Outcome::Lead)?;
        let unit = case.county.legal_unit(leads.station?.school);
        let works = case.county.legal_unit(plan.of(relative)?.station?.school);
        let was_there = |t: TeacherIx| {
            let own = case.county.teacher(t).school;
            own.is_some_and(|own| case.county.legal_unit(own) == unit)
        };
        let bound = bound(case, relative) || leads_as_named(case, plan, relative);
        (works == unit && bound).then(|| Conflict {
            leader,
            relative,
            unit,
            standing: was_there(leader) && was_there(relative),
        })
    }

    /// Whether somebody who came to lead a school would meet a relative there whom the rule keeps apart.
    pub fn meets(case: &Case, plan: &Plan, leader: TeacherIx, school: SchoolIx) -> bool {
        let unit = case.county.legal_unit(school);
        let of = |school: SchoolIx| case.county.legal_unit(school) == unit;
        let was_there = |t: TeacherIx| case.county.teacher(t).school.is_some_and(of);
        let there = |r: &TeacherIx| {
            let station = plan.of(*r).and_then(|row| row.station);
            station.is_some_and(|s| of(s.school)) && !(was_there(leader) && was_there(*r))
        };
        let kept_apart = |r: &TeacherIx| {
            let leads = plan.of(*r).is_some_and(|row| row.outcome == Outcome::Lead);
            bound(case, *r) || leads && bound(case, leader) || leads_as_named(case, plan, *r)
        };
        let mut relatives = case.standing.relatives[leader.ix()].iter();
        case.policy.rules.avoidance.on() && relatives.any(|r| there(r) && kept_apart(r))
    }

    /// Whether the rule speaks of this relative: by the role held, or of everybody.
    pub fn bound(case: &Case, relative: TeacherIx) -> bool {
        let rule = &case.policy.rules.avoidance;
        let role = case.county.teacher(relative).role.zh();
        let mut roles = rule.leader_roles.iter().chain(&rule.finance_roles);
        rule.all_teachers || roles.any(|r| r == role)
    }

    /// Whether the plan gives the relative one of the leading roles that the rule names.
    fn leads_as_named(case: &Case, plan: &Plan, relative: TeacherIx) -> bool {
        let named = &case.policy.rules.avoidance.leader_roles;
        let leads = plan.of(relative).filter(|r| r.outcome == Outcome::Lead);
        leads.is_some_and(|r| named.iter().any(|role| role == r.role.zh()))
    }

    /// Whether a seat would bring a teacher under a relative whom the plan appoints there.
    pub fn comes_under(case: &Case, plan: &Plan, teacher: TeacherIx, seat: Seat) -> bool {
        let unit = case.county.legal_unit(seat.school);
        let own = case.county.teacher(teacher).school;
        let comes = own.is_none_or(|own| case.county.legal_unit(own) != unit);
        let leads = |t: &TeacherIx| {
            let row = plan.of(*t).filter(|r| r.outcome == Outcome::Lead);
            let at = row.and_then(|r| r.station);
            at.is_some_and(|s| case.county.legal_unit(s.school) == unit)
        };
        let mut relatives = case.standing.relatives[teacher.ix()].iter();
        let on = case.policy.rules.avoidance.on();
        on && comes && bound(case, teacher) && relatives.any(leads)
    }

    /// Whether a relative who goes on leading the seat's legal unit keeps the teacher from coming to it.
    pub fn hinders(case: &Case, teacher: TeacherIx, seat: Seat) -> bool {
        let unit = case.county.legal_unit(seat.school);
        let stands_in = |t: TeacherIx| {
            let own = case.county.teacher(t).school;
            own.is_some_and(|own| case.county.legal_unit(own) == unit)
        };
        let leads = |t: TeacherIx| {
            case.standing.class_of(t) == Class::Leader && stands_in(t) && ends(case, t).is_none()
        };
        case.policy.rules.avoidance.on()
            && bound(case, teacher)
            && !stands_in(teacher)
            && case.standing.relatives[teacher.ix()]
                .iter()
                .any(|r| leads(*r))
    }
}
pub use reading::read;
