//! One table in one file, when the file is named and the table is known: a plan, for instance.

use super::catalogue::{Need, Table};
use super::fault::{Faults, Place};
use super::frame::Frame;
use super::grid::Grid;
use super::header::{self, Header, plain};
use super::{source, tell};
use crate::text::Text;
use std::path::Path;

/// Reads `table` from a workbook or text file: the sheet of its name, else the first with all columns that must be
/// there. Further columns and closing lines are passed over in silence.
pub fn single(path: &Path, table: &'static Table, faults: &mut Faults) -> Option<Frame> {
    let before = faults.list.len();
    let grids = source::grids(path, table, faults);
    if faults.list[before..]
        .iter()
        .any(|f| f.code.starts_with('E'))
    {
        return None;
    }
    let Some((grid, header)) = choose(&grids, table) else {
        no_header(path, table, faults);
        return None;
    };
    for (column, at) in table.columns.iter().zip(&header.at) {
        if column.need == Need::Must && at.is_none() {
            no_column(grid, &header, column.title, column.key, faults);
        }
    }
    let before = faults.list.len();
    let frame = Frame::new(table, grid, &header, faults);
    let mut told = faults.list.split_off(before);
    told.retain(|f| f.code != "W203");
    faults.list.extend(told);
    Some(frame)
}

fn choose<'g>(grids: &'g [Grid], table: &'static Table) -> Option<(&'g Grid, Header)> {
    let headed = grids
        .iter()
        .filter_map(|g| Some((g, header::find(g, table)?)));
    let headed: Vec<_> = headed.collect();
    let named = |g: &Grid| {
        let name = plain(&g.sheet);
        name == table.key || name == table.title || table.aliases.contains(&name.as_str())
    };
    let whole = |h: &Header| {
        let must = table.columns.iter().zip(&h.at);
        must.filter(|(c, _)| c.need == Need::Must)
            .all(|(_, at)| at.is_some())
    };
    let best = headed.iter().position(|(g, _)| named(g));
    let best = best.or_else(|| headed.iter().position(|(_, h)| whole(h)));
    headed.into_iter().nth(best.unwrap_or(0))
}

fn must(table: &Table) -> (String, String) {
    let columns = table.columns.iter().filter(|c| c.need == Need::Must);
    let (zh, en): (Vec<_>, Vec<_>) = columns.map(|c| (c.title, c.key)).unzip();
    (zh.join("、"), en.join(", "))
}

fn no_header(path: &Path, table: &Table, faults: &mut Faults) {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let (zh, en) = must(table);
    faults.push(
        "E202",
        tell::file(&name.to_string_lossy()),
        Text::new(
            format!("找不到《{}》的表头", table.title),
            format!("no header row of the table {}", table.key),
        ),
        Text::new(
            format!("表头应有：{zh}"),
            format!("the header must have: {en}"),
        ),
    );
}

fn no_column(grid: &Grid, header: &Header, title: &str, key: &str, faults: &mut Faults) {
    let place = Place {
        cell: grid.rows[header.row].no.to_string(),
        ..grid.whole()
    };
    faults.push(
        "E203",
        place,
        Text::new(
            format!("缺少“{title}”列"),
            format!("the column {key} is missing"),
        ),
        Text::new("请补上该列", "add the column"),
    );
}
