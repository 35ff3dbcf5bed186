//! 人员周转池: the ledger of the pool of persons. What was in it and came in, less what went out, is what is left; and
//! each school's giving and taking adds up to the same.

use super::super::names;
use super::super::rounds;
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::super::turnover::{Count, Member, Reason, Turnover};
use super::{Book, ordinal};
use crate::county::{Area, SchoolIx};

/// 人员周转池 (the ledger by reason and by school) and 周转池名册 (its persons).
pub fn sheets(book: &Book) -> [Sheet; 2] {
    let pool = Turnover::new(book.case, book.plan);
    let mut tables = vec![reasons(book, &pool), schools(book, &pool)];
    for (n, table) in tables.iter_mut().enumerate() {
        let caption = table.caption.take().unwrap_or_default();
        table.caption = Some(format!("{}{caption}", ordinal(n)));
    }
    let (before, entered, out, left) = {
        let total = pool.total();
        (total.before, total.entered, total.out_of_pool(), total.left)
    };
    let ledger = Sheet {
        name: "人员周转池",
        title: book.title("教师人员周转池台账"),
        preface: vec![format!(
            "　　期初在池{before}人，本年进入{entered}人，聘任出池{out}人，期末在池（待岗）{left}人：{before}＋{entered}－{out}＝{left}。{}",
            waiting(book)
        )],
        tables,
        notes: vec![
            "注：进入周转池的人员包括：方案前无任教学校的（新招录、返岗、待岗结转），撤并学校的，调离原法人单位的，以及方案中待岗的。超岗留任、在本法人单位内调整的，以及不予聘任的，不进入周转池。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    };
    let register = Sheet {
        name: "周转池名册",
        title: book.title("教师人员周转池名册"),
        landscape: true,
        tables: vec![persons(book, &pool)],
        notes: vec![
            "注：入池年月，方案前已在池的按填报，本年进入的为基准年月。事由有多项的，按撤并、任职、本人志愿、按锁定安排、交流轮岗、超岗、调剂的次序取第一项。".to_owned(),
        ],
        signs: book.signs(),
        ..Sheet::default()
    };
    [ledger, register]
}

/// How many of those left in the pool only wait for their round.
fn waiting(book: &Book) -> String {
    match rounds::waiting(book.plan) {
        0 => String::new(),
        n => format!("期末在池人员中{n}人尚无结果，以后各轮尚未进行。"),
    }
}

fn reasons(book: &Book, pool: &Turnover) -> Table {
    let rural = |of: &dyn Fn(&Member) -> bool| {
        let to = |s: SchoolIx| book.case.county.school(s).area == Area::Rural;
        let members = pool.members.iter().filter(|m| of(m));
        members.filter(|m| m.to.is_some_and(to)).count()
    };
    let items = |name: &str, c: &Count, rural: usize| {
        vec![
            name.into(),
            Item::some(c.before as i64),
            Item::some(c.entered as i64),
            c.into_pool().into(),
            Item::some(c.seated as i64),
            Item::some(c.leading as i64),
            c.out_of_pool().into(),
            Item::some(rural as i64),
            c.left.into(),
        ]
    };
    let mut lines: Vec<Line> = pool
        .by_reason()
        .iter()
        .map(|(reason, c)| Line::Row(items(reason.zh(), c, rural(&|m| m.reason == *reason))))
        .collect();
    if !lines.is_empty() {
        lines.push(Line::Total(items("合计", &pool.total(), rural(&|_| true))));
    }
    let number = |head: &str| Column::number(head, 8.0);
    Table {
        caption: Some("按事由（人）".to_owned()),
        columns: vec![
            Column::text("入池事由", 16.0, 24.0).span(3),
            number("期初在池").under("进"),
            number("本年进入").under("进"),
            number("合计").under("进"),
            number("聘任教师岗位").under("出"),
            number("任校级正职").under("出"),
            number("合计").under("出"),
            number("其中到乡村学校").under("出"),
            number("期末在池"),
        ],
        lines,
        when_empty: "没有人员进入周转池。",
        ..Table::default()
    }
}

fn schools(book: &Book, pool: &Turnover) -> Table {
    let county = &book.case.county;
    let mut flows = vec![[0i64; 2]; county.schools.len()];
    for member in &pool.members {
        if let Some(from) = member.from {
            flows[from.ix()][0] += 1;
        }
        if let Some(to) = member.to {
            flows[to.ix()][1] += 1;
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    let row = |name: Item, area: Item, [given, taken]: [i64; 2]| {
        vec![
            name,
            area,
            Item::some(given),
            Item::some(taken),
            Item::some(taken - given),
        ]
    };
    for school in county.school_ixs().filter(|s| flows[s.ix()] != [0, 0]) {
        let area = county.school(school).area.zh();
        let name = book.school(school);
        lines.push(Line::Row(row(name.into(), area.into(), flows[school.ix()])));
    }
    if !lines.is_empty() {
        let sum = |k: usize| flows.iter().map(|f| f[k]).sum::<i64>();
        lines.push(Line::Total(row(
            "合计".into(),
            Item::Empty,
            [sum(0), sum(1)],
        )));
    }
    Table {
        caption: Some("按学校（人）".to_owned()),
        columns: vec![
            Column::text("学校", 24.0, 40.0).span(4),
            Column::word("城乡类型", 8.0),
            Column::number("进入周转池", 10.0).span(2),
            Column::number("由周转池聘入", 10.0).span(2),
            Column::number("增减", 8.0).span(2),
        ],
        lines,
        when_empty: "没有学校与周转池之间有人员进出。",
        ..Table::default()
    }
}

fn persons(book: &Book, pool: &Turnover) -> Table {
    let mut lines = Vec::new();
    for (reason, count) in pool.by_reason() {
        let members: Vec<&Member> = pool.members.iter().filter(|m| m.reason == reason).collect();
        lines.push(Line::Section(section(reason, &count)));
        let mut members = members;
        members.sort_by_key(|m| (m.from, m.teacher));
        let rows = members.iter().enumerate();
        lines.extend(rows.map(|(i, m)| person(book, i + 1, m)));
    }
    Table {
        columns: Column::of_persons([
            Column::word("性别", 5.0),
            Column::text("原学校", 14.0, 28.0),
            Column::word("原任教", 12.0),
            Column::word("职称", 8.0),
            Column::word("入池年月", 9.0),
            Column::text("去向学校", 14.0, 28.0),
            Column::word("拟任教", 12.0),
            Column::word("去向", 9.0),
        ]),
        lines,
        when_empty: "没有人员进入周转池。",
        ..Table::default()
    }
}

fn section(reason: Reason, c: &Count) -> String {
    format!(
        "{}：{}人，出池{}人，期末在池{}人",
        reason.zh(),
        c.into_pool(),
        c.out_of_pool(),
        c.left
    )
}

fn person(book: &Book, n: usize, member: &Member) -> Line {
    let t = book.case.county.teacher(member.teacher);
    let row = book.plan.of(member.teacher);
    let post = row.map_or(String::new(), |r| names::planned(book.case, r));
    Line::Row(vec![
        Item::count(n),
        Item::text(&*t.id),
        Item::text(&*t.name),
        Item::text(t.sex.map_or("", |s| s.zh())),
        Item::text(book.schools.maybe(member.from)),
        Item::text(book.current_post(member.teacher)),
        Item::text(t.title.zh()),
        Item::text(member.since.map_or(String::new(), |m| m.to_string())),
        Item::text(book.schools.maybe(member.to)),
        Item::text(post),
        Item::text(member.outcome.zh()),
    ])
}
