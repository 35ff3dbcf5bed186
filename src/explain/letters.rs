//! The decision record of one person: outcome, the rules that were applied with their parameters and sources, and how to
//! object. It names nobody else.

use super::seats;
use super::why;
use super::words as tell;
use crate::audit;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Plan};
use crate::policy::{Entry, schema};
use crate::text::Text;
use serde_json::Value;
use std::collections::BTreeSet;

/// Label and content, line by line.
#[derive(Debug, Clone)]
pub struct Letter {
    pub teacher: TeacherIx,
    pub lines: Vec<(Text, Text)>,
}

/// One letter a person of the plan, in the order of persons.
pub fn letters(case: &Case, plan: &Plan) -> Vec<Letter> {
    plan.rows.iter().map(|row| letter(case, row)).collect()
}

fn letter(case: &Case, row: &Assignment) -> Letter {
    let t = case.county.teacher(row.teacher);
    let mut lines = vec![
        (
            Text::new("姓名（工号）", "Name (id)"),
            words::person(case, row.teacher),
        ),
        (
            Text::new("现任岗位", "Present post"),
            tell::current(case, row.teacher),
        ),
        (
            Text::new("聘任结果", "Outcome"),
            tell::fate(case, Some(row)),
        ),
        (
            Text::new("理由", "Reasons"),
            tell::sentences(&why::reasons(case, row.teacher, Some(row))),
        ),
    ];
    if let Some(score) = t.score {
        let score = score.normalize().to_string();
        lines.push((
            Text::new("竞聘得分", "Score"),
            Text::new(score.as_str(), score.as_str()),
        ));
    }
    let wishes = wishes(case, row);
    if !wishes.is_empty() {
        lines.push((Text::new("志愿", "Wishes"), paragraphs(&wishes)));
    }
    let rules = applied(case, row);
    let said: Vec<Text> = rules.iter().filter_map(|no| rule(case, no)).collect();
    lines.push((Text::new("适用规则", "Rules applied"), paragraphs(&said)));
    lines.push((Text::new("异议", "Objections"), objection(case)));
    Letter {
        teacher: row.teacher,
        lines,
    }
}

fn paragraphs(all: &[Text]) -> Text {
    let zh: Vec<&str> = all.iter().map(|t| t.zh.as_str()).collect();
    let en: Vec<&str> = all.iter().map(|t| t.en.as_str()).collect();
    Text::new(zh.join("\n"), en.join("\n"))
}

/// Each wish: met, kept out by a rule, or not met because others were placed by the tiers.
fn wishes(case: &Case, row: &Assignment) -> Vec<Text> {
    let t = case.county.teacher(row.teacher);
    let wish = |w: &crate::county::Wish| {
        let place = words::station(
            case,
            crate::plan::Station {
                school: w.school,
                stage: None,
                subject: w.subject,
            },
        );
        let cells = wished(case, w);
        let got = row
            .seat()
            .is_some_and(|s| s.school == w.school && w.subject.is_none_or(|x| x == s.subject));
        let fits = |c: &CellIx| audit::fits(case, row.teacher, *c);
        let what = if got {
            Text::new("已实现", "met")
        } else if cells.is_empty() {
            Text::new("该校本年无此岗位", "no such post at the school this year")
        } else if cells.iter().any(|c| fits(c).is_ok()) {
            Text::new(
                "符合条件，按全县统筹的先后次序未能安排",
                "fits, but was not placed there under the order of the county's aims",
            )
        } else {
            let nos: BTreeSet<&str> = cells.iter().filter_map(|c| fits(c).err()).collect();
            let nos: Vec<&str> = nos.into_iter().collect();
            say!("不符合规则 {nos}", "kept out by {nos}", nos = nos.join(" "))
        };
        say!(
            "第 {rank} 志愿 {place}：{what}",
            "no. {rank} {place}: {what}",
            rank = w.rank,
            place = place,
            what = what
        )
    };
    t.wishes.iter().map(wish).collect()
}

fn wished(case: &Case, w: &crate::county::Wish) -> Vec<CellIx> {
    let named = |ix: &CellIx| {
        let c = case.demand.cell(*ix);
        c.school == w.school && c.count > 0 && w.subject.is_none_or(|s| s == c.subject)
    };
    case.demand.cell_ixs().filter(named).collect()
}

/// The numbers of the rules that decided something about this person.
fn applied(case: &Case, row: &Assignment) -> BTreeSet<&'static str> {
    let mut all: BTreeSet<&'static str> = BTreeSet::new();
    match case.standing.class_of(row.teacher) {
        Class::Barred => all.extend(["R05"]),
        Class::Leader if case.county.leader_posts.is_none() => all.extend(["R01"]),
        Class::Leader => all.extend(["R16"]),
        Class::Fixed => all.extend([audit::fixed_by(case, row.teacher), "R25"]),
        Class::Free | Class::Pooled => {
            all.extend(["R01", "R02"]);
            if !case.standing.pins[row.teacher.ix()].is_empty() {
                all.extend(["R22"]);
            }
            if row.outcome == crate::plan::Outcome::Lead {
                all.extend(["R17", "R18"]);
            }
        }
        Class::Out => {}
    }
    if row.outcome.is_seat() {
        all.extend(["R04"]);
    }
    let moved = row.moved_to(case).is_some();
    if moved {
        all.extend(["R09"]);
    }
    if moved && case.standing.due[row.teacher.ix()] {
        all.extend(["R08"]);
    }
    let t = case.county.teacher(row.teacher);
    for cell in t.wishes.iter().flat_map(|w| wished(case, w)) {
        all.extend(audit::fits(case, row.teacher, cell).err());
    }
    all
}

/// A rule's sentence with its parameters and where they come from.
fn rule(case: &Case, no: &str) -> Option<Text> {
    let rule = seats::rule(no)?;
    let prefix = format!("rules.{}.", rule.key);
    let entries: Vec<_> = case
        .policy
        .entries
        .iter()
        .filter(|e| e.key.starts_with(&prefix))
        .collect();
    let of = |name: &str| {
        let found = entries.iter().find(|e| e.key[prefix.len()..] == *name);
        found.map(|e| e.shown().trim_matches('"').to_owned())
    };
    let source = of("source").filter(|s| !s.is_empty());
    let verify = of("verify").is_some_and(|v| v == "true");
    let parameters: Vec<Text> = entries
        .iter()
        .filter(|e| {
            !matches!(
                &e.key[prefix.len()..],
                "mode" | "source" | "since" | "verify"
            )
        })
        .map(|e| parameter(e))
        .collect();
    let join = |of: fn(&Text) -> &str, by: &str| -> String {
        let all: Vec<&str> = parameters.iter().map(of).collect();
        all.join(by)
    };
    let mut zh = format!("{no} {}：{}", rule.name.0, rule.meaning.0);
    let mut en = format!("{no} {}: {}", rule.name.1, rule.meaning.1);
    if !parameters.is_empty() {
        zh += &format!("参数：{}。", join(|t| &t.zh, "；"));
        en += &format!(" Parameters: {}.", join(|t| &t.en, "; "));
    }
    // What the county has yet to confirm is not shown as law.
    match (source, verify) {
        (Some(source), false) => {
            zh += &format!("依据：{source}。");
            en += &format!(" Source: {source}.");
        }
        (_, true) => {
            zh += "（参数由本县（区）核定。）";
            en += " (Set by the county.)";
        }
        (None, false) => {}
    }
    Some(Text::new(zh, en))
}

/// A parameter by its description rather than its key: letters are read by teachers.
fn parameter(entry: &Entry) -> Text {
    let key = entry.key.rsplit('.').next().unwrap_or_default();
    let described = schema::describe(&entry.key).unwrap_or(key);
    let (zh, en) = described.split_once(" / ").unwrap_or((key, described));
    say!(
        "{name}：{value}",
        "{name}: {value}",
        name = Text::new(zh, en),
        value = value(&entry.value)
    )
}

/// A value as people read it; a long list only by its beginning.
fn value(value: &Value) -> Text {
    const SHOWN: usize = 8;
    match value {
        Value::Bool(true) => Text::new("是", "yes"),
        Value::Bool(false) => Text::new("否", "no"),
        Value::String(word) => Text::new(word.as_str(), word.as_str()),
        Value::Array(all) => {
            let words = all.iter().take(SHOWN);
            let words: Vec<&str> = words.filter_map(Value::as_str).collect();
            let more = all.len() > SHOWN;
            Text::new(
                words.join("、") + if more { "等" } else { "" },
                words.join(", ") + if more { " …" } else { "" },
            )
        }
        Value::Object(all) => {
            let pairs = all.iter().map(|(k, v)| format!("{k} {v}"));
            let pairs: Vec<String> = pairs.collect();
            Text::new(pairs.join("、"), pairs.join(", "))
        }
        other => Text::new(other.to_string(), other.to_string()),
    }
}

fn objection(case: &Case) -> Text {
    say!(
        "对本结果有异议的，请自公示之日起 {days} 个工作日内，向县（区）教育行政部门人事股（科）实名提出，由其负责复核并答复。",
        "Objections go to the HR section of the county education bureau, in your name, within {days} working days from the day of publicity; it reviews and answers them.",
        days = case.policy.publish.notice_days
    )
}
