//! The table of levers: what one more unit of each kind does to the tiers, best first; a workbook, or data.

use super::book;
use super::draw::Letterhead;
use super::sheet::{Column, Item, Line, Sheet, Table};
use crate::plan::result::TierResult;
use crate::scenario::levers::Lever;
use crate::terms::tier::Tier;
use crate::text::Text;
use anyhow::Context;
use serde_json::{Value, json};

/// The tiers by which levers are ranked.
pub const RANKED: [Tier; 4] = [
    Tier::Uncovered,
    Tier::Unplaced,
    Tier::Rotation,
    Tier::Balance,
];

/// A lever and what its scenario reaches, or why it reaches nothing.
#[derive(Debug, Clone)]
pub struct Row {
    pub lever: Lever,
    pub tiers: Result<Vec<TierResult>, Text>,
}

/// All levers, best first.
#[derive(Debug, Clone)]
pub struct Levers {
    pub choice: Text,
    /// The tiers without any lever, down to the last ranked one.
    pub base: Vec<TierResult>,
    pub rows: Vec<Row>,
}

impl Levers {
    pub fn new(choice: Text, base: Vec<TierResult>, rows: Vec<Row>) -> Levers {
        let mut all = Levers { choice, base, rows };
        let key = |row: &Row| {
            let changes = all.changes(row);
            let of = |t: &Tier| changes.iter().find(|(c, _)| c == t).map(|(_, n)| *n);
            // What is not known stands behind all that is.
            let ranked = all.tiers().filter(|t| RANKED.contains(t));
            ranked
                .map(|t| of(&t).unwrap_or(i64::MAX))
                .collect::<Vec<_>>()
        };
        let mut rows: Vec<(_, Row)> = all.rows.iter().map(|r| (key(r), r.clone())).collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        all.rows = rows.into_iter().map(|(_, row)| row).collect();
        all
    }

    /// Per tier of the base: how much it changes, down to the first tier that either solve has not proven: beyond it
    /// nothing is known.
    pub fn changes(&self, row: &Row) -> Vec<(Tier, i64)> {
        let tiers = row.tiers.as_deref().unwrap_or_default();
        let change = |b: &TierResult| {
            let new = tiers.iter().find(|t| t.key == b.key)?;
            let known = b.proven && new.proven;
            known.then_some((Tier::parse(&b.key)?, new.value - b.value))
        };
        self.base.iter().map_while(change).collect()
    }

    fn tiers(&self) -> impl Iterator<Item = Tier> + '_ {
        self.base.iter().filter_map(|t| Tier::parse(&t.key))
    }

    /// `-3`, `=`, or `?` where it is not known.
    pub fn said(&self, row: &Row, tier: Tier) -> String {
        let change = self.changes(row).into_iter().find(|(t, _)| *t == tier);
        match change {
            None => "?".to_owned(),
            Some((_, 0)) => "=".to_owned(),
            Some((_, n)) => format!("{n:+}"),
        }
    }

    pub fn json(&self) -> Value {
        let row = |r: &Row| {
            let changes = self.changes(r).into_iter();
            let changes: serde_json::Map<String, Value> = changes
                .map(|(t, n)| (t.key().to_owned(), n.into()))
                .collect();
            json!({
                "name": r.lever.name,
                "title": r.lever.title,
                "why": r.lever.why,
                "scenario": r.lever.file,
                "tiers": r.tiers.as_ref().ok(),
                "changes": changes,
                "reason": r.tiers.as_ref().err(),
            })
        };
        json!({
            "format": "jiaopin-levers/1",
            "choice": self.choice,
            "base": self.base,
            "levers": self.rows.iter().map(row).collect::<Vec<_>>(),
        })
    }

    /// The workbook.
    ///
    /// # Errors
    /// Only where there is more than a workbook can hold.
    pub fn workbook(&self, label: &str, as_of: &str) -> anyhow::Result<Vec<u8>> {
        let title = format!("{label}增量测算");
        let letterhead = Letterhead {
            left: "其余不变，重新求解".to_owned(),
            right: format!("基准日期：{}", book::chinese_date(as_of)),
            header_left: title.clone(),
            header_right: book::Mark::default().said().zh,
            beware: None,
        };
        book::workbook(&[self.sheet(&title)], &letterhead, &title, as_of).context("levers.xlsx")
    }

    fn sheet(&self, title: &str) -> Sheet {
        let mut columns = vec![
            Column::word("序号", 5.0),
            Column::text("增加一个单位", 24.0, 44.0),
        ];
        columns.extend(
            self.tiers()
                .map(|t| Column::number(&format!("{}{}", t.no(), t.zh()), 7.0)),
        );
        columns.push(Column::text("选取依据", 20.0, 40.0));
        columns.push(Column::word("情景文件", 12.0));
        let row = |(at, row): (usize, &Row)| {
            let mut items = vec![Item::count(at + 1), Item::text(&*row.lever.title.zh)];
            items.extend(self.tiers().map(|t| self.item(row, t)));
            items.push(match &row.tiers {
                Ok(_) => Item::text(&*row.lever.why.zh),
                Err(reason) => Item::text(format!("未求解：{}", reason.zh)),
            });
            items.push(Item::text(&*row.lever.name));
            Line::Row(items)
        };
        Sheet {
            name: "增量测算",
            title: title.to_owned(),
            landscape: true,
            preface: vec![self.now()],
            tables: vec![Table {
                columns,
                lines: self.rows.iter().enumerate().map(row).collect(),
                when_empty: "没有短缺，也没有用完的限额，无可测算。",
                ..Table::default()
            }],
            notes: vec![
                "注：各列为与基础方案相比的增减，负数为改善；? 限时内未能证明，* 基础方案的值未证明。基础方案为本次测算只求到T5所得，选取依据中的人数、校数均指基础方案；T1—T5与正式方案相同，人员去向可能与已有方案不同。按T2—T5的增减依次排序。"
                    .to_owned(),
                self.choice.zh.clone(),
            ],
            ..Sheet::default()
        }
    }

    fn item(&self, row: &Row, tier: Tier) -> Item {
        let change = self.changes(row).into_iter().find(|(t, _)| *t == tier);
        match change {
            Some((_, change)) => Item::Whole(change),
            None => "?".into(),
        }
    }

    /// The tiers as they are.
    fn now(&self) -> String {
        let known = self
            .base
            .iter()
            .filter_map(|t| Some((Tier::parse(&t.key)?, t)));
        let values = known.map(|(t, r)| {
            let open = if r.proven { "" } else { "*" };
            format!("{}{} {}{open}", t.no(), t.zh(), r.value)
        });
        format!("基础方案：{}", values.collect::<Vec<_>>().join("，"))
    }
}
