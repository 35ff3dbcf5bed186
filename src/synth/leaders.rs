//! Leader posts and candidates, for the county process (`--with leaders`).

use super::dice::Dice;
use super::person::Person;
use super::shape::Shape;
use super::sheet::{self, Sheet};
use super::unit::Unit;
use crate::county::{Month, Quality, Role};

const RANKS: [(&str, u32); 3] = [("高级", 5), ("中级", 9), ("初级", 6)];

/// leader_posts and candidates.
pub fn sheets(shape: &Shape, units: &[Unit], people: &[Person]) -> Vec<Sheet> {
    vec![posts(shape, units, people), candidates(shape, people)]
}

/// A row for each 校长 and 书记; a school of this year has none in office yet.
fn posts(shape: &Shape, units: &[Unit], people: &[Person]) -> Sheet {
    let mut dice = Dice::of(shape.seed, "leader posts", 0);
    let mut sheet = Sheet::new("领导岗位", sheet::LEADER_POSTS);
    let september = Month {
        year: shape.year,
        month: 9,
    };
    for (at, unit) in units.iter().enumerate() {
        let roles = [Role::Principal, Role::Secretary];
        for role in roles.into_iter().take(unit.leader_count() as usize) {
            let holder = people
                .iter()
                .find(|p| p.school == Some(at) && p.role == role);
            let appointed = holder.and_then(|p| p.since).map(|since| {
                let year = shape.year - dice.between(1, 8) as i16;
                since.max(Month { year, month: 8 })
            });
            let term = appointed.map(|a| (a.full_years_to(september) / 3 + 1).min(2));
            let rank = if unit.quality == Quality::Strong {
                "高级"
            } else {
                ""
            };
            sheet.rows.push(vec![
                unit.id.clone(),
                role.zh().into(),
                holder.map(|p| p.id.clone()).unwrap_or_default(),
                appointed.map(|m| m.to_string()).unwrap_or_default(),
                term.map(|t| t.to_string()).unwrap_or_default(),
                rank.into(),
            ]);
        }
    }
    sheet
}

/// The age, in years, up to which somebody stands: older ones stay where they are until they retire.
const OLDEST: i16 = 50;

/// Nearly half of the deputies stand; most pass every gate, some stop at one.
fn candidates(shape: &Shape, people: &[Person]) -> Sheet {
    let mut dice = Dice::of(shape.seed, "candidates", 0);
    let mut sheet = Sheet::new("校长候选人", sheet::CANDIDATES);
    for person in people {
        let young = person.birth.year > shape.year - OLDEST;
        let stands = person.role == Role::VicePrincipal && person.is_free() && young;
        if !stands || !dice.chance(450) {
            continue;
        }
        let mut points = || (80 + dice.around(38)).clamp(30, 99).to_string();
        let (vote, staff, defence) = (points(), points(), points());
        let votes = dice.between(4, 9);
        let passed = if dice.chance(930) {
            "通过"
        } else {
            "不通过"
        };
        let quiet = if dice.chance(960) {
            "无异议"
        } else {
            "有异议"
        };
        let role = dice.among(&[(Role::Principal, 7), (Role::Secretary, 3)]);
        sheet.rows.push(vec![
            person.id.clone(),
            role.zh().into(),
            vote,
            staff,
            defence,
            format!("{votes}/9"),
            passed.into(),
            quiet.into(),
            dice.among(&RANKS).into(),
        ]);
    }
    sheet
}
