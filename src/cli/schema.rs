//! `schema`: the shapes of what the program reads and writes, as JSON Schema.

use super::exit::{Exit, Failure};
use super::{Context, out};
use crate::plan::write::COLUMNS;
use crate::plan::{Class, Outcome};
use crate::policy::{scenario, schema};
use crate::report::result::ResultFile;
use crate::tables::catalogue::{Column, Kind, Need, TABLES, Table};
use schemars::schema_for;
use serde_json::{Map, Value, json};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Which shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum What {
    /// A policy file 政策参数文件
    Policy,
    /// A scenario file 情景文件
    Scenario,
    /// The rows of the county's tables 各数据表的行
    Tables,
    /// A row of plan.csv 方案行
    Plan,
    /// result.json 结果文件
    Result,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which shape (default: all, as one object) 哪一种文件（默认全部，合为一个对象）
    pub what: Option<What>,
}

pub fn run(args: Args, _context: &Context) -> Result<Exit, Failure> {
    let one = |what: What| match what {
        What::Policy => schema::file(),
        What::Scenario => scenario_file(),
        What::Tables => tables(),
        What::Plan => plan_row(),
        What::Result => Value::from(schema_for!(ResultFile)),
    };
    out::json(&match args.what {
        Some(what) => one(what),
        None => json!({
            "policy": one(What::Policy),
            "scenario": one(What::Scenario),
            "tables": one(What::Tables),
            "plan": one(What::Plan),
            "result": one(What::Result),
        }),
    })
}

/// A scenario's own keys; whole tables of a policy may stand in it too.
fn scenario_file() -> Value {
    let policy = schema::file();
    let mut change = scenario::schema().clone();
    if let Some(object) = change.as_object_mut() {
        object.remove("$schema");
    }
    let text = |described: &str| json!({"type": "string", "description": described});
    let own = json!({
        "title": text("情景名称 / the scenario's name"),
        "reason": text("理由 / why"),
        "set": {
            "type": "object",
            "description": "按路径改动的参数，如 rules.rotation.share / policy values by dotted path",
        },
        "change": {
            "type": "array",
            "description": "数据变动，按次序执行 / changes of the data, in order",
            "items": change,
        },
    });
    let mut properties = own.as_object().cloned().unwrap_or_default();
    if let Some(tables) = policy["properties"].as_object() {
        let whole = |key: &str| key != "extends";
        for (key, _) in tables.iter().filter(|(k, _)| whole(k)) {
            properties.insert(key.clone(), json!({"type": "object"}));
        }
        properties.insert("extends".to_string(), tables["extends"].clone());
    }
    json!({
        "$schema": DIALECT,
        "title": "jiaopin scenario file",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// One object schema a table; keys in English, the Chinese header as `title`.
fn tables() -> Value {
    let all: Map<String, Value> = TABLES
        .iter()
        .map(|t| (t.key.to_string(), table(t)))
        .collect();
    json!({"$schema": DIALECT, "title": "jiaopin tables", "type": "object", "properties": all})
}

fn table(table: &Table) -> Value {
    let columns: Map<String, Value> = table
        .columns
        .iter()
        .map(|c| (c.key.to_string(), column(c)))
        .collect();
    let must = table.columns.iter().filter(|c| c.need == Need::Must);
    let must: Vec<&str> = must.map(|c| c.key).collect();
    json!({
        "type": "array",
        "title": table.title,
        "description": both(table.note),
        "x-required-table": table.required,
        "items": {"type": "object", "properties": columns, "required": must},
    })
}

fn column(column: &Column) -> Value {
    let mut schema = match column.kind {
        Kind::Count => json!({"type": "integer", "minimum": 0}),
        Kind::Rank => json!({"type": "integer", "minimum": 1}),
        Kind::Year => json!({"type": "integer"}),
        Kind::Number | Kind::Degree => json!({"type": "number"}),
        _ => json!({"type": "string"}),
    };
    schema["title"] = json!(column.title);
    schema["description"] = json!(both(column.note));
    schema["x-form"] = json!(both(column.kind.label()));
    if !column.aliases.is_empty() {
        schema["x-headers"] = json!(column.aliases);
    }
    match (column.kind, column.kind.list()) {
        (Kind::Word(_), Some(list)) => schema["enum"] = json!(list.words()),
        (_, Some(list)) => schema["x-words"] = json!(list.words()),
        _ => {}
    }
    schema
}

/// One row of plan.csv: nine texts.
fn plan_row() -> Value {
    let mut properties: Map<String, Value> = COLUMNS
        .iter()
        .map(|c| (c.to_string(), json!({"type": "string"})))
        .collect();
    properties["class"] = json!({"enum": Class::ALL.map(Class::key)});
    properties["outcome"] = json!({"enum": Outcome::ALL.map(Outcome::key)});
    json!({
        "$schema": DIALECT,
        "title": "plan.csv",
        "type": "object",
        "properties": properties,
        "required": COLUMNS,
        "additionalProperties": false,
    })
}

fn both(text: (&str, &str)) -> String {
    format!("{} / {}", text.0, text.1)
}
