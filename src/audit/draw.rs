//! The published draw, recomputed: SHA-256 over seed, teacher_id and `school_id/学段/学科`, with a line feed between them.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::{Plan, Seat};
use crate::rules::r17_leader_selection::reading::appointments;
use sha2::{Digest, Sha256};

/// The digest of a teacher and a seat, in hexadecimal: texts of equal length, ordered as the numbers they stand for.
pub fn hex(case: &Case, seed: &str, teacher: TeacherIx, seat: Seat) -> String {
    let county = &case.county;
    let school = &county.school(seat.school).id;
    let place = format!(
        "{school}/{}/{}",
        seat.stage.zh(),
        county.subject(seat.subject)
    );
    of_place(case, seed, teacher, &place)
}

fn of_place(case: &Case, seed: &str, teacher: TeacherIx, place: &str) -> String {
    let id = &case.county.teacher(teacher).id;
    let text = format!("{seed}\n{id}\n{place}");
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The sums of the first and of the second draw over all seats taken and leaders newly appointed; the place of these is
/// `school_id/职务`.
pub fn sums(case: &Case, plan: &Plan) -> Option<[i64; 2]> {
    let seed = case.policy.tiers.draw.as_deref()?;
    let seats = plan
        .rows
        .iter()
        .filter_map(|row| Some((row.teacher, row.seat()?)));
    let mut digests: Vec<String> = seats.map(|(t, seat)| hex(case, seed, t, seat)).collect();
    for a in appointments(case, plan) {
        let school = &case.county.school(a.school).id;
        let place = format!("{school}/{}", a.role.zh());
        digests.push(of_place(case, seed, a.teacher, &place));
    }
    let number = |digits: &str| i64::from_str_radix(digits, 16).unwrap_or(0);
    let sum = |k: usize| digests.iter().map(|d| number(&d[4 * k..4 * k + 4])).sum();
    Some([sum(0), sum(1)])
}
