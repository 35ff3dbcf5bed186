//! Faults on the screen: worst first, grouped by code, so that five hundred of them fit one screen.

use super::{Context, out};
use crate::tables::codes;
use crate::tables::fault::{Fault, Faults, Place, Severity};
use crate::text::{Lang, Text};
use std::collections::BTreeMap;

/// Lines that all groups together may fill; each group keeps at least one place and its remedy.
const SCREEN: usize = 40;
/// Places shown with their cause in one group, at most.
const SHOWN: usize = 5;
/// Width in characters of the line that lists further cells.
const LIST_WIDTH: usize = 90;

/// All faults as text, with a closing line of counts. Empty when there are none.
pub fn render(faults: &Faults, lang: Lang, color: bool) -> String {
    if faults.list.is_empty() {
        return String::new();
    }
    let mut groups: BTreeMap<(Severity, &str), Vec<&Fault>> = BTreeMap::new();
    for fault in &faults.list {
        let group = groups.entry((fault.severity, fault.code)).or_default();
        group.push(fault);
    }
    for group in groups.values_mut() {
        group.sort_by_key(|f| place_order(&f.place));
    }
    let lines = |most: &usize| {
        groups
            .values()
            .map(|g| 2 + shown(g, *most).len())
            .sum::<usize>()
    };
    let fits = |most: &usize| lines(most) <= SCREEN;
    let most = (1..=SHOWN).rev().find(fits).unwrap_or(1);
    let cut = groups.values().any(|g| g.len() > shown(g, most).len());
    let mut text = String::new();
    for ((severity, code), group) in groups {
        render_group(severity, code, &group, most, lang, color, &mut text);
    }
    text.push_str(counts(faults).get(lang));
    if cut {
        text.push_str(lang.pick("加 --json 逐个列出。", " --json lists each of them."));
    }
    text.push('\n');
    text
}

/// Which of a group are shown with their cause: the first ones, and one of each remedy, since the office needs them all.
fn shown(group: &[&Fault], most: usize) -> Vec<usize> {
    let mut remedies: Vec<&Text> = Vec::new();
    let mut list = Vec::new();
    for (i, fault) in group.iter().enumerate() {
        let new = !remedies.contains(&&fault.remedy);
        if i < most || new && remedies.len() < SHOWN {
            list.push(i);
        }
        if new {
            remedies.push(&fault.remedy);
        }
    }
    list
}

/// File, sheet, row, column: the order in which a person walks through the tables.
fn place_order(place: &Place) -> (&str, &str, u32, usize, &str) {
    let (letters, row) = split_cell(&place.cell);
    (
        &place.file,
        &place.sheet,
        row.unwrap_or(0),
        letters.len(),
        letters,
    )
}

/// `F17` as `F` and 17.
fn split_cell(cell: &str) -> (&str, Option<u32>) {
    let at = cell
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(cell.len());
    (&cell[..at], cell[at..].parse().ok())
}

fn render_group(
    severity: Severity,
    code: &str,
    group: &[&Fault],
    most: usize,
    lang: Lang,
    color: bool,
    text: &mut String,
) {
    let (word, paint) = match severity {
        Severity::Error => (lang.pick("错误", "error"), "\x1b[1;31m"),
        Severity::Warning => (lang.pick("警告", "warning"), "\x1b[1;33m"),
    };
    let (on, off) = if color { (paint, "\x1b[0m") } else { ("", "") };
    let title = codes::find(code).map_or("", |c| lang.pick(c.zh, c.en));
    let number = match (group.len(), lang) {
        (1, _) => String::new(),
        (n, Lang::Zh) => format!("（{n} 处）"),
        (n, Lang::En) => format!(" ({n} places)"),
    };
    text.push_str(&format!("{on}{word} {code}{off} {title}{number}\n"));
    let one_remedy = group.iter().all(|f| f.remedy == group[0].remedy);
    let shown = shown(group, most);
    for i in &shown {
        text.push_str(&format!("  {}\n", line(group[*i], !one_remedy, lang)));
    }
    let rest = (0..group.len()).filter(|i| !shown.contains(i));
    let rest: Vec<&Fault> = rest.map(|i| group[i]).collect();
    if !rest.is_empty() {
        text.push_str(&format!("  {}\n", others(&rest, lang)));
    }
    if one_remedy {
        text.push_str(&format!("  → {}\n", bare(&group[0].remedy, lang)));
    }
}

/// A statement without its full stop: in a list every line ends by itself.
fn bare(text: &Text, lang: Lang) -> &str {
    text.get(lang).trim_end_matches(['。', '.'])
}

/// Place, cause and, where it is the fault's own, remedy.
fn line(fault: &Fault, own_remedy: bool, lang: Lang) -> String {
    let place = fault.place.to_string();
    let gap = if place.is_empty() { "" } else { "  " };
    let cause = bare(&fault.cause, lang);
    match own_remedy {
        true => format!("{place}{gap}{cause} → {}", bare(&fault.remedy, lang)),
        false => format!("{place}{gap}{cause}"),
    }
}

/// `另有 480 处：教师.xlsx › 教师 › F18–F30、F35 …`
fn others(group: &[&Fault], lang: Lang) -> String {
    let mut sheets: Vec<(String, Vec<&str>)> = Vec::new();
    for fault in group {
        let sheet = Place {
            cell: String::new(),
            ..fault.place.clone()
        };
        let sheet = sheet.to_string();
        match sheets.last_mut() {
            Some((last, cells)) if *last == sheet => cells.push(&fault.place.cell),
            _ => sheets.push((sheet, vec![&fault.place.cell])),
        }
    }
    let comma = lang.pick("、", ", ");
    let parts: Vec<String> = sheets
        .into_iter()
        .map(|(sheet, cells)| {
            let cells = ranges(cells).join(comma);
            let parts: Vec<&str> = [sheet.as_str(), cells.as_str()]
                .into_iter()
                .filter(|p| !p.is_empty())
                .collect();
            parts.join(" › ")
        })
        .filter(|p| !p.is_empty())
        .collect();
    let list = parts.join(lang.pick("；", "; "));
    let cut: String = list.chars().take(LIST_WIDTH).collect();
    let more = if cut.len() < list.len() { "…" } else { "" };
    let head = match lang {
        Lang::Zh => format!("另有 {} 处：", group.len()),
        Lang::En => format!("and {} more: ", group.len()),
    };
    format!("{head}{cut}{more}")
}

/// Cells with runs down one column drawn together, column by column: `F18–F30`.
fn ranges(cells: Vec<&str>) -> Vec<String> {
    let mut columns: BTreeMap<(usize, &str), Vec<u32>> = BTreeMap::new();
    for cell in cells {
        let (letters, row) = split_cell(cell);
        if let Some(row) = row {
            let column = columns.entry((letters.len(), letters)).or_default();
            column.push(row);
        }
    }
    let mut all = Vec::new();
    for ((_, letters), mut rows) in columns {
        rows.sort_unstable();
        rows.dedup();
        let mut rows = rows.into_iter().peekable();
        while let Some(first) = rows.next() {
            let mut last = first;
            while rows.peek() == Some(&(last + 1)) {
                last += 1;
                rows.next();
            }
            all.push(match last == first {
                true => format!("{letters}{first}"),
                false => format!("{letters}{first}–{letters}{last}"),
            });
        }
    }
    all
}

/// How many errors and warnings.
pub fn counts(faults: &Faults) -> Text {
    let errors = of(faults, Severity::Error);
    let warnings = of(faults, Severity::Warning);
    Text::new(
        format!("共 {errors} 个错误、{warnings} 个警告。"),
        format!("{errors} error(s), {warnings} warning(s)."),
    )
}

fn of(faults: &Faults, severity: Severity) -> usize {
    let list = faults.list.iter();
    list.filter(|f| f.severity == severity).count()
}

/// All faults for machines, each in full.
pub fn json(faults: &Faults) -> serde_json::Value {
    let mut list: Vec<&Fault> = faults.list.iter().collect();
    list.sort_by_key(|f| (f.severity, f.code, place_order(&f.place)));
    serde_json::json!({
        "format": "jiaopin/faults/1",
        "errors": of(faults, Severity::Error),
        "warnings": of(faults, Severity::Warning),
        "faults": list,
    })
}

/// Says why the input was refused: on stderr, or on stdout for machines.
pub fn say(faults: &Faults, context: &Context) {
    match context.json {
        true => out::print(&format!("{:#}\n", json(faults))),
        false => {
            out::remark(&render(faults, context.lang, context.color));
            out::remark(later(faults, context.lang));
        }
    }
}

/// Faults of tables hide those that only a whole county shows: said, so that nobody takes this list for the last one.
fn later(faults: &Faults, lang: Lang) -> &'static str {
    let of_tables = |f: &Fault| {
        ["E1", "E2", "E3", "E4"]
            .iter()
            .any(|c| f.code.starts_with(c))
    };
    // What is not there at all, or no data, hides nothing.
    let no_data = |f: &&Fault| ["E101", "E102"].contains(&f.code);
    let mut data = faults.list.iter().filter(|f| !no_data(f));
    match data.any(of_tables) {
        true => lang.pick(
            "改正后请再检查一次：编制、岗位、任期等项在各表没有错误之后才能检查。\n",
            "Check again after mending: staff, posts and terms can be checked only once the tables hold no error.\n",
        ),
        false => "",
    }
}

/// The warnings of tables that `check` tells place by place: here one line a code. What a scenario does is said in full,
/// since `check` is seldom asked about scenarios.
pub fn say_known(faults: &Faults, context: &Context) {
    let of_scenario = |f: &&Fault| f.code.starts_with("W6");
    let (new, known): (Vec<&Fault>, Vec<&Fault>) = faults.list.iter().partition(of_scenario);
    let list = new.into_iter().cloned().collect();
    say_warnings(&Faults { list }, context);
    if !context.quiet && !context.json {
        out::remark(&brief(&known, context.lang));
    }
}

/// `警告 W801 周转编制逾期未还（2 处）`, and where to read more.
fn brief(faults: &[&Fault], lang: Lang) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for fault in faults {
        *counts.entry(fault.code).or_default() += 1;
    }
    let mut text = String::new();
    for (code, n) in &counts {
        let title = codes::find(code).map_or("", |c| lang.pick(c.zh, c.en));
        text.push_str(&match lang {
            Lang::Zh => format!("警告 {code} {title}（{n} 处）\n"),
            Lang::En => format!("warning {code} {title} ×{n}\n"),
        });
    }
    if !counts.is_empty() {
        text.push_str(lang.pick(
            "各处的位置和改法，用 jiaopin check 查看。\n",
            "jiaopin check lists their places and remedies.\n",
        ));
    }
    text
}

/// Prints the warnings of a run that goes on; nothing under --quiet or for machines, which find them in the result.
pub fn say_warnings(faults: &Faults, context: &Context) {
    if !context.quiet && !context.json {
        out::remark(&render(faults, context.lang, context.color));
    }
}
