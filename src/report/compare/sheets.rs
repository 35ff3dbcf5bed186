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

fn preface(all: &Comparison) -> Vec<String> {
    let line = |(at, heading): (usize, &crate::scenario::Heading)| {
        let scenario = match heading.scenarios.is_empty() {
            true => "不加情景".to_owned(),
            false => {
                let titles: Vec<&str> = heading.scenarios.iter().map(|s| s.zh.as_str()).collect();
                titles.join("；")
            }
        };
        let base = all.plans.first().filter(|p| p.sha256 == heading.sha256);
        let same = base.filter(|_| at > 0);
        let same = same.map_or(String::new(), |p| format!("，与“{}”完全相同", p.label));
        format!("{}（{scenario}）{same}", heading.called())
    };
    let plans = all.plans.iter().enumerate().map(line);
    plans
        .chain(all.warnings.iter().map(|w| w.zh.clone()))
        .collect()
}

/// What the sign means.
fn same(all: &Comparison) -> String {
    let first = all.plans.first().map_or("", |p| p.label.as_str());
    format!("注：= 与“{first}”相同。")
}

fn figures(all: &Comparison, title: &str) -> Sheet {
    let mut columns = vec![Column::text("项目", 22.0, 34.0)];
    for (at, plan) in all.plans.iter().enumerate() {
        columns.push(Column::number(&plan.label, 9.0));
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
        Some(f) => format!("{} {} {}", f.outcome_zh, f.school, f.post)
            .trim()
            .to_owned(),
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
    columns.extend(
        all.plans
            .iter()
            .map(|plan| Column::text(&plan.label, 8.0, 34.0)),
    );
    columns.push(Column::text("差别所在", 20.0, 34.0));
    let row = |p: &crate::scenario::PersonRow| {
        let mut items = vec![
            Item::text(&*p.teacher_id),
            Item::text(&*p.name),
            Item::text(p.from.join(" ").trim()),
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
        notes: vec![same(all)],
        ..Sheet::default()
    }
}

fn schools(all: &Comparison, title: &str) -> Sheet {
    let mut columns = vec![Column::text("学校", 18.0, 34.0)];
    columns.extend(
        all.plans
            .iter()
            .map(|plan| Column::text(&plan.label, 8.0, 22.0)),
    );
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
        notes: vec![same(all)],
        ..Sheet::default()
    }
}
