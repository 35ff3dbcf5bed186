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
        Tier::Rotation => "应交流未交流人数与骨干不足人数".to_owned(),
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
        (false, ..=0) => "已达下界".to_owned(),
        (false, _) if bound(tier).is_none() => "未证明".to_owned(),
        (false, rest) => format!("未证明，距下界{rest}"),
    }
}

/// The bound, where it says more than that nothing is less than nothing.
pub fn bound(tier: &TierResult) -> Option<i64> {
    (tier.proven || tier.bound > 0).then_some(tier.bound)
}
