//! 岗位测算 as a workbook for the office, or as small tables for other programs.

mod csv;

use super::book::{self, Mark};
use super::names::Schools;
use super::order::Subjects;
use super::sheet::{Column, Item, Line, Sheet, Table};
use super::{WriteError, folder};
use crate::case::Case;
use crate::county::{SchoolIx, SubjectIx};
use crate::demand::{Basis, PostFormula, Ratio, SchoolStaff, coverage, excesses, made_for_one};
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::Path;

/// The files of a folder.
const FILES: [&str; 3] = ["staff.csv", "posts.csv", "shared.csv"];

/// Checks, before any long work, that the folder can be written.
pub fn check(out: &Path, force: bool) -> Result<(), WriteError> {
    folder::check(out, force, &FILES)
}

/// Writes `staff.csv`, `posts.csv` and `shared.csv`, whole or not at all.
pub fn folder(out: &Path, force: bool, case: &Case) -> Result<(), WriteError> {
    let files = vec![
        (FILES[0], csv::staff(case)?),
        (FILES[1], csv::posts(case)?),
        (FILES[2], csv::shared(case)?),
    ];
    folder::write(out, force, &files)
}

/// The workbook's bytes.
pub fn workbook(case: &Case) -> anyhow::Result<Vec<u8>> {
    let schools = Schools::new(&case.county);
    let mut sheets = vec![staff_sheet(case, &schools), posts_sheet(case, &schools)];
    if !case.demand.shared.is_empty() {
        sheets.push(shared_sheet(case, &schools));
        sheets.push(coverage_sheet(case, &schools));
    }
    if case.county.posts.is_some() {
        sheets.push(scrutiny_sheet(case, &schools));
    }
    let letterhead = book::letterhead(case, &Mark::default());
    let title = title(case, "岗位测算");
    book::workbook(&sheets, &letterhead, &title, &case.policy.year.as_of).context("demand")
}

fn title(case: &Case, what: &str) -> String {
    format!("{}{what}", case.policy.year.label)
}

fn staff_sheet(case: &Case, schools: &Schools) -> Sheet {
    let mut lines = Vec::new();
    for staff in &case.demand.staff {
        for stage in &staff.stages {
            lines.push(Line::Row(vec![
                schools.of(staff.school).into(),
                stage.stage.zh().into(),
                stage.students.into(),
                stage.classes.into(),
                known(stage.known(), stage.by_students),
                stage.by_classes.map_or(Item::Empty, Item::from),
                Item::some(stage.addition),
                known(stage.known(), stage.total()),
                Item::Empty,
                Item::Empty,
                Item::Empty,
                Item::Empty,
                Item::Empty,
            ]));
        }
        lines.push(Line::Total(school_line(staff, schools)));
    }
    let number = |head: &str| Column::number(head, 8.0);
    Sheet {
        name: "编制测算",
        title: title(case, "编制测算"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::text("学校", 14.0, 30.0),
                Column::word("学段", 10.0),
                number("学生"),
                number("班级"),
                number("按生师比"),
                number("按班师比"),
                number("单独核增"),
                number("推算编制"),
                number("其中寄宿"),
                number("核定编制"),
                number("专任编制"),
                number("高级岗位"),
                number("中级岗位"),
            ],
            lines,
            when_empty: "没有学校。",
            ..Table::default()
        }],
        notes: vec![
            "按生师比、班师比计算的人数均向上取整，取大者；只有小规模学段才按班师比核定。"
                .to_owned(),
            "核定编制、专任编制以学校表填报数为准，未填报的按推算数。".to_owned(),
            "没有填报班级的学段不能测算。".to_owned(),
        ],
        ..Sheet::default()
    }
}

fn school_line(s: &SchoolStaff, schools: &Schools) -> Vec<Item> {
    let basis = match s.basis {
        Basis::Given => "全校（编制填报）",
        Basis::Derived => "全校（编制推算）",
        Basis::Posts => "全校（按岗位）",
    };
    let sum = |of: fn(&crate::demand::StageStaff) -> u32| s.stages.iter().map(of).sum::<u32>();
    vec![
        schools.of(s.school).into(),
        basis.into(),
        sum(|t| t.students).into(),
        sum(|t| t.classes).into(),
        Item::Empty,
        Item::Empty,
        Item::Empty,
        known(s.known(), s.derived),
        Item::some(s.boarding),
        s.approved.into(),
        s.quota.into(),
        s.senior_posts.into(),
        s.intermediate_posts.into(),
    ]
}

/// What could not be reckoned is not printed as a number.
fn known(known: bool, number: u32) -> Item {
    match known {
        true => number.into(),
        false => "不能测算".into(),
    }
}

fn posts_sheet(case: &Case, schools: &Schools) -> Sheet {
    let mut lines = Vec::new();
    let order = Subjects::new(case);
    for posts in &case.demand.schools {
        lines.push(Line::Section(format!(
            "{}（需要{}，专任教师编制{}，取整{}，按余数增{}，共{}）",
            schools.of(posts.school),
            posts.need,
            posts.quota,
            posts.whole,
            posts.further,
            posts.posts()
        )));
        let all = case.demand.formulas.iter();
        let mut here: Vec<_> = all.filter(|f| f.school == posts.school).collect();
        here.sort_by_key(|f| (f.stage, order.of(f.subject)));
        lines.extend(here.into_iter().map(|f| Line::Row(post_line(case, f))));
    }
    Sheet {
        name: "岗位测算",
        title: title(case, "岗位测算"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::word("学段", 8.0),
                Column::word("学科", 12.0),
                Column::text("班数×周课时［年级］", 24.0, 60.0),
                Column::number("周课时", 8.0),
                Column::number("课时量", 8.0),
                Column::number("专任当量", 8.0),
                Column::number("取整", 6.0),
                Column::number("余数", 8.0),
                Column::number("余数名次", 8.0),
                Column::number("测算岗位", 8.0),
                Column::number("现设岗位", 8.0),
            ],
            lines,
            when_empty: "没有班级，不能测算。",
            ..Table::default()
        }],
        notes: vec![
            "专任当量＝各年级（班数×周课时）之和÷专任教师周课时量；先取整数，再按余数由大到小各增1个，直至满足需要或用完专任教师编制。余数相同的按学科名称排列。".to_owned(),
        ],
        ..Sheet::default()
    }
}

fn post_line(case: &Case, f: &PostFormula) -> Vec<Item> {
    let now = case.demand.find(f.school, f.stage, f.subject);
    let now = now.map_or(0, |c| case.demand.cell(c).count);
    vec![
        f.stage.zh().into(),
        case.county.subject(f.subject).into(),
        terms(f).into(),
        f.lessons().normalize().to_string().into(),
        f.load.normalize().to_string().into(),
        f.share.to_string().into(),
        f.floor.into(),
        f.remainder.to_string().into(),
        Item::some(f.rank),
        f.posts.into(),
        now.into(),
    ]
}

/// `2×8［1］＋2×8［2］`
fn terms(f: &PostFormula) -> String {
    let terms = f.terms.iter();
    let terms = terms.map(|t| format!("{}×{}［{}］", t.classes, t.hours.normalize(), t.grade));
    terms.collect::<Vec<_>>().join("＋")
}

fn shared_sheet(case: &Case, schools: &Schools) -> Sheet {
    let lines = case.demand.shared.iter().map(|p| {
        let served: Vec<String> = p
            .served
            .iter()
            .map(|(s, lessons)| format!("{}{lessons}课时", schools.of(*s)))
            .collect();
        Line::Row(vec![
            schools.of(p.host).into(),
            p.stage.zh().into(),
            case.county.subject(p.subject).into(),
            p.fte.to_string().into(),
            served.join("；").into(),
        ])
    });
    Sheet {
        name: "走教岗",
        title: title(case, "走教岗"),
        tables: vec![Table {
            columns: vec![
                Column::text("聘任学校", 14.0, 30.0),
                Column::word("学段", 8.0),
                Column::word("学科", 10.0),
                Column::number("专任当量", 8.0),
                Column::text("服务学校和周课时", 30.0, 70.0),
            ],
            lines: lines.collect(),
            when_empty: "没有走教岗。",
            ..Table::default()
        }],
        ..Sheet::default()
    }
}

fn scrutiny_sheet(case: &Case, schools: &Schools) -> Sheet {
    let post = |school: SchoolIx, cell| {
        let cell = case.demand.cell(cell);
        let name = format!("{}{}", cell.stage, case.county.subject(cell.subject));
        (Item::from(schools.of(school)), Item::from(name))
    };
    let over = excesses(&case.county, &case.demand);
    let over = over.iter().map(|e| {
        let (school, name) = post(case.demand.cell(e.cell).school, e.cell);
        let more = e.declared - e.formula;
        Line::Row(vec![
            school,
            name,
            e.declared.into(),
            e.formula.into(),
            more.into(),
        ])
    });
    let ones = made_for_one(&case.county, &case.policy, &case.demand);
    let ones = ones.iter().map(|m| {
        let (school, name) = post(case.demand.cell(m.cell).school, m.cell);
        let known: Vec<&str> = m.conditions.known.iter().map(|(c, _)| c.as_str()).collect();
        let teacher = case.county.teacher(m.teacher);
        Line::Row(vec![
            school,
            name,
            known.join("、").into(),
            m.conditions.unknown.join("、").into(),
            format!("{} {}", teacher.id, teacher.name).into(),
        ])
    });
    Sheet {
        name: "岗位核查",
        title: title(case, "填报岗位核查"),
        landscape: true,
        tables: vec![
            Table {
                caption: Some("超出测算的填报岗位".to_owned()),
                columns: vec![
                    Column::text("学校", 14.0, 30.0),
                    Column::word("岗位", 14.0),
                    Column::number("填报", 14.0),
                    Column::number("测算", 14.0),
                    Column::number("超出", 8.0),
                ],
                lines: over.collect(),
                when_empty: match case.demand.schools.is_empty() {
                    true => "没有班级数据，不能测算，未作比较。",
                    false => "没有超出测算的岗位。",
                },
                ..Table::default()
            },
            Table {
                caption: Some("条件只有本校一人符合的岗位（疑似因人设岗）".to_owned()),
                columns: vec![
                    Column::text("学校", 14.0, 30.0),
                    Column::word("岗位", 14.0),
                    Column::text("条件", 14.0, 40.0),
                    Column::text("未能识别的条件", 14.0, 30.0),
                    Column::text("符合者", 8.0, 24.0),
                ],
                lines: ones.collect(),
                when_empty: "没有此类岗位。",
                ..Table::default()
            },
        ],
        ..Sheet::default()
    }
}

/// Lessons that the posts can teach, without and with shared posts: by subject, then school by school.
fn coverage_sheet(case: &Case, schools: &Schools) -> Sheet {
    let all = coverage(&case.county, &case.policy, &case.demand);
    let items = |c: [Ratio; 4]| -> Vec<Item> {
        let [needed, without, own, walked] = c.map(Ratio::to_f64);
        let share = |x: f64| Item::Real(100.0 * x / needed.max(f64::MIN_POSITIVE), 1);
        vec![
            Item::Real(needed, 1),
            Item::Real(without, 1),
            share(without),
            Item::Real(own, 1),
            Item::Real(walked, 1),
            share(own + walked),
        ]
    };
    let mut sums: BTreeMap<SubjectIx, [Ratio; 4]> = BTreeMap::new();
    for c in &all {
        let sum = sums.entry(c.subject).or_default();
        for (total, part) in sum.iter_mut().zip([c.needed, c.without, c.own, c.walked]) {
            *total = total.plus(part);
        }
    }
    let mut lines = vec![Line::Section("全县，按学科".to_owned())];
    for (subject, sum) in sums {
        let mut row = vec![Item::Empty, case.county.subject(subject).into()];
        row.extend(items(sum));
        lines.push(Line::Row(row));
    }
    lines.push(Line::Section("按学校".to_owned()));
    for c in &all {
        let post = format!("{}{}", c.stage, case.county.subject(c.subject));
        let mut row = vec![schools.of(c.school).into(), post.into()];
        row.extend(items([c.needed, c.without, c.own, c.walked]));
        lines.push(Line::Row(row));
    }
    let number = |head: &str| Column::number(head, 9.0);
    Sheet {
        name: "走教课时",
        title: title(case, "设与不设走教岗的课时覆盖"),
        landscape: true,
        tables: vec![Table {
            columns: vec![
                Column::text("学校", 14.0, 30.0),
                Column::word("学科", 14.0),
                number("应开课时"),
                number("可覆盖").under("不设走教岗"),
                number("覆盖率%").under("不设走教岗"),
                number("本校岗").under("设走教岗"),
                number("走教岗").under("设走教岗"),
                number("覆盖率%").under("设走教岗"),
            ],
            lines,
            ..Table::default()
        }],
        notes: vec![
            "只列有走教岗的学科。课时均为每周课时；可覆盖课时按岗位数和教师周课时量计算，不超过应开课时。不设走教岗时岗位按余数由大到小集中到大学科，小学科多由他人兼课。".to_owned(),
        ],
        ..Sheet::default()
    }
}
