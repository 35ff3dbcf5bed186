//! Applications and pins: who wants to go where, and what the office has settled beforehand.

use super::dice::Dice;
use super::person::Person;
use super::shape::Shape;
use super::unit::Unit;
use crate::county::{Area, Quality, Stage, Status};
use std::collections::BTreeMap;

/// Schools with posts of each stage and subject.
type Offers = BTreeMap<(Stage, String), Vec<usize>>;

fn offers(units: &[Unit]) -> Offers {
    let mut all = Offers::new();
    for (at, unit) in units.iter().enumerate() {
        for post in &unit.posts {
            all.entry((post.stage, post.subject.clone()))
                .or_default()
                .push(at);
        }
    }
    all
}

/// Gives some twelve in a hundred one to three wishes each; those in the pool nearly all have some.
pub fn wish(shape: &Shape, units: &[Unit], people: &mut [Person]) {
    let offers = offers(units);
    for (n, person) in people.iter_mut().enumerate() {
        let mut dice = Dice::of(shape.seed, "wishes", n as u64);
        if person.status.is_out() || person.role.is_leader() {
            continue;
        }
        let keen = keenness(shape, units, person);
        if !dice.chance(keen) {
            continue;
        }
        let count = 1 + dice.weighted(&[30, 35, 35]);
        for _ in 0..count {
            if let Some(wish) = choose(&mut dice, units, &offers, person)
                && person.wishes.iter().all(|w| w.0 != wish.0)
            {
                person.wishes.push(wish);
            }
        }
        if !person.wishes.is_empty() && dice.chance(150) {
            person.obey = false;
        }
    }
}

/// Chance in a thousand that a person applies.
fn keenness(shape: &Shape, units: &[Unit], person: &Person) -> usize {
    let Some(unit) = person.school.map(|s| &units[s]) else {
        return 850;
    };
    if person.exemption.is_some() || !matches!(person.status, Status::Working | Status::Waiting) {
        return 10;
    }
    let age = shape.year - person.birth.year;
    let base = match unit.area {
        _ if unit.closing => 850,
        Area::Urban => 95,
        Area::Town => 150,
        Area::Rural => 250,
    };
    match age {
        ..=40 => base * 13 / 10,
        41..=49 => base,
        _ => base * 6 / 10,
    }
}

/// The most attractive of a few schools that have such a post: near home, in town, well known.
fn choose(
    dice: &mut Dice,
    units: &[Unit],
    offers: &Offers,
    person: &Person,
) -> Option<(usize, Option<String>)> {
    let mut subject = person.subject.clone();
    if let Some(second) = person.second.first()
        && dice.chance(80)
    {
        subject = second.clone();
    }
    let open = offers.get(&(person.stage, subject.clone()))?;
    let home = person
        .home
        .or_else(|| person.school.and_then(|s| units[s].site));
    let mut best: Option<(i64, usize)> = None;
    for _ in 0..6 {
        let at = *dice.pick(open)?;
        if person.school == Some(at) {
            continue;
        }
        let unit = &units[at];
        let metres = match (home, unit.site) {
            (Some(a), Some(b)) => a.far(b).isqrt(),
            _ => 0,
        };
        let draw = dice.between(0, 4_000);
        let pull = match unit.area {
            Area::Urban => 6_000,
            Area::Town => 3_000,
            Area::Rural => 0,
        };
        let known = if unit.quality == Quality::Strong {
            3_000
        } else {
            0
        };
        let fresh = if unit.staff < unit.post_count() / 2 {
            7_000
        } else {
            0
        };
        let cost = metres + draw - pull - known - fresh;
        if best.is_none_or(|b| cost < b.0) {
            best = Some((cost, at));
        }
    }
    let named = dice.chance(350) || subject != person.subject;
    best.map(|(_, at)| (at, named.then_some(subject)))
}

/// A pin of the office (R22).
#[derive(Debug, Clone)]
pub struct PinLine {
    pub person: usize,
    pub must: bool,
    pub school: usize,
    pub cell: Option<(Stage, String)>,
}

/// A few pins that can all be kept: some stay, some do not go to one school, one goes where it applied to and a seat is free.
pub fn pin(shape: &Shape, units: &[Unit], people: &[Person]) -> Vec<PinLine> {
    let mut dice = Dice::of(shape.seed, "pins", 0);
    let few = (people.len() / 900).clamp(usize::from(people.len() > 200), 6);
    let mut pins: Vec<PinLine> = Vec::new();
    let mut order: Vec<usize> = (0..people.len()).collect();
    dice.shuffle(&mut order);
    let (mut stay, mut forbid, mut go) = (few, few, few.min(2));
    for i in order {
        let p = &people[i];
        let Some(own) = p.school.filter(|s| !units[*s].closing) else {
            continue;
        };
        let young = p.birth.year > shape.year - 48;
        if !p.is_free() || !young || p.spouse.is_some() || p.recruit != "普通" {
            continue;
        }
        if go > 0
            && let Some(pin) = going(units, people, i)
        {
            pins.push(pin);
            go -= 1;
        } else if stay > 0 && p.wishes.is_empty() {
            pins.push(PinLine {
                person: i,
                must: true,
                school: own,
                cell: None,
            });
            stay -= 1;
        } else if forbid > 0
            && let Some(wish) = p.wishes.first()
        {
            pins.push(PinLine {
                person: i,
                must: false,
                school: wish.0,
                cell: None,
            });
            forbid -= 1;
        }
    }
    pins
}

/// A wish for a seat of the own stage and subject that more than one free place waits for.
fn going(units: &[Unit], people: &[Person], i: usize) -> Option<PinLine> {
    let p = &people[i];
    let own = p.school?;
    let holders = |school: usize| {
        let here = people.iter().filter(|o| o.school == Some(school));
        here.filter(|o| o.stage == p.stage && o.subject == p.subject)
            .count() as u64
    };
    let (to, subject) = p.wishes.first()?;
    // Whoever does not obey the office goes only where a wish fits (R24).
    if subject.as_ref().is_some_and(|s| *s != p.subject) {
        return None;
    }
    let post = units[*to]
        .posts
        .iter()
        .find(|x| x.stage == p.stage && x.subject == p.subject)?;
    let rural = units[own].area == Area::Rural;
    let other = units[*to].legal != units[own].legal;
    (other && !rural && post.count > holders(*to) + 1).then(|| PinLine {
        person: i,
        must: true,
        school: *to,
        cell: Some((p.stage, p.subject.clone())),
    })
}
