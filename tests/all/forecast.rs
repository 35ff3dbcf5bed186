//! `forecast`: every number here was reckoned by hand, from the tables and SPEC §3 and §4 alone.

use crate::build::Build;
use crate::made::{rows, sheet, write_tables};
use assert_cmd::Command;
use jiaopin::county::*;
use jiaopin::forecast::{Forecast, Need, Year, assumptions};
use jiaopin::policy::Policy;
use rust_decimal::Decimal;
use std::fs;
use std::path::Path;

/// Two grades a stage and one subject: a class of grade 1 takes a teacher, of grade 2 two; of 初中 one each.
fn small_curriculum(policy: &mut Policy) {
    let words = |list: [&str; 2]| list.map(String::from).to_vec();
    let curriculum = &mut policy.curriculum;
    curriculum.grades = [("小学", words(["1", "2"])), ("初中", words(["7", "8"]))]
        .map(|(stage, grades)| (stage.to_owned(), grades))
        .into();
    let hours = |list: [i64; 2]| [("语文".to_owned(), list.map(Decimal::from).to_vec())].into();
    curriculum.weekly_hours = [("小学", hours([10, 20])), ("初中", hours([10, 10]))]
        .map(|(stage, hours)| (stage.to_owned(), hours))
        .into();
    let load = || [("语文".to_owned(), Decimal::from(10))].into();
    curriculum.load = [("小学", load()), ("初中", load())]
        .map(|(stage, load)| (stage.to_owned(), load))
        .into();
}

fn junior(school: &mut School) {
    school.stages = vec![Stage::Junior];
}

/// A has grades 1 and 2, its teaching point B only grade 1; C and D are 初中.
fn cohorts() -> Build {
    let mut build = Build::new()
        .school("A")
        .school("B")
        .school("C")
        .school("D")
        .at("B", |s| s.legal_unit = SchoolIx(0))
        .at("C", junior)
        .at("D", junior)
        .teacher("1", "A", "语文")
        .rule(small_curriculum);
    build.county.posts = None;
    let rows = [
        ("A", 1, 1, 30),
        ("A", 2, 2, 80),
        ("B", 1, 1, 10),
        ("C", 7, 2, 60),
        ("C", 8, 1, 50),
        ("D", 7, 1, 30),
        ("D", 8, 1, 40),
    ];
    for (school, grade, classes, students) in rows {
        build = build.pupils(school, grade, students);
        build.county.classes.last_mut().unwrap().classes = classes;
    }
    build
}

fn forecast(build: &Build, years: u32) -> Forecast {
    Forecast::new(&build.case(), years)
}

/// Pupils and classes of a school in a year.
fn at(build: &Build, year: &Year, school: &str) -> (u32, u32) {
    let own = build.s(school);
    let here = year.pupils.iter().filter(|((s, _), _)| *s == own);
    here.fold((0, 0), |(n, c), (_, p)| (n + p.students, c + p.classes))
}

fn need(build: &Build, year: &Year, stage: Stage, subject: &str) -> Need {
    let found = year.needs.get(&(stage, build.subject(subject)));
    found.copied().unwrap_or_default()
}

#[test]
fn cohorts_move_up_with_their_classes() {
    let build = cohorts();
    let f = forecast(&build, 2);
    let pupils = |school: &str| {
        f.years
            .iter()
            .map(|y| at(&build, y, school))
            .collect::<Vec<_>>()
    };
    // A: 30 enter each year. Its grade 1 (one class) becomes grade 2, and B's 10, who have no grade 2 of their own, join
    // them: 40 pupils, in classes of 40 as now, are one class.
    assert_eq!(pupils("A"), [(110, 3), (70, 2), (70, 2)]);
    assert_eq!(pupils("B"), [(10, 1), (10, 1), (10, 1)]);
    // The 80 of grade 2 enter 初中 as 60 and 30 do now: 53.3 and 26.7. C had 30 a class: 53 are two. Then 40: 26.7, 13.3.
    assert_eq!(pupils("C"), [(110, 3), (53 + 60, 4), (27 + 53, 3)]);
    assert_eq!(pupils("D"), [(70, 2), (27 + 30, 2), (13 + 27, 2)]);
}

#[test]
fn posts_follow_the_classes_by_the_formula_of_demand() {
    let build = cohorts();
    let f = forecast(&build, 2);
    let posts = |stage| {
        let years = f.years.iter();
        years
            .map(|y| need(&build, y, stage, "语文").posts)
            .collect::<Vec<_>>()
    };
    // 小学: A 1 + 2×2, B 1; then A 1 + 1×2, B 1. 初中: one a class.
    assert_eq!(posts(Stage::Primary), [6, 4, 4]);
    assert_eq!(posts(Stage::Junior), [5, 6, 5]);
}

#[test]
fn declared_posts_move_as_the_formula_does() {
    let mut build = cohorts();
    build.county.posts = Some(Vec::new());
    let build = build.post("A", "语文", 7);
    let f = forecast(&build, 1);
    // A: 7 declared, and the formula goes from 5 to 3. C: none declared, from 3 to 4.
    let posts = |n: usize, stage| need(&build, &f.years[n], stage, "语文").posts;
    assert_eq!([posts(0, Stage::Primary), posts(0, Stage::Junior)], [7, 0]);
    assert_eq!([posts(1, Stage::Primary), posts(1, Stage::Junior)], [5, 1]);
}

#[test]
fn an_intake_grows_by_the_policy_and_a_stage_follows_the_one_before() {
    let build = cohorts().rule(|p| {
        let tenth = Decimal::new(-1, 1);
        p.forecast.intake_change = [("小学".to_owned(), tenth)].into();
        p.forecast.progression = [("初中".to_owned(), Decimal::new(5, 1))].into();
    });
    let f = forecast(&build, 2);
    // 40 × 0.9 = 36 over 30:10; 36 × 0.9 = 32.4, so 32.
    assert_eq!(at(&build, &f.years[1], "B"), (9, 1));
    assert_eq!(at(&build, &f.years[2], "B"), (8, 1));
    // Half of the 80 enter: 40 over 60:30 is 26.7 and 13.3.
    assert_eq!(at(&build, &f.years[1], "D"), (13 + 30, 2));
}

#[test]
fn a_young_school_grows_where_an_old_one_ends() {
    let young = |opened: i16| {
        let build = cohorts().at("B", |s| s.opened = Some(opened));
        let f = forecast(&build, 1);
        [
            at(&build, &f.years[1], "A").0,
            at(&build, &f.years[1], "B").0,
        ]
    };
    // Opened in the plan's year, B has its grade 2 next year; opened before, it would have had one by now.
    assert_eq!(young(2026), [60, 20]);
    assert_eq!(young(2020), [70, 10]);
}

/// The pupils of a closing school are nowhere until the office enters them where they will be, and that is said.
#[test]
fn pupils_of_a_closing_school_are_told() {
    let build = cohorts().at("D", |s| s.closing = true);
    let case = build.case();
    let f = Forecast::new(&case, 1);
    assert_eq!(at(&build, &f.years[0], "D"), (0, 0));
    assert!(!f.years[0].schools.contains_key(&build.s("D")));
    let said = assumptions::of(&case, &f);
    assert!(
        said.iter()
            .any(|t| t.zh.contains("填有学生70人") && t.en.contains("70 pupils"))
    );
}

/// Why the first year has no recruits, and fewer persons than the plan, stands under the numbers.
#[test]
fn the_first_year_and_the_persons_are_explained() {
    let said = |build: &Build| {
        let case = build.case();
        let all = assumptions::of(&case, &Forecast::new(&case, 1));
        all.into_iter().map(|t| t.zh).collect::<Vec<_>>().concat()
    };
    assert!(said(&staff()).contains("首年为本方案的年度，只列现状，不测算招聘"));
    assert!(!said(&staff()).contains("方案的人数含这些人"));
    let barred = staff().who("1", |t| t.ethics = Ethics::Fail);
    assert!(
        said(&barred).contains("不予聘任的人员（师德考核不合格，本年1人；方案的人数含这些人）")
    );
}

fn born(year: i16, month: u8, sex: Sex) -> impl FnOnce(&mut Teacher) {
    move |t| {
        t.birth = Month::new(year, month);
        t.sex = Some(sex);
    }
}

/// Retirement months by the decision of 2024: a woman of 1971-09 in 2027-03 (55 years, 6 months later), a man of 1967-02 in
/// 2027-09 (60 years, 7 months), of 1967-03 in 2027-10.
fn staff() -> Build {
    Build::new()
        .school("A")
        .at("A", |s| s.approved_staff = Some(5))
        .post("A", "语文", 3)
        .post("A", "体育", 2)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "A", "数学")
        .teacher("4", "A", "体育")
        .teacher("5", "A", "语文")
        .who("1", born(1971, 9, Sex::Female))
        .who("2", born(1967, 2, Sex::Male))
        .who("3", |t| t.birth = None)
        .who("4", born(1967, 3, Sex::Male))
        .who("5", |t| t.role = Role::Principal)
}

#[test]
fn who_retires_when() {
    let build = staff();
    let f = forecast(&build, 2);
    let gone = |id: &str| {
        f.leavers
            .iter()
            .find(|l| l.teacher == build.t(id))
            .map(|l| l.year)
    };
    assert_eq!(
        ["1", "2", "3", "4", "5"].map(gone),
        [Some(1), Some(1), None, Some(2), None]
    );
    assert_eq!(f.unknown, 1);
    let of = |of: fn(&Year) -> u32| f.years.iter().map(of).collect::<Vec<_>>();
    assert_eq!(of(|y| y.retired), [0, 2, 1]);
    // At 55 and 60 one may go early: 1 from 2026-09, 2 from 2027-02, 4 from 2027-03.
    assert_eq!(of(|y| y.may_leave), [1, 1, 0]);
    // A year of retirement is that of the policy.
    let later = staff().rule(|p| p.retirement.men_base = 61);
    assert_eq!(forecast(&later, 2).years[1].retired, 1);
}

#[test]
fn gaps_are_filled_within_the_headcount() {
    let build = staff();
    let f = forecast(&build, 2);
    let of = |n: usize, subject: &str| {
        let need = need(&build, &f.years[n], Stage::Primary, subject);
        [
            need.posts,
            need.holders,
            need.gap(),
            need.surplus(),
            need.recruits,
        ]
    };
    // The principal holds no post, and fills one of the five places.
    assert_eq!(of(0, "语文"), [3, 2, 1, 0, 0]);
    assert_eq!(of(0, "体育"), [2, 1, 1, 0, 0]);
    assert_eq!(of(0, "数学"), [0, 1, 0, 1, 0]);
    // Two places are free: the shortage subject first, then 语文.
    assert_eq!((f.years[1].staff, f.years[1].room()), (3, 2));
    assert_eq!(of(1, "体育"), [2, 1, 1, 0, 1]);
    assert_eq!(of(1, "语文"), [3, 0, 3, 0, 1]);
    // One more place, and 体育 is short again.
    assert_eq!((f.years[2].staff, f.years[2].room()), (4, 1));
    assert_eq!(of(2, "体育"), [2, 1, 1, 0, 1]);
    assert_eq!(of(2, "语文"), [3, 1, 2, 0, 0]);
    assert!(!f.moves, "no classes, nothing to move up");
}

fn run(lang: &str, args: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("jiaopin").unwrap();
    command
        .args(["--lang", lang, "forecast"])
        .args(args)
        .output()
        .unwrap()
}

#[test]
fn the_folder_holds_the_same_numbers_twice_and_is_written_whole_or_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    write_tables(Path::new(&path("data")));
    let (data, out) = (path("data"), path("预测"));
    let done = run("en", &[&data, "--years", "2", "-o", &out]);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let book = fs::read(dir.path().join("预测/forecast.xlsx")).unwrap();
    let json = fs::read_to_string(dir.path().join("预测/forecast.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    // Posts of the table 岗位, the closing school's none: 3 + 2 + 2 + 1 + 1 + 1.
    assert_eq!(json["years"][0]["posts"], 10);
    let overview = rows(&sheet(&book, "预测概览"));
    let first = overview
        .iter()
        .find(|r| r[0] == "2026年9月")
        .expect("the first year");
    assert_eq!(first[5], "10", "{first:?}");
    assert_eq!(
        overview.iter().filter(|r| r[0].ends_with("年9月")).count(),
        3
    );
    // The principal, born in 1975-03, a man, retires in 2037; nobody does within two years.
    assert_eq!(json["retire"], serde_json::json!([]));

    let again = run("en", &[&data, "--years", "2", "-o", &out]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("--force"));
    assert!(run("en", &[&data, "-o", &out, "--force"]).status.success());
    let refused = run("zh", &[&data, "--years", "0"]);
    assert_eq!(refused.status.code(), Some(2));
    fs::write(
        dir.path().join("data/班级.csv"),
        "学校代码,年级,班数,学生数\nS9,1,1,1\n",
    )
    .unwrap();
    let other = path("另一");
    let wrong = run("zh", &[&data, "-o", &other]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("E402"));
    assert!(!Path::new(&other).exists());
}

/// A name that ends in .xlsx is one workbook; each table has a sheet, whose heads repeat on every page.
#[test]
fn a_workbook_where_one_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    write_tables(Path::new(&path("data")));
    let policy = "[forecast.intake_change]\n\"小学\" = -0.03\n";
    fs::write(path("p.toml"), policy).unwrap();
    let (data, out, policy) = (path("data"), path("预测.xlsx"), path("p.toml"));
    let done = run("zh", &[&data, "-s", &policy, "-o", &out]);
    assert!(done.status.success(), "{done:?}");
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.contains("每年增减：小学 -3%"), "{said}");
    let book = fs::read(&out).expect("a file, no folder");
    for (name, head) in [
        ("学科缺口", "学段"),
        ("学科富余", "学段"),
        ("学科岗位", "学段"),
        ("学科在岗", "学段"),
        ("学生预测", "学校"),
        ("班级预测", "学校"),
        ("编制预测", "学校"),
        ("标准编制", "学校"),
        ("人员预测", "学校"),
    ] {
        let rows = rows(&sheet(&book, name));
        let heads = rows.iter().filter(|r| r[0] == head).count();
        assert_eq!(heads, 1, "{name}: {rows:?}");
    }
    let again = run("zh", &[&data, "-o", &out]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn each_reader_gets_his_language() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    write_tables(&data);
    let data = data.display().to_string();
    let text = |lang| String::from_utf8(run(lang, &[&data, "--years", "1"]).stdout).unwrap();
    let (zh, en) = (text("zh"), text("en"));
    assert!(zh.contains("方法与假定") && zh.contains("小学体育"), "{zh}");
    assert!(
        en.contains("Method and what is supposed") && en.contains("primary 体育"),
        "{en}"
    );
    assert!(!en.contains("缺口") && !zh.contains("gap"));
}
