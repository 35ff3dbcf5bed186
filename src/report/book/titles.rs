//! 岗位结构: title posts of each school and level — approved, filled, vacant, over — and how an excess is worked off.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;
use crate::county::SchoolIx;
use crate::plan::Outcome;
use crate::rules::r06_exemption::reading::retirement;
use crate::rules::r11_titles::reading::{self, Level, beside};

pub fn sheet(book: &Book) -> Sheet {
    let levels = reading::levels(book.case, book.plan);
    let mut lines = Vec::new();
    let mut sums = [[0i64; 7]; 2];
    let mut below = 0;
    for (n, pair) in levels.chunks(2).enumerate() {
        let [senior, intermediate] = pair else {
            continue;
        };
        for (sum, level) in sums.iter_mut().zip(pair) {
            for (total, value) in sum.iter_mut().zip(values(book, level)) {
                *total += value;
            }
        }
        let rest = rest(book, senior.school);
        below += rest;
        let mut items = vec![Item::count(n + 1), book.school(senior.school).into()];
        for level in [senior, intermediate] {
            items.extend(shown(values(book, level)));
            items.push(worked_off(book, level).into());
        }
        items.push(Item::some(rest));
        lines.push(Line::Row(items));
    }
    if !lines.is_empty() {
        let mut total = vec!["合计".into(), Item::Empty];
        for sum in sums {
            total.extend(shown(sum));
            total.push(Item::Empty);
        }
        total.push(Item::some(below));
        lines.push(Line::Total(total));
    }
    Sheet {
        name: "岗位结构",
        title: book.title("专业技术岗位结构情况"),
        landscape: true,
        tables: vec![Table {
            columns: columns(),
            lines,
            when_empty: "岗位结构规则（R11）未启用。",
            ..Table::default()
        }],
        notes: notes(book, &levels),
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn columns() -> Vec<Column> {
    let mut all = vec![Column::word("序号", 5.0), Column::text("学校", 16.0, 30.0)];
    for group in ["高级岗位（含正高级）", "中级岗位"] {
        for head in [
            "核定",
            "现占",
            "方案占",
            "空缺",
            "超职数",
            "双肩挑",
            "乡村单列",
        ] {
            all.push(Column::number(head, 6.0).under(group));
        }
        all.push(Column::word("消化年份", 6.5).under(group));
    }
    all.push(Column::number("初级及未定级", 7.0));
    all
}

/// Approved, filled before and after, vacant, over, and those beside the posts. Nothing is vacant at a school that closes.
fn values(book: &Book, level: &Level) -> [i64; 7] {
    let whole = |n: usize| n as i64;
    let vacant = match book.case.county.school(level.school).closing {
        true => 0,
        false => level.posts.saturating_sub(level.after),
    };
    [
        whole(level.posts),
        whole(level.before),
        whole(level.after),
        whole(vacant),
        whole(level.after.saturating_sub(level.posts)),
        whole(level.dual),
        whole(level.rural),
    ]
}

/// Vacant, over and beside are blank where there are none.
fn shown(values: [i64; 7]) -> Vec<Item> {
    let item = |(k, n): (usize, i64)| if k < 3 { Item::Whole(n) } else { Item::some(n) };
    values.into_iter().enumerate().map(item).collect()
}

/// The year by which retirements at this school and level have worked off what is over, when nobody else is taken in.
fn worked_off(book: &Book, level: &Level) -> String {
    let over = level.after.saturating_sub(level.posts);
    if over == 0 {
        return String::new();
    }
    let case = book.case;
    let mut months: Vec<_> = book
        .plan
        .at(level.school)
        .filter(|row| {
            let title = case.county.teacher(row.teacher).title;
            let same = if level.senior {
                title.is_senior()
            } else {
                title.is_intermediate()
            };
            let leads = row.outcome == Outcome::Lead;
            same && beside(case, row.teacher, level.school, leads).is_none()
        })
        .filter_map(|row| retirement(case, row.teacher))
        .collect();
    months.sort();
    let last = months.get(over - 1);
    last.map_or("—".to_owned(), |m| m.year.to_string())
}

/// Persons at the school by the plan below the intermediate level.
fn rest(book: &Book, school: SchoolIx) -> i64 {
    let low = |t| {
        let title = book.case.county.teacher(t).title;
        !title.is_senior() && !title.is_intermediate()
    };
    book.plan.at(school).filter(|r| low(r.teacher)).count() as i64
}

/// What this plan adds to what is over: tier T6, school by school.
fn grown(book: &Book, levels: &[Level]) -> String {
    let all: usize = levels.iter().map(|l| l.over()).sum();
    if all == 0 {
        return "本方案没有新增超职数。".to_owned();
    }
    let one = |level: &Level| {
        let name = if level.senior { "高级" } else { "中级" };
        format!("{}{name}{}人", book.school(level.school), level.over())
    };
    let grown = levels.iter().filter(|l| l.over() > 0);
    format!(
        "其中本方案新增超职数{all}人（计入“超职数”层级）：{}。",
        grown.map(one).collect::<Vec<_>>().join("、")
    )
}

fn notes(book: &Book, levels: &[Level]) -> Vec<String> {
    let rule = &book.case.policy.rules.titles;
    let mut beside = Vec::new();
    if rule.leaders_outside {
        beside.push("校长、书记（双肩挑）".to_owned());
    }
    if rule.deputies_outside {
        beside.push("留在本校的副校长（双肩挑）".to_owned());
    }
    for (years, level) in [
        (rule.rural_years_senior, "高级"),
        (rule.rural_years_intermediate, "中级"),
    ] {
        if let Some(years) = years {
            beside.push(format!(
                "乡村任教满{years}年、聘在乡村学校的{level}教师（乡村单列）"
            ));
        }
    }
    let beside = match beside.is_empty() {
        true => "本方案没有不占学校岗位的人员（政策未规定双肩挑、乡村单列）。".to_owned(),
        false => format!("不占学校岗位、单独列出的：{}。", beside.join("；")),
    };
    vec![
        "注：空缺＝核定－方案占；超职数＝方案占－核定。方案不降低任何人的职称和岗位等级；超职数的先进后消化，由本校本层级退休等自然减员冲抵，“消化年份”为按法定退休时间冲抵完毕的年份，其间该层级不再聘入。撤并学校的岗位由县里收回，不计空缺。".to_owned(),
        grown(book, levels),
        beside,
    ]
}
