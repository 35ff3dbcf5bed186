//! What is said of files that cannot be read as they are.

use super::catalogue::TABLES;
use super::decode::Undecodable;
use super::fault::{Faults, Place};
use super::grid::{Grid, Merged};
use crate::text::Text;
use std::io::ErrorKind;
use std::path::Path;

/// The place of a whole file.
pub fn file(name: &str) -> Place {
    Place {
        file: name.to_string(),
        ..Place::default()
    }
}

fn line(name: &str, line: usize) -> Place {
    Place {
        cell: line.to_string(),
        ..file(name)
    }
}

pub fn no_such_path(path: &Path, faults: &mut Faults) {
    faults.push(
        "E101",
        file(&path.display().to_string()),
        Text::new("找不到该文件或文件夹", "no such file or folder"),
        Text::new(
            "请检查路径；路径中有空格的，须用英文双引号括起来，例如 \"2026 县管校聘\"",
            "check the path; one with spaces needs quotation marks, such as \"county 2026\"",
        ),
    );
}

pub fn unreadable(name: &str, error: &std::io::Error, faults: &mut Faults) {
    if error.kind() == std::io::ErrorKind::NotFound {
        return no_such_path(Path::new(name), faults);
    }
    let why = why(error);
    faults.push(
        "E101",
        file(name),
        Text::new(
            format!("无法读取：{}", why.zh),
            format!("cannot be read: {}", why.en),
        ),
        Text::new(
            "请检查访问权限，或关闭正在使用它的程序",
            "check the permissions, or close the program that uses it",
        ),
    );
}

/// Why the system would not read something.
pub fn why(error: &std::io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => Text::new("没有这个文件", "there is no such file"),
        ErrorKind::PermissionDenied => Text::new("没有读取权限", "no permission to read it"),
        ErrorKind::IsADirectory => Text::new("这是文件夹，不是文件", "it is a folder"),
        _ => Text::new(error.to_string(), error.to_string()),
    }
}

pub fn no_bytes(name: &str, faults: &mut Faults) {
    faults.push(
        "E103",
        file(name),
        Text::new("文件大小为 0 字节，没有任何内容", "the file has 0 bytes"),
        Text::new("请重新导出或复制该文件", "export or copy the file again"),
    );
}

pub fn single_text(name: &str, faults: &mut Faults) {
    faults.push(
        "E102",
        file(name),
        Text::new(
            "这是单个文本文件；一个县的数据是一个工作簿，或一个每表一个文件的文件夹",
            "this is one text file; a county is a workbook, or a folder with one file a table",
        ),
        Text::new(
            "请指定 .xlsx/.xls/.ods 工作簿或文件夹",
            "name a workbook (.xlsx, .xls, .ods) or a folder",
        ),
    );
}

/// Plan and data are easily exchanged on a command line.
pub fn result_folder(path: &Path, faults: &mut Faults) {
    faults.push(
        "E102",
        file(&path.display().to_string()),
        Text::new(
            "这是 solve 写出的结果文件夹（方案），不是一个县的数据",
            "this is a result folder of solve (a plan), not a county's data",
        ),
        Text::new(
            "请指定数据的工作簿或文件夹；数据在前、方案在后的命令，核对两者的次序",
            "name the workbook or folder of the data; where a command takes both, the data come first, then the plan",
        ),
    );
}

/// A folder that holds tables where a plan was asked for.
pub fn county_folder(path: &Path, faults: &mut Faults) {
    faults.push(
        "E501",
        file(&path.display().to_string()),
        Text::new(
            "这是一个县的数据，不是方案",
            "this is a county's data, not a plan",
        ),
        Text::new(
            "请指定 solve 的输出文件夹、plan.csv 或聘任名单工作簿",
            "name the output folder of solve, a plan.csv or an appointment workbook",
        ),
    );
}

pub fn password(name: &str, faults: &mut Faults) {
    faults.push(
        "E105",
        file(name),
        Text::new(
            "工作簿设有打开密码",
            "the workbook is protected by a password",
        ),
        Text::new(
            "请在表格软件中取消密码后另存",
            "open it, take the password off, save it",
        ),
    );
}

pub fn undecodable(name: &str, at: &Undecodable, faults: &mut Faults) {
    faults.push(
        "E107",
        line(name, at.line),
        Text::new(
            format!(
                "第 {} 行有无法识别的字符（按 {} 读取）",
                at.line, at.encoding
            ),
            format!("line {} holds bytes that are not {}", at.line, at.encoding),
        ),
        Text::new(
            "请用表格软件打开，另存为“CSV UTF-8”",
            "open it in a spreadsheet and save it as CSV UTF-8",
        ),
    );
}

pub fn open_quote(name: &str, at: u32, faults: &mut Faults) {
    faults.push(
        "E108",
        line(name, at as usize),
        Text::new(
            format!("第 {at} 行起的英文双引号没有成对"),
            format!("a quote that opens on line {at} is never closed"),
        ),
        Text::new("请补上或删去该双引号", "close the quote or take it out"),
    );
}

pub fn damaged(name: &str, words: (&str, &str), faults: &mut Faults) {
    faults.push(
        "E106",
        file(name),
        Text::new(
            format!("不是可读的工作簿，或已损坏（{}）", words.0),
            format!("not a workbook that can be read, or damaged ({})", words.1),
        ),
        Text::new(
            "请用 Excel 或 WPS 打开后另存为 .xlsx",
            "open it in Excel, WPS or LibreOffice and save it as .xlsx",
        ),
    );
}

pub fn not_a_table(name: &str, faults: &mut Faults) {
    faults.push(
        "E104",
        file(name),
        Text::new(
            "文件内容是网页或 XML，并非真正的表格文件",
            "the file holds a web page or XML, not a table",
        ),
        Text::new(
            "请用 Excel 或 WPS 打开，“另存为”选择 Excel 工作簿（.xlsx）",
            "open it in Excel or WPS and use “save as” Excel workbook (.xlsx)",
        ),
    );
}

pub fn wrong_ending(name: &str, what: (&str, &str), ending: &str, faults: &mut Faults) {
    faults.push(
        "W101",
        file(name),
        Text::new(
            format!("文件内容实为{}，按其内容处理", what.0),
            format!("the file is really {}; it is taken as such", what.1),
        ),
        Text::new(
            format!("建议把扩展名改为 .{ending}"),
            format!("change its ending to .{ending}"),
        ),
    );
}

pub fn unknown(place: Place, name: &str, faults: &mut Faults) {
    let titles: Vec<&str> = TABLES.iter().map(|t| t.title).collect();
    let keys: Vec<&str> = TABLES.iter().map(|t| t.key).collect();
    faults.push(
        "W102",
        place,
        Text::new(
            format!("“{name}”不是已知的表名，未读入"),
            format!("\"{name}\" is not the name of a table; it was not read"),
        ),
        Text::new(
            format!("如是数据请改名为：{}", titles.join("、")),
            format!("if it holds data, name it one of: {}", keys.join(", ")),
        ),
    );
}

/// Rows at the end of a table, or between its parts, that were not read.
pub fn closing(grid: &Grid, rows: &[u32], faults: &mut Faults) {
    const SHOWN: usize = 5;
    let numbers: Vec<String> = rows.iter().take(SHOWN).map(u32::to_string).collect();
    let n = rows.len();
    let (zh, en) = match n > SHOWN {
        true => (format!("等 {n} 行"), format!(" … ({n} in all)")),
        false => (" 行".to_owned(), String::new()),
    };
    faults.push(
        "W203",
        grid.place(0, rows[0]),
        Text::new(
            format!(
                "合计、签章、说明或重复的表头未作为数据读入：第 {}{zh}",
                numbers.join("、")
            ),
            format!(
                "sums, signatures, remarks or repeated headers were not read as data: row {}{en}",
                numbers.join(", ")
            ),
        ),
        Text::new(
            "无需处理；如确为数据请改写首格",
            "nothing to do; if it is data, change its first cell",
        ),
    );
}

/// Cells that show one value for several, where each needs its own.
pub fn merged(grid: &Grid, area: &Merged, faults: &mut Faults) {
    let to = grid.place(area.columns.1, area.rows.1).cell;
    let mut place = grid.place(area.columns.0, area.rows.0);
    place.cell = format!("{}:{to}", place.cell);
    faults.push(
        "E313",
        place,
        Text::new(
            "数据行中有合并单元格：除第一格外，其余各格读作空白",
            "merged cells among the data: all but the first of them read as empty",
        ),
        Text::new(
            "请取消合并，并把内容填到每一格（选中该区域→取消合并→定位空值→输入 = 上一格→按 Ctrl+Enter）",
            "unmerge them and fill the value into every cell",
        ),
    );
}

/// A hidden sheet that holds a table is data like any other, but perhaps nobody knows that it is there.
pub fn hidden(grid: &Grid, faults: &mut Faults) {
    faults.push(
        "W103",
        grid.whole(),
        Text::new(
            "这张工作表是隐藏的，已按数据读入",
            "this sheet is hidden; it was read as data all the same",
        ),
        Text::new(
            "请取消隐藏后核对；不用的请删去",
            "show it and check it; delete it if it is not used",
        ),
    );
}

/// A file or subfolder that by its name holds a table, but is not read.
pub fn passed_over(name: &str, folder: bool, faults: &mut Faults) {
    let (zh, en) = match folder {
        true => ("子文件夹中的表不读取", "tables in a subfolder are not read"),
        false => (
            "不是能读取的格式，未读入",
            "its format cannot be read; it was passed over",
        ),
    };
    let remedy = match folder {
        true => Text::new(
            "请把表移到数据文件夹本身",
            "move the tables into the data folder itself",
        ),
        false => Text::new(
            "请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV",
            "open it in a spreadsheet and save it as .xlsx or CSV",
        ),
    };
    faults.push("W102", file(name), Text::new(zh, en), remedy);
}

/// Cells in columns without a header: not read. In a text file they show that a row has slipped.
pub fn headless(grid: &Grid, column: usize, rows: &[u32], faults: &mut Faults) {
    let (col, n) = (super::grid::letters(column), rows.len());
    faults.push(
        "W201",
        grid.place(column, rows[0]),
        Text::new(
            format!("{col} 列没有列名，其中 {n} 格内容未读入"),
            format!("column {col} has no header; {n} cell(s) in it were not read"),
        ),
        Text::new(
            "请补上列名；如是该行多了一个分隔符而错位，请改正该行",
            "give the column a header; where a row has slipped by one separator too many, correct it",
        ),
    );
}
