//! A made-up county for the tests of this folder.

use super::takes::Takes;
use crate::case::Case;
use crate::county;
use crate::model::arcs::Arcs;
use crate::model::pool::{Pool, Sharing};
use crate::model::problem::Problem;
use crate::model::rulebook::Rulebook;
use crate::policy::Policy;
use crate::synth::{self, shape::Shape, write};
use crate::tables::fault::Faults;

/// One in which tiers are looked for by those after them.
pub fn case() -> Case {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("county");
    let sheets = synth::county(&Shape::of(8, 200, 1));
    write::folder(&sheets, &out).unwrap();
    let mut faults = Faults::default();
    let policy = Policy::national();
    let county = county::load(&out, &policy, &mut faults);
    Case::new(county.unwrap(), policy, &mut faults)
}

/// Its pool, with the takes outside.
pub fn with_pool<T>(case: &Case, then: impl FnOnce(&mut Takes, &mut Problem) -> T) -> T {
    let book = Rulebook::new(case);
    let arcs = Arcs::new(case);
    let (mut model, columns, mut problem) = Pool::new(case, &arcs, &book, Sharing::Same);
    let mut takes = Takes::new(case, &book, &columns, &mut model);
    then(&mut takes, &mut problem)
}
