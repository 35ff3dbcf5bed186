//! The year in rounds: deferred acceptance against the textbook, and staged plans on random tiny counties.

use crate::brute::case;
use crate::build::{Build, seat_of};
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
use jiaopin::rounds::{self, deferred};
use jiaopin::solve::{Method, Options};
use jiaopin::tables::fault::Place;
use rayon::prelude::*;
use rust_decimal::Decimal;

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
        let whole = whole.expect("a proven answer").0.expect("a plan");
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

// ---- by hand ----

/// One post 语文 at A, held by 1 and 2 who are equal in everything that a test does not change.
fn rivals() -> Build {
    Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 1)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .rule(|p| p.process.mode = ProcessMode::Staged)
}

/// Who holds a seat after a round, by id.
fn seated(case: &Case, plan: &Plan, round: Round, seat: &str) -> Vec<String> {
    let seat = seat_of(case, seat);
    let rows = plan
        .rows
        .iter()
        .filter(|r| r.seat_after(case, round) == Some(seat));
    rows.map(|r| case.county.teacher(r.teacher).id.clone())
        .collect()
}

fn whole(build: &Build) -> (Case, Plan) {
    let case = build.case();
    let (plan, _) = run(&case, Round::Training).expect("a plan");
    (case, plan)
}

/// Each step of the chain decides where all before it are equal; and the audit calls the contrary a broken rule.
#[test]
fn ties_are_broken_step_by_step() {
    type Step = fn(&mut Teacher);
    let steps: [(&str, Step); 6] = [
        ("得分", |t| t.score = Some(Decimal::new(605, 1))),
        ("年度考核优秀次数", |t| {
            t.appraisal = vec!["合格".into(), "优秀".into()]
        }),
        ("职称", |t| t.title = Title::First),
        ("工龄", |t| t.joined = Month::new(2001, 9)),
        ("学历", |t| t.education = Education::Bachelor),
        ("出生年月", |t| t.birth = Month::new(1985, 4)),
    ];
    for (i, (name, step)) in steps.iter().enumerate() {
        for winner in ["1", "2"] {
            let loser = if winner == "1" { "2" } else { "1" };
            let mut build = rivals().who(winner, *step);
            // What comes later in the chain speaks for the other one, and counts for nothing.
            for (_, later) in &steps[i + 1..] {
                build = build.who(loser, *later);
            }
            let (case, plan) = whole(&build);
            assert_eq!(
                seated(&case, &plan, Round::InSchool, "A/语文"),
                [winner],
                "{name}"
            );
            let found = broken_by_swapping(&case, &plan);
            assert!(
                found.iter().any(|text| text.contains(&format!("按{name}"))),
                "{name}: {found:?}"
            );
        }
    }
}

/// What the audit says when the two rivals change places.
fn broken_by_swapping(case: &Case, plan: &Plan) -> Vec<String> {
    let mut plan = plan.clone();
    let (a, b) = (plan.rows[0].clone(), plan.rows[1].clone());
    plan.rows[0] = Assignment {
        teacher: a.teacher,
        ..b
    };
    plan.rows[1] = Assignment {
        teacher: b.teacher,
        ..a
    };
    let judged = audit::audit(case, &plan);
    let broken = judged
        .findings
        .list
        .into_iter()
        .filter(|f| f.broken && f.rule == "R21");
    broken.map(|f| f.text.zh).collect()
}

/// At equal merits the draw decides, and another seed may decide otherwise.
#[test]
fn the_draw_breaks_what_is_left() {
    let mut winners = std::collections::BTreeSet::new();
    for seed in 0..12 {
        let build = rivals().rule(|p| p.tiers.draw = Some(format!("种子{seed}")));
        let (case, plan) = whole(&build);
        winners.extend(seated(&case, &plan, Round::InSchool, "A/语文"));
        let found = broken_by_swapping(&case, &plan);
        assert!(
            found.iter().any(|text| text.contains("按摇号")),
            "{found:?}"
        );
    }
    assert_eq!(winners.len(), 2);
}

/// 1 is fixed and sits first though his score is the least; of 2, 3, 4 the best score takes the second post; of the two left
/// the better one takes the only open seat of the school that both fit, and the other waits for the adjustment.
#[test]
fn in_school_competition_by_hand() {
    let arts = |t: &mut Teacher| t.second_subjects = vec![SubjectIx(2)];
    let build = Build::new()
        .school("A")
        .post("A", "语文", 2)
        .post("A", "美术", 1)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "A", "语文")
        .teacher("4", "A", "语文")
        .who("1", |t| {
            (t.score, t.exemption) = (Some(50.into()), vec!["孕期".into()])
        })
        .who("2", |t| t.score = Some(70.into()))
        .who("3", |t| t.score = Some(90.into()))
        .who("4", |t| t.score = Some(80.into()))
        .who("2", arts)
        .who("4", arts)
        .rule(|p| p.process.mode = ProcessMode::Staged);
    assert_eq!(build.county.subject(SubjectIx(2)), "美术");
    let (case, plan) = whole(&build);
    assert_eq!(seated(&case, &plan, Round::Direct, "A/语文"), ["1"]);
    assert_eq!(seated(&case, &plan, Round::InSchool, "A/语文"), ["1", "3"]);
    assert_eq!(seated(&case, &plan, Round::InSchool, "A/美术"), ["4"]);
    let last = plan.of(build.t("2")).expect("a row");
    assert_eq!(
        (last.outcome, last.round()),
        (Outcome::Retained, Some(Round::Adjustment))
    );
}

/// A and B are one cluster, C another. 1 (A) would like C, then B; 2 (B) would like A: they change places in round 3, in
/// which C does not count, and 1 is settled. 3 (C) has a better score than 1 and wins nothing that 2 gives up; 4 has no
/// school, comes in round 4, and gets what nobody else wants.
#[test]
fn competition_across_schools_by_hand() {
    let build = Build::new()
        .school("A")
        .school("B")
        .school("C")
        .post("A", "语文", 1)
        .post("B", "语文", 1)
        .post("C", "语文", 2)
        .at("C", |s| s.cluster = "松山".into())
        .teacher("1", "A", "语文")
        .teacher("2", "B", "语文")
        .teacher("3", "C", "语文")
        .teacher("4", "", "语文")
        .wish("1", "C", "")
        .wish("1", "B", "")
        .wish("2", "A", "")
        .wish("3", "B", "语文")
        .wish("4", "A", "")
        .wish("4", "C", "")
        .who("3", |t| t.score = Some(99.into()))
        .rule(|p| p.process.mode = ProcessMode::Staged);
    let (case, plan) = whole(&build);
    assert_eq!(seated(&case, &plan, Round::Cluster, "A/语文"), ["2"]);
    assert_eq!(seated(&case, &plan, Round::Cluster, "B/语文"), ["1"]);
    assert_eq!(seated(&case, &plan, Round::County, "B/语文"), ["1"]);
    assert_eq!(seated(&case, &plan, Round::County, "C/语文"), ["3", "4"]);
    assert_eq!(
        plan.of(build.t("4")).and_then(|r| r.round()),
        Some(Round::County)
    );
    assert!(!audit::audit(&case, &plan).broken());
    assert_eq!(
        plan.of(build.t("1")).and_then(|r| r.held(&case)),
        Some(seat_of(&case, "A/语文"))
    );
}

/// Two spouses would both move: R14 lets the one with the better score; when she can stay near by, he may go.
#[test]
fn of_two_spouses_the_first_in_order_moves() {
    let couple = || {
        Build::new()
            .school("A")
            .school("B")
            .post("A", "语文", 2)
            .post("B", "语文", 2)
            .teacher("1", "A", "语文")
            .teacher("2", "A", "语文")
            .who("2", |t| t.score = Some(80.into()))
            .relation("1", "2", RelationKind::Spouse)
            .wish("1", "B", "")
            .rule(|p| p.process.mode = ProcessMode::Staged)
    };
    let (case, plan) = whole(&couple().wish("2", "B", ""));
    assert_eq!(seated(&case, &plan, Round::County, "B/语文"), ["2"]);
    assert_eq!(seated(&case, &plan, Round::County, "A/语文"), ["1"]);
    assert!(!audit::audit(&case, &plan).broken());
    let (case, plan) = whole(&couple());
    assert_eq!(seated(&case, &plan, Round::County, "B/语文"), ["1"]);
}

/// A plan that does not say its rounds cannot be proven; nor one that says a round which cannot be.
#[test]
fn a_staged_plan_must_say_its_rounds() {
    let (case, plan) = whole(&rivals());
    let broken = |plan: &Plan| {
        let list = audit::audit(&case, plan).findings.list;
        list.into_iter()
            .filter(|f| f.broken)
            .map(|f| f.text.zh)
            .collect::<Vec<_>>()
    };
    assert!(broken(&plan).is_empty());
    let mut silent = plan.clone();
    silent.rows.iter_mut().for_each(|r| r.tier_notes.clear());
    assert!(broken(&silent)[0].contains("没有写明各人聘任的轮次"));
    for row in 0..plan.rows.len() {
        let mut forged = plan.clone();
        let notes = &mut forged.rows[row].tier_notes;
        *notes = notes
            .replace("round=2", "round=3")
            .replace("round=5", "round=1");
        assert!(!broken(&forged).is_empty(), "{:?}", forged.rows[row]);
    }
}

// ---- by way of the program ----

fn jiaopin(args: &[&str]) -> std::process::Output {
    let mut command = assert_cmd::Command::cargo_bin("jiaopin").unwrap();
    command.args(["--lang", "zh"]).args(args).output().unwrap()
}

/// `datasets/small` in rounds, as worked out by hand: 语文 has one post for 02 (88), 03 (76), 04 (70), of whom 04 also
/// fits the open 道德与法治; 数学 one for 06 (82) and 05 (74.5); 12 wishes a full post and then school 002, where 体育 is
/// open and in reach only in the county round; 03 and 05 are left to the adjustment.
#[test]
fn the_small_dataset_in_rounds() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/models/national.toml");
    let text =
        format!("extends = {model:?}\n[tiers]\ndraw = \"种子\"\n[process]\nmode = \"staged\"\n");
    std::fs::write(path("staged.toml"), text).unwrap();
    let (small, policy) = ("datasets/small", path("staged.toml"));
    let solve = |more: &[&str]| {
        let out = path("plan");
        jiaopin(
            &[
                &["solve", small, "-p", &policy, "-o", &out, "--force"],
                more,
            ]
            .concat(),
        )
    };
    assert!(solve(&[]).status.success());
    let plan = std::fs::read_to_string(path("plan/plan.csv")).unwrap();
    let ends = |id: &str| {
        let row = plan
            .lines()
            .find(|l| l.starts_with(&format!("{id},")))
            .unwrap();
        let cells: Vec<&str> = row.split(',').collect();
        let round = cells[8].split(';').find_map(|n| n.strip_prefix("round="));
        (
            cells[2].to_owned(),
            cells[3].to_owned(),
            cells[5].to_owned(),
            round.unwrap().to_owned(),
        )
    };
    let is = |id: &str, outcome: &str, school: &str, subject: &str, round: &str| {
        let expected = (outcome.into(), school.into(), subject.into(), round.into());
        assert_eq!(ends(id), expected, "{id}");
    };
    is("01", "lead", "001", "语文", "1");
    is("07", "stay", "001", "英语", "1");
    is("02", "stay", "001", "语文", "2");
    is("04", "stay", "001", "道德与法治", "2");
    is("06", "stay", "001", "数学", "2");
    is("12", "placed", "002", "体育", "4");
    assert_eq!((ends("03").3, ends("05").3), ("5".into(), "5".into()));
    let csv = std::fs::read_to_string(path("plan/rounds.csv")).unwrap();
    assert!(csv.contains("2,in_school,05,open,,,,74.5,,no"), "{csv}");
    assert!(
        csv.contains("4,county,12,won,002,小学,体育,68,2,yes"),
        "{csv}"
    );

    let judged = jiaopin(&["audit", small, &path("plan"), "-p", &policy]);
    assert_eq!(judged.status.code(), Some(0));
    let swapped = plan
        .replace("\n05,", "\n??,")
        .replace("\n06,", "\n05,")
        .replace("\n??,", "\n06,");
    std::fs::write(path("swapped.csv"), swapped).unwrap();
    let judged = jiaopin(&["audit", small, &path("swapped.csv"), "-p", &policy]);
    assert_eq!(judged.status.code(), Some(1));
    let said = String::from_utf8(judged.stdout).unwrap();
    assert!(
        said.contains("R21") && said.contains("按得分应先聘"),
        "{said}"
    );

    // The printed list says the rounds too, so that it can be judged after somebody has edited it.
    let judged = jiaopin(&[
        "audit",
        small,
        &path("plan/appointments.xlsx"),
        "-p",
        &policy,
    ]);
    assert_eq!(judged.status.code(), Some(0), "{judged:?}");

    let part = solve(&["--until", "cluster"]);
    assert_eq!(part.status.code(), Some(0));
    let said = String::from_utf8(part.stdout).unwrap();
    assert!(
        said.contains("止于第3轮") && said.contains("组织调剂"),
        "{said}"
    );
    let result = std::fs::read(path("plan/result.json")).unwrap();
    let result: serde_json::Value = serde_json::from_slice(&result).unwrap();
    assert_eq!(result["status"], "partial");
    let later: Vec<_> = result["rounds"]["not_run"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["no"].clone())
        .collect();
    assert_eq!(later, [4, 5, 6]);
    let pins = std::fs::read_to_string(path("plan/pins.csv")).unwrap();
    assert!(pins.contains("04,must,001,小学,道德与法治"), "{pins}");
    assert!(
        !pins.contains("\n10,"),
        "10 may still win in round 4: {pins}"
    );
    let judged = jiaopin(&["audit", small, &path("plan"), "-p", &policy]);
    assert_eq!(judged.status.code(), Some(0));

    let national = jiaopin(&["solve", small, "-o", &path("other"), "--until", "2"]);
    assert_eq!(national.status.code(), Some(2));
}
