//! `solve`: the plan, judged before it is written.

use super::exit::{Exit, Failure};
use super::input::{self, Loaded};
use super::policy::PolicyArgs;
use super::progress::Display;
use super::{Context, beside, faults, out};
use crate::audit::{self, Audit};
use crate::case::{Case, Kept};
use crate::plan::result::{Solved, Status, TierResult};
use crate::plan::{Outcome as Fate, Plan, Round, read};
use crate::policy::{ProcessMode, Scenario};
use crate::report::{self, RunInfo, Source, WhatIf, WriteError};
use crate::rounds;
use crate::scenario::beside::Base;
use crate::solve::{self, Method, Options, backend};
use crate::tables::fault::Faults;
use crate::terms::tier::Tier;
use crate::text::Lang;
use anyhow::anyhow;
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MethodArg {
    Auto,
    Direct,
    Pool,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿或文件夹
    pub county: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// Folder for the results 结果文件夹
    #[arg(short, long)]
    pub out: PathBuf,
    /// Replace the results of an earlier run 覆盖先前结果
    #[arg(long)]
    pub force: bool,
    /// Seconds after which the best plan so far is taken 限时（秒）
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub time_limit: Option<f64>,
    /// Relative gap at which T8–T11 may stop (default: the policy's) 允许差距
    #[arg(long, value_name = "G", value_parser = share)]
    pub gap: Option<f64>,
    /// Threads inside a solve; 1 gives the same plan everywhere 线程数
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub threads: u32,
    /// Stop a staged year after this round: 1 direct, 2 in-school, 3 cluster, 4 county, 5 adjustment 逐轮进行时止于哪一轮
    #[arg(long, value_name = "ROUND", value_parser = round)]
    pub until: Option<Round>,
    /// A plan to start from; only speeds up 起始方案（只加快求解）
    #[arg(long, value_name = "PLAN")]
    pub start: Option<PathBuf>,
    /// A plan to keep: as few persons as possible change from it 尽量保持的原方案
    #[arg(long, value_name = "PLAN")]
    pub keep: Option<PathBuf>,
    /// The tier before which keeping counts, such as T4; last: after all (default: first) 保持原方案排在哪一层级之前
    #[arg(long, value_name = "TIER", requires = "keep")]
    pub keep_tier: Option<String>,
    /// How to solve: auto decides by size 求解方法
    #[arg(long, value_enum, default_value = "auto")]
    pub method: MethodArg,
    #[command(flatten)]
    pub beside: beside::Args,
}

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    let value: f64 = text
        .parse()
        .map_err(|_| "秒数须为数字 / a number of seconds".to_string())?;
    match value.is_finite() && value > 0.0 {
        true => Ok(value),
        false => Err("秒数须大于 0 / must be more than 0".to_string()),
    }
}

fn round(text: &str) -> Result<Round, String> {
    let names: Vec<String> = Round::ALL
        .iter()
        .map(|r| format!("{} {} {}", r.no(), r.key(), r.zh()))
        .collect();
    Round::parse(text).ok_or_else(|| format!("应为下列轮次之一 / one of: {}", names.join("、")))
}

pub(super) fn share(text: &str) -> Result<f64, String> {
    let value: f64 = text
        .parse()
        .map_err(|_| "须为 0–1 的小数 / a number from 0 to 1".to_string())?;
    match (0.0..=1.0).contains(&value) {
        true => Ok(value),
        false => Err("须为 0–1 的小数 / a number from 0 to 1".to_string()),
    }
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    report::check(&args.out, args.force).map_err(failure)?;
    let Loaded {
        mut case,
        scenarios,
    } = input::load(&args.county, &args.policy, context)?;
    case.kept = kept(&case, &args, context)?;
    if args.until.is_some() && case.policy.process.mode == ProcessMode::Integrated {
        return Err(Failure::usage(
            "--until 只用于逐轮进行的年度：政策中 [process] mode = \"staged\"",
            "--until is for a year in rounds only: [process] mode = \"staged\" in the policy",
        ));
    }
    beside::asked(&args.beside, &case)?;
    let start = match (&args.start, &case.kept) {
        // What is to be kept is also the best start, as far as it still can be one.
        (None, Some(kept)) => Some(kept.plan.clone()),
        (path, _) => start(&case, path.as_deref(), context)?,
    };
    let display = Arc::new(Display::new(context));
    let stop = Arc::new(AtomicBool::new(false));
    let handle = stop.clone();
    // A second Ctrl-C while the first is being obeyed changes nothing; without a handler the run still works.
    let _ = ctrlc::set_handler(move || handle.store(true, Ordering::Relaxed));
    let done = work(&args, &case, &scenarios, start, &display, stop)?;
    display.finish();
    let done = match done {
        Ok(done) => done,
        Err(outcome) => return Ok(no_plan(&outcome, context)),
    };
    say(&case, &done, &args, context);
    Ok(match done.solved.status {
        Status::TimeLimit => Exit::Stopped,
        _ if !done.beside.complete() => Exit::Stopped,
        _ => Exit::Done,
    })
}

/// The plan to be kept. Whoever is no longer in the tables is left out of it.
fn kept(case: &Case, args: &Args, context: &Context) -> Result<Option<Arc<Kept>>, Failure> {
    let Some(path) = &args.keep else {
        return Ok(None);
    };
    let order = solve::order(case);
    let before = match args.keep_tier.as_deref() {
        None => order.first().copied(),
        Some("last") => None,
        Some(word) => Some(beside::tier(&order, word, "--keep-tier", &["last"])?),
    };
    let mut found = Faults::default();
    match read::read_known(path, case, &mut found) {
        Some(plan) => {
            faults::say_warnings(&found, context);
            Ok(Some(Arc::new(Kept { plan, before })))
        }
        None => Err(Failure::Input(found)),
    }
}

/// A plan that stands in its folder.
pub(super) struct Written {
    pub plan: Plan,
    pub solved: Solved,
    pub beside: beside::Beside,
}

/// Makes the plan, judges it and writes it; the inner error is a county without a plan.
pub(super) fn work(
    args: &Args,
    case: &Case,
    scenarios: &[Scenario],
    start: Option<Plan>,
    display: &Arc<Display>,
    stop: Arc<AtomicBool>,
) -> Result<Result<Written, solve::Outcome>, Failure> {
    let asked = beside::asked(&args.beside, case)?;
    let mut outcome = make(case, args, start, display, stop.clone())?;
    let Some(plan) = outcome.plan.take() else {
        return Ok(Err(outcome));
    };
    let mut solved = outcome.solved;
    let audit = audit::audit(case, &plan);
    solved.lent.clone_from(&audit.lent);
    tighten(&audit, &mut solved);
    judge(&audit, &solved)?;
    let mut solver = |case: &Case, start| {
        let halted = || stop.load(Ordering::Relaxed);
        let outcome = match halted() {
            true => return Ok(None),
            false => make(case, args, start, display, stop.clone())?,
        };
        Ok((!halted()).then_some(outcome))
    };
    let base = Base {
        case,
        plan: &plan,
        solved: &solved,
    };
    let beside = beside::solve(asked, base, &mut solver)?;
    let mut info = info(case, scenarios, args);
    info.frontier.clone_from(&beside.curve);
    let (force, record) = (args.force, info.clone());
    report::write(&args.out, force, case, &plan, &solved, &audit, record).map_err(failure)?;
    beside.write(&args.out, case, &info)?;
    Ok(Ok(Written {
        plan,
        solved,
        beside,
    }))
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
    args: &Args,
    start: Option<Plan>,
    display: &Arc<Display>,
    stop: Arc<AtomicBool>,
) -> anyhow::Result<solve::Outcome> {
    display.say("正在建立模型……", "building the model …");
    let shown = display.clone();
    let mut options = Options {
        method: match args.method {
            MethodArg::Auto => Method::Auto,
            MethodArg::Direct => Method::Direct,
            MethodArg::Pool => Method::Pool,
        },
        time_limit: args.time_limit,
        gap: args.gap,
        threads: args.threads,
        start,
        stop,
        listener: Some(Box::new(move |p| shown.show(p))),
        ..Options::default()
    };
    rounds::plan(case, args.until, &mut options)
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

fn no_plan(outcome: &solve::Outcome, context: &Context) -> Exit {
    if context.json {
        let reasons: Vec<&str> = outcome
            .reasons
            .iter()
            .map(|r| r.get(context.lang))
            .collect();
        out::print(&format!(
            "{}\n",
            serde_json::json!({ "status": outcome.solved.status, "reasons": reasons })
        ));
    }
    for reason in &outcome.reasons {
        out::remark(&format!("{}\n", reason.get(context.lang)));
    }
    if outcome.is_infeasible() {
        out::remark(context.lang.pick(
            "没有可行方案：上列锁定与规则不能同时成立。请修改“锁定”表后重新求解。\n",
            "There is no plan: these pins and rules cannot all hold. Change the pins table and solve again.\n",
        ));
        Exit::Broken
    } else {
        out::remark(context.lang.pick(
            "停止前还没有找到方案。请放宽 --time-limit，或让求解再运行一会儿。\n",
            "No plan had been found when the solve was stopped; raise --time-limit, or let it run on.\n",
        ));
        Exit::Stopped
    }
}

fn info(case: &Case, scenarios: &[Scenario], args: &Args) -> RunInfo {
    RunInfo {
        county: Some(Source::new(&args.county, &case.county.hash)),
        policy: Some(Source::new(
            args.policy.policy.as_deref().unwrap_or(Path::new("")),
            report::policy_hash(&case.policy),
        )),
        scenarios: args.policy.sources(scenarios),
        what_if: WhatIf::all(scenarios),
        solver: backend::version(),
        seed: 0,
        options: report::Options {
            time_limit: args.time_limit,
            gap: args.gap,
            threads: Some(args.threads),
            start: args.start.as_ref().map(|p| p.display().to_string()),
            until: args.until.map(|r| r.key().to_owned()),
            keep: args.keep.as_ref().map(|p| p.display().to_string()),
            keep_tier: args.keep_tier.clone(),
            beside: beside::Beside::asked(&args.beside),
        },
        frontier: None,
    }
}

pub(super) fn failure(error: WriteError) -> Failure {
    match error {
        WriteError::Place(text) => Failure::Usage(text),
        WriteError::Internal(error) => Failure::Internal(error),
    }
}

fn say(case: &Case, done: &Written, args: &Args, context: &Context) {
    let solved = &done.solved;
    if context.json {
        let mut text =
            serde_json::json!({ "status": solved.status, "tiers": solved.tiers, "out": args.out });
        done.beside.put(&mut text);
        out::print(&format!("{text}\n"));
    } else if !context.quiet {
        out::print(&summary(case, &done.plan, solved, context.lang));
        out::print(&done.beside.said(context.lang));
        let place = args.out.display();
        out::print(&match context.lang {
            Lang::Zh => format!("结果已写入 {place}（聘任名单：appointments.xlsx）\n"),
            Lang::En => format!("written to {place} (lists: appointments.xlsx)\n"),
        });
    }
}

fn summary(case: &Case, plan: &Plan, solved: &Solved, lang: Lang) -> String {
    let mut text = String::new();
    let count = |fate: Fate| plan.rows.iter().filter(|a| a.outcome == fate).count();
    let label = &case.policy.year.label;
    text += &match lang {
        Lang::Zh => format!("{label}　建议方案（已通过独立复核）\n"),
        Lang::En => format!("{label}: proposal (passed the independent audit)\n"),
    };
    for fate in Fate::ALL.into_iter().filter(|f| count(*f) > 0) {
        text += &match lang {
            Lang::Zh => format!("  {} {} 人\n", fate.zh(), count(fate)),
            Lang::En => format!("  {} {}\n", fate.key(), count(fate)),
        };
    }
    text += &rounds_line(plan, lang);
    let rows: Vec<_> = solved.tiers.iter().map(|t| tier_row(t, lang)).collect();
    text += &out::columns(&rows);
    text + &match lang {
        Lang::Zh => format!("用时 {:.1} 秒\n", solved.seconds),
        Lang::En => format!("{:.1} seconds\n", solved.seconds),
    }
}

/// What each round has settled, and which of them were not run.
fn rounds_line(plan: &Plan, lang: Lang) -> String {
    let mut text = String::new();
    if !plan.is_staged() {
        return text;
    }
    for round in Round::ALL {
        let n = plan
            .rows
            .iter()
            .filter(|r| r.round() == Some(round))
            .count();
        text += &match (n, lang) {
            (0, _) => continue,
            (_, Lang::Zh) => format!("  第{}轮 {} {n} 人\n", round.no(), round.zh()),
            (_, Lang::En) => format!("  round {} {}: {n}\n", round.no(), round.en()),
        };
    }
    if let Some(last) = plan.stops_after() {
        let open = report::rounds::waiting(plan);
        let later = last.later().iter();
        text += &match lang {
            Lang::Zh => format!(
                "  ！止于第{}轮：{}未进行，{open} 人尚无结果（暂列待岗）\n",
                last.no(),
                later.map(|r| r.zh()).collect::<Vec<_>>().join("、")
            ),
            Lang::En => format!(
                "  ! stopped after round {}: {} not run, nothing is settled for {open} persons (listed as pool)\n",
                last.no(),
                later.map(|r| r.en()).collect::<Vec<_>>().join(", ")
            ),
        };
    }
    text
}

/// `  T7  择优  75  已证最优`
fn tier_row(tier: &TierResult, lang: Lang) -> Vec<String> {
    let known = Tier::parse(&tier.key);
    let name = known.map_or(tier.key.as_str(), |t| lang.pick(t.zh(), t.en()));
    let rest = tier.value - tier.bound;
    let gap = 100.0 * rest as f64 / tier.value.max(1) as f64;
    let proof = match (tier.proven, lang) {
        (true, Lang::Zh) => "已证最优".to_string(),
        (true, Lang::En) => "proven optimal".to_string(),
        (false, Lang::Zh) => format!("下界 {}，差距 {gap:.2}%", tier.bound),
        (false, Lang::En) => format!("bound {}, gap {gap:.2}%", tier.bound),
    };
    vec![
        String::new(),
        known.map_or("", Tier::no).to_string(),
        name.to_string(),
        tier.value.to_string(),
        proof,
    ]
}
