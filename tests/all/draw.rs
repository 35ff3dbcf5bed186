//! The published draw: one plan, whoever computes it; envy as a tier; a plan to start from.

use crate::brute::{case, solved};
use crate::oracle::folder;
use crate::rounds::staged;
use crate::tiny::{self, Dice};
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{County, SchoolIx, TeacherIx, Wish, load};
use jiaopin::demand::CellIx;
use jiaopin::model::draw;
use jiaopin::plan::result::Status;
use jiaopin::plan::{Plan, write};
use jiaopin::policy::Policy;
use jiaopin::rounds;
use jiaopin::rules::Mode;
use jiaopin::solve::{self, Method, Options};
use jiaopin::tables::fault::Faults;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::sync::atomic::Ordering;

/// Counties full of ties: one score, no homes, few places, so that only the draw tells many plans apart.
fn tied(seed: u64, made: (County, Policy)) -> (County, Policy) {
    let (mut county, mut policy) = made;
    let mut dice = Dice::new(seed ^ 0xd4a3);
    let first = county.teachers[0].clone();
    let pinned = !county.pins.is_empty();
    for t in &mut county.teachers {
        t.home = None;
        t.score = Some(60.into());
        // Who has no school, no wish and the same papers is told apart by nothing.
        if dice.percent(50) && !pinned && county.leader_posts.is_none() {
            t.school = None;
            t.wishes.clear();
            (t.stage, t.subject) = (first.stage, first.subject);
            t.certificates.clone_from(&first.certificates);
            t.second_subjects.clone_from(&first.second_subjects);
            (t.title, t.education, t.backbone) = (first.title, first.education, first.backbone);
        }
    }
    for s in &mut county.schools {
        s.point = None;
    }
    policy.tiers.draw = Some(format!("公证处第{seed}号"));
    (county, policy)
}

fn plan(case: &Case, method: Method) -> Option<Plan> {
    solved(case, method).expect("a proven answer").1
}

/// The same bytes by both methods and from rows in any order; another seed gives another plan in many of these counties.
#[test]
fn with_the_draw_there_is_one_plan() {
    let differs = |seed: u64| -> Option<bool> {
        let made = match seed % 3 {
            0 => tiny::with_leaders(seed, tiny::TINY),
            _ => tiny::county(seed),
        };
        let (county, mut policy) = tied(seed, made);
        let with = case(&county, &policy);
        let direct = plan(&with, Method::Direct)?;
        let bytes = write::csv(&with, &direct);
        let pool = plan(&with, Method::Pool).expect("a plan by both methods");
        assert_eq!(bytes, write::csv(&with, &pool), "seed {seed}");

        let mut tables = folder::tables(&county);
        let mut dice = Dice::new(seed);
        for (_, _, rows) in &mut tables {
            dice.shuffle(rows);
        }
        let dir = tempfile::tempdir().expect("a temporary folder");
        folder::write(&tables, dir.path()).expect("a temporary folder");
        let read = load(dir.path(), &policy, &mut Faults::default()).expect("a county");
        let again = case(&read, &policy);
        let shuffled = plan(&again, Method::Direct).expect("a plan");
        assert_eq!(bytes, write::csv(&again, &shuffled), "seed {seed}");

        let judged = audit::audit(&with, &direct);
        if county.leader_posts.is_none() {
            let (first, second) = by_hand(&with, &direct);
            assert_eq!(judged.tier("draw"), Some(first));
            assert_eq!(judged.tier("draw_again"), Some(second));
        }

        policy.tiers.draw = Some("另一粒种子".into());
        let other = plan(&case(&county, &policy), Method::Direct).expect("a plan");
        Some(places(&direct) != places(&other))
    };
    // One after another: the tables are read in parallel already.
    let all: Vec<bool> = (0..150u64).filter_map(differs).collect();
    let decided = all.iter().filter(|d| **d).count();
    println!("{} counties, the seed decides in {decided}", all.len());
    assert!(all.len() > 80 && decided > 20, "{decided} of {}", all.len());
}

fn places(plan: &Plan) -> Vec<(jiaopin::plan::Outcome, Option<jiaopin::plan::Station>)> {
    plan.rows.iter().map(|r| (r.outcome, r.station)).collect()
}

/// The sums as somebody with `sha256sum` would make them.
fn by_hand(case: &Case, plan: &Plan) -> (i64, i64) {
    let seed = case.policy.tiers.draw.as_deref().expect("a seed");
    let (mut first, mut second) = (0, 0);
    for row in plan.rows.iter().filter(|r| r.outcome.is_seat()) {
        let at = row.station.expect("a seat");
        let cell = format!(
            "{}/{}/{}",
            case.county.school(at.school).id,
            at.stage.expect("a stage").zh(),
            case.county.subject(at.subject.expect("a subject"))
        );
        let id = &case.county.teacher(row.teacher).id;
        let d = Sha256::digest(format!("{seed}\n{id}\n{cell}"));
        first += 256 * i64::from(d[0]) + i64::from(d[1]);
        second += 256 * i64::from(d[2]) + i64::from(d[3]);
    }
    (first, second)
}

/// `printf '%s\n%s\n%s' 种子 0012 S01/小学/语文 | sha256sum`, run once in a shell.
const BY_SHELL: &str = "ce41a9975df2fb7dbb2b0380eebdaf68684a8f24488784cd04bb6f8b12c4583e";

#[test]
fn the_draw_is_what_a_shell_computes() {
    let (mut county, policy) = tiny::county(1);
    county.teachers[0].id = "0012".into();
    let cell = county.posts.as_ref().expect("posts").iter();
    let cell = cell
        .map(|p| (p.school, p.stage, p.subject))
        .min()
        .expect("a post");
    county.schools[cell.0.ix()].id = "S01".into();
    county.subjects[cell.2.ix()] = "语文".into();
    for post in county.posts.iter_mut().flatten() {
        if (post.school, post.stage, post.subject) == cell {
            post.stage = jiaopin::county::Stage::Primary;
        }
    }
    let case = Case::new(county, policy, &mut Faults::default());
    let found = case
        .demand
        .find(cell.0, jiaopin::county::Stage::Primary, cell.2);
    let digest = draw::digest(&case, "种子", TeacherIx(0), found.expect("the cell"));
    let hex: String = digest.iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(hex, BY_SHELL);
    let _: CellIx = found.expect("the cell");
}

/// A staged year by both methods: one plan, too.
#[test]
fn a_staged_year_with_the_draw_has_one_plan() {
    (0..80u64).into_par_iter().for_each(|seed| {
        let (county, mut policy) = staged(seed, tiny::TINY);
        policy.tiers.draw = Some("种子".into());
        let case = case(&county, &policy);
        let bytes = |method| {
            let mut options = Options {
                method,
                gap: Some(0.0),
                ..Options::default()
            };
            let outcome = rounds::plan(&case, None, &mut options).expect("no fault of our own");
            outcome.plan.map(|p| write::csv(&case, &p))
        };
        assert_eq!(bytes(Method::Direct), bytes(Method::Pool), "seed {seed}");
    });
}

/// Envy named early decides over wishes; unnamed it comes last.
fn envious(seed: u64) -> (County, Policy) {
    let (mut county, mut policy) = match seed % 5 {
        0 => tiny::with_leaders(seed, tiny::TINY),
        _ => tiny::county(seed),
    };
    let mut dice = Dice::new(seed ^ 0xe44);
    let schools = county.schools.len() as i64 - 1;
    for t in county.teachers.iter_mut().filter(|t| t.wishes.is_empty()) {
        let school = SchoolIx(dice.between(0, schools) as u32);
        let wish = Wish {
            rank: 1,
            school,
            subject: None,
        };
        t.wishes.extend(dice.percent(60).then_some(wish));
    }
    policy.rules.merit.mode = Mode::Tier;
    if seed.is_multiple_of(2) {
        policy.tiers.order.insert(0, "envy".into());
    }
    (county, policy)
}

/// The least envy that any plan has: by both methods, and by the pairs that the audit counts.
#[test]
fn envy_is_counted_as_the_audit_counts_it() {
    let check = |seed: u64| -> Option<(i64, i64)> {
        let (county, mut policy) = envious(seed);
        let with = case(&county, &policy);
        let (values, plan) = solved(&with, Method::Direct).expect("a proven answer");
        let (values, plan) = (values?, plan?);
        let envy = values
            .iter()
            .find(|(k, _)| k == "envy")
            .expect("the tier")
            .1;
        let judged = audit::audit(&with, &plan);
        assert_eq!(judged.tier("envy"), Some(envy), "seed {seed}");
        assert_eq!(judged.envy.len() as i64, envy, "seed {seed}");
        let (pooled, _) = solved(&with, Method::Pool).expect("a proven answer");
        assert_eq!(Some(values), pooled, "seed {seed}");

        policy.rules.merit.mode = Mode::Report;
        let without = case(&county, &policy);
        let (_, plan) = solved(&without, Method::Direct).expect("a proven answer");
        let reported = audit::audit(&without, &plan?).envy.len() as i64;
        Some((envy, reported))
    };
    let all: Vec<(i64, i64)> = (0..300u64).into_par_iter().filter_map(check).collect();
    let (least, reported) = all.iter().fold((0, 0), |s, v| (s.0 + v.0, s.1 + v.1));
    println!(
        "envy: {least} pairs as a tier, {reported} only reported, {} counties",
        all.len()
    );
    assert!(least < reported && reported > 20, "{least} {reported}");
}

/// Envy first of all: no plan that the rules allow has less, tried one by one.
#[test]
fn no_plan_has_less_envy() {
    let mut some = 0;
    for seed in 0..40 {
        let (county, mut policy) = envious(2 * seed);
        policy
            .tiers
            .order
            .retain(|k| k == "envy" || k == "uncovered");
        policy.tiers.order = vec!["uncovered".into(), "envy".into()];
        let case = case(&county, &policy);
        let (values, _) = solved(&case, Method::Direct).expect("a proven answer");
        let Some(values) = values else { continue };
        if county.leader_posts.is_some() {
            continue;
        }
        let world = crate::oracle::World::new(&county, &policy);
        let fates: Vec<_> = (0..world.people.len())
            .map(|p| crate::oracle::fates::fates(&world, p))
            .collect();
        if fates.iter().map(|f| f.len() as f64).product::<f64>() > 60_000.0 {
            continue;
        }
        let mut best: Option<(i64, i64)> = None;
        let mut at = vec![0; fates.len()];
        loop {
            let all: Vec<_> = at
                .iter()
                .zip(&fates)
                .map(|(i, f): (&usize, _)| f[*i])
                .collect();
            if crate::oracle::rules::hold(&world, &all) {
                let uncovered = crate::oracle::tiers::uncovered(&world, &all);
                if best.is_none_or(|b| uncovered <= b.0) {
                    let plan = crate::oracle::reading::plan(&world, &all);
                    let envy = audit::audit(&case, &plan).envy.len() as i64;
                    best = Some(best.map_or((uncovered, envy), |b| b.min((uncovered, envy))));
                }
            }
            let Some(p) = (0..at.len()).rev().find(|p| at[*p] + 1 < fates[*p].len()) else {
                break;
            };
            at[p] += 1;
            at[p + 1..].fill(0);
        }
        let of = |key: &str| values.iter().find(|(k, _)| k == key).expect("a tier").1;
        assert_eq!(Some((of("uncovered"), of("envy"))), best, "seed {seed}");
        some += usize::from(of("envy") > 0);
    }
    println!("{some} counties in which some envy cannot be helped");
}

/// `--start`: from any plan, good or not, the values are the same; from a broken one too.
#[test]
fn a_start_changes_no_value() {
    for seed in 0..60 {
        let (county, mut policy) = tiny::county(seed);
        let with = case(&county, &policy);
        let (Some(before), Some(plan)) = solved(&with, Method::Direct).expect("an answer") else {
            continue;
        };
        policy.tiers.order.reverse();
        let other = solved(&case(&county, &policy), Method::Direct);
        let mut broken = plan.clone();
        broken.rows.pop();
        for start in [Some(plan), other.expect("an answer").1, Some(broken)] {
            let mut options = Options {
                gap: Some(0.0),
                start,
                ..Options::default()
            };
            let again = solve::solve(&with, &mut options).expect("no fault of our own");
            let tiers = again.solved.tiers.iter();
            let after: Vec<_> = tiers.map(|t| (t.key.clone(), t.value)).collect();
            assert_eq!(before, after, "seed {seed}");
        }
    }
}

/// When time is up before anything was found, the start is the plan.
#[test]
fn a_start_is_there_when_time_is_up() {
    let (county, policy) = tiny::sized(1003, tiny::SMALL);
    let case = case(&county, &policy);
    let made = plan(&case, Method::Direct).expect("a plan");
    let mut options = Options {
        start: Some(made.clone()),
        ..Options::default()
    };
    options.stop.store(true, Ordering::Relaxed);
    let outcome = solve::solve(&case, &mut options).expect("no fault of our own");
    assert_eq!(outcome.plan.as_ref().map(places), Some(places(&made)));
    assert_eq!(outcome.solved.status, Status::TimeLimit);
}

/// Larger counties, in which the pool method prices most seats instead of listing them: still one plan and one proof, with
/// the locked distances, the draws and the envy of newcomers in every price.
#[test]
fn prices_know_the_personal_tiers() {
    let check = |seed: u64| -> bool {
        let size = tiny::Size {
            schools: (10, 14),
            teachers: (60, 90),
            cells: 70,
        };
        let (mut county, mut policy) = tiny::sized(seed, size);
        policy.tiers.draw = Some(format!("第{seed}号"));
        policy.rules.outflow.mode = Mode::Off;
        policy.rules.distance.mode = Mode::Off;
        // Distances, the draw, envy: the personal tiers, with others behind the first of them.
        policy.tiers.order.retain(|key| key != "distance");
        policy.tiers.order.insert(3, "distance".into());
        if seed.is_multiple_of(2) {
            policy.rules.merit.mode = Mode::Tier;
        }
        for t in county.teachers.iter_mut().step_by(2) {
            t.school = None;
        }
        county.pins.clear();
        let case = case(&county, &policy);
        let direct = plan(&case, Method::Direct);
        let pool = plan(&case, Method::Pool);
        let csv = |plan: &Option<Plan>| plan.as_ref().map(|p| write::csv(&case, p));
        assert_eq!(csv(&direct), csv(&pool), "seed {seed}");
        direct.is_some()
    };
    let plans = (0..30u64)
        .into_par_iter()
        .filter(|seed| check(*seed))
        .count();
    assert!(plans > 20, "{plans}");
}
