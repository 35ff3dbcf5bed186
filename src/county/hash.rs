//! SHA-256 of a county's typed content, written out in canonical order: the same whatever the row order, the file
//! format or the encoding.

use super::{Candidate, County, LeaderPost, Loan, Pin, Point, PostRow, School, Teacher};
use sha2::{Digest, Sha256};
use std::fmt::{Display, Write};

/// The hash in hexadecimal digits.
pub fn hash(county: &County) -> String {
    let digest = Sha256::digest(canonical(county).as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// One line a row, fields apart by tabs; positions are written as ids and names.
fn canonical(county: &County) -> String {
    let mut lines = Lines::default();
    for school in &county.schools {
        school_line(county, school, &mut lines);
    }
    for row in &county.classes {
        let id = &county.school(row.school).id;
        lines.line("class", &[id, &row.grade, &row.classes, &row.students]);
    }
    for teacher in &county.teachers {
        teacher_line(county, teacher, &mut lines);
    }
    for post in county.posts.iter().flatten().chain(&county.added_posts) {
        post_line(county, post, &mut lines);
    }
    for r in &county.relations {
        let (a, b) = (&county.teacher(r.a).id, &county.teacher(r.b).id);
        lines.line("relation", &[a, b, &r.kind]);
    }
    for pin in &county.pins {
        pin_line(county, pin, &mut lines);
    }
    for post in county.leader_posts.iter().flatten() {
        leader_line(county, post, &mut lines);
    }
    for candidate in &county.candidates {
        candidate_line(county, candidate, &mut lines);
    }
    for loan in &county.loans {
        loan_line(county, loan, &mut lines);
    }
    lines.text
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn line(&mut self, kind: &str, fields: &[&dyn Display]) {
        self.text.push_str(kind);
        for field in fields {
            let _ = write!(self.text, "\t{field}");
        }
        self.text.push('\n');
    }
}

/// An optional value; nothing where there is none.
fn o<T: Display>(value: &Option<T>) -> String {
    value.as_ref().map_or(String::new(), T::to_string)
}

fn joined<T: Display>(values: impl IntoIterator<Item = T>) -> String {
    let texts: Vec<String> = values.into_iter().map(|v| v.to_string()).collect();
    texts.join("、")
}

/// Degrees in the shortest form that reads back the same.
fn degrees(point: &Option<Point>) -> String {
    point.map_or(String::new(), |p| format!("{} {}", p.lon, p.lat))
}

fn number(value: &Option<rust_decimal::Decimal>) -> String {
    value.map_or(String::new(), |d| d.normalize().to_string())
}

fn school_line(county: &County, s: &School, lines: &mut Lines) {
    let unit = &county.school(s.legal_unit).id;
    let fields: [&dyn Display; 16] = [
        &s.id,
        &s.name,
        &joined(&s.stages),
        unit,
        &s.cluster,
        &o(&s.town),
        &s.area,
        &s.quality,
        &degrees(&s.point),
        &o(&s.approved_staff),
        &o(&s.teaching_staff_max),
        &o(&s.senior_posts),
        &o(&s.intermediate_posts),
        &o(&s.opened),
        &s.boarders,
        &s.closing,
    ];
    lines.line("school", &fields);
}

fn teacher_line(county: &County, t: &Teacher, lines: &mut Lines) {
    let subject = |s| county.subject(s).to_string();
    let certificates = t
        .certificates
        .iter()
        .map(|c| format!("{}{}", c.stage, county.subject(c.subject)));
    let fields: [&dyn Display; 26] = [
        &t.id,
        &t.name,
        &o(&t.sex),
        &o(&t.birth),
        &o(&t.id_number),
        &o(&t.school.map(|s| &county.school(s).id)),
        &o(&t.since),
        &o(&t.joined),
        &o(&t.stage),
        &o(&t.subject.map(subject)),
        &joined(certificates),
        &joined(t.second_subjects.iter().map(|s| subject(*s))),
        &t.title,
        &t.education,
        &t.backbone,
        &t.role,
        &t.status,
        &joined(&t.exemption),
        &t.recruit_type,
        &number(&t.rural_years),
        &t.ethics,
        &joined(&t.appraisal),
        &number(&t.score),
        &t.obey,
        &o(&t.spouse.map(|s| &county.teacher(s).id)),
        &degrees(&t.home),
    ];
    lines.line("teacher", &fields);
    for wish in &t.wishes {
        let subject = o(&wish.subject.map(subject));
        let school = &county.school(wish.school).id;
        lines.line("wish", &[&t.id, &wish.rank, school, &subject]);
    }
}

fn post_line(county: &County, p: &PostRow, lines: &mut Lines) {
    let school = &county.school(p.school).id;
    let subject = county.subject(p.subject);
    let (conditions, basis) = (o(&p.conditions), o(&p.basis));
    lines.line(
        "post",
        &[school, &p.stage, &subject, &p.count, &conditions, &basis],
    );
}

fn pin_line(county: &County, p: &Pin, lines: &mut Lines) {
    let (teacher, school) = (&county.teacher(p.teacher).id, &county.school(p.school).id);
    let subject = o(&p.subject.map(|s| county.subject(s)));
    lines.line("pin", &[teacher, &p.must, school, &o(&p.stage), &subject]);
}

fn leader_line(county: &County, p: &LeaderPost, lines: &mut Lines) {
    let incumbent = o(&p.incumbent.map(|t| &county.teacher(t).id));
    let school = &county.school(p.school).id;
    let (since, term, rank) = (o(&p.appointed), o(&p.term), o(&p.rank_required));
    lines.line(
        "leader_post",
        &[school, &p.role, &incumbent, &since, &term, &rank],
    );
}

fn candidate_line(county: &County, c: &Candidate, lines: &mut Lines) {
    let teacher = &county.teacher(c.teacher).id;
    let scores = [&c.vote, &c.staff_vote, &c.defence, &c.panel].map(number);
    let (assessment, publicity, rank) = (o(&c.assessment), o(&c.publicity), o(&c.rank));
    let fields: [&dyn Display; 9] = [
        teacher,
        &c.role,
        &scores[0],
        &scores[1],
        &scores[2],
        &scores[3],
        &assessment,
        &publicity,
        &rank,
    ];
    lines.line("candidate", &fields);
}

fn loan_line(county: &County, l: &Loan, lines: &mut Lines) {
    let school = &county.school(l.school).id;
    let (start, due, reason) = (o(&l.start), o(&l.due), o(&l.reason));
    lines.line("loan", &[school, &l.count, &start, &due, &reason]);
}
