//! Work side by side on the cores: the counties of `solve`, the scenarios of `scenarios`, what `levers` tries.
//!
//! Of counties and scenarios, each plan is made by one thread, as alone, and stands in its own folder. What stands already is known by its hashes:
//! data, policy, scenarios, options and versions must all be the same. One that fails is named and stops no other.

use super::exit::{Exit, Failure};
use super::input::{self, Loaded};
use super::progress::Display;
use super::solve::{self, How, NoPlan};
use super::{Context, out};
use crate::county;
use crate::plan::result::Status;
use crate::report::{self, result::ResultFile};
use crate::tables::fault::{Fault, Faults, Severity};
use crate::text::{Lang, Text};
use indicatif::MultiProgress;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// How a list is spread over cores and machines.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Spread {
    /// How many are solved at the same time (default: the number of cores) 同时求解几个（默认为处理器核数）
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=256))]
    pub jobs: Option<u32>,
    /// Only part K of N equal parts of the list, for one machine of several 多台机器分做时，只做 N 份中的第 K 份
    #[arg(long, value_name = "K/N", value_parser = shard)]
    pub shard: Option<Shard>,
}

/// Part `part` of `parts`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    part: usize,
    parts: usize,
}

fn shard(text: &str) -> Result<Shard, String> {
    let read = || {
        let (part, parts) = text.split_once('/')?;
        let (part, parts) = (part.parse().ok()?, parts.parse().ok()?);
        (1 <= part && part <= parts).then_some(Shard { part, parts })
    };
    read().ok_or_else(|| "须为 K/N，K 从 1 到 N / K/N with K from 1 to N, such as 2/8".to_owned())
}

impl Shard {
    /// Every N-th of the list: neighbours are often alike in size, so that the parts take about the same time.
    fn takes(self, at: usize) -> bool {
        at % self.parts == self.part - 1
    }
}

impl Spread {
    /// What of a list is to be done here.
    pub fn of<T>(self, list: Vec<T>) -> Vec<T> {
        let all = list.into_iter().enumerate();
        let here = all.filter(|(at, _)| self.shard.is_none_or(|s| s.takes(*at)));
        here.map(|(_, one)| one).collect()
    }
}

/// One plan to be made.
pub struct Job {
    pub name: String,
    pub county: PathBuf,
    pub how: How,
}

/// How one of them ended.
#[derive(Debug, Clone)]
pub struct Ended {
    pub name: String,
    /// The folder of its plan, where it has one.
    pub at: PathBuf,
    pub state: State,
    /// Why not.
    pub reason: Option<Text>,
    pub code: u8,
    /// None where it could not be read.
    pub given: Option<Given>,
}

/// What a plan is made from, the scenarios' changes made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    policy: String,
    data: String,
}

impl Given {
    pub fn of(loaded: &Loaded) -> Given {
        Given {
            policy: loaded.case.policy.hash.clone(),
            data: county::fingerprint(&loaded.case.county),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Solved,
    /// Done before.
    Kept,
    /// Stopped by the limit, with a plan.
    Stopped,
    /// A scenario of schools or persons that this county does not have.
    Skipped,
    NoPlan,
    Failed,
}

/// Makes the plans; how they ended is in the order of the jobs.
pub fn run(jobs: &[Job], spread: Spread, context: &Context) -> Vec<Ended> {
    let stop = solve::stop_at_ctrl_c();
    let bars = MultiProgress::new();
    let display = |job: &Job| Arc::new(Display::among(&bars, &job.name, context));
    let waiting: Vec<(&Job, Arc<Display>)> = jobs.iter().map(|j| (j, display(j))).collect();
    side_by_side(&waiting, spread.jobs, |(job, display)| {
        one(job, display, &stop, context)
    })
}

/// Does all of a list, as many at a time as asked for (else as there are cores); whoever is free takes the next. The
/// results are in the order of the list.
pub fn side_by_side<T: Sync, R: Send>(
    list: &[T],
    at_once: Option<u32>,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = at_once.map_or(cores, |n| n as usize).min(list.len());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let worker = || loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(one) = list.get(at) else { return };
        let result = work(one);
        if let Ok(mut done) = done.lock() {
            done.push((at, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(worker);
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn one(job: &Job, display: &Arc<Display>, stop: &Arc<AtomicBool>, context: &Context) -> Ended {
    let quiet = Context {
        quiet: true,
        ..context.clone()
    };
    let loaded = input::load(&job.county, &job.how.policy, &quiet);
    let given = loaded.as_ref().ok().map(Given::of);
    let mut at = job.how.out.clone();
    let (state, code, reason) = match loaded {
        Err(Failure::Input(faults)) if foreign(&faults) => {
            (State::Skipped, 0, Some(causes(&faults)))
        }
        Err(error) => failed(&error),
        Ok(loaded) if standing(job, &loaded) => (State::Kept, 0, None),
        Ok(_) if stop.load(Ordering::Relaxed) => {
            let reason = Text::new("未开始即被中止", "stopped before it began");
            (State::NoPlan, Exit::Stopped.code(), Some(reason))
        }
        Ok(loaded) => solved(job, &loaded, display, stop, &mut at),
    };
    let ended = Ended {
        name: job.name.clone(),
        at,
        state,
        reason,
        code,
        given,
    };
    display.end(ended.word().get(context.lang));
    ended
}

type End = (State, u8, Option<Text>);

/// Makes the plan; `at` becomes the folder where it stands.
fn solved(
    job: &Job,
    loaded: &Loaded,
    display: &Arc<Display>,
    stop: &Arc<AtomicBool>,
    at: &mut PathBuf,
) -> End {
    let made = solve::places(&job.how)
        .and_then(|()| solve::work(&job.county, &job.how, loaded, None, display, stop.clone()));
    match made {
        Err(error) => failed(&error),
        Ok(Ok(done)) => {
            at.clone_from(&done.at);
            match done.solved.status {
                Status::TimeLimit => (State::Stopped, Exit::Stopped.code(), None),
                _ if !done.beside.complete() => (State::Stopped, Exit::Stopped.code(), None),
                _ => (State::Solved, 0, None),
            }
        }
        Ok(Err(NoPlan { outcome, .. })) => {
            let (code, why) = match outcome.is_infeasible() {
                true => (Exit::Broken, Text::new("没有可行方案", "there is no plan")),
                false => (
                    Exit::Stopped,
                    Text::new("限时内没有找到方案", "no plan within the limit"),
                ),
            };
            (State::NoPlan, code.code(), Some(all(why, &outcome.reasons)))
        }
    }
}

/// That there is no plan, and why.
fn all(why: Text, reasons: &[Text]) -> Text {
    let zh = reasons.iter().map(|r| r.zh.as_str());
    let en = reasons.iter().map(|r| r.en.as_str());
    let zh: Vec<&str> = std::iter::once(why.zh.as_str()).chain(zh).collect();
    let en: Vec<&str> = std::iter::once(why.en.as_str()).chain(en).collect();
    Text::new(zh.join("；"), en.join("; "))
}

fn failed(error: &Failure) -> End {
    let reason = match error {
        Failure::Usage(text) => text.clone(),
        Failure::Internal(error) => Text::new(format!("{error:#}"), format!("{error:#}")),
        Failure::Input(faults) => causes(faults),
    };
    (State::Failed, error.code(), Some(reason))
}

fn errors(faults: &Faults) -> impl Iterator<Item = &Fault> {
    let all = faults.list.iter();
    all.filter(|f| f.severity == Severity::Error)
}

/// Of a county's faults so many are told with their remedies where several counties are planned.
const TOLD: usize = 5;

/// What is wrong and what to do, in one line.
fn causes(faults: &Faults) -> Text {
    let all = errors(faults).count();
    let said = |lang: Lang, between: &str| {
        let one = |f: &Fault| {
            let bare = |text: &Text| text.get(lang).trim_end_matches(['。', '.']).to_owned();
            let (cause, remedy) = (bare(&f.cause), bare(&f.remedy));
            format!("{} {} {cause} → {remedy}", f.code, f.place)
        };
        let told = errors(faults).take(TOLD).map(one);
        told.collect::<Vec<_>>().join(between)
    };
    let (zh, en) = match all > TOLD {
        true => (
            format!("；共 {all} 处，用 check 查看全部"),
            format!("; {all} in all, check tells them"),
        ),
        false => Default::default(),
    };
    Text::new(
        format!("{}{zh}", said(Lang::Zh, "；")),
        format!("{}{en}", said(Lang::En, "; ")),
    )
}

/// Whether nothing is wrong but that a scenario names what this county does not have: it was made for another one.
fn foreign(faults: &Faults) -> bool {
    errors(faults).all(|f| f.code == "E610")
}

/// Whether the folder already holds what this job would bring, and still as it was written. Models and plans beside the
/// plan have no hashes in its record: they are made again.
fn standing(job: &Job, loaded: &Loaded) -> bool {
    if job.how.write_model.is_some() || job.how.beside.any() {
        return false;
    }
    let read = |name: &str| fs::read(job.how.out.join(name)).ok();
    let result =
        read(report::result::FILE).and_then(|b| serde_json::from_slice::<ResultFile>(&b).ok());
    let Some(result) = result else { return false };
    let now = solve::info(&job.county, &job.how, loaded);
    let version = result.versions.get("jiaopin").and_then(|v| v.as_str());
    let whole = |(name, hash): (&String, &serde_json::Value)| {
        read(name).is_some_and(|b| hash.as_str() == Some(&report::sha256(&b)))
    };
    result.status != Status::Infeasible
        && result.is_of(&now)
        && result.options == now.options
        && result.solver() == now.solver
        && version == Some(env!("CARGO_PKG_VERSION"))
        && result.files.iter().all(whole)
}

impl Ended {
    pub fn word(&self) -> Text {
        match (self.state, &self.reason) {
            (State::Solved, _) => Text::new("已求解", "solved"),
            (State::Kept, _) => Text::new("沿用已有结果", "kept from an earlier run"),
            (State::Stopped, _) => Text::new("限时内的最好方案", "best plan within the limit"),
            (State::Skipped, Some(reason)) => Text::new(
                format!("不适用于本县数据，已跳过：{}", reason.zh),
                format!("not of this county, skipped: {}", reason.en),
            ),
            (_, Some(reason)) => Text::new(
                format!("未完成：{}", reason.zh),
                format!("not done: {}", reason.en),
            ),
            (_, None) => Text::new("未完成", "not done"),
        }
    }

    /// Whether there is a plan in its folder.
    pub fn has_plan(&self) -> bool {
        matches!(self.state, State::Solved | State::Kept | State::Stopped)
    }
}

/// The worst ending decides; `what` names what was planned (情景, scenario).
pub fn worst(ended: &[Ended], what: (&str, &str), context: &Context) -> Result<Exit, Failure> {
    let failed = |code: u8| ended.iter().filter(|e| e.code == code).collect::<Vec<_>>();
    let names = |all: &[&Ended]| {
        let said = all.iter().map(|e| {
            let reason = e.reason.as_ref().map_or("", |r| r.get(context.lang));
            format!("{}{}{reason}", e.name, context.lang.pick("：", ": "))
        });
        said.collect::<Vec<_>>().join("\n")
    };
    let (internal, input) = (failed(70), failed(2));
    if !internal.is_empty() {
        return Err(Failure::Internal(anyhow::anyhow!(names(&internal))));
    }
    if !input.is_empty() {
        let (n, said) = (input.len(), names(&input));
        let rest = match n == ended.len() {
            true => ("", ""),
            false => ("，其余已完成", ", the others are done"),
        };
        return Err(Failure::usage(
            format!("{n} 个{}有误{}：\n{said}", what.0, rest.0),
            format!("{n} {}(s) are faulty{}:\n{said}", what.1, rest.1),
        ));
    }
    let without = failed(Exit::Broken.code());
    if context.quiet && !context.json && !without.is_empty() {
        out::remark(&format!("{}\n", names(&without)));
    }
    Ok(match ended.iter().map(|e| e.code).max() {
        Some(3) => Exit::Stopped,
        Some(1) => Exit::Broken,
        _ => Exit::Done,
    })
}

/// Folders made for plans; those in which none was written go when this does.
pub struct Made(Vec<PathBuf>);

impl Drop for Made {
    fn drop(&mut self) {
        // Only an empty folder can be removed, the innermost first.
        for folder in &self.0 {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The folder that holds one folder a plan.
pub fn make_folder(out: &Path) -> Result<Made, Failure> {
    let told = |e: std::io::Error| solve::failure(report::WriteError::io(out, &e));
    let new = |p: &&Path| !p.as_os_str().is_empty() && !p.exists();
    let missing: Vec<PathBuf> = out.ancestors().take_while(new).map(PathBuf::from).collect();
    let made = Made(missing);
    fs::create_dir_all(out).map_err(told)?;
    if !made.0.is_empty() {
        // Somebody's folder keeps the rights that it has.
        report::private(out).map_err(told)?;
    }
    Ok(made)
}

/// One line each: name, whatever else there is to say, how it ended.
pub fn table(rows: Vec<Vec<String>>) -> String {
    let indented = |mut row: Vec<String>| {
        row.insert(0, String::new());
        row
    };
    out::columns(&rows.into_iter().map(indented).collect::<Vec<_>>())
}
