//! 公示: the list that hangs on the wall. It says what tells persons apart and what they are to do, and nothing more.

use super::book::{self, Mark};
use super::names::{self, Schools};
use super::order::Subjects;
use super::sheet::{Column, Item, Line, Sheet, Table};
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::plan::{Assignment, Outcome, Plan};
use crate::text::Text;
use anyhow::Context;
use std::collections::BTreeMap;

/// Why a notice cannot be made: the policy asks for a column that must not, or cannot, be published.
#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    #[error("{}", .0.en)]
    Column(Text),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// A column that may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Name,
    Number,
    From,
    To,
    Stage,
    Subject,
    Post,
    Outcome,
    Role,
    Score,
    Rank,
}

impl Shown {
    fn parse(word: &str) -> Option<Shown> {
        Some(match word.trim() {
            "姓名" | "name" => Shown::Name,
            "工号" | "teacher_id" => Shown::Number,
            "现任学校" | "from_school" => Shown::From,
            "拟聘学校" | "学校" | "school" => Shown::To,
            "学段" | "stage" => Shown::Stage,
            "学科" | "subject" => Shown::Subject,
            "岗位" | "拟聘岗位" | "post" => Shown::Post,
            "去向" | "outcome" => Shown::Outcome,
            "职务" | "role" => Shown::Role,
            "得分" | "score" => Shown::Score,
            "排名" | "rank" => Shown::Rank,
            _ => return None,
        })
    }

    fn column(self, digits: u32) -> Column {
        match self {
            Shown::Name => Column::text("姓名", 10.0, 24.0),
            Shown::Number if digits > 0 => Column::word(&format!("工号后{digits}位"), 8.0),
            Shown::Number => Column::word("工号", 8.0),
            Shown::From => Column::text("现任学校", 16.0, 34.0),
            Shown::To => Column::text("拟聘学校", 16.0, 34.0),
            Shown::Stage => Column::word("学段", 8.0),
            Shown::Subject => Column::word("学科", 10.0),
            Shown::Post => Column::text("拟聘岗位", 14.0, 26.0),
            Shown::Outcome => Column::word("去向", 8.0),
            Shown::Role => Column::word("职务", 8.0),
            Shown::Score => Column::number("得分", 8.0),
            Shown::Rank => Column::number("排名", 7.0),
        }
    }
}

/// The notice as a workbook. Persons in the pool and those barred are not on it: nobody is posted up as left over.
///
/// # Errors
/// The policy's `notice_columns` name something that is not published.
pub fn notice(case: &Case, plan: &Plan, mark: &Mark) -> Result<Vec<u8>, NoticeError> {
    let shown = columns(case)?;
    let mut notice = Notice {
        case,
        schools: Schools::new(&case.county),
        marks: BTreeMap::new(),
        ranks: ranks(case, plan),
        order: Subjects::new(case),
        shown,
    };
    notice.marks = names::namesakes(case, &notice.lines(plan));
    let sheet = notice.sheet(plan, mark);
    let letterhead = book::letterhead(case, mark);
    let bytes = book::workbook(
        &[sheet],
        &letterhead,
        &title(case, mark),
        &case.policy.year.as_of,
    );
    Ok(bytes.context("notice")?)
}

fn title(case: &Case, mark: &Mark) -> String {
    format!(
        "{}教师拟聘人员公示{}",
        case.policy.year.label,
        mark.suffix()
    )
}

/// The columns that the policy asks for; a name always stands among them.
fn columns(case: &Case) -> Result<Vec<Shown>, NoticeError> {
    let publish = &case.policy.publish;
    let mut shown = Vec::new();
    for word in &publish.notice_columns {
        let column = Shown::parse(word).ok_or_else(|| refused(word))?;
        // Without any of its figures to show there is no such column.
        let empty = column == Shown::Number && publish.masks.teacher_id_tail == 0;
        if !empty && !shown.contains(&column) {
            shown.push(column);
        }
    }
    if !shown.contains(&Shown::Name) {
        shown.insert(0, Shown::Name);
    }
    Ok(shown)
}

fn refused(word: &str) -> NoticeError {
    NoticeError::Column(Text::new(
        format!(
            "政策 [publish] notice_columns 中的“{word}”不能公示。可用的栏目：姓名、工号、现任学校、拟聘学校、学段、学科、岗位、去向、职务、得分、排名。"
        ),
        format!(
            "[publish] notice_columns of the policy names {word:?}, which is not published; columns to choose from: name, teacher_id, from_school, school, stage, subject, post, outcome, role, score, rank"
        ),
    ))
}

/// Place by score among the applicants who hold seats of one cell; the same score, the same place.
fn ranks(case: &Case, plan: &Plan) -> BTreeMap<TeacherIx, usize> {
    let mut cells: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in plan.rows.iter().filter(|r| r.outcome.is_seat()) {
        if let Some(score) = case.county.teacher(row.teacher).score {
            cells
                .entry(row.station)
                .or_default()
                .push((score, row.teacher));
        }
    }
    let place = |all: &[(rust_decimal::Decimal, TeacherIx)], score| {
        1 + all.iter().filter(|(s, _)| *s > score).count()
    };
    let of_cell =
        |all: &Vec<_>| -> Vec<_> { all.iter().map(|(s, t)| (*t, place(all, *s))).collect() };
    cells.values().flat_map(of_cell).collect()
}

struct Notice<'a> {
    case: &'a Case,
    schools: Schools,
    marks: BTreeMap<TeacherIx, String>,
    ranks: BTreeMap<TeacherIx, usize>,
    shown: Vec<Shown>,
    order: Subjects,
}

impl Notice<'_> {
    /// Each person's line as it reads without anything added to the name.
    fn lines(&self, plan: &Plan) -> Vec<(TeacherIx, Vec<String>)> {
        let listed = plan.rows.iter().filter(|r| r.station.is_some());
        // What the plan decides tells nobody who is meant.
        let telling = self
            .shown
            .iter()
            .filter(|s| matches!(s, Shown::Name | Shown::Number | Shown::From));
        let line = |row: &Assignment| {
            telling
                .clone()
                .map(|s| self.item(*s, row).shown())
                .collect()
        };
        listed.map(|row| (row.teacher, line(row))).collect()
    }

    fn sheet(&self, plan: &Plan, mark: &Mark) -> Sheet {
        let digits = self.case.policy.publish.masks.teacher_id_tail;
        let mut columns = vec![Column::word("序号", 6.0)];
        columns.extend(self.shown.iter().map(|s| s.column(digits)));
        let mut lines = Vec::new();
        let mut n = 0;
        for school in self.case.county.school_ixs() {
            self.school(plan, school, &mut n, &mut lines);
        }
        Sheet {
            name: "公示",
            title: title(self.case, mark),
            landscape: self.shown.len() > 6,
            preface: vec![self.preface(n)],
            tables: vec![Table {
                columns,
                lines,
                when_empty: "没有拟聘人员。",
                ..Table::default()
            }],
            signs: book::lines(&[
                &["受理部门：", "受理电话："],
                &["受理地址：", "电子邮箱："],
                &["（盖章）", "　　　　年　　月　　日"],
            ]),
            ..Sheet::default()
        }
    }

    fn preface(&self, persons: usize) -> String {
        let days = self.case.policy.publish.notice_days;
        format!(
            "　　根据县管校聘工作有关规定，现将{}拟聘任的{persons}名教师予以公示。公示期为{days}个工作日，自　　年　　月　　日至　　年　　月　　日。公示期内，任何单位和个人对拟聘人员有异议的，可以书面、来访、来电等方式向受理部门反映；反映情况应当实事求是，以单位名义的须加盖公章，以个人名义的须署真实姓名和联系方式。对本人安排有异议的，可以在公示期内向受理部门要求说明理由并申请复核。",
            self.case.policy.year.label
        )
    }

    fn school(&self, plan: &Plan, school: SchoolIx, n: &mut usize, lines: &mut Vec<Line>) {
        let mut rows: Vec<&Assignment> = plan
            .at(school)
            .filter(|r| r.outcome != Outcome::Barred)
            .collect();
        if rows.is_empty() {
            return;
        }
        // In an order that says nothing of the 工号: by post, then by name.
        rows.sort_by_key(|r| {
            let t = self.case.county.teacher(r.teacher);
            (
                r.outcome != Outcome::Lead,
                r.station
                    .map(|s| (s.stage, s.subject.map(|s| self.order.of(s)))),
                t.name.as_str(),
                r.teacher,
            )
        });
        lines.push(Line::Section(format!(
            "{}（{}人）",
            self.schools.of(school),
            rows.len()
        )));
        for row in rows {
            *n += 1;
            let mut items = vec![Item::count(*n)];
            items.extend(self.shown.iter().map(|shown| self.item(*shown, row)));
            lines.push(Line::Row(items));
        }
    }

    fn item(&self, shown: Shown, row: &Assignment) -> Item {
        let t = self.case.county.teacher(row.teacher);
        let at = row.station;
        match shown {
            Shown::Name => match self.marks.get(&row.teacher) {
                Some(mark) => format!("{}（{mark}）", t.name).into(),
                None => Item::text(&*t.name),
            },
            Shown::Number => names::tail(
                &t.id,
                self.case.policy.publish.masks.teacher_id_tail as usize,
            )
            .into(),
            Shown::From => self.schools.maybe(t.school).into(),
            Shown::To => self.schools.maybe(at.map(|s| s.school)).into(),
            Shown::Stage => names::stage(at.and_then(|s| s.stage)).into(),
            Shown::Subject => names::subject(self.case, at.and_then(|s| s.subject)).into(),
            Shown::Post => match row.outcome {
                Outcome::Lead => row.role.zh().into(),
                // Who is kept beyond the posts reads as everybody else who stays where he is: a wall points at nobody.
                _ if row.is_kept(self.case) => at.map_or(Item::Empty, |s| {
                    format!("留任（{}）", names::post(self.case, &s)).into()
                }),
                _ => at.map_or(Item::Empty, |s| names::post(self.case, &s).into()),
            },
            Shown::Outcome if row.outcome == Outcome::Retained => Outcome::Stay.zh().into(),
            Shown::Outcome => row.outcome.zh().into(),
            Shown::Role if row.outcome == Outcome::Lead => row.role.zh().into(),
            Shown::Role => Item::Empty,
            Shown::Score => t
                .score
                .map_or(Item::Empty, |s| s.normalize().to_string().into()),
            Shown::Rank => self
                .ranks
                .get(&row.teacher)
                .map_or(Item::Empty, |n| Item::count(*n)),
        }
    }
}
