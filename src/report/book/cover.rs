//! 概况: the plan on one or two pages, for the director.

use super::super::balance::{INDICATORS, STAGES};
use super::super::figures::{Counts, SchoolFigures};
use super::super::info::Source;
use super::super::order::Subjects;
use super::super::sheet::{Column, Item, Line, Picture, Sheet, Table};
use super::super::tiers;
use super::quota::{lent, pool};
use super::{Book, ordinal};
use crate::county::SubjectIx;
use crate::plan::Outcome;
use crate::plan::result::Status;
use crate::rules::r08_rotation::reading::Rotation;
use crate::terms::tier::Tier;
use std::collections::BTreeMap;

/// So many subjects fit a readable chart; so many rows fit a page beside two charts.
const MOST_BARS: usize = 12;
const PAGE_ROWS: usize = 18;
/// The height of a chart in points, so that two of them with their tables fit a page.
const CHART: f64 = 150.0;

pub fn sheet(book: &Book) -> Sheet {
    let mut tables = vec![numbers(book), tier_table(book), sources(book)];
    let (subjects, mut indicators) = (subjects(book), indicators(book));
    let rows = |table: &Option<Table>| table.as_ref().map_or(0, |t| t.lines.len());
    let room = rows(&subjects) + rows(&indicators) <= PAGE_ROWS;
    if let Some(table) = &mut indicators {
        table.new_page = subjects.is_none() || !room;
    }
    tables.extend([subjects, indicators].into_iter().flatten());
    for (n, table) in tables.iter_mut().enumerate() {
        let caption = table.caption.take().unwrap_or_default();
        table.caption = Some(format!("{}{caption}", ordinal(n)));
    }
    Sheet {
        name: "概况",
        title: book.title("教师聘任方案"),
        preface: std::iter::once(summary(book))
            .chain(what_if(book))
            .collect(),
        tables,
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// One paragraph that says it all.
fn summary(book: &Book) -> String {
    let counts = Counts::new(book.case, book.plan);
    let broken = book.audit.findings.list.iter().filter(|f| f.broken).count();
    let checked = match broken {
        0 => "经独立复核，各项硬性规则全部符合".to_owned(),
        n => format!("经独立复核，有{n}处不符合硬性规则，须先改正"),
    };
    let by_hand = book.solved.method == super::super::BY_HAND;
    let end = match book.solved.status {
        _ if by_hand => {
            "本方案不是求解的原件（经人工调整或另行编制），未附证明的目标以复核数值为准"
        }
        Status::Optimal => "各项目标均已证明最优",
        Status::WithinGap => "各项目标已证明最优，未证明的列出与最优值的最大差距",
        Status::TimeLimit => "计算中途停止（到时限或人工中止），部分目标尚未证明最优，不宜据此定人",
        Status::Infeasible => "没有满足全部硬性规则的方案",
        Status::Partial => "竞聘尚未全部进行，其后各轮未编排，去向为待岗者多为等待下一轮",
    };
    let county = &book.case.county;
    let closing = match county.schools.len() - county.staying() {
        0 => String::new(),
        n => format!("（另有撤并{n}所）"),
    };
    format!(
        "　　本方案编排{}所学校{closing}、{}名教师：留任{}人，调动{}人，安置{}人，超岗留任{}人，待岗{}人；设岗{}个，缺岗{}个。{checked}；{end}。",
        book.case.county.staying(),
        book.plan.rows.len(),
        counts.of(Outcome::Stay),
        counts.of(Outcome::Move),
        counts.of(Outcome::Placed),
        counts.of(Outcome::Retained),
        counts.of(Outcome::Pool),
        book.figures.schools.iter().map(|f| f.posts).sum::<u32>(),
        book.figures.uncovered(),
    )
}

/// A plan that answers a question must say which one, before anybody takes it for the year's.
fn what_if(book: &Book) -> Option<String> {
    let titles: Vec<&str> = book
        .info
        .what_if
        .iter()
        .map(|w| w.title.zh.as_str())
        .collect();
    let said = titles.join("；");
    (!titles.is_empty())
        .then(|| format!("　　本方案按情景测算：{said}。所改各项见“数据、政策与版本”表。"))
}

/// Numbers in three pairs of columns.
fn numbers(book: &Book) -> Table {
    let counts = Counts::new(book.case, book.plan);
    let sum = |of: fn(&SchoolFigures) -> u32| -> i64 {
        book.figures.schools.iter().map(|f| i64::from(of(f))).sum()
    };
    let rotation = |of: fn(&Rotation) -> i64| -> i64 {
        book.figures.schools.iter().map(|f| of(&f.rotation)).sum()
    };
    let outcome = |o: Outcome| counts.of(o) as i64;
    let class = |out: bool| {
        let of = counts
            .class
            .iter()
            .filter(|(c, _)| (*c == crate::plan::Class::Out) == out);
        of.map(|(_, n)| *n as i64).sum::<i64>()
    };
    let values = [
        ("学校（所）", book.case.county.staying() as i64),
        ("编排人员（人）", class(false)),
        ("退休离职（人）", class(true)),
        ("设岗（个）", sum(|f| f.posts)),
        ("在岗聘任（人）", sum(|f| f.filled)),
        ("缺岗（个）", i64::from(book.figures.uncovered())),
        ("留任（人）", outcome(Outcome::Stay)),
        ("其中转岗（人）", i64::from(book.figures.changes)),
        ("调动（人）", outcome(Outcome::Move)),
        ("安置（人）", outcome(Outcome::Placed)),
        ("超岗留任（人）", outcome(Outcome::Retained)),
        ("待岗（人）", outcome(Outcome::Pool)),
        ("校长、书记（人）", outcome(Outcome::Lead)),
        ("不予聘任（人）", outcome(Outcome::Barred)),
        ("超编（人）", sum(|f| f.over)),
        ("交流到期（人）", rotation(|r| r.due)),
        ("需交流（人）", rotation(|r| r.need)),
        ("拟交流（人）", rotation(|r| r.moved)),
        ("其中骨干（人）", rotation(|r| r.backbone_moved)),
        ("核定编制（个）", sum(|f| f.approved)),
        ("编制周转池（个）", pool(book) as i64),
        ("使用周转编制（个）", lent(&book.figures.schools) as i64),
    ];
    let row = |three: &[(&str, i64)]| {
        Line::Row(
            three
                .iter()
                .flat_map(|(name, n)| [Item::text(*name), Item::Whole(*n)])
                .collect(),
        )
    };
    let pair = [
        Column::text("项目", 16.0, 20.0).span(3),
        Column::number("数量", 9.0),
    ];
    Table {
        caption: Some("总体情况".to_owned()),
        columns: pair.iter().cycle().take(6).cloned().collect(),
        lines: values.chunks(3).map(row).collect(),
        ..Table::default()
    }
}

pub(super) fn tier_table(book: &Book) -> Table {
    let line = |(n, tier): (usize, &crate::plan::result::TierResult)| {
        let meaning = Tier::parse(&tier.key).map(|t| tiers::meaning(book.case, t));
        Line::Row(vec![
            Item::count(n + 1),
            tiers::name(&tier.key).into(),
            meaning.unwrap_or_default().into(),
            tier.value.into(),
            tiers::bound(tier).map_or(Item::text("—"), Item::Whole),
            tiers::verdict(tier).into(),
        ])
    };
    Table {
        caption: Some("优化目标（按先后次序，数值越小越好）".to_owned()),
        columns: vec![
            Column::word("次序", 6.0),
            Column::text("目标", 12.0, 14.0).span(2),
            Column::text("计量", 36.0, 44.0).span(5),
            Column::number("方案值", 9.0),
            Column::number("下界", 9.0),
            Column::text("结论", 22.0, 28.0).span(2),
        ],
        lines: book.solved.tiers.iter().enumerate().map(line).collect(),
        when_empty: "本方案未经优化计算。",
        ..Table::default()
    }
}

/// Posts and gaps by subject, with a chart of the gaps; nothing where there are none.
fn subjects(book: &Book) -> Option<Table> {
    let mut sums: BTreeMap<SubjectIx, [u32; 3]> = BTreeMap::new();
    for cell in book.case.demand.cell_ixs() {
        let c = book.case.demand.cell(cell);
        let taken = book.figures.taken[cell.ix()];
        let sum = sums.entry(c.subject).or_default();
        sum[0] += c.count;
        sum[1] += taken;
        sum[2] += c.count.saturating_sub(taken);
    }
    let mut rows: Vec<(SubjectIx, [u32; 3])> = sums.into_iter().filter(|(_, s)| s[2] > 0).collect();
    let order = Subjects::new(book.case);
    rows.sort_by_key(|(subject, sum)| (std::cmp::Reverse(sum[2]), order.of(*subject)));
    rows.truncate(MOST_BARS);
    let line = |(subject, sum): &(SubjectIx, [u32; 3])| {
        Line::Row(vec![
            book.case.county.subject(*subject).into(),
            sum[0].into(),
            sum[1].into(),
            sum[2].into(),
            Item::Real(f64::from(sum[2]) * 100.0 / f64::from(sum[0].max(1)), 1),
        ])
    };
    let table = Table {
        caption: Some("学科缺岗（由多到少，最多列12科）".to_owned()),
        columns: vec![
            Column::word("学科", 12.0).span(4),
            Column::word("岗位数", 8.0).span(2),
            Column::word("已聘", 8.0).span(2),
            Column::word("缺岗", 8.0).span(2),
            Column::word("缺岗率（%）", 8.0).span(2),
        ],
        picture: Some(Picture {
            title: "各学科缺岗数（个）".to_owned(),
            names: 0,
            series: vec![3],
            height: CHART,
            lying: false,
        }),
        lines: rows.iter().map(line).collect(),
        new_page: true,
        ..Table::default()
    };
    (!table.lines.is_empty()).then_some(table)
}

/// Deficits of the balance indicators before and after; nothing in a county without 小学 and 初中.
fn indicators(book: &Book) -> Option<Table> {
    let mut lines = Vec::new();
    for stage in STAGES {
        let rows = || book.balance.iter().filter(move |r| r.stage == stage);
        if rows().next().is_none() {
            continue;
        }
        for (k, (_, name)) in INDICATORS.iter().enumerate() {
            let sum = |of: fn(&super::super::balance::Indicator) -> i64| -> i64 {
                rows().map(|r| of(&r.of[k])).sum()
            };
            lines.push(Line::Row(vec![
                format!("{}{}", stage.zh(), short(name)).into(),
                sum(|i| i.need).into(),
                sum(|i| i.deficit_before()).into(),
                sum(|i| i.deficit()).into(),
                rows().filter(|r| r.of[k].deficit() == 0).count().into(),
                rows().count().into(),
            ]));
        }
    }
    let table = Table {
        caption: Some("优质均衡师资指标（各校缺额之和）".to_owned()),
        columns: vec![
            Column::word("学段与指标", 18.0).span(4),
            Column::word("应有", 8.0).span(2),
            Column::word("实施前缺额", 8.0).span(2),
            Column::word("实施后缺额", 8.0).span(2),
            Column::word("达标学校", 8.0),
            Column::word("学校数", 8.0),
        ],
        picture: Some(Picture {
            title: "实施前后师资指标缺额（人）".to_owned(),
            names: 0,
            series: vec![2, 3],
            height: CHART,
            lying: false,
        }),
        lines,
        ..Table::default()
    };
    (!table.lines.is_empty()).then_some(table)
}

/// `高学历教师`, short enough for a chart's axis.
fn short(name: &str) -> &str {
    match name {
        "高于规定学历教师" => "高学历",
        "县级以上骨干教师" => "骨干",
        _ => "体艺",
    }
}

pub(super) fn sources(book: &Book) -> Table {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut source = |name: &'static str, source: Option<&Source>| {
        if let Some(s) = source {
            rows.push((format!("{name}指纹（SHA-256）"), s.sha256.clone()));
        }
    };
    source("数据", book.info.county.as_ref());
    source("政策", book.info.policy.as_ref());
    for scenario in &book.info.scenarios {
        source("情景", Some(scenario));
    }
    for what_if in &book.info.what_if {
        rows.push(("情景".to_owned(), what_if.title.zh.clone()));
        let changes: Vec<&str> = what_if.changes.iter().map(|c| c.zh.as_str()).collect();
        rows.push(("情景改动".to_owned(), changes.join("\n")));
    }
    rows.push((
        "程序版本".to_owned(),
        super::super::result::versions(book.info).join("，"),
    ));
    Table {
        caption: Some("数据、政策与版本".to_owned()),
        columns: vec![
            Column::text("项目", 20.0, 26.0).span(4),
            Column::text("内容", 50.0, 90.0).span(8),
        ],
        lines: rows
            .into_iter()
            .map(|(a, b)| Line::Row(vec![a.into(), b.into()]))
            .collect(),
        ..Table::default()
    }
}
