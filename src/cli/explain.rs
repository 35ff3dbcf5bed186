//! `explain`: why a person is where the plan has him, and what everything else would cost.

use super::asked::{self, Answerable, Asked};
use super::exit::{Exit, Failure};
use super::{Context, out};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::explain::forced::{Effort, Scope};
use crate::explain::teacher::{self, Explanation, Other};
use crate::explain::words::{self as tell, Claim};
use crate::explain::{Forced, Moved, post, seats};
use crate::plan::{Seat, words};
use crate::solve::Options;
use crate::terms::tier::Tier;
use crate::text::{Lang, Text};
use serde_json::{Value, json};

/// So many seats and displaced persons are printed; `--json` has all.
const LINES: usize = 12;
const PERSONS: usize = 8;

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("whom").required(true).args(["teacher", "post"])))]
pub struct Args {
    #[command(flatten)]
    pub asked: Asked,
    /// The person: teacher_id, or a name that only one has 教师工号，或没有重名的姓名
    #[arg(long, value_name = "ID")]
    pub teacher: Option<String>,
    /// The post: SCHOOL/STAGE/SUBJECT 岗位：学校/学段/学科
    #[arg(long, value_name = "SCHOOL/STAGE/SUBJECT")]
    pub post: Option<String>,
    /// Force the person to this school and show what changes 假设安排到该校，看什么会变
    #[arg(long, value_name = "SCHOOL", conflicts_with = "post")]
    pub to: Option<String>,
    /// Seconds for all alternatives together 各种假设合计限时（秒）
    #[arg(long, value_name = "S", default_value_t = 28.0, value_parser = super::solve::seconds)]
    pub time_limit: f64,
    /// Solve every alternative whole: exact, and slow 每种假设都完整求解：精确但慢
    #[arg(long)]
    pub whole: bool,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let Answerable {
        case,
        plan,
        recorded,
        ..
    } = args.asked.load(context)?;
    let person = args
        .teacher
        .as_deref()
        .map(|who| asked::teacher(&case, who, context));
    let person = person.transpose()?;
    let cell = args.post.as_deref().map(|name| asked::cell(&case, name));
    let cell = cell.transpose()?;
    let to = args.to.as_deref().map(|s| asked::school(&case, s));
    let to = to.transpose()?;
    let mut question = asked::question(&case, &plan, recorded.as_ref());
    if args.whole {
        question.scope = Scope::Whole;
    }
    let mut options = Options {
        time_limit: Some(args.time_limit),
        stop: super::solve::stop_at_ctrl_c(),
        ..Options::default()
    };
    if let Some(cell) = cell {
        let said = post::explain(&question, cell, &options)?;
        match context.json {
            true => return out::json(&post_json(&case, &said)),
            false => out::print(&post_text(&case, &said, context.lang)),
        }
        return Ok(Exit::Done);
    }
    let Some(person) = person else {
        return Ok(Exit::Done);
    };
    let Some(school) = to else {
        let said = teacher::explain(&question, person, &options)?;
        match context.json {
            true => return out::json(&as_json(&case, &said)),
            false => out::print(&as_text(&case, &said, context.lang)),
        }
        return Ok(Exit::Done);
    };
    let forced = question.school(person, school, Effort::Proof, &mut options)?;
    let paragraph = teacher::to_school(&question, person, school, &forced);
    if context.json {
        return out::json(&json!({
            "format": "jiaopin/explain/1",
            "teacher_id": case.county.teacher(person).id,
            "to": case.county.school(school).id,
            "paragraph": paragraph,
            "alternative": forced_json(&case, &forced),
        }));
    }
    asked::line(&paragraph, context);
    out::print(&details(&case, &forced, context.lang));
    Ok(Exit::Done)
}

fn as_text(case: &Case, said: &Explanation, lang: Lang) -> String {
    let mut text = format!("{}\n", said.paragraph.get(lang));
    if !said.others.is_empty() {
        text += &match lang {
            Lang::Zh => format!("\n其他符合条件的岗位 {} 个：\n", said.others.len()),
            Lang::En => format!("\nOther seats that fit: {}\n", said.others.len()),
        };
        text += &out::columns(
            &said
                .others
                .iter()
                .take(LINES)
                .map(|o| other_row(case, said.teacher, o, lang))
                .collect::<Vec<_>>(),
        );
        text += &more(said.others.len(), lang);
    }
    if said.competes && !said.seats.unfit.is_empty() {
        text += lang.pick(
            "\n不符合条件的岗位（学校、学段、学科各算一种），按规则：\n",
            "\nSeats that do not fit, by rule:\n",
        );
        for (no, cells) in &said.seats.unfit {
            text += &unfit_line(case, no, cells, lang);
        }
    }
    text
}

fn more(n: usize, lang: Lang) -> String {
    match (n > LINES, lang) {
        (false, _) => String::new(),
        (true, Lang::Zh) => format!("  ……另有 {} 个（--json 列出全部）\n", n - LINES),
        (true, Lang::En) => format!("  … {} more (--json lists all)\n", n - LINES),
    }
}

/// `  第五小学 小学语文  缺岗 +2，距离 −1.5 公里  改变 3 人  已证最优`
fn other_row(case: &Case, teacher: TeacherIx, other: &Other, lang: Lang) -> Vec<String> {
    let place = words::seat(case, Seat::of(case.demand.cell(other.cell)));
    let mut row = vec![String::new(), place.get(lang).to_owned()];
    match &other.forced {
        None => row.push(
            lang.pick("未计算（限时已到）", "not computed (time is up)")
                .to_owned(),
        ),
        Some(forced) => {
            row.push(costs(forced).get(lang).to_owned());
            if let Forced::Plan { moved, .. } = forced {
                row.push(displaced(case, teacher, moved).get(lang).to_owned());
            }
            row.push(Claim::of(forced).text().get(lang).to_owned());
        }
    }
    row
}

/// `缺岗 +2，距离 −1.5 公里`
fn costs(forced: &Forced) -> Text {
    match forced {
        Forced::Impossible(_) => Text::new("与规则冲突", "against the rules"),
        Forced::Open => Text::new("未得出", "open"),
        Forced::Plan { tiers, .. } => {
            let changes = tiers.iter().map(|c| (c.tier, c.worse()));
            costs_of(&changes.collect::<Vec<_>>())
        }
    }
}

/// The tiers that change, in words; the draw tells equals apart and costs nobody anything.
pub fn costs_of(changes: &[(Tier, i64)]) -> Text {
    let drawn = |t: Tier| matches!(t, Tier::Draw | Tier::DrawAgain);
    let changed = changes.iter().filter(|(t, by)| *by != 0 && !drawn(*t));
    let words = changed.map(|(tier, by)| {
        let sign = if *by > 0 { "+" } else { "" };
        let by = tell::amount(*tier, *by);
        (
            format!("{} {sign}{}", tier.zh(), by.zh),
            format!("{} {sign}{}", tier.no(), by.en),
        )
    });
    let (zh, en): (Vec<String>, Vec<String>) = words.unzip();
    match zh.is_empty() {
        true => Text::new("同样好", "equally good"),
        false => Text::new(zh.join("，"), en.join(", ")),
    }
}

/// Who else has another outcome.
fn displaced(case: &Case, teacher: TeacherIx, moved: &[Moved]) -> Text {
    let others: Vec<TeacherIx> = moved
        .iter()
        .map(|m| m.teacher)
        .filter(|t| *t != teacher)
        .collect();
    if others.is_empty() {
        return Text::new("不影响他人", "nobody else changes");
    }
    words::say!(
        "另影响 {n} 人：{who}",
        "{n} others change: {who}",
        n = others.len(),
        who = words::persons(case, &others[..others.len().min(3)])
    )
}

fn unfit_line(case: &Case, no: &str, cells: &[CellIx], lang: Lang) -> String {
    let rule = seats::rule(no);
    let name = rule.map_or("", |r| lang.pick(r.name.0, r.name.1));
    let schools: std::collections::BTreeSet<_> =
        cells.iter().map(|c| case.demand.cell(*c).school).collect();
    match lang {
        Lang::Zh => format!(
            "  {no} {name}：{} 种岗位（{} 所学校）\n",
            cells.len(),
            schools.len()
        ),
        Lang::En => format!(
            "  {no} {name}: {} cells at {} schools\n",
            cells.len(),
            schools.len()
        ),
    }
}

/// All tiers of an alternative beside the plan, and who changes.
pub fn details(case: &Case, forced: &Forced, lang: Lang) -> String {
    let Forced::Plan { tiers, moved, .. } = forced else {
        return String::new();
    };
    let mut rows = vec![
        [
            "",
            "",
            "",
            lang.pick("本方案", "plan"),
            lang.pick("假设", "forced"),
            "",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for c in tiers {
        let proof = match (c.exact(), c.bound) {
            (true, _) => lang.pick("已证", "proven").to_owned(),
            (false, Some(b)) => format!("{} {b}", lang.pick("不低于", "at least")),
            (false, None) => lang.pick("至多", "at most").to_owned(),
        };
        rows.push(vec![
            String::new(),
            c.tier.no().to_owned(),
            c.tier.heading().get(lang).to_owned(),
            c.before.to_string(),
            c.after.to_string(),
            proof,
        ]);
    }
    let mut text = format!("\n{}", out::columns(&rows));
    text += &match lang {
        Lang::Zh => format!("\n去向改变 {} 人：\n", moved.len()),
        Lang::En => format!("\nOutcomes that change: {}\n", moved.len()),
    };
    for m in moved.iter().take(PERSONS) {
        text += &format!(
            "  {}{}{} → {}\n",
            words::person(case, m.teacher).get(lang),
            lang.pick("：", ": "),
            tell::fate(case, m.before.as_ref()).get(lang),
            tell::fate(case, m.after.as_ref()).get(lang)
        );
    }
    if moved.len() > PERSONS {
        text += &match lang {
            Lang::Zh => format!("  ……另有 {} 人（--json 列出全部）\n", moved.len() - PERSONS),
            Lang::En => format!("  … {} more (--json lists all)\n", moved.len() - PERSONS),
        };
    }
    text
}

fn as_json(case: &Case, said: &Explanation) -> Value {
    let others = said.others.iter().map(|o| {
        json!({
            "cell": case.cell_name(o.cell),
            "alternative": o.forced.as_ref().map(|f| forced_json(case, f)),
        })
    });
    let unfit = said.seats.unfit.iter().map(|(rule, cells)| {
        json!({
            "rule": rule,
            "cells": cells.iter().map(|c| case.cell_name(*c)).collect::<Vec<_>>(),
        })
    });
    json!({
        "format": "jiaopin/explain/1",
        "teacher_id": case.county.teacher(said.teacher).id,
        "outcome": said.row.as_ref().map(|r| r.outcome.key()),
        "paragraph": said.paragraph,
        "others": others.collect::<Vec<_>>(),
        "unfit": unfit.collect::<Vec<_>>(),
    })
}

/// An alternative in full.
pub fn forced_json(case: &Case, forced: &Forced) -> Value {
    let claim = Claim::of(forced).key();
    match forced {
        Forced::Open => json!({ "claim": claim }),
        Forced::Impossible(reasons) => json!({ "claim": claim, "reasons": reasons }),
        Forced::Plan { tiers, moved, .. } => {
            let tiers = tiers.iter().map(|c| {
                json!({
                    "key": c.tier.key(),
                    "before": c.before,
                    "after": c.after,
                    "bound": c.bound,
                    "proven": c.exact(),
                })
            });
            let moved = moved.iter().map(|m| {
                json!({
                    "teacher_id": case.county.teacher(m.teacher).id,
                    "before": tell::fate(case, m.before.as_ref()),
                    "after": tell::fate(case, m.after.as_ref()),
                })
            });
            json!({
                "claim": claim,
                "tiers": tiers.collect::<Vec<_>>(),
                "moved": moved.collect::<Vec<_>>(),
            })
        }
    }
}

fn post_text(case: &Case, said: &post::Explanation, lang: Lang) -> String {
    let mut text = format!("{}\n", said.paragraph.get(lang));
    if !said.holders.is_empty() {
        text += lang.pick("\n聘任人员：\n", "\nFilled by:\n");
        let rows = said.holders.iter().map(|(t, why)| {
            let p = words::person(case, *t);
            vec![
                String::new(),
                p.get(lang).to_owned(),
                why.get(lang).to_owned(),
            ]
        });
        text += &out::columns(&rows.collect::<Vec<_>>());
    }
    if !said.could.is_empty() {
        text += &match lang {
            Lang::Zh => format!("\n符合条件者 {} 人，其中最近的：\n", said.fitting),
            Lang::En => format!("\n{} persons fit; the nearest:\n", said.fitting),
        };
        let rows = said.could.iter().map(|c| candidate_row(case, c, lang));
        text += &out::columns(&rows.collect::<Vec<_>>());
    }
    if !said.levers.is_empty() {
        text += lang.pick("\n增加或放宽一项：\n", "\nOne more of something:\n");
        let rows = said.levers.iter().map(|l| {
            let effect = match l.effect {
                None => Text::new("限时内未得出", "not settled in time"),
                Some(e) => effect(e),
            };
            vec![
                String::new(),
                l.what.get(lang).to_owned(),
                effect.get(lang).to_owned(),
            ]
        });
        text += &out::columns(&rows.collect::<Vec<_>>());
    }
    text
}

fn effect(e: post::Effect) -> Text {
    let t2 = format!("{:+}", e.uncovered);
    match (e.fills, e.exact) {
        (true, _) => words::say!("能补上；缺岗 {t2}", "fills it; T2 {t2}", t2 = t2),
        (false, true) => words::say!(
            "最优方案中仍不补；缺岗 {t2}",
            "a best plan leaves it open; T2 {t2}",
            t2 = t2
        ),
        (false, false) => words::say!(
            "就近试算未补上，全县未验证；缺岗 {t2}",
            "not filled by an exchange nearby, not verified for the county; T2 {t2}",
            t2 = t2
        ),
    }
}

fn candidate_row(case: &Case, c: &post::Candidate, lang: Lang) -> Vec<String> {
    let mut row = vec![
        String::new(),
        words::person(case, c.teacher).get(lang).to_owned(),
    ];
    if let Some(forced) = &c.forced {
        row.push(costs(forced).get(lang).to_owned());
        row.push(Claim::of(forced).text().get(lang).to_owned());
    }
    row
}

fn post_json(case: &Case, said: &post::Explanation) -> Value {
    let id = |t: &TeacherIx| case.county.teacher(*t).id.clone();
    let holders = said.holders.iter();
    let holders = holders.map(|(t, why)| json!({ "teacher_id": id(t), "why": why }));
    let could = said.could.iter().map(|c| {
        json!({
            "teacher_id": id(&c.teacher),
            "alternative": c.forced.as_ref().map(|f| forced_json(case, f)),
        })
    });
    let levers = said.levers.iter().map(|l| {
        json!({
            "what": l.what,
            "fills": l.effect.map(|e| e.fills),
            "uncovered_change": l.effect.map(|e| e.uncovered),
            "exact": l.effect.map(|e| e.exact),
        })
    });
    json!({
        "format": "jiaopin/explain/1",
        "cell": case.cell_name(said.cell),
        "paragraph": said.paragraph,
        "holders": holders.collect::<Vec<_>>(),
        "uncovered": said.uncovered,
        "fitting": said.fitting,
        "stopped_by_rule": said.stopped,
        "candidates": could.collect::<Vec<_>>(),
        "levers": levers.collect::<Vec<_>>(),
    })
}
