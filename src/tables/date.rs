//! Months and years in the forms in which offices write them.

use crate::county::Month;

/// A month in any of the forms of SPEC §1: `2019-09`, `2019-09-01`, `2019.9`, `2019/9/1`, `201909`, `2019年9月`;
/// a time of day behind it is ignored.
pub fn month(text: &str) -> Option<Month> {
    let text = text.trim();
    let date = text
        .split_once(['T', ' '])
        .filter(|(_, time)| is_time(time))
        .map_or(text, |(date, _)| date);
    if date.bytes().all(|b| b.is_ascii_digit()) {
        return compact(date);
    }
    let date: String = date.chars().filter(|c| !c.is_whitespace()).collect();
    let date = match date.contains('年') {
        true => chinese(&date)?,
        false => date,
    };
    let parts: Vec<&str> = date.split(['-', '.', '/']).collect();
    let number = |part: &str, most: usize| -> Option<u32> {
        let plain = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    match parts[..] {
        [year, month] if year.len() == 4 => checked(number(year, 4)?, number(month, 2)?, 1),
        [year, month, day] if year.len() == 4 => {
            checked(number(year, 4)?, number(month, 2)?, number(day, 2)?)
        }
        _ => None,
    }
}

/// `00:00`, `08:30:00`, `08:30:00.000`
fn is_time(text: &str) -> bool {
    text.contains(':')
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z'))
}

/// `201909` and `20190901`
fn compact(digits: &str) -> Option<Month> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    match digits.len() {
        6 => checked(number(0..4)?, number(4..6)?, 1),
        8 => checked(number(0..4)?, number(4..6)?, number(6..8)?),
        _ => None,
    }
}

/// `2019年9月1日` as `2019-9-1`
fn chinese(text: &str) -> Option<String> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月').unwrap_or((rest, ""));
    let day = rest.trim_end_matches(['日', '号']);
    Some(match day {
        "" => format!("{year}-{month}"),
        day => format!("{year}-{month}-{day}"),
    })
}

/// A calendar day that exists, between 1900 and 2100.
fn checked(year: u32, month: u32, day: u32) -> Option<Month> {
    let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    let date = jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    let known = (1900..=2100).contains(&date.year());
    known.then(|| Month::new(year, month as u8)).flatten()
}

/// A year: `2026`, `2026年`, or the year of a month.
pub fn year(text: &str) -> Option<i16> {
    let plain = text.trim_end_matches('年');
    let digits = plain.len() == 4 && plain.bytes().all(|b| b.is_ascii_digit());
    let year = match digits {
        true => plain.parse().ok()?,
        false => month(text)?.year,
    };
    (1900..=2100).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(year: i16, month: u8) -> Option<Month> {
        Month::new(year, month)
    }

    #[test]
    fn every_form_of_a_month() {
        let forms = [
            "2019-09",
            "2019-9",
            "2019-09-01",
            "2019.9",
            "2019.09",
            "2019.09.01",
            "2019/9/1",
            "2019/09",
            "201909",
            "20190901",
            "2019年9月",
            "2019年09月",
            "2019年9月1日",
            "2019年9月1号",
            "2019 年 9 月",
            "2019-09-01 00:00:00",
            "2019-09-01T08:00:00",
        ];
        for form in forms {
            assert_eq!(month(form), m(2019, 9), "{form}");
        }
    }

    #[test]
    fn what_is_no_month_is_not_guessed() {
        let wrong = [
            "",
            "2019",
            "2019-13",
            "2019-00",
            "19-09",
            "2019-02-30",
            "201913",
            "20190931",
            "2019年",
            "九月",
            "2019-09-01-02",
            "43709",
            "1019-09",
            "2019-9月",
            "09/2019",
            "2019--09",
            "2019-09 下旬",
        ];
        for form in wrong {
            assert_eq!(month(form), None, "{form}");
        }
    }
}
