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

/// What subjects were called before, and are called now: each may be one of several, whichever the county has. Only
/// suggested, never read so.
const FORMERLY: &[(&str, &[&str])] = &[
    ("信息技术", &["信息科技"]),
    ("信息", &["信息科技"]),
    ("计算机", &["信息科技"]),
    ("微机", &["信息科技"]),
    ("思想品德", &["道德与法治"]),
    ("思品", &["道德与法治"]),
    ("品德", &["道德与法治"]),
    ("品德与社会", &["道德与法治"]),
    ("品德与生活", &["道德与法治"]),
    ("道法", &["道德与法治"]),
    ("政治", &["道德与法治", "思想政治"]),
    ("思想政治", &["政治", "道德与法治"]),
    ("思政", &["道德与法治", "政治", "思想政治"]),
    ("自然", &["科学"]),
    ("体育与健康", &["体育"]),
    ("劳技", &["劳动"]),
    ("劳动技术", &["劳动"]),
    ("心理健康", &["心理"]),
    ("综合实践活动", &["综合实践"]),
];

/// What a name that is not known most likely means: the present name of an old one, else the one that a slip of the pen
/// would make of it.
fn meant<'k>(name: &str, known: &BTreeSet<&'k str>) -> Vec<&'k str> {
    let formerly = FORMERLY.iter().find(|(old, _)| *old == name);
    let now = formerly.iter().flat_map(|(_, now)| now.iter());
    let now: Vec<&str> = now.filter_map(|word| known.get(word).copied()).collect();
    if !now.is_empty() {
        return now;
    }
    let near = |word: &&&str| strsim::osa_distance(word, name) == 1 && word.chars().count() > 1;
    known.iter().find(near).copied().into_iter().collect()
}

fn tell(row: &Row, key: &str, name: &str, known: &BTreeSet<&str>, faults: &mut Faults) {
    let meant = meant(name, known);
    let (meant, meant_en) = match meant.is_empty() {
        true => Default::default(),
        false => (
            format!("；是否应为“{}”？", meant.join("”或“")),
            format!("; did you mean {}?", meant.join(" or ")),
        ),
    };
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
