//! A county that declares its posts and gives no classes: what the formula would say is unknown, and never printed as 0.

use crate::build::Build;
use crate::draft::Draft;
use crate::made::{rows, sheet};
use assert_cmd::Command;
use jiaopin::case::Case;
use jiaopin::tables::fault::Faults;
use std::path::Path;

const POSTS: &str = "学校代码,学段,学科,岗位数\nS1,小学,语文,2\nS2,初中,数学,1\n";

fn demand(folder: &Path, args: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .args(["--quiet", "demand"])
        .arg(folder)
        .args(args)
        .output()
        .expect("it runs");
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).expect("UTF-8")
}

#[test]
fn without_classes_nothing_is_reckoned() {
    let draft = Draft::small().without("班级.csv").with("岗位.csv", POSTS);
    let written = draft.write();
    let text = demand(written.path(), &["--lang", "zh"]);
    assert!(text.contains("小学：没有班级数据，编制不能测算"), "{text}");
    assert!(text.contains("推算编制 不能测算"), "{text}");
    let last = "填报岗位 3（没有班级数据，不能测算，也不能与填报岗位比较）";
    assert!(text.contains(last), "{text}");
    let text = demand(written.path(), &["--lang", "en"]);
    assert!(text.contains("primary: no classes given, headcount cannot be computed"));
    assert!(text.contains("the formula cannot be computed"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&demand(written.path(), &["--json"])).expect("JSON");
    let school = &json["schools"][0];
    for value in [
        &school["derived"],
        &school["stages"][0]["total"],
        &school["stages"][0]["by_students"],
    ] {
        assert!(value.is_null(), "{json}");
    }
    assert_eq!(school["approved_staff"], 2);

    let out = written.path().parent().unwrap().join("测算.xlsx");
    demand(written.path(), &["-o", &out.display().to_string()]);
    let book = std::fs::read(&out).unwrap();
    let told = |name: &str| rows(&sheet(&book, name)).concat().join("|");
    let staff = told("编制测算");
    assert_eq!(staff.matches("不能测算").count(), 9, "{staff}");
    assert!(told("岗位核查").contains("没有班级数据，不能测算，未作比较。"));
    let out = written.path().parent().unwrap().join("测算");
    demand(written.path(), &["-o", &out.display().to_string()]);
    let staff = std::fs::read_to_string(out.join("staff.csv")).unwrap();
    assert!(staff.contains("\nS1,,2,"), "{staff}");
}

#[test]
fn schools_without_classes_are_counted_beside_the_others() {
    let draft = Draft::small()
        .with("班级.csv", "学校代码,年级,班数,学生数\nS1,1,2,80\n")
        .with("岗位.csv", POSTS);
    let text = demand(draft.write().path(), &["--lang", "zh"]);
    assert!(
        text.contains("另有 1 所学校没有班级数据，不能测算"),
        "{text}"
    );
    assert!(text.contains("初中：没有班级数据，编制不能测算"), "{text}");
    assert!(text.contains("80 名学生 ÷ 19 → 5"), "{text}");
}

/// Boarders alone are no headcount: the declared posts stand for it.
#[test]
fn boarders_alone_are_no_headcount() {
    let draft = Draft::small()
        .without("班级.csv")
        .with("岗位.csv", POSTS)
        .change("学校.csv", "经度,纬度", "经度,纬度,寄宿生数")
        .change("学校.csv", "118.90,42.20", "118.90,42.20,500");
    let (county, faults) = draft.read();
    let policy = jiaopin::policy::Policy::national();
    let demand =
        jiaopin::demand::Demand::new(&county.unwrap_or_else(|| panic!("{faults:#?}")), &policy);
    assert!(demand.staff[0].boarding > 0);
    assert_eq!(demand.approved[0], 2);
}

/// Without pupils nothing can be said of the balance of schools: it is told, and no school is listed as sufficient.
#[test]
fn balance_without_pupils_is_unknown() {
    let draft = Draft::small().without("班级.csv").with("岗位.csv", POSTS);
    let written = draft.write();
    let run = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_jiaopin"))
            .args(["--lang", "zh"])
            .args(args)
            .output()
            .expect("it runs");
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).expect("UTF-8")
    };
    let folder = written.path().display().to_string();
    let checked = run(&["check", &folder]);
    assert!(
        checked.contains("W704 没有班级，均衡指标不能测算（2 处）"),
        "{checked}"
    );
    let out = written.path().parent().unwrap().join("方案");
    run(&[
        "--quiet",
        "solve",
        &folder,
        "-o",
        &out.display().to_string(),
    ]);
    let book = std::fs::read(out.join("appointments.xlsx")).unwrap();
    let balance = rows(&sheet(&book, "均衡指标")).concat().join("|");
    assert!(
        balance.contains("没有可测算的小学、初中学校。"),
        "{balance}"
    );
    assert!(
        balance.contains("不能测算的：一小小学、九年校小学、九年校初中。"),
        "{balance}"
    );
    let cover = rows(&sheet(&book, "概况")).concat().join("|");
    assert!(!cover.contains("达标学校"), "{cover}");
    // One with pupils is measured, and W704 names the other alone.
    let draft = draft.with("班级.csv", "学校代码,年级,班数,学生数\nS1,1,2,80\n");
    let (county, _) = draft.read();
    let mut faults = jiaopin::tables::fault::Faults::default();
    Case::new(
        county.unwrap(),
        jiaopin::policy::Policy::national(),
        &mut faults,
    );
    let told: Vec<_> = faults.list.iter().filter(|f| f.code == "W704").collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].cause.zh.starts_with("九年校"));
}

/// A posts table is the whole list: a school with classes that it leaves out has no post, which nobody means.
#[test]
fn a_school_left_out_of_the_posts_table_is_told() {
    let build = Build::new()
        .school("A")
        .school("B")
        .school("C")
        .post("A", "语文", 1)
        .post("C", "语文", 0)
        .pupils("A", 1, 40)
        .pupils("B", 1, 40)
        .pupils("C", 1, 40)
        .teacher("1", "A", "语文");
    let told = |build: &Build| -> Vec<String> {
        let mut faults = Faults::default();
        Case::new(build.county.clone(), build.policy.clone(), &mut faults);
        let own = faults.list.into_iter().filter(|f| f.code == "W705");
        own.map(|f| f.cause.zh).collect()
    };
    let found = told(&build);
    assert_eq!(found.len(), 1, "C says 0 itself: {found:?}");
    assert!(found[0].starts_with("B校有小学班级"), "{found:?}");
    let mut derived = build;
    derived.county.posts = None;
    assert_eq!(told(&derived), [""; 0], "derived posts leave nobody out");
}
