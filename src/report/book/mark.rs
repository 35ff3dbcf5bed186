//! What every list says of itself: whether it is a proposal or approved, why nobody should decide by it, and which
//! what-if question it answers.

use crate::plan::result::{Solved, Status, TierResult};
use crate::plan::words::say;
use crate::report::info::RunInfo;
use crate::terms::tier::Tier;
use crate::text::Text;

/// The standing of a list. Without anything it is a plain proposal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The meeting that approved it.
    pub approved: Option<String>,
    /// See [`caution`].
    pub caution: Option<Text>,
    /// The titles of the scenarios that the plan was made under.
    pub what_if: Vec<Text>,
}

impl Mark {
    /// As a solve leaves its plan.
    pub fn proposal(solved: &Solved, info: &RunInfo) -> Mark {
        Mark {
            approved: None,
            caution: caution(solved.status, &solved.tiers),
            what_if: info.what_if.iter().map(|w| w.title.clone()).collect(),
        }
    }

    /// What a title ends with.
    pub fn suffix(&self) -> &'static str {
        match self.approved {
            None => "（建议方案）",
            Some(_) => "",
        }
    }

    /// Proposal or approved; whoever reads the list must learn what the meeting had before it.
    pub fn said(&self) -> Text {
        match (&self.approved, &self.caution) {
            (None, _) => Text::new(
                "建议方案，未经审定不作聘任依据",
                "Proposal; no ground for an appointment until approved",
            ),
            (Some(meeting), None) => {
                Text::new(format!("经{meeting}审定"), format!("Approved by {meeting}"))
            }
            (Some(meeting), Some(caution)) => Text::new(
                format!("经{meeting}（{}）审定", caution.zh),
                format!("Approved by {meeting} ({})", caution.en),
            ),
        }
    }

    /// What stands on every page beside that; none for a finished plan of the county as it is.
    pub fn beware(&self) -> Option<Text> {
        let caution = self.caution.iter().map(|c| {
            Text::new(
                format!("不宜据此定人：{}", c.zh),
                format!("do not decide by it: {}", c.en),
            )
        });
        let what_if = self.what_if.iter().map(|title| {
            Text::new(
                format!("情景测算：{}", title.zh),
                format!("what if: {}", title.en),
            )
        });
        let all: Vec<Text> = caution.chain(what_if).collect();
        let join = |of: fn(&Text) -> &str, by: &str| {
            let parts: Vec<&str> = all.iter().map(of).collect();
            parts.join(by)
        };
        (!all.is_empty()).then(|| Text::new(join(|t| &t.zh, "　"), join(|t| &t.en, "; ")))
    }
}

/// What speaks against deciding by a plan: its rounds are not done, it was stopped, or a tier that should be exact is not
/// proven.
pub fn caution(status: Status, tiers: &[TierResult]) -> Option<Text> {
    let open = unproven(tiers, |_| 0.0);
    match (status, open) {
        (Status::Partial, _) => Some(Text::new("竞聘尚未全部进行", "the rounds are not all done")),
        (_, Some(open)) => Some(say!(
            "方案未经证明最优：{open}",
            "the plan is not proven best: {open}",
            open = open
        )),
        (Status::TimeLimit, None) => Some(Text::new(
            "方案计算中途停止",
            "the solve was stopped before its end",
        )),
        _ => None,
    }
}

/// The tiers that should be exact and are farther from their bounds than the policy allows (`gap`), by number and name.
pub fn unproven(tiers: &[TierResult], gap: impl Fn(&str) -> f64) -> Option<Text> {
    let open = |t: &TierResult| {
        let tier = Tier::parse(&t.key).filter(|tier| *tier < Tier::Wishes)?;
        let rest = (t.value - t.bound) as f64;
        (!t.proven && rest > gap(&t.key) * t.value as f64).then_some(tier)
    };
    let open: Vec<Tier> = tiers.iter().filter_map(open).collect();
    let named = |of: fn(&Tier) -> &'static str| -> Vec<String> {
        let named = open.iter().map(|t| format!("{} {}", t.no(), of(t)));
        named.collect()
    };
    (!open.is_empty())
        .then(|| Text::new(named(|t| t.zh()).join("、"), named(|t| t.en()).join(", ")))
}
