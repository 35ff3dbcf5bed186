//! Terms and states of service: special recruits, protected persons, newcomers, those who have gone.

use super::career::{Frame, september};
use super::dice::Dice;
use super::person::Person;
use super::shape::Shape;
use crate::county::{Backbone, Education, Ethics, Month, Stage, Status, Title};

/// Special recruits serve their first years in villages.
pub fn recruit(dice: &mut Dice, frame: &Frame, person: &mut Person) {
    let served = person.joined.full_years_to(september(frame.year));
    person.recruit = match served {
        0..=3 if frame.rural() && dice.chance(450) => "特岗",
        0..=3 if dice.chance(40) => "特岗",
        0..=7 if frame.stage != Stage::Kindergarten && dice.chance(80) => "公费师范生",
        _ => "普通",
    };
}

/// Reasons that keep a person where he is.
pub fn protect(dice: &mut Dice, frame: &Frame, person: &mut Person) {
    if frame.leader {
        return;
    }
    let age = frame.year - person.birth.year;
    let young_woman = person.female && (24..=38).contains(&age);
    if young_woman && dice.chance(95) {
        (person.status, person.exemption) = dice.among(
            &[
                (Status::Maternity, None, 5),
                (Status::Nursing, None, 4),
                (Status::Working, Some("怀孕"), 5),
                (Status::Working, Some("哺乳"), 4),
            ]
            .map(|(s, e, w)| ((s, e), w)),
        );
    } else if dice.chance(32) {
        (person.status, person.exemption) = dice.among(
            &[
                (Status::Sick, None, 4),
                (Status::Sick, Some("重病"), 4),
                (Status::Support, None, 5),
                (Status::Seconded, None, 6),
                (Status::Working, Some("军属"), 4),
                (Status::Working, Some("残疾"), 3),
                (Status::Working, Some("驻村"), 3),
                (Status::Working, Some("单亲抚养"), 3),
            ]
            .map(|(s, e, w)| ((s, e), w)),
        );
    }
}

/// A recruit of this summer, not yet at any school.
pub fn newly_recruited(dice: &mut Dice, shape: &Shape, person: &mut Person) {
    let age = match person.education {
        Education::Graduate => dice.between(25, 29),
        _ => dice.between(22, 27),
    };
    person.birth = Month {
        year: shape.year - age as i16,
        month: person.birth.month,
    };
    person.joined = september(shape.year);
    person.title = Title::None;
    person.backbone = Backbone::None;
    person.recruit = dice.among(&[("普通", 6), ("特岗", 3), ("公费师范生", 1)]);
    person.rural_years = 0;
    person.ethics = Ethics::Pass;
    person.appraisal.clear();
    if !matches!(person.education, Education::Graduate | Education::Bachelor) {
        person.education = Education::Bachelor;
    }
}

/// Old enough to have gone.
pub fn retired(dice: &mut Dice, shape: &Shape, person: &mut Person) {
    let age = if person.female { 56 } else { 61 };
    person.birth = Month {
        year: shape.year - age,
        month: dice.between(1, 12) as u8,
    };
    person.joined = Month {
        year: person.birth.year + 21,
        month: 9,
    };
    person.since = person.since.map(|_| person.joined);
    person.rural_years = 0;
}
