//! How the plan in question was made, where that was not by the policy's order of tiers alone: what is better by that order
//! then says nothing against the plan.

use crate::plan::Round;
use crate::plan::words::say;
use crate::terms::tier::Tier;
use crate::text::Text;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Made {
    /// By the order of tiers, or nothing is known of it.
    #[default]
    Ordered,
    /// With an earlier plan to be kept before these tiers.
    Keeping(Vec<Tier>),
    /// Round by round, and up to this one where others are still to come.
    Rounds(Option<Round>),
}

impl Made {
    /// Why an alternative that is better in this tier does not show a fault of the plan; none: it does.
    pub fn excuse(&self, tier: Tier) -> Option<Text> {
        match self {
            Made::Ordered => None,
            Made::Keeping(behind) if !behind.contains(&tier) => None,
            _ => self.note(),
        }
    }

    /// What a comparison by the order of tiers leaves out.
    pub fn note(&self) -> Option<Text> {
        match self {
            Made::Ordered => None,
            Made::Keeping(_) => Some(Text::new(
                "本方案是以尽量保持原方案为先（K 改变去向）求得的，这里的比较没有计入 K，不说明本方案不是最优",
                "this plan was made keeping an earlier one first (K, changed outcomes), which this comparison leaves out: it does not show that the plan is not the best",
            )),
            Made::Rounds(Some(last)) => Some(say!(
                "本方案止于第 {no} 轮（{name}），以后各轮尚未进行，不能据此评定本方案",
                "this plan stands after round {no} ({name}) and the later rounds are not held yet, so that it cannot be judged by this",
                no = last.no(),
                name = Text::new(last.zh(), last.en())
            )),
            Made::Rounds(None) => Some(Text::new(
                "本方案逐轮确定，各轮依次按规则进行，不以各层级最优为准",
                "this plan was settled round by round, by the rules of each and not by the order of tiers",
            )),
        }
    }
}
