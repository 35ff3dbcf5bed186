//! The shape of a policy as JSON Schema: made from the typed policy, used to check files and printed by `schema`.

use super::Policy;
use super::tree::REMARKS;
use crate::rules::CATALOGUE;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// The complete policy as plain values, without references; every rule's `mode` is narrowed to the modes it may have.
pub fn complete() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
        let mut schema = Value::from(settings.into_generator().into_root_schema_for::<Policy>());
        for rule in CATALOGUE {
            let path = format!("/properties/rules/properties/{}/properties/mode", rule.key);
            if let Some(mode) = schema.pointer_mut(&path) {
                let words: Vec<&str> = rule.modes().iter().map(|m| m.key()).collect();
                mode["type"] = json!("string");
                mode["enum"] = json!(words);
            }
        }
        schema
    })
}

/// A policy *file*: nothing is required, since it may extend another; every value may carry remarks.
pub fn file() -> Value {
    let mut schema = relaxed(complete());
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("jiaopin policy file");
    schema["$defs"] = Value::Object(remarks());
    schema["properties"]["extends"] = json!({
        "type": "string",
        "description": "所依据的参数文件，按本文件所在文件夹查找 / the file this one lies upon, beside it",
    });
    schema
}

/// The description of a dotted key, `中文 / English`, from the field's documentation; of the nearest field above where
/// the key itself is an entry of a table.
pub fn describe(key: &str) -> Option<&'static str> {
    let mut at = complete();
    let mut text = None;
    for part in split(key) {
        at = match at.pointer(&format!("/properties/{}", escape(&part))) {
            Some(next) => next,
            None => at.get("additionalProperties")?,
        };
        if let Some(described) = at.get("description").and_then(Value::as_str) {
            text = Some(described);
        }
    }
    text
}

/// A dotted key's parts. Keys of the policy hold no dots.
pub fn split(key: &str) -> impl Iterator<Item = String> + '_ {
    key.split('.').map(str::to_string)
}

fn escape(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

fn relaxed(schema: &Value) -> Value {
    if !is_table(schema) {
        return with_remarks(schema);
    }
    let mut table = schema.as_object().cloned().unwrap_or_default();
    table.remove("required");
    if let Some(Value::Object(properties)) = table.get_mut("properties") {
        for (_, value) in properties.iter_mut() {
            *value = relaxed(value);
        }
    }
    if let Some(values) = table.get("additionalProperties").filter(|v| v.is_object()) {
        let values = relaxed(values);
        table.insert("additionalProperties".to_string(), values);
    }
    if let Some(words) = table
        .get_mut("propertyNames")
        .and_then(|n| n.get_mut("enum"))
        && let Some(list) = words.as_array_mut()
    {
        list.extend(REMARKS.map(Value::from));
    }
    let properties = table.entry("properties").or_insert_with(|| json!({}));
    if let Some(properties) = properties.as_object_mut() {
        for key in REMARKS {
            properties.insert(key.to_string(), remark(key));
        }
    }
    Value::Object(table)
}

fn with_remarks(schema: &Value) -> Value {
    let mut value = schema.clone();
    let described = value.as_object_mut().and_then(|v| v.remove("description"));
    let mut properties: Map<String, Value> =
        REMARKS.iter().map(|k| (k.to_string(), remark(k))).collect();
    properties.insert("value".to_string(), value.clone());
    let mut either = json!({"anyOf": [value, {
        "type": "object",
        "properties": properties,
        "required": ["value"],
        "additionalProperties": false,
    }]});
    if let Some(text) = described {
        either["description"] = text;
    }
    either
}

/// A reference to the shape of a remark.
fn remark(key: &str) -> Value {
    json!({"$ref": format!("#/$defs/{key}")})
}

fn remarks() -> Map<String, Value> {
    let text = |d: &str| json!({"type": "string", "description": d});
    let pairs = [
        ("unit", text("单位 / unit")),
        ("source", text("依据 / source")),
        (
            "since",
            text("施行日期，可写 TOML 日期 / date of effect; a TOML date too"),
        ),
        (
            "verify",
            json!({"type": "boolean", "description": "是否待本地核定 / to be verified"}),
        ),
        ("note", text("备注 / note")),
    ];
    pairs.into_iter().map(|(k, v)| (k.to_string(), v)).collect()
}

/// Whether a schema describes a table of the file rather than one value.
pub fn is_table(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("object")
}
