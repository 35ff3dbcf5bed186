//! What holds of the posts of any county.

use crate::demand::{county, school};
use jiaopin::county::{Grade, School, Stage};
use jiaopin::demand::Demand;
use jiaopin::policy::Policy;
use proptest::prelude::*;

/// A school as drawn: whether it has nine years, and its teaching quota where that is given.
type DrawnSchool = (bool, Option<u32>);
/// A row of classes as drawn: school, grade, classes, pupils.
type DrawnClasses = (u32, u8, u32, u32);

fn any_county() -> impl Strategy<Value = (Vec<DrawnSchool>, Vec<DrawnClasses>, bool)> {
    let schools = proptest::collection::vec((any::<bool>(), proptest::option::of(0u32..60)), 1..5);
    let classes = proptest::collection::vec((0u32..4, 1u8..=9, 0u32..7, 0u32..300), 0..30);
    (schools, classes, any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn posts_stay_within_the_quota_and_near_the_demand((schools, classes, shared) in any_county()) {
        let mut policy = Policy::national();
        policy.staffing.shared_posts = shared;
        let made: Vec<School> = schools.iter().enumerate().map(|(i, (nine, quota))| {
            let stages: &[Stage] = if *nine { &[Stage::Primary, Stage::Junior] } else { &[Stage::Primary] };
            let mut school = school(&i.to_string(), stages);
            school.teaching_staff_max = *quota;
            school
        }).collect();
        let rows: Vec<_> = classes.iter()
            .filter(|(s, ..)| (*s as usize) < made.len())
            .map(|(s, g, n, pupils)| (*s, Grade::Year(*g), *n, *pupils))
            .collect();
        let county = county(made, &rows, &policy);
        let demand = Demand::new(&county, &policy);
        for school in county.school_ixs() {
            let cells = demand.cells.iter().filter(|c| c.school == school);
            let sum: u32 = cells.map(|c| c.count).sum();
            prop_assert!(sum <= demand.staff[school.ix()].quota);
        }
        for formula in &demand.formulas {
            prop_assert!(formula.posts == formula.floor || formula.posts == formula.floor + 1);
            prop_assert!(formula.floor <= formula.fte.floor());
            // Nobody with a smaller remainder got a post that a larger one was refused.
            let better = demand.formulas.iter().filter(|o| o.school == formula.school && o.remainder > formula.remainder);
            if formula.posts > formula.floor && !shared {
                prop_assert!(better.clone().all(|o| o.posts > o.floor));
            }
        }
        let mut turned = county.clone();
        turned.classes.reverse();
        let again = Demand::new(&turned, &policy);
        prop_assert_eq!(&again.cells, &demand.cells);
        prop_assert_eq!(&again.approved, &demand.approved);
        prop_assert_eq!(&again.shared, &demand.shared);
    }
}
