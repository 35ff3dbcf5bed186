//! Exact fractions: full-time equivalents are lessons divided by loads, and a tie of two remainders must be a tie.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// A fraction in lowest terms with a positive denominator.
///
/// Exact for every load and ratio that an office would write. Should numbers with a dozen odd decimals ever drive a sum
/// out of 128 bits, both sides first lose what lies below 60 bits: still the same result everywhere, and never a panic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    num: i128,
    den: i128,
}

impl Default for Ratio {
    fn default() -> Ratio {
        Ratio { num: 0, den: 1 }
    }
}

impl Ratio {
    pub fn new(num: i128, den: i128) -> Ratio {
        let divisor = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1) as i128;
        let sign = if den < 0 { -1 } else { 1 };
        Ratio {
            num: sign * num / divisor,
            den: (sign * den / divisor).max(1),
        }
    }

    pub fn whole(number: u32) -> Ratio {
        Ratio {
            num: i128::from(number),
            den: 1,
        }
    }

    pub fn plus(self, other: Ratio) -> Ratio {
        let exact = |a: Ratio, b: Ratio| {
            let num = a
                .num
                .checked_mul(b.den)?
                .checked_add(b.num.checked_mul(a.den)?)?;
            Some(Ratio::new(num, a.den.checked_mul(b.den)?))
        };
        exact(self, other)
            .or_else(|| exact(self.coarse(), other.coarse()))
            .unwrap_or_default()
    }

    pub fn minus(self, other: Ratio) -> Ratio {
        self.plus(Ratio::new(-other.num, other.den))
    }

    pub fn times(self, other: Ratio) -> Ratio {
        let exact = |a: Ratio, b: Ratio| {
            Some(Ratio::new(
                a.num.checked_mul(b.num)?,
                a.den.checked_mul(b.den)?,
            ))
        };
        exact(self, other)
            .or_else(|| exact(self.coarse(), other.coarse()))
            .unwrap_or_default()
    }

    /// Division by zero gives zero: no load, no demand.
    pub fn over(self, other: Ratio) -> Ratio {
        match other.num {
            0 => Ratio::default(),
            num => self.times(Ratio::new(other.den, num)),
        }
    }

    /// Within 60 bits.
    fn coarse(self) -> Ratio {
        let bits = |n: i128| 128 - n.unsigned_abs().leading_zeros();
        let shift = bits(self.num).max(bits(self.den)).saturating_sub(60);
        Ratio::new(self.num >> shift, (self.den >> shift).max(1))
    }

    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    /// ⌊x⌋ of a number that is not negative.
    pub fn floor(self) -> u32 {
        u32::try_from(self.num.div_euclid(self.den)).unwrap_or(0)
    }

    /// ⌈x⌉ of a number that is not negative.
    pub fn ceil(self) -> u32 {
        u32::try_from((self.num + self.den - 1).div_euclid(self.den)).unwrap_or(0)
    }

    /// Half up.
    pub fn round(self) -> u32 {
        self.plus(Ratio::new(1, 2)).floor()
    }

    /// The nearest number that a spreadsheet can hold.
    pub fn to_f64(self) -> f64 {
        let Ratio { num, den } = self.coarse();
        num as f64 / den as f64
    }

    /// Rounded half up to `places` decimals.
    fn decimals(self, places: u32) -> String {
        let unit = 10i128.pow(places);
        let Ratio { num, den } = self.coarse();
        let scaled = (2 * num * unit + den).div_euclid(2 * den);
        let text = format!("{:0width$}", scaled.abs(), width = places as usize + 1);
        let (whole, part) = text.split_at(text.len() - places as usize);
        let part = part.trim_end_matches('0');
        let sign = if scaled < 0 { "-" } else { "" };
        match part {
            "" => format!("{sign}{whole}"),
            part => format!("{sign}{whole}.{part}"),
        }
    }
}

impl From<Decimal> for Ratio {
    fn from(number: Decimal) -> Ratio {
        let number = number.normalize();
        Ratio::new(number.mantissa(), 10i128.pow(number.scale()))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        self.minus(*other).num.cmp(&0)
    }
}

/// With three decimals, as printed: `4.286`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.decimals(3))
    }
}

/// As an exact fraction in text: `30/7`.
impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.den {
            1 => serializer.collect_str(&self.num),
            den => serializer.collect_str(&format_args!("{}/{den}", self.num)),
        }
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_are_thirds() {
        let a = Ratio::new(13, 3).minus(Ratio::whole(4));
        let b = Ratio::new(6, 18);
        assert_eq!(a, b);
        assert_eq!(a.to_string(), "0.333");
        assert_eq!(Ratio::new(2, 3).to_string(), "0.667");
        assert_eq!(Ratio::new(5, 2).round(), 3);
        assert_eq!(Ratio::from(Decimal::new(135, 1)), Ratio::new(27, 2));
        assert_eq!((Ratio::new(7, 2).floor(), Ratio::new(7, 2).ceil()), (3, 4));
        assert_eq!((Ratio::whole(4).ceil(), Ratio::default().ceil()), (4, 0));
        assert_eq!(Ratio::new(-1, 2).to_string(), "-0.5");
    }

    #[test]
    fn odd_decimals_do_not_overflow() {
        let mut sum = Ratio::default();
        for n in 0..40 {
            let load = Decimal::new(13_370_000_001 + 77_777 * n, 9);
            sum = sum.plus(Ratio::whole(7).over(load.into()));
        }
        assert_eq!(sum.floor(), 20);
        assert!(sum > Ratio::whole(20) && sum < Ratio::whole(21));
    }
}
