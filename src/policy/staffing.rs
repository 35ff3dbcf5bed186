//! `[staffing]`: from pupils and classes to authorised headcount (SPEC §3).

use super::quantity::{Divisor, Heads, Per, Share, StageWord};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[staffing]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Staffing {
    /// 学区内零头岗位是否合并为走教岗 / whether fractions of posts are pooled into shared posts
    pub shared_posts: bool,
    /// 每多少名寄宿生增加1名编制，0即不增加 / boarders for each additional person; 0 = none
    #[schemars(with = "Heads")]
    pub boarders_per_staff: u32,
    /// 按学段的编制标准 / the standard of each stage
    #[schemars(with = "Per<StageWord, StageStaffing>")]
    pub stages: BTreeMap<String, StageStaffing>,
    /// 单独核增的编制 / additions granted by name
    #[serde(default)]
    pub additions: Vec<Addition>,
}

/// `[staffing.stages.小学]` and its like.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageStaffing {
    /// 生师比：每多少名学生1名教职工 / pupils for each person
    #[schemars(with = "Divisor")]
    pub students_per_staff: Decimal,
    /// 班师比：每班多少名教职工 / persons for each class
    #[schemars(with = "Divisor")]
    pub staff_per_class: Decimal,
    /// 学段在校生少于此数的为小规模，可按班师比核定；不填即各校都可 / the class ratio applies to fewer pupils than this; none = always
    #[serde(default)]
    #[schemars(with = "Option<Heads>")]
    pub small_school_students: Option<u32>,
    /// 有班级的至少核定几名 / the least where there is any class
    #[schemars(with = "Heads")]
    pub minimum: u32,
    /// 专任教师占编制的比例 / the part of the headcount that teaching posts may use
    #[schemars(with = "Share")]
    pub teaching_share: Decimal,
}

/// One grant of additional headcount.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    /// 学校代码 / school_id
    pub school: String,
    /// 学段 / the stage whose teaching share applies
    #[schemars(with = "StageWord")]
    pub stage: String,
    /// 核增人数 / persons
    #[schemars(with = "Heads")]
    pub staff: u32,
    /// 事由 / what for
    pub reason: String,
}
