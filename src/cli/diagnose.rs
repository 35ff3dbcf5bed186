//! `diagnose`: the pins and rules that cannot hold together, or which rule costs most.

use super::exit::{Exit, Failure};
use super::policy::PolicyArgs;
use super::{Context, input, out};
use crate::case::Case;
use crate::explain::diagnose::{Diagnosis, Near, NearMiss, diagnose};
use crate::explain::seats;
use crate::solve::Options;
use crate::solve::conflict::{Member, always, describe, named};
use crate::text::Lang;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹
    pub county: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// Seconds for everything 全部限时（秒）
    #[arg(long, value_name = "S", default_value_t = 60.0, value_parser = super::solve::seconds)]
    pub time_limit: f64,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let quiet = Context {
        quiet: true,
        ..context.clone()
    };
    let case = input::load(&args.county, &args.policy, &quiet)?.case;
    let mut options = Options {
        time_limit: Some(args.time_limit),
        stop: super::solve::stop_at_ctrl_c(),
        ..Options::default()
    };
    let found = diagnose(&case, &mut options)?;
    match context.json {
        true => {
            out::json(&as_json(&case, &found))?;
        }
        false => out::print(&as_text(&case, &found, context.lang)),
    }
    Ok(match found {
        Diagnosis::Plan(_) => Exit::Done,
        Diagnosis::Conflict { .. } => Exit::Broken,
        Diagnosis::Open => Exit::Stopped,
    })
}

fn as_text(case: &Case, found: &Diagnosis, lang: Lang) -> String {
    match found {
        Diagnosis::Open => lang
            .pick(
                "限时内没有得出结论，请放宽 --time-limit。\n",
                "Not settled in the time given; raise --time-limit.\n",
            )
            .to_owned(),
        Diagnosis::Plan(near) => plan_text(case, near, lang),
        Diagnosis::Conflict {
            sets,
            smallest,
            drop,
            relax,
            cut_short,
        } => {
            let mut once = Once::new(case, lang);
            let mut text = sets_text(&mut once, sets, *smallest);
            text += &drop_text(&mut once, drop.as_deref());
            text += &relax_text(&mut once, relax, *cut_short);
            if *cut_short {
                text += lang.pick(
                    "限时已到，以上没有查全：放宽 --time-limit 再查。\n",
                    "Time was up before all was looked at; raise --time-limit for the rest.\n",
                );
            }
            text
        }
    }
}

/// Pins and rules a line each; the words of a rule stand only where it is named first.
struct Once<'a> {
    case: &'a Case,
    lang: Lang,
    said: BTreeSet<&'static str>,
}

impl<'a> Once<'a> {
    fn new(case: &'a Case, lang: Lang) -> Once<'a> {
        let said = BTreeSet::new();
        Once { case, lang, said }
    }

    fn line(&mut self, member: Member) -> String {
        let text = match member {
            Member::Rule(no) if !self.said.insert(no) => named(no),
            _ => describe(self.case, member),
        };
        format!("  · {}\n", text.get(self.lang))
    }
}

/// The smallest conflict, and any other that would be left.
fn sets_text(once: &mut Once, sets: &[Vec<Member>], smallest: bool) -> String {
    let lang = once.lang;
    let mut text = lang
        .pick(
            "没有可行方案。一人一岗、岗位数（500 人以上的县并教师资格）始终有效，此外下列各项不能同时成立；仅就这几项而言，去掉任何一项，其余即可同时成立：\n",
            "There is no plan. R01 and R02 (R04 too above 500 teachers) always hold; beside them these cannot all hold: of them alone, without any one the others can:\n",
        )
        .to_owned();
    for (i, set) in sets.iter().enumerate() {
        if i == 1 {
            text += lang.pick(
                "此外还有，每组各自不能同时成立：\n",
                "Beside these, each of the following by itself cannot all hold:\n",
            );
        }
        if i > 0 {
            text += &match lang {
                Lang::Zh => format!("  第 {} 组\n", i + 1),
                Lang::En => format!("  set {}\n", i + 1),
            };
        }
        for member in set {
            text += &once.line(*member);
        }
        if i == 0 && !smallest {
            text += lang.pick(
                "  （限时内没有证明别的组合不会更少。）\n",
                "  (Whether another set has fewer was not settled in the time given.)\n",
            );
        }
    }
    text
}

fn drop_text(once: &mut Once, drop: Option<&[usize]>) -> String {
    let lang = once.lang;
    let Some(pins) = drop else {
        return lang
            .pick(
                "最少须放弃哪些锁定，限时内没有算出。\n",
                "Which pins to give up at least was not settled in the time given.\n",
            )
            .to_owned();
    };
    let mut text = match lang {
        Lang::Zh => format!(
            "代价最小的办法：放弃下列 {} 条锁定，即有可行方案（不能更少）：\n",
            pins.len()
        ),
        Lang::En => format!(
            "The cheapest way out: give up these {} pins, and there is a plan (fewer will not do):\n",
            pins.len()
        ),
    };
    for i in pins {
        text += &once.line(Member::Pin(*i));
    }
    text
}

fn relax_text(once: &mut Once, rules: &[&'static str], cut_short: bool) -> String {
    let lang = once.lang;
    match (rules.is_empty(), cut_short) {
        (false, _) => {}
        (true, true) => return String::new(),
        (true, false) => {
            return lang
                .pick(
                    "保留全部锁定的话，没有哪一条规则单独放宽就能有可行方案。\n",
                    "With every pin kept, there is no single rule that would give a plan when relaxed alone.\n",
                )
                .to_owned();
        }
    }
    let mut text = lang
        .pick(
            "或者保留全部锁定，只放宽下列任何一条规则：\n",
            "Or keep every pin and relax any one of these rules:\n",
        )
        .to_owned();
    for no in rules {
        text += &once.line(Member::Rule(no));
    }
    text
}

fn plan_text(case: &Case, near: &Near, lang: Lang) -> String {
    let mut text = lang
        .pick(
            "有可行方案，锁定与规则可以同时成立。\n",
            "There is a plan: pins and rules can all hold.\n",
        )
        .to_owned();
    text += match near.misses.is_empty() {
        true => lang.pick(
            "试过的硬性规则中，没有哪一条单独放宽会改善缺岗、轮岗或均衡。\n",
            "No hard rule that was tried changes T2, T4 or T5 when left out alone.\n",
        ),
        false => lang.pick(
            "单独放宽一条规则的影响（从缺岗影响最大的起）：\n",
            "What leaving out one rule changes (most in T2 first):\n",
        ),
    };
    for miss in &near.misses {
        text += &miss_line(miss, lang);
    }
    if always(case, "R04") {
        text += lang.pick(
            "没有试 R04 教师资格：500 人以上的县放开它，人人都可上所有岗位，超出求解规模。\n",
            "R04 was not tried: above 500 teachers everybody in every seat is beyond what can be solved.\n",
        );
    }
    if !near.open.is_empty() {
        text += &match lang {
            Lang::Zh => format!("限时内未算到的规则：{}。\n", near.open.join("、")),
            Lang::En => format!("Not reached in time: {}.\n", near.open.join(", ")),
        };
    }
    text
}

/// `  R09 流出上限  均衡 42 → 40  已重新求解`
fn miss_line(miss: &NearMiss, lang: Lang) -> String {
    let name = seats::rule(miss.rule).map_or("", |r| lang.pick(r.name.0, r.name.1));
    let tiers = miss.tiers.iter().map(|(tier, with, without)| {
        format!("{} {with} → {without}", lang.pick(tier.zh(), tier.en()))
    });
    let tiers: Vec<String> = tiers.collect();
    let sure = match miss.exact {
        true => lang.pick("已重新求解", "solved again"),
        false => lang.pick(
            "按全县松弛问题重新求解的估计",
            "an estimate, by the relaxation of the whole county solved again",
        ),
    };
    let tiers = tiers.join(lang.pick("，", ", "));
    format!("  {} {name}  {tiers}  {sure}\n", miss.rule)
}

fn as_json(case: &Case, found: &Diagnosis) -> Value {
    match found {
        Diagnosis::Open => json!({ "format": "jiaopin/diagnose/1", "status": "open" }),
        Diagnosis::Plan(near) => {
            let misses = near.misses.iter().map(|m| {
                let tiers = m.tiers.iter();
                let tiers =
                    tiers.map(|(t, a, b)| json!({ "key": t.key(), "with": a, "without": b }));
                json!({ "rule": m.rule, "exact": m.exact, "tiers": tiers.collect::<Vec<_>>() })
            });
            json!({
                "format": "jiaopin/diagnose/1",
                "status": "plan",
                "rules": misses.collect::<Vec<_>>(),
                "not_reached": near.open,
            })
        }
        Diagnosis::Conflict {
            sets,
            smallest,
            drop,
            relax,
            cut_short,
        } => {
            let said = |m: Member| match m {
                Member::Pin(i) => json!({
                    "pin": case.county.pins[i].place,
                    "text": describe(case, m),
                }),
                Member::Rule(no) => json!({ "rule": no, "text": describe(case, m) }),
            };
            let set = |set: &Vec<Member>| set.iter().map(|m| said(*m)).collect::<Vec<_>>();
            let drop = drop.as_ref();
            let drop = drop.map(|pins| pins.iter().map(|i| said(Member::Pin(*i))));
            json!({
                "format": "jiaopin/diagnose/1",
                "status": "conflict",
                "set": sets.first().map(set),
                "further": sets.iter().skip(1).map(set).collect::<Vec<_>>(),
                "give_up": drop.map(|d| d.collect::<Vec<_>>()),
                "or_relax": relax,
                "smallest": smallest,
                "cut_short": cut_short,
            })
        }
    }
}
