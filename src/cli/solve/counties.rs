//! Several counties at once: each is planned as alone, into a folder of its own name.

use super::{Args, How};
use crate::cli::exit::{Exit, Failure};
use crate::cli::jobs::{self, Ended, Job, Made};
use crate::cli::{Context, out};
use serde_json::json;
use std::path::{Path, PathBuf};

pub fn run(args: &Args, context: &Context) -> Result<Exit, Failure> {
    if args.how.start.is_some() || args.how.keep.is_some() {
        return Err(Failure::usage(
            "--start 与 --keep 针对一个县的方案；同时规划多个县（区）时不能使用。",
            "--start and --keep name the plan of one county; they cannot be used with several",
        ));
    }
    let named: Vec<(String, &PathBuf)> = args.counties.iter().map(|c| (name(c), c)).collect();
    distinct(&named)?;
    let folders = [Some(&args.how.out), args.how.write_model.as_ref()];
    let folders = folders.into_iter().flatten().map(|f| jobs::make_folder(f));
    let _made: Vec<Made> = folders.collect::<Result<_, _>>()?;
    let job = |(name, county): (String, &PathBuf)| Job {
        how: How {
            out: args.how.out.join(&name),
            write_model: args.how.write_model.as_ref().map(|dir| dir.join(&name)),
            ..args.how.clone()
        },
        county: county.clone(),
        name,
    };
    let named = args.spread.of(named);
    let all: Vec<Job> = named.into_iter().map(job).collect();
    let ended = jobs::run(&all, args.spread, context);
    say(&ended, context)?;
    jobs::worst(&ended, ("县（区）", "county"), context)
}

/// What a county is called: the name of its folder, or of its workbook without the ending.
fn name(county: &Path) -> String {
    let full = std::path::absolute(county).unwrap_or_else(|_| county.to_path_buf());
    let name = match full.is_dir() {
        true => full.file_name(),
        false => full.file_stem(),
    };
    name.unwrap_or_default().to_string_lossy().into_owned()
}

/// Two counties of one name would write into one folder.
fn distinct(named: &[(String, &PathBuf)]) -> Result<(), Failure> {
    for (at, (name, county)) in named.iter().enumerate() {
        if let Some((_, twin)) = named[..at].iter().find(|(n, _)| n == name) {
            let (one, two) = (twin.display(), county.display());
            return Err(Failure::usage(
                format!("“{one}”和“{two}”同名，结果会写入同一个文件夹“{name}”。请改名后再运行。"),
                format!(
                    "{one} and {two} have the same name and would share the folder {name}; rename one of them"
                ),
            ));
        }
    }
    Ok(())
}

fn say(ended: &[Ended], context: &Context) -> Result<(), Failure> {
    if context.json {
        let one = |e: &Ended| {
            let out = e.has_plan().then_some(&e.at);
            json!({ "name": e.name, "state": e.state, "reason": e.reason, "out": out })
        };
        let all: Vec<_> = ended.iter().map(one).collect();
        out::json(&json!({ "counties": all }))?;
    } else if !context.quiet {
        let row = |e: &Ended| vec![e.name.clone(), e.word().get(context.lang).to_owned()];
        out::tell(&jobs::table(ended.iter().map(row).collect()));
    }
    Ok(())
}
