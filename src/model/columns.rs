//! What may happen to each person, with what it adds to the tiers that read single persons (T3, T7–T11).

use super::arcs::Arcs;
use super::draw;
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::exact;
use crate::plan::{Class, Outcome, Station};
use crate::rules::{
    r13_avoidance, r14_couples, r17_leader_selection, r18_leader_match, r22_pins, r24_obey,
};
use crate::standing::{Settled, SlotIx};
use crate::terms::column::{Act, Column, Profile};
use crate::terms::tier::Tier;

/// Everything that may happen to one person, each seat by its own column.
pub fn of_person(case: &Case, arcs: &Arcs, teacher: TeacherIx) -> Vec<Column> {
    let mut all = standing(case, teacher);
    all.extend(
        arcs.of(teacher)
            .iter()
            .map(|cell| seat(case, teacher, *cell)),
    );
    all
}

/// The outcomes without a seat: lead, appointed to lead, retained, pool.
pub fn standing(case: &Case, teacher: TeacherIx) -> Vec<Column> {
    let class = case.standing.class_of(teacher);
    let mut all = Vec::new();
    if class == Class::Leader {
        all.push(column(case, teacher, Act::Lead, current(case, teacher)));
    }
    let chances = case.standing.lead.chances_of(teacher).iter();
    all.extend(chances.filter_map(|slot| appointment(case, teacher, *slot)));
    if may_be_retained(case, teacher, class) {
        all.push(column(case, teacher, Act::Retained, current(case, teacher)));
    }
    let may_pool = matches!(class, Class::Free | Class::Pooled);
    if may_pool && r22_pins::allows(case, teacher, None) {
        all.push(column(case, teacher, Act::Pool, None));
    }
    let settled = case.standing.settled(teacher);
    all.retain(|c| settled.is_none_or(|s| s.allows(c.act)));
    all.retain(|c| case.supposes_standing(teacher, c.station));
    all
}

impl Settled {
    /// Whether this is what an earlier round has settled.
    fn allows(self, act: Act) -> bool {
        match self {
            Settled::Seat(cell) => act == Act::Seat(cell),
            Settled::Retained => act == Act::Retained,
            Settled::Lead => act == Act::Lead,
            Settled::Appoint(slot) => act == Act::Appoint(slot),
        }
    }
}

/// The column of an outcome without a seat, whether or not a rule allows it.
pub fn stand(case: &Case, teacher: TeacherIx, act: Act) -> Column {
    match act {
        Act::Appoint(slot) => appoint(case, teacher, slot),
        Act::Pool => column(case, teacher, act, None),
        _ => column(case, teacher, act, current(case, teacher)),
    }
}

/// The column of an appointment, unless a relative or a spouse stands against it whatever else is decided.
fn appointment(case: &Case, teacher: TeacherIx, slot: SlotIx) -> Option<Column> {
    let school = case.standing.lead.slot(slot).school;
    let against = r13_avoidance::keeps_from_leading(case, teacher, slot)
        || r14_couples::too_far(case, teacher, school);
    (!against).then(|| appoint(case, teacher, slot))
}

fn appoint(case: &Case, teacher: TeacherIx, slot: SlotIx) -> Column {
    let t = case.county.teacher(teacher);
    let station = Station {
        school: case.standing.lead.slot(slot).school,
        stage: t.stage,
        subject: t.subject,
    };
    column(case, teacher, Act::Appoint(slot), Some(station))
}

fn may_be_retained(case: &Case, teacher: TeacherIx, class: Class) -> bool {
    let school = case.county.teacher(teacher).school;
    let open = school.is_some_and(|s| !case.county.school(s).closing);
    let asked = class == Class::Fixed || class == Class::Free && !r24_obey::binds(case, teacher);
    open && asked && r22_pins::allows(case, teacher, current(case, teacher))
}

/// Where a person stands today.
pub fn current(case: &Case, teacher: TeacherIx) -> Option<Station> {
    let t = case.county.teacher(teacher);
    t.school.map(|school| Station {
        school,
        stage: t.stage,
        subject: t.subject,
    })
}

/// The column of one seat.
pub fn seat(case: &Case, teacher: TeacherIx, cell: CellIx) -> Column {
    let c = case.demand.cell(cell);
    let station = Station {
        school: c.school,
        stage: Some(c.stage),
        subject: Some(c.subject),
    };
    column(case, teacher, Act::Seat(cell), Some(station))
}

/// Released to a group: `move` or `placed` at a school that was not applied for. The distance is not known yet.
pub fn release(case: &Case, teacher: TeacherIx) -> Column {
    column(case, teacher, Act::Release, None)
}

fn column(case: &Case, teacher: TeacherIx, act: Act, station: Option<Station>) -> Column {
    let outcome = outcome(case, teacher, act);
    Column {
        person: Some(teacher),
        class: case.standing.class_of(teacher),
        act,
        departs: outcome == Outcome::Move,
        station,
        profile: Profile::of(case, teacher),
        costs: with_kept(
            case,
            teacher,
            outcome,
            station,
            costs(case, teacher, act, outcome),
        ),
    }
}

/// A release to a group is never the seat of the plan to be kept: that one has a column of its own.
fn with_kept(
    case: &Case,
    teacher: TeacherIx,
    outcome: Outcome,
    station: Option<Station>,
    mut costs: Vec<(Tier, i64)>,
) -> Vec<(Tier, i64)> {
    let kept = case.kept.as_ref();
    if kept.is_some_and(|k| k.differs(teacher, outcome, station)) {
        costs.push((Tier::Kept, 1));
    }
    costs
}

/// The outcome that an act means for a person.
pub fn outcome(case: &Case, teacher: TeacherIx, act: Act) -> Outcome {
    let own = case.county.teacher(teacher).school;
    match act {
        Act::Lead | Act::Appoint(_) => Outcome::Lead,
        Act::Retained => Outcome::Retained,
        Act::Pool => Outcome::Pool,
        Act::Release | Act::Take(_) if own.is_none() => Outcome::Placed,
        Act::Release | Act::Take(_) => Outcome::Move,
        Act::Seat(cell) => {
            let school = case.demand.cell(cell).school;
            match own {
                None => Outcome::Placed,
                Some(own) if case.county.same_unit(own, school) => Outcome::Stay,
                Some(_) => Outcome::Move,
            }
        }
    }
}

/// SPEC §5, person by person.
pub fn costs(case: &Case, teacher: TeacherIx, act: Act, outcome: Outcome) -> Vec<(Tier, i64)> {
    if let Act::Appoint(slot) = act {
        let mut all = appointed(case, teacher, slot);
        all.extend(drawn(draw::post_numbers(case, teacher, slot)));
        return all;
    }
    if outcome == Outcome::Lead {
        return Vec::new();
    }
    let seat = match act {
        Act::Seat(cell) => Some(cell),
        _ => None,
    };
    let school = seat.map(|cell| case.demand.cell(cell).school);
    let mut all = unplaced(case, teacher, outcome);
    all.push((Tier::Wishes, wishes(case, teacher, outcome, seat)));
    if case.standing.lead.is_due(teacher) {
        let back = r18_leader_match::return_weight(&case.policy);
        all.push((Tier::LeaderMatch, back));
    }
    let t = case.county.teacher(teacher);
    if outcome == Outcome::Move && !school.is_some_and(|s| t.applied_to(s)) {
        all.push((Tier::Moves, 1));
    }
    if outcome == Outcome::Stay && seat != case.standing.cell[teacher.ix()] {
        all.push((Tier::Changes, 1));
    }
    if let (Outcome::Move | Outcome::Placed, Some(school)) = (outcome, school) {
        all.push((Tier::Distance, distance(case, teacher, school)));
    }
    all.extend(drawn(
        seat.and_then(|cell| draw::numbers(case, teacher, cell)),
    ));
    all.retain(|(_, cost)| *cost != 0);
    all
}

/// L2 and L3
fn appointed(case: &Case, teacher: TeacherIx, slot: SlotIx) -> Vec<(Tier, i64)> {
    let posts = case.standing.lead.slot(slot).posts.iter();
    let misfit = posts.map(|post| r18_leader_match::misfit(case, *post, teacher));
    let lost = r17_leader_selection::lost_points(case, teacher, slot);
    let mut all = vec![(Tier::LeaderMatch, misfit.sum()), (Tier::LeaderScore, lost)];
    all.retain(|(_, cost)| *cost != 0);
    all
}

fn drawn(numbers: Option<[i64; 2]>) -> impl Iterator<Item = (Tier, i64)> {
    let tiers = [Tier::Draw, Tier::DrawAgain];
    numbers
        .into_iter()
        .flat_map(move |n| tiers.into_iter().zip(n))
}

/// T3 and T7
fn unplaced(case: &Case, teacher: TeacherIx, outcome: Outcome) -> Vec<(Tier, i64)> {
    let w = &case.policy.tiers.weights;
    let weight = match outcome {
        Outcome::Pool => w.pool,
        Outcome::Retained => w.retained,
        _ => return Vec::new(),
    };
    let score = case
        .county
        .teacher(teacher)
        .score
        .unwrap_or(w.default_score);
    let score = exact::round_half_up(score);
    vec![(Tier::Unplaced, i64::from(weight)), (Tier::Merit, score)]
}

/// T8
fn wishes(case: &Case, teacher: TeacherIx, outcome: Outcome, seat: Option<CellIx>) -> i64 {
    let w = &case.policy.tiers.weights;
    let t = case.county.teacher(teacher);
    if !t.is_applicant() {
        return match outcome {
            Outcome::Move => i64::from(w.move_unasked),
            _ => 0,
        };
    }
    let wished = seat.and_then(|cell| {
        let cell = case.demand.cell(cell);
        t.wish_rank(cell.school, cell.subject)
    });
    let other = match outcome {
        Outcome::Stay | Outcome::Retained => w.wish_own_school,
        Outcome::Pool => w.wish_pool,
        _ => w.wish_elsewhere,
    };
    wished.map_or(i64::from(other), |rank| i64::from(rank) - 1)
}

/// T11: tenths of a kilometre, cut off.
pub fn distance(case: &Case, teacher: TeacherIx, school: SchoolIx) -> i64 {
    (10.0 * case.county.km_from_home(teacher, school)).floor() as i64
}

/// T11 of one person and cell: nothing within the own unit.
pub fn arc_distance(case: &Case, teacher: TeacherIx, cell: CellIx) -> i64 {
    let school = case.demand.cell(cell).school;
    let own = case.county.teacher(teacher).school;
    match own.is_some_and(|own| case.county.same_unit(own, school)) {
        true => 0,
        false => distance(case, teacher, school),
    }
}

/// Whether nothing may happen to a person at all; only pins can bring that about.
pub fn impossible(case: &Case, arcs: &Arcs, teacher: TeacherIx) -> bool {
    arcs.of(teacher).is_empty()
        && standing(case, teacher).is_empty()
        && !matches!(case.standing.class_of(teacher), Class::Out | Class::Barred)
}
