//! Register numbers, id numbers, couples and relatives.

use super::dice::Dice;
use super::person::Person;
use super::shape::Shape;
use super::unit::Unit;
use crate::county::{RelationKind, Role};
use std::collections::BTreeSet;

/// Region code of every invented id number (the first six digits).
const REGION: &str = "150402";

/// Gives everybody a register number in order of entry; the list is in that order afterwards.
pub fn number(shape: &Shape, people: &mut [Person]) {
    let mut dice = Dice::of(shape.seed, "numbers", 0);
    dice.shuffle(people);
    people.sort_by_key(|p| p.joined);
    let width = people.len().to_string().len().max(5);
    let mut taken = BTreeSet::new();
    for (n, person) in people.iter_mut().enumerate() {
        person.id = format!("{:0width$}", n + 1);
        if dice.chance(600) {
            person.id_number = id_number(&mut dice, person, &mut taken);
        }
    }
}

/// Eighteen digits: region, birth date, a number odd for men and even for women, check digit of GB 11643.
fn id_number(dice: &mut Dice, person: &Person, taken: &mut BTreeSet<String>) -> Option<String> {
    let birth = person.birth;
    for _ in 0..20 {
        let order = dice.between(1, 499) * 2 - i64::from(!person.female);
        let head = format!(
            "{REGION}{:04}{:02}{:02}{order:03}",
            birth.year, birth.month, person.day
        );
        let number = format!("{head}{}", check_digit(&head));
        if taken.insert(number.clone()) {
            return Some(number);
        }
    }
    None
}

/// The check digit of the first seventeen digits.
pub fn check_digit(head: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = head.bytes().map(|b| u32::from(b.wrapping_sub(b'0')));
    let sum: u32 = digits.zip(WEIGHTS).map(|(d, w)| d * w).sum();
    b"10X98765432"[(sum % 11) as usize] as char
}

/// Marries some: ages within six years, not both leaders of one unit, homes shared.
pub fn marry(shape: &Shape, units: &[Unit], people: &mut [Person]) {
    let mut dice = Dice::of(shape.seed, "couples", 0);
    let able =
        |p: &Person| p.school.is_some() && !p.status.is_out() && p.birth.year <= shape.year - 26;
    let of_sex = |female: bool| {
        (0..people.len())
            .filter(|i| people[*i].female == female && able(&people[*i]))
            .collect::<Vec<_>>()
    };
    let (mut men, mut women) = (of_sex(false), of_sex(true));
    dice.shuffle(&mut men);
    dice.shuffle(&mut women);
    let couples = people.len() * 35 / 1000;
    for man in men.into_iter().take(couples) {
        let start = women.len().saturating_sub(300);
        let found = (start..women.len()).rev().find(|at| {
            let (a, b) = (&people[man], &people[women[*at]]);
            a.birth.months_to(b.birth).abs() <= 72 && together(units, a, b) && apart(units, a, b)
        });
        if let Some(at) = found {
            let woman = women.swap_remove(at);
            people[man].spouse = Some(woman);
            people[woman].spouse = Some(man);
            if people[man].home.is_some() {
                people[woman].home = people[man].home;
            } else {
                people[man].home = people[woman].home;
            }
        }
    }
}

/// Whether two schools lie near enough for one household.
fn together(units: &[Unit], a: &Person, b: &Person) -> bool {
    let site = |p: &Person| p.school.and_then(|s| units[s].site);
    match (site(a), site(b)) {
        (Some(p), Some(q)) => p.near(q, 12_000),
        _ => true,
    }
}

/// Whether the two may stand where they stand (R13): no 校长, 书记 or 副校长 with a relative in a leading role of the unit.
fn apart(units: &[Unit], a: &Person, b: &Person) -> bool {
    let unit = |p: &Person| p.school.map(|s| units[s].legal);
    unit(a) != unit(b) || !(leads(a) || leads(b))
}

fn leads(p: &Person) -> bool {
    p.role.is_leader() || p.role == Role::VicePrincipal
}

/// Other relatives, each pair once.
pub fn relate(
    shape: &Shape,
    units: &[Unit],
    people: &[Person],
) -> Vec<(usize, usize, RelationKind)> {
    let mut dice = Dice::of(shape.seed, "relatives", 0);
    let mut pairs = Vec::new();
    let mut seen = BTreeSet::new();
    let wanted = people.len() * 5 / 1000;
    for _ in 0..wanted * 60 {
        if pairs.len() >= wanted {
            break;
        }
        let (a, b) = (dice.below(people.len()), dice.below(people.len()));
        let kind = dice.among(&[
            (RelationKind::InLaw, 4),
            (RelationKind::Collateral, 4),
            (RelationKind::Lineal, 3),
        ]);
        let (p, q) = (&people[a], &people[b]);
        let gone = p.status.is_out() || q.status.is_out();
        if a == b || gone || p.spouse == Some(b) || !apart(units, p, q) || !believable(p, q, kind) {
            continue;
        }
        if seen.insert((a.min(b), a.max(b))) {
            pairs.push((a, b, kind));
        }
    }
    pairs
}

/// A parent is older by a generation and, where it is the father, of the same surname.
fn believable(p: &Person, q: &Person, kind: RelationKind) -> bool {
    let years = p.birth.months_to(q.birth) / 12;
    match kind {
        RelationKind::Lineal => {
            let same = p.name.chars().next() == q.name.chars().next();
            (22..=36).contains(&years) && (p.female || same)
        }
        _ => years.abs() <= 25,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        assert_eq!(check_digit("11010519491231002"), 'X');
        assert_eq!(check_digit("44052418800101001"), '4');
    }
}
