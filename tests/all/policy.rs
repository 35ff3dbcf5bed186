//! Policy files: layers, provenance, faults by line, scenarios, and the numbers of the national policy.

use jiaopin::policy::{self, Policy, ProcessMode, TIERS};
use jiaopin::rules::{CATALOGUE, Mode};
use jiaopin::tables::fault::{Fault, Faults};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

pub fn models(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("models")
        .join(name)
}

pub fn faults(text: &str) -> Vec<Fault> {
    let folder = Folder::new();
    let path = folder.file("county.toml", text);
    Policy::load(&path).expect_err("the file is faulty").list
}

/// Code, place, cause, remedy in Chinese.
pub fn lines(faults: &[Fault]) -> Vec<String> {
    let line = |f: &Fault| format!("{} {} {} {}", f.code, f.place, f.cause.zh, f.remedy.zh);
    faults.iter().map(line).collect()
}

pub fn loaded(text: &str) -> Policy {
    let folder = Folder::new();
    let path = folder.file("county.toml", text);
    Policy::load(&path).unwrap_or_else(|f| panic!("{:?}", lines(&f.list)))
}

#[test]
fn a_typo_is_named_with_its_line_and_the_nearest_key() {
    let found = faults("extends = \"national.toml\"\n\n[rules.rotation]\nshaer = 0.15\n");
    assert_eq!(
        lines(&found),
        [
            "E602 county.toml › rules.rotation › L4 [rules.rotation] 中没有“shaer”这个参数。 是不是“share”？"
        ]
    );
    assert_eq!(found[0].cause.en, "[rules.rotation] has no key \"shaer\".");
    assert_eq!(found[0].remedy.en, "did you mean \"share\"?");
}

#[test]
fn every_fault_of_a_file_is_told_at_once() {
    let text = "extends = \"national.toml\"\n\
        [rulse]\nx = 1\n\
        [rules.staffing]\nretain_max_share = 0.5\nmode = \"hard\"\n\
        [rules.rotation]\nyears = \"六\"\nshare = 1.4\n\
        [tiers]\norder = [\"uncovered\", \"uncoverd\", \"uncovered\"]\n\
        [year]\nas_of = \"2026-02-30\"\n\
        [rules.titles.senior_share]\n\"大学\" = 0.1\n\
        [rules.outflow]\nshare = { value = 0.3, sorce = \"x\" }\nverify = 1\n";
    let found = faults(text);
    let codes: Vec<(&str, &str)> = found
        .iter()
        .map(|f| (f.code, f.place.cell.as_str()))
        .collect();
    let expected = [
        ("E603", "L18"),
        ("E602", "L2"),
        ("E602", "L5"),
        ("E605", "L6"),
        ("E603", "L8"),
        ("E604", "L9"),
        ("E602", "L15"),
        ("E602", "L17"),
        ("E605", "L11"),
        ("E605", "L11"),
        ("E605", "L13"),
    ];
    for one in expected {
        assert!(codes.contains(&one), "{one:?} is missing in {codes:?}");
    }
    assert_eq!(found.len(), expected.len(), "{:#?}", lines(&found));
    let homeless = found.iter().find(|f| f.place.cell == "L5").unwrap();
    assert_eq!(
        homeless.remedy.zh,
        "“retain_max_share”应写在 [rules.posts] 下。"
    );
}

#[test]
fn contradictions_are_told_with_the_line_that_makes_them() {
    let text = "extends = \"national.toml\"\n\
        [curriculum.weekly_hours.\"小学\"]\n\"书法\" = [1, 1, 1]\n\
        [rules.titles.senior_share]\n\"小学\" = 0.7\n\
        [rules.leader_match]\nstrong_rank = \"一级\"\n";
    let found = lines(&faults(text));
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found[0].starts_with("E609 county.toml › rules.titles.senior_share.小学 › L5 "),
        "{}",
        found[0]
    );
    assert!(
        found[1].starts_with("E609 county.toml › rules.leader_match.strong_rank › L7 "),
        "{}",
        found[1]
    );
    assert!(
        found[2].contains("小学有6个年级，书法却填了3个课时数"),
        "{}",
        found[2]
    );
}

#[test]
fn what_is_no_policy_is_refused_with_its_place() {
    assert_eq!(faults("a = [1,\n")[0].code, "E601");
    assert_eq!(faults("extends = \"nowhere.toml\"\n")[0].code, "E606");
    assert_eq!(
        faults("extends = \"nowhere.toml\"\n")[0].place.to_string(),
        "county.toml › extends › L1"
    );
    assert_eq!(faults("extends = \"county.toml\"\n")[0].code, "E607");
    assert_eq!(faults("extends = 3\n")[0].code, "E603");
    let bare = faults("[year]\nlabel = \"x\"\n");
    assert_eq!(bare[0].code, "E608");
    assert!(
        bare[0].cause.zh.contains("year.as_of"),
        "{}",
        bare[0].cause.zh
    );
    let folder = Folder::new();
    std::fs::write(folder.0.path().join("gbk.toml"), [0xd6, 0xd0]).unwrap();
    let gbk = Policy::load(&folder.0.path().join("gbk.toml")).unwrap_err();
    assert_eq!(gbk.list[0].code, "E606");
}

#[test]
fn each_value_knows_the_file_that_set_it() {
    let folder = Folder::new();
    folder.file(
        "city.toml",
        "extends = \"national.toml\"\n[rules.rotation]\nsource = \"市教发〔2025〕1号\"\nsince = 2025-03-01\nyears = 7\n",
    );
    let county = "extends = \"city.toml\"\n[rules.rotation]\nshare = 0.12\n[rules.couples]\nverify = false\n\
        [rules.outflow]\nshare = { value = 0.15, source = \"区教发〔2026〕2号\", since = 2026-05-01 }\n";
    let policy = Policy::load(&folder.file("county.toml", county)).unwrap();
    let entry = |key: &str| policy.entry(key).unwrap_or_else(|| panic!("{key}"));

    let years = entry("rules.rotation.years");
    assert_eq!((years.file.as_str(), years.line), ("city.toml", 5));
    assert_eq!(
        (years.source.as_str(), years.since.as_str()),
        ("市教发〔2025〕1号", "2025-03-01")
    );
    assert_eq!(years.unit, "周年", "the unit stays");
    assert!(!years.verify);

    let share = entry("rules.rotation.share");
    assert_eq!((share.file.as_str(), share.line), ("county.toml", 3));
    assert_eq!(
        share.source, "",
        "the old source does not speak for a new number"
    );
    assert!(share.verify, "a number without a source is to be verified");

    let untouched = entry("rules.rotation.backbone_share");
    assert_eq!(
        (untouched.file.as_str(), untouched.source.as_str()),
        ("national.toml", "教师〔2014〕4号")
    );

    assert!(
        !entry("rules.couples.max_km").verify,
        "a county may confirm a whole table"
    );
    assert_eq!(entry("rules.couples.max_km").source, "产品默认值");
    assert_eq!(entry("rules.outflow.share").source, "区教发〔2026〕2号");
    assert!(!entry("rules.outflow.share").verify && entry("rules.outflow.county_share").verify);
    assert_eq!(policy.rules.rotation.years, 7);
}

#[test]
fn every_number_of_the_national_policy_has_unit_source_and_date() {
    fn has_number(value: &Value) -> bool {
        match value {
            Value::Array(list) => list.iter().any(has_number),
            other => other.is_number(),
        }
    }
    for entry in &Policy::national().entries {
        assert!(
            !entry.source.is_empty() && !entry.since.is_empty(),
            "{}",
            entry.key
        );
        assert!(
            !has_number(&entry.value) || !entry.unit.is_empty(),
            "{} has no unit",
            entry.key
        );
        let unsure = ["产品默认值", "常见值", "各地", "推算", "某省"];
        let uncertain = unsure.iter().any(|w| entry.source.contains(w));
        let certain = entry.key.ends_with(".mode") || entry.key == "process.mode";
        assert!(
            entry.verify || !uncertain || certain,
            "{} is shown as law",
            entry.key
        );
    }
}

#[test]
fn the_defaults_are_those_of_the_specification() {
    let policy = Policy::national();
    let is = |key: &str, value: Value| {
        let entry = policy.entry(key).unwrap_or_else(|| panic!("{key}"));
        assert_eq!(entry.value, value, "{key}");
    };
    is("rules.staffing.pool_per_school", json!(3));
    is("rules.staffing.pool_share", json!(0.02));
    is("rules.posts.retain_max_share", json!(1.0));
    is("rules.exemption.near_retirement_years", json!(5));
    is("rules.minimum_service.years.特岗", json!(3));
    is("rules.minimum_service.years.公费师范生", json!(6));
    is("rules.rotation.years", json!(6));
    is("rules.outflow.share", json!(0.2));
    is("rules.outflow.county_share", json!(0.1));
    is("rules.balance.primary_education", json!(4.2));
    is("rules.balance.junior_education", json!(5.3));
    is("rules.balance.pe_arts", json!(0.9));
    is("rules.couples.max_km", json!(15));
    is("rules.distance.max_km", json!(30));
    is("rules.leader_terms.max_terms", json!(2));
    is("rules.leader_match.weak_weight", json!(2));
    is("staffing.stages.小学.students_per_staff", json!(19));
    is("staffing.stages.初中.students_per_staff", json!(13.5));
    is("staffing.stages.高中.students_per_staff", json!(12.5));
    is("tiers.weights.wish_own_school", json!(5));
}

#[test]
fn modes_and_tiers_of_the_specification() {
    let policy = Policy::national();
    let plain = serde_json::to_value(&policy).unwrap();
    for rule in CATALOGUE {
        let mode: Mode = serde_json::from_value(plain["rules"][rule.key]["mode"].clone()).unwrap();
        assert_eq!(mode, rule.default, "{}", rule.no);
        assert!(rule.modes().contains(&rule.default));
    }
    // The optional one is named by who wants it.
    let keys: Vec<&str> = TIERS.iter().map(|t| t.key()).collect();
    let optional = keys.iter().filter(|key| **key == "envy").count();
    assert_eq!(policy.tiers.order, keys[..keys.len() - optional]);
    assert_eq!(policy.tiers.gap.len(), 4);
    assert_eq!(policy.process.mode, ProcessMode::Integrated);
    assert_eq!(policy.as_of().to_string(), "2026-09");
}

/// A tier that the order leaves out is no longer pursued: said, unless nothing would count in it.
#[test]
fn a_tier_left_out_of_the_order_is_told() {
    let told = |text: &str, leader_posts: bool| {
        let policy = loaded(&format!("extends = \"national.toml\"\n{text}"));
        let mut faults = Faults::default();
        policy::check_order(&policy, leader_posts, &mut faults);
        let one = |f: &Fault| format!("{} {} {}", f.code, f.place, f.cause.zh);
        faults.list.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(told("", true), [""; 0]);
    let order = |without: &[&str]| {
        let national = Policy::national().tiers.order;
        let kept = national.iter().filter(|k| !without.contains(&k.as_str()));
        let kept: Vec<String> = kept.map(|k| format!("{k:?}")).collect();
        format!("[tiers]\norder = [{}]\n", kept.join(", "))
    };
    let said = told(&order(&["rotation", "leader_match", "leader_score"]), true);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("W601 ") && said[0].contains("tiers.order"),
        "{said:?}"
    );
    assert!(
        said[0]
            .ends_with("目标层级次序没有列出 L2 正职匹配、L3 正职择优、T4 轮岗，求解时不予追求。"),
        "{said:?}"
    );
    let leaders = order(&["leader_unfilled", "leader_match", "leader_score"]);
    assert_eq!(told(&leaders, false), [""; 0]);
    let off = order(&["rotation"]) + "[rules.rotation]\nmode = \"off\"\n";
    assert_eq!(told(&off, true), [""; 0]);
}

#[test]
fn weekly_hours_add_up_to_the_curriculum() {
    let policy = Policy::national();
    let total = |stage: &str| -> Vec<String> {
        let rows = &policy.curriculum.weekly_hours[stage];
        let grades = policy.curriculum.grades[stage].len();
        let sum = |at: usize| rows.values().map(|h| h[at]).sum::<rust_decimal::Decimal>();
        (0..grades)
            .map(|at| sum(at).normalize().to_string())
            .collect()
    };
    assert_eq!(total("小学"), ["26", "26", "30", "30", "30", "30"]);
    assert_eq!(total("初中"), ["34", "34", "34"]);
    assert_eq!(total("高中"), ["35", "35", "35"]);
}

#[test]
fn the_hash_is_of_what_the_policy_decides() {
    let national = Policy::national().hash;
    assert_eq!(
        loaded("extends = \"national.toml\"\n# nothing else\n").hash,
        national
    );
    assert_eq!(
        loaded("extends = \"national.toml\"\n[rules.rotation]\nshare = 0.1\nsource = \"x\"\n").hash,
        national
    );
    assert_ne!(
        loaded("extends = \"national.toml\"\n[rules.rotation]\nshare = 0.11\n").hash,
        national
    );
    assert_ne!(
        loaded("extends = \"national.toml\"\n[rules.couples]\nmode = \"off\"\n").hash,
        national
    );
    assert_eq!(national.len(), 64);
}

#[test]
fn hongshan_says_only_what_differs() {
    let policy = Policy::load(&models("hongshan.toml")).unwrap();
    assert_eq!(policy.year.label, "赤峰市红山区2026—2027学年");
    assert_ne!(policy.hash, Policy::national().hash);
    let source = &policy.entry("rules.new_school.mode").unwrap().source;
    assert_eq!(source, "红山区教育发展规划第15条");
    assert!(
        policy
            .to_verify()
            .iter()
            .any(|e| e.key == "rules.titles.senior_share.小学")
    );
}

#[test]
fn a_layer_that_goes_to_another_year_takes_its_name_along() {
    let label = |text: &str| {
        let policy = loaded(&format!("extends = \"national.toml\"\n[year]\n{text}\n"));
        let mut faults = Faults::default();
        policy::check_label(&policy, &mut faults);
        let at: Vec<String> = faults.list.iter().map(|f| f.place.to_string()).collect();
        (policy.year.label, at)
    };
    let none: Vec<String> = Vec::new();
    let derived = |name: &str| (name.to_owned(), none.clone());
    assert_eq!(label("as_of = 2027-09-01"), derived("2027—2028学年"));
    assert_eq!(label("as_of = 2027-07-31"), derived("2027—2028学年"));
    assert_eq!(label("as_of = 2027-03-01"), derived("2026—2027学年"));
    assert_eq!(label("label = \"某县\""), derived("某县"));
    let wrong = "as_of = 2027-09-01\nlabel = \"2026—2027学年\"";
    let at = "county.toml › year.label › L4".to_owned();
    assert_eq!(label(wrong), ("2026—2027学年".to_owned(), vec![at]));
    assert_eq!(label("as_of = 2027-03-01\nlabel = \"2027年春\"").1, none);
    let folder = Folder::new();
    let scenario = folder.file(
        "s.toml",
        "title = \"次年\"\n[set]\n\"year.as_of\" = 2027-09-01\n",
    );
    let (policy, _) = Policy::resolve(Some(&models("hongshan.toml")), &[scenario])
        .unwrap_or_else(|f| panic!("{:?}", lines(&f.list)));
    assert_eq!(policy.year.label, "赤峰市红山区2027—2028学年");
}
