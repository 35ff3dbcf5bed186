//! The policy in force: every number of SPEC §3–§5, read from TOML, never written in code.

mod broken;
mod calendar;
mod check;
mod curriculum;
mod entry;
mod forecast;
pub mod load;
mod merge;
mod publish;
pub mod quantity;
pub mod scenario;
pub mod schema;
mod shape;
mod staffing;
mod tiers;
pub mod tree;
pub mod unit;
pub mod words;

pub use calendar::{Retirement, Year};
pub use check::{check_label, check_order};
pub use curriculum::{Curriculum, OTHER_SUBJECTS};
pub use entry::{Entry, show};
pub use forecast::Forecast;
pub use publish::{Masks, Process, ProcessMode, Publish};
pub use scenario::Scenario;
pub use staffing::{Addition, Staffing, StageStaffing};
pub use tiers::{TIERS, Tiers, Weights};

use crate::county::Month;
use crate::rules;
use crate::tables::fault::{Faults, Place};
use crate::text::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A complete policy.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub year: Year,
    pub retirement: Retirement,
    pub staffing: Staffing,
    pub curriculum: Curriculum,
    pub rules: rules::Params,
    pub tiers: Tiers,
    pub process: Process,
    pub publish: Publish,
    #[serde(default)]
    pub forecast: Forecast,
    /// Every value with its unit, source, date and the file that set it.
    #[serde(skip)]
    pub entries: Vec<Entry>,
    /// SHA-256 of the values, in hexadecimal.
    #[serde(skip)]
    pub hash: String,
}

impl Policy {
    /// Reads a policy file and what it extends. All faults found are returned together.
    pub fn load(path: &Path) -> Result<Policy, Faults> {
        let mut faults = Faults::default();
        let tree = load::chain(path, &mut faults);
        Policy::from_tree(tree, faults)
    }

    /// The policy in force for a run, with the scenarios laid upon it in order: `policy`, else what the first scenario
    /// extends, else the national one. The scenarios' changes of the data are still to be applied.
    pub fn resolve(
        policy: Option<&Path>,
        scenarios: &[PathBuf],
    ) -> Result<(Policy, Vec<Scenario>), Faults> {
        let mut faults = Faults::default();
        let read = scenarios.iter().map(|p| Scenario::load(p, &mut faults));
        let read: Vec<Scenario> = read.collect::<Vec<_>>().into_iter().flatten().collect();
        let extends = read.first().and_then(|s| s.extends.clone());
        let mut tree = match (policy, extends) {
            (Some(path), _) => load::chain(path, &mut faults),
            (None, Some(layer)) => load::layers(layer, Place::default(), &mut faults),
            (None, None) => load::national(&mut faults),
        };
        for scenario in &read {
            if let Some(tree) = tree.as_mut() {
                merge::merge(tree, scenario.set.clone());
            }
        }
        Policy::from_tree(tree, faults).map(|policy| (policy, read))
    }

    /// The policy that travels with the program: `models/national.toml`.
    pub fn national() -> Policy {
        static NATIONAL: OnceLock<Policy> = OnceLock::new();
        let read = || {
            let mut faults = Faults::default();
            let tree = load::national(&mut faults);
            match Policy::from_tree(tree, faults) {
                Ok(policy) => policy,
                Err(faults) => unreachable!("models/national.toml is broken: {faults:?}"),
            }
        };
        NATIONAL.get_or_init(read).clone()
    }

    fn from_tree(tree: Option<tree::Table>, mut faults: Faults) -> Result<Policy, Faults> {
        let Some(tree) = tree else {
            return Err(faults);
        };
        shape::check_complete(&tree, &tree.origin.file, &mut faults);
        if faults.has_errors() {
            return Err(faults);
        }
        let policy = serde_json::from_value::<Policy>(load::plain(&tree, ""));
        let mut policy = policy.map_err(|error| not_typed(&error, &tree, faults.clone()))?;
        policy.entries = entry::list(&tree);
        // A year's name and date are said, not looked up in a document.
        let year = policy
            .entries
            .iter_mut()
            .filter(|e| e.key.starts_with("year."));
        year.for_each(|e| e.verify = false);
        policy.hash = policy.fingerprint();
        check::check(&policy, &mut faults);
        if faults.has_errors() {
            return Err(faults);
        }
        Ok(policy)
    }

    /// SHA-256 of what the policy decides: every value in its typed form and canonical order. Remarks, comments, the
    /// spread over files and the way a number is written do not change it.
    fn fingerprint(&self) -> String {
        let mut values = serde_json::to_value(self).unwrap_or_default();
        let rules = values.get_mut("rules").and_then(|r| r.as_object_mut());
        for (_, rule) in rules.into_iter().flatten() {
            if let Some(table) = rule.as_object_mut() {
                table.retain(|key, _| !tree::REMARKS.contains(&key.as_str()));
            }
        }
        let digest = Sha256::digest(values.to_string().as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The values that the county must confirm; none of them may be shown as law.
    pub fn to_verify(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|e| e.verify).collect()
    }

    /// Those of them that a plan is reckoned with: none hangs on what is supposed of later years.
    pub fn to_verify_in_plans(&self) -> Vec<&Entry> {
        let mut all = self.to_verify();
        all.retain(|e| !e.key.starts_with("forecast."));
        all
    }

    /// The entry of a dotted key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// Whether fractions of posts are pooled: asked for in `[staffing]` or by rule R23.
    pub fn shares_posts(&self) -> bool {
        self.staffing.shared_posts || self.rules.shared.on()
    }

    /// Whether R21 is a tier of the model. In a staged year the rounds see to it.
    pub fn envy_is_a_tier(&self) -> bool {
        self.rules.merit.mode == rules::Mode::Tier && self.process.mode == ProcessMode::Integrated
    }

    /// The month of `as_of`.
    pub fn as_of(&self) -> Month {
        // `check` has read it already; an unread month would be year 0.
        Month::parse_dashed(&self.year.as_of).unwrap_or(Month { year: 0, month: 1 })
    }
}

/// A value that passed the schema and still is none for the typed policy, as a number too large.
fn not_typed(error: &serde_json::Error, tree: &tree::Table, mut faults: Faults) -> Faults {
    faults.push(
        "E603",
        tree.origin.place(""),
        Text::new(
            format!("参数无法读取：{error}。"),
            format!("the policy cannot be read: {error}."),
        ),
        Text::new("改正该值。", "correct that value."),
    );
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hongshan_lies_upon_the_national_policy() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/hongshan.toml");
        let policy = Policy::load(&path).expect("hongshan.toml is sound");
        assert_eq!(policy.year.label, "赤峰市红山区2026—2027学年");
        assert_eq!(
            policy.as_of(),
            Month {
                year: 2026,
                month: 9
            }
        );
        assert_eq!(
            policy.rules.rotation.share,
            rust_decimal::Decimal::new(1, 1)
        );
        assert_eq!(
            policy.rules.titles.source,
            Policy::national().rules.titles.source
        );
    }
}
