//! What becomes of a candidate by a finished plan.

use super::{appointments, bound, stop, successors};
use crate::case::Case;
use crate::county::{Candidate, LeaderPost, SchoolIx};
use crate::plan::Plan;
use crate::plan::words::say;
use crate::rules::r13_avoidance;
use crate::rules::r16_leader_terms::reading::{ends, vacant};
use crate::text::Text;

/// What became of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Appointed to a post of this role at the school.
    Appointed(SchoolIx),
    /// Leads by the plan, but in another role than this candidacy's.
    Elsewhere(SchoolIx),
    /// Stopped at a gate, or not free to go: said by the caller.
    Stopped,
    /// Passed everything and is not appointed, for this reason.
    NotNeeded(Text),
}

pub fn fate(case: &Case, plan: &Plan, c: &Candidate) -> Fate {
    let posts = case.county.leader_posts.as_deref().unwrap_or_default();
    let mut made = appointments(case, plan).into_iter();
    if let Some(a) = made.find(|a| a.teacher == c.teacher && !a.posts.is_empty()) {
        let as_candidate = a.posts.iter().any(|i| posts[*i].role == c.role);
        return match as_candidate && ends(case, c.teacher).is_none() {
            true => Fate::Appointed(a.school),
            false => Fate::Elsewhere(a.school),
        };
    }
    match stop(case, c).is_some() || bound(case, c.teacher).is_some() {
        true => Fate::Stopped,
        false => Fate::NotNeeded(unneeded(case, plan, c)),
    }
}

/// Why nobody needs a candidate who passed every gate: of the vacant posts, those that pins and relatives leave open to him
/// have gone to others.
fn unneeded(case: &Case, plan: &Plan, c: &Candidate) -> Text {
    let posts = case.county.leader_posts.as_deref().unwrap_or_default();
    let open = (0..posts.len()).filter(|i| posts[*i].role == c.role && vacant(case, &posts[*i]));
    let mut open: Vec<usize> = open.collect();
    if open.is_empty() {
        let role = Text::new(c.role.zh(), c.role.en());
        return say!(
            "没有空缺的{role}岗位",
            "no post of {role} is vacant",
            role = role
        );
    }
    open.retain(|i| pins_allow(case, c, &posts[*i]));
    if open.is_empty() {
        return Text::new("锁定事项不允许任空缺岗位", "pins forbid every vacant post");
    }
    let kin = |i: &usize| r13_avoidance::reading::meets(case, plan, c.teacher, posts[*i].school);
    open.retain(|i| !kin(i));
    if open.is_empty() {
        return Text::new(
            "空缺岗位均须亲属回避",
            "a relative stands against every vacant post",
        );
    }
    let filled = successors(case, plan);
    let unfilled = |(i, persons): &(usize, Vec<_>)| open.contains(i) && persons.is_empty();
    if filled.iter().any(unfilled) {
        return Text::new(
            "仍有空缺岗位，但受夫妻照顾、乡村师资等规则所限",
            "a post stays vacant, but rules such as those of couples or rural staff stand against it",
        );
    }
    say!(
        "可任的{n}个空缺岗位均任用他人（按正职匹配、正职择优各层级比较）",
        "all {n} vacant posts open to this candidate went to others (compared by the tiers of match and score)",
        n = open.len()
    )
}

/// R22: a leader stands at the school in the current stage and subject.
fn pins_allow(case: &Case, c: &Candidate, post: &LeaderPost) -> bool {
    let t = case.county.teacher(c.teacher);
    let mut own = case.county.pins.iter().filter(|p| p.teacher == c.teacher);
    !case.policy.rules.pins.on()
        || own.all(|pin| pin.covers(post.school, t.stage, t.subject) == pin.must)
}
