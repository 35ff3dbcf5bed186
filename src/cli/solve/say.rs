//! What `solve` says when it is done.

use super::{How, NoPlan, Written};
use crate::case::Case;
use crate::cli::exit::Exit;
use crate::cli::input::Loaded;
use crate::cli::{Context, asked, out};
use crate::plan::result::{Solved, Status, TierResult};
use crate::plan::{Outcome as Fate, Plan, Round};
use crate::report;
use crate::solve;
use crate::terms::tier::Tier;
use crate::text::Lang;
use std::path::Path;

/// Why there is no plan.
pub fn no_plan(none: &NoPlan, context: &Context) -> Exit {
    let NoPlan { outcome, at } = none;
    if context.json {
        let reasons: Vec<&str> = outcome
            .reasons
            .iter()
            .map(|r| r.get(context.lang))
            .collect();
        out::print(&format!(
            "{}\n",
            serde_json::json!({ "status": outcome.solved.status, "reasons": reasons, "out": at })
        ));
    }
    for reason in &outcome.reasons {
        out::remark(&format!("  · {}\n", reason.get(context.lang)));
    }
    if outcome.is_infeasible() {
        out::remark(context.lang.pick(
            "没有可行方案：上列锁定与规则不能同时成立（一人一岗、岗位数始终有效）。最少须放弃哪些锁定，用 jiaopin diagnose 查明；修改“锁定”表后重新求解。\n",
            "There is no plan: these pins and rules cannot all hold (R01 and R02 always do). jiaopin diagnose says which pins to give up at least; change the pins table and solve again.\n",
        ));
        if let Some(place) = at.as_ref().filter(|_| !context.quiet).map(|p| p.display()) {
            out::remark(&match context.lang {
                Lang::Zh => format!("已记入 {place}（只有 result.json，没有名单）\n"),
                Lang::En => format!("recorded in {place} (result.json alone, no list)\n"),
            });
        }
        Exit::Broken
    } else {
        out::remark(context.lang.pick(
            "停止前还没有找到方案。请放宽 --time-limit，或让求解再运行一会儿。\n",
            "No plan had been found when the solve was stopped; raise --time-limit, or let it run on.\n",
        ));
        Exit::Stopped
    }
}

/// What a plan reaches, and where it stands.
pub fn plan(case: &Case, done: &Written, how: &How, context: &Context) {
    let Written {
        at,
        plan,
        solved,
        beside,
    } = done;
    if context.json {
        let mut text =
            serde_json::json!({ "status": solved.status, "tiers": solved.tiers, "out": at });
        beside.put(&mut text);
        out::print(&format!("{text}\n"));
    } else if !context.quiet {
        out::tell(&summary(case, plan, solved, context.lang));
        out::tell(&beside.said(context.lang));
        out::tell(&kept_line(at, &how.out, context.lang));
        let place = at.display();
        out::tell(&match context.lang {
            Lang::Zh => format!("结果已写入 {place}（聘任名单：appointments.xlsx）\n"),
            Lang::En => format!("written to {place} (lists: appointments.xlsx)\n"),
        });
        if let Some(folder) = &how.write_model {
            let place = folder.display();
            out::tell(&match context.lang {
                Lang::Zh => format!("各层级模型已写入 {place}（应得数值：tiers.csv）\n"),
                Lang::En => format!("models written to {place} (expected values: tiers.csv)\n"),
            });
        }
    }
}

/// Where keeping stands before all tiers, corrected data change an outcome only where it has become impossible: whoever
/// has corrected a score must not wait for it.
pub fn kept_first(loaded: &Loaded, how: &How, context: &Context) {
    let Loaded { case, scenarios } = loaded;
    let first = solve::order(case).first() == Some(&Tier::Kept);
    let (Some(kept), true, false) = (&how.keep, first, context.quiet) else {
        return;
    };
    if !asked::strangeness(case, kept, &how.policy.sources(scenarios)).is_empty() {
        out::remark(context.lang.pick(
            "提示：原方案依据的数据或政策与现在不同。保持原方案排在各层级之前，除非原去向已不可行，改动（如更正的得分、志愿）不会改变任何人的去向；要让改动起作用，用 --keep-tier 指明保持原方案排在哪一层级之前（更正得分用 T8，更正志愿用 T9）。\n",
            "Note: the plan kept was made from other data or another policy. Keeping comes before every tier, so what has changed (a corrected score or wish) moves nobody whose outcome is still possible; --keep-tier says before which tier keeping is to count instead (T8 after a corrected score, T9 after a wish).\n",
        ));
    }
}

fn summary(case: &Case, plan: &Plan, solved: &Solved, lang: Lang) -> String {
    let mut text = String::new();
    let count = |fate: Fate| plan.rows.iter().filter(|a| a.outcome == fate).count();
    let label = &case.policy.year.label;
    text += &match lang {
        Lang::Zh => format!("{label}　建议方案（已通过独立复核）\n"),
        Lang::En => format!("{label}: proposal (passed the independent audit)\n"),
    };
    for fate in Fate::ALL.into_iter().filter(|f| count(*f) > 0) {
        text += &match lang {
            Lang::Zh => format!("  {} {} 人\n", fate.zh(), count(fate)),
            Lang::En => format!("  {} {}\n", fate.key(), count(fate)),
        };
    }
    text += &rounds_line(case, plan, lang);
    text += stopped_line(solved.status, lang);
    text += &undeclared_line(case, lang);
    let open = solved.tiers.iter().position(|t| !t.proven);
    let tiers = solved.tiers.iter().enumerate();
    let behind = |at: usize| open.is_some_and(|first| at > first);
    let rows: Vec<_> = tiers.map(|(at, t)| tier_row(t, behind(at), lang)).collect();
    text += &out::columns(&rows);
    text + &match lang {
        Lang::Zh => format!("用时 {:.1} 秒\n", solved.seconds),
        Lang::En => format!("{:.1} seconds\n", solved.seconds),
    }
}

/// Said where a stopped run did not replace what it was told to replace.
fn kept_line(at: &Path, asked: &Path, lang: Lang) -> String {
    let asked = match at == asked {
        true => return String::new(),
        false => asked.display(),
    };
    match lang {
        Lang::Zh => format!(
            "  ！“{asked}”中原有的方案比本次中途停止所得的更好（或由其他数据算完），未作替换；本次所得另行存放\n"
        ),
        Lang::En => format!(
            "  ! the plan in {asked} is better than what this stopped run has found (or finished, of other data); it stays, and the new one goes beside it\n"
        ),
    }
}

/// Schools without any declared post look like schools with too many teachers: nobody should have to guess why.
fn undeclared_line(case: &Case, lang: Lang) -> String {
    let left = case.demand.undeclared(&case.county);
    let names: Vec<&str> = left
        .keys()
        .map(|s| case.county.school(*s).name.as_str())
        .collect();
    let (n, shown) = (
        names.len(),
        names.iter().take(5).copied().collect::<Vec<_>>(),
    );
    match (n, lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => format!(
            "  ！{n} 所有班级的学校在岗位表中没有岗位，设岗按 0 计，其教师因此超岗（W705）：{}{}\n",
            shown.join("、"),
            if n > shown.len() { "等" } else { "" }
        ),
        (_, Lang::En) => format!(
            "  ! {n} schools with classes have no post in the posts table and count 0 posts; hence their surplus (W705): {}{}\n",
            shown.join(", "),
            if n > shown.len() { " …" } else { "" }
        ),
    }
}

/// How many took part in each round, for how many of them it is the one that decides, and which rounds were not run.
fn rounds_line(case: &Case, plan: &Plan, lang: Lang) -> String {
    let mut text = String::new();
    if !plan.is_staged() {
        return text;
    }
    for round in Round::ALL {
        let [all, own] = report::rounds::sizes(case, plan, round);
        let (no, name) = (round.no(), lang.pick(round.zh(), round.en()));
        text += &match (all, lang) {
            (0, _) => continue,
            (_, Lang::Zh) => format!("  第{no}轮 {name} {all} 人，其中去向出自本轮 {own} 人\n"),
            (_, Lang::En) => {
                format!("  round {no} {name}: {all} took part, {own} outcomes come from it\n")
            }
        };
    }
    if let Some(last) = plan.stops_after() {
        let open = report::rounds::waiting(plan);
        let later = last.later().iter();
        text += &match lang {
            Lang::Zh => format!(
                "  ！止于第{}轮：{}未进行，{open} 人尚无结果（暂列待岗）\n",
                last.no(),
                later.map(|r| r.zh()).collect::<Vec<_>>().join("、")
            ),
            Lang::En => format!(
                "  ! stopped after round {}: {} not run, nothing is settled for {open} persons (listed as pool)\n",
                last.no(),
                later.map(|r| r.en()).collect::<Vec<_>>().join(", ")
            ),
        };
    }
    text
}

/// A plan that time cut short keeps every rule and may be far from the best: nobody should learn that from a percentage.
fn stopped_line(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::TimeLimit => lang.pick(
            "  ！求解中途停止：方案合规，但未证明的层级可能远非最优，不宜据此定人。请放宽 --time-limit，用 --start 从本方案继续\n",
            "  ! stopped before the end: the plan keeps every rule, but unproven tiers may be far from their best; do not decide by it. Raise --time-limit and go on from it with --start\n",
        ),
        _ => "",
    }
}

/// `  T7  择优  75  已证最优`; `behind` a tier that is not proven, a proof holds only as long as that one stays as it is.
fn tier_row(tier: &TierResult, behind: bool, lang: Lang) -> Vec<String> {
    let known = Tier::parse(&tier.key);
    let name = known.map(|t| t.heading().get(lang).to_owned());
    let rest = tier.value - tier.bound;
    let gap = 100.0 * rest as f64 / tier.value.max(1) as f64;
    let proof = match (tier.proven, lang) {
        (true, Lang::Zh) if behind => "前面各层级不变时已证最优".to_string(),
        (true, Lang::En) if behind => "proven with the tiers before as they are".to_string(),
        (true, Lang::Zh) => "已证最优".to_string(),
        (true, Lang::En) => "proven optimal".to_string(),
        (false, Lang::Zh) => format!("下界 {}，差距 {gap:.2}%", tier.bound),
        (false, Lang::En) => format!("bound {}, gap {gap:.2}%", tier.bound),
    };
    vec![
        String::new(),
        known.map_or("", Tier::no).to_string(),
        name.unwrap_or_else(|| tier.key.clone()),
        tier.value.to_string(),
        proof,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plan_cut_short_is_warned_of() {
        for lang in [Lang::Zh, Lang::En] {
            assert!(stopped_line(Status::TimeLimit, lang).contains("--time-limit"));
            for done in [Status::Optimal, Status::WithinGap, Status::Partial] {
                assert_eq!(stopped_line(done, lang), "");
            }
        }
    }
}
