//! `generate`: made-up counties for trying out, teaching and measuring.

use super::exit::{Exit, Failure};
use super::{Context, out};
use crate::report::WriteError;
use crate::synth::land::Land;
use crate::synth::shape::Shape;
use crate::synth::sheet::Sheet;
use crate::synth::unit::Unit;
use crate::synth::{self, from, write};
use crate::tables::catalogue::TABLES;
use crate::tables::fault::Faults;
use crate::text::Lang;
use clap::ValueEnum;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx) or a folder to make 输出的工作簿（.xlsx）或文件夹
    out: PathBuf,
    /// Number of schools 学校数
    #[arg(long, value_name = "N")]
    schools: Option<usize>,
    /// Number of teachers 教师数
    #[arg(long, value_name = "M")]
    teachers: Option<usize>,
    /// The same seed gives the same county 随机种子，相同则数据相同
    #[arg(long, value_name = "K", default_value_t = 1)]
    seed: u64,
    /// A made-up roster for this real list of schools 按这份真实的学校名单编造人员
    #[arg(long, value_name = "SCHOOLS")]
    from: Option<PathBuf>,
    /// One of the counties under datasets/ 内置数据集（datasets/ 中的一个）
    #[arg(long, value_enum, conflicts_with_all = ["schools", "teachers", "seed", "from"])]
    preset: Option<Preset>,
    /// Further tables 附加表
    #[arg(long, value_enum)]
    with: Vec<With>,
    /// Replace what is there 覆盖已有输出
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Preset {
    Small,
    Hongshan,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum With {
    /// Posts as decided numbers instead of by the policy's formula 岗位数直接给定，不按政策测算
    Posts,
    /// Leader posts and candidates 领导岗位、校长候选人
    Leaders,
    /// Standing loans from the quota pool 周转编制
    Loans,
}

const MOST_SCHOOLS: usize = 5_000;
const MOST_TEACHERS: usize = 200_000;

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let workbook = out::is_workbook(&args.out);
    if !workbook {
        out::check_folder(&args.out)?;
    }
    may_write(&args, workbook)?;
    let sheets = sheets(&args)?;
    let written = if workbook {
        write::workbook(&sheets, &args.out)
    } else {
        write::folder(&sheets, &args.out)
    };
    written.map_err(|e| cannot_write(&args.out, e))?;
    if context.json {
        let rows = sheets
            .iter()
            .map(|s| (s.name.to_string(), s.rows.len().into()));
        let rows: serde_json::Map<String, serde_json::Value> = rows.collect();
        let made = serde_json::json!({ "out": args.out.display().to_string(), "rows": rows });
        out::print(&format!("{made:#}\n"));
    } else if !context.quiet {
        say(&args.out, &sheets, context);
        say_without_loans(&args, &sheets, context);
    }
    Ok(Exit::Done)
}

fn sheets(args: &Args) -> Result<Vec<Sheet>, Failure> {
    let with = |mut shape: Shape| {
        shape.leaders |= args.with.contains(&With::Leaders);
        shape.loans |= args.with.contains(&With::Loans);
        shape.posts = args.with.contains(&With::Posts);
        shape
    };
    match (args.preset, &args.from) {
        (Some(Preset::Small), _) => Ok(synth::small::county()),
        (Some(Preset::Hongshan), _) => Ok(synth::county(&with(Shape::hongshan()))),
        (None, Some(list)) => {
            let (units, land, teachers) = listed(args, list)?;
            let shape = with(Shape::of(units.len(), teachers, args.seed));
            Ok(synth::roster(&shape, units, land))
        }
        (None, None) => {
            let (Some(schools), Some(teachers)) = (args.schools, args.teachers) else {
                return Err(Failure::usage(
                    "请同时给出 --schools（学校数）和 --teachers（教师数），或用 --from 给出学校名单。",
                    "give both --schools and --teachers, or a list of schools with --from",
                ));
            };
            within(schools, teachers)?;
            let shape = with(Shape::of(schools, teachers, args.seed));
            Ok(synth::county(&shape))
        }
    }
}

/// The schools of a real list, where they lie, and how many teachers they are to have.
fn listed(args: &Args, list: &Path) -> Result<(Vec<Unit>, Land, usize), Failure> {
    let mut faults = Faults::default();
    let read = from::read(list, args.seed, &mut faults).map_err(|e| cannot_read(list, &e))?;
    let Some((mut units, land)) = read else {
        return Err(Failure::Input(faults));
    };
    if let Some(schools) = args.schools {
        if schools > units.len() {
            let listed = units.len();
            return Err(Failure::usage(
                format!("名单只有 {listed} 所学校，--schools 不能超过这个数，现为 {schools}。"),
                format!("the list has {listed} schools; --schools is {schools}, more than that"),
            ));
        }
        units = from::first(units, schools);
    }
    let usual = from::usual_staff(&units).max(units.len());
    let teachers = args.teachers.unwrap_or(usual);
    within(units.len(), teachers)?;
    Ok((units, land, teachers))
}

fn within(schools: usize, teachers: usize) -> Result<(), Failure> {
    if schools == 0 || schools > MOST_SCHOOLS {
        return Err(Failure::usage(
            format!("学校数须在 1 到 {MOST_SCHOOLS} 之间，现为 {schools}。"),
            format!("the number of schools must be from 1 to {MOST_SCHOOLS}, not {schools}"),
        ));
    }
    if teachers < schools || teachers > MOST_TEACHERS {
        return Err(Failure::usage(
            format!(
                "教师数须不少于学校数、不多于 {MOST_TEACHERS}，现为 {teachers}（学校 {schools} 所）。"
            ),
            format!(
                "the number of teachers must be at least that of the schools ({schools}) \
                 and at most {MOST_TEACHERS}, not {teachers}"
            ),
        ));
    }
    Ok(())
}

/// Nothing that is there is lost without `--force`, and with it only tables of the names that `generate` gives.
fn may_write(args: &Args, workbook: bool) -> Result<(), Failure> {
    let out = &args.out;
    let shown = out.display();
    if !out.exists() {
        return Ok(());
    }
    if !args.force {
        return Err(Failure::usage(
            format!("{shown} 已存在。请换一个名称，或加 --force 覆盖。"),
            format!("{shown} exists; choose another name, or add --force to replace it"),
        ));
    }
    if out.is_dir() == workbook {
        return Err(Failure::usage(
            format!("{shown} 已存在，且不是同类的输出。请换一个名称。"),
            format!("{shown} exists and is of another kind; choose another name"),
        ));
    }
    match write::stranger(out) {
        Some(name) => Err(Failure::usage(
            format!("{shown} 里已有另一份数据表 {name}，不予混写。请换一个名称。"),
            format!("{shown} holds another table, {name}; choose another name"),
        )),
        None => Ok(()),
    }
}

fn cannot_read(list: &Path, error: &anyhow::Error) -> Failure {
    Failure::usage(
        format!("无法读取 {}：{error:#}。请检查访问权限。", list.display()),
        format!(
            "cannot read {}: {error:#}; check the permissions",
            list.display()
        ),
    )
}

fn cannot_write(out: &Path, error: anyhow::Error) -> Failure {
    let of_the_disk = error.chain().find_map(|e| e.downcast_ref::<io::Error>());
    match of_the_disk {
        Some(said) => WriteError::io(out, said).into(),
        None => Failure::Internal(error),
    }
}

/// Only schools in town borrow quota: where there is none, the table asked for has no row.
fn say_without_loans(args: &Args, sheets: &[Sheet], context: &Context) {
    let lent = sheets
        .iter()
        .any(|s| s.name == "周转编制" && !s.rows.is_empty());
    if args.with.contains(&With::Loans) && !lent {
        out::remark(context.lang.pick(
            "没有可借用编制的学校（城区、镇区，教学点、幼儿园、撤并学校除外），周转编制表没有内容。\n",
            "No school can have borrowed quota (in town, no teaching point, kindergarten or closing school): the table loans is empty.\n",
        ));
    }
}

fn say(path: &Path, sheets: &[Sheet], context: &Context) {
    // The files have Chinese names; in English they are called by the tables' keys.
    let name = |s: &Sheet| match context.lang {
        Lang::Zh => s.name,
        Lang::En => TABLES
            .iter()
            .find(|t| t.title == s.name)
            .map_or(s.name, |t| t.key),
    };
    let tables: Vec<String> = sheets
        .iter()
        .map(|s| format!("{} {}", name(s), s.rows.len()))
        .collect();
    let path = path.display();
    out::remark(&match context.lang {
        Lang::Zh => format!("已生成 {path}（各表行数：{}）\n", tables.join("，")),
        Lang::En => format!("made {path} (rows: {})\n", tables.join(", ")),
    });
}
