//! The values of options as they are typed: what is wrong with one is said in Chinese and, behind ` / `, in English.

use crate::plan::Round;
use crate::solve::backend::external::Program;
use clap::builder::{PossibleValuesParser, TypedValueParser};

pub fn seconds(text: &str) -> Result<f64, String> {
    let value: f64 = text
        .parse()
        .map_err(|_| "秒数须为数字 / a number of seconds".to_string())?;
    match value.is_finite() && value > 0.0 {
        true => Ok(value),
        false => Err("秒数须大于 0 / must be more than 0".to_string()),
    }
}

pub fn programs() -> impl TypedValueParser<Value = Program> {
    let known = PossibleValuesParser::new(Program::ALL.map(Program::key));
    known.try_map(|word| Program::parse(&word).ok_or("no such solver"))
}

pub fn round(text: &str) -> Result<Round, String> {
    // The last round is the whole year: nothing stops there.
    let before_last = |r: &Round| !r.later().is_empty();
    let stops = || Round::ALL.into_iter().filter(before_last);
    let names = |r: &Round| [r.zh(), r.spoken(), r.key()];
    let begun = |r: &Round| !text.is_empty() && names(r).iter().any(|n| n.starts_with(text));
    let mut begun = stops().filter(begun);
    let meant = match (begun.next(), begun.next()) {
        (Some(one), None) => (
            format!("是不是“{}”？", one.spoken()),
            format!("did you mean {}? ", one.key()),
        ),
        _ => Default::default(),
    };
    let (zh, en): (Vec<String>, Vec<String>) = stops()
        .map(|r| {
            (
                format!("{} {}", r.no(), r.zh()),
                format!("{} {}", r.no(), r.key()),
            )
        })
        .unzip();
    Round::parse(text).filter(before_last).ok_or_else(|| {
        format!(
            "{}应为下列轮次之一：{} / {}one of: {}",
            meant.0,
            zh.join("、"),
            meant.1,
            en.join(", ")
        )
    })
}

pub fn share(text: &str) -> Result<f64, String> {
    let value: f64 = text
        .parse()
        .map_err(|_| "须为 0–1 的小数 / a number from 0 to 1".to_string())?;
    match (0.0..=1.0).contains(&value) {
        true => Ok(value),
        false => Err("须为 0–1 的小数 / a number from 0 to 1".to_string()),
    }
}
