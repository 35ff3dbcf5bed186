//! The tables and columns of a county as data: the one list from which reading, the template and the schema come.

mod people;
mod schools;

use crate::county::{Area, Backbone, Education, Ethics, Quality, RelationKind, Role, Sex, Stage};
use crate::county::{Status, Title};

/// One table (SPEC §1).
#[derive(Debug)]
pub struct Table {
    /// English name: `schools`.
    pub key: &'static str,
    /// Chinese name: `学校`.
    pub title: &'static str,
    /// Further sheet or file names.
    pub aliases: &'static [&'static str],
    /// Needed in every county. (`classes` and `posts`: one of the two, see `county::load`.)
    pub required: bool,
    pub columns: &'static [Column],
    /// What the table is for: (Chinese, English).
    pub note: (&'static str, &'static str),
}

/// One column of a table.
#[derive(Debug)]
pub struct Column {
    pub key: &'static str,
    pub title: &'static str,
    /// Further headers under which the column is known in the offices.
    pub aliases: &'static [&'static str],
    pub kind: Kind,
    pub need: Need,
    /// What stands in it: (Chinese, English).
    pub note: (&'static str, &'static str),
    /// The cell of the template's example row.
    pub example: &'static str,
}

/// Whether a cell must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Missing: an error.
    Must,
    /// Missing: a warning, because a rule reads it.
    Should,
    May,
}

/// What a column's cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The table's own id: text, kept as it stands.
    Id,
    /// The id of a school, of a teacher.
    School,
    Teacher,
    /// A person's or school's name: text in which `无` is a word.
    Name,
    Text,
    IdNumber,
    Month,
    Year,
    /// A whole number from 0 on.
    Count,
    /// A whole number from 1 on.
    Rank,
    /// A number with decimals.
    Number,
    /// A number from 0 to 100, or for a panel also `7/9`.
    Points,
    /// Degrees of longitude or latitude.
    Degree,
    YesNo,
    Subject,
    Subjects,
    Certificates,
    Grade,
    /// One of the words of a closed list.
    Word(List),
    /// Several of them.
    Words(List),
    /// Free words, several.
    Texts,
}

/// The closed word lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Stage,
    Sex,
    Area,
    Quality,
    Title,
    Education,
    Backbone,
    Role,
    LeaderRole,
    Status,
    Ethics,
    Relation,
    Pin,
    Passed,
    Objection,
}

impl List {
    /// The words in Chinese, as drop-downs offer them.
    pub fn words(self) -> Vec<&'static str> {
        let mut words = self.known();
        // `none` is how outputs write it; an officer writes 无.
        if let Some(last) = words.last_mut().filter(|w| **w == "none") {
            *last = "无";
        }
        words
    }

    fn known(self) -> Vec<&'static str> {
        match self {
            List::Stage => Stage::words(),
            List::Sex => Sex::words(),
            List::Area => Area::words(),
            List::Quality => Quality::words(),
            List::Title => Title::words(),
            List::Education => Education::words(),
            List::Backbone => Backbone::words(),
            List::Role => Role::words(),
            List::LeaderRole => vec![Role::Principal.zh(), Role::Secretary.zh()],
            List::Status => Status::words(),
            List::Ethics => Ethics::words(),
            List::Relation => RelationKind::words(),
            List::Pin => vec!["必须", "禁止"],
            List::Passed => vec!["通过", "不通过"],
            List::Objection => vec!["无异议", "有异议"],
        }
    }

    /// The same words in English.
    pub fn words_en(self) -> Vec<&'static str> {
        fn en<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().map(|v| word(*v)).collect()
        }
        match self {
            List::Stage => en(Stage::ALL, Stage::en),
            List::Sex => en(Sex::ALL, Sex::en),
            List::Area => en(Area::ALL, Area::en),
            List::Quality => en(Quality::ALL, Quality::en),
            List::Title => en(Title::ALL, Title::en),
            List::Education => en(Education::ALL, Education::en),
            List::Backbone => en(Backbone::ALL, Backbone::en),
            List::Role => en(Role::ALL, Role::en),
            List::LeaderRole => vec![Role::Principal.en(), Role::Secretary.en()],
            List::Status => en(Status::ALL, Status::en),
            List::Ethics => en(Ethics::ALL, Ethics::en),
            List::Relation => en(RelationKind::ALL, RelationKind::en),
            List::Pin => vec!["must", "forbid"],
            List::Passed => vec!["pass", "fail"],
            List::Objection => vec!["none", "objection"],
        }
    }
}

impl Kind {
    /// Ids and numbers that a spreadsheet must not turn into anything else.
    pub fn is_id(self) -> bool {
        matches!(
            self,
            Kind::Id | Kind::School | Kind::Teacher | Kind::IdNumber
        )
    }

    /// The word list behind a drop-down.
    pub fn list(self) -> Option<List> {
        match self {
            Kind::Word(list) | Kind::Words(list) => Some(list),
            _ => None,
        }
    }

    /// (Chinese, English) name of the type, for the template's notes and the schema.
    pub fn label(self) -> (&'static str, &'static str) {
        match self {
            Kind::Id => ("代码，文本，不得重复", "id, text, unique"),
            Kind::School => ("学校代码", "school_id"),
            Kind::Teacher => ("工号", "teacher_id"),
            Kind::Name | Kind::Text | Kind::Subject => ("文本", "text"),
            Kind::IdNumber => ("身份证号，文本", "id number, text"),
            Kind::Month => ("年月，如 2019-09", "month, such as 2019-09"),
            Kind::Year => ("年份", "year"),
            Kind::Count => ("非负整数", "whole number, 0 or more"),
            Kind::Rank => ("正整数", "whole number, 1 or more"),
            Kind::Number => ("数字", "number"),
            Kind::Points => ("0—100 的数", "number from 0 to 100"),
            Kind::Degree => ("度（WGS84）", "degrees (WGS84)"),
            Kind::YesNo => ("是/否", "yes/no"),
            Kind::Subjects => ("学科，多个用顿号分隔", "subjects, separated by 、"),
            Kind::Certificates => (
                "学段加学科，多个用顿号分隔",
                "stage and subject, separated by 、",
            ),
            Kind::Grade => ("1—12、K1—K3 或一年级等", "1–12, K1–K3"),
            Kind::Word(_) => ("选填其一", "one of the list"),
            Kind::Words(_) => ("可多选，用顿号分隔", "several of the list, separated by 、"),
            Kind::Texts => ("文本，多个用顿号分隔", "words, separated by 、"),
        }
    }
}

/// All tables in the order of SPEC §1.
pub static TABLES: [&Table; 10] = [
    &schools::SCHOOLS,
    &schools::CLASSES,
    &people::TEACHERS,
    &schools::POSTS,
    &people::APPLICATIONS,
    &people::LEADER_POSTS,
    &people::CANDIDATES,
    &people::RELATIONS,
    &people::PINS,
    &schools::LOANS,
];

impl Table {
    /// The table of this English name.
    pub fn of(key: &str) -> Option<&'static Table> {
        TABLES.iter().copied().find(|t| t.key == key)
    }

    /// The table that a sheet or file of this name holds.
    pub fn named(name: &str) -> Option<&'static Table> {
        let plain = super::header::plain(name);
        // `1.学校`, `教师(2026年)`, `教师2026`: the office's own numbers and years.
        let mark =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '_' | '-' | '(' | ')' | '年');
        let bare = plain.trim_matches(mark);
        let fits =
            |t: &&Table, word: &str| t.key == word || t.title == word || t.aliases.contains(&word);
        let found = |word: &str| TABLES.iter().copied().find(|t| fits(t, word));
        found(&plain)
            .or_else(|| found(bare))
            .or_else(|| found(bare.trim_end_matches('表')))
    }

    /// Position of a column in `columns`.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.key == key)
    }
}

/// Short form in which the lists below are written.
const fn column(
    key: &'static str,
    title: &'static str,
    kind: Kind,
    need: Need,
    aliases: &'static [&'static str],
    note: (&'static str, &'static str),
    example: &'static str,
) -> Column {
    Column {
        key,
        title,
        aliases,
        kind,
        need,
        note,
        example,
    }
}
