//! `policy`: what is in force, and where each value comes from.

use super::exit::{Exit, Failure};
use super::{Context, out};
use crate::policy::{Entry, Policy, Scenario, schema, unit, words};
use crate::report::Source;
use crate::rules::CATALOGUE;
use crate::terms::tier::Tier;
use crate::text::Lang;
use serde_json::json;
use std::path::PathBuf;

/// The policy options of every verb that needs one.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct PolicyArgs {
    /// Policy file (default: the national one that travels with the program) 政策参数文件（默认用程序自带的全国政策）
    #[arg(short, long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Scenario file laid upon it; may be given several times 叠加其上的情景文件，可写多个
    #[arg(short, long, value_name = "FILE")]
    pub scenario: Vec<PathBuf>,
}

impl PolicyArgs {
    /// The policy in force.
    pub fn load(&self) -> Result<Policy, Failure> {
        self.resolve().map(|(policy, _)| policy)
    }

    /// The policy in force and the scenarios, whose changes of the data are still to be applied.
    pub fn resolve(&self) -> Result<(Policy, Vec<Scenario>), Failure> {
        Policy::resolve(self.policy.as_deref(), &self.scenario).map_err(Failure::Input)
    }

    /// The scenario files with their hashes, for the record of a run.
    pub fn sources(&self, scenarios: &[Scenario]) -> Vec<Source> {
        let pairs = self.scenario.iter().zip(scenarios);
        pairs
            .map(|(path, s)| Source::new(path, s.hash.as_str()))
            .collect()
    }
}

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub policy: PolicyArgs,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let policy = args.policy.load()?;
    if context.json {
        return out::json(&json!({
            "format": "jiaopin/policy/1",
            "sha256": policy.hash,
            "entries": policy.entries,
        }));
    }
    out::print(&text(&policy, context.lang));
    Ok(Exit::Done)
}

fn text(policy: &Policy, lang: Lang) -> String {
    let mut files: Vec<&str> = policy.entries.iter().map(|e| e.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let mut text = format!(
        "{}  {}\nSHA-256  {}\n{}\n",
        lang.pick("现行政策参数", "Policy in force"),
        files.join(lang.pick("、", ", ")),
        policy.hash,
        lang.pick(
            "每行：参数（文件中的写法）、值、单位、依据、施行日期、出处。带 ※ 的须由本县（区）核定，不作为法规依据引用。\n文件中：是、否写作 true、false；硬性、计入目标、只报告、停用写作 \"hard\"、\"tier\"、\"report\"、\"off\"；列表写作 [\"甲\", \"乙\"]，无写作 []。",
            "Each line: key, value, unit, source, since, file. A value marked ※ must be confirmed by the county; it is not law.",
        ),
    );
    let mut rest = policy.entries.as_slice();
    while let Some(first) = rest.first() {
        let table = words::table_of(&first.key);
        let length = rest
            .iter()
            .take_while(|e| words::table_of(&e.key) == table)
            .count();
        let (block, after) = rest.split_at(length);
        text.push_str(&format!("\n{}\n", heading(table, lang)));
        let rows: Vec<Vec<String>> = block.iter().map(|e| row(e, lang)).collect();
        text.push_str(&out::columns(&rows));
        rest = after;
    }
    let open = policy.to_verify().len();
    text.push_str(&match lang {
        Lang::Zh => format!("\n共 {} 项，其中 {open} 项待核定。\n", policy.entries.len()),
        Lang::En => format!(
            "\n{} values, {open} of them to be verified.\n",
            policy.entries.len()
        ),
    });
    text
}

/// A parameter within its table, as the reader calls it: in English the key that the file has.
pub fn called(entry: &Entry, lang: Lang) -> String {
    let own = || entry.key[words::table_of(&entry.key).len()..].trim_start_matches('.');
    match lang {
        Lang::Zh => words::name_and_key(&entry.key),
        Lang::En => own().to_owned(),
    }
}

fn row(entry: &Entry, lang: Lang) -> Vec<String> {
    let unit = match lang {
        Lang::Zh => entry.unit.as_str(),
        Lang::En => unit::english(&entry.unit),
    };
    vec![
        if entry.verify { "※" } else { "" }.to_string(),
        called(entry, lang),
        value(entry, lang),
        unit.to_string(),
        source(entry, lang).to_string(),
        entry.since.clone(),
        format!("{}:{}", entry.file, entry.line),
    ]
}

/// What a value rests on. Documents keep their Chinese names; the program's own default is none.
pub fn source(entry: &Entry, lang: Lang) -> &str {
    match (entry.source.as_str(), lang) {
        ("", _) => lang.pick("（未注明依据）", "(no source given)"),
        (_, Lang::En) if entry.document().is_none() => "the program's default",
        (text, _) => text,
    }
}

/// A value as the reader says it; in English as the file writes it.
pub fn value(entry: &Entry, lang: Lang) -> String {
    match lang {
        Lang::Zh => words::value(entry),
        Lang::En => entry.shown(),
    }
}

/// The table's head, with what it is about: in English a rule's number and name.
fn heading(table: &str, lang: Lang) -> String {
    if lang == Lang::Zh {
        return format!("{}  {}", words::title(table), words::head(table));
    }
    let rule = table.strip_prefix("rules.").and_then(|key| {
        let key = key.split('.').next().unwrap_or(key);
        CATALOGUE.iter().find(|r| r.key == key)
    });
    let about = rule.map_or_else(String::new, |r| format!("  {} {}", r.no, r.name.1));
    format!("[{table}]{about}")
}

/// A field's description in the reader's language; the field's documentation has both, `中文 / English`.
pub fn describe(key: &str, lang: Lang) -> String {
    let text = schema::describe(key).unwrap_or_default();
    let (zh, en) = text.split_once(" / ").unwrap_or((text, text));
    lang.pick(zh, en).to_string()
}

/// A tier's name with its number: `T4 轮岗`.
pub fn tier_name(key: &str, lang: Lang) -> String {
    Tier::parse(key).map_or_else(
        || key.to_string(),
        |t| format!("{} {}", t.no(), lang.pick(t.zh(), t.en())),
    )
}
