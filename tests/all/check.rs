//! `check` as a person meets it: every kind of bad input with its code, place, cause and remedy, on one screen.

use crate::draft::{CLASSES, Draft, TEACHERS, full_draft, lines};
use assert_cmd::Command;
use jiaopin::cli::faults;
use jiaopin::tables::fault::{CODES, Faults};
use jiaopin::text::Lang;
use std::collections::BTreeSet;
use std::path::Path;

fn check(path: &Path, args: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .args(["--lang", "zh", "check"])
        .arg(path)
        .args(args)
        .output()
        .expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (
        done.status.code().unwrap_or(-1),
        text(done.stdout),
        text(done.stderr),
    )
}

#[test]
fn a_sound_county_is_counted() {
    let folder = full_draft().write();
    let (code, out, err) = check(folder.path(), &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("学校 2 行、班级 2 行、教师 3 行"), "{out}");
    assert!(out.contains("未发现问题。"), "{out}");
    assert!(
        out.contains("206 项须由本县核实（其中 1 项只用于 forecast，方案不用；"),
        "{out}"
    );
    for line in [
        "  R02 岗位数：超岗留任上限（retain_max_share）  [rules.posts]\n",
        "  教师周课时量·小学：语文、数学、其他  [curriculum.load.\"小学\"]\n",
    ] {
        assert!(out.contains(line), "{out}");
    }
    let (code, out, _) = check(folder.path(), &["--json"]);
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 0);
    assert_eq!(value["counts"]["teachers"], 3);
    assert_eq!(value["faults"], serde_json::json!([]));
    assert!(value["verify"].as_array().is_some_and(|v| !v.is_empty()));
}

#[test]
fn errors_end_with_exit_2() {
    let folder = Draft::small().change("班级.csv", "80", "八十").write();
    let (code, _, err) = check(folder.path(), &[]);
    assert_eq!(code, 2);
    for part in [
        "错误 E303",
        "班级.csv › D2",
        "“学生数”不能为“八十”",
        "→ 请填写非负整数",
        "共 1 个错误、0 个警告。",
        "改正后请再检查一次",
    ] {
        assert!(err.contains(part), "{part} in {err}");
    }
    let (code, out, err) = check(folder.path(), &["--json"]);
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, err.as_str()), (2, ""));
    assert_eq!(value["faults"][0]["place"]["cell"], "D2");
    let (code, ..) = check(Path::new("no/such/county"), &[]);
    assert_eq!(code, 2);
}

#[test]
fn five_hundred_faults_fit_a_screen() {
    let mut text = String::from(TEACHERS);
    for n in 0..500 {
        let birth = if n % 2 == 0 { "1985-33" } else { "1985-03" };
        let school = if n % 3 == 0 { "S9" } else { "S1" };
        let title = if n % 5 == 0 { "一般" } else { "一级" };
        text.push_str(&format!(
            "9{n:03},某,女,{birth},{school},2015-09,小学,语文,{title}\n"
        ));
    }
    let draft = Draft::small().with("教师.csv", text);
    let (_, list) = draft.read();
    assert!(list.len() > 500);
    let found = Faults { list };
    for lang in [Lang::Zh, Lang::En] {
        let text = faults::render(&found, lang, false);
        assert!(text.lines().count() <= 40, "{text}");
        let codes: BTreeSet<&str> = found.list.iter().map(|f| f.code).collect();
        assert!(codes.iter().all(|c| text.contains(c)), "{text}");
    }
    let text = faults::render(&found, Lang::Zh, false);
    assert!(text.contains("另有 245 处：教师.csv › D15、D17"), "{text}");
}

#[test]
fn runs_of_cells_are_drawn_together() {
    let mut text = String::from(CLASSES);
    for n in 1..=12 {
        text.push_str(&format!("S1,{n},x,1\n"));
    }
    let (_, list) = Draft::small().with("班级.csv", text).read();
    let text = faults::render(&Faults { list }, Lang::Zh, false);
    assert!(text.contains("另有 7 处：班级.csv › C9–C15"), "{text}");
}

/// Broken files, each with the one code that it must give.
fn broken_files() -> Vec<(&'static str, Draft)> {
    let html = "\u{FEFF}<html><meta charset=\"utf-8\"><table><tr><td>工号</td></tr></table></html>";
    let xml =
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    let small = Draft::small;
    let teachers = |name: &str, bytes: &[u8]| small().without("教师.csv").with(name, bytes);
    vec![
        ("0 字节", teachers("教师.xlsx", b"")),
        ("网页", teachers("教师.xls", html.as_bytes())),
        ("XML 表格", teachers("教师.xls", xml.as_bytes())),
        ("加密", teachers("教师.xlsx", &encrypted())),
        ("截断的工作簿", teachers("教师.xlsx", b"PK\x03\x04rubbish")),
        (
            "图片",
            teachers("教师.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x01\x02\x03"),
        ),
        (
            "坏字节",
            teachers("教师.csv", &[TEACHERS.as_bytes(), b"\xFF\xFF\n"].concat()),
        ),
        ("引号", small().change("教师.csv", "甲", "\"甲")),
        (
            "扩展名是 xls 的文本",
            teachers("教师.xls", TEACHERS.as_bytes()),
        ),
        ("不认识的文件", small().with("食堂.csv", "菜,价\n面,3\n")),
        ("缺教师表", small().without("教师.csv")),
        ("缺班级与岗位", small().without("班级.csv")),
        (
            "空表",
            small().with("教师.csv", TEACHERS.lines().next().unwrap_or("")),
        ),
        (
            "没有表头",
            small().with("教师.csv", "0001,甲,女\n0002,乙,男\n"),
        ),
        ("一张表两份", small().with("teachers.csv", TEACHERS)),
        (
            "两列同名",
            small().change("班级.csv", "班数,学生数", "学生数,学生数"),
        ),
        ("缺性别列", small().change("教师.csv", "性别", "备注")),
        (
            "表头在数据下",
            small().with(
                "班级.csv",
                "S1,1,2,80\n学校代码,年级,班数,学生数\nS2,7,1,30\n",
            ),
        ),
        (
            "没有列名",
            small().change("班级.csv", "S1,1,2,80", "S1,1,2,80,80"),
        ),
        (
            "表尾",
            small().with("班级.csv", format!("{CLASSES}合计,,3,110\n")),
        ),
    ]
}

/// A compound file whose directory names an EncryptedPackage, as Excel writes for a workbook with a password.
fn encrypted() -> Vec<u8> {
    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.extend([0; 16]);
    for word in [0x3Eu16, 3, 0xFFFE, 9, 6] {
        header.extend(word.to_le_bytes());
    }
    header.extend([0; 6]);
    for long in [0u32, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        header.extend(long.to_le_bytes());
    }
    header.resize(512, 0xFF);
    const END: u32 = 0xFFFF_FFFE;
    let mut table: Vec<u8> = [0xFFFF_FFFDu32, END]
        .into_iter()
        .flat_map(u32::to_le_bytes)
        .collect();
    table.resize(512, 0xFF);
    let entry = |name: &str, kind: u8, child: u32| {
        let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = bytes.len() as u16 + 2;
        bytes.resize(64, 0);
        bytes.extend(length.to_le_bytes());
        bytes.extend([kind, 1]);
        for link in [u32::MAX, u32::MAX, child] {
            bytes.extend(link.to_le_bytes());
        }
        bytes.resize(116, 0);
        bytes.extend(END.to_le_bytes());
        bytes.resize(128, 0);
        bytes
    };
    let mut directory = entry("Root Entry", 5, 1);
    directory.extend(entry("EncryptedPackage", 2, u32::MAX));
    directory.resize(512, 0);
    [header, table, directory].concat()
}

/// Counties with wrong cells and references: what is wrong, and the county.
fn wrong_cells() -> Vec<(&'static str, Draft)> {
    let small = Draft::small;
    let full = full_draft;
    let teacher = |from: &str, to: &str| full().change("教师.csv", from, to);
    vec![
        ("必填为空", small().change("班级.csv", "S2,7,1", ",7,1")),
        ("建议填写为空", small().change("教师.csv", "丙,女,1990-07", "丙,,")),
        ("日期", small().change("教师.csv", "1985-03", "1985-13").change("教师.csv", "2010-09", "40422")),
        ("月份", small().change("教师.csv", "2015-09", "2015.1")),
        ("数字", small().change("班级.csv", ",2,80", ",-2,80.5")),
        ("得分", teacher("86.5", "很高").change("教师.csv", "3.5", "三年").change("校长候选人.csv", "90.5", "120").change("校长候选人.csv", "7/9", "9/7")),
        ("词", teacher("一级,本科", "壹级,本科").change("学校.csv", "乡村", "农林").change("学校.csv", "小学、初中", "小学、大学").change("亲属关系.csv", "近姻亲", "同学").change("锁定.csv", "必须", "也许")),
        ("是否", teacher("90,否", "90,再说")),
        ("无", teacher("90,否", "90,无")),
        ("年级", small().change("班级.csv", "S1,1,", "S1,十三年级,")),
        ("长号码", teacher("1985-03,,S1", "1985-03,1.50402E+17,S1")),
        ("公式", teacher("86.5", "#N/A")),
        ("经纬度", small().change("学校.csv", "118.90,42.20", "42.20,118.90").change("学校.csv", "118.95,42.25", "118.95,")),
        ("经纬度二", small().change("学校.csv", "118.90,42.20", "-118.90,42.20").change("学校.csv", "118.95,42.25", "东经,42.25")),
        ("经纬度三", small().change("学校.csv", "118.90,42.20", "118.90,142.20").change("学校.csv", "118.95,42.25", "190,42.25")),
        ("国外的位置", teacher("118.91,42.21", "2.35,48.86")),
        ("半个住址", teacher("118.91,42.21", ",42.21")),
        ("教师资格", teacher("小学英语+小学音乐", "大学英语+小学")),
        ("志愿序号", full().change("志愿.csv", "0003,1,S1", "0003,0,S1")),
        ("缺学科", teacher("初中,数学,高级中学数学", "初中,,高级中学数学")),
        ("两个学科", teacher("初中,数学,高级中学数学", "初中,数学/物理,高级中学数学")),
        ("身份证号", teacher("1985-03,,S1", "1985-03,150402198002250306,S1").change("教师.csv", "1980-05,,S2", "1980-05,150402198002250307,S2")),
        ("得分超出", teacher("86.5", "105")),
        ("免调原因", teacher("怀孕", "家远")),
        ("录用类型", teacher("特岗", "特岗教师")),
        ("日期先后", teacher("2008-08", "1984-08").change("教师.csv", "2015-09", "2031-09")),
        ("缺位置", small().change("学校.csv", "118.95,42.25", ",")),
        ("年级与学段", small().change("班级.csv", "S1,1,2", "S1,8,2")),
        ("班数", small().change("班级.csv", "S1,1,2", "S1,1,0")),
        ("学科", full().change("志愿.csv", "0003,1,S1,英语", "0003,1,S1,英话").change("教师.csv", "初中,数学,高级中学数学", "初中,数学,高级中学信息技术").change("教师.csv", "道德与法治", "道法/心理")),
        ("旧学科名", small().change("教师.csv", "小学,语文,本科", "小学,自然,本科").change("教师.csv", "初中,数学,本科", "初中,思想品德,本科")),
        ("重复代码", small().change("教师.csv", "0003", "0001").change("学校.csv", "S2,", "S1,")),
        ("未知学校", small().change("教师.csv", "S1,2015", "S３,2015").change("班级.csv", "S1,", "一小,")),
        ("未知教师", full().change("亲属关系.csv", "0001,0003", "1,0099")),
        ("法人单位", Draft::small().with("学校.csv", "学校代码,学校名称,学段,城乡类型,法人单位,经度,纬度\nS1,一小,小学,城区,S2,118.9,42.2\nS2,九年校,小学、初中,乡村,S3,118.9,42.2\nS3,中心校,小学,乡村,,118.9,42.2\n")),
        ("本人", teacher("是,0002", "是,0001").change("亲属关系.csv", "0002,0001", "0002,0002")),
        ("志愿重复", full().change("志愿.csv", "0003,2,S2", "0003,1,S2")),
        ("志愿同行", full().with("志愿.csv", "工号,志愿序号,学校代码,学科\n0003,1,S1,英语\n0003,1,S1,英语\n0003,2,S1,英语\n")),
        ("配偶不一致", teacher("90,否,,", "90,否,0003,")),
        ("岗位学段", full().change("岗位.csv", "S1,小学,英语", "S1,高中,英语")),
        ("任教学段", teacher("小学,语文,小学语文", "初中,语文,小学语文")),
        ("候选人重复", full().change("校长候选人.csv", "0002,书记,80", "0002,principal,80")),
        ("一职两人", full().change("领导岗位.csv", "S2,校长,,,,高级", "S1,书记,0002,2019-08,2,")),
        ("正职不符", full().change("领导岗位.csv", "S1,书记,0001", "S1,书记,0002")),
        ("任职年月", full().change("领导岗位.csv", "0001,2021-09", "0001,")),
        ("正职工号", full().change("领导岗位.csv", "S1,书记,0001", "S9,书记,0099").change("校长候选人.csv", "0002,校长", "0098,校长")),
        ("周转编制", small().with("周转编制.csv", "学校代码,名额,起始,到期\nS9,1,2025-09,2027-08\nS1,-1,2025-09,2027-08\nS1,1,2027-09,2026-12\nS2,,2025-09,2027-08\nS2,1,去年,2027-08\n")),
        ("周转编制提示", small().change("学校.csv", "经度,纬度", "经度,纬度,撤并").change("学校.csv", "118.95,42.25", "118.95,42.25,是")
            .with("周转编制.csv", "学校代码,名额,起始,到期,事由\nS1,2,2022-09,2025-08,学科缺员\nS1,0,2025-09,2027-08,\nS1,1,2026-12,2028-08,\nS1,1,2025-09,,\nS1,1,2025-03,2027-08,\nS1,1,2025年3月,2027.8,\nS2,1,2025-09,2027-08,\n")),
        ("一人两报", full_draft().change("教师.csv", "1985-03,,S1", "1985-03,150402198002250307,S1").change("教师.csv", "1980-05,,S2", "1980-05,150402198002250307,S2")),
        ("一人两报二", full_draft().change("教师.csv", "0002,乙,男,1980-05,,S2,2010-09,2003-08", "0002,甲,女,1985-03,,S2,2010-09,2008-08")),
        ("岗位重复", full().with("岗位.csv", "学校代码,学段,学科,岗位数\nS1,小学,语文,3\nS1,小学,语文,3\nS1,小学,英语,2\nS1,小学,英语,1\nS2,初中,数学,2\n")),
        ("年级重复", small().with("班级.csv", format!("{CLASSES}S1,一年级,1,40\n"))),
    ]
}

/// The texts of every fault, in both languages, as they stand.
#[test]
fn every_text_in_both_languages() {
    let mut told = String::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (name, draft) in broken_files().into_iter().chain(wrong_cells()) {
        let (county, list) = draft.read();
        let errors = list.iter().any(|f| f.code.starts_with('E'));
        assert_eq!(county.is_none(), errors, "{name}: {:?}", lines(&list));
        assert!(!list.is_empty(), "{name} gives no fault");
        told.push_str(&format!("## {name}\n"));
        for fault in &list {
            seen.insert(fault.code);
            told.push_str(&format!("{} {}\n", fault.code, fault.place));
            told.push_str(&format!("  {} → {}\n", fault.cause.zh, fault.remedy.zh));
            told.push_str(&format!("  {} → {}\n", fault.cause.en, fault.remedy.en));
        }
    }
    insta::with_settings!({snapshot_path => "../golden/tables", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("faults", told);
    });
    // Told elsewhere: a missing path, a single text file, numbers as ids, a date where none belongs; what policy says of
    // leaders (leader_posts) and pins (pins); hidden sheets (odd_sheets).
    let elsewhere = [
        "E101", "E102", "W103", "W310", "E307", "E313", "W409", "W410", "W411", "W412", "W413",
        "W414", "W415", "W418",
    ];
    let own = CODES
        .iter()
        .map(|c| c.code)
        .filter(|c| c[1..2] < *"5" && *c != "E409");
    let missing: Vec<_> = own
        .filter(|c| !seen.contains(c) && !elsewhere.contains(c))
        .collect();
    assert!(missing.is_empty(), "never shown: {missing:?}");
}

#[test]
fn a_single_text_file_is_no_county() {
    let folder = Draft::small().write();
    let (code, _, err) = check(&folder.path().join("教师.csv"), &[]);
    assert!(code == 2 && err.contains("E102"), "{err}");
    let (code, _, err) = check(&folder.path().join("没有"), &[]);
    assert!(code == 2 && err.contains("E101"), "{err}");
}

#[test]
fn what_is_no_data_is_passed_over() {
    let draft = Draft::small()
        .with("~$教师.xlsx", b"\x05someone")
        .with(".hidden.csv", "x")
        .with("说明.csv", "怎么填")
        .with("readme.txt", "read me")
        .with("照片.jpg", b"\xFF\xD8");
    assert_eq!(draft.codes(), [""; 0]);
}

/// What only a typed county shows stands beside the faults of the tables; of whoever has a faulty row, nothing is guessed.
#[test]
fn faults_of_persons_are_told_with_the_rest() {
    let draft = full_draft()
        .change("班级.csv", ",2,80", ",两,80")
        .change("领导岗位.csv", "S1,书记,0001,2021-09,2,", "S1,书记,,,,")
        .change("教师.csv", "县,书记", "县,中层")
        .change("校长候选人.csv", "0002,书记,80", "0001,书记,80")
        .with(
            "锁定.csv",
            "工号,类型,学校代码,学段,学科\n0003,必须,S1,,\n0001,必须,S1,,\n0001,必须,S2,,\n0002,可以,S2,,\n",
        );
    let (code, _, err) = check(draft.write().path(), &["--json"]);
    assert_eq!((code, err.as_str()), (2, ""));
    let told = |draft: &Draft| -> Vec<String> {
        let (_, out, _) = check(draft.write().path(), &["--json"]);
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let list = value["faults"].as_array().expect("a list");
        let one = |f: &serde_json::Value| {
            let text = |v: &serde_json::Value| v.as_str().unwrap_or("").to_string();
            format!("{} {}", text(&f["code"]), text(&f["place"]["cell"]))
        };
        list.iter().map(one).collect()
    };
    let all = told(&draft);
    for wanted in ["E303 C2", "E304 B5", "E409 A4", "W409 A3"] {
        assert!(all.iter().any(|f| f == wanted), "{wanted} in {all:?}");
    }
    // So are pins that nothing follows, and who is retired by the month of birth.
    let draft = draft
        .change("教师.csv", "丙,女,1990-07", "丙,女,1950-07")
        .change("锁定.csv", "0003,必须,S1", "0003,禁止,S1");
    let all = told(&draft);
    for wanted in ["W414 A2", "W415 A4", "E303 C2"] {
        assert!(all.iter().any(|f| f == wanted), "{wanted} in {all:?}");
    }
    // A scenario's change that cannot be made, too.
    let written = draft.write();
    let scenario = written.path().with_file_name("s.toml");
    std::fs::write(
        &scenario,
        "title = \"x\"\n[[change]]\ndo = \"close school\"\nschool = \"S7\"\n",
    )
    .expect("written");
    let (_, _, err) = check(written.path(), &["-s", &scenario.to_string_lossy()]);
    assert!(err.contains("E610") && err.contains("E303"), "{err}");
    // Whether 0001 is fixed cannot be told where a row about her is wrong.
    let open = draft.change("锁定.csv", "0001,必须,S1,,", "0001,可以,S1,,");
    let all = told(&open);
    assert!(!all.iter().any(|f| f.starts_with("E409")), "{all:?}");
}

/// A faulty policy hides nothing of the tables but what hangs on it.
#[test]
fn a_faulty_policy_and_faulty_tables_are_told_together() {
    let draft = full_draft()
        .change("班级.csv", ",2,80", ",两,80")
        .change("教师.csv", "特岗", "特岗教师")
        .write();
    let policy = draft.path().with_file_name("county.toml");
    let text = "extends = \"national.toml\"\n[rules.rotation]\nshar = 0.2\n";
    std::fs::write(&policy, text).expect("written");
    let policy = policy.to_string_lossy().into_owned();
    let (code, _, err) = check(draft.path(), &["-p", &policy]);
    assert_eq!(code, 2);
    assert!(
        err.contains("E303") && err.contains("班级.csv › C2"),
        "{err}"
    );
    assert!(err.contains("E602") && err.contains("share"), "{err}");
    assert!(!err.contains("E407"), "{err}");
}

#[test]
fn colours_go_where_they_are_asked_for() {
    let folder = Draft::small()
        .change("教师.csv", "丙,女,1990-07", "丙,,")
        .write();
    let (_, plain, _) = check(folder.path(), &[]);
    let (_, coloured, _) = check(folder.path(), &["--color", "always"]);
    assert!(
        plain.contains("警告 W301") && !plain.contains('\u{1b}'),
        "{plain}"
    );
    assert!(coloured.contains("\u{1b}[1;33m警告 W301"), "{coloured}");
}

/// A citizen's number in a wrong cell is not repeated by the message about it.
#[test]
fn no_message_repeats_a_citizens_number() {
    let number = "15040219880214158X";
    let draft = full_draft()
        .change("教师.csv", "1985-03,,S1", &format!("{number},,S1"))
        .change("志愿.csv", "0003,2,S2", &format!("{number},2,S2"))
        .write();
    for args in [&[][..], &["--json"]] {
        let (code, out, err) = check(draft.path(), args);
        assert_eq!(code, 2);
        let said = out + &err;
        assert!(said.contains("E302") && said.contains("E403"), "{said}");
        assert!(
            said.contains("150402…") && !said.contains(&number[..12]),
            "{said}"
        );
    }
}

/// After one table could not be read, the others are not said to be full of unknown ids.
#[test]
fn one_cause_is_told_once() {
    let draft = full_draft().with("学校.csv", "x,y\n1,2\n");
    assert_eq!(draft.codes(), ["E202"]);
    let draft = full_draft().change("教师.csv", "工号,姓名", "人,姓名");
    assert_eq!(draft.codes(), ["E203", "W201"]);
}
