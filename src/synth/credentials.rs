//! Education, titles, certificates and the yearly judgement of a person.

use super::dice::Dice;
use super::person::Person;
use crate::county::{Backbone, Education, Ethics, Month, Stage, Title};

pub fn education(dice: &mut Dice, stage: Stage, age: i16) -> Education {
    use Education::*;
    let (graduate, bachelor, college, vocational) = match (stage, age) {
        (Stage::Kindergarten, ..35) => (0, 35, 57, 8),
        (Stage::Kindergarten, _) => (0, 20, 55, 25),
        (Stage::Primary | Stage::Special, ..35) => (6, 84, 10, 0),
        (Stage::Primary | Stage::Special, ..46) => (2, 74, 22, 2),
        (Stage::Primary | Stage::Special, _) => (0, 52, 43, 5),
        (Stage::Junior, ..35) => (15, 84, 1, 0),
        (Stage::Junior, ..46) => (4, 90, 6, 0),
        (Stage::Junior, _) => (1, 88, 11, 0),
        (_, ..35) => (34, 66, 0, 0),
        (_, ..46) => (14, 86, 0, 0),
        _ => (2, 96, 2, 0),
    };
    let graduate = if age < 26 { 0 } else { graduate };
    dice.among(&[
        (Graduate, graduate),
        (Bachelor, bachelor),
        (College, college),
        (SecondaryVocational, vocational),
    ])
}

/// Titles come with years; the higher stages have more high ones.
pub fn title(dice: &mut Dice, stage: Stage, served: i32) -> Title {
    use Title::*;
    let senior = match stage {
        Stage::Kindergarten => 14,
        Stage::Primary => 27,
        Stage::Junior => 40,
        Stage::Special => 30,
        _ => 52,
    };
    let weights = match served {
        ..=0 => [
            (None, 90),
            (Third, 10),
            (Second, 0),
            (First, 0),
            (Senior, 0),
            (FullSenior, 0),
        ],
        1..=5 => [
            (None, 5),
            (Third, 8),
            (Second, 87),
            (First, 0),
            (Senior, 0),
            (FullSenior, 0),
        ],
        6..=11 => [
            (None, 0),
            (Third, 0),
            (Second, 60),
            (First, 40),
            (Senior, 0),
            (FullSenior, 0),
        ],
        12..=17 => [
            (None, 0),
            (Third, 0),
            (Second, 22),
            (First, 70),
            (Senior, senior / 4),
            (FullSenior, 0),
        ],
        _ => [
            (None, 0),
            (Third, 0),
            (Second, 9),
            (First, 88 - senior),
            (Senior, senior),
            (FullSenior, 1),
        ],
    };
    dice.among(&weights)
}

pub fn backbone(dice: &mut Dice, served: i32, leader: bool) -> Backbone {
    use Backbone::*;
    if served < 5 {
        return None;
    }
    let more = if leader { 2 } else { 1 };
    dice.among(&[
        (None, 745),
        (School, 60 * more),
        (County, 140 * more),
        (City, 45 * more),
        (Province, 9 * more),
        (National, more),
    ])
}

/// Certificates and second subjects. Three in ten who teach a subject of few teachers hold the papers of another one.
pub fn certify(dice: &mut Dice, person: &mut Person) {
    let own = (person.stage, person.subject.clone());
    if person.stage == Stage::Kindergarten {
        person.certificates.push(own);
        if dice.chance(90) {
            let subject = dice.among(&[("语文", 3), ("音乐", 2), ("美术", 2), ("数学", 1)]);
            person
                .certificates
                .push((Stage::Primary, subject.to_string()));
        }
        return;
    }
    let short = matches!(
        person.subject.as_str(),
        "劳动" | "心理" | "信息科技" | "科学" | "道德与法治" | "综合实践"
    );
    if short && dice.chance(300) {
        let other = dice.among(&[("语文", 5), ("数学", 5), ("英语", 1)]);
        person.certificates.push((person.stage, other.to_string()));
        person.certificates.push(own);
    } else if dice.chance(150) {
        // The column left empty counts as certified for the present stage and subject.
    } else {
        let higher = match person.stage {
            Stage::Primary if dice.chance(220) => Stage::Junior,
            Stage::Junior if dice.chance(180) => Stage::Senior,
            stage => stage,
        };
        let known = super::timetable::lines(higher).iter().any(|l| l.0 == own.1);
        let stage = if known { higher } else { own.0 };
        person.certificates.push((stage, own.1));
    }
    if dice.chance(130) && matches!(person.stage, Stage::Primary | Stage::Junior) {
        let more = dice.among(&[
            ("语文", 3),
            ("数学", 3),
            ("道德与法治", 3),
            ("科学", 1),
            ("心理", 2),
        ]);
        let more = (person.stage, more.to_string());
        let known = super::timetable::lines(more.0)
            .iter()
            .any(|l| l.0 == more.1);
        if known && !person.certificates.is_empty() && !person.certificates.contains(&more) {
            person.certificates.push(more);
        }
    }
    if let Some(second) = kin(dice, person.stage, &person.subject)
        && dice.chance(280)
    {
        person.second.push(second.to_string());
    }
}

/// A subject that teachers of this one often take over.
fn kin(dice: &mut Dice, stage: Stage, subject: &str) -> Option<&'static str> {
    let (a, b) = match (stage, subject) {
        (Stage::Primary, "语文") => ("道德与法治", "综合实践"),
        (Stage::Primary, "数学") => ("科学", "综合实践"),
        (Stage::Primary, "道德与法治") => ("语文", "心理"),
        (Stage::Primary | Stage::Junior, "综合实践") => ("劳动", "信息科技"),
        (Stage::Primary, "科学") => ("劳动", "信息科技"),
        (Stage::Primary | Stage::Junior, "音乐") => ("美术", "美术"),
        (Stage::Primary | Stage::Junior, "美术") => ("音乐", "劳动"),
        (Stage::Primary | Stage::Junior, "体育") => ("劳动", "心理"),
        (Stage::Junior, "语文") => ("历史", "综合实践"),
        (Stage::Junior, "数学") => ("物理", "综合实践"),
        (Stage::Junior, "道德与法治") => ("历史", "心理"),
        (Stage::Junior, "生物") => ("地理", "化学"),
        (Stage::Junior, "物理") => ("化学", "信息科技"),
        (Stage::Senior, "历史") => ("政治", "政治"),
        (Stage::Senior, "信息科技") => ("通用技术", "通用技术"),
        (Stage::Special, "语文") => ("特殊教育", "劳动"),
        (Stage::Special, "数学") => ("特殊教育", "特殊教育"),
        (Stage::Special, "特殊教育") => ("康复训练", "劳动"),
        _ => return None,
    };
    Some(dice.among(&[(a, 3), (b, 1)]))
}

/// Appraisals of the last three years, the competition score, readiness to be placed.
pub fn judge(dice: &mut Dice, year: i16, person: &mut Person) {
    let september = Month { year, month: 9 };
    let served = person.joined.full_years_to(september);
    let years = served.clamp(0, 3);
    person.appraisal = (0..years)
        .map(|_| if dice.chance(160) { "优秀" } else { "合格" })
        .collect();
    if person.ethics == Ethics::Fail {
        person.appraisal = vec!["合格"; years as usize];
    }
    let good = person.appraisal.iter().filter(|a| **a == "优秀").count() as i64;
    let title = match person.title {
        Title::FullSenior => 90,
        Title::Senior => 70,
        Title::First => 45,
        Title::Second => 20,
        _ => 0,
    };
    let backbone = if person.backbone.counts() { 35 } else { 0 };
    let base = 600 + i64::from(served.min(25)) * 4 + title + backbone + good * 20;
    let score = (base + dice.around(150)).clamp(420, 985);
    person.score = (!dice.chance(30)).then_some(score);
    person.obey = !dice.chance(40);
}
