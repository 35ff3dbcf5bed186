//! The published draw, recomputed: SHA-256 over seed, teacher_id and `school_id/学段/学科`, with a line feed between them.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::{Plan, Seat};
use sha2::{Digest, Sha256};

/// The digest of a teacher and a seat, in hexadecimal: texts of equal length, ordered as the numbers they stand for.
pub fn hex(case: &Case, seed: &str, teacher: TeacherIx, seat: Seat) -> String {
    let county = &case.county;
    let text = format!(
        "{seed}\n{}\n{}/{}/{}",
        county.teacher(teacher).id,
        county.school(seat.school).id,
        seat.stage.zh(),
        county.subject(seat.subject)
    );
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The sums of the first and of the second draw over all seats taken.
pub fn sums(case: &Case, plan: &Plan) -> Option<[i64; 2]> {
    let seed = case.policy.tiers.draw.as_deref()?;
    let mut sums = [0; 2];
    for row in &plan.rows {
        if let Some(seat) = row.seat() {
            let digits = hex(case, seed, row.teacher, seat);
            for (k, sum) in sums.iter_mut().enumerate() {
                *sum += i64::from_str_radix(&digits[4 * k..4 * k + 4], 16).unwrap_or(0);
            }
        }
    }
    Some(sums)
}
