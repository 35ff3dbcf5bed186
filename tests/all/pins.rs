//! Pins that nothing can follow (R22): an input error where somebody stays by rule, a warning where no place is taken.

use crate::build::Build;
use jiaopin::case::Case;
use jiaopin::county::{Ethics, Month, Role, Sex, Status};
use jiaopin::rules::Mode;
use jiaopin::tables::fault::Faults;

fn two() -> Build {
    Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 2)
        .post("B", "语文", 2)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
}

/// Codes of errors and of W414.
fn codes(build: &Build) -> Vec<&'static str> {
    let mut faults = Faults::default();
    Case::new(build.county.clone(), build.policy.clone(), &mut faults);
    let codes = faults.list.iter().map(|f| f.code);
    codes
        .filter(|c| c.starts_with('E') || *c == "W414")
        .collect()
}

#[test]
fn who_stays_by_rule_is_not_pinned_elsewhere() {
    let leads = |b: Build| b.who("1", |t| t.role = Role::Principal);
    let exempt = |b: Build| b.who("1", |t| t.exemption = vec!["怀孕".into()]);
    assert_eq!(codes(&two().pin("1", true, "B", "")), [""; 0]);
    assert_eq!(codes(&leads(two()).pin("1", true, "B", "")), ["E409"]);
    assert_eq!(codes(&exempt(two()).pin("1", true, "B", "")), ["E409"]);
    for stays in [leads(two()), exempt(two())] {
        assert_eq!(codes(&stays.pin("1", true, "A", "")), [""; 0]);
    }
    let off = leads(two()).pin("1", true, "B", "");
    let off = off.rule(|p| p.rules.pins.mode = Mode::Off);
    assert_eq!(codes(&off), [""; 0]);
    // A leader of the table is movable by the pin (§4a).
    let listed = two().leads("A", Role::Principal, "1", 2025);
    assert_eq!(codes(&listed.pin("1", true, "B", "")), [""; 0]);
    // A pin may not keep from the post whom nothing moves out of it.
    assert_eq!(codes(&leads(two()).pin("1", false, "A", "")), ["E409"]);
    assert_eq!(codes(&leads(two()).pin("1", false, "A", "语文")), ["E409"]);
    assert_eq!(codes(&leads(two()).pin("1", false, "A", "数学")), [""; 0]);
    let listed = two().leads("A", Role::Principal, "1", 2025);
    assert_eq!(codes(&listed.pin("1", false, "A", "")), [""; 0]);
}

#[test]
fn a_pin_without_effect_is_told() {
    let led = two().who("1", |t| t.role = Role::Secretary);
    assert_eq!(codes(&led.pin("1", false, "B", "")), [""; 0]);
    let barred = two().who("1", |t| t.ethics = Ethics::Fail);
    assert_eq!(codes(&barred.pin("1", true, "A", "")), ["W414"]);
    let out = two().who("1", |t| t.status = Status::Left);
    assert_eq!(codes(&out.pin("1", true, "A", "")), ["W414"]);
}

/// 1966-01, a man: 60 years and 4 months (2026-05); the plan is of 2026-09.
#[test]
fn who_drops_out_by_the_month_of_birth_is_named() {
    let told = |build: &Build| {
        let mut faults = Faults::default();
        Case::new(build.county.clone(), build.policy.clone(), &mut faults);
        let own = faults.list.iter().filter(|f| f.code == "W415");
        own.map(|f| f.cause.zh.clone()).collect::<Vec<_>>()
    };
    let born = |year: i16, status: Status| {
        two().who("1", |t| {
            t.sex = Some(Sex::Male);
            t.birth = Month::new(year, 1);
            t.status = status;
        })
    };
    let found = told(&born(1966, Status::Working));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("2026-05 到达退休年月"), "{found:?}");
    assert_eq!(told(&born(1966, Status::Retired)), [""; 0]);
    assert_eq!(told(&born(1976, Status::Working)), [""; 0]);
}

pub fn jiaopin(args: &[&str]) -> (Option<i32>, String) {
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .args(args)
        .output()
        .expect("the program runs");
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (done.status.code(), said)
}

/// 001 has no 音乐: `check` warns with the place, `diagnose` says why; a pin to a post that there is is followed.
#[test]
fn a_pin_to_no_post_is_told() {
    let small = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small");
    let dir = tempfile::tempdir().expect("a folder");
    for file in std::fs::read_dir(&small).expect("a folder").flatten() {
        std::fs::copy(file.path(), dir.path().join(file.file_name())).expect("a copy");
    }
    let county = dir.path().to_string_lossy().into_owned();
    let pin = |row: &str| {
        let text = format!("工号,类型,学校代码,学段,学科\n{row}\n");
        std::fs::write(dir.path().join("锁定.csv"), text).expect("a file");
    };
    let why = "该校没有小学音乐岗位";
    pin("03,必须,001,小学,音乐");
    let (code, said) = jiaopin(&["check", &county, "--lang", "zh"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("W418") && said.contains("锁定.csv › A2"),
        "{said}"
    );
    assert!(said.contains(why), "{said}");
    let (code, said) = jiaopin(&["diagnose", &county, "--lang", "zh"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("小学音乐（{why}）")), "{said}");
    pin("03,必须,002,小学,音乐");
    let (_, said) = jiaopin(&["check", &county, "--lang", "zh"]);
    assert!(!said.contains("W418"), "{said}");
}
