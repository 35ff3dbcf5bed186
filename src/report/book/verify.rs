//! 待核参数: the policy values whose source is not certain for the county, a line a table. They were reckoned with all the
//! same, so whoever signs the plan must see them, in the workbook as on the page.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::rules::{self, way};
use super::{Book, basis};
use crate::policy::{Entry, Policy, schema, show};
use crate::rules::CATALOGUE;
use crate::terms::tier::Tier;
use crate::text::Text;
use serde::Serialize;
use serde_json::Value;

/// The open values of one table of the policy, in Chinese as the office says them, in English as the file does.
#[derive(Debug, Clone, Serialize)]
pub struct Open {
    pub table: Text,
    pub values: Text,
    pub source: String,
}

/// All that are open and that a plan is reckoned with, in the order of the policy.
pub fn open(policy: &Policy) -> Vec<Open> {
    let all = policy.to_verify_in_plans();
    let tables = all.chunk_by(|a, b| table_of(a) == table_of(b));
    tables.map(one).collect()
}

fn one(entries: &[&Entry]) -> Open {
    let zh: Vec<String> = entries.iter().map(|e| value(e)).collect();
    let en: Vec<String> = entries.iter().map(|e| as_written(e)).collect();
    let mut sources: Vec<&str> = entries.iter().map(|e| basis::document(e)).collect();
    sources.sort_unstable();
    sources.dedup();
    let first = entries.first();
    Open {
        table: Text::new(
            first.map_or(String::new(), |e| title(e)),
            first.map_or("", table_of),
        ),
        values: Text::new(zh.join("；"), en.join("; ")),
        source: sources.join("；"),
    }
}

/// `max_km = 15`
fn as_written(entry: &Entry) -> String {
    let name = entry.key.rsplit('.').next().unwrap_or_default();
    match is_circumstance(entry) {
        true => format!("{name}: see the policy file"),
        false => format!("{name} = {}", show(&entry.value)),
    }
}

/// Words for persons' circumstances are in no list.
fn is_circumstance(entry: &Entry) -> bool {
    [".reasons", ".statuses"]
        .iter()
        .any(|end| entry.key.ends_with(end))
}

/// Nothing where every value is certain.
pub fn sheet(book: &Book) -> Option<Sheet> {
    let policy = &book.case.policy;
    let tables = open(policy);
    let lines = tables.iter().enumerate().map(|(i, open)| {
        Line::Row(vec![
            Item::count(i + 1),
            open.table.zh.as_str().into(),
            open.values.zh.as_str().into(),
            open.source.as_str().into(),
        ])
    });
    (!tables.is_empty()).then(|| Sheet {
        name: "待核参数",
        title: book.title("待核定政策参数"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::word("序号", 6.0),
                Column::text("事项", 26.0, 34.0),
                Column::text("采用值", 60.0, 80.0),
                Column::text("参照", 26.0, 40.0),
            ],
            lines: lines.collect(),
            ..Table::default()
        }],
        notes: vec![format!(
            "注：上列{}项在本方案中按采用值计算，尚须由本县（区）核定；核定前不作为法规依据引用。参数名称与所在文件用 jiaopin policy 查看。",
            policy.to_verify_in_plans().len()
        )],
        signs: book.signs(),
        ..Sheet::default()
    })
}

fn table_of<'e>(entry: &&'e Entry) -> &'e str {
    entry.key.rsplit_once('.').map_or("", |(table, _)| table)
}

/// `周课时·小学（课时/周）`: what a table of the file is about, with the unit that all its rows have.
fn title(first: &Entry) -> String {
    let parts: Vec<&str> = table_of(&first).split('.').collect();
    let unit = format!("（{}）", first.unit);
    match parts[..] {
        ["staffing"] => "编制与走教".to_owned(),
        ["staffing", "stages", stage] => format!("编制标准·{stage}"),
        ["curriculum", "weekly_hours", stage] => format!("各年级周课时·{stage}{unit}"),
        ["curriculum", "load", stage] => format!("教师周课时量·{stage}{unit}"),
        ["curriculum", "role_hours"] => format!("兼任行政职务者周任课{unit}"),
        ["curriculum", ..] => "课程".to_owned(),
        ["retirement", ..] => "退休年龄".to_owned(),
        ["rules", key, ref rest @ ..] => rule(key, rest),
        ["tiers"] => "目标层级".to_owned(),
        ["tiers", "gap"] => "目标层级允许的差距".to_owned(),
        ["tiers", "weights", "area"] => "缺岗计分：每缺1岗按城乡类型加权".to_owned(),
        ["tiers", ..] => "目标层级的计分".to_owned(),
        ["process", ..] => "编排方式".to_owned(),
        ["publish", ..] => "公示".to_owned(),
        _ => parts.join("."),
    }
}

/// `R11 岗位结构：高级岗位比例`
fn rule(key: &str, rest: &[&str]) -> String {
    let named = CATALOGUE.iter().find(|r| r.key == key);
    let name = named.map_or_else(|| key.to_owned(), |r| format!("{} {}", r.no, r.name.0));
    let below = rest.iter().map(|part| format!("：{}", rules::word(part)));
    format!("{name}{}", below.collect::<String>())
}

/// `最大公里数 15公里`, `语文 8、8、7`.
fn value(entry: &Entry) -> String {
    let parts: Vec<&str> = entry.key.split('.').collect();
    let shown = shown(entry);
    match parts[..] {
        [.., "mode"] => format!("如何执行 {shown}"),
        ["rules", _, name] => format!("{} {shown}{}", rules::word(name), unit(entry)),
        ["tiers", "gap", tier] => format!("{} {shown}", tier_name(tier)),
        // One meaning for all of the table, which its title says.
        ["curriculum", .., name] | ["rules", .., name] | ["tiers", "weights", "area", name] => {
            format!("{name} {shown}")
        }
        _ => format!("{} {shown}{}", meaning(&entry.key), unit(entry)),
    }
}

fn meaning(key: &str) -> &'static str {
    let text = schema::describe(key).unwrap_or_default();
    text.split_once(" / ").map_or(text, |(zh, _)| zh)
}

fn tier_name(key: &str) -> String {
    Tier::parse(key).map_or_else(|| key.to_owned(), |t| format!("{} {}", t.no(), t.zh()))
}

/// Units that a reader needs: a share is shown in percent, points and weights are bare.
fn unit(entry: &Entry) -> &str {
    let bare = ["比例", "相对差距", "权重", "分值", "是否"];
    let number = match &entry.value {
        Value::Array(items) => items.first().is_some_and(Value::is_number),
        one => one.is_number(),
    };
    match number && !bare.contains(&entry.unit.as_str()) {
        true => entry.unit.as_str(),
        false => "",
    }
}

fn shown(entry: &Entry) -> String {
    if is_circumstance(entry) {
        return "见政策文件".to_owned();
    }
    match &entry.value {
        Value::String(mode) if entry.key.ends_with(".mode") => way(mode).to_owned(),
        Value::Array(items) if entry.key == "tiers.order" => {
            let keys = items.iter().filter_map(Value::as_str);
            keys.map(tier_name).collect::<Vec<_>>().join("、")
        }
        Value::Number(n) if ["比例", "相对差距"].contains(&entry.unit.as_str()) => {
            rules::percent(&n.to_string())
        }
        value => {
            let name = entry.key.rsplit('.').next().unwrap_or_default();
            rules::shown(name, value)
        }
    }
}
