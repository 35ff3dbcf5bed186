//! One plan as a comparison sees it.

use super::Heading;
use crate::case::Case;
use crate::county::SchoolIx;
use crate::plan::result::{Solved, TierResult};
use crate::plan::words::{self, Word};
use crate::plan::{Assignment, Outcome, Plan};
use crate::rules::r12_balance::reading as balance;
use crate::text::Text;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where a plan sends a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fate {
    pub outcome: &'static str,
    pub outcome_zh: &'static str,
    pub school_id: String,
    pub school: String,
    pub post: String,
    #[serde(skip)]
    pub class: Text,
    pub tier_notes: String,
}

/// A person of one plan.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    pub from: [String; 2],
    pub fate: Fate,
}

/// A school of one plan, in persons and posts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SchoolLine {
    pub before: u32,
    pub after: u32,
    pub come: u32,
    pub go: u32,
    pub open: u32,
}

/// One number of one plan.
#[derive(Debug, Clone)]
pub struct Measure {
    pub key: String,
    pub name: Text,
    pub decimals: u8,
    pub value: Option<f64>,
}

/// A plan with what it reaches.
#[derive(Debug, Clone)]
pub struct Side {
    pub heading: Heading,
    pub tiers: Vec<TierResult>,
    pub measures: Vec<Measure>,
    pub persons: BTreeMap<String, Person>,
    pub schools: BTreeMap<String, (String, SchoolLine)>,
}

impl Side {
    /// `variation` gives the coefficients of variation by key: the figure of the report, before and after.
    pub fn new(
        heading: Heading,
        case: &Case,
        plan: &Plan,
        solved: &Solved,
        variation: &[(String, Text, Option<f64>)],
    ) -> Side {
        let case = &*crate::audit::under(case, plan);
        let mut measures = counts(case, plan);
        measures.extend(ways(case, plan));
        measures.extend(deficits(case, plan));
        measures.extend(variation.iter().map(|(key, name, value)| Measure {
            key: key.clone(),
            name: name.clone(),
            decimals: 3,
            value: *value,
        }));
        Side {
            heading,
            tiers: solved.tiers.clone(),
            measures,
            persons: plan.rows.iter().map(|row| person(case, row)).collect(),
            schools: schools(case, plan),
        }
    }
}

fn person(case: &Case, row: &Assignment) -> (String, Person) {
    let t = case.county.teacher(row.teacher);
    let name =
        |s: Option<SchoolIx>| s.map_or(String::new(), |s| case.county.school(s).name.clone());
    let to = row.station.map(|s| s.school);
    let post = row.station.map(|s| match row.outcome {
        Outcome::Lead => row.role.zh().to_owned(),
        _ => words::post(case, s.stage, s.subject).zh,
    });
    let person = Person {
        name: t.name.clone(),
        from: [name(t.school), words::post(case, t.stage, t.subject).zh],
        fate: Fate {
            outcome: row.outcome.key(),
            outcome_zh: row.outcome.zh(),
            school_id: to.map_or(String::new(), |s| case.county.school(s).id.clone()),
            school: name(to),
            post: post.unwrap_or_default(),
            class: Text::new(row.class.zh(), row.class.key()),
            tier_notes: row.tier_notes.clone(),
        },
    };
    (t.id.clone(), person)
}

fn schools(case: &Case, plan: &Plan) -> BTreeMap<String, (String, SchoolLine)> {
    let mut lines = vec![SchoolLine::default(); case.county.schools.len()];
    let mut taken = vec![0u32; case.demand.cells.len()];
    for row in &plan.rows {
        if let Some(station) = row.station {
            let line = &mut lines[station.school.ix()];
            line.after += 1;
        }
        if let Some(seat) = row.seat()
            && let Some(cell) = case.demand.find(seat.school, seat.stage, seat.subject)
        {
            taken[cell.ix()] += 1;
        }
        let (from, to) = row.crossing(case);
        from.into_iter().for_each(|s| lines[s.ix()].go += 1);
        to.into_iter().for_each(|s| lines[s.ix()].come += 1);
    }
    for cell in case.demand.cell_ixs() {
        let c = case.demand.cell(cell);
        lines[c.school.ix()].open += c.count.saturating_sub(taken[cell.ix()]);
    }
    let mut all = BTreeMap::new();
    for school in case.county.school_ixs() {
        let s = case.county.school(school);
        let mut line = lines[school.ix()];
        line.before = case.standing.staff_now(school) as u32;
        all.insert(s.id.clone(), (s.name.clone(), line));
    }
    all
}

fn measure(key: &str, zh: &str, en: &str, value: f64) -> Measure {
    Measure {
        key: key.to_owned(),
        name: Text::new(zh, en),
        decimals: 0,
        value: Some(value),
    }
}

fn counts(case: &Case, plan: &Plan) -> Vec<Measure> {
    let outcome = |o: Outcome| {
        let count = plan.rows.iter().filter(|r| r.outcome == o).count();
        measure(o.key(), o.zh(), o.key(), count as f64)
    };
    let posts: u32 = case.demand.cells.iter().map(|c| c.count).sum();
    let open: u32 = schools(case, plan).values().map(|(_, s)| s.open).sum();
    let mut all = vec![
        measure(
            "persons",
            "编排人员",
            "persons planned",
            plan.rows.len() as f64,
        ),
        measure("posts", "岗位", "posts", f64::from(posts)),
        measure("open", "缺岗", "open posts", f64::from(open)),
    ];
    all.extend(Outcome::ALL.map(outcome));
    all
}

/// What moving costs: kilometres between the old and the new school, as the crow flies.
fn ways(case: &Case, plan: &Plan) -> Vec<Measure> {
    let moves = plan.rows.iter().filter(|r| r.outcome == Outcome::Move);
    let ways = moves.filter_map(|r| {
        let from = case.county.teacher(r.teacher).school?;
        Some(case.county.km(from, r.station?.school))
    });
    let ways: Vec<f64> = ways.collect();
    // Not `sum`: that of no numbers is −0, and is printed so.
    let sum = ways.iter().fold(0.0, |sum, km| sum + km);
    let longest = ways.iter().copied().fold(0.0, f64::max);
    let mean = (!ways.is_empty()).then(|| sum / ways.len() as f64);
    let tenth = |key: &str, zh: &str, en: &str, value: Option<f64>| Measure {
        decimals: 1,
        value,
        ..measure(key, zh, en, 0.0)
    };
    vec![
        tenth(
            "km",
            "调动两校公里合计",
            "km between schools, all moves",
            Some(sum),
        ),
        tenth("km_mean", "调动平均公里", "mean km of a move", mean),
        tenth(
            "km_longest",
            "最远调动公里",
            "longest move, km",
            Some(longest),
        ),
    ]
}

fn deficits(case: &Case, plan: &Plan) -> Vec<Measure> {
    let mut sums: BTreeMap<(crate::county::Stage, balance::Indicator), i64> = BTreeMap::new();
    for r in balance::readings(case, plan) {
        *sums.entry((r.stage, r.indicator)).or_default() += r.deficit();
    }
    let line = |((stage, indicator), n): (&(crate::county::Stage, balance::Indicator), &i64)| {
        let name = indicator.name();
        measure(
            &format!("deficit_{}_{indicator:?}", stage.en()),
            &format!("{}{}缺额", stage.zh(), Word::zh(&name)),
            &format!("{}: {} missing", stage.en(), Word::en(&name)),
            *n as f64,
        )
    };
    sums.iter().map(line).collect()
}
