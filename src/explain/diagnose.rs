//! "Why is there no plan at all?": a smallest set of pins and rules that cannot hold together, and the fewest pins to
//! give up. Without pins there always is a plan (everybody may stay or wait), so every such set has a pin in it.
//!
//! Both come from solving again with members left out: the set by divide and conquer (Junker's QuickXplain), the fewest
//! pins by hitting all sets found so far until a plan exists.

use super::forced::WHOLE_ARCS;
use super::seats;
use super::side::side_by_side;
use crate::case::Case;
use crate::county::Pin;
use crate::model::arcs::Arcs;
use crate::plan::words::{self, say};
use crate::policy::Policy;
use crate::rules::Mode;
use crate::solve::{self, Options};
use crate::tables::fault::Faults;
use crate::terms::tier::Tier;
use crate::text::Text;
use anyhow::Result;
use std::collections::BTreeSet;

/// A pin by its position in the county, or a hard rule that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    Pin(usize),
    Rule(&'static str),
}

type Off = fn(&mut Policy);

/// Hard rules that may stand against pins. R01 and R02 always hold: they say what a plan is.
const RULES: [(&str, Off); 10] = [
    ("R04", |p| p.rules.certificate.mode = Mode::Off),
    ("R09", |p| p.rules.outflow.mode = Mode::Off),
    ("R10", |p| p.rules.rural_floor.mode = Mode::Off),
    ("R13", |p| p.rules.avoidance.mode = Mode::Off),
    ("R14", |p| p.rules.couples.mode = Mode::Off),
    ("R15", |p| p.rules.new_school.mode = Mode::Off),
    ("R19", |p| p.rules.distance.mode = Mode::Off),
    ("R20", |p| p.rules.direction.mode = Mode::Off),
    ("R24", |p| p.rules.obey.mode = Mode::Off),
    ("R25", |p| p.rules.direct_hire_first.mode = Mode::Off),
];

/// Without certificates everybody fits every seat: a model beyond a large county's measure, and no way out that an office
/// could take. There R04 always holds, like R01 and R02.
pub fn always(case: &Case, rule: &str) -> bool {
    const LARGE: usize = 500;
    rule == "R04" && case.county.teachers.len() > LARGE
}

/// What is found.
#[derive(Debug, Clone)]
pub enum Diagnosis {
    /// There is a plan.
    Plan(Near),
    /// No plan.
    Conflict {
        /// Cannot hold together; without any one of them the others can.
        set: Vec<Member>,
        /// The fewest pins without which there is a plan; none where time was up.
        drop: Option<Vec<usize>>,
        /// Rules each of which, left out alone, would let all pins hold.
        relax: Vec<&'static str>,
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

/// Whether members can hold together is asked of the solver; the answer of each set is what the others rest on.
struct Asker<'a, 'o> {
    case: &'a Case,
    options: &'a mut Options<'o>,
}

impl Asker<'_, '_> {
    /// The case with only these members in force.
    fn with(&self, members: &[Member]) -> Case {
        let mut county = self.case.county.clone();
        let mut i = 0;
        county.pins.retain(|_| {
            i += 1;
            members.contains(&Member::Pin(i - 1))
        });
        let mut policy = self.case.policy.clone();
        for (no, off) in RULES {
            if !always(self.case, no) && !members.contains(&Member::Rule(no)) {
                off(&mut policy);
            }
        }
        Case::new(county, policy, &mut Faults::default())
    }

    /// None: time is up.
    fn holds(&mut self, members: &[Member]) -> Result<Option<bool>> {
        if self.options.stopped() {
            return Ok(None);
        }
        let case = self.with(members);
        solve::feasible(&case, self.options)
    }

    /// A smallest conflicting subset of `of`, given that `of` with `kept` cannot hold. `asked`: `kept` has just grown.
    fn explain(
        &mut self,
        kept: &mut Vec<Member>,
        of: &[Member],
        grown: bool,
    ) -> Result<Option<Vec<Member>>> {
        if grown {
            match self.holds(kept)? {
                None => return Ok(None),
                Some(false) => return Ok(Some(Vec::new())),
                Some(true) => {}
            }
        }
        if of.len() <= 1 {
            return Ok(Some(of.to_vec()));
        }
        let (first, second) = of.split_at(of.len() / 2);
        let before = kept.len();
        kept.extend(first);
        let right = self.explain(kept, second, true)?;
        kept.truncate(before);
        let Some(right) = right else { return Ok(None) };
        kept.extend(&right);
        let left = self.explain(kept, first, !right.is_empty())?;
        kept.truncate(before);
        Ok(left.map(|left| left.into_iter().chain(right).collect()))
    }

    fn conflict(&mut self, of: &[Member]) -> Result<Option<Vec<Member>>> {
        let mut found = self.explain(&mut Vec::new(), of, false)?;
        if let Some(set) = &mut found {
            set.sort();
        }
        Ok(found)
    }
}

pub fn diagnose(case: &Case, options: &mut Options) -> Result<Diagnosis> {
    match solve::feasible(case, options)? {
        None => return Ok(Diagnosis::Open),
        Some(true) => return Ok(Diagnosis::Plan(near_misses(case, options)?)),
        Some(false) => {}
    }
    let all = members(case);
    let mut asker = Asker { case, options };
    let Some(set) = asker.conflict(&all)? else {
        return Ok(Diagnosis::Open);
    };
    let drop = fewest(&mut asker, &all, set.clone())?;
    let relax = enough_alone(&mut asker, &all, &set)?;
    Ok(Diagnosis::Conflict { set, drop, relax })
}

/// Only a rule of the set found can be enough.
fn enough_alone(asker: &mut Asker, all: &[Member], set: &[Member]) -> Result<Vec<&'static str>> {
    let mut found = Vec::new();
    for member in set {
        let Member::Rule(no) = member else { continue };
        let rest: Vec<Member> = all.iter().filter(|m| *m != member).copied().collect();
        if asker.holds(&rest)? == Some(true) {
            found.push(*no);
        }
    }
    Ok(found)
}

/// Rules first: what can be blamed on a pin is not blamed on a rule.
fn members(case: &Case) -> Vec<Member> {
    let pins = (0..case.county.pins.len()).map(Member::Pin);
    let rules = RULES.iter().filter(|(no, _)| !always(case, no));
    let rules = rules.map(|(no, _)| Member::Rule(no));
    pins.chain(rules).collect()
}

/// The fewest pins to leave out: a smallest set that hits every conflict found, until no conflict is left.
fn fewest(asker: &mut Asker, all: &[Member], first: Vec<Member>) -> Result<Option<Vec<usize>>> {
    let mut conflicts = vec![first];
    loop {
        let hit = hitting(&conflicts);
        let rest: Vec<Member> = all
            .iter()
            .filter(|m| !matches!(m, Member::Pin(i) if hit.contains(i)))
            .copied()
            .collect();
        match asker.holds(&rest)? {
            None => return Ok(None),
            Some(true) => return Ok(Some(hit.into_iter().collect())),
            Some(false) => match asker.conflict(&rest)? {
                None => return Ok(None),
                Some(set) => conflicts.push(set),
            },
        }
    }
}

/// The smallest set of pins with one of every conflict, the first in the order of pins.
fn hitting(conflicts: &[Vec<Member>]) -> BTreeSet<usize> {
    let pins = |set: &Vec<Member>| -> Vec<usize> {
        let pins = set.iter().filter_map(|m| match m {
            Member::Pin(i) => Some(*i),
            Member::Rule(_) => None,
        });
        pins.collect()
    };
    let sets: Vec<Vec<usize>> = conflicts.iter().map(pins).collect();
    let mut best: Option<BTreeSet<usize>> = None;
    hit(&sets, &mut BTreeSet::new(), &mut best);
    best.unwrap_or_default()
}

fn hit(sets: &[Vec<usize>], taken: &mut BTreeSet<usize>, best: &mut Option<BTreeSet<usize>>) {
    if best.as_ref().is_some_and(|b| taken.len() >= b.len()) {
        return;
    }
    let Some(open) = sets.iter().find(|s| s.iter().all(|i| !taken.contains(i))) else {
        *best = Some(taken.clone());
        return;
    };
    for pin in open {
        taken.insert(*pin);
        hit(sets, taken, best);
        taken.remove(pin);
    }
}

/// The tiers of which near misses are told.
const ASKED: [Tier; 3] = [Tier::Uncovered, Tier::Rotation, Tier::Balance];

/// What each hard rule costs in T2, T4 and T5: solved again with it off, or estimated where the county is large.
fn near_misses(case: &Case, options: &Options) -> Result<Near> {
    let mut all = vec![("", case.policy.clone())];
    for (no, off) in RULES.into_iter().filter(|(no, _)| !always(case, no)) {
        let mut policy = case.policy.clone();
        off(&mut policy);
        all.push((no, policy));
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
        let counted = order.filter(|t| *t == Tier::OverStaffing || ASKED.contains(t));
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

/// A member in the office's words, with the row of the table.
pub fn describe(case: &Case, member: Member) -> Text {
    match member {
        Member::Pin(i) => pin(case, &case.county.pins[i]),
        Member::Rule(no) => {
            let rule = seats::rule(no);
            let name = rule.map_or(("", ""), |r| r.name);
            let meaning = rule.map_or(("", ""), |r| r.meaning);
            say!(
                "规则 {no} {name}：{meaning}",
                "rule {no} {name}: {meaning}",
                no = no,
                name = Text::new(name.0, name.1),
                meaning = Text::new(meaning.0, meaning.1)
            )
        }
    }
}

fn pin(case: &Case, pin: &Pin) -> Text {
    let kind = match pin.must {
        true => Text::new("必须在", "must be at"),
        false => Text::new("不得在", "must not be at"),
    };
    let station = crate::plan::Station {
        school: pin.school,
        stage: pin.stage,
        subject: pin.subject,
    };
    say!(
        "锁定 {at}：{p}{kind}{place}",
        "pin {at}: {p} {kind} {place}",
        at = pin.place.to_string(),
        p = words::person(case, pin.teacher),
        kind = kind,
        place = words::station(case, station)
    )
}
