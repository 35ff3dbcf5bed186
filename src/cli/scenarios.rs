//! `scenarios`: a folder of what-ifs, each solved into its own folder, side by side on the cores; then compared.

use super::exit::{Exit, Failure};
use super::input;
use super::jobs::{self, Ended, Given, Job, Spread};
use super::policy::PolicyArgs;
use super::record;
use super::solve::{self, How, failure};
use super::{Context, compare, out};
use crate::report::{self, compare as paper};
use crate::scenario as side_by_side;
use crate::text::{Lang, Text};
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the plan without any scenario, which all others are held against.
pub(super) const BASE: &str = "base";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹
    pub county: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// Folder of scenario files (.toml) 存放情景文件（.toml）的文件夹
    pub dir: PathBuf,
    /// Folder for the results: one folder a scenario, and the comparison 结果文件夹：每个情景一个子文件夹，另有对比
    #[arg(short, long)]
    pub out: PathBuf,
    #[command(flatten)]
    pub spread: Spread,
    /// Seconds for each scenario, after which its best plan so far is taken 每个情景限时（秒），到时取已得的最好方案
    #[arg(long, value_name = "S", value_parser = solve::seconds)]
    pub time_limit: Option<f64>,
    /// Relative gap at which T8–T11 may stop (default: the policy's) 允许差距（相对值）：T8 至 T11 可止于此（默认按政策）
    #[arg(long, value_name = "G", value_parser = solve::share)]
    pub gap: Option<f64>,
}

/// What the comparison is written into.
const PAPERS: [&str; 3] = ["compare.html", "compare.xlsx", "compare.json"];

/// How one scenario ended, and what it is.
#[derive(Debug, Clone, Serialize)]
struct Line {
    name: String,
    title: String,
    state: jobs::State,
    reason: Option<Text>,
    /// Nothing in policy or data differs from the plan without scenario.
    same_as_base: bool,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    out::check_folder(&args.out)?;
    let files = files(&args.dir)?;
    // The data must be readable and the place writable before the long work begins.
    let base = Given::of(&input::load(&args.county, &args.policy, context)?);
    let _made = jobs::make_folder(&args.out)?;
    own_comparison(&args.out)?;
    let mut all = vec![job(BASE, &args, None)];
    all.extend(files.iter().map(|f| job(&stem(f), &args, Some(f))));
    let all = args.spread.of(all);
    let ended = jobs::run(&all, args.spread, context);
    let lines = all
        .iter()
        .zip(&ended)
        .map(|(job, e)| line(&args, job, &base, e));
    conclude(&args, &ended, &lines.collect::<Vec<_>>(), context)
}

fn line(args: &Args, job: &Job, base: &Given, ended: &Ended) -> Line {
    let mut line = Line {
        name: ended.name.clone(),
        title: String::new(),
        state: ended.state,
        reason: ended.reason.clone(),
        same_as_base: false,
    };
    // What cannot be read has been said as the reason of its end.
    if let Ok((_, all)) = job.how.policy.resolve()
        && let Some(own) = all.get(args.policy.scenario.len())
    {
        line.title = own.title.clone();
        line.same_as_base = ended.given.as_ref() == Some(base);
    }
    line
}

/// A comparison that stands there is replaced only where an earlier run has written it.
fn own_comparison(out: &Path) -> Result<(), Failure> {
    let data = fs::read(out.join(PAPERS[2])).unwrap_or_default();
    let ours = serde_json::from_slice::<serde_json::Value>(&data)
        .is_ok_and(|v| v["format"] == side_by_side::FORMAT);
    let mut foreign = PAPERS.iter().map(|name| out.join(name));
    match foreign.find(|p| !ours && p.exists()) {
        None => Ok(()),
        Some(file) => Err(Failure::usage(
            format!(
                "“{}”不是本程序此前写出的情景比较，不会覆盖。请换一个 -o 文件夹，或先移走该文件。",
                file.display()
            ),
            format!(
                "{} was not written by an earlier comparison of scenarios and is not replaced; choose another folder with -o, or move the file away",
                file.display()
            ),
        )),
    }
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

fn job(name: &str, args: &Args, file: Option<&PathBuf>) -> Job {
    let mut policy = args.policy.clone();
    policy.scenario.extend(file.cloned());
    Job {
        name: name.to_owned(),
        county: args.county.clone(),
        how: How {
            policy,
            out: args.out.join(name),
            force: true,
            time_limit: args.time_limit,
            gap: args.gap,
            threads: 1,
            ..How::default()
        },
    }
}

/// Compares what there is, and says how everything ended. Of a part only the plans are made: whoever has all of them
/// together compares them.
fn conclude(
    args: &Args,
    ended: &[Ended],
    lines: &[Line],
    context: &Context,
) -> Result<Exit, Failure> {
    let quiet = Context {
        quiet: true,
        ..context.clone()
    };
    let mut sides = Vec::new();
    let mut year = None;
    let whole = args.spread.shard.is_none();
    for one in ended.iter().filter(|e| whole && e.has_plan()) {
        let (side, label) = compare::side(&one.at, &record::Given::default(), &quiet)?;
        sides.push(side);
        year.get_or_insert(label);
    }
    let (label, as_of) = year.unwrap_or_default();
    let all = side_by_side::compare(&sides);
    let json = serde_json::to_vec_pretty(&all).map_err(anyhow::Error::from)?;
    if sides.len() > 1 {
        let [page, book, data] = PAPERS;
        for (name, bytes) in [
            (page, paper::page(&all, &label)?),
            (book, paper::workbook(&all, &label, &as_of)?),
            (data, json),
        ] {
            report::write_file(&args.out.join(name), true, &bytes).map_err(failure)?;
        }
    }
    if context.json {
        out::json(&serde_json::json!({ "scenarios": lines, "comparison": all }))?;
    } else if !context.quiet {
        out::tell(&said(ended, lines, context.lang));
        if sides.len() > 1 {
            out::tell(&compare::text(&all, context.lang));
        }
    }
    jobs::worst(ended, ("情景", "scenario"), context)
}

fn said(ended: &[Ended], lines: &[Line], lang: Lang) -> String {
    let row = |(e, line): (&Ended, &Line)| {
        let mut word = e.word().get(lang).to_owned();
        if line.same_as_base {
            word += lang.pick("（没有改动任何参数或数据）", " (changes nothing)");
        }
        vec![e.name.clone(), line.title.clone(), word]
    };
    jobs::table(ended.iter().zip(lines).map(row).collect())
}
