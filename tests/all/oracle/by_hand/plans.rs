//! Plans for teachers, T1–T11.

use super::Made;
use jiaopin::county::*;
use jiaopin::rules::Mode;
use rust_decimal::Decimal;

/// Two teachers on one post in town, an empty post in the country. Somebody moves: the rural post would cost 2 × 2.
/// Nobody applied: T8 3, T9 1. 11.1195 km are 111 tenths.
#[test]
fn surplus_fills_the_shortage() {
    let mut made = Made::new(&[(Area::Urban, 1, 0), (Area::Rural, 1, 0)]);
    made.teacher(0);
    made.teacher(0);
    let expected = vec![0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 111];
    assert_eq!(made.values(), Some(expected));
}

/// As above, but the county may not let anybody go: the rural post stays uncovered (2 × 2), one of the two is retained
/// (T3 1) and it is the one with the lower score: 70.5 against 71.4, and 70.5 rounds up to 71.
#[test]
fn who_is_retained() {
    let mut made = Made::new(&[(Area::Urban, 1, 0), (Area::Rural, 1, 0)]);
    made.teacher(0).score = Some(Decimal::new(705, 1));
    made.teacher(0).score = Some(Decimal::new(714, 1));
    made.policy.rules.outflow.county_share = Decimal::ZERO;
    let expected = vec![0, 4, 1, 0, 0, 0, 71, 0, 0, 0, 0];
    assert_eq!(made.values(), Some(expected));
    // Fixed, the lower one has the seat and the other is retained: 71.4 rounds to 71 as well; without score it is 60.
    made.county.teachers[0].exemption = vec!["孕期".into()];
    made.county.teachers[1].score = None;
    let expected = vec![0, 4, 1, 0, 0, 0, 60, 0, 0, 0, 0];
    assert_eq!(made.values(), Some(expected));
    // Nobody may be retained beyond the posts: the free one goes to the pool, T3 2.
    made.policy.rules.posts.retain_max_share = Decimal::ZERO;
    let expected = vec![0, 4, 2, 0, 0, 0, 60, 0, 0, 0, 0];
    assert_eq!(made.values(), Some(expected));
}

/// School 2 has three posts, nobody, and approved staff 0; three come from the closing school 1 (approved staff 2, which
/// flows into the quota pool), nobody asked. One school may borrow 1: T1 would be 2 with all three there, so T1 = 0 lets
/// one come and two stand in the pool: T2 = 2 posts × 2, T3 4, T7 120, T8 3, T9 1.
#[test]
fn quota_is_lent_within_its_bounds() {
    let mut made = Made::new(&[(Area::Urban, 3, 0), (Area::Urban, 3, 0)]);
    made.county.schools[0].closing = true;
    made.county.schools[0].approved_staff = Some(2);
    made.county.schools[1].approved_staff = Some(0);
    for _ in 0..3 {
        made.teacher(0);
    }
    made.policy.rules.staffing.pool_per_school = 1;
    let expected = vec![0, 4, 4, 0, 0, 0, 120, 3, 1, 0, 111];
    assert_eq!(made.values(), Some(expected));
    // With T1 last everybody is placed; three persons stand over a ceiling of 0, one is lent.
    made.policy.tiers.order.retain(|k| k != "over_staffing");
    made.policy.tiers.order.push("over_staffing".into());
    let expected = vec![0, 0, 0, 0, 0, 0, 9, 3, 0, 333, 2];
    assert_eq!(made.values(), Some(expected));
    // Five may be lent to it, but the pool has only the closing school's 2.
    made.policy.rules.staffing.pool_per_school = 5;
    let expected = vec![0, 0, 0, 0, 0, 0, 9, 3, 0, 333, 1];
    assert_eq!(made.values(), Some(expected));
}

/// Three teachers due for rotation in town on three posts, an empty rural school of one post. ⌈0.5 × 3⌉ = 2 must move, one
/// can: shortfall 1; of one mover ⌈0.2⌉ must be backbone, and one of them is: he goes. Town then lacks one: the moves
/// swap a rural post (4) for one in town (2).
#[test]
fn rotation_prefers_backbone() {
    let mut made = Made::new(&[(Area::Urban, 3, 0), (Area::Rural, 1, 0)]);
    for _ in 0..3 {
        made.teacher(0).since = Month::new(2020, 9);
    }
    made.county.teachers[1].backbone = Backbone::County;
    made.policy.rules.rotation.share = Decimal::new(5, 1);
    let expected = vec![0, 2, 0, 1, 0, 0, 0, 3, 1, 0, 111];
    assert_eq!(made.values(), Some(expected));
    // No backbone among them: one more is short.
    made.county.teachers[1].backbone = Backbone::School;
    let expected = vec![0, 2, 0, 2, 0, 0, 0, 3, 1, 0, 111];
    assert_eq!(made.values(), Some(expected));
    // A month short of six years: nobody is due.
    for t in &mut made.county.teachers {
        t.since = Month::new(2020, 10);
    }
    let expected = vec![0, 2, 0, 0, 0, 0, 0, 3, 1, 0, 111];
    assert_eq!(made.values(), Some(expected));
}

/// A couple on one post each in town, both wanted in the country: only one may go (R14), and school 3 is 22.2 km away.
#[test]
fn couples_stay_near() {
    let mut made = Made::new(&[
        (Area::Urban, 2, 0),
        (Area::Rural, 1, 0),
        (Area::Rural, 1, 0),
    ]);
    made.teacher(0);
    made.teacher(0).spouse = Some(TeacherIx(0));
    // One goes to school 2; school 3 stays empty: T2 = 2 + 4.
    let expected = vec![0, 6, 0, 0, 0, 0, 0, 3, 1, 0, 111];
    assert_eq!(made.values(), Some(expected));
    // Off: both go, 111 and 222 tenths.
    made.policy.rules.couples.mode = Mode::Off;
    let expected = vec![0, 4, 0, 0, 0, 0, 0, 6, 2, 0, 333];
    assert_eq!(made.values(), Some(expected));
    // Lifted at a closing school, too (its two posts are gone).
    made.policy.rules.couples.mode = Mode::Hard;
    made.county.schools[0].closing = true;
    let expected = vec![0, 0, 0, 0, 0, 0, 0, 6, 2, 0, 333];
    assert_eq!(made.values(), Some(expected));
}

/// 100 pupils: ⌈4.2⌉ = 5 of education 专科 and up, 1 backbone, ⌈0.9⌉ = 1 for PE and arts. Two persons of 中专, none backbone,
/// one of them in PE: deficit 5 + 1 + 0. The principal of 本科 counts as well: 4 + 1.
#[test]
fn balance_counts_everybody_of_the_stage() {
    let mut made = Made::new(&[(Area::Urban, 1, 1)]);
    made.teacher(0).education = Education::SecondaryVocational;
    let sport = made.teacher(0);
    sport.education = Education::SecondaryVocational;
    sport.subject = Some(SubjectIx(1));
    made.county.classes.push(ClassRow {
        school: SchoolIx(0),
        grade: Grade::Year(6),
        classes: 2,
        students: 100,
    });
    let expected = vec![0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0];
    assert_eq!(made.values(), Some(expected));
    made.teacher(0).role = Role::Principal;
    let expected = vec![0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0];
    assert_eq!(made.values(), Some(expected));
}

/// A wish of rank 3 is worth 2 when met; somebody who will not obey goes to the pool rather than elsewhere.
#[test]
fn wishes_and_obedience() {
    let mut made = Made::new(&[
        (Area::Urban, 0, 0),
        (Area::Urban, 1, 0),
        (Area::Urban, 1, 0),
    ]);
    made.county.schools[0].closing = true;
    let t = made.teacher(0);
    t.obey = false;
    t.wishes.push(Wish {
        rank: 3,
        school: SchoolIx(2),
        subject: None,
    });
    // One post of the two stays empty (2); the wished one is met: 222 tenths, and no move unasked.
    let expected = vec![0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 222];
    assert_eq!(made.values(), Some(expected));
    made.county.teachers[0].wishes[0].subject = Some(SubjectIx(1));
    let expected = vec![0, 4, 2, 0, 0, 0, 60, 10, 0, 0, 0];
    assert_eq!(made.values(), Some(expected));
    made.county.teachers[0].obey = true;
    // He obeys: school 2 is nearer, but school 3 is one he applied to: T9 0 before T11.
    let expected = vec![0, 2, 0, 0, 0, 0, 0, 10, 0, 0, 222];
    assert_eq!(made.values(), Some(expected));
}
