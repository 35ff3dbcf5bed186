//! The year in rounds: staged plans on random counties, judged by the audit, by the second judge and by themselves.

use crate::brute::case;
use crate::oracle::fates::fates;
use crate::oracle::world::{Fate, Rounds, World};
use crate::oracle::{mip, tiers};
use crate::tiny::{self, Dice};
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::*;
use jiaopin::plan::{Assignment, Class, Outcome, Plan, Round};
use jiaopin::policy::{Policy, ProcessMode};
use jiaopin::report;
use jiaopin::rounds;
use jiaopin::solve::{Method, Options};
use jiaopin::tables::fault::Place;
use rayon::prelude::*;

/// A tiny county whose year is run in rounds, with everything that ties are broken by.
pub fn staged(seed: u64, size: tiny::Size) -> (County, Policy) {
    in_rounds(seed, tiny::sized(seed, size))
}

fn in_rounds(seed: u64, made: (County, Policy)) -> (County, Policy) {
    let (mut county, mut policy) = made;
    policy.process.mode = ProcessMode::Staged;
    let mut dice = Dice::new(seed ^ 0xa11ce);
    if dice.percent(70) {
        policy.tiers.draw = Some(format!("{seed}号"));
    }
    let clusters = dice.between(1, 2);
    for school in &mut county.schools {
        school.cluster = format!("学区{}", dice.between(1, clusters));
    }
    for t in &mut county.teachers {
        // Few different scores, so that the chain of ties is walked to its end.
        if dice.percent(60) {
            t.score = Some(dice.between(6, 8).into());
        }
        t.appraisal = vec!["优秀".into(); dice.between(0, 1) as usize];
        t.joined = t.since.filter(|_| dice.percent(50));
        if dice.percent(30) {
            t.title = jiaopin::county::Title::Second;
        }
    }
    (county, policy)
}

pub fn run(case: &Case, until: Round) -> Option<(Plan, jiaopin::plan::result::Solved)> {
    let mut options = Options {
        gap: Some(0.0),
        ..Options::default()
    };
    let outcome = rounds::plan(case, Some(until), &mut options).expect("no fault of our own");
    assert_eq!(outcome.plan.is_none(), outcome.is_infeasible());
    outcome.plan.map(|plan| (plan, outcome.solved))
}

/// The audit finds no broken rule in any round, and the values announced are those it reads.
#[test]
fn staged_plans_pass_the_audit() {
    let check = |seed: u64| {
        let size = if seed.is_multiple_of(5) {
            tiny::SMALL
        } else {
            tiny::TINY
        };
        let (county, policy) = staged(seed, size);
        let case = case(&county, &policy);
        let mut settled = [0; 6];
        for until in Round::ALL {
            let Some((plan, solved)) = run(&case, until) else {
                continue;
            };
            let judged = audit::audit(&case, &plan);
            let broken: Vec<_> = judged.findings.list.iter().filter(|f| f.broken).collect();
            assert!(
                broken.is_empty(),
                "seed {seed} until {until:?}: {broken:#?}\n{plan:#?}"
            );
            for tier in &solved.tiers {
                assert_eq!(
                    judged.tier(&tier.key),
                    Some(tier.value),
                    "seed {seed}: {}",
                    tier.key
                );
            }
            assert_eq!(
                plan.stops_after().is_some(),
                plan.rows.iter().any(|r| r.open_after().is_some())
            );
            if until == Round::Training {
                assert_eq!(plan.stops_after(), None);
                for row in &plan.rows {
                    if let Some(round) = row.round() {
                        settled[round.no() - 1] += 1;
                    }
                }
            }
        }
        settled
    };
    let add = |a: [usize; 6], b: [usize; 6]| std::array::from_fn(|k| a[k] + b[k]);
    let settled = (0..400).into_par_iter().map(check).reduce(|| [0; 6], add);
    println!("persons settled by round: {settled:?}");
    assert!(settled.iter().all(|n| *n > 40), "{settled:?}");
}

/// Leader posts are filled before the first round, as well as one model of everything could fill them (where L1–L3 come
/// first); and the rounds go on from there without a broken rule.
#[test]
fn leaders_come_before_the_rounds() {
    let check = |seed: u64| -> Option<usize> {
        let (county, mut policy) = in_rounds(seed, tiny::with_leaders(seed, tiny::TINY));
        policy
            .tiers
            .order
            .sort_by_key(|key| !key.starts_with("leader_"));
        let staged = case(&county, &policy);
        let (plan, solved) = run(&staged, Round::Training)?;
        for until in [Round::Direct, Round::InSchool, Round::County] {
            let (part, _) = run(&staged, until).expect("a plan as before");
            let judged = audit::audit(&staged, &part);
            assert!(
                !judged.broken(),
                "seed {seed} until {until:?}: {:#?}",
                judged.findings.list
            );
        }
        let judged = audit::audit(&staged, &plan);
        assert!(
            !judged.broken(),
            "seed {seed}: {:#?}\n{plan:#?}",
            judged.findings.list
        );
        for tier in &solved.tiers {
            assert_eq!(
                judged.tier(&tier.key),
                Some(tier.value),
                "seed {seed}: {}",
                tier.key
            );
        }
        policy.process.mode = ProcessMode::Integrated;
        policy.tiers.draw = None;
        let whole = crate::brute::solved(&case(&county, &policy), Method::Direct);
        // Where R09 and R10 leave no plan at all, rounds still may: what they settle is asked for by those who move.
        let whole = whole.expect("a proven answer").0.unwrap_or_default();
        for (key, value) in whole.iter().filter(|(key, _)| key.starts_with("leader_")) {
            assert_eq!(judged.tier(key), Some(*value), "seed {seed}: {key}");
        }
        let newly = |r: &&Assignment| r.outcome == Outcome::Lead && r.leaves_for(&staged).is_some();
        Some(plan.rows.iter().filter(newly).count())
    };
    let all: Vec<usize> = (0..250u64).into_par_iter().filter_map(check).collect();
    let appointed: usize = all.iter().sum();
    println!(
        "{} counties with leader posts, {appointed} appointed elsewhere",
        all.len()
    );
    assert!(
        all.len() > 100 && appointed > 25,
        "{} {appointed}",
        all.len()
    );
}

/// What a round has settled stays so in every later one.
#[test]
fn later_rounds_change_nothing_that_is_settled() {
    (0..200u64).into_par_iter().for_each(|seed| {
        let (county, policy) = staged(seed, tiny::TINY);
        let case = case(&county, &policy);
        let Some((whole, _)) = run(&case, Round::Training) else {
            return;
        };
        for until in [
            Round::Direct,
            Round::InSchool,
            Round::Cluster,
            Round::County,
        ] {
            let (part, _) = run(&case, until).expect("a plan as before");
            for row in part.rows.iter().filter(|r| r.outcome != Outcome::Barred) {
                let later = whole.of(row.teacher).expect("a row");
                let same = later.seat_after(&case, until) == row.seat();
                assert!(same, "seed {seed} until {until:?}: {row:?} {later:?}");
            }
        }
    });
}

/// The office runs rounds itself and feeds their results back as pins: everybody ends where the rounds of the program
/// would have led.
#[test]
fn results_fed_back_as_pins_give_the_same_plan() {
    let pinned: usize = (0..300u64)
        .into_par_iter()
        .map(|seed| fed_back(seed, staged(seed, tiny::TINY)))
        .sum();
    println!("{pinned} results fed back");
    assert!(pinned > 400, "{pinned}");
}

/// Leaders too: who is appointed does not hang on what the rounds have settled since. (But for R10, which asks who could
/// take an appointed candidate's seat at a rural school, and by then somebody may have gone elsewhere.)
#[test]
fn results_fed_back_leave_the_leaders_appointed() {
    let pinned: usize = (0..300u64)
        .into_par_iter()
        .map(|seed| {
            let (county, mut policy) = in_rounds(seed, tiny::with_leaders(seed, tiny::TINY));
            policy.rules.rural_floor.mode = jiaopin::rules::Mode::Off;
            fed_back(seed, (county, policy))
        })
        .sum();
    println!("{pinned} results fed back");
    assert!(pinned > 200, "{pinned}");
}

/// How many results were fed back.
fn fed_back(seed: u64, (county, mut policy): (County, Policy)) -> usize {
    policy.rules.pins.mode = jiaopin::rules::Mode::Hard;
    policy.tiers.draw = Some("回填".into());
    let first = case(&county, &policy);
    let Some((before, _)) = run(&first, Round::Training) else {
        return 0;
    };
    let mut pinned = 0;
    for until in [Round::InSchool, Round::Cluster, Round::County] {
        let (part, _) = run(&first, until).expect("a plan as before");
        let mut county = county.clone();
        for (teacher, seat) in report::rounds::settled(&part) {
            if county.pins.iter().any(|p| p.teacher == teacher) {
                continue;
            }
            pinned += 1;
            county.pins.push(Pin {
                teacher,
                must: true,
                school: seat.school,
                stage: Some(seat.stage),
                subject: Some(seat.subject),
                place: Place::default(),
            });
        }
        let case = case(&county, &policy);
        let (after, _) = run(&case, Round::Training).expect("still a plan");
        let places = |p: &Plan| {
            let of = |r: &Assignment| (r.teacher, r.outcome, r.station);
            p.rows.iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(
            places(&before),
            places(&after),
            "seed {seed} after {until:?}"
        );
    }
    pinned
}

/// Round 5 against whole-number programming over the brute force's own reading, everybody else pinned: all tiers equal.
#[test]
fn the_adjustment_agrees_with_the_second_judge() {
    let check = |seed: u64| -> bool {
        let size = if seed.is_multiple_of(4) {
            tiny::SMALL
        } else {
            tiny::TINY
        };
        let (county, policy) = staged(seed, size);
        let case = case(&county, &policy);
        let Some((plan, solved)) = run(&case, Round::Training) else {
            return false;
        };
        let mut world = World::new(&county, &policy);
        world.rounds = Some(before_adjustment(&case, &world, &plan));
        let found = mip::better_than(&world, None).expect("a plan");
        let expected = tiers::in_order(&policy, &found.values);
        for (key, value) in expected {
            let Some(mine) = solved.tiers.iter().find(|t| t.key == key) else {
                assert_eq!(value, 0, "{key}");
                continue;
            };
            assert_eq!(
                (mine.value, mine.proven),
                (value, true),
                "seed {seed}: {key}"
            );
        }
        true
    };
    let plans = (0..120u64)
        .into_par_iter()
        .filter(|seed| check(*seed))
        .count();
    assert!(plans > 60, "{plans}");
}

/// Everybody's fate that the rounds before have settled, and the seats held, read from the plan and the tables.
fn before_adjustment(case: &Case, w: &World, plan: &Plan) -> Rounds {
    let people = 0..w.people.len();
    let held = |p: usize| {
        let row = plan.of(TeacherIx(p as u32))?;
        let seat = row.seat_after(case, Round::County)?;
        w.find(seat.school.ix(), seat.stage, seat.subject)
    };
    let fate = |p: usize| {
        let row = plan.of(TeacherIx(p as u32))?;
        let open = w.people[p].due
            && held(p).is_some()
            && row
                .round()
                .is_some_and(|r| r == Round::InSchool || r >= Round::Adjustment);
        match (row.class, held(p)) {
            (Class::Leader | Class::Barred, _) => Some(fates(w, p)[0]),
            (Class::Fixed, None) => Some(Fate::Retained),
            (_, Some(cell)) if !open => Some(Fate::Seat(cell)),
            _ => None,
        }
    };
    (
        people.clone().map(fate).collect(),
        people.map(held).collect(),
    )
}
