//! `scenarios` and `compare`: what-ifs side by side, each in its own folder, none in another's way.

use crate::made::write_tables;
use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn jiaopin(args: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("jiaopin").unwrap();
    command.args(["--lang", "en"]).args(args).output().unwrap()
}

fn json(output: &std::process::Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// A county and four scenarios: nothing moves, nothing changes, a school that nobody knows, no plan at all.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write_tables(&dir.path().join("data"));
    fs::create_dir(dir.path().join("what-if")).unwrap();
    for (name, text) in [
        (
            "stay",
            "title = \"张三不动\"\n[[change]]\ndo = \"forbid\"\nteacher = \"0004\"\nschool = \"S2\"\n",
        ),
        ("same", "title = \"照旧\"\n"),
        (
            "lost",
            "title = \"错\"\n[[change]]\ndo = \"close school\"\nschool = \"S9\"\n",
        ),
        (
            "none",
            "title = \"无解\"\n[[change]]\ndo = \"pin\"\nteacher = \"0004\"\nschool = \"S2\"\nstage = \"小学\"\nsubject = \"音乐\"\n",
        ),
    ] {
        fs::write(
            dir.path().join("what-if").join(format!("{name}.toml")),
            text,
        )
        .unwrap();
    }
    dir
}

fn run(dir: &Path, more: &[&str]) -> std::process::Output {
    let path = |name: &str| dir.join(name).display().to_string();
    let (data, what_if, out) = (path("data"), path("what-if"), path("out"));
    let mut args = vec!["scenarios", &data, &what_if, "-o", &out, "--json"];
    args.extend(more);
    jiaopin(&args)
}

fn states(output: &std::process::Output) -> Vec<(String, String)> {
    let all = json(output);
    let word = |v: &Value| v.as_str().unwrap().to_owned();
    let list = all["scenarios"].as_array().unwrap();
    list.iter()
        .map(|s| (word(&s["name"]), word(&s["state"])))
        .collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

#[test]
fn one_failing_scenario_stops_no_other_and_what_is_done_is_kept() {
    let dir = folder();
    let first = run(dir.path(), &["--jobs", "2"]);
    assert_eq!(first.status.code(), Some(1), "one has no plan");
    let reason = &json(&first)["scenarios"][1]["reason"]["zh"];
    let reason = reason.as_str().unwrap();
    assert!(
        reason.contains("E610 lost.toml") && reason.ends_with("没有学校代码“S9” → 是不是“S1”？"),
        "{reason}"
    );
    let once = [
        ("base", "solved"),
        ("lost", "skipped"),
        ("none", "no_plan"),
        ("same", "solved"),
        ("stay", "solved"),
    ];
    assert_eq!(states(&first), pairs(&once));
    let same = &json(&first)["scenarios"][3]["same_as_base"];
    assert_eq!(*same, true, "a scenario that changes nothing says so");
    assert_eq!(json(&first)["scenarios"][4]["same_as_base"], false);
    for name in [
        "base/plan.csv",
        "stay/report.html",
        "compare.html",
        "compare.xlsx",
        "compare.json",
    ] {
        assert!(dir.path().join("out").join(name).exists(), "{name}");
    }
    assert!(!dir.path().join("out/lost").exists());
    let none = fs::read_dir(dir.path().join("out/none")).unwrap().flatten();
    let none: Vec<_> = none.map(|e| e.file_name()).collect();
    assert_eq!(none, ["result.json"], "no list of a plan that there is not");
    let page = fs::read_to_string(dir.path().join("out/stay/report.html")).unwrap();
    assert!(
        page.contains("张三不动")
            && page.contains("锁定（禁止）：工号 0004，学校代码 S2（forbid）"),
        "overrides in force"
    );

    // Again: everything that stands is kept; what was touched or asked otherwise is made anew.
    let plan = dir.path().join("out/stay/plan.csv");
    let whole = fs::read_to_string(&plan).unwrap();
    fs::write(&plan, format!("{whole}\n")).unwrap();
    let again = states(&run(dir.path(), &[]));
    let twice = [
        ("base", "kept"),
        ("lost", "skipped"),
        ("none", "no_plan"),
        ("same", "kept"),
        ("stay", "solved"),
    ];
    assert_eq!(again, pairs(&twice));
    assert_eq!(fs::read_to_string(&plan).unwrap(), whole);
    fs::remove_file(dir.path().join("what-if/lost.toml")).unwrap();
    let scenario = dir.path().join("what-if/same.toml");
    fs::write(
        &scenario,
        "title = \"照旧\"\n[set]\nrules.couples.max_km = 9\n",
    )
    .unwrap();
    let third = run(dir.path(), &[]);
    assert_eq!(third.status.code(), Some(1), "one has no plan");
    let three = [
        ("base", "kept"),
        ("none", "no_plan"),
        ("same", "solved"),
        ("stay", "kept"),
    ];
    assert_eq!(states(&third), pairs(&three));
}

#[test]
fn plans_are_compared_person_by_person() {
    let dir = folder();
    let made = run(dir.path(), &[]);
    let all = json(&made)["comparison"].clone();
    let names: Vec<&str> = all["plans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["base", "same", "stay"]);
    // The tiers are those of the results.
    for (at, name) in names.iter().enumerate() {
        let text =
            fs::read_to_string(dir.path().join("out").join(name).join("result.json")).unwrap();
        let result: Value = serde_json::from_str(&text).unwrap();
        for tier in result["tiers"].as_array().unwrap() {
            let row = all["tiers"]
                .as_array()
                .unwrap()
                .iter()
                .find(|r| r["key"] == tier["key"]);
            assert_eq!(
                row.unwrap()["values"][at],
                tier["value"],
                "{name} {}",
                tier["key"]
            );
        }
    }
    // Exactly the persons whose line of plan.csv names another place.
    let place = |name: &str| -> Vec<(String, String)> {
        let text = fs::read_to_string(dir.path().join("out").join(name).join("plan.csv")).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows = rows.records().map(Result::unwrap);
        rows.map(|r| {
            (
                r[0].trim_start_matches('\'').to_owned(),
                [&r[2], &r[3], &r[4], &r[5]].join("/"),
            )
        })
        .collect()
    };
    let (base, stay) = (place("base"), place("stay"));
    assert!(
        base.iter()
            .any(|(id, at)| id == "0004" && at.starts_with("move/S2")),
        "{base:?}"
    );
    let differ: Vec<&String> = base
        .iter()
        .zip(&stay)
        .filter(|(a, b)| a != b)
        .map(|(a, _)| &a.0)
        .collect();
    let said: Vec<&str> = all["persons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["teacher_id"].as_str().unwrap())
        .collect();
    assert!(said.contains(&"0004"));
    assert_eq!(said, differ);
    let moved = all["persons"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["teacher_id"] == "0004")
        .unwrap();
    assert_eq!(moved["fates"][0]["school_id"], "S2");
    assert_ne!(moved["fates"][2]["school_id"], "S2");
    assert!(
        moved["why"]["zh"]
            .as_str()
            .unwrap()
            .contains("志愿10、调动1、距离4.6公里（base、"),
        "{moved}"
    );

    let path = |name: &str| dir.path().join("out").join(name).display().to_string();
    let alike = jiaopin(&["compare", &path("base"), &path("same"), "--json"]);
    let alike = json(&alike);
    assert_eq!(alike["persons"], Value::Array(Vec::new()));
    assert_eq!(alike["schools"], Value::Array(Vec::new()));
    let page = fs::read_to_string(dir.path().join("out/compare.html")).unwrap();
    let plain = page
        .replace("http://www.w3.org/2000/svg", "")
        .replace("http://x", "");
    assert!(!plain.contains("http:") && !plain.contains("https:") && page.contains("方案对比"));
    let (zh, en) = (
        page.matches(" lang=\"zh\"").count(),
        page.matches(" lang=\"en\"").count(),
    );
    assert!(zh > 20 && zh == en, "{zh} {en}");
    assert_eq!(jiaopin(&["compare", &path("base")]).status.code(), Some(2));
    let refused = jiaopin(&[
        "compare",
        &path("base"),
        &path("same"),
        "-o",
        &path("x.doc"),
    ]);
    assert_eq!(refused.status.code(), Some(2));
}

/// Plans of other data are compared, but nobody takes the difference for that of a scenario: in print, on the page, in data.
#[test]
fn plans_of_other_data_are_compared_with_a_warning() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (data, one, two) = (path("data"), path("one"), path("two"));
    assert!(jiaopin(&["solve", &data, "-o", &one]).status.success());
    let other = dir.path().join("other");
    fs::create_dir(&other).unwrap();
    for file in fs::read_dir(&data).unwrap().flatten() {
        fs::copy(file.path(), other.join(file.file_name())).unwrap();
    }
    let teachers = other.join("教师.csv");
    let text = fs::read_to_string(&teachers).unwrap();
    fs::write(&teachers, text.replace("合格,75,", "合格,74,")).unwrap();
    assert!(
        jiaopin(&["solve", &path("other"), "-o", &two])
            .status
            .success()
    );
    let compared = |plans: [&str; 2], name: &str| {
        let outs = ["html", "xlsx", "json"].map(|kind| path(&format!("{name}.{kind}")));
        let outs: Vec<&str> = outs.iter().flat_map(|o| ["-o", o]).collect();
        let args = [&["compare"], &plans[..], &outs].concat();
        let done = jiaopin(&args);
        assert!(done.status.success(), "{done:?}");
        let text = String::from_utf8(done.stdout).unwrap();
        let page = fs::read_to_string(path(&format!("{name}.html"))).unwrap();
        let book = fs::read(path(&format!("{name}.xlsx"))).unwrap();
        let data = fs::read(path(&format!("{name}.json"))).unwrap();
        let data: Value = serde_json::from_slice(&data).unwrap();
        let sheets = ["层级与指标", "人员变动"].map(|s| {
            crate::made::rows(&crate::made::sheet(&book, s))
                .concat()
                .concat()
        });
        (text, page, sheets, data)
    };
    let line = "注意：“two”依据的数据与“one”不同";
    let (text, page, sheets, data) = compared([&one, &two], "unlike");
    let warning = data["warnings"][0]["en"].as_str().unwrap();
    assert!(
        warning.contains("two was made from other data"),
        "{warning}"
    );
    // Each plan is called by its folder everywhere, and a school is told from its post.
    let heads = text.lines().find(|l| l.contains(" plan ")).unwrap();
    assert!(heads.contains("one") && heads.contains("two"), "{heads}");
    assert!(data["plans"][1]["label"] == "two");
    assert!(!page.contains("方案1") && !sheets.concat().contains("方案1"));
    assert!(text.contains(warning) && page.contains(line), "{text}");
    assert!(sheets.iter().all(|s| s.contains(line)), "{sheets:?}");
    let (text, page, sheets, data) = compared([&one, &one], "alike");
    assert!(!text.contains("Beware") && !page.contains(line) && !sheets.concat().contains(line));
    assert_eq!(data["plans"][1]["label"], "one（2）");
    assert_eq!(data["warnings"], Value::Array(Vec::new()));
    // The columns say whose they are.
    let head = text.lines().find(|l| l.starts_with("  plan "));
    let head: Vec<&str> = head.expect("a heading").split_whitespace().collect();
    assert_eq!(head, ["plan", "one（1）", "one（2）"]);
}

/// A change that finds nothing to change is no change: the values in force, a school that closes already, nobody to retire.
#[test]
fn a_scenario_that_changes_nothing_is_warned_of() {
    let dir = folder();
    let data = dir.path().join("data").display().to_string();
    let warned = |name: &str, text: &str| {
        let file = dir.path().join(name);
        fs::write(&file, text).unwrap();
        let checked = jiaopin(&["check", &data, "-s", &file.display().to_string(), "--json"]);
        assert_eq!(checked.status.code(), Some(0), "{name}: {checked:?}");
        String::from_utf8_lossy(&checked.stdout).contains("W611")
    };
    assert!(warned(
        "in-force.toml",
        "[set]\nrules.couples.max_km = 15\n"
    ));
    assert!(!warned("other.toml", "[set]\nrules.couples.max_km = 14\n"));
    let nobody = "[[change]]\ndo = \"retire teachers matching\"\nborn_until = \"1900-01\"\n";
    assert!(warned("nobody.toml", nobody));
    let somebody = "[[change]]\ndo = \"retire teachers matching\"\nteachers = [\"0004\"]\n";
    assert!(!warned("somebody.toml", somebody));
}

#[test]
fn a_part_makes_its_plans_and_leaves_the_comparison_to_the_whole() {
    let dir = folder();
    let first = run(dir.path(), &["--shard", "1/2"]);
    let second = run(dir.path(), &["--shard", "2/2"]);
    let odd = [("base", "solved"), ("none", "no_plan"), ("stay", "solved")];
    let even = [("lost", "skipped"), ("same", "solved")];
    assert_eq!(
        (states(&first), states(&second)),
        (pairs(&odd), pairs(&even))
    );
    assert_eq!(
        json(&first)["comparison"]["plans"],
        Value::Array(Vec::new())
    );
    let out = dir.path().join("out");
    assert!(!out.join("compare.html").exists());
    let all = json(&jiaopin(&["compare", &out.display().to_string(), "--json"]));
    let plans = all["plans"].as_array().unwrap().iter();
    let names: Vec<&str> = plans.map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["base", "same", "stay"],
        "the plan without scenario first"
    );
    assert_eq!(all["one_county"], true);
}

/// No school teaches 高中: that change is another county's, so that `scenarios` leaves its file out; a school's name in
/// place of its id is told with the id, and nothing more is said of a scenario with a fault.
#[test]
fn what_the_county_does_not_have_is_told_with_its_place() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let told = |text: &str| {
        fs::write(path("s.toml"), text).unwrap();
        let checked = ["check", &path("data"), "-s", &path("s.toml")];
        let checked = jiaopin(&checked);
        let said = [checked.stdout, checked.stderr].concat();
        (checked.status.code(), String::from_utf8(said).unwrap())
    };
    let recruits =
        "[[change]]\ndo = \"add recruits\"\nstage = \"高中\"\nsubject = \"语文\"\ncount = 10\n";
    let posts = "[[change]]\ndo = \"add posts\"\nschool = \"S1\"\nstage = \"高中\"\nsubject = \"语文\"\ncount = 1\n";
    for text in [recruits, posts] {
        let (code, said) = told(text);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains("E610") && said.contains("s.toml › change › L2"),
            "{said}"
        );
        assert!(
            said.contains("no school of the stage \"高中\"") && !said.contains("W611"),
            "{said}"
        );
    }
    assert_eq!(told(&recruits.replace("高中", "小学")).0, Some(0));
    let (code, said) = told("[[change]]\ndo = \"close school\"\nschool = \"红山区第一实验小学\"\n");
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("is a school's name; write its id S1") && !said.contains("W611"),
        "{said}"
    );
    fs::write(dir.path().join("what-if/lost.toml"), recruits).unwrap();
    let skipped = &json(&run(dir.path(), &[]))["scenarios"][1];
    assert_eq!(skipped["state"], "skipped", "{skipped}");
}

#[test]
fn somebody_elses_files_are_not_replaced() {
    let dir = folder();
    let out = dir.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("compare.html"), "mine").unwrap();
    let refused = run(dir.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("compare.html"), "{told}");
    assert_eq!(
        fs::read_to_string(out.join("compare.html")).unwrap(),
        "mine"
    );
    assert!(!out.join("base").exists());
}

#[test]
#[cfg(unix)]
fn only_the_owner_enters_the_folder() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder();
    run(dir.path(), &[]);
    let mode = fs::metadata(dir.path().join("out")).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o700);
}
