//! Quota lent to schools in earlier years and not yet returned (`--with loans`).

use super::dice::Dice;
use super::shape::{Kind, Shape};
use super::sheet::{self, Sheet};
use super::unit::Unit;
use crate::county::Area;

const REASONS: [(&str, u32); 4] = [
    ("学科缺员", 5),
    ("产假、病假顶岗", 3),
    ("学生增加、编制未核增", 4),
    ("支教、借调顶岗", 2),
];

/// One loan in some six schools in town, at least one where there is such a school, mostly for three years; the oldest are
/// overdue.
pub fn sheet(shape: &Shape, units: &[Unit]) -> Sheet {
    let mut dice = Dice::of(shape.seed, "loans", 0);
    let mut sheet = Sheet::new("周转编制", sheet::LOANS);
    for unit in units.iter().filter(|u| borrows(u)) {
        if dice.chance(180) {
            sheet.rows.push(loan(shape, unit, &mut dice));
        }
    }
    if sheet.rows.is_empty() {
        let first = units.iter().find(|u| borrows(u));
        sheet.rows.extend(first.map(|u| loan(shape, u, &mut dice)));
    }
    sheet
}

fn borrows(unit: &Unit) -> bool {
    let small = matches!(unit.kind, Kind::Point | Kind::Kindergarten);
    unit.area != Area::Rural && !unit.closing && !small
}

fn loan(shape: &Shape, unit: &Unit, dice: &mut Dice) -> Vec<String> {
    let opened = unit.opened.unwrap_or(0);
    let ago = dice.among(&[(1, 5), (2, 5), (3, 1), (4, 1)]);
    let since = (shape.year - ago).max(opened);
    let years = if dice.chance(850) { 3 } else { 2 };
    vec![
        unit.id.clone(),
        dice.between(1, 3).to_string(),
        format!("{since}-09"),
        format!("{}-08", since + years),
        dice.among(&REASONS).into(),
    ]
}
