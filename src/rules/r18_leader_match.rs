//! R18 校长交流: Strong leaders to weak schools, exchange between areas, a stage they know; misfits are tier L2.

use super::{Mode, Rule};
use crate::policy::quantity::Distinct;

pub const RULE: Rule = Rule {
    no: "R18",
    key: "leader_match",
    name: ("校长交流", "leader match"),
    default: Mode::Tier,
    meaning: (
        "每个新任校长、书记岗位：薄弱校任用职级低于强校长起点的，与原任学校城乡类型相同的，本人现任教学段不在该校学段之内的，分别计分；届满正职回任教师的，每人计分。总和计入“校长匹配”层级。",
        "For each post newly filled: a weight if the school is weak and the person's rank is below strong_rank, one if the former school has the same area class, one if the person's current stage is not among the school's stages; and one for each due incumbent who returns to teaching. The sum is tier L2.",
    ),
};

super::params! {
    /// 校长职级，由高到低 / principal ranks (职级), highest first
    #[schemars(with = "Distinct<String>")]
    pub ranks: Vec<String>,
    /// 达到该职级的为强校长 / from this rank a leader counts as strong
    pub strong_rank: String,
    /// 薄弱校任用非强校长 / a leader below it at a weak school
    pub weak_weight: u32,
    /// 与原任学校城乡类型相同 / the same area class as before
    pub area_weight: u32,
    /// 现任教学段不在该校学段之内 / the current stage is not among the school's
    pub stage_weight: u32,
    /// 届满正职回任教师 / a due incumbent who returns to teaching
    pub return_weight: u32,
}

// ---- the rule in the model ----

// ---- the rule read from a finished plan ----
