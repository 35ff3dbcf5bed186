//! The policy in force as a list: each value with its unit, source, date, and the file and line that set it.

use super::tree::{Node, Origin, Table, join};
use serde::Serialize;
use serde_json::Value;

/// How a source begins that is no document: a value that the county has yet to choose.
const OWN_DEFAULT: &str = "产品默认值";

/// One value in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Dotted: `rules.rotation.share`.
    pub key: String,
    pub value: Value,
    /// As the file names it (in Chinese); empty where the value has none.
    pub unit: String,
    pub source: String,
    pub since: String,
    /// True: not certain for the county, never to be shown as law.
    pub verify: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    pub file: String,
    pub line: usize,
}

impl Entry {
    /// The value as users write it.
    pub fn shown(&self) -> String {
        show(&self.value)
    }

    /// The document that the value rests on; none where its source says that it is the program's own default.
    pub fn document(&self) -> Option<&str> {
        let named = !self.source.is_empty() && !self.source.starts_with(OWN_DEFAULT);
        named.then_some(self.source.as_str())
    }

    pub fn origin(&self) -> Origin {
        Origin {
            file: self.file.clone(),
            line: self.line,
        }
    }
}

/// All values of a tree, in the order of the farthest file.
pub fn list(table: &Table) -> Vec<Entry> {
    let mut entries = Vec::new();
    collect(table, "", &mut entries);
    entries
}

fn collect(table: &Table, path: &str, entries: &mut Vec<Entry>) {
    for (key, node) in &table.entries {
        let key = join(path, key);
        match node {
            Node::Table(inner) => collect(inner, &key, entries),
            Node::Leaf(leaf) => {
                let said = leaf.remarks.clone();
                entries.push(Entry {
                    key,
                    value: leaf.value.clone(),
                    unit: said.unit.unwrap_or_default(),
                    source: said.source.unwrap_or_default(),
                    since: said.since.unwrap_or_default(),
                    verify: said.verify.unwrap_or(false),
                    note: said.note.unwrap_or_default(),
                    file: leaf.origin.file.clone(),
                    line: leaf.origin.line,
                });
            }
        }
    }
}

/// A value as text: lists joined, texts without quotes.
pub fn show(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().map(show).collect();
            format!("[{}]", parts.join(", "))
        }
        other => other.to_string(),
    }
}
