//! The output folder of a solve: whole or not at all, the same every time, readable by people and by programs.

use crate::made::{TABLES, made, rows, sheet, solved, write_tables};
use jiaopin::report;
use jiaopin::tables::fault::Faults;
use std::fs;
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut all: Vec<String> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    all.sort();
    all
}

#[test]
fn the_folder_holds_what_the_specification_names_and_is_the_same_every_time() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    made.write(&data, &a, false).unwrap();
    made.write(&data, &b, false).unwrap();
    let files = [
        "appointments.xlsx",
        "leaders.csv",
        "lent.csv",
        "plan.csv",
        "report.html",
        "result.json",
        "uncovered.csv",
    ];
    assert_eq!(names(&a), files);
    for file in files {
        assert!(
            fs::read(a.join(file)).unwrap() == fs::read(b.join(file)).unwrap(),
            "{file} differs"
        );
    }
    assert_eq!(names(dir.path()), ["a", "b", "data"]);
}

#[test]
fn the_roster_lists_everybody_once_and_can_be_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let made = made(&dir.path().join("data"));
    let book = made.book();
    let rows = rows(&sheet(&book, report::ROSTER));
    let head = rows
        .iter()
        .position(|r| r.contains(&"工号".to_owned()))
        .unwrap();
    let column = |name: &str| rows[head].iter().position(|h| h == name).unwrap();
    let persons: Vec<&Vec<String>> = rows[head + 1..]
        .iter()
        .filter(|r| !r[column("工号")].is_empty())
        .collect();
    assert_eq!(persons.len(), made.plan.rows.len());
    for row in &made.plan.rows {
        let t = made.case.county.teacher(row.teacher);
        let line = persons
            .iter()
            .find(|p| p[column("工号")] == t.id)
            .unwrap_or_else(|| panic!("{} is missing", t.id));
        let school = row
            .station
            .map_or("", |s| made.case.county.school(s.school).name.as_str());
        assert_eq!(line[column("去向")], row.outcome.zh(), "{}", t.id);
        assert!(
            line[column("拟聘学校")].starts_with(school),
            "{}: {}",
            t.id,
            line[column("拟聘学校")]
        );
        let subject = row
            .station
            .and_then(|s| s.subject)
            .map_or("", |s| made.case.county.subject(s));
        assert_eq!(line[column("学科")], subject, "{}", t.id);
    }
    let text = rows.concat().join("\n");
    assert!(
        text.contains("太平小学（S3）"),
        "two schools of one name get their codes"
    );
    assert!(text.contains("红山区第一实验小学：核定编制9人"), "{text}");
    assert!(rows[0].concat().contains("（建议方案）"));
}

#[test]
fn formulas_are_text() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let out = dir.path().join("out");
    made.write(&data, &out, false).unwrap();
    let book = fs::read(out.join("appointments.xlsx")).unwrap();
    for xml in crate::privacy::parts(&book) {
        assert!(
            !xml.1.contains("<f>") || xml.0.contains("chart"),
            "{} holds a formula",
            xml.0
        );
    }
    let csv = fs::read_to_string(out.join("plan.csv")).unwrap();
    assert!(
        csv.contains("\n'-010,") && !csv.contains("\n-010,"),
        "{csv}"
    );
    let mut faults = Faults::default();
    let read = jiaopin::plan::read::read(&out.join("plan.csv"), &made.case, &mut faults);
    assert_eq!(read.as_ref(), Some(&made.plan), "{faults:?}");
    let text = rows(&sheet(&book, report::ROSTER)).concat().join("\n");
    assert!(
        text.contains("=HYPERLINK(\"http://x\")") && text.contains("@张三"),
        "{text}"
    );
}

#[test]
fn result_json_says_how_good_and_from_what() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let out = dir.path().join("out");
    made.write(&data, &out, false).unwrap();
    let text = fs::read_to_string(out.join("result.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["format"], "jiaopin-result/1");
    assert_eq!(json["status"], "optimal");
    assert_eq!(json["county"]["path"], "../data");
    assert_eq!(json["county"]["sha256"], made.case.county.hash.as_str());
    assert_eq!(json["counts"]["outcome"]["barred"], 1);
    assert_eq!(json["counts"]["class"]["out"], 1);
    assert_eq!(json["audit"]["broken"], 0);
    let first = &json["tiers"][0];
    assert_eq!(
        (first["key"].as_str(), first["proven"].as_bool()),
        (Some("over_staffing"), Some(true))
    );
    let plan = fs::read(out.join("plan.csv")).unwrap();
    assert_eq!(json["files"]["plan.csv"], report::sha256(&plan));
    assert_eq!(
        json["indicators"]["balance"]["primary"]["pe_arts"]["need"],
        4
    );
}

#[test]
fn an_existing_folder_is_refused_and_replaced_only_with_force() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let out = dir.path().join("out");
    made.write(&data, &out, false).unwrap();
    fs::write(out.join("plan.csv"), "edited").unwrap();
    let error = made.write(&data, &out, false).unwrap_err();
    assert!(error.to_string().contains("--force"), "{error}");
    assert_eq!(fs::read_to_string(out.join("plan.csv")).unwrap(), "edited");
    made.write(&data, &out, true).unwrap();
    assert_ne!(fs::read_to_string(out.join("plan.csv")).unwrap(), "edited");
    let error = made.write(&data, &data, true).unwrap_err();
    assert!(
        error.to_string().contains("not an output folder"),
        "{error}"
    );
    assert_eq!(names(&data).len(), TABLES.len());
    assert_eq!(names(dir.path()), ["data", "out"]);
}

#[test]
fn gaps_and_counts_agree_between_files() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let out = dir.path().join("out");
    made.write(&data, &out, false).unwrap();
    let text = fs::read_to_string(out.join("uncovered.csv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("school_id,stage,subject,count,uncovered,weight")
    );
    let open: i64 = lines
        .map(|l| l.split(',').collect::<Vec<_>>())
        .map(|f| f[4].parse::<i64>().unwrap() * f[5].parse::<i64>().unwrap())
        .sum();
    let tier = made
        .solved
        .tiers
        .iter()
        .find(|t| t.key == "uncovered")
        .unwrap();
    assert_eq!(open, tier.value, "{text}");
    let book = fs::read(out.join("appointments.xlsx")).unwrap();
    for name in [
        "概况",
        "聘任名单",
        "调动名单",
        "待岗名单",
        "缺岗与招录建议",
        "周转编制",
        "轮岗台账",
        "均衡指标",
        "规则核对",
        "待核参数",
    ] {
        assert!(rows(&sheet(&book, name)).len() > 3, "{name} is empty");
    }
    let open = rows(&sheet(&book, "待核参数"));
    let rotation = open
        .iter()
        .find(|row| row.iter().any(|c| c == "R08 交流轮岗"));
    assert!(
        rotation.is_some_and(|row| row.iter().any(|c| c.contains("6周年"))),
        "{open:?}"
    );
    let text = open.concat().concat();
    for raw in ["due_only", "wishes", "rules.", "staffing", "比例；", "0.68"] {
        assert!(!text.contains(raw), "{raw} in {text}");
    }
    let rules = rows(&sheet(&book, "规则核对"));
    assert_eq!(
        rules
            .iter()
            .filter(|r| r[0].len() == 3 && r[0].starts_with('R'))
            .count(),
        26
    );
}

/// Without the fields named `seconds`.
fn timeless(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.shift_remove("seconds");
            map.values_mut().for_each(timeless);
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(timeless),
        _ => {}
    }
}

#[test]
fn two_solves_of_shuffled_rows_write_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mut read = Vec::new();
    for (name, turned) in [("one", false), ("two", true)] {
        let folder = dir.path().join(name);
        let data = folder.join("data");
        write_tables(&data);
        if turned {
            for (table, text) in TABLES {
                let mut lines: Vec<&str> = text.lines().collect();
                lines[1..].reverse();
                fs::write(data.join(table), lines.join("\n")).unwrap();
            }
        }
        let made = solved(&data);
        made.write(&data, &folder.join("plan"), false).unwrap();
        let file = |name: &str| fs::read(folder.join("plan").join(name)).unwrap();
        let mut json: serde_json::Value = serde_json::from_slice(&file("result.json")).unwrap();
        timeless(&mut json);
        read.push((json, file("plan.csv"), file("appointments.xlsx")));
    }
    let (two, one) = (read.pop().unwrap(), read.pop().unwrap());
    assert_eq!(one.0, two.0);
    assert!(one.1 == two.1 && one.2 == two.2);
}

/// A number whose source the county has yet to confirm is never printed as law.
#[test]
fn the_rule_sheet_marks_what_is_not_confirmed() {
    let dir = tempfile::tempdir().unwrap();
    let book = made(&dir.path().join("data")).book();
    let rules = rows(&sheet(&book, "规则核对"));
    let row = |no: &str| rules.iter().find(|r| r[0] == no).expect("the rule");
    let [parameters, source] = [4, 5];
    assert!(
        row("R08")[parameters].contains("年限 6※"),
        "{:?}",
        row("R08")
    );
    assert!(
        row("R08")[parameters].contains("比例 10%；"),
        "{:?}",
        row("R08")
    );
    let known = "各地6—9年不等※（年限）；教师〔2014〕4号";
    assert_eq!(row("R08")[source], known);
    let shares = "高级岗位比例 幼儿园 10%※、小学 15%※、初中 25%※";
    assert!(row("R11")[parameters].contains(shares), "{:?}", row("R11"));
    assert!(row("R09")[source].ends_with('※'), "{:?}", row("R09"));
}
