//! `generate`: exact sizes, the same bytes from the same seed, tables that load, nothing overwritten.

use jiaopin::case::Case;
use jiaopin::county::{self, County};
use jiaopin::policy::Policy;
use jiaopin::solve::{Options, solve};
use jiaopin::synth::{self, shape::Shape, sheet::Sheet, write};
use jiaopin::tables::fault::Faults;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn generate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .arg("generate")
        .args(arguments)
        .args(["--lang", "en"])
        .output()
        .expect("the program starts")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path is UTF-8")
}

/// Loads a county and gives it with the number of each code that was told.
fn load(path: &Path) -> (Option<County>, BTreeMap<&'static str, usize>) {
    let policy = Policy::load(&root().join("models/hongshan.toml")).expect("the policy is whole");
    let mut faults = Faults::default();
    let county = county::load(path, &policy, &mut faults);
    if let Some(county) = county.clone() {
        // Faults that only show with the policy in hand: a pin on a fixed teacher and the like.
        Case::new(county, policy, &mut faults);
    }
    let mut codes = BTreeMap::new();
    // A quota that lags behind the lessons is what a made-up town has, as real ones do.
    for fault in faults.list.iter().filter(|f| f.code != "W703") {
        *codes.entry(fault.code).or_insert(0) += 1;
    }
    for fault in faults.list.iter().take(5) {
        println!("{fault:?}");
    }
    (county, codes)
}

fn bytes(sheets: &[Sheet]) -> Vec<Vec<u8>> {
    let all = sheets.iter().map(write::csv_bytes);
    all.collect::<Result<_, _>>().expect("text tables")
}

#[test]
fn sizes_are_exact_and_every_county_loads_without_a_fault() {
    for (schools, teachers, seed) in [
        (1, 1, 1),
        (2, 9, 2),
        (13, 60, 3),
        (40, 1500, 4),
        (90, 700, 5),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("county");
        write::folder(&synth::county(&Shape::of(schools, teachers, seed)), &out).unwrap();
        let (county, codes) = load(&out);
        assert_eq!(
            codes,
            BTreeMap::new(),
            "{schools} schools, {teachers} teachers"
        );
        let county = county.expect("no fault, so a county");
        assert_eq!(
            (county.schools.len(), county.teachers.len()),
            (schools, teachers)
        );
    }
}

#[test]
fn a_made_up_county_has_a_plan() {
    for seed in [1, 2] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("c");
        write::folder(&synth::county(&Shape::of(6, 90, seed)), &out).unwrap();
        let policy = Policy::national();
        let mut faults = Faults::default();
        let county = county::load(&out, &policy, &mut faults).expect("it loads");
        let case = Case::new(county, policy, &mut faults);
        let outcome = solve(&case, &mut Options::default()).expect("no fault of our own");
        assert!(outcome.plan.is_some(), "seed {seed}: {:?}", outcome.reasons);
    }
}

#[test]
fn leaders_come_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("c");
    let sizes = "--schools 40 --teachers 1800 --with leaders --with loans";
    let sizes: Vec<&str> = sizes.split(' ').collect();
    assert!(
        generate(&[&[text(&out)], &sizes[..]].concat())
            .status
            .success()
    );
    let (county, mut codes) = load(&out);
    let county = county.expect("it loads");
    // The oldest loans are overdue on purpose.
    let overdue = codes.remove("W801");
    assert_eq!(codes, BTreeMap::new());
    assert!(county.loans.len() >= 2 && overdue < Some(county.loans.len()));
    let posts = county.leader_posts.as_ref().expect("the table is there");
    assert!(posts.len() > 60);
    for post in posts {
        let Some(incumbent) = post.incumbent.map(|t| county.teacher(t)) else {
            continue;
        };
        assert_eq!(
            (incumbent.school, incumbent.role),
            (Some(post.school), post.role)
        );
        assert!(post.appointed >= incumbent.since);
    }
    assert!(county.candidates.len() > 15);
}

/// Where chance lends to nobody, one school in town borrows; where there is none, it is said.
#[test]
fn loans_asked_for_come_or_are_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    for seed in ["1", "2", "3", "4"] {
        let out = folder.path().join(seed);
        let size = ["--schools", "3", "--teachers", "30", "--seed", seed];
        let run = |more: &[&str]| generate(&[&[text(&out)], &size[..], more].concat());
        let made = run(&["--with", "loans"]);
        assert!(made.status.success());
        let lent = load(&out).0.expect("it loads").loans.len();
        let said = String::from_utf8_lossy(&made.stderr).into_owned();
        assert_eq!(lent == 0, said.contains("borrowed quota"), "{said}");
        assert!(run(&["--force"]).status.success());
    }
    let shape = |loans| Shape {
        loans,
        ..Shape::of(3, 30, 2)
    };
    let rows = |loans| {
        let sheets = synth::county(&shape(loans)).into_iter();
        sheets.map(|s| (s.name, s.rows)).collect::<Vec<_>>()
    };
    let mut with = rows(true);
    let (name, lent) = with.pop().expect("the loans come last");
    assert_eq!((name, lent.len()), ("周转编制", 1));
    assert_eq!(with, rows(false));
}

#[test]
fn the_seed_decides_everything() {
    let of = |seed| synth::county(&Shape::of(20, 400, seed));
    assert_eq!(bytes(&of(7)), bytes(&of(7)));
    assert_ne!(bytes(&of(7)), bytes(&of(8)));
    let book = |seed| write::workbook_bytes(&of(seed)).unwrap();
    assert!(
        book(7) == book(7),
        "a workbook carries no time of its making"
    );
}

#[test]
fn a_county_looks_like_one() {
    let mut shape = Shape::of(60, 3_000, 11);
    shape.posts = true;
    let sheets = synth::county(&shape);
    let sheet = |name: &str| sheets.iter().find(|s| s.name == name).unwrap();
    let count = |name: &str, header: &str, word: &str| {
        let column = sheet(name).column(header);
        column.into_iter().filter(|c| *c == word).count()
    };
    let names = sheet("学校").column("学校名称");
    let distinct: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), 60, "no school name twice");
    let women = count("教师", "性别", "女");
    assert!((2_050..2_350).contains(&women), "{women} women");
    let posts: usize = sheet("岗位")
        .column("岗位数")
        .iter()
        .map(|n| n.parse::<usize>().unwrap())
        .sum();
    assert!((2_700..3_100).contains(&posts), "{posts} posts");
    let applicants: std::collections::BTreeSet<_> =
        sheet("志愿").column("工号").into_iter().collect();
    assert!(
        (250..480).contains(&applicants.len()),
        "{} applicants",
        applicants.len()
    );
    let per_subject = |subject: &str| {
        let rows = &sheet("岗位").rows;
        let open = rows.iter().filter(|r| r[1] == "小学" && r[2] == subject);
        let open: usize = open.map(|r| r[3].parse::<usize>().unwrap()).sum();
        let teachers = sheet("教师").rows.iter();
        let held = teachers
            .filter(|r| r[8] == "小学" && r[9] == subject && r[15] != "校长" && r[15] != "书记");
        (held.count(), open)
    };
    let (held, open) = per_subject("语文");
    assert!(held > open, "Chinese: {held} for {open} posts");
    let (held, open) = per_subject("信息科技");
    assert!(held < open, "computing: {held} for {open} posts");
}

#[test]
fn a_workbook_holds_the_same_county_as_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (book, tables) = (folder.path().join("c.xlsx"), folder.path().join("c"));
    for out in [&book, &tables] {
        let done = generate(&[
            text(out),
            "--schools",
            "12",
            "--teachers",
            "300",
            "--seed",
            "9",
        ]);
        assert!(done.status.success(), "{done:?}");
    }
    let (a, b) = (load(&book), load(&tables));
    assert_eq!(a.1, b.1);
    assert_eq!(a.0.unwrap().hash, b.0.unwrap().hash);
}

#[test]
fn what_is_there_stays_there() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("c");
    let sizes = ["--schools", "3", "--teachers", "20"];
    let run = |more: &[&str]| generate(&[&[text(&out)], &sizes[..], more].concat());
    assert!(run(&[]).status.success());
    let before = std::fs::read(out.join("教师.csv")).unwrap();
    assert_eq!(&before[..3], b"\xef\xbb\xbf");

    let again = run(&["--seed", "2"]);
    assert_eq!(again.status.code(), Some(2));
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(
        said.contains("exists") && said.contains("--force"),
        "{said}"
    );
    assert_eq!(std::fs::read(out.join("教师.csv")).unwrap(), before);

    assert!(run(&["--seed", "2", "--force"]).status.success());
    assert_ne!(std::fs::read(out.join("教师.csv")).unwrap(), before);

    // What is no table stays; a table of another name would stand there twice.
    std::fs::write(out.join("letter.docx"), "mine").unwrap();
    assert!(run(&["--seed", "3", "--force"]).status.success());
    assert_eq!(std::fs::read(out.join("letter.docx")).unwrap(), b"mine");
    std::fs::write(out.join("schools.csv"), "mine").unwrap();
    let refused = run(&["--seed", "4", "--force"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("schools.csv"), "{said}");
    assert_eq!(std::fs::read(out.join("schools.csv")).unwrap(), b"mine");
}

#[test]
fn sizes_that_cannot_be_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out: PathBuf = folder.path().join("c");
    for (arguments, word) in [
        (
            &["--schools", "0", "--teachers", "5"][..],
            "number of schools",
        ),
        (&["--schools", "9", "--teachers", "5"], "number of teachers"),
        (&["--schools", "9"], "--teachers"),
    ] {
        let done = generate(&[&[text(&out)], arguments].concat());
        assert_eq!(done.status.code(), Some(2));
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(said.contains(word), "{said}");
        assert!(!out.exists());
    }
}

#[test]
fn a_real_list_keeps_its_schools() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("名单.csv");
    let rows = "school_id,name,stages,area,lon,lat,approved_staff\n\
                00301,北山小学,小学,乡村,118.700000,42.100001,15\n\
                00302,北山中学,初中,镇区,118.712345,42.110000,\n\
                00303,北山镇幼儿园,幼儿园,镇区,118.713,42.111,\n";
    std::fs::write(&list, rows).unwrap();
    let classes = "school_id,grade,classes,students\n00301,1,1,12\n00301,2,1,15\n00301,3,2,40\n";
    std::fs::write(folder.path().join("班级.csv"), classes).unwrap();
    let out = folder.path().join("c");
    let done = generate(&[
        text(&out),
        "--from",
        text(&list),
        "--teachers",
        "60",
        "--seed",
        "3",
    ]);
    assert!(done.status.success(), "{done:?}");
    let (county, codes) = load(&out);
    assert_eq!(codes, BTreeMap::new());
    let county = county.unwrap();
    assert_eq!(county.teachers.len(), 60);
    let school = &county.schools[0];
    assert_eq!(
        (school.id.as_str(), school.name.as_str()),
        ("00301", "北山小学")
    );
    assert_eq!(school.approved_staff, Some(15));
    assert_eq!(
        school.point.map(|p| (p.lon, p.lat)),
        Some((118.7, 42.100_001))
    );
    let own: u32 = county
        .classes
        .iter()
        .filter(|c| c.school.0 == 0)
        .map(|c| c.students)
        .sum();
    assert_eq!(own, 67);
    // Fewer schools than the list has: the first ones.
    let fewer = folder.path().join("fewer");
    let of = |schools: &str| {
        let many = ["--schools", schools, "--teachers", "40", "--force"];
        let from = [text(&fewer), "--from", text(&list)];
        generate(&[from.as_slice(), many.as_slice()].concat())
    };
    assert!(of("2").status.success());
    let names: Vec<_> = load(&fewer).0.unwrap().schools;
    let names: Vec<&str> = names.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["北山小学", "北山中学"]);
    assert_eq!(of("4").status.code(), Some(2));
}

#[test]
fn a_list_with_a_fault_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "school_id,name,stages,area\n1,甲小学,小学,郊区\n").unwrap();
    let out = folder.path().join("c");
    let done = generate(&[text(&out), "--from", text(&list)]);
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("E304") && said.contains("list.csv"), "{said}");
    assert!(!out.exists());
    // No list of schools at all: said once, of the file that was named.
    std::fs::write(&list, "a,b\n1,2\n").unwrap();
    let done = generate(&[text(&out), "--from", text(&list), "--json"]);
    let said: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let faults = said["faults"].as_array().unwrap();
    let codes: Vec<_> = faults.iter().map(|f| &f["code"]).collect();
    assert_eq!(codes, ["E202"], "{said}");
    assert_eq!(faults[0]["place"]["file"], "list.csv");
}

#[cfg(unix)]
#[test]
fn what_is_made_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("c");
    assert!(
        generate(&[text(&out), "--preset", "small"])
            .status
            .success()
    );
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&out), mode(&out.join("教师.csv"))), (0o700, 0o600));
}

/// The folders under datasets/ are exactly what their command lines give.
#[test]
fn the_datasets_are_what_generate_makes() {
    for (name, sheets) in [
        ("small", synth::small::county()),
        ("hongshan", synth::county(&Shape::hongshan())),
    ] {
        for sheet in &sheets {
            let file = root().join(format!("datasets/{name}/{}.csv", sheet.name));
            let there = std::fs::read(&file).unwrap_or_default();
            let made = write::csv_bytes(sheet).unwrap();
            assert!(
                there == made,
                "{} differs: `generate --preset {name}` again",
                file.display()
            );
        }
        let there = std::fs::read_dir(root().join("datasets").join(name)).unwrap();
        let tables = there.filter(|f| {
            f.as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|x| x == "csv")
        });
        assert_eq!(tables.count(), sheets.len());
        let (county, codes) = load(&root().join("datasets").join(name));
        assert!(county.is_some());
        // Two loans of hongshan are overdue on purpose: the office is to be reminded of them.
        let expected = match name {
            "hongshan" => BTreeMap::from([("W801", 2)]),
            _ => BTreeMap::new(),
        };
        assert_eq!(codes, expected, "{name}");
    }
}
