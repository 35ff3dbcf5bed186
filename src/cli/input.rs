//! What most verbs begin with: the policy, the scenarios and the county, read once, their faults said together.

use super::exit::Failure;
use super::policy::PolicyArgs;
use super::{Context, faults};
use crate::case::Case;
use crate::county::{self, County};
use crate::policy::{Scenario, scenario};
use crate::tables::fault::Faults;
use std::path::Path;

/// A county under a policy, and the scenarios that were laid upon both.
pub struct Loaded {
    pub case: Case,
    pub scenarios: Vec<Scenario>,
}

/// Reads everything and makes the scenarios' changes of the data; warnings are printed, errors end the run.
pub fn load(county: &Path, args: &PolicyArgs, context: &Context) -> Result<Loaded, Failure> {
    let mut found = Faults::default();
    let (policy, scenarios) = args.resolve()?;
    let county = county::load(county, &policy, &mut found)
        .map(|county| change(county, &scenarios, &mut found));
    let case = county.map(|county| Case::new(county, policy, &mut found));
    match case.filter(|_| !found.has_errors()) {
        Some(case) => {
            faults::say_warnings(&found, context);
            Ok(Loaded { case, scenarios })
        }
        None => Err(Failure::Input(found)),
    }
}

/// The county as the scenarios would have it.
pub fn change(mut county: County, scenarios: &[Scenario], found: &mut Faults) -> County {
    for scenario in scenarios {
        scenario::apply(&mut county, &scenario.changes, found);
    }
    county
}
