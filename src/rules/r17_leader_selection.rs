//! R17 校长选拔: A new leader passed every gate in order.

use super::{Mode, Rule};
use crate::policy::quantity::{Amount, Distinct, Points, RoleWord};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R17",
    key: "leader_selection",
    name: ("校长选拔", "leader selection"),
    default: Mode::Hard,
    meaning: (
        "新任校长、书记由同职务的届满正职（不得回原法人单位）或者依次通过各环节的候选人担任：现任副校长，海选、职工推荐、业务答辩各达最低分，集体票决达到规定得分，单位考核通过，公示无异议；并须符合亲属回避和锁定事项。",
        "A new leader is a due incumbent of the same role (not at the same legal unit) or a candidate who passed every gate in order: vice-principal now, vote, staff vote and defence each at or above its minimum, panel at or above its share, assessment passed, publicity without objection; avoidance and pins obeyed.",
    ),
};

super::params! {
    /// 候选人现任职务 / roles a candidate holds now
    #[schemars(with = "Distinct<RoleWord>")]
    pub roles: Vec<String>,
    /// 海选最低分 / least points of the vote
    #[schemars(with = "Points")]
    pub vote_min: Decimal,
    /// 职工推荐最低分 / least points of the staff vote
    #[schemars(with = "Points")]
    pub staff_vote_min: Decimal,
    /// 业务答辩最低分 / least points of the defence
    #[schemars(with = "Points")]
    pub defence_min: Decimal,
    /// 集体票决最低得分 / least points of the panel
    #[schemars(with = "Points")]
    pub panel_min: Decimal,
    /// 海选权重 / weight of the vote in the score
    #[schemars(with = "Amount")]
    pub vote_weight: Decimal,
    /// 职工推荐权重 / weight of the staff vote in the score
    #[schemars(with = "Amount")]
    pub staff_vote_weight: Decimal,
    /// 业务答辩权重 / weight of the defence in the score
    #[schemars(with = "Amount")]
    pub defence_weight: Decimal,
    /// 集体票决权重 / weight of the panel in the score
    #[schemars(with = "Amount")]
    pub panel_weight: Decimal,
    /// 现有教师不多于此数的学校，书记、校长由一人担任；0即不兼任 / at a school with no more current staff both leader posts are one person's; 0 = never
    pub dual_role_max_staff: u32,
}

// ---- the rule in the model ----

// ---- the rule read from a finished plan ----
