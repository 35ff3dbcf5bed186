//! A table as a polars frame: one text column for each known header, none inferred; the row number beside them.

use super::catalogue::Table;
use super::data_rows::data_rows;
use super::doubtful::Columns;
use super::fault::{Faults, Place};
use super::grid::{Cell, Grid, letters};
use super::header::Header;
use super::settle::{Settled, settle};
use polars::prelude::*;
use std::collections::{BTreeMap, HashSet};

/// Name of the column that holds the row's number in its file.
const ROW: &str = "#row";

/// One table, read.
#[derive(Debug, Clone)]
pub struct Frame {
    pub table: &'static Table,
    pub file: String,
    pub sheet: String,
    /// String columns named by key (null = not given), and `#row`.
    pub data: DataFrame,
    /// Source column (0 = A) of each catalogue column.
    at: Vec<Option<usize>>,
    /// Cells that could not be used: (row number, catalogue column). Their fault is already told.
    bad: HashSet<(u32, usize)>,
}

impl Frame {
    /// Settles every cell below the header.
    pub fn new(table: &'static Table, grid: &Grid, header: &Header, faults: &mut Faults) -> Frame {
        let rows = data_rows(table, grid, header, faults);
        let mut bad = HashSet::new();
        let mut columns = Vec::new();
        for (i, column) in table.columns.iter().enumerate() {
            let Some(at) = header.at[i] else { continue };
            let mut texts: Vec<Option<String>> = Vec::with_capacity(rows.len());
            for row in &rows {
                let cell = row.cells.get(at).unwrap_or(&Cell::Empty);
                texts.push(match settle(cell, column) {
                    Settled::Nothing => None,
                    Settled::Text(text) => Some(text),
                    Settled::Bad(code, cause, remedy) => {
                        faults.push(code, grid.place(at, row.no), cause, remedy);
                        bad.insert((row.no, i));
                        None
                    }
                });
            }
            columns.push(Column::new(column.key.into(), texts));
        }
        let numbers: Vec<u32> = rows.iter().map(|r| r.no).collect();
        columns.push(Column::new(ROW.into(), numbers));
        let doubtful = Columns {
            table,
            grid,
            header,
            rows: &rows,
        };
        doubtful.check(faults);
        let data = DataFrame::new(rows.len(), columns);
        let data =
            data.unwrap_or_else(|e| unreachable!("columns of one length, distinct keys: {e}"));
        Frame {
            table,
            file: grid.file.clone(),
            sheet: grid.sheet.clone(),
            data,
            at: header.at.clone(),
            bad,
        }
    }

    pub fn len(&self) -> usize {
        self.data.height()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of the whole table.
    pub fn whole(&self) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            cell: String::new(),
        }
    }

    /// Whether the file has this column.
    pub fn has(&self, key: &str) -> bool {
        self.table
            .position(key)
            .is_some_and(|i| self.at[i].is_some())
    }

    /// The rows, ready for reading.
    pub fn view(&self) -> View<'_> {
        let text = |key: &str| self.data.column(key).ok()?.str().ok();
        let numbers = self.data.column(ROW).ok().and_then(|c| c.u32().ok());
        View {
            frame: self,
            columns: self.table.columns.iter().map(|c| text(c.key)).collect(),
            numbers,
        }
    }

    /// For each row whether another one says the same, however it is spelt.
    pub fn repeated_by<K: Ord>(&self, key: impl Fn(&Row) -> Option<K>) -> Vec<bool> {
        let view = self.view();
        let keys: Vec<Option<K>> = view.rows().map(|row| key(&row)).collect();
        let mut counts: BTreeMap<&K, usize> = BTreeMap::new();
        for key in keys.iter().flatten() {
            *counts.entry(key).or_default() += 1;
        }
        let several = |key: &K| counts[key] > 1;
        keys.iter()
            .map(|k| k.as_ref().is_some_and(several))
            .collect()
    }

    /// For each row whether another row has the same texts in all of these columns (all of them given).
    pub fn repeated(&self, keys: &[&str]) -> Vec<bool> {
        let mask = self
            .data
            .select(keys.iter().copied())
            .and_then(|part| part.is_duplicated());
        match mask {
            Ok(mask) => mask.iter().map(|m| m.unwrap_or(false)).collect(),
            Err(_) => vec![false; self.len()],
        }
    }
}

/// The rows of a frame.
pub struct View<'a> {
    frame: &'a Frame,
    columns: Vec<Option<&'a StringChunked>>,
    numbers: Option<&'a UInt32Chunked>,
}

impl<'a> View<'a> {
    pub fn rows(&self) -> impl Iterator<Item = Row<'_, 'a>> {
        (0..self.frame.len()).map(|at| Row { view: self, at })
    }

    pub fn row(&self, at: usize) -> Row<'_, 'a> {
        Row { view: self, at }
    }
}

/// One row.
#[derive(Clone, Copy)]
pub struct Row<'v, 'a> {
    view: &'v View<'a>,
    pub at: usize,
}

impl<'a> Row<'_, 'a> {
    /// The text of a cell; none when it is not given or could not be used.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        let column = self.view.frame.table.position(key)?;
        self.view.columns[column]?.get(self.at)
    }

    /// The row's number in its file.
    pub fn no(&self) -> u32 {
        self.view.numbers.and_then(|n| n.get(self.at)).unwrap_or(0)
    }

    /// Whether the cell held something unusable, told already.
    pub fn is_bad(&self, key: &str) -> bool {
        let frame = self.view.frame;
        !frame.bad.is_empty()
            && frame
                .table
                .position(key)
                .is_some_and(|c| frame.bad.contains(&(self.no(), c)))
    }

    /// Whether the file has this column at all.
    pub fn has(&self, key: &str) -> bool {
        self.view.frame.has(key)
    }

    /// The place of a cell; of the row when the table lacks the column.
    pub fn place(&self, key: &str) -> Place {
        let frame = self.view.frame;
        let at = frame.table.position(key).and_then(|i| frame.at[i]);
        let no = self.no();
        Place {
            file: frame.file.clone(),
            sheet: frame.sheet.clone(),
            cell: match at {
                Some(at) => format!("{}{no}", letters(at)),
                None => format!("{no}"),
            },
        }
    }

    pub fn table(&self) -> &'static Table {
        self.view.frame.table
    }
}
