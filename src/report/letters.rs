//! Decision records as a workbook: one page a person, ready to print and hand over.

use super::book::{Mark, properties};
use crate::case::Case;
use crate::explain::letters::{Letter, letters};
use crate::plan::Plan;
use crate::text::{Lang, Text};
use anyhow::Result;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// Widths in columns of print: label and content fill an A4 page.
const WIDTHS: [f64; 2] = [14.0, 72.0];
/// Excel knows at most 1,023 page breaks a sheet.
const PAGES: usize = 1_000;
/// Height of one line of text, in points.
const LINE: f64 = 16.0;

/// The workbook's bytes.
pub fn bytes(case: &Case, plan: &Plan, mark: &Mark, lang: Lang) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let year = &case.policy.year;
    book.set_properties(&properties(&title(case, mark, lang), &year.as_of));
    let name = Text::new("告知书", "Records");
    for (i, some) in letters(case, plan).chunks(PAGES).enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(format!("{}{}", name.get(lang), i + 1))?;
        fill(sheet, case, some, mark, lang)?;
    }
    Ok(book.save_to_buffer()?)
}

fn fill(
    sheet: &mut Worksheet,
    case: &Case,
    letters: &[Letter],
    mark: &Mark,
    lang: Lang,
) -> Result<(), XlsxError> {
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, WIDTHS[0])?;
    sheet.set_column_width(1, WIDTHS[1])?;
    let mut page = Page::new(sheet, lang);
    let mut breaks = Vec::new();
    for letter in letters {
        if page.row > 0 {
            breaks.push(page.row);
        }
        page.letter(case, letter, mark)?;
    }
    page.sheet.set_page_breaks(&breaks)?;
    Ok(())
}

struct Page<'a> {
    sheet: &'a mut Worksheet,
    lang: Lang,
    row: u32,
    title: Format,
    label: Format,
    content: Format,
    note: Format,
}

impl Page<'_> {
    fn new(sheet: &mut Worksheet, lang: Lang) -> Page<'_> {
        let font = |name: &str, size: f64| Format::new().set_font_name(name).set_font_size(size);
        let boxed = font("宋体", 11.0)
            .set_border(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter);
        Page {
            sheet,
            lang,
            row: 0,
            title: font("黑体", 16.0).set_align(FormatAlign::Center),
            label: boxed.clone().set_align(FormatAlign::Center),
            // What could run as a formula stays text.
            content: boxed
                .set_quote_prefix()
                .set_align(FormatAlign::Left)
                .set_indent(1),
            note: font("宋体", 10.0)
                .set_align(FormatAlign::Right)
                .set_text_wrap(),
        }
    }

    fn letter(&mut self, case: &Case, letter: &Letter, mark: &Mark) -> Result<(), XlsxError> {
        let title = title(case, mark, self.lang);
        self.sheet
            .merge_range(self.row, 0, self.row, 1, &title, &self.title)?;
        self.sheet.set_row_height(self.row, 30.0)?;
        self.row += 1;
        if let Some(beware) = mark.beware() {
            self.across(beware.get(self.lang))?;
        }
        let unit = (Text::new("告知单位", "Issued by"), seal());
        let receipt = (Text::new("签收", "Received"), signature());
        for (name, text) in letter.lines.iter().chain([&unit, &receipt]) {
            self.line(name.get(self.lang), text.get(self.lang))?;
        }
        self.across(mark.said().get(self.lang))
    }

    /// A note over the whole width.
    fn across(&mut self, text: &str) -> Result<(), XlsxError> {
        self.sheet
            .merge_range(self.row, 0, self.row, 1, text, &self.note)?;
        self.sheet.set_row_height(self.row, height(text))?;
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, name: &str, text: &str) -> Result<(), XlsxError> {
        self.sheet
            .write_string_with_format(self.row, 0, name, &self.label)?;
        self.sheet
            .write_string_with_format(self.row, 1, text, &self.content)?;
        self.sheet.set_row_height(self.row, height(text))?;
        self.row += 1;
        Ok(())
    }
}

fn title(case: &Case, mark: &Mark, lang: Lang) -> String {
    let label = &case.policy.year.label;
    match lang {
        Lang::Zh => format!("{label}教师聘任结果告知书{}", mark.suffix()),
        Lang::En => format!("{label}: decision record"),
    }
}

/// Who hands the letter over, with seal and date.
fn seal() -> Text {
    Text::new(
        "单位（盖章）：　　　　　　　　　　　年　　月　　日",
        "Unit (seal):                       Date:",
    )
}

/// Where the person signs for the letter.
fn signature() -> Text {
    Text::new(
        "本人签名：　　　　　　　　　　　　年　　月　　日",
        "Signature:                         Date:",
    )
}

/// Enough points for a wrapped text; Excel shows at most 409.
fn height(text: &str) -> f64 {
    use unicode_width::UnicodeWidthStr;
    let room = (WIDTHS[1] - 6.0) as usize;
    let lines: usize = text.lines().map(|l| 1 + l.width() / room).sum();
    (LINE * lines.max(1) as f64 + 6.0).min(409.0)
}
