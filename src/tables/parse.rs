//! The small grammars of cells: numbers, yes and no, lists, grades, certificates.
//!
//! Every function takes a text that is trimmed and half-width, and answers none when it cannot read it: a caller
//! makes that a fault, never an empty field.

use crate::county::{Grade, Stage};
use rust_decimal::Decimal;

pub use super::date::{month, year};

/// No number of a county is larger: one that is has been mistyped, and sums of them would not fit.
pub const MOST: u32 = 10_000_000;

/// A whole number from 0 to [`MOST`]; `12.0` is one.
pub fn count(text: &str) -> Option<u32> {
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    let digits = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    let value = digits.then(|| whole.parse().ok()).flatten();
    value.filter(|n| *n <= MOST)
}

/// An exact decimal number, no further from 0 than [`MOST`].
pub fn decimal(text: &str) -> Option<Decimal> {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    let value: Option<Decimal> = plain.then(|| text.parse().ok()).flatten();
    value.filter(|n| n.abs() <= Decimal::from(MOST))
}

/// Points from 0 to 100: a number, `85%`, or votes `7/9`.
pub fn points(text: &str) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    if let Some((votes, all)) = text.split_once('/') {
        let votes = decimal(votes.trim().trim_end_matches('票'))?;
        let all = decimal(all.trim().trim_end_matches('票'))?;
        let fair = !all.is_zero() && !all.is_sign_negative() && votes <= all;
        return fair.then(|| (votes * hundred).checked_div(all)).flatten();
    }
    decimal(text.trim_end_matches(['%', '分']))
}

/// Yes or no (SPEC §1).
pub fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "1" | "true" | "y" | "yes" | "对" => Some(true),
        "否" | "无" | "0" | "false" | "n" | "no" | "×" | "✗" | "不" => Some(false),
        _ => None,
    }
}

/// The items of a list, split on `、，,;；+` or white space.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| matches!(c, '、' | '，' | ',' | ';' | '；' | '+') || c.is_whitespace())
        .filter(|item| !item.is_empty())
}

/// The stages that a word names; `九年一贯制` names two.
pub fn stages(word: &str) -> Option<Vec<Stage>> {
    use Stage::{Junior, Primary, Senior};
    let several = match word {
        "九年一贯制" | "九年制" | "九年一贯制学校" => vec![Primary, Junior],
        "完全中学" | "完中" => vec![Junior, Senior],
        "十二年一贯制" | "十二年一贯制学校" => vec![Primary, Junior, Senior],
        _ => return Stage::parse(word).map(|s| vec![s]),
    };
    Some(several)
}

/// A grade: 1–12, K1–K3, 一年级, 七年级, 初一, 高三, 小班.
pub fn grade(text: &str) -> Option<Grade> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.to_lowercase();
    match text.as_str() {
        "小班" | "幼小" => return Some(Grade::Kindergarten(1)),
        "中班" | "幼中" => return Some(Grade::Kindergarten(2)),
        "大班" | "幼大" => return Some(Grade::Kindergarten(3)),
        _ => {}
    }
    if let Some(n) = text.strip_prefix('k') {
        let n = n.parse::<u8>().ok()?;
        return (1..=3).contains(&n).then_some(Grade::Kindergarten(n));
    }
    for (stage, above, most) in [
        ("小学", 0, 6),
        ("小", 0, 6),
        ("初中", 6, 3),
        ("初", 6, 3),
        ("高中", 9, 3),
        ("高", 9, 3),
    ] {
        if let Some(rest) = text.strip_prefix(stage) {
            let rest = rest.strip_suffix("年级").unwrap_or(rest);
            let n = ordinal(rest)?;
            return (1..=most).contains(&n).then_some(Grade::Year(above + n));
        }
    }
    let rest = text
        .strip_suffix("年级")
        .or_else(|| text.strip_suffix("年"))
        .unwrap_or(&text);
    let n = ordinal(rest)?;
    (1..=12).contains(&n).then_some(Grade::Year(n))
}

fn ordinal(text: &str) -> Option<u8> {
    const WORDS: [&str; 12] = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
    ];
    let word = WORDS.iter().position(|w| *w == text);
    word.map(|at| at as u8 + 1)
        .or_else(|| count(text)?.try_into().ok())
}

/// A certificate's stage and subject: `初中数学`, `高级中学教师资格(数学)`, `初中-数学`. The subject is empty where only a
/// stage stands there.
pub fn certificate(text: &str) -> Option<(Stage, String)> {
    let lower = text.to_lowercase();
    let (word, stage) = Stage::spellings()
        .into_iter()
        .filter(|(word, _)| lower.starts_with(word))
        .max_by_key(|(word, _)| word.len())?;
    let mut rest = text.get(word.len()..)?;
    for filler in ["教师资格证书", "教师资格证", "教师资格", "教师"] {
        rest = rest.strip_prefix(filler).unwrap_or(rest);
        rest = rest.strip_suffix(filler).unwrap_or(rest);
    }
    let subject = rest
        .trim_matches(|c: char| matches!(c, '-' | ':' | '·' | '(' | ')' | '_' | '/' | '—' | '.'));
    Some((stage, subject.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(
            (count("12"), count("12.0"), count("0")),
            (Some(12), Some(12), Some(0))
        );
        for wrong in [
            "-1",
            "1.5",
            "12人",
            "1,200",
            "",
            "1e3",
            "12.",
            "10000001",
            "99999999999999999999",
        ] {
            assert_eq!(count(wrong), None, "{wrong}");
        }
        assert_eq!(decimal("99999999999999999999"), None);
        assert_eq!(decimal("-82.5"), Some(Decimal::new(-825, 1)));
        assert_eq!(points("7/8"), Some(Decimal::new(875, 1)));
        assert_eq!(points("85%"), Some(Decimal::new(85, 0)));
        assert_eq!(
            (points("9/7"), points("1/0"), points("很好")),
            (None, None, None)
        );
    }

    #[test]
    fn grades() {
        for (text, grade_text) in [
            ("1", "1"),
            ("一年级", "1"),
            ("1年级", "1"),
            ("七年级", "7"),
            ("初一", "7"),
            ("初三", "9"),
            ("高三", "12"),
            ("高中二年级", "11"),
            ("K2", "K2"),
            ("k3", "K3"),
            ("小班", "K1"),
            ("大班", "K3"),
            ("十二", "12"),
            ("小学六年级", "6"),
        ] {
            assert_eq!(
                grade(text).map(|g| g.to_string()).as_deref(),
                Some(grade_text),
                "{text}"
            );
        }
        for wrong in ["0", "13", "K4", "初四", "学前班", "托班", "高", ""] {
            assert_eq!(grade(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn certificates_split_at_the_longest_stage_word() {
        let pair = |s, t: &str| Some((s, t.to_string()));
        assert_eq!(certificate("初中数学"), pair(Stage::Junior, "数学"));
        assert_eq!(certificate("高级中学数学"), pair(Stage::Senior, "数学"));
        assert_eq!(certificate("高中信息科技"), pair(Stage::Senior, "信息科技"));
        assert_eq!(certificate("幼儿园"), pair(Stage::Kindergarten, ""));
        assert_eq!(
            certificate("初级中学教师资格(英语)"),
            pair(Stage::Junior, "英语")
        );
        assert_eq!(certificate("小学-语文"), pair(Stage::Primary, "语文"));
        assert_eq!(
            certificate("小学语文教师资格证"),
            pair(Stage::Primary, "语文")
        );
        assert_eq!(certificate("大学语文"), None);
    }

    #[test]
    fn lists_and_yes() {
        let items: Vec<&str> = list("语文、数学，英语;音乐+体育 美术,").collect();
        assert_eq!(items, ["语文", "数学", "英语", "音乐", "体育", "美术"]);
        assert_eq!(
            (yes("√"), yes("N"), yes("也许")),
            (Some(true), Some(false), None)
        );
        assert_eq!(stages("九年一贯制").map(|s| s.len()), Some(2));
    }
}
