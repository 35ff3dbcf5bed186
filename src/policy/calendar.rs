//! `[year]` and `[retirement]`.

use super::quantity::{Age, Day, MonthStep, Months, YearMonth};
use super::tree::{Leaf, Node, Table};
use crate::county::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[year]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// 计算年限、退休的基准日 / the day to which years of service and retirement are counted
    #[schemars(with = "Day")]
    pub as_of: String,
    /// 学年名称，印在各表标题中 / the school year as printed in titles
    pub label: String,
}

impl Year {
    /// The year that the label begins with where `as_of` lies in another one.
    pub fn misnamed(&self) -> Option<i16> {
        let as_of = Month::parse_dashed(&self.as_of)?;
        let named = first_year(&self.label)?;
        (named != as_of.year && named != begins(as_of)).then_some(named)
    }
}

/// School years begin in September; a day of reckoning from this month on is for the one that is coming. It decides only
/// how the year is called.
const COMING_FROM: u8 = 7;

/// The calendar year in which the school year of a month begins.
fn begins(month: Month) -> i16 {
    month.year - i16::from(month.month < COMING_FROM)
}

/// `2026—2027`
pub fn school_year(month: Month) -> String {
    let first = begins(month);
    format!("{first}—{}", first + 1)
}

fn first_year(label: &str) -> Option<i16> {
    let mut numbers = label.split(|c: char| !c.is_ascii_digit());
    numbers.find(|n| n.len() == 4)?.parse().ok()
}

/// A layer that goes to another school year without naming it: the name below it would be last year's, on every list. What
/// else stands in that name stays.
pub fn rename(base: &Table, over: &mut Table) {
    let below = |key: &str| match base.get("year") {
        Some(Node::Table(year)) => text(year, key),
        _ => None,
    };
    let (Some(old_day), Some(old_name)) = (below("as_of"), below("label")) else {
        return;
    };
    let Some(Node::Table(year)) = over.get_mut("year") else {
        return;
    };
    let Some(Node::Leaf(day)) = year.get("as_of") else {
        return;
    };
    let months = (
        Month::parse_dashed(&old_day),
        day.value.as_str().and_then(Month::parse_dashed),
    );
    let (Some(old), Some(new)) = months else {
        return;
    };
    let (old, new) = (school_year(old), school_year(new));
    if year.get("label").is_some() || old == new {
        return;
    }
    let name = match old_name.contains(&old) {
        true => old_name.replace(&old, &new),
        false => format!("{new}学年"),
    };
    let leaf = Leaf {
        value: name.into(),
        ..day.clone()
    };
    year.entries.push(("label".to_owned(), Node::Leaf(leaf)));
}

fn text(table: &Table, key: &str) -> Option<String> {
    match table.get(key) {
        Some(Node::Leaf(leaf)) => leaf.value.as_str().map(str::to_owned),
        _ => None,
    }
}

/// `[retirement]`: the 2024-09-13 decision.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retirement {
    /// 男教师原法定退休年龄 / base age of men
    #[schemars(with = "Age")]
    pub men_base: u32,
    /// 女教师原法定退休年龄 / base age of women
    #[schemars(with = "Age")]
    pub women_base: u32,
    /// 男教师自该月出生起延迟 / birth month of men from which retirement is delayed
    #[schemars(with = "YearMonth")]
    pub men_from: String,
    /// 女教师自该月出生起延迟 / birth month of women from which retirement is delayed
    #[schemars(with = "YearMonth")]
    pub women_from: String,
    /// 出生每晚几个月，退休多延迟1个月 / birth months for each month of delay
    #[schemars(with = "MonthStep")]
    pub step_months: u32,
    /// 最多延迟的月数 / the largest delay
    #[schemars(with = "Months")]
    pub max_delay: u32,
    /// 弹性提前退休最多提前的月数，且不早于原法定退休年龄 / months by which one may retire early, never below the base age
    #[serde(default)]
    #[schemars(with = "Months")]
    pub early_months: u32,
}
