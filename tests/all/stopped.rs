//! A run that was stopped brings a plan that may be far from the best: it must cost nobody a better one, and whoever approves
//! it must be told.

use crate::made::{rows, sheet};
use crate::privacy::parts;
use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// So little time that the search is stopped before it begins.
const NO_TIME: [&str; 2] = ["--time-limit", "0.000001"];

fn jiaopin(place: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
    let command = command.current_dir(place).args(["--lang", "zh"]).args(args);
    let output = command.output().expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    (output.status.code().expect("a code"), text)
}

/// A folder with the small county in it.
fn place() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small");
    let to = dir.path().join("data");
    fs::create_dir(&to).expect("made");
    for entry in fs::read_dir(from).expect("the county") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("copied");
    }
    let path = dir.path().to_path_buf();
    (dir, path)
}

fn status(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("result.json")).expect("a result");
    let result: Value = serde_json::from_str(&text).expect("JSON");
    result["status"].as_str().expect("a word").to_owned()
}

#[test]
fn it_never_takes_the_place_of_a_better_plan() {
    let (_dir, place) = place();
    let solve = ["solve", "data", "-o", "plan", "--force"];
    let stopped = [&solve[..], &NO_TIME].concat();
    // A stopped plan may be replaced: by its like, and by the finished one.
    assert_eq!(jiaopin(&place, &stopped).0, 3);
    assert_eq!(jiaopin(&place, &stopped).0, 3);
    assert!(!place.join("plan-stopped").exists());
    assert_eq!(jiaopin(&place, &solve).0, 0);
    let best = fs::read(place.join("plan/plan.csv")).expect("a plan");

    let (code, said) = jiaopin(&place, &stopped);
    assert_eq!(code, 3);
    assert!(
        said.contains("未作替换") && said.contains("结果已写入 plan-stopped"),
        "{said}"
    );
    assert!(fs::read(place.join("plan/plan.csv")).expect("a plan") == best);
    assert_eq!(status(&place.join("plan")), "optimal");
    assert_eq!(status(&place.join("plan-stopped")), "time_limit");

    // Finished plans of other data are not comparable, and stay too.
    let teachers = place.join("data/教师.csv");
    let text = fs::read_to_string(&teachers).expect("teachers");
    fs::write(&teachers, text.replace("001,2014-08", "001,2015-08")).expect("written");
    assert_eq!(jiaopin(&place, &stopped).0, 3);
    assert!(fs::read(place.join("plan/plan.csv")).expect("a plan") == best);
    assert!(place.join("plan-stopped-2").exists());
    assert_eq!(jiaopin(&place, &solve).0, 0, "a finished run replaces");
}

#[test]
fn nobody_approves_it_and_whoever_reads_it_is_told_on_screen_and_on_the_list() {
    let (_dir, place) = place();
    assert_eq!(
        jiaopin(
            &place,
            &[&["solve", "data", "-o", "cut"][..], &NO_TIME].concat()
        )
        .0,
        3
    );
    assert_eq!(jiaopin(&place, &["solve", "data", "-o", "whole"]).0, 0);
    let export = |plan: &str, kind: &str, out: &str| {
        let args = ["export", plan, "--as", kind, "-o", out];
        let last = ["--final", "党组会"];
        let last = if plan == "cut" { &[][..] } else { &last };
        let (code, said) = jiaopin(&place, &[&args[..], last].concat());
        assert_eq!(code, 0, "{said}");
        let name = if kind == "notice" {
            "公示"
        } else {
            "聘任名单"
        };
        let bytes = fs::read(place.join(out)).expect("a list");
        let head: Vec<String> = rows(&sheet(&bytes, name))
            .into_iter()
            .take(2)
            .flatten()
            .collect();
        (said, head.concat())
    };
    for kind in ["appointment", "notice"] {
        let args = ["export", "cut", "--as", kind, "--final", "党组会"];
        let (code, said) = jiaopin(&place, &[&args[..], &["-o", "no.xlsx"]].concat());
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("E509") && said.contains("T2 缺岗"), "{said}");
        assert!(!place.join("no.xlsx").exists());
        let (said, head) = export("cut", kind, &format!("cut-{kind}.xlsx"));
        assert!(said.contains("方案未经证明最优：T2 缺岗"), "{said}");
        assert!(!said.contains("--final"), "{said}");
        assert!(head.contains("（建议方案）"), "{head}");
        let (said, head) = export("whole", kind, &format!("whole-{kind}.xlsx"));
        assert!(!said.contains("未经证明"), "{said}");
        assert!(head.contains("经党组会审定"), "{head}");
    }
}

/// T8 and what comes after may stop early: that is no reason against a plan.
#[test]
fn a_plan_stopped_behind_the_exact_tiers_may_be_approved() {
    let (_dir, place) = place();
    assert_eq!(jiaopin(&place, &["solve", "data", "-o", "plan"]).0, 0);
    let file = place.join("plan/result.json");
    let text = fs::read_to_string(&file).expect("a result");
    let mut result: Value = serde_json::from_str(&text).expect("JSON");
    result["status"] = "time_limit".into();
    let mut export_with_open = |key: &str, out: &str| {
        let tiers = result["tiers"].as_array_mut().expect("tiers");
        let tier = tiers.iter_mut().find(|t| t["key"] == key).expect("a tier");
        tier["proven"] = false.into();
        tier["bound"] = 0.into();
        fs::write(&file, result.to_string()).expect("written");
        let args = ["export", "plan", "--as", "notice", "--final", "党组会"];
        jiaopin(&place, &[&args[..], &["-o", out]].concat()).0
    };
    assert_eq!(export_with_open("wishes", "later.xlsx"), 0);
    assert_eq!(export_with_open("merit", "merit.xlsx"), 2);
}

/// Behind a tier that is not proven, a proof holds only as long as that one stays as it is.
#[test]
fn no_proof_is_claimed_behind_an_open_tier() {
    let (_dir, place) = place();
    let (_, said) = jiaopin(
        &place,
        &[&["solve", "data", "-o", "cut"][..], &NO_TIME].concat(),
    );
    let line = |no: &str| {
        said.lines()
            .find(|l| l.trim_start().starts_with(no))
            .expect("a tier")
    };
    assert!(line("T1 ").ends_with("  已证最优"), "{said}");
    assert!(line("T10").ends_with("前面各层级不变时已证最优"), "{said}");
}

/// The small county's year in rounds, stopped after the third: `part/`.
fn after_round_three() -> (TempDir, PathBuf) {
    let (dir, place) = place();
    let policy = "extends = \"national.toml\"\n[process]\nmode = \"staged\"\n";
    fs::write(place.join("rounds.toml"), policy).expect("written");
    let solve = [
        "solve",
        "data",
        "-p",
        "rounds.toml",
        "--until",
        "3",
        "-o",
        "part",
    ];
    let (code, said) = jiaopin(&place, &solve);
    assert_eq!(code, 0, "{said}");
    (dir, place)
}

#[test]
fn every_list_and_page_of_a_year_that_is_not_over_says_so() {
    const MARK: &str = "不宜据此定人：竞聘尚未全部进行";
    let (_dir, place) = after_round_three();
    for kind in ["appointment", "notice", "changes", "letters"] {
        let out = format!("{kind}.xlsx");
        let (code, said) = jiaopin(&place, &["export", "part", "--as", kind, "-o", &out]);
        assert_eq!(code, 0, "{said}");
        // Nobody is sent to a door that is shut.
        assert!(
            said.contains("建议方案") && !said.contains("--final"),
            "{said}"
        );
        assert!(
            said.contains("pins.csv") && !said.contains("--time-limit"),
            "{said}"
        );
        let parts = parts(&fs::read(place.join(&out)).expect("a list"));
        let sheets = parts
            .iter()
            .filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
        // Letters are pages of one sheet; each of the others has a page header too.
        let unmarked = sheets.filter(|(_, text)| kind != "letters" && !text.contains(MARK));
        assert_eq!(unmarked.count(), 0, "{kind}");
        let words = parts
            .iter()
            .find(|(name, _)| name.ends_with("sharedStrings.xml"));
        assert!(words.expect("texts").1.contains(MARK), "{kind}");
    }
    let page = ["export", "part", "--as", "page", "--public", "-o", "p.html"];
    assert_eq!(jiaopin(&place, &page).0, 0);
    let text = fs::read_to_string(place.join("p.html")).expect("a page");
    let bar = text.lines().find(|l| l.contains("class=\"mark\""));
    assert!(bar.expect("a bar").contains(MARK));
}

/// Whoever waits for a round to come has not changed place and is not left over yet.
#[test]
fn who_waits_for_a_round_is_no_change_and_not_in_the_pool() {
    let (_dir, place) = after_round_three();
    let plan = fs::read_to_string(place.join("part/plan.csv")).expect("a plan");
    let open: Vec<&str> = plan.lines().filter(|l| l.contains(",pool,")).collect();
    let waiting: Vec<&str> = open.iter().filter_map(|l| l.split(',').next()).collect();
    assert!(
        waiting.len() > 1 && open.iter().all(|l| l.contains("open=3")),
        "{plan}"
    );
    let export = ["export", "part", "--as", "changes", "-o", "c.xlsx"];
    assert_eq!(jiaopin(&place, &export).0, 0);
    let bytes = fs::read(place.join("c.xlsx")).expect("a list");
    for name in ["异动名册", "编制转移"] {
        let text = rows(&sheet(&bytes, name)).concat();
        let listed = |id: &str| {
            text.iter()
                .any(|c| c == id || c.contains(&format!("（{id}）")))
        };
        assert!(!waiting.iter().any(|id| listed(id)), "{name}: {text:?}");
    }
    let text = rows(&sheet(&bytes, "异动名册")).concat().concat();
    let line = format!("编排止于第3轮，另有{}人尚无结果", waiting.len());
    assert!(text.contains(&line) && !text.contains("待岗："), "{text}");
    let book = fs::read(place.join("part/appointments.xlsx")).expect("lists");
    let text = rows(&sheet(&book, "待岗名单")).concat().concat();
    let section = format!("一、尚无结果（以后各轮尚未进行）：{}人", waiting.len());
    assert!(text.contains(&section), "{text}");
    let text = rows(&sheet(&book, "人员周转池")).concat().concat();
    let line = format!("期末在池人员中{}人尚无结果", waiting.len());
    assert!(text.contains(&line), "{text}");
}

#[test]
fn nobody_can_have_approved_what_is_not_over_or_not_there() {
    let (_dir, place) = after_round_three();
    let refused = |plan: &str, code: &str| {
        let args = ["export", plan, "--as", "notice", "--final", "党组会"];
        let (exit, said) = jiaopin(&place, &[&args[..], &["-o", "list.xlsx"]].concat());
        assert_eq!(exit, 2, "{said}");
        assert!(said.contains(code), "{said}");
        assert!(!place.join("list.xlsx").exists());
    };
    refused("part", "E507");
    let scenario = "title = \"补充招录\"\n[[change]]\ndo = \"add recruits\"\nstage = \"小学\"\n\
                    subject = \"体育\"\ncount = 2\n";
    fs::write(place.join("more.toml"), scenario).expect("written");
    let solve = ["solve", "data", "-s", "more.toml", "-o", "more"];
    assert_eq!(jiaopin(&place, &solve).0, 0);
    refused("more", "E508");

    // As a reckoning it may be exported, and every sheet says which; those who are to come are no transfer.
    let export = ["export", "more", "--as", "changes", "-o", "more.xlsx"];
    let (code, said) = jiaopin(&place, &export);
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("--final"), "{said}");
    let bytes = fs::read(place.join("more.xlsx")).expect("a list");
    for (name, text) in parts(&bytes) {
        let sheet = name.starts_with("xl/worksheets/sheet");
        assert!(!sheet || text.contains("情景测算：补充招录"), "{name}");
    }
    let of = |name: &str| rows(&sheet(&bytes, name)).concat().concat();
    for id in ["新招0001", "新招0002"] {
        assert!(of("增员名册").contains(id));
        assert!(!of("编制转移").contains(id));
    }
}
