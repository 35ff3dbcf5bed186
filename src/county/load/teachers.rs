//! The teachers table.

use super::super::{
    Backbone, Certificate, Education, Ethics, Role, Sex, Stage, Status, Teacher, Title,
};
use super::index::Index;
use super::reader::Reader;
use super::schools::point;
use super::{Vocabulary, idcard};
use crate::tables::fault::Faults;
use crate::tables::frame::Frame;
use crate::tables::parse;
use crate::text::Text;
use rust_decimal::Decimal;

/// All teachers in order of their ids; wishes come later.
pub fn teachers(
    frame: &Frame,
    index: &mut Index,
    vocabulary: &Vocabulary,
    faults: &mut Faults,
) -> Vec<Teacher> {
    let view = frame.view();
    let mut all: Vec<Option<Teacher>> = (0..index.teachers()).map(|_| None).collect();
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let id = reader.text("teacher_id");
        let teacher = teacher(&mut reader, vocabulary);
        if let Some(ix) = id.and_then(|id| reader.index.teacher(id)) {
            all[ix.ix()].get_or_insert(teacher);
        }
    }
    all.into_iter().flatten().collect()
}

fn teacher(reader: &mut Reader, vocabulary: &Vocabulary) -> Teacher {
    let school = reader.school("school_id");
    let posted = reader.row.get("school_id").is_some();
    let mut teacher = Teacher {
        id: reader.row.get("teacher_id").unwrap_or("").to_string(),
        name: reader.owned("name").unwrap_or_default(),
        sex: reader.word("sex", Sex::parse),
        birth: reader.month("birth"),
        id_number: reader.owned("id_number").map(|t| t.to_uppercase()),
        school,
        since: if posted || reader.row.get("since").is_some() {
            reader.month("since")
        } else {
            None
        },
        joined: reader.month("joined"),
        stage: reader.word("stage", Stage::parse),
        subject: reader.subject("subject"),
        certificates: certificates(reader),
        second_subjects: reader.subjects("second_subjects"),
        title: reader.word("title", Title::parse).unwrap_or(Title::None),
        education: reader
            .word("education", Education::parse)
            .unwrap_or(Education::Lower),
        backbone: reader
            .word("backbone", Backbone::parse)
            .unwrap_or(Backbone::None),
        role: reader.word("role", Role::parse).unwrap_or(Role::None),
        status: reader
            .word("status", Status::parse)
            .unwrap_or(Status::Working),
        exemption: exemption(reader, vocabulary),
        recruit_type: recruit_type(reader, vocabulary),
        rural_years: rural_years(reader),
        ethics: reader.word("ethics", Ethics::parse).unwrap_or(Ethics::Pass),
        appraisal: reader.texts("appraisal"),
        score: reader.decimal("score"),
        obey: reader.yes("obey", true),
        spouse: reader.teacher("spouse_id"),
        home: point(reader, "home_lon", "home_lat", false),
        wishes: Vec::new(),
        place: reader.place("teacher_id"),
    };
    teacher.exemption.sort();
    teacher.exemption.dedup();
    check_post(reader, &teacher, posted);
    check_person(reader, &teacher, vocabulary);
    teacher
}

fn rural_years(reader: &mut Reader) -> Option<Decimal> {
    let years = reader.decimal("rural_years")?;
    if years.is_sign_negative() && !years.is_zero() {
        reader.wrong_number(
            "rural_years",
            &years.to_string(),
            ("不小于 0 的年数", "years, 0 or more"),
        );
        return None;
    }
    Some(years)
}

fn certificates(reader: &mut Reader) -> Vec<Certificate> {
    let text = reader.text("certificates").unwrap_or("");
    let mut all = Vec::new();
    for word in parse::list(text) {
        match reader.index.certificates(word) {
            Some(found) => all.extend(found),
            None => {
                let cause = Text::new(
                    format!("教师资格“{word}”不是“学段加学科”的形式"),
                    format!("the certificate \"{word}\" is not a stage with a subject"),
                );
                let remedy = Text::new(
                    "请写成 小学语文、初中数学 等；学段可用：幼儿园、小学、初中、高中、中职、特教",
                    "write 小学语文、初中数学 …; stages: 幼儿园, 小学, 初中, 高中, 中职, 特教",
                );
                reader.fault("E309", "certificates", cause, remedy);
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

fn exemption(reader: &mut Reader, vocabulary: &Vocabulary) -> Vec<String> {
    let words = reader.texts("exemption");
    for word in &words {
        if !vocabulary.reasons.contains(&word.as_str()) {
            let cause = Text::new(
                format!("免调原因“{word}”不在政策名录内，仍按免调处理"),
                format!("policy does not list the exemption \"{word}\"; it counts all the same"),
            );
            let remedy = Text::new(
                format!("请核对；名录：{}", vocabulary.reasons.join("、")),
                format!("check it; listed: {}", vocabulary.reasons.join(", ")),
            );
            reader.fault("W305", "exemption", cause, remedy);
        }
    }
    words
}

fn recruit_type(reader: &mut Reader, vocabulary: &Vocabulary) -> String {
    let Some(word) = reader.text("recruit_type") else {
        return String::new();
    };
    if !vocabulary.recruit_types.contains(&word) {
        let near = vocabulary
            .recruit_types
            .iter()
            .map(|t| (strsim::osa_distance(t, word), *t))
            .min()
            .filter(|(apart, t)| *apart * 2 <= t.chars().count() || word.contains(t));
        let known = vocabulary.recruit_types.join("、");
        let known_en = vocabulary.recruit_types.join(", ");
        let meant = near.map_or(String::new(), |(_, t)| format!("；是否应为“{t}”？"));
        let meant_en = near.map_or(String::new(), |(_, t)| format!("; did you mean {t}?"));
        let cause = Text::new(
            format!("录用类型“{word}”没有规定最低服务期"),
            format!("policy gives no minimum service for the recruit type \"{word}\""),
        );
        let remedy = Text::new(
            format!("可填：{known}{meant}；或在政策 rules.minimum_service.years 中补充"),
            format!("one of: {known_en}{meant_en}; or add it to rules.minimum_service.years"),
        );
        reader.fault("E407", "recruit_type", cause, remedy);
    }
    word.to_string()
}

/// Whoever teaches at a school holds a post there: its stage and subject must be known.
fn check_post(reader: &mut Reader, teacher: &Teacher, posted: bool) {
    if !posted || teacher.status.is_out() || teacher.role.is_leader() {
        return;
    }
    for (key, title) in [("stage", "任教学段"), ("subject", "任教学科")] {
        if reader.row.get(key).is_none() && !reader.row.is_bad(key) {
            let cause = Text::new(
                format!("{}有现任学校，但“{title}”为空", teacher.name),
                format!("{} has a school but no {key}", teacher.name),
            );
            let remedy = Text::new(
                "请填写现岗位的学段和学科",
                "give stage and subject of the current post",
            );
            reader.fault("E311", key, cause, remedy);
        }
    }
}

fn check_person(reader: &mut Reader, teacher: &Teacher, vocabulary: &Vocabulary) {
    if let Some(number) = &teacher.id_number {
        for (code, cause, remedy) in idcard::check(number, teacher.birth, teacher.sex) {
            reader.fault(code, "id_number", cause, remedy);
        }
    }
    if let Some(score) = teacher.score
        && (score.is_sign_negative() || score > Decimal::ONE_HUNDRED)
    {
        reader.fault(
            "W304",
            "score",
            Text::new(
                format!("竞聘得分 {score} 不在 0—100 之间"),
                format!("the score {score} is not between 0 and 100"),
            ),
            Text::new("请核对", "check it"),
        );
    }
    for (key, month) in [
        ("since", teacher.since),
        ("joined", teacher.joined),
        ("birth", teacher.birth),
    ] {
        let Some(month) = month.filter(|m| *m > vocabulary.as_of) else {
            continue;
        };
        reader.fault(
            "W306",
            key,
            Text::new(
                format!("{month} 晚于本方案的基准年月 {}", vocabulary.as_of),
                format!("{month} lies after the plan's month {}", vocabulary.as_of),
            ),
            Text::new("请核对", "check it"),
        );
    }
    let earlier = [("since", teacher.since), ("joined", teacher.joined)];
    for (key, month) in earlier {
        if let (Some(month), Some(birth)) = (month, teacher.birth)
            && month <= birth
        {
            reader.fault(
                "W306",
                key,
                Text::new(
                    format!("{month} 不晚于出生年月 {birth}"),
                    format!("{month} is not after the birth in {birth}"),
                ),
                Text::new("请核对这两项", "check both"),
            );
        }
    }
}
