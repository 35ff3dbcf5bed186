//! 途径: by which way a person came to the outcome, as the personnel form asks for it.

use super::{Book, Kind, ends, turnover};
use crate::plan::{Assignment, Round};
use turnover::Reason;

/// Empty for whoever is left without a place.
pub fn way(book: &Book, kind: Kind, row: &Assignment) -> &'static str {
    let reason = turnover::reason(book.case, row);
    match (kind, row.round()) {
        (Kind::Pool | Kind::Barred, _) => "",
        (Kind::Appointed, _) => "组织任命",
        _ if ends(book, row) => "免职回任",
        (_, Some(round @ (Round::InSchool | Round::Cluster | Round::County))) => round.zh(),
        _ if reason == Reason::Recruit => "新招录",
        _ if turnover::pinned(book.case, row.teacher) => "组织安排",
        _ if wished(book, row) => "竞聘聘任",
        (Kind::Campus | Kind::Post, _) => "校内转岗",
        _ => match reason {
            Reason::Rotation => "交流轮岗",
            Reason::Carried | Reason::Returning => "组织安排",
            _ => "统筹调剂",
        },
    }
}

/// Whether the seat is one that the person applied for.
fn wished(book: &Book, row: &Assignment) -> bool {
    let t = book.case.county.teacher(row.teacher);
    let rank = |s: crate::plan::Seat| t.wish_rank(s.school, s.subject);
    row.seat().and_then(rank).is_some()
}
