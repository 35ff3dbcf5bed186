//! The output folder of a solve: whole or not at all, the same every time, readable by people and by programs.

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use jiaopin::audit::{self, Audit};
use jiaopin::case::Case;
use jiaopin::plan::Plan;
use jiaopin::plan::result::{Solved, Status};
use jiaopin::policy::Policy;
use jiaopin::report::{self, Lists, Mark, RunInfo, Source};
use jiaopin::solve::{Options, solve};
use jiaopin::tables::fault::Faults;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// A county with everything that an output could get wrong: names that are formulas, namesakes, two schools of one
/// name, an id with leading zeros, secrets in every personal column, a closing school, somebody barred, somebody out.
pub const TABLES: [(&str, &str); 5] = [
    (
        "学校.csv",
        "学校代码,学校名称,学段,学区,乡镇街道,城乡类型,办学水平,经度,纬度,核定编制,高级岗位数,中级岗位数,撤并\n\
         S1,红山区第一实验小学,小学,城区,,城区,优质,118.90,42.25,9,2,3,否\n\
         S2,=希望小学,小学,城区,,乡村,一般,118.95,42.27,6,1,2,否\n\
         S3,太平小学,小学,城区,,乡村,薄弱,118.99,42.28,5,1,2,否\n\
         S4,太平小学,小学,城区,,镇区,一般,119.01,42.29,3,1,1,是\n",
    ),
    (
        "班级.csv",
        "学校代码,年级,班数,学生数\nS1,1,2,90\nS1,2,2,88\nS2,1,1,30\nS3,1,1,24\n",
    ),
    (
        "岗位.csv",
        "学校代码,学段,学科,岗位数\nS1,小学,语文,3\nS1,小学,体育,2\nS2,小学,语文,2\nS2,小学,音乐,1\nS3,小学,语文,1\nS3,小学,体育,1\n",
    ),
    (
        "教师.csv",
        "工号,姓名,性别,出生年月,身份证号,现任学校,到校年月,任教学段,任教学科,教师资格,职称,学历,骨干级别,行政职务,状态,免调原因,师德考核,竞聘得分,配偶工号,住址经度,住址纬度\n\
         0001,钱校长,男,1975-03,110105197503120011,S1,2019-09,小学,语文,小学语文,高级,本科,市,校长,在岗,,合格,,,,\n\
         0002,王伟,男,1983-05,,S1,2012-09,小学,语文,小学语文,一级,本科,县,,在岗,重大疾病,合格,91,,118.812345,42.212345\n\
         0003,王伟,女,1986-07,,S1,2014-09,小学,语文,小学语文,二级,本科,,,在岗,怀孕,合格,88,,,\n\
         0004,@张三,男,1990-01,,S1,2016-09,小学,语文,小学语文,二级,本科,,,在岗,,合格,75,0007,,\n\
         0005,李体,男,1991-02,,S1,2015-09,小学,体育,小学体育,二级,专科,,,在岗,,合格,80,,,\n\
         0006,=HYPERLINK(\"http://x\"),女,1992-03,,S2,2018-09,小学,语文,小学语文；小学音乐,一级,本科,,,在岗,,合格,70,,,\n\
         0007,赵敏,女,1991-11,,S2,2018-09,小学,语文,小学语文,二级,本科,,,在岗,,合格,77,0004,,\n\
         0008,孙立,男,1980-10,,S3,2010-09,小学,语文,小学语文,高级,本科,省,,在岗,,合格,95,,,\n\
         0009,周全,男,1988-12,,S4,2011-09,小学,体育,小学体育；小学语文,二级,本科,,,在岗,,合格,66,,,\n\
         -010,吴待,女,1993-04,,,,,,小学语文,三级,本科,,,待岗,,合格,60,,,\n\
         0011,郑否,男,1979-09,,S2,2009-09,小学,语文,小学语文,二级,中专,,,在岗,,不合格,50,,,\n\
         0012,冯退,男,1964-02,,S3,1990-09,小学,语文,小学语文,一级,中专,,,退休,,合格,,,,\n",
    ),
    (
        "志愿.csv",
        "工号,志愿序号,学校代码,学科\n0004,1,S3,\n0009,1,S3,体育\n",
    ),
];

/// A solved county and what `solve` would hand to the report.
pub struct Made {
    pub case: Case,
    pub plan: Plan,
    pub solved: Solved,
    pub audit: Audit,
}

pub fn write_tables(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (name, text) in TABLES {
        fs::write(folder.join(name), text).unwrap();
    }
}

pub fn made(folder: &Path) -> Made {
    write_tables(folder);
    solved(folder)
}

fn solved(folder: &Path) -> Made {
    let policy = Policy::national();
    let mut faults = Faults::default();
    let county = jiaopin::county::load(folder, &policy, &mut faults);
    let county = county.unwrap_or_else(|| panic!("{faults:#?}"));
    let case = Case::new(county, policy, &mut faults);
    assert!(!faults.has_errors(), "{faults:#?}");
    let outcome = solve(&case, &mut Options::default()).unwrap();
    let plan = outcome.plan.expect("a plan exists");
    let audit = audit::audit(&case, &plan);
    Made {
        case,
        plan,
        solved: outcome.solved,
        audit,
    }
}

impl Made {
    /// A plan that nobody has solved.
    pub fn by_hand(case: Case, plan: Plan) -> Made {
        let audit = audit::audit(&case, &plan);
        let solved = Solved {
            status: Status::Optimal,
            tiers: Vec::new(),
            lent: audit.lent.clone(),
            method: "hand".into(),
            seconds: 0.0,
        };
        Made {
            case,
            plan,
            solved,
            audit,
        }
    }

    pub fn info(&self, folder: &Path) -> RunInfo {
        RunInfo {
            county: Some(Source::new(folder, self.case.county.hash.clone())),
            policy: Some(Source::new(
                folder.join("national.toml"),
                self.case.policy.hash.clone(),
            )),
            solver: "solver 1.2.3".into(),
            ..RunInfo::default()
        }
    }

    /// The appointment workbook.
    pub fn book(&self) -> Vec<u8> {
        self.lists(Lists::Whole)
    }

    pub fn lists(&self, lists: Lists) -> Vec<u8> {
        let (info, mark) = (RunInfo::default(), Mark::default());
        report::appointments(
            &self.case,
            &self.plan,
            &self.solved,
            &self.audit,
            &info,
            &mark,
            lists,
        )
        .unwrap()
    }

    pub fn write(&self, folder: &Path, out: &Path, force: bool) -> Result<(), report::WriteError> {
        let info = self.info(folder);
        report::write(
            out,
            force,
            &self.case,
            &self.plan,
            &self.solved,
            &self.audit,
            info,
        )
    }
}

pub fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(name).unwrap()
}

/// The rows of a sheet as text, empty ones left out.
pub fn rows(range: &Range<Data>) -> Vec<Vec<String>> {
    let text = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    range
        .rows()
        .map(text)
        .filter(|r| r.iter().any(|c| !c.is_empty()))
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut all: Vec<String> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    all.sort();
    all
}

#[test]
fn the_folder_holds_what_the_specification_names_and_is_the_same_every_time() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    made.write(&data, &a, false).unwrap();
    made.write(&data, &b, false).unwrap();
    let files = [
        "appointments.xlsx",
        "leaders.csv",
        "lent.csv",
        "plan.csv",
        "report.html",
        "result.json",
        "uncovered.csv",
    ];
    assert_eq!(names(&a), files);
    for file in files {
        assert!(
            fs::read(a.join(file)).unwrap() == fs::read(b.join(file)).unwrap(),
            "{file} differs"
        );
    }
    assert_eq!(names(dir.path()), ["a", "b", "data"]);
}

#[test]
fn the_roster_lists_everybody_once_and_can_be_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let made = made(&dir.path().join("data"));
    let book = made.book();
    let rows = rows(&sheet(&book, report::ROSTER));
    let head = rows
        .iter()
        .position(|r| r.contains(&"工号".to_owned()))
        .unwrap();
    let column = |name: &str| rows[head].iter().position(|h| h == name).unwrap();
    let persons: Vec<&Vec<String>> = rows[head + 1..]
        .iter()
        .filter(|r| !r[column("工号")].is_empty())
        .collect();
    assert_eq!(persons.len(), made.plan.rows.len());
    for row in &made.plan.rows {
        let t = made.case.county.teacher(row.teacher);
        let line = persons
            .iter()
            .find(|p| p[column("工号")] == t.id)
            .unwrap_or_else(|| panic!("{} is missing", t.id));
        let school = row
            .station
            .map_or("", |s| made.case.county.school(s.school).name.as_str());
        assert_eq!(line[column("去向")], row.outcome.zh(), "{}", t.id);
        assert!(
            line[column("拟聘学校")].starts_with(school),
            "{}: {}",
            t.id,
            line[column("拟聘学校")]
        );
        let subject = row
            .station
            .and_then(|s| s.subject)
            .map_or("", |s| made.case.county.subject(s));
        assert_eq!(line[column("学科")], subject, "{}", t.id);
    }
    let text = rows.concat().join("\n");
    assert!(
        text.contains("太平小学（S3）"),
        "two schools of one name get their codes"
    );
    assert!(text.contains("红山区第一实验小学：核定编制9人"), "{text}");
    assert!(rows[0].concat().contains("（建议方案）"));
}

#[test]
fn formulas_are_text() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let out = dir.path().join("out");
    made.write(&data, &out, false).unwrap();
    let book = fs::read(out.join("appointments.xlsx")).unwrap();
    for xml in crate::privacy::parts(&book) {
        assert!(
            !xml.1.contains("<f>") || xml.0.contains("chart"),
            "{} holds a formula",
            xml.0
        );
    }
    let csv = fs::read_to_string(out.join("plan.csv")).unwrap();
    assert!(
        csv.contains("\n'-010,") && !csv.contains("\n-010,"),
        "{csv}"
    );
    let mut faults = Faults::default();
    let read = jiaopin::plan::read::read(&out.join("plan.csv"), &made.case, &mut faults);
    assert_eq!(read.as_ref(), Some(&made.plan), "{faults:?}");
    let text = rows(&sheet(&book, report::ROSTER)).concat().join("\n");
    assert!(
        text.contains("=HYPERLINK(\"http://x\")") && text.contains("@张三"),
        "{text}"
    );
}

#[test]
fn result_json_says_how_good_and_from_what() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let out = dir.path().join("out");
    made.write(&data, &out, false).unwrap();
    let text = fs::read_to_string(out.join("result.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["format"], "jiaopin-result/1");
    assert_eq!(json["status"], "optimal");
    assert_eq!(json["county"]["path"], "../data");
    assert_eq!(json["county"]["sha256"], made.case.county.hash.as_str());
    assert_eq!(json["counts"]["outcome"]["barred"], 1);
    assert_eq!(json["counts"]["class"]["out"], 1);
    assert_eq!(json["audit"]["broken"], 0);
    let first = &json["tiers"][0];
    assert_eq!(
        (first["key"].as_str(), first["proven"].as_bool()),
        (Some("over_staffing"), Some(true))
    );
    let plan = fs::read(out.join("plan.csv")).unwrap();
    assert_eq!(json["files"]["plan.csv"], report::sha256(&plan));
    assert_eq!(
        json["indicators"]["balance"]["primary"]["pe_arts"]["need"],
        4
    );
}

#[test]
fn an_existing_folder_is_refused_and_replaced_only_with_force() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let out = dir.path().join("out");
    made.write(&data, &out, false).unwrap();
    fs::write(out.join("plan.csv"), "edited").unwrap();
    let error = made.write(&data, &out, false).unwrap_err();
    assert!(error.to_string().contains("--force"), "{error}");
    assert_eq!(fs::read_to_string(out.join("plan.csv")).unwrap(), "edited");
    made.write(&data, &out, true).unwrap();
    assert_ne!(fs::read_to_string(out.join("plan.csv")).unwrap(), "edited");
    let error = made.write(&data, &data, true).unwrap_err();
    assert!(
        error.to_string().contains("not an output folder"),
        "{error}"
    );
    assert_eq!(names(&data).len(), TABLES.len());
    assert_eq!(names(dir.path()), ["data", "out"]);
}

#[test]
fn gaps_and_counts_agree_between_files() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = made(&data);
    let out = dir.path().join("out");
    made.write(&data, &out, false).unwrap();
    let text = fs::read_to_string(out.join("uncovered.csv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("school_id,stage,subject,count,uncovered,weight")
    );
    let open: i64 = lines
        .map(|l| l.split(',').collect::<Vec<_>>())
        .map(|f| f[4].parse::<i64>().unwrap() * f[5].parse::<i64>().unwrap())
        .sum();
    let tier = made
        .solved
        .tiers
        .iter()
        .find(|t| t.key == "uncovered")
        .unwrap();
    assert_eq!(open, tier.value, "{text}");
    let book = fs::read(out.join("appointments.xlsx")).unwrap();
    for name in [
        "概况",
        "聘任名单",
        "调动名单",
        "待岗名单",
        "缺岗与招录建议",
        "周转编制",
        "轮岗台账",
        "均衡指标",
        "规则核对",
        "待核参数",
    ] {
        assert!(rows(&sheet(&book, name)).len() > 3, "{name} is empty");
    }
    let open = rows(&sheet(&book, "待核参数"));
    let rotation = open
        .iter()
        .find(|row| row.iter().any(|c| c == "R08 交流轮岗"));
    assert!(
        rotation.is_some_and(|row| row.iter().any(|c| c.contains("6周年"))),
        "{open:?}"
    );
    let text = open.concat().concat();
    for raw in ["due_only", "wishes", "rules.", "staffing", "比例；", "0.68"] {
        assert!(!text.contains(raw), "{raw} in {text}");
    }
    let rules = rows(&sheet(&book, "规则核对"));
    assert_eq!(
        rules
            .iter()
            .filter(|r| r[0].len() == 3 && r[0].starts_with('R'))
            .count(),
        26
    );
}

/// Without the fields named `seconds`.
fn timeless(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.shift_remove("seconds");
            map.values_mut().for_each(timeless);
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(timeless),
        _ => {}
    }
}

#[test]
fn two_solves_of_shuffled_rows_write_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mut read = Vec::new();
    for (name, turned) in [("one", false), ("two", true)] {
        let folder = dir.path().join(name);
        let data = folder.join("data");
        write_tables(&data);
        if turned {
            for (table, text) in TABLES {
                let mut lines: Vec<&str> = text.lines().collect();
                lines[1..].reverse();
                fs::write(data.join(table), lines.join("\n")).unwrap();
            }
        }
        let made = solved(&data);
        made.write(&data, &folder.join("plan"), false).unwrap();
        let file = |name: &str| fs::read(folder.join("plan").join(name)).unwrap();
        let mut json: serde_json::Value = serde_json::from_slice(&file("result.json")).unwrap();
        timeless(&mut json);
        read.push((json, file("plan.csv"), file("appointments.xlsx")));
    }
    let (two, one) = (read.pop().unwrap(), read.pop().unwrap());
    assert_eq!(one.0, two.0);
    assert!(one.1 == two.1 && one.2 == two.2);
}

/// A number whose source the county has yet to confirm is never printed as law.
#[test]
fn the_rule_sheet_marks_what_is_not_confirmed() {
    let dir = tempfile::tempdir().unwrap();
    let book = made(&dir.path().join("data")).book();
    let rules = rows(&sheet(&book, "规则核对"));
    let row = |no: &str| rules.iter().find(|r| r[0] == no).expect("the rule");
    let [parameters, source] = [4, 5];
    assert!(
        row("R08")[parameters].contains("年限 6※"),
        "{:?}",
        row("R08")
    );
    assert!(
        row("R08")[parameters].contains("比例 10%；"),
        "{:?}",
        row("R08")
    );
    let known = "各地6—9年不等※（年限）；教师〔2014〕4号";
    assert_eq!(row("R08")[source], known);
    let shares = "高级岗位比例 幼儿园 10%※、小学 15%※、初中 25%※";
    assert!(row("R11")[parameters].contains(shares), "{:?}", row("R11"));
    assert!(row("R09")[source].ends_with('※'), "{:?}", row("R09"));
}
