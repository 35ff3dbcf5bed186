//! `[year]` and `[retirement]`.

use super::quantity::{Age, Day, MonthStep, Months, YearMonth};
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
