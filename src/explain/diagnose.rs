//! "Why is there no plan at all?": a smallest set of pins and rules that cannot hold together, and the fewest pins to
//! give up. Without pins there always is a plan (everybody may stay or wait), so every such set has a pin in it.
//!
//! Both come from solving again with members left out: the set by divide and conquer (Junker's QuickXplain), the fewest
//! pins by hitting all sets found so far until a plan exists.

use super::forced::WHOLE_ARCS;
use super::seats;
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
fn always(case: &Case, rule: &str) -> bool {
    const LARGE: usize = 500;
    rule == "R04" && case.county.teachers.len() > LARGE
}

/// What is found.
#[derive(Debug, Clone)]
pub enum Diagnosis {
    /// There is a plan; per rule what leaving it out would bring to the tiers.
    Plan(Vec<NearMiss>),
    /// No plan.
    Conflict {
        /// Cannot hold together; without any one of them the others can.
        set: Vec<Member>,
        /// The fewest pins without which there is a plan; none where time was up.
        drop: Option<Vec<usize>>,
    },
    /// Not known in time.
    Open,
}

/// One rule left out.
#[derive(Debug, Clone)]
pub struct NearMiss {
    pub rule: &'static str,
    /// Tier, value with the rule, value (or bound) without it.
    pub tiers: Vec<(Tier, i64, i64)>,
    /// Whether a plan has the values without the rule; else no plan is below them.
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
    Ok(Diagnosis::Conflict { set, drop })
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

/// What each hard rule costs in T2, T4 and T5: solved again with it off, or bounded where the county is large.
fn near_misses(case: &Case, options: &mut Options) -> Result<Vec<NearMiss>> {
    const ASKED: [Tier; 3] = [Tier::Uncovered, Tier::Rotation, Tier::Balance];
    let Some(base) = values(case, options)? else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for (rule, off) in RULES.into_iter().filter(|(no, _)| !always(case, no)) {
        let mut policy = case.policy.clone();
        off(&mut policy);
        let eased = Case::new(case.county.clone(), policy, &mut Faults::default());
        if options.stopped() {
            break;
        }
        let Some(eased) = values(&eased, options)? else {
            break;
        };
        let value = |of: &Values, tier: Tier| {
            let found = of.tiers.iter().find(|(t, _)| *t == tier);
            found.map(|(_, v)| *v)
        };
        let tiers = ASKED.iter().filter_map(|tier| {
            let (with, without) = (value(&base, *tier)?, value(&eased, *tier)?);
            (with != without).then_some((*tier, with, without))
        });
        let tiers: Vec<_> = tiers.collect();
        if !tiers.is_empty() {
            all.push(NearMiss {
                rule,
                tiers,
                exact: base.exact && eased.exact,
            });
        }
    }
    all.sort_by_key(|m| {
        let gains = ASKED.map(|t| m.tiers.iter().find(|x| x.0 == t).map_or(0, |x| x.2 - x.1));
        (gains, m.rule)
    });
    Ok(all)
}

struct Values {
    tiers: Vec<(Tier, i64)>,
    exact: bool,
}

/// The best values, or bounds up to T2 where the county is large; none where time is up.
fn values(case: &Case, options: &mut Options) -> Result<Option<Values>> {
    let arcs = Arcs::new(case);
    if arcs.len() > WHOLE_ARCS {
        let mut enough = |tier: Tier, _: i64| tier == Tier::Uncovered;
        let tiers = solve::bounds(case, &arcs, &mut enough, options)?;
        return Ok((!options.stopped()).then_some(Values {
            tiers,
            exact: false,
        }));
    }
    let mut quiet = Options {
        time_limit: options.left().is_finite().then(|| options.left()),
        stop: options.stop.clone(),
        ..Options::default()
    };
    let outcome = solve::solve(case, &mut quiet)?;
    let tiers = outcome.solved.tiers.iter();
    let tiers = tiers.filter_map(|t| Some((Tier::parse(&t.key)?, t.value)));
    Ok(outcome.plan.is_some().then(|| Values {
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
