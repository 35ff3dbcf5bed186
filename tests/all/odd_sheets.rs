//! Sheets as offices make them: titles, headers in two rows, sums, headers repeated for print, hidden sheets. Nothing that
//! stands in them is lost without a word.

use crate::draft::{CLASSES, Draft, SCHOOLS, TEACHERS, lines, read};
use rust_xlsxwriter::Workbook;

fn told(draft: &Draft) -> Vec<String> {
    lines(&draft.read().1)
}

/// The small county with a teachers table of this text in place of its header.
fn teachers(header: &str) -> Draft {
    let (_, rows) = TEACHERS.split_once('\n').unwrap();
    Draft::small().with("教师.csv", format!("{header}{rows}"))
}

#[test]
fn a_header_may_take_two_rows() {
    for header in [
        "教师花名册\n工号,姓名,基本情况,,任职情况,,,,学历\n,,性别,出生年月,现任学校,到校年月,任教学段,任教学科,\n",
        "工号,姓名,性别,出生年月,任职情况,,,,学历\n,,,,现任学校,到校年月,任教学段,任教学科,\n",
    ] {
        assert_eq!(teachers(header).hash(), Draft::small().hash(), "{header}");
        assert_eq!(told(&teachers(header)), [""; 0]);
    }
}

/// A sheet that was sorted together with its header.
#[test]
fn data_above_the_header_are_an_error() {
    let mut rows: Vec<&str> = TEACHERS.lines().collect();
    rows.swap(0, 2);
    let draft = Draft::small().with("教师.csv", rows.join("\n"));
    assert_eq!(
        told(&draft)[0],
        "E208 教师.csv › A1 表头在第 3 行，其上方还有 2 行数据，不会被读入"
    );
    // Titles and who fills in what are no data.
    let titled = Draft::small().with(
        "教师.csv",
        format!("花名册\n填报单位：一小,,张三,,,日期：2026-03\n{TEACHERS}"),
    );
    assert_eq!(told(&titled), [""; 0]);
}

#[test]
fn sums_and_repeated_headers_are_left_out_and_told() {
    let classes = format!(
        "{}小计,,2,80\n{}总 计,,3,110\n",
        &CLASSES[..CLASSES.find("S2").unwrap()],
        &CLASSES[CLASSES.find("S2").unwrap()..]
    );
    let header = TEACHERS.lines().next().unwrap();
    let draft = Draft::small().with("班级.csv", classes).with(
        "教师.csv",
        TEACHERS.replace("0003", &format!("{header}\n0003")),
    );
    assert_eq!(draft.hash(), Draft::small().hash());
    let mut faults = told(&draft);
    faults.sort();
    assert_eq!(
        faults,
        [
            "W203 教师.csv › A4 合计、签章、说明或重复的表头未作为数据读入：第 4 行",
            "W203 班级.csv › A3 合计、签章、说明或重复的表头未作为数据读入：第 3、5 行",
        ]
    );
}

/// A comma too many in a text file pushes the rest of its row out of the table.
#[test]
fn cells_beyond_the_header_are_told() {
    let draft = Draft::small().change("教师.csv", "初中,数学,本科", "初中,数学,本科,县级");
    assert_eq!(
        told(&draft),
        ["W201 教师.csv › J3 J 列没有列名，其中 1 格内容未读入"]
    );
}

/// Chinese commas part nothing.
#[test]
fn separators_are_named() {
    let draft = Draft::small().with("班级.csv", CLASSES.replace(',', "，"));
    let faults = draft.read().1;
    assert_eq!(faults[0].code, "E202");
    assert!(
        faults[0].remedy.zh.contains("英文逗号"),
        "{}",
        faults[0].remedy.zh
    );
}

#[test]
fn hidden_sheets_are_read_and_told() {
    let mut book = Workbook::new();
    let tables = [
        ("学校", SCHOOLS),
        ("班级", CLASSES),
        ("教师", TEACHERS),
        ("志愿", "工号,志愿序号,学校代码\n0003,1,S1\n"),
    ];
    for (title, text) in tables {
        let sheet = book.add_worksheet().set_name(title).unwrap();
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                sheet.write_string(row as u32, column as u16, cell).unwrap();
            }
        }
        sheet.set_hidden(title == "志愿");
    }
    let written = Draft::empty()
        .with("县.xlsx", book.save_to_buffer().unwrap())
        .write();
    let (county, faults) = read(&written.path().join("县.xlsx"));
    assert_eq!(
        lines(&faults),
        ["W103 县.xlsx › 志愿 这张工作表是隐藏的，已按数据读入"]
    );
    assert!(county.unwrap().teachers[2].is_applicant());
}

#[test]
fn tables_that_are_not_read_are_told() {
    let written = Draft::small()
        .with("锁定.et", "x")
        .with("说明.docx", "x")
        .write();
    let inside = written.path().join("旧");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(inside.join("岗位.csv"), "学校代码,学段,学科,岗位数\n").unwrap();
    std::fs::create_dir(written.path().join("照片")).unwrap();
    let (county, faults) = read(written.path());
    assert_eq!(
        lines(&faults),
        [
            "W102 旧 子文件夹中的表不读取",
            "W102 锁定.et 不是能读取的格式，未读入",
        ]
    );
    assert!(county.is_some());
}
