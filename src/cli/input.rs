//! What most verbs begin with: the policy and the county, read once, their faults said together.

use super::exit::Failure;
use super::policy::PolicyArgs;
use super::{Context, faults};
use crate::case::Case;
use crate::county;
use crate::policy::{Policy, scenario};
use crate::tables::fault::Faults;
use std::path::Path;

/// Reads the county, the policy and the scenarios upon it, and makes their changes of the data.
pub fn case_of(county: &Path, args: &PolicyArgs, context: &Context) -> Result<Case, Failure> {
    let mut found = Faults::default();
    let (policy, scenarios) = args.resolve()?;
    let county = county::load(county, &policy, &mut found).map(|mut county| {
        for scenario in &scenarios {
            scenario::apply(&mut county, &scenario.changes, &mut found);
        }
        county
    });
    let case = county.map(|county| Case::new(county, policy, &mut found));
    match case.filter(|_| !found.has_errors()) {
        Some(case) => {
            faults::say_warnings(&found, context);
            Ok(case)
        }
        None => Err(Failure::Input(found)),
    }
}

/// Reads both; warnings are printed, errors end the run.
pub fn case(county: &Path, policy: Option<&Path>, context: &Context) -> Result<Case, Failure> {
    let mut found = Faults::default();
    let policy = match policy {
        Some(path) => Policy::load(path).map_err(Failure::Input)?,
        None => Policy::national(),
    };
    let county = county::load(county, &policy, &mut found);
    let case = county.map(|county| Case::new(county, policy, &mut found));
    match case.filter(|_| !found.has_errors()) {
        Some(case) => {
            if !context.quiet {
                faults::say_warnings(&found, context);
            }
            Ok(case)
        }
        None => Err(Failure::Input(found)),
    }
}
