//! Why there is no plan: the smallest set of pins and hard rules that cannot hold together. Without pins there always is
//! a plan (everybody may stay or wait), so the cause is a pin, or what an alternative supposes of a person.
//!
//! A conflict shares a member with every set whose leaving out lets the others hold (a correction). So the smallest set that
//! meets all corrections known is tried: cannot it hold, it is the smallest conflict; can it, it is grown as far as it
//! holds, and what is left out then is a further correction (Ignatiev, Previti, Liffiton and Marques-Silva, Smallest MUS
//! extraction with minimal hitting set dualization, CP 2015).

use super::feasible::{feasible, fewest_pins, part_may_hold};
use super::options::Options;
use crate::case::Case;
use crate::county::Pin;
use crate::plan::Station;
use crate::plan::words::{self, say};
use crate::policy::Policy;
use crate::rules::{CATALOGUE, Mode};
use crate::standing::{missing_post, postless};
use crate::tables::fault::Faults;
use crate::text::Text;
use anyhow::Result;
use std::collections::BTreeSet;

/// A pin by its position in the county, or a hard rule that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    Pin(usize),
    Rule(&'static str),
}

/// Where a policy says how a rule binds.
pub type Switch = fn(&mut Policy) -> &mut Mode;

/// Hard rules that may stand against pins. R01 and R02 always hold: they say what a plan is.
const RULES: [(&str, Switch); 13] = [
    ("R04", |p| &mut p.rules.certificate.mode),
    ("R06", |p| &mut p.rules.exemption.mode),
    ("R07", |p| &mut p.rules.minimum_service.mode),
    ("R09", |p| &mut p.rules.outflow.mode),
    ("R10", |p| &mut p.rules.rural_floor.mode),
    ("R13", |p| &mut p.rules.avoidance.mode),
    ("R14", |p| &mut p.rules.couples.mode),
    ("R15", |p| &mut p.rules.new_school.mode),
    ("R19", |p| &mut p.rules.distance.mode),
    ("R20", |p| &mut p.rules.direction.mode),
    ("R24", |p| &mut p.rules.obey.mode),
    ("R25", |p| &mut p.rules.direct_hire_first.mode),
    ("R26", |p| &mut p.rules.in_house_first.mode),
];

/// Without certificates everybody fits every seat: a model beyond a large county's measure, and no way out that an office
/// could take. There R04 always holds.
pub fn always(case: &Case, rule: &str) -> bool {
    const LARGE: usize = 500;
    rule == "R04" && case.county.teachers.len() > LARGE
}

/// The rules in force that can be left out of a case.
pub fn rules(case: &Case) -> Vec<(&'static str, Switch)> {
    let mut policy = case.policy.clone();
    let mut all = RULES.to_vec();
    all.retain(|(no, mode)| *mode(&mut policy) != Mode::Off && !always(case, no));
    all
}

/// The policy with a rule left out.
pub fn without(policy: &Policy, mode: Switch) -> Policy {
    let mut policy = policy.clone();
    *mode(&mut policy) = Mode::Off;
    policy
}

/// Pins, then rules.
pub fn members(case: &Case) -> Vec<Member> {
    let pins = (0..case.county.pins.len()).map(Member::Pin);
    let rules = rules(case).into_iter().map(|(no, _)| Member::Rule(no));
    pins.chain(rules).collect()
}

/// Seconds that a solve without limit spends on the reasons why there is no plan.
const SECONDS: f64 = 60.0;

/// The smallest conflict in words, or one that time was enough for; empty where none was found in time.
pub fn reasons(case: &Case, options: &mut Options) -> Result<Vec<Text>> {
    let spent = options.begun.elapsed().as_secs_f64();
    let given = options.time_limit;
    options.time_limit = Some(spent + options.left().min(SECONDS));
    let found = Asker::new(case, options).conflict(&members(case));
    options.time_limit = given;
    Ok(match found? {
        None => Vec::new(),
        Some(found) if found.members.is_empty() => vec![posts(case)],
        Some(found) => found.members.iter().map(|m| describe(case, *m)).collect(),
    })
}

/// What stands against it where no pin and no rule that can be left out has to do with it.
fn posts(case: &Case) -> Text {
    let certificates = match always(case, "R04") {
        true => Text::new("、教师资格（R04）", ", R04"),
        false => Text::new("", ""),
    };
    say!(
        "一人一岗（R01）、岗位数（R02）{more}：放开任何锁定和其他规则也没有方案",
        "R01, R02{more}: there is no plan either with any pin and any other rule let go",
        more = certificates
    )
}

/// Members that cannot hold together, while without any one of them the others can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub members: Vec<Member>,
    /// No other has fewer members.
    pub smallest: bool,
}

/// One way to ask whether members can hold together.
type Test<'a, 'o> = fn(&mut Asker<'a, 'o>, &[Member]) -> Result<Option<bool>>;

/// Whether members can hold together is asked of the solver; the answer of each set is what the others rest on.
pub struct Asker<'a, 'o> {
    case: &'a Case,
    options: &'a mut Options<'o>,
    corrections: Vec<BTreeSet<Member>>,
}

impl<'a, 'o> Asker<'a, 'o> {
    pub fn new(case: &'a Case, options: &'a mut Options<'o>) -> Asker<'a, 'o> {
        Asker {
            case,
            options,
            corrections: Vec::new(),
        }
    }

    /// The case with only these members in force.
    fn with(&self, members: &[Member]) -> Case {
        let mut county = self.case.county.clone();
        let mut i = 0;
        county.pins.retain(|_| {
            i += 1;
            members.contains(&Member::Pin(i - 1))
        });
        let mut policy = self.case.policy.clone();
        for (no, mode) in rules(self.case) {
            if !members.contains(&Member::Rule(no)) {
                *mode(&mut policy) = Mode::Off;
            }
        }
        Case {
            supposed: self.case.supposed,
            ..Case::new(county, policy, &mut Faults::default())
        }
    }

    pub fn stopped(&self) -> bool {
        self.options.stopped()
    }

    /// None: time is up.
    pub fn holds(&mut self, members: &[Member]) -> Result<Option<bool>> {
        if self.options.stopped() {
            return Ok(None);
        }
        let found = feasible(&self.with(members), self.options)?;
        Ok((found || !self.options.stopped()).then_some(found))
    }

    /// The smallest conflict among members that cannot hold together; where half of the time is not enough for that, one
    /// from which nothing can be left out. None: time is up.
    pub fn conflict(&mut self, of: &[Member]) -> Result<Option<Conflict>> {
        let limit = self.options.time_limit;
        let spent = self.options.begun.elapsed().as_secs_f64();
        self.options.time_limit = limit.map(|_| spent + self.options.left() / 2.0);
        let found = self.smallest(of);
        self.options.time_limit = limit;
        let smallest = found?;
        let members = match &smallest {
            Some(_) => smallest.clone(),
            None => self.minimal(of)?,
        };
        Ok(members.map(|members| Conflict {
            members,
            smallest: smallest.is_some(),
        }))
    }

    /// A conflict among members that cannot hold together; none: time is up. What the part of those concerned says alone is
    /// asked first: it says so at once.
    pub fn minimal(&mut self, of: &[Member]) -> Result<Option<Vec<Member>>> {
        let mut core = of.to_vec();
        if self.part_may_hold(&core)? == Some(false) {
            let Some(less) = self.shrunk(core, Self::part_may_hold)? else {
                return Ok(None);
            };
            core = less;
        }
        self.shrunk(core, Self::holds)
    }

    /// Leaves out halves, quarters … and at last single members as long as what is left cannot hold by `test`.
    fn shrunk(&mut self, mut core: Vec<Member>, test: Test<'a, 'o>) -> Result<Option<Vec<Member>>> {
        let mut chunk = core.len().div_ceil(2).max(1);
        loop {
            let mut at = 0;
            while at < core.len() {
                let end = (at + chunk).min(core.len());
                let rest = [&core[..at], &core[end..]].concat();
                match test(self, &rest)? {
                    None => return Ok(None),
                    Some(false) => core = rest,
                    Some(true) => at = end,
                }
            }
            if chunk == 1 {
                return Ok(Some(core));
            }
            chunk = chunk.div_ceil(2);
        }
    }

    /// Whether the part of those concerned may hold; none: time is up.
    fn part_may_hold(&mut self, members: &[Member]) -> Result<Option<bool>> {
        if self.options.stopped() {
            return Ok(None);
        }
        part_may_hold(&self.with(members), self.options).map(Some)
    }

    /// The fewest pins (by position) to give up, one of each of `met` among them; none: time is up. No fewer will do, but
    /// whether these are enough is still to be asked.
    pub fn fewest(&mut self, met: &[Vec<usize>]) -> Result<Option<Vec<usize>>> {
        if self.options.stopped() {
            return Ok(None);
        }
        if let Some(found) = fewest_pins(self.case, met, self.options)? {
            return Ok(Some(found));
        }
        let pins = |set: &Vec<usize>| set.iter().map(|i| Member::Pin(*i)).collect();
        let sets: Vec<Vec<Member>> = met.iter().map(pins).collect();
        let found = hitting(&sets, self.options);
        Ok(found.map(|set| positions(&set)))
    }

    /// The smallest conflict among members that cannot hold together; none: time is up.
    fn smallest(&mut self, of: &[Member]) -> Result<Option<Vec<Member>>> {
        loop {
            let known = self.corrections.iter();
            let known: Vec<Vec<Member>> = known
                .map(|left| of.iter().filter(|m| left.contains(m)).copied().collect())
                .collect();
            let Some(set) = hitting(&known, self.options) else {
                return Ok(None);
            };
            match self.holds(&set)? {
                None => return Ok(None),
                Some(false) => return Ok(Some(set)),
                Some(true) => {}
            }
            let rest: Vec<Member> = of.iter().filter(|m| !set.contains(m)).copied().collect();
            let Some(grown) = self.grown(set, &rest)? else {
                return Ok(None);
            };
            if of.iter().all(|m| grown.contains(m)) {
                // All of them hold together: what leaves no plan is none of them.
                return Ok(Some(Vec::new()));
            }
            let left = members(self.case).into_iter();
            self.corrections
                .push(left.filter(|m| !grown.contains(m)).collect());
        }
    }

    /// As many more members as can hold with those that do.
    fn grown(&mut self, held: Vec<Member>, more: &[Member]) -> Result<Option<Vec<Member>>> {
        if more.is_empty() {
            return Ok(Some(held));
        }
        let all = [&held, more].concat();
        match self.holds(&all)? {
            None => Ok(None),
            Some(true) => Ok(Some(all)),
            Some(false) if more.len() == 1 => Ok(Some(held)),
            Some(false) => {
                let (first, second) = more.split_at(more.len() / 2);
                match self.grown(held, first)? {
                    Some(held) => self.grown(held, second),
                    None => Ok(None),
                }
            }
        }
    }
}

/// The positions of the pins among members.
pub fn positions(set: &[Member]) -> Vec<usize> {
    let pins = set.iter().filter_map(|m| match m {
        Member::Pin(i) => Some(*i),
        Member::Rule(_) => None,
    });
    pins.collect()
}

/// The smallest set with a member of every one of these, the first in the order of members; none: time is up.
fn hitting(sets: &[Vec<Member>], options: &Options) -> Option<Vec<Member>> {
    let mut best = None;
    hit(sets, &mut Vec::new(), &mut best, options);
    let mut best = best.filter(|_| !options.stopped())?;
    best.sort();
    Some(best)
}

fn hit(
    sets: &[Vec<Member>],
    taken: &mut Vec<Member>,
    best: &mut Option<Vec<Member>>,
    options: &Options,
) {
    if best.as_ref().is_some_and(|b| taken.len() >= b.len()) || options.stopped() {
        return;
    }
    let open = sets.iter().filter(|s| !s.iter().any(|m| taken.contains(m)));
    let Some(open) = open.min_by_key(|s| s.len()) else {
        *best = Some(taken.clone());
        return;
    };
    for member in open {
        taken.push(*member);
        hit(sets, taken, best, options);
        taken.pop();
    }
}

/// A member in the office's words, with the row of the table.
pub fn describe(case: &Case, member: Member) -> Text {
    match member {
        Member::Pin(i) => pin(case, &case.county.pins[i]),
        Member::Rule(no) => {
            let rule = CATALOGUE.iter().find(|r| r.no == no);
            let meaning = rule.map_or(("", ""), |r| r.meaning);
            say!(
                "{rule}：{meaning}",
                "{rule}: {meaning}",
                rule = named(no),
                meaning = Text::new(meaning.0, meaning.1)
            )
        }
    }
}

/// A rule by number and name alone.
pub fn named(no: &str) -> Text {
    let rule = CATALOGUE.iter().find(|r| r.no == no);
    let name = rule.map_or(("", ""), |r| r.name);
    say!(
        "规则 {no} {name}",
        "rule {no} {name}",
        no = no,
        name = Text::new(name.0, name.1)
    )
}

fn pin(case: &Case, pin: &Pin) -> Text {
    let kind = match pin.must {
        true => Text::new("必须在", "must be at"),
        false => Text::new("不得在", "must not be at"),
    };
    let station = Station {
        school: pin.school,
        stage: pin.stage,
        subject: pin.subject,
    };
    let class = case.standing.class_of(pin.teacher);
    let why = match postless(&case.county, &case.demand, class, pin) {
        true => {
            let missing = missing_post(&case.county, pin);
            Text::new(format!("（{}）", missing.zh), format!(" ({})", missing.en))
        }
        false => Text::new("", ""),
    };
    say!(
        "锁定 {at}：{p}{kind}{place}{why}",
        "pin {at}: {p} {kind} {place}{why}",
        at = pin.place.to_string(),
        p = words::person(case, pin.teacher),
        kind = kind,
        place = words::station(case, station),
        why = why
    )
}
