//! A sheet as it stands in its file: cells with their kind, rows with their number.

use super::fault::Place;

/// One cell as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A date cell, as `2019-09-01`.
    Date(String),
    Bool(bool),
    /// A formula that failed: `#N/A`.
    Error(String),
    /// A formula whose result the file does not hold.
    Uncomputed,
}

impl Cell {
    pub fn text(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// One row: its number in the file (row of the sheet, line of the text file, from 1) and its cells from column A on.
#[derive(Debug, Clone)]
pub struct GridRow {
    pub no: u32,
    pub cells: Vec<Cell>,
}

/// Cells that the sheet shows as one: only the first of them holds what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// First and last row, from 1.
    pub rows: (u32, u32),
    /// First and last column, 0 = A.
    pub columns: (usize, usize),
}

/// One sheet or text file.
#[derive(Debug, Clone)]
pub struct Grid {
    pub file: String,
    /// Empty for a text file.
    pub sheet: String,
    pub rows: Vec<GridRow>,
    pub merged: Vec<Merged>,
}

impl Grid {
    /// The place of a cell by column (0 = A) and row number.
    pub fn place(&self, column: usize, no: u32) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            cell: format!("{}{no}", letters(column)),
        }
    }

    /// The place of the whole sheet.
    pub fn whole(&self) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            cell: String::new(),
        }
    }
}

/// Column letters: 0 = A, 26 = AA.
pub fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut text = Vec::new();
    while left > 0 {
        text.push(b'A' + ((left - 1) % 26) as u8);
        left = (left - 1) / 26;
    }
    text.reverse();
    text.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [0, 25, 26, 51, 701, 702].map(letters),
            ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
        );
    }
}
