//! Posts of the whole county by stage and subject. Where the bureau has declared posts, they stand for the plan's year;
//! later each moves by as much as the formula does, so that the first year is the one that was decided.

use crate::case::Case;
use crate::county::{SchoolIx, Stage, SubjectIx};
use crate::demand::Demand;
use std::collections::BTreeMap;

pub fn of(case: &Case, later: &Demand) -> BTreeMap<(Stage, SubjectIx), u32> {
    let mut posts: BTreeMap<(SchoolIx, Stage, SubjectIx), i64> = BTreeMap::new();
    let cells = match case.county.posts.is_some() {
        true => &case.demand.cells,
        false => &later.cells,
    };
    for c in cells {
        posts.insert((c.school, c.stage, c.subject), i64::from(c.count));
    }
    if case.county.posts.is_some() {
        for (demand, sign) in [(later, 1), (&case.demand, -1)] {
            for f in &demand.formulas {
                let cell = posts.entry((f.school, f.stage, f.subject)).or_default();
                *cell += sign * i64::from(f.posts);
            }
        }
    }
    let mut sums = BTreeMap::new();
    for ((_, stage, subject), n) in posts {
        *sums.entry((stage, subject)).or_default() += n.max(0) as u32;
    }
    sums
}
