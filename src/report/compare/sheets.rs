//! The sheets of a comparison: tiers and figures, persons, schools.

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use crate::scenario::{Comparison, Fate, SchoolLine};

pub fn all(all: &Comparison, title: &str) -> Vec<Sheet> {
    if !all.one_county {
        let mut figures = figures(all, title);
        figures.preface.insert(0, super::counties().zh);
        return vec![figures];
    }
    vec![
        figures(all, title),
        persons(all, title),
        schools(all, title),
    ]
}

/// `方案1` …: names of plans may be long, and stand once, above.
fn plan(at: usize) -> String {
    format!("方案{}", at + 1)
}

fn preface(all: &Comparison) -> Vec<String> {
    let line = |(at, heading): (usize, &crate::scenario::Heading)| {
        let scenario = match heading.scenarios.is_empty() {
            true => "不加情景".to_owned(),
            false => {
                let titles: Vec<&str> = heading.scenarios.iter().map(|s| s.zh.as_str()).collect();
                titles.join("；")
            }
        };
        let same = at > 0
            && all
                .plans
                .first()
                .is_some_and(|p| p.sha256 == heading.sha256);
        let same = if same {
            "，与方案1完全相同"
        } else {
            ""
        };
        format!("{}：{}（{scenario}）{same}", plan(at), heading.name)
    };
    let plans = all.plans.iter().enumerate().map(line);
    plans
        .chain(all.warnings.iter().map(|w| w.zh.clone()))
        .collect()
}

fn figures(all: &Comparison, title: &str) -> Sheet {
    let mut columns = vec![Column::text("项目", 22.0, 34.0)];
    for at in 0..all.plans.len() {
        columns.push(Column::number(&plan(at), 9.0));
        if at > 0 {
            columns.push(Column::number("差额", 8.0));
        }
    }
    let row = |line: super::Line| {
        let mut items = vec![Item::text(line.name.zh)];
        for (at, value) in line.values.into_iter().enumerate() {
            items.push(Item::text(value));
            if at > 0 {
                items.push(Item::text(line.differences[at - 1].clone()));
            }
        }
        Line::Row(items)
    };
    let mut lines = vec![Line::Section("层级（* 未证明最优）".to_owned())];
    lines.extend(super::tiers(all).into_iter().map(row));
    lines.push(Line::Section("人数与指标".to_owned()));
    lines.extend(super::measures(all).into_iter().map(row));
    Sheet {
        name: "层级与指标",
        title: title.to_owned(),
        landscape: all.plans.len() > 3,
        preface: preface(all),
        tables: vec![Table {
            columns,
            lines,
            ..Table::default()
        }],
        ..Sheet::default()
    }
}

fn fate(fate: &Option<Fate>) -> String {
    match fate {
        None => "–".to_owned(),
        Some(f) => format!("{} {}{}", f.outcome_zh, f.school, f.post),
    }
}

/// What each plan says; what is as in the first is not said again.
fn said<T>(all: &[T], say: fn(&T) -> String) -> impl Iterator<Item = Item> + '_ {
    let first = all.first().map(say);
    all.iter().enumerate().map(move |(at, one)| match say(one) {
        text if at > 0 && Some(&text) == first.as_ref() => "=".into(),
        text => Item::text(text),
    })
}

fn staff(line: &Option<SchoolLine>) -> String {
    line.map_or("–".to_owned(), |l| {
        format!("{}人（入{}出{}）缺{}", l.after, l.come, l.go, l.open)
    })
}

fn persons(all: &Comparison, title: &str) -> Sheet {
    let mut columns = vec![
        Column::word("工号", 10.0),
        Column::word("姓名", 9.0),
        Column::text("现任", 16.0, 30.0),
    ];
    columns.extend((0..all.plans.len()).map(|at| Column::text(&plan(at), 8.0, 34.0)));
    columns.push(Column::text("差别所在", 20.0, 34.0));
    let row = |p: &crate::scenario::PersonRow| {
        let mut items = vec![
            Item::text(&*p.teacher_id),
            Item::text(&*p.name),
            Item::text(p.from.concat()),
        ];
        items.extend(said(&p.fates, fate));
        items.push(Item::text(&*p.why.zh));
        Line::Row(items)
    };
    Sheet {
        name: "人员变动",
        title: format!("{title}：去向不同的人员（{}人）", all.persons.len()),
        landscape: true,
        preface: preface(all),
        tables: vec![Table {
            columns,
            lines: all.persons.iter().map(row).collect(),
            when_empty: "各方案人员去向完全相同。",
            ..Table::default()
        }],
        notes: vec!["注：= 与方案1相同。".to_owned()],
        ..Sheet::default()
    }
}

fn schools(all: &Comparison, title: &str) -> Sheet {
    let mut columns = vec![Column::text("学校", 18.0, 34.0)];
    columns.extend((0..all.plans.len()).map(|at| Column::text(&plan(at), 8.0, 22.0)));
    let row = |s: &crate::scenario::SchoolRow| {
        let mut items = vec![Item::text(&*s.name)];
        items.extend(said(&s.lines, staff));
        Line::Row(items)
    };
    Sheet {
        name: "学校进出",
        title: format!("{title}：人数或缺岗不同的学校（{}所）", all.schools.len()),
        landscape: true,
        preface: preface(all),
        tables: vec![Table {
            columns,
            lines: all.schools.iter().map(row).collect(),
            when_empty: "各方案各校人数与缺岗完全相同。",
            ..Table::default()
        }],
        notes: vec!["注：= 与方案1相同。".to_owned()],
        ..Sheet::default()
    }
}
