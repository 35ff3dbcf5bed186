//! How old the persons of a plan are, men and women, in bands of five years.

use crate::case::Case;
use crate::county::Sex;
use crate::plan::{Assignment, Plan};
use crate::text::Text;

/// Years that a band spans, and where the youngest and the oldest begin.
const SPAN: i32 = 5;
const BANDS: (i32, i32) = (20, 60);

pub struct Ages {
    /// Men and women, the youngest first.
    pub bands: Vec<[u32; 2]>,
    /// Persons of unknown age or sex.
    pub unknown: u32,
}

impl Ages {
    pub fn new(case: &Case, plan: &Plan) -> Ages {
        let count = ((BANDS.1 - BANDS.0) / SPAN + 1) as usize;
        let mut ages = Ages {
            bands: vec![[0; 2]; count],
            unknown: 0,
        };
        for row in &plan.rows {
            let sex = case.county.teacher(row.teacher).sex;
            let Some((age, sex)) = age(case, row).zip(sex) else {
                ages.unknown += 1;
                continue;
            };
            let band = (age.clamp(BANDS.0, BANDS.1) - BANDS.0) / SPAN;
            ages.bands[band as usize][usize::from(sex == Sex::Female)] += 1;
        }
        ages
    }

    /// `25–29`; the first and last are open.
    pub fn name(&self, band: usize) -> Text {
        let from = BANDS.0 + SPAN * band as i32;
        let next = from + SPAN;
        match band {
            0 => Text::new(format!("{next}岁以下"), format!("<{next}")),
            k if k + 1 == self.bands.len() => {
                Text::new(format!("{from}岁及以上"), format!("{from}+"))
            }
            _ => Text::new(
                format!("{from}–{}", next - 1),
                format!("{from}–{}", next - 1),
            ),
        }
    }
}

/// Completed years of age on the plan's date.
pub fn age(case: &Case, row: &Assignment) -> Option<i32> {
    let birth = case.county.teacher(row.teacher).birth?;
    Some(birth.full_years_to(case.policy.as_of()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_named_without_gap_or_overlap() {
        let ages = Ages {
            bands: vec![[0; 2]; 9],
            unknown: 0,
        };
        let names =
            |of: fn(Text) -> String| -> Vec<String> { (0..9).map(|k| of(ages.name(k))).collect() };
        assert_eq!(
            names(|t| t.en).join(" "),
            "<25 25–29 30–34 35–39 40–44 45–49 50–54 55–59 60+"
        );
        let zh = names(|t| t.zh);
        assert_eq!(
            [&zh[0], &zh[1], &zh[8]],
            ["25岁以下", "25–29", "60岁及以上"]
        );
    }
}
