//! The year in rounds: deferred acceptance against the textbook, and staged plans on random tiny counties.

use crate::brute::case;
use crate::oracle::fates::fates;
use crate::oracle::world::{Fate, World};
use crate::oracle::{mip, tiers};
use crate::tiny::{self, Dice};
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{County, Pin, TeacherIx};
use jiaopin::plan::{Assignment, Class, Outcome, Plan, Round};
use jiaopin::policy::{Policy, ProcessMode};
use jiaopin::report;
use jiaopin::rounds::{self, deferred};
use jiaopin::solve::Options;
use jiaopin::tables::fault::Place;
use rayon::prelude::*;

// ---- deferred acceptance ----

/// A random market: wishes of persons, room of places, and at each place who goes first.
struct Market {
    wishes: Vec<Vec<usize>>,
    room: Vec<usize>,
    /// `order[place][person]`, all different.
    order: Vec<Vec<usize>>,
}

fn market(seed: u64, most: i64) -> Market {
    let mut dice = Dice::new(seed);
    let (n, m) = (
        dice.between(1, most) as usize,
        dice.between(1, most) as usize,
    );
    let mut wishes = Vec::new();
    for _ in 0..n {
        let mut list: Vec<usize> = (0..m).collect();
        dice.shuffle(&mut list);
        list.truncate(dice.between(0, m as i64) as usize);
        wishes.push(list);
    }
    let order = (0..m).map(|_| {
        let mut ranks: Vec<usize> = (0..n).collect();
        dice.shuffle(&mut ranks);
        ranks
    });
    let order = order.collect();
    let room = (0..m).map(|_| dice.pick(&[0, 1, 1, 1, 2])).collect();
    Market {
        wishes,
        room,
        order,
    }
}

/// The textbook: day after day everybody who was sent away asks at the next place; each place keeps its best and sends the
/// rest away; until a day on which nobody asks.
fn textbook(market: &Market) -> Vec<Option<usize>> {
    let n = market.wishes.len();
    let mut turned_down = vec![0; n];
    loop {
        let asks = |i: usize| market.wishes[i].get(turned_down[i]).copied();
        let mut sent_away = Vec::new();
        for place in 0..market.room.len() {
            let mut here: Vec<usize> = (0..n).filter(|i| asks(*i) == Some(place)).collect();
            here.sort_by_key(|i| market.order[place][*i]);
            sent_away.extend(here.into_iter().skip(market.room[place]));
        }
        if sent_away.is_empty() {
            return (0..n).map(asks).collect();
        }
        for i in sent_away {
            turned_down[i] += 1;
        }
    }
}

fn accepted(market: &Market) -> Vec<Option<usize>> {
    deferred::accept(&market.wishes, &market.room, |place, i| {
        market.order[place][i]
    })
}

#[test]
fn deferred_acceptance_is_that_of_the_textbook() {
    for seed in 0..5000 {
        let market = market(seed, 12);
        assert_eq!(accepted(&market), textbook(&market), "seed {seed}");
    }
}

/// Whether nobody would rather have a place that has room or holds somebody who goes behind him.
fn is_stable(market: &Market, given: &[Option<usize>]) -> bool {
    let inside = |place: usize| (0..given.len()).filter(move |i| given[*i] == Some(place));
    let liking = |i: usize, place: Option<usize>| {
        let at = place.and_then(|p| market.wishes[i].iter().position(|w| *w == p));
        at.unwrap_or(usize::MAX)
    };
    (0..market.room.len()).all(|place| inside(place).count() <= market.room[place])
        && (0..given.len()).all(|i| {
            let wishes = &market.wishes[i];
            given[i].is_none_or(|p| wishes.contains(&p))
                && wishes
                    .iter()
                    .filter(|p| liking(i, Some(**p)) < liking(i, given[i]))
                    .all(|p| {
                        inside(*p).count() == market.room[*p]
                            && inside(*p).all(|j| market.order[*p][j] < market.order[*p][i])
                    })
        })
}

/// Among all outcomes that are stable, tried one by one, it is the one that everybody likes best.
#[test]
fn deferred_acceptance_is_the_best_stable_outcome() {
    let mut several = 0;
    for seed in 0..4000 {
        let market = market(seed, 5);
        let given = accepted(&market);
        assert!(is_stable(&market, &given), "seed {seed}");
        let mut stable = Vec::new();
        each(&market, &mut vec![None; given.len()], 0, &mut |other| {
            if is_stable(&market, other) {
                stable.push(other.to_vec());
            }
        });
        several += usize::from(stable.len() > 1);
        for other in stable {
            for (i, wishes) in market.wishes.iter().enumerate() {
                let at = |p: Option<usize>| {
                    p.map_or(usize::MAX, |p| {
                        wishes.iter().position(|w| *w == p).expect("wished")
                    })
                };
                assert!(at(given[i]) <= at(other[i]), "seed {seed}");
            }
        }
    }
    assert!(
        several > 20,
        "{several} markets with several stable outcomes"
    );
}

fn each(
    market: &Market,
    given: &mut Vec<Option<usize>>,
    i: usize,
    see: &mut impl FnMut(&[Option<usize>]),
) {
    if i == given.len() {
        return see(given);
    }
    for place in market.wishes[i].iter().map(|p| Some(*p)).chain([None]) {
        given[i] = place;
        each(market, given, i + 1, see);
    }
    given[i] = None;
}

// ---- staged plans of random counties ----

/// A tiny county whose year is run in rounds, with everything that ties are broken by.
pub fn staged(seed: u64, size: tiny::Size) -> (County, Policy) {
    let (mut county, mut policy) = tiny::sized(seed, size);
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

fn run(case: &Case, until: Round) -> Option<(Plan, jiaopin::plan::result::Solved)> {
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
        let size = if seed % 5 == 0 {
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
    let mut pinned = 0;
    for seed in 0..300 {
        let (county, mut policy) = staged(seed, tiny::TINY);
        policy.rules.pins.mode = jiaopin::rules::Mode::Hard;
        policy.tiers.draw = Some("回填".into());
        let case = case(&county, &policy);
        let Some((before, _)) = run(&case, Round::Training) else {
            continue;
        };
        for until in [Round::InSchool, Round::Cluster, Round::County] {
            let (part, _) = run(&case, until).expect("a plan as before");
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
            let case = super::brute::case(&county, &policy);
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
    }
    println!("{pinned} results fed back");
    assert!(pinned > 400, "{pinned}");
}

/// Round 5 against whole-number programming over the brute force's own reading, everybody else pinned: all tiers equal.
#[test]
fn the_adjustment_agrees_with_the_second_judge() {
    let check = |seed: u64| -> bool {
        let size = if seed % 4 == 0 {
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
fn before_adjustment(
    case: &Case,
    w: &World,
    plan: &Plan,
) -> (Vec<Option<Fate>>, Vec<Option<usize>>) {
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
