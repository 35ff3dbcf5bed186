//! The workbook to fill in: every table a sheet, with drop-downs, notes and one example row.

use super::catalogue::{Column, Kind, List, Need, TABLES, Table};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Note, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

/// Last row (0-based) that drop-downs and checks cover: more persons than any county has.
const LAST_ROW: u32 = 30_000;

/// Name of the sheet of explanations.
pub const NOTES_SHEET: &str = "填写说明";

/// The workbook's bytes; the same every time.
pub fn template() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    notes_sheet(book.add_worksheet())?;
    for table in TABLES {
        table_sheet(book.add_worksheet(), table)?;
    }
    book.save_to_buffer()
}

fn header(need: Need) -> Format {
    let fill = match need {
        Need::Must => Color::RGB(0xF8CBAD),
        Need::Should => Color::RGB(0xFFE699),
        Need::May => Color::RGB(0xD9E1F2),
    };
    Format::new()
        .set_bold()
        .set_background_color(fill)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// Columns that a spreadsheet must not turn into numbers or dates.
fn as_text(kind: Kind) -> bool {
    use Kind::*;
    !matches!(kind, Count | Rank | Number | Degree | Year)
}

fn table_sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(table.title)?;
    sheet.set_row_height(0, 30)?;
    for (at, column) in table.columns.iter().enumerate() {
        let at = at as u16;
        let mut body = Format::new();
        if as_text(column.kind) {
            body = body.set_num_format("@");
        }
        let example = body
            .clone()
            .set_italic()
            .set_font_color(Color::RGB(0x808080));
        sheet.set_column_format(at, &body)?;
        sheet.set_column_width(at, width(column))?;
        sheet.write_string_with_format(0, at, column.title, &header(column.need))?;
        sheet.insert_note(0, at, &note(column))?;
        match column.example.parse::<f64>() {
            Ok(number) if !as_text(column.kind) => {
                sheet.write_number_with_format(1, at, number, &example)?
            }
            _ => sheet.write_string_with_format(1, at, column.example, &example)?,
        };
        if let Some(check) = validation(column)? {
            sheet.add_data_validation(1, at, LAST_ROW, at, &check)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Wide enough for the header and the example; a Chinese character is two wide.
fn width(column: &Column) -> f64 {
    let widest = column.title.width().max(column.example.width());
    (widest + 4).clamp(9, 36) as f64
}

fn need_words(need: Need) -> (&'static str, &'static str) {
    match need {
        Need::Must => ("必填", "required"),
        Need::Should => ("建议填写", "recommended"),
        Need::May => ("可不填", "optional"),
    }
}

/// What a column's words are; empty when it has no list.
fn choices(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::YesNo => vec!["是", "否"],
        _ => kind.list().map(List::words).unwrap_or_default(),
    }
}

fn note(column: &Column) -> Note {
    let (need, need_en) = need_words(column.need);
    let (label, label_en) = column.kind.label();
    let mut text = format!("{}（{need}）：{label}\n{}", column.title, column.note.0);
    let words = choices(column.kind);
    if !words.is_empty() {
        text.push_str(&format!("\n可填：{}", words.join("、")));
    }
    text.push_str(&format!(
        "\n{} ({need_en}): {label_en}. {}",
        column.key, column.note.1
    ));
    Note::new(text)
        .add_author_prefix(false)
        .set_author("jiaopin")
        .set_width(300)
        .set_height(150)
}

fn validation(column: &Column) -> Result<Option<DataValidation>, XlsxError> {
    let check = DataValidation::new();
    let check = match column.kind {
        Kind::Word(list) => check.allow_list_strings(&list.words())?,
        Kind::YesNo => check.allow_list_strings(&["是", "否"])?,
        Kind::Count => check.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
        Kind::Rank => check.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(1)),
        Kind::Number => check.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
        Kind::Degree => check.allow_decimal_number(DataValidationRule::Between(-180.0, 180.0)),
        Kind::Year => check.allow_whole_number(DataValidationRule::Between(1900, 2100)),
        _ => return Ok(None),
    };
    let check = check
        .set_error_title("填写有误")?
        .set_error_message(format!("{}：{}", column.title, column.kind.label().0))?;
    Ok(Some(check))
}

/// Columns of the sheet of explanations: header, width.
const NOTES: [(&str, f64); 7] = [
    ("表", 12.0),
    ("列", 16.0),
    ("英文名", 20.0),
    ("是否必填", 10.0),
    ("填写内容", 34.0),
    ("说明", 56.0),
    ("Description", 56.0),
];

const HOW_TO: [&str; 7] = [
    "一、每张表第一行为列名，请勿改动；列的顺序可以调整。列名底色：橙色必填，黄色建议填写，蓝色可不填。",
    "二、每张表第二行（灰色斜体，代码以“示例”开头）为示例，不会被读入，可保留也可删除。",
    "三、学校代码、工号、身份证号均为文本，前导零须保留；请勿用“常规”或“数值”格式粘贴身份证号。",
    "四、年月写作 2019-09，也可写 2019.9、2019/9/1、201909、2019年9月。",
    "五、多个内容用顿号分隔；没有的内容留空，或填“无”“-”“/”。",
    "六、学校、教师两表必填；班级与岗位至少填一张；其余各表没有内容时可留空。",
    "七、填好后运行 jiaopin check 文件名 检查，全部问题会一次列出。",
];

fn notes_sheet(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(NOTES_SHEET)?;
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, "县管校聘数据填写说明", &title)?;
    for (at, line) in HOW_TO.iter().enumerate() {
        sheet.write_string(at as u32 + 1, 0, *line)?;
    }
    let mut row = HOW_TO.len() as u32 + 2;
    for (at, (text, width)) in NOTES.iter().enumerate() {
        sheet.set_column_width(at as u16, *width)?;
        sheet.write_string_with_format(row, at as u16, *text, &header(Need::May))?;
    }
    sheet.set_repeat_rows(row, row)?;
    for table in TABLES {
        for column in table.columns {
            row += 1;
            notes_row(sheet, row, table, column)?;
        }
    }
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn notes_row(
    sheet: &mut Worksheet,
    row: u32,
    table: &Table,
    column: &Column,
) -> Result<(), XlsxError> {
    let body = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let words = choices(column.kind);
    let label = match words.is_empty() {
        true => column.kind.label().0.to_string(),
        false => format!("{}：{}", column.kind.label().0, words.join("、")),
    };
    let (need, _) = need_words(column.need);
    let cells = [
        table.title,
        column.title,
        column.key,
        need,
        &label,
        column.note.0,
        column.note.1,
    ];
    let mut lines = 1.0f64;
    for (at, text) in cells.iter().enumerate() {
        lines = lines.max((text.width() as f64 / (NOTES[at].1 - 2.0)).ceil());
        sheet.write_string_with_format(row, at as u16, *text, &body)?;
    }
    sheet.set_row_height(row, 16.0 * lines)?;
    Ok(())
}
