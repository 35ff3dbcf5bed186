//! What a spreadsheet may have changed without a word in a whole column: zeros before an id, the zero of October.

use super::catalogue::{Column, Kind, Table};
use super::fault::Faults;
use super::grid::{Cell, Grid, GridRow, letters};
use super::header::Header;
use super::tell;
use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a table and the columns that it has.
pub struct Columns<'g> {
    pub table: &'static Table,
    pub grid: &'g Grid,
    pub header: &'g Header,
    pub rows: &'g [&'g GridRow],
}

impl<'g> Columns<'g> {
    /// Warns of every column that holds something doubtful.
    pub fn check(&self, faults: &mut Faults) {
        if let (Some(at), column) = (self.header.at[0], &self.table.columns[0])
            && column.kind == Kind::Id
        {
            self.lost_zeros(at, column, faults);
            self.uneven(at, column, faults);
        }
        self.headless(faults);
        for (column, at) in self.table.columns.iter().zip(&self.header.at) {
            if let Some(at) = at.filter(|_| column.kind == Kind::Month) {
                self.blurred(at, faults);
            }
        }
    }

    /// Columns with content and no header.
    fn headless(&self, faults: &mut Faults) {
        let extra = self.header.extra.iter().map(|(at, _)| *at);
        let named: BTreeSet<usize> = self
            .header
            .at
            .iter()
            .flatten()
            .copied()
            .chain(extra)
            .collect();
        let mut found: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for row in self.rows {
            for (at, _) in row.cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
                if !named.contains(&at) && !self.claimed(at) {
                    found.entry(at).or_default().push(row.no);
                }
            }
        }
        for (at, rows) in found {
            tell::headless(self.grid, at, &rows, faults);
        }
    }

    /// Whether a column was told as one that stands twice.
    fn claimed(&self, at: usize) -> bool {
        let mut twice = self.header.twice.iter();
        twice.any(|(_, columns)| columns.contains(&at))
    }

    fn cells(&self, at: usize) -> impl Iterator<Item = (u32, &'g Cell)> + '_ {
        let rows = self.rows.iter();
        rows.filter_map(move |r| Some((r.no, r.cells.get(at)?)))
    }

    fn texts(&self, at: usize) -> impl Iterator<Item = (u32, &'g str)> + '_ {
        self.cells(at)
            .filter_map(|(no, c)| Some((no, c.text()?.trim())))
    }

    fn numbers(&self, at: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.cells(at).filter_map(|(no, cell)| match cell {
            Cell::Number(n) => Some((no, *n)),
            _ => None,
        })
    }

    /// Ids typed as numbers among ids with leading zeros: theirs are gone.
    fn lost_zeros(&self, at: usize, column: &Column, faults: &mut Faults) {
        let Some((_, example)) = self.texts(at).find(|(_, t)| t.starts_with('0')) else {
            return;
        };
        for (no, _) in self.numbers(at) {
            let cause = Text::new(
                format!(
                    "该{}是数字格式，而其他{}有前导零（如 {example}）",
                    column.title, column.title
                ),
                format!(
                    "this {} is a number, while others have leading zeros (such as {example})",
                    column.key
                ),
            );
            faults.push("W310", self.grid.place(at, no), cause, check_zeros());
        }
    }

    /// Ids that are all numbers, of different lengths: the short ones may have had zeros in front.
    fn uneven(&self, at: usize, column: &Column, faults: &mut Faults) {
        if self.texts(at).next().is_some() {
            return;
        }
        let length = |n: f64| super::settle::number_text(n).len();
        let lengths: Vec<_> = self.numbers(at).map(|(no, n)| (length(n), no)).collect();
        let (Some(least), Some(most)) = (lengths.iter().min(), lengths.iter().max()) else {
            return;
        };
        if least.0 == most.0 {
            return;
        }
        let (from, to, col) = (least.0, most.0, letters(at));
        let cause = Text::new(
            format!(
                "{col} 列的{}是数字格式，位数 {from}—{to} 不一，短的可能丢失了前导零",
                column.title
            ),
            format!(
                "column {col}: {} are numbers of {from} to {to} digits; the short ones may have lost leading zeros",
                column.key
            ),
        );
        faults.push("W310", self.grid.place(at, least.1), cause, check_zeros());
    }

    /// `2019.1`: January, or October whose zero was lost — unless the column shows that it keeps that zero.
    fn blurred(&self, at: usize, faults: &mut Faults) {
        let ends = |text: &str, end: &str| {
            let year = text.strip_suffix(end);
            year.is_some_and(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))
        };
        if self.texts(at).any(|(_, t)| ends(t, ".10")) {
            return;
        }
        for (no, text) in self.texts(at).filter(|(_, t)| ends(t, ".1")) {
            faults.push(
                "W312",
                self.grid.place(at, no),
                Text::new(
                    format!("“{text}”按 1 月读取；如原为“{text}0”（10 月），末位的 0 已被表格软件去掉"),
                    format!("\"{text}\" is read as January; if it was {text}0 (October), a spreadsheet has lost the zero"),
                ),
                Text::new(
                    "请核对；1 月写作 2019-01，10 月写作 2019-10",
                    "check it; write 2019-01 for January, 2019-10 for October",
                ),
            );
        }
    }
}

fn check_zeros() -> Text {
    Text::new(
        "请核对是否少了前导零，并把整列设为文本格式",
        "check for lost zeros, and make the whole column text",
    )
}
