//! The record of a solve: what a plan was made from, and what is known of how good it is.

use crate::audit::Audit;
use crate::case::Case;
use crate::cli::Context;
use crate::cli::exit::Failure;
use crate::cli::input::{self, Loaded};
use crate::cli::policy::PolicyArgs;
use crate::plan::Plan;
use crate::plan::result::{Solved, Status, TierResult};
use crate::policy::Policy;
use crate::report::frontier::Curve;
use crate::report::result::ResultFile;
use crate::report::{self, RunInfo, Source, WhatIf};
use crate::tables::fault::Faults;
use crate::tables::source::holds_tables;
use crate::tables::tell;
use crate::text::Text;
use std::path::{Path, PathBuf};

/// What a plan was made from, in the words of a message.
const COUNTY: (&str, &str) = ("数据", "county's data");
const POLICY: (&str, &str) = ("政策", "policy");
const SCENARIO: (&str, &str) = ("情景", "scenario");

/// What the command line says of a plan's data; what it leaves out is taken from the record.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    pub county: Option<PathBuf>,
    pub policy: PolicyArgs,
}

/// What stands beside a plan: the result file of its solve, if there is one.
pub(super) struct Record {
    folder: PathBuf,
    result: Option<ResultFile>,
}

impl Record {
    pub(super) fn beside(plan: &Path) -> Result<Record, Failure> {
        is_plan(plan)?;
        let folder = match plan.is_dir() {
            true => plan.to_path_buf(),
            false => plan.parent().map(Path::to_path_buf).unwrap_or_default(),
        };
        let file = folder.join("result.json");
        let Ok(text) = std::fs::read_to_string(&file) else {
            return Ok(Record {
                folder,
                result: None,
            });
        };
        match serde_json::from_str::<ResultFile>(&text) {
            Ok(result) if result.status == Status::Infeasible && plan.is_dir() => {
                Err(Failure::usage(
                    format!(
                        "“{}”的求解没有可行方案（原因见其中的 result.json），没有名单可用。",
                        plan.display()
                    ),
                    format!(
                        "the solve of {} found that there is no plan (its result.json says why)",
                        plan.display()
                    ),
                ))
            }
            Ok(result) => Ok(Record {
                folder,
                result: Some(result),
            }),
            Err(error) => Err(Failure::usage(
                format!(
                    "“{}”读不懂（{error}），可能由其他版本写出或被改动。请重新求解，或把方案单独放到别处并用 --county 指明数据。",
                    file.display()
                ),
                format!(
                    "{} cannot be understood ({error}): another version wrote it, or it was changed; solve again, or put the plan elsewhere and name the data with --county",
                    file.display()
                ),
            )),
        }
    }

    /// Reads the county, the policy and the scenarios that the plan was made from, and makes sure that they still are
    /// the same.
    pub(super) fn case(
        &self,
        given: &Given,
        context: &Context,
    ) -> Result<(Case, RunInfo), Failure> {
        let county_path = self.county(given)?;
        let policy = self.policy(given)?;
        let Loaded { case, scenarios } = input::load(&county_path, &policy, context)?;
        let policy_hash = case.policy.hash.clone();
        let sources = policy.sources(&scenarios);
        if let Some(result) = &self.result {
            let county = result.county.as_ref();
            same(county, &case.county.hash, &county_path, COUNTY)?;
            same_scenarios(&result.scenarios, &sources)?;
            let path = policy.policy.clone().unwrap_or_default();
            same(result.policy.as_ref(), &policy_hash, &path, POLICY)?;
        }
        let path = policy.policy.unwrap_or_default();
        let title = self.result.as_ref().and_then(|r| r.options.title.clone());
        let mut what_if = WhatIf::all(&scenarios);
        what_if.extend(title.map(WhatIf::beside));
        let info = RunInfo {
            solver: self
                .result
                .as_ref()
                .map_or_else(String::new, ResultFile::solver),
            county: Some(Source::new(county_path, &case.county.hash)),
            policy: Some(Source::new(path, policy_hash)),
            scenarios: sources,
            what_if,
            frontier: self
                .result
                .as_ref()
                .and_then(|r| Curve::read(r.frontier.as_ref()?)),
            ..RunInfo::default()
        };
        Ok((case, info))
    }

    /// Where the county's data are: as given, else as recorded.
    fn county(&self, given: &Given) -> Result<PathBuf, Failure> {
        let recorded = self.result.as_ref().and_then(|r| r.county.as_ref());
        match (&given.county, recorded) {
            (Some(given), _) => Ok(given.clone()),
            (None, Some(recorded)) => self.recorded(recorded, "--county", COUNTY),
            (None, None) => Err(Failure::usage(
                "方案旁没有 result.json，无从得知它依据的数据。请用 --county 指明数据（必要时用 -p 指明政策、-s 指明情景）。",
                "there is no result.json beside the plan to say what it was made from; name the data with --county (the policy with -p, scenarios with -s)",
            )),
        }
    }

    /// Policy and scenarios: as given, else as recorded. The policy that travels with the program has no path.
    fn policy(&self, given: &Given) -> Result<PolicyArgs, Failure> {
        let mut given = given.policy.clone();
        let Some(result) = &self.result else {
            return Ok(given);
        };
        let recorded = result.policy.as_ref().filter(|p| !p.path.is_empty());
        if let (None, Some(recorded)) = (&given.policy, recorded) {
            given.policy = Some(self.recorded(recorded, "-p", POLICY)?);
        }
        if given.scenario.is_empty() {
            let all = result.scenarios.iter();
            given.scenario = all
                .map(|s| self.recorded(s, "-s", SCENARIO))
                .collect::<Result<_, _>>()?;
        }
        Ok(given)
    }

    /// A recorded path as seen from here.
    fn recorded(
        &self,
        source: &Source,
        option: &str,
        what: (&str, &str),
    ) -> Result<PathBuf, Failure> {
        let path = self.folder.join(&source.path);
        if path.exists() {
            return Ok(path);
        }
        let shown = path.display();
        Err(Failure::usage(
            format!(
                "编制该方案的{}“{shown}”已不在原处。请用 {option} 指明它现在的位置。",
                what.0
            ),
            format!(
                "the {} that the plan was made from is no longer at {shown}; say where it is with {option}",
                what.1
            ),
        ))
    }

    /// What speaks against deciding by the plan that the solve left.
    pub(super) fn caution(&self) -> Option<Text> {
        let result = self.result.as_ref()?;
        report::caution(result.status, &result.tiers)
    }

    /// The tiers that should be exact and are not proven because the solve was stopped.
    pub(super) fn cut_short(&self, policy: &Policy) -> Option<Text> {
        let result = self.result.as_ref()?;
        let stopped = result.status == Status::TimeLimit;
        let gap = |key: &str| policy.tiers.gap.get(key).copied().unwrap_or_default();
        stopped
            .then(|| report::unproven(&result.tiers, gap))
            .flatten()
    }

    /// Whether the plan was stopped before its last round.
    pub(super) fn rounds_left(&self, plan: &Plan) -> bool {
        let result = self.result.as_ref();
        plan.stops_after().is_some() || result.is_some_and(|r| r.status == Status::Partial)
    }

    /// What is known of how good the plan is. A plan changed by hand keeps its proof only down to the first tier that
    /// the change has touched.
    pub(super) fn solved(&self, plan: &Plan, case: &Case, audit: &Audit) -> Solved {
        let recorded = self.result.as_ref();
        let csv = report::sha256(&crate::plan::write::csv(case, plan));
        if let Some(result) =
            recorded.filter(|r| r.files.get("plan.csv").is_some_and(|h| *h == csv))
        {
            return Solved {
                status: result.status,
                tiers: result.tiers.clone(),
                lent: audit.lent.clone(),
                method: result.method.clone(),
                seconds: result.seconds,
            };
        }
        let mut holds = recorded.is_some();
        let mut tiers = Vec::new();
        for (key, value) in &audit.tiers {
            let known = recorded
                .and_then(|r| r.tiers.iter().find(|t| t.key == *key))
                .filter(|_| holds);
            tiers.push(TierResult {
                key: (*key).to_owned(),
                value: *value,
                bound: known.map_or(0, |t| t.bound),
                seconds: 0.0,
                proven: known.is_some_and(|t| t.proven && t.value == *value),
            });
            holds &= known.is_some_and(|t| t.value == *value);
        }
        Solved {
            status: Status::TimeLimit,
            tiers,
            lent: audit.lent.clone(),
            method: report::BY_HAND.to_owned(),
            seconds: 0.0,
        }
    }
}

/// A plan that is not there, or a county in its place, is said before anything is asked about its record.
fn is_plan(plan: &Path) -> Result<(), Failure> {
    let mut found = Faults::default();
    if !plan.exists() {
        tell::no_such_path(plan, &mut found);
    } else if plan.is_dir() && !plan.join(report::result::FILE).is_file() && holds_tables(plan) {
        tell::county_folder(plan, &mut found);
    }
    match found.list.is_empty() {
        true => Ok(()),
        false => Err(Failure::Input(found)),
    }
}

/// The data must be those that the plan was made from.
fn same(
    recorded: Option<&Source>,
    hash: &str,
    path: &Path,
    what: (&str, &str),
) -> Result<(), Failure> {
    match recorded {
        Some(source) if source.sha256 != hash => {
            // The policy that travels with the program has no path.
            let shown = match path.as_os_str().is_empty() {
                true => Path::new("national.toml").display(),
                false => path.display(),
            };
            Err(Failure::usage(
                format!(
                    "{}“{shown}”与编制该方案时不同（指纹不符）。名单须与方案依据一致：请恢复原来的{}，或按现在的重新求解。",
                    what.0, what.0
                ),
                format!(
                    "{shown} is not the {} that the plan was made from (hashes differ); bring the original back, or solve again",
                    what.1
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// The scenarios must be those that the plan was made under, in their order.
fn same_scenarios(recorded: &[Source], found: &[Source]) -> Result<(), Failure> {
    if recorded.len() != found.len() {
        let (n, m) = (recorded.len(), found.len());
        return Err(Failure::usage(
            format!("编制该方案时用了 {n} 个情景，现指明 {m} 个。请用 -s 逐一指明原来的情景。"),
            format!("the plan was made under {n} scenario(s), {m} are named; name each with -s"),
        ));
    }
    for (was, is) in recorded.iter().zip(found) {
        same(Some(was), &is.sha256, Path::new(&is.path), SCENARIO)?;
    }
    Ok(())
}
