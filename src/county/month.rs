//! Months: the unit in which births, terms and service are given.

use std::fmt;

/// A calendar month, ordered in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i16,
    /// 1–12.
    pub month: u8,
}

impl Month {
    pub fn new(year: i16, month: u8) -> Option<Month> {
        (1..=12).contains(&month).then_some(Month { year, month })
    }

    /// Reads `2019-09`, and `2019-09-01` without its day: the form of the policy files.
    pub fn parse_dashed(text: &str) -> Option<Month> {
        let mut parts = text.split('-');
        let (year, month) = (parts.next()?, parts.next()?);
        let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        Month::new(year.parse().ok()?, month.parse().ok()?)
    }

    fn index(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }

    /// Months from `self` to `later`; negative when `later` lies before.
    pub fn months_to(self, later: Month) -> i32 {
        later.index() - self.index()
    }

    /// Completed years from `self` to `later`; 0 when `later` lies before.
    pub fn full_years_to(self, later: Month) -> i32 {
        self.months_to(later).max(0) / 12
    }

    pub fn plus_months(self, months: i32) -> Month {
        let i = self.index() + months;
        Month {
            year: i.div_euclid(12) as i16,
            month: (i.rem_euclid(12) + 1) as u8,
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_years_count_completed_years_only() {
        let m = |y, m| Month::new(y, m).unwrap();
        assert_eq!(m(2019, 9).full_years_to(m(2026, 9)), 7);
        assert_eq!(m(2019, 10).full_years_to(m(2026, 9)), 6);
        assert_eq!(m(2027, 1).full_years_to(m(2026, 9)), 0);
        assert_eq!(m(2019, 11).plus_months(3), m(2020, 2));
    }
}
