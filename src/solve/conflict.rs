//! Why there is no plan. Without pins there always is one (everybody may stay or wait), so the cause is a pin: the
//! one without which a plan exists, and the rule without which that pin could hold. Found by solving again with the
//! pin, then the rule, left out.

use super::options::Options;
use super::tiers;
use crate::case::Case;
use crate::county::{Pin, TeacherIx};
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::direct::Direct;
use crate::model::rulebook::{self, Rulebook};
use crate::policy::Policy;
use crate::rules::{CATALOGUE, Mode};
use crate::solve::backend::{Ending, Session};
use crate::tables::fault::Faults;
use crate::text::Text;
use anyhow::Result;
use std::collections::BTreeSet;

/// One text a pin that cannot hold; never empty.
pub fn reasons(case: &Case, options: &mut Options) -> Result<Vec<Text>> {
    let arcs = Arcs::new(case);
    let stuck: Vec<TeacherIx> = case
        .county
        .teacher_ixs()
        .filter(|t| columns::impossible(case, &arcs, *t))
        .collect();
    if !stuck.is_empty() {
        return Ok(stuck.iter().flat_map(|t| alone(case, *t)).collect());
    }
    let mut found = Vec::new();
    for teacher in pinned(case) {
        if !options.stopped() && feasible(&without_pins(case, &[teacher]), options)? {
            let rules = rules_against(case, options)?;
            found.extend(pins(case, teacher).map(|pin| say(case, pin, &rules)));
            break;
        }
    }
    if found.is_empty() {
        let all = case.county.pins.iter();
        found.extend(all.map(|pin| say(case, pin, &[])));
    }
    Ok(found)
}

fn pinned(case: &Case) -> BTreeSet<TeacherIx> {
    case.county.pins.iter().map(|p| p.teacher).collect()
}

fn pins(case: &Case, teacher: TeacherIx) -> impl Iterator<Item = &Pin> {
    let pins = case.standing.pins[teacher.ix()].iter();
    pins.map(|i| &case.county.pins[*i])
}

/// A person whose own pins leave nothing: which rule keeps him from what they ask for.
fn alone(case: &Case, teacher: TeacherIx) -> Vec<Text> {
    let mut texts = Vec::new();
    for pin in pins(case, teacher) {
        let cells = case.demand.cell_ixs().filter(|ix| {
            let cell = case.demand.cell(*ix);
            cell.count > 0 && pin.covers(cell.school, Some(cell.stage), Some(cell.subject))
        });
        let mut rules: Vec<&str> = cells
            .map(|cell| rulebook::kept_out_by(case, teacher, cell).unwrap_or("R22"))
            .collect();
        rules.sort();
        rules.dedup();
        if rules.is_empty() {
            rules.push(if pin.must { "R02" } else { "R22" });
        }
        texts.push(say(case, pin, &rules));
    }
    texts
}

/// The rules of counts without any one of which the pins could hold.
fn rules_against(case: &Case, options: &mut Options) -> Result<Vec<&'static str>> {
    type Switch = fn(&mut Policy);
    let switches: [(&str, Switch); 5] = [
        ("R09", |p| p.rules.outflow.mode = Mode::Off),
        ("R10", |p| p.rules.rural_floor.mode = Mode::Off),
        ("R14", |p| p.rules.couples.mode = Mode::Off),
        ("R25", |p| p.rules.direct_hire_first.mode = Mode::Off),
        ("R26", |p| p.rules.in_house_first.mode = Mode::Off),
    ];
    let mut found = Vec::new();
    for (no, off) in switches {
        let mut policy = case.policy.clone();
        off(&mut policy);
        let eased = Case::new(case.county.clone(), policy, &mut Faults::default());
        if !options.stopped() && feasible(&eased, options)? {
            found.push(no);
        }
    }
    if found.is_empty() {
        found.push("R02");
    }
    Ok(found)
}

fn without_pins(case: &Case, teachers: &[TeacherIx]) -> Case {
    let mut county = case.county.clone();
    county.pins.retain(|p| !teachers.contains(&p.teacher));
    Case::new(county, case.policy.clone(), &mut Faults::default())
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
    let pinned = pinned(case);
    let home = arcs.filtered(|t, cell| {
        let own = case.county.teacher(t).school;
        let there = case.demand.cell(cell).school;
        pinned.contains(&t) || own.is_some_and(|own| case.county.same_unit(own, there))
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

fn say(case: &Case, pin: &Pin, rules: &[&str]) -> Text {
    let t = case.county.teacher(pin.teacher);
    let school = case.county.school(pin.school);
    let stage = pin.stage.map_or("", |s| s.zh());
    let subject = pin.subject.map_or("", |s| case.county.subject(s));
    let named = |pick: fn(&crate::rules::Rule) -> &'static str| -> String {
        let known = CATALOGUE.iter().filter(|r| rules.contains(&r.no));
        let words: Vec<String> = known.map(|r| format!("{} {}", r.no, pick(r))).collect();
        words.join("、")
    };
    let from = &pin.place;
    let at = [&from.file, &from.sheet, &from.cell]
        .into_iter()
        .filter(|p| !p.is_empty());
    let at: Vec<&str> = at.map(String::as_str).collect();
    // A pin that is only supposed stands in no table.
    let place = |colon: &str| match at.is_empty() {
        true => String::new(),
        false => format!("{}{colon}", at.join(" › ")),
    };
    let (zh_kind, en_kind) = if pin.must {
        ("必须", "must")
    } else {
        ("禁止", "forbid")
    };
    let (zh_rules, en_rules) = match rules.is_empty() {
        true => (
            "与其他锁定不能同时成立".to_string(),
            "cannot hold together with the other pins".to_string(),
        ),
        false => (
            format!("与规则 {} 冲突", named(|r| r.name.0)),
            format!("conflicts with {}", named(|r| r.name.1)),
        ),
    };
    Text::new(
        format!(
            "{}{}（{}）{zh_kind}“{}”{stage}{subject}，{zh_rules}。",
            place("："),
            t.name,
            t.id,
            school.name
        ),
        format!(
            "{}{} ({}) {en_kind} {} {stage}{subject} {en_rules}.",
            place(": "),
            t.name,
            t.id,
            school.name
        ),
    )
}
