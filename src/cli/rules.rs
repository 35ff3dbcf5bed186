//! `rules`: the catalogue of rules with the parameters in force.

use super::exit::{Exit, Failure};
use super::policy::{PolicyArgs, describe, source as named, tier_name, value};
use super::{Context, out};
use crate::policy::{Entry, Policy, unit, words};
use crate::rules::{CATALOGUE, Mode, Rule};
use crate::text::Lang;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub policy: PolicyArgs,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let policy = args.policy.load()?;
    if context.json {
        let rules: Vec<Value> = CATALOGUE.iter().map(|r| as_json(r, &policy)).collect();
        return out::json(
            &json!({"format": "jiaopin/rules/1", "rules": rules, "tiers": policy.tiers.order}),
        );
    }
    out::print(&text(&policy, context.lang));
    Ok(Exit::Done)
}

fn text(policy: &Policy, lang: Lang) -> String {
    let mut text = String::new();
    for rule in CATALOGUE {
        let mode = mode(rule, policy);
        let name = match lang {
            Lang::Zh => format!("{}（{}）", rule.name.0, rule.key),
            Lang::En => format!("{}  {}", rule.key, rule.name.1),
        };
        text.push_str(&format!(
            "{} {name}  {}\n    {}\n",
            rule.no,
            modes(rule, mode, lang),
            lang.pick(rule.meaning.0, rule.meaning.1),
        ));
        text.push_str(&basis(rule, policy, lang));
        let rows: Vec<Vec<String>> = parameters(rule, policy)
            .map(|e| parameter(rule, e, lang))
            .collect();
        text.push_str(&out::columns(&rows));
        text.push('\n');
    }
    text.push_str(lang.pick("目标层级（依次最优）\n", "Tiers, first to last\n"));
    let gap = |key: &str| policy.tiers.gap.get(key).copied().unwrap_or(0.0);
    let rows: Vec<Vec<String>> = policy
        .tiers
        .order
        .iter()
        .map(|key| {
            let allowed = lang.pick("允许差距", "allowed gap");
            vec![
                String::new(),
                tier_name(key, lang),
                key.clone(),
                format!("{allowed} {}", gap(key)),
            ]
        })
        .collect();
    text.push_str(&out::columns(&rows));
    text
}

/// `硬性（默认）`, or `停用（默认：硬性）` where the policy differs from the default.
fn modes(rule: &Rule, now: Mode, lang: Lang) -> String {
    let word = |mode: Mode| lang.pick(mode.name().0, mode.name().1);
    match (now == rule.default, lang) {
        (true, Lang::Zh) => format!("{}（默认）", word(now)),
        (true, Lang::En) => format!("{} (default)", word(now)),
        (false, Lang::Zh) => format!("{}（默认：{}）", word(now), word(rule.default)),
        (false, Lang::En) => format!("{} (default: {})", word(now), word(rule.default)),
    }
}

/// The mode in force; the entry is always there in a complete policy.
fn mode(rule: &Rule, policy: &Policy) -> Mode {
    let entry = policy.entry(&format!("rules.{}.mode", rule.key));
    let read = entry.and_then(|e| serde_json::from_value(e.value.clone()).ok());
    read.unwrap_or(rule.default)
}

fn parameters<'p>(rule: &Rule, policy: &'p Policy) -> impl Iterator<Item = &'p Entry> {
    let table = format!("rules.{}.", rule.key);
    let inside = policy
        .entries
        .iter()
        .filter(move |e| e.key.starts_with(&table));
    inside.filter(|e| !e.key.ends_with(".mode"))
}

fn parameter(rule: &Rule, entry: &Entry, lang: Lang) -> Vec<String> {
    let own = &entry.key["rules.".len() + rule.key.len() + 1..];
    let name = match lang {
        Lang::Zh => below(own, &entry.key),
        Lang::En => own.to_string(),
    };
    let unit = match lang {
        Lang::Zh => entry.unit.as_str(),
        Lang::En => unit::english(&entry.unit),
    };
    vec![
        if entry.verify { "  ※" } else { "" }.to_string(),
        name,
        value(entry, lang),
        unit.to_string(),
        describe(&entry.key, lang),
        source(entry, lang),
    ]
}

/// `最大公里数（max_km）`, `高级岗位比例·小学（senior_share.小学）`
fn below(own: &str, key: &str) -> String {
    match own.rsplit_once('.') {
        None => words::name_and_key(key),
        Some((table, _)) => {
            let above: Vec<&str> = table.split('.').map(words::word).collect();
            format!("{}·{}（{own}）", above.join("·"), words::name(key))
        }
    }
}

/// What the rule itself rests on, in a line.
fn basis(rule: &Rule, policy: &Policy, lang: Lang) -> String {
    let entry = policy.entry(&format!("rules.{}.mode", rule.key));
    let said = entry.map_or_else(String::new, |e| source(e, lang));
    format!("    {}{said}\n", lang.pick("依据：", "source: "))
}

/// The document of a value, marked where the county has yet to confirm it.
fn source(entry: &Entry, lang: Lang) -> String {
    let text = named(entry, lang);
    format!("{text}{}", if entry.verify { "※" } else { "" })
}

fn as_json(rule: &Rule, policy: &Policy) -> Value {
    let parameters: Vec<Value> = parameters(rule, policy)
        .map(|e| {
            json!({
                "entry": e,
                "zh": describe(&e.key, Lang::Zh),
                "en": describe(&e.key, Lang::En),
            })
        })
        .collect();
    let modes: Vec<&str> = rule.modes().iter().map(|m| m.key()).collect();
    json!({
        "no": rule.no,
        "key": rule.key,
        "zh": rule.name.0,
        "en": rule.name.1,
        "default": rule.default.key(),
        "mode": mode(rule, policy).key(),
        "modes": modes,
        "meaning_zh": rule.meaning.0,
        "meaning_en": rule.meaning.1,
        "parameters": parameters,
    })
}
