//! `audit --gains`: the few changes that gain most, or that there are none.

use super::Args;
use crate::audit::Audit;
use crate::case::Case;
use crate::cli::exit::Failure;
use crate::cli::explain::costs_of;
use crate::explain::gains::{Gains, gains};
use crate::explain::known::known;
use crate::explain::words as tell;
use crate::plan::{Plan, words};
use crate::policy::ProcessMode;
use crate::report::result::ResultFile;
use crate::solve::Options;
use crate::text::{Lang, Text};
use serde_json::{Value, json};

pub(super) enum Gained {
    /// The record proves the plan best: no change gains anything.
    Proven,
    Found(Gains),
    /// None found in time.
    Open,
}

/// What is found, where it is asked for.
pub(super) fn gained(
    args: &Args,
    case: &Case,
    plan: &Plan,
    judged: &Audit,
    record: Option<&ResultFile>,
) -> Result<Option<Gained>, Failure> {
    let Some(most) = args.gains else {
        return Ok(None);
    };
    if !judged.broken() && proven(case, plan, record) {
        return Ok(Some(Gained::Proven));
    }
    let mut options = Options {
        time_limit: Some(args.time_limit),
        stop: crate::cli::solve::stop_at_ctrl_c(),
        ..Options::default()
    };
    let found = gains(case, plan, judged, most as usize, &mut options)?;
    Ok(Some(found.map_or(Gained::Open, Gained::Found)))
}

/// Whether every tier of the plan is at its proven bound. What rounds bring is no best plan, whatever is recorded of it.
fn proven(case: &Case, plan: &Plan, record: Option<&ResultFile>) -> bool {
    let whole = case.policy.process.mode == ProcessMode::Integrated;
    whole
        && record.is_some_and(|r| {
            let mut tiers = known(case, plan, &r.tiers).into_iter();
            tiers.all(|k| k.bound == Some(k.value))
        })
}

pub(super) fn as_text(case: &Case, gained: &Gained, lang: Lang) -> String {
    let said = match gained {
        Gained::Found(g) if !g.moved.is_empty() => return found_text(case, g, lang),
        Gained::Proven => lang.pick(
            "方案已证最优，没有能改进的改动。",
            "The plan is proven best: no change gains anything.",
        ),
        Gained::Found(g) if g.exact => lang.pick(
            "改动这样少的人，都不能使方案更好。",
            "No change of so few persons gains anything.",
        ),
        Gained::Found(_) => lang.pick(
            "在试过的人员中，没有能改进的少量改动。",
            "Among the persons tried, no change of so few gains anything.",
        ),
        Gained::Open => lang.pick(
            "限时内没有找到能改进的少量改动。",
            "No few changes were found in time that gain anything.",
        ),
    };
    format!("\n{said}\n")
}

fn found_text(case: &Case, g: &Gains, lang: Lang) -> String {
    let mut text = match (g.repairs, lang) {
        (true, Lang::Zh) => format!("\n改动下列 {} 人即符合各项硬性规则：\n", g.moved.len()),
        (true, Lang::En) => format!(
            "\nWith these {} changes every hard rule holds:\n",
            g.moved.len()
        ),
        (false, Lang::Zh) => format!("\n最值得作的 {} 处改动：\n", g.moved.len()),
        (false, Lang::En) => format!("\nThe {} changes that gain most:\n", g.moved.len()),
    };
    for m in &g.moved {
        text += &format!(
            "  {}：{} → {}\n",
            words::person(case, m.teacher).get(lang),
            tell::fate(case, m.before.as_ref()).get(lang),
            tell::fate(case, m.after.as_ref()).get(lang)
        );
    }
    let changes = g.tiers.iter().map(|(tier, now, then)| (*tier, then - now));
    let effect = costs_of(&changes.collect::<Vec<_>>());
    let sure = match g.exact {
        true => Text::new(
            "同样多的改动不能更好",
            "no other so many changes are better",
        ),
        false => Text::new("在试过的人员中最好", "the best among the persons tried"),
    };
    text + &match lang {
        Lang::Zh => format!("  合计：{}（{}）\n", effect.zh, sure.zh),
        Lang::En => format!("  together: {} ({})\n", effect.en, sure.en),
    }
}

/// Null: none found in time.
pub(super) fn as_json(case: &Case, gained: &Gained) -> Value {
    match gained {
        Gained::Found(g) => found_json(case, g),
        Gained::Proven => {
            json!({ "repairs": false, "exact": true, "changes": [], "tiers": [] })
        }
        Gained::Open => Value::Null,
    }
}

fn found_json(case: &Case, g: &Gains) -> Value {
    let moved = g.moved.iter().map(|m| {
        json!({
            "teacher_id": case.county.teacher(m.teacher).id,
            "before": tell::fate(case, m.before.as_ref()),
            "after": tell::fate(case, m.after.as_ref()),
        })
    });
    let tiers = g.tiers.iter();
    let tiers = tiers.map(|(t, a, b)| json!({ "key": t.key(), "before": a, "after": b }));
    json!({
        "repairs": g.repairs,
        "exact": g.exact,
        "changes": moved.collect::<Vec<_>>(),
        "tiers": tiers.collect::<Vec<_>>(),
    })
}
