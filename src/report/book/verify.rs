//! 待核参数: the policy values whose source is not certain for the county, a line a table. They were reckoned with all the
//! same, so whoever signs the plan must see them, in the workbook as on the page.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::{Book, basis};
use crate::policy::words::{in_a_list, is_circumstance, table_of, title_with_unit};
use crate::policy::{Entry, Policy, show};
use crate::text::Text;
use serde::Serialize;

/// The open values of one table of the policy, in Chinese as the office says them, in English as the file does.
#[derive(Debug, Clone, Serialize)]
pub struct Open {
    pub table: Text,
    pub values: Text,
    pub source: String,
}

/// All that are open and that a plan is reckoned with, in the order of the policy.
pub fn open(policy: &Policy) -> Vec<Open> {
    let all = policy.to_verify_in_plans();
    let tables = all.chunk_by(|a, b| table_of(&a.key) == table_of(&b.key));
    tables.map(one).collect()
}

fn one(entries: &[&Entry]) -> Open {
    let zh: Vec<String> = entries.iter().map(|e| in_a_list(e)).collect();
    let en: Vec<String> = entries.iter().map(|e| as_written(e)).collect();
    let mut sources: Vec<&str> = entries.iter().map(|e| basis::document(e)).collect();
    sources.sort_unstable();
    sources.dedup();
    let first = entries.first();
    Open {
        table: Text::new(
            first.map_or(String::new(), |e| title_with_unit(e)),
            first.map_or("", |e| table_of(&e.key)),
        ),
        values: Text::new(zh.join("；"), en.join("; ")),
        source: sources.join("；"),
    }
}

/// `max_km = 15`
fn as_written(entry: &Entry) -> String {
    let name = entry.key.rsplit('.').next().unwrap_or_default();
    match is_circumstance(entry) {
        true => format!("{name}: see the policy file"),
        false => format!("{name} = {}", show(&entry.value)),
    }
}

/// Nothing where every value is certain.
pub fn sheet(book: &Book) -> Option<Sheet> {
    let policy = &book.case.policy;
    let tables = open(policy);
    let lines = tables.iter().enumerate().map(|(i, open)| {
        Line::Row(vec![
            Item::count(i + 1),
            open.table.zh.as_str().into(),
            open.values.zh.as_str().into(),
            open.source.as_str().into(),
        ])
    });
    (!tables.is_empty()).then(|| Sheet {
        name: "待核参数",
        title: book.title("待核定政策参数"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::word("序号", 6.0),
                Column::text("事项", 26.0, 34.0),
                Column::text("采用值", 60.0, 80.0),
                Column::text("参照", 26.0, 40.0),
            ],
            lines: lines.collect(),
            ..Table::default()
        }],
        notes: vec![format!(
            "注：上列{}项在本方案中按采用值计算，尚须由本县（区）核定；核定前不作为法规依据引用。参数名称与所在文件用 jiaopin policy 查看。",
            policy.to_verify_in_plans().len()
        )],
        signs: book.signs(),
        ..Sheet::default()
    })
}
