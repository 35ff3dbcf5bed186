//! lent.csv and uncovered.csv: small tables for other programs, with English heads.

use super::figures::Figures;
use crate::case::Case;
use crate::tables::formula::guard;

/// `school_id,count`: loans from the quota pool, schools without one left out.
pub fn lent(case: &Case, lent: &[u32]) -> anyhow::Result<Vec<u8>> {
    let rows = case
        .county
        .schools
        .iter()
        .zip(lent)
        .filter(|(_, n)| **n > 0);
    write(
        &["school_id", "count"],
        rows.map(|(school, n)| vec![guard(&school.id).into_owned(), n.to_string()]),
    )
}

/// `school_id,stage,subject,count,uncovered,weight`: cells with open posts.
pub fn uncovered(case: &Case, figures: &Figures) -> anyhow::Result<Vec<u8>> {
    let row = |gap: &super::figures::Gap| {
        let cell = case.demand.cell(gap.cell);
        vec![
            guard(&case.county.school(cell.school).id).into_owned(),
            cell.stage.zh().to_owned(),
            guard(case.county.subject(cell.subject)).into_owned(),
            cell.count.to_string(),
            gap.uncovered.to_string(),
            gap.weight.to_string(),
        ]
    };
    write(
        &[
            "school_id",
            "stage",
            "subject",
            "count",
            "uncovered",
            "weight",
        ],
        figures.gaps.iter().map(row),
    )
}

pub(super) fn write(
    heads: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(heads)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|e| anyhow::anyhow!("{e}"))
}
