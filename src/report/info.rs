//! What a run was made from: files with their hashes, versions, options. It lets anybody check later that a list
//! belongs to these data and this policy.

use super::frontier::Curve;
use crate::policy::Scenario;
use crate::policy::scenario::Action;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Component, Path, PathBuf};

/// A file or folder that went in: where it stands and the SHA-256 of what was read from it. An empty path is the
/// policy that travels with the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub path: String,
    pub sha256: String,
}

impl Source {
    pub fn new(path: impl AsRef<Path>, sha256: impl Into<String>) -> Source {
        Source {
            path: path.as_ref().to_string_lossy().into_owned(),
            sha256: sha256.into(),
        }
    }
}

/// How `solve` was called; what was not given is `null`. Plans are called by the name of their folder or file: where these
/// stand on the machine is nobody's business.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Options {
    pub time_limit: Option<f64>,
    pub gap: Option<f64>,
    pub threads: Option<u32>,
    pub start: Option<String>,
    pub keep: Option<String>,
    /// The round after which a staged year was stopped.
    #[serde(default)]
    pub until: Option<String>,
    /// The tier before which keeping counted; none: first.
    #[serde(default)]
    pub keep_tier: Option<String>,
    /// What was asked beside the plan, or of which question beside another plan this one is an answer.
    #[serde(default)]
    pub beside: Option<String>,
    /// What this plan is beside another one, for the lists made of it later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
}

/// A scenario as a list names it: who reads a plan must see that it answers a question, and which one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIf {
    /// `撤并第三小学（生源减少）`: the office's own words, in whatever language.
    pub title: Text,
    /// What it sets and changes, each in a line.
    pub changes: Vec<Text>,
    /// Whether it adds persons who do not exist.
    pub invents: bool,
}

impl WhatIf {
    /// A plan beside another one of the same data and policy, by its title.
    pub fn beside(title: Text) -> WhatIf {
        WhatIf {
            title,
            changes: vec![Text::new(
                "数据、政策与所比照的方案相同",
                "data and policy are those of the plan beside it",
            )],
            invents: false,
        }
    }

    pub fn all(scenarios: &[Scenario]) -> Vec<WhatIf> {
        let one = |s: &Scenario| WhatIf {
            title: match s.reason.as_str() {
                "" => Text::new(&*s.title, &*s.title),
                reason => Text::new(
                    format!("{}（{reason}）", s.title),
                    format!("{} ({reason})", s.title),
                ),
            },
            changes: s.told(),
            invents: s
                .changes
                .iter()
                .any(|c| matches!(c.action, Action::AddRecruits { .. })),
        };
        scenarios.iter().map(one).collect()
    }
}

/// A run as `result.json` records it. Paths are as the user gave them; [`RunInfo::seen_from`] makes them relative to the
/// output.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunInfo {
    /// The county; `sha256` is `County::hash` as read, before any scenario.
    pub county: Option<Source>,
    pub policy: Option<Source>,
    pub scenarios: Vec<Source>,
    /// The same scenarios in words, for the lists.
    pub what_if: Vec<WhatIf>,
    /// Name and version of the solver inside, as it says of itself.
    pub solver: String,
    pub seed: u64,
    pub options: Options,
    /// A trade-off that was traced beside the plan.
    pub frontier: Option<Curve>,
}

impl RunInfo {
    /// The same run with its paths as seen from the folder `out`, where `export` looks them up again.
    pub fn seen_from(mut self, out: &Path) -> RunInfo {
        let single = [&mut self.county, &mut self.policy].into_iter().flatten();
        for source in single.chain(&mut self.scenarios) {
            // The policy that travels with the program has no path.
            if !source.path.is_empty() {
                source.path = relative(Path::new(&source.path), out);
            }
        }
        self
    }
}

/// SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// `path` as seen from the folder `from`, with `/` between its parts, so that data and output may move together;
/// unchanged where the two share nothing (another drive).
pub fn relative(path: &Path, from: &Path) -> String {
    let full = |p: &Path| {
        std::path::absolute(p)
            .map(|p| clean(&p))
            .unwrap_or_else(|_| p.to_owned())
    };
    let (path, from) = (full(path), full(from));
    let (to, base): (Vec<_>, Vec<_>) = (path.components().collect(), from.components().collect());
    let same = to.iter().zip(&base).take_while(|(a, b)| a == b).count();
    if same == 0 {
        return path.to_string_lossy().into_owned();
    }
    let up = std::iter::repeat_n("..".to_owned(), base.len() - same);
    let down = to[same..]
        .iter()
        .map(|c| c.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    parts.join("/")
}

/// Without `.` and `..`.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_output() {
        let relative = |a: &str, b: &str| relative(Path::new(a), Path::new(b));
        assert_eq!(relative("data/县.xlsx", "plans/a"), "../../data/县.xlsx");
        assert_eq!(relative("./data/../c", "./out"), "../c");
        assert_eq!(sha256(b"abc")[..8], *"ba7816bf");
    }
}
