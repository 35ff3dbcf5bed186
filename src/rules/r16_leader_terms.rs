//! R16 校长任期: A leader who is due does not stay.

use super::{Mode, Rule};
use crate::policy::quantity::ExchangeWord;

pub const RULE: Rule = Rule {
    no: "R16",
    key: "leader_terms",
    name: ("校长任期", "leader terms"),
    default: Mode::Hard,
    meaning: (
        "校长、书记任职周年数达到“届数 × 每届年数”、学校撤并或者被禁止任该职的，为任期届满，不得留任原职；未届满的继续任职。",
        "A leader is due when full years since the appointment ≥ max_terms × term_years, when the school closes, or when a pin forbids the post; who is due does not stay in the post, who is not keeps it.",
    ),
};

super::params! {
    /// 在同一学校最多任几届 / terms at one school
    pub max_terms: u32,
    /// 每届年数 / years a term
    pub term_years: u32,
    /// 交流范围：due_only 只交流任期届满的 / who is exchanged: due_only = those who are due
    #[schemars(with = "ExchangeWord")]
    pub exchange: String,
}

// ---- the rule in the model ----

// ---- the rule read from a finished plan ----
