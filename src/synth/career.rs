//! A life in the profession: age, entry, education, title, certificates, service — each from the ones before.

use super::credentials;
use super::dice::Dice;
use super::land::Site;
use super::names;
use super::person::Person;
use super::service;
use super::shape::Shape;
use super::unit::Unit;
use crate::county::{Area, Education, Ethics, Month, Role, Stage, Status, Title};

/// What is settled before a person is drawn.
#[derive(Debug)]
pub struct Frame<'a> {
    pub year: i16,
    /// Metres that people live away from the centre of the county's town.
    pub town_reach: i64,
    pub at: Option<usize>,
    pub unit: Option<&'a Unit>,
    pub stage: Stage,
    pub subject: &'a str,
    pub leader: bool,
}

impl<'a> Frame<'a> {
    pub fn of(
        shape: &Shape,
        at: Option<usize>,
        unit: Option<&'a Unit>,
        stage: Stage,
        subject: &'a str,
    ) -> Frame<'a> {
        Frame {
            year: shape.year,
            town_reach: shape.urban_reach,
            at,
            unit,
            stage,
            subject,
            leader: false,
        }
    }

    pub fn rural(&self) -> bool {
        self.unit.is_some_and(|u| u.area == Area::Rural)
    }
}

/// Draws one person.
pub fn person(dice: &mut Dice, frame: &Frame) -> Person {
    let female = dice.chance(women(frame));
    let birth = birth(dice, frame, female);
    let education = credentials::education(dice, frame.stage, frame.year - birth.year);
    let joined = joined(dice, frame.year, birth, education);
    let since = since(dice, frame, joined);
    let served = joined.full_years_to(september(frame.year));
    let title = if frame.leader {
        dice.among(&[(Title::Senior, 6), (Title::First, 4)])
    } else {
        credentials::title(dice, frame.stage, served)
    };
    let backbone = credentials::backbone(dice, served, frame.leader);
    let here = since.map_or(0, |s| s.full_years_to(september(frame.year)));
    let mut person = Person {
        id: String::new(),
        name: names::person(dice, female),
        female,
        birth,
        day: dice.between(1, 28) as u8,
        id_number: None,
        school: frame.at,
        since,
        joined,
        stage: frame.stage,
        subject: frame.subject.to_string(),
        certificates: Vec::new(),
        second: Vec::new(),
        title,
        education,
        backbone,
        role: Role::None,
        status: Status::Working,
        exemption: None,
        recruit: "普通",
        rural_years: rural_years(dice, frame, here, served),
        ethics: dice.among(&[
            (Ethics::Pass, 8_780),
            (Ethics::Excellent, 1_200),
            (Ethics::Fail, if frame.leader { 0 } else { 20 }),
        ]),
        appraisal: Vec::new(),
        score: None,
        obey: true,
        spouse: None,
        home: home(dice, frame),
        wishes: Vec::new(),
    };
    service::recruit(dice, frame, &mut person);
    service::protect(dice, frame, &mut person);
    credentials::certify(dice, &mut person);
    credentials::judge(dice, frame.year, &mut person);
    person
}

/// The month from which everything counts back.
pub fn september(year: i16) -> Month {
    Month { year, month: 9 }
}

/// Women in a thousand, by stage and subject.
fn women(frame: &Frame) -> usize {
    if frame.leader {
        return match frame.stage {
            Stage::Kindergarten => 950,
            _ => 350,
        };
    }
    match (frame.stage, frame.subject) {
        (Stage::Kindergarten, _) => 970,
        (_, "体育") => 270,
        (_, "信息科技" | "通用技术") => 430,
        (_, "音乐" | "美术" | "英语" | "心理") => 860,
        (Stage::Primary | Stage::Special, _) => 800,
        (Stage::Junior, "物理" | "数学") => 640,
        (Stage::Junior, _) => 720,
        _ => 580,
    }
}

/// Years of age: kindergartens are young; elsewhere the hump is at 45–55, higher in villages.
fn birth(dice: &mut Dice, frame: &Frame, female: bool) -> Month {
    let old = if frame.rural() { 6 } else { 0 };
    let bands: [(i16, u32); 9] = match (frame.leader, frame.stage) {
        (true, _) => {
            let (a, b) = (24, 30);
            [
                (23, 0),
                (27, 0),
                (31, 0),
                (35, 4),
                (39, 14),
                (43, a),
                (47, b),
                (51, 18),
                (55, 5),
            ]
        }
        (_, Stage::Kindergarten) => [
            (23, 20),
            (27, 25),
            (31, 20),
            (35, 14),
            (39, 8),
            (43, 6),
            (47, 4),
            (51, 3),
            (55, 0),
        ],
        _ => [
            (23, 7),
            (27, 10),
            (31, 11),
            (35, 11),
            (39, 11),
            (43, 13),
            (47, 19 + old),
            (51, 14 + old),
            (55, 4),
        ],
    };
    let band = dice.among(&bands);
    let band = if female && band == 55 { 51 } else { band };
    let months = dice.between(0, 47) as i32;
    september(frame.year).plus_months(-(i32::from(band) * 12 + months))
}

/// Entry into the profession in a late summer, never after last year's.
fn joined(dice: &mut Dice, year: i16, birth: Month, education: Education) -> Month {
    let age = match education {
        Education::Graduate => dice.between(25, 27),
        Education::Bachelor => dice.between(22, 24),
        Education::College => dice.between(20, 22),
        _ => dice.between(18, 20),
    };
    let month = dice.among(&[(9, 6), (8, 3), (7, 1)]);
    let year = (birth.year + age as i16).min(year - 1);
    Month { year, month }
}

/// When the person came to the present school: at once, or some years later.
fn since(dice: &mut Dice, frame: &Frame, joined: Month) -> Option<Month> {
    frame.at?;
    let opened = frame.unit.and_then(|u| u.opened).unwrap_or(0);
    let first = joined.year.max(opened);
    let last = (frame.year - 1).max(first);
    let early = if dice.chance(330) {
        first
    } else {
        dice.between(i64::from(first), i64::from(last)) as i16
    };
    let month = if early == joined.year {
        joined.month
    } else {
        dice.among(&[(9, 4), (8, 5), (3, 1)])
    };
    Some(Month { year: early, month })
}

fn rural_years(dice: &mut Dice, frame: &Frame, here: i32, served: i32) -> i64 {
    if frame.rural() {
        return dice.between(i64::from(here), i64::from(served.max(here)));
    }
    let before = i64::from((served - here).max(0));
    if dice.chance(300) {
        dice.between(1, 8).min(before)
    } else {
        0
    }
}

/// Most live in town; village teachers half in the village, half in town.
fn home(dice: &mut Dice, frame: &Frame) -> Option<Site> {
    let centre = Site { x: 0, y: 0 };
    let in_town = centre.about(dice, frame.town_reach);
    let Some(school) = frame.unit.map(|u| u.site) else {
        return Some(in_town);
    };
    let school = school?;
    if dice.chance(120) {
        return None;
    }
    let rural = frame.unit.is_some_and(|u| u.area != Area::Urban);
    if rural && dice.chance(450) && centre.near(school, 28_000) {
        return Some(in_town);
    }
    Some(school.about(dice, if rural { 2_500 } else { 4_500 }))
}
