//! What every rule file has in common: its entry in the catalogue and the shape of its parameters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a rule binds (`mode` in `[rules.KEY]`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    Hard,
    Tier,
    Report,
    Off,
}

/// A rule's entry in the catalogue; texts are (Chinese, English).
#[derive(Debug)]
pub struct Rule {
    pub no: &'static str,
    pub key: &'static str,
    pub name: (&'static str, &'static str),
    pub default: Mode,
    pub meaning: (&'static str, &'static str),
}

impl Mode {
    /// The word in a policy file.
    pub fn key(self) -> &'static str {
        match self {
            Mode::Hard => "hard",
            Mode::Tier => "tier",
            Mode::Report => "report",
            Mode::Off => "off",
        }
    }

    /// What it means, in Chinese and English.
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Mode::Hard => ("硬性", "must hold"),
            Mode::Tier => ("计入目标", "counts in a tier"),
            Mode::Report => ("只报告", "reported only"),
            Mode::Off => ("停用", "not used"),
        }
    }
}

impl Rule {
    /// The modes that a policy may give this rule. R01 and R02 say what a plan is: without them there is none to judge.
    pub fn modes(&self) -> &'static [Mode] {
        match self.default {
            _ if matches!(self.no, "R01" | "R02") => &[Mode::Hard],
            Mode::Tier => &[Mode::Tier, Mode::Off],
            Mode::Report => &[Mode::Report, Mode::Tier, Mode::Off],
            Mode::Hard | Mode::Off => &[Mode::Hard, Mode::Off],
        }
    }
}

/// Declares a rule's parameters: its own fields and the four that every rule table has.
macro_rules! params {
    ($($(#[$fdoc:meta])* pub $field:ident: $ty:ty,)*) => {
        /// The rule's table in the policy.
        #[derive(Debug, Clone, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Params {
            /// 如何执行 / how the rule binds
            pub mode: super::Mode,
            /// 依据 / the legal text or the notice that the numbers come from
            pub source: String,
            /// 施行日期 / the day from which that text is in force
            pub since: String,
            /// 是否待本地核定 / whether the county must confirm the numbers
            #[serde(default)]
            pub verify: bool,
            $($(#[$fdoc])* pub $field: $ty,)*
        }

        impl Params {
            pub fn on(&self) -> bool {
                self.mode != super::Mode::Off
            }
        }
    };
}
pub(crate) use params;
