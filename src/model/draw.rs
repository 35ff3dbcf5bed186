//! The published draw (SPEC §5, §6): a number for every teacher and cell that anybody can recompute.
//!
//! The SHA-256 of these bytes, everything in UTF-8, with a line feed (byte 0x0A) between the parts and none at the end:
//!
//! ```text
//! seed ⏎ teacher_id ⏎ school_id/学段/学科
//! ```
//!
//! and `school_id/职务` in place of the cell for a leader newly appointed;
//! as in `printf '%s\n%s\n%s' "$seed" 0012 S01/小学/语文 | sha256sum`. Its first two bytes (four hexadecimal digits, big
//! end first) are the number of the draw, the next two that of the second draw. The draw tier is the sum of the first
//! numbers of all seats taken and leaders appointed, a second draw tier the sum of the second ones; the smaller sum wins. Two plans that
//! differ have both sums in common about once in four thousand million. Where two persons compete for one seat and nothing
//! else tells them apart, the smaller digest goes first.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::standing::SlotIx;
use sha2::{Digest, Sha256};

/// How the numbers are made, for result.json.
pub const FORMULA: &str = "SHA-256 of UTF-8 bytes: seed, 0x0A, teacher_id, 0x0A, school_id/stage/subject (stage and subject in Chinese; for a leader newly appointed school_id/role); draw = bytes 0-1, draw_again = bytes 2-3, big-endian; tier = sum over seats taken and leaders newly appointed, smaller first";

/// The digest of one teacher and cell.
pub fn digest(case: &Case, seed: &str, teacher: TeacherIx, cell: CellIx) -> [u8; 32] {
    of_place(case, seed, teacher, &case.cell_name(cell))
}

fn of_place(case: &Case, seed: &str, teacher: TeacherIx, place: &str) -> [u8; 32] {
    let id = case.county.teacher(teacher).id.as_str();
    Sha256::digest([seed, id, place].join("\n")).into()
}

/// The numbers of the first and the second draw; none without a published seed.
pub fn numbers(case: &Case, teacher: TeacherIx, cell: CellIx) -> Option<[i64; 2]> {
    let seed = case.policy.tiers.draw.as_deref()?;
    Some(first_two(digest(case, seed, teacher, cell)))
}

/// The same for an appointment to vacant leader posts; where one person fills two, the first of them counts.
pub fn post_numbers(case: &Case, teacher: TeacherIx, slot: SlotIx) -> Option<[i64; 2]> {
    let seed = case.policy.tiers.draw.as_deref()?;
    let slot = case.standing.lead.slot(slot);
    let posts = case.county.leader_posts.as_deref()?;
    let role = posts[*slot.posts.first()?].role;
    let place = format!("{}/{}", case.county.school(slot.school).id, role);
    Some(first_two(of_place(case, seed, teacher, &place)))
}

fn first_two(d: [u8; 32]) -> [i64; 2] {
    [0, 2].map(|at| i64::from(u16::from_be_bytes([d[at], d[at + 1]])))
}
