//! Leader posts and candidates (§4a).

use super::{Dice, Size, sized};
use jiaopin::county::*;
use jiaopin::policy::Policy;
use jiaopin::tables::fault::Place;
use rust_decimal::Decimal;

/// A tiny county with leader posts and candidates (§4a).
pub fn with_leaders(seed: u64, size: Size) -> (County, Policy) {
    let (mut county, mut policy) = sized(seed, size);
    let mut dice = Dice::new(seed ^ 0x6c65_6164);
    policy.rules.titles.leaders_outside = dice.percent(30);
    policy.rules.titles.deputies_outside = dice.percent(30);
    if dice.percent(15) {
        policy.rules.leader_selection.dual_role_max_staff = dice.between(1, 3) as u32;
    }
    county.pins.retain(|pin| {
        let t = &county.teachers[pin.teacher.ix()];
        !t.role.is_leader() || !pin.must
    });
    for role in [Role::Principal, Role::Secretary] {
        for s in 0..county.schools.len() {
            leader_post(&mut dice, &mut county, SchoolIx(s as u32), role);
        }
    }
    for p in 0..county.teachers.len() {
        candidate(&mut dice, &mut county, TeacherIx(p as u32));
    }
    (county, policy)
}

/// At most one incumbent for a school and role: the others lose the role.
fn leader_post(dice: &mut Dice, county: &mut County, school: SchoolIx, role: Role) {
    let of = |t: &Teacher| t.school == Some(school) && t.role == role;
    let mut incumbent = county.teachers.iter().position(of);
    let others = county.teachers.iter_mut().enumerate();
    for (_, t) in others.filter(|(p, t)| of(t) && Some(*p) != incumbent) {
        t.role = Role::VicePrincipal;
    }
    if role == Role::Secretary && incumbent.is_none() && dice.percent(8) {
        // One person holds both posts.
        let principal = |t: &Teacher| t.school == Some(school) && t.role == Role::Principal;
        incumbent = county.teachers.iter().position(principal);
    }
    let closing = county.schools[school.ix()].closing;
    if incumbent.is_none() && (closing || dice.percent(78)) {
        return;
    }
    let year = dice.between(2016, 2025) as i16;
    let appointed = Month::new(year, dice.between(1, 12) as u8);
    let appointed = appointed.filter(|_| incumbent.is_some());
    let posts = county.leader_posts.get_or_insert_with(Vec::new);
    posts.push(LeaderPost {
        school,
        role,
        incumbent: incumbent.map(|p| TeacherIx(p as u32)),
        appointed,
        term: None,
        rank_required: None,
        place: Place::default(),
    });
    posts.sort_by_key(|p| (p.school, p.role));
    // A pin may forbid the post, or ask for another school.
    let roll = dice.between(0, 99);
    if let Some(p) = incumbent
        && roll < 20
    {
        let other = SchoolIx(dice.between(0, county.schools.len() as i64 - 1) as u32);
        county.pins.push(Pin {
            teacher: TeacherIx(p as u32),
            must: roll < 5,
            school: if roll < 5 { other } else { school },
            stage: None,
            subject: None,
            place: Place::default(),
        });
    }
}

fn candidate(dice: &mut Dice, county: &mut County, teacher: TeacherIx) {
    let t = &mut county.teachers[teacher.ix()];
    if !t.role.is_leader() && t.school.is_some() && dice.percent(35) {
        t.role = Role::VicePrincipal;
    }
    let stands = if t.role == Role::VicePrincipal {
        75
    } else {
        12
    };
    if !dice.percent(stands) {
        return;
    }
    let role = match t.role {
        Role::Principal | Role::Secretary => t.role,
        _ => dice.pick(&[Role::Principal, Role::Secretary]),
    };
    let points = |dice: &mut Dice| {
        let points = match dice.percent(8) {
            true => dice.between(400, 600),
            false => dice.between(600, 1000),
        };
        (!dice.percent(2)).then(|| Decimal::new(points, 1))
    };
    let vote = points(dice);
    county.candidates.push(Candidate {
        teacher,
        role,
        vote,
        staff_vote: points(dice),
        defence: points(dice),
        panel: points(dice),
        assessment: Some(!dice.percent(5)),
        publicity: Some(!dice.percent(5)),
        rank: dice
            .pick(&[None, Some("特级"), Some("高级"), Some("中级"), Some("初级")])
            .map(String::from),
        place: Place::default(),
    });
}
