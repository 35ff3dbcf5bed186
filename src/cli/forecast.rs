//! `forecast`: retirement, pupils, posts, gaps and recruits of the years to come.

use super::exit::{Exit, Failure};
use super::input::{self, Loaded};
use super::policy::PolicyArgs;
use super::{Context, out};
use crate::case::Case;
use crate::forecast::{Forecast, Need, Year, assumptions};
use crate::report::{self, WhatIf, forecast as paper};
use crate::text::Lang;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹
    pub county: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// So many years after the plan's 预测方案年度之后的几年
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=30))]
    pub years: u32,
    /// Write a workbook (name ending in .xlsx) or a folder with forecast.xlsx and forecast.json 输出工作簿（.xlsx），或含 forecast.xlsx、forecast.json 的文件夹
    #[arg(short, long)]
    pub out: Option<PathBuf>,
    /// Replace an earlier output 覆盖先前结果
    #[arg(long)]
    pub force: bool,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    if let Some(path) = &args.out {
        match out::is_workbook(path) {
            true => report::check_file(path, args.force),
            false => {
                out::check_folder(path)?;
                paper::check(path, args.force)
            }
        }?;
    }
    let Loaded { case, scenarios } = input::load(&args.county, &args.policy, context)?;
    let forecast = Forecast::new(&case, args.years);
    let what_if = WhatIf::all(&scenarios);
    if let Some(path) = &args.out {
        match out::is_workbook(path) {
            true => {
                let bytes = paper::book(&case, &forecast, &what_if)?;
                report::write_file(path, args.force, &bytes)?;
            }
            false => paper::folder(path, args.force, &case, &forecast, &what_if)?,
        }
    }
    if context.json {
        return out::json(&paper::json(&case, &forecast, &what_if));
    }
    let text = text(&case, &forecast, &what_if, context.lang);
    match &args.out {
        None => out::print(&text),
        Some(_) if context.quiet => {}
        Some(path) => {
            let written = context.lang.pick("结果已写入", "written to");
            out::tell(&format!("{text}{written} {}\n", path.display()));
        }
    }
    Ok(Exit::Done)
}

fn text(case: &Case, forecast: &Forecast, what_if: &[WhatIf], lang: Lang) -> String {
    let mut text = match lang {
        Lang::Zh => format!("{}起师资需求预测\n", case.policy.year.label),
        Lang::En => format!("{}: forecast\n", case.policy.year.label),
    };
    for one in what_if {
        let scenario = lang.pick("按情景测算：", "under the scenario: ");
        text.push_str(&format!("{scenario}{}\n", one.title.get(lang)));
    }
    text.push_str(&out::columns(&summary(forecast, lang)));
    let heading = lang.pick(
        "\n缺口，括号内为招聘：\n",
        "\nGaps, recruits in brackets:\n",
    );
    let rows = gaps(case, forecast, lang);
    match rows.len() {
        1 => text.push_str(lang.pick("\n各学科均无缺口。\n", "\nNo subject is short.\n")),
        _ => text.push_str(&format!("{heading}{}", out::columns(&rows))),
    }
    text.push_str(lang.pick("\n方法与假定：\n", "\nMethod and what is supposed:\n"));
    for one in assumptions::of(case, forecast) {
        text.push_str(&format!("  · {}\n", one.get(lang)));
    }
    text
}

/// A line a number, a column a year.
fn summary(forecast: &Forecast, lang: Lang) -> Vec<Vec<String>> {
    type Number = fn(&Year) -> Option<u32>;
    let lines: [(&str, &str, Number); 13] = [
        ("学生", "pupils", |y| Some(y.students())),
        ("班级", "classes", |y| Some(y.classes())),
        ("核定编制", "approved staff", |y| Some(y.approved())),
        ("标准测算编制", "staff by the standard", Year::derived),
        ("岗位", "posts", |y| Some(y.sum(|n| n.posts))),
        ("在岗", "holders", |y| Some(y.sum(|n| n.holders))),
        ("缺口", "gap", |y| Some(y.sum(|n| n.gap()))),
        ("富余", "surplus", |y| Some(y.sum(|n| n.surplus()))),
        ("全部人员", "all persons", |y| Some(y.staff)),
        ("退休", "retired", |y| Some(y.retired)),
        ("可提前退休", "may retire early", |y| Some(y.may_leave)),
        ("空编", "free headcount", |y| Some(y.room())),
        ("招聘", "recruits", |y| Some(y.sum(|n| n.recruits))),
    ];
    let mut rows = vec![years(forecast, vec![String::new()])];
    for (zh, en, of) in lines {
        let mut row = vec![format!("  {}", lang.pick(zh, en))];
        let shown = |y: &Year| of(y).map_or_else(|| "—".to_owned(), |n| n.to_string());
        row.extend(forecast.years.iter().map(shown));
        rows.push(row);
    }
    rows
}

fn years(forecast: &Forecast, mut head: Vec<String>) -> Vec<String> {
    head.extend(forecast.years.iter().map(|y| y.at.to_string()));
    head
}

/// The head, then every stage and subject that is short in some year.
fn gaps(case: &Case, forecast: &Forecast, lang: Lang) -> Vec<Vec<String>> {
    let shown = |need: &Need| match (need.gap(), need.recruits) {
        (0, _) => String::new(),
        (gap, 0) => gap.to_string(),
        (gap, recruits) => format!("{gap} ({recruits})"),
    };
    let mut rows = vec![years(forecast, vec![String::new()])];
    for cell in paper::cells(case, forecast) {
        let (stage, subject) = (
            lang.pick(cell.0.zh(), cell.0.en()),
            case.county.subject(cell.1),
        );
        let name = match lang {
            Lang::Zh => format!("  {stage}{subject}"),
            Lang::En => format!("  {stage} {subject}"),
        };
        let needs = forecast.years.iter().map(|y| y.needs.get(&cell).copied());
        let needs: Vec<Need> = needs.map(Option::unwrap_or_default).collect();
        if needs.iter().any(|n| n.gap() > 0) {
            rows.push([vec![name], needs.iter().map(shown).collect()].concat());
        }
    }
    rows
}
