//! Leader posts, L1–L3.

use super::Made;
use jiaopin::county::*;
use jiaopin::tables::fault::Place;
use rust_decimal::Decimal;

/// Two principals whose six years are over change places. Town and country: nothing speaks against it. Both in town: each
/// had the same area before (1 + 1). A month less and both keep their posts.
#[test]
fn principals_are_exchanged() {
    let mut made = Made::new(&[(Area::Urban, 0, 0), (Area::Rural, 0, 0)]);
    for school in 0..2 {
        made.teacher(school);
        made.leader(school, Some(school), Month::new(2020, 9));
    }
    let nothing = vec![0; 11];
    let expected = Some((vec![0, 0, 0], nothing.clone()));
    assert_eq!(made.with_leaders(), expected);
    made.county.schools[1].area = Area::Urban;
    let expected = Some((vec![0, 2, 0], nothing.clone()));
    assert_eq!(made.with_leaders(), expected);
    // A weak school asks for a strong principal: two more, unless the one who comes is of rank 高级.
    made.county.schools[1].quality = Quality::Weak;
    let expected = Some((vec![0, 4, 0], nothing.clone()));
    assert_eq!(made.with_leaders(), expected);
    made.candidate(0);
    made.county.teachers[0].role = Role::Principal;
    let expected = Some((vec![0, 2, 0], nothing.clone()));
    assert_eq!(made.with_leaders(), expected);
    for post in made.county.leader_posts.iter_mut().flatten() {
        post.appointed = Month::new(2020, 10);
    }
    let expected = Some((vec![0, 0, 0], nothing));
    assert_eq!(made.with_leaders(), expected);
}

/// One principal is due, in town, where one post of 语文 waits for her: without a successor the leader post stays vacant
/// (L1 1), she returns to teaching (L2 1) and sits down in that post.
///
/// With a vice-principal of the rural school who passed every gate (100 − 77 = 23): he gives up his seat there, and R10
/// wants it filled. She goes: the post in town stays uncovered (2), she did not ask (T8 3, T9 1), 111 tenths.
#[test]
fn a_candidate_follows() {
    let mut made = Made::new(&[(Area::Urban, 1, 0), (Area::Rural, 1, 0)]);
    made.teacher(0);
    made.leader(0, Some(0), Month::new(2019, 3));
    made.teacher(1);
    let vacant = Some((vec![1, 1, 0], vec![0; 11]));
    assert_eq!(made.with_leaders(), vacant);
    made.candidate(1);
    let filled = vec![0, 2, 0, 0, 0, 0, 0, 3, 1, 0, 111];
    let expected = Some((vec![0, 1, 23], filled));
    assert_eq!(made.with_leaders(), expected);
    // She may not go there: then nobody keeps the rural floor, and the post stays vacant.
    made.county.pins.push(Pin {
        teacher: TeacherIx(0),
        must: false,
        school: SchoolIx(1),
        stage: None,
        subject: None,
        place: Place::default(),
    });
    assert_eq!(made.with_leaders(), vacant);
    made.county.pins.clear();
    // One gate missed: 49 of 50 points from the panel.
    made.county.candidates[0].panel = Some(Decimal::from(49));
    assert_eq!(made.with_leaders(), vacant);
}

/// His sister is vice-principal at the school he comes to lead: L1 stands before everything, so she leaves (R13); no other
/// school has a seat for PE: the pool (2, 60 points), and the post uncovered (3) beside the one in town (2).
#[test]
fn a_relative_makes_room() {
    let mut made = Made::new(&[(Area::Urban, 1, 1), (Area::Rural, 1, 0)]);
    made.teacher(0);
    made.leader(0, Some(0), Month::new(2019, 3));
    made.teacher(1);
    made.candidate(1);
    let sister = made.teacher(0);
    sister.subject = Some(SubjectIx(1));
    sister.role = Role::VicePrincipal;
    made.county.relations.push(Relation {
        a: TeacherIx(1),
        b: TeacherIx(2),
        kind: RelationKind::Lineal,
    });
    let expected = vec![0, 5, 2, 0, 0, 0, 60, 3, 1, 0, 111];
    let expected = Some((vec![0, 1, 23], expected));
    assert_eq!(made.with_leaders(), expected);
    // Of the finance roles nobody is named: as a middle leader she may stay.
    made.county.teachers[2].role = Role::Middle;
    let expected = vec![0, 2, 0, 0, 0, 0, 0, 3, 1, 0, 111];
    let expected = Some((vec![0, 1, 23], expected));
    assert_eq!(made.with_leaders(), expected);
}
