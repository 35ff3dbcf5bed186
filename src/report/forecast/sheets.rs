//! The workbook of a forecast: one sheet a question, a column a year.

use super::super::book::{self, Mark};
use super::super::info::WhatIf;
use super::super::names::{self, Schools};
use super::super::sheet::{Column, Item, Line, Picture, Sheet, Table};
use super::{cells, chinese};
use crate::case::Case;
use crate::county::{SchoolIx, Stage, SubjectIx};
use crate::forecast::{Forecast, Need, Pupils, SchoolYear, Year, assumptions};
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeSet;

/// What all sheets are made from.
pub(super) struct Paper<'a> {
    pub case: &'a Case,
    pub forecast: &'a Forecast,
    pub schools: Schools,
}

/// The workbook's bytes.
///
/// # Errors
/// Only where there is more than a workbook can hold.
pub fn workbook(
    case: &Case,
    forecast: &Forecast,
    what_if: &[WhatIf],
) -> Result<Vec<u8>, XlsxError> {
    let paper = Paper {
        case,
        forecast,
        schools: Schools::new(&case.county),
    };
    let mut sheets = vec![paper.overview(what_if)];
    sheets.extend(paper.gaps());
    sheets.extend([paper.recruits(), paper.retirement(), paper.leavers()]);
    sheets.extend(paper.pupils());
    sheets.extend(paper.headcount());
    let title = paper.title("起师资需求预测");
    let letterhead = book::letterhead(case, &Mark::default());
    book::workbook(&sheets, &letterhead, &title, &case.policy.year.as_of)
}

impl Paper<'_> {
    fn title(&self, what: &str) -> String {
        format!("{}{what}", self.case.policy.year.label)
    }

    /// One table a sheet: its heads then repeat on every page.
    pub fn sheet(&self, name: &'static str, what: &str, table: Table) -> Sheet {
        Sheet {
            name,
            title: self.title(&format!("起{what}")),
            landscape: true,
            tables: vec![table],
            ..Sheet::default()
        }
    }

    fn overview(&self, what_if: &[WhatIf]) -> Sheet {
        let heads = [
            "学生",
            "班级",
            "核定编制",
            "标准测算",
            "岗位",
            "在岗",
            "缺口",
            "富余",
            "全部人员",
            "退休",
            "可提前",
            "空编",
            "招聘",
        ];
        let mut columns = vec![Column::word("基准日", 11.0)];
        columns.extend(heads.map(|head| Column::number(head, 7.0)));
        let table = Table {
            columns,
            lines: self.forecast.years.iter().map(overview_line).collect(),
            picture: Some(Picture {
                title: "缺口与招聘（人）".to_owned(),
                names: 0,
                series: vec![7, 13],
                height: 170.0,
                lying: false,
            }),
            ..Table::default()
        };
        let said = |w: &WhatIf| format!("　　按情景测算：{}。", w.title.zh);
        let supposed = assumptions::of(self.case, self.forecast);
        let numbered = supposed.iter().enumerate();
        Sheet {
            preface: what_if.iter().map(said).collect(),
            notes: numbered
                .map(|(i, t)| format!("{}. {}", i + 1, t.zh))
                .collect(),
            ..self.sheet("预测概览", "师资需求预测", table)
        }
    }

    fn gaps(&self) -> [Sheet; 4] {
        let sheet = |name, caption, of: fn(&Need) -> u32| {
            let what = format!("各学段{name}预测");
            self.sheet(name, &what, self.by_subject(caption, of))
        };
        [
            sheet("学科缺口", "缺口（岗位－在岗）", |n| n.gap()),
            sheet("学科富余", "富余（在岗－岗位）", |n| {
                n.surplus()
            }),
            sheet("学科岗位", "岗位", |n| n.posts),
            sheet("学科在岗", "在岗（含此前招聘的）", |n| {
                n.holders
            }),
        ]
    }

    fn recruits(&self) -> Sheet {
        let mut table = self.by_subject("", |n| n.recruits);
        table.caption = None;
        table.when_empty = "各年没有缺口，或没有空编，无可招聘。";
        Sheet {
            notes: vec![
                "注：各年为该年基准日前应到岗的人数；先减退休，再在空编之内补缺口，次序见《预测概览》。年度计划的校际去向由当年方案确定。".to_owned(),
            ],
            ..self.sheet("招聘计划", "教师招聘计划（建议）", table)
        }
    }

    /// One number of every stage and subject that has any, a column a year.
    fn by_subject(&self, caption: &str, of: fn(&Need) -> u32) -> Table {
        let value = |cell: (Stage, SubjectIx)| -> Vec<u32> {
            let years = self.forecast.years.iter();
            years.map(|y| y.needs.get(&cell).map_or(0, of)).collect()
        };
        let rows = cells(self.case, self.forecast).into_iter().map(|cell| {
            let heads = vec![
                cell.0.zh().into(),
                names::subject(self.case, Some(cell.1)).into(),
            ];
            (heads, value(cell))
        });
        let heads = vec![Column::word("学段", 9.0), Column::word("学科", 12.0)];
        self.matrix(
            caption,
            heads,
            rows.filter(|(_, v)| v.iter().any(|n| *n > 0)),
        )
    }

    /// Rows with a number a year, and their sums.
    pub fn matrix(
        &self,
        caption: &str,
        heads: Vec<Column>,
        rows: impl Iterator<Item = (Vec<Item>, Vec<u32>)>,
    ) -> Table {
        let years = self.forecast.years.len();
        let (mut sums, wide) = (vec![0; years], heads.len());
        let mut lines = Vec::new();
        for (mut items, values) in rows {
            sums.iter_mut().zip(&values).for_each(|(sum, n)| *sum += n);
            items.extend(values.into_iter().map(Item::some));
            lines.push(Line::Row(items));
        }
        if !lines.is_empty() {
            let mut total = vec![Item::text("合计")];
            total.resize(wide, Item::Empty);
            total.extend(sums.into_iter().map(Item::from));
            lines.push(Line::Total(total));
        }
        let mut columns = heads;
        let at = |y: &Year| Column::number(&chinese(y.at), 8.0);
        columns.extend(self.forecast.years.iter().map(at));
        Table {
            caption: Some(caption.to_owned()),
            columns,
            lines,
            when_empty: "各年均无。",
            ..Table::default()
        }
    }

    fn pupils(&self) -> [Sheet; 2] {
        let places: BTreeSet<(SchoolIx, Stage)> = self
            .forecast
            .years
            .iter()
            .flat_map(|y| y.pupils.keys().copied())
            .collect();
        let table = |caption: &str, of: fn(&Pupils) -> u32| {
            let rows = places.iter().map(|at| {
                let years = self.forecast.years.iter();
                let values = years.map(|y| y.pupils.get(at).map_or(0, of)).collect();
                (vec![self.schools.of(at.0).into(), at.1.zh().into()], values)
            });
            let heads = vec![Column::text("学校", 16.0, 34.0), Column::word("学段", 9.0)];
            self.matrix(caption, heads, rows)
        };
        let (students, classes) = (
            table("学生数", |p| p.students),
            table("班级数", |p| p.classes),
        );
        [
            self.sheet("学生预测", "在校学生预测", students),
            self.sheet("班级预测", "班级预测", classes),
        ]
    }

    fn headcount(&self) -> [Sheet; 3] {
        let table = |caption: &str, of: fn(&SchoolYear) -> u32| {
            let all = self.forecast.years.first().into_iter();
            let rows = all.flat_map(|y| y.schools.keys()).map(|school| {
                let years = self.forecast.years.iter();
                let values = years.map(|y| y.schools.get(school).map_or(0, of)).collect();
                (vec![self.schools.of(*school).into()], values)
            });
            self.matrix(caption, vec![Column::text("学校", 16.0, 34.0)], rows)
        };
        let approved = table("填报的不变，未填报的随标准", |s| s.approved);
        let derived = table("按标准测算的编制", |s| s.derived.unwrap_or(0));
        let staff = table("现有人员减退休（不含招聘和调动）", |s| {
            s.staff
        });
        [
            self.sheet("编制预测", "各校核定编制预测", approved),
            self.sheet("标准编制", "各校标准编制预测", derived),
            self.sheet("人员预测", "各校现有人员预测", staff),
        ]
    }
}

fn overview_line(y: &Year) -> Line {
    let values = [
        y.students(),
        y.classes(),
        y.approved(),
        y.derived().unwrap_or(0),
        y.sum(|n| n.posts),
        y.sum(|n| n.holders),
        y.sum(|n| n.gap()),
        y.sum(|n| n.surplus()),
        y.staff,
        y.retired,
        y.may_leave,
        y.room(),
        y.sum(|n| n.recruits),
    ];
    let mut items = vec![Item::text(chinese(y.at))];
    items.extend(values.map(Item::from));
    Line::Row(items)
}
