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

/// One loan in some twelve town schools and, where the county is large enough, in a growing new one; the oldest are
/// overdue.
pub fn sheet(shape: &Shape, units: &[Unit]) -> Sheet {
    let mut dice = Dice::of(shape.seed, "loans", 0);
    let mut sheet = Sheet::new("周转编制", sheet::LOANS);
    for unit in units {
        let small = matches!(unit.kind, Kind::Point | Kind::Kindergarten);
        if unit.area == Area::Rural || unit.closing || small || !dice.chance(120) {
            continue;
        }
        let opened = unit.opened.unwrap_or(0);
        let since = (shape.year - dice.between(1, 4) as i16).max(opened);
        let years = dice.between(2, 3) as i16;
        sheet.rows.push(vec![
            unit.id.clone(),
            dice.between(1, 3).to_string(),
            format!("{since}-09"),
            format!("{}-08", since + years),
            dice.among(&REASONS).into(),
        ]);
    }
    sheet
}
