//! What most verbs begin with: the policy, the scenarios and the county, read once, their faults said together.

use super::exit::Failure;
use super::policy::PolicyArgs;
use super::{Context, faults};
use crate::case::Case;
use crate::county::{self, County};
use crate::policy::{Scenario, scenario};
use crate::tables::fault::{Faults, Place};
use crate::text::Text;
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
        .map(|county| change(county, args, &scenarios, &mut found));
    let case = county.map(|county| Case::new(county, policy, &mut found));
    match case.filter(|_| !found.has_errors()) {
        Some(case) => {
            faults::say_warnings(&found, context);
            Ok(Loaded { case, scenarios })
        }
        None => Err(Failure::Input(found)),
    }
}

/// The county as the scenarios would have it; one that changes neither data nor policy is warned of.
pub fn change(
    mut county: County,
    args: &PolicyArgs,
    scenarios: &[Scenario],
    found: &mut Faults,
) -> County {
    for (at, scenario) in scenarios.iter().enumerate() {
        let before = county::fingerprint(&county);
        scenario::apply(&mut county, &scenario.changes, found);
        if county::fingerprint(&county) == before && leaves_policy(args, at, scenario) {
            idle(scenario, found);
        }
    }
    county
}

/// Whether the policy with a scenario is the one without it.
fn leaves_policy(args: &PolicyArgs, at: usize, scenario: &Scenario) -> bool {
    if args.policy.is_none() && scenario.extends.is_some() {
        // It names its policy itself: there is none without it.
        return scenario.set.entries.is_empty();
    }
    let with = |scenarios: usize| {
        let mut args = args.clone();
        args.scenario.truncate(scenarios);
        args.load().ok().map(|policy| policy.hash)
    };
    with(at) == with(at + 1)
}

fn idle(scenario: &Scenario, found: &mut Faults) {
    let place = Place {
        file: scenario.file.clone(),
        ..Place::default()
    };
    let cause = Text::new(
        format!("情景“{}”没有改动任何参数或数据。", scenario.title),
        format!(
            "the scenario \"{}\" changes neither policy nor data.",
            scenario.title
        ),
    );
    let remedy = Text::new(
        "核对其中的参数值和变动：与现行的一样就无可比较。",
        "check its values and changes: where they are those in force, there is nothing to compare.",
    );
    found.push("W611", place, cause, remedy);
}
