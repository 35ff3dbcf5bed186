//! Leader posts and candidates (SPEC §4a).

use super::super::{Candidate, LeaderPost, Role, TeacherIx};
use super::index::Index;
use super::reader::Reader;
use crate::tables::fault::Faults;
use crate::tables::frame::Frame;
use crate::tables::parse;
use crate::text::Text;

pub fn posts(frame: &Frame, index: &mut Index, faults: &mut Faults) -> Vec<LeaderPost> {
    let view = frame.view();
    let mut all = Vec::new();
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let school = reader.school("school_id");
        let role = reader.word("role", leader);
        let incumbent = incumbent(&mut reader);
        let appointed = reader.month("appointed");
        let term = reader.count("term");
        let rank_required = reader.owned("rank_required");
        let place = reader.place("school_id");
        if let (Some(school), Some(role)) = (school, role) {
            all.push(LeaderPost {
                school,
                role,
                incumbent,
                appointed,
                term,
                rank_required,
                place,
            });
        }
    }
    all.sort_by_cached_key(|p| {
        (
            p.school,
            p.role,
            p.incumbent,
            p.appointed,
            p.term,
            p.rank_required.clone(),
        )
    });
    all
}

/// The incumbent of a post: one person.
fn incumbent(reader: &mut Reader) -> Option<TeacherIx> {
    let text = reader.row.get("incumbent").unwrap_or("");
    let several = parse::list(text).count() > 1;
    let known = parse::list(text).all(|id| reader.index.teacher(id).is_some());
    if !(several && known) {
        return reader.teacher("incumbent");
    }
    let cause = Text::new(
        format!("一个职位填了多名现任者“{text}”"),
        format!("one post names several incumbents \"{text}\""),
    );
    let remedy = Text::new("只填一名现任者", "name one incumbent");
    reader.fault("E410", "incumbent", cause, remedy);
    None
}

pub fn candidates(frame: &Frame, index: &mut Index, faults: &mut Faults) -> Vec<Candidate> {
    let view = frame.view();
    let mut all = Vec::new();
    let repeated = frame.repeated_by(|row| {
        let id = row.get("teacher_id")?.to_owned();
        Some((id, leader(row.get("role")?)?))
    });
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let teacher = reader.teacher("teacher_id");
        if repeated[row.at] {
            twice(&mut reader);
        }
        let role = reader.word("role", leader);
        let (vote, staff_vote) = (reader.points("vote"), reader.points("staff_vote"));
        let (defence, panel) = (reader.points("defence"), reader.points("panel"));
        let assessment = reader.word("assessment", passed);
        let publicity = reader.word("publicity", unopposed);
        let rank = reader.owned("rank");
        let place = reader.place("teacher_id");
        if let (Some(teacher), Some(role)) = (teacher, role) {
            all.push(Candidate {
                teacher,
                role,
                vote,
                staff_vote,
                defence,
                panel,
                assessment,
                publicity,
                rank,
                place,
            });
        }
    }
    all.sort_by_cached_key(|c| {
        (
            c.teacher,
            c.role,
            c.vote,
            c.staff_vote,
            c.defence,
            c.panel,
            c.assessment,
            c.publicity,
            c.rank.clone(),
        )
    });
    all
}

/// Tells that a person stands twice as candidate for one role: whose points would count?
fn twice(reader: &mut Reader) {
    let id = reader.row.get("teacher_id").unwrap_or("");
    let cause = Text::new(
        format!("工号 {id} 竞聘同一职务出现多行"),
        format!("{id} is a candidate for one role in several rows"),
    );
    let remedy = Text::new("请只保留一行", "keep one row");
    reader.fault("E408", "teacher_id", cause, remedy);
}

fn leader(word: &str) -> Option<Role> {
    Role::parse(word).filter(|r| r.is_leader())
}

fn passed(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "通过" | "合格" | "优秀" | "pass" | "passed" => Some(true),
        "不通过" | "未通过" | "不合格" | "fail" | "failed" => Some(false),
        other => parse::yes(other),
    }
}

fn unopposed(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "无异议" | "none" | "no objection" => Some(true),
        "有异议" | "objection" => Some(false),
        _ => None,
    }
}
