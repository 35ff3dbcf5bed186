//! `solve --keep` with a plan made by hand: where it tells the place alone, only the place is kept.

use crate::brute::{case, seeds};
use crate::explain::best;
use crate::pins::jiaopin;
use crate::tiny;
use jiaopin::audit::audit;
use jiaopin::case::Kept;
use jiaopin::plan::{read, write};
use jiaopin::solve;
use jiaopin::tables::fault::Faults;
use std::path::Path;
use std::sync::Arc;

/// Four columns of a plan.csv, without the persons of these ids.
fn by_hand(csv: &str, without: &[&str]) -> String {
    let lines = csv.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let listed = !without.contains(&cells[0]);
        listed.then(|| format!("{}\n", [cells[0], cells[3], cells[4], cells[5]].join(",")))
    });
    lines.collect()
}

/// Whoever is retained or leads stands where the list says: nobody changes, and every tier stays as good.
#[test]
fn four_columns_change_nobody() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("hand.csv");
    let mut compared = 0;
    for seed in seeds(150) {
        let (county, policy) = tiny::with_leaders(seed, tiny::TINY);
        let mut case = case(&county, &policy);
        let Some((plan, tiers)) = best(&case) else {
            continue;
        };
        let csv = String::from_utf8(write::csv(&case, &plan)).expect("UTF-8");
        std::fs::write(&path, by_hand(&csv, &[])).expect("a file");
        let mut faults = Faults::default();
        let Some(known) = read::read_known(&path, &case, &mut faults) else {
            // Somebody without stage or subject who is appointed elsewhere: four columns cannot say it.
            continue;
        };
        case.kept = Some(Arc::new(Kept {
            plan: known.plan,
            place_only: known.place_only,
            before: solve::order(&case).first().copied(),
        }));
        let (again, values) = best(&case).expect("a plan");
        assert_eq!(values[0].value, 0, "seed {seed}");
        let read = audit(&case, &again).tiers;
        assert_eq!(read[0], ("kept", 0), "seed {seed}");
        for (before, after) in tiers.iter().zip(&values[1..]) {
            assert_eq!(before.value, after.value, "seed {seed} {}", before.key);
        }
        compared += 1;
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn what_is_not_told_is_warned_of() {
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small");
    let dir = tempfile::tempdir().expect("a folder");
    let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let county = county.to_string_lossy().into_owned();
    let (plan, hand) = (at("plan"), at("hand.csv"));
    jiaopin(&["solve", &county, "-o", &plan, "--quiet"]);
    let csv = std::fs::read_to_string(Path::new(&plan).join("plan.csv")).expect("a plan");
    for (without, missing) in [(&[][..], false), (&["01", "05"], true)] {
        std::fs::write(&hand, by_hand(&csv, without)).expect("a file");
        let keep = ["solve", &county, "-o", &plan, "--keep", &hand, "--force"];
        let (code, said) = jiaopin(&[&keep[..], &["--lang", "zh"]].concat());
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("W503"), "{said}");
        assert_eq!(
            said.contains("方案中没有 2 人，首先是王文清（01）"),
            missing,
            "{said}"
        );
        assert!(said.contains("K    改变去向         0"), "{said}");
        let kept = std::fs::read_to_string(Path::new(&plan).join("plan.csv")).expect("a plan");
        let outcomes = |csv: &str| -> Vec<String> {
            let rows = csv
                .lines()
                .map(|l| l.split(',').take(6).collect::<Vec<_>>().join(","));
            rows.collect()
        };
        assert_eq!(outcomes(&kept), outcomes(&csv));
    }
}
