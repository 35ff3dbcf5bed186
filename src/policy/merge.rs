//! One policy file over another: values replace values, and what a file says of a value goes with it.

use super::calendar;
use super::tree::{Leaf, Node, Remarks, Table};

/// Hands a table's remarks down to every value under it that has none of its own.
pub fn settle(table: &mut Table, wider: &Remarks) {
    table.remarks = table.remarks.or(wider);
    for (_, node) in &mut table.entries {
        match node {
            Node::Leaf(leaf) => leaf.remarks = leaf.remarks.or(&table.remarks),
            Node::Table(inner) => settle(inner, &table.remarks),
        }
    }
}

/// Gives every value that has no source of its own this one; the tables themselves keep silent.
pub fn attribute(table: &mut Table, source: &str) {
    for (_, node) in &mut table.entries {
        match node {
            Node::Leaf(leaf) if leaf.remarks.source.is_none() => {
                leaf.remarks.source = Some(source.to_string());
            }
            Node::Leaf(_) => {}
            Node::Table(inner) => attribute(inner, source),
        }
    }
}

/// Lays the settled `over` upon the settled `base`.
///
/// A `verify` in a table of `over` speaks for inherited values too; a source speaks only for values written in the
/// same file, since a county's notice is no source for a number that it does not name. A year's name goes with its day.
pub fn merge(base: &mut Table, mut over: Table) {
    calendar::rename(base, &mut over);
    lay(base, over);
}

fn lay(base: &mut Table, over: Table) {
    if let Some(verify) = over.remarks.verify {
        mark(base, verify);
    }
    base.remarks = over.remarks.or(&base.remarks);
    for (key, node) in over.entries {
        match (base.get_mut(&key), node) {
            (Some(Node::Table(below)), Node::Table(above)) => lay(below, above),
            (Some(Node::Leaf(below)), Node::Leaf(above)) => replace(below, above),
            (Some(below), above) => *below = above,
            (None, above) => base.entries.push((key, above)),
        }
    }
}

fn mark(table: &mut Table, verify: bool) {
    for (_, node) in &mut table.entries {
        match node {
            Node::Leaf(leaf) => leaf.remarks.verify = Some(verify),
            Node::Table(inner) => mark(inner, verify),
        }
    }
}

/// A changed value keeps its unit, but not the source of the old one: without a source of its own it is to be verified.
fn replace(below: &mut Leaf, mut above: Leaf) {
    let same = above.value == below.value;
    let said = above.remarks.clone();
    above.remarks = said.or(&below.remarks);
    let sourced = said.source.is_some();
    if sourced || !same {
        above.remarks.source = said.source;
        above.remarks.since = said.since;
        above.remarks.verify = Some(said.verify.unwrap_or(!sourced));
    }
    *below = above;
}
