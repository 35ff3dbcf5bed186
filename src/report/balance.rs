//! R12 indicators of each school and stage, before and after the plan, and how unequal the county is (coefficient of
//! variation of the figure per hundred pupils). The figures themselves are the audit's.

use crate::case::Case;
use crate::county::{SchoolIx, Stage};
use crate::plan::Plan;
use crate::rules::r12_balance::reading;

pub const STAGES: [Stage; 2] = [Stage::Primary, Stage::Junior];

/// The three indicators, in the order of SPEC R12.
pub const INDICATORS: [(&str, &str); 3] = [
    ("education", "高于规定学历教师"),
    ("backbone", "县级以上骨干教师"),
    ("pe_arts", "体育、艺术教师"),
];

/// One indicator of one school and stage, in persons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Indicator {
    pub need: i64,
    pub before: i64,
    pub after: i64,
}

impl Indicator {
    pub fn deficit_before(&self) -> i64 {
        (self.need - self.before).max(0)
    }
    pub fn deficit(&self) -> i64 {
        (self.need - self.after).max(0)
    }
}

/// One school and stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceRow {
    pub school: SchoolIx,
    pub stage: Stage,
    pub students: u32,
    pub of: [Indicator; 3],
}

/// Every school that is not closing, once for each of 小学 and 初中 in which it has pupils: without, nothing can be said.
pub fn rows(case: &Case, plan: &Plan) -> Vec<BalanceRow> {
    let mut rows: Vec<BalanceRow> = Vec::new();
    let known = reading::readings(case, plan).into_iter();
    for reading in known.filter(|r| r.pupils > 0) {
        let same = |r: &BalanceRow| (r.school, r.stage) == (reading.school, reading.stage);
        if !rows.last().is_some_and(same) {
            rows.push(BalanceRow {
                school: reading.school,
                stage: reading.stage,
                students: reading.pupils,
                of: [Indicator::default(); 3],
            });
        }
        if let Some(row) = rows.last_mut() {
            row.of[reading.indicator as usize] = Indicator {
                need: reading.need,
                before: reading.before,
                after: reading.after,
            };
        }
    }
    rows
}

/// Coefficient of variation across schools of an indicator per hundred pupils, before and after; none below two schools.
pub fn variation(rows: &[BalanceRow], stage: Stage, indicator: usize) -> Option<(f64, f64)> {
    let rows = rows.iter().filter(|r| r.stage == stage && r.students > 0);
    let rates = |have: fn(&Indicator) -> i64| {
        let each = rows
            .clone()
            .map(|r| have(&r.of[indicator]) as f64 * 100.0 / f64::from(r.students));
        coefficient(&each.collect::<Vec<_>>())
    };
    rates(|i| i.before).zip(rates(|i| i.after))
}

/// Standard deviation over mean, of the whole population.
fn coefficient(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    (mean > 0.0).then(|| variance.sqrt() / mean)
}

#[cfg(test)]
mod tests {
    use super::coefficient;

    #[test]
    fn coefficient_of_variation() {
        assert_eq!(coefficient(&[3.0, 3.0]), Some(0.0));
        assert_eq!(coefficient(&[1.0, 3.0]), Some(0.5));
        assert_eq!(coefficient(&[1.0]), None);
        assert_eq!(coefficient(&[0.0, 0.0]), None);
    }
}
