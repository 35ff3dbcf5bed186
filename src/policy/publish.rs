//! `[process]` and `[publish]`: how the year is run and what is shown of it.

use super::quantity::{Days, Distinct, NoticeColumn, Tail};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[process]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// integrated 统筹一次排定，staged 逐轮进行 / integrated: one model for all; staged: round by round
    pub mode: ProcessMode,
}

// SPEC §6. No doc texts on the values: with them the schema would not be a plain list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ProcessMode {
    Integrated,
    Staged,
}

/// `[publish]`: what a public notice may say (SPEC §10).
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    /// 公示天数 / working days that a notice hangs
    #[schemars(with = "Days")]
    pub notice_days: u32,
    /// 公示名单的栏目 / columns of a notice
    #[schemars(with = "Distinct<NoticeColumn>")]
    pub notice_columns: Vec<String>,
    pub masks: Masks,
}

/// `[publish.masks]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Masks {
    /// 工号只公布末几位，0即不公布 / how many of the last characters of teacher_id are shown; 0 = none
    #[schemars(with = "Tail")]
    pub teacher_id_tail: u32,
}
