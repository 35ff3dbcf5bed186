//! A table on paper: its heads, its rows, its sums.

use super::pen::{Pen, ROW_POINTS, short};
use crate::report::sheet::{Align, Item, Line, Sheet, Table};
use crate::report::width;
use crate::tables::formula;
use rust_xlsxwriter::{Format, XlsxError};

/// Type size of heads and rows, as in the styles, and the height of a line of it.
const POINTS: f64 = 11.0;
const LINE_POINTS: f64 = 15.0;

impl Pen<'_> {
    pub(super) fn table(&mut self, sheet: &Sheet, table: &Table) -> Result<(), XlsxError> {
        if let Some(caption) = &table.caption {
            self.across(0, self.last(), caption, &self.styles.caption)?;
            self.height(26.0)?;
        }
        let first = self.row;
        self.heads(table)?;
        let only = sheet.tables.len() == 1;
        let last_table = sheet.tables.last().is_some_and(|t| std::ptr::eq(t, table));
        if last_table && self.row > first {
            self.paper.set_repeat_rows(first, self.row - 1)?;
        }
        if only {
            self.paper.set_freeze_panes(self.row, 0)?;
        }
        let body = self.row;
        for line in &table.lines {
            self.line(table, line)?;
        }
        if table.lines.is_empty() {
            self.across(0, self.last(), table.when_empty, &self.styles.section)?;
            self.height(ROW_POINTS)?;
        }
        if let Some(picture) = &table.picture {
            self.picture(sheet, table, picture, body)?;
        }
        if !last_table {
            self.gap();
        }
        Ok(())
    }

    /// The head of a table: one row, or two where columns stand under a common head.
    fn heads(&mut self, table: &Table) -> Result<(), XlsxError> {
        let grouped = table.columns.iter().any(|c| c.group.is_some());
        let starts = starts(table);
        let lower = if grouped { self.row + 1 } else { self.row };
        let mut tall: usize = 1;
        for (column, at) in table.columns.iter().zip(&starts) {
            let end = at + column.span - 1;
            let top = if column.group.is_some() {
                lower
            } else {
                self.row
            };
            self.block((top, *at), (lower, end), &column.head)?;
            let lines = width::lines(&column.head, self.sum(*at, end), POINTS);
            tall = tall.max(if column.group.is_none() && grouped {
                lines.div_ceil(2)
            } else {
                lines
            });
        }
        let mut k = 0;
        while k < table.columns.len() {
            let group = table.columns[k].group;
            let mut to = k;
            while to + 1 < table.columns.len() && table.columns[to + 1].group == group {
                to += 1;
            }
            if let Some(name) = group {
                let end = starts[to] + table.columns[to].span - 1;
                self.block((self.row, starts[k]), (self.row, end), name)?;
                k = to;
            }
            k += 1;
        }
        if grouped {
            self.height(ROW_POINTS)?;
        }
        self.height(LINE_POINTS * tall as f64 + 8.0)
    }

    fn block(&mut self, from: (u32, u16), to: (u32, u16), text: &str) -> Result<(), XlsxError> {
        let format = &self.styles.head;
        if from == to {
            self.paper
                .write_string_with_format(from.0, from.1, text, format)?;
        } else {
            self.paper
                .merge_range(from.0, from.1, to.0, to.1, text, format)?;
        }
        Ok(())
    }

    fn line(&mut self, table: &Table, line: &Line) -> Result<(), XlsxError> {
        let (items, total) = match line {
            Line::Section(text) => {
                let end = table
                    .columns
                    .iter()
                    .map(|c| c.span)
                    .sum::<u16>()
                    .saturating_sub(1);
                self.across(0, end, text, &self.styles.section)?;
                let lines = width::lines(text, self.sum(0, end) - width::INDENT, POINTS);
                return self.height(LINE_POINTS * lines as f64 + 7.0);
            }
            Line::Row(items) => (items, false),
            Line::Total(items) => (items, true),
        };
        let mut tall = 1;
        let mut at = 0;
        for (column, item) in table.columns.iter().zip(items) {
            let end = at + column.span - 1;
            let format = match item {
                Item::Text(text) => self
                    .styles
                    .text(total, column.align, formula::is_risky(text)),
                Item::Empty => self.styles.text(total, column.align, false),
                Item::Whole(_) => self.styles.number(total, column.align, 0),
                Item::Real(_, decimals) => self.styles.number(total, column.align, *decimals),
            };
            if at != end {
                self.paper
                    .merge_range(self.row, at, self.row, end, "", format)?;
            }
            self.item(at, item, format)?;
            if let Item::Text(text) = item {
                let indent = if column.align == Align::Center {
                    0.0
                } else {
                    width::INDENT
                };
                tall = tall.max(width::lines(text, self.sum(at, end) - indent, POINTS));
            }
            at = end + 1;
        }
        self.height((LINE_POINTS * tall as f64 + 5.0).max(ROW_POINTS))
    }

    fn item(&mut self, at: u16, item: &Item, format: &Format) -> Result<(), XlsxError> {
        let paper = &mut self.paper;
        match item {
            Item::Empty => paper.write_blank(self.row, at, format)?,
            Item::Text(text) => {
                paper.write_string_with_format(self.row, at, &*short(text), format)?
            }
            Item::Whole(n) => paper.write_number_with_format(self.row, at, *n as f64, format)?,
            Item::Real(x, _) => paper.write_number_with_format(self.row, at, *x, format)?,
        };
        Ok(())
    }
}

/// The grid column at which each column of a table begins.
pub(super) fn starts(table: &Table) -> Vec<u16> {
    let spans = table.columns.iter().map(|c| c.span);
    spans
        .scan(0, |at, span| {
            let start = *at;
            *at += span;
            Some(start)
        })
        .collect()
}
