//! Who works where: the staff of every school by subject, those in the pool, those who are gone.

use super::career::{self, Frame};
use super::dice::Dice;
use super::enrol;
use super::person::Person;
use super::service;
use super::shape::{Kind, Shape};
use super::unit::Unit;
use crate::county::{Area, Role, Stage, Status};
use crate::exact::apportion;

/// Everybody, without ids, in the order of schools.
pub fn build(shape: &Shape, units: &[Unit]) -> Vec<Person> {
    let outside = enrol::outside(shape.teachers);
    let mut people = Vec::with_capacity(shape.teachers);
    for (at, unit) in units.iter().enumerate() {
        people.extend(staff(shape, at, unit));
    }
    let mut dice = Dice::of(shape.seed, "outside", 0);
    for n in 0..outside.pooled + outside.out {
        let mut person = outsider(&mut dice, shape, units);
        if n < outside.pooled {
            join_pool(&mut dice, shape, &mut person);
        } else {
            leave(&mut dice, shape, &mut person, units);
        }
        people.push(person);
    }
    people
}

/// The people of one school: leaders first, then by subject, then the deputies and heads of sections among them.
fn staff(shape: &Shape, at: usize, unit: &Unit) -> Vec<Person> {
    let mut dice = Dice::of(shape.seed, "staff of", at as u64);
    let unopened = unit.opened == Some(shape.year);
    let leaders = if unit.staff > 3 && !unopened {
        leaders_of(unit)
    } else {
        0
    };
    let mut people = Vec::new();
    for n in 0..leaders {
        let (stage, subject) = leader_cell(&mut dice, unit);
        let mut frame = Frame::of(shape, Some(at), Some(unit), stage, &subject);
        frame.leader = true;
        let mut person = career::person(&mut dice, &frame);
        person.role = if n == 0 {
            Role::Principal
        } else {
            Role::Secretary
        };
        people.push(person);
    }
    for ((stage, subject), n) in cells(&mut dice, unit, unit.staff - leaders) {
        let frame = Frame::of(shape, Some(at), Some(unit), stage, &subject);
        people.extend((0..n).map(|_| career::person(&mut dice, &frame)));
    }
    deputies(&mut dice, &mut people, unit);
    people
}

/// A closing school has no posts any more but still its leaders.
fn leaders_of(unit: &Unit) -> u64 {
    match (unit.closing, unit.kind) {
        (true, Kind::Point) => 0,
        (true, _) => 1,
        _ => unit.leader_count(),
    }
}

fn leader_cell(dice: &mut Dice, unit: &Unit) -> (Stage, String) {
    let stage = unit.main_stage();
    let subject = match stage {
        Stage::Kindergarten => "学前教育",
        Stage::Special => "特殊教育",
        _ => dice.among(&[("语文", 4), ("数学", 4), ("英语", 1), ("体育", 1)]),
    };
    (stage, subject.to_string())
}

/// How many persons stand in each cell: posts by subject with the usual surpluses and gaps.
fn cells(dice: &mut Dice, unit: &Unit, persons: u64) -> Vec<((Stage, String), u64)> {
    let mut posts = unit.posts.clone();
    if posts.is_empty() {
        let mut open = unit.clone();
        open.classes = unit.former.clone();
        enrol::set_posts(&mut open);
        posts = open.posts;
    }
    let weights: Vec<u64> = posts
        .iter()
        .map(|p| p.count * bias(&p.subject, unit.area) * dice.between(900, 1100) as u64)
        .collect();
    let counts = apportion(&weights, persons);
    let cells = posts.into_iter().map(|p| (p.stage, p.subject));
    cells.zip(counts).collect()
}

/// Thousandths of the posts that are filled: too many for Chinese and mathematics, too few elsewhere, most of all in villages.
fn bias(subject: &str, area: Area) -> u64 {
    let short = match subject {
        "语文" => return 1_130,
        "数学" => return 1_110,
        "英语" => return 1_030,
        "体育" => 880,
        "音乐" | "美术" => 860,
        "科学" => 830,
        "信息科技" => 780,
        "心理" => 480,
        "劳动" => 380,
        "综合实践" => 700,
        "地理" | "生物" => 950,
        _ => return 1_000,
    };
    match area {
        Area::Rural => short * 8 / 10,
        _ => short,
    }
}

/// 副校长 and 中层 from the staff, by age and chance.
fn deputies(dice: &mut Dice, people: &mut [Person], unit: &Unit) {
    let persons = people.len();
    let deputies = match (unit.kind, persons) {
        (Kind::Point, _) | (_, 0..=9) => 0,
        (_, n) => (n / 28 + 1).min(4),
    };
    let sections = if persons < 8 {
        0
    } else {
        (persons / 13).min(9)
    };
    let mut order: Vec<usize> = (0..persons)
        .filter(|i| !people[*i].role.is_leader())
        .filter(|i| (1970..=1992).contains(&people[*i].birth.year))
        .collect();
    dice.shuffle(&mut order);
    for (n, i) in order.into_iter().take(deputies + sections).enumerate() {
        people[i].role = if n < deputies {
            Role::VicePrincipal
        } else {
            Role::Middle
        };
    }
}

/// Somebody of a cell drawn over all schools' posts.
fn outsider(dice: &mut Dice, shape: &Shape, units: &[Unit]) -> Person {
    let open: Vec<&Unit> = units.iter().filter(|u| !u.posts.is_empty()).collect();
    let cell = dice.pick(&open).and_then(|u| {
        let weights: Vec<u32> = u.posts.iter().map(|p| p.count as u32).collect();
        u.posts.get(dice.weighted(&weights))
    });
    let (stage, subject) = cell.map_or((Stage::Primary, "语文"), |p| {
        (p.stage, p.subject.as_str())
    });
    career::person(dice, &Frame::of(shape, None, None, stage, subject))
}

/// New recruits, people coming back and people waiting since last year.
fn join_pool(dice: &mut Dice, shape: &Shape, person: &mut Person) {
    person.status = Status::Working;
    person.exemption = None;
    if dice.chance(600) {
        service::newly_recruited(dice, shape, person);
    } else if dice.chance(500) {
        person.status = Status::Waiting;
    }
}

/// Retired or left in the course of the year; still in the register.
fn leave(dice: &mut Dice, shape: &Shape, person: &mut Person, units: &[Unit]) {
    let fitting: Vec<usize> = (0..units.len())
        .filter(|i| units[*i].stages.contains(&person.stage))
        .collect();
    person.school = dice.pick(&fitting).copied();
    person.since = Some(person.joined);
    person.exemption = None;
    if dice.chance(750) {
        person.status = Status::Retired;
        service::retired(dice, shape, person);
    } else {
        person.status = Status::Left;
    }
}
