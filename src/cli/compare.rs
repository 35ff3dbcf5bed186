//! `compare`: two or more plans side by side.

use super::exit::{Exit, Failure};
use super::policy::PolicyArgs;
use super::record::{Given, Record};
use super::solve::failure;
use super::{Context, export, out};
use crate::audit;
use crate::report::{self, compare as paper};
use crate::scenario::{self, Comparison, Heading, Side};
use crate::text::Lang;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Two or more folders that solve wrote, or plan.csv files, or one folder that holds them; differences are against the first 两个以上的结果文件夹或 plan.csv，或存放它们的一个文件夹；差额以第一个为准
    #[arg(required = true, value_name = "PLAN")]
    pub plans: Vec<PathBuf>,
    /// A page (.html), a workbook (.xlsx) or data (.json) to write; may be given several times 输出网页（.html）、工作簿（.xlsx）或数据（.json），可写多个
    #[arg(short, long)]
    pub out: Vec<PathBuf>,
    /// The county's data, for plans that stand alone 数据，用于没有求解记录的方案
    #[arg(long, value_name = "COUNTY")]
    pub county: Option<PathBuf>,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// Replace earlier files 覆盖已有文件
    #[arg(long)]
    pub force: bool,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    for out in &args.out {
        kind(out)?;
        report::check_file(out, args.force).map_err(failure)?;
    }
    let given = Given {
        county: args.county.clone(),
        policy: args.policy.clone(),
    };
    let quiet = Context {
        quiet: true,
        ..context.clone()
    };
    let mut sides = Vec::new();
    let mut year = None;
    for path in &plans(&args.plans)? {
        let (side, label) = side(path, &given, &quiet)?;
        sides.push(side);
        year.get_or_insert(label);
    }
    let all = scenario::compare(&sides);
    let (label, as_of) = year.unwrap_or_default();
    for out in &args.out {
        let bytes = match kind(out)? {
            Kind::Page => paper::page(&all, &label)?,
            Kind::Book => paper::workbook(&all, &label, &as_of)?,
            Kind::Data => json(&all)?,
        };
        report::write_file(out, args.force, &bytes).map_err(failure)?;
    }
    if context.json {
        out::print(&String::from_utf8_lossy(&json(&all)?));
    } else if !context.quiet {
        let text = text(&all, context.lang);
        match args.out.is_empty() {
            true => out::print(&text),
            false => out::tell(&text),
        }
    }
    Ok(Exit::Done)
}

/// The plans named, or those in the one folder that is: its own, the plan without scenario, then by name.
fn plans(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let [folder] = named else {
        return Ok(named.to_vec());
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let inside = entries.map(|e| e.path());
    // A plan with others beside it holds them in its own folder.
    let mut found: Vec<PathBuf> = std::iter::once(folder.clone())
        .chain(inside)
        .filter(|p| {
            [report::result::FILE, "plan.csv"]
                .iter()
                .all(|f| p.join(f).is_file())
        })
        .collect();
    found.sort_by_key(|p| (p != folder, !p.ends_with(super::scenarios::BASE), p.clone()));
    if found.len() < 2 {
        let shown = folder.display();
        return Err(Failure::usage(
            format!(
                "“{shown}”中不足两个方案文件夹。请给出两个以上的方案，或一个存放各方案文件夹的文件夹。"
            ),
            format!(
                "{shown} holds fewer than two folders with a plan; name two or more plans, or a folder that holds theirs"
            ),
        ));
    }
    Ok(found)
}

enum Kind {
    Page,
    Book,
    Data,
}

fn kind(out: &Path) -> Result<Kind, Failure> {
    let ending = out.extension().and_then(|e| e.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "html" => Ok(Kind::Page),
        "xlsx" => Ok(Kind::Book),
        "json" => Ok(Kind::Data),
        _ => Err(Failure::usage(
            format!(
                "输出文件“{}”须以 .html、.xlsx 或 .json 结尾。",
                out.display()
            ),
            format!(
                "the output {} must end in .html, .xlsx or .json",
                out.display()
            ),
        )),
    }
}

fn json(all: &Comparison) -> Result<Vec<u8>, Failure> {
    let mut bytes = serde_json::to_vec_pretty(all).map_err(anyhow::Error::from)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A plan with its data read anew, and its year.
pub fn side(
    path: &Path,
    given: &Given,
    context: &Context,
) -> Result<(Side, (String, String)), Failure> {
    let record = Record::beside(path)?;
    let (case, info) = record.case(given, context)?;
    let plan = export::read(path, &case, context)?;
    let judged = audit::audit(&case, &plan);
    let solved = record.solved(&plan, &case, &judged);
    let heading = Heading {
        name: name(path),
        label: String::new(),
        scenarios: info.what_if.iter().map(|w| w.title.clone()).collect(),
        changes: info
            .what_if
            .iter()
            .flat_map(|w| w.changes.clone())
            .collect(),
        sha256: report::sha256(&crate::plan::write::csv(&case, &plan)),
        data: case.county.hash.clone(),
        policy: case.policy.hash.clone(),
    };
    let variation = paper::variation(&case, &plan);
    let year = &case.policy.year;
    let year = (year.label.clone(), year.as_of.clone());
    Ok((Side::new(heading, &case, &plan, &solved, &variation), year))
}

/// The folder's name; a plan.csv is called by the folder it stands in.
fn name(path: &Path) -> String {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let plain = full.file_name().is_some_and(|n| n == "plan.csv");
    let named = if plain {
        full.parent()
    } else {
        Some(full.as_path())
    };
    let name = named.and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Over the columns: what each plan is called.
fn heads(all: &Comparison, lang: Lang) -> Vec<String> {
    let plans = all.plans.iter().map(|plan| plan.label.clone());
    let first = [String::new(), lang.pick("方案", "plan").to_owned()];
    first.into_iter().chain(plans).collect()
}

pub fn text(all: &Comparison, lang: Lang) -> String {
    let mut text = String::new();
    for plan in &all.plans {
        text += &plan.called();
        if !plan.scenarios.is_empty() {
            let titles: Vec<&str> = plan.scenarios.iter().map(|s| s.get(lang)).collect();
            text += lang.pick("：", ": ");
            text += &titles.join(lang.pick("；", "; "));
        }
        text.push('\n');
    }
    let row = |line: paper::Line| -> Vec<String> {
        let mut row = vec![String::new(), line.name.get(lang).to_owned()];
        for (at, value) in line.values.into_iter().enumerate() {
            row.push(match at {
                0 => value,
                _ if value.is_empty() => "–".to_owned(),
                at if line.differences[at - 1].is_empty() => value,
                at => format!("{value} ({})", line.differences[at - 1]),
            });
        }
        row
    };
    for warning in &all.warnings {
        text += &format!("{}\n", warning.get(lang));
    }
    let measures = paper::measures(all).into_iter().filter(|l| l.differs);
    let tiers = paper::tiers(all).into_iter();
    let mut rows = vec![heads(all, lang)];
    rows.extend(tiers.chain(measures).map(row));
    text += &out::columns(&rows);
    if !all.one_county {
        let note = crate::report::compare::counties();
        return format!("{text}{}\n", note.get(lang));
    }
    text + &match lang {
        Lang::Zh => format!(
            "去向不同 {} 人，人数或缺岗不同 {} 校（* 未证明最优）\n",
            all.persons.len(),
            all.schools.len()
        ),
        Lang::En => format!(
            "{} persons go elsewhere, {} schools end differently (* not proven)\n",
            all.persons.len(),
            all.schools.len()
        ),
    }
}
