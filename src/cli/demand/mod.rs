//! `demand`: the arithmetic of every post, and declared posts under the glass.

mod json;
mod text;

use super::exit::{Exit, Failure};
use super::policy::PolicyArgs;
use super::{Context, asked, input, out};
use crate::case::Case;
use crate::county::SchoolIx;
use crate::report;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹
    pub county: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// Write a workbook (name ending in .xlsx) or a folder of .csv files 输出工作簿（.xlsx），或存放 .csv 的文件夹
    #[arg(short, long)]
    pub out: Option<PathBuf>,
    /// Replace an earlier output 覆盖先前结果
    #[arg(long)]
    pub force: bool,
    /// Only this school's posts 只看一所学校
    #[arg(long, value_name = "ID")]
    pub school: Option<String>,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    if let Some(path) = &args.out {
        match out::is_workbook(path) {
            true => report::check_file(path, args.force),
            false => {
                out::check_folder(path)?;
                report::demand::check(path, args.force)
            }
        }?;
    }
    let case = input::load(&args.county, &args.policy, context)?.case;
    let only = only(&case, args.school.as_deref())?;
    if let Some(path) = &args.out {
        match out::is_workbook(path) {
            true => {
                let bytes = report::demand::workbook(&case)?;
                report::write_file(path, args.force, &bytes)?;
            }
            false => report::demand::folder(path, args.force, &case)?,
        }
    }
    match (context.json, args.out.is_some()) {
        (true, _) => return out::json(&json::demand(&case, only)),
        (false, true) => {
            out::tell(&text::summary(&case, context.lang));
            if let Some(path) = args.out.as_ref().filter(|_| !context.quiet) {
                out::written(path, context);
            }
        }
        (false, false) => out::print(&text::demand(&case, only, context.lang)),
    }
    Ok(Exit::Done)
}

fn only(case: &Case, word: Option<&str>) -> Result<Option<SchoolIx>, Failure> {
    word.map(|word| asked::school(case, word)).transpose()
}
