//! Merged cells: only the first row of them holds a value, so that all others lack it. Told once, with the likely cause.

use crate::tables::fault::Fault;
use crate::text::Text;

/// From so many rows on that lack one column it is no slip of a hand.
const MANY: usize = 5;

/// The code of a row whose place is not fully named.
const HALF_NAMED: &str = "E506";

/// Puts one fault in the place of many that lack the same column.
pub fn gather(list: &mut Vec<Fault>) {
    let column = |fault: &Fault| {
        let letters = fault
            .place
            .cell
            .trim_end_matches(|c: char| c.is_ascii_digit());
        (fault.code == HALF_NAMED).then(|| letters.to_owned())
    };
    let mut columns: Vec<String> = list.iter().filter_map(column).collect();
    columns.sort();
    for same in columns.chunk_by(|a, b| a == b).filter(|c| c.len() >= MANY) {
        let of_column = |fault: &Fault| column(fault).as_ref() == same.first();
        let Some(at) = list.iter().position(of_column) else {
            continue;
        };
        let told = merged(&list[at], same.len());
        list.retain(|fault| !of_column(fault));
        list.insert(at, told);
    }
}

fn merged(first: &Fault, rows: usize) -> Fault {
    Fault {
        cause: Text::new(
            format!("这一列有 {rows} 行没有内容，疑为合并单元格：合并后只有第一行有值"),
            format!(
                "{rows} rows are empty in this column; probably its cells are merged, and only the first row of them holds the value"
            ),
        ),
        remedy: Text::new(
            "请取消合并并逐行填写；待岗人员请将去向填为“待岗”并清空学校",
            "split merged cells and fill every row; for somebody in the pool write outcome pool and clear the school",
        ),
        ..first.clone()
    }
}
