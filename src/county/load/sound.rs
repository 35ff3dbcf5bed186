//! What can be said of single persons although the tables have errors: it rests on their own rows, which must be sound.

use super::super::{County, TeacherIx};
use crate::tables::Tables;
use crate::tables::catalogue::Kind;
use crate::tables::fault::{Fault, Faults, Place, Severity};
use std::collections::BTreeSet;

/// Files, sheets and numbers of rows.
pub type Rows = BTreeSet<(String, String, u32)>;

/// The rows that hold an error.
pub fn wrong_rows(faults: &Faults) -> Rows {
    errors(faults).filter_map(|f| row(&f.place)).collect()
}

/// The row of a place in a table.
pub fn row(place: &Place) -> Option<(String, String, u32)> {
    let number = place.cell.trim_start_matches(|c: char| !c.is_ascii_digit());
    let number = number.parse().ok()?;
    Some((place.file.clone(), place.sheet.clone(), number))
}

fn errors(faults: &Faults) -> impl Iterator<Item = &Fault> {
    faults.list.iter().filter(|f| f.severity == Severity::Error)
}

/// The county without pins and candidacies of persons of whom a faulty row speaks; none where an error is of no single
/// row.
pub fn part(mut county: County, tables: &Tables, faults: &Faults) -> Option<County> {
    let wrong: Option<Rows> = errors(faults).map(|f| row(&f.place)).collect();
    let wrong = wrong?;
    let at_fault = |place: &Place| row(place).is_some_and(|row| wrong.contains(&row));
    let mut doubtful = named(&county, tables, &wrong);
    for ix in county.teacher_ixs() {
        let t = county.teacher(ix);
        let school = t.school.map(|s| county.school_place(s));
        if at_fault(&t.place) || school.is_some_and(|place| at_fault(&place)) {
            doubtful.insert(ix);
        }
    }
    let sound = |teacher, place: &Place| !doubtful.contains(&teacher) && !at_fault(place);
    county.pins.retain(|p| sound(p.teacher, &p.place));
    county.candidates.retain(|c| sound(c.teacher, &c.place));
    Some(county)
}

/// Tables that say how a teacher stands: by a wish, a leader post, a pin.
const TELLING: [&str; 3] = ["applications", "leader_posts", "pins"];

/// The teachers whom these rows name.
fn named(county: &County, tables: &Tables, rows: &Rows) -> BTreeSet<TeacherIx> {
    let mut all = BTreeSet::new();
    for frame in TELLING.iter().filter_map(|key| tables.get(key)) {
        let columns = frame.table.columns.iter();
        let teachers: Vec<_> = columns.filter(|c| c.kind == Kind::Teacher).collect();
        for row in frame.view().rows() {
            if rows.contains(&(frame.file.clone(), frame.sheet.clone(), row.no())) {
                let ids = teachers.iter().filter_map(|c| row.get(c.key));
                all.extend(ids.filter_map(|id| county.find_teacher(id)));
            }
        }
    }
    all
}
