//! When a teacher retires: the decision of 2024-09-13, with its numbers from `[retirement]`.

use crate::county::{Month, Sex};
use crate::policy::Retirement;

/// The retirement month: birth month + base age + delay. None where birth or sex is not given.
///
/// The delay is 0 for births before the first delayed month; from then on it grows by one month for every
/// `step_months` of birth, up to `max_delay`.
pub fn month(birth: Option<Month>, sex: Option<Sex>, policy: &Retirement) -> Option<Month> {
    let (birth, sex) = (birth?, sex?);
    let (base, from) = match sex {
        Sex::Male => (policy.men_base, &policy.men_from),
        Sex::Female => (policy.women_base, &policy.women_from),
    };
    let later = Month::parse_dashed(from)?.months_to(birth);
    let delay = if later < 0 {
        0
    } else {
        (later / (policy.step_months.max(1) as i32) + 1).min(policy.max_delay as i32)
    };
    Some(birth.plus_months(12 * base as i32 + delay))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn retires(birth: &str, sex: Sex) -> String {
        let policy = Policy::national().retirement;
        let month = month(Month::parse_dashed(birth), Some(sex), &policy);
        month.map_or_else(String::new, |m| m.to_string())
    }

    #[test]
    fn the_published_table() {
        assert_eq!(retires("1964-12", Sex::Male), "2024-12");
        assert_eq!(retires("1965-01", Sex::Male), "2025-02");
        assert_eq!(retires("1965-05", Sex::Male), "2025-07");
        assert_eq!(retires("1976-09", Sex::Male), "2039-09");
        assert_eq!(retires("1976-08", Sex::Male), "2039-07");
        assert_eq!(retires("1990-01", Sex::Male), "2053-01");
        assert_eq!(retires("1969-12", Sex::Female), "2024-12");
        assert_eq!(retires("1971-04", Sex::Female), "2026-08");
        assert_eq!(retires("1981-09", Sex::Female), "2039-09");
    }

    #[test]
    fn another_step_is_another_table() {
        let mut policy = Policy::national().retirement;
        policy.women_base = 50;
        policy.women_from = "1975-01".to_string();
        policy.step_months = 2;
        policy.max_delay = 60;
        let at = |birth| month(Month::parse_dashed(birth), Some(Sex::Female), &policy);
        assert_eq!(at("1984-11"), Month::new(2039, 11));
        assert_eq!(at("1974-12"), Month::new(2024, 12));
    }

    #[test]
    fn nothing_is_guessed() {
        let policy = Policy::national().retirement;
        assert_eq!(month(None, Some(Sex::Male), &policy), None);
        assert_eq!(month(Month::new(1970, 1), None, &policy), None);
    }
}
