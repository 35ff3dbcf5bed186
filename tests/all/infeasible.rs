//! A solve that finds that there is no plan leaves the record of it, and nothing that could be taken for a list.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

struct Office {
    dir: tempfile::TempDir,
}

impl Office {
    /// The small county, and the same with two pins to the one post of 音乐.
    fn new() -> Office {
        let dir = tempfile::tempdir().unwrap();
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small");
        for name in ["good", "bad"] {
            let to = dir.path().join(name);
            fs::create_dir(&to).unwrap();
            for file in fs::read_dir(&small).unwrap().flatten() {
                fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
        let pins = "工号,类型,学校代码,学段,学科\n03,必须,002,小学,音乐\n08,必须,002,小学,音乐\n";
        fs::write(dir.path().join("bad/锁定.csv"), pins).unwrap();
        Office { dir }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::cargo_bin("jiaopin").unwrap();
        let command = command.current_dir(self.dir.path()).args(["--lang", "zh"]);
        let done = command.args(args).output().unwrap();
        let said = [done.stdout, done.stderr].concat();
        (done.status.code(), String::from_utf8(said).unwrap())
    }

    fn files(&self, name: &str) -> Vec<String> {
        let all = fs::read_dir(self.at(name)).into_iter().flatten().flatten();
        let mut all: Vec<String> = all.map(|e| e.file_name().into_string().unwrap()).collect();
        all.sort();
        all
    }

    fn record(&self, name: &str) -> Value {
        let text = fs::read(self.at(name).join("result.json")).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}

#[test]
fn the_record_says_that_there_is_no_plan_and_why() {
    let office = Office::new();
    let (code, said) = office.run(&["solve", "bad", "-o", "plan"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("已记入 plan"), "{said}");
    assert_eq!(office.files("plan"), ["result.json"]);
    let record = office.record("plan");
    assert_eq!(record["status"], "infeasible");
    let why = record["reasons"].as_array().unwrap();
    assert!(!why.is_empty());
    for reason in why {
        let said_too = reason["zh"].as_str().unwrap();
        assert!(said.contains(said_too), "{said_too}: {said}");
        assert!(!reason["en"].as_str().unwrap().is_empty());
    }
    assert_eq!(record["county"]["path"], "../bad");
    assert_eq!(record["files"], serde_json::json!({}));
    // It is no plan for anybody.
    let (code, said) = office.run(&["export", "plan", "--as", "notice", "-o", "n.xlsx"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("没有可行方案"), "{said}");
    assert!(!office.at("n.xlsx").exists());
}

#[test]
fn a_record_makes_way_for_a_plan_and_never_takes_the_place_of_one() {
    let office = Office::new();
    office.run(&["solve", "bad", "-o", "plan"]);
    let (code, said) = office.run(&["solve", "good", "-o", "plan", "--force"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(office.record("plan")["status"], "optimal");
    let before = fs::read(office.at("plan/plan.csv")).unwrap();
    let (code, said) = office.run(&["solve", "bad", "-o", "plan", "--force"]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(fs::read(office.at("plan/plan.csv")).unwrap(), before);
    assert_eq!(office.record("plan")["status"], "optimal");
    assert_eq!(office.record("plan-infeasible")["status"], "infeasible");
    office.run(&["solve", "bad", "-o", "plan", "--force"]);
    assert!(!office.at("plan-infeasible-2").exists());
    // A folder of plans is compared without it.
    let (code, said) = office.run(&["compare", "."]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("不足两个方案文件夹"), "{said}");
}

/// Where the office keeps its files stays on its machine: no output names a folder of it.
#[test]
fn no_output_names_where_it_was_made() {
    let office = Office::new();
    let path = |name: &str| office.at(name).display().to_string();
    let (good, first, second) = (path("good"), path("first"), path("second"));
    let (code, said) = office.run(&["solve", &good, "-o", &first]);
    assert_eq!(code, Some(0), "{said}");
    let start = format!("{first}/plan.csv");
    let args = [
        "solve", &good, "-o", &second, "--start", &start, "--keep", &first,
    ];
    let (code, said) = office.run(&args);
    assert_eq!(code, Some(0), "{said}");
    let record = office.record("second");
    assert_eq!(record["options"]["start"], "first");
    assert_eq!(record["options"]["keep"], "first");
    assert_eq!(record["county"]["path"], "../good");
    let folder = office.dir.path().file_name().unwrap().to_str().unwrap();
    for file in ["result.json", "report.html", "plan.csv"] {
        let text = fs::read_to_string(office.at("second").join(file)).unwrap();
        assert!(!text.contains(folder), "{file}");
    }
    let archive = ["export", &second, "--as", "archive", "-o", "内部.xlsx"];
    let (code, said) = office.run(&archive);
    assert_eq!(code, Some(0), "{said}");
    let book = fs::read(office.at("内部.xlsx")).unwrap();
    let cells = crate::made::rows(&crate::made::sheet(&book, "内部·档案说明")).concat();
    assert!(cells.contains(&"good".to_owned()), "{cells:?}");
    assert!(!cells.iter().any(|c| c.contains(folder)), "{cells:?}");
}
