//! The published draw (SPEC §5, §6): a number for every teacher and cell that anybody can recompute.
//!
//! The SHA-256 of these bytes, everything in UTF-8, with a line feed (byte 0x0A) between the parts and none at the end:
//!
//! ```text
//! seed ⏎ teacher_id ⏎ school_id/学段/学科
//! ```
//!
//! as in `printf '%s\n%s\n%s' "$seed" 0012 S01/小学/语文 | sha256sum`. Its first two bytes (four hexadecimal digits, big
//! end first) are the number of the draw, the next two that of the second draw. The draw tier is the sum of the first
//! numbers of all seats taken, a second draw tier the sum of the second ones; the smaller sum wins. Two plans that
//! differ have both sums in common about once in four thousand million. Where two persons compete for one seat and nothing
//! else tells them apart, the smaller digest goes first.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use sha2::{Digest, Sha256};

/// How the numbers are made, for result.json.
pub const FORMULA: &str = "SHA-256 of UTF-8 bytes: seed, 0x0A, teacher_id, 0x0A, school_id/stage/subject (stage and subject in Chinese); draw = bytes 0-1, draw_again = bytes 2-3, big-endian; tier = sum over seats taken, smaller first";

/// The digest of one teacher and cell.
pub fn digest(case: &Case, seed: &str, teacher: TeacherIx, cell: CellIx) -> [u8; 32] {
    let mut hash = Sha256::new();
    let cell = case.cell_name(cell);
    hash.update([seed, &case.county.teacher(teacher).id, &cell].join("\n"));
    hash.finalize().into()
}

/// The numbers of the first and the second draw; none without a published seed.
pub fn numbers(case: &Case, teacher: TeacherIx, cell: CellIx) -> Option<[i64; 2]> {
    let seed = case.policy.tiers.draw.as_deref()?;
    let d = digest(case, seed, teacher, cell);
    let number = |at: usize| i64::from(u16::from_be_bytes([d[at], d[at + 1]]));
    Some([number(0), number(2)])
}
