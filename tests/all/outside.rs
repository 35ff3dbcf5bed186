//! `solve --solver`: another solver for the direct method, or a clear word why not.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

fn solve(more: &[&str], path: Option<&Path>) -> (Option<i32>, String, Option<Value>) {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("plan");
    let mut command = Command::cargo_bin("jiaopin").unwrap();
    command.args(["--lang", "en", "--quiet", "solve"]);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small"));
    command.arg("-o").arg(&out).args(more);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let result = std::fs::read_to_string(out.join("result.json")).ok();
    let result = result.map(|text| serde_json::from_str(&text).unwrap());
    (output.status.code(), said, result)
}

#[test]
fn a_solver_that_cannot_be_used_is_refused_before_the_work() {
    let empty = tempfile::tempdir().unwrap();
    let (code, said, result) = solve(&["--solver", "cbc"], Some(empty.path()));
    assert_eq!((code, result), (Some(2), None));
    let remedy = match cfg!(feature = "external") {
        true => "the solver cbc (command cbc) is not on this machine's PATH; install it",
        false => "build it with cargo build --release --features external",
    };
    assert!(said.contains(remedy), "{said}");

    let (code, said, _) = solve(&["--solver", "cbc", "--method", "pool"], None);
    assert_eq!(code, Some(2));
    assert!(said.contains("--method direct"), "{said}");
    let (code, said, _) = solve(&["--solver", "cplex", "--time-limit", "9"], None);
    assert_eq!(code, Some(2));
    assert!(said.contains("no time limit"), "{said}");
    let (code, said, _) = solve(&["--solver", "abacus"], None);
    assert_eq!(code, Some(2));
    assert!(said.contains("glpk"), "{said}");
}

/// A program in the solver's place that claims an optimum it does not have: its word is not taken.
#[cfg(all(unix, feature = "external"))]
#[test]
fn values_that_break_the_model_are_not_believed() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let liar = dir.path().join("scip");
    // The answer goes where `write solution "…"` says: the last word but two.
    let script = "#!/bin/sh\nfor word; do case \"$word\" in 'write solution'*) to=${word#*\\\"};; esac; done\n\
                  printf 'solution status: optimal solution found\\nobjective value: 0\\nv0 1 (obj:0)\\n' > \"${to%\\\"}\"\n";
    std::fs::write(&liar, script).unwrap();
    std::fs::set_permissions(&liar, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (code, said, result) = solve(&["--solver", "scip"], Some(dir.path()));
    assert_eq!((code, result), (Some(70), None), "{said}");
    assert!(
        said.contains("scip") && said.contains("break the model"),
        "{said}"
    );
}

/// Whichever of them stands on this machine finds what was found by hand.
#[cfg(feature = "external")]
#[test]
fn another_solver_finds_the_same_values() {
    use jiaopin::solve::backend::external::Program;
    for program in Program::ALL.into_iter().filter(|p| p.ready().is_ok()) {
        let (code, said, result) = solve(&["--solver", program.key()], None);
        assert_eq!(code, Some(0), "{program:?}: {said}");
        let result = result.unwrap();
        let tiers = result["tiers"].as_array().unwrap().iter();
        let values: Vec<i64> = tiers.map(|t| t["value"].as_i64().unwrap()).collect();
        assert_eq!(values, [0, 0, 1, 1, 3, 1, 75, 9, 1, 1, 133], "{program:?}");
        assert_eq!(result["status"], "optimal");
        assert_eq!(result["method"], "direct");
    }
}
