//! 周转编制台账: every loan from the quota pool — standing, overdue, new by this plan — with its reason and term, and when
//! the school's retirements repay it (退一收一).

use super::super::loans::{Entry, Kind, ledger};
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::quota::pool;
use super::{Book, ordinal};
use crate::county::Month;

pub fn sheet(book: &Book) -> Sheet {
    let entries = ledger(book.case, book.plan);
    let mut tables = vec![figures(book, &entries), entries_table(book, &entries)];
    for (n, table) in tables.iter_mut().enumerate() {
        let caption = table.caption.take().unwrap_or_default();
        table.caption = Some(format!("{}{caption}", ordinal(n)));
    }
    let rule = &book.case.policy.rules.staffing;
    let term = match rule.loan_years {
        Some(years) => format!("期限{years}年"),
        None => "期限由县里核定".to_owned(),
    };
    Sheet {
        name: "周转编制台账",
        title: book.title("编制周转池台账"),
        landscape: true,
        tables,
        notes: vec![
            format!("注：新借为本方案建议，每校在借、新借合计最多{}个，{term}。未到期的在借名额占用周转池，到期前不收回；已到期的应予收回，本方案不再计为借用。", rule.pool_per_school),
            "退一收一：按借用学校方案人员的法定退休时间，先到期的先收回；“到期前可收回”为到期前退休人数所能收回的名额，不足的须另行收回或批准延期。退休只列年份和人数。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// The pool in one line, as the office of quota reads it.
fn figures(book: &Book, entries: &[Entry]) -> Table {
    let of = |kind: Kind| -> i64 {
        let these = entries.iter().filter(|e| e.kind == kind);
        these.map(|e| i64::from(e.count)).sum()
    };
    let (standing, new) = (of(Kind::Standing), of(Kind::New));
    let soon: i64 = entries
        .iter()
        .filter(|e| e.soon)
        .map(|e| i64::from(e.count))
        .sum();
    let size = pool(book) as i64;
    let number = |head: &str| Column::number(head, 10.0).span(2);
    Table {
        caption: Some("编制周转池（个）".to_owned()),
        columns: vec![
            Column::number("周转池", 10.0),
            number("在借"),
            number("本方案新借"),
            number("已用合计"),
            number("剩余"),
            Column::number("一年内到期", 10.0),
            Column::number("逾期未还", 10.0),
        ],
        lines: vec![Line::Row(vec![
            size.into(),
            standing.into(),
            new.into(),
            (standing + new).into(),
            (size - standing - new).into(),
            soon.into(),
            of(Kind::Overdue).into(),
        ])],
        ..Table::default()
    }
}

fn entries_table(book: &Book, entries: &[Entry]) -> Table {
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        let these: Vec<&Entry> = entries.iter().filter(|e| e.kind == kind).collect();
        if these.is_empty() {
            continue;
        }
        let sum: u32 = these.iter().map(|e| e.count).sum();
        lines.push(Line::Section(format!(
            "{}：{}笔，{sum}个",
            kind.zh(),
            these.len()
        )));
        let owes = |e: &Entry| {
            let same = entries.iter().filter(|o| o.school == e.school);
            e.kind == Kind::New && same.clone().any(|o| o.kind == Kind::Overdue)
        };
        let rows = these.iter().enumerate();
        lines.extend(rows.map(|(i, e)| entry(book, i + 1, e, owes(e))));
    }
    Table {
        caption: Some("借用明细".to_owned()),
        columns: vec![
            Column::word("序号", 7.0),
            Column::text("学校", 16.0, 28.0).span(2),
            Column::text("事由", 24.0, 40.0).span(2),
            Column::number("名额", 6.0),
            Column::word("起始", 9.0),
            Column::word("到期", 9.0),
            Column::text("预计收回（退一收一）", 16.0, 30.0),
            Column::number("到期前可收回", 8.0),
            Column::text("提示", 12.0, 26.0),
        ],
        lines,
        when_empty: "没有在借的周转编制，本方案也不新借。",
        ..Table::default()
    }
}

fn entry(book: &Book, n: usize, e: &Entry, owes: bool) -> Line {
    let month = |m: Option<Month>| Item::text(m.map_or(String::new(), |m| m.to_string()));
    Line::Row(vec![
        Item::count(n),
        book.school(e.school).into(),
        e.reason.clone().into(),
        e.count.into(),
        month(e.start),
        month(e.due),
        years(&e.repaid, e.kind).into(),
        e.in_time().into(),
        hint(e, owes).into(),
    ])
}

/// `2027年1个、2029年2个`; an overdue loan waits for no retirement.
fn years(months: &[Month], kind: Kind) -> String {
    if kind == Kind::Overdue {
        return String::new();
    }
    let mut parts: Vec<(i16, usize)> = Vec::new();
    for month in months {
        match parts.last_mut() {
            Some((year, n)) if *year == month.year => *n += 1,
            _ => parts.push((month.year, 1)),
        }
    }
    let parts: Vec<String> = parts.iter().map(|(y, n)| format!("{y}年{n}个")).collect();
    parts.join("、")
}

/// `owes`: the school has an overdue loan besides.
fn hint(e: &Entry, owes: bool) -> String {
    let short = e.count as usize - e.in_time().min(e.count as usize);
    let mut parts = Vec::new();
    match e.kind {
        Kind::Overdue => parts.push("应即收回".to_owned()),
        Kind::Closing => parts.push("随撤并收回".to_owned()),
        Kind::Future => parts.push("未到起始年月，本方案不计".to_owned()),
        Kind::Standing | Kind::New => {
            if owes {
                parts.push("该校有逾期未还，宜先行清理".to_owned());
            }
            if e.soon {
                parts.push("一年内到期".to_owned());
            }
            if e.due.is_some() && short > 0 {
                parts.push(format!("到期前退休不足，差{short}个"));
            }
        }
    }
    parts.join("；")
}
