//! What most verbs begin with: the policy, the scenarios and the county, read once, their faults said together.

use super::exit::Failure;
use super::policy::PolicyArgs;
use super::{Context, faults};
use crate::case::Case;
use crate::county::{self, County, Month};
use crate::policy::{self, Policy, Scenario, scenario};
use crate::tables::fault::{Faults, Place};
use crate::tables::{self, Tables};
use crate::text::Text;
use std::path::Path;

/// A county under a policy, and the scenarios that were laid upon both.
pub struct Loaded {
    pub case: Case,
    pub scenarios: Vec<Scenario>,
}

/// Codes of the tables that hang on the policy: under another one they say nothing.
const BY_POLICY: [&str; 6] = ["E407", "W305", "W306", "W311", "W801", "W802"];

/// Codes that speak of one person, or one change, in a typed county: they hold whatever is wrong elsewhere.
const SINGLE: [&str; 11] = [
    "E409", "E411", "E610", "E612", "W409", "W410", "W411", "W412", "W413", "W414", "W415",
];

/// Reads everything and makes the scenarios' changes of the data; warnings are told in short, errors end the run.
pub fn load(county: &Path, args: &PolicyArgs, context: &Context) -> Result<Loaded, Failure> {
    let mut found = Faults::default();
    match read(county, args, &mut found)? {
        (_, Some(loaded)) => {
            faults::say_known(&found, context);
            Ok(loaded)
        }
        (_, None) => Err(Failure::Input(found)),
    }
}

/// Reads everything, and goes on after an error as far as more can be found: no case then.
pub fn read(
    county: &Path,
    args: &PolicyArgs,
    found: &mut Faults,
) -> Result<(Tables, Option<Loaded>), Failure> {
    let resolved = args.resolve();
    let tables = tables::read(county, found);
    let (policy, scenarios) = match resolved {
        Ok(resolved) => resolved,
        Err(Failure::Input(of_policy)) => {
            let mut told = Faults::default();
            county::build(&tables, &Policy::national(), &mut told);
            told.list.retain(|f| !BY_POLICY.contains(&f.code));
            found.list.extend(told.list);
            found.list.extend(of_policy.list);
            return Ok((tables, None));
        }
        Err(other) => return Err(other),
    };
    let Some(mut county) = county::build(&tables, &policy, found).filter(|_| !found.has_errors())
    else {
        singles(&tables, policy, args, &scenarios, found);
        return Ok((tables, None));
    };
    change(&mut county, args, &scenarios, policy.as_of(), found);
    policy::check_order(&policy, county.leader_posts.is_some(), found);
    policy::check_label(&policy, found);
    let case = Case::new(county, policy, found);
    let loaded = (!found.has_errors()).then_some(Loaded { case, scenarios });
    Ok((tables, loaded))
}

/// The county as the scenarios would have it; one that changes neither data nor policy is warned of.
fn change(
    county: &mut County,
    args: &PolicyArgs,
    scenarios: &[Scenario],
    as_of: Month,
    found: &mut Faults,
) {
    for (at, scenario) in scenarios.iter().enumerate() {
        let (before, faults) = (county::fingerprint(county), found.list.len());
        scenario::apply(county, &scenario.changes, as_of, found);
        // A change with a fault is none yet.
        let whole = found.list.len() == faults;
        if whole && county::fingerprint(county) == before && leaves_policy(args, at, scenario) {
            idle(scenario, found);
        }
    }
}

/// What shows of single persons and changes in a county with errors.
fn singles(
    tables: &Tables,
    policy: Policy,
    args: &PolicyArgs,
    scenarios: &[Scenario],
    found: &mut Faults,
) {
    if let Some(mut county) = county::sound(tables, &policy, found) {
        let mut late = Faults::default();
        change(&mut county, args, scenarios, policy.as_of(), &mut late);
        Case::new(county, policy, &mut late);
        late.list.retain(|f| SINGLE.contains(&f.code));
        found.list.extend(late.list);
    }
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
