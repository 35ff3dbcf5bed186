//! `levers`: what one more unit of each kind would buy, each solved as an ordinary scenario, down to the last tier that
//! is asked about.

use super::exit::{Exit, Failure};
use super::input::{self, Loaded};
use super::policy::PolicyArgs;
use super::progress::Display;
use super::solve::{self, failure};
use super::{Context, jobs, out};
use crate::case::{Case, Question};
use crate::plan::Plan;
use crate::plan::result::TierResult;
use crate::policy::ProcessMode;
use crate::report::levers::{Levers, RANKED, Row};
use crate::report::{self, WriteError};
use crate::rounds;
use crate::scenario::levers::{self, Lever};
use crate::solve::Options;
use crate::text::{Lang, Text};
use indicatif::MultiProgress;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹
    pub county: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// A workbook (.xlsx) or data (.json) to write; may be given several times 输出工作簿（.xlsx）或数据（.json），可写多个
    #[arg(short, long)]
    pub out: Vec<PathBuf>,
    /// A new folder for the levers' scenario files 另存各项情景文件的文件夹
    #[arg(long, value_name = "DIR")]
    pub scenarios: Option<PathBuf>,
    /// At most so many recruits, posts and schools 招录、设岗、学校每类最多测算几项
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub each: u32,
    /// How many are solved at the same time (default: the number of cores) 同时求解几个（默认为处理器核数）
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=256))]
    pub jobs: Option<u32>,
    /// Seconds for each lever 每项限时（秒）
    #[arg(long, value_name = "S", value_parser = solve::seconds)]
    pub time_limit: Option<f64>,
    /// Replace earlier files 覆盖已有文件
    #[arg(long)]
    pub force: bool,
}

/// What all solves share.
struct Run<'a> {
    args: &'a Args,
    context: &'a Context,
    stop: Arc<AtomicBool>,
    bars: MultiProgress,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    for out in &args.out {
        book(out)?;
        report::check_file(out, args.force).map_err(failure)?;
    }
    if let Some(dir) = args.scenarios.as_ref().filter(|d| d.exists()) {
        return Err(Failure::usage(
            format!("“{}”已存在。请给出新文件夹的名称。", dir.display()),
            format!("{} exists; name a new folder", dir.display()),
        ));
    }
    let Loaded { case, .. } = input::load(&args.county, &args.policy, context)?;
    let run = Run {
        args: &args,
        context,
        stop: solve::stop_at_ctrl_c(),
        bars: MultiProgress::new(),
    };
    let (plan, base) = match run.solve("base", case.clone(), None)? {
        Ok(solved) => solved,
        Err(reason) => {
            out::remark(&format!("{}\n", reason.get(context.lang)));
            return Ok(Exit::Broken);
        }
    };
    let each = args.each as usize;
    let chosen = levers::propose(&case, &plan, each);
    let rows = run.measure(&chosen, &plan)?;
    let table = Levers::new(levers::choice(each), base, rows);
    write(&table, &case, &args)?;
    if context.json {
        out::json(&table.json())?;
    } else if !context.quiet {
        let text = text(&table, context.lang);
        match args.out.is_empty() {
            true => out::print(&text),
            false => out::tell(&text),
        }
    }
    let open = |tiers: &[TierResult]| tiers.iter().any(|t| !t.proven);
    let solved = table.rows.iter().filter_map(|r| r.tiers.as_deref().ok());
    let open = open(&table.base) || solved.into_iter().any(open);
    let open = open || run.stop.load(Ordering::Relaxed);
    Ok(if open { Exit::Stopped } else { Exit::Done })
}

type Solved = Result<(Plan, Vec<TierResult>), Text>;

impl Run<'_> {
    /// Solves down to the last tier by which levers are ranked: those after it change nothing there.
    fn solve(&self, name: &str, mut case: Case, start: Option<Plan>) -> Result<Solved, Failure> {
        let mut order = crate::solve::order(&case);
        let last = order.iter().rposition(|t| RANKED.contains(t));
        order.truncate(last.map_or(order.len(), |at| at + 1));
        let keys: Vec<&str> = order.iter().map(|t| t.key()).collect();
        if case.policy.process.mode == ProcessMode::Integrated {
            case.question = Some(Arc::new(Question {
                order: order.clone(),
                ..Question::default()
            }));
        }
        let display = Display::among(&self.bars, name, self.context);
        let mut options = Options {
            time_limit: self.args.time_limit,
            start,
            stop: self.stop.clone(),
            listener: Some(Box::new(|p| display.show(p))),
            ..Options::default()
        };
        let outcome = rounds::plan(&case, None, &mut options)?;
        drop(options);
        display.end("");
        let tiers = outcome.solved.tiers.iter();
        let tiers = tiers.filter(|t| keys.contains(&&*t.key)).cloned().collect();
        let none = match outcome.is_infeasible() {
            true => Text::new("没有可行方案", "there is no plan"),
            false => Text::new("求解被中止，尚无方案", "stopped before there was a plan"),
        };
        Ok(outcome.plan.map(|plan| (plan, tiers)).ok_or(none))
    }

    /// Each lever as the scenario that its file is.
    fn measure(&self, chosen: &[Lever], plan: &Plan) -> Result<Vec<Row>, Failure> {
        let dir = tempfile::tempdir().map_err(anyhow::Error::from)?;
        let files = chosen.iter().map(|lever| {
            let file = dir.path().join(format!("{}.toml", lever.name));
            fs::write(&file, &lever.file).map(|()| (lever, file))
        });
        let files: Vec<_> = files
            .collect::<Result<_, _>>()
            .map_err(anyhow::Error::from)?;
        let rows = jobs::side_by_side(&files, self.args.jobs, |(lever, file)| {
            self.one(lever, file, plan)
        });
        rows.into_iter().collect()
    }

    fn one(&self, lever: &Lever, file: &Path, plan: &Plan) -> Result<Row, Failure> {
        let mut policy = self.args.policy.clone();
        policy.scenario.push(file.to_path_buf());
        let quiet = Context {
            quiet: true,
            ..self.context.clone()
        };
        let Loaded { case, .. } = input::load(&self.args.county, &policy, &quiet)?;
        let solved = match self.stop.load(Ordering::Relaxed) {
            true => Err(Text::new("未开始即被中止", "stopped before it began")),
            false => self.solve(&lever.name, case, Some(plan.clone()))?,
        };
        Ok(Row {
            lever: lever.clone(),
            tiers: solved.map(|(_, tiers)| tiers),
        })
    }
}

/// Whether a file is the workbook; else it is data.
fn book(out: &Path) -> Result<bool, Failure> {
    let ending = out.extension().and_then(|e| e.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "xlsx" => Ok(true),
        "json" => Ok(false),
        _ => Err(Failure::usage(
            format!("输出文件“{}”须以 .xlsx 或 .json 结尾。", out.display()),
            format!("the output {} must end in .xlsx or .json", out.display()),
        )),
    }
}

fn write(table: &Levers, case: &Case, args: &Args) -> Result<(), Failure> {
    let year = &case.policy.year;
    for out in &args.out {
        let bytes = match book(out)? {
            true => table.workbook(&year.label, &year.as_of)?,
            false => serde_json::to_vec_pretty(&table.json()).map_err(anyhow::Error::from)?,
        };
        report::write_file(out, args.force, &bytes).map_err(failure)?;
    }
    if let Some(dir) = &args.scenarios {
        report::make_private(dir).map_err(|e| failure(WriteError::io(dir, &e)))?;
        for row in &table.rows {
            let file = dir.join(format!("{}.toml", row.lever.name));
            report::write_file(&file, false, row.lever.file.as_bytes()).map_err(failure)?;
        }
    }
    Ok(())
}

fn text(table: &Levers, lang: Lang) -> String {
    let shown = |word: &str| word.to_owned();
    let tiers: Vec<_> = table
        .base
        .iter()
        .filter_map(|t| crate::terms::tier::Tier::parse(&t.key))
        .collect();
    let mut head = vec![
        String::new(),
        lang.pick("增加一个单位", "one more unit").to_owned(),
    ];
    head.extend(
        tiers
            .iter()
            .map(|t| format!("{} {}", t.no(), lang.pick(t.zh(), ""))),
    );
    let mut now = vec![String::new(), lang.pick("基础方案", "as it is").to_owned()];
    now.extend(
        table
            .base
            .iter()
            .map(|t| format!("{}{}", t.value, if t.proven { "" } else { "*" })),
    );
    let mut rows = vec![head, now];
    for row in &table.rows {
        let mut line = vec![String::new(), shown(row.lever.title.get(lang))];
        line.extend(tiers.iter().map(|t| table.said(row, *t)));
        line.push(match &row.tiers {
            Ok(_) => shown(row.lever.why.get(lang)),
            Err(reason) => shown(reason.get(lang)),
        });
        rows.push(line);
    }
    format!("{}{}\n", out::columns(&rows), table.choice.get(lang))
}
