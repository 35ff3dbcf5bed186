//! What no output may say of a person: identity number, birth, home, reason of exemption, spouse (SPEC §10).

use crate::made::{Made, TABLES, made, write_tables};
use jiaopin::plan::{Assignment, Outcome};
use jiaopin::report::{self, Mark};
use std::fs;
use std::io::{Cursor, Read};

/// The files inside a workbook, as text.
pub fn parts(book: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(book.to_vec())).unwrap();
    let mut parts = Vec::new();
    for i in 0..zip.len() {
        let mut file = zip.by_index(i).unwrap();
        let mut text = Vec::new();
        file.read_to_end(&mut text).unwrap();
        let name = file.name().unwrap().into_owned();
        parts.push((name, String::from_utf8_lossy(&text).into_owned()));
    }
    parts
}

/// All texts of all outputs, each with the name of where it stands.
fn outputs(made: &Made, dir: &std::path::Path) -> Vec<(String, String)> {
    let out = dir.join("out");
    made.write(&dir.join("data"), &out, false).unwrap();
    let mut texts = Vec::new();
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        match path.extension().and_then(|e| e.to_str()) {
            Some("xlsx") => texts.extend(parts(&bytes)),
            _ => texts.push((
                path.display().to_string(),
                String::from_utf8(bytes).unwrap(),
            )),
        }
    }
    texts.extend(parts(
        &report::notice(&made.case, &made.plan, &Mark::default()).unwrap(),
    ));
    texts
}

/// Everything that the program can be asked for, but for the archive, one a line; what ends in a known ending goes into
/// the folder.
const COMMANDS: &str = "\
solve data -o plan
check data
demand data
demand data -o demand.xlsx
forecast data --years 15
forecast data --years 15 -o forecast
audit data plan
explain data plan --teacher 0001
suggest data plan --teacher 0002
compare plan plan -o c.json -o c.xlsx -o c.html
scenarios data what-ifs -o answers
diagnose data
export plan --as appointment -o a.xlsx
export plan --as notice -o n.xlsx
export plan --as letters -o l.xlsx
export plan --as changes -o ch.xlsx
export plan --as page -o p.html";

#[test]
fn no_command_but_the_archive_says_an_id_number() {
    let dir = tempfile::tempdir().unwrap();
    write_tables(&dir.path().join("data"));
    // One that disagrees with the birth, so that a warning speaks of it.
    let secret = "110105197603120013";
    let teachers = dir.path().join("data/教师.csv");
    let text = fs::read_to_string(&teachers).unwrap();
    fs::write(&teachers, text.replace("110105197503120011", secret)).unwrap();
    fs::create_dir(dir.path().join("what-ifs")).unwrap();
    let scenario = "title = \"a\"\n[set]\nrules.distance.max_km = 25\n";
    fs::write(dir.path().join("what-ifs/a.toml"), scenario).unwrap();
    let mut said = Vec::new();
    for line in COMMANDS.lines() {
        let args: Vec<&str> = line.split(' ').collect();
        // A place is written once.
        let ways = if args.contains(&"-o") {
            &[""][..]
        } else {
            &["", "--json"]
        };
        for way in ways {
            let mut command = assert_cmd::Command::cargo_bin("jiaopin").unwrap();
            let more = Some(way).filter(|w| !w.is_empty());
            let output = command
                .current_dir(dir.path())
                .args(&args)
                .args(more)
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{line}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            said.push((line.to_owned(), [output.stdout, output.stderr].concat()));
        }
    }
    fs::remove_dir_all(dir.path().join("data")).unwrap();
    collect(dir.path(), &mut said);
    assert!(said.len() > 40, "{} texts", said.len());
    for (place, bytes) in said {
        for (part, text) in texts(&bytes) {
            assert!(!text.contains(secret), "{place} {part} says an id number");
        }
    }
}

/// A file's text, a workbook's by its parts.
fn texts(bytes: &[u8]) -> Vec<(String, String)> {
    match bytes.starts_with(b"PK") {
        true => parts(bytes),
        false => vec![(String::new(), String::from_utf8_lossy(bytes).into_owned())],
    }
}

/// Every file below a folder.
fn collect(folder: &std::path::Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, found),
            false => found.push((path.display().to_string(), fs::read(&path).unwrap())),
        }
    }
}

/// What stands in a column of the teachers table, as it might be printed.
fn secrets() -> Vec<String> {
    let table = TABLES
        .iter()
        .find(|(name, _)| *name == "教师.csv")
        .unwrap()
        .1;
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let heads = rows.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|h| h == name).unwrap();
    let mut secrets = Vec::new();
    for row in rows.records().map(Result::unwrap) {
        let birth = &row[column("出生年月")];
        let (year, month) = birth.split_once('-').unwrap();
        let plain = month.trim_start_matches('0');
        secrets.extend([
            birth.to_owned(),
            format!("{year}{month}"),
            format!("{year}年{plain}月"),
            format!("{year}.{plain}"),
        ]);
        for name in ["身份证号", "免调原因", "住址经度", "住址纬度"] {
            secrets.push(row[column(name)].to_owned());
        }
    }
    secrets.retain(|s| !s.is_empty());
    secrets
}

#[test]
fn no_output_says_what_is_nobodys_business() {
    let dir = tempfile::tempdir().unwrap();
    let made = made(&dir.path().join("data"));
    let secrets = secrets();
    assert!(
        secrets.contains(&"110105197503120011".to_owned())
            && secrets.contains(&"重大疾病".to_owned())
    );
    for (place, text) in outputs(&made, dir.path()) {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{place} holds {secret}");
        }
        for word in ["身份证", "出生年月", "配偶工号", "家庭住址"] {
            assert!(!text.contains(word), "{place} holds {word}");
        }
    }
}

#[test]
fn a_notice_says_less_than_the_office_knows() {
    let dir = tempfile::tempdir().unwrap();
    let made = made(&dir.path().join("data"));
    let book = report::notice(&made.case, &made.plan, &Mark::default()).unwrap();
    let text: String = parts(&book).into_iter().map(|(_, text)| text).collect();
    for word in [
        "免调",
        "配偶",
        "直接聘任",
        "直聘",
        "超岗",
        "待岗",
        "不予聘任",
        "郑否",
        "冯退",
        "0011",
    ] {
        assert!(!text.contains(word), "the notice holds {word}");
    }
    for row in &made.plan.rows {
        let t = made.case.county.teacher(row.teacher);
        assert!(
            !text.contains(&format!(">{}<", t.id)),
            "the notice holds a whole 工号: {}",
            t.id
        );
        let stands = row.station.is_some();
        let name = t.name.replace('"', "&quot;");
        assert_eq!(
            text.contains(&name) || text.contains(&t.name),
            stands,
            "{}",
            t.name
        );
    }
    assert!(
        text.contains("王伟（男）") && text.contains("王伟（女）"),
        "namesakes are told apart"
    );
    assert!(text.contains("5个工作日") && text.contains("（建议方案）"));
}

/// Who is kept beyond the posts reads on the wall as everybody else who stays where he is.
#[test]
fn a_notice_does_not_tell_who_is_kept_beyond_the_posts() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = made(&dir.path().join("data"));
    for more in ["学段", "学科", "去向"] {
        let columns = &mut made.case.policy.publish.notice_columns;
        columns.push(more.to_owned());
    }
    let notice = |made: &Made| report::notice(&made.case, &made.plan, &Mark::default()).unwrap();
    let before = notice(&made);
    let texts: String = parts(&before).into_iter().map(|(_, text)| text).collect();
    assert!(texts.contains(">留任（小学"));
    let case = made.case.clone();
    let kept = |r: &&mut Assignment| r.outcome == Outcome::Stay && r.is_kept(&case);
    let row = made.plan.rows.iter_mut().find(kept).unwrap();
    row.outcome = Outcome::Retained;
    assert!(
        notice(&made) == before,
        "one of those who stay is told apart"
    );
}

#[test]
fn a_notice_column_that_must_not_be_published_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = made(&dir.path().join("data"));
    made.case
        .policy
        .publish
        .notice_columns
        .push("身份证号".into());
    let error = report::notice(&made.case, &made.plan, &Mark::default()).unwrap_err();
    assert!(error.to_string().contains("身份证号"), "{error}");
}

#[test]
fn a_workbook_names_no_person_and_no_day_as_its_maker() {
    let dir = tempfile::tempdir().unwrap();
    let made = made(&dir.path().join("data"));
    let book = report::notice(
        &made.case,
        &made.plan,
        &Mark {
            approved: Some("区教育局党组会议".into()),
            ..Mark::default()
        },
    )
    .unwrap();
    let parts = parts(&book);
    let core = &parts
        .iter()
        .find(|(name, _)| name == "docProps/core.xml")
        .unwrap()
        .1;
    assert!(core.contains("<dc:creator>jiaopin</dc:creator>"), "{core}");
    assert!(core.contains("2026-09-01T00:00:00Z"), "{core}");
    let text: String = parts.iter().map(|(_, text)| text.as_str()).collect();
    assert!(text.contains("经区教育局党组会议审定") && !text.contains("建议方案"));
}
