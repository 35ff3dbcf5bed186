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
        (
            &["slove"][..],
            &["没有“slove”这个命令", "是不是", "solve？"][..],
        ),
        (&["solve", "a"], &["缺少：--out <OUT>"]),
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
        full.contains("警告 W307 缺少学校位置（2 处）\n  学校.csv › "),
        "{full}"
    );
    let (_, brief) = run("zh", "demand");
    assert_eq!(
        brief,
        "警告 W307 缺少学校位置（2 处）\n各处的位置和改法，用 jiaopin check 查看。\n"
    );
    let (_, brief) = run("en", "demand");
    assert_eq!(
        brief,
        "warning W307 a school without a place ×2\njiaopin check lists their places and remedies.\n"
    );
}
