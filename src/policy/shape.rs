//! Checks a file's tree against the schema: unknown keys, wrong types, values out of range — each with its line and,
//! where a word was mistyped, the nearest known one.

use super::schema::{complete, is_table};
use super::tree::{Leaf, Node, REMARKS, Table, join};
use crate::tables::fault::{Faults, Place};
use crate::text::Text;
use serde_json::Value;

/// Checks one file before it is laid upon another; what is missing is no fault yet.
pub fn check(table: &Table, faults: &mut Faults) {
    walk(table, complete(), "", faults);
}

/// Names every key that a complete policy needs and `table`, all files laid upon each other, has not.
pub fn check_complete(table: &Table, file: &str, faults: &mut Faults) {
    let mut missing = Vec::new();
    absent(table, complete(), "", &mut missing);
    if missing.is_empty() {
        return;
    }
    faults.push(
        "E608",
        Place {
            file: file.to_string(),
            ..Place::default()
        },
        Text::new(
            format!("参数不全，缺少：{}。", missing.join("、")),
            format!(
                "the policy is not complete; missing: {}.",
                missing.join(", ")
            ),
        ),
        Text::new(
            "在文件首行写 extends = \"national.toml\"，或补全上列各项。",
            "begin the file with extends = \"national.toml\", or give all of these.",
        ),
    );
}

fn absent(table: &Table, schema: &Value, path: &str, missing: &mut Vec<String>) {
    let required = schema.get("required").and_then(Value::as_array);
    for key in required.into_iter().flatten().filter_map(Value::as_str) {
        let there = match key {
            "source" => table.remarks.source.is_some(),
            // A county's own source may come without a date.
            "since" => table.remarks.since.is_some() || table.remarks.source.is_some(),
            _ => table.get(key).is_some(),
        };
        if !there {
            missing.push(join(path, key));
        }
    }
    for (key, node) in &table.entries {
        if let (Node::Table(inner), Some(schema)) = (node, inner_schema(schema, key)) {
            absent(inner, schema, &join(path, key), missing);
        }
    }
}

fn inner_schema<'s>(schema: &'s Value, key: &str) -> Option<&'s Value> {
    let named = schema.get("properties").and_then(|p| p.get(key));
    named.or_else(|| schema.get("additionalProperties").filter(|s| s.is_object()))
}

fn walk(table: &Table, schema: &Value, path: &str, faults: &mut Faults) {
    let names = schema
        .pointer("/propertyNames/enum")
        .and_then(Value::as_array);
    for (key, node) in &table.entries {
        let here = join(path, key);
        let allowed = names.is_none_or(|n| n.iter().any(|w| w == key));
        match inner_schema(schema, key).filter(|_| allowed) {
            Some(inner) => step(node, inner, &here, faults),
            None => unknown(key, node, path, &known(schema, names), faults),
        }
    }
}

fn step(node: &Node, schema: &Value, path: &str, faults: &mut Faults) {
    match node {
        Node::Table(inner) if is_table(schema) => walk(inner, schema, path, faults),
        Node::Table(inner) => {
            // A value with remarks of which one is mistyped reads as a table.
            if inner.get("value").is_some() {
                let known: Vec<&str> = REMARKS.into_iter().chain(["value"]).collect();
                let odd = inner.entries.iter().filter(|(k, _)| k != "value");
                odd.for_each(|(key, node)| unknown(key, node, path, &known, faults));
            } else {
                wrong_type(
                    &inner.origin.place(path),
                    schema,
                    "a table",
                    "一个表",
                    faults,
                );
            }
        }
        Node::Leaf(leaf) => check_leaf(leaf, schema, path, faults),
    }
}

fn check_leaf(leaf: &Leaf, schema: &Value, path: &str, faults: &mut Faults) {
    let place = leaf.origin.place(path);
    if is_table(schema) && !leaf.value.is_object() {
        let shown = super::entry::show(&leaf.value);
        wrong_type(&place, schema, &shown, &shown, faults);
    } else {
        check_value(&leaf.value, schema, &place, faults);
    }
}

/// Checks one value, a table inside a list too.
pub fn check_value(value: &Value, schema: &Value, place: &Place, faults: &mut Faults) {
    if !has_type(value, schema) {
        let shown = super::entry::show(value);
        wrong_type(place, schema, &shown, &shown, faults);
        return;
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array)
        && !words.contains(value)
    {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        not_in_list(value, &words, place, faults);
    }
    check_range(value, schema, place, faults);
    check_format(value, schema, place, faults);
    if let (Some(list), Some(items)) = (value.as_array(), schema.get("items")) {
        list.iter()
            .for_each(|v| check_value(v, items, place, faults));
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            check_repeats(list, place, faults);
        }
    }
    if let Some(object) = value.as_object() {
        check_object(object, schema, place, faults);
    }
}

/// A table inside a list, whose keys have no line of their own.
fn check_object(
    object: &serde_json::Map<String, Value>,
    schema: &Value,
    place: &Place,
    faults: &mut Faults,
) {
    let required = schema.get("required").and_then(Value::as_array);
    for key in required.into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(key) {
            faults.push(
                "E608",
                place.clone(),
                Text::new(format!("缺少“{key}”。"), format!("\"{key}\" is missing.")),
                Text::new(format!("补上 {key} = …"), format!("add {key} = …")),
            );
        }
    }
    for (key, value) in object {
        match inner_schema(schema, key) {
            Some(inner) => check_value(value, inner, place, faults),
            None => unknown_at(key, place, &known(schema, None), faults),
        }
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn has_type(value: &Value, schema: &Value) -> bool {
    let types = types(schema);
    types.is_empty()
        || types.iter().any(|kind| match *kind {
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => value.is_null(),
        })
}

fn check_range(value: &Value, schema: &Value, place: &Place, faults: &mut Faults) {
    let Some(number) = value.as_f64() else { return };
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let (low, high, above) = (
        bound("minimum"),
        bound("maximum"),
        bound("exclusiveMinimum"),
    );
    let below = low.is_some_and(|l| number < l) || above.is_some_and(|l| number <= l);
    if !below && high.is_none_or(|h| number <= h) {
        return;
    }
    let (zh, en) = match (low, above, high) {
        (_, Some(l), Some(h)) => (
            format!("大于 {l}、不大于 {h} "),
            format!("more than {l} and at most {h}"),
        ),
        (Some(l), _, Some(h)) => (format!(" {l} 到 {h} 之间"), format!("from {l} to {h}")),
        _ => ("允许范围内".to_string(), "within range".to_string()),
    };
    let shown = super::entry::show(value);
    faults.push(
        "E604",
        place.clone(),
        Text::new(
            format!("“{}”的值 {shown} 超出范围，应为{zh}的数。", place.sheet),
            format!("\"{}\" is {shown}; it must be {en}.", place.sheet),
        ),
        Text::new(format!("改为{zh}的数。"), format!("write a number {en}.")),
    );
}

fn check_format(value: &Value, schema: &Value, place: &Place, faults: &mut Faults) {
    let (Some(text), Some(format)) = (value.as_str(), schema.get("format")) else {
        return;
    };
    let (good, example) = match format.as_str() {
        Some("date") => (
            text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10,
            "2026-09-01",
        ),
        Some("year-month") => (
            text.len() == 7 && crate::county::Month::parse_dashed(text).is_some(),
            "1965-01",
        ),
        _ => return,
    };
    if good {
        return;
    }
    faults.push(
        "E605",
        place.clone(),
        Text::new(
            format!("“{}”的值“{text}”不是日期。", place.sheet),
            format!("\"{}\" is \"{text}\", which is no date.", place.sheet),
        ),
        Text::new(
            format!("写成 {example} 的样式。"),
            format!("write it like {example}."),
        ),
    );
}

fn check_repeats(list: &[Value], place: &Place, faults: &mut Faults) {
    let repeated = list
        .iter()
        .enumerate()
        .find(|(i, v)| list[..*i].contains(v));
    if let Some((_, value)) = repeated {
        let shown = super::entry::show(value);
        faults.push(
            "E605",
            place.clone(),
            Text::new(
                format!("“{}”中“{shown}”重复。", place.sheet),
                format!("\"{}\" names \"{shown}\" twice.", place.sheet),
            ),
            Text::new("删去重复的一个。", "remove one of them."),
        );
    }
}

/// Says that a word is none of the list, with the nearest one.
pub fn not_in_list(value: &Value, words: &[&str], place: &Place, faults: &mut Faults) {
    let shown = super::entry::show(value);
    let near = nearest(&shown, words);
    let remedy = match words {
        [only] => Text::new(
            format!("只能写 {only}。"),
            format!("it can only be {only}."),
        ),
        _ => Text::new(
            format!(
                "{}可用：{}。",
                maybe(near, "是不是“", "”？"),
                words.join("、")
            ),
            format!(
                "{}possible: {}.",
                maybe(near, "did you mean \"", "\"? "),
                words.join(", ")
            ),
        ),
    };
    let cause = Text::new(
        format!("“{}”不认识“{shown}”。", place.sheet),
        format!("\"{}\" does not know \"{shown}\".", place.sheet),
    );
    faults.push("E605", place.clone(), cause, remedy);
}

fn wrong_type(place: &Place, schema: &Value, en_found: &str, zh_found: &str, faults: &mut Faults) {
    let (zh, en) = match types(schema).first().copied() {
        Some("integer") => ("整数", "a whole number"),
        Some("number") => ("数字", "a number"),
        Some("string") => ("加引号的文字", "a quoted text"),
        Some("boolean") => (" true 或 false", "true or false"),
        Some("array") => ("方括号中的列表", "a list in square brackets"),
        Some("object") => ("一个表", "a table"),
        _ => ("别的类型", "of another type"),
    };
    faults.push(
        "E603",
        place.clone(),
        Text::new(
            format!("“{}”应为{zh}，现为 {zh_found}。", place.sheet),
            format!("\"{}\" must be {en}, not {en_found}.", place.sheet),
        ),
        Text::new(format!("改为{zh}。"), format!("write {en}.")),
    );
}

fn known<'s>(schema: &'s Value, names: Option<&'s Vec<Value>>) -> Vec<&'s str> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let named = properties
        .into_iter()
        .flat_map(|p| p.keys().map(String::as_str));
    let words = names.into_iter().flatten().filter_map(Value::as_str);
    named.chain(words).collect()
}

fn unknown(key: &str, node: &Node, path: &str, known: &[&str], faults: &mut Faults) {
    unknown_at(key, &node.origin().place(path), known, faults);
}

fn unknown_at(key: &str, place: &Place, known: &[&str], faults: &mut Faults) {
    let near = nearest(key, known);
    let elsewhere = homes(key);
    let (zh, en) = match (near, elsewhere.as_slice()) {
        (Some(near), _) => (
            format!("是不是“{near}”？"),
            format!("did you mean \"{near}\"?"),
        ),
        (None, [home, ..]) => (
            format!("“{key}”应写在 [{home}] 下。"),
            format!("\"{key}\" belongs in [{home}]."),
        ),
        (None, []) => (
            format!("删去它，或改用：{}。", known.join("、")),
            format!("remove it, or use one of: {}.", known.join(", ")),
        ),
    };
    let (table_zh, table_en) = match place.sheet.as_str() {
        "" => ("文件中".to_string(), "the file".to_string()),
        table => (format!("[{table}] 中"), format!("[{table}]")),
    };
    faults.push(
        "E602",
        place.clone(),
        Text::new(
            format!("{table_zh}没有“{key}”这个参数。"),
            format!("{table_en} has no key \"{key}\"."),
        ),
        Text::new(zh, en),
    );
}

/// The tables that know this key.
fn homes(key: &str) -> Vec<String> {
    fn search(schema: &Value, path: &str, key: &str, found: &mut Vec<String>) {
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, inner) in properties.into_iter().flatten() {
            if name == key && !path.is_empty() {
                found.push(path.to_string());
            }
            search(inner, &join(path, name), key, found);
        }
    }
    let mut found = Vec::new();
    search(complete(), "", key, &mut found);
    found
}

/// The known word that a mistyped one most likely means; none when nothing is near.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let scored = known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(word, k), *k));
    let (distance, best) = scored.min()?;
    let length = word.chars().count().max(best.chars().count());
    (distance * 2 <= length && distance < length).then_some(best)
}

fn maybe(word: Option<&str>, before: &str, after: &str) -> String {
    word.map_or_else(String::new, |w| format!("{before}{w}{after}"))
}
