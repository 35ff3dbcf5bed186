//! Reading whole counties: whatever the headers or the order of rows, the same county comes out.

use crate::draft::{Draft, SCHOOLS, TEACHERS, full_draft, lines, read};
use jiaopin::county::TeacherIx;
use jiaopin::tables::fault::CODES;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder of example counties beside the checkout; none when it is not there.
fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/counties");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/counties is not there");
        return None;
    }
    Some(folder)
}

#[test]
fn every_shared_county_is_read() {
    let Some(folder) = shared() else { return };
    for n in 1001..=1024 {
        let (county, faults) = read(&folder.join(format!("combo-{n}")));
        let county = county.unwrap_or_else(|| panic!("combo-{n}: {:?}", lines(&faults)));
        assert!(!county.teachers.is_empty() && county.posts.is_some());
    }
    let (english, _) = read(&folder.join("lienchiang-en"));
    let english = english.expect("no errors");
    assert_eq!((english.schools.len(), english.teachers.len()), (8, 105));
}

#[test]
fn workbook_and_gb18030_folder_give_the_same_county() {
    let Some(folder) = shared() else { return };
    let (book, _) = read(&folder.join("hualien.xlsx"));
    let (csv, _) = read(&folder.join("hualien-gbk"));
    let (book, csv) = (book.expect("no errors"), csv.expect("no errors"));
    assert_eq!((book.schools.len(), book.teachers.len()), (102, 1838));
    assert_eq!(book.hash, csv.hash);
}

#[test]
fn the_small_county_has_no_fault() {
    let (county, faults) = Draft::small().read();
    assert_eq!(lines(&faults), [""; 0]);
    let county = county.expect("no errors");
    // The tables' own subjects, and those that the curriculum may ask posts of.
    assert!(county.find_subject("语文").is_some() && county.find_subject("劳动").is_some());
    assert!(county.subjects.is_sorted());
    assert_eq!(county.schools[1].cluster, "全县");
    assert!(county.posts.is_none() && county.leader_posts.is_none());
}

#[test]
fn row_order_changes_nothing() {
    let turned = |text: &str| {
        let (head, rows) = text.split_once('\n').expect("a header");
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.reverse();
        format!("{head}\n{}\n", rows.join("\n"))
    };
    let full = full_draft();
    let mut back = full.clone();
    for bytes in back.files.values_mut() {
        let text = String::from_utf8(bytes.clone()).expect("text");
        *bytes = turned(&text).into();
    }
    assert_ne!(back.files, full.files);
    assert_eq!(back.hash(), full.hash());
    let other = full.change("教师.csv", "86.5", "86.6");
    assert_ne!(other.hash(), back.hash());
}

#[test]
fn every_table_is_read_in_full() {
    let (county, faults) = full_draft().read();
    assert_eq!(lines(&faults), [""; 0]);
    let county = county.expect("no errors");
    let teacher = &county.teachers[0];
    assert_eq!(teacher.certificates.len(), 2);
    assert_eq!(
        teacher.rural_years.map(|y| y.to_string()).as_deref(),
        Some("3.5")
    );
    assert!(teacher.obey && !county.teachers[1].obey);
    assert_eq!(county.teachers[2].wishes.len(), 2);
    assert_eq!(county.relations.len(), 2);
    assert!(county.pins[0].must && !county.pins[1].must);
    let panel = county.candidates[0].panel.expect("votes");
    assert_eq!(panel.round_dp(2).to_string(), "77.78");
    assert_eq!(county.candidates[1].publicity, Some(false));
    assert_eq!(county.leader_posts.as_ref().map(Vec::len), Some(2));
}

/// Wishes are counted from 1: whoever writes something else is not told that 0 would do.
#[test]
fn a_rank_is_a_whole_number_from_1_on() {
    let wrong = full_draft().change("志愿.csv", "0003,1,S1", "0003,一,S1");
    let (_, faults) = wrong.read();
    let told: Vec<_> = faults.iter().map(|f| (f.code, &*f.remedy.zh)).collect();
    assert_eq!(told, [("E303", "请填写正整数，不带单位、千分位或说明文字")]);
}

/// SPEC §1 knows degrees of WGS84 and missing ones: a place abroad is used, half a place is none.
#[test]
fn a_point_abroad_is_used_and_half_a_point_is_none() {
    let abroad = Draft::small().change("学校.csv", "118.90,42.20", "2.35,48.86");
    let (county, faults) = abroad.read();
    assert_eq!(
        lines(&faults),
        ["W314 学校.csv › E2 经度 2.35、纬度 48.86 不在国内，距离仍按此位置计算"]
    );
    let county = county.expect("only warned of");
    let point = county.schools[0].point.expect("it is used");
    assert_eq!((point.lon, point.lat), (2.35, 48.86));

    let half = Draft::small().change("学校.csv", "118.90,42.20", "118.90,");
    let (county, faults) = half.read();
    assert_eq!(
        lines(&faults),
        ["W307 学校.csv › F2 经度与纬度只填了一个，按未填计，与该校有关的距离一律按 0 计"]
    );
    assert!(county.expect("only warned of").schools[0].point.is_none());

    let (county, faults) = full_draft()
        .change("教师.csv", "118.91,42.21", "118.91,")
        .read();
    assert_eq!(faults.iter().map(|f| f.code).collect::<Vec<_>>(), ["W307"]);
    assert_eq!(faults[0].place.cell, "AA2");
    let county = county.expect("only warned of");
    assert!(county.teachers[0].home.is_none());
    let own = county.teachers[0].school.expect("a school");
    let first = TeacherIx(0);
    assert_eq!(county.home(first), county.school(own).point);
}

#[test]
fn every_date_form_is_the_same_month() {
    let plain = Draft::small().hash();
    for form in [
        "2015-09-01",
        "2015.9",
        "2015/9/1",
        "201509",
        "20150901",
        "2015年9月",
        "２０１５－０９",
        "2015-9",
    ] {
        let draft = Draft::small().change("教师.csv", "2015-09", form);
        assert_eq!(draft.hash(), plain, "{form}");
    }
    for wrong in ["2015-13", "2015", "15.9", "43709", "去年九月", "2015-02-30"] {
        let (county, faults) = Draft::small().change("教师.csv", "2015-09", wrong).read();
        assert!(county.is_none(), "{wrong}");
        assert_eq!((faults.len(), faults[0].code), (1, "E302"), "{wrong}");
        assert_eq!(faults[0].place.to_string(), "教师.csv › F2");
    }
}

/// Spreadsheets end lines in their own way and leave lines blank: the row that is named is the one they show.
#[test]
fn a_cell_is_named_as_the_spreadsheet_shows_it() {
    let text = format!("\n{TEACHERS}\n\n0004,丁,女,1990-13,,,,,本科\n");
    for end in ["\n", "\r\n", "\r"] {
        let (_, faults) = Draft::small()
            .with("教师.csv", text.replace('\n', end))
            .read();
        assert_eq!(faults.len(), 1, "{:?}", lines(&faults));
        assert_eq!(faults[0].place.to_string(), "教师.csv › D8", "{end:?}");
    }
}

#[test]
fn headers_in_any_dress() {
    let plain = Draft::small().hash();
    let titled = Draft::small().with(
        "教师.csv",
        format!("红山区 2026 年教师名册,,,,,,,,\n,,,,,,,,填表日期：2026-06\n\n{TEACHERS}填表人：某某,,,审核人：某某,,,,,\n"),
    );
    assert_eq!(titled.hash(), plain);
    assert_eq!(titled.codes(), ["W203"]);
    // Side by side the signatures fill the cells of id and name.
    let signed = Draft::small().with(
        "教师.csv",
        format!("{TEACHERS}填表人：某某,审核人：某某,,,,,,,\n"),
    );
    assert_eq!(signed.hash(), plain);
    assert_eq!(signed.codes(), ["W203"]);
    let dressed = Draft::small().change(
        "教师.csv",
        "工号,姓名,性别,出生年月,现任学校,到校年月,任教学段,任教学科,学历",
        "teacher_id,姓　名,\" 性\n别 \",出生年月(yyyy-mm),School_ID,进入本校日期,任教学段*,主教学科,ＥＤＵＣＡＴＩＯＮ",
    );
    assert_eq!((dressed.hash(), dressed.codes().len()), (plain.clone(), 0));
    let english = Draft::small().without("班级.csv").with(
        "classes.csv",
        "students;classes;grade;school_id\n80;2;一年级;S1\n30;1;初一;S2\n",
    );
    assert_eq!(english.hash(), plain);
    let tabs = Draft::small().with("学校.csv", SCHOOLS.replace(',', "\t"));
    assert_eq!(tabs.hash(), plain);
    let extra = Draft::small().with("学校.csv", "电话,学校代码,学校名称,学段,城乡类型,经度,纬度,备注\n1,S1,一小,小学,城区,118.90,42.20,\n2,S2,九年校,小学 初中,乡村,118.95,42.25,x\n");
    assert_eq!(extra.hash(), plain);
    let (_, faults) = extra.read();
    assert_eq!(
        lines(&faults),
        ["W201 学校.csv › A1 《学校》表中未使用的列：电话、备注"]
    );
}

#[test]
fn two_columns_of_one_meaning_are_not_guessed() {
    let twice = Draft::small().change(
        "班级.csv",
        "学校代码,年级,班数,学生数",
        "学校代码,年级,班数,班数",
    );
    assert_eq!(twice.codes(), ["E203", "E204"]);
    // The official name wins over an alias, and the other one is said to be unused.
    let text = "学校代码,年级,班数,学生数,学生人数\nS1,1,2,80,0\nS2,7,1,30,0\n";
    let alias = Draft::small().with("班级.csv", text);
    assert_eq!(
        (alias.hash(), alias.codes()),
        (Draft::small().hash(), vec!["W201"])
    );
}

#[test]
fn one_wrong_cell_in_twenty_thousand_rows() {
    let mut text =
        String::from("工号,姓名,性别,出生年月,现任学校,到校年月,任教学段,任教学科,学历\n");
    for n in 0..20_000 {
        let wrong = if n == 17_345 { "1985-31" } else { "1985-03" };
        text.push_str(&format!(
            "{n:06},某某,女,{wrong},S1,2015-09,小学,语文,本科\n"
        ));
    }
    let started = std::time::Instant::now();
    let (county, faults) = Draft::small().with("教师.csv", text).read();
    eprintln!("20,000 teachers read in {:?}", started.elapsed());
    assert!(county.is_none());
    assert_eq!(
        lines(&faults),
        ["E302 教师.csv › D17347 日期“1985-31”无法识别或不存在"]
    );
}

#[test]
fn a_kindergarten_certificate_names_no_subject() {
    let draft = Draft::small()
        .with(
            "岗位.csv",
            "学校代码,学段,学科,岗位数\nS1,小学,语文,1\nS1,幼儿园,保教,1\n",
        )
        .change("教师.csv", "学历\n", "学历,教师资格\n")
        .change("教师.csv", "1990-07,,,,,本科", "1990-07,,,,,本科,幼儿园");
    let (county, _) = draft.read();
    let county = county.expect("no errors");
    let certificate = county.teachers[2].certificates[0];
    assert_eq!(
        (certificate.stage.zh(), county.subject(certificate.subject)),
        ("幼儿园", "保教")
    );
}

#[test]
fn every_code_stands_in_the_index_once() {
    let mut used = BTreeSet::new();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("src") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("tables/codes.rs") {
                let text = std::fs::read_to_string(path).expect("a source file");
                used.extend(codes_in(&text));
            }
        }
    }
    let listed: Vec<String> = CODES.iter().map(|c| c.code.to_string()).collect();
    let once: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(once.len(), listed.len());
    let missing: Vec<_> = used.difference(&once).collect();
    assert!(missing.is_empty(), "not in tables/codes.rs: {missing:?}");
    let unused: Vec<_> = once.difference(&used).collect();
    assert!(unused.is_empty(), "listed but never given: {unused:?}");
}

/// Every `"E123"` of a text.
fn codes_in(text: &str) -> Vec<String> {
    let is_code = |word: &&str| {
        word.len() == 4
            && word.starts_with(['E', 'W'])
            && word[1..].bytes().all(|b| b.is_ascii_digit())
    };
    text.split('"')
        .filter(is_code)
        .map(str::to_string)
        .collect()
}

#[test]
fn tables_are_known_by_many_names() {
    use jiaopin::tables::catalogue::Table;
    for (name, key) in [
        ("教师", "teachers"),
        ("Teachers", "teachers"),
        ("１.学校", "schools"),
        ("教师花名册(2026年)", "teachers"),
        ("岗位表", "posts"),
        ("leader_posts", "leader_posts"),
        ("校长候选人", "candidates"),
    ] {
        assert_eq!(Table::named(name).map(|t| t.key), Some(key), "{name}");
    }
    assert!(Table::named("食堂").is_none() && Table::named("Sheet1").is_none());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    /// Whatever stands in a cell, it is read or told, and never stops the program.
    #[test]
    fn any_text_in_any_cell(column in 0usize..27, text in "[-0-9年月/.,、EK+%初高小 \u{3000}\\PC]{0,10}") {
        let full = String::from_utf8(full_draft().files["教师.csv"].clone()).expect("text");
        let mut rows: Vec<Vec<String>> = full
            .lines()
            .map(|l| l.split(',').map(str::to_string).collect())
            .collect();
        rows[1][column] = format!("\"{}\"", text.replace('"', ""));
        let text: Vec<String> = rows.iter().map(|r| r.join(",")).collect();
        let (county, faults) = full_draft().with("教师.csv", text.join("\n")).read();
        let errors = faults.iter().any(|f| f.code.starts_with('E'));
        assert_eq!(county.is_none(), errors);
    }
}

#[test]
fn pupils_that_no_stage_of_their_school_teaches_are_told() {
    // By the national policy a special school has grades 1–9; its kindergarten and its vocational class count nowhere.
    let special = SCHOOLS.replace("一小,小学,", "一小,特教,");
    let classes = "学校代码,年级,班数,学生数\nS1,K1,1,6\nS1,1,1,8\nS1,10,1,5\nS2,7,1,30\n";
    let draft = Draft::small()
        .with("学校.csv", special)
        .with("班级.csv", classes);
    let faults = draft.read().1;
    let told = faults.iter().filter(|f| f.code == "W308");
    let cells: Vec<_> = told.map(|f| f.place.cell.as_str()).collect();
    assert_eq!(cells, ["B2", "B4"]);
}
