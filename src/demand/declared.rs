//! Posts as the bureau has declared them: the posts table.

use super::Cell;
use crate::county::{County, PostRow, SchoolIx, Stage, SubjectIx};
use std::collections::BTreeMap;

/// Declared posts by school and stage, closing schools too; empty without a posts table.
pub fn by_stage(county: &County) -> BTreeMap<(SchoolIx, Stage), u32> {
    let mut sums: BTreeMap<(SchoolIx, Stage), u32> = BTreeMap::new();
    for row in county.posts.iter().flatten() {
        let sum = sums.entry((row.school, row.stage)).or_default();
        *sum = sum.saturating_add(row.count);
    }
    sums
}

/// The declared cells, sorted; rows of one cell add up, and a closing school has no posts this year.
pub fn cells(county: &County, rows: &[PostRow]) -> Vec<Cell> {
    let mut rows: Vec<&PostRow> = rows.iter().collect();
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut cells: Vec<Cell> = Vec::new();
    for row in rows {
        let closing = county.school(row.school).closing;
        let count = if closing { 0 } else { row.count };
        match cells.last_mut() {
            Some(cell) if (cell.school, cell.stage, cell.subject) == key(row).0 => {
                cell.count = cell.count.saturating_add(count);
                append(&mut cell.conditions, row.conditions.as_deref());
                let mut basis = Some(std::mem::take(&mut cell.basis)).filter(|b| !b.is_empty());
                append(&mut basis, row.basis.as_deref());
                cell.basis = basis.unwrap_or_default();
            }
            _ => cells.push(Cell {
                school: row.school,
                stage: row.stage,
                subject: row.subject,
                count,
                conditions: row.conditions.clone(),
                basis: row.basis.clone().unwrap_or_default(),
            }),
        }
    }
    cells
}

/// Derived cells with the posts that a scenario adds to them.
pub fn add(county: &County, mut cells: Vec<Cell>) -> Vec<Cell> {
    let at = |c: &Cell| (c.school, c.stage, c.subject);
    for extra in self::cells(county, &county.added_posts) {
        match cells.binary_search_by_key(&at(&extra), at) {
            Ok(place) => {
                let cell = &mut cells[place];
                cell.count = cell.count.saturating_add(extra.count);
                cell.basis = format!("{}；{}增{}", cell.basis, extra.basis, extra.count);
            }
            Err(place) => cells.insert(place, extra),
        }
    }
    cells
}

/// The cell first; then what the row says, so that the order of rows does not show in joined texts.
#[allow(clippy::type_complexity)]
fn key(
    row: &PostRow,
) -> (
    (SchoolIx, Stage, SubjectIx),
    (&Option<String>, &Option<String>, u32),
) {
    (
        (row.school, row.stage, row.subject),
        (&row.conditions, &row.basis, row.count),
    )
}

/// Joins texts of several rows, each once.
fn append(whole: &mut Option<String>, part: Option<&str>) {
    let Some(part) = part.filter(|p| !p.is_empty()) else {
        return;
    };
    match whole {
        Some(text) if text.split('；').any(|t| t == part) => {}
        Some(text) => {
            text.push('；');
            text.push_str(part);
        }
        None => *whole = Some(part.to_string()),
    }
}
