//! A staged year with one person elsewhere: rounds know no supposition, so the office's own means is tried, a pin, and the
//! year runs again from its first round.

use super::answer::Forced;
use super::forced::Question;
use super::side::Quiet;
use crate::audit::{self, Audit};
use crate::case::{Case, Supposed};
use crate::county::Pin;
use crate::plan::result::TierResult;
use crate::plan::{Assignment, Seat};
use crate::rounds;
use crate::rules::Mode;
use crate::solve::{Method, Options};
use crate::tables::fault::{Faults, Place, Severity};
use crate::text::Text;
use anyhow::Result;

pub fn rerun(q: &Question, supposed: Supposed, options: &mut Options) -> Result<Forced> {
    let case = match pinned(q.case, supposed) {
        Ok(case) => case,
        Err(text) => return Ok(Forced::Impossible(vec![text])),
    };
    let mut quiet = Quiet::of(options).options();
    quiet.method = Method::Auto;
    let outcome = rounds::plan(&case, None, &mut quiet)?;
    let Some(plan) = outcome.plan else {
        return Ok(match outcome.is_infeasible() {
            true => Forced::Impossible(outcome.reasons),
            false => Forced::Open,
        });
    };
    let taken = plan.of(supposed.teacher).and_then(Assignment::seat);
    let asked = supposed.cell.map(|cell| Seat::of(case.demand.cell(cell)));
    if asked.is_some() && taken != asked {
        return Ok(Forced::Impossible(vec![Text::new(
            "即使经批准锁定在该处，逐轮的结果仍是超岗留任。",
            "Even pinned there the rounds keep the person beyond the posts.",
        )]));
    }
    let audit = audit::audit(&case, &plan);
    q.judged(plan, &audit, &as_they_are(&audit))
}

/// The case with one more pin; an error where the tables would not be accepted with it.
fn pinned(case: &Case, supposed: Supposed) -> Result<Case, Text> {
    let mut county = case.county.clone();
    let mut policy = case.policy.clone();
    if !policy.rules.pins.on() {
        // The office's own pins do not bind; the supposed one must.
        county.pins.clear();
        policy.rules.pins.mode = Mode::Hard;
    }
    let cell = supposed.cell.map(|cell| case.demand.cell(cell));
    county.pins.push(Pin {
        teacher: supposed.teacher,
        must: true,
        school: supposed.school,
        stage: cell.map(|c| c.stage),
        subject: cell.map(|c| c.subject),
        place: Place::default(),
    });
    let mut found = Faults::default();
    let case = Case::new(county, policy, &mut found);
    let error = found.list.iter().find(|f| f.severity == Severity::Error);
    error.map_or(Ok(case), |fault| Err(fault.cause.clone()))
}

/// Rounds are no search for the best plan: what they bring is what they bring, each value its own bound.
fn as_they_are(audit: &Audit) -> Vec<TierResult> {
    let tiers = audit.tiers.iter();
    tiers
        .map(|(key, value)| TierResult {
            key: (*key).to_owned(),
            value: *value,
            bound: *value,
            seconds: 0.0,
            proven: true,
        })
        .collect()
}
