//! Answers about single decisions: what is claimed of a forced alternative equals a fresh solve with that pin.

use crate::brute::case;
use crate::oracle;
use crate::tiny::{self, Dice};
use jiaopin::audit;
use jiaopin::case::{Case, Kept};
use jiaopin::county::{County, Pin, TeacherIx};
use jiaopin::demand::CellIx;
use jiaopin::explain::Forced;
use jiaopin::explain::diagnose::{self, Diagnosis};
use jiaopin::explain::forced::{Effort, Question, Scope};
use jiaopin::explain::{gains, letters, seats, teacher};
use jiaopin::plan::result::TierResult;
use jiaopin::plan::{Plan, Station};
use jiaopin::policy::Policy;
use jiaopin::rounds;
use jiaopin::rules::Mode;
use jiaopin::solve::conflict::{Member, describe};
use jiaopin::solve::{self, Method, Options};
use jiaopin::tables::fault::Place;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn counties(usual: u64) -> Vec<u64> {
    let asked = std::env::var("JIAOPIN_TINY").ok();
    (0..asked.and_then(|n| n.parse().ok()).unwrap_or(usual)).collect()
}

fn options() -> Options<'static> {
    Options {
        gap: Some(0.0),
        ..Options::default()
    }
}

/// The best plan and its tiers; none where there is none.
fn best(case: &Case) -> Option<(Plan, Vec<TierResult>)> {
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
    counties(usual).into_par_iter().for_each(|seed| {
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

/// Each conflict is one, and none without any of its members; the pins to give up are the fewest by trying all.
#[test]
fn conflicts_are_minimal() {
    let mut seen = 0;
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in counties(700) {
        let (county, policy) = tiny::county(seed);
        let case = case(&county, &policy);
        if oracle::optimum(&county, &policy).is_some() {
            continue;
        }
        let found = diagnose::diagnose(&case, &mut options()).expect("an answer");
        let Diagnosis::Conflict { sets, drop, relax } = found else {
            panic!("seed {seed}: {found:?}");
        };
        for set in &sets {
            assert!(!holds(&county, &policy, set), "seed {seed}: {set:?}");
            for i in 0..set.len() {
                let mut rest = set.clone();
                rest.remove(i);
                assert!(
                    holds(&county, &policy, &rest),
                    "seed {seed}: {set:?} without {i}"
                );
            }
            assert!(sets[0].len() <= set.len(), "seed {seed}: {sets:?}");
        }
        let smaller = subsets(&all_members(&county), sets[0].len() - 1);
        for set in smaller {
            assert!(holds(&county, &policy, &set), "seed {seed}: {set:?}");
        }
        let said = solve::solve(&case, &mut options())
            .expect("a solve")
            .reasons;
        let words: Vec<_> = sets[0].iter().map(|m| describe(&case, *m)).collect();
        assert_eq!(said, words, "seed {seed}: solve and diagnose differ");
        let drop = drop.expect("pins to give up");
        let left = |without: &[usize]| {
            let mut county = county.clone();
            let mut i = 0;
            county.pins.retain(|_| {
                i += 1;
                !without.contains(&(i - 1))
            });
            oracle::optimum(&county, &policy).is_some()
        };
        assert!(left(&drop), "seed {seed}: {drop:?}");
        if drop.len() > 1 {
            let pins = 0..county.pins.len();
            assert!(
                pins.into_iter().all(|i| !left(&[i])),
                "seed {seed}: {drop:?}"
            );
        }
        for rule in relax {
            let mut eased = all_members(&county);
            eased.retain(|m| *m != Member::Rule(rule));
            assert!(holds(&county, &policy, &eased), "seed {seed}: {rule}");
        }
        for member in sets.iter().flatten() {
            if let Member::Rule(no) = member {
                *rules.entry(*no).or_default() += 1;
            }
        }
        seen += 1;
    }
    println!("{seen} conflicts, rules in them: {rules:?}");
    assert!(seen > 10 && rules.contains_key("R06"));
}

/// All sets of so many members.
fn subsets(members: &[Member], size: usize) -> Vec<Vec<Member>> {
    let Some((first, rest)) = members.split_first() else {
        return if size == 0 {
            vec![Vec::new()]
        } else {
            Vec::new()
        };
    };
    let mut all = subsets(rest, size);
    if size > 0 {
        let with = subsets(rest, size - 1).into_iter();
        all.extend(with.map(|set| [vec![*first], set].concat()));
    }
    all
}

fn all_members(county: &County) -> Vec<Member> {
    let rules = [
        "R04", "R06", "R07", "R09", "R10", "R13", "R14", "R15", "R19", "R20", "R24", "R25", "R26",
    ];
    let pins = (0..county.pins.len()).map(Member::Pin);
    pins.chain(rules.map(Member::Rule)).collect()
}

/// Whether pins and rules can hold together by the brute force, all others left out.
fn holds(county: &County, policy: &Policy, members: &[Member]) -> bool {
    let (mut county, mut policy) = (county.clone(), policy.clone());
    let mut i = 0;
    county.pins.retain(|_| {
        i += 1;
        members.contains(&Member::Pin(i - 1))
    });
    let rules = &mut policy.rules;
    let off = |no: &str| {
        !members
            .iter()
            .any(|m| matches!(m, Member::Rule(r) if *r == no))
    };
    let modes = [
        ("R04", &mut rules.certificate.mode),
        ("R06", &mut rules.exemption.mode),
        ("R07", &mut rules.minimum_service.mode),
        ("R09", &mut rules.outflow.mode),
        ("R10", &mut rules.rural_floor.mode),
        ("R13", &mut rules.avoidance.mode),
        ("R14", &mut rules.couples.mode),
        ("R15", &mut rules.new_school.mode),
        ("R19", &mut rules.distance.mode),
        ("R20", &mut rules.direction.mode),
        ("R24", &mut rules.obey.mode),
        ("R25", &mut rules.direct_hire_first.mode),
        ("R26", &mut rules.in_house_first.mode),
    ];
    for (no, mode) in modes {
        if off(no) {
            *mode = Mode::Off;
        }
    }
    oracle::optimum(&county, &policy).is_some()
}

/// A letter says nothing of anybody else: no other name, no other id, and nothing private of the person.
#[test]
fn letters_name_nobody_else() {
    for seed in 0..60 {
        let (mut county, policy) = tiny::with_leaders(seed, tiny::TINY);
        for (i, t) in county.teachers.iter_mut().enumerate() {
            t.id = format!("工{i:03}");
            t.name = format!("名{i:03}");
            t.id_number = Some("110101199003070000".to_owned());
        }
        let case = case(&county, &policy);
        let Some((plan, _)) = best(&case) else {
            continue;
        };
        let letters = letters::letters(&case, &plan);
        assert_eq!(letters.len(), plan.rows.len());
        for letter in letters {
            let lines = letter.lines.iter();
            let text: String = lines
                .map(|(a, b)| format!("{}{}{}", a.zh, b.zh, b.en))
                .collect();
            for t in county.teacher_ixs() {
                let other = county.teacher(t);
                let own = t == letter.teacher;
                assert_eq!(text.contains(&other.name), own, "seed {seed}: {text}");
                assert!(own || !text.contains(&other.id), "seed {seed}: {text}");
            }
            assert!(!text.contains("1990") && text.contains("工作日"));
        }
    }
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
        assert!(found.exact);
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

fn jiaopin(args: &[&str]) -> (Option<i32>, String) {
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .args(args)
        .output()
        .expect("the program runs");
    let said = [done.stdout, done.stderr].concat();
    (
        done.status.code(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// The questions from the command line: answers, and what is wrong with the question.
#[test]
fn questions_from_the_command_line() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let county = root.join("datasets/small");
    let county = county.to_str().expect("a path");
    let dir = tempfile::tempdir().expect("a folder");
    let at = |name: &str| dir.path().join(name).to_str().expect("a path").to_owned();
    let plan = at("plan");
    assert_eq!(
        jiaopin(&["solve", county, "-o", &plan, "--quiet"]).0,
        Some(0)
    );

    let ask =
        |more: &[&str]| jiaopin(&[&["explain", county, &plan, "--lang", "zh"], more].concat());
    let (code, said) = ask(&["--teacher", "05"]);
    assert_eq!(code, Some(0));
    assert!(
        said.contains("择优（T7）由 75 增至 82") && said.contains("已证明"),
        "{said}"
    );
    let (code, said) = ask(&["--teacher", "05", "--to", "002"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("缺岗（T2）由 0 增至 6"), "{said}");
    let (_, said) = ask(&["--teacher", "01"]);
    assert!(said.contains("“任职”：河东小学 校长"), "{said}");
    let (_, said) = ask(&["--teacher", "07"]);
    assert!(said.contains("有免调原因（怀孕）（R06）"), "{said}");
    assert!(said.contains("R06 免调：8 种岗位"), "{said}");
    let (_, said) = ask(&["--teacher", "05"]);
    assert!(said.contains("本岗设岗 1 个，现有 2 人"), "{said}");
    let (code, said) = ask(&["--post", "001/小学/数学"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("设岗 1 个，已聘 1 人，缺 0 人"), "{said}");

    for (more, said) in [
        (&["--teacher", "5"][..], "没有“5”这个工号。最接近的：05"),
        (
            &["--teacher", "05", "--to", "河东小"],
            "最接近的：001 河东小学",
        ),
        (&["--post", "001/小学/数"], "最接近的：001/小学/数学"),
        (&["--post", "数学"], "应写作 学校/学段/学科"),
    ] {
        let (code, found) = ask(more);
        assert_eq!(code, Some(2), "{found}");
        assert!(found.contains(said), "{found}");
    }

    // Another policy: fatal for a question, said by the audit.
    let policy = at("other.toml");
    let national = root.join("models/national.toml");
    let text = format!(
        "extends = {:?}\n[rules.outflow]\nshare = 0.3\n",
        national.to_str().expect("a path")
    );
    std::fs::write(&policy, text).expect("a file");
    let (code, said) = ask(&["-p", &policy, "--teacher", "05"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("按另一份政策编制"), "{said}");
    let (code, said) = jiaopin(&["audit", county, &plan, "-p", &policy, "--lang", "zh"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("按另一份政策编制"), "{said}");

    // A plan from the office's own workbook: four columns are enough; an unknown id is told with the nearest ones.
    let hand = at("hand.csv");
    let list = "工号,拟聘学校,学段,学科\n01,河东小学,小学,语文\n0x,河东小学,小学,语文\n";
    std::fs::write(&hand, list).expect("a file");
    let (code, said) = jiaopin(&["audit", county, &hand, "--lang", "zh"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("最接近的：01 王文清"), "{said}");
    std::fs::write(&hand, list.replace("0x", "01")).expect("a file");
    let (code, said) = jiaopin(&["audit", county, &hand, "--lang", "zh"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("在方案中有 2 个去向") && said.contains("没有去向"),
        "{said}"
    );

    // Unchanged data change nobody.
    let again = at("again");
    let keep = [
        "solve", county, "-o", &again, "--keep", &plan, "--lang", "zh",
    ];
    let (code, said) = jiaopin(&keep);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("改变去向  0"), "{said}");
    let rows =
        |folder: &str| std::fs::read_to_string(format!("{folder}/plan.csv")).expect("a plan");
    assert_eq!(rows(&plan), rows(&again));
    let (code, said) = jiaopin(&[&keep[..], &["--force", "--keep-tier", "T99"]].concat());
    assert_eq!(code, Some(2), "{said}");

    let (code, said) = jiaopin(&["suggest", county, &plan, "--teacher", "05", "--lang", "en"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("T7 +7") && said.contains("proven"), "{said}");
    let (code, said) = jiaopin(&["diagnose", county, "--lang", "zh"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("有可行方案"), "{said}");
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
