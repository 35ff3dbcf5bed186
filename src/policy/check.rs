//! What a policy must satisfy as a whole, beyond the shape of its single values.

use super::tree::Origin;
use super::{Policy, TIERS};
use crate::county::Stage;
use crate::tables::fault::{Faults, Place};
use crate::terms::tier::Tier;
use crate::text::Text;
use rust_decimal::Decimal;

pub fn check(policy: &Policy, faults: &mut Faults) {
    check_title_shares(policy, faults);
    check_leaders(policy, faults);
    check_curriculum(policy, faults);
}

/// Warns of tiers that `[tiers] order` leaves out although they would count: no plan is made any better in them.
/// `leader_posts`: whether that table is given.
pub fn check_order(policy: &Policy, leader_posts: bool, faults: &mut Faults) {
    let left: Vec<&Tier> = TIERS
        .iter()
        .filter(|t| counts(policy, leader_posts, **t))
        .filter(|t| !policy.tiers.order.iter().any(|key| key == t.key()))
        .collect();
    if left.is_empty() {
        return;
    }
    let name = |of: fn(&Tier) -> &'static str| -> Vec<String> {
        let named = left.iter().map(|t| format!("{} {}", t.no(), of(t)));
        named.collect()
    };
    let keys: Vec<String> = left.iter().map(|t| format!("\"{}\"", t.key())).collect();
    faults.push(
        "W601",
        place(policy, "tiers.order"),
        Text::new(
            format!(
                "目标层级次序没有列出 {}，求解时不予追求。",
                name(|t| t.zh()).join("、")
            ),
            format!(
                "the order of the tiers leaves out {}: no plan is made better in them.",
                name(|t| t.en()).join(", ")
            ),
        ),
        Text::new(
            format!(
                "要追求的，在 [tiers] order 中补上 {}；有意不追求的不必改。",
                keys.join("、")
            ),
            format!(
                "add {} to [tiers] order, unless they are left out on purpose.",
                keys.join(", ")
            ),
        ),
    );
}

/// Warns of a label that names another school year than the day of reckoning: it stands on every list.
pub fn check_label(policy: &Policy, faults: &mut Faults) {
    let (year, Some(named)) = (&policy.year, policy.year.misnamed()) else {
        return;
    };
    let meant = super::calendar::school_year(policy.as_of());
    let (label, as_of) = (&year.label, &year.as_of);
    faults.push(
        "W602",
        place(policy, "year.label"),
        Text::new(
            format!("学年名称“{label}”写的是{named}年，基准日 as_of 却是 {as_of}；各种名单的标题都会印错学年。"),
            format!("the label \"{label}\" names {named}, but as_of is {as_of}: every list would carry the wrong school year."),
        ),
        Text::new(
            format!("在 [year] 中把 label 改为“{meant}学年”；基准日有误的，改 as_of。"),
            format!("name {meant} in label of [year], or correct as_of."),
        ),
    );
}

/// Whether a tier has anything to count: its rule is on, its table given. That of R21 joins the order by itself.
fn counts(policy: &Policy, leader_posts: bool, tier: Tier) -> bool {
    let rules = &policy.rules;
    match tier {
        Tier::LeaderUnfilled | Tier::LeaderScore => leader_posts,
        Tier::LeaderMatch => leader_posts && rules.leader_match.on(),
        Tier::OverStaffing => rules.staffing.on(),
        Tier::Rotation => rules.rotation.on(),
        Tier::Balance => rules.balance.on(),
        Tier::Titles => rules.titles.on(),
        Tier::Envy => false,
        _ => true,
    }
}

fn place(policy: &Policy, key: &str) -> Place {
    let entry = policy.entries.iter().find(|e| e.key.starts_with(key));
    entry
        .map_or_else(Origin::default, |e| e.origin())
        .place(key)
}

fn say(policy: &Policy, key: &str, cause: Text, remedy: Text, faults: &mut Faults) {
    faults.push("E609", place(policy, key), cause, remedy);
}

fn check_title_shares(policy: &Policy, faults: &mut Faults) {
    let titles = &policy.rules.titles;
    for (stage, senior) in &titles.senior_share {
        let intermediate = titles.intermediate_share.get(stage).copied();
        if *senior + intermediate.unwrap_or_default() > Decimal::ONE {
            say(
                policy,
                &format!("rules.titles.senior_share.{stage}"),
                Text::new(
                    format!("{stage}高级与中级岗位比例之和大于1。"),
                    format!("the senior and intermediate shares of {stage} add up to more than 1."),
                ),
                Text::new("调低其中一项。", "lower one of them."),
                faults,
            );
        }
    }
}

fn check_leaders(policy: &Policy, faults: &mut Faults) {
    let rank = &policy.rules.leader_match;
    if !rank.ranks.contains(&rank.strong_rank) {
        say(
            policy,
            "rules.leader_match.strong_rank",
            Text::new(
                format!("强校长起点“{}”不在职级表中。", rank.strong_rank),
                format!("\"{}\" is not among the ranks.", rank.strong_rank),
            ),
            Text::new(
                format!("可用：{}。", rank.ranks.join("、")),
                format!("possible: {}.", rank.ranks.join(", ")),
            ),
            faults,
        );
    }
    let s = &policy.rules.leader_selection;
    if (s.vote_weight + s.staff_vote_weight + s.defence_weight + s.panel_weight).is_zero() {
        say(
            policy,
            "rules.leader_selection.vote_weight",
            Text::new(
                "校长选拔各项权重都是0。",
                "all weights of the leader selection are 0.",
            ),
            Text::new("至少一项大于0。", "let one be more than 0."),
            faults,
        );
    }
}

/// Every subject that is taught has a load, and as many hours as its stage has grades.
fn check_curriculum(policy: &Policy, faults: &mut Faults) {
    let curriculum = &policy.curriculum;
    for (word, subjects) in &curriculum.weekly_hours {
        let grades = curriculum.grades.get(word).map_or(0, Vec::len);
        for (subject, hours) in subjects {
            let key = format!("curriculum.weekly_hours.{word}.{subject}");
            if hours.len() != grades {
                let found = hours.len();
                say(
                    policy,
                    &key,
                    Text::new(
                        format!("{word}有{grades}个年级，{subject}却填了{found}个课时数。"),
                        format!(
                            "{word} has {grades} grades, but {subject} has {found} numbers of hours."
                        ),
                    ),
                    Text::new(
                        "每个年级填一个数，不开课的填0。",
                        "give one number a grade, 0 where it is not taught.",
                    ),
                    faults,
                );
            }
            let load = Stage::parse(word).and_then(|stage| curriculum.load(stage, subject));
            if load.is_none() {
                say(
                    policy,
                    &key,
                    Text::new(
                        format!("{word}{subject}没有周课时量。"),
                        format!("{subject} at {word} has no load."),
                    ),
                    Text::new(
                        format!("在 [curriculum.load.\"{word}\"] 中补上“{subject}”或“其他”。"),
                        format!("add \"{subject}\" or \"其他\" to [curriculum.load.\"{word}\"]."),
                    ),
                    faults,
                );
            }
        }
    }
}
