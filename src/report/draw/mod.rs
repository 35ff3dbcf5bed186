//! Puts a [`Sheet`] on paper: merged title, unit and date line, heads that repeat, borders, page numbers.

mod chart;
mod pen;
mod table;

use super::sheet::Sheet;
use super::style::{BODY, Styles};
use super::width;
use pen::{Pen, ROW_POINTS};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// What stands on every sheet beside its own content.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// Under the title, left and right.
    pub left: String,
    pub right: String,
    /// In the page header: the school year, and whether this is a proposal or who approved it.
    pub header_left: String,
    pub header_right: String,
    /// Under the title and in the page header of every sheet: what its reader must not overlook.
    pub beware: Option<String>,
}

/// A4.
const PAPER: u8 = 9;
const TITLE_POINTS: f64 = 20.0;
const SIGN_POINTS: f64 = 12.0;
const NOTE_POINTS: f64 = 10.0;

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
        used: 0.0,
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
    let width = 0.75 * pen.sum(0, pen.last());
    if breaks.is_empty() && spills(pen.used, width, sheet.landscape) {
        pen.paper.set_print_fit_to_pages(1, 1);
    }
    book.push_worksheet(pen.paper);
    Ok(())
}

/// A4, and the margins that it is printed with, in inches; an inch in points.
const A4: (f64, f64) = (8.27, 11.69);
const SIDES: f64 = 0.59;
const TOP: f64 = 0.75;
const BOTTOM: f64 = 0.71;
const INCH: f64 = 72.0;

/// Whether a sheet, in points, is so little higher than a page that the last one would have a head and signatures alone,
/// and small type is better: no less than three fifths.
fn spills(height: f64, width: f64, landscape: bool) -> bool {
    let (across, down) = if landscape { (A4.1, A4.0) } else { A4 };
    let (across, down) = (across - 2.0 * SIDES, down - TOP - BOTTOM);
    let (across, down) = (across * INCH, down * INCH);
    let scale = across / width;
    let room = down / scale;
    height > room && height <= room * 1.25 && scale >= 0.75
}

impl Pen<'_> {
    fn page(&mut self, sheet: &Sheet, letterhead: &Letterhead) -> Result<(), XlsxError> {
        let paper = &mut self.paper;
        paper.set_name(sheet.name)?;
        paper.set_paper_size(PAPER);
        if sheet.landscape {
            paper.set_landscape();
        } else {
            paper.set_portrait();
        }
        paper.set_margins(SIDES, SIDES, TOP, BOTTOM, 0.35, 0.35);
        paper.set_print_fit_to_pages(1, 0);
        paper.set_print_center_horizontally(true);
        let plain = |text: &str| text.chars().take(60).collect::<String>().replace('&', "&&");
        let beware = letterhead.beware.as_deref();
        paper.set_header(format!(
            "&L&\"{BODY},Regular\"&9{}{}&R&\"{BODY},Regular\"&9{}",
            spaced(&plain(&letterhead.header_left)),
            beware.map_or(String::new(), |text| format!("\n{}", plain(text))),
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
        if let Some(text) = &letterhead.beware {
            self.paragraph(text, &styles.sign, SIGN_POINTS)?;
        }
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

    fn bottom(&mut self, sheet: &Sheet) -> Result<(), XlsxError> {
        for text in &sheet.notes {
            self.paragraph(text, &self.styles.note, NOTE_POINTS)?;
        }
        if !sheet.signs.is_empty() {
            self.gap();
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
}

/// In a page header a digit after a font size would be read as part of the size.
fn spaced(text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        format!(" {text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::spills;

    #[test]
    fn what_is_little_more_than_a_page_goes_on_one() {
        assert!(!spills(480.0, 757.0, true) && spills(520.0, 757.0, true));
        assert!(spills(600.0, 757.0, true) && !spills(630.0, 757.0, true));
        assert!(!spills(600.0, 510.0, false) && spills(800.0, 510.0, false));
        // Twice as wide as the page: the type is small enough.
        assert!(!spills(1000.0, 1514.0, true));
    }
}
