//! Why there is no plan: the smallest set of pins and hard rules that cannot hold together. Without pins there always is
//! a plan (everybody may stay or wait), so the cause is a pin, or what an alternative supposes of a person.
//!
//! A conflict shares a member with every set whose leaving out lets the others hold (a correction). So the smallest set that
//! meets all corrections known is tried: cannot it hold, it is the smallest conflict; can it, it is grown as far as it
//! holds, and what is left out then is a further correction (Ignatiev, Previti, Liffiton and Marques-Silva, Smallest MUS
//! extraction with minimal hitting set dualization, CP 2015).

use super::options::Options;
use super::tiers;
use crate::case::Case;
use crate::county::{Pin, TeacherIx};
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::direct::Direct;
use crate::model::rulebook::Rulebook;
use crate::plan::Station;
use crate::plan::words::{self, say};
use crate::policy::Policy;
use crate::rules::{CATALOGUE, Mode};
use crate::solve::backend::{Ending, Session};
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

/// The smallest conflict in words; empty where none was found in time, or where no pin and no rule has to do with it.
pub fn reasons(case: &Case, options: &mut Options) -> Result<Vec<Text>> {
    let found = Asker::new(case, options).smallest(&members(case))?;
    let found = found.unwrap_or_default().into_iter();
    Ok(found.map(|m| describe(case, m)).collect())
}

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

    /// None: time is up.
    pub fn holds(&mut self, members: &[Member]) -> Result<Option<bool>> {
        if self.options.stopped() {
            return Ok(None);
        }
        let found = feasible(&self.with(members), self.options)?;
        Ok((found || !self.options.stopped()).then_some(found))
    }

    /// The smallest conflict among members that cannot hold together; none: time is up.
    pub fn smallest(&mut self, of: &[Member]) -> Result<Option<Vec<Member>>> {
        loop {
            let known = self.corrections.iter();
            let known: Vec<Vec<Member>> = known
                .map(|left| of.iter().filter(|m| left.contains(m)).copied().collect())
                .collect();
            let set = hitting(&known);
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

/// The smallest set with a member of every one of these, the first in the order of members.
pub fn hitting(sets: &[Vec<Member>]) -> Vec<Member> {
    let mut best = None;
    hit(sets, &mut Vec::new(), &mut best);
    let mut best = best.unwrap_or_default();
    best.sort();
    best
}

fn hit(sets: &[Vec<Member>], taken: &mut Vec<Member>, best: &mut Option<Vec<Member>>) {
    if best.as_ref().is_some_and(|b| taken.len() >= b.len()) {
        return;
    }
    let open = sets.iter().filter(|s| !s.iter().any(|m| taken.contains(m)));
    let Some(open) = open.min_by_key(|s| s.len()) else {
        *best = Some(taken.clone());
        return;
    };
    for member in open {
        taken.push(*member);
        hit(sets, taken, best);
        taken.pop();
    }
}

pub(super) fn feasible(case: &Case, options: &mut Options) -> Result<bool> {
    let arcs = Arcs::new(case);
    if case
        .county
        .teacher_ixs()
        .any(|t| columns::impossible(case, &arcs, t))
    {
        return Ok(false);
    }
    // Most plans that exist can be had with all others at home, which a much smaller model says.
    let mut bound: BTreeSet<TeacherIx> = case.county.pins.iter().map(|p| p.teacher).collect();
    bound.extend(case.supposed.map(|s| s.teacher));
    let home = arcs.filtered(|t, cell| {
        let own = case.county.teacher(t).school;
        let there = case.demand.cell(cell).school;
        bound.contains(&t) || own.is_some_and(|own| case.county.same_unit(own, there))
    });
    let smaller = home.len() < arcs.len();
    if smaller && any_point(case, &home, options)? {
        return Ok(true);
    }
    any_point(case, &arcs, options)
}

fn any_point(case: &Case, arcs: &Arcs, options: &mut Options) -> Result<bool> {
    let book = Rulebook::new(case);
    let model = Direct::new(case, arcs, &book);
    let mut session = Session::new(&model.problem)?;
    // Mostly the relaxation has no point either, and says so much sooner.
    let relaxed = session.relax(&options.limits())?;
    if relaxed.ending == Ending::Infeasible {
        return Ok(false);
    }
    let none = &mut |_: &[f64]| Vec::new();
    let found = tiers::run(case, &model.problem, &mut session, &[], None, none, options)?;
    Ok(found.point.is_some())
}

/// A member in the office's words, with the row of the table.
pub fn describe(case: &Case, member: Member) -> Text {
    match member {
        Member::Pin(i) => pin(case, &case.county.pins[i]),
        Member::Rule(no) => {
            let rule = CATALOGUE.iter().find(|r| r.no == no);
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
    let station = Station {
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
