//! `export`: lists from a plan, made anew from the county's data, which a result folder only points at — so that no
//! output has to carry what it must not say.

mod approve;

use super::exit::{Exit, Failure};
use super::policy::PolicyArgs;
use super::record::{Given, Record};
use super::solve::failure;
use super::{Context, faults, out};
use crate::audit::{self, Audit};
use crate::case::Case;
use crate::plan::Plan;
use crate::report::{self, INTERNAL, Lists, Mark, View};
use crate::tables::fault::Faults;
use crate::text::{Lang, Text};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// What a plan is exported as; the Chinese words are accepted too, the first of each is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum As {
    /// The whole workbook for the office 聘任方案全套表
    #[value(aliases = ["聘任名单", "聘任"])]
    Appointment,
    /// The list for the public, with as little about persons as will do 公示名单，只写必要的个人信息
    #[value(aliases = ["公示名单", "公示"])]
    Notice,
    /// A decision record a person: outcome, rules, sources, how to object 聘任结果告知书，每人一份：结果、规则、依据、异议途径
    #[value(aliases = ["告知书", "告知"])]
    Letters,
    /// The page to look at, report.html 图文报告 report.html
    #[value(aliases = ["图文报告", "报告"])]
    Page,
    /// Who changes place, post or office, for the personnel and payroll forms 异动名册，供办理人事、工资手续
    #[value(aliases = ["异动名册", "异动"])]
    Changes,
    /// The whole plan with id numbers; for the personnel file only 内部档案，含身份证号，只供人事档案使用
    #[value(aliases = ["内部档案", "档案"])]
    Archive,
}

impl As {
    /// How the file's name must end.
    fn ending(self) -> &'static str {
        match self {
            As::Appointment | As::Notice | As::Letters | As::Changes | As::Archive => "xlsx",
            As::Page => "html",
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder that solve wrote, a plan.csv, or an edited appointment workbook 方案：结果文件夹、plan.csv，或人工改过的聘任工作簿
    pub plan: PathBuf,
    /// Which list 名单种类
    #[arg(long = "as", value_enum)]
    pub kind: As,
    /// The file to write: .xlsx, for a page .html 输出文件：.xlsx；图文报告为 .html
    #[arg(short, long)]
    pub out: PathBuf,
    /// With --as page: mask the names, leave out whatever is not for everybody 图文报告（--as page）的公开版：隐去姓名等不宜公开的内容
    #[arg(long)]
    pub public: bool,
    /// The county's data, when they have moved or the plan stands alone 数据，用于数据已移动或方案没有求解记录时
    #[arg(long, value_name = "COUNTY")]
    pub county: Option<PathBuf>,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// The meeting that approved the plan; without it every list says that it is a proposal 审定会议（不写则各名单标“建议方案”）
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
    let given = Given {
        county: args.county.clone(),
        policy: args.policy.clone(),
    };
    let (case, info) = record.case(&given, context)?;
    let plan = read(&args.plan, &case, context)?;
    let audit = audit::audit(&case, &plan);
    if audit.broken() {
        return Ok(refuse(&audit, context));
    }
    let rounds_left = record.rounds_left(&plan);
    let cut_short = record.cut_short(&case.policy);
    let approvable = approve::check(&args.plan, rounds_left, cut_short, &info);
    let hint = approvable.is_ok();
    if args.approved.is_some() {
        approvable?;
    }
    let solved = record.solved(&plan, &case, &audit);
    let mark = Mark {
        approved: args.approved.clone(),
        caution: record.caution(),
        ..Mark::proposal(&solved, &info)
    };
    let lists = |l| report::appointments(&case, &plan, &solved, &audit, &info, &mark, l);
    let bytes = match args.kind {
        As::Appointment => lists(Lists::Whole)?,
        As::Changes => lists(Lists::Changes)?,
        As::Archive => lists(Lists::Archive)?,
        As::Page => {
            let view = if args.public {
                View::Public
            } else {
                View::Internal
            };
            report::page(&case, &plan, &solved, &audit, &info, &mark, view)?
        }
        As::Letters => report::letters::bytes(&case, &plan, &mark, context.lang)?,
        As::Notice => report::notice(&case, &plan, &mark).map_err(|error| match error {
            report::NoticeError::Column(text) => Failure::Usage(text),
            report::NoticeError::Internal(error) => Failure::Internal(error),
        })?,
    };
    report::write_file(&args.out, args.force, &bytes).map_err(failure)?;
    if let Some(caution) = &mark.caution {
        out::remark(&approve::warned(caution, rounds_left, context.lang));
    }
    say(&args, &plan, hint, context);
    if args.kind == As::Archive && !is_marked(&args.out) {
        out::remark(context.lang.pick(
            "内部档案含身份证号，只归入档案，不外传；文件名宜有“内部”二字，例如 内部档案.xlsx。\n",
            "The archive carries id numbers: for the personnel file only; a file name with 内部 (internal) says so.\n",
        ));
    }
    Ok(Exit::Done)
}

fn is_marked(out: &Path) -> bool {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    name.contains(INTERNAL)
}

fn check_out(args: &Args) -> Result<(), Failure> {
    let ending = args
        .out
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let wanted = args.kind.ending();
    if !ending.eq_ignore_ascii_case(wanted) {
        let shown = args.out.display();
        return Err(Failure::usage(
            format!("输出文件“{shown}”须以 .{wanted} 结尾。请用 -o 更正文件名。"),
            format!("the output {shown} must end in .{wanted}; correct the name given with -o"),
        ));
    }
    if args.public && args.kind != As::Page {
        return Err(Failure::usage(
            "--public 只用于 --as page；公示名单请用 --as notice。",
            "--public goes with --as page only; for a list to publish use --as notice",
        ));
    }
    report::check_file(&args.out, args.force).map_err(failure)
}

pub(super) fn read(path: &Path, case: &Case, context: &Context) -> Result<Plan, Failure> {
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

/// `hint`: whether the plan is one that a meeting can approve.
fn say(args: &Args, plan: &Plan, hint: bool, context: &Context) {
    let place = args.out.display();
    if context.json {
        let json = serde_json::json!({
            "out": args.out,
            "persons": plan.rows.len(),
            "proposal": args.approved.is_none(),
        });
        out::print(&format!("{json}\n"));
    } else if !context.quiet {
        let standing = match (&args.approved, hint) {
            (Some(_), _) => Text::new("", ""),
            (None, false) => Text::new("（建议方案）", " (a proposal)"),
            (None, true) => Text::new(
                "（建议方案；审定后加 --final 会议名称 重新导出）",
                " (a proposal; export again with --final MEETING once approved)",
            ),
        };
        out::tell(&match context.lang {
            Lang::Zh => format!("已写入 {place}{}\n", standing.zh),
            Lang::En => format!("written to {place}{}\n", standing.en),
        });
    }
}
