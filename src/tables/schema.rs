//! The tables of a county as a JSON Schema, from the same catalogue that reads them.

use super::catalogue::{Column, Kind, Need, TABLES, Table};
use serde_json::{Value, json};

/// A county: an object of tables, each a list of rows under English keys.
pub fn county() -> Value {
    let tables = TABLES.iter().map(|t| (t.key.to_string(), table(t)));
    let required = TABLES.iter().filter(|t| t.required).map(|t| t.key);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "jiaopin county",
        "type": "object",
        "properties": tables.collect::<serde_json::Map<_, _>>(),
        "required": required.collect::<Vec<_>>(),
        "anyOf": [{"required": ["classes"]}, {"required": ["posts"]}],
        "additionalProperties": false,
    })
}

fn table(table: &Table) -> Value {
    let columns = table.columns.iter().map(|c| (c.key.to_string(), column(c)));
    let must = table.columns.iter().filter(|c| c.need == Need::Must);
    json!({
        "title": table.title,
        "description": format!("{} {}", table.note.0, table.note.1),
        "type": "array",
        "items": {
            "type": "object",
            "properties": columns.collect::<serde_json::Map<_, _>>(),
            "required": must.map(|c| c.key).collect::<Vec<_>>(),
        },
    })
}

/// A cell: always text in the tables; the pattern or list says which texts are read.
fn column(column: &Column) -> Value {
    let mut schema = json!({
        "title": column.title,
        "description": format!("{} {}", column.note.0, column.note.1),
        "x-aliases": column.aliases,
    });
    let kind = match column.kind {
        Kind::Count => json!({"type": "integer", "minimum": 0}),
        Kind::Year => json!({"type": "integer", "minimum": 1900, "maximum": 2100}),
        Kind::Number => json!({"type": "number"}),
        Kind::Degree => json!({"type": "number", "minimum": -180, "maximum": 180}),
        Kind::Month => json!({"type": "string", "examples": ["2019-09"]}),
        Kind::YesNo => json!({"type": "string", "enum": ["是", "否"]}),
        Kind::Word(list) => json!({"type": "string", "enum": list.words()}),
        Kind::Words(list) => json!({"type": "string", "x-list-of": list.words()}),
        _ => json!({"type": "string"}),
    };
    if let (Value::Object(schema), Value::Object(kind)) = (&mut schema, kind) {
        schema.extend(kind);
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_columns_are_the_catalogue() {
        let schema = county();
        let teachers = &schema["properties"]["teachers"]["items"];
        assert_eq!(teachers["required"], json!(["teacher_id", "name"]));
        assert_eq!(teachers["properties"]["sex"]["enum"], json!(["男", "女"]));
        assert_eq!(schema["required"], json!(["schools", "teachers"]));
    }
}
