//! appointments.xlsx: what the office hands to its director, one file a sheet.

mod ages;
mod archive;
mod balance;
mod basis;
mod changes;
mod cover;
mod gaps;
mod leaders;
mod loans;
mod mark;
mod merit;
mod moves;
mod pool;
mod quota;
mod roster;
mod rotation;
mod rounds;
mod rules;
mod shared;
mod titles;
mod turnover;
mod verify;

pub use archive::MARK as INTERNAL;
pub use mark::{Mark, caution, unproven};
pub use roster::{HEADS, SHEET as ROSTER};
pub(super) use verify::{Open, open};

use super::balance::BalanceRow;
use super::draw::{self, Letterhead};
use super::figures::Figures;
use super::info::RunInfo;
use super::names::Schools;
use super::sheet::Sheet;
use super::style::Styles;
use crate::audit::Audit;
use crate::case::Case;
use crate::county::{SchoolIx, Stage, TeacherIx};
use crate::plan::Plan;
use crate::plan::result::Solved;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// Everything that the sheets are made from.
pub struct Book<'a> {
    pub case: &'a Case,
    pub plan: &'a Plan,
    pub solved: &'a Solved,
    pub audit: &'a Audit,
    pub info: &'a RunInfo,
    pub mark: &'a Mark,
    pub figures: &'a Figures,
    pub balance: &'a [BalanceRow],
    pub schools: &'a Schools,
}

impl Book<'_> {
    pub(super) fn title(&self, what: &str) -> String {
        format!(
            "{}{what}{}",
            self.case.policy.year.label,
            self.mark.suffix()
        )
    }

    fn school(&self, school: SchoolIx) -> &str {
        self.schools.of(school)
    }

    /// `小学语文` as it stands before the plan.
    fn current_post(&self, teacher: TeacherIx) -> String {
        let t = self.case.county.teacher(teacher);
        let stage = t.stage.map_or("", Stage::zh);
        format!("{stage}{}", super::names::subject(self.case, t.subject))
    }

    /// The lines for names and seal under a list.
    fn signs(&self) -> Vec<Vec<String>> {
        lines(&[
            &["填表人：", "审核人：", "负责人（签字）："],
            &[
                "联系电话：",
                "单位（盖章）：",
                "填报日期：　　　　年　　月　　日",
            ],
        ])
    }

    pub fn letterhead(&self) -> Letterhead {
        letterhead(self.case, self.mark)
    }

    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = vec![cover::sheet(self), roster::sheet(self)];
        sheets.extend(super::frontier::sheet(self));
        sheets.extend(leaders::sheets(self));
        sheets.extend([moves::sheet(self), pool::sheet(self)]);
        sheets.extend(rounds::sheets(self));
        sheets.extend(turnover::sheets(self));
        sheets.push(gaps::sheet(self));
        sheets.extend(shared::sheets(self));
        sheets.extend([
            quota::sheet(self),
            loans::sheet(self),
            rotation::ledger(self),
            rotation::persons(self),
            balance::sheet(self),
            titles::sheet(self),
        ]);
        sheets.extend(ages::sheet(self));
        sheets.push(rules::sheet(self));
        sheets.extend(merit::sheet(self));
        sheets.extend(verify::sheet(self));
        sheets
    }

    /// The workbook's bytes: the same for the same plan, on every machine and day.
    ///
    /// # Errors
    /// Only where a sheet outgrows what a workbook can hold.
    pub fn bytes(&self, lists: Lists) -> Result<Vec<u8>, XlsxError> {
        match lists {
            Lists::Whole => self.whole(),
            Lists::Changes => changes::bytes(self),
            Lists::Archive => archive::bytes(self),
        }
    }

    fn whole(&self) -> Result<Vec<u8>, XlsxError> {
        workbook(
            &self.sheets(),
            &self.letterhead(),
            &self.title("教师聘任方案"),
            &self.case.policy.year.as_of,
        )
    }
}

/// Which lists of a plan a workbook holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// appointments.xlsx
    Whole,
    /// 异动名册
    Changes,
    /// The internal archive.
    Archive,
}

/// Title line, date line and page header of every list.
pub fn letterhead(case: &Case, mark: &Mark) -> Letterhead {
    let year = &case.policy.year;
    Letterhead {
        left: match mark.approved {
            None => "填报单位（盖章）：".to_owned(),
            Some(_) => format!("审定：{}", mark.said().zh),
        },
        right: format!("基准日期：{}", chinese_date(&year.as_of)),
        header_left: format!("{}　县管校聘教师聘任", year.label),
        header_right: mark.said().zh,
        beware: mark.beware().map(|b| b.zh),
    }
}

/// Draws sheets into a workbook that names no person and no machine as its maker.
///
/// # Errors
/// Only where a sheet outgrows what a workbook can hold.
pub fn workbook(
    sheets: &[Sheet],
    letterhead: &Letterhead,
    title: &str,
    as_of: &str,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(title, as_of));
    let styles = Styles::new();
    for sheet in sheets {
        draw::draw(&mut book, sheet, letterhead, &styles)?;
    }
    book.save_to_buffer()
}

/// What a workbook says of itself: no person, no machine, and the day of the plan instead of a clock.
pub fn properties(title: &str, as_of: &str) -> DocProperties {
    let properties = DocProperties::new()
        .set_title(title.chars().take(200).collect::<String>())
        .set_author("jiaopin");
    let (year, month, day) = date(as_of);
    match ExcelDateTime::from_ymd(year, month, day) {
        Ok(made) => properties.set_creation_datetime(&made),
        Err(_) => properties,
    }
}

/// Signature lines from fixed words.
pub fn lines(words: &[&[&str]]) -> Vec<Vec<String>> {
    let line = |parts: &&[&str]| parts.iter().map(|p| (*p).to_owned()).collect();
    words.iter().map(line).collect()
}

/// Year, month and day of `2026-09-01`; the first day spreadsheets know where it cannot be read.
fn date(text: &str) -> (u16, u8, u8) {
    let mut parts = text.split('-');
    let year = parts.next().and_then(|p| p.parse().ok());
    let mut next = || parts.next().and_then(|p| p.parse().ok());
    match (year, next(), next()) {
        (Some(y), Some(m), Some(d)) => (y, m, d),
        _ => (1900, 1, 1),
    }
}

/// `2026年9月1日`
pub fn chinese_date(text: &str) -> String {
    let (year, month, day) = date(text);
    format!("{year}年{month}月{day}日")
}

/// `一、`
pub fn ordinal(n: usize) -> &'static str {
    const WORDS: [&str; 10] = [
        "一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、",
    ];
    WORDS.get(n).copied().unwrap_or("")
}
