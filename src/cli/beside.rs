//! `solve --frontier` and `--alternatives`: what is solved beside the plan, judged like it and written below it.

use super::exit::Failure;
use super::{out, solve as verb};
use crate::audit;
use crate::case::Case;
use crate::policy::ProcessMode;
use crate::report::{self, RunInfo, WhatIf, frontier::Curve};
use crate::scenario::alternatives::{self, Alternatives};
use crate::scenario::beside::{Base, Found, Solver};
use crate::scenario::frontier::{self, Frontier};
use crate::solve;
use crate::terms::tier::Tier;
use crate::text::{Lang, Text};
use serde_json::{Value, json};
use std::path::Path;

#[derive(Debug, Clone, Default, clap::Args)]
pub struct Args {
    /// Trace the exact trade-off between two tiers, such as T4,T5 求两个层级之间的权衡，如 T4,T5
    #[arg(long, value_name = "TIER,TIER")]
    pub frontier: Option<String>,
    /// At most so many points of the trade-off (default 20) 权衡最多取几个点（默认 20）
    #[arg(long, value_name = "N", requires = "frontier", value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub points: Option<u32>,
    /// So many plans equally good and as different as possible, the first one included 求几个同样好而去向尽量不同的方案，含原方案
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(2..=50))]
    pub alternatives: Option<u32>,
    /// Down to which tier they are equally good (default: the last before distances) 备选方案同样好到哪一层级为止（默认到距离之前的最后一级）
    #[arg(long, value_name = "TIER", requires = "alternatives")]
    pub down_to: Option<String>,
}

impl Args {
    pub fn any(&self) -> bool {
        self.frontier.is_some() || self.alternatives.is_some()
    }
}

const POINTS: u32 = 20;

/// What is asked, its tiers resolved.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    frontier: Option<frontier::Asked>,
    alternatives: Option<(usize, Tier)>,
}

/// Resolves the options, before the long work begins.
pub fn asked(args: &Args, case: &Case) -> Result<Asked, Failure> {
    if !args.any() {
        return Ok(Asked::default());
    }
    if case.policy.process.mode == ProcessMode::Staged {
        return Err(Failure::usage(
            "--frontier、--alternatives 只用于统筹一次排定的年度：逐轮竞聘的结果由各轮决定，没有可比的其他方案。",
            "--frontier and --alternatives are for a year that is planned at once: in a staged year the rounds decide",
        ));
    }
    let order = solve::order(case);
    let traced = args.frontier.as_deref();
    let traced = traced.map(|pair| two(&order, pair, args.points));
    let count = args.alternatives.map(|k| k as usize);
    let down_to = match args.down_to.as_deref() {
        Some(word) => Some(tier(&order, word, "--down-to", &[])?),
        None => order.iter().rev().find(|t| !asks_where(**t)).copied(),
    };
    Ok(Asked {
        frontier: traced.transpose()?,
        alternatives: count.zip(down_to),
    })
}

/// Tiers in which hardly two plans are equal.
fn asks_where(tier: Tier) -> bool {
    matches!(
        tier,
        Tier::Distance | Tier::Envy | Tier::Draw | Tier::DrawAgain
    )
}

fn two(order: &[Tier], pair: &str, points: Option<u32>) -> Result<frontier::Asked, Failure> {
    let words: Vec<&str> = pair.split([',', '，', '、']).map(str::trim).collect();
    let [a, b] = words[..] else {
        return Err(Failure::usage(
            format!("--frontier “{pair}”应写作两个层级，如 T4,T5。"),
            format!("--frontier {pair}: write two tiers, such as T4,T5"),
        ));
    };
    let (a, b) = (
        tier(order, a, "--frontier", &[])?,
        tier(order, b, "--frontier", &[])?,
    );
    if a == b {
        return Err(Failure::usage(
            "--frontier 的两个层级须不同。",
            "--frontier needs two different tiers",
        ));
    }
    let place = |t: &Tier| order.iter().position(|o| o == t);
    let mut both = [a, b];
    both.sort_by_key(place);
    Ok(frontier::Asked {
        first: both[0],
        second: both[1],
        points: points.unwrap_or(POINTS) as usize,
    })
}

/// A tier in force by number or key; `more` are the option's other words, for the message.
pub fn tier(order: &[Tier], word: &str, option: &str, more: &[&str]) -> Result<Tier, Failure> {
    let mut named = order.iter().copied();
    let named = named.find(|t| t.no().eq_ignore_ascii_case(word) || t.key() == word);
    named.ok_or_else(|| {
        let all = order.iter().map(|t| format!("{} {}", t.no(), t.key()));
        let all: Vec<String> = all.chain(more.iter().map(|m| (*m).to_owned())).collect();
        Failure::usage(
            format!("{option} 不能是“{word}”；可用：{}。", all.join("、")),
            format!("{option} cannot be {word}; one of: {}", all.join(", ")),
        )
    })
}

/// What was found beside the plan.
#[derive(Default)]
pub struct Beside {
    traced: Option<Frontier>,
    pub curve: Option<Curve>,
    others: Option<(Alternatives, Tier)>,
    planned: i64,
}

/// Solves what is asked.
pub fn solve(asked: Asked, base: Base, solver: &mut Solver) -> Result<Beside, Failure> {
    let traced = asked.frontier.map(|a| frontier::trace(base, a, solver));
    let traced = traced.transpose()?;
    let others = asked.alternatives.map(|(count, down_to)| {
        alternatives::find(base, count, down_to, solver).map(|found| (found, down_to))
    });
    Ok(Beside {
        curve: traced.as_ref().map(Curve::of),
        traced,
        others: others.transpose()?,
        planned: alternatives::planned(base.plan),
    })
}

impl Beside {
    /// Writes every plan into its own folder below that of the plan; each is judged first.
    pub fn write(&self, out: &Path, case: &Case, info: &RunInfo) -> Result<(), Failure> {
        for (name, title, found) in self.parts() {
            let mut asked = case.clone();
            asked.question = Some(found.question.clone());
            let audit = audit::audit(&asked, &found.plan);
            let mut solved = found.solved.clone();
            solved.lent.clone_from(&audit.lent);
            verb::tighten(&audit, &mut solved);
            verb::judge(&audit, &solved)?;
            let mut info = info.clone();
            info.frontier = None;
            info.options.beside = Some(format!(
                "{}: {name}",
                info.options.beside.unwrap_or_default()
            ));
            info.options.title = Some(title.clone());
            info.what_if.push(WhatIf::beside(title));
            let part = out.join(&name);
            report::write(&part, false, case, &found.plan, &solved, &audit, info)
                .map_err(verb::failure)?;
        }
        Ok(())
    }

    /// Folder, title and plan of all.
    fn parts(&self) -> Vec<(String, Text, &Found)> {
        let mut parts = Vec::new();
        if let (Some(traced), Some(curve)) = (&self.traced, &self.curve) {
            for (point, found) in curve.points.iter().zip(&traced.points) {
                let values =
                    [traced.first, traced.second].map(|t| format!("{}={}", t.no(), found.value(t)));
                let title = format!("目标权衡 {}：{}", point.name, values.join("，"));
                let en = format!("{}: {}", point.name, values.join(", "));
                parts.push((point.name.clone(), Text::new(title, en), found));
            }
        }
        if let Some((others, down_to)) = &self.others {
            for (at, found) in others.plans.iter().enumerate() {
                let (name, no) = (format!("alternative-{}", at + 2), at + 2);
                let title = format!("备选方案{no}：到{}{}为止同样好", down_to.no(), down_to.zh());
                let en = format!(
                    "alternative {no}, equally good down to {} {}",
                    down_to.no(),
                    down_to.en()
                );
                parts.push((name, Text::new(title, en), found));
            }
        }
        parts
    }

    /// Whether everything asked for is there and proven.
    pub fn complete(&self) -> bool {
        let traced = self.traced.as_ref();
        traced.is_none_or(|t| t.complete && t.points.iter().all(|p| t.proven(p)))
    }

    /// Adds what was asked for to a result.
    pub fn put(&self, result: &mut Value) {
        let other = |(at, found): (usize, &Found)| {
            json!({
                "name": format!("alternative-{}", at + 2),
                "differs": self.planned - found.value(Tier::Alike),
                "proven": found.proven(Tier::Alike),
                "tiers": found.solved.tiers,
            })
        };
        let others = self.others.as_ref().map(|(found, _)| {
            let plans: Vec<Value> = found.plans.iter().enumerate().map(other).collect();
            json!({ "plans": plans, "all": found.all })
        });
        if let Some(curve) = &self.curve {
            result["frontier"] = curve.json();
        }
        if let Some(others) = others {
            result["alternatives"] = others;
        }
    }

    /// Nothing where nothing was asked.
    pub fn said(&self, lang: Lang) -> String {
        let mut text = String::new();
        if let Some(curve) = &self.curve {
            let (heads, rows) = curve.rows();
            // The sentence above names the two; numbers do for the rest.
            let numbers = curve.tiers.iter().map(|t| t.no().to_owned());
            let heads = heads.iter().take(1).map(|h| h.get(lang).to_owned());
            let heads = heads.chain(numbers);
            let indent = |row: Vec<String>| std::iter::once(String::new()).chain(row).collect();
            let mut all = vec![indent(heads.collect())];
            all.extend(rows.into_iter().map(indent));
            text += &format!("{}\n{}", curve.said().get(lang), out::columns(&all));
        }
        if let Some((found, down_to)) = &self.others {
            text += &others(found, *down_to, self.planned, lang);
        }
        text
    }

    /// For the record: what was asked.
    pub fn asked(args: &Args) -> Option<String> {
        let traced = args
            .frontier
            .as_ref()
            .map(|pair| format!("frontier {pair}"));
        let others = args.alternatives.map(|k| match &args.down_to {
            Some(tier) => format!("alternatives {k} down to {tier}"),
            None => format!("alternatives {k}"),
        });
        let both: Vec<String> = traced.into_iter().chain(others).collect();
        (!both.is_empty()).then(|| both.join("; "))
    }
}

fn others(found: &Alternatives, down_to: Tier, planned: i64, lang: Lang) -> String {
    let (no, zh, en) = (down_to.no(), down_to.zh(), down_to.en());
    let n = found.plans.len();
    let all = match (found.all, lang) {
        (false, Lang::Zh) if n == 0 => "（限时内没有找到，不能说没有）",
        (false, Lang::En) if n == 0 => {
            " (none found in time, which does not say that there is none)"
        }
        (false, _) => "",
        (true, Lang::Zh) => "，再没有别的方案（已证明）",
        (true, Lang::En) => ", there is no other (proven)",
    };
    let mut text = match lang {
        Lang::Zh => format!("备选方案：到{no}{zh}为止同样好的另有{n}个{all}\n"),
        Lang::En => format!("alternatives: {n} more plans, equally good down to {no} {en}{all}\n"),
    };
    for (at, plan) in found.plans.iter().enumerate() {
        let differs = planned - plan.value(Tier::Alike);
        let most = match (plan.proven(Tier::Alike), lang) {
            (false, _) => "",
            (true, Lang::Zh) => "（已证明最多）",
            (true, Lang::En) => " (proven to be the most)",
        };
        text += &match lang {
            Lang::Zh => format!(
                "  alternative-{}  与前面各方案至少 {differs} 人去向不同{most}\n",
                at + 2
            ),
            Lang::En => format!(
                "  alternative-{}  {differs} persons at least differ from every plan before{most}\n",
                at + 2
            ),
        };
    }
    text
}
