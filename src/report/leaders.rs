//! Leader posts before and after the plan, as the lists print them.

use super::tables::write;
use crate::case::Case;
use crate::county::{LeaderPost, Month, Role, SchoolIx, TeacherIx};
use crate::plan::{Outcome, Plan};
use crate::rules::r16_leader_terms::reading::{ends, holder};
use crate::rules::r17_leader_selection::reading::{stop, successors};
use crate::rules::r18_leader_match::reading::returning;
use crate::tables::formula::guard;
use serde_json::{Value, json};

/// How a leader post is held by the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The incumbent stays.
    Continues,
    /// Somebody who led another school until now.
    Exchange,
    /// A candidate who passed every gate.
    Selection,
    Vacant,
    /// The school closes and the post with it.
    Closing,
}

impl Basis {
    pub fn key(self) -> &'static str {
        match self {
            Basis::Continues => "continues",
            Basis::Exchange => "exchange",
            Basis::Selection => "selection",
            Basis::Vacant => "vacant",
            Basis::Closing => "closing",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Basis::Continues => "续任",
            Basis::Exchange => "任期交流",
            Basis::Selection => "公开选拔",
            Basis::Vacant => "空缺",
            Basis::Closing => "随校撤并",
        }
    }
}

/// One leader post by the plan.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    pub school: SchoolIx,
    pub role: Role,
    /// The row of leader_posts; none for a leader whom no row names.
    pub post: Option<&'a LeaderPost>,
    pub teacher: Option<TeacherIx>,
    pub basis: Basis,
}

/// Every leader post, by school and role; whoever leads without a row in the table is one too.
pub fn held<'a>(case: &'a Case, plan: &Plan) -> Vec<Held<'a>> {
    let posts = case.county.leader_posts.as_deref().unwrap_or_default();
    let new = successors(case, plan);
    let mut all: Vec<Held> = Vec::new();
    for (i, post) in posts.iter().enumerate() {
        let found = new.iter().find(|(at, _)| *at == i);
        let next = found.and_then(|(_, persons)| persons.first().copied());
        let (teacher, basis) = match next {
            _ if case.county.school(post.school).closing => (None, Basis::Closing),
            Some(t) if ends(case, t).is_some() => (next, Basis::Exchange),
            Some(_) => (next, Basis::Selection),
            None => match holder(case, post) {
                None => (None, Basis::Vacant),
                stays => (stays, Basis::Continues),
            },
        };
        all.push(Held {
            school: post.school,
            role: post.role,
            post: Some(post),
            teacher,
            basis,
        });
    }
    for row in plan.rows.iter().filter(|r| r.outcome == Outcome::Lead) {
        let known = all.iter().any(|h| h.teacher == Some(row.teacher));
        if let Some(station) = row.station.filter(|_| !known) {
            all.push(Held {
                school: station.school,
                role: row.role,
                post: None,
                teacher: Some(row.teacher),
                basis: Basis::Continues,
            });
        }
    }
    all.sort_by_key(|h| (h.school, h.role, h.teacher));
    all
}

/// When the present term ends, and when the last one that is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub since: Month,
    /// 1 for the first term.
    pub number: u32,
    pub ends: Month,
    pub last: Month,
}

/// The terms of whoever holds a post by the plan: those of a new leader begin with the year planned.
pub fn terms(case: &Case, held: &Held) -> Option<Terms> {
    let rule = &case.policy.rules.leader_terms;
    let now = case.policy.as_of();
    let since = match held.basis {
        // Who takes the other post of a small school too has no term of his own in it.
        Basis::Continues => {
            let post = held.post.filter(|p| p.incumbent == held.teacher)?;
            post.appointed?
        }
        Basis::Exchange | Basis::Selection => now,
        Basis::Vacant | Basis::Closing => return None,
    };
    let years = rule.term_years.max(1);
    let number = since.full_years_to(now) as u32 / years + 1;
    let after = |terms: u32| since.plus_months((12 * years * terms) as i32);
    Some(Terms {
        since,
        number,
        ends: after(number),
        last: after(rule.max_terms.max(number)),
    })
}

/// leaders.csv: `school_id,role,teacher_id,basis`; the teacher is empty where nobody leads.
pub fn csv(case: &Case, plan: &Plan) -> anyhow::Result<Vec<u8>> {
    let row = |h: Held| {
        let id = h.teacher.map_or("", |t| case.county.teacher(t).id.as_str());
        vec![
            guard(&case.county.school(h.school).id).into_owned(),
            h.role.zh().to_owned(),
            guard(id).into_owned(),
            h.basis.key().to_owned(),
        ]
    };
    write(
        &["school_id", "role", "teacher_id", "basis"],
        held(case, plan).into_iter().map(row),
    )
}

/// Counts for result.json; null where the table is not given.
pub fn counts(case: &Case, plan: &Plan) -> Value {
    let Some(posts) = &case.county.leader_posts else {
        return Value::Null;
    };
    let all = held(case, plan);
    let of = |basis: Basis| {
        let listed = all.iter().filter(|h| h.post.is_some());
        listed.filter(|h| h.basis == basis).count()
    };
    let mut due: Vec<TeacherIx> = posts.iter().filter_map(|p| p.incumbent).collect();
    due.sort();
    due.dedup();
    due.retain(|t| ends(case, *t).is_some());
    let passed = case
        .county
        .candidacies()
        .filter(|c| stop(case, c).is_none());
    json!({
        "posts": posts.len(),
        "continues": of(Basis::Continues),
        "exchange": of(Basis::Exchange),
        "selection": of(Basis::Selection),
        "vacant": of(Basis::Vacant),
        "closing": of(Basis::Closing),
        "due": due.len(),
        "returning": returning(case, plan).len(),
        "candidates": case.county.candidacies().count(),
        "passed": passed.count(),
    })
}
