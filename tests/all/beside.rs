//! `solve --frontier` and `--alternatives` against every single plan of random tiny counties.

use crate::brute::case;
use crate::oracle::search::{combinations, each};
use crate::oracle::tiers::{self, Values};
use crate::oracle::{self, KEYS, World, reading};
use crate::tiny;
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::plan::Plan;
use jiaopin::scenario::beside::{Base, Found};
use jiaopin::scenario::frontier::{self, Asked, Frontier};
use jiaopin::solve::{self, Method, Options};
use jiaopin::terms::tier::Tier;
use rayon::prelude::*;
use std::collections::BTreeMap;

pub const SEEDS: u64 = 120;
/// Counties with more combinations of fates are left out.
const MOST: f64 = 60_000.0;

/// Every plan of a county with its values, the tiers in force by their places in [`Values`], and the best plan.
pub struct Whole {
    pub case: Case,
    pub plans: Vec<(Plan, Values)>,
    pub order: Vec<usize>,
}

pub fn world(seed: u64) -> Option<Whole> {
    let (county, policy) = tiny::sized(seed, tiny::LEAST);
    let case = case(&county, &policy);
    let world = World::new(&county, &policy);
    if combinations(&world) > MOST {
        return None;
    }
    let mut plans = Vec::new();
    each(&world, &mut |plan, values| {
        plans.push((reading::plan(&world, &plan), values))
    });
    let order = solve::order(&case);
    let order = order
        .iter()
        .map(|t| KEYS.iter().position(|k| *k == t.key()).unwrap());
    let order: Vec<usize> = order.collect();
    assert_eq!(order, {
        let all = tiers::order(&policy);
        all.into_iter().filter(|k| *k >= 3).collect::<Vec<_>>()
    });
    (!plans.is_empty()).then_some(Whole { case, plans, order })
}

pub fn options(method: Method, start: Option<Plan>) -> Options<'static> {
    Options {
        method,
        gap: Some(0.0),
        start,
        ..Options::default()
    }
}

pub fn tier(place: usize) -> Tier {
    Tier::parse(KEYS[place]).unwrap()
}

pub fn values(found: &Found, order: &[usize]) -> Vec<i64> {
    assert!(
        found.solved.tiers.iter().all(|t| t.proven),
        "{:?}",
        found.solved.tiers
    );
    order.iter().map(|k| found.value(tier(*k))).collect()
}

/// The trade-off as a definition: among the plans that are best before both tiers, those that no other beats in both; of
/// each pair of values the plan that is best in the rest.
fn expected(w: &Whole, a: usize, b: usize) -> Vec<Vec<i64>> {
    let key = |v: &Values| w.order.iter().map(|k| v[*k]).collect::<Vec<i64>>();
    let at = w.order.iter().position(|k| *k == a).unwrap();
    let best = w
        .plans
        .iter()
        .map(|(_, v)| key(v)[..at].to_vec())
        .min()
        .unwrap();
    let left: Vec<Values> = w
        .plans
        .iter()
        .map(|(_, v)| *v)
        .filter(|v| key(v)[..at] == best)
        .collect();
    let beaten = |v: &Values| {
        let better = |o: &Values| o[a] <= v[a] && o[b] <= v[b] && (o[a], o[b]) != (v[a], v[b]);
        left.iter().any(better)
    };
    let mut points: BTreeMap<(i64, i64), Vec<i64>> = BTreeMap::new();
    for v in left.iter().filter(|v| !beaten(v)) {
        let point = points.entry((v[a], v[b])).or_insert_with(|| key(v));
        *point = key(v).min(point.clone());
    }
    points.into_values().collect()
}

fn traced(w: &Whole, asked: Asked, method: Method) -> Frontier {
    let mut options = options(method, None);
    let first = solve::solve(&w.case, &mut options).unwrap();
    let base = Base {
        case: &w.case,
        plan: &first.plan.unwrap(),
        solved: &first.solved,
    };
    let mut solver =
        |case: &Case, start| Ok(Some(solve::solve(case, &mut self::options(method, start))?));
    frontier::trace(base, asked, &mut solver).unwrap()
}

/// Returns how many points there were.
fn trade_off(seed: u64, a: usize, b: usize, method: Method) -> usize {
    let Some(w) = world(seed) else { return 0 };
    let asked = Asked {
        first: tier(a),
        second: tier(b),
        // Step by step, or in large steps with the points between looked for later.
        points: if method == Method::Direct {
            1_000_000
        } else {
            12
        },
    };
    let place = |k: usize| w.order.iter().position(|o| *o == k);
    let (Some(p), Some(q)) = (place(a), place(b)) else {
        return 0;
    };
    let (a, b, asked) = match p < q {
        true => (a, b, asked),
        false => (
            b,
            a,
            Asked {
                first: asked.second,
                second: asked.first,
                ..asked
            },
        ),
    };
    let found = traced(&w, asked, method);
    assert!(found.complete && found.exact());
    let points: Vec<Vec<i64>> = found.points.iter().map(|p| values(p, &w.order)).collect();
    assert_eq!(
        points,
        expected(&w, a, b),
        "seed {seed}, {} {}",
        KEYS[a],
        KEYS[b]
    );
    for point in &found.points {
        let audit = audit::audit(&w.case, &point.plan);
        assert!(!audit.broken(), "seed {seed}");
        assert_eq!(audit.tier(KEYS[a]), Some(point.value(asked.first)));
        assert_eq!(audit.tier(KEYS[b]), Some(point.value(asked.second)));
    }
    points.len()
}

#[test]
fn frontier_points_are_those_of_all_plans() {
    use tiers::{T2, T3, T4, T5, T8, T9, T11};
    let pairs = [
        (T2, T11),
        (T4, T5),
        (T3, T8),
        (T8, T11),
        (T4, T9),
        (T5, T11),
    ];
    let runs: Vec<(u64, (usize, usize), Method)> = (0..SEEDS)
        .flat_map(|s| pairs.map(|p| (s, p)))
        .flat_map(|(s, p)| [Method::Direct, Method::Pool].map(|m| (s, p, m)))
        .collect();
    let counts = runs
        .into_par_iter()
        .map(|(s, (a, b), m)| trade_off(s, a, b, m));
    let counts: Vec<usize> = counts.collect();
    let (all, real) = (
        counts.iter().filter(|n| **n > 0).count(),
        counts.iter().filter(|n| **n > 1).count(),
    );
    println!(
        "{all} frontiers, {real} of more than one point, at most {:?}",
        counts.iter().max()
    );
    assert!(all > 400 && real > 60);
}

/// Fewer points than there are: each is one of the frontier, the ends are among them, and what is left out is known to be.
#[test]
fn few_points_are_points_of_the_whole_frontier() {
    let mut thinned = 0;
    for seed in 0..SEEDS {
        let Some(w) = world(seed) else { continue };
        let ask = |points| {
            let asked = Asked {
                first: Tier::Uncovered,
                second: Tier::Distance,
                points,
            };
            let place = |t: Tier| w.order.iter().position(|k| tier(*k) == t);
            (place(Tier::Uncovered) < place(Tier::Distance))
                .then(|| traced(&w, asked, Method::Direct))
        };
        let (Some(whole), Some(few)) = (ask(1_000_000), ask(2)) else {
            continue;
        };
        let of = |f: &Frontier| {
            f.points
                .iter()
                .map(|p| values(p, &w.order))
                .collect::<Vec<_>>()
        };
        let exact = few.exact();
        let (whole, points) = (of(&whole), of(&few));
        assert!(
            points.len() <= 2 && points.iter().all(|p| whole.contains(p)),
            "seed {seed}"
        );
        assert_eq!(
            (points.first(), points.last()),
            (whole.first(), whole.last()),
            "seed {seed}"
        );
        assert!(!exact || points == whole, "seed {seed}: some are left out");
        thinned += usize::from(points.len() < whole.len());
    }
    println!("{thinned} thinned");
    assert!(thinned > 2);
}

/// With principals and appointments: both ends of the trade-off are the best plans of the two orders.
fn ends(seed: u64, both: [Tier; 2], method: Method) -> bool {
    let (county, policy) = tiny::with_leaders(seed, tiny::TINY);
    let case = case(&county, &policy);
    let order = solve::order(&case);
    let [a, b] = both.map(|t| order.iter().position(|o| *o == t).unwrap());
    let head = if a < b { both } else { [both[1], both[0]] };
    let best = |head: [Tier; 2]| {
        let mut policy = policy.clone();
        let keys = &mut policy.tiers.order;
        let at = keys.iter().position(|k| both.iter().any(|t| t.key() == k));
        keys.retain(|k| both.iter().all(|t| t.key() != k));
        for (k, tier) in head.iter().enumerate() {
            keys.insert(at.unwrap() + k, tier.key().to_owned());
        }
        oracle::optimum(&county, &policy)
    };
    let Some(start) = best(head) else {
        return false;
    };
    let end = best([head[1], head[0]]).unwrap();
    let w = Whole {
        case,
        plans: Vec::new(),
        order: Vec::new(),
    };
    let [first, second] = head;
    let asked = Asked {
        first,
        second,
        points: 8,
    };
    let found = traced(&w, asked, method);
    for (point, best) in [(found.points.first(), start), (found.points.last(), end)] {
        let point = point.unwrap();
        for (key, value) in best.iter().filter(|(_, v)| *v != 0) {
            let tier = Tier::parse(key).unwrap();
            assert_eq!(point.value(tier), *value, "seed {seed} {key}");
        }
        assert!(!audit::audit(&w.case, &point.plan).broken(), "seed {seed}");
    }
    found.points.len() > 1
}

#[test]
fn the_ends_of_a_frontier_are_the_best_plans_of_both_orders() {
    let pairs = [
        [Tier::Uncovered, Tier::Distance],
        [Tier::Rotation, Tier::Wishes],
    ];
    let runs = (0..100u64).flat_map(|s| pairs.map(|p| (s, p)));
    let runs: Vec<_> = runs
        .flat_map(|(s, p)| [Method::Direct, Method::Pool].map(|m| (s, p, m)))
        .collect();
    let real = runs
        .into_par_iter()
        .filter(|(s, p, m)| ends(*s, *p, *m))
        .count();
    println!("{real} trade-offs with leaders");
    assert!(real > 20);
}

/// The folder of a solve: the plan, a folder for each other plan, and nothing of somebody else's is lost.
#[test]
fn plans_beside_the_plan_stand_below_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let jiaopin = |args: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("jiaopin").unwrap();
        command.args(["--lang", "en"]).args(args).output().unwrap()
    };
    let (data, plan) = (path("data"), path("plan"));
    let made = [
        "generate",
        &data,
        "--schools",
        "5",
        "--teachers",
        "70",
        "--seed",
        "3",
        "--with",
        "posts",
    ];
    assert_eq!(jiaopin(&made).status.code(), Some(0));
    let mut args = vec!["solve", &data, "-o", &plan, "--frontier", "T8,T11"];
    args.extend(["--alternatives", "2", "--down-to", "T5", "--json"]);
    let solved = jiaopin(&args);
    assert_eq!(
        solved.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&solved.stderr)
    );
    let said: serde_json::Value = serde_json::from_slice(&solved.stdout).unwrap();
    let points = said["frontier"]["points"].as_array().unwrap();
    assert!(
        points.len() > 2 && said["frontier"]["exact"] == true,
        "{said}"
    );
    // Each line of the table is the plan of its folder, and the picture and the sheet are there.
    let table = std::fs::read_to_string(dir.path().join("plan/frontier.csv")).unwrap();
    assert_eq!(table.lines().count(), points.len() + 1);
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let folder = dir.path().join("plan").join(cells[0]);
        let result: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(folder.join("result.json")).unwrap())
                .unwrap();
        let tiers = result["tiers"].as_array().unwrap();
        let value =
            |key: &str| tiers.iter().find(|t| t["key"] == key).unwrap()["value"].to_string();
        assert_eq!(
            (&*value("wishes"), &*value("distance")),
            (cells[1], cells[2])
        );
        let judged = jiaopin(&["audit", &data, &folder.display().to_string(), "--json"]);
        assert_eq!(judged.status.code(), Some(0));
    }
    let page = std::fs::read_to_string(dir.path().join("plan/report.html")).unwrap();
    assert!(page.contains("id=\"frontier\"") && page.contains("aria-label=\"目标权衡"));
    let other = path("plan/alternative-2");
    let compared = jiaopin(&["compare", &plan, &other, "--json"]);
    let compared: serde_json::Value = serde_json::from_slice(&compared.stdout).unwrap();
    let differ = compared["persons"].as_array().unwrap().len();
    assert_eq!(said["alternatives"]["plans"][0]["differs"], differ);
    assert!(differ > 0);
    // Whatever is made of such a folder later says what it is beside the plan.
    for (name, title) in [
        ("alternative-2", "备选方案2：到T5均衡为止同样好"),
        ("point-01", "目标权衡 point-01："),
    ] {
        let folder = path(&format!("plan/{name}"));
        let list = path(&format!("{name}.xlsx"));
        let done = jiaopin(&["export", &folder, "--as", "notice", "-o", &list]);
        assert_eq!(done.status.code(), Some(0));
        let book = std::fs::read(&list).unwrap();
        let text = crate::made::rows(&crate::made::sheet(&book, "公示"))
            .concat()
            .concat();
        assert!(text.contains(title), "{text}");
    }
    for name in ["plan", "plan/alternative-2", "plan/point-01"] {
        let list = path("again.xlsx");
        let args = [
            "export",
            &path(name),
            "--as",
            "appointment",
            "-o",
            &list,
            "--force",
        ];
        assert_eq!(jiaopin(&args).status.code(), Some(0));
        let own = std::fs::read(dir.path().join(name).join("appointments.xlsx")).unwrap();
        assert!(
            std::fs::read(&list).unwrap() == own,
            "{name}: another workbook"
        );
    }
    // The folder alone stands for all that is in it, the plan itself first.
    let all = jiaopin(&["compare", &plan, "--json"]);
    let all: serde_json::Value = serde_json::from_slice(&all.stdout).unwrap();
    let names = all["plans"].as_array().unwrap().iter().map(|p| &p["name"]);
    let names: Vec<&str> = names.map(|n| n.as_str().unwrap()).collect();
    assert_eq!(names[..2], ["plan", "alternative-2"]);
    let others = said["alternatives"]["plans"].as_array().unwrap().len();
    assert_eq!(names.len(), 1 + points.len() + others);

    args.extend(["--force"]);
    std::fs::write(dir.path().join("plan/alternative-2/notes.txt"), "mine").unwrap();
    assert_eq!(
        jiaopin(&args).status.code(),
        Some(2),
        "somebody's notes would be lost"
    );
    std::fs::remove_file(dir.path().join("plan/alternative-2/notes.txt")).unwrap();
    assert_eq!(jiaopin(&args).status.code(), Some(0));

    for wrong in [
        ["--frontier", "T4"],
        ["--frontier", "T4,T4"],
        ["--frontier", "T4,T99"],
        ["--alternatives", "1"],
    ] {
        let mut args = vec!["solve", &data, "-o", &other];
        args.extend(wrong);
        assert_eq!(jiaopin(&args).status.code(), Some(2), "{wrong:?}");
    }
    let staged = path("staged.toml");
    std::fs::write(&staged, "[set]\nprocess.mode = \"staged\"\n").unwrap();
    let args = [
        "solve",
        &data,
        "-s",
        &staged,
        "-o",
        &path("x"),
        "--alternatives",
        "2",
    ];
    assert_eq!(jiaopin(&args).status.code(), Some(2));
}
