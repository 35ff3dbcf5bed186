//! `export`: lists from a plan, made anew from the county's data, which a result folder only points at — so that no
//! output has to carry what it must not say.

use super::exit::{Exit, Failure};
use super::solve::failure;
use super::{Context, faults, input, out};
use crate::audit::{self, Audit};
use crate::case::Case;
use crate::plan::Plan;
use crate::plan::result::{Solved, Status, TierResult};
use crate::report::result::ResultFile;
use crate::report::{self, Mark, RunInfo, Source};
use crate::tables::fault::Faults;
use crate::text::Lang;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// What a plan is exported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum As {
    /// The whole workbook for the office 聘任方案全套表
    Appointment,
    /// The list for the public, with as little about persons as will do 公示名单
    Notice,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder that solve wrote, a plan.csv, or an edited appointment workbook 方案
    pub plan: PathBuf,
    /// Which list 名单种类
    #[arg(long = "as", value_enum)]
    pub kind: As,
    /// The workbook to write (.xlsx) 输出文件
    #[arg(short, long)]
    pub out: PathBuf,
    /// The county's data, when they have moved or the plan stands alone 数据
    #[arg(long, value_name = "COUNTY")]
    pub county: Option<PathBuf>,
    /// The policy file, when it has moved or the plan stands alone 政策文件
    #[arg(short, long)]
    pub policy: Option<PathBuf>,
    /// The meeting that approved the plan; without it every list says 建议方案 审定会议
    #[arg(long = "final", value_name = "MEETING", value_parser = meeting)]
    pub approved: Option<String>,
    /// Replace an earlier file 覆盖已有文件
    #[arg(long)]
    pub force: bool,
}

fn meeting(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("请写明审定会议的名称 / name the meeting".to_owned()),
        name => Ok(name.to_owned()),
    }
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    check_out(&args)?;
    let record = Record::beside(&args.plan)?;
    let (case, info) = record.case(&args, context)?;
    let plan = read(&args.plan, &case, context)?;
    let audit = audit::audit(&case, &plan);
    if audit.broken() {
        return Ok(refuse(&audit, context));
    }
    let mark = args.approved.clone().map_or(Mark::Proposal, Mark::Final);
    let bytes = match args.kind {
        As::Appointment => {
            let solved = record.solved(&plan, &case, &audit);
            report::appointments(&case, &plan, &solved, &audit, &info, &mark)?
        }
        As::Notice => report::notice(&case, &plan, &mark).map_err(|error| match error {
            report::NoticeError::Column(text) => Failure::Usage(text),
            report::NoticeError::Internal(error) => Failure::Internal(error),
        })?,
    };
    report::write_file(&args.out, args.force, &bytes).map_err(failure)?;
    say(&args, &plan, &mark, context);
    Ok(Exit::Done)
}

fn check_out(args: &Args) -> Result<(), Failure> {
    let ending = args
        .out
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    if !ending.eq_ignore_ascii_case("xlsx") {
        let shown = args.out.display();
        return Err(Failure::usage(
            format!("输出文件“{shown}”须以 .xlsx 结尾。请用 -o 更正文件名。"),
            format!("the output {shown} must end in .xlsx; correct the name given with -o"),
        ));
    }
    report::check_file(&args.out, args.force).map_err(failure)
}

/// What stands beside a plan: the result file of its solve, if there is one.
struct Record {
    folder: PathBuf,
    result: Option<ResultFile>,
}

impl Record {
    fn beside(plan: &Path) -> Result<Record, Failure> {
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
        match serde_json::from_str(&text) {
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

    fn source(&self, of: fn(&ResultFile) -> &Option<Source>) -> Option<&Source> {
        self.result.as_ref().and_then(|r| of(r).as_ref())
    }

    /// Reads the county and the policy that the plan was made from, and makes sure that they still are the same.
    fn case(&self, args: &Args, context: &Context) -> Result<(Case, RunInfo), Failure> {
        if let Some(scenario) = self.result.as_ref().and_then(|r| r.scenarios.first()) {
            return Err(Failure::usage(
                format!("该方案在情景“{}”下编制，尚不能导出名单。", scenario.path),
                format!(
                    "this plan was made under the scenario {}; its lists cannot be exported yet",
                    scenario.path
                ),
            ));
        }
        let (county, policy) = (self.source(|r| &r.county), self.source(|r| &r.policy));
        let county_path = match (&args.county, county) {
            (Some(given), _) => given.clone(),
            (None, Some(recorded)) => {
                self.recorded(recorded, "--county", ("数据", "county's data"))?
            }
            (None, None) => {
                return Err(Failure::usage(
                    "方案旁没有 result.json，无从得知它依据的数据。请用 --county 指明数据（必要时用 -p 指明政策）。",
                    "there is no result.json beside the plan to say what it was made from; name the data with --county (and the policy with -p)",
                ));
            }
        };
        let policy_path = match (&args.policy, policy.filter(|p| !p.path.is_empty())) {
            (Some(given), _) => Some(given.clone()),
            (None, Some(recorded)) => {
                Some(self.recorded(recorded, "-p", ("政策文件", "policy file"))?)
            }
            (None, None) => None,
        };
        let case = input::case(&county_path, policy_path.as_deref(), context)?;
        let policy_hash = report::policy_hash(&case.policy);
        same(
            county,
            &case.county.hash,
            &county_path,
            ("数据", "county's data"),
        )?;
        let shown = policy_path.clone().unwrap_or_default();
        same(policy, &policy_hash, &shown, ("政策", "policy"))?;
        let info = RunInfo {
            solver: self
                .result
                .as_ref()
                .map_or_else(String::new, ResultFile::solver),
            county: Some(Source::new(county_path, &case.county.hash)),
            policy: Some(Source::new(shown, policy_hash)),
            ..RunInfo::default()
        };
        Ok((case, info))
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

    /// What is known of how good the plan is. A plan changed by hand keeps its proof only down to the first tier that
    /// the change has touched.
    fn solved(&self, plan: &Plan, case: &Case, audit: &Audit) -> Solved {
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

/// The data must be those that the plan was made from.
fn same(
    recorded: Option<&Source>,
    hash: &str,
    path: &Path,
    what: (&str, &str),
) -> Result<(), Failure> {
    match recorded {
        Some(source) if source.sha256 != hash => {
            let shown = path.display();
            Err(Failure::usage(
                format!(
                    "{}“{shown}”与编制该方案时不同（指纹不符）。名单须与方案依据一致：请恢复原来的{}，或按现在的重新求解。",
                    what.0, what.0
                ),
                format!(
                    "the {} ({shown}) differ from what the plan was made from (hashes differ); bring the original back, or solve again",
                    what.1
                ),
            ))
        }
        _ => Ok(()),
    }
}

fn read(path: &Path, case: &Case, context: &Context) -> Result<Plan, Failure> {
    let mut found = Faults::default();
    match crate::plan::read::read(path, case, &mut found) {
        Some(plan) => {
            if !context.quiet {
                faults::say_warnings(&found, context);
            }
            Ok(plan)
        }
        None => Err(Failure::Input(found)),
    }
}

/// A plan that breaks a rule is not put on paper.
fn refuse(audit: &Audit, context: &Context) -> Exit {
    let broken = audit.findings.list.iter().filter(|f| f.broken);
    for finding in broken.clone() {
        out::remark(&format!(
            "{} {}\n",
            finding.rule,
            finding.text.get(context.lang)
        ));
    }
    let n = broken.count();
    out::remark(&match context.lang {
        Lang::Zh => format!("方案有 {n} 处不符合硬性规则，未写出名单。请改正方案后再导出。\n"),
        Lang::En => format!(
            "The plan breaks hard rules in {n} places; no list was written. Correct it first.\n"
        ),
    });
    Exit::Broken
}

fn say(args: &Args, plan: &Plan, mark: &Mark, context: &Context) {
    let place = args.out.display();
    if context.json {
        let json = serde_json::json!({
            "out": args.out,
            "persons": plan.rows.len(),
            "proposal": *mark == Mark::Proposal,
        });
        out::print(&format!("{json}\n"));
    } else if !context.quiet {
        out::print(&match (context.lang, mark) {
            (Lang::Zh, Mark::Proposal) => {
                format!("已写入 {place}（建议方案；审定后加 --final 会议名称 重新导出）\n")
            }
            (Lang::Zh, Mark::Final(_)) => format!("已写入 {place}\n"),
            (Lang::En, Mark::Proposal) => format!(
                "written to {place} (a proposal; export again with --final MEETING once approved)\n"
            ),
            (Lang::En, Mark::Final(_)) => format!("written to {place}\n"),
        });
    }
}
