//! A command line that cannot be understood is explained in Chinese, and in English only where that is asked for.

use assert_cmd::Command;

fn said(args: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
    let command = command.env_remove("LC_ALL").env_remove("LC_MESSAGES");
    let output = command
        .env("LANG", "C")
        .args(args)
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().expect("a code"), text)
}

#[test]
fn what_is_wrong_is_said_in_chinese() {
    for (args, words) in [
        (&["slove"][..], &["没有“slove”这个命令。是不是 solve？"][..]),
        (&["solve", "a"], &["缺少：--out <输出>", "<数据>..."]),
        (
            &["explain", "a", "b", "--teacher", "1", "--post", "c"],
            &["--post <学校/学段/学科>", "--teacher <工号>"],
        ),
        (
            &["check", "2026", "县管校聘"],
            &["路径中有空格的，须用英文双引号括起来"],
        ),
        (
            &["solve", "a", "-o", "b", "--until", "县域"],
            &["是不是“县域竞聘”？应为下列轮次之一"],
        ),
        (
            &["export", "a", "-o", "b", "--as", "公告"],
            &["notice（公示名单）", "archive（内部档案）"],
        ),
        (
            &["solve", "a", "-o", "b", "--forse"],
            &["“--forse”", "是不是 --force？"],
        ),
        (
            &["solve", "a", "-o", "b", "--method", "x"],
            &["“x”", "auto、direct、pool"],
        ),
        (
            &["solve", "a", "-o", "b", "--gap", "3"],
            &["“3”不能用，须为 0–1 的小数。"],
        ),
        (
            &["solve", "a", "-o", "b", "--time-limit", "-1"],
            &["--time-limit <S> 的值“-1”不能用，秒数须大于 0。"],
        ),
        (
            &["solve", "a", "-o", "b", "--threads", "-2"],
            &["--threads <N> 的值“-2”不能用，须为 1 到 256 的整数。"],
        ),
        (
            &["generate", "a", "--seed", "-1"],
            &["--seed <K> 的值“-1”不能用，须为不小于 0 的整数。"],
        ),
        (
            &["generate", "a", "--preset", "small", "--seed", "1"],
            &["不能同时使用"],
        ),
    ] {
        let (code, text) = said(args);
        assert_eq!(code, 2, "{args:?}");
        for word in words {
            assert!(text.contains(word), "{args:?}: {text}");
        }
        let (code, text) = said(&[&["--lang", "en"], args].concat());
        assert_eq!(code, 2, "{args:?}");
        assert!(text.starts_with("error"), "{args:?}: {text}");
    }
}

/// The word for a list may be Chinese: then the plan is looked for, which is not there.
#[test]
fn a_list_is_named_in_either_language() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (plan, out) = (path("none"), path("x.xlsx"));
    for kind in ["notice", "公示", "公示名单", "告知书", "异动名册"] {
        let (code, text) = said(&["export", &plan, "-o", &out, "--as", kind]);
        assert_eq!(code, 2);
        let missing = text.contains("E101") && text.contains("找不到该文件或文件夹");
        // Nothing of the county has been looked at: nothing more can show.
        assert!(missing && !text.contains("改正后请再检查一次"), "{text}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
    let output = command.args(["--json", "compare", &plan, &plan]).output();
    let found: serde_json::Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    assert_eq!(found["faults"][0]["code"], "E101");
}

/// A folder of results that is called like a file would be looked for in vain.
#[test]
fn a_folder_is_not_named_like_a_file() {
    let folder = crate::draft::Draft::small().write();
    let county = folder.path().display().to_string();
    let dir = tempfile::tempdir().unwrap();
    let out = |name: &str| dir.path().join(name).display().to_string();
    for (verb, name) in [
        ("solve", "方案.xlsx"),
        ("demand", "d.csv"),
        ("forecast", "f.html"),
    ] {
        let out = out(name);
        let (code, text) = said(&[verb, &county, "-o", &out]);
        assert_eq!(code, 2, "{verb}: {text}");
        assert!(text.contains("这里写出的是文件夹"), "{verb}: {text}");
        assert!(!std::path::Path::new(&out).exists(), "{verb}");
    }
    let (code, text) = said(&["demand", &county, "-o", &out("v1.2")]);
    assert_eq!(code, 0, "a point in a name is no ending: {text}");
}

/// Data and plan in each other's place are told in one line.
#[test]
fn plan_and_data_exchanged_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    crate::made::write_tables(&data);
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (data, plan, out) = (path("data"), path("plan"), path("x.xlsx"));
    assert_eq!(said(&["solve", &data, "-o", &plan, "--quiet"]).0, 0);
    for args in [
        &["check", &plan][..],
        &["audit", &plan, &data],
        &["explain", &plan, &data, "--teacher", "1"],
    ] {
        let (code, text) = said(args);
        assert_eq!(code, 2, "{args:?}");
        let told = text.contains("E102") && text.contains("这是 solve 写出的结果文件夹");
        assert!(told && text.contains("共 1 个错误、0 个警告"), "{text}");
    }
    for args in [
        &["audit", &data, &data][..],
        &["export", &data, "--as", "notice", "-o", &out],
    ] {
        let (code, text) = said(args);
        assert_eq!(code, 2, "{args:?}");
        let told = text.contains("E501") && text.contains("这是一个县的数据，不是方案");
        assert!(told && text.contains("共 1 个错误"), "{text}");
    }
}

/// What was written is said.
#[test]
fn what_is_written_is_said() {
    let folder = crate::draft::Draft::small().write();
    let county = folder.path().display().to_string();
    let dir = tempfile::tempdir().unwrap();
    let out = |name: &str| dir.path().join(name).display().to_string();
    for args in [
        vec!["template".to_owned(), out("t.xlsx")],
        vec![
            "demand".to_owned(),
            county.clone(),
            "-o".to_owned(),
            out("d.xlsx"),
        ],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
        let done = command.args(["--lang", "zh"]).args(&args).output().unwrap();
        let text = String::from_utf8(done.stdout).unwrap();
        let last = format!("已写入 {}\n", args[args.len() - 1]);
        assert!(text.ends_with(&last), "{text}");
    }
}

/// Whoever reads stdout finds there, too, that the call itself was wrong.
#[test]
fn a_program_learns_on_stdout_what_was_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("x").display().to_string();
    for args in [
        &["--json", "solve", "a"][..],
        &["slove", "--json"],
        &["--json", "compare", &missing],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
        let output = command.args(["--lang", "zh"]).args(args).output();
        let output = output.expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{args:?}: {e}: {output:?}"));
        assert_eq!(said["format"], "jiaopin/error/1", "{args:?}");
        assert_eq!(said["exit"], 2);
        let text = said["error"].as_str().expect("a text");
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(!text.is_empty() && err.contains(text), "{text}: {err}");
    }
    let (_, plain) = said(&["--lang", "zh", "solve", "a"]);
    assert!(!plain.contains("jiaopin/error"), "{plain}");
}

#[test]
fn help_is_no_error() {
    for args in [&["--help"][..], &["--version"], &["solve", "-h"]] {
        let (code, text) = said(args);
        assert_eq!((code, text.as_str()), (0, ""), "{args:?}");
    }
    let (code, text) = said(&[]);
    assert_eq!(code, 2);
    assert!(
        text.contains("命令") && !text.contains("命令行写法有误"),
        "{text}"
    );
}

/// An answer that did not reach the reader's file is no answer.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_told() {
    for args in [&["--lang", "en", "rules"][..], &["--lang", "en", "--help"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_jiaopin"))
            .args(args)
            .stdout(full.expect("the full device"))
            .output()
            .expect("it runs");
        let err = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains("the disk is full"), "{args:?}: {err}");
    }
}

/// What stands whole in files is none the worse for a summary that did not arrive.
#[cfg(target_os = "linux")]
#[test]
fn a_result_in_files_does_not_hang_on_stdout() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    crate::made::write_tables(&data);
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (data, plan, book) = (path("data"), path("plan"), path("t.xlsx"));
    for (args, code) in [
        (vec!["solve", &data, "-o", &plan], 0),
        (vec!["template", &book], 0),
        // Here stdout is the answer.
        (vec!["demand", &data], 2),
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_jiaopin"))
            .args(["--lang", "en"])
            .args(&args)
            .stdout(full.expect("the full device"))
            .output()
            .expect("it runs");
        let err = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(code), "{args:?}: {err}");
        let whole = err.contains("written and whole");
        assert!(
            err.contains("stdout is not complete") && whole == (code == 0),
            "{err}"
        );
    }
    assert!(dir.path().join("plan/plan.csv").exists() && dir.path().join("t.xlsx").exists());
}

/// What the system refuses is a fault like any other: code, place, cause, remedy.
#[test]
fn a_place_that_cannot_be_written_is_a_fault_of_the_index() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("file"), "").unwrap();
    for (out, code, cause) in [
        ("none/t.xlsx", "E903", "上级文件夹不存在"),
        ("file/t.xlsx", "E903", "不是文件夹"),
    ] {
        let out = dir.path().join(out);
        let (exit, err) = said(&["--lang", "zh", "template", &out.display().to_string()]);
        assert_eq!(exit, 2);
        assert!(
            err.contains(code) && err.contains(cause) && err.contains('→'),
            "{err}"
        );
        assert!(err.contains(&out.display().to_string()), "{err}");
    }
}

/// Whoever reads Chinese finds no English of clap's, a value below 0 is refused as a value.
#[test]
fn the_help_speaks_one_language() {
    let help = |args: &[&str]| {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_jiaopin"))
            .args(args)
            .output();
        String::from_utf8(run.expect("it runs").stdout).unwrap()
    };
    let verbs = [
        "template",
        "generate",
        "check",
        "demand",
        "solve",
        "audit",
        "explain",
        "suggest",
        "diagnose",
        "compare",
        "export",
        "forecast",
        "scenarios",
        "levers",
        "rules",
        "policy",
        "schema",
    ];
    let verbs = verbs.map(|verb| vec![verb, "--help"]);
    for verb in [vec!["--help"]].into_iter().chain(verbs) {
        let zh = help(&[&["--lang", "zh"], &verb[..]].concat());
        for word in [
            "OPTIONS",
            "COMMAND]",
            "[default",
            "[possible",
            "Possible values",
            "Print ",
        ] {
            assert!(!zh.contains(word), "{verb:?} says {word}: {zh}");
        }
        let shouted =
            |w: &&str| w.starts_with('<') && w[1..].starts_with(|c: char| c.is_ascii_uppercase());
        let letters = |w: &&str| w.trim_matches(['<', '>']).len() > 3;
        let words = zh.split_whitespace().filter(shouted).filter(letters);
        assert_eq!(words.collect::<Vec<_>>(), [""; 0], "{verb:?}");
        // Names of files, options and values may stand there; English sentences may not.
        let plain = |w: &&str| w.len() > 1 && w.chars().all(|c| c.is_ascii_lowercase());
        let words: Vec<&str> = zh.split_whitespace().collect();
        let sentence = words.windows(3).find(|three| three.iter().all(plain));
        assert_eq!(sentence, None, "{verb:?}: {zh}");
        let en = help(&[&["--lang", "en"], &verb[..]].concat());
        let wide = |c: char| ('\u{3000}'..='\u{9fff}').contains(&c);
        assert!(
            en.contains("Usage: ") && !en.contains(wide),
            "{verb:?}: {en}"
        );
    }
    assert!(help(&["--lang", "zh", "export", "--help"]).contains("- archive: 内部档案"));
    let (code, text) = said(&[
        "--lang",
        "zh",
        "solve",
        "x",
        "-o",
        "y",
        "--time-limit",
        "-1",
    ]);
    assert_eq!(code, 2);
    assert_eq!(text.matches("秒数须大于 0").count(), 1, "{text}");
}

/// `check` tells each warning with its place; the other commands name its code and how often.
#[test]
fn warnings_are_told_in_full_by_check_alone() {
    let folder = crate::draft::Draft::small()
        .change("学校.csv", "118.90,42.20", ",")
        .change("学校.csv", "118.95,42.25", ",")
        .write();
    let run = |lang: &str, verb: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_jiaopin"))
            .args(["--lang", lang, verb])
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(done.stdout), text(done.stderr))
    };
    let (full, _) = run("zh", "check");
    assert!(
        full.contains("警告 W307 缺少位置，或经纬度只填了一个（2 处）\n  学校.csv › "),
        "{full}"
    );
    let (_, brief) = run("zh", "demand");
    assert_eq!(
        brief,
        "警告 W307 缺少位置，或经纬度只填了一个（2 处）\n各处的位置和改法，用 jiaopin check 查看。\n"
    );
    let (_, brief) = run("en", "demand");
    assert_eq!(
        brief,
        "warning W307 a place that is missing or half given ×2\njiaopin check lists their places and remedies.\n"
    );
}

/// What stands in both languages, numbers and names, is not held together by Chinese marks in English.
#[test]
fn english_is_written_with_english_marks() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
        let done = command.args(["--lang", "en"]).args(args).output().unwrap();
        let said = [done.stdout, done.stderr].concat();
        String::from_utf8(said).unwrap()
    };
    let mark = |c: char| "：，；（）、。".contains(c);
    let made = run(&["generate", &path("g"), "--preset", "small"]);
    assert!(
        made.contains("(rows: schools 2, classes 12, teachers 12"),
        "{made}"
    );
    run(&["solve", &path("g"), "-o", &path("plan")]);
    for verb in ["rules", "policy"] {
        assert!(!run(&[verb]).contains("产品默认值"), "{verb}");
    }
    let why = [
        "explain",
        &path("g"),
        &path("plan"),
        "--teacher",
        "05",
        "--to",
        "002",
    ];
    for said in [
        made,
        run(&why),
        run(&["solve", &path("g"), "-o", &path("x"), "--until", "9"]),
    ] {
        assert!(!said.contains(mark), "{said}");
    }
}

/// A default is said once.
#[test]
fn a_default_is_said_once() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
    let help = command.args(["--lang", "zh", "levers", "--help"]).output();
    let help = String::from_utf8(help.expect("it runs").stdout).expect("UTF-8");
    let line = help.lines().find(|l| l.contains("--each"));
    let line = line.expect("the option");
    assert!(
        line.contains("默认 3") && !line.contains("default 3"),
        "{line}"
    );
}
