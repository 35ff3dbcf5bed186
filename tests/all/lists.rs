//! What an office adds up and shows around: the columns of the lists agree, their words are the office's, and nothing that
//! stands against somebody is left to the audit alone.

use crate::build::{Build, plan};
use crate::made::{Made, rows, sheet};
use crate::rounds_by_hand;
use jiaopin::case::Case;
use jiaopin::county::*;
use jiaopin::plan::Plan;
use jiaopin::policy::{Policy, ProcessMode};
use jiaopin::report::{self, Mark};

fn book(case: &Case, plan: &Plan) -> Vec<u8> {
    Made::by_hand(case.clone(), plan.clone()).book()
}

/// The first row of a sheet that has this text in a cell.
fn row_of(book: &[u8], name: &str, text: &str) -> Vec<String> {
    let all = rows(&sheet(book, name));
    let found = all.iter().find(|r| r.iter().any(|c| c.contains(text)));
    found
        .unwrap_or_else(|| panic!("{text} in {all:#?}"))
        .clone()
}

fn office() -> Build {
    Build::new()
        .school("A")
        .school("A1")
        .school("B")
        .at("A1", |s| s.legal_unit = SchoolIx(0))
        .post("A", "语文", 3)
        .post("A1", "语文", 2)
        .post("B", "语文", 3)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "A", "语文")
        .teacher("4", "A", "语文")
        .teacher("5", "B", "语文")
        .teacher("6", "B", "语文")
        .teacher("7", "", "语文")
        .who("5", |t| t.role = Role::VicePrincipal)
        .who("6", |t| t.ethics = Ethics::Fail)
}

/// A loses one to B, one to its own point and one to the pool, and gets one out of the pool.
#[test]
fn headcounts_add_up() {
    let case = office().case();
    let changes = [
        ("1", "B/语文"),
        ("2", "A1/语文"),
        ("3", "pool"),
        ("7", "A/语文"),
    ];
    let book = book(&case, &plan(&case, &changes));
    let numbers = |school: &str| {
        let row = row_of(&book, "周转编制", school);
        // 现有人数, 调出, 待岗, 调入安置, 方案人数
        let number = |k: usize| row[k].parse::<i64>().unwrap_or(0);
        ([4, 5, 6, 7, 8].map(number), row[13].clone())
    };
    assert_eq!(numbers("A校"), ([4, 2, 1, 1, 2], String::new()));
    assert_eq!(numbers("A1校"), ([0, 0, 0, 1, 1], String::new()));
    assert_eq!(numbers("B校"), ([1, 0, 0, 1, 2], "另有不予聘任1人".into()));
    let ([now, out, pool, into, after], _) = numbers("合计");
    assert_eq!(now - out - pool + into, after);
    let heading = row_of(&book, "聘任名单", "B校：").concat();
    assert!(heading.contains("现有1人，另有不予聘任1人"), "{heading}");
}

/// Another place of the own unit is no move, and whoever goes there finds it on the list all the same.
#[test]
fn another_campus_is_told() {
    let case = office().case();
    let book = book(&case, &plan(&case, &[("2", "A1/语文")]));
    let all = rows(&sheet(&book, "调动名单"));
    assert!(
        all.iter().any(|r| r[0].starts_with("一、本单位内校区调整")),
        "{all:?}"
    );
    let row = row_of(&book, "调动名单", "王2");
    assert!(
        row.contains(&"A1校".to_owned()) && row.contains(&"校区调整".to_owned()),
        "{row:?}"
    );
    let row = row_of(&book, "聘任名单", "王2");
    assert!(row.contains(&"本单位内由A校调整校区".to_owned()), "{row:?}");
}

/// R26 is off, and still whoever gave way to somebody from elsewhere is told so by name, and the cases are counted.
#[test]
fn who_gave_way_to_others_is_told() {
    let case = office().case();
    let changes = [("3", "retained"), ("4", "pool"), ("7", "A/语文")];
    let book = book(&case, &plan(&case, &changes));
    let row = row_of(&book, "待岗名单", "王3").concat();
    assert!(row.contains("拟聘3人，其中非本岗教师1人（R26）"), "{row}");
    let note = row_of(&book, "待岗名单", "R26 本校优先").concat();
    assert!(note.contains("：1处；本方案未启用该规则"), "{note}");
    let rule = row_of(&book, "规则核对", "R26");
    assert_eq!(rule[2], "停用");
    assert_eq!(rule[8], "1", "{rule:?}");
    // The first part that there is begins the count of parts.
    let all = rows(&sheet(&book, "待岗名单"));
    assert!(all.iter().any(|r| r[0].starts_with("一、待岗")), "{all:?}");
    assert!(
        all.iter().any(|r| r[0].starts_with("二、超岗留任")),
        "{all:?}"
    );
}

/// 语文、数学 before 体育, as the curriculum has them, whatever their code points.
#[test]
fn subjects_stand_in_the_order_of_the_curriculum() {
    let build = Build::new()
        .school("A")
        .post("A", "体育", 1)
        .post("A", "数学", 1)
        .post("A", "语文", 1)
        .teacher("1", "A", "体育")
        .teacher("2", "A", "数学")
        .teacher("3", "A", "语文");
    let case = build.case();
    let book = book(&case, &plan(&case, &[]));
    let all = rows(&sheet(&book, "聘任名单"));
    let subjects: Vec<&str> = all
        .iter()
        .map(|r| r[8].as_str())
        .filter(|s| ["体育", "数学", "语文"].contains(s))
        .collect();
    assert_eq!(subjects, ["语文", "数学", "体育"]);
}

/// The county's own document stands before the general one, with what it is about.
#[test]
fn a_rule_rests_on_the_countys_document() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("本县.toml");
    let text = "extends = \"national.toml\"\n[rules.rotation]\nshare = { value = 0.12, source = \"县教发〔2026〕5号\", since = 2026-05-01 }\n";
    std::fs::write(&file, text).expect("written");
    let policy = Policy::load(&file).expect("a policy");
    let case = office().rule(|p| *p = policy).case();
    let book = book(&case, &plan(&case, &[]));
    let row = row_of(&book, "规则核对", "R08");
    assert!(
        row[5].contains("县教发〔2026〕5号（比例）") && row[5].ends_with("教师〔2014〕4号"),
        "{row:?}"
    );
    let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .args(["--lang", "zh", "rules", "-p"])
        .arg(&file)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("县教发〔2026〕5号"), "{said}");
    assert!(said.contains("    依据：教师〔2014〕4号\n"), "{said}");
}

/// 1 is due and holds his seat through rounds 2 to 4; round 5 needs it for nobody but moves him. The lists of the rounds say so,
/// and name the seat by its school, not by its code.
#[test]
fn a_rounds_list_marks_what_a_later_round_has_changed() {
    let build = Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 1)
        .post("B", "语文", 1)
        .teacher("1", "A", "语文")
        .teacher("2", "B", "数学")
        .who("1", |t| t.since = Month::new(2010, 9))
        .who("1", |t| t.backbone = Backbone::County)
        .rule(|p| p.process.mode = ProcessMode::Staged)
        .rule(|p| p.rules.outflow.mode = jiaopin::rules::Mode::Off);
    let (case, plan) = rounds_by_hand::whole(&build);
    let b = build.s("B");
    let moved = plan.of(build.t("1")).expect("a row");
    assert_eq!(moved.station.map(|s| s.school), Some(b), "{plan:?}");
    let book = book(&case, &plan);
    let row = row_of(&book, "校内竞聘", "王1");
    assert_eq!(row[9], "第5轮改为聘任B校小学语文", "{row:?}");
    // Both have taken part; what becomes of them comes from a later round.
    let size = "参加本轮2人，其中去向出自本轮0人";
    let list = rows(&sheet(&book, "校内竞聘")).concat().concat();
    assert!(list.contains(size), "{list}");
    let row = row_of(&book, "聘任名单", "王1");
    assert!(
        row.contains(&"第5轮，此前各轮所得岗位：A校/小学/语文".to_owned()),
        "{row:?}"
    );
    // What is printed is read back.
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("名单.xlsx");
    std::fs::write(&file, &book).expect("written");
    let mut faults = jiaopin::tables::fault::Faults::default();
    let read = jiaopin::plan::read::read(&file, &case, &mut faults)
        .unwrap_or_else(|| panic!("{:?}", faults.list));
    let held = |p: &Plan| p.of(build.t("1")).and_then(|r| r.held(&case));
    assert_eq!(held(&read), held(&plan));
    assert!(held(&read).is_some());
}

/// A wish that was granted and fed back as a pin is still a wish; the list of round 1 says who stands there by a pin.
#[test]
fn pins_fed_back_are_called_pins() {
    let build = Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 2)
        .post("B", "语文", 2)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "A", "语文")
        .wish("1", "B", "语文")
        .pin("1", true, "B", "语文")
        .pin("2", true, "A", "语文")
        .rule(|p| p.process.mode = ProcessMode::Staged)
        .rule(|p| p.rules.outflow.mode = jiaopin::rules::Mode::Off);
    let (case, plan) = rounds_by_hand::whole(&build);
    let book = book(&case, &plan);
    for who in ["王1", "王2"] {
        let row = row_of(&book, "直聘及锁定名册", who);
        assert!(row[9].contains("按锁定安排"), "{row:?}");
        let row = row_of(&book, "聘任名单", who);
        assert!(row.contains(&"按锁定聘任".to_owned()), "{row:?}");
    }
    let row = row_of(&book, "调动名单", "王1");
    assert_eq!(row[10], "本人志愿", "{row:?}");
}

/// What closes is planned no more; open bands of age are in words; no head is cut before its last bracket.
#[test]
fn the_book_counts_and_names_as_the_office_does() {
    let case = Build::new()
        .school("A")
        .school("B")
        .at("B", |s| s.closing = true)
        .post("A", "语文", 2)
        .teacher("1", "A", "语文")
        .teacher("2", "B", "语文")
        .case();
    let plan = plan(&case, &[("2", "A/语文")]);
    let book = book(&case, &plan);
    let text = |name: &str| rows(&sheet(&book, name)).concat().concat();
    let cover = text("概况");
    assert!(
        cover.contains("编排1所学校（另有撤并1所）、2名教师"),
        "{cover}"
    );
    let row = row_of(&book, "概况", "学校（所）");
    assert!(row.contains(&"1".to_owned()), "{row:?}");
    let ages = text("年龄结构");
    assert!(
        ages.contains("25岁以下") && ages.contains("60岁及以上"),
        "{ages}"
    );
    assert!(text("调动名单").contains("两校公里数"));
    // The ledger of the pool stands upright: lying, its signatures would go on a page of their own.
    let named = ["人员周转池", "调动名单"].map(|name| upright(&book, name));
    assert_eq!(named, [true, false]);
    let letters = report::letters::bytes(&case, &plan, &Mark::default(), jiaopin::text::Lang::Zh);
    let parts = crate::privacy::parts(&letters.expect("letters"));
    let styles = parts.iter().find(|(name, _)| name == "xl/styles.xml");
    assert!(styles.expect("styles").1.contains("indent=\"1\""));
}

/// Whether a sheet is printed in portrait.
fn upright(book: &[u8], name: &str) -> bool {
    let parts = crate::privacy::parts(book);
    let part = |path: &str| &parts.iter().find(|(known, _)| known == path).expect(path).1;
    let sheets = part("xl/workbook.xml").split("<sheet name=\"").skip(1);
    let at = sheets.map(|s| s.split('"').next().unwrap_or_default());
    let at = at.enumerate().find(|(_, s)| *s == name).expect("a sheet").0;
    part(&format!("xl/worksheets/sheet{}.xml", at + 1)).contains("orientation=\"portrait\"")
}
