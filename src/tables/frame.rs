//! A table as a polars frame: one text column for each known header, none inferred; the row number beside them.

use super::catalogue::{Kind, Need, Table};
use super::fault::{Faults, Place};
use super::grid::{Cell, Grid, GridRow, letters};
use super::header::Header;
use super::settle::{Settled, settle};
use crate::text::Text;
use polars::prelude::*;
use std::collections::HashSet;

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

/// Rows below the data that carry signatures, sums and remarks.
const CLOSING_WORDS: [&str; 13] = [
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
    "合计",
    "总计",
];

/// An id that marks the template's example row.
pub const EXAMPLE: &str = "示例";

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
        lost_zeros(table, grid, header, &rows, faults);
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

/// The rows below the header that hold data: no blank rows, no example row of the template, no closing lines.
fn data_rows<'g>(
    table: &'static Table,
    grid: &'g Grid,
    header: &Header,
    faults: &mut Faults,
) -> Vec<&'g GridRow> {
    let known: Vec<usize> = header.at.iter().flatten().copied().collect();
    let first = header.at[0];
    let musts: Vec<usize> = table
        .columns
        .iter()
        .zip(&header.at)
        .filter_map(|(c, at)| at.filter(|_| c.need == Need::Must))
        .collect();
    let mut rows = Vec::new();
    let mut closing = Vec::new();
    for row in &grid.rows[header.row + 1..] {
        let given = |at: &&usize| row.cells.get(**at).is_some_and(|c| !c.is_empty());
        if known.iter().filter(given).count() == 0 {
            continue;
        }
        let head = row
            .cells
            .iter()
            .find_map(|c| c.text().filter(|t| !t.trim().is_empty()));
        let head = head.map(super::header::plain).unwrap_or_default();
        let full = musts.iter().all(|at| given(&at));
        let example = first.and_then(|at| row.cells.get(at)?.text());
        if example.is_some_and(|t| t.trim().starts_with(EXAMPLE)) {
            continue;
        }
        // `填表人：张三` beside `审核人：李四` fills as many cells as a person's id and name; no id has a colon.
        let sure = ["合计", "总计"].iter().any(|w| head.starts_with(w)) || head.contains(':');
        if (sure || !full) && CLOSING_WORDS.iter().any(|w| head.starts_with(w)) {
            closing.push(row.no);
            continue;
        }
        rows.push(row);
    }
    if let Some(no) = closing.first() {
        faults.push(
            "W203",
            grid.place(0, *no),
            Text::new(
                format!(
                    "表尾的合计、签章或说明行（共 {} 行）未作为数据读入",
                    closing.len()
                ),
                format!(
                    "{} closing line(s) (sum, signature, remark) were not read as data",
                    closing.len()
                ),
            ),
            Text::new(
                "无需处理；如确为数据请改写首格",
                "nothing to do; if it is data, change its first cell",
            ),
        );
    }
    rows
}

/// Warns when ids typed as numbers stand among ids with leading zeros: theirs are gone.
fn lost_zeros(
    table: &'static Table,
    grid: &Grid,
    header: &Header,
    rows: &[&GridRow],
    faults: &mut Faults,
) {
    let (Some(at), Kind::Id) = (header.at[0], table.columns[0].kind) else {
        return;
    };
    let cells = || rows.iter().map(|r| (r.no, r.cells.get(at)));
    let zeros = cells().find_map(|(_, c)| c?.text().filter(|t| t.trim().starts_with('0')));
    let Some(example) = zeros else { return };
    let numbers: Vec<u32> = cells()
        .filter(|(_, c)| matches!(c, Some(Cell::Number(_))))
        .map(|(no, _)| no)
        .collect();
    let title = table.columns[0].title;
    let key = table.columns[0].key;
    for no in numbers {
        faults.push(
            "W310",
            grid.place(at, no),
            Text::new(
                format!(
                    "该{title}是数字格式，而其他{title}有前导零（如 {}）",
                    example.trim()
                ),
                format!(
                    "this {key} is a number, while others have leading zeros (such as {})",
                    example.trim()
                ),
            ),
            Text::new(
                "请核对是否少了前导零，并把整列设为文本格式",
                "check for lost zeros, and make the whole column text",
            ),
        );
    }
}
