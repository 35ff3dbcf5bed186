//! What a policy must satisfy as a whole, beyond the shape of its single values.

use super::Policy;
use super::tree::Origin;
use crate::county::Stage;
use crate::tables::fault::Faults;
use crate::text::Text;
use rust_decimal::Decimal;

pub fn check(policy: &Policy, faults: &mut Faults) {
    check_title_shares(policy, faults);
    check_leaders(policy, faults);
    check_curriculum(policy, faults);
}

fn say(policy: &Policy, key: &str, cause: Text, remedy: Text, faults: &mut Faults) {
    let entry = policy.entries.iter().find(|e| e.key.starts_with(key));
    let origin = entry.map_or_else(Origin::default, |e| e.origin());
    faults.push("E609", origin.place(key), cause, remedy);
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
