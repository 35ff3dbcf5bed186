//! README.md stays true: its commands run and print what it shows, its lists are those of the program, its links lead
//! somewhere.
//!
//! Fenced blocks are read by their first word. `console`: lines that begin with `$ ` are commands, the rest is what
//! they print; a line `…` stands for any lines left out. `toml NAME`, `csv NAME`: the file NAME, written before the
//! first command runs. All commands run one after another in one folder that has `datasets/small` and `models`.

use clap::CommandFactory;
use jiaopin::cli::Cli;
use jiaopin::rules::CATALOGUE;
use jiaopin::tables::catalogue::TABLES;
use jiaopin::tables::codes::CODES;
use jiaopin::terms::tier::Tier;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const README: &str = include_str!("../../README.md");
const CI: &str = include_str!("../../.ci/run");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A fenced block: what stands behind the fence, and the lines inside.
struct Block {
    info: String,
    lines: Vec<&'static str>,
    /// Line of the opening fence, for messages.
    at: usize,
}

fn blocks() -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (at, line) in README.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(info) => {
                open = true;
                let info = info.trim().to_string();
                let lines = Vec::new();
                blocks.push(Block {
                    info,
                    lines,
                    at: at + 1,
                });
            }
            None if open => blocks.last_mut().expect("a block").lines.push(line),
            None => {}
        }
    }
    assert!(!open, "a fence is not closed");
    blocks
}

/// The lines outside fenced blocks.
fn prose() -> Vec<&'static str> {
    let mut open = false;
    let outside = |line: &&str| {
        let fence = line.starts_with("```");
        open ^= fence;
        !open && !fence
    };
    README.lines().filter(outside).collect()
}

/// What stands under the heading `title`, down to the next heading of the same or a higher level.
fn section(title: &str) -> String {
    let level = |line: &str| line.chars().take_while(|c| *c == '#').count();
    let prose = prose();
    let is_it = |line: &&str| level(line) > 0 && line.trim_start_matches('#').trim() == title;
    let at = prose.iter().position(is_it);
    let at = at.unwrap_or_else(|| panic!("README has no heading {title:?}"));
    let own = level(prose[at]);
    let ends = |line: &&&str| (1..=own).contains(&level(line));
    let rest = prose[at + 1..].iter();
    let lines: Vec<&str> = rest.take_while(|l| !ends(l)).copied().collect();
    lines.join("\n")
}

/// The cells of each row of the tables in a text, heads left out.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut before: Option<Vec<String>> = None;
    let mut body = false;
    for line in text.lines() {
        let Some(inner) = line.trim().strip_prefix('|') else {
            body = false;
            continue;
        };
        let inner = inner.trim_end_matches('|');
        let cells: Vec<String> = inner.split('|').map(|c| c.trim().to_string()).collect();
        let rule = cells.iter().all(|c| c.chars().all(|c| c == '-'));
        match (rule, body) {
            (true, _) => (before, body) = (None, true),
            (false, true) => rows.push(cells),
            (false, false) => before = Some(cells),
        }
    }
    assert!(before.is_none(), "a table without a rule under its head");
    rows
}

/// The words between back-ticks.
fn code(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// A folder as the README's reader has it, with the files that the README shows.
#[cfg(unix)]
fn workplace() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for folder in ["datasets/small", "models", "models/scenarios"] {
        let to = dir.path().join(folder);
        std::fs::create_dir_all(&to).expect("made");
        for entry in std::fs::read_dir(root().join(folder)).expect("the folder") {
            let from = entry.expect("an entry").path();
            if from.is_file() {
                std::fs::copy(&from, to.join(from.file_name().expect("a name"))).expect("copied");
            }
        }
    }
    for block in blocks() {
        if let Some((_, name)) = block.info.split_once(' ') {
            let file = dir.path().join(name);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            std::fs::write(&file, block.lines.join("\n") + "\n").expect("written");
        }
    }
    dir
}

/// What a command prints, both streams as a terminal shows them.
#[cfg(unix)]
fn run(command: &str, place: &Path) -> Vec<String> {
    let own = PathBuf::from(env!("CARGO_BIN_EXE_jiaopin"));
    let own = own.parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}; }} 2>&1")])
        .current_dir(place)
        .env("PATH", format!("{own}:{path}"))
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|l| l.trim_end().to_string()).collect()
}

/// A line without what differs from run to run: how long it took.
fn timeless(line: &str) -> &str {
    let time = line.starts_with("用时 ") || line.ends_with(" seconds");
    if time { "(time)" } else { line.trim_end() }
}

/// Whether the lines are the ones shown; `…` stands for any number of them.
fn as_shown(shown: &[&str], lines: &[String]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first.trim() == "…" => {
            (0..=lines.len()).any(|from| as_shown(rest, &lines[from..]))
        }
        Some((first, rest)) => {
            let same = |line: &String| timeless(first) == timeless(line);
            lines.first().is_some_and(same) && as_shown(rest, &lines[1..])
        }
    }
}

#[test]
#[cfg(unix)]
fn every_command_prints_what_the_readme_shows() {
    let place = workplace();
    let mut count = 0;
    for block in blocks().iter().filter(|b| b.info == "console") {
        let begins: Vec<usize> = (0..block.lines.len())
            .filter(|i| block.lines[*i].starts_with("$ "))
            .collect();
        assert_eq!(begins.first(), Some(&0), "the block at line {}", block.at);
        for (k, from) in begins.iter().enumerate() {
            let to = begins.get(k + 1).copied().unwrap_or(block.lines.len());
            let command = &block.lines[*from][2..];
            let printed = run(command, place.path());
            let shown = &block.lines[from + 1..to];
            assert!(
                as_shown(shown, &printed),
                "line {}: {command}\n--- README shows\n{}\n--- it prints\n{}",
                block.at + from + 1,
                shown.join("\n"),
                printed.join("\n"),
            );
            count += 1;
        }
    }
    assert!(count >= 8, "only {count} commands are shown");
}

/// The two command lines for a bare machine are those that CI runs.
#[test]
fn the_build_lines_are_those_of_ci() {
    let block = blocks().into_iter().find(|b| b.info == "bash");
    let lines = block.expect("the two command lines").lines;
    assert_eq!(lines.len(), 2, "{lines:?}");
    let ci: Vec<String> = CI
        .lines()
        .map(|l| l.replace("\"$out/plan\"", "plan"))
        .collect();
    for line in lines {
        assert!(line.starts_with("bash .ci/setup && cargo "), "{line}");
        assert!(ci.iter().any(|c| c == line), "CI does not run: {line}");
    }
}

#[test]
fn every_fault_code_stands_in_the_index() {
    let rows = rows(&section("Fault codes"));
    let listed: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|r| (r[0].as_str(), r[1].as_str(), r[2].as_str()))
        .collect();
    let known: Vec<(&str, &str, &str)> = CODES.iter().map(|c| (c.code, c.zh, c.en)).collect();
    assert_eq!(listed, known, "code, Chinese title, English title");
    for row in &rows {
        assert_eq!(row.len(), 5, "{row:?}");
        assert!(row[3..].iter().all(|remedy| !remedy.is_empty()), "{row:?}");
    }
}

#[test]
fn every_verb_and_option_stands_in_the_reference() {
    let cli = Cli::command();
    let text = section("Commands");
    let headings: Vec<&str> = text
        .lines()
        .filter_map(|l| l.strip_prefix("#### "))
        .collect();
    let verbs: Vec<&str> = cli.get_subcommands().map(|c| c.get_name()).collect();
    let names: Vec<String> = verbs.iter().map(|v| format!("jiaopin {v}")).collect();
    assert_eq!(headings, names, "the verbs, in the order of --help");

    let long = |command: &clap::Command| -> BTreeSet<String> {
        let all = command.get_arguments().filter_map(|a| a.get_long());
        let all = all.filter(|name| !["help", "version"].contains(name));
        all.map(|name| format!("--{name}")).collect()
    };
    let global = long(&cli);
    let said: BTreeSet<String> = options(&section("Options of every command"));
    assert_eq!(said, global, "options of every command");
    for verb in cli.get_subcommands() {
        let part = section(&format!("jiaopin {}", verb.get_name()));
        let own: BTreeSet<String> = long(verb).difference(&global).cloned().collect();
        assert_eq!(options(&part), own, "options of {}", verb.get_name());
        for argument in verb.get_arguments() {
            let words = argument.get_possible_values();
            if !argument.get_action().takes_values() {
                continue;
            }
            for word in words.iter().filter(|w| !w.is_hide_set()) {
                let known = code(&part);
                assert!(
                    known
                        .iter()
                        .any(|c| c.split([' ', '|']).any(|w| w == word.get_name())),
                    "{} {}: the word {}",
                    verb.get_name(),
                    argument.get_id(),
                    word.get_name()
                );
            }
        }
    }
}

/// Every `--option` in code.
fn options(text: &str) -> BTreeSet<String> {
    let words = code(text)
        .into_iter()
        .flat_map(|c| c.split([' ', '=', '|']));
    let long = words.filter(|w| w.starts_with("--") && w.len() > 2);
    long.map(str::to_string).collect()
}

#[test]
fn every_table_and_column_stands_in_the_reference() {
    let text = section("Tables");
    for table in TABLES {
        let part = section(&format!("{} {}", table.key, table.title));
        let listed: Vec<(String, String)> = rows(&part)
            .into_iter()
            .map(|r| (r[0].trim_matches('`').to_string(), r[1].clone()))
            .collect();
        let columns = table.columns.iter();
        let known: Vec<(String, String)> = columns
            .map(|c| (c.key.to_string(), c.title.to_string()))
            .collect();
        assert_eq!(listed, known, "the columns of {}", table.key);
    }
    let headings = text.lines().filter(|l| l.starts_with("#### ")).count();
    assert_eq!(headings, TABLES.len(), "tables in the reference");
}

#[test]
fn every_rule_and_tier_stands_in_the_reference() {
    let listed = |title: &str| -> Vec<[String; 3]> {
        let rows = rows(&section(title)).into_iter();
        rows.map(|r| {
            [
                r[0].clone(),
                r[1].trim_matches('`').to_string(),
                r[2].clone(),
            ]
        })
        .collect()
    };
    let rules = CATALOGUE
        .iter()
        .map(|r| [r.no, r.key, r.name.0].map(String::from));
    assert_eq!(listed("Rules"), rules.collect::<Vec<_>>());
    let tiers = Tier::ALL
        .iter()
        .map(|t| [t.no(), t.key(), t.zh()].map(String::from));
    assert_eq!(listed("Tiers"), tiers.collect::<Vec<_>>());
}

/// The anchor that a heading gets: lower case, no punctuation, hyphens for spaces.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_and_path_leads_somewhere() {
    let anchors: BTreeSet<String> = prose()
        .into_iter()
        .filter(|l| l.starts_with('#'))
        .map(anchor)
        .collect();
    let mut links = 0;
    for part in prose().join("\n").split("](").skip(1) {
        let target = part.split(')').next().expect("a target");
        links += 1;
        match target.strip_prefix('#') {
            Some(name) => assert!(anchors.contains(name), "no heading for #{name}"),
            None if target.starts_with("https://") => {}
            None => {
                let file = target.split('#').next().expect("a file");
                assert!(root().join(file).exists(), "no file {file}");
            }
        }
    }
    assert!(links > 10, "only {links} links");
    // What stands in code and begins with a folder of the project is a path of the project.
    let folders = ["datasets/", "models/", "src/", "tests/", ".ci/"];
    let prose = prose().join("\n");
    let words = code(&prose).into_iter().flat_map(str::split_whitespace);
    for path in words.filter(|w| folders.iter().any(|f| w.starts_with(f))) {
        assert!(root().join(path).exists(), "no such path: {path}");
    }
}
