//! Reads the conditions of a declared post (`本科及以上；市级骨干；女`) and tells who meets them.
//!
//! The text is cut into clauses at commas, semicolons, full stops, enumeration commas and spaces. A clause is understood
//! by the words it contains: a title (职称), an education (学历), a backbone grade (骨干), a sex, a certificate (资格),
//! a subject taught, years of service, an age limit, or a person's name or number. A clause that is not understood
//! restricts nobody and is handed back, so that a reader can judge it.

use crate::county::{
    Backbone, County, Education, Month, Role, Sex, Stage, SubjectIx, Teacher, Title,
};
use crate::tables::parse;

/// What one clause asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// This title, or (`及以上`) it and higher ones.
    Title(Title, bool),
    Education(Education, bool),
    Backbone(Backbone),
    Sex(Sex),
    Certificate(Stage, Option<SubjectIx>),
    Teaches(SubjectIx),
    Role(Role),
    /// Full years since 参加工作.
    Service(i32),
    /// Full years of age, at most.
    Age(i32),
    /// 乡村任教年限, years.
    Rural(u32),
    /// 年度考核优秀 at least once.
    Excellent,
    /// A name or a teacher_id.
    Person(String),
}

/// A text of conditions, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    pub known: Vec<(String, Requirement)>,
    pub unknown: Vec<String>,
}

impl Conditions {
    /// Reads a text; `staff` are those whose names it may contain.
    pub fn read(text: &str, county: &County, staff: &[&Teacher]) -> Conditions {
        let mut read = Conditions::default();
        let cuts = |c: char| c.is_whitespace() || "；;，,。、".contains(c);
        for clause in text.split(cuts).map(str::trim).filter(|c| !c.is_empty()) {
            match requirement(clause, county, staff) {
                Some(found) => read.known.push((clause.to_string(), found)),
                None => read.unknown.push(clause.to_string()),
            }
        }
        read
    }

    /// Whether a teacher meets every clause that was understood.
    pub fn met_by(&self, teacher: &Teacher, as_of: Month) -> bool {
        self.known.iter().all(|(_, r)| r.met_by(teacher, as_of))
    }
}

impl Requirement {
    fn met_by(&self, t: &Teacher, as_of: Month) -> bool {
        let years = |from: Option<Month>| from.map(|m| m.full_years_to(as_of));
        match self {
            Requirement::Title(title, above) => t.title == *title || (*above && t.title < *title),
            Requirement::Education(floor, above) => {
                t.education == *floor || (*above && t.education.reaches(*floor))
            }
            Requirement::Backbone(grade) => t.backbone <= *grade,
            Requirement::Sex(sex) => t.sex == Some(*sex),
            Requirement::Certificate(stage, subject) => t
                .certified()
                .iter()
                .any(|c| c.stage == *stage && subject.is_none_or(|s| s == c.subject)),
            Requirement::Teaches(subject) => {
                t.subject == Some(*subject) || t.second_subjects.contains(subject)
            }
            Requirement::Role(role) => t.role == *role,
            Requirement::Service(least) => years(t.joined).is_some_and(|y| y >= *least),
            Requirement::Age(most) => years(t.birth).is_some_and(|y| y <= *most),
            Requirement::Rural(least) => t
                .rural_years
                .is_some_and(|y| y >= rust_decimal::Decimal::from(*least)),
            Requirement::Excellent => t.appraisal.iter().any(|a| a.contains("优秀")),
            Requirement::Person(word) => t.id == *word || t.name == *word,
        }
    }
}

fn requirement(clause: &str, county: &County, staff: &[&Teacher]) -> Option<Requirement> {
    person(clause, staff)
        .or_else(|| certificate(clause, county))
        .or_else(|| numbers(clause))
        .or_else(|| backbone(clause))
        .or_else(|| title(clause))
        .or_else(|| education(clause))
        .or_else(|| others(clause, county))
}

fn person(clause: &str, staff: &[&Teacher]) -> Option<Requirement> {
    let named = |t: &&&Teacher| {
        clause == t.id || (t.name.chars().count() >= 2 && clause.contains(t.name.as_str()))
    };
    let found = staff.iter().find(named)?;
    let by_id = clause == found.id;
    let word = if by_id { &found.id } else { &found.name };
    Some(Requirement::Person(word.clone()))
}

fn certificate(clause: &str, county: &County) -> Option<Requirement> {
    if !clause.contains("资格") {
        return None;
    }
    let from = Stage::ALL.iter().filter_map(|s| clause.find(s.zh())).min();
    let from = from
        .or_else(|| clause.find("高级中学"))
        .or_else(|| clause.find("初级中学"));
    let (stage, subject) = parse::certificate(&clause[from?..])?;
    let subject = subject.split("教师资格").next().unwrap_or_default();
    let subject = subject.split("资格").next().unwrap_or_default();
    let subject = subject.trim_matches(|c: char| "（）()及以上".contains(c));
    match subject {
        "" => Some(Requirement::Certificate(stage, None)),
        name => county
            .find_subject(name)
            .map(|s| Requirement::Certificate(stage, Some(s))),
    }
}

/// 教龄10年以上, 45周岁以下, 乡村任教满3年.
fn numbers(clause: &str) -> Option<Requirement> {
    let at = clause.find(|c: char| c.is_ascii_digit())?;
    let digits: String = clause[at..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let number: u32 = digits.parse().ok()?;
    let rest = &clause[at + digits.len()..];
    let below = ["以下", "以内", "不超过"]
        .iter()
        .any(|w| clause.contains(w));
    if (rest.starts_with("周岁") || rest.starts_with('岁')) && below {
        return Some(Requirement::Age(number as i32));
    }
    if !rest.starts_with('年') && !rest.starts_with("周年") || below {
        return None;
    }
    let speaks_of = |words: &[&str]| words.iter().any(|w| clause.contains(w));
    if speaks_of(&["乡村", "农村"]) {
        return Some(Requirement::Rural(number));
    }
    speaks_of(&["教龄", "工龄", "从教", "任教", "工作"])
        .then_some(Requirement::Service(number as i32))
}

fn backbone(clause: &str) -> Option<Requirement> {
    if !clause.contains("骨干") {
        return None;
    }
    let grades = [
        (Backbone::National, "国家"),
        (Backbone::Province, "省"),
        (Backbone::Province, "自治区级"),
        (Backbone::City, "市"),
        (Backbone::City, "盟"),
        (Backbone::County, "县"),
        (Backbone::County, "区级"),
        (Backbone::County, "旗"),
        (Backbone::School, "校"),
    ];
    let named = grades.iter().find(|(_, word)| clause.contains(word));
    Some(Requirement::Backbone(
        named.map_or(Backbone::County, |(grade, _)| *grade),
    ))
}

/// Cuts `及以上`, `以上` off; whether it was there.
fn and_above(clause: &str) -> (&str, bool) {
    for word in ["及以上", "（含）以上", "以上"] {
        if let Some(at) = clause.find(word) {
            return (&clause[..at], true);
        }
    }
    (clause, false)
}

fn title(clause: &str) -> Option<Requirement> {
    let (word, above) = and_above(clause);
    let speaks_of = clause.contains("职称") || clause.contains("级教师");
    let bare = word.trim_end_matches("职称").trim_end_matches("教师");
    let bare = bare
        .trim_start_matches("具有")
        .trim_start_matches("须")
        .trim_start_matches("职称");
    let found = Title::parse(bare).or_else(|| {
        // The longest word wins: 正高级 holds 高级.
        let inside = |t: &&Title| speaks_of && clause.contains(t.zh());
        Title::ALL.iter().filter(inside).copied().min()
    })?;
    let of_titles = speaks_of || bare != "高级中学";
    (of_titles && found != Title::None).then_some(Requirement::Title(found, above))
}

fn education(clause: &str) -> Option<Requirement> {
    let (word, above) = and_above(clause);
    let speaks_of = clause.contains("学历") || clause.contains("毕业");
    let bare = word
        .trim_end_matches("学历")
        .trim_start_matches("具有")
        .trim_start_matches("全日制");
    let words = [
        (Education::Graduate, "研究生"),
        (Education::Graduate, "硕士"),
        (Education::Bachelor, "本科"),
        (Education::College, "专科"),
        (Education::College, "大专"),
        (Education::SecondaryVocational, "中专"),
    ];
    let fits = |(_, w): &&(Education, &str)| {
        bare == *w || bare == format!("大学{w}") || (speaks_of && clause.contains(w))
    };
    let found = words.iter().find(fits)?;
    Some(Requirement::Education(found.0, above))
}

fn others(clause: &str, county: &County) -> Option<Requirement> {
    match clause {
        "男" | "男性" | "男教师" | "限男性" | "限男" => {
            return Some(Requirement::Sex(Sex::Male));
        }
        "女" | "女性" | "女教师" | "限女性" | "限女" => {
            return Some(Requirement::Sex(Sex::Female));
        }
        _ => {}
    }
    if clause.contains("考核") && clause.contains("优秀") {
        return Some(Requirement::Excellent);
    }
    let role = clause.trim_start_matches("现任").trim_start_matches("担任");
    if let Some(role) = Role::parse(role).filter(|r| *r != Role::None) {
        return Some(Requirement::Role(role));
    }
    let taught = clause
        .trim_start_matches("任教")
        .trim_start_matches("能兼")
        .trim_start_matches("兼");
    let taught = taught.trim_end_matches("教师").trim_end_matches("学科");
    county.find_subject(taught).map(Requirement::Teaches)
}
