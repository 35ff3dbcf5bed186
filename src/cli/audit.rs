//! `audit`: any plan, a hand-made one too, against every rule; tier values and justified envy.

mod gains;

use super::exit::{Exit, Failure};
use super::input::Loaded;
use super::policy::PolicyArgs;
use super::{Context, asked, faults, input, out};
use crate::audit::{Audit, audit};
use crate::case::Case;
use crate::plan::result::TierResult;
use crate::plan::words;
use crate::plan::{Plan, read};
use crate::rules::CATALOGUE;
use crate::tables::fault::Faults;
use crate::terms::finding::Finding;
use crate::terms::tier::Tier;
use crate::text::{Lang, Text};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Findings of one rule that are only reported fill at most so many lines; broken ones are all printed.
const REPORTED_LINES: usize = 10;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹
    pub county: PathBuf,
    /// plan.csv, the folder it stands in, or an appointment list edited by hand 方案：plan.csv、其所在文件夹，或人工改过的聘任名单
    pub plan: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// The folder of a solve: its tiers stand beside those of this plan 求解结果文件夹，与其各层级的数值并列对照
    #[arg(long, value_name = "OUT")]
    pub beside: Option<PathBuf>,
    /// Look for at most so many changes that gain most 寻找收效最大的改动，至多几人
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub gains: Option<u32>,
    /// Seconds for finding them 寻找改动的限时（秒）
    #[arg(long, value_name = "S", default_value_t = 60.0, value_parser = super::solve::seconds, requires = "gains")]
    pub time_limit: f64,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    // What the tables warn of is for `check` to say; here the plan's own faults count.
    let quiet = Context {
        quiet: true,
        ..context.clone()
    };
    let Loaded { case, scenarios } = input::load(&args.county, &args.policy, &quiet)?;
    let sources = args.policy.sources(&scenarios);
    for text in asked::strangeness(&case, &args.plan, &sources) {
        out::remark(&format!("{}\n", text.get(context.lang)));
    }
    let best = match &args.beside {
        Some(folder) => asked::tiers_beside(&case, folder, &sources)?,
        None => Vec::new(),
    };
    let mut found = Faults::default();
    let plan = read::read(&args.plan, &case, &mut found);
    let Some(plan) = plan.filter(|_| !found.has_errors()) else {
        return Err(Failure::Input(found));
    };
    let judged = audit(&case, &plan);
    let record = asked::record(&case, &args.plan, &sources);
    let gained = gains::gained(&args, &case, &plan, &judged, record.as_ref())?;
    if context.json {
        let mut json = as_json(&case, &plan, &judged, &found);
        json["beside"] = json!(best);
        json["gains"] = gained
            .as_ref()
            .map_or(Value::Null, |g| gains::as_json(&case, g));
        out::json(&json)?;
    } else {
        faults::say_warnings(&found, context);
        out::print(&as_text(&case, &plan, &judged, &best, context.lang));
        if let Some(gained) = &gained {
            out::print(&gains::as_text(&case, gained, context.lang));
            asked::note(&asked::made(&case, record.as_ref()), context);
        }
    }
    Ok(match judged.broken() {
        true => Exit::Broken,
        false => Exit::Done,
    })
}

fn as_text(case: &Case, plan: &Plan, judged: &Audit, best: &[TierResult], lang: Lang) -> String {
    let mut text = String::new();
    let broken = findings(judged, true);
    text += &match (broken.len(), lang) {
        (0, Lang::Zh) => format!("方案 {} 人，各项硬性规则均符合。\n", plan.rows.len()),
        (0, Lang::En) => format!(
            "Plan of {} persons: every hard rule holds.\n",
            plan.rows.len()
        ),
        (n, Lang::Zh) => format!("方案 {} 人，违反规则 {n} 处：\n", plan.rows.len()),
        (n, Lang::En) => format!(
            "Plan of {} persons: rules broken in {n} places:\n",
            plan.rows.len()
        ),
    };
    text += &grouped(&broken, usize::MAX, lang);
    text += lang.pick("\n各层级取值：\n", "\nTier values:\n");
    text += &tiers(judged, best, lang);
    let reported = findings(judged, false);
    if !reported.is_empty() {
        text += lang.pick("\n提示（不属违规）：\n", "\nReported, not broken:\n");
        text += &grouped(&reported, REPORTED_LINES, lang);
    }
    text += &format!("\n{}\n", summary(case, judged).get(lang));
    text
}

/// `  T1   超编  0`
fn tiers(judged: &Audit, best: &[TierResult], lang: Lang) -> String {
    let row = |(key, value): &(&str, i64)| {
        let tier = Tier::parse(key)?;
        Some(vec![
            String::new(),
            tier.no().to_string(),
            tier.heading().get(lang).to_owned(),
            value.to_string(),
            best.iter()
                .find(|t| t.key == *key)
                .map_or(String::new(), |t| {
                    let word = lang.pick("求解结果", "solved");
                    match t.proven {
                        true => {
                            format!("{word} {}（{}）", t.value, lang.pick("已证最优", "proven"))
                        }
                        false => format!("{word} {}", t.value),
                    }
                }),
        ])
    };
    let rows: Vec<_> = judged.tiers.iter().filter_map(row).collect();
    out::columns(&rows)
}

/// How often people could object: envy, in-house holders passed over, standing conflicts, loans.
fn summary(case: &Case, judged: &Audit) -> Text {
    let mut envious: Vec<_> = judged.envy.iter().map(|e| e.teacher).collect();
    envious.dedup();
    let lent: u32 = judged.lent.iter().sum();
    let schools = judged.lent.iter().filter(|n| **n > 0).count();
    let pool = crate::rules::r03_staffing::reading::pool(case);
    words::say!(
        "合理异议 {people} 人（{pairs} 对）；本校教师未获岗位而他人进入的岗位 {passed} 个；现有回避情形 {standing} 对；借用周转编制 {lent}/{pool} 名（{schools} 校）。",
        "Justified envy: {people} persons ({pairs} pairs); cells entered while own holders have no seat: {passed}; standing conflicts: {standing}; quota lent: {lent} of {pool} to {schools} schools.",
        people = envious.len(),
        pairs = judged.envy.len(),
        passed = judged.in_house_first.len(),
        standing = judged.standing_conflicts.len(),
        lent = lent,
        pool = pool,
        schools = schools
    )
}

fn findings(judged: &Audit, broken: bool) -> Vec<&Finding> {
    let all = judged.findings.list.iter();
    all.filter(|f| f.broken == broken).collect()
}

/// The findings under their rules; of each rule at most `most` lines.
fn grouped(findings: &[&Finding], most: usize, lang: Lang) -> String {
    let mut text = String::new();
    for rule in CATALOGUE {
        let of_rule: Vec<_> = findings.iter().filter(|f| f.rule == rule.no).collect();
        if of_rule.is_empty() {
            continue;
        }
        let (name, n) = (lang.pick(rule.name.0, rule.name.1), of_rule.len());
        text += &match lang {
            Lang::Zh => format!("  {} {name}：{n} 处\n", rule.no),
            Lang::En => format!("  {} {name}: {n}\n", rule.no),
        };
        for finding in of_rule.iter().take(most) {
            text += &format!("    · {}\n", finding.text.get(lang));
        }
        if n > most {
            text += &match lang {
                Lang::Zh => format!("    · ……另有 {} 处（--json 列出全部）\n", n - most),
                Lang::En => format!("    · … {} more (--json lists all)\n", n - most),
            };
        }
    }
    text
}

fn as_json(case: &Case, plan: &Plan, judged: &Audit, found: &Faults) -> Value {
    let county = &case.county;
    let teacher = |t: &crate::county::TeacherIx| county.teacher(*t).id.clone();
    let school = |s: &crate::county::SchoolIx| county.school(*s).id.clone();
    let seat = |s: &crate::plan::Seat| {
        json!({
            "school_id": school(&s.school), "stage": s.stage.zh(), "subject": county.subject(s.subject),
        })
    };
    let finding = |f: &Finding| {
        json!({
            "rule": f.rule, "broken": f.broken,
            "teachers": f.teachers.iter().map(teacher).collect::<Vec<_>>(),
            "schools": f.schools.iter().map(school).collect::<Vec<_>>(),
            "text": f.text,
        })
    };
    let envy = |e: &crate::audit::Envy| {
        json!({
            "teacher_id": teacher(&e.teacher), "score": e.score.to_string(), "wish": e.wish, "seat": seat(&e.seat),
            "holder_id": teacher(&e.holder), "holder_score": e.holder_score.to_string(), "text": e.reason,
        })
    };
    let passed = judged.in_house_first.iter().map(|p| {
        json!({
            "seat": seat(&p.seat),
            "entrants": p.entrants.iter().map(teacher).collect::<Vec<_>>(),
            "left": p.left.iter().map(teacher).collect::<Vec<_>>(),
        })
    });
    let tiers = judged
        .tiers
        .iter()
        .map(|(key, value)| json!({ "key": key, "value": value }));
    let lent = county
        .school_ixs()
        .zip(&judged.lent)
        .filter(|(_, n)| **n > 0);
    json!({
        "format": "jiaopin-audit/1",
        "persons": plan.rows.len(),
        "warnings": found.list,
        "broken": judged.broken(),
        "tiers": tiers.collect::<Vec<_>>(),
        "findings": judged.findings.list.iter().map(finding).collect::<Vec<_>>(),
        "envy": judged.envy.iter().map(envy).collect::<Vec<_>>(),
        "in_house_first": passed.collect::<Vec<_>>(),
        "lent": lent.map(|(s, n)| json!({ "school_id": school(&s), "count": n })).collect::<Vec<_>>(),
    })
}
