//! A county written as the folder of CSV tables that SPEC §1 describes: to look at, and to solve by hand.

use jiaopin::county::*;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::Path;

fn opt<T: Display>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

fn list<T: Display>(values: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = values.into_iter().map(|v| v.to_string()).collect();
    words.join("、")
}

fn yes(value: bool) -> String {
    if value { "是" } else { "否" }.into()
}

/// One table: the header, then a row of texts each.
pub type Table = (&'static str, &'static [&'static str], Vec<Vec<String>>);

/// Every table of the county, rows in the county's order.
pub fn tables(c: &County) -> Vec<Table> {
    let mut all = vec![schools(c), classes(c), teachers(c), applications(c)];
    all.push(relations(c));
    all.push(pins(c));
    all.extend(posts(c));
    all.extend(leader_posts(c));
    all.push(candidates(c));
    all.push(loans(c));
    all.retain(|(name, _, rows)| !rows.is_empty() || matches!(*name, "schools" | "teachers"));
    all
}

/// Writes `NAME.csv` files into a folder.
pub fn write(tables: &[Table], dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    for (name, header, rows) in tables {
        let mut out = csv::Writer::from_path(dir.join(format!("{name}.csv")))?;
        out.write_record(*header)?;
        for row in rows {
            out.write_record(row)?;
        }
        out.flush()?;
    }
    Ok(())
}

fn schools(c: &County) -> Table {
    let row = |s: &School| {
        vec![
            s.id.clone(),
            s.name.clone(),
            list(&s.stages),
            c.school(s.legal_unit).id.clone(),
            s.cluster.clone(),
            s.area.to_string(),
            s.quality.to_string(),
            opt(s.point.map(|p| p.lon)),
            opt(s.point.map(|p| p.lat)),
            opt(s.approved_staff),
            opt(s.senior_posts),
            opt(s.intermediate_posts),
            opt(s.opened),
            yes(s.closing),
        ]
    };
    let header = &[
        "school_id",
        "name",
        "stages",
        "legal_unit",
        "cluster",
        "area",
        "quality",
        "lon",
        "lat",
        "approved_staff",
        "senior_posts",
        "intermediate_posts",
        "opened",
        "closing",
    ];
    ("schools", header, c.schools.iter().map(row).collect())
}

fn classes(c: &County) -> Table {
    let row = |r: &ClassRow| {
        vec![
            c.school(r.school).id.clone(),
            r.grade.to_string(),
            r.classes.to_string(),
            r.students.to_string(),
        ]
    };
    let header = &["school_id", "grade", "classes", "students"];
    ("classes", header, c.classes.iter().map(row).collect())
}

fn teachers(c: &County) -> Table {
    let subject = |s: &SubjectIx| c.subject(*s).to_string();
    let row = |t: &Teacher| {
        let certificate = |k: &Certificate| format!("{}{}", k.stage, c.subject(k.subject));
        vec![
            t.id.clone(),
            t.name.clone(),
            opt(t.sex),
            opt(t.birth),
            t.school
                .map_or_else(String::new, |s| c.school(s).id.clone()),
            opt(t.since),
            opt(t.stage),
            opt(t.subject.as_ref().map(subject)),
            list(t.certificates.iter().map(certificate)),
            list(t.second_subjects.iter().map(subject)),
            t.title.to_string(),
            t.education.to_string(),
            t.backbone.to_string(),
            t.role.to_string(),
            t.status.to_string(),
            list(&t.exemption),
            t.recruit_type.clone(),
            opt(t.rural_years),
            t.ethics.to_string(),
            opt(t.score),
            yes(t.obey),
            t.spouse
                .map_or_else(String::new, |s| c.teacher(s).id.clone()),
            opt(t.home.map(|p| p.lon)),
            opt(t.home.map(|p| p.lat)),
        ]
    };
    let header = &[
        "teacher_id",
        "name",
        "sex",
        "birth",
        "school_id",
        "since",
        "stage",
        "subject",
        "certificates",
        "second_subjects",
        "title",
        "education",
        "backbone",
        "role",
        "status",
        "exemption",
        "recruit_type",
        "rural_years",
        "ethics",
        "score",
        "obey",
        "spouse_id",
        "home_lon",
        "home_lat",
    ];
    ("teachers", header, c.teachers.iter().map(row).collect())
}

fn applications(c: &County) -> Table {
    let mut rows = Vec::new();
    for t in &c.teachers {
        for w in &t.wishes {
            rows.push(vec![
                t.id.clone(),
                w.rank.to_string(),
                c.school(w.school).id.clone(),
                opt(w.subject.map(|s| c.subject(s))),
            ]);
        }
    }
    let header = &["teacher_id", "rank", "school_id", "subject"];
    ("applications", header, rows)
}

fn posts(c: &County) -> Option<Table> {
    let row = |p: &PostRow| {
        vec![
            c.school(p.school).id.clone(),
            p.stage.to_string(),
            c.subject(p.subject).to_string(),
            p.count.to_string(),
        ]
    };
    let header = &["school_id", "stage", "subject", "count"];
    let rows = c.posts.as_ref()?.iter().map(row).collect();
    Some(("posts", header, rows))
}

fn relations(c: &County) -> Table {
    let row = |r: &Relation| {
        vec![
            c.teacher(r.a).id.clone(),
            c.teacher(r.b).id.clone(),
            r.kind.to_string(),
        ]
    };
    let header = &["teacher_a", "teacher_b", "kind"];
    ("relations", header, c.relations.iter().map(row).collect())
}

fn pins(c: &County) -> Table {
    let row = |p: &Pin| {
        vec![
            c.teacher(p.teacher).id.clone(),
            if p.must { "must" } else { "forbid" }.into(),
            c.school(p.school).id.clone(),
            opt(p.stage),
            opt(p.subject.map(|s| c.subject(s))),
        ]
    };
    let header = &["teacher_id", "kind", "school_id", "stage", "subject"];
    ("pins", header, c.pins.iter().map(row).collect())
}

fn leader_posts(c: &County) -> Option<Table> {
    let row = |p: &LeaderPost| {
        vec![
            c.school(p.school).id.clone(),
            p.role.to_string(),
            p.incumbent
                .map_or_else(String::new, |t| c.teacher(t).id.clone()),
            opt(p.appointed),
            opt(p.term),
        ]
    };
    let header = &["school_id", "role", "incumbent", "appointed", "term"];
    let rows = c.leader_posts.as_ref()?.iter().map(row).collect();
    Some(("leader_posts", header, rows))
}

fn candidates(c: &County) -> Table {
    let word = |passed: Option<bool>, good: &str, bad: &str| {
        passed.map_or_else(String::new, |p| if p { good } else { bad }.to_string())
    };
    let row = |k: &Candidate| {
        vec![
            c.teacher(k.teacher).id.clone(),
            k.role.to_string(),
            opt(k.vote),
            opt(k.staff_vote),
            opt(k.defence),
            opt(k.panel),
            word(k.assessment, "通过", "不通过"),
            word(k.publicity, "无异议", "有异议"),
            opt(k.rank.as_ref()),
        ]
    };
    let header = &[
        "teacher_id",
        "role",
        "vote",
        "staff_vote",
        "defence",
        "panel",
        "assessment",
        "publicity",
        "rank",
    ];
    ("candidates", header, c.candidates.iter().map(row).collect())
}

fn loans(c: &County) -> Table {
    let row = |l: &Loan| {
        vec![
            c.school(l.school).id.clone(),
            l.count.to_string(),
            opt(l.start),
            opt(l.due),
        ]
    };
    let header = &["school_id", "count", "start", "due"];
    ("loans", header, c.loans.iter().map(row).collect())
}
