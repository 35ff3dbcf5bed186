//! report.html: one page that needs nothing but itself, says what the plan says, and keeps to itself what it must.

use crate::build::{Build, plan};
use crate::made::{Made, made, write_tables};
use assert_cmd::Command;
use jiaopin::county::Role;
use jiaopin::plan::Outcome;
use jiaopin::report::{self, Mark, RunInfo, View};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn page(made: &Made, view: View) -> String {
    let (info, mark) = (RunInfo::default(), Mark::default());
    let Made {
        case,
        plan,
        solved,
        audit,
    } = made;
    String::from_utf8(report::page(case, plan, solved, audit, &info, &mark, view).unwrap()).unwrap()
}

fn county() -> (tempfile::TempDir, Made) {
    let dir = tempfile::tempdir().unwrap();
    let made = made(&dir.path().join("data"));
    (dir, made)
}

/// The data that stand in the page, and the page without them.
fn parts(page: &str) -> (Value, String) {
    let open = "<script type=\"application/json\" id=\"data\">";
    let (before, rest) = page.split_once(open).unwrap();
    let (data, after) = rest.split_once("</script>").unwrap();
    (
        serde_json::from_str(data).unwrap(),
        format!("{before}{after}"),
    )
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let (_dir, made) = county();
    let (_, rest) = parts(&page(&made, View::Internal));
    let rest = rest.replace("http://www.w3.org/2000/svg", "");
    for word in [
        "http:",
        "https:",
        " src=",
        "@import",
        "url(//",
        "fetch(",
        "XMLHttpRequest",
        "innerHTML",
        "eval(",
    ] {
        assert!(!rest.contains(word), "the page holds {word}");
    }
    let links: Vec<&str> = rest
        .match_indices("<link")
        .map(|(at, _)| &rest[at..at + 32])
        .collect();
    assert_eq!(links, ["<link rel=\"icon\" href=\"data:,\">\n"]);
    assert!(rest.contains("default-src 'none'"));
    let shut = |tag: &str| rest.matches(&format!("</{tag}>")).count();
    for tag in ["table", "section", "svg", "figure", "span"] {
        assert_eq!(rest.matches(&format!("<{tag}")).count(), shut(tag), "{tag}");
    }
}

#[test]
fn a_name_cannot_break_out_of_the_page() {
    let (_dir, mut made) = county();
    let evil = "</script><script>alert(1)</script><b>&\"'校";
    made.case.county.schools[1].name = evil.to_owned();
    made.case.county.teachers[0].name = evil.to_owned();
    made.case.policy.year.label = evil.to_owned();
    let subject = made.case.demand.cells[0].subject;
    made.case.county.subjects[subject.ix()] = "<img onerror=x>".to_owned();
    let page = page(&made, View::Internal);
    assert!(!page.contains("alert(1)</script>") && !page.contains("<img"));
    assert!(page.contains("&lt;img onerror=x&gt;"), "shown as text");
    let (data, rest) = parts(&page);
    assert_eq!(data["schools"][1]["name"], evil);
    assert_eq!(rest.matches("<script").count(), 1);
}

#[test]
fn the_page_says_what_the_plan_says() {
    let (_dir, made) = county();
    let (data, rest) = parts(&page(&made, View::Internal));
    let outcomes = data["outcomes"].as_array().unwrap();
    let rows = data["persons"].as_array().unwrap();
    assert_eq!(rows.len(), made.plan.rows.len());
    for (row, said) in made.plan.rows.iter().zip(rows) {
        let t = made.case.county.teacher(row.teacher);
        assert_eq!(said[0], *t.id);
        assert_eq!(said[1], *t.name);
        let outcome = &outcomes[said[2].as_u64().unwrap() as usize];
        assert_eq!(outcome[0], row.outcome.zh());
        let place =
            |school: Option<jiaopin::county::SchoolIx>| school.map_or(-1, |s| i64::from(s.0));
        assert_eq!(said[3], place(t.school));
        assert_eq!(said[5], place(row.station.map(|s| s.school)));
    }
    // Sums over the cards are sums over the plan.
    let sum = |key: &str| -> u64 {
        let cards = data["schools"].as_array().unwrap();
        cards.iter().map(|c| c[key].as_u64().unwrap()).sum()
    };
    let count = |keep: &dyn Fn(Outcome) -> bool| {
        made.plan.rows.iter().filter(|r| keep(r.outcome)).count() as u64
    };
    assert_eq!(sum("filled"), count(&|o| o.is_seat()));
    assert_eq!(sum("go"), count(&|o| o == Outcome::Move));
    assert_eq!(
        sum("come"),
        count(&|o| matches!(o, Outcome::Move | Outcome::Placed))
    );
    assert_eq!(sum("retained"), count(&|o| o == Outcome::Retained));
    let posts: u32 = made.case.demand.cells.iter().map(|c| c.count).sum();
    assert_eq!(sum("posts"), u64::from(posts));
    assert_eq!(sum("open"), u64::from(posts) - sum("filled"));
    for card in data["schools"].as_array().unwrap() {
        let all = |key: &str| -> u64 {
            card[key]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n.as_u64().unwrap())
                .sum()
        };
        assert_eq!(all("ages"), card["after"].as_u64().unwrap());
        assert_eq!(all("titles"), card["after"].as_u64().unwrap());
    }
    for tier in &made.solved.tiers {
        let line = format!("<td class=\"n\">{}</td><td class=\"n\">", tier.value);
        assert!(rest.contains(&line), "{} = {}", tier.key, tier.value);
    }
    assert_eq!(
        rest.matches("<path d=\"M").count() - 1,
        flows(&made),
        "a line for each pair of schools"
    );
}

#[test]
fn the_page_lists_what_the_county_has_still_to_confirm() {
    let (_dir, made) = county();
    // What is supposed of later years is none of a plan's.
    let all = made.case.policy.to_verify();
    let mut open = all.clone();
    open.retain(|e| !e.key.starts_with("forecast."));
    assert!(!open.is_empty() && open.len() < all.len());
    for view in [View::Internal, View::Public] {
        let (_, rest) = parts(&page(&made, view));
        let (_, list) = rest.split_once("id=\"verify\"").expect("a list");
        for entry in &open {
            let (table, name) = entry.key.rsplit_once('.').unwrap();
            let value = [format!("{name} = "), format!("{name}: see")];
            let mut rows = list.split("<tr>");
            assert!(
                rows.any(|row| row.contains(&format!(">{table}<"))
                    && value.iter().any(|v| row.contains(v))),
                "{}",
                entry.key
            );
        }
        assert!(!list.contains("forecast."));
        assert!(list.contains("R14 夫妻照顾"), "the office's own words");
        assert!(list.contains("15公里") && list.contains("max_km = 15"));
    }
}

fn flows(made: &Made) -> usize {
    let moves = made.plan.rows.iter().filter(|r| r.outcome == Outcome::Move);
    let mut pairs: Vec<_> = moves
        .map(|r| {
            (
                made.case.county.teacher(r.teacher).school,
                r.station.map(|s| s.school),
            )
        })
        .collect();
    pairs.sort();
    pairs.dedup();
    assert!(!pairs.is_empty(), "somebody moves");
    pairs.len()
}

#[test]
fn everybody_sees_no_names_and_nobody_without_a_post() {
    let (_dir, made) = county();
    let whole = page(&made, View::Public);
    let (data, rest) = parts(&whole);
    for t in &made.case.county.teachers {
        assert!(!whole.contains(&t.name), "the public page names {}", t.name);
        assert!(
            !whole.contains(&format!("\"{}\"", t.id)),
            "it holds the number {}",
            t.id
        );
    }
    for word in ["\"ages\":", "\"retained\":", "<td class=\"tight\">T7"] {
        assert!(!whole.contains(word), "the public page holds {word}");
    }
    let shown = data["persons"].as_array().unwrap();
    let standing = made
        .plan
        .rows
        .iter()
        .filter(|r| r.station.is_some())
        .count();
    assert_eq!(shown.len(), standing);
    let retained = Outcome::ALL
        .iter()
        .position(|o| *o == Outcome::Retained)
        .unwrap();
    for row in shown {
        assert_ne!(row[2], retained);
        assert!(row[1].as_str().unwrap().ends_with("＊＊"), "{row}");
    }
    assert!(rest.contains("姓名已隐去"));
    let inner = page(&made, View::Internal);
    assert!(!inner.contains("姓名已隐去") && inner.contains("\"ages\":") && inner.contains("王伟"));
}

#[test]
fn every_sentence_of_the_page_stands_in_both_languages() {
    let (_dir, made) = county();
    let (_, rest) = parts(&page(&made, View::Internal));
    let (zh, en) = (
        rest.matches(" lang=\"zh\"").count(),
        rest.matches(" lang=\"en\"").count(),
    );
    // The style sheet speaks of either language once more.
    assert!(zh > 100 && zh == en, "{zh} in Chinese, {en} in English");
}

#[test]
fn a_county_without_coordinates_or_with_one_school_has_a_map() {
    let (_dir, mut made) = county();
    for school in &mut made.case.county.schools {
        school.point = None;
    }
    let (_, rest) = parts(&page(&made, View::Internal));
    assert!(rest.contains("没有经纬度") && !rest.contains("NaN") && !rest.contains("inf "));
    assert_eq!(rest.matches("class=\"mark\" data-i").count(), 4);
    let point = jiaopin::county::Point {
        lon: 118.9,
        lat: 42.2,
    };
    for school in &mut made.case.county.schools {
        school.point = Some(point);
    }
    let (_, rest) = parts(&page(&made, View::Internal));
    assert!(!rest.contains("没有经纬度") && !rest.contains("NaN") && !rest.contains("inf "));
}

#[test]
fn the_page_is_written_and_exported() {
    let dir = tempfile::tempdir().unwrap();
    write_tables(&dir.path().join("data"));
    let path = |name: &str| dir.path().join(name).display().to_string();
    let jiaopin = |args: &[&str]| {
        let mut command = Command::cargo_bin("jiaopin").unwrap();
        command.args(["--lang", "en"]).args(args).output().unwrap()
    };
    assert!(
        jiaopin(&["solve", &path("data"), "-o", &path("plan")])
            .status
            .success()
    );
    let export = |out: &str, more: &[&str]| {
        let mut args = vec![
            "export".to_owned(),
            path("plan"),
            "-o".to_owned(),
            path(out),
        ];
        args.extend(more.iter().map(|m| (*m).to_owned()));
        jiaopin(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let read = |name: &str| fs::read_to_string(Path::new(&path(name))).unwrap();
    assert!(export("own.html", &["--as", "page"]).status.success());
    assert!(read("plan/report.html").contains("王伟"));
    assert_eq!(
        parts(&read("plan/report.html")).0,
        parts(&read("own.html")).0
    );
    assert!(
        export(
            "all.html",
            &["--as", "page", "--public", "--final", "局党组会"]
        )
        .status
        .success()
    );
    let public = read("all.html");
    assert!(!public.contains("王伟") && public.contains("经局党组会审定"));
    for (out, more) in [
        ("x.xlsx", &["--as", "page"][..]),
        ("x.xlsx", &["--as", "notice", "--public"]),
    ] {
        let refused = export(out, more);
        assert_eq!(refused.status.code(), Some(2));
        assert!(!Path::new(&path(out)).exists());
    }
}

/// Where somebody leads a school, the office is the post, not the subject taught on the side.
#[test]
fn who_leads_is_listed_by_the_office() {
    let case = Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 1)
        .teacher("1", "A", "语文")
        .teacher("2", "B", "数学")
        .leads("B", Role::Principal, "2", 2025)
        .case();
    let plan = plan(&case, &[]);
    let made = Made::by_hand(case, plan);
    for view in [View::Internal, View::Public] {
        let (data, _) = parts(&page(&made, view));
        let posts = |row: &Value| {
            [4, 6].map(|at| data["posts"][row[at].as_u64().unwrap() as usize][0].clone())
        };
        let rows = data["persons"].as_array().unwrap();
        let mut all: Vec<_> = rows.iter().map(posts).collect();
        all.sort_by_key(|pair| pair[0].to_string());
        assert_eq!(all, [["小学语文", "小学语文"], ["校长", "校长"]]);
    }
}

/// Who sits, leads, is kept, waits or is barred: the tiles of the office's page add up to everybody.
#[test]
fn the_tiles_add_up() {
    let (_dir, made) = county();
    let page = page(&made, View::Internal);
    let tile = |name: &str| -> usize {
        let mark = format!("</b><span lang=\"zh\">{name}</span>");
        let (before, _) = page.split_once(&mark).expect(name);
        before.rsplit_once("<b>").unwrap().1.parse().unwrap()
    };
    let parts = ["已聘岗位", "任职", "超岗留任", "待岗", "不予聘任"].map(tile);
    assert!(parts[4] > 0, "somebody is barred");
    assert_eq!(parts.iter().sum::<usize>(), tile("编排人员"));
    assert!(page.contains("交流到期") && !page.contains("符合条件"));
}

/// How often own holders are passed over is for the office; what a scenario does is said in both languages.
#[test]
fn the_page_says_what_r26_would_have_done_and_what_a_scenario_does() {
    let (dir, made) = county();
    let mut made = made;
    let seat = jiaopin::plan::Seat::of(&made.case.demand.cells[0]);
    made.audit.in_house_first = vec![jiaopin::rules::r26_in_house_first::reading::Passed {
        seat,
        entrants: Vec::new(),
        left: Vec::new(),
    }];
    let said = "R26 in-house first): 1; the rule is not in force";
    assert!(page(&made, View::Internal).contains(said));
    assert!(!page(&made, View::Public).contains("R26 in-house"));

    let file = dir.path().join("more.toml");
    fs::write(&file, "title = \"多调\"\n[set]\nrules.rotation.share = 0.12\n[[change]]\ndo = \"close school\"\nschool = \"S2\"\n").unwrap();
    let mut faults = jiaopin::tables::fault::Faults::default();
    let scenario = jiaopin::policy::Scenario::load(&file, &mut faults).unwrap();
    let told = scenario.told();
    assert!(told[0].en.starts_with("R08 rotation: "), "{told:?}");
    assert!(
        told[0].en.ends_with("12% (rules.rotation.share = 0.12)"),
        "{told:?}"
    );
    assert_eq!(told[1].en, "close school: school = S2");
    assert_eq!(told[1].zh, "撤并学校：学校代码 S2（close school）");
}
