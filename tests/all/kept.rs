//! A plan kept while data are corrected, or stopped after a round: what solve says of it, and that no answer calls it less
//! than the best for what it was not to be.

use std::path::Path;

fn jiaopin(args: &[&str]) -> String {
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .args(args)
        .args(["--lang", "zh"])
        .output()
        .expect("the program runs");
    assert_eq!(done.status.code(), Some(0), "{args:?} {done:?}");
    String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned()
}

fn small() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let county = root.join("datasets/small");
    county.to_str().expect("a path").to_owned()
}

/// The small county with 05 scored above 06, who was the better one of the two.
fn corrected(to: &Path) {
    std::fs::create_dir(to).expect("a folder");
    for file in std::fs::read_dir(small()).expect("a folder") {
        let file = file.expect("a file");
        let text = std::fs::read_to_string(file.path()).expect("a text");
        let text = text.replace(",74.5,", ",84.5,");
        std::fs::write(to.join(file.file_name()), text).expect("written");
    }
}

/// Where somebody is, by plan.csv.
fn outcome(plan: &str, id: &str) -> String {
    let rows = std::fs::read_to_string(format!("{plan}/plan.csv")).expect("a plan");
    let row = rows.lines().find(|r| r.starts_with(&format!("{id},")));
    let fields: Vec<&str> = row.expect("a row").split(',').collect();
    format!("{} {}", fields[2], fields[3])
}

#[test]
fn a_corrected_score_counts_from_the_tier_that_is_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = |name: &str| dir.path().join(name).to_str().expect("a path").to_owned();
    let (was, now, county) = (at("was"), at("now"), at("county"));
    corrected(Path::new(&county));
    jiaopin(&["solve", &small(), "-o", &was, "--quiet"]);
    let keep = ["solve", &county, "--keep", &was, "--force", "-o", &now];
    let hint = "用 --keep-tier 指明";
    let said = jiaopin(&keep);
    assert!(said.contains(hint), "{said}");
    assert_eq!(outcome(&now, "05"), "retained 001");
    assert!(!jiaopin(&[&keep[..], &["--quiet"]].concat()).contains(hint));
    // Nothing has changed: nothing to say.
    let same = jiaopin(&["solve", &small(), "--keep", &was, "-o", &at("same")]);
    assert!(!same.contains(hint), "{same}");

    // The plan is the best of those that keep most: no answer says that it is not.
    let said = jiaopin(&["explain", &county, &now, "--teacher", "05"]);
    assert!(said.contains("由 85 减至 82"), "{said}");
    assert!(
        said.contains("没有计入 K") && !said.contains("本方案不是最优的"),
        "{said}"
    );
    let said = jiaopin(&["suggest", &county, &now, "--teacher", "05"]);
    assert!(said.contains("没有计入 K"), "{said}");
    let said = jiaopin(&["audit", &county, &now, "--gains", "3"]);
    assert!(
        said.contains("择优 -3") && said.contains("没有计入 K"),
        "{said}"
    );

    for (tier, expected) in [("T7", "retained 001"), ("T8", "stay 001")] {
        let said = jiaopin(&[&keep[..], &["--keep-tier", tier]].concat());
        assert_eq!(outcome(&now, "05"), expected, "{tier}");
        assert!(!said.contains(hint), "{said}");
    }
}

/// Two like schools with a post each and one person in the pool, whose wish is corrected: T8 must come before keeping.
#[test]
fn a_corrected_wish_counts_from_the_tier_after_the_wishes() {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(dir.path().join(name), text).expect("written");
    };
    write(
        "学校.csv",
        "学校代码,学校名称,学段,城乡类型\n1,甲,小学,镇区\n2,乙,小学,镇区\n",
    );
    write(
        "岗位.csv",
        "学校代码,学段,学科,岗位数\n1,小学,语文,1\n2,小学,语文,1\n",
    );
    write(
        "教师.csv",
        "工号,姓名,性别,出生年月,现任学校,到校年月,任教学段,任教学科\n01,王一,女,1985-01,,,小学,语文\n",
    );
    let wish = |school: &str| {
        let row = format!("工号,志愿序号,学校代码,学科\n01,1,{school},语文\n");
        write("志愿.csv", &row);
    };
    let county = dir.path().to_str().expect("a path");
    let out = tempfile::tempdir().expect("a folder");
    let out = |name: &str| out.path().join(name).to_str().expect("a path").to_owned();
    let (was, now) = (out("was"), out("now"));
    wish("2");
    jiaopin(&["solve", county, "-o", &was]);
    assert_eq!(outcome(&was, "01"), "placed 2");
    wish("1");
    let keep = ["solve", county, "--keep", &was, "--force", "-o", &now];
    for (tier, expected) in [("T8", "placed 2"), ("T9", "placed 1")] {
        jiaopin(&[&keep[..], &["--keep-tier", tier]].concat());
        assert_eq!(outcome(&now, "01"), expected, "{tier}");
    }
}

#[test]
fn later_rounds_say_nothing_against_a_plan_that_stops_before_them() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = |name: &str| dir.path().join(name).to_str().expect("a path").to_owned();
    let (staged, plan, county) = (at("staged.toml"), at("plan"), small());
    std::fs::write(&staged, "[set]\nprocess.mode = \"staged\"\n").expect("written");
    let solve = ["solve", &county, "-s", &staged, "-o", &plan];
    jiaopin(&[&solve[..], &["--until", "in_school"]].concat());
    let said = jiaopin(&["explain", &county, &plan, "-s", &staged, "--teacher", "06"]);
    assert!(
        said.contains("止于第 2 轮（校内竞聘），以后各轮尚未进行，不能据此评定"),
        "{said}"
    );
    assert!(!said.contains("不是最优"), "{said}");
}

#[test]
fn a_plan_proven_best_has_nothing_to_gain() {
    let dir = tempfile::tempdir().expect("a folder");
    let plan = dir.path().join("plan");
    let (county, plan) = (small(), plan.to_str().expect("a path"));
    jiaopin(&["solve", &county, "-o", plan, "--quiet"]);
    let gains = ["audit", &county, plan, "--gains", "3"];
    let said = jiaopin(&gains);
    assert!(said.contains("方案已证最优，没有能改进的改动。"), "{said}");
    // Without the record the search alone can say it.
    std::fs::remove_file(format!("{plan}/result.json")).expect("gone");
    let said = jiaopin(&gains);
    assert!(
        said.contains("改动这样少的人，都不能使方案更好。"),
        "{said}"
    );
}
