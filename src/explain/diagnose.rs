//! "Why is there no plan at all?": the smallest set of pins and rules that cannot hold together, the fewest pins to give
//! up (those without which the persons concerned could have a plan and that meet every conflict found, until a plan
//! exists), and what each of these stands against.

use super::forced::WHOLE_ARCS;
use super::side::side_by_side;
use crate::case::Case;
use crate::model::arcs::Arcs;
use crate::solve::conflict::{self, Asker, Member, positions};
use crate::solve::{self, Options};
use crate::tables::fault::Faults;
use crate::terms::tier::Tier;
use anyhow::Result;

/// What is found.
#[derive(Debug, Clone)]
pub enum Diagnosis {
    /// There is a plan.
    Plan(Near),
    /// No plan.
    Conflict {
        /// The members of each cannot hold together; without any one of them the others of the set can.
        sets: Vec<Vec<Member>>,
        /// The first is the smallest there is.
        smallest: bool,
        /// The fewest pins without which there is a plan; none where time was up.
        drop: Option<Vec<usize>>,
        /// Rules each of which, left out alone, would let all pins hold.
        relax: Vec<&'static str>,
        /// Time was up before every set and every rule was looked at.
        cut_short: bool,
    },
    /// Not known in time.
    Open,
}

/// What leaving out one rule would bring to the tiers.
#[derive(Debug, Clone, Default)]
pub struct Near {
    /// The costliest first; rules that cost nothing are left out.
    pub misses: Vec<NearMiss>,
    /// Rules that time did not reach.
    pub open: Vec<&'static str>,
}

/// One rule left out.
#[derive(Debug, Clone)]
pub struct NearMiss {
    pub rule: &'static str,
    /// Tier, value with the rule, value without it.
    pub tiers: Vec<(Tier, i64, i64)>,
    /// Whether these are the values of best plans; else those of a relaxation of the whole county, an estimate.
    pub exact: bool,
}

pub fn diagnose(case: &Case, options: &mut Options) -> Result<Diagnosis> {
    match solve::feasible(case, options)? {
        None => return Ok(Diagnosis::Open),
        Some(true) => return Ok(Diagnosis::Plan(near_misses(case, options)?)),
        Some(false) => {}
    }
    let all = conflict::members(case);
    let mut asker = Asker::new(case, options);
    let Some(first) = asker.conflict(&all)? else {
        return Ok(Diagnosis::Open);
    };
    let mut sets = vec![first.members];
    let drop = fewest(&mut asker, &all, &mut sets)?;
    if let Some(drop) = &drop {
        further(&mut asker, &all, drop, &mut sets)?;
    }
    let relax = enough_alone(&mut asker, &all, &sets)?;
    Ok(Diagnosis::Conflict {
        sets,
        smallest: first.smallest,
        drop,
        relax,
        cut_short: asker.stopped(),
    })
}

/// Only a rule of every set found can be enough.
fn enough_alone(
    asker: &mut Asker,
    all: &[Member],
    sets: &[Vec<Member>],
) -> Result<Vec<&'static str>> {
    let mut found = Vec::new();
    for member in all.iter().filter(|m| sets.iter().all(|s| s.contains(m))) {
        let Member::Rule(no) = member else { continue };
        let rest: Vec<Member> = all.iter().filter(|m| *m != member).copied().collect();
        if asker.holds(&rest)? == Some(true) {
            found.push(*no);
        }
    }
    Ok(found)
}

/// The fewest pins to leave out; every further conflict on the way is added to `sets`. None: time is up.
fn fewest(
    asker: &mut Asker,
    all: &[Member],
    sets: &mut Vec<Vec<Member>>,
) -> Result<Option<Vec<usize>>> {
    loop {
        let pins: Vec<Vec<usize>> = sets.iter().map(|set| positions(set)).collect();
        let Some(drop) = asker.fewest(&pins)? else {
            return Ok(None);
        };
        let rest = without_pins(all, &drop);
        match asker.holds(&rest)? {
            None => return Ok(None),
            Some(true) => return Ok(Some(drop)),
            Some(false) => match asker.minimal(&rest)? {
                Some(set) if !positions(&set).is_empty() => sets.push(set),
                _ => return Ok(None),
            },
        }
    }
}

fn without_pins(all: &[Member], pins: &[usize]) -> Vec<Member> {
    let given_up = |m: &&Member| matches!(m, Member::Pin(i) if pins.contains(i));
    all.iter().filter(|m| !given_up(m)).copied().collect()
}

/// Adds what each pin to give up stands against, where no set says it yet.
fn further(
    asker: &mut Asker,
    all: &[Member],
    drop: &[usize],
    sets: &mut Vec<Vec<Member>>,
) -> Result<()> {
    for pin in drop {
        let others: Vec<usize> = drop.iter().filter(|i| *i != pin).copied().collect();
        let said = |set: &Vec<Member>| without_pins(set, &others).len() == set.len();
        if !sets.iter().any(said) {
            let Some(set) = asker.minimal(&without_pins(all, &others))? else {
                break;
            };
            sets.push(set);
        }
    }
    Ok(())
}

/// The tiers of which near misses are told.
const ASKED: [Tier; 3] = [Tier::Uncovered, Tier::Rotation, Tier::Balance];

/// What goes before them, and without which an estimate would be that of another question.
const FIRST: [Tier; 4] = [
    Tier::LeaderUnfilled,
    Tier::LeaderMatch,
    Tier::LeaderScore,
    Tier::OverStaffing,
];

/// What each hard rule costs in T2, T4 and T5: solved again with it off, or estimated where the county is large.
fn near_misses(case: &Case, options: &Options) -> Result<Near> {
    let mut all = vec![("", case.policy.clone())];
    for (no, mode) in conflict::rules(case) {
        all.push((no, conflict::without(&case.policy, mode)));
    }
    let found = side_by_side(&all, options, |(_, policy), options| {
        let eased = Case::new(case.county.clone(), policy.clone(), &mut Faults::default());
        values(eased, options)
    })?;
    let mut found = all.iter().map(|(no, _)| *no).zip(found);
    let Some((_, Some(Some(base)))) = found.next() else {
        return Ok(Near::default());
    };
    let mut near = Near::default();
    for (rule, eased) in found {
        match eased.flatten() {
            None => near.open.push(rule),
            Some(eased) => near.misses.extend(miss(rule, &base, &eased)),
        }
    }
    near.misses.sort_by_key(|m| {
        let gain = |tier: Tier| {
            m.tiers
                .iter()
                .find(|x| x.0 == tier)
                .map_or(0, |x| x.2 - x.1)
        };
        (ASKED.map(gain), m.rule)
    });
    Ok(near)
}

/// What leaving a rule out changes, if anything.
fn miss(rule: &'static str, base: &Values, eased: &Values) -> Option<NearMiss> {
    let value = |of: &Values, tier: Tier| of.tiers.iter().find(|(t, _)| *t == tier).map(|x| x.1);
    let tiers = ASKED.into_iter().filter_map(|tier| {
        let (with, without) = (value(base, tier)?, value(eased, tier)?);
        (with != without).then_some((tier, with, without))
    });
    let tiers: Vec<_> = tiers.collect();
    (!tiers.is_empty()).then_some(NearMiss {
        rule,
        tiers,
        exact: base.exact && eased.exact,
    })
}

struct Values {
    tiers: Vec<(Tier, i64)>,
    exact: bool,
}

/// The best values, or those of a relaxation where the county is large; none where time is up.
fn values(case: Case, options: &mut Options) -> Result<Option<Values>> {
    let arcs = Arcs::new(&case);
    if arcs.len() > WHOLE_ARCS {
        let order = solve::order(&case).into_iter();
        let counted = order.filter(|t| FIRST.contains(t) || ASKED.contains(t));
        let counted: Vec<Tier> = counted.collect();
        let tiers = solve::relaxed(&case, &arcs, &counted, &mut |_, _| false, options)?;
        let exact = false;
        return Ok((tiers.len() == counted.len()).then_some(Values { tiers, exact }));
    }
    let outcome = solve::solve(&case, options)?;
    let tiers = outcome.solved.tiers.iter();
    let tiers = tiers.filter_map(|t| Some((Tier::parse(&t.key)?, t.value)));
    let done = outcome.plan.is_some() && !options.stopped();
    Ok(done.then(|| Values {
        tiers: tiers.collect(),
        exact: true,
    }))
}
