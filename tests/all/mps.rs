//! `solve --write-model`: each file, read and solved by the solver's own reader of MPS, has the value that the solve says.

use crate::build::Build;
use crate::tiny;
use jiaopin::case::Case;
use jiaopin::mps;
use jiaopin::policy::ProcessMode;
use jiaopin::rounds;
use jiaopin::solve::Options;
use jiaopin::tables::fault::Faults;
use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

/// What the solver makes of a file: its least objective.
#[allow(unsafe_code)]
fn least(file: &Path) -> f64 {
    use highs_sys::*;
    use std::ffi::CString;
    let path = CString::new(file.to_str().unwrap()).unwrap();
    // SAFETY: one solver of our own, made, used and destroyed here; every string ends in NUL.
    unsafe {
        let solver = Highs_create();
        Highs_setBoolOptionValue(solver, c"output_flag".as_ptr(), 0);
        Highs_setDoubleOptionValue(solver, c"mip_rel_gap".as_ptr(), 0.0);
        // As in the backend: a presolve rule that loses rows.
        Highs_setIntOptionValue(solver, c"presolve_rule_off".as_ptr(), 1 << 16);
        assert_eq!(
            Highs_readModel(solver, path.as_ptr()),
            0,
            "{file:?} is not read"
        );
        assert_eq!(Highs_run(solver), 0);
        assert_eq!(
            Highs_getModelStatus(solver),
            7,
            "{file:?} is not solved to the end"
        );
        let value = Highs_getObjectiveValue(solver);
        Highs_destroy(solver);
        value
    }
}

/// Solves every file of a folder and holds it against the index; how many there were.
fn agree(folder: &Path) -> usize {
    let index = std::fs::read_to_string(folder.join("tiers.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(index.as_bytes());
    let mut count = 0;
    for row in rows.records().map(Result::unwrap) {
        let value: f64 = row[3].parse().unwrap();
        assert_eq!(&row[5], "true", "{row:?}");
        assert_eq!(
            least(&folder.join(&row[0])).round(),
            value,
            "{folder:?} {row:?}"
        );
        count += 1;
    }
    count
}

/// Solves a case and checks the models that are written of it; none where there is no plan.
fn checked(case: &Case) -> Option<usize> {
    let mut options = Options {
        gap: Some(0.0),
        ..Options::default()
    };
    let outcome = rounds::plan(case, None, &mut options).unwrap();
    outcome.plan.as_ref()?;
    let modelled = rounds::modelled(case, None, &mut Options::default()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("models");
    mps::write(&folder, false, modelled.as_ref().unwrap(), &outcome.solved).unwrap();
    Some(agree(&folder))
}

#[test]
fn random_counties_have_the_same_values_in_every_file() {
    let (mut integrated, mut staged) = (0, 0);
    for seed in 0..60 {
        let (county, mut policy) = match seed % 2 {
            0 => tiny::with_leaders(seed, tiny::TINY),
            _ => tiny::sized(seed, tiny::SMALL),
        };
        let rounds = seed % 5 == 4;
        if rounds {
            policy.process.mode = ProcessMode::Staged;
        }
        if seed % 7 == 0 {
            policy.tiers.draw = Some("2026-08-20".to_owned());
        }
        let case = Case::new(county, policy, &mut Faults::default());
        let files = checked(&case).unwrap_or(0);
        *(if rounds { &mut staged } else { &mut integrated }) += files;
    }
    assert!(integrated > 200 && staged > 40, "{integrated} {staged}");
}

/// Ids may hold anything; a name may not, and none may stand for two.
#[test]
fn any_id_makes_a_legal_name_of_its_own() {
    let case = Build::new()
        .school("A b")
        .school("A_b")
        .school("红山,一小")
        .post("A b", "语文", 1)
        .post("A_b", "语文", 1)
        .post("红山,一小", "数学", 1)
        .teacher("1 2", "A b", "语文")
        .teacher("1_2", "A_b", "语文")
        .teacher("甲/1", "红山,一小", "数学")
        .case();
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("models");
    let outcome = rounds::plan(&case, None, &mut Options::default()).unwrap();
    mps::write(&folder, false, &case, &outcome.solved).unwrap();
    assert!(agree(&folder) >= 11);
    let text = std::fs::read_to_string(folder.join("01-T1-over_staffing.mps")).unwrap();
    assert!(text.is_ascii(), "{text}");
    let rows = text.split("COLUMNS").next().unwrap().lines().skip(2);
    let names: Vec<&str> = rows.filter_map(|l| l.split_whitespace().nth(1)).collect();
    let distinct: HashSet<&&str> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
    let people = ["R01[1_2]", "R01[1_2]~2", "R01[~7532/1]"];
    assert!(people.iter().all(|n| names.contains(n)), "{names:?}");
    let seats = [
        "x[1_2,seat,A_b/primary/chinese]",
        "x[1_2~2,seat,A_b/primary/chinese~2]",
    ];
    assert!(
        seats
            .iter()
            .all(|n| text.contains(&format!(" BV BND {n}\n"))),
        "{text}"
    );
    let words = std::fs::read_to_string(folder.join("names.csv")).unwrap();
    assert!(
        words.contains("\nsubject,chinese,语文\n") && words.contains(",\"红山,一小校\"\n"),
        "{words}"
    );
}

#[test]
fn the_command_writes_the_folder_and_replaces_only_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let run = |out: &str, more: &[&str]| {
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small");
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
        command.args(["--quiet", "solve"]).arg(small);
        command.args(["-o", &path(out), "--write-model", &path("models")]);
        command.args(more).output().unwrap().status.code()
    };
    assert_eq!(run("one", &[]), Some(0));
    assert_eq!(agree(Path::new(&path("models"))), 11);
    assert_eq!(run("two", &[]), Some(2), "the models stand");
    assert!(!Path::new(&path("two")).exists(), "said before the work");
    assert_eq!(run("two", &["--force"]), Some(0));
    std::fs::write(dir.path().join("models/thesis.txt"), "years of work").unwrap();
    assert_eq!(run("three", &["--force"]), Some(2));
    assert_eq!(
        run("models", &["--force"]),
        Some(2),
        "a plan replaces no models"
    );
}
