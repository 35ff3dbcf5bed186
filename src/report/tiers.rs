//! What the tiers count, in the office's words, and what was proven of each.

use crate::case::Case;
use crate::plan::result::TierResult;
use crate::terms::tier::Tier;

/// What a tier's value counts; its weights are those of the policy in force.
pub fn meaning(case: &Case, tier: Tier) -> String {
    let w = &case.policy.tiers.weights;
    match tier {
        Tier::LeaderUnfilled => "未配备的校长、书记职位（个）".to_owned(),
        Tier::LeaderMatch => "校长、书记交流不匹配的计分".to_owned(),
        Tier::LeaderScore => "新任正职距满分的差额之和（分）".to_owned(),
        Tier::OverStaffing => "超出编制与周转编制的人数".to_owned(),
        Tier::Uncovered => "缺岗数，按学科与城乡加权".to_owned(),
        Tier::Unplaced => format!("待岗每人计{}、超岗留任每人计{}", w.pool, w.retained),
        Tier::Rotation => "需交流而未交流的人数与骨干不足人数".to_owned(),
        Tier::Balance => "各校师资指标缺额之和（人）".to_owned(),
        Tier::Titles => "超出高级、中级岗位数的人数".to_owned(),
        Tier::Merit => "待岗、超岗留任人员竞聘得分之和".to_owned(),
        Tier::Wishes => "志愿落空与未报志愿调动的计分".to_owned(),
        Tier::Moves => "调往未报志愿学校的人数".to_owned(),
        Tier::Changes => "在本单位内转岗的人数".to_owned(),
        Tier::Distance if case.demand.shared.is_empty() => {
            "调动、安置人员到校里程（0.1公里）".to_owned()
        }
        Tier::Distance => "调动、安置人员到校里程与走教里程（0.1公里）".to_owned(),
        Tier::Envy => "合理异议（对）".to_owned(),
        Tier::Draw => "公开摇号数之和（种子已公布）".to_owned(),
        Tier::DrawAgain => "公开摇号第二数之和".to_owned(),
        Tier::Kept => "去向与原方案不同的人数".to_owned(),
        Tier::Alike => "去向与最相近的备选方案相同的人数".to_owned(),
    }
}

/// `T2 缺岗`
pub fn name(key: &str) -> String {
    Tier::parse(key).map_or_else(|| key.to_owned(), |t| format!("{} {}", t.no(), t.zh()))
}

/// What is known of a tier's value against any other plan with the same values before it.
pub fn verdict(tier: &TierResult) -> String {
    let rest = tier.value - tier.bound;
    match (tier.proven, rest) {
        (true, ..=0) => "已证明最优".to_owned(),
        (true, rest) => format!("在允许误差内，距下界{rest}"),
        // Nothing is less than nothing: no proof is needed for that.
        (false, ..=0) => "已是最小值".to_owned(),
        (false, _) if bound(tier).is_none() => "未证明".to_owned(),
        (false, rest) => format!("未证明，距下界{rest}"),
    }
}

/// The bound, where it says more than that nothing is less than nothing.
pub fn bound(tier: &TierResult) -> Option<i64> {
    (tier.proven || tier.bound > 0).then_some(tier.bound)
}

/// What a tier's value counts, in English.
pub fn meaning_en(case: &Case, tier: Tier) -> String {
    let w = &case.policy.tiers.weights;
    match tier {
        Tier::LeaderUnfilled => "leader posts left unfilled".to_owned(),
        Tier::LeaderMatch => "points for leaders who fit their new post badly".to_owned(),
        Tier::LeaderScore => "points by which new leaders miss the full score".to_owned(),
        Tier::OverStaffing => "persons beyond headcount and lent quota".to_owned(),
        Tier::Uncovered => "open posts, weighted by subject and area".to_owned(),
        Tier::Unplaced => format!(
            "{} for each person in the pool, {} for each retained",
            w.pool, w.retained
        ),
        Tier::Rotation => "due persons and backbone teachers who should move but do not".to_owned(),
        Tier::Balance => "persons missing from the schools' staff indicators".to_owned(),
        Tier::Titles => "title holders beyond the title posts".to_owned(),
        Tier::Merit => "scores of those retained or in the pool".to_owned(),
        Tier::Wishes => "points for wishes not met and moves without a wish".to_owned(),
        Tier::Moves => "moves to schools not applied for".to_owned(),
        Tier::Changes => "changes of post within the own unit".to_owned(),
        Tier::Distance => "way to the new school, in 0.1 km".to_owned(),
        Tier::Envy => "pairs with justified envy".to_owned(),
        Tier::Draw => "the published draw".to_owned(),
        Tier::DrawAgain => "the second number of the published draw".to_owned(),
        Tier::Kept => "persons whose outcome differs from the plan to be kept".to_owned(),
        Tier::Alike => "persons whose outcome is that of the most similar alternative".to_owned(),
    }
}

/// [`verdict`] in English.
pub fn verdict_en(tier: &TierResult) -> String {
    let rest = tier.value - tier.bound;
    match (tier.proven, rest) {
        (true, ..=0) => "proven optimal".to_owned(),
        (true, rest) => format!("within the allowed gap, {rest} above the bound"),
        (false, ..=0) => "at its bound".to_owned(),
        (false, _) if bound(tier).is_none() => "not proven".to_owned(),
        (false, rest) => format!("not proven, {rest} above the bound"),
    }
}
