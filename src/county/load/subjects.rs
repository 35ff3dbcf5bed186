//! Subjects that neither the curriculum nor a post knows: a slip of the pen, or another name for one of them. Such a
//! teacher would fit no post, such a wish or pin would meet none.

use super::Vocabulary;
use crate::tables::catalogue::Kind;
use crate::tables::fault::Faults;
use crate::tables::frame::Row;
use crate::tables::{Tables, parse};
use crate::text::Text;
use std::collections::BTreeSet;

pub fn check(tables: &Tables, vocabulary: &Vocabulary, faults: &mut Faults) {
    let mut known: BTreeSet<&str> = vocabulary.subjects.iter().map(|(_, s)| *s).collect();
    let posts = tables.get("posts").map(|frame| frame.view());
    for row in posts.iter().flat_map(|view| view.rows()) {
        known.extend(row.get("subject"));
    }
    for frame in tables.frames().iter().filter(|f| f.table.key != "posts") {
        let columns = frame.table.columns.iter();
        let of_subjects =
            |kind| matches!(kind, Kind::Subject | Kind::Subjects | Kind::Certificates);
        for column in columns.filter(|c| of_subjects(c.kind)) {
            for row in frame.view().rows() {
                let text = row.get(column.key).unwrap_or("");
                for name in named(column.kind, text) {
                    if !known.contains(name.as_str()) {
                        tell(&row, column.key, &name, &known, faults);
                    }
                }
            }
        }
    }
}

/// The subjects that a cell names; what cannot be read is told elsewhere.
fn named(kind: Kind, text: &str) -> Vec<String> {
    let words = parse::list(text).filter(|word| !word.contains('/'));
    match kind {
        Kind::Certificates => {
            let subjects = words
                .filter_map(parse::certificate)
                .map(|(_, subject)| subject);
            subjects.filter(|subject| !subject.is_empty()).collect()
        }
        _ => words.map(str::to_string).collect(),
    }
}

fn tell(row: &Row, key: &str, name: &str, known: &BTreeSet<&str>, faults: &mut Faults) {
    let near = |word: &&&str| strsim::osa_distance(word, name) == 1 && word.chars().count() > 1;
    let (meant, meant_en) = known
        .iter()
        .find(near)
        .map_or_else(Default::default, |word| {
            (
                format!("；是否应为“{word}”？"),
                format!("; did you mean {word}?"),
            )
        });
    faults.push(
        "W311",
        row.place(key),
        Text::new(
            format!("学科“{name}”既不在课程设置中，也不在岗位表中，与任何岗位都不相符"),
            format!("neither the curriculum nor a post has the subject \"{name}\": it fits none"),
        ),
        Text::new(
            format!("请核对写法，或在课程设置、岗位表中补上{meant}"),
            format!("check the name, or add it to the curriculum or the posts{meant_en}"),
        ),
    );
}
