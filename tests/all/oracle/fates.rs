//! What may become of one person, by every rule that speaks of one person alone.

use super::world::{Fate, Kind, World, on};
use jiaopin::county::{Area, Quality, Role, Stage};

/// Every fate that no personal rule forbids, and that is not supposed away.
pub fn fates(w: &World, p: usize) -> Vec<Fate> {
    let mut all = may_be(w, p);
    if let Some((_, cell)) = w.supposed.filter(|(who, _)| *who == p) {
        all.retain(|fate| *fate == Fate::Seat(cell));
    }
    all
}

fn may_be(w: &World, p: usize) -> Vec<Fate> {
    let mut all = Vec::new();
    let person = &w.people[p];
    if let Some(settled) = w.rounds.as_ref().and_then(|(settled, _)| settled[p]) {
        return vec![settled];
    }
    if person.leads.is_some() {
        return vec![Fate::Lead];
    }
    match person.kind {
        Kind::Out | Kind::Barred => return vec![Fate::Absent],
        Kind::Leader => {}
        Kind::Fixed => {
            all.extend(person.cell.map(Fate::Seat));
            all.push(Fate::Retained);
        }
        Kind::Free => {
            all.extend((0..w.cells.len()).map(Fate::Seat));
            if !person.school.is_some_and(|s| w.closing(s)) {
                all.push(Fate::Retained);
            }
            all.push(Fate::Pool);
        }
        Kind::Pooled => {
            all.extend((0..w.cells.len()).map(Fate::Seat));
            all.push(Fate::Pool);
        }
    }
    all.retain(|fate| allowed(w, p, *fate));
    all
}

fn allowed(w: &World, p: usize, fate: Fate) -> bool {
    let seat = match fate {
        Fate::Seat(cell) => {
            w.cells[cell].count > 0
                && fits(w, p, cell)
                && new_school(w, p, cell)
                && far(w, p, fate)
                && against_the_grain(w, p, fate)
        }
        _ => true,
    };
    seat && kin(w, p, fate) && pins(w, p, fate) && obeys(w, p, fate)
}

/// R04. The current cell always fits its holder.
pub fn fits(w: &World, p: usize, cell: usize) -> bool {
    let rule = &w.policy.rules.certificate;
    if !on(rule.mode) || w.people[p].cell == Some(cell) {
        return true;
    }
    let t = &w.county.teachers[p];
    let seat = &w.cells[cell];
    let mut held: Vec<_> = t
        .certificates
        .iter()
        .map(|c| (c.stage, c.subject))
        .collect();
    if held.is_empty()
        && let (Some(stage), Some(subject)) = (t.stage, t.subject)
    {
        held.push((stage, subject));
    }
    let second = t.second_subjects.contains(&seat.subject);
    held.iter().any(|(stage, subject)| {
        reaches(*stage, seat.stage, rule.kindergarten_own) && (*subject == seat.subject || second)
    })
}

/// Whether a certificate's stage is the seat's or a higher one.
fn reaches(held: Stage, seat: Stage, kindergarten_own: bool) -> bool {
    let step = |s: Stage| match s {
        Stage::Kindergarten => Some(0),
        Stage::Primary => Some(1),
        Stage::Junior => Some(2),
        Stage::Senior => Some(3),
        Stage::Vocational | Stage::Special => None,
    };
    match seat {
        Stage::Special => held == Stage::Special,
        Stage::Vocational => held == Stage::Vocational || held == Stage::Senior,
        Stage::Kindergarten if kindergarten_own => held == Stage::Kindergarten,
        _ => step(held).is_some_and(|h| h >= step(seat).expect("on the ladder")),
    }
}

/// R15. Reading 4: present staff are those of the very school.
fn new_school(w: &World, p: usize, cell: usize) -> bool {
    let rule = &w.policy.rules.new_school;
    let school = w.cells[cell].school;
    let year = i32::from(w.policy.as_of().year);
    let opened = w.county.schools[school].opened.map(i32::from);
    let new = opened.is_some_and(|y| y <= year && y > year - rule.years as i32);
    !on(rule.mode) || !new || w.people[p].school == Some(school) || w.applied(p, school)
}

/// R19: far moves by own application only; not for the staff of closing schools.
fn far(w: &World, p: usize, fate: Fate) -> bool {
    let rule = &w.policy.rules.distance;
    let Some(cell) = w.moves_to(p, fate) else {
        return true;
    };
    let school = w.cells[cell].school;
    let limit: f64 = rule.max_km.to_string().parse().expect("a number");
    !on(rule.mode)
        || w.people[p].school.is_some_and(|s| w.closing(s))
        || w.applied(p, school)
        || w.km_home(p, school) <= limit
}

/// R20: no move from country to town, nor from weak to strong, unless asked for.
fn against_the_grain(w: &World, p: usize, fate: Fate) -> bool {
    let (Some(cell), Some(from)) = (w.moves_to(p, fate), w.people[p].school) else {
        return true;
    };
    let to = w.cells[cell].school;
    if !on(w.policy.rules.direction.mode) || w.closing(from) || w.applied(p, to) {
        return true;
    }
    let (from, to) = (&w.county.schools[from], &w.county.schools[to]);
    let to_town = from.area == Area::Rural && to.area != Area::Rural;
    let to_strong = from.quality == Quality::Weak && to.quality == Quality::Strong;
    !to_town && !to_strong
}

/// R13: nobody with a leading or finance role comes to the unit that a relative leads, nor stays where a relative comes
/// to lead.
fn kin(w: &World, p: usize, fate: Fate) -> bool {
    let rule = &w.policy.rules.avoidance;
    let Some(school) = w.works_at(p, fate) else {
        return true;
    };
    if !on(rule.mode) || !(rule.all_teachers || sensitive(w, p)) {
        return true;
    }
    let unit = w.unit(school);
    let comes = w.comes_to(p, fate).is_some();
    !(0..w.people.len()).any(|q| {
        let there = w.people[q].leads.is_some_and(|s| w.unit(s) == unit);
        let meets = comes || w.comes_to(q, Fate::Lead).is_some();
        there && meets && w.relatives.contains(&(p, q))
    })
}

/// Whether a person's role is one that R13 keeps away from a leading relative (reading 7).
pub fn sensitive(w: &World, p: usize) -> bool {
    let rule = &w.policy.rules.avoidance;
    let role = w.county.teachers[p].role;
    let named = |word: &String| Role::parse(word) == Some(role);
    role != Role::None
        && (rule.leader_roles.iter().any(named) || rule.finance_roles.iter().any(named))
}

/// R22. Reading 5: asked only of those who have an outcome to choose. The pool is nowhere.
fn pins(w: &World, p: usize, fate: Fate) -> bool {
    if !on(w.policy.rules.pins.mode) {
        return true;
    }
    let school = w.works_at(p, fate);
    let (stage, subject) = w.works_in(p, fate);
    let mut mine = w.county.pins.iter().filter(|pin| pin.teacher.ix() == p);
    mine.all(|pin| {
        let there = school == Some(pin.school.ix())
            && (pin.stage.is_none() || pin.stage == stage)
            && (pin.subject.is_none() || pin.subject == subject);
        there == pin.must
    })
}

/// R24: who applied and does not obey gets a wish, the own unit, or the pool.
fn obeys(w: &World, p: usize, fate: Fate) -> bool {
    let t = &w.county.teachers[p];
    let person = &w.people[p];
    let asked = matches!(person.kind, Kind::Free | Kind::Pooled);
    if !on(w.policy.rules.obey.mode) || !asked || t.obey || t.wishes.is_empty() {
        return true;
    }
    match fate {
        Fate::Seat(cell) => w.rank(p, cell).is_some() || w.stays_in(p, fate).is_some(),
        Fate::Retained => false,
        _ => true,
    }
}
