//! `export`: lists from a result folder, by way of the program itself.

use crate::made::{rows, sheet, write_tables};
use assert_cmd::Command;
use std::fs;
use std::path::Path;

fn jiaopin(args: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("jiaopin").unwrap();
    command.args(["--lang", "en"]).args(args).output().unwrap()
}

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A county and its plan: `data/` and `plan/` in a folder of their own.
fn solved() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write_tables(&dir.path().join("data"));
    let path = |name: &str| dir.path().join(name).display().to_string();
    let output = jiaopin(&["solve", &path("data"), "-o", &path("plan")]);
    assert!(output.status.success(), "{}", said(&output));
    dir
}

fn export(dir: &Path, more: &[&str]) -> std::process::Output {
    let path = |name: &str| dir.join(name).display().to_string();
    let (plan, out) = (path("plan"), path("list.xlsx"));
    let mut args = vec!["export", plan.as_str(), "-o", out.as_str()];
    args.extend(more);
    jiaopin(&args)
}

#[test]
fn the_exported_workbook_is_the_one_of_the_solve() {
    let dir = solved();
    let output = export(dir.path(), &["--as", "appointment"]);
    assert!(output.status.success(), "{}", said(&output));
    let one = fs::read(dir.path().join("plan/appointments.xlsx")).unwrap();
    let two = fs::read(dir.path().join("list.xlsx")).unwrap();
    assert!(one == two, "same plan, same data, another workbook");
}

#[test]
fn lists_are_proposals_until_a_meeting_is_named() {
    let dir = solved();
    let title = || {
        let book = fs::read(dir.path().join("list.xlsx")).unwrap();
        rows(&sheet(&book, "公示"))[0].concat()
    };
    assert!(export(dir.path(), &["--as", "notice"]).status.success());
    assert!(title().ends_with("（建议方案）"), "{}", title());
    let again = export(dir.path(), &["--as", "notice"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("--force"), "{}", said(&again));
    let output = export(
        dir.path(),
        &["--as", "notice", "--force", "--final", "局党组会"],
    );
    assert!(output.status.success(), "{}", said(&output));
    assert!(!title().contains("建议方案"), "{}", title());
    assert_eq!(
        export(dir.path(), &["--as", "notice", "--force", "--final", " "])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn data_that_moved_or_changed_are_named() {
    let dir = solved();
    let moved = dir.path().join("elsewhere");
    fs::rename(dir.path().join("data"), &moved).unwrap();
    let output = export(dir.path(), &["--as", "notice"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("no longer at") && said(&output).contains("--county"),
        "{}",
        said(&output)
    );
    let county = moved.display().to_string();
    assert!(
        export(dir.path(), &["--as", "notice", "--county", &county])
            .status
            .success()
    );
    fs::remove_file(dir.path().join("list.xlsx")).unwrap();

    let teachers = moved.join("教师.csv");
    let text = fs::read_to_string(&teachers).unwrap();
    fs::write(&teachers, text.replace("李体", "李梯")).unwrap();
    let output = export(dir.path(), &["--as", "notice", "--county", &county]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("hashes differ"), "{}", said(&output));
    assert!(!dir.path().join("list.xlsx").exists());
}

#[test]
fn a_plan_that_breaks_a_rule_is_not_put_on_paper() {
    let dir = solved();
    let file = dir.path().join("plan/plan.csv");
    let text = fs::read_to_string(&file).unwrap();
    // Everybody but the first line's person.
    let kept: Vec<&str> = text
        .lines()
        .enumerate()
        .filter(|(i, _)| *i != 2)
        .map(|(_, l)| l)
        .collect();
    fs::write(&file, kept.join("\n")).unwrap();
    let output = export(dir.path(), &["--as", "appointment"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("R01"), "{}", said(&output));
    assert!(!dir.path().join("list.xlsx").exists());
}

#[test]
fn the_output_is_a_workbook_in_a_folder_that_exists() {
    let dir = solved();
    let plan = dir.path().join("plan").display().to_string();
    for (out, word) in [
        ("list.csv", ".xlsx"),
        ("no/such/list.xlsx", "does not exist"),
    ] {
        let out = dir.path().join(out).display().to_string();
        let output = jiaopin(&["export", &plan, "--as", "notice", "-o", &out]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(word), "{}", said(&output));
    }
}

#[test]
fn the_workbook_of_a_solve_passes_the_audit_as_a_plan() {
    let dir = solved();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let audited = |plan: &str| {
        let output = jiaopin(&["--json", "audit", &path("data"), &path(plan)]);
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(audited("plan/appointments.xlsx"), audited("plan/plan.csv"));
}

/// No clock of the machine stands in the letters, and each has room for seal and signatures.
#[test]
fn letters_carry_the_plans_day_and_lines_to_sign() {
    let dir = solved();
    let output = export(dir.path(), &["--as", "letters"]);
    assert!(output.status.success(), "{}", said(&output));
    let book = fs::read(dir.path().join("list.xlsx")).unwrap();
    let parts = crate::privacy::parts(&book);
    let core = parts.iter().find(|(name, _)| name == "docProps/core.xml");
    let core = &core.unwrap().1;
    for word in ["created", "modified"] {
        let of = format!("<dcterms:{word} xsi:type=\"dcterms:W3CDTF\">2026-09-01T00:00:00Z");
        assert!(core.contains(&of), "{core}");
    }
    let lines = rows(&sheet(&book, "Records1"));
    let lines_of = |label: &str| lines.iter().filter(|l| l[0] == label).collect::<Vec<_>>();
    let letters = lines_of("Received").len();
    assert!(letters > 5);
    let issued = lines_of("Issued by");
    assert!(
        issued.len() == letters && issued.iter().all(|l| l[1].contains("(seal)")),
        "{issued:?}"
    );
}

/// What a plan was made under goes with it: into its lists, and into every later look at it.
#[test]
fn a_plan_under_a_scenario_keeps_it() {
    let dir = tempfile::tempdir().unwrap();
    write_tables(&dir.path().join("data"));
    let path = |name: &str| dir.path().join(name).display().to_string();
    let scenario = "title = \"增设语文岗\"\nreason = \"测算\"\n[set]\nrules.distance.max_km = 25\n\
                    [[change]]\ndo = \"add posts\"\nschool = \"S3\"\nstage = \"小学\"\nsubject = \"语文\"\ncount = 1\n";
    fs::write(dir.path().join("what-if.toml"), scenario).unwrap();
    let solve = |out: &str, more: &[&str]| {
        let (data, out) = (path("data"), path(out));
        let args = [&["solve", &data, "-o", &out], more].concat();
        let output = jiaopin(&args);
        assert!(output.status.success(), "{}", said(&output));
        fs::read_to_string(Path::new(&out).join("result.json")).unwrap()
    };
    let posts = |json: &str| {
        let json: serde_json::Value = serde_json::from_str(json).unwrap();
        json["counts"]["posts"].as_i64().expect("posts")
    };
    let plain = solve("as-it-is", &[]);
    let changed = solve("plan", &["-s", &path("what-if.toml")]);
    assert_eq!(posts(&changed), posts(&plain) + 1);

    assert!(
        export(dir.path(), &["--as", "appointment"])
            .status
            .success()
    );
    let one = fs::read(dir.path().join("plan/appointments.xlsx")).unwrap();
    let two = fs::read(dir.path().join("list.xlsx")).unwrap();
    assert!(one == two, "same plan, same scenario, another workbook");
    let cover = rows(&sheet(&two, "概况")).concat().concat();
    for word in [
        "增设语文岗（测算）",
        "rules.distance.max_km = 25",
        "增设岗位：学校代码 S3",
    ] {
        assert!(cover.contains(word), "the cover lacks {word}: {cover}");
    }

    let again =
        |more: &[&str]| export(dir.path(), &[&["--as", "notice", "--force"], more].concat());
    fs::write(
        dir.path().join("what-if.toml"),
        scenario.replace("25", "20"),
    )
    .unwrap();
    let output = again(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("scenario"), "{}", said(&output));
    fs::remove_file(dir.path().join("what-if.toml")).unwrap();
    let output = again(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("-s"), "{}", said(&output));
    fs::write(dir.path().join("moved.toml"), scenario).unwrap();
    let output = again(&["-s", &path("moved.toml")]);
    assert!(output.status.success(), "{}", said(&output));
}
