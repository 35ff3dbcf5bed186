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

/// A fraction of whole numbers for a share, such that its multiples up to `most` round to the same whole numbers, up or
/// down: 0.20 → (1, 5). Of a share such as 0.333333333333333 the exact fraction has numbers that no solver takes; one with
/// a denominator up to `most` says the same.
pub fn fraction(share: Decimal, most: usize, up: bool) -> (i64, i64) {
    let round = if up { ceil } else { floor };
    let mut best = (round(share), 1);
    for m in 2..=most as i64 {
        let n = round(share * Decimal::from(m));
        let (left, right) = (n * best.1, best.0 * m);
        let nearer = if up { left < right } else { left > right };
        if nearer {
            best = (n, m);
        }
    }
    best
}

/// Which way a share of a number bounds another number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// x ≤ ⌈share × base⌉
    AtMostCeil,
    /// x ≤ ⌊share × base⌋
    AtMostFloor,
    /// x ≥ ⌈share × base⌉
    AtLeastCeil,
}

/// `scale × x + shift × n`, at most or at least `limit`: x within a share of `base − n`, in whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Falling {
    pub scale: i64,
    pub shift: i64,
    pub limit: i64,
}

impl Falling {
    /// `n` runs from 0 to `most`. Where the rounded share falls evenly it is the limit itself, which bounds a relaxation
    /// best; else the share stands as a fraction, so that rounding is left to x being a whole number.
    pub fn new(share: Decimal, base: usize, most: usize, side: Side) -> Falling {
        let round = if side == Side::AtMostFloor {
            floor
        } else {
            ceil
        };
        let base = base as i64;
        let limit = |n: i64| round(share * Decimal::from(n));
        if let Some((limit, shift)) = fall(limit, base, most as i64) {
            return Falling {
                scale: 1,
                shift,
                limit,
            };
        }
        let (n, d) = fraction(share, base as usize, side != Side::AtMostFloor);
        let up = if side == Side::AtMostCeil { d - 1 } else { 0 };
        Falling {
            scale: d,
            shift: n,
            limit: n * base + up,
        }
    }
}

/// How a limit falls as its base does, `limit(base − n)` for n = 0 … `most`: (limit at `base`, fall a unit) where it falls
/// evenly, else none.
fn fall(limit: impl Fn(i64) -> i64, base: i64, most: i64) -> Option<(i64, i64)> {
    let top = limit(base);
    let step = top - limit(base - 1);
    let even = |n: i64| limit(base - n) == top - n * step;
    match most {
        0 => Some((top, 0)),
        _ => (2..=most).all(even).then_some((top, step)),
    }
}

/// Half up, at least 0.
pub fn round_half_up(x: Decimal) -> i64 {
    floor(x + Decimal::new(5, 1)).max(0)
}

/// Whether a measured distance lies beyond a limit of the policy.
pub fn beyond(km: f64, limit: Decimal) -> bool {
    km > limit.to_f64().unwrap_or(f64::INFINITY)
}

/// Splits `total` in proportion to `weights` by largest remainder; ties go to the earlier one.
/// With no weight at all everything goes to the first.
pub fn apportion(weights: &[u64], total: u64) -> Vec<u64> {
    let sum: u64 = weights.iter().sum();
    if sum == 0 {
        let mut all = vec![0; weights.len()];
        if let Some(first) = all.first_mut() {
            *first = total;
        }
        return all;
    }
    let share = |w: u64| u128::from(w) * u128::from(total);
    let mut all: Vec<u64> = weights
        .iter()
        .map(|w| (share(*w) / u128::from(sum)) as u64)
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(share(weights[*i]) % u128::from(sum)), *i));
    let left = total - all.iter().sum::<u64>();
    for i in order.into_iter().take(left as usize) {
        all[i] += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact() {
        let d = |s: &str| s.parse::<Decimal>().unwrap();
        assert_eq!(ceil(d("0.10") * Decimal::from(30)), 3);
        assert_eq!(round_half_up(d("82.5")), 83);
        assert_eq!(round_half_up(d("82.49")), 82);
        assert_eq!(round_half_up(d("-3")), 0);
    }

    #[test]
    fn fractions_round_as_their_share_does() {
        let d = |s: &str| s.parse::<Decimal>().unwrap();
        assert_eq!(fraction(d("0.20"), 30, true), (1, 5));
        assert_eq!(fraction(d("0.15"), 15, false), (1, 7));
        assert_eq!(fraction(d("0.15"), 40, false), (3, 20));
        assert_eq!(fraction(d("1"), 30, true), (1, 1));
        assert_eq!(fraction(d("0"), 30, true), (0, 1));
        assert_eq!(fraction(d("0.333333333333333"), 30, true), (1, 3));
        for share in [
            "0.333333333333333",
            "0.6666666666666666667",
            "0.07",
            "0.29",
            "0.123456789012345678901",
        ] {
            for most in [0, 1, 4, 100, 400] {
                let (n, den) = fraction(d(share), most, true);
                let (low, low_den) = fraction(d(share), most, false);
                assert!(den.max(low_den) <= most.max(1) as i64);
                for m in 0..=most as i64 {
                    let exact = d(share) * Decimal::from(m);
                    assert_eq!(
                        (n * m + den - 1).div_euclid(den),
                        ceil(exact),
                        "{share} × {m}"
                    );
                    assert_eq!((low * m).div_euclid(low_den), floor(exact), "{share} × {m}");
                }
            }
        }
    }

    #[test]
    fn limits_fall_evenly_or_not() {
        let fifth = |n: i64| (n + 4) / 5;
        assert_eq!(fall(fifth, 11, 0), Some((3, 0)));
        assert_eq!(fall(fifth, 11, 1), Some((3, 1)));
        assert_eq!(fall(fifth, 11, 2), None);
        assert_eq!(fall(fifth, 10, 4), Some((2, 0)));
        assert_eq!(fall(|n| n, 10, 4), Some((10, 1)));
        let share = "0.20".parse().unwrap();
        for side in [Side::AtMostCeil, Side::AtMostFloor, Side::AtLeastCeil] {
            for (base, most) in [(11, 1), (11, 2), (3, 3), (10, 0), (25, 7)] {
                let row = Falling::new(share, base, most, side);
                for n in 0..=most as i64 {
                    let exact = share * Decimal::from(base as i64 - n);
                    for x in 0..=6 {
                        let left = row.scale * x + row.shift * n;
                        let (says, is) = match side {
                            Side::AtMostCeil => (left <= row.limit, x <= ceil(exact)),
                            Side::AtMostFloor => (left <= row.limit, x <= floor(exact)),
                            Side::AtLeastCeil => (left >= row.limit, x >= ceil(exact)),
                        };
                        assert_eq!(says, is, "{side:?} {base} − {n}, x = {x}");
                    }
                }
            }
        }
    }

    #[test]
    fn largest_remainder_gives_out_everything() {
        assert_eq!(apportion(&[1, 1, 1], 4), [2, 1, 1]);
        assert_eq!(apportion(&[5, 3, 2], 7), [4, 2, 1]);
        assert_eq!(apportion(&[0, 0], 3), [3, 0]);
        assert!(apportion(&[], 3).is_empty());
    }
}
