//! Names that every reader of MPS takes: ASCII, no spaces, none twice. Ids stay as they are; stages, subjects and roles
//! become words listed in a table.

use crate::case::Case;
use crate::county::{Role, Stage, TeacherIx};
use crate::demand::CellIx;
use crate::standing::SlotIx;
use crate::terms::column::{Act, Column};
use crate::terms::row::Rows;
use std::collections::{HashMap, HashSet};
use std::io;

/// Words for the usual subjects; others are numbered.
const SUBJECTS: [(&str, &str); 22] = [
    ("语文", "chinese"),
    ("数学", "maths"),
    ("英语", "english"),
    ("物理", "physics"),
    ("化学", "chemistry"),
    ("生物", "biology"),
    ("历史", "history"),
    ("地理", "geography"),
    ("政治", "politics"),
    ("道德与法治", "morality"),
    ("体育", "sport"),
    ("音乐", "music"),
    ("美术", "fine_art"),
    ("艺术", "arts"),
    ("科学", "science"),
    ("信息科技", "computing"),
    ("通用技术", "technology"),
    ("心理", "psychology"),
    ("劳动", "labour"),
    ("综合实践", "practice"),
    ("学前教育", "nursery"),
    ("专业课", "trade"),
];

/// What a name's words stand for: kind, word, meaning.
type Meaning = (&'static str, String, String);

pub struct Names {
    words: HashMap<String, String>,
    persons: Vec<String>,
    cells: Vec<String>,
    meanings: Vec<Meaning>,
}

impl Names {
    pub fn new(case: &Case) -> Names {
        let mut meanings: Vec<Meaning> = Vec::new();
        for stage in Stage::ALL {
            meanings.push(("stage", stage.en().to_owned(), stage.zh().to_owned()));
        }
        for role in [Role::Principal, Role::Secretary] {
            meanings.push(("role", role.en().to_owned(), role.zh().to_owned()));
        }
        for (at, subject) in case.county.subjects.iter().enumerate() {
            let usual = SUBJECTS.iter().find(|(zh, _)| zh == subject);
            let word = usual.map_or_else(|| format!("subject{}", at + 1), |u| u.1.to_owned());
            meanings.push(("subject", word, subject.clone()));
        }
        let words = meanings
            .iter()
            .map(|(_, word, is)| (is.clone(), word.clone()));
        let mut names = Names {
            words: words.collect(),
            persons: Vec::new(),
            cells: Vec::new(),
            meanings,
        };
        let mut taken = HashSet::new();
        let persons = case.county.teachers.iter();
        names.persons = persons
            .map(|t| once(&mut taken, names.legal(&t.id)))
            .collect();
        taken.clear();
        let cells = case.demand.cell_ixs().map(|cell| case.cell_name(cell));
        names.cells = cells
            .map(|name| once(&mut taken, names.legal(&name)))
            .collect();
        names
    }

    /// `enter 001/小学/语文` → `enter_001/primary/chinese`
    fn legal(&self, name: &str) -> String {
        let mut legal = String::with_capacity(name.len());
        for part in name.split_inclusive([' ', '/']) {
            let word = part.trim_end_matches([' ', '/']);
            match self.words.get(word) {
                Some(known) => legal += known,
                None => word.chars().for_each(|c| push(&mut legal, c)),
            }
            for mark in part[word.len()..].chars() {
                legal.push(if mark == '/' { '/' } else { '_' });
            }
        }
        legal
    }

    /// `R03[001]` …, in the order of the rows.
    pub fn rows(&self, rows: &Rows) -> Vec<String> {
        let mut taken = HashSet::new();
        let all = rows.rows.iter();
        all.map(|row| {
            once(
                &mut taken,
                format!("{}[{}]", row.rule, self.legal(&row.name)),
            )
        })
        .collect()
    }

    /// `s[over_001]` …, in the order of the slacks.
    pub fn slacks(&self, rows: &Rows) -> Vec<String> {
        let mut taken = HashSet::new();
        let all = rows.slacks.iter();
        all.map(|slack| once(&mut taken, format!("s[{}]", self.legal(&slack.name))))
            .collect()
    }

    /// `x[0007,seat,001/primary/chinese]`
    pub fn column(&self, case: &Case, teacher: TeacherIx, column: &Column) -> String {
        let person = &self.persons[teacher.ix()];
        match column.act {
            Act::Seat(cell) | Act::Take(cell) => format!("x[{person},seat,{}]", self.cell(cell)),
            Act::Retained => format!("x[{person},retained]"),
            Act::Pool => format!("x[{person},pool]"),
            Act::Lead => format!("x[{person},lead]"),
            Act::Appoint(slot) => format!("x[{person},appoint,{}]", self.slot(case, slot)),
            Act::Release => format!("x[{person},release]"),
        }
    }

    fn cell(&self, cell: CellIx) -> &str {
        &self.cells[cell.ix()]
    }

    /// The slot's number tells apart posts of one role at one school.
    fn slot(&self, case: &Case, slot: SlotIx) -> String {
        let of = case.standing.lead.slot(slot);
        let posts = case.county.leader_posts.as_deref().unwrap_or_default();
        let role = of.posts.first().map_or("", |i| posts[*i].role.zh());
        let school = &case.county.school(of.school).id;
        self.legal(&format!("{school}/{role}/{}", slot.0))
    }

    /// The table of words, and of the schools' names.
    pub fn table(&self, case: &Case) -> io::Result<String> {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["kind", "word", "meaning"])?;
        for (kind, word, meaning) in &self.meanings {
            table.write_record([kind, word.as_str(), meaning])?;
        }
        for school in &case.county.schools {
            table.write_record(["school", &self.legal(&school.id), &school.name])?;
        }
        let bytes = table.into_inner().map_err(|e| e.into_error())?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

/// What a reader could take for something else is written as its number: `~6821`.
fn push(legal: &mut String, c: char) {
    if c.is_ascii_alphanumeric() || "-_.".contains(c) {
        legal.push(c);
    } else {
        *legal += &format!("~{:x}", c as u32);
    }
}

/// The name, with a number behind it where it is taken.
fn once(taken: &mut HashSet<String>, name: String) -> String {
    let mut free = name.clone();
    let mut n = 1;
    while !taken.insert(free.clone()) {
        n += 1;
        free = format!("{name}~{n}");
    }
    free
}
