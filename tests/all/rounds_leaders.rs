//! Leaders appointed before the rounds (SPEC §6) where two of one family stand against each other: of what L1–L3 leave equal
//! the published draw decides, so that they are the same again when results are fed back as pins.

use crate::build::Build;
use crate::rounds::run;
use jiaopin::county::{RelationKind, Role};
use jiaopin::plan::{Outcome, Round};
use jiaopin::policy::ProcessMode;
use sha2::{Digest, Sha256};

const SCHOOLS: [&str; 4] = ["A", "B", "C", "D"];

/// Four schools, each led by somebody who is due: 1 by 1 … 4. Each principal may change to any other school.
fn four(draw: &str) -> Build {
    let mut b = Build::new();
    for school in SCHOOLS {
        b = b.school(school).post(school, "语文", 2);
    }
    for (i, school) in SCHOOLS.iter().enumerate() {
        let id = (i + 1).to_string();
        b = b
            .teacher(&id, school, "语文")
            .leads(school, Role::Principal, &id, 2018);
    }
    b.rule(|p| {
        p.process.mode = ProcessMode::Staged;
        p.tiers.draw = Some(draw.into());
    })
}

/// Per school who leads it, `-` where nobody does.
fn leaders(b: &Build) -> String {
    let case = b.case();
    let (plan, _) = run(&case, Round::Direct).expect("a plan");
    let leads = |school: &&str| {
        let at = case.county.find_school(school);
        let mut rows = plan.rows.iter().filter(|r| r.outcome == Outcome::Lead);
        let found = rows.find(|r| r.station.map(|s| s.school) == at);
        found.map_or("-", |r| case.county.teacher(r.teacher).id.as_str())
    };
    SCHOOLS.iter().map(leads).collect()
}

/// The sums of both numbers drawn for appointments (README): SHA-256 of seed, person and post.
fn drawn(draw: &str, leads: &str) -> [u32; 2] {
    let number = |(person, school): (char, &&str)| {
        let hash = Sha256::digest(format!("{draw}\n{person}\n{school}/校长"));
        [0, 2].map(|k| u32::from(hash[k]) << 8 | u32::from(hash[k + 1]))
    };
    let all = leads.chars().zip(&SCHOOLS).filter(|(p, _)| *p != '-');
    all.map(number)
        .fold([0, 0], |sum, one| [sum[0] + one[0], sum[1] + one[1]])
}

/// The way of filling the posts that the tiers and then the draw want, of those allowed: nobody at the own school, as few
/// vacant as can be. Where no two schools differ, L2 counts the same then.
fn best(draw: &str, allowed: impl Fn(&str) -> bool) -> Option<String> {
    let mut all = vec![String::new()];
    for own in ['1', '2', '3', '4'] {
        let longer = |some: &String| {
            let free = "1234-"
                .chars()
                .filter(|p| *p == '-' || *p != own && !some.contains(*p));
            let longer = free.map(|p| format!("{some}{p}"));
            longer.collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    let vacant = |way: &str| way.matches('-').count();
    let able = all.into_iter().filter(|way| allowed(way));
    able.min_by_key(|way| (vacant(way), drawn(draw, way)))
}

#[test]
fn of_equal_appointments_of_a_couple_the_draw_decides() {
    for draw in ["一", "二", "三", "四", "五", "六", "七", "八"] {
        let b = four(draw).relation("1", "2", RelationKind::Spouse);
        let allowed = |way: &str| !(way.contains('1') && way.contains('2'));
        assert_eq!(Some(leaders(&b)), best(draw, allowed), "{draw}");
    }
}

/// A deputy of B who stays there in any case keeps the relative 1 away from it; that leaves the draw to the others.
#[test]
fn of_appointments_beside_a_fixed_relative_the_draw_decides() {
    for draw in ["一", "二", "三", "四", "五", "六", "七", "八"] {
        let b = four(draw)
            .teacher("5", "B", "语文")
            .who("5", |t| t.role = Role::VicePrincipal)
            .who("5", |t| t.exemption = vec!["重病".into()])
            .relation("1", "5", RelationKind::Collateral);
        let allowed = |way: &str| way.chars().nth(1) != Some('1');
        assert_eq!(Some(leaders(&b)), best(draw, allowed), "{draw}");
    }
}

/// Results fed back may exceed R09: nobody returns to a school for that, to count among its staff and raise its limit.
#[test]
fn what_pins_exceed_of_r09_brings_no_leader_back() {
    let mut b = four("一").school("E").post("E", "数学", 2);
    for id in ["5", "6"] {
        b = b.teacher(id, "A", "数学").pin(id, true, "E", "");
    }
    // Of its two teachers A may give one (0.8, rounded up); with its principal back among them it might give two.
    let b = b.rule(|p| {
        p.rules.outflow.share = "0.4".parse().unwrap();
        p.rules.outflow.county_share = "1".parse().unwrap();
    });
    let (before, after) = (leaders(&four("一")), leaders(&b));
    assert_eq!(before, after);
}
