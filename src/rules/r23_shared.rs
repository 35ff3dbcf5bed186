//! R23 走教: The fractions of posts left in a cluster become shared posts.

use super::{Mode, Rule};
use crate::policy::quantity::Share;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R23",
    key: "shared",
    name: ("走教", "shared"),
    default: Mode::Off,
    meaning: (
        "学区内不足1个岗位的零头按学段、学科合并为走教岗，由一所学校聘任，列明服务学校和课时。",
        "The fractions of posts left in a cluster are pooled by stage and subject into shared posts: one host school, the schools served and the lessons at each.",
    ),
};

super::params! {
    /// 零头合计的余数达到此数才增设1个走教岗 / remainder of the pooled fractions, in full-time equivalents, from which it makes a post
    #[schemars(with = "Share")]
    pub min_fraction: Decimal,
}

// ---- the rule in the model ----

// ---- the rule read from a finished plan ----
