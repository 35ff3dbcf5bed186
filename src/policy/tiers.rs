//! `[tiers]`: in which order, with which weights and how exactly the tiers of SPEC §5 are optimised.

use super::quantity::{AreaWord, Distinct, Per, Score, Share, TierKey, Weight};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Every tier that `order` may name, in the order of SPEC; L1–L3 count only where leader_posts is given, the last one only
/// where R21 is a tier. The draw stands behind all of them and is named by its seed.
pub const TIERS: &[Tier] = ALL.split_at(Tier::Envy as usize + 1).0;
const ALL: &[Tier] = &Tier::ALL;

/// `[tiers]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// 目标层级的先后次序 / tier keys, first to last
    #[schemars(with = "Distinct<TierKey>")]
    pub order: Vec<String>,
    /// 该层级允许停止的相对差距，未列出的为0 / relative gap at which a tier may stop; absent = 0
    #[schemars(with = "Per<TierKey, Share>")]
    pub gap: BTreeMap<String, f64>,
    /// 公布的抽签种子文字；不填即不抽签 / seed text of the published draw; none = no draw tier
    #[serde(default)]
    pub draw: Option<String>,
    pub weights: Weights,
}

/// `[tiers.weights]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// 缺岗：紧缺学科 / uncovered: subjects that lack teachers
    #[schemars(with = "Distinct<String>")]
    pub shortage_subjects: Vec<String>,
    /// 缺岗：紧缺学科每缺1岗 / uncovered: a post of a shortage subject
    #[schemars(with = "Weight")]
    pub shortage_subject: u32,
    /// 缺岗：其他学科每缺1岗 / uncovered: a post of another subject
    #[schemars(with = "Weight")]
    pub other_subject: u32,
    /// 缺岗：按城乡类型的倍数 / uncovered: factor by area
    #[schemars(with = "Per<AreaWord, Weight>")]
    pub area: BTreeMap<String, u32>,
    /// 待岗：每名待岗教师 / unplaced: a person in the pool
    #[schemars(with = "Weight")]
    pub pool: u32,
    /// 待岗：每名超岗留任教师 / unplaced: a person retained
    #[schemars(with = "Weight")]
    pub retained: u32,
    /// 择优：没有竞聘得分的教师按此分计 / merit: points of a person without a score
    #[schemars(with = "Score")]
    pub default_score: Decimal,
    /// 志愿：报名者留在本校而未进志愿 / wishes: an applicant who stays at the own school, no wish met
    #[schemars(with = "Weight")]
    pub wish_own_school: u32,
    /// 志愿：报名者到志愿以外的学校 / wishes: an applicant placed elsewhere
    #[schemars(with = "Weight")]
    pub wish_elsewhere: u32,
    /// 志愿：报名者待岗 / wishes: an applicant left in the pool
    #[schemars(with = "Weight")]
    pub wish_pool: u32,
    /// 志愿：未报名者被调动 / wishes: a move of somebody who did not apply
    #[schemars(with = "Weight")]
    pub move_unasked: u32,
}

impl Weights {
    /// What one open post of a subject weighs, wherever it is.
    pub fn of(&self, subject: &str) -> u32 {
        match self.shortage_subjects.iter().any(|s| s == subject) {
            true => self.shortage_subject,
            false => self.other_subject,
        }
    }
}
