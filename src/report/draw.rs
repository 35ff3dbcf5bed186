//! Puts a [`Sheet`] on paper: merged title, unit and date line, heads that repeat, borders, page numbers.

use super::sheet::{Align, Item, Line, Picture, Sheet, Table};
use super::style::{BODY, Styles};
use super::width;
use crate::tables::formula;
use rust_xlsxwriter::{
    Chart, ChartFont, ChartLegendPosition, ChartType, Color, Format, Workbook, Worksheet, XlsxError,
};

/// What stands on every sheet beside its own content.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// Under the title, left and right.
    pub left: String,
    pub right: String,
    /// In the page header: the school year, and whether this is a proposal or who approved it.
    pub header_left: String,
    pub header_right: String,
}

/// A4.
const PAPER: u8 = 9;
/// Type sizes, as in the styles.
const POINTS: f64 = 11.0;
const TITLE_POINTS: f64 = 20.0;
const SIGN_POINTS: f64 = 12.0;
const NOTE_POINTS: f64 = 10.0;
const LINE_POINTS: f64 = 15.0;
const ROW_POINTS: f64 = 20.0;
/// What a spreadsheet takes at most for a row, and for one text.
const MOST_POINTS: f64 = 400.0;
const MOST_CHARACTERS: usize = 16_000;
const BLUE: Color = Color::RGB(0x002F_5597);
const ORANGE: Color = Color::RGB(0x00C5_5A11);

/// Adds the sheet to the workbook.
pub fn draw(
    book: &mut Workbook,
    sheet: &Sheet,
    letterhead: &Letterhead,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let mut pen = Pen {
        paper: Worksheet::new(),
        styles,
        widths: sheet.widths(),
        row: 0,
    };
    pen.page(sheet, letterhead)?;
    pen.top(sheet, letterhead)?;
    let mut breaks = Vec::new();
    for table in &sheet.tables {
        if table.new_page && pen.row > 0 {
            breaks.push(pen.row);
        }
        pen.table(sheet, table)?;
    }
    pen.bottom(sheet)?;
    pen.paper.set_page_breaks(&breaks)?;
    book.push_worksheet(pen.paper);
    Ok(())
}

/// A worksheet being written, row by row.
struct Pen<'a> {
    paper: Worksheet,
    styles: &'a Styles,
    widths: Vec<f64>,
    row: u32,
}

impl Pen<'_> {
    fn last(&self) -> u16 {
        self.widths.len().saturating_sub(1) as u16
    }

    fn page(&mut self, sheet: &Sheet, letterhead: &Letterhead) -> Result<(), XlsxError> {
        let paper = &mut self.paper;
        paper.set_name(sheet.name)?;
        paper.set_paper_size(PAPER);
        if sheet.landscape {
            paper.set_landscape();
        } else {
            paper.set_portrait();
        }
        paper.set_margins(0.59, 0.59, 0.75, 0.71, 0.35, 0.35);
        paper.set_print_fit_to_pages(1, 0);
        paper.set_print_center_horizontally(true);
        let plain = |text: &str| text.chars().take(60).collect::<String>().replace('&', "&&");
        paper.set_header(format!(
            "&L&\"{BODY},Regular\"&9{}&R&\"{BODY},Regular\"&9{}",
            spaced(&plain(&letterhead.header_left)),
            spaced(&plain(&letterhead.header_right))
        ));
        paper.set_footer(format!("&C&\"{BODY},Regular\"&10第 &P 页，共 &N 页"));
        for (i, w) in self.widths.iter().enumerate() {
            paper.set_column_width(i as u16, *w)?;
        }
        Ok(())
    }

    fn top(&mut self, sheet: &Sheet, letterhead: &Letterhead) -> Result<(), XlsxError> {
        let lines = width::lines(&sheet.title, self.sum(0, self.last()), TITLE_POINTS) as f64;
        self.across(0, self.last(), &sheet.title, &self.styles.title)?;
        self.height(12.0 + 28.0 * lines)?;
        let half = self.middle(width::of(&letterhead.left), width::of(&letterhead.right));
        let styles = self.styles;
        self.across(0, half, &letterhead.left, &styles.line_left)?;
        if half < self.last() {
            self.across(half + 1, self.last(), &letterhead.right, &styles.line_right)?;
        }
        self.height(ROW_POINTS)?;
        for text in &sheet.preface {
            self.paragraph(text, &styles.sign, SIGN_POINTS)?;
        }
        Ok(())
    }

    /// The column after which the line under the title is cut in two, in the proportion of its texts.
    fn middle(&self, left: usize, right: usize) -> u16 {
        let all: f64 = self.widths.iter().sum();
        let goal = all * left as f64 / (left + right).max(1) as f64;
        let mut sum = 0.0;
        for (i, w) in self.widths.iter().enumerate() {
            sum += w;
            if sum >= goal && (i as u16) < self.last() {
                return i as u16;
            }
        }
        self.last().saturating_sub(1)
    }

    fn table(&mut self, sheet: &Sheet, table: &Table) -> Result<(), XlsxError> {
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
            self.row += 1;
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

    fn bottom(&mut self, sheet: &Sheet) -> Result<(), XlsxError> {
        for text in &sheet.notes {
            self.paragraph(text, &self.styles.note, NOTE_POINTS)?;
        }
        if !sheet.signs.is_empty() {
            self.row += 1;
        }
        for parts in &sheet.signs {
            self.spread(parts)?;
        }
        Ok(())
    }

    /// Texts side by side over the whole width, each in an equal part of it.
    fn spread(&mut self, parts: &[String]) -> Result<(), XlsxError> {
        let all: f64 = self.widths.iter().sum();
        let styles = self.styles;
        let mut from = 0;
        for (k, text) in parts.iter().enumerate() {
            let goal = all * (k + 1) as f64 / parts.len() as f64;
            let mut to = from;
            // As many columns as come nearest to the part's end, one at least left for each part that follows.
            let most = self.last().saturating_sub((parts.len() - k - 1) as u16);
            let upto = |to: u16| -> f64 { self.widths[..=usize::from(to)].iter().sum() };
            while to < most && (upto(to) - goal).abs() > (upto(to + 1) - goal).abs() {
                to += 1;
            }
            self.across(from, to, text, &styles.sign)?;
            from = (to + 1).min(self.last());
        }
        self.height(28.0)
    }

    /// A text over the whole width, as high as it needs, set in `points`.
    fn paragraph(&mut self, text: &str, format: &Format, points: f64) -> Result<(), XlsxError> {
        self.across(0, self.last(), text, format)?;
        let lines = width::lines(text, self.sum(0, self.last()), points);
        self.height(points * 1.5 * lines as f64 + 4.0)
    }

    /// Writes over columns `from` to `to` of the current row.
    fn across(&mut self, from: u16, to: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
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
    fn sum(&self, from: u16, to: u16) -> f64 {
        let widths = &self.widths[usize::from(from)..=usize::from(to)];
        widths.iter().map(|w| width::pixels(*w)).sum()
    }

    /// Ends the current row at this height.
    fn height(&mut self, points: f64) -> Result<(), XlsxError> {
        self.paper
            .set_row_height(self.row, points.min(MOST_POINTS))?;
        self.row += 1;
        Ok(())
    }

    /// A chart over the table's rows (sections and totals must not stand between them), below the table.
    fn picture(
        &mut self,
        sheet: &Sheet,
        table: &Table,
        picture: &Picture,
        body: u32,
    ) -> Result<(), XlsxError> {
        let rows = table
            .lines
            .iter()
            .filter(|l| matches!(l, Line::Row(_)))
            .count() as u32;
        if rows == 0 {
            return Ok(());
        }
        let starts = starts(table);
        let end = body + rows - 1;
        let mut chart = Chart::new(if picture.lying {
            ChartType::Bar
        } else {
            ChartType::Column
        });
        let font = |size: f64| {
            let mut font = ChartFont::new();
            font.set_name(BODY).set_size(size);
            font
        };
        for (k, color) in picture.series.iter().zip([BLUE, ORANGE]) {
            let at = starts[*k];
            let names = starts[picture.names];
            chart
                .add_series()
                .set_name(table.columns[*k].head.as_str())
                .set_categories((sheet.name, body, names, end, names))
                .set_values((sheet.name, body, at, end, at))
                .set_format(
                    rust_xlsxwriter::ChartFormat::new()
                        .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(color)),
                )
                .set_data_label(
                    rust_xlsxwriter::ChartDataLabel::new()
                        .show_value()
                        .set_font(&font(9.0)),
                )
                .set_gap(60);
        }
        chart
            .title()
            .set_name(picture.title.as_str())
            .set_font(font(13.0).set_bold());
        chart.x_axis().set_font(&font(9.0));
        chart
            .y_axis()
            .set_font(&font(9.0))
            .set_major_gridlines(false);
        if picture.lying {
            chart.x_axis().set_reverse();
        }
        if picture.series.len() > 1 {
            chart
                .legend()
                .set_position(ChartLegendPosition::Bottom)
                .set_font(&font(10.0));
        } else {
            chart.legend().set_hidden();
        }
        let pixels = self.sum(0, self.last());
        chart.set_width((pixels - 8.0).max(200.0) as u32);
        chart.set_height((picture.height / 0.75) as u32);
        self.row += 1;
        self.paper
            .insert_chart_with_offset(self.row, 0, &chart, 4, 0)?;
        let slots = (picture.height / ROW_POINTS).ceil() as u32 + 1;
        for _ in 0..slots {
            self.height(ROW_POINTS)?;
        }
        Ok(())
    }
}

/// The grid column at which each column of a table begins.
fn starts(table: &Table) -> Vec<u16> {
    let spans = table.columns.iter().map(|c| c.span);
    spans
        .scan(0, |at, span| {
            let start = *at;
            *at += span;
            Some(start)
        })
        .collect()
}

/// A cell holds so much text and no more.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((cut, _)) => format!("{}……", &text[..cut]).into(),
        None => text.into(),
    }
}

/// In a page header a digit after a font size would be read as part of the size.
fn spaced(text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        format!(" {text}")
    } else {
        text.to_owned()
    }
}
