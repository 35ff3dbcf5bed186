//! R21 择优: No justified envy.

use super::{Mode, Rule};

pub const RULE: Rule = Rule {
    no: "R21",
    key: "merit",
    name: ("择优", "merit"),
    default: Mode::Report,
    meaning: (
        "报名者甲更愿意到某岗位，且符合该岗位的各项必须条件，而该岗位有非原任者的得分低于甲的，为择优不当。逐轮竞聘中不得出现；统筹排定时列出报告，也可作为目标层级。",
        "Justified envy: an applicant prefers a seat to the outcome, fits it by every hard rule, and a holder who was not already there has a lower score. After staged rounds there is none; in integrated mode it is reported, or an optional tier.",
    ),
};

super::params! {}

// ---- the rule in the model ----

// ---- the rule read from a finished plan ----
