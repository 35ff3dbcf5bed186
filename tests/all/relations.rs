//! What must hold between two counties that differ in one thing, whatever their optimum is.

use crate::brute::{case, solved};
use crate::oracle::{self, folder};
use crate::tiny::{self, Dice};
use jiaopin::case::Case;
use jiaopin::county::{County, Pin, load};
use jiaopin::plan::{Outcome, Plan};
use jiaopin::policy::Policy;
use jiaopin::rules::Mode;
use jiaopin::solve::{self, Method, Options};
use jiaopin::tables::fault::{Faults, Place};

fn counties(number: u64) -> Vec<(u64, County, Policy)> {
    let tiny = (0..number).map(|seed| (seed, tiny::county(seed)));
    let small = (1000..1000 + number / 5).map(|seed| (seed, tiny::sized(seed, tiny::SMALL)));
    let all = tiny.chain(small);
    all.map(|(seed, (county, policy))| (seed, county, policy))
        .collect()
}

fn optimum(case: &Case) -> Option<(Vec<(String, i64)>, Plan)> {
    let (values, plan) = solved(case, Method::Auto).expect("a proven answer");
    Some((values?, plan.expect("a plan")))
}

/// Written to a folder, rows and columns in another order, and read again: the same county, the same plan.
#[test]
fn row_order_changes_nothing() {
    for (seed, county, policy) in counties(20) {
        let mut dice = Dice::new(seed);
        let mut tables = folder::tables(&county);
        let mut plans = Vec::new();
        for _ in 0..2 {
            let dir = tempfile::tempdir().expect("a temporary folder");
            folder::write(&tables, dir.path()).expect("a temporary folder");
            let mut faults = Faults::default();
            let read = load(dir.path(), &policy, &mut faults);
            let read = read.unwrap_or_else(|| panic!("seed {seed}: {:#?}", faults.list));
            let found = optimum(&case(&read, &policy));
            plans.push((read.hash, found));
            for (_, _, rows) in &mut tables {
                dice.shuffle(rows);
            }
        }
        assert_eq!(plans[0], plans[1], "seed {seed}");
    }
}

/// A county read from its folder has the optimum of the county it was written from.
#[test]
fn tables_carry_everything_that_counts() {
    for seed in 0..40 {
        let (county, policy) = tiny::county(seed);
        let dir = tempfile::tempdir().expect("a temporary folder");
        folder::write(&folder::tables(&county), dir.path()).expect("a temporary folder");
        let mut faults = Faults::default();
        let read = load(dir.path(), &policy, &mut faults);
        let read = read.unwrap_or_else(|| panic!("seed {seed}: {:#?}", faults.list));
        let expected = oracle::optimum(&county, &policy);
        assert_eq!(oracle::optimum(&read, &policy), expected, "seed {seed}");
    }
}

/// One post more in a cell: the old plan still holds where no floor rises with the posts (R10, R25), and only leaves that
/// post uncovered; so the new optimum is no worse than that.
#[test]
fn one_post_more_is_no_worse() {
    let mut better = 0;
    for (seed, mut county, mut policy) in counties(60) {
        policy.rules.rural_floor.mode = Mode::Off;
        policy.rules.direct_hire_first.mode = Mode::Off;
        let Some((mut before, _)) = optimum(&case(&county, &policy)) else {
            continue;
        };
        let mut dice = Dice::new(seed);
        let posts = county.posts.as_mut().expect("posts");
        let row = dice.between(0, posts.len() as i64 - 1) as usize;
        posts[row].count += 1;
        let (school, stage, subject) = (posts[row].school, posts[row].stage, posts[row].subject);
        let world = oracle::World::new(&county, &policy);
        let cell = world.find(school.ix(), stage, subject).expect("the cell");
        let closing = world.closing(school.ix());
        let weight = if closing { 0 } else { world.cells[cell].weight };
        let (after, _) = optimum(&case(&county, &policy)).expect("still a plan");
        for (key, value) in &mut before {
            if key == "uncovered" {
                *value += weight;
            }
        }
        let values = |list: &[(String, i64)]| list.iter().map(|(_, v)| *v).collect::<Vec<_>>();
        assert!(
            values(&after) <= values(&before),
            "seed {seed}: {after:?} after {before:?}"
        );
        better += usize::from(after != before);
    }
    assert!(better > 10, "the post was used in {better} counties only");
}

/// Everybody pinned as far as pins can say it: the plan still holds, so the optimum is the same.
#[test]
fn pinned_to_the_plan_nothing_changes() {
    for (seed, mut county, mut policy) in counties(60) {
        policy.rules.pins.mode = Mode::Hard;
        let Some((before, plan)) = optimum(&case(&county, &policy)) else {
            continue;
        };
        county.pins.extend(pins(&county, &policy, &plan));
        let (after, _) = optimum(&case(&county, &policy)).expect("still a plan");
        assert_eq!(before, after, "seed {seed}");
    }
}

/// A `must` for every seat but the current cell (that would make its holder fixed); who keeps it or is retained is kept
/// from every other cell, who is in the pool from every school.
fn pins(county: &County, policy: &Policy, plan: &Plan) -> Vec<Pin> {
    let world = oracle::World::new(county, policy);
    let mut pins = Vec::new();
    for row in &plan.rows {
        let p = row.teacher.ix();
        let pin = |must, school, stage, subject| Pin {
            teacher: row.teacher,
            must,
            school,
            stage,
            subject,
            place: Place::default(),
        };
        let others = |keep: Option<usize>| {
            let cells = world.cells.iter().enumerate();
            let away = cells.filter(move |(c, _)| keep != Some(*c));
            away.map(|(_, c)| {
                let school = jiaopin::county::SchoolIx(c.school as u32);
                pin(false, school, Some(c.stage), Some(c.subject))
            })
        };
        let already = county.pins.iter().any(|x| x.teacher == row.teacher);
        match (row.outcome, row.station) {
            _ if already => {}
            (Outcome::Stay | Outcome::Move | Outcome::Placed, Some(at)) => {
                let cell = world.people[p].cell;
                let (stage, subject) = (at.stage.expect("a stage"), at.subject.expect("a subject"));
                if cell.is_some() && cell == world.find(at.school.ix(), stage, subject) {
                    pins.extend(others(cell));
                } else {
                    pins.push(pin(true, at.school, at.stage, at.subject));
                }
            }
            (Outcome::Retained, _) => pins.extend(others(world.people[p].cell)),
            (Outcome::Pool, _) => {
                pins.extend(county.school_ixs().map(|s| pin(false, s, None, None)));
            }
            _ => {}
        }
    }
    pins
}

/// Solved again from its own plan, a county keeps it.
#[test]
fn solved_from_the_own_plan_nothing_changes() {
    for (seed, county, policy) in counties(60) {
        let case = case(&county, &policy);
        let Some((before, plan)) = optimum(&case) else {
            continue;
        };
        let mut options = Options {
            gap: Some(0.0),
            start: Some(plan.clone()),
            ..Options::default()
        };
        let again = solve::solve(&case, &mut options).expect("no fault of our own");
        let tiers = again.solved.tiers.iter();
        let after: Vec<_> = tiers.map(|t| (t.key.clone(), t.value)).collect();
        assert_eq!(before, after, "seed {seed}");
        assert_eq!(Some(plan), again.plan, "seed {seed}");
    }
}
