//! The look of the office's tables: 小标宋 titles, 黑体 heads, 仿宋 text, thin borders.

use super::sheet::Align;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Where a font is missing the spreadsheet falls back by this character set (GB2312), not to a Latin font.
const CHARSET: u8 = 134;
const TITLE: &str = "方正小标宋简体";
const HEAD: &str = "黑体";
pub const BODY: &str = "仿宋";
const SECTION_FILL: Color = Color::RGB(0x00E8_EEF4);
const HEAD_FILL: Color = Color::RGB(0x00F2_F2F2);
const LINE: Color = Color::RGB(0x0059_5959);

/// Formats in use, made once for a workbook.
pub struct Styles {
    pub title: Format,
    pub line_left: Format,
    pub line_right: Format,
    pub caption: Format,
    pub head: Format,
    pub section: Format,
    pub note: Format,
    pub sign: Format,
    body: [Cellular; 3],
    total: [Cellular; 3],
}

/// One alignment in its variants.
struct Cellular {
    text: Format,
    /// Text that could be taken for a formula keeps its mark as text even when somebody edits the cell.
    quoted: Format,
    whole: Format,
    tenths: Format,
    thousandths: Format,
}

fn font(name: &str, size: f64) -> Format {
    Format::new()
        .set_font_name(name)
        .set_font_size(size)
        .set_font_charset(CHARSET)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn boxed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(LINE)
}

fn cellular(format: &Format, align: Align) -> Cellular {
    let side = match align {
        Align::Left => FormatAlign::Left,
        Align::Center => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    let text = boxed(format.clone()).set_align(side);
    // Numbers keep away from the border by a blank in their format: an indent beside a number is not drawn everywhere.
    let number = |digits: &str| {
        let blank = if align == Align::Right { "_ " } else { "" };
        text.clone()
            .unset_text_wrap()
            .set_num_format(format!("{digits}{blank}"))
    };
    let (whole, tenths, thousandths) = (number("0"), number("0.0"), number("0.000"));
    let text = text.set_indent(u8::from(align != Align::Center));
    Cellular {
        quoted: text.clone().set_quote_prefix(),
        whole,
        tenths,
        thousandths,
        text,
    }
}

impl Styles {
    pub fn new() -> Styles {
        let body = font(BODY, 11.0);
        let total = font(HEAD, 11.0).set_background_color(HEAD_FILL);
        let sides = [Align::Left, Align::Center, Align::Right];
        Styles {
            title: font(TITLE, 20.0).set_align(FormatAlign::Center),
            line_left: font(BODY, 11.0).set_align(FormatAlign::Left),
            line_right: font(BODY, 11.0).set_align(FormatAlign::Right),
            caption: font(HEAD, 13.0).set_align(FormatAlign::Left),
            head: boxed(font(HEAD, 11.0))
                .set_align(FormatAlign::Center)
                .set_background_color(HEAD_FILL),
            section: boxed(font(HEAD, 11.0))
                .set_align(FormatAlign::Left)
                .set_indent(1)
                .set_background_color(SECTION_FILL),
            note: font(BODY, 10.0).set_align(FormatAlign::Left),
            sign: font(BODY, 12.0).set_align(FormatAlign::Left),
            body: sides.map(|side| cellular(&body, side)),
            total: sides.map(|side| cellular(&total, side)),
        }
    }

    fn pick(&self, total: bool, align: Align) -> &Cellular {
        if total {
            &self.total[align as usize]
        } else {
            &self.body[align as usize]
        }
    }

    pub fn text(&self, total: bool, align: Align, quoted: bool) -> &Format {
        let cell = self.pick(total, align);
        if quoted { &cell.quoted } else { &cell.text }
    }

    /// A number with 0, 1 or 3 decimals.
    pub fn number(&self, total: bool, align: Align, decimals: u8) -> &Format {
        let cell = self.pick(total, align);
        match decimals {
            0 => &cell.whole,
            1 => &cell.tenths,
            _ => &cell.thousandths,
        }
    }
}
