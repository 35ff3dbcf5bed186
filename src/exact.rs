//! Exact arithmetic on shares and thresholds: 0.10 × 30 is 3, not 3.0000000000000004.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// ⌈x⌉
pub fn ceil(x: Decimal) -> i64 {
    x.ceil().to_i64().unwrap_or(i64::MAX)
}

/// ⌊x⌋
pub fn floor(x: Decimal) -> i64 {
    x.floor().to_i64().unwrap_or(i64::MIN)
}

/// x as a fraction of whole numbers in lowest terms: 0.20 → (1, 5).
pub fn fraction(x: Decimal) -> (i64, i64) {
    let x = x.normalize();
    let (n, d) = (x.mantissa() as i64, 10i64.pow(x.scale()));
    let g = gcd(n.unsigned_abs(), d.unsigned_abs()).max(1) as i64;
    (n / g, d / g)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Half up, at least 0.
pub fn round_half_up(x: Decimal) -> i64 {
    floor(x + Decimal::new(5, 1)).max(0)
}

/// Whether a measured distance lies beyond a limit of the policy.
pub fn beyond(km: f64, limit: Decimal) -> bool {
    km > limit.to_f64().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact() {
        let d = |s: &str| s.parse::<Decimal>().unwrap();
        assert_eq!(ceil(d("0.10") * Decimal::from(30)), 3);
        assert_eq!(fraction(d("0.20")), (1, 5));
        assert_eq!(fraction(d("1")), (1, 1));
        assert_eq!(fraction(d("0")), (0, 1));
        assert_eq!(round_half_up(d("82.5")), 83);
        assert_eq!(round_half_up(d("82.49")), 82);
        assert_eq!(round_half_up(d("-3")), 0);
    }
}
