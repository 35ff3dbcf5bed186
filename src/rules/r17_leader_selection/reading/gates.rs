//! A candidate's way through the gates, and the points won there.

use crate::case::Case;
use crate::county::{Candidate, Role};
use crate::plan::words::say;
use crate::text::Text;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The gates of the open procedure, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    Role,
    Vote,
    StaffVote,
    Defence,
    Panel,
    Assessment,
    Publicity,
}

impl Gate {
    pub const ALL: [Gate; 7] = [
        Gate::Role,
        Gate::Vote,
        Gate::StaffVote,
        Gate::Defence,
        Gate::Panel,
        Gate::Assessment,
        Gate::Publicity,
    ];

    pub fn name(self) -> Text {
        match self {
            Gate::Role => Text::new("任职资格", "role"),
            Gate::Vote => Text::new("海选", "vote"),
            Gate::StaffVote => Text::new("职工推荐", "staff vote"),
            Gate::Defence => Text::new("业务答辩", "defence"),
            Gate::Panel => Text::new("集体票决", "panel"),
            Gate::Assessment => Text::new("单位考核", "assessment"),
            Gate::Publicity => Text::new("公示", "publicity"),
        }
    }
}

/// What stops a candidate at a gate; none when he passes it.
pub fn fault(case: &Case, c: &Candidate, gate: Gate) -> Option<Text> {
    let rule = &case.policy.rules.leader_selection;
    if !rule.on() {
        return None;
    }
    match gate {
        Gate::Role => {
            let now = case.county.teacher(c.teacher).role;
            let fits = rule.roles.iter().any(|word| Role::parse(word) == Some(now));
            let wanted = rule.roles.join("、");
            (!fits).then(|| {
                say!(
                    "现任职务不是{wanted}",
                    "present role is not {wanted}",
                    wanted = wanted
                )
            })
        }
        Gate::Vote => short(c.vote, rule.vote_min),
        Gate::StaffVote => short(c.staff_vote, rule.staff_vote_min),
        Gate::Defence => short(c.defence, rule.defence_min),
        Gate::Panel => short(c.panel, rule.panel_min),
        Gate::Assessment => said(c.assessment, ("未通过", "not passed")),
        Gate::Publicity => said(c.publicity, ("有异议", "objection")),
    }
}

fn short(points: Option<Decimal>, least: Decimal) -> Option<Text> {
    match points {
        None => Some(Text::new("没有得分", "no points given")),
        Some(p) if p < least => Some(say!(
            "{p} 分 < 最低 {least} 分",
            "{p} points < {least} needed",
            p = p.round_dp(2).normalize(),
            least = least.normalize()
        )),
        Some(_) => None,
    }
}

fn said(result: Option<bool>, no: (&str, &str)) -> Option<Text> {
    match result {
        Some(true) => None,
        Some(false) => Some(Text::new(no.0, no.1)),
        None => Some(Text::new("没有结果", "no result given")),
    }
}

/// The first gate at which a candidate stops, and why.
pub fn stop(case: &Case, c: &Candidate) -> Option<(Gate, Text)> {
    let at = |gate: Gate| Some((gate, fault(case, c, gate)?));
    Gate::ALL.into_iter().find_map(at)
}

/// Points of a candidate: the weighted mean of the four parts, a whole number.
pub fn points(case: &Case, c: &Candidate) -> i64 {
    let rule = &case.policy.rules.leader_selection;
    let weights = [
        rule.vote_weight,
        rule.staff_vote_weight,
        rule.defence_weight,
        rule.panel_weight,
    ];
    let given = [c.vote, c.staff_vote, c.defence, c.panel];
    let mut sum = Decimal::ZERO;
    for (part, weight) in given.iter().zip(weights) {
        sum += part.unwrap_or(Decimal::ZERO) * weight;
    }
    let all: Decimal = weights.iter().sum();
    let mean = sum.checked_div(all).unwrap_or(Decimal::ZERO);
    let half = Decimal::new(5, 1);
    (mean + half).floor().to_i64().unwrap_or(0)
}
