//! 直聘名册、校内竞聘、跨校竞聘、组织调剂、待岗培训: one sheet a round of a staged year, everybody who took part with the result.

use super::super::names;
use super::super::rounds::{self, Entry, Result};
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::super::turnover::pinned;
use super::Book;
use crate::plan::Round;

/// The sheets of the rounds; none for a plan that was not made in rounds.
pub fn sheets(book: &Book) -> Vec<Sheet> {
    if !book.plan.is_judged_by_rounds(book.case) {
        return Vec::new();
    }
    let all = rounds::entries(book.case, book.plan);
    let last = book.plan.stops_after();
    let sheet = |round: Round| {
        let run = last.is_none_or(|last| round <= last);
        sheet(
            book,
            round,
            all.iter().filter(|e| e.round == round).collect(),
            run,
        )
    };
    Round::ALL.into_iter().map(sheet).collect()
}

fn sheet(book: &Book, round: Round, mut entries: Vec<&Entry>, run: bool) -> Sheet {
    let county = &book.case.county;
    entries.sort_by_key(|e| (order(e.result), county.teacher(e.teacher).school, e.teacher));
    let mut lines = Vec::new();
    for group in entries.chunk_by(|a, b| a.result == b.result) {
        lines.push(Line::Section(format!(
            "{}：{}人",
            group[0].result.zh(),
            group.len()
        )));
        let rows = group.iter().enumerate();
        lines.extend(rows.map(|(i, e)| person(book, i + 1, e)));
    }
    Sheet {
        name: round.zh(),
        title: book.title(round.zh()),
        landscape: true,
        preface: run.then(|| size(book, round)).into_iter().collect(),
        tables: vec![Table {
            columns: columns(),
            lines,
            when_empty: match run {
                true => "本轮没有人员。",
                false => "本轮尚未进行。",
            },
            ..Table::default()
        }],
        notes: vec![note(round).to_owned()],
        signs: book.signs(),
    }
}

/// The list has everybody who took part: more than those for whom this round decides.
fn size(book: &Book, round: Round) -> String {
    let [all, own] = rounds::sizes(book.case, book.plan, round);
    format!("　　参加本轮{all}人，其中去向出自本轮{own}人，其余的去向出自其他轮次。")
}

/// News first.
fn order(result: Result) -> u8 {
    match result {
        Result::Lead => 0,
        Result::Won => 1,
        Result::Kept => 2,
        Result::Retained => 3,
        Result::Open => 4,
        Result::Training => 5,
    }
}

fn note(round: Round) -> &'static str {
    match round {
        Round::Direct => {
            "注：直聘人员、校级正职，以及按锁定表安排的人员（含已经办结的轮次的竞聘结果），本次不再竞聘；按锁定表安排的在备注中注明。"
        }
        Round::InSchool => {
            "注：先由本岗位教师按竞聘得分竞聘，落聘者再按得分竞聘本校空岗。得分相同的，依次比较年度考核优秀次数、职称、工龄、学历、出生年月，仍相同的按公布的摇号。在后续各轮另有结果的见备注；符合交流条件的，第5轮可由主管部门统筹调整。"
        }
        Round::Cluster => {
            "注：按志愿和得分竞聘本学区学校岗位；参加者在本轮保留原岗位，不因参加竞聘而失去。本轮聘任新岗的，不再参加后续各轮；留任原岗的，在后续各轮另有结果的见备注。"
        }
        Round::County => {
            "注：按志愿和得分竞聘全县各校岗位；参加者在本轮保留原岗位，不因参加竞聘而失去。本轮聘任新岗的不再变动；留任原岗且符合交流条件的，第5轮可由主管部门统筹调整，结果见备注。"
        }
        Round::Adjustment => {
            "注：落聘、待聘人员与交流到期人员由主管部门统筹安排，其他人员的岗位不变。"
        }
        Round::Training => {
            "注：各轮之后仍未聘任的人员参加待岗培训；落聘本身不是解除聘用合同的理由。"
        }
    }
}

fn columns() -> Vec<Column> {
    Column::of_persons([
        Column::text("现任学校", 14.0, 26.0),
        Column::word("现任教", 12.0),
        Column::word("竞聘得分", 8.0),
        Column::word("本轮结果", 10.0),
        Column::text("聘任学校", 14.0, 26.0),
        Column::word("岗位", 12.0),
        Column::text("备注", 12.0, 24.0),
    ])
}

fn person(book: &Book, n: usize, e: &Entry) -> Line {
    let t = book.case.county.teacher(e.teacher);
    let stage = names::stage(e.station.and_then(|s| s.stage));
    let subject = names::subject(book.case, e.station.and_then(|s| s.subject));
    let post = match book.plan.of(e.teacher).filter(|_| e.result == Result::Lead) {
        Some(row) => row.role.zh().to_owned(),
        None => format!("{stage}{subject}"),
    };
    let score = t
        .score
        .map_or_else(String::new, |s| s.normalize().to_string());
    Line::Row(vec![
        Item::count(n),
        Item::text(&*t.id),
        Item::text(&*t.name),
        Item::text(book.schools.maybe(t.school)),
        Item::text(book.current_post(e.teacher)),
        Item::text(score),
        Item::text(e.result.zh()),
        Item::text(book.schools.maybe(e.station.map(|s| s.school))),
        Item::text(post),
        Item::text(remark(book, e)),
    ])
}

/// `第5轮改为超岗留任`: what a later round has made of a seat that this list shows.
fn overturned(book: &Book, e: &Entry) -> Option<String> {
    let row = book.plan.of(e.teacher)?;
    let later = row.round().filter(|r| *r > e.round)?;
    let had = matches!(e.result, Result::Kept | Result::Won);
    let at = row.station.filter(|_| row.outcome.is_seat());
    if !had || at == e.station {
        return None;
    }
    let new = match at {
        Some(s) => format!(
            "聘任{}{}",
            book.school(s.school),
            names::post(book.case, &s)
        ),
        None => row.outcome.zh().to_owned(),
    };
    Some(format!("第{}轮改为{new}", later.no()))
}

fn remark(book: &Book, e: &Entry) -> String {
    let mut parts = Vec::new();
    if let Some(rank) = rounds::wish(book.case, e) {
        parts.push(format!("第{rank}志愿"));
    }
    if !e.settled && e.result == Result::Open {
        parts.push("进入下一轮".to_owned());
    }
    if e.round == Round::Direct && e.result != Result::Lead && pinned(book.case, e.teacher) {
        parts.push("按锁定安排".to_owned());
    }
    parts.extend(overturned(book, e));
    parts.join("；")
}
