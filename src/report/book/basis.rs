//! What a rule rests on in this county: the documents of its parameters where they are others than the rule's own.

use crate::policy::words::word;
use crate::policy::{Entry, Policy};
use crate::rules::Rule;

/// `县教发〔2026〕5号（比例）；教师〔2014〕4号`: each document once, marked ※ where the county has yet to confirm it.
pub fn of(policy: &Policy, rule: &Rule) -> String {
    let table = format!("rules.{}.", rule.key);
    let Some(own) = policy.entry(&format!("{table}mode")) else {
        return String::new();
    };
    let inside = policy.entries.iter().filter(|e| e.key.starts_with(&table));
    let mut others: Vec<(String, Vec<&str>)> = Vec::new();
    for entry in inside.filter(|e| e.source != own.source) {
        let name = entry.key[table.len()..]
            .split('.')
            .next()
            .unwrap_or_default();
        let (document, name) = (marked(entry), word(name));
        match others.iter_mut().find(|(known, _)| *known == document) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => others.push((document, vec![name])),
        }
    }
    let others = others.into_iter();
    let mut all: Vec<String> = others
        .map(|(document, names)| format!("{document}（{}）", names.join("、")))
        .collect();
    all.push(marked(own));
    all.join("；")
}

fn marked(entry: &Entry) -> String {
    format!("{}{}", document(entry), if entry.verify { "※" } else { "" })
}

/// The document that a value rests on.
pub fn document(entry: &Entry) -> &str {
    match entry.source.as_str() {
        "" => "未注明依据",
        text => text,
    }
}
