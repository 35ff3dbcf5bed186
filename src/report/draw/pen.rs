//! A worksheet being written, row by row: what every part of a sheet is made of.

use crate::report::style::Styles;
use crate::report::width;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use std::borrow::Cow;

/// Height of a row of one line.
pub(super) const ROW_POINTS: f64 = 20.0;
/// Height of a row that nobody has set.
const GAP_POINTS: f64 = 15.0;
/// What a spreadsheet takes at most for a row, and for one text.
const MOST_POINTS: f64 = 400.0;
const MOST_CHARACTERS: usize = 16_000;

/// A worksheet and the row that comes next.
pub(super) struct Pen<'a> {
    pub(super) paper: Worksheet,
    pub(super) styles: &'a Styles,
    pub(super) widths: Vec<f64>,
    pub(super) row: u32,
    /// Points of all rows so far.
    pub(super) used: f64,
}

impl Pen<'_> {
    pub(super) fn last(&self) -> u16 {
        self.widths.len().saturating_sub(1) as u16
    }

    /// A text over the whole width, as high as it needs, set in `points`.
    pub(super) fn paragraph(
        &mut self,
        text: &str,
        format: &Format,
        points: f64,
    ) -> Result<(), XlsxError> {
        self.across(0, self.last(), text, format)?;
        let lines = width::lines(text, self.sum(0, self.last()), points);
        self.height(points * 1.5 * lines as f64 + 4.0)
    }

    /// Writes over columns `from` to `to` of the current row.
    pub(super) fn across(
        &mut self,
        from: u16,
        to: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let text = short(text);
        if from >= to {
            self.paper
                .write_string_with_format(self.row, from, &*text, format)?;
        } else {
            self.paper
                .merge_range(self.row, from, self.row, to, &text, format)?;
        }
        Ok(())
    }

    /// Pixels of columns `from` to `to`.
    pub(super) fn sum(&self, from: u16, to: u16) -> f64 {
        let widths = &self.widths[usize::from(from)..=usize::from(to)];
        widths.iter().map(|w| width::pixels(*w)).sum()
    }

    /// Ends the current row at this height.
    pub(super) fn height(&mut self, points: f64) -> Result<(), XlsxError> {
        let points = points.min(MOST_POINTS);
        self.paper.set_row_height(self.row, points)?;
        self.row += 1;
        self.used += points;
        Ok(())
    }

    /// Leaves a row of a spreadsheet's own height empty.
    pub(super) fn gap(&mut self) {
        self.row += 1;
        self.used += GAP_POINTS;
    }
}

/// A cell holds so much text and no more.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((cut, _)) => format!("{}……", &text[..cut]).into(),
        None => text.into(),
    }
}
