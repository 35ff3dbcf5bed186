//! Which rows of a sheet are data: no blank rows, no example row of the template, no closing lines, no header repeated
//! for print. Whatever looks like data and is not read is told.

use super::catalogue::{Column, Kind, Need, Table};
use super::fault::Faults;
use super::grid::{Cell, Grid, GridRow};
use super::header::{Header, plain};
use super::settle::{Settled, settle};
use super::{parse, tell};
use crate::text::Text;

/// Rows below the data that carry signatures, sums and remarks.
const CLOSING_WORDS: [&str; 12] = [
    "填表人",
    "填报人",
    "审核人",
    "制表人",
    "负责人",
    "单位负责人",
    "盖章",
    "联系电话:",
    "注:",
    "说明:",
    "备注:",
    "本页",
];
/// Sums, wherever they stand: no id or name is one of these words.
const SUMS: [&str; 4] = ["合计", "总计", "小计", "共计"];

/// An id that marks the template's example row.
const EXAMPLE: &str = "示例";

/// The rows below the header that hold data.
pub fn data_rows<'g>(
    table: &'static Table,
    grid: &'g Grid,
    header: &Header,
    faults: &mut Faults,
) -> Vec<&'g GridRow> {
    let columns = Known::of(table, header);
    let titles = texts(&grid.rows[header.row]);
    let mut rows = Vec::new();
    let mut closing = Vec::new();
    for row in &grid.rows[header.row + 1..] {
        if columns.given(row) == 0 || columns.is_example(row) {
            continue;
        }
        match columns.is_closing(row) || texts(row) == titles {
            true => closing.push(row.no),
            false => rows.push(row),
        }
    }
    if !closing.is_empty() {
        tell::closing(grid, &closing, faults);
    }
    above(table, grid, header, &columns, faults);
    merged(grid, &columns, &rows, faults);
    rows
}

/// Merged cells among the data: all but the first of them read as empty, which says something else of those rows (a
/// teacher without school is in the pool).
fn merged(grid: &Grid, columns: &Known, rows: &[&GridRow], faults: &mut Faults) {
    for area in &grid.merged {
        let (first, last) = area.rows;
        let down = rows.iter().filter(|r| (first..=last).contains(&r.no));
        let (left, right) = area.columns;
        let across = columns.all.iter().filter(|c| (left..=right).contains(c));
        let (down, across) = (down.count(), across.count());
        if down > 0 && across > 0 && down * across > 1 {
            tell::merged(grid, area, faults);
        }
    }
}

/// The texts of a row, as they compare.
fn texts(row: &GridRow) -> Vec<String> {
    let all = row.cells.iter().filter_map(Cell::text);
    all.map(plain).filter(|t| !t.is_empty()).collect()
}

/// Source columns of the known columns.
struct Known {
    first: Option<usize>,
    all: Vec<usize>,
    musts: Vec<usize>,
}

impl Known {
    fn of(table: &'static Table, header: &Header) -> Known {
        let columns = table.columns.iter().zip(&header.at);
        let musts = columns.filter_map(|(c, at)| at.filter(|_| c.need == Need::Must));
        Known {
            first: header.at[0],
            all: header.at.iter().flatten().copied().collect(),
            musts: musts.collect(),
        }
    }

    fn has(row: &GridRow, at: usize) -> bool {
        row.cells.get(at).is_some_and(|c| !c.is_empty())
    }

    fn given(&self, row: &GridRow) -> usize {
        self.all.iter().filter(|at| Known::has(row, **at)).count()
    }

    fn is_full(&self, row: &GridRow) -> bool {
        self.musts.iter().all(|at| Known::has(row, *at))
    }

    fn is_example(&self, row: &GridRow) -> bool {
        let cell = self.first.and_then(|at| row.cells.get(at)?.text());
        cell.is_some_and(|t| t.trim().starts_with(EXAMPLE))
    }

    fn is_closing(&self, row: &GridRow) -> bool {
        let texts = texts(row);
        let head = texts.first().map_or("", String::as_str);
        // `填表人：张三` beside `审核人：李四` fills as many cells as a person's id and name; no id has a colon.
        let word = CLOSING_WORDS.iter().any(|w| head.starts_with(w));
        let sum = SUMS.iter().any(|w| head.starts_with(w));
        sum || word && (head.contains(':') || !self.is_full(row))
    }
}

/// Rows of data above the header, as after sorting a sheet together with its header row.
fn above(
    table: &'static Table,
    grid: &Grid,
    header: &Header,
    columns: &Known,
    faults: &mut Faults,
) {
    let is_data = |row: &&GridRow| {
        let cells = table.columns.iter().zip(&header.at);
        let cells = cells.filter_map(|(c, at)| Some((c, row.cells.get((*at)?)?)));
        columns.is_full(row) && cells.filter(|(c, cell)| reads(c, cell)).count() > 0
    };
    let rows = grid.rows[..header.row].iter().filter(is_data);
    let numbers: Vec<u32> = rows.map(|r| r.no).collect();
    let Some(first) = numbers.first() else { return };
    let no = grid.rows[header.row].no;
    let n = numbers.len();
    faults.push(
        "E208",
        grid.place(columns.first.unwrap_or(0), *first),
        Text::new(
            format!("表头在第 {no} 行，其上方还有 {n} 行数据，不会被读入"),
            format!(
                "the header is row {no}; {n} row(s) of data stand above it and would not be read"
            ),
        ),
        Text::new(
            "请把表头移到数据上方（多半是排序时连同表头一起排了）",
            "move the header above the data (most likely it was sorted along)",
        ),
    );
}

/// Whether a cell holds what only data hold: a month, a number, a word of the column's list.
fn reads(column: &Column, cell: &Cell) -> bool {
    let Settled::Text(text) = settle(cell, column) else {
        return false;
    };
    match column.kind {
        Kind::Month => parse::month(&text).is_some(),
        Kind::Count | Kind::Rank => parse::count(&text).is_some(),
        Kind::Grade => parse::grade(&text).is_some(),
        Kind::Word(list) | Kind::Words(list) => {
            parse::list(&text).any(|word| list.words().contains(&word))
        }
        _ => false,
    }
}
