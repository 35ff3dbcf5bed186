//! The brute force itself on trial: against every combination without shortcuts, against the second judge, and on
//! counties whose optimum is worked out in the comment above each.

mod classes;
mod leader_posts;
mod plans;

use super::search::{better_than, plain};
use super::{leaders, mip, optimum};
use crate::tiny;
use jiaopin::county::*;
use jiaopin::policy::Policy;
use jiaopin::tables::fault::Place;
use rust_decimal::Decimal;

/// A county of primary schools on one meridian, a tenth of a degree (11.1195 km) apart, teaching 语文 (0) and 体育 (1).
struct Made {
    county: County,
    policy: Policy,
}

impl Made {
    /// Each school: area and the posts of 语文 and 体育.
    fn new(schools: &[(Area, u32, u32)]) -> Made {
        let mut county = County {
            subjects: vec!["语文".into(), "体育".into()],
            ..County::default()
        };
        let mut posts = Vec::new();
        for (i, (area, chinese, sport)) in schools.iter().enumerate() {
            let ix = SchoolIx(i as u32);
            county.schools.push(School {
                id: format!("{}", i + 1),
                name: format!("第{}小学", i + 1),
                stages: vec![Stage::Primary],
                legal_unit: ix,
                cluster: "一区".into(),
                town: None,
                area: *area,
                quality: Quality::Ordinary,
                point: Some(Point {
                    lon: 119.0,
                    lat: 42.0 + i as f64 / 10.0,
                }),
                approved_staff: Some(9),
                teaching_staff_max: None,
                senior_posts: Some(9),
                intermediate_posts: Some(9),
                opened: None,
                boarders: 0,
                closing: false,
            });
            for (subject, count) in [(0, *chinese), (1, *sport)] {
                posts.push(PostRow {
                    school: ix,
                    stage: Stage::Primary,
                    subject: SubjectIx(subject),
                    count,
                    conditions: None,
                    basis: None,
                    place: Place::default(),
                });
            }
        }
        county.posts = Some(posts);
        let mut policy = tiny::national();
        policy.rules.outflow.share = Decimal::ONE;
        policy.rules.outflow.county_share = Decimal::ONE;
        Made { county, policy }
    }

    /// Adds a plain teacher of 语文 at a school (counted from 0).
    fn teacher(&mut self, school: usize) -> &mut Teacher {
        let number = self.county.teachers.len();
        self.county.teachers.push(Teacher {
            id: format!("{number:02}"),
            name: String::new(),
            sex: Some(Sex::Female),
            birth: Month::new(1985, 5),
            id_number: None,
            school: Some(SchoolIx(school as u32)),
            since: None,
            joined: None,
            stage: Some(Stage::Primary),
            subject: Some(SubjectIx(0)),
            certificates: Vec::new(),
            second_subjects: Vec::new(),
            title: Title::Second,
            education: Education::Bachelor,
            backbone: Backbone::None,
            role: Role::None,
            status: Status::Working,
            exemption: Vec::new(),
            recruit_type: String::new(),
            rural_years: None,
            ethics: Ethics::Pass,
            appraisal: Vec::new(),
            score: None,
            obey: true,
            spouse: None,
            home: None,
            wishes: Vec::new(),
            place: Place::default(),
        });
        &mut self.county.teachers[number]
    }

    /// A leader post; the incumbent, if any, becomes what the post says.
    fn leader(&mut self, school: usize, incumbent: Option<usize>, appointed: Option<Month>) {
        if let Some(p) = incumbent {
            self.county.teachers[p].role = Role::Principal;
        }
        let posts = self.county.leader_posts.get_or_insert_with(Vec::new);
        posts.push(LeaderPost {
            school: SchoolIx(school as u32),
            role: Role::Principal,
            incumbent: incumbent.map(|p| TeacherIx(p as u32)),
            appointed,
            term: None,
            rank_required: None,
            place: Place::default(),
        });
    }

    /// A vice-principal who passed every gate: 0.3 × 80 + 0.2 × 70 + 0.3 × 90 + 0.2 × 60 = 77 points.
    fn candidate(&mut self, p: usize) {
        self.county.teachers[p].role = Role::VicePrincipal;
        let points = |n: i64| Some(Decimal::from(n));
        self.county.candidates.push(Candidate {
            teacher: TeacherIx(p as u32),
            role: Role::Principal,
            vote: points(80),
            staff_vote: points(70),
            defence: points(90),
            panel: points(60),
            assessment: Some(true),
            publicity: Some(true),
            rank: Some("高级".into()),
            place: Place::default(),
        });
    }

    /// L1–L3 and T1–T11.
    fn with_leaders(&self) -> Option<(Vec<i64>, Vec<i64>)> {
        let all = optimum(&self.county, &self.policy)?;
        let (leaders, _) = all.split_at(3);
        let leaders = leaders.iter().map(|(_, v)| *v).collect();
        Some((leaders, self.values()?))
    }

    /// T1–T11, or none; by all three ways of finding them.
    fn values(&self) -> Option<Vec<i64>> {
        three_ways(&self.county, &self.policy);
        let values = optimum(&self.county, &self.policy)?;
        let values = values.iter().filter(|(key, _)| !key.starts_with("leader"));
        Some(values.map(|(_, v)| *v).collect())
    }
}

/// The same values by the search with its shortcuts, by trying every combination, and by whole-number programming.
fn three_ways(county: &County, policy: &Policy) -> bool {
    let by = |solver: leaders::Solver| leaders::best(county, policy, solver).map(|f| f.values);
    let found = by(better_than);
    assert_eq!(found, by(plain));
    assert_eq!(found, by(mip::better_than));
    found.is_some()
}

#[test]
fn shortcuts_lose_nothing() {
    let size = tiny::Size {
        schools: (2, 3),
        teachers: (2, 5),
        cells: 5,
    };
    let mut with = 0;
    for seed in 0..60 {
        println!("seed {seed}");
        let (county, policy) = tiny::sized(seed, size);
        with += usize::from(three_ways(&county, &policy));
        let (county, policy) = tiny::with_leaders(seed, size);
        with += usize::from(three_ways(&county, &policy));
    }
    assert!(
        (60..114).contains(&with),
        "{with} of 120 counties with a plan"
    );
}
