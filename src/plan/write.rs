//! plan.csv (SPEC §8): UTF-8, English keys, one row a person, sorted by teacher_id.

use super::{Assignment, Plan};
use crate::case::Case;
use crate::county::{Role, SchoolIx, Stage};
use crate::tables::formula::guard;
use std::borrow::Cow;

/// The columns of plan.csv, in order.
pub const COLUMNS: [&str; 9] = [
    "teacher_id",
    "class",
    "outcome",
    "school_id",
    "stage",
    "subject",
    "role",
    "from_school_id",
    "tier_notes",
];

/// The file's bytes: the same plan always gives the same bytes.
pub fn csv(case: &Case, plan: &Plan) -> Vec<u8> {
    let mut rows: Vec<&Assignment> = plan.rows.iter().collect();
    rows.sort_by_key(|row| case.county.teacher(row.teacher).id.as_str());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    // Writing to memory with rows of one length cannot fail.
    let mut written = writer.write_record(COLUMNS).is_ok();
    for row in rows {
        let record = record(case, row);
        written &= writer
            .write_record(record.iter().map(|f| f.as_bytes()))
            .is_ok();
    }
    debug_assert!(written);
    writer.into_inner().unwrap_or_default()
}

fn record<'a>(case: &'a Case, row: &'a Assignment) -> [Cow<'a, str>; 9] {
    let county = &case.county;
    let id = |school: Option<SchoolIx>| school.map_or("", |s| county.school(s).id.as_str());
    let t = county.teacher(row.teacher);
    let stage = row.station.and_then(|s| s.stage);
    let subject = row.station.and_then(|s| s.subject);
    let role = match row.role {
        Role::None => "",
        role => role.zh(),
    };
    [
        t.id.as_str(),
        row.class.key(),
        row.outcome.key(),
        id(row.station.map(|s| s.school)),
        stage.map_or("", Stage::zh),
        subject.map_or("", |s| county.subject(s)),
        role,
        id(t.school),
        &row.tier_notes,
    ]
    .map(guard)
}
