//! `export --as changes`: who differs between 现聘 and 拟聘, and which headcount goes along; `--as archive`: the one output
//! with id numbers.

use crate::build::{Build, plan};
use crate::made::{Made, made, rows, sheet, write_tables};
use crate::privacy::parts;
use assert_cmd::Command;
use jiaopin::case::Case;
use jiaopin::county::{Area, Month, Role, SchoolIx, Status};
use jiaopin::explain::letters;
use jiaopin::plan::Plan;
use jiaopin::report::{Lists, sha256};
use std::fs;

/// A with its campus B, and C in the country; the principal of A, and six teachers.
fn county() -> Build {
    Build::new()
        .school("A")
        .school("B")
        .school("C")
        .at("B", |s| s.legal_unit = SchoolIx(0))
        .at("C", |s| s.area = Area::Rural)
        .post("A", "语文", 3)
        .post("A", "数学", 1)
        .post("B", "语文", 1)
        .post("C", "语文", 1)
        .post("C", "体育", 1)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "A", "语文")
        .teacher("4", "A", "语文")
        .teacher("5", "A", "语文")
        .teacher("6", "", "体育")
        .teacher("7", "A", "语文")
        .teacher("8", "C", "语文")
        .wish("2", "C", "")
        .who("8", |t| t.status = Status::Retired)
        .leads("A", Role::Principal, "7", 2025)
        .who("4", |t| t.second_subjects = vec![t.subject.unwrap()])
}

fn book(case: &Case, plan: &Plan, lists: Lists) -> Vec<u8> {
    Made::by_hand(case.clone(), plan.clone()).lists(lists)
}

#[test]
fn the_register_names_every_change_and_nothing_else() {
    let case = county().case();
    let plan = plan(
        &case,
        &[
            ("2", "C/语文"),
            ("3", "B/语文"),
            ("4", "A/数学"),
            ("5", "pool"),
            ("6", "C/体育"),
        ],
    );
    let book = book(&case, &plan, Lists::Changes);
    let all = rows(&sheet(&book, "异动名册"));
    let listed: Vec<&Vec<String>> = all.iter().filter(|r| r[1].len() == 1).collect();
    let ids: Vec<&str> = listed.iter().map(|r| r[1].as_str()).collect();
    assert_eq!(
        ids,
        ["2", "6", "3", "4", "5"],
        "1 and the principal stay as they are"
    );
    let sections: Vec<&str> = all
        .iter()
        .map(|r| r[0].as_str())
        .filter(|t| t.contains('：'))
        .collect();
    for word in [
        "一、调动：1人",
        "二、安置上岗：1人",
        "三、本单位内调整校区：1人",
        "四、转岗：1人",
        "五、待岗：1人",
    ] {
        assert!(sections.contains(&word), "{word}: {sections:?}");
    }
    let row = |id: &str| listed.iter().find(|r| r[1] == id).unwrap()[5..].join("|");
    assert_eq!(
        row("2"),
        "A校|小学语文|C校|小学语文|A校|C校|城区→乡村|本人志愿|竞聘聘任|2026年9月1日|"
    );
    assert_eq!(
        row("6"),
        "||C校|小学体育|周转池|C校|乡村|返岗待安排|组织安排|2026年9月1日|"
    );
    // A campus of the unit: another place, the same headcount.
    assert_eq!(
        row("3"),
        "A校|小学语文|B校|小学语文||||校区调整|校内转岗|2026年9月1日|"
    );
    assert_eq!(
        row("4"),
        "A校|小学语文|A校|小学数学||||校内转岗|校内转岗|2026年9月1日|"
    );
    assert_eq!(
        row("5"),
        "A校|小学语文|||A校|周转池||超岗分流||2026年9月1日|"
    );
}

#[test]
fn headcount_moves_by_legal_unit_and_the_retired_are_struck_off() {
    let case = county().case();
    let plan = plan(
        &case,
        &[
            ("2", "C/语文"),
            ("3", "B/语文"),
            ("5", "pool"),
            ("6", "C/体育"),
        ],
    );
    let book = book(&case, &plan, Lists::Changes);
    let flows = rows(&sheet(&book, "编制转移"));
    let flow = |from: &str, to: &str| {
        let row = flows.iter().find(|r| r[0] == from && r[1] == to);
        row.map(|r| (r[2].clone(), r[3].clone()))
    };
    let one = |who: &str| Some(("1".to_owned(), who.to_owned()));
    assert_eq!(flow("A校", "C校"), one("王2（2）"));
    assert_eq!(flow("A校", "周转池"), one("王5（5）"));
    assert_eq!(flow("周转池", "C校"), one("王6（6）"));
    assert_eq!(flows.iter().find(|r| r[0] == "合计").unwrap()[2], "3");
    let gone = rows(&sheet(&book, "减员名册"));
    let gone: Vec<&Vec<String>> = gone.iter().filter(|r| r[1].len() == 1).collect();
    assert_eq!(gone.len(), 1);
    assert_eq!((gone[0][1].as_str(), gone[0][7].as_str()), ("8", "退休"));
}

#[test]
fn an_office_that_ends_or_begins_is_a_change() {
    let build = county().rule(|p| p.rules.leader_terms.term_years = 0);
    let case = build.case();
    let plan = plan(&case, &[("7", "A/语文")]);
    let mut plan = plan;
    // The principal returns to teaching at his own post.
    plan.rows
        .iter_mut()
        .find(|r| r.teacher == build.t("7"))
        .unwrap()
        .role = Role::None;
    let all = rows(&sheet(&book(&case, &plan, Lists::Changes), "异动名册"));
    let row = all.iter().find(|r| r[1] == "7").expect("the principal");
    assert_eq!(row[6], "校长");
    assert_eq!(
        (row[8].as_str(), row[12].as_str()),
        ("小学语文", "不再任校长")
    );
    assert!(all.iter().any(|r| r[0] == "一、免校级正职：1人"));
}

#[test]
fn the_archive_has_the_numbers_and_says_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let made = made(&dir.path().join("data"));
    let book = made.lists(Lists::Archive);
    let persons = rows(&sheet(&book, "内部·人员档案"));
    let head = persons.iter().find(|r| r[1] == "工号").unwrap();
    assert_eq!(head[4], "身份证号");
    let number = |id: &str| persons.iter().find(|r| r[1] == id).unwrap()[4].clone();
    assert_eq!(
        (number("0001").as_str(), number("0002").as_str()),
        ("110105197503120011", "未填")
    );
    // The retired and the barred stand in it too.
    assert_eq!(
        persons
            .iter()
            .filter(|r| r[0].parse::<u32>().is_ok())
            .count(),
        12
    );
    let about: Vec<String> = rows(&sheet(&book, "内部·档案说明")).concat();
    let csv = jiaopin::plan::write::csv(&made.case, &made.plan);
    assert!(about.contains(&sha256(&csv)), "the plan's hash");
    let policy = rows(&sheet(&book, "内部·政策参数"));
    let share = policy
        .iter()
        .find(|r| r[6] == "rules.rotation.share")
        .expect("a value");
    assert_eq!(share[0], "R08 交流轮岗：比例");
    let mode = policy.iter().find(|r| r[6] == "rules.exemption.mode");
    assert_eq!(mode.expect("a value")[1], "硬性");
    let counted = persons.iter().map(|r| r[17].as_str());
    let counted: Vec<&str> = counted.filter(|c| c.starts_with('T')).collect();
    assert!(!counted.is_empty(), "{persons:?}");
    for said in counted {
        let first = said.split('；').next().unwrap_or_default();
        let words: Vec<&str> = first.split(' ').collect();
        assert!(words.len() == 3 && !words[1].is_ascii(), "{said}");
    }
    assert_eq!(
        (share[1].as_str(), share[3].as_str()),
        ("0.1", "教师〔2014〕4号")
    );
    for (name, text) in parts(&book)
        .iter()
        .filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
    {
        assert!(
            text.contains("内部资料，严禁外传"),
            "{name} has no mark in its page header"
        );
    }
}

#[test]
fn a_file_with_id_numbers_should_say_so_in_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    write_tables(&dir.path().join("data"));
    let jiaopin = |args: &[&str]| {
        let mut command = Command::cargo_bin("jiaopin").unwrap();
        command.args(["--lang", "en"]).args(args).output().unwrap()
    };
    assert!(
        jiaopin(&["solve", &path("data"), "-o", &path("plan")])
            .status
            .success()
    );
    let export =
        |kind: &str, out: &str| jiaopin(&["export", &path("plan"), "--as", kind, "-o", &path(out)]);
    let unmarked = export("archive", "list.xlsx");
    assert!(unmarked.status.success());
    let remark = String::from_utf8_lossy(&unmarked.stderr);
    assert!(remark.contains("内部") && remark.contains("personnel file"));
    let marked = export("archive", "内部档案.xlsx");
    assert!(marked.status.success());
    assert!(!String::from_utf8_lossy(&marked.stderr).contains("personnel file"));
    assert!(export("changes", "异动.xlsx").status.success());
    let book = fs::read(dir.path().join("内部档案.xlsx")).unwrap();
    let text: String = parts(&book).into_iter().map(|(_, text)| text).collect();
    assert!(text.contains("110105197503120011"));
}

/// Each way by name: nobody who was sent has competed, and an office of the school's own does not move along.
#[test]
fn the_way_is_the_one_that_the_person_went() {
    let case = county()
        .post("C", "数学", 1)
        .post("C", "英语", 1)
        .teacher("9", "", "英语")
        .who("2", |t| t.role = Role::Middle)
        .who("9", |t| {
            t.joined = Some(Month {
                year: 2026,
                month: 8,
            })
        })
        .pin("3", true, "B", "语文")
        .case();
    let plan = plan(
        &case,
        &[
            ("2", "C/语文"),
            ("3", "B/语文"),
            ("4", "C/数学"),
            ("9", "C/英语"),
        ],
    );
    let book = book(&case, &plan, Lists::Changes);
    let all = rows(&sheet(&book, "异动名册"));
    let row = |id: &str| all.iter().find(|r| r[1] == id).expect("a row").clone();
    let way = |id: &str| row(id)[13].clone();
    assert_eq!(way("2"), "竞聘聘任");
    assert_eq!(way("3"), "组织安排");
    assert_eq!(way("4"), "统筹调剂");
    assert_eq!(way("9"), "新招录");
    assert_eq!(
        (row("2")[6].as_str(), row("2")[8].as_str()),
        ("小学语文、中层", "小学语文")
    );
    // New headcount: from nowhere, to the school, and on no transfer.
    assert_eq!((row("9")[9].as_str(), row("9")[10].as_str()), ("", "C校"));
    let new = rows(&sheet(&book, "增员名册"));
    let new = new.iter().find(|r| r[1] == "9").expect("a recruit");
    assert_eq!((new[5].as_str(), new[7].as_str()), ("C校", "C校"));
    let flows = rows(&sheet(&book, "编制转移")).concat().concat();
    assert!(!flows.contains("王9") && flows.contains("王2"), "{flows}");
}

/// A deputy who moves is a teacher at the new school, on every list; whoever leads a school is that and nothing else.
#[test]
fn an_office_of_the_old_school_ends_with_the_move() {
    let build = county()
        .who("2", |t| t.role = Role::VicePrincipal)
        .who("4", |t| t.role = Role::Middle)
        .who("5", |t| t.role = Role::VicePrincipal)
        .leads("C", Role::Secretary, "", 0)
        .stands("1", Role::Secretary, [90, 90, 90, 90]);
    let case = build.case();
    let plan = plan(
        &case,
        &[
            ("1", "C/书记"),
            ("2", "C/语文"),
            ("4", "A/数学"),
            ("5", "pool"),
        ],
    );
    let cells = |lists, name: &str, id: &str, at: &[usize]| {
        let all = rows(&sheet(&book(&case, &plan, lists), name));
        let row = all.iter().find(|r| r[1] == id).expect("a row").clone();
        at.iter().map(|c| row[*c].clone()).collect::<Vec<_>>()
    };
    let register = |id: &str| cells(Lists::Changes, "异动名册", id, &[6, 8, 12]);
    let moved = "原任副校长，职务随调动另行任免";
    let pooled = "原任副校长，职务另行任免";
    let wish = format!("本人志愿；{moved}");
    assert_eq!(
        register("2"),
        ["小学语文、副校长", "小学语文", wish.as_str()]
    );
    assert_eq!(register("4")[1], "小学数学、中层");
    let left = format!("超岗分流；{pooled}");
    assert_eq!(register("5"), ["小学语文、副校长", "", left.as_str()]);
    assert_eq!(register("1")[1], "书记");
    let roster = |id: &str| cells(Lists::Whole, "聘任名单", id, &[4, 12]);
    assert_eq!(roster("2"), ["", &format!("{moved}；第1志愿")]);
    assert_eq!(roster("4")[0], "中层");
    assert_eq!(roster("5"), ["", pooled]);
    let file = |id: &str| cells(Lists::Archive, "内部·人员档案", id, &[9, 13, 14]);
    assert_eq!(file("2"), ["副校长", "小学语文", ""]);
    assert_eq!(file("1")[1..], ["书记", "书记"]);
    let all = letters::letters(&case, &plan);
    let letter = all.iter().find(|l| l.teacher == build.t("2")).unwrap();
    let said = letter.lines.iter().map(|(_, text)| text.zh.as_str());
    assert!(said.collect::<String>().contains(&format!("{moved}。")));
}

/// `单位（盖章）：` needs room: no signature stands in a cell narrower than it.
#[test]
fn signatures_are_not_squeezed() {
    let case = county().case();
    let plan = plan(&case, &[("2", "C/语文")]);
    let book = book(&case, &plan, Lists::Changes);
    let all = rows(&sheet(&book, "编制转移"));
    let seal = all
        .iter()
        .position(|r| r.iter().any(|c| c == "单位（盖章）："));
    let row = seal.expect("a seal") + 1;
    // The column of numbers is C: alone it is too narrow.
    let merged = parts(&book)
        .iter()
        .any(|(name, text)| name.ends_with("sheet4.xml") && text.contains(&format!("\"C{row}:")));
    assert!(merged || all[row - 1][2].is_empty());
}
