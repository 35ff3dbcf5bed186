//! Rows that look like the same thing twice: a person under two ids, a post entered again.

use super::super::{County, Teacher};
use crate::tables::fault::Faults;
use crate::text::Text;
use std::collections::HashMap;
use std::hash::Hash;

pub fn check(county: &County, faults: &mut Faults) {
    check_persons(county, faults);
    check_posts(county, faults);
}

/// One id number, or one name, sex, birth and start of work, under two ids: reported by two schools, most likely.
fn check_persons(county: &County, faults: &mut Faults) {
    let numbers = twins(&county.teachers, |t| t.id_number.clone());
    let names = twins(&county.teachers, |t| {
        Some((t.name.as_str(), t.sex?, t.birth?, t.joined?))
    });
    for (a, b) in &numbers {
        same_person(a, b, ("身份证号相同", "have the same id number"), faults);
    }
    let told = |pair: &(&Teacher, &Teacher)| {
        let known = numbers.iter().any(|(_, b)| b.id == pair.1.id);
        // Two cards are two persons.
        known || pair.0.id_number.is_some() && pair.1.id_number.is_some()
    };
    for (a, b) in names.iter().filter(|pair| !told(pair)) {
        let same = (
            "姓名、性别、出生、参加工作年月都相同",
            "agree in name, sex, birth and start of work",
        );
        same_person(a, b, same, faults);
    }
}

/// Each item with the first one of the same key; none has no key.
fn twins<'a, T, K: Hash + Eq>(
    all: &'a [T],
    key: impl Fn(&'a T) -> Option<K>,
) -> Vec<(&'a T, &'a T)> {
    let mut first: HashMap<K, usize> = HashMap::new();
    let mut found = Vec::new();
    for (i, item) in all.iter().enumerate() {
        let Some(key) = key(item) else { continue };
        match first.get(&key) {
            Some(at) => found.push((&all[*at], item)),
            None => {
                first.insert(key, i);
            }
        }
    }
    found
}

fn same_person(a: &Teacher, b: &Teacher, why: (&str, &str), faults: &mut Faults) {
    faults.push(
        "W416",
        b.place.clone(),
        Text::new(
            format!(
                "{}（{}）与 {} {}（{}）{}",
                b.name, b.id, a.place, a.name, a.id, why.0
            ),
            format!(
                "{} ({}) and {} ({}) at {} {}",
                b.name, b.id, a.name, a.id, a.place, why.1
            ),
        ),
        Text::new(
            "请核对是否一人两报；确为两人的，核对证件和年月",
            "check whether one person was reported twice; if they are two, check card and dates",
        ),
    );
}

/// Rows of posts add up; two that say the same in every word are perhaps one.
fn check_posts(county: &County, faults: &mut Faults) {
    let posts = county.posts.as_deref().unwrap_or_default();
    for (a, b) in twins(posts, |p| Some(p.words())) {
        let school = &county.school(b.school).name;
        let subject = county.subject(b.subject);
        faults.push(
            "W417",
            b.place.clone(),
            Text::new(
                format!(
                    "{school}{}{subject}与 {} 内容相同，两行相加",
                    b.stage, a.place
                ),
                format!(
                    "{subject} ({}) at {school} says the same as {}; they add up",
                    b.stage.en(),
                    a.place
                ),
            ),
            Text::new("如为重复填报请删去", "if one is a copy, take it out"),
        );
    }
}
