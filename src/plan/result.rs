//! What a solve says of its plan: the tiers with their proofs, and how it ended.

use serde::{Deserialize, Serialize};

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every tier is proven.
    Optimal,
    /// Searched to the end of what the method tries: each tier is proven, or its bound says how far it may be off.
    WithinGap,
    /// The limit or the user ended it before that.
    TimeLimit,
    /// No plan exists.
    Infeasible,
    /// The rounds were stopped before the last one, as asked for: nothing after them has been decided.
    Partial,
}

/// One tier of a solved plan. `value` is what the plan has, `bound` what no plan can go below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TierResult {
    pub key: String,
    pub value: i64,
    pub bound: i64,
    pub seconds: f64,
    pub proven: bool,
}

/// The solve as a whole, beside its plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Solved {
    pub status: Status,
    pub tiers: Vec<TierResult>,
    /// Quota lent per school (position in `County::schools`): R03.
    pub lent: Vec<u32>,
    pub method: String,
    pub seconds: f64,
}
