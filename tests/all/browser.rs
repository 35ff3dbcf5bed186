//! The two pages in a headless browser: they sort and search, complain of nothing, ask nothing of a network, and print. Where
//! there is no browser, or no node to drive it, the test says so and looks at nothing.

use crate::made::write_tables;
use assert_cmd::Command;
use std::process::Command as Plain;

fn there(program: &str) -> bool {
    Plain::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|done| done.status.success())
}

/// The browser and what drives it; none, with a word, where one is missing.
fn browser() -> Option<String> {
    let named = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    for program in [named.as_str(), "node"] {
        if !there(program) {
            eprintln!("SKIPPED: no {program} here; the pages are not looked at");
            return None;
        }
    }
    Some(named)
}

fn look(script: &str, page: &str) {
    let Some(browser) = browser() else { return };
    let script = format!("{}/tests/browser/{script}", env!("CARGO_MANIFEST_DIR"));
    let done = Plain::new("node")
        .args(["--experimental-websocket", &script, page])
        .env("CHROMIUM", browser)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success() && !said.contains("BAD"),
        "{said}{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn both_pages_work_in_a_browser() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    write_tables(&dir.path().join("data"));
    let what_if = "title = \"撤并\"\nreason = \"看去向\"\n\n[[change]]\ndo = \"close school\"\nschool = \"S2\"\n";
    std::fs::write(path("more.toml"), what_if).unwrap();
    let jiaopin = |args: &[&str]| {
        let mut command = Command::cargo_bin("jiaopin").unwrap();
        let done = command.args(args).output().unwrap();
        assert!(done.status.success(), "{args:?}");
    };
    jiaopin(&["solve", &path("data"), "-o", &path("a")]);
    jiaopin(&[
        "solve",
        &path("data"),
        "-s",
        &path("more.toml"),
        "-o",
        &path("b"),
    ]);
    jiaopin(&["compare", &path("a"), &path("b"), "-o", &path("both.html")]);
    look("page.mjs", &path("a/report.html"));
    look("compare.mjs", &path("both.html"));
}
