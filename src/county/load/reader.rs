//! Typed reading of one row: every cell that cannot be read is told with its place.

use super::super::{Month, SchoolIx, SubjectIx, TeacherIx};
use super::index::Index;
use crate::tables::catalogue::{Column, Kind, Need};
use crate::tables::fault::{Faults, Place};
use crate::tables::frame::Row;
use crate::tables::parse;
use crate::text::Text;
use rust_decimal::Decimal;

/// One row with the places to look things up and to tell faults.
pub struct Reader<'r, 'v, 'a> {
    pub row: Row<'v, 'a>,
    pub index: &'r mut Index,
    pub faults: &'r mut Faults,
}

impl<'a> Reader<'_, '_, 'a> {
    fn column(&self, key: &str) -> Option<&'static Column> {
        let table = self.row.table();
        table.position(key).map(|i| &table.columns[i])
    }

    pub fn place(&self, key: &str) -> Place {
        self.row.place(key)
    }

    /// The text of a cell. A missing one is told where the catalogue says that it must or should be there.
    pub fn text(&mut self, key: &str) -> Option<&'a str> {
        let text = self.row.get(key);
        if text.is_none() {
            self.told_missing(key);
        }
        text
    }

    fn told_missing(&mut self, key: &str) {
        let Some(column) = self.column(key).filter(|c| c.need != Need::May) else {
            return;
        };
        if self.row.is_bad(key) || !self.row.has(key) {
            return;
        }
        match column.need {
            Need::Must => self.must(key, ""),
            _ => {
                let note = column.note;
                self.fault(
                    "W301",
                    key,
                    Text::new(
                        format!("“{}”为空", column.title),
                        format!("{} is empty", column.key),
                    ),
                    Text::new(
                        format!("建议填写。{}", note.0),
                        format!("better fill it in. {}", note.1),
                    ),
                );
            }
        }
    }

    /// Tells that a required cell is empty.
    pub fn must(&mut self, key: &str, why: &str) {
        let Some(column) = self.column(key) else {
            return;
        };
        self.fault(
            "E301",
            key,
            Text::new(
                format!("必填项“{}”为空{why}", column.title),
                format!("{} is empty but required", column.key),
            ),
            Text::new(
                "请填写；合并过的单元格须取消合并并逐行填写",
                "fill it in; split merged cells and fill every row",
            ),
        );
    }

    pub fn fault(&mut self, code: &'static str, key: &str, cause: Text, remedy: Text) {
        self.faults.push(code, self.row.place(key), cause, remedy);
    }

    pub fn owned(&mut self, key: &str) -> Option<String> {
        self.text(key).map(str::to_string)
    }

    pub fn school(&mut self, key: &str) -> Option<SchoolIx> {
        let id = self.text(key)?;
        self.index.school_or(id, self.row.place(key), self.faults)
    }

    pub fn teacher(&mut self, key: &str) -> Option<TeacherIx> {
        let id = self.text(key)?;
        self.index.teacher_or(id, self.row.place(key), self.faults)
    }

    pub fn subject(&mut self, key: &str) -> Option<SubjectIx> {
        let name = self.text(key)?;
        if parse::list(name).count() > 1 || name.contains('/') {
            let remedy = Text::new(
                "此列只填一个学科；教师的其他学科请填入“兼教学科”",
                "write one subject; a teacher's others belong in second_subjects",
            );
            self.several_subjects(key, name, remedy);
        }
        self.index.subject(name)
    }

    pub fn subjects(&mut self, key: &str) -> Vec<SubjectIx> {
        let text = self.text(key).unwrap_or("");
        for name in parse::list(text).filter(|name| name.contains('/')) {
            let remedy = Text::new("多个学科请用顿号分隔", "separate subjects by 、");
            self.several_subjects(key, name, remedy);
        }
        let mut all: Vec<_> = parse::list(text)
            .filter_map(|s| self.index.subject(s))
            .collect();
        all.sort();
        all.dedup();
        all
    }

    fn several_subjects(&mut self, key: &str, name: &str, remedy: Text) {
        let cause = Text::new(
            format!("“{name}”不止一个学科"),
            format!("\"{name}\" is more than one subject"),
        );
        self.fault("E312", key, cause, remedy);
    }

    /// Several free words.
    pub fn texts(&mut self, key: &str) -> Vec<String> {
        let text = self.text(key).unwrap_or("");
        parse::list(text).map(str::to_string).collect()
    }

    /// One word of a closed list.
    pub fn word<T>(&mut self, key: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(key)?;
        let value = parse(text);
        if value.is_none() {
            self.unknown_word(key, text);
        }
        value
    }

    /// Tells that a word is not in the column's list.
    pub fn unknown_word(&mut self, key: &str, word: &str) {
        let Some(column) = self.column(key) else {
            return;
        };
        let (zh, en) = match column.kind.list() {
            Some(list) => (list.words(), list.words_en()),
            None if column.kind == Kind::YesNo => (vec!["是", "否"], vec!["yes", "no"]),
            None if column.kind == Kind::Grade => (
                vec!["1—12", "K1—K3", "一年级", "初一", "高三", "小班"],
                vec![
                    "grades 1–12",
                    "K1–K3",
                    "primary 1",
                    "junior 1",
                    "senior 3",
                    "K1",
                ],
            ),
            None => (Vec::new(), Vec::new()),
        };
        let near = zh
            .iter()
            .find(|w| strsim::osa_distance(w, word) == 1 && w.chars().count() > 2);
        let meant = near.map_or(String::new(), |w| format!("；是否应为“{w}”？"));
        let meant_en = near.map_or(String::new(), |w| format!("; did you mean {w}?"));
        let words: Vec<String> = zh
            .iter()
            .zip(&en)
            .map(|(z, e)| format!("{z} ({e})"))
            .collect();
        self.fault(
            "E304",
            key,
            Text::new(
                format!("“{}”不能填“{word}”", column.title),
                format!("{} cannot be \"{word}\"", column.key),
            ),
            Text::new(
                format!("可填：{}{meant}", zh.join("、")),
                format!("one of: {}{meant_en}", words.join(", ")),
            ),
        );
    }

    /// `无` is a no (SPEC §1); where empty is a yes, whoever wrote it may have meant the latter.
    pub fn yes(&mut self, key: &str, default: bool) -> bool {
        if default && self.row.get(key) == Some("无") {
            self.none_is_no(key);
        }
        self.word(key, parse::yes).unwrap_or(default)
    }

    fn none_is_no(&mut self, key: &str) {
        let title = self.column(key).map_or(key, |c| c.title);
        let cause = Text::new(
            format!("“{title}”填“无”，按“否”读取"),
            format!("{key} is 无, which is read as no"),
        );
        let remedy = Text::new(
            "请改填“是”或“否”；没有特别要求的留空，即为“是”",
            "write 是 or 否; leave it empty for yes",
        );
        self.fault("W313", key, cause, remedy);
    }

    pub fn month(&mut self, key: &str) -> Option<Month> {
        let text = self.text(key)?;
        let month = parse::month(text);
        if month.is_none() {
            self.unreadable_date(key, text);
        }
        month
    }

    pub fn year(&mut self, key: &str) -> Option<i16> {
        let text = self.text(key)?;
        let year = parse::year(text);
        if year.is_none() {
            self.unreadable_date(key, text);
        }
        year
    }

    fn unreadable_date(&mut self, key: &str, text: &str) {
        let remedy = match is_day_count(text) {
            true => Text::new(
                "这像是表格软件的日期序号；请将该列设为日期格式后再导出",
                "this looks like a spreadsheet's day count; format the column as a date and export again",
            ),
            false => Text::new(
                "请按 2019-09、2019-09-01、2019.9 或 2019年9月 的形式填写",
                "write it as 2019-09, 2019-09-01, 2019.9 or 2019年9月",
            ),
        };
        let cause = Text::new(
            format!("日期“{text}”无法识别或不存在"),
            format!("\"{text}\" is not a date that can be read, or does not exist"),
        );
        self.fault("E302", key, cause, remedy);
    }

    pub fn count(&mut self, key: &str) -> Option<u32> {
        let text = self.text(key)?;
        let value = parse::count(text);
        if value.is_none() {
            let wanted = match self.column(key).map(|c| c.kind) {
                Some(Kind::Rank) => ("正整数", "a whole number from 1 on"),
                _ => ("非负整数", "a whole number from 0 on"),
            };
            self.wrong_number(key, text, wanted);
        }
        value
    }

    pub fn decimal(&mut self, key: &str) -> Option<Decimal> {
        let text = self.text(key)?;
        let value = parse::decimal(text);
        if value.is_none() {
            self.wrong_number(key, text, ("数字", "a number"));
        }
        value
    }

    /// Points from 0 to 100.
    pub fn points(&mut self, key: &str) -> Option<Decimal> {
        let text = self.text(key)?;
        let value =
            parse::points(text).filter(|p| !p.is_sign_negative() && *p <= Decimal::ONE_HUNDRED);
        if value.is_none() {
            self.wrong_number(
                key,
                text,
                (
                    "0—100 的数或“赞成票/总票数”",
                    "0 to 100, or votes such as 7/9",
                ),
            );
        } else if let Some(points) = value.filter(|_| parse::decimal(text).is_some()) {
            self.tiny_points(key, points);
        }
        value
    }

    /// A bare number up to 1 may have been meant as a share, or as one vote: how it was read is said.
    fn tiny_points(&mut self, key: &str, points: Decimal) {
        if points.is_zero() || points > Decimal::ONE {
            return;
        }
        let title = self.column(key).map_or(key, |c| c.title);
        let share = (points * Decimal::ONE_HUNDRED).normalize();
        self.fault(
            "W304",
            key,
            Text::new(
                format!("“{title}”为 {points}，按百分制的 {points} 分读取"),
                format!("{key} is {points}, which is read as {points} points of 100"),
            ),
            Text::new(
                format!(
                    "若指比例，请写成 {share} 或 {share}%；若指票数，请写成“赞成票/总票数”，如 7/9"
                ),
                format!("write {share} or {share}% for a share, votes as 7/9"),
            ),
        );
    }

    pub fn wrong_number(&mut self, key: &str, text: &str, wanted: (&str, &str)) {
        let Some(column) = self.column(key) else {
            return;
        };
        self.fault(
            "E303",
            key,
            Text::new(
                format!("“{}”不能为“{text}”", column.title),
                format!("{} cannot be \"{text}\"", column.key),
            ),
            Text::new(
                format!("请填写{}，不带单位、千分位或说明文字", wanted.0),
                format!(
                    "write {}, without unit, thousands separator or remark",
                    wanted.1
                ),
            ),
        );
    }
}

/// A day count in a text file: five digits between 1927 and 2119.
fn is_day_count(text: &str) -> bool {
    text.len() == 5
        && text
            .parse::<u32>()
            .is_ok_and(|n| (10_000..80_000).contains(&n))
}
