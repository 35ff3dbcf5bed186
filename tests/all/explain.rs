//! Answers about single decisions: what is claimed of a forced alternative equals a fresh solve with that pin.

use crate::brute::{case, seeds};
use crate::oracle;
use crate::tiny::{self, Dice};
use jiaopin::audit;
use jiaopin::case::{Case, Kept};
use jiaopin::county::{County, Pin, TeacherIx};
use jiaopin::demand::CellIx;
use jiaopin::explain::Forced;
use jiaopin::explain::forced::{Effort, Question, Scope};
use jiaopin::explain::{gains, seats, teacher};
use jiaopin::plan::result::TierResult;
use jiaopin::plan::{Plan, Station};
use jiaopin::policy::Policy;
use jiaopin::rounds;
use jiaopin::solve::{self, Method, Options};
use jiaopin::tables::fault::Place;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub fn options() -> Options<'static> {
    Options {
        gap: Some(0.0),
        ..Options::default()
    }
}

/// The best plan and its tiers; none where there is none.
pub fn best(case: &Case) -> Option<(Plan, Vec<TierResult>)> {
    let outcome = solve::solve(case, &mut options()).expect("a solve");
    Some((outcome.plan?, outcome.solved.tiers))
}

fn pinned(case: &Case, teacher: TeacherIx, cell: CellIx) -> County {
    let c = case.demand.cell(cell);
    let mut county = case.county.clone();
    county.pins.push(Pin {
        teacher,
        must: true,
        school: c.school,
        stage: Some(c.stage),
        subject: Some(c.subject),
        place: Place::default(),
    });
    county
}

/// One alternative beside the brute force: (claimed exact, impossible).
fn compare(q: &Question, policy: &Policy, t: TeacherIx, cell: CellIx, seed: u64) -> (bool, bool) {
    let asked = jiaopin::plan::Seat::of(q.case.demand.cell(cell));
    let expected = oracle::supposed(&q.case.county, policy, t, asked);
    let forced = q
        .seat(t, cell, Effort::Proof, &mut options())
        .expect("an answer");
    let what = format!("seed {seed}, {t:?} to {cell:?}: {forced:?}, expected {expected:?}");
    match (&forced, expected) {
        (Forced::Impossible(reasons), None) => {
            assert!(!reasons.is_empty(), "{what}");
            (false, true)
        }
        (Forced::Plan { plan, tiers, .. }, Some(expected)) => {
            assert_eq!(plan.of(t).and_then(|r| r.seat()), Some(asked), "{what}");
            let value = |key: &str| expected.iter().find(|(k, _)| k == key).map(|(_, v)| *v);
            for change in tiers {
                let fresh = value(change.tier.key()).unwrap_or(0);
                if let Some(bound) = change.bound {
                    assert!(bound <= fresh, "{what}");
                }
                if change.exact() {
                    assert_eq!(change.after, fresh, "{what}");
                    continue;
                }
                // The first tier that is not proven: a true plan, so no better than the best one.
                assert!(change.after >= fresh, "{what}");
                return (false, false);
            }
            (true, false)
        }
        _ => panic!("{what}"),
    }
}

fn run(scope: Scope, usual: u64, make: fn(u64) -> (County, Policy)) -> [usize; 3] {
    let counts = [const { AtomicUsize::new(0) }; 3];
    seeds(usual).into_par_iter().for_each(|seed| {
        let (county, policy) = make(seed);
        let case = case(&county, &policy);
        let Some((plan, tiers)) = best(&case) else {
            return;
        };
        let mut q = Question::new(&case, &plan, &tiers);
        q.scope = scope;
        let mut dice = Dice::new(seed);
        for _ in 0..3 {
            let t = TeacherIx(dice.between(0, county.teachers.len() as i64 - 1) as u32);
            for cell in seats::seats(&case, t).fit {
                let (exact, impossible) = compare(&q, &policy, t, cell, seed);
                let i = if impossible { 2 } else { usize::from(exact) };
                counts[i].fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let [open, exact, impossible] = counts.map(AtomicUsize::into_inner);
    println!("{scope:?}: {exact} exact, {open} bounded, {impossible} impossible");
    [open, exact, impossible]
}

#[test]
fn forced_seats_equal_the_brute_force() {
    let [open, exact, impossible] = run(Scope::Auto, 300, tiny::county);
    assert!(open == 0 && exact > 500 && impossible > 5);
}

#[test]
fn forced_seats_equal_the_brute_force_with_leaders() {
    let make = |seed| tiny::with_leaders(seed, tiny::TINY);
    let [open, exact, _] = run(Scope::Auto, 150, make);
    assert!(open == 0 && exact > 200);
}

/// Where the one post is held by a person whom nothing frees, the answer says that it is the posts.
#[test]
fn a_seat_that_no_rule_frees_has_its_reason() {
    let (county, policy) = tiny::with_leaders(1005, tiny::TINY);
    let case = case(&county, &policy);
    let (plan, tiers) = best(&case).expect("a plan");
    let q = Question::new(&case, &plan, &tiers);
    let forced = q.seat(TeacherIx(3), CellIx(2), Effort::Proof, &mut options());
    let Forced::Impossible(reasons) = forced.expect("an answer") else {
        panic!("a post that is held");
    };
    assert!(reasons.len() == 1 && reasons[0].en.starts_with("R01, R02: "));
}

/// What is found around the plan is claimed as far as it is proven, and no further.
#[test]
fn claims_around_the_plan_hold() {
    let [_, exact, _] = run(Scope::Around, 300, tiny::county);
    assert!(exact > 50);
}

/// Everybody gets a paragraph in both languages, whatever the class; seats are fit or not, never both.
#[test]
fn everybody_gets_an_answer() {
    for seed in 0..40 {
        let (county, policy) = tiny::with_leaders(seed, tiny::TINY);
        let case = case(&county, &policy);
        let Some((plan, tiers)) = best(&case) else {
            continue;
        };
        let q = Question::new(&case, &plan, &tiers);
        for t in county.teacher_ixs() {
            let said = teacher::explain(&q, t, &options()).expect("an answer");
            let id = &county.teacher(t).id;
            assert!(said.paragraph.zh.contains(id) && said.paragraph.zh.ends_with('。'));
            assert!(said.paragraph.en.contains(id) && said.paragraph.en.ends_with('.'));
            let cells = case.demand.cells.iter().filter(|c| c.count > 0).count();
            let unfit: usize = said.seats.unfit.values().map(Vec::len).sum();
            assert_eq!(said.seats.fit.len() + unfit, cells);
        }
    }
}

/// Pinning a whole plan and solving gives that plan's values.
#[test]
fn a_plan_pinned_whole_keeps_its_values() {
    let mut compared = 0;
    for seed in 0..200 {
        let (county, policy) = tiny::county(seed);
        let case = case(&county, &policy);
        let Some((plan, _)) = best(&case) else {
            continue;
        };
        let all = std::collections::BTreeSet::new();
        let arcs = jiaopin::model::arcs::Arcs::new(&case);
        let again = solve::around(&case, &arcs, &plan, &all, &[], &mut options());
        let again = again.expect("a solve").expect("the plan itself");
        assert_eq!(again.rows, plan.rows, "seed {seed}");
        assert_eq!(
            audit::audit(&case, &again).tiers,
            audit::audit(&case, &plan).tiers
        );
        compared += 1;
    }
    assert!(compared > 100);
}

/// `solve --keep`: unchanged input changes nobody; after a new pin as few as possible change, which no other plan of the
/// county undercuts; and the tiers after it are the best under that.
#[test]
fn a_kept_plan_changes_as_little_as_possible() {
    let (mut compared, mut changed) = (0, 0);
    for seed in 0..150 {
        for method in [Method::Direct, Method::Pool] {
            let (county, policy) = tiny::with_leaders(seed, tiny::TINY);
            let mut before = case(&county, &policy);
            let Some((plan, tiers)) = best(&before) else {
                continue;
            };
            let first = solve::order(&before).first().copied();
            let kept = Kept {
                plan: plan.clone(),
                place_only: BTreeSet::new(),
                before: first,
            };
            before.kept = Some(Arc::new(kept.clone()));
            let again = solved(&before, method);
            let (again, values) = again.expect("a plan");
            assert_eq!(values[0].1, 0, "seed {seed}");
            assert_eq!(stations(&again), stations(&plan), "seed {seed}");
            let same = tiers.iter().zip(&values[1..]);
            assert!(same.into_iter().all(|(a, b)| a.value == b.1), "seed {seed}");
            let mut dice = Dice::new(seed);
            let t = TeacherIx(dice.between(0, county.teachers.len() as i64 - 1) as u32);
            let Some(cell) = seats::seats(&before, t).fit.into_iter().last() else {
                continue;
            };
            if !policy.rules.pins.on() {
                continue;
            }
            let mut late = case(&pinned(&before, t, cell), &policy);
            late.kept = Some(Arc::new(kept));
            let Some((new, values)) = solved(&late, method) else {
                continue;
            };
            let audit = audit::audit(&late, &new);
            assert!(!audit.broken(), "seed {seed}: {:?}", audit.findings.list);
            assert_eq!(audit.tier("kept"), Some(values[0].1), "seed {seed}");
            let other = solved(&late, Method::Direct).expect("a plan").1;
            assert_eq!(values, other, "seed {seed}: {method:?}");
            compared += 1;
            changed += usize::from(values[0].1 > 0);
        }
    }
    println!("{compared} replanned, {changed} of them with changes");
    assert!(compared > 100 && changed > 40);
}

fn stations(plan: &Plan) -> Vec<(TeacherIx, jiaopin::plan::Outcome, Option<Station>)> {
    let rows = plan.rows.iter();
    rows.map(|r| (r.teacher, r.outcome, r.station)).collect()
}

fn solved(case: &Case, method: Method) -> Option<(Plan, Vec<(String, i64)>)> {
    let mut options = Options {
        method,
        ..options()
    };
    let outcome = solve::solve(case, &mut options).expect("a solve");
    let tiers = outcome.solved.tiers.iter();
    let values = tiers.map(|t| (t.key.clone(), t.value)).collect();
    Some((outcome.plan?, values))
}

/// A spoilt plan is mended with as few changes as can, and a whole one gains what so few changes can.
#[test]
fn gains_mend_and_improve() {
    let (mut mended, mut improved) = (0, 0);
    for seed in 0..150 {
        let (county, policy) = tiny::county(seed);
        let case = case(&county, &policy);
        let Some((plan, _)) = best(&case) else {
            continue;
        };
        let mut dice = Dice::new(seed);
        let mut spoilt = plan.clone();
        let at = dice.between(0, plan.rows.len() as i64 - 1) as usize;
        let row = &mut spoilt.rows[at];
        if !row.outcome.is_seat() {
            continue;
        }
        row.outcome = match case.county.teacher(row.teacher).school {
            Some(_) => jiaopin::plan::Outcome::Retained,
            None => jiaopin::plan::Outcome::Pool,
        };
        row.station = jiaopin::model::columns::current(&case, row.teacher);
        let judged = audit::audit(&case, &spoilt);
        let found = gains::gains(&case, &spoilt, &judged, 1, &mut options()).expect("an answer");
        let Some(found) = found else { continue };
        assert!(found.exact && !found.moved.is_empty());
        // One change leads back to the best plan, so one is enough and nothing better can come of it.
        assert_eq!(found.moved.len(), 1, "seed {seed}");
        let best = audit::audit(&case, &plan).tiers;
        let after: Vec<i64> = found.tiers.iter().map(|t| t.2).collect();
        let best: Vec<i64> = best.iter().map(|t| t.1).collect();
        assert_eq!(after, best, "seed {seed}");
        match found.repairs {
            true => mended += 1,
            false => improved += 1,
        }
    }
    println!("{mended} mended, {improved} improved");
    assert!(mended > 5 && improved > 20);
}

/// A staged year: the alternative is the year run again with the pin, and the paragraph names the round.
#[test]
fn staged_years_are_run_again() {
    let mut asked = 0;
    for seed in 0..40 {
        let (county, mut policy) = tiny::county(seed);
        policy.process.mode = jiaopin::policy::ProcessMode::Staged;
        let case = case(&county, &policy);
        let outcome = rounds::plan(&case, None, &mut options()).expect("a year");
        let Some(plan) = outcome.plan else { continue };
        let q = Question::new(&case, &plan, &outcome.solved.tiers);
        for t in county.teacher_ixs().take(3) {
            let said = teacher::explain(&q, t, &options()).expect("an answer");
            if plan.of(t).is_some_and(|r| r.round().is_some()) {
                assert!(said.paragraph.zh.contains("轮"), "{}", said.paragraph.zh);
                asked += 1;
            }
        }
    }
    assert!(asked > 20);
}
