//! R16 校长任期: A leader who is due does not stay.

use super::{Mode, Rule};
use crate::county::{County, LeaderPost, Pin, TeacherIx};
use crate::policy::Policy;
use crate::policy::quantity::{ExchangeWord, Years};

pub const RULE: Rule = Rule {
    no: "R16",
    key: "leader_terms",
    name: ("校长任期", "leader terms"),
    default: Mode::Hard,
    meaning: (
        "校长、书记任职周年数达到“届数 × 每届年数”、学校撤并或者被禁止任该职的，为任期届满，不得留任原职；未届满的继续任职。",
        "A leader is due when full years since the appointment ≥ max_terms × term_years, when the school closes, or when a pin forbids the post; who is due does not stay in the post, who is not keeps it.",
    ),
};

super::params! {
    /// 在同一学校最多任几届 / terms at one school
    #[schemars(with = "Years")]
    pub max_terms: u32,
    /// 每届年数 / years a term
    #[schemars(with = "Years")]
    pub term_years: u32,
    /// 只交流任期届满的（due_only） / who is exchanged: due_only = those who are due
    #[schemars(with = "ExchangeWord")]
    pub exchange: String,
}

// ---- the rule in the model ----

/// The incumbent whose post ends: the terms are over, the school closes, or the pins want him elsewhere.
pub fn ends(county: &County, policy: &Policy, post: &LeaderPost) -> Option<TeacherIx> {
    let incumbent = post.incumbent?;
    let rule = &policy.rules.leader_terms;
    let now = policy.as_of();
    let years = post.appointed.map_or(0, |since| since.full_years_to(now));
    let over = rule.on() && years >= (rule.max_terms * rule.term_years) as i32;
    let closing = county.school(post.school).closing;
    let t = county.teacher(incumbent);
    let away = |pin: &Pin| match pin.must {
        true => pin.school != post.school,
        false => pin.covers(post.school, t.stage, t.subject),
    };
    let mut pins = county.pins.iter().filter(|pin| pin.teacher == incumbent);
    let pinned = policy.rules.pins.on() && pins.any(away);
    (over || closing || pinned).then_some(incumbent)
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{Ethics, LeaderPost, Month, Pin, TeacherIx};
    use crate::plan::words::{self, say};
    use crate::plan::{Outcome, Plan};
    use crate::rules::r06_exemption::reading::retirement;
    use crate::rules::r17_leader_selection::reading::shared;
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Why a leader post ends.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum End {
        /// The last term allowed is over.
        Terms,
        /// The school closes.
        Closing,
        /// A pin forbids the post or names another school.
        Pinned,
    }

    impl End {
        pub fn text(self) -> Text {
            match self {
                End::Terms => Text::new("任期届满", "the terms are over"),
                End::Closing => Text::new("学校撤并", "the school closes"),
                End::Pinned => Text::new("锁定事项", "pinned elsewhere"),
            }
        }
    }

    /// The month in which the last term allowed at this school is over.
    pub fn last_month(case: &Case, post: &LeaderPost) -> Option<Month> {
        let rule = &case.policy.rules.leader_terms;
        let years = rule.max_terms.saturating_mul(rule.term_years);
        Some(post.appointed?.plus_months(12 * years.min(100) as i32))
    }

    /// Why the incumbent of a post must leave it; none when he may stay, or nobody is there who is planned at all.
    pub fn end(case: &Case, post: &LeaderPost) -> Option<End> {
        let incumbent = post.incumbent.filter(|t| planned(case, *t))?;
        if case.county.school(post.school).closing {
            return Some(End::Closing);
        }
        let last = last_month(case, post).filter(|_| case.policy.rules.leader_terms.on());
        if last.is_some_and(|month| month <= case.policy.as_of()) {
            return Some(End::Terms);
        }
        let mut pins = case.county.pins.iter().filter(|p| p.teacher == incumbent);
        let away = |pin: &Pin| {
            let t = case.county.teacher(incumbent);
            let here = pin.school == post.school;
            let stage = pin.stage.is_none() || pin.stage == t.stage;
            let subject = pin.subject.is_none() || pin.subject == t.subject;
            if pin.must {
                !here
            } else {
                here && stage && subject
            }
        };
        let pinned = case.policy.rules.pins.on() && pins.any(away);
        pinned.then_some(End::Pinned)
    }

    /// Neither out nor barred.
    fn planned(case: &Case, teacher: TeacherIx) -> bool {
        let t = case.county.teacher(teacher);
        let retires = retirement(case, teacher);
        let barred = case.policy.rules.ethics.on() && t.ethics == Ethics::Fail;
        !t.status.is_out() && !barred && retires.is_none_or(|month| month > case.policy.as_of())
    }

    /// Why a teacher loses a leader post this year.
    pub fn ends(case: &Case, teacher: TeacherIx) -> Option<End> {
        let posts = case.county.leader_posts.iter().flatten();
        let mut own = posts.filter(|post| post.incumbent == Some(teacher));
        own.find_map(|post| end(case, post))
    }

    /// Who goes on in a post: its incumbent; at a school that one person leads, whoever stays in any of its posts.
    pub fn holder(case: &Case, post: &LeaderPost) -> Option<TeacherIx> {
        let stays = |t: &TeacherIx| planned(case, *t) && ends(case, *t).is_none();
        let own = post.incumbent.filter(stays);
        let posts = case.county.leader_posts.iter().flatten();
        let mut here = posts.filter(|p| p.school == post.school);
        let other = || here.find_map(|p| p.incumbent.filter(stays));
        own.or_else(|| shared(case, post.school).then(other).flatten())
    }

    /// A post that somebody is to be appointed to: nobody goes on in it.
    pub fn vacant(case: &Case, post: &LeaderPost) -> bool {
        !case.county.school(post.school).closing && holder(case, post).is_none()
    }

    /// Incumbents who are due and lead on in the same legal unit.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for row in plan.rows.iter().filter(|r| r.outcome == Outcome::Lead) {
            let own = case.county.teacher(row.teacher).school;
            let (Some(own), Some(station)) = (own, row.station) else {
                continue;
            };
            let Some(end) = ends(case, row.teacher) else {
                continue;
            };
            if case.county.same_unit(own, station.school) {
                let text = say!(
                    "{p}在{school}{why}，不得留任校级正职",
                    "{p} may not go on leading {school}: {why}",
                    p = words::person(case, row.teacher),
                    school = words::school(case, station.school),
                    why = end.text()
                );
                out.broken("R16", vec![row.teacher], vec![station.school], text);
            }
        }
    }
}
pub use reading::read;
