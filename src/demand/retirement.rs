//! When a teacher retires: the decision of 2024-09-13, with its numbers from `[retirement]`.

use crate::county::{Month, Sex};
use crate::policy::Retirement;

/// The retirement month: birth month + base age + delay. None where birth or sex is not given.
///
/// The delay is 0 for births before the first delayed month; from then on it grows by one month for every
/// `step_months` of birth, up to `max_delay`.
pub fn month(birth: Option<Month>, sex: Option<Sex>, policy: &Retirement) -> Option<Month> {
    let (birth, sex) = (birth?, sex?);
    let (base, from) = base(sex, policy);
    let later = Month::parse_dashed(from)?.months_to(birth);
    let delay = if later < 0 {
        0
    } else {
        (later / (policy.step_months.max(1) as i32) + 1).min(policy.max_delay as i32)
    };
    Some(birth.plus_months(12 * base as i32 + delay))
}

/// The first month in which a person may retire of his own will: early by the policy's months, not below the base age.
pub fn earliest(birth: Option<Month>, sex: Option<Sex>, policy: &Retirement) -> Option<Month> {
    let statutory = month(birth, sex, policy)?;
    let (base, _) = base(sex?, policy);
    let floor = birth?.plus_months(12 * base as i32);
    Some(floor.max(statutory.plus_months(-(policy.early_months as i32))))
}

/// The base age, and the birth month from which it is delayed.
fn base(sex: Sex, policy: &Retirement) -> (u32, &str) {
    match sex {
        Sex::Male => (policy.men_base, &policy.men_from),
        Sex::Female => (policy.women_base, &policy.women_from),
    }
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
    fn early_is_never_below_the_base_age() {
        let mut policy = Policy::national().retirement;
        let at = |birth, policy: &Retirement| {
            earliest(Month::parse_dashed(birth), Some(Sex::Male), policy).map(|m| m.to_string())
        };
        // Delayed by 36 months, by 1, by none: with 36 months to go early all may leave at 60.
        for birth in ["1976-09", "1965-01", "1964-12"] {
            let base = Month::parse_dashed(birth).map(|m| m.plus_months(720).to_string());
            assert_eq!(at(birth, &policy), base, "{birth}");
        }
        policy.early_months = 12;
        assert_eq!(at("1976-09", &policy).as_deref(), Some("2038-09"));
        policy.early_months = 0;
        assert_eq!(at("1976-09", &policy).as_deref(), Some("2039-09"));
    }

    #[test]
    fn nothing_is_guessed() {
        let policy = Policy::national().retirement;
        assert_eq!(month(None, Some(Sex::Male), &policy), None);
        assert_eq!(month(Month::new(1970, 1), None, &policy), None);
    }
}
