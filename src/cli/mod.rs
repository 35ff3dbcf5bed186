//! The command line: one file a verb. Raw arguments become plain data once, then the verb runs.

pub mod exit;
pub mod faults;
pub mod out;

mod asked;
mod audit;
mod beside;
mod check;
mod compare;
mod demand;
mod diagnose;
mod explain;
mod export;
mod forecast;
mod generate;
mod help;
mod input;
mod jobs;
mod levers;
pub mod policy;
mod progress;
mod record;
mod rules;
mod scenarios;
mod schema;
mod solve;
mod suggest;
mod template;
pub mod usage;

use crate::text::Lang;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use exit::{Exit, Failure};

/// The command line as it is parsed.
#[derive(Debug, Parser)]
#[command(
    name = "jiaopin",
    version,
    about = "Plans a county's year of teacher and principal appointments, proves how good the plan is, and checks it. 教聘：编制县管校聘教师与校长的年度聘任方案，证明方案有多好，并独立复核",
    max_term_width = 100
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    Zh,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

/// The heading under which the help lists the options of every verb, after the verb's own.
const GENERAL: &str = "General options 通用选项";

/// Options of every verb.
#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// Language of messages (default: from the locale) 语言（默认随系统）
    #[arg(long, global = true, value_enum, help_heading = GENERAL)]
    pub lang: Option<LangArg>,
    /// No progress, no remarks: only results and faults 不显示进度和提示，只给结果和错误
    #[arg(long, global = true, help_heading = GENERAL)]
    pub quiet: bool,
    /// Machine-readable output on stdout 标准输出为 JSON，供程序读取
    #[arg(long, global = true, help_heading = GENERAL)]
    pub json: bool,
    /// Colours in messages 颜色
    #[arg(long, global = true, value_enum, default_value = "auto", help_heading = GENERAL)]
    pub color: ColorArg,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Write an empty workbook to fill in 生成空白填报表
    Template(template::Args),
    /// Make up a county 生成模拟数据
    Generate(generate::Args),
    /// Find every fault of the tables 检查数据中的全部错误
    Check(check::Args),
    /// Show the arithmetic of every post 岗位测算，列出每个岗位的算式
    Demand(demand::Args),
    /// Make the plan 编制聘任方案
    Solve(solve::Args),
    /// Check any plan against every rule 按每条规则复核任何方案
    Audit(audit::Args),
    /// Why a person is where the plan has him, and what else would cost 说明某人为何如此安排，另作安排的代价是什么
    Explain(explain::Args),
    /// Ranked seats for one person 为某人推荐岗位
    Suggest(suggest::Args),
    /// Which pins and rules cannot hold together, or which rule costs most 找出合不到一起的锁定与规则，或代价最大的规则
    Diagnose(diagnose::Args),
    /// Put plans side by side 并排对比几个方案
    Compare(compare::Args),
    /// Write lists from a plan 导出名单
    Export(export::Args),
    /// Retirement, pupils, gaps and recruits of the years to come 预测以后各年的退休、学生、缺口与招录
    Forecast(forecast::Args),
    /// Run every scenario of a folder and compare 逐个测算文件夹中的情景并对比
    Scenarios(scenarios::Args),
    /// What one more unit of each kind buys 多招一人、多设一岗、多借一编各能换来什么
    Levers(levers::Args),
    /// The catalogue of rules 规则目录
    Rules(rules::Args),
    /// The policy in force and where each value comes from 现行政策参数及其出处
    Policy(policy::Args),
    /// JSON Schemas of the files 文件格式
    Schema(schema::Args),
}

/// The command line as typed. `-1` is read as a value, so that it is refused as one and not as an unknown option.
pub fn parse() -> Result<Cli, clap::Error> {
    let valued = |arg: clap::Arg| match arg.get_action().takes_values() && !arg.is_positional() {
        true => arg.allow_negative_numbers(true),
        false => arg,
    };
    let command = Cli::command().mut_subcommands(|verb| verb.mut_args(valued));
    let mut command = help::in_language(command, usage::lang());
    let mut matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// What every verb needs to know of how it was called.
#[derive(Debug, Clone)]
pub struct Context {
    pub lang: Lang,
    pub quiet: bool,
    pub json: bool,
    /// Colours in what goes to stderr, to stdout.
    pub color: bool,
    pub color_out: bool,
}

impl Context {
    pub fn resolve(global: &Global) -> Context {
        use std::io::IsTerminal;
        let lang = match global.lang {
            Some(LangArg::Zh) => Lang::Zh,
            Some(LangArg::En) => Lang::En,
            None => from_locale(),
        };
        let color = |terminal: bool| match global.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
        };
        Context {
            lang,
            quiet: global.quiet,
            json: global.json,
            color: color(std::io::stderr().is_terminal()),
            color_out: color(std::io::stdout().is_terminal()),
        }
    }
}

/// Chinese unless the locale names another language; an office PC often has no locale at all.
fn from_locale() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match set.as_deref() {
        Some(value) if value.starts_with("zh") => Lang::Zh,
        Some(value) if value.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

pub fn run(cli: Cli) -> Result<Exit, Failure> {
    let context = Context::resolve(&cli.global);
    match cli.verb {
        Verb::Template(args) => template::run(args, &context),
        Verb::Generate(args) => generate::run(args, &context),
        Verb::Check(args) => check::run(args, &context),
        Verb::Demand(args) => demand::run(args, &context),
        Verb::Solve(args) => solve::run(args, &context),
        Verb::Audit(args) => answered(&context, || audit::run(args, &context)),
        Verb::Compare(args) => compare::run(args, &context),
        Verb::Explain(args) => answered(&context, || explain::run(args, &context)),
        Verb::Suggest(args) => answered(&context, || suggest::run(args, &context)),
        Verb::Diagnose(args) => answered(&context, || diagnose::run(args, &context)),
        Verb::Export(args) => export::run(args, &context),
        Verb::Forecast(args) => forecast::run(args, &context),
        Verb::Scenarios(args) => scenarios::run(args, &context),
        Verb::Levers(args) => levers::run(args, &context),
        Verb::Rules(args) => rules::run(args, &context),
        Verb::Policy(args) => policy::run(args, &context),
        Verb::Schema(args) => schema::run(args, &context),
    }
}

/// An answer that Ctrl-C has ended says so: what it lists is not all.
fn answered(
    context: &Context,
    answer: impl FnOnce() -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    // Already while the tables are read.
    solve::stop_at_ctrl_c();
    let exit = answer()?;
    if exit != Exit::Done || !solve::is_stopped() {
        return Ok(exit);
    }
    out::remark(context.lang.pick(
        "中途停止：以上所列不全，没有列出的不等于没有。\n",
        "Stopped: what stands above is not all; what is not listed may still be so.\n",
    ));
    Ok(Exit::Stopped)
}

/// Prints why a run could not do its work; for programs, which read stdout, there too.
pub fn say_failure(failure: &Failure, context: &Context) {
    let text = match failure {
        Failure::Input(list) => return faults::say(list, context),
        Failure::Usage(text) => text.get(context.lang).to_owned(),
        Failure::Internal(error) => format!("{error:#}"),
    };
    if context.json {
        out::error(failure.code(), &text);
    }
    out::remark(&format!("{text}\n"));
}
