//! `[forecast]`: what is supposed of the years to come. Both tables may be empty: then every intake stays as it is.

use super::quantity::{Change, Factor, Per, StageWord};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[forecast]`
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// 起始年级人数按上一学段毕业年级人数的几倍推算；未列的学段按本年起始年级人数 / pupils who enter a stage for each who leaves the one before it; a stage not named keeps its present intake
    #[serde(default)]
    #[schemars(with = "Per<StageWord, Factor>")]
    pub progression: BTreeMap<String, Decimal>,
    /// 起始年级人数每年增减的比例；未列的学段不变 / yearly change of a stage's intake; none = unchanged
    #[serde(default)]
    #[schemars(with = "Per<StageWord, Change>")]
    pub intake_change: BTreeMap<String, Decimal>,
}
