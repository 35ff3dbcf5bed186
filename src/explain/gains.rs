//! What to change in a plan made by hand: the few changes that gain most, or that make a plan of it at all.

use super::answer::{Moved, moved};
use crate::audit::{self, Audit};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::model::arcs::Arcs;
use crate::plan::{Class, Outcome, Plan};
use crate::solve::{self, Options};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::collections::BTreeSet;

/// Up to so many planned persons everybody may change; above it those whom something is wrong with, and so many others.
const EVERYBODY: usize = 300;
const OTHERS: usize = 100;

/// A better plan a few changes away.
#[derive(Debug, Clone)]
pub struct Gains {
    /// Nobody: so few changes gain nothing.
    pub moved: Vec<Moved>,
    /// Tier, value now, value after the changes.
    pub tiers: Vec<(Tier, i64, i64)>,
    /// Hard rules were broken, and are not after the changes.
    pub repairs: bool,
    /// No other so many changes are better; else only among the persons tried.
    pub exact: bool,
}

/// The best `most` changes; where hard rules are broken, the fewest that mend them. None where none was found.
pub fn gains(
    case: &Case,
    plan: &Plan,
    judged: &Audit,
    most: usize,
    options: &mut Options,
) -> Result<Option<Gains>> {
    let arcs = Arcs::new(case);
    let all: BTreeSet<TeacherIx> = case
        .county
        .teacher_ixs()
        .filter(|t| !matches!(case.standing.class_of(*t), Class::Out | Class::Barred))
        .collect();
    let exact = all.len() <= EVERYBODY;
    let moving = match exact {
        true => all,
        false => chosen(case, &arcs, plan, judged),
    };
    // What breaks rules is mended with the fewest changes that can, whatever more could gain.
    let most = if judged.broken() { 0 } else { most };
    let found = solve::improve(case, &arcs, plan, &moving, most, options)?;
    let Some(better) = found else { return Ok(None) };
    let after = audit::audit(case, &better);
    let tiers = judged.tiers.iter().filter_map(|(key, now)| {
        let tier = Tier::parse(key)?;
        Some((tier, *now, after.tier(key).unwrap_or(*now)))
    });
    let tiers: Vec<_> = tiers.collect();
    let moved = moved(plan, &better);
    let settled = !moved.is_empty() || !options.stopped();
    Ok((!after.broken() && settled).then_some(Gains {
        moved,
        tiers,
        repairs: judged.broken(),
        exact: exact && !options.stopped(),
    }))
}

/// Those in broken rules, without a seat or with reason to object; then those who fit an open post.
fn chosen(case: &Case, arcs: &Arcs, plan: &Plan, judged: &Audit) -> BTreeSet<TeacherIx> {
    let broken = judged.findings.list.iter().filter(|f| f.broken);
    let mut chosen: BTreeSet<TeacherIx> = broken.flat_map(|f| f.teachers.iter().copied()).collect();
    chosen.extend(judged.envy.iter().flat_map(|e| [e.teacher, e.holder]));
    let waits = |o: Outcome| matches!(o, Outcome::Pool | Outcome::Retained);
    let rows = plan.rows.iter();
    chosen.extend(rows.clone().filter(|r| waits(r.outcome)).map(|r| r.teacher));
    let open = super::seats::open(case, plan);
    let fits = |t: TeacherIx| arcs.of(t).iter().filter(|c| open[c.ix()] > 0).count();
    let mut others: Vec<(std::cmp::Reverse<usize>, TeacherIx)> = rows
        .map(|r| (std::cmp::Reverse(fits(r.teacher)), r.teacher))
        .filter(|(n, _)| n.0 > 0)
        .collect();
    others.sort();
    chosen.extend(others.into_iter().take(OTHERS).map(|(_, t)| t));
    chosen.retain(|t| !matches!(case.standing.class_of(*t), Class::Out | Class::Barred));
    chosen
}
