//! Classes, retirement months, distances.

use super::Made;
use crate::oracle::world::{Kind, World, km};
use jiaopin::county::*;

/// SPEC's own examples: a man of 1965-01 retires in 2025-02, a woman of 1971-04 in 2026-08.
#[test]
fn classes() {
    let mut made = Made::new(&[(Area::Urban, 1, 0)]);
    let kinds = |made: &Made| -> Vec<Kind> {
        let world = World::new(&made.county, &made.policy);
        world.people.iter().map(|p| p.kind).collect()
    };
    let months = |made: &Made, p: usize| {
        let world = World::new(&made.county, &made.policy);
        world.retirement(&made.county.teachers[p])
    };
    made.teacher(0).sex = Some(Sex::Male);
    made.county.teachers[0].birth = Month::new(1965, 1);
    assert_eq!(months(&made, 0), Some(2025 * 12 + 1));
    made.teacher(0).birth = Month::new(1971, 4);
    assert_eq!(months(&made, 1), Some(2026 * 12 + 7));
    // A woman of 1971-06 (2026-08 + 2 + 0 months → 2026-12: 1971-06 is the 18th month after 1970-01: 17/4 + 1 = 5).
    made.teacher(0).birth = Month::new(1971, 6);
    assert_eq!(months(&made, 2), Some(2026 * 12 + 10));
    // A woman of 1976-05 retires 60 months after as_of: 2031-05 + 76/4 + 1 = 20 months is 2033-01: free. 1974-10 is fixed:
    // 2029-10 + 57/4 + 1 = 15 months is 2031-01.
    made.teacher(0).birth = Month::new(1976, 5);
    made.teacher(0).birth = Month::new(1974, 10);
    made.teacher(0).recruit_type = "特岗".into();
    made.teacher(0).school = None;
    made.teacher(0).ethics = Ethics::Fail;
    use Kind::*;
    let expected = [Out, Out, Fixed, Free, Fixed, Fixed, Pooled, Barred];
    assert_eq!(kinds(&made), expected);
    // Nobody is fixed at a closing school, and its principal is free.
    made.county.schools[0].closing = true;
    made.teacher(0).role = Role::Principal;
    let expected = [Out, Out, Free, Free, Free, Free, Pooled, Barred, Free];
    assert_eq!(kinds(&made), expected);
}

/// One degree of a great circle is 111.1951 km on this radius.
#[test]
fn kilometres() {
    let at = |lon: f64, lat: f64| Some(Point { lon, lat });
    assert!((km(at(119.0, 42.0), at(119.0, 43.0)) - 111.195_080).abs() < 1e-5);
    assert!((km(at(0.0, 0.0), at(90.0, 0.0)) - 111.195_080 * 90.0).abs() < 1e-3);
    assert_eq!(km(None, at(0.0, 0.0)), 0.0);
}
