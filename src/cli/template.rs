//! `template`: the workbook to fill in.

use super::exit::{Exit, Failure};
use super::{Context, out};
use crate::report;
use crate::tables::template::template;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The workbook to write, .xlsx 要写的工作簿（.xlsx）
    pub out: PathBuf,
    /// Overwrite the file if it is there 覆盖已有文件
    #[arg(long)]
    pub force: bool,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let ending = args.out.extension().unwrap_or_default();
    if !ending.eq_ignore_ascii_case("xlsx") {
        return Err(Failure::usage(
            format!("{}：文件名须以 .xlsx 结尾。", args.out.display()),
            format!("{}: the file name must end in .xlsx", args.out.display()),
        ));
    }
    report::check_file(&args.out, args.force)?;
    let bytes = template().map_err(anyhow::Error::from)?;
    report::write_file(&args.out, args.force, &bytes)?;
    if context.json {
        out::print(&format!("{}\n", serde_json::json!({ "out": args.out })));
    } else if !context.quiet {
        out::written(&args.out, context);
    }
    Ok(Exit::Done)
}
