//! `scenarios`: a folder of what-ifs, each solved into its own folder, side by side on the cores; then compared.
//!
//! What is done already is known by its hashes: data, policy, scenario, options and version must all be the same. One
//! scenario that fails is named and stops no other.

use super::exit::{Exit, Failure};
use super::input::{self, Loaded};
use super::policy::PolicyArgs;
use super::progress::Display;
use super::record::Given;
use super::solve::{self, MethodArg, failure};
use super::{Context, compare, jobs, out};
use crate::case::Case;
use crate::county;
use crate::plan::result::Status;
use crate::policy::Scenario;
use crate::report::result::ResultFile;
use crate::report::{self, compare as paper};
use crate::scenario as side_by_side;
use crate::tables::fault::Severity;
use crate::text::{Lang, Text};
use indicatif::MultiProgress;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The folder of the plan without any scenario, which all others are held against.
const BASE: &str = "base";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿或文件夹
    pub county: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// Folder of scenario files (.toml) 情景文件夹
    pub dir: PathBuf,
    /// Folder for the results: one folder a scenario, and the comparison 结果文件夹
    #[arg(short, long)]
    pub out: PathBuf,
    /// How many are solved at the same time (default: the number of cores) 同时求解个数
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=256))]
    pub jobs: Option<u32>,
    /// Seconds for each scenario, after which its best plan so far is taken 每个情景限时（秒）
    #[arg(long, value_name = "S", value_parser = solve::seconds)]
    pub time_limit: Option<f64>,
    /// Relative gap at which T8–T11 may stop (default: the policy's) 允许差距
    #[arg(long, value_name = "G", value_parser = solve::share)]
    pub gap: Option<f64>,
}

/// One scenario to be run.
struct Job {
    name: String,
    args: solve::Args,
    display: Arc<Display>,
}

/// How one scenario ended.
#[derive(Debug, Clone, Serialize)]
struct Ended {
    name: String,
    title: String,
    /// `solved`, `kept` (done before), or why not.
    state: State,
    reason: Option<Text>,
    /// Nothing in policy or data differs from the plan without scenario.
    same_as_base: bool,
    #[serde(skip)]
    code: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Solved,
    Kept,
    /// Stopped by the limit, with a plan.
    Stopped,
    NoPlan,
    Failed,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let files = files(&args.dir)?;
    // The data must be readable and the place writable before the long work begins.
    let base = input::load(&args.county, &args.policy, context)?;
    fs::create_dir_all(&args.out).map_err(|e| failure(report::WriteError::io(&args.out, &e)))?;
    let bars = MultiProgress::new();
    let mut jobs = vec![job(BASE, &args, None, &bars, context)];
    for file in &files {
        jobs.push(job(&stem(file), &args, Some(file), &bars, context));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let handle = stop.clone();
    let _ = ctrlc::set_handler(move || handle.store(true, Ordering::Relaxed));
    let ended = jobs::side_by_side(&jobs, args.jobs, |job| one(job, &base, &stop, context));
    conclude(&args, &ended, context)
}

/// The scenario files in the order of their names.
fn files(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::usage(
            format!("情景文件夹“{}”读不出：{error}。", dir.display()),
            format!(
                "the folder of scenarios {} cannot be read: {error}",
                dir.display()
            ),
        )
    };
    let entries = fs::read_dir(dir).map_err(unreadable)?;
    let paths = entries.flatten().map(|e| e.path());
    let mut files: Vec<PathBuf> = paths
        .filter(|p| {
            p.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("toml"))
        })
        .collect();
    files.sort();
    let named = |name: &str| files.iter().any(|f| stem(f) == name);
    if files.is_empty() {
        return Err(Failure::usage(
            format!("“{}”中没有情景文件（.toml）。", dir.display()),
            format!("there is no scenario (.toml) in {}", dir.display()),
        ));
    }
    if named(BASE) {
        return Err(Failure::usage(
            format!("情景文件不能取名 {BASE}.toml：这个名称留给不加情景的方案。"),
            format!(
                "no scenario may be called {BASE}.toml: the name is for the plan without scenario"
            ),
        ));
    }
    Ok(files)
}

fn stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn job(
    name: &str,
    args: &Args,
    file: Option<&PathBuf>,
    bars: &MultiProgress,
    context: &Context,
) -> Job {
    let mut policy = args.policy.clone();
    policy.scenario.extend(file.cloned());
    Job {
        name: name.to_owned(),
        args: solve::Args {
            keep: None,
            keep_tier: None,
            county: args.county.clone(),
            policy,
            out: args.out.join(name),
            force: true,
            time_limit: args.time_limit,
            gap: args.gap,
            threads: 1,
            until: None,
            start: None,
            method: MethodArg::Auto,
            beside: Default::default(),
        },
        display: Arc::new(Display::among(bars, name, context)),
    }
}

fn one(job: &Job, base: &Loaded, stop: &Arc<AtomicBool>, context: &Context) -> Ended {
    let quiet = Context {
        quiet: true,
        ..context.clone()
    };
    let mut ended = Ended {
        name: job.name.clone(),
        title: String::new(),
        state: State::Failed,
        reason: None,
        same_as_base: false,
        code: 0,
    };
    match input::load(&job.args.county, &job.args.policy, &quiet) {
        Err(error) => fail(&mut ended, &error),
        Ok(Loaded { case, scenarios }) => {
            let base_data = county::fingerprint(&base.case.county);
            if let Some(last) = scenarios.get(base.scenarios.len()) {
                ended.title = last.title.clone();
                ended.same_as_base = case.policy.hash == base.case.policy.hash
                    && county::fingerprint(&case.county) == base_data;
            }
            if standing(job, &case, &scenarios) {
                ended.state = State::Kept;
            } else if stop.load(Ordering::Relaxed) {
                ended.reason = Some(Text::new("未开始即被中止", "stopped before it began"));
                ended.state = State::NoPlan;
                ended.code = Exit::Stopped.code();
            } else {
                solved(job, &case, &scenarios, stop, &mut ended);
            }
        }
    }
    job.display.end(word(&ended).get(context.lang));
    ended
}

fn solved(
    job: &Job,
    case: &Case,
    scenarios: &[Scenario],
    stop: &Arc<AtomicBool>,
    ended: &mut Ended,
) {
    match solve::work(&job.args, case, scenarios, None, &job.display, stop.clone()) {
        Err(error) => fail(ended, &error),
        Ok(Ok(done)) => {
            (ended.state, ended.code) = match done.solved.status {
                Status::TimeLimit => (State::Stopped, Exit::Stopped.code()),
                _ => (State::Solved, 0),
            };
        }
        Ok(Err(outcome)) => {
            ended.state = State::NoPlan;
            ended.code = match outcome.is_infeasible() {
                true => Exit::Broken.code(),
                false => Exit::Stopped.code(),
            };
            ended.reason = Some(match (outcome.is_infeasible(), outcome.reasons.first()) {
                (_, Some(reason)) => reason.clone(),
                (true, None) => Text::new("没有可行方案", "there is no plan"),
                (false, None) => Text::new("限时内没有找到方案", "no plan within the limit"),
            });
        }
    }
}

fn fail(ended: &mut Ended, error: &Failure) {
    ended.state = State::Failed;
    ended.code = error.code();
    ended.reason = Some(match error {
        Failure::Usage(text) => text.clone(),
        Failure::Internal(error) => Text::new(format!("{error:#}"), format!("{error:#}")),
        Failure::Input(faults) => {
            let errors: Vec<_> = faults
                .list
                .iter()
                .filter(|f| f.severity == Severity::Error)
                .collect();
            let said = |lang: Lang| {
                let all = errors.iter().map(|f| {
                    let place = f.place.to_string();
                    format!("{} {place} {}", f.code, f.cause.get(lang))
                });
                all.collect::<Vec<_>>().join("; ")
            };
            Text::new(said(Lang::Zh), said(Lang::En))
        }
    });
}

/// Whether the folder already holds what this job would bring: made from the same data, policy, scenarios, options and
/// version, and still as it was written.
fn standing(job: &Job, case: &Case, scenarios: &[Scenario]) -> bool {
    let read = |name: &str| fs::read(job.args.out.join(name)).ok();
    let result =
        read(report::result::FILE).and_then(|b| serde_json::from_slice::<ResultFile>(&b).ok());
    let Some(result) = result else { return false };
    let hash = |s: &Option<report::Source>| s.as_ref().map(|s| s.sha256.clone());
    let was: Vec<&str> = result.scenarios.iter().map(|s| s.sha256.as_str()).collect();
    let is: Vec<&str> = scenarios.iter().map(|s| s.hash.as_str()).collect();
    let (options, args) = (&result.options, &job.args);
    let version = result.versions.get("jiaopin").and_then(|v| v.as_str());
    let whole = |(name, hash): (&String, &serde_json::Value)| {
        read(name).is_some_and(|b| hash.as_str() == Some(&report::sha256(&b)))
    };
    hash(&result.county).as_deref() == Some(&*case.county.hash)
        && hash(&result.policy) == Some(report::policy_hash(&case.policy))
        && was == is
        && (options.time_limit, options.gap) == (args.time_limit, args.gap)
        && version == Some(env!("CARGO_PKG_VERSION"))
        && result.files.iter().all(whole)
}

fn word(ended: &Ended) -> Text {
    match (ended.state, &ended.reason) {
        (State::Solved, _) => Text::new("已求解", "solved"),
        (State::Kept, _) => Text::new("沿用已有结果", "kept from an earlier run"),
        (State::Stopped, _) => Text::new("限时内的最好方案", "best plan within the limit"),
        (_, Some(reason)) => Text::new(
            format!("未完成：{}", reason.zh),
            format!("not done: {}", reason.en),
        ),
        (_, None) => Text::new("未完成", "not done"),
    }
}

/// Compares what there is, and says how everything ended.
fn conclude(args: &Args, ended: &[Ended], context: &Context) -> Result<Exit, Failure> {
    let quiet = Context {
        quiet: true,
        ..context.clone()
    };
    let mut sides = Vec::new();
    let mut year = None;
    let there = |e: &&Ended| matches!(e.state, State::Solved | State::Kept | State::Stopped);
    for one in ended.iter().filter(there) {
        let (side, label) = compare::side(&args.out.join(&one.name), &Given::default(), &quiet)?;
        sides.push(side);
        year.get_or_insert(label);
    }
    let (label, as_of) = year.unwrap_or_default();
    let all = side_by_side::compare(&sides);
    let json = serde_json::to_vec_pretty(&all).map_err(anyhow::Error::from)?;
    if sides.len() > 1 {
        for (name, bytes) in [
            ("compare.html", paper::page(&all, &label)?),
            ("compare.xlsx", paper::workbook(&all, &label, &as_of)?),
            ("compare.json", json),
        ] {
            report::write_file(&args.out.join(name), true, &bytes).map_err(failure)?;
        }
    }
    if context.json {
        out::json(&serde_json::json!({ "scenarios": ended, "comparison": all }))?;
    } else if !context.quiet {
        out::print(&said(ended, context.lang));
        if sides.len() > 1 {
            out::print(&compare::text(&all, context.lang));
        }
    }
    finish(ended, context)
}

fn said(ended: &[Ended], lang: Lang) -> String {
    let row = |e: &Ended| {
        let mut word = word(e).get(lang).to_owned();
        if e.same_as_base {
            word += lang.pick("（没有改动任何参数或数据）", " (changes nothing)");
        }
        vec![String::new(), e.name.clone(), e.title.clone(), word]
    };
    out::columns(&ended.iter().map(row).collect::<Vec<_>>())
}

/// The worst ending decides; what failed has been said.
fn finish(ended: &[Ended], context: &Context) -> Result<Exit, Failure> {
    let failed = |least: u8| ended.iter().filter(|e| e.code == least).collect::<Vec<_>>();
    let names = |all: &[&Ended]| {
        let said = all.iter().map(|e| {
            let reason = e.reason.as_ref().map_or("", |r| r.get(context.lang));
            format!("{}：{reason}", e.name)
        });
        said.collect::<Vec<_>>().join("\n")
    };
    let (internal, input) = (failed(70), failed(2));
    if !internal.is_empty() {
        return Err(Failure::Internal(anyhow::anyhow!(names(&internal))));
    }
    if !input.is_empty() {
        let n = input.len();
        return Err(Failure::usage(
            format!("{n} 个情景有误，其余已完成：\n{}", names(&input)),
            format!(
                "{n} scenario(s) are faulty, the others are done:\n{}",
                names(&input)
            ),
        ));
    }
    Ok(match ended.iter().map(|e| e.code).max() {
        Some(3) => Exit::Stopped,
        Some(1) => Exit::Broken,
        _ => Exit::Done,
    })
}
