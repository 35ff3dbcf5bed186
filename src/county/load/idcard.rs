//! The citizen's id number: check digit (GB 11643) and what it says of birth and sex.

use super::super::{Month, Sex};
use crate::tables::settle;
use crate::text::Text;

type Finding = (&'static str, Text, Text);

/// What is wrong with an id number. Planning does not rest on it, so all of it is warnings, but for a number that a
/// spreadsheet has cut: the file is no longer what the office typed.
pub fn check(number: &str, birth: Option<Month>, sex: Option<Sex>) -> Vec<Finding> {
    let retype = || Text::new("请对照身份证核对", "check it against the card");
    if is_rounded(number) {
        let (cause, remedy) = settle::rounded();
        return vec![("E305", cause, remedy)];
    }
    if let Some(cause) = invalid(number) {
        return vec![("W302", cause, retype())];
    }
    let mut found = Vec::new();
    let own = month_of(number);
    if let (Some(own), Some(given)) = (own, birth)
        && own != given
    {
        let cause = Text::new(
            format!("身份证号中的出生年月与所填的 {given} 不一致"),
            format!("the id number gives another month of birth than {given}"),
        );
        found.push(("W303", cause, retype()));
    }
    let male = number.as_bytes()[16] % 2 == 1;
    if sex.is_some_and(|s| (s == Sex::Male) != male) {
        let cause = Text::new(
            "身份证号中的性别与所填的不一致",
            "the id number gives the other sex",
        );
        found.push(("W303", cause, retype()));
    }
    found
}

/// 17 digits and a check sign, with a birthday that exists.
pub fn is_valid(number: &str) -> bool {
    invalid(number).is_none()
}

/// Which of length, signs, date and check digit is wrong.
fn invalid(number: &str) -> Option<Text> {
    let length = number.chars().count();
    if length != 18 {
        return Some(Text::new(
            format!("身份证号应为 18 位，现为 {length} 位"),
            format!("an id number has 18 characters, not {length}"),
        ));
    }
    let odd = |(i, c): (usize, char)| !(c.is_ascii_digit() || i == 17 && c == 'X');
    if let Some(at) = number.chars().enumerate().position(odd) {
        let at = at + 1;
        return Some(Text::new(
            format!("身份证号第 {at} 位不是数字（末位可为 X）"),
            format!("character {at} of the id number is no digit (the last may be X)"),
        ));
    }
    if month_of(number).is_none() {
        return Some(Text::new(
            "身份证号第 7—14 位不是存在的出生日期",
            "characters 7 to 14 of the id number are no date of birth",
        ));
    }
    let bytes = number.as_bytes();
    (check_sign(&bytes[..17]) != bytes[17]).then(|| {
        Text::new(
            "身份证号末位校验码不对，18 位中有一位写错",
            "the check digit of the id number is wrong: one of the 18 characters is mistyped",
        )
    })
}

/// A spreadsheet keeps fifteen digits: the last three have become zeros, and the check sign with them.
fn is_rounded(number: &str) -> bool {
    number.len() == 18 && number.ends_with("000") && !is_valid(number)
}

fn month_of(number: &str) -> Option<Month> {
    crate::tables::parse::month(number.get(6..14)?)
}

/// GB 11643: weights are powers of two modulo 11, from the right.
fn check_sign(digits: &[u8]) -> u8 {
    const SIGNS: &[u8; 11] = b"10X98765432";
    let mut weight = 1u32;
    let mut sum = 0u32;
    for digit in digits.iter().rev() {
        weight = weight * 2 % 11;
        sum += u32::from(digit - b'0') * weight;
    }
    SIGNS[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for good in [
            "150402198002250307",
            "15040219880214158X",
            "11010519491231002X",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for wrong in [
            "150402198002250306",
            "150402198013250307",
            "15040219800225030",
            "15040219800225030７",
        ] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_number_that_a_spreadsheet_has_cut_is_an_error() {
        let codes =
            |number| -> Vec<&str> { check(number, None, None).iter().map(|f| f.0).collect() };
        assert_eq!(codes("150402198002250000"), ["E305"]);
        assert_eq!(codes("150402198002250306"), ["W302"]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (number, part) in [
            ("15040219800225030", "18 位，现为 17 位"),
            ("150402800225030", "现为 15 位"),
            ("15040219800225O307", "第 15 位不是数字"),
            ("150402198013250307", "出生日期"),
            ("150402198002250306", "校验码"),
        ] {
            let found = check(number, None, None);
            assert!(found[0].1.zh.contains(part), "{number}: {}", found[0].1.zh);
        }
    }

    #[test]
    fn birth_and_sex_are_compared() {
        let number = "150402198002250307";
        let birth = Month::new(1980, 2);
        assert!(check(number, birth, Some(Sex::Female)).is_empty());
        assert_eq!(check(number, Month::new(1980, 3), Some(Sex::Male)).len(), 2);
    }
}
