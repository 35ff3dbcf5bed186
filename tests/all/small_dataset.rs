//! datasets/small: what its README works out by hand is what the program finds.

use jiaopin::case::Case;
use jiaopin::county;
use jiaopin::plan::Outcome;
use jiaopin::policy::Policy;
use jiaopin::solve::{Method, Options, solve};
use jiaopin::tables::fault::Faults;
use std::path::Path;

/// The table "总表" of datasets/small/README.md.
const BY_HAND: [(&str, i64); 11] = [
    ("over_staffing", 0),
    ("uncovered", 0),
    ("unplaced", 1),
    ("rotation", 1),
    ("balance", 3),
    ("titles", 1),
    ("merit", 75),
    ("wishes", 9),
    ("moves", 1),
    ("changes", 1),
    ("distance", 133),
];

/// Who, what, and where: school and subject.
type Row = (&'static str, Outcome, Option<(&'static str, &'static str)>);

/// The only plan with these values.
const PLAN: [Row; 12] = [
    ("01", Outcome::Lead, Some(("001", "语文"))),
    ("02", Outcome::Stay, Some(("001", "语文"))),
    ("03", Outcome::Move, Some(("002", "音乐"))),
    ("04", Outcome::Stay, Some(("001", "道德与法治"))),
    ("05", Outcome::Retained, Some(("001", "数学"))),
    ("06", Outcome::Stay, Some(("001", "数学"))),
    ("07", Outcome::Stay, Some(("001", "英语"))),
    ("08", Outcome::Stay, Some(("001", "体育"))),
    ("09", Outcome::Lead, Some(("002", "数学"))),
    ("10", Outcome::Stay, Some(("002", "语文"))),
    ("11", Outcome::Stay, Some(("002", "数学"))),
    ("12", Outcome::Placed, Some(("002", "体育"))),
];

fn case() -> Case {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small");
    let policy = Policy::national();
    let mut faults = Faults::default();
    let county = county::load(&folder, &policy, &mut faults).expect("datasets/small loads");
    let case = Case::new(county, policy, &mut faults);
    assert!(faults.list.is_empty(), "{:?}", faults.list);
    case
}

#[test]
fn the_program_finds_what_was_found_by_hand() {
    let case = case();
    for method in [Method::Direct, Method::Pool] {
        let mut options = Options {
            method,
            ..Options::default()
        };
        let outcome = solve(&case, &mut options).expect("no fault of our own");
        let tiers = &outcome.solved.tiers;
        let found: Vec<(&str, i64)> = tiers.iter().map(|t| (t.key.as_str(), t.value)).collect();
        assert_eq!(found, BY_HAND, "{method:?}");
        assert!(tiers.iter().all(|t| t.proven), "{method:?}");

        let plan = outcome.plan.expect("there is a plan");
        let rows: Vec<_> = plan
            .rows
            .iter()
            .map(|row| {
                let at = row.station.map(|s| {
                    let subject = s.subject.map_or("", |x| case.county.subject(x));
                    (case.county.school(s.school).id.as_str(), subject)
                });
                (
                    case.county.teacher(row.teacher).id.as_str(),
                    row.outcome,
                    at,
                )
            })
            .collect();
        assert_eq!(rows, PLAN, "{method:?}");
    }
}
