//! `check`: every fault of the tables at once, and what was read.

use super::exit::{Exit, Failure};
use super::input::{self, Loaded};
use super::policy::{PolicyArgs, called};
use super::{Context, faults, out};
use crate::case::Case;
use crate::county::County;
use crate::policy::{Policy, words};
use crate::tables::Tables;
use crate::tables::fault::Faults;
use crate::text::{Lang, Text};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹
    pub county: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let mut found = Faults::default();
    let (tables, loaded) = input::read(&args.county, &args.policy, &mut found)?;
    if !context.json && !context.quiet {
        out::print(rows_read(&tables).get(context.lang));
    }
    let Some(Loaded { case, .. }) = loaded else {
        return Err(Failure::Input(found));
    };
    let verify = prints(&case, context.lang) + &verify(&case.policy, context.lang);
    match context.json {
        true => out::print(&format!("{:#}\n", as_json(&case, &found))),
        false => out::print(&as_text(&case.county, &found, &verify, context)),
    }
    Ok(Exit::Done)
}

/// `读入：学校 102 行、教师 1838 行 …`
fn rows_read(tables: &Tables) -> Text {
    let frames = tables.frames();
    let zh: Vec<String> = frames
        .iter()
        .map(|f| format!("{} {} 行", f.table.title, f.len()))
        .collect();
    let en: Vec<String> = frames
        .iter()
        .map(|f| format!("{} {}", f.table.key, f.len()))
        .collect();
    match frames.is_empty() {
        true => Text::new("", ""),
        false => Text::new(
            format!("读入：{}\n", zh.join("、")),
            format!("rows read: {}\n", en.join(", ")),
        ),
    }
}

fn as_text(county: &County, found: &Faults, verify: &str, context: &Context) -> String {
    let summary: Vec<String> = summary(county)
        .into_iter()
        .map(|(_, title, n)| format!("{} {n}", title.get(context.lang)))
        .collect();
    let mut text = String::new();
    if !context.quiet {
        let comma = context.lang.pick("，", ", ");
        let stop = context.lang.pick("。", ".");
        text.push_str(&format!("{}{stop}\n", summary.join(comma)));
        text.push_str(verify);
    }
    text.push_str(&faults::render(found, context.lang, context.color_out));
    if found.list.is_empty() && !context.quiet {
        text.push_str(match context.lang {
            Lang::Zh => "未发现问题。\n",
            Lang::En => "No faults found.\n",
        });
    }
    text
}

/// The fingerprints that result.json and the lists record, to hold these against.
fn prints(case: &Case, lang: Lang) -> String {
    let (data, policy) = (&case.county.hash, &case.policy.hash);
    match lang {
        Lang::Zh => format!("指纹（SHA-256）：数据 {data}\n                 政策 {policy}\n"),
        Lang::En => format!(
            "fingerprints (SHA-256): data {data}\n                        policy {policy}\n"
        ),
    }
}

/// The policy values that the county has yet to confirm, table by table; empty when there are none. Each with its
/// source stands in the JSON and in `policy`.
fn verify(policy: &Policy, lang: Lang) -> String {
    let open = policy.to_verify();
    if open.is_empty() {
        return String::new();
    }
    let mut tables: Vec<(&str, Vec<String>)> = Vec::new();
    for entry in &open {
        let table = words::table_of(&entry.key);
        let key = called(entry, lang);
        match tables.last_mut().filter(|(last, _)| *last == table) {
            Some((_, keys)) => keys.push(key),
            None => tables.push((table, vec![key])),
        }
    }
    let n = open.len();
    let later = n - policy.to_verify_in_plans().len();
    let later = match (later, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("其中 {n} 项只用于 forecast，方案不用；"),
        (n, Lang::En) => format!("{n} of them only for forecast, no plan uses them; "),
    };
    let mut text = match lang {
        Lang::Zh => format!(
            "政策参数中有 {n} 项须由本县核实（{later}jiaopin policy 列出各项的值与依据，带 ※）：\n"
        ),
        Lang::En => format!(
            "{n} policy value(s) for the county to confirm ({later}jiaopin policy shows value and source, marked ※):\n"
        ),
    };
    for (table, keys) in tables {
        text.push_str(&match lang {
            Lang::Zh => {
                let (title, head) = (words::title(table), words::head(table));
                format!("  {title}：{}  {head}\n", keys.join("、"))
            }
            Lang::En => format!("  [{table}] {}\n", keys.join(", ")),
        });
    }
    text
}

fn as_json(case: &Case, found: &Faults) -> serde_json::Value {
    let county = &case.county;
    let mut value = faults::json(found);
    let counts: serde_json::Map<String, serde_json::Value> = summary(county)
        .into_iter()
        .map(|(key, _, n)| (key.to_string(), n.into()))
        .collect();
    value["counts"] = counts.into();
    value["sha256"] = county.hash.clone().into();
    value["verify"] = serde_json::json!(case.policy.to_verify());
    value
}

/// What the county holds: key, title, number.
fn summary(county: &County) -> Vec<(&'static str, Text, u64)> {
    let posts = county.posts.iter().flatten();
    let counted = |n: usize| n as u64;
    let applicants = county.teachers.iter().filter(|t| t.is_applicant()).count();
    let pooled = county
        .teachers
        .iter()
        .filter(|t| t.school.is_none())
        .count();
    let closing = county.schools.iter().filter(|s| s.closing).count();
    let classes = county.classes.iter().map(|c| u64::from(c.classes)).sum();
    let students = county.classes.iter().map(|c| u64::from(c.students)).sum();
    let text = |zh: &str, en: &str| Text::new(zh, en);
    vec![
        (
            "schools",
            text("学校", "schools"),
            counted(county.schools.len()),
        ),
        ("closing", text("其中撤并", "closing"), counted(closing)),
        ("classes", text("班级", "classes"), classes),
        ("students", text("学生", "students"), students),
        (
            "teachers",
            text("教师", "teachers"),
            counted(county.teachers.len()),
        ),
        (
            "pooled",
            text("其中暂无学校", "without school"),
            counted(pooled),
        ),
        (
            "posts",
            text("已核定岗位", "declared posts"),
            posts.map(|p| u64::from(p.count)).sum(),
        ),
        (
            "applicants",
            text("报名教师", "applicants"),
            counted(applicants),
        ),
        (
            "relations",
            text("亲属关系", "relations"),
            counted(county.relations.len()),
        ),
        ("pins", text("锁定", "pins"), counted(county.pins.len())),
    ]
}
