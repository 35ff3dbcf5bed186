//! A printed table as data: what stands where. `draw` turns it into a worksheet; nothing here knows teachers or schools.

use super::width;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

/// One column of a table. Widths are in columns of print (a Chinese character is two).
#[derive(Debug, Clone)]
pub struct Column {
    pub head: String,
    /// Columns next to each other with the same group stand under one common head.
    pub group: Option<&'static str>,
    pub align: Align,
    pub min: f64,
    pub max: f64,
    /// How many columns of the sheet's grid it takes.
    pub span: u16,
}

impl Column {
    fn new(head: &str, align: Align, min: f64, max: f64) -> Column {
        Column {
            head: head.to_owned(),
            group: None,
            align,
            min,
            max,
            span: 1,
        }
    }
    /// A running text: may be as wide as `max`, then wraps.
    pub fn text(head: &str, min: f64, max: f64) -> Column {
        Column::new(head, Align::Left, min, max)
    }
    /// A short word.
    pub fn word(head: &str, min: f64) -> Column {
        Column::new(head, Align::Center, min, min * 2.0)
    }
    pub fn number(head: &str, min: f64) -> Column {
        Column::new(head, Align::Right, min, min.max(12.0))
    }
    /// Those of a list of persons: each begins with number, id and name.
    pub fn of_persons<const N: usize>(rest: [Column; N]) -> Vec<Column> {
        let mut all = vec![
            Column::word("序号", 6.0),
            Column::word("工号", 10.0),
            Column::word("姓名", 9.0),
        ];
        all.extend(rest);
        all
    }
    pub fn under(mut self, group: &'static str) -> Column {
        self.group = Some(group);
        self
    }
    pub fn span(mut self, span: u16) -> Column {
        self.span = span;
        self
    }
}

/// What stands in one place of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Empty,
    Text(String),
    Whole(i64),
    /// Value and decimals (1 or 3).
    Real(f64, u8),
}

impl Item {
    pub fn text(text: impl Into<String>) -> Item {
        let text = text.into();
        if text.is_empty() {
            Item::Empty
        } else {
            Item::Text(text)
        }
    }
    pub fn count(n: usize) -> Item {
        Item::Whole(n as i64)
    }
    /// A count that is left blank when it is none, so that the rest stands out.
    pub fn some(n: impl Into<i64>) -> Item {
        match n.into() {
            0 => Item::Empty,
            n => Item::Whole(n),
        }
    }

    /// As it will be read; for widths.
    pub fn shown(&self) -> String {
        match self {
            Item::Empty => String::new(),
            Item::Text(text) => text.clone(),
            Item::Whole(n) => n.to_string(),
            Item::Real(x, decimals) => format!("{x:.*}", usize::from(*decimals)),
        }
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Item {
        Item::text(text)
    }
}
impl From<String> for Item {
    fn from(text: String) -> Item {
        Item::text(text)
    }
}
impl From<u32> for Item {
    fn from(n: u32) -> Item {
        Item::Whole(i64::from(n))
    }
}
impl From<usize> for Item {
    fn from(n: usize) -> Item {
        Item::count(n)
    }
}
impl From<i64> for Item {
    fn from(n: i64) -> Item {
        Item::Whole(n)
    }
}

/// One line of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A heading over the lines that follow, across the table.
    Section(String),
    Row(Vec<Item>),
    Total(Vec<Item>),
}

/// A picture of a table's rows: one series a column.
#[derive(Debug, Clone)]
pub struct Picture {
    pub title: String,
    /// Column that names the rows.
    pub names: usize,
    pub series: Vec<usize>,
    /// Height in points.
    pub height: f64,
    /// Lying bars instead of standing ones: for long names.
    pub lying: bool,
}

/// One table of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub caption: Option<String>,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
    pub picture: Option<Picture>,
    /// Starts on a new page.
    pub new_page: bool,
    /// Said in place of the lines when there are none.
    pub when_empty: &'static str,
}

/// One sheet.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub name: &'static str,
    pub title: String,
    pub landscape: bool,
    /// Text under the title, before the first table.
    pub preface: Vec<String>,
    pub tables: Vec<Table>,
    pub notes: Vec<String>,
    /// The last lines: who filled it in, who checked it, seal and date, side by side.
    pub signs: Vec<Vec<String>>,
}

/// What A4 holds beside its margins, at a little less than full size.
const PORTRAIT: f64 = 98.0;
const LANDSCAPE: f64 = 146.0;

impl Sheet {
    /// Columns of the grid.
    pub fn grid(&self) -> usize {
        let of = |t: &Table| t.columns.iter().map(|c| usize::from(c.span)).sum();
        self.tables.iter().map(of).max().unwrap_or(1)
    }

    /// Width of each grid column: wide enough for what stands in it, within its limits, and together as wide as the
    /// paper where that can be had.
    pub fn widths(&self) -> Vec<f64> {
        let n = self.grid();
        let (mut want, mut least, mut most) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
        for table in &self.tables {
            let mut at = 0;
            for (k, column) in table.columns.iter().enumerate() {
                let share = f64::from(column.span);
                let natural = natural(table, k).clamp(column.min, column.max) / share;
                for i in at..at + usize::from(column.span) {
                    want[i] = f64::max(want[i], natural);
                    least[i] = f64::max(least[i], column.min / share);
                    most[i] = f64::max(most[i], column.max / share);
                }
                at += usize::from(column.span);
            }
        }
        fit(
            &mut want,
            &least,
            &most,
            if self.landscape { LANDSCAPE } else { PORTRAIT },
        );
        want
    }
}

/// The width that a column would like: its widest entry, or its head on two lines.
fn natural(table: &Table, k: usize) -> f64 {
    let head = width::of(&table.columns[k].head);
    let head = if head > 8 { head.div_ceil(2) } else { head };
    let rows = table.lines.iter().filter_map(|line| match line {
        Line::Row(items) | Line::Total(items) => items.get(k),
        Line::Section(_) => None,
    });
    let widest = rows.map(|item| width::of(&item.shown())).max().unwrap_or(0);
    let indent = match table.columns[k].align {
        Align::Center => 0.0,
        Align::Left | Align::Right => width::INDENT,
    };
    width::needed(widest.max(head), 11.0, indent) + 0.5
}

/// Gives what is left of the paper to the columns that can use it, or takes what is too much from those that can wrap.
fn fit(want: &mut [f64], least: &[f64], most: &[f64], paper: f64) {
    let total: f64 = want.iter().sum();
    let slack: Vec<f64> = if total < paper {
        want.iter()
            .zip(most)
            .map(|(w, m)| (m - w).max(0.0))
            .collect()
    } else {
        want.iter()
            .zip(least)
            .map(|(w, l)| (l - w).min(0.0))
            .collect()
    };
    let can: f64 = slack.iter().sum();
    if can.abs() > 1e-9 {
        let part = ((paper - total) / can).clamp(0.0, 1.0);
        for (w, s) in want.iter_mut().zip(&slack) {
            *w += s * part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        let table = Table {
            columns: vec![Column::word("序号", 6.0), Column::text("学校", 10.0, 40.0)],
            lines: vec![Line::Row(vec![Item::Whole(1), Item::text(text)])],
            ..Table::default()
        };
        Sheet {
            tables: vec![table],
            ..Sheet::default()
        }
    }

    #[test]
    fn columns_are_as_wide_as_chinese_text_needs() {
        let widths = sheet("红山区第十一中学").widths();
        assert!(widths[1] >= 17.0, "{widths:?}");
        assert!(widths.iter().sum::<f64>() <= PORTRAIT);
    }

    #[test]
    fn no_column_is_wider_than_it_may_be() {
        let widths = sheet(&"长".repeat(300)).widths();
        assert_eq!(widths[1], 40.0);
    }
}
