//! How findings name persons, schools and posts, in both languages at once.

use super::{Assignment, Outcome, Seat, Station};
use crate::case::Case;
use crate::county::{Role, SchoolIx, Stage, SubjectIx, TeacherIx};
use crate::text::{Text, same_but_zeros};

/// A word that stands in a sentence of either language.
pub trait Word {
    fn zh(&self) -> String;
    fn en(&self) -> String;
}

impl Word for Text {
    fn zh(&self) -> String {
        self.zh.clone()
    }
    fn en(&self) -> String {
        self.en.clone()
    }
}

/// What reads the same in both languages: numbers and names.
macro_rules! plain {
    ($($kind:ty),*) => {
        $(impl Word for $kind {
            fn zh(&self) -> String {
                self.to_string()
            }
            fn en(&self) -> String {
                self.to_string()
            }
        })*
    };
}
plain!(&str, String, usize, u32, i32, i64, rust_decimal::Decimal);

/// One sentence in two languages with the same words filled in: `say!("{n} 人", "{n} persons", n = 3)`.
macro_rules! say {
    ($zh:literal, $en:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        $(let $name = &$value;)*
        let zh = {
            $(let $name = $crate::plan::words::Word::zh($name);)*
            format!($zh)
        };
        let en = {
            $(let $name = $crate::plan::words::Word::en($name);)*
            format!($en)
        };
        $crate::text::Text::new(zh, en)
    }};
}
pub(crate) use say;

/// What becomes of a school's own office that its holder does not keep: another one is for the schools to give.
pub fn laid_down(role: Role, row: &Assignment) -> Text {
    let way = match row.outcome {
        Outcome::Move => Text::new("职务随调动另行任免", "with the move"),
        _ => Text::new("职务另行任免", "with this outcome"),
    };
    let role = Text::new(role.zh(), role.en());
    say!(
        "原任{role}，{way}",
        "the office held until now ({role}) ends {way}",
        role = role,
        way = way
    )
}

/// `王芳（0012）`
pub fn person(case: &Case, teacher: TeacherIx) -> Text {
    let t = case.county.teacher(teacher);
    match t.name.is_empty() {
        true => Text::new(t.id.as_str(), t.id.as_str()),
        false => Text::new(
            format!("{}（{}）", t.name, t.id),
            format!("{} ({})", t.name, t.id),
        ),
    }
}

/// `王芳（0012）、李明（0013）等 9 人`: the first few names and how many there are.
pub fn persons(case: &Case, teachers: &[TeacherIx]) -> Text {
    const SHOWN: usize = 6;
    let names: Vec<Text> = teachers
        .iter()
        .take(SHOWN)
        .map(|t| person(case, *t))
        .collect();
    let join = |of: fn(&Text) -> &str, by: &str| names.iter().map(of).collect::<Vec<_>>().join(by);
    let (mut zh, mut en) = (join(|n| &n.zh, "、"), join(|n| &n.en, ", "));
    if teachers.len() > SHOWN {
        zh += &format!("等 {} 人", teachers.len());
        en += &format!(" and {} more", teachers.len() - SHOWN);
    }
    Text::new(zh, en)
}

/// The school's name, with its code where another school has the same name.
pub fn school(case: &Case, school: SchoolIx) -> String {
    let s = case.county.school(school);
    let same = case.county.schools.iter().filter(|o| o.name == s.name);
    match same.count() {
        1 => s.name.clone(),
        _ => format!("{}（{}）", s.name, s.id),
    }
}

/// `第一小学 小学语文`
pub fn seat(case: &Case, seat: Seat) -> Text {
    station(case, seat.station())
}

/// A seat or standing; parts that are not given are left out.
pub fn station(case: &Case, station: Station) -> Text {
    let name = school(case, station.school);
    let post = post(case, station.stage, station.subject);
    match post.zh.is_empty() {
        true => Text::new(name.as_str(), name.as_str()),
        false => Text::new(
            format!("{name} {}", post.zh),
            format!("{name}, {}", post.en),
        ),
    }
}

/// `小学语文`
pub fn post(case: &Case, stage: Option<Stage>, subject: Option<SubjectIx>) -> Text {
    let subject = subject.map_or("", |s| case.county.subject(s));
    let zh = format!("{}{subject}", stage.map_or("", Stage::zh));
    let en = format!("{} {subject}", stage.map_or("", Stage::en));
    Text::new(zh, en.trim())
}

/// `12.3`
pub fn km(km: f64) -> String {
    format!("{km:.1}")
}

/// The few of `known` (id and name) whose id or name is nearest to a word that names nothing: those alone that are the
/// same but for leading zeros, where there are any.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    const SHOWN: usize = 3;
    let mut near: Vec<(bool, usize, String)> = known
        .map(|(id, name)| {
            let mut apart = strsim::osa_distance(id, word);
            if !name.is_empty() {
                apart = apart.min(strsim::osa_distance(name, word));
            }
            let other = !same_but_zeros(id, word);
            (other, apart, format!("{id} {name}").trim().to_owned())
        })
        .collect();
    near.sort();
    if let Some((false, ..)) = near.first() {
        near.retain(|(other, ..)| !other);
    }
    near.truncate(SHOWN);
    near.into_iter().map(|(.., n)| n).collect()
}
