//! Who goes where, a line a person, as small as JSON can say it.

use super::{Page, View};
use crate::county::{Role, SchoolIx, Stage, SubjectIx};
use crate::plan::{Assignment, Outcome};
use crate::report::names;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// `[工号, name, outcome, from school, from post, to school, to post, km]`; schools, posts and outcomes by their
/// position in the lists beside them, −1 for none; kilometres between the two schools in tenths, −1 unless it is a move.
pub struct Persons {
    pub rows: Vec<Value>,
    pub posts: Vec<[String; 2]>,
}

/// A cell, or the office of whoever leads a school: that one takes no other post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Post {
    Cell(Option<Stage>, Option<SubjectIx>),
    Office(Role),
}

pub fn of(page: &Page) -> Persons {
    let mut shown: Vec<&Assignment> = page
        .plan
        .rows
        .iter()
        .filter(|row| page.view.shows(row))
        .collect();
    if page.view == View::Public {
        // In an order that says nothing of the 工号.
        shown.sort_by_cached_key(|row| {
            let name = page.view.name(page.case, row.teacher);
            (row.station, page.view.outcome(row.outcome), name)
        });
    }
    let mut posts = BTreeMap::new();
    for row in &shown {
        for post in [current(page, row), planned(row)].into_iter().flatten() {
            posts.insert(post, 0);
        }
    }
    for (at, (_, number)) in posts.iter_mut().enumerate() {
        *number = at;
    }
    Persons {
        rows: shown.iter().map(|row| line(page, row, &posts)).collect(),
        posts: posts.keys().map(|post| name(page, *post)).collect(),
    }
}

fn current(page: &Page, row: &Assignment) -> Option<Post> {
    let t = page.case.county.teacher(row.teacher);
    if t.school.is_some() && t.role.is_leader() {
        return Some(Post::Office(t.role));
    }
    (t.stage.is_some() || t.subject.is_some()).then_some(Post::Cell(t.stage, t.subject))
}

fn planned(row: &Assignment) -> Option<Post> {
    match row.outcome {
        Outcome::Lead => Some(Post::Office(row.role)),
        _ => row.station.map(|s| Post::Cell(s.stage, s.subject)),
    }
}

fn name(page: &Page, post: Post) -> [String; 2] {
    let (stage, subject) = match post {
        Post::Office(role) => return [role.zh().to_owned(), role.en().to_owned()],
        Post::Cell(stage, subject) => (stage, subject),
    };
    let subject = names::subject(page.case, subject);
    let en = stage.map_or("", Stage::en);
    [
        format!("{}{subject}", names::stage(stage)),
        format!("{en} {subject}").trim().to_owned(),
    ]
}

fn line(page: &Page, row: &Assignment, posts: &BTreeMap<Post, usize>) -> Value {
    let t = page.case.county.teacher(row.teacher);
    let id = match page.view {
        View::Internal => t.id.as_str(),
        View::Public => "",
    };
    let place = |s: Option<SchoolIx>| s.map_or(-1, |s| i64::from(s.0));
    let post = |p: Option<Post>| p.and_then(|p| posts.get(&p)).map_or(-1, |at| *at as i64);
    let to = row.station.map(|s| s.school);
    let way = t.school.zip(to).filter(|_| row.outcome == Outcome::Move);
    let tenths = way.map_or(-1, |(a, b)| {
        (page.case.county.km(a, b) * 10.0).round() as i64
    });
    let outcome = page.view.outcome(row.outcome);
    let outcome = Outcome::ALL.iter().position(|o| *o == outcome);
    json!([
        id,
        page.view.name(page.case, row.teacher),
        outcome,
        place(t.school),
        post(current(page, row)),
        place(to),
        post(planned(row)),
        tenths,
    ])
}
