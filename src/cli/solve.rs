//! `solve`: the plan, judged before it is written.

mod counties;
mod place;
mod say;
mod values;

use super::exit::{Exit, Failure};
use super::input::{self, Loaded};
use super::jobs::Spread;
use super::policy::PolicyArgs;
use super::progress::Display;
use super::{Context, beside, faults, out};
use crate::audit::{self, Audit};
use crate::case::{Case, Kept};
use crate::mps;
use crate::plan::result::{Solved, Status};
use crate::plan::{Plan, Round, read};
use crate::policy::ProcessMode;
use crate::report::{self, RunInfo, Source, WhatIf, WriteError};
use crate::rounds;
use crate::scenario::beside::Base;
use crate::solve::backend::external::Program;
use crate::solve::{self, Method, Options, backend};
use crate::tables::fault::Faults;
use anyhow::anyhow;
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use values::{programs, round};
pub(super) use values::{seconds, share};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum MethodArg {
    #[default]
    Auto,
    Direct,
    Pool,
    /// What `cargo bench` compares with: direct, without relaxations before.
    #[value(hide = true)]
    Whole,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table; several are planned side by side 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹；给出几个就并排编制几个
    #[arg(required = true, value_name = "COUNTY")]
    pub counties: Vec<PathBuf>,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub spread: Spread,
}

/// How a county is planned, and where its plan goes.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct How {
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// Folder for the results; of several counties, a folder each within it 结果文件夹；几个县（区）的，其中各有一个子文件夹
    #[arg(short, long)]
    pub out: PathBuf,
    /// Replace the results of an earlier run 覆盖先前结果
    #[arg(long)]
    pub force: bool,
    /// Seconds after which the best plan so far is taken 限时（秒），到时取已得的最好方案
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub time_limit: Option<f64>,
    /// Relative gap at which T8–T11 may stop (default: the policy's) 允许差距（相对值）：T8 至 T11 可止于此（默认按政策）
    #[arg(long, value_name = "G", value_parser = share)]
    pub gap: Option<f64>,
    /// Threads inside a solve; 1 gives the same plan everywhere 求解线程数；用 1 时各处所得方案相同
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub threads: u32,
    /// Stop a staged year after this round: 1 direct, 2 in-school, 3 cluster, 4 county, 5 adjustment 逐轮进行的年度止于哪一轮：1 直聘、2 校内竞聘、3 学区竞聘、4 县域竞聘、5 组织调剂
    #[arg(long, value_name = "ROUND", value_parser = round)]
    pub until: Option<Round>,
    /// A plan to start from; only speeds up 从哪个方案出发；只加快求解
    #[arg(long, value_name = "PLAN")]
    pub start: Option<PathBuf>,
    /// A plan to keep: as few persons as possible change from it 要保持的方案：改变去向的人尽量少
    #[arg(long, value_name = "PLAN")]
    pub keep: Option<PathBuf>,
    /// The tier before which keeping counts, such as T4; last: after all (default: first) 保持原方案排在哪一层级之前，如 T4；last 为排在最后（默认排在最前）
    #[arg(long, value_name = "TIER", requires = "keep")]
    pub keep_tier: Option<String>,
    /// How to solve: auto decides by size 求解方法：auto 按规模决定
    #[arg(long, value_enum, default_value = "auto")]
    pub method: MethodArg,
    /// Another solver on this machine for the direct method 直接求解改用本机的其他求解器（默认用内置的）
    #[arg(long, value_name = "NAME", value_parser = programs())]
    pub solver: Option<Program>,
    /// Folder for each tier's model in MPS, for other solvers to check 存放各层级模型（MPS）的文件夹，供其他求解器核对
    #[arg(long, value_name = "DIR")]
    pub write_model: Option<PathBuf>,
    #[command(flatten)]
    pub beside: beside::Args,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    outside(&args.how)?;
    out::check_folder(&args.how.out)?;
    // Already while the tables are read.
    stop_at_ctrl_c();
    match &args.counties[..] {
        [county] if args.spread.shard.is_none() => single(county, &args.how, context),
        _ => counties::run(&args, context),
    }
}

/// Whether the solver asked for can do what is asked.
fn outside(how: &How) -> Result<(), Failure> {
    let Some(program) = how.solver else {
        return Ok(());
    };
    if how.method == MethodArg::Pool {
        return Err(Failure::usage(
            "--solver 只用于 --method direct：分解求解离不开内置的求解器。",
            "--solver is for --method direct: the factored method needs the solver inside",
        ));
    }
    if how.time_limit.is_some() && !program.keeps_time() {
        return Err(Failure::usage(
            format!("{} 不接受限时，请去掉 --time-limit。", program.key()),
            format!(
                "{} takes no time limit; leave --time-limit out",
                program.key()
            ),
        ));
    }
    program.ready().map_err(Failure::Usage)
}

fn single(county: &Path, how: &How, context: &Context) -> Result<Exit, Failure> {
    places(how)?;
    let mut loaded = input::load(county, &how.policy, context)?;
    loaded.case.kept = kept(&loaded.case, how, context)?;
    let start = match (&how.start, &loaded.case.kept) {
        // What is to be kept is also the best start, as far as it still can be one.
        (None, Some(kept)) => Some(kept.plan.clone()),
        (path, _) => start(&loaded.case, path.as_deref(), context)?,
    };
    let display = Arc::new(Display::new(context));
    let done = work(county, how, &loaded, start, &display, stop_at_ctrl_c())?;
    display.finish();
    let done = match done {
        Ok(done) => done,
        Err(none) => return Ok(say::no_plan(&none, context)),
    };
    say::plan(&loaded.case, &done, how, context);
    say::kept_first(&loaded, how, context);
    Ok(match done.solved.status {
        Status::TimeLimit => Exit::Stopped,
        _ if !done.beside.complete() => Exit::Stopped,
        _ => Exit::Done,
    })
}

/// Whether everything that is asked for could be written, before the long work begins.
pub(super) fn places(how: &How) -> Result<(), Failure> {
    report::check(&how.out, how.force).map_err(failure)?;
    match &how.write_model {
        Some(folder) => mps::check(folder, how.force).map_err(failure),
        None => Ok(()),
    }
}

/// Set by Ctrl-C.
static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From the first call on, Ctrl-C asks for the best plan or answer so far. A second one while the first is being obeyed
/// changes nothing; without a handler the run still works.
pub(super) fn stop_at_ctrl_c() -> Arc<AtomicBool> {
    let stop = STOP.get_or_init(|| {
        let stop = Arc::new(AtomicBool::new(false));
        let handle = stop.clone();
        let _ = ctrlc::set_handler(move || handle.store(true, Ordering::Relaxed));
        stop
    });
    stop.clone()
}

/// Whether somebody has asked for that.
pub(super) fn is_stopped() -> bool {
    STOP.get().is_some_and(|stop| stop.load(Ordering::Relaxed))
}

/// The plan to be kept. Whoever is no longer in the tables is left out of it.
fn kept(case: &Case, how: &How, context: &Context) -> Result<Option<Arc<Kept>>, Failure> {
    let Some(path) = &how.keep else {
        return Ok(None);
    };
    let order = solve::order(case);
    let before = match how.keep_tier.as_deref() {
        None => order.first().copied(),
        Some("last") => None,
        Some(word) => Some(beside::tier(&order, word, "--keep-tier", &["last"])?),
    };
    let mut found = Faults::default();
    match read::read_known(path, case, &mut found) {
        Some(known) => {
            faults::say_warnings(&found, context);
            Ok(Some(Arc::new(Kept {
                plan: known.plan,
                place_only: known.place_only,
                before,
            })))
        }
        None => Err(Failure::Input(found)),
    }
}

/// A plan that stands in its folder.
pub(super) struct Written {
    /// The folder; not the one asked for where that holds a better plan.
    pub at: PathBuf,
    pub plan: Plan,
    pub solved: Solved,
    pub beside: beside::Beside,
}

/// A solve that brought no plan.
pub(super) struct NoPlan {
    pub outcome: solve::Outcome,
    /// Where its record stands, where it is known that there is none.
    pub at: Option<PathBuf>,
}

/// Makes the plan, judges it and writes it; the inner error is a county without a plan.
pub(super) fn work(
    county: &Path,
    how: &How,
    loaded: &Loaded,
    start: Option<Plan>,
    display: &Arc<Display>,
    stop: Arc<AtomicBool>,
) -> Result<Result<Written, NoPlan>, Failure> {
    let case = &loaded.case;
    if how.until.is_some() && case.policy.process.mode == ProcessMode::Integrated {
        return Err(Failure::usage(
            "--until 只用于逐轮进行的年度：政策中 [process] mode = \"staged\"",
            "--until is for a year in rounds only: [process] mode = \"staged\" in the policy",
        ));
    }
    let asked = beside::asked(&how.beside, case)?;
    let mut outcome = make(case, how, start, display, stop.clone())?;
    let Some(plan) = outcome.plan.take() else {
        let at = record_none(&outcome, how, case, info(county, how, loaded))?;
        return Ok(Err(NoPlan { outcome, at }));
    };
    let mut solved = outcome.solved;
    let audit = audit::audit(case, &plan);
    solved.lent.clone_from(&audit.lent);
    tighten(&audit, &mut solved);
    judge(&audit, &solved)?;
    let base = Base {
        case,
        plan: &plan,
        solved: &solved,
    };
    let mut solver = |case: &Case, start| unless_halted(case, how, start, display, &stop);
    let beside = beside::solve(asked, base, &mut solver)?;
    let mut info = info(county, how, loaded);
    info.frontier.clone_from(&beside.curve);
    let at = place::of(&how.out, &info, &solved);
    let record = info.clone();
    report::write(&at, how.force, case, &plan, &solved, &audit, record).map_err(failure)?;
    beside.write(&at, case, &info)?;
    if let Some(folder) = &how.write_model {
        write_model(folder, how, case, &solved)?;
    }
    Ok(Ok(Written {
        at,
        plan,
        solved,
        beside,
    }))
}

/// Records that no plan exists, and why; a solve that was stopped before it knew leaves nothing.
fn record_none(
    outcome: &solve::Outcome,
    how: &How,
    case: &Case,
    info: RunInfo,
) -> Result<Option<PathBuf>, Failure> {
    if !outcome.is_infeasible() {
        return Ok(None);
    }
    let at = place::of_none(&how.out);
    let (solved, reasons) = (&outcome.solved, &outcome.reasons);
    report::write_without_plan(&at, how.force, case, solved, reasons, info).map_err(failure)?;
    Ok(Some(at))
}

/// Another plan, beside the first; none once somebody wants it all to end.
fn unless_halted(
    case: &Case,
    how: &How,
    start: Option<Plan>,
    display: &Arc<Display>,
    stop: &Arc<AtomicBool>,
) -> anyhow::Result<Option<solve::Outcome>> {
    let halted = || stop.load(Ordering::Relaxed);
    if halted() {
        return Ok(None);
    }
    let outcome = make(case, how, start, display, stop.clone())?;
    Ok((!halted()).then_some(outcome))
}

fn write_model(folder: &Path, how: &How, case: &Case, solved: &Solved) -> Result<(), Failure> {
    let modelled = rounds::modelled(case, how.until, &mut Options::default())?;
    let case = modelled.as_ref().unwrap_or(case);
    mps::write(folder, how.force, case, solved).map_err(failure)
}

/// The plan to start from. It need not be a good one, but it must be readable.
fn start(case: &Case, path: Option<&Path>, context: &Context) -> Result<Option<Plan>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let mut found = Faults::default();
    let plan = read::read(path, case, &mut found);
    if found.has_errors() {
        return Err(Failure::Input(found));
    }
    faults::say_warnings(&found, context);
    Ok(plan)
}

fn make(
    case: &Case,
    how: &How,
    start: Option<Plan>,
    display: &Arc<Display>,
    stop: Arc<AtomicBool>,
) -> anyhow::Result<solve::Outcome> {
    display.say("正在建立模型……", "building the model …");
    let shown = display.clone();
    let mut options = Options {
        method: match (how.solver, how.method) {
            (Some(program), _) => Method::Outside(program),
            (None, MethodArg::Auto) => Method::Auto,
            (None, MethodArg::Direct) => Method::Direct,
            (None, MethodArg::Pool) => Method::Pool,
            (None, MethodArg::Whole) => Method::Whole,
        },
        time_limit: how.time_limit,
        gap: how.gap,
        threads: how.threads,
        start,
        stop,
        listener: Some(Box::new(move |p| shown.show(p))),
        ..Options::default()
    };
    rounds::plan(case, how.until, &mut options)
}

/// Where a solve was stopped before a tier's turn, its slacks may stand higher than the plan needs: the plan is then better
/// than the solver's figure, and what the audit reads from it counts. Proven tiers must agree as they are.
pub(super) fn tighten(audit: &Audit, solved: &mut Solved) {
    for tier in solved.tiers.iter_mut().filter(|t| !t.proven) {
        let read = audit.tier(&tier.key);
        if let Some(value) = read.filter(|v| (tier.bound..tier.value).contains(v)) {
            tier.value = value;
        }
    }
}

/// An own plan that fails the audit is our fault and is never written.
pub(super) fn judge(audit: &Audit, solved: &Solved) -> Result<(), Failure> {
    let broken = audit.findings.list.iter().filter(|f| f.broken);
    let mut said: Vec<String> = broken
        .map(|f| format!("{} {}", f.rule, f.text.en))
        .collect();
    for tier in &solved.tiers {
        let read = audit.tier(&tier.key);
        if read.is_some_and(|value| value != tier.value) {
            said.push(format!(
                "{}: solved {} but audited {:?}",
                tier.key, tier.value, read
            ));
        }
    }
    match said.is_empty() {
        true => Ok(()),
        false => Err(Failure::Internal(anyhow!(
            "方案未通过内部复核，未写出任何文件 / the plan failed its own audit, nothing was written:\n{}",
            said.join("\n")
        ))),
    }
}

/// The record of a run.
pub(super) fn info(county: &Path, how: &How, loaded: &Loaded) -> RunInfo {
    let Loaded { case, scenarios } = loaded;
    RunInfo {
        county: Some(Source::new(county, &case.county.hash)),
        policy: Some(Source::new(
            how.policy.policy.as_deref().unwrap_or(Path::new("")),
            &case.policy.hash,
        )),
        scenarios: how.policy.sources(scenarios),
        what_if: WhatIf::all(scenarios),
        solver: how.solver.map_or_else(backend::version, Program::title),
        seed: 0,
        options: report::Options {
            time_limit: how.time_limit,
            gap: how.gap,
            threads: Some(how.threads),
            start: how.start.as_deref().map(name),
            until: how.until.map(|r| r.key().to_owned()),
            keep: how.keep.as_deref().map(name),
            keep_tier: how.keep_tier.clone(),
            beside: beside::Beside::asked(&how.beside),
            title: None,
        },
        frontier: None,
    }
}

/// A plan by the name of its folder, or of the workbook it is; where it stands is the machine's own business.
fn name(plan: &Path) -> String {
    let full = std::path::absolute(plan).unwrap_or_else(|_| plan.to_path_buf());
    let name = match full.file_name() {
        Some(file) if file == "plan.csv" => full.parent().and_then(Path::file_name),
        file => file,
    };
    name.unwrap_or_default().to_string_lossy().into_owned()
}

pub(super) fn failure(error: WriteError) -> Failure {
    error.into()
}
