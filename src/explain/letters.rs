//! The decision record of one person: outcome, the rules that were applied with their parameters and sources, and how to
//! object. It names nobody else.

mod candidacy;
mod rules;
mod wishes;

use super::why;
use super::words as tell;
use crate::audit;
use crate::case::Case;
use crate::county::{Role, TeacherIx};
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Outcome, Plan};
use crate::text::Text;
use candidacy::candidacies;
use wishes::wishes;

/// Label and content, line by line.
#[derive(Debug, Clone)]
pub struct Letter {
    pub teacher: TeacherIx,
    pub lines: Vec<(Text, Text)>,
}

/// One letter a person of the plan, in the order of persons.
pub fn letters(case: &Case, plan: &Plan) -> Vec<Letter> {
    let rows = plan.rows.iter();
    rows.map(|row| letter(case, plan, row)).collect()
}

fn letter(case: &Case, plan: &Plan, row: &Assignment) -> Letter {
    let applied = rules::applied(case, row);
    let said = applied.iter().filter_map(|no| rules::said(case, no));
    let mut said: Vec<Text> = said.collect();
    said.extend(rules::footnote(&said));
    let lines = [
        (
            Text::new("姓名（工号）", "Name (id)"),
            Some(words::person(case, row.teacher)),
        ),
        (
            Text::new("现任岗位", "Present post"),
            Some(tell::current(case, row.teacher)),
        ),
        (Text::new("聘任结果", "Outcome"), Some(outcome(case, row))),
        (
            Text::new("理由", "Reasons"),
            Some(tell::sentences(&why::reasons(case, plan, row.teacher))),
        ),
        (Text::new("说明", "What it means"), meaning(case, row)),
        (Text::new("竞聘得分", "Score"), score(case, row)),
        (Text::new("志愿", "Wishes"), paragraphs(&wishes(case, row))),
        (
            Text::new("正职竞聘", "Candidacy"),
            paragraphs(&candidacies(case, plan, row)),
        ),
        (Text::new("适用规则", "Rules applied"), paragraphs(&said)),
        (Text::new("异议", "Objections"), Some(objection(case))),
    ];
    let given = lines.into_iter();
    Letter {
        teacher: row.teacher,
        lines: given
            .filter_map(|(name, text)| Some((name, text?)))
            .collect(),
    }
}

/// None where there is nothing to say.
fn paragraphs(all: &[Text]) -> Option<Text> {
    let zh: Vec<&str> = all.iter().map(|t| t.zh.as_str()).collect();
    let en: Vec<&str> = all.iter().map(|t| t.en.as_str()).collect();
    (!all.is_empty()).then(|| Text::new(zh.join("\n"), en.join("\n")))
}

/// The outcome; somebody kept beyond the posts must not read a post there.
fn outcome(case: &Case, row: &Assignment) -> Text {
    match (row.outcome, row.station) {
        _ if row.undecided() => Text::new("暂无结果", "not settled yet"),
        (Outcome::Retained, Some(station)) => say!(
            "超岗留任：留在{school}，不占岗位",
            "kept at {school} beyond its posts",
            school = words::school(case, station.school)
        ),
        _ => provisional(row, tell::fate(case, Some(row))),
    }
}

/// A later round may still change it: then it must not read as the last word.
fn provisional(row: &Assignment, fate: Text) -> Text {
    match row.open_after() {
        None => fate,
        Some(_) => say!("暂定：{fate}", "provisional: {fate}", fate = fate),
    }
}

/// What being without a post, or losing an office, means for the person.
fn meaning(case: &Case, row: &Assignment) -> Option<Text> {
    let own = |role: &Role| !role.is_leader();
    let office = row.laid_down(case).filter(own);
    let office = office.map(|role| words::laid_down(role, row));
    let office = office.map(|said| say!("{said}。", "Note: {said}.", said = said));
    paragraphs(&left_over(row).into_iter().chain(office).collect::<Vec<_>>())
}

fn left_over(row: &Assignment) -> Option<Text> {
    match row.outcome {
        _ if row.undecided() => None,
        Outcome::Retained => Some(Text::new(
            "编制仍在本校；以后有符合条件的空岗时，再行安排。",
            "The person stays on the staff of the school and is placed when a fitting post falls open.",
        )),
        Outcome::Pool => Some(Text::new(
            "进入待岗培训，可以再次竞聘；未获岗位本身不是解除聘用合同的理由。",
            "Training in the pool, and another chance to compete; having no post is in itself no ground for ending the contract.",
        )),
        _ => None,
    }
}

/// The score where it counted: for a leader it did not, and without one the policy's counts against who gets no seat.
fn score(case: &Case, row: &Assignment) -> Option<Text> {
    let given = case.county.teacher(row.teacher).score;
    let shown = audit::score(case, row).normalize().to_string();
    match (row.outcome, given) {
        (Outcome::Lead | Outcome::Barred, _) => None,
        (_, Some(_)) => Some(Text::new(shown.as_str(), shown.as_str())),
        (Outcome::Retained | Outcome::Pool, None) => Some(say!(
            "未填报，按 {shown} 分计",
            "none given; {shown} counts",
            shown = shown
        )),
        (_, None) => None,
    }
}

fn objection(case: &Case) -> Text {
    say!(
        "对本结果有异议的，请自公示之日起 {days} 个工作日内，向县（区）教育行政部门人事股（科）实名提出，由其负责复核并答复。",
        "Objections go to the HR section of the county education bureau, in your name, within {days} working days from the day of publicity; it reviews and answers them.",
        days = case.policy.publish.notice_days
    )
}
