//! The two pools: the register of persons adds up on every county; standing quota loans are part of what R03 lends.

use crate::brute::{case, solved};
use crate::build::{Build, plan};
use crate::made::{Made, rows, sheet};
use crate::tiny;
use jiaopin::audit;
use jiaopin::case::Case;
use jiaopin::county::{self, Loan, Month};
use jiaopin::plan::{Class, Outcome, Plan};
use jiaopin::policy::Policy;
use jiaopin::report::loans::{Kind, ledger};
use jiaopin::report::turnover::{Count, Reason, Turnover};
use jiaopin::rules::r03_staffing::reading::quota;
use jiaopin::solve::{Method, Options, solve};
use jiaopin::synth::{self, shape::Shape, write};
use jiaopin::tables::fault::{Faults, Place};
use rayon::prelude::*;

/// In less out is left: in the register, and against the plan counted afresh.
fn adds_up(case: &Case, plan: &Plan, name: &str) -> Count {
    let pool = Turnover::new(case, plan);
    let total = pool.total();
    assert_eq!(
        total.into_pool() - total.out_of_pool(),
        total.left,
        "{name}"
    );
    let mut sum = Count::default();
    for count in pool.by_reason().values() {
        assert_eq!(
            count.into_pool() - count.out_of_pool(),
            count.left,
            "{name}"
        );
        sum.before += count.before;
        sum.entered += count.entered;
        sum.seated += count.seated;
        sum.leading += count.leading;
        sum.left += count.left;
    }
    assert_eq!(sum, total, "{name}");
    let outcome = |o: Outcome| plan.rows.iter().filter(|r| r.outcome == o).count();
    assert_eq!(total.left, outcome(Outcome::Pool), "{name}: left");
    let pooled = case
        .standing
        .class
        .iter()
        .filter(|c| **c == Class::Pooled)
        .count();
    assert_eq!(total.before, pooled, "{name}: in the pool before");
    // Persons are conserved: who was at the schools or in the pool is at the schools or in the pool.
    let now: usize = case
        .county
        .school_ixs()
        .map(|s| case.standing.staff_now(s))
        .sum();
    let after: usize = case.county.school_ixs().map(|s| plan.at(s).count()).sum();
    assert_eq!(now + total.before, after + total.left, "{name}: persons");
    assert_eq!(
        now - total.entered + total.out_of_pool(),
        after,
        "{name}: schools"
    );
    // A closing school has given everybody to the pool.
    for member in &pool.members {
        let closing = member.from.is_some_and(|s| case.county.school(s).closing);
        assert_eq!(closing, member.reason == Reason::Closing, "{name}");
    }
    total
}

#[test]
fn the_register_of_persons_adds_up_on_random_counties() {
    let all: Vec<Count> = (0..400u64)
        .into_par_iter()
        .filter_map(|seed| {
            let (county, mut policy) = tiny::county(seed);
            policy.tiers.order.retain(|key| key != "distance");
            policy.tiers.order.push("distance".into());
            let case = case(&county, &policy);
            let (_, plan) = solved(&case, Method::Auto).expect("a proven answer");
            Some(adds_up(&case, &plan?, &format!("seed {seed}")))
        })
        .collect();
    let some = |of: fn(&Count) -> usize| all.iter().filter(|c| of(c) > 0).count();
    assert!(some(|c| c.before) > 50 && some(|c| c.entered) > 100 && some(|c| c.left) > 50);
}

/// A made-up county of every kind of school, solved.
fn generated(schools: usize, teachers: usize, seed: u64) -> Made {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut shape = Shape::of(schools, teachers, seed);
    shape.loans = true;
    shape.new_schools = 1;
    shape.closing_schools = 1;
    write::folder(&synth::county(&shape), &folder.path().join("c")).expect("it is written");
    let mut policy = Policy::national();
    policy.staffing.shared_posts = true;
    let mut faults = Faults::default();
    let county = county::load(&folder.path().join("c"), &policy, &mut faults);
    let county = county.unwrap_or_else(|| panic!("{:#?}", faults.list));
    let case = Case::new(county, policy, &mut faults);
    let outcome = solve(&case, &mut Options::default()).expect("no fault of our own");
    let plan = outcome.plan.expect("a plan");
    let audit = audit::audit(&case, &plan);
    assert!(!audit.broken(), "{:#?}", audit.findings.list);
    for tier in &outcome.solved.tiers {
        assert_eq!(audit.tier(&tier.key), Some(tier.value), "{}", tier.key);
    }
    Made {
        case,
        plan,
        solved: outcome.solved,
        audit,
    }
}

/// The printed ledger of each generated county: its lines add up to its total, the total to the persons listed.
#[test]
fn the_printed_ledger_adds_up_on_every_generated_county() {
    for (schools, teachers, seed) in [(5, 70, 1), (8, 120, 2), (12, 160, 3), (14, 210, 4)] {
        let name = format!("{schools} schools, seed {seed}");
        let made = generated(schools, teachers, seed);
        let total = adds_up(&made.case, &made.plan, &name);
        let book = made.book();
        let lines = rows(&sheet(&book, "人员周转池"));
        let place = |text: &str| {
            lines
                .iter()
                .position(|r| r[0].contains(text))
                .expect("a caption")
        };
        let cells = |row: &[String]| -> Vec<usize> {
            let numbers = row.iter().filter(|c| !c.is_empty());
            numbers.filter_map(|c| c.parse().ok()).collect()
        };
        let first = &lines[place("按事由")..place("按学校")];
        let sum = first.iter().find(|r| r[0] == "合计").expect("a total");
        let numbers = cells(sum);
        assert_eq!(numbers[numbers.len() - 1], total.left, "{name}: {sum:?}");
        let text = lines.concat().join(" ");
        let said = format!(
            "{}＋{}－{}＝{}",
            total.before,
            total.entered,
            total.out_of_pool(),
            total.left
        );
        assert!(text.replace(' ', "").contains(&said), "{name}: {said}");
        // The list of persons: as many as went in, those without a place as many as are left.
        let list = rows(&sheet(&book, "周转池名册"));
        let head = list
            .iter()
            .find(|r| r.contains(&"工号".to_owned()))
            .expect("heads");
        let at = |word: &str| head.iter().position(|h| h == word).expect("a head");
        let persons: Vec<_> = list
            .iter()
            .filter(|r| r[at("序号")].parse::<usize>().is_ok())
            .collect();
        assert_eq!(persons.len(), total.into_pool(), "{name}");
        let left = persons.iter().filter(|r| r[at("去向")] == "待岗");
        assert_eq!(left.count(), total.left, "{name}");
        // What schools give and take is what came in by the plan and what went out.
        let schools = &lines[place("按学校")..];
        let sum = schools.iter().find(|r| r[0] == "合计").expect("a total");
        let numbers: Vec<i64> = sum.iter().filter_map(|c| c.parse().ok()).collect();
        let (given, taken) = (total.entered as i64, total.out_of_pool() as i64);
        let wanted: Vec<i64> = [given, taken, taken - given]
            .into_iter()
            .filter(|n| *n != 0)
            .collect();
        assert_eq!(numbers, wanted, "{name}");
        for sheet_name in ["岗位结构", "周转编制台账", "走教", "走教课时"] {
            let lines = rows(&sheet(&book, sheet_name));
            assert!(lines.len() > 3, "{name}: {sheet_name} is empty");
        }
    }
}

#[test]
fn why_somebody_is_in_the_pool() {
    let build = Build::new()
        .school("A")
        .school("B")
        .school("C")
        .post("A", "语文", 1)
        .post("B", "语文", 3)
        .post("B", "数学", 2)
        .teacher("1", "A", "语文")
        .teacher("2", "A", "语文")
        .teacher("3", "A", "数学")
        .teacher("4", "C", "语文")
        .teacher("5", "", "数学")
        .teacher("6", "", "数学")
        .teacher("7", "", "数学")
        .wish("2", "B", "")
        .at("C", |s| s.closing = true)
        .who("5", |t| (t.joined, t.since) = (Month::new(2026, 8), None))
        .who("7", |t| t.since = None)
        .who("6", |t| t.status = jiaopin::county::Status::Waiting);
    let case = build.case();
    let plan = plan(
        &case,
        &[
            ("2", "B/语文"),
            ("3", "B/数学"),
            ("4", "B/语文"),
            ("5", "B/数学"),
        ],
    );
    let pool = Turnover::new(&case, &plan);
    let reasons: Vec<(&str, Reason, bool)> = pool
        .members
        .iter()
        .map(|m| {
            (
                case.county.teacher(m.teacher).id.as_str(),
                m.reason,
                m.to.is_some(),
            )
        })
        .collect();
    assert_eq!(
        reasons,
        [
            ("2", Reason::Applied, true),
            ("3", Reason::Surplus, true),
            ("4", Reason::Closing, true),
            ("5", Reason::Recruit, true),
            ("6", Reason::Carried, false),
            ("7", Reason::Returning, false),
        ]
    );
    let total = pool.total();
    assert_eq!((total.before, total.entered), (3, 3));
    assert_eq!((total.out_of_pool(), total.left), (4, 2));
    let since: Vec<_> = pool.members.iter().map(|m| m.since).collect();
    assert_eq!(since[0], Month::new(2026, 9));
    assert_eq!(
        since[3],
        Month::new(2026, 8),
        "a recruit since the start of work"
    );
    assert_eq!(since[5], None, "nothing is guessed");
}

fn loan(build: &Build, school: &str, count: u32, start: (i16, u8), due: (i16, u8)) -> Loan {
    Loan {
        school: build.s(school),
        count,
        start: Month::new(start.0, start.1),
        due: Month::new(due.0, due.1),
        reason: Some("学科缺员".into()),
        place: Place::default(),
    }
}

/// Two schools full to the last post of headcount, each with an open post and somebody in the pool to fill it; one loan
/// in the county's pool.
fn full() -> Build {
    Build::new()
        .school("A")
        .school("B")
        .post("A", "语文", 2)
        .post("B", "数学", 2)
        .teacher("1", "A", "语文")
        .teacher("2", "B", "数学")
        .teacher("3", "", "语文")
        .teacher("4", "", "数学")
        // Better scores keep 1 and 2 where they are: the lower ones give way.
        .who("1", |t| t.score = Some(90.into()))
        .who("2", |t| t.score = Some(90.into()))
        .at("A", |s| s.approved_staff = Some(1))
        .at("B", |s| s.approved_staff = Some(1))
        .rule(|p| p.rules.staffing.pool_total = Some(1))
}

fn placed(build: &Build) -> (Vec<String>, Vec<u32>, i64) {
    let case = build.case();
    let (values, plan) = solved(&case, Method::Auto).expect("a proven answer");
    let plan = plan.expect("a plan");
    let rows = plan.rows.iter().filter(|r| r.outcome == Outcome::Placed);
    let ids = rows.map(|r| case.county.teacher(r.teacher).id.clone());
    let over = values
        .expect("values")
        .iter()
        .find(|(k, _)| k == "over_staffing")
        .expect("T1")
        .1;
    (ids.collect(), quota(&case, &plan).lent, over)
}

#[test]
fn a_standing_loan_is_part_of_what_is_lent() {
    // Without the table one of the two is placed, on the pool's only loan.
    let mut build = full();
    let (ids, lent, over) = placed(&build);
    assert_eq!((ids.len(), lent.iter().sum::<u32>(), over), (1, 1, 0));
    // B holds the loan already: only B can use it, and A cannot be lent another.
    build.county.loans = vec![loan(&build, "B", 1, (2025, 9), (2027, 8))];
    assert_eq!(placed(&build), (vec!["4".to_string()], vec![0, 1], 0));
    // In its last month it still stands; a month later it is overdue and the quota is back in the pool.
    build.county.loans = vec![loan(&build, "B", 1, (2023, 9), (2026, 9))];
    assert_eq!(placed(&build).0, ["4"]);
    build.county.loans = vec![loan(&build, "B", 1, (2023, 9), (2026, 8))];
    assert_eq!(placed(&build).1.iter().sum::<u32>(), 1);
    build = build.rule(|p| p.rules.staffing.pool_per_school = 0);
    assert_eq!(
        placed(&build),
        (vec![], vec![0, 0], 0),
        "an overdue loan lends nothing"
    );
    // Lent beyond what policy gives to a school: it stays, and nothing more is lent.
    build.county.loans = vec![loan(&build, "B", 2, (2025, 9), (2027, 8))];
    assert_eq!(placed(&build), (vec!["4".to_string()], vec![0, 2], 0));
    // Not yet begun, or at a closing school: nothing.
    build.county.loans = vec![loan(&build, "B", 1, (2026, 10), (2027, 8))];
    assert_eq!(placed(&build).1, [0, 0]);
}

/// Retirements repay loans one by one, the loan due first first; what they cannot repay in time is seen.
#[test]
fn retirements_repay_loans() {
    // Women born 1972-05 and 1974-01 retire in 2028-01 (8 months late) and 2030-02 (13 months late) by the decision of 2024.
    let mut build = full()
        .who("1", |t| t.birth = Month::new(1972, 5))
        .who("2", |t| t.birth = Month::new(1972, 5))
        .who("4", |t| t.birth = Month::new(1974, 1));
    build.county.loans = vec![
        loan(&build, "A", 1, (2022, 9), (2025, 8)),
        loan(&build, "B", 2, (2025, 9), (2028, 8)),
    ];
    let case = build.case();
    let (_, plan) = solved(&case, Method::Auto).expect("a proven answer");
    let entries = ledger(&case, &plan.expect("a plan"));
    let found: Vec<_> = entries
        .iter()
        .map(|e| {
            let months: Vec<String> = e.repaid.iter().map(Month::to_string).collect();
            (e.kind, e.count, months.join(" "), e.in_time())
        })
        .collect();
    assert_eq!(
        found,
        [
            (Kind::Overdue, 1, "2028-01".to_string(), 0),
            (Kind::Standing, 2, "2028-01 2030-02".to_string(), 1),
        ]
    );
}
