//! Classes, posts, applications, relations, pins.

use super::super::{
    ClassRow, County, Pin, PostRow, Relation, RelationKind, Stage, TeacherIx, Wish,
};
use super::index::Index;
use super::reader::Reader;
use crate::tables::fault::{Faults, Place};
use crate::tables::frame::Frame;
use crate::tables::{Tables, parse};
use crate::text::Text;
use std::collections::HashMap;

pub fn classes(frame: &Frame, index: &mut Index, faults: &mut Faults) -> Vec<ClassRow> {
    let view = frame.view();
    let mut all = Vec::new();
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let school = reader.school("school_id");
        let grade = reader.word("grade", parse::grade);
        let (classes, students) = (reader.count("classes"), reader.count("students"));
        if let (Some(0), Some(1..)) = (classes, students) {
            let cause = Text::new("班数为 0，学生数却不为 0", "no classes, but pupils");
            reader.fault("W309", "classes", cause, Text::new("请核对", "check it"));
        }
        if let (Some(school), Some(grade), Some(classes), Some(students)) =
            (school, grade, classes, students)
        {
            all.push(ClassRow {
                school,
                grade,
                classes,
                students,
            });
        }
    }
    all.sort_by_key(|c| (c.school, c.grade, c.classes, c.students));
    all
}

pub fn posts(frame: &Frame, index: &mut Index, faults: &mut Faults) -> Vec<PostRow> {
    let view = frame.view();
    let mut all = Vec::new();
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let school = reader.school("school_id");
        let stage = reader.word("stage", Stage::parse);
        let subject = reader.subject("subject");
        let count = reader.count("count");
        let (conditions, basis) = (reader.owned("conditions"), reader.owned("basis"));
        let place = reader.place("count");
        if let (Some(school), Some(stage), Some(subject), Some(count)) =
            (school, stage, subject, count)
        {
            all.push(PostRow {
                school,
                stage,
                subject,
                count,
                conditions,
                basis,
                place,
            });
        }
    }
    all.sort_by(|a, b| a.words().cmp(&b.words()));
    all
}

/// Puts the wishes to their teachers, by rank.
pub fn applications(frame: &Frame, index: &mut Index, county: &mut County, faults: &mut Faults) {
    let view = frame.view();
    let mut seen: HashMap<(TeacherIx, u32), (Wish, Place)> = HashMap::new();
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let teacher = reader.teacher("teacher_id");
        let rank = rank(&mut reader);
        let school = reader.school("school_id");
        let subject = reader.subject("subject");
        let place = reader.place("rank");
        let (Some(teacher), Some(rank), Some(school)) = (teacher, rank, school) else {
            continue;
        };
        let wish = Wish {
            rank,
            school,
            subject,
        };
        if let Some((other, first)) = seen.get(&(teacher, rank)) {
            tell_repeated(
                wish == *other,
                &county.teachers[teacher.ix()].id,
                rank,
                place,
                first,
                faults,
            );
            continue;
        }
        seen.insert((teacher, rank), (wish, place));
        if let Some(teacher) = county.teachers.get_mut(teacher.ix()) {
            teacher.wishes.push(wish);
        }
    }
    for teacher in &mut county.teachers {
        teacher.wishes.sort();
    }
    tell_same_wishes(county, &seen, faults);
}

fn rank(reader: &mut Reader) -> Option<u32> {
    let rank = reader.count("rank");
    if rank == Some(0) {
        let cause = Text::new("志愿序号从 1 起", "wish ranks start at 1");
        let remedy = Text::new("请填 1、2、3…", "write 1, 2, 3 …");
        reader.fault("E310", "rank", cause, remedy);
    }
    rank.filter(|r| *r > 0)
}

fn tell_repeated(
    same: bool,
    id: &str,
    rank: u32,
    place: Place,
    first: &Place,
    faults: &mut Faults,
) {
    if same {
        return repeated_row(place, first, faults);
    }
    faults.push(
        "E406",
        place,
        Text::new(
            format!("工号 {id} 的第 {rank} 志愿填了两次，另见 {first}"),
            format!("{id} has two wishes of rank {rank}, see also {first}"),
        ),
        Text::new(
            "请改正志愿序号，或删去一行",
            "correct the rank, or take one row out",
        ),
    );
}

fn repeated_row(place: Place, first: &Place, faults: &mut Faults) {
    faults.push(
        "W402",
        place,
        Text::new(
            format!("与 {first} 的内容相同"),
            format!("says the same as {first}"),
        ),
        Text::new("只算一次；建议删去", "it counts once; better take it out"),
    );
}

/// One school and subject under several ranks: only the first can count.
fn tell_same_wishes(
    county: &County,
    seen: &HashMap<(TeacherIx, u32), (Wish, Place)>,
    faults: &mut Faults,
) {
    let mut all: Vec<_> = seen.iter().collect();
    all.sort_by_key(|(key, _)| **key);
    let mut first = HashMap::new();
    for ((teacher, rank), (wish, place)) in all {
        let Some(before) = first.insert((teacher, wish.school, wish.subject), *rank) else {
            continue;
        };
        let id = &county.teachers[teacher.ix()].id;
        faults.push(
            "W406",
            place.clone(),
            Text::new(
                format!("工号 {id} 的第 {rank} 志愿与第 {before} 志愿相同"),
                format!("{id} states wish {before} again as wish {rank}"),
            ),
            Text::new(
                "按序号小的计；建议删去",
                "the smaller rank counts; better take it out",
            ),
        );
    }
}

/// The relations table and the spouses of the teachers table, each pair and kind once, smaller id first.
pub fn relations(
    tables: &Tables,
    index: &mut Index,
    county: &County,
    faults: &mut Faults,
) -> Vec<Relation> {
    let mut seen: HashMap<Relation, Place> = HashMap::new();
    if let Some(frame) = tables.get("relations") {
        let view = frame.view();
        for row in view.rows() {
            let mut reader = Reader { row, index, faults };
            let (a, b) = (reader.teacher("teacher_a"), reader.teacher("teacher_b"));
            let kind = reader.word("kind", RelationKind::parse);
            let (Some(a), Some(b), Some(kind)) = (a, b, kind) else {
                continue;
            };
            if a == b {
                with_oneself(&mut reader, "teacher_b");
                continue;
            }
            let relation = Relation {
                a: a.min(b),
                b: a.max(b),
                kind,
            };
            let place = reader.place("teacher_a");
            match seen.get(&relation) {
                Some(first) => repeated_row(place, first, faults),
                None => drop(seen.insert(relation, place)),
            }
        }
    }
    let mut all: Vec<Relation> = seen.into_keys().collect();
    for (i, teacher) in county.teachers.iter().enumerate() {
        let own = TeacherIx(i as u32);
        if let Some(spouse) = teacher.spouse.filter(|s| *s != own) {
            all.push(Relation {
                a: own.min(spouse),
                b: own.max(spouse),
                kind: RelationKind::Spouse,
            });
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Tells that a relation joins a person with himself.
pub fn with_oneself(reader: &mut Reader, key: &str) {
    let id = reader.row.get(key).unwrap_or("");
    let cause = Text::new(
        format!("“{id}”是本人的工号"),
        format!("\"{id}\" is the person's own id"),
    );
    let remedy = Text::new(
        "请填写对方的工号，或留空",
        "give the other person's id, or leave it empty",
    );
    reader.fault("E405", key, cause, remedy);
}

pub fn pins(frame: &Frame, index: &mut Index, faults: &mut Faults) -> Vec<Pin> {
    let view = frame.view();
    let mut all: Vec<Pin> = Vec::new();
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let teacher = reader.teacher("teacher_id");
        let must = reader.word("kind", must);
        let school = reader.school("school_id");
        let (stage, subject) = (
            reader.word("stage", Stage::parse),
            reader.subject("subject"),
        );
        let place = reader.place("teacher_id");
        if let (Some(teacher), Some(must), Some(school)) = (teacher, must, school) {
            all.push(Pin {
                teacher,
                must,
                school,
                stage,
                subject,
                place,
            });
        }
    }
    let key = |p: &Pin| (p.teacher, !p.must, p.school, p.stage, p.subject);
    all.sort_by_key(key);
    let mut kept: Vec<Pin> = Vec::new();
    for pin in all {
        match kept.last().filter(|last| key(last) == key(&pin)) {
            Some(last) => repeated_row(pin.place, &last.place, faults),
            None => kept.push(pin),
        }
    }
    kept
}

fn must(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "必须" | "must" | "锁定" | "指定" => Some(true),
        "禁止" | "forbid" | "不得" => Some(false),
        _ => None,
    }
}
