//! Plans as files: plan.csv out and in, an appointment list edited by hand, and what is said of unreadable ones.

use crate::build::{Build, plan};
use crate::made::made;
use assert_cmd::Command;
use jiaopin::audit::audit;
use jiaopin::case::Case;
use jiaopin::county::Role;
use jiaopin::plan::{Outcome, Plan, read, write};
use jiaopin::tables::fault::{Fault, Faults};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn build() -> Build {
    Build::new()
        .school("001")
        .school("002")
        .post("001", "语文", 2)
        .post("002", "语文", 2)
        .teacher("01", "001", "语文")
        .teacher("02", "001", "语文")
        .teacher("03", "002", "语文")
        .teacher("04", "", "语文")
        .who("03", |t| t.role = Role::Principal)
}

fn case() -> Case {
    build().case()
}

fn put(dir: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.path().join(name);
    std::fs::write(&path, content).expect("a file in the temporary folder");
    path
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn read_all(path: &Path, case: &Case) -> (Option<Plan>, Vec<Fault>) {
    let mut faults = Faults::default();
    let plan = read::read(path, case, &mut faults);
    (plan, faults.list)
}

fn codes(faults: &[Fault]) -> Vec<(&str, &str)> {
    faults
        .iter()
        .map(|f| (f.code, f.place.cell.as_str()))
        .collect()
}

const HEAD: &str =
    "teacher_id,class,outcome,school_id,stage,subject,role,from_school_id,tier_notes\n";

#[test]
fn plan_csv_has_the_columns_of_the_specification() {
    let case = case();
    let mut plan = plan(&case, &[("01", "002/语文"), ("02", "retained")]);
    plan.rows[0].tier_notes = "T9=1;T11=30".into();
    let text = String::from_utf8(write::csv(&case, &plan)).expect("UTF-8");
    assert_eq!(
        text,
        format!(
            "{HEAD}01,free,move,002,小学,语文,,001,T9=1;T11=30\n\
             02,free,retained,001,小学,语文,,001,\n\
             03,leader,lead,002,小学,语文,校长,002,\n\
             04,pooled,pool,,,,,,\n"
        )
    );
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let case = case();
    let dir = folder();
    for changes in [
        &[][..],
        &[("01", "002/语文"), ("02", "retained"), ("04", "001/语文")],
        &[("01", "pool"), ("04", "002/语文")],
    ] {
        let plan = plan(&case, changes);
        let path = put(&dir, "plan.csv", write::csv(&case, &plan));
        for path in [path.as_path(), dir.path()] {
            let (back, faults) = read_all(path, &case);
            assert_eq!(codes(&faults), []);
            assert_eq!(back.as_ref(), Some(&plan));
        }
    }
}

#[test]
fn rows_in_any_order_make_the_same_plan() {
    let case = case();
    let dir = folder();
    let rows = "04,pooled,pool,,,,,,\n02,free,stay,001,小学,语文,,001,\n";
    let path = put(&dir, "plan.csv", format!("{HEAD}{rows}"));
    let (plan, _) = read_all(&path, &case);
    let ids: Vec<_> = plan
        .iter()
        .flat_map(|p| &p.rows)
        .map(|r| r.teacher.0)
        .collect();
    assert_eq!(ids, [1, 3]);
}

/// Somebody changed the school of 01 and forgot the outcome, wrote names instead of codes, left outcomes empty, lost one
/// person and has another twice.
#[test]
fn an_edited_list_is_read_by_its_schools() {
    let case = case();
    let dir = folder();
    let text = "红山区教师聘任名单,,,,,,\n\
                序号,工号,姓名,拟聘学校,学段,学科,去向\n\
                001校：设岗2个,,,,,,\n\
                1,01,王01,002校,小学,语文,留任\n\
                2,03,王03,002,,,\n\
                3,04,王04,001校（001）,小学,语文,\n\
                4,04,王四,,,,待岗\n\
                制表人：,,审核人：,,,,\n";
    let path = put(&dir, "聘任名单.csv", text);
    let (plan, faults) = read_all(&path, &case);
    assert_eq!(codes(&faults), [("W501", "G4"), ("W502", "C7")]);
    let plan = plan.expect("warnings only");
    let outcomes: Vec<_> = plan.rows.iter().map(|r| (r.teacher.0, r.outcome)).collect();
    let expected = [
        (0, Outcome::Move),
        (2, Outcome::Lead),
        (3, Outcome::Placed),
        (3, Outcome::Pool),
    ];
    assert_eq!(outcomes, expected);
    let found = audit(&case, &plan).findings.list;
    let texts: Vec<_> = found
        .iter()
        .filter(|f| f.broken)
        .map(|f| f.text.zh.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "王02（02）（竞聘）在方案中没有去向",
            "王04（04）在方案中有 2 个去向：安置 001校 小学语文；待岗",
        ]
    );
}

#[test]
fn a_workbook_is_read_by_its_sheet() {
    let case = case();
    let dir = folder();
    let mut book = rust_xlsxwriter::Workbook::new();
    let other = book.add_worksheet().set_name("调动名单").expect("a name");
    for (i, head) in ["工号", "拟聘学校", "学段", "学科"].iter().enumerate() {
        other.write(0, i as u16, *head).expect("a cell");
    }
    let sheet = book.add_worksheet().set_name("聘任名单").expect("a name");
    let rows = [
        ["工号", "拟聘学校", "学段", "学科", "去向"],
        ["02", "001", "小学", "语文", "留任"],
    ];
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.iter().enumerate() {
            sheet.write(r as u32, c as u16, *text).expect("a cell");
        }
    }
    let path = put(
        &dir,
        "名单.xlsx",
        book.save_to_buffer().expect("a workbook"),
    );
    let (plan, faults) = read_all(&path, &case);
    assert_eq!(codes(&faults), []);
    assert_eq!(plan.map(|p| p.rows.len()), Some(1));
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let case = case();
    let dir = folder();
    let text = format!(
        "{HEAD}99,free,stay,001,小学,语文,,,\n\
         1,free,stay,001,小学,语文,,,\n\
         02,free,stay,第九小学,小学,语文,,,\n\
         03,leader,leads,002,小学,语文,,,\n\
         04,pooled,placed,001,小学,画画,,,\n\
         01,free,move,002,小学,,,,\n\
         ,free,stay,001,小学,语文,,,\n"
    );
    let path = put(&dir, "plan.csv", text);
    let (plan, faults) = read_all(&path, &case);
    assert_eq!(plan, None);
    assert_eq!(
        codes(&faults),
        [
            ("E503", "A2"),
            ("E503", "A3"),
            ("E504", "D4"),
            ("E505", "C5"),
            ("E505", "F6"),
            ("E506", "F7"),
            ("E502", "A8"),
        ]
    );
    assert_eq!(
        faults[1].remedy.zh,
        "是否为“01”？工号列请设为文本格式，以免丢失前导零"
    );
    assert_eq!(faults[2].cause.zh, "“第九小学”不是任何学校的名称或代码");
    assert!(
        faults[2].remedy.zh.contains("最接近的：001 001校"),
        "{}",
        faults[2].remedy.zh
    );
}

#[test]
fn a_name_that_two_schools_share_needs_the_code() {
    let b = build().at("002", |s| s.name = "001校".into());
    let dir = folder();
    let row = |school: &str| format!("{HEAD}02,free,stay,{school},小学,语文,,,\n");
    let path = put(&dir, "plan.csv", row("001校"));
    let (_, faults) = read_all(&path, &b.case());
    assert_eq!(codes(&faults), [("E504", "D2")]);
    assert_eq!(faults[0].remedy.zh, "请改填学校代码：001、002");
    let path = put(&dir, "plan.csv", row("001校（001）"));
    assert_eq!(codes(&read_all(&path, &b.case()).1), []);
}

#[test]
fn files_that_hold_no_plan() {
    let case = case();
    let dir = folder();
    let fault = |path: &Path| {
        let (plan, faults) = read_all(path, &case);
        assert_eq!(plan, None);
        faults.first().map(|f| f.code)
    };
    assert_eq!(fault(dir.path()), Some("E501"));
    assert_eq!(fault(&dir.path().join("none.csv")), Some("E101"));
    assert_eq!(fault(&put(&dir, "a.csv", "")), Some("E103"));
    assert_eq!(
        fault(&put(&dir, "b.xlsx", "<html><table></table></html>")),
        Some("E104")
    );
    assert_eq!(fault(&put(&dir, "c.csv", "a,b\n1,2\n")), Some("E202"));
    assert_eq!(
        fault(&put(&dir, "d.csv", "工号,去向\n01,留任\n")),
        Some("E203")
    );
}

/// The list that `solve` exports, as it is and after LibreOffice has saved it.
#[test]
fn the_exported_list_is_read_back() {
    let dir = folder();
    let made = made(&dir.path().join("data"));
    let book = made.book();
    let list = put(&dir, "appointments.xlsx", book);
    let same = |path: &Path| {
        let (plan, faults) = read_all(path, &made.case);
        assert_eq!(codes(&faults), []);
        let mut expected = made.plan.clone();
        // The list does not say what an outcome costs.
        for row in &mut expected.rows {
            row.tier_notes.clear();
        }
        assert_eq!(plan, Some(expected));
    };
    same(&list);
    for ending in ["ods", "xls"] {
        if let Some(saved) = crate::workbooks::by_libreoffice(&list, ending, dir.path()) {
            same(&saved);
        }
    }
}

#[test]
fn the_command_says_what_is_broken() {
    let dir = folder();
    let data = dir.path().join("data");
    let made = made(&data);
    let csv = String::from_utf8(write::csv(&made.case, &made.plan)).expect("UTF-8");
    let good = put(&dir, "good.csv", &csv);
    let lost: String = csv.lines().take(3).map(|l| format!("{l}\n")).collect();
    let lost = put(&dir, "lost.csv", lost);
    let bad = put(&dir, "bad.csv", csv.replace(",stay,", ",staying,"));
    let run = |plan: &Path, options: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_jiaopin"))
            .arg("audit")
            .args([&data, plan])
            .args(options)
            .output()
            .expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (done.status.code(), text(done.stdout), text(done.stderr))
    };
    let (code, text, errors) = run(&good, &["--lang", "zh"]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert!(text.contains("各项硬性规则均符合"), "{text}");
    for tier in &made.solved.tiers {
        let json = run(&good, &["--json"]).1;
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let tiers = json["tiers"].as_array().expect("tiers");
        let read = tiers.iter().find(|t| t["key"] == tier.key.as_str());
        assert_eq!(read.and_then(|t| t["value"].as_i64()), Some(tier.value));
    }
    let (code, text, _) = run(&lost, &["--lang", "en"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("R01 one outcome: "), "{text}");
    assert!(text.contains("has no outcome in the plan"), "{text}");
    let (code, text, errors) = run(&bad, &["--lang", "zh"]);
    assert_eq!((code, text.as_str()), (Some(2), ""));
    assert!(
        errors.contains("E505") && errors.contains("staying"),
        "{errors}"
    );
}

/// Merged schools: one message for all rows; a column that is missing is told once.
#[test]
fn one_cause_in_many_rows_is_told_once() {
    let mut build = build();
    for n in 5..12 {
        build = build.teacher(&format!("{n:02}"), "001", "语文");
    }
    let case = build.case();
    let dir = folder();
    let told = |text: &str| {
        let (plan, faults) = read_all(&put(&dir, "list.csv", text), &case);
        assert!(plan.is_none());
        faults
    };
    let rows: String = (5..12)
        .map(|n| format!("{n:02},,小学,语文,留任\n"))
        .collect();
    let merged = format!("教师编号,拟聘学校,学段,学科,去向\n01,001校,小学,语文,留任\n{rows}");
    let faults = told(&merged);
    assert_eq!(codes(&faults), [("E506", "B3")]);
    assert!(
        faults[0]
            .cause
            .zh
            .contains("有 7 行没有内容，疑为合并单元格"),
        "{faults:?}"
    );
    // A few are told each; also where no outcome is given: a post without its school is no word for the pool.
    let few = "工号,拟聘学校,学段,学科\n01,,小学,语文\n02,,小学,语文\n";
    assert_eq!(codes(&told(few)), [("E506", "B2"), ("E506", "B3")]);
    let nobody = merged
        .replace("教师编号", "代号")
        .replace("去向", "去向,姓名");
    let codes: Vec<&str> = told(&nobody).iter().map(|f| f.code).collect();
    assert_eq!(codes, ["E203"]);
}

#[test]
fn the_pool_with_a_school_is_told_how_it_is_meant() {
    let case = case();
    let dir = folder();
    let text = format!("{HEAD}01,free,pool,002,小学,语文,,001,\n");
    let (_, faults) = read_all(&put(&dir, "plan.csv", text), &case);
    assert_eq!(codes(&faults), [("W501", "C2")]);
    assert!(faults[0].remedy.zh.contains("如确为待岗，请清空拟聘学校"));
}

#[test]
fn whoever_leads_is_read_with_the_cell_of_the_teachers_table() {
    let case = case();
    let dir = folder();
    let lead = |cell: &str| format!("{HEAD}01,leader,lead,001,{cell},校长,001,\n");
    let told = |cell: &str| read_all(&put(&dir, "plan.csv", lead(cell)), &case).1;
    assert_eq!(codes(&told("小学,体育")), [("W501", "F2")]);
    assert_eq!(codes(&told(",")), []);
}
