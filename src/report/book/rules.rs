//! 规则核对: every rule, how it binds, where it comes from, and what the audit found.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::{Book, basis};
use crate::county::{Area, SchoolIx, Stage};
use crate::plan::{Assignment, Class, Outcome};
use crate::policy::words::{shown, word};
use crate::rules::{CATALOGUE, Mode, Rule};
use serde_json::Value;

pub fn sheet(book: &Book) -> Sheet {
    let params = serde_json::to_value(&book.case.policy.rules).unwrap_or_default();
    let lines = CATALOGUE
        .iter()
        .map(|rule| line(book, rule, &params[rule.key]));
    let open = book.case.policy.to_verify();
    let verify = open.iter().any(|e| e.key.starts_with("rules."));
    let mut notes = vec![
        "注：硬性规则必须符合；“分级”规则的不足部分计入相应优化目标；“提示”规则只报告不约束。不符为零即全部符合；提示为须人工留意的情形，R21 逐人列在《择优提示》，其余用 jiaopin audit 逐条列出。“停用”规则的提示为启用后会不同的情形。".to_owned(),
    ];
    if verify {
        notes.push("标“※”的参数、依据尚须本县核定，核定前不作为法规依据。".to_owned());
    }
    Sheet {
        name: "规则核对",
        title: book.title("规则核对表"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines: lines.collect(),
            ..Table::default()
        }],
        notes,
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// What is said elsewhere in the line, and the words for persons' circumstances, which no list repeats.
const HIDDEN: [&str; 6] = ["mode", "source", "since", "verify", "reasons", "statuses"];

fn columns() -> Vec<Column> {
    vec![
        Column::word("编号", 6.0),
        Column::word("规则", 14.0),
        Column::word("方式", 6.0),
        Column::text("要求", 50.0, 70.0),
        Column::text("参数", 20.0, 34.0),
        Column::text("依据", 18.0, 24.0),
        Column::word("核对对象", 11.0),
        Column::number("不符", 6.0),
        Column::number("提示", 6.0),
        Column::word("结论", 8.0),
    ]
}

fn line(book: &Book, rule: &Rule, params: &Value) -> Line {
    let mode = match params["mode"].as_str().unwrap_or_default() {
        // `[staffing] shared_posts` turns R23 on as well.
        "off" if rule.no == "R23" && !book.case.demand.shared.is_empty() => "hard",
        mode => mode,
    };
    let of_rule = || {
        book.audit
            .findings
            .list
            .iter()
            .filter(|f| f.rule == rule.no)
    };
    let broken = of_rule().filter(|f| f.broken).count();
    let off = mode == "off";
    let reported = of_rule().count() - broken;
    // A rule that is off binds nobody; what it would have said is counted all the same.
    let count = |n: usize| match off && n == 0 {
        true => Item::text("—"),
        false => Item::count(n),
    };
    Line::Row(vec![
        rule.no.into(),
        rule.name.0.into(),
        way(mode).into(),
        rule.meaning.0.into(),
        parameters(book, rule, params).into(),
        basis::of(&book.case.policy, rule).into(),
        if off && reported == 0 {
            Item::text("—")
        } else {
            checked(book, rule.no).into()
        },
        count(broken),
        count(reported),
        verdict(off, mode, broken).into(),
    ])
}

fn verdict(off: bool, mode: &str, broken: usize) -> &'static str {
    match (off, broken) {
        (true, _) => "未启用",
        (_, 0) if mode == "hard" => "符合",
        (_, 0) if mode == "tier" => "已计量",
        (_, 0) => "已核对",
        _ => "不符合",
    }
}

/// How many persons, posts or schools a rule was held against.
fn checked(book: &Book, no: &str) -> String {
    let case = book.case;
    let persons =
        |of: &dyn Fn(&Assignment) -> bool| book.plan.rows.iter().filter(|r| of(r)).count();
    let schools =
        |of: &dyn Fn(SchoolIx) -> bool| case.county.school_ixs().filter(|s| of(*s)).count();
    let class = |class: Class| persons(&|r| case.standing.class_of(r.teacher) == class);
    let teacher = |r: &Assignment| case.county.teacher(r.teacher);
    let at_new = |r: &Assignment| {
        r.station
            .is_some_and(|s| case.standing.new_school[s.school.ix()])
    };
    let stays = |s: SchoolIx| !case.county.school(s).closing;
    let (n, unit) = match no {
        "R02" | "R25" | "R26" => (case.demand.cells.len(), "类岗位"),
        "R03" | "R11" | "R09" => (case.county.schools.len(), "所学校"),
        "R04" => (persons(&|r| r.outcome.is_seat()), "人"),
        "R05" => (class(Class::Barred), "人"),
        "R06" | "R07" => (class(Class::Fixed), "人"),
        "R08" => (
            schools(&|s| book.figures.schools[s.ix()].rotation.due > 0),
            "所学校",
        ),
        "R10" => (
            schools(&|s| stays(s) && case.county.school(s).area == Area::Rural),
            "所学校",
        ),
        "R12" => (book.balance.len(), "校次"),
        "R13" => (case.county.relations.len(), "对关系"),
        "R14" => (case.county.couples().len(), "对"),
        "R15" => (persons(&at_new), "人"),
        "R16" | "R17" | "R18" => (
            case.county.leader_posts.as_ref().map_or(0, Vec::len),
            "个职位",
        ),
        "R19" | "R20" => (persons(&|r| r.outcome == Outcome::Move), "人"),
        "R21" => (persons(&|r| teacher(r).is_applicant()), "人"),
        "R23" => (case.demand.shared.len(), "个走教岗"),
        "R22" => (case.county.pins.len(), "项"),
        "R24" => (
            persons(&|r| teacher(r).is_applicant() && !teacher(r).obey),
            "人",
        ),
        _ => (book.plan.rows.len(), "人"),
    };
    format!("{n}{unit}")
}

/// How a rule binds, in the office's words.
pub(super) fn way(mode: &str) -> &'static str {
    match serde_json::from_value(Value::from(mode)) {
        Ok(Mode::Hard) => "硬性",
        Ok(Mode::Tier) => "分级",
        Ok(Mode::Report) => "提示",
        Ok(Mode::Off) | Err(_) => "停用",
    }
}

/// `※` for a value that the county has yet to confirm.
fn mark(book: &Book, key: &str) -> &'static str {
    let entry = book.case.policy.entry(key);
    if entry.is_some_and(|e| e.verify) {
        "※"
    } else {
        ""
    }
}

/// `年限 6※；比例 10%`
fn parameters(book: &Book, rule: &Rule, params: &Value) -> String {
    let own = params.as_object().into_iter().flatten();
    let own = own.filter(|(key, value)| !HIDDEN.contains(&key.as_str()) && !value.is_null());
    let part = |(name, value): (&String, &Value)| {
        let key = format!("rules.{}.{name}", rule.key);
        let shown = match value {
            Value::Object(map) => {
                let one = |(k, v): (&String, &Value)| {
                    format!(
                        "{k} {}{}",
                        shown(name, v),
                        mark(book, &format!("{key}.{k}"))
                    )
                };
                in_order(map)
                    .into_iter()
                    .map(one)
                    .collect::<Vec<_>>()
                    .join("、")
            }
            one => format!("{}{}", shown(name, one), mark(book, &key)),
        };
        format!("{} {shown}", word(name))
    };
    own.map(part).collect::<Vec<_>>().join("；")
}

/// Values by stage in the order of the stages, others as they stand.
fn in_order(map: &serde_json::Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut all: Vec<_> = map.iter().collect();
    all.sort_by_key(|(key, _)| Stage::parse(key));
    all
}
