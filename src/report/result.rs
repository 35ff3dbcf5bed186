//! result.json: how good the plan is, what it was made from, and with what. All times stand in fields named `seconds`;
//! without these the file is a function of the inputs.

use super::balance::{BalanceRow, INDICATORS, STAGES, variation};
use super::figures::{Counts, Figures};
use super::frontier::Curve;
use super::info::{Options, RunInfo, Source, sha256};
use crate::audit::Audit;
use crate::case::Case;
use crate::plan::Plan;
use crate::plan::result::{Solved, Status, TierResult};
use crate::rules::r08_rotation::reading::Rotation;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The file's name in an output folder.
pub const FILE: &str = super::folder::MARK;
/// Name and version of the file's format.
pub const FORMAT: &str = "jiaopin-result/1";

/// `result.json` as it is read back by `export`.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultFile {
    pub format: String,
    pub status: Status,
    /// Where there is no plan: why not. No list stands beside this file then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Text>,
    /// `[year] label` and `as_of` of the policy.
    pub label: String,
    pub as_of: String,
    pub method: String,
    pub tiers: Vec<TierResult>,
    pub counts: Value,
    pub indicators: Value,
    /// Leader posts and candidates; null without the table leader_posts.
    #[serde(default)]
    pub leaders: Value,
    /// Broken rules (none in a plan of ours) and findings that are only reported.
    pub audit: AuditCounts,
    pub county: Option<Source>,
    pub policy: Option<Source>,
    pub scenarios: Vec<Source>,
    /// A staged year: the rounds run and what they settled, and those that were not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<Value>,
    /// Seed and formula of the draw, for anybody to recompute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<Value>,
    /// A trade-off that was traced beside the plan, point by point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frontier: Option<Value>,
    /// SHA-256 of the files beside this one.
    pub files: Map<String, Value>,
    pub versions: Map<String, Value>,
    pub seed: u64,
    pub options: Options,
    pub seconds: f64,
}

impl ResultFile {
    /// Whether the plan was made from these data, this policy and these scenarios.
    pub fn is_of(&self, info: &RunInfo) -> bool {
        let hash = |s: &Option<Source>| s.as_ref().map(|s| s.sha256.clone());
        let all = |list: &[Source]| list.iter().map(|s| s.sha256.clone()).collect::<Vec<_>>();
        hash(&self.county) == hash(&info.county)
            && hash(&self.policy) == hash(&info.policy)
            && all(&self.scenarios) == all(&info.scenarios)
    }

    /// Name and version of the solver that made the plan.
    pub fn solver(&self) -> String {
        let solver = self.versions.get("solver").and_then(Value::as_str);
        solver.unwrap_or_default().to_owned()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditCounts {
    pub broken: usize,
    pub reported: usize,
}

/// What the file is made from.
pub struct Parts<'a> {
    pub case: &'a Case,
    pub plan: &'a Plan,
    pub solved: &'a Solved,
    pub audit: &'a Audit,
    pub info: &'a RunInfo,
    pub figures: &'a Figures,
    pub balance: &'a [BalanceRow],
}

impl Parts<'_> {
    /// The file's bytes; `files` are those beside it.
    pub fn bytes(&self, files: &[super::folder::File]) -> anyhow::Result<Vec<u8>> {
        bytes(&self.file(files))
    }

    fn file(&self, files: &[super::folder::File]) -> ResultFile {
        let findings = &self.audit.findings.list;
        let broken = findings.iter().filter(|f| f.broken).count();
        ResultFile {
            counts: self.counts(),
            indicators: self.indicators(),
            leaders: super::leaders::counts(self.case, self.plan),
            audit: AuditCounts {
                broken,
                reported: findings.len() - broken,
            },
            rounds: super::rounds::summary(self.case, self.plan),
            draw: super::rounds::draw(self.case),
            frontier: self.info.frontier.as_ref().map(Curve::json),
            files: files
                .iter()
                .map(|(name, content)| ((*name).to_owned(), sha256(content).into()))
                .collect(),
            ..bare(self.case, self.solved, self.info)
        }
    }

    fn counts(&self) -> Value {
        let counts = Counts::new(self.case, self.plan);
        let sum = |of: fn(&super::figures::SchoolFigures) -> u32| -> u64 {
            self.figures.schools.iter().map(|f| u64::from(of(f))).sum()
        };
        let class: Map<String, Value> = counts
            .class
            .iter()
            .map(|(c, n)| (c.key().to_owned(), (*n).into()))
            .collect();
        let outcome: Map<String, Value> = counts
            .outcome
            .iter()
            .map(|(o, n)| (o.key().to_owned(), (*n).into()))
            .collect();
        json!({
            "schools": self.case.county.schools.len(),
            "persons": self.plan.rows.len(),
            "class": class,
            "outcome": outcome,
            "posts": sum(|f| f.posts),
            "seats_taken": sum(|f| f.filled),
            "uncovered": self.figures.uncovered(),
            "changes": self.figures.changes,
            "approved_staff": sum(|f| f.approved),
            "lent": sum(|f| f.lent),
            "over": sum(|f| f.over),
        })
    }

    fn indicators(&self) -> Value {
        let sum = |of: fn(&Rotation) -> i64| -> i64 {
            self.figures.schools.iter().map(|f| of(&f.rotation)).sum()
        };
        let mut stages = Map::new();
        for stage in STAGES {
            let rows = || self.balance.iter().filter(move |r| r.stage == stage);
            if rows().next().is_none() {
                continue;
            }
            let mut of_stage = Map::new();
            for (k, (key, _)) in INDICATORS.iter().enumerate() {
                let total = |of: fn(&super::balance::Indicator) -> i64| -> i64 {
                    rows().map(|r| of(&r.of[k])).sum()
                };
                let (before, after) = variation(self.balance, stage, k).unzip();
                of_stage.insert(
                    (*key).to_owned(),
                    json!({
                        "need": total(|i| i.need),
                        "before": total(|i| i.before),
                        "after": total(|i| i.after),
                        "deficit_before": total(|i| i.deficit_before()),
                        "deficit_after": total(|i| i.deficit()),
                        "variation_before": before.map(rounded),
                        "variation_after": after.map(rounded),
                    }),
                );
            }
            stages.insert(stage.en().to_owned(), Value::Object(of_stage));
        }
        json!({
            "rotation": {
                "due": sum(|r| r.due),
                "need": sum(|r| r.need),
                "moved": sum(|r| r.moved),
                "backbone": sum(|r| r.backbone_moved),
            },
            "balance": stages,
        })
    }
}

/// The file of a solve that ended without a plan: what was asked of which data, and why there is none.
pub fn without_plan(
    case: &Case,
    solved: &Solved,
    reasons: &[Text],
    info: &RunInfo,
) -> anyhow::Result<Vec<u8>> {
    let file = ResultFile {
        reasons: reasons.to_vec(),
        counts: json!({ "schools": case.county.schools.len() }),
        ..bare(case, solved, info)
    };
    bytes(&file)
}

fn bytes(file: &ResultFile) -> anyhow::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(file)?;
    text.push(b'\n');
    Ok(text)
}

/// What is known of a run whatever came of it.
fn bare(case: &Case, solved: &Solved, info: &RunInfo) -> ResultFile {
    let year = &case.policy.year;
    let mut versions = Map::new();
    versions.insert("jiaopin".to_owned(), env!("CARGO_PKG_VERSION").into());
    versions.insert("solver".to_owned(), info.solver.clone().into());
    ResultFile {
        format: FORMAT.to_owned(),
        status: solved.status,
        reasons: Vec::new(),
        label: year.label.clone(),
        as_of: year.as_of.clone(),
        method: solved.method.clone(),
        tiers: solved.tiers.clone(),
        counts: Value::Null,
        indicators: Value::Null,
        leaders: Value::Null,
        audit: AuditCounts {
            broken: 0,
            reported: 0,
        },
        county: info.county.clone(),
        policy: info.policy.clone(),
        scenarios: info.scenarios.clone(),
        rounds: None,
        draw: None,
        frontier: None,
        files: Map::new(),
        versions,
        seed: info.seed,
        options: info.options.clone(),
        seconds: solved.seconds,
    }
}

/// To six decimals: what a machine's arithmetic may differ in stays out of the file.
fn rounded(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

/// Name and version of the program and of the solver inside.
pub fn versions(info: &RunInfo) -> Vec<String> {
    let mut all = vec![format!("jiaopin {}", env!("CARGO_PKG_VERSION"))];
    if !info.solver.is_empty() {
        all.push(info.solver.clone());
    }
    all
}
