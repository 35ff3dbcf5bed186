//! From a file to the tree in force: `extends` followed to its end, the farthest file first.

use super::merge::{merge, settle};
use super::shape;
use super::tree::{self, Node, Remarks, Table};
use crate::tables::fault::{Faults, Place};
use crate::tables::tell;
use crate::text::Text;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The complete policy that travels with the program.
pub const NATIONAL: &str = include_str!("../../models/national.toml");
pub const NATIONAL_NAME: &str = "national.toml";

/// Reads `path` and what it extends; none when a file is missing or no TOML (the fault says so).
pub fn chain(path: &Path, faults: &mut Faults) -> Option<Table> {
    layers(Layer::File(path.to_path_buf()), Place::default(), faults)
}

/// Reads a layer, named at `asked_by`, and what it extends.
pub fn layers(first: Layer, mut asked_by: Place, faults: &mut Faults) -> Option<Table> {
    let mut layers = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some(first);
    while let Some(layer) = next.take() {
        if let Layer::File(file) = &layer {
            let identity = file.canonicalize().unwrap_or_else(|_| file.clone());
            if seen.contains(&identity) {
                circle(&asked_by, faults);
                return None;
            }
            seen.push(identity);
        }
        let text = layer.read(&asked_by, faults)?;
        let mut table = tree::parse(&layer.name(), &text, faults)?;
        if let Some(extends) = table.remove("extends") {
            asked_by = extends.origin().place("extends");
            next = Some(layer.beside(&extends, faults)?);
        }
        shape::check(&table, faults);
        layers.push(table);
    }
    Some(stack(layers))
}

/// Reads one file alone, with its name as users see it.
pub fn one(path: &Path, faults: &mut Faults) -> Option<(String, Table)> {
    let layer = Layer::File(path.to_path_buf());
    let text = layer.read(&Place::default(), faults)?;
    let table = tree::parse(&layer.name(), &text, faults)?;
    Some((layer.name(), table))
}

/// What `extends` in the file at `path` names.
pub fn beside(path: &Path, extends: &Node, faults: &mut Faults) -> Option<Layer> {
    Layer::File(path.to_path_buf()).beside(extends, faults)
}

/// The embedded national policy as a tree.
pub fn national(faults: &mut Faults) -> Option<Table> {
    let table = tree::parse(NATIONAL_NAME, NATIONAL, faults)?;
    shape::check(&table, faults);
    Some(stack(vec![table]))
}

/// Nearest first; the last is the base.
fn stack(layers: Vec<Table>) -> Table {
    let mut whole = Table::default();
    if let Some(nearest) = layers.first() {
        whole.origin = nearest.origin.clone();
    }
    for mut layer in layers.into_iter().rev() {
        settle(&mut layer, &Remarks::default());
        merge(&mut whole, layer);
    }
    whole
}

/// Where a policy's text comes from.
#[derive(Debug, Clone)]
pub enum Layer {
    File(PathBuf),
    Embedded,
}

impl Layer {
    /// The file's name without its folder: what users see, the same on every machine.
    fn name(&self) -> String {
        match self {
            Layer::File(path) => file_name(path),
            Layer::Embedded => NATIONAL_NAME.to_string(),
        }
    }

    fn read(&self, asked_by: &Place, faults: &mut Faults) -> Option<String> {
        let Layer::File(path) = self else {
            return Some(NATIONAL.to_string());
        };
        match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => Some(text.trim_start_matches('\u{feff}').to_string()),
            Ok(Err(_)) => {
                faults.push(
                    "E606",
                    named(path, asked_by),
                    Text::new(
                        format!("参数文件“{}”不是 UTF-8 编码。", path.display()),
                        format!("the policy file \"{}\" is not UTF-8.", path.display()),
                    ),
                    Text::new("用 UTF-8 编码另存该文件。", "save the file as UTF-8."),
                );
                None
            }
            Err(error) => {
                let Text { zh, en } = tell::why(&error);
                faults.push(
                    "E606",
                    named(path, asked_by),
                    Text::new(
                        format!("无法读取参数文件“{}”：{zh}。", path.display()),
                        format!("cannot read the policy file \"{}\": {en}.", path.display()),
                    ),
                    missing_remedy(asked_by),
                );
                None
            }
        }
    }

    /// What `extends` names, looked up beside this file; the national policy is at hand even where its file is not.
    fn beside(&self, extends: &Node, faults: &mut Faults) -> Option<Layer> {
        let named = match extends {
            Node::Leaf(leaf) => leaf.value.as_str(),
            Node::Table(_) => None,
        };
        let Some(named) = named else {
            faults.push(
                "E603",
                extends.origin().place("extends"),
                Text::new("extends 应为一个文件名。", "extends must be one file name."),
                Text::new(
                    "写成 extends = \"national.toml\"。",
                    "write extends = \"national.toml\".",
                ),
            );
            return None;
        };
        let folder = match self {
            Layer::File(path) => path.parent().unwrap_or(Path::new("")).to_path_buf(),
            Layer::Embedded => PathBuf::new(),
        };
        let path = folder.join(named);
        if !path.exists() && file_name(&path) == NATIONAL_NAME {
            return Some(Layer::Embedded);
        }
        Some(Layer::File(path))
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// What to do about a file that is not there: named by `extends` in another one, or on the command line.
fn missing_remedy(asked_by: &Place) -> Text {
    match asked_by.file.is_empty() {
        false => Text::new(
            "检查文件名和所在文件夹；extends 按本文件所在文件夹查找。",
            "check the name and the folder; extends is looked up beside the file that names it.",
        ),
        true => Text::new(
            "检查命令行中的文件名和路径（相对路径从当前文件夹算起）。",
            "check name and path on the command line; a relative path starts in the current folder.",
        ),
    }
}

/// The place that asked for a file, else the file itself.
fn named(path: &Path, asked_by: &Place) -> Place {
    if asked_by.file.is_empty() {
        Place {
            file: file_name(path),
            ..Place::default()
        }
    } else {
        asked_by.clone()
    }
}

fn circle(place: &Place, faults: &mut Faults) {
    faults.push(
        "E607",
        place.clone(),
        Text::new(
            "extends 首尾相接，成了循环。",
            "extends leads back to a file that was read already.",
        ),
        Text::new(
            "让最底层的文件 extends = \"national.toml\"。",
            "let the lowest file say extends = \"national.toml\".",
        ),
    );
}

/// The tree as plain JSON for the typed policy. A rule's table carries its own source, date and mark.
pub fn plain(table: &Table, path: &str) -> Value {
    let mut object = serde_json::Map::new();
    let rule = path
        .strip_prefix("rules.")
        .is_some_and(|key| !key.contains('.'));
    if rule {
        let text = |value: &Option<String>| Value::from(value.clone().unwrap_or_default());
        object.insert("source".to_string(), text(&table.remarks.source));
        object.insert("since".to_string(), text(&table.remarks.since));
        let verify = table.remarks.verify.unwrap_or(false);
        object.insert("verify".to_string(), Value::Bool(verify));
    }
    for (key, node) in &table.entries {
        let value = match node {
            Node::Leaf(leaf) => leaf.value.clone(),
            Node::Table(inner) => plain(inner, &tree::join(path, key)),
        };
        object.insert(key.clone(), value);
    }
    Value::Object(object)
}
