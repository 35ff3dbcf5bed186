//! What most verbs begin with: the policy, the scenarios and the county, read once, their faults said together.

use super::exit::Failure;
use super::policy::PolicyArgs;
use super::{Context, faults};
use crate::case::Case;
use crate::county::{self, County};
use crate::policy::{Policy, Scenario, scenario};
use crate::tables::fault::Faults;
use crate::tables::{self, Tables};
use std::path::Path;

/// A county under a policy, and the scenarios that were laid upon both.
pub struct Loaded {
    pub case: Case,
    pub scenarios: Vec<Scenario>,
}

/// Codes of the tables that hang on the policy: under another one they say nothing.
const BY_POLICY: [&str; 6] = ["E407", "W305", "W306", "W311", "W801", "W802"];

/// Codes that speak of one person, or one change, in a typed county: they hold whatever is wrong elsewhere.
const SINGLE: [&str; 7] = ["E409", "E610", "W409", "W410", "W411", "W412", "W413"];

/// Reads everything and makes the scenarios' changes of the data; warnings are printed, errors end the run.
pub fn load(county: &Path, args: &PolicyArgs, context: &Context) -> Result<Loaded, Failure> {
    let mut found = Faults::default();
    match read(county, args, &mut found)? {
        (_, Some(loaded)) => {
            faults::say_warnings(&found, context);
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
        singles(&tables, policy, &scenarios, found);
        return Ok((tables, None));
    };
    change(&mut county, &scenarios, found);
    let case = Case::new(county, policy, found);
    let loaded = (!found.has_errors()).then_some(Loaded { case, scenarios });
    Ok((tables, loaded))
}

/// The county as the scenarios would have it.
fn change(county: &mut County, scenarios: &[Scenario], found: &mut Faults) {
    for scenario in scenarios {
        scenario::apply(county, &scenario.changes, found);
    }
}

/// What shows of single persons and changes in a county with errors.
fn singles(tables: &Tables, policy: Policy, scenarios: &[Scenario], found: &mut Faults) {
    if let Some(mut county) = county::sound(tables, &policy, found) {
        let mut late = Faults::default();
        change(&mut county, scenarios, &mut late);
        Case::new(county, policy, &mut late);
        late.list.retain(|f| SINGLE.contains(&f.code));
        found.list.extend(late.list);
    }
}
