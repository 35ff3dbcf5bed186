//! A policy file as a tree of values, each knowing its line and what the file says about it (unit, source, date).
//!
//! A value is written plainly, `share = 0.10`, or with remarks, `share = { value = 0.10, unit = "比例", verify = true }`.
//! The same remarks directly in a table speak for every value under it that has none of its own.

use super::broken;
use crate::tables::fault::{Faults, Place};
use crate::text::Text;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys that speak about values and are none themselves.
pub const REMARKS: [&str; 5] = ["unit", "source", "since", "verify", "note"];

/// What a file says about a value; none = not said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    pub unit: Option<String>,
    pub source: Option<String>,
    pub since: Option<String>,
    pub verify: Option<bool>,
    pub note: Option<String>,
}

/// A place in a policy file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    pub file: String,
    /// From 1.
    pub line: usize,
}

#[derive(Debug, Clone)]
pub struct Leaf {
    pub value: Value,
    pub origin: Origin,
    pub remarks: Remarks,
    /// For a list: the line of each element, so that one block of `[[change]]` can be named.
    pub lines: Vec<usize>,
}

#[derive(Debug, Clone)]
pub enum Node {
    Leaf(Leaf),
    Table(Table),
}

/// Entries in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub entries: Vec<(String, Node)>,
    pub origin: Origin,
    /// The table's own remarks, not yet handed down.
    pub remarks: Remarks,
}

impl Table {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(k, _)| k == key).map(|(_, n)| n)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let found = self.entries.iter_mut().find(|(k, _)| k == key);
        found.map(|(_, n)| n)
    }

    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let at = self.entries.iter().position(|(k, _)| k == key)?;
        Some(self.entries.remove(at).1)
    }
}

impl Node {
    pub fn origin(&self) -> &Origin {
        match self {
            Node::Leaf(leaf) => &leaf.origin,
            Node::Table(table) => &table.origin,
        }
    }
}

impl Remarks {
    /// What is said here, and what `wider` says where this is silent. A source of its own does not take over the date
    /// of a wider one.
    pub fn or(&self, wider: &Remarks) -> Remarks {
        Remarks {
            unit: self.unit.clone().or_else(|| wider.unit.clone()),
            source: self.source.clone().or_else(|| wider.source.clone()),
            since: match self.source {
                Some(_) => self.since.clone(),
                None => self.since.clone().or_else(|| wider.since.clone()),
            },
            verify: self.verify.or(wider.verify),
            note: self.note.clone().or_else(|| wider.note.clone()),
        }
    }
}

impl Origin {
    /// `hongshan.toml › rules.rotation.share › L12`
    pub fn place(&self, key: &str) -> Place {
        Place {
            file: self.file.clone(),
            sheet: key.to_string(),
            cell: format!("L{}", self.line),
        }
    }
}

/// Reads one file's text. A text that is no TOML is one fault with its line.
pub fn parse(file: &str, text: &str, faults: &mut Faults) -> Option<Table> {
    let reader = Reader { file, text };
    match DeTable::parse(text) {
        Ok(table) => Some(reader.table(table.get_ref(), reader.origin(0), "", faults)),
        Err(error) => {
            let at = error.span().map_or(0, |s| s.start);
            let (cause, remedy) = broken::tell(text, at, error.message());
            let end = text.trim_end().len();
            faults.push("E601", reader.origin(at.min(end)).place(""), cause, remedy);
            None
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn origin(&self, offset: usize) -> Origin {
        let upto = offset.min(self.text.len());
        let breaks = self.text.as_bytes()[..upto].iter();
        Origin {
            file: self.file.to_string(),
            line: 1 + breaks.filter(|b| **b == b'\n').count(),
        }
    }

    fn table(&self, from: &DeTable, origin: Origin, path: &str, faults: &mut Faults) -> Table {
        let mut table = Table {
            origin,
            ..Table::default()
        };
        let mut keys: Vec<_> = from.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in keys {
            let name = key.get_ref().as_ref();
            let here = join(path, name);
            let origin = self.origin(key.span().start);
            if REMARKS.contains(&name) {
                self.remark(
                    &mut table.remarks,
                    name,
                    value,
                    &origin.place(&here),
                    faults,
                );
            } else {
                let node = self.node(value, origin, &here, faults);
                table.entries.push((name.to_string(), node));
            }
        }
        table
    }

    fn node(
        &self,
        value: &Spanned<DeValue>,
        origin: Origin,
        path: &str,
        faults: &mut Faults,
    ) -> Node {
        let DeValue::Table(inner) = value.get_ref() else {
            return Node::Leaf(Leaf {
                value: plain(value.get_ref()),
                origin,
                remarks: Remarks::default(),
                lines: self.lines(value.get_ref()),
            });
        };
        let mut table = self.table(inner, origin, path, faults);
        match table.remove("value") {
            Some(Node::Leaf(mut leaf)) if table.entries.is_empty() => {
                leaf.origin = table.origin;
                leaf.remarks = table.remarks;
                Node::Leaf(leaf)
            }
            Some(other) => {
                table.entries.push(("value".to_string(), other));
                Node::Table(table)
            }
            None => Node::Table(table),
        }
    }

    fn lines(&self, value: &DeValue) -> Vec<usize> {
        let DeValue::Array(list) = value else {
            return Vec::new();
        };
        let starts = list.iter().map(|element| match element.get_ref() {
            DeValue::Table(inner) => inner.keys().map(|k| k.span().start).min(),
            _ => None,
        });
        let places = starts
            .zip(list.iter())
            .map(|(start, e)| start.unwrap_or(e.span().start));
        places.map(|offset| self.origin(offset).line).collect()
    }

    fn remark(
        &self,
        remarks: &mut Remarks,
        name: &str,
        value: &Spanned<DeValue>,
        place: &Place,
        faults: &mut Faults,
    ) {
        let value = plain(value.get_ref());
        if name == "verify" {
            match value {
                Value::Bool(yes) => remarks.verify = Some(yes),
                _ => wrong_remark(place, " true 或 false", "true or false", faults),
            }
            return;
        }
        let Value::String(text) = value else {
            wrong_remark(place, "加引号的文字", "a quoted text", faults);
            return;
        };
        match name {
            "unit" => remarks.unit = Some(text),
            "source" => remarks.source = Some(text),
            "since" => remarks.since = Some(text),
            _ => remarks.note = Some(text),
        }
    }
}

fn wrong_remark(place: &Place, zh: &str, en: &str, faults: &mut Faults) {
    faults.push(
        "E603",
        place.clone(),
        Text::new(
            format!("“{}”应为{zh}。", place.sheet),
            format!("\"{}\" must be {en}.", place.sheet),
        ),
        Text::new(format!("改为{zh}。"), format!("write {en}.")),
    );
}

/// `a` and `b` as the dotted path `a.b`.
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_string()
    } else {
        format!("{path}.{key}")
    }
}

/// A TOML value as JSON; dates become their text. Numbers too long for 64 bits become text, which no number field takes.
fn plain(value: &DeValue) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::String(number.to_string()), Value::from),
        DeValue::Float(number) => number
            .as_str()
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| Value::String(number.to_string()), Value::Number),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(list) => list.iter().map(|v| plain(v.get_ref())).collect(),
        DeValue::Table(table) => {
            let pairs = table
                .iter()
                .map(|(k, v)| (k.get_ref().to_string(), plain(v.get_ref())));
            Value::Object(pairs.collect())
        }
    }
}
