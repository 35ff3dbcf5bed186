//! Scenario files: what if a school closed, ten teachers came, the share of rotation were another?
//!
//! ```toml
//! title = "关闭第三小学"
//! reason = "生源减少"
//! extends = "national.toml"        # used where the command names no policy
//!
//! [set]                            # policy values by dotted path
//! rules.rotation.share = 0.15
//!
//! [[change]]                       # the data, in this order
//! do = "close school"
//! school = "0003"
//! ```

mod apply;
mod change;
mod told;

pub use apply::apply;
pub use change::{Action, Change, schema};

use super::load::{self, Layer};
use super::merge::{attribute, settle};
use super::tree::{Leaf, Node, Remarks, Table};
use crate::tables::fault::{Faults, Place};
use crate::text::Text;
use sha2::{Digest, Sha256};
use std::path::Path;

/// One scenario, read and checked.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub file: String,
    pub title: String,
    pub reason: String,
    /// What `[set]` writes, as a policy layer.
    pub set: Table,
    /// What `extends` names, beside the scenario.
    pub extends: Option<Layer>,
    pub changes: Vec<Change>,
    /// SHA-256 of what the scenario says, whatever its comments, its spaces and the file's name.
    pub hash: String,
}

impl Scenario {
    /// Reads a scenario; none where `faults` has gained an error that leaves nothing to work with.
    pub fn load(path: &Path, faults: &mut Faults) -> Option<Scenario> {
        let (file, mut table) = load::one(path, faults)?;
        let extends = match table.remove("extends") {
            Some(node) => Some(load::beside(path, &node, faults)?),
            None => None,
        };
        let title = text(&mut table, "title", faults);
        let title = title.unwrap_or_else(|| file.trim_end_matches(".toml").to_string());
        let reason = text(&mut table, "reason", faults).unwrap_or_default();
        let changes = match table.remove("change") {
            Some(Node::Leaf(leaf)) => change::read(&leaf, faults),
            Some(node) => {
                no_list(&node.origin().place("change"), faults);
                Vec::new()
            }
            None => Vec::new(),
        };
        let mut set = Table {
            origin: table.origin.clone(),
            ..Table::default()
        };
        match table.remove("set") {
            Some(Node::Table(inner)) => inner
                .entries
                .into_iter()
                .for_each(|(key, node)| put(&mut set, &key, node)),
            Some(node) => no_table(&node.origin().place("set"), faults),
            None => {}
        }
        // Whole policy tables may stand in a scenario too: it changes only what differs.
        for (key, node) in table.entries {
            put(&mut set, &key, node);
        }
        super::shape::check(&set, faults);
        Some(finish(file, title, reason, set, extends, changes))
    }
}

fn finish(
    file: String,
    title: String,
    reason: String,
    mut set: Table,
    extends: Option<Layer>,
    changes: Vec<Change>,
) -> Scenario {
    let actions: Vec<String> = changes.iter().map(|c| c.action.said()).collect();
    let set_to = load::plain(&set, "");
    let whole = format!("{title}\n{reason}\n{set_to}\n{}", actions.join("\n"));
    let digest = Sha256::digest(whole.as_bytes());
    let source = match reason.as_str() {
        "" => format!("情景“{title}”"),
        reason => format!("情景“{title}”：{reason}"),
    };
    // A scenario is a question, not law, and needs no confirmation by the county.
    settle(&mut set, &Remarks::default());
    attribute(&mut set, &source);
    Scenario {
        file,
        title,
        reason,
        set,
        extends,
        changes,
        hash: digest.iter().map(|b| format!("{b:02x}")).collect(),
    }
}

fn text(table: &mut Table, key: &str, faults: &mut Faults) -> Option<String> {
    let node = table.remove(key)?;
    if let Node::Leaf(Leaf { value, .. }) = &node
        && let Some(text) = value.as_str()
    {
        return Some(text.to_string());
    }
    faults.push(
        "E603",
        node.origin().place(key),
        Text::new(
            format!("“{key}”应为加引号的文字。"),
            format!("\"{key}\" must be a quoted text."),
        ),
        Text::new("加上英文双引号。", "put it in straight double quotes."),
    );
    None
}

/// Puts a node under a dotted path, making the tables on the way.
fn put(table: &mut Table, path: &str, node: Node) {
    match path.split_once('.') {
        Some((head, rest)) => {
            if !matches!(table.get(head), Some(Node::Table(_))) {
                table.remove(head);
                let inner = Table {
                    origin: node.origin().clone(),
                    ..Table::default()
                };
                table.entries.push((head.to_string(), Node::Table(inner)));
            }
            if let Some(Node::Table(inner)) = table.get_mut(head) {
                put(inner, rest, node);
            }
        }
        None => match (table.get_mut(path), node) {
            (Some(Node::Table(below)), Node::Table(above)) => {
                for (key, node) in above.entries {
                    put(below, &key, node);
                }
            }
            (Some(below), above) => *below = above,
            (None, above) => table.entries.push((path.to_string(), above)),
        },
    }
}

fn no_list(place: &Place, faults: &mut Faults) {
    faults.push(
        "E603",
        place.clone(),
        Text::new(
            "数据变动应写成 [[change]]（双重方括号）。",
            "changes of the data are written as [[change]], with double brackets.",
        ),
        Text::new(
            "每项变动以一行 [[change]] 开头。",
            "begin each change with a line [[change]].",
        ),
    );
}

fn no_table(place: &Place, faults: &mut Faults) {
    faults.push(
        "E603",
        place.clone(),
        Text::new("[set] 应为一个表。", "[set] must be a table."),
        Text::new(
            "写成 [set]，下面每行一个参数。",
            "write [set] and one value a line below it.",
        ),
    );
}
