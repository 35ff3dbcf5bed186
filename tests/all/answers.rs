//! Ranked seats beside fresh solves, and questions about counties with nothing to decide.

use crate::brute::{case, seeds};
use crate::oracle;
use crate::tiny::{self, Dice};
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{County, Pin, SchoolIx, TeacherIx};
use jiaopin::explain::diagnose::{self, Diagnosis};
use jiaopin::explain::forced::Effort;
use jiaopin::explain::{Forced, Question, letters, suggest, teacher};
use jiaopin::plan::result::TierResult;
use jiaopin::plan::{Outcome, Plan};
use jiaopin::solve::{self, Options};
use jiaopin::tables::fault::Place;
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

fn options() -> Options<'static> {
    Options {
        gap: Some(0.0),
        ..Options::default()
    }
}

fn solved(case: &Case) -> Option<(Plan, Vec<jiaopin::plan::result::TierResult>)> {
    let outcome = solve::solve(case, &mut options()).expect("a solve");
    Some((outcome.plan?, outcome.solved.tiers))
}

fn must(county: &County, teacher: TeacherIx, seat: jiaopin::plan::Seat) -> Pin {
    assert!((teacher.0 as usize) < county.teachers.len());
    Pin {
        teacher,
        must: true,
        school: seat.school,
        stage: Some(seat.stage),
        subject: Some(seat.subject),
        place: Place::default(),
    }
}

/// Each change that is claimed is that of a fresh solve; the simplest exchange is never better; the best stand first.
#[test]
fn ranks_are_those_of_fresh_solves() {
    let (compared, quick) = (AtomicUsize::new(0), AtomicUsize::new(0));
    seeds(600).into_par_iter().for_each(|seed| {
        let (county, policy) = tiny::county(seed);
        let case = case(&county, &policy);
        let Some((plan, tiers)) = solved(&case) else {
            return;
        };
        let q = Question::new(&case, &plan, &tiers);
        let mut dice = Dice::new(seed);
        let t = TeacherIx(dice.between(0, county.teachers.len() as i64 - 1) as u32);
        let list = suggest::solve(&q, t, suggest::first(&q, t), &options()).expect("ranks");
        let mut last = None;
        for s in &list {
            let seat = jiaopin::plan::Seat::of(case.demand.cell(s.cell));
            let what = format!("seed {seed}, {t:?} to {seat:?}: {s:?}");
            let expected = oracle::supposed(&county, &policy, t, seat);
            let Some(Forced::Plan { plan, tiers, .. }) = &s.forced else {
                assert!(expected.is_none(), "{what}, expected {expected:?}");
                continue;
            };
            assert_eq!(plan.of(t).and_then(|r| r.seat()), Some(seat), "{what}");
            let expected = expected.expect("a plan");
            let value = |key: &str| expected.iter().find(|(k, _)| k == key).map(|x| x.1);
            for change in tiers {
                let key = change.tier.key();
                assert!(change.exact(), "{what}");
                assert_eq!(change.after, value(key).unwrap_or(0), "{what}: {key}");
            }
            let worse = s.worse();
            assert!(last <= worse, "{what}: not in order");
            if let Some(at_most) = &s.quick {
                assert!(worse.as_ref() <= Some(at_most), "{what}");
                quick.fetch_add(1, Ordering::Relaxed);
            }
            last = worse;
            compared.fetch_add(1, Ordering::Relaxed);
        }
    });
    let (compared, quick) = (compared.into_inner(), quick.into_inner());
    println!("{compared} ranked seats, {quick} with a simple exchange");
    assert!(compared > 200 && quick > 50);
}

/// Every seat of the best plan pinned, the county solved again: the plan's own values.
#[test]
fn every_seat_pinned() {
    let (mut compared, mut fixed) = (0, 0);
    for seed in 0..200 {
        let (mut county, policy) = tiny::county(seed);
        if !policy.rules.pins.on() {
            continue;
        }
        let Some((plan, _)) = solved(&case(&county, &policy)) else {
            continue;
        };
        county.pins.clear();
        let seats = plan
            .rows
            .iter()
            .filter_map(|r| Some((r.teacher, r.seat()?)));
        let pins: Vec<Pin> = seats.map(|(t, seat)| must(&county, t, seat)).collect();
        county.pins = pins;
        let pinned = case(&county, &policy);
        // Pinned to the present cell a person is fixed, which changes what the other rules read.
        let mut plan = plan;
        for row in &mut plan.rows {
            row.class = pinned.standing.class_of(row.teacher);
        }
        let judged = audit::audit(&pinned, &plan);
        if judged.broken() {
            fixed += 1;
            continue;
        }
        let (again, tiers) = solved(&pinned).expect("the plan itself");
        let values: Vec<i64> = tiers.iter().map(|t| t.value).collect();
        let own = tiers.iter().filter_map(|t| judged.tier(&t.key));
        assert!(values <= own.collect::<Vec<_>>(), "seed {seed}");
        let seat = |p: &Plan| -> Vec<_> { p.rows.iter().map(|r| r.seat()).collect() };
        let all = plan.rows.iter().all(|r| r.outcome.is_seat());
        if all {
            assert_eq!(seat(&again), seat(&plan), "seed {seed}");
            for tier in &tiers {
                assert_eq!(Some(tier.value), judged.tier(&tier.key), "seed {seed}");
            }
            compared += 1;
        }
    }
    println!("{compared} plans pinned whole, {fixed} against the rules of fixed persons");
    assert!(compared > 20);
}

/// Nobody in the pool, one school only, everybody pinned: every question has its answer.
#[test]
fn counties_with_nothing_to_decide() {
    let mut asked = [0; 3];
    for seed in 0..120 {
        for (kind, asked) in asked.iter_mut().enumerate() {
            let (mut county, policy) = tiny::county(seed);
            match kind {
                0 => nobody_pooled(&mut county),
                1 => alone(&mut county),
                _ => everybody_pinned(&mut county),
            }
            let case = case(&county, &policy);
            let Some((plan, tiers)) = solved(&case) else {
                let found = diagnose::diagnose(&case, &mut options()).expect("an answer");
                assert!(matches!(found, Diagnosis::Conflict { .. }), "seed {seed}");
                continue;
            };
            let q = Question::new(&case, &plan, &tiers);
            for t in county.teacher_ixs().take(4) {
                let said = teacher::explain(&q, t, &options()).expect("an answer");
                assert!(said.paragraph.zh.ends_with('。'), "{}", said.paragraph.zh);
                let list = suggest::solve(&q, t, suggest::first(&q, t), &options());
                assert!(list.expect("ranks").iter().all(|s| s.forced.is_some()));
            }
            assert_eq!(letters::letters(&case, &plan).len(), plan.rows.len());
            *asked += 1;
        }
    }
    println!("{asked:?} asked");
    assert!(asked.iter().all(|n| *n > 20));
}

/// Everybody at the first school, which is left alone.
fn alone(county: &mut County) {
    let first = SchoolIx(0);
    county.pins.clear();
    for t in &mut county.teachers {
        t.school = t.school.map(|_| first);
        t.wishes.retain(|w| w.school == first);
    }
    for school in &mut county.schools[1..] {
        school.closing = true;
    }
}

/// Everybody has a school, and whoever had none is not pinned: a leader would have to stay there.
fn nobody_pooled(county: &mut County) {
    let teachers = &mut county.teachers;
    county
        .pins
        .retain(|p| teachers[p.teacher.0 as usize].school.is_some());
    for t in teachers {
        t.school.get_or_insert(SchoolIx(0));
    }
}

/// Everybody with a school must stay there.
fn everybody_pinned(county: &mut County) {
    county.pins.clear();
    for t in county.teacher_ixs() {
        let own = county.teacher(t).school;
        county.pins.extend(own.map(|school| Pin {
            teacher: t,
            must: true,
            school,
            stage: None,
            subject: None,
            place: Place::default(),
        }));
    }
}

/// Sixty tiny counties with their plans.
fn planned() -> impl Iterator<Item = (Case, Plan, Vec<TierResult>)> {
    (0..60).filter_map(|seed| {
        let (county, policy) = tiny::county(seed);
        let case = case(&county, &policy);
        let (plan, tiers) = solved(&case)?;
        Some((case, plan, tiers))
    })
}

/// Persons without a seat are told so, with the numbers of their cell.
#[test]
fn whoever_is_kept_beyond_the_posts_hears_how_many_there_are() {
    let mut seen = 0;
    for (case, plan, tiers) in planned() {
        let q = Question::new(&case, &plan, &tiers);
        for row in plan.rows.iter().filter(|r| r.outcome == Outcome::Retained) {
            let said = teacher::explain(&q, row.teacher, &options()).expect("an answer");
            assert!(
                said.paragraph.zh.contains("超岗留任"),
                "{}",
                said.paragraph.zh
            );
            seen += 1;
        }
    }
    assert!(seen > 20);
}

/// A seat that fixed holders fill is named with its rule, and forcing somebody into it finds no plan.
#[test]
fn seats_that_fixed_holders_fill_are_no_alternatives() {
    let mut seen = 0;
    for (case, plan, tiers) in planned() {
        let q = Question::new(&case, &plan, &tiers);
        for teacher in case.county.teacher_ixs() {
            let seats = jiaopin::explain::seats::seats(&case, teacher);
            let own = case.standing.cell[teacher.ix()];
            let full = seats.unfit.get("R25").into_iter().flatten();
            // A pin to the own cell makes its holder a fixed one, who may be kept beyond the posts.
            for cell in full.filter(|c| own != Some(**c)) {
                let forced = q.seat(teacher, *cell, Effort::Thorough, &mut options());
                assert!(matches!(forced, Ok(Forced::Impossible(_))), "{forced:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "{seen}");
}
