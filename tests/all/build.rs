//! Tiny counties by hand, for tests: `Build::new().school("A").post("A", "语文", 2).teacher("1", "A", "语文")`, then changes
//! to single fields through [`Build::at`] and [`Build::who`], then [`Build::case`].
//!
//! Without further words a school is an urban primary school with room for everybody, a teacher a woman of 41 who came
//! to the school two years ago: she is free, not due for rotation, and fits her own subject only. `as_of` is 2026-09.

use jiaopin::case::Case;
use jiaopin::county::*;
use jiaopin::plan::{Assignment, Class, Outcome, Plan, Seat, Station, seat};
use jiaopin::policy::Policy;
use jiaopin::tables::fault::{Faults, Place};

pub struct Build {
    pub county: County,
    pub policy: Policy,
}

impl Build {
    pub fn new() -> Build {
        let mut subjects: Vec<String> = ["体育", "数学", "美术", "英语", "语文"]
            .map(String::from)
            .to_vec();
        subjects.sort();
        let county = County {
            subjects,
            posts: Some(Vec::new()),
            ..County::default()
        };
        let policy = Policy::national();
        Build { county, policy }
    }

    /// Schools and teachers are added in the order of their ids.
    pub fn school(mut self, id: &str) -> Build {
        let own = SchoolIx(self.county.schools.len() as u32);
        let sorted = self
            .county
            .schools
            .last()
            .is_none_or(|s| s.id.as_str() < id);
        assert!(sorted, "schools in the order of their ids");
        self.county.schools.push(School {
            id: id.into(),
            name: format!("{id}校"),
            stages: vec![Stage::Primary],
            legal_unit: own,
            cluster: "红山".into(),
            town: None,
            area: Area::Urban,
            quality: Quality::Ordinary,
            point: None,
            approved_staff: Some(100),
            teaching_staff_max: None,
            senior_posts: Some(100),
            intermediate_posts: Some(100),
            opened: None,
            boarders: 0,
            closing: false,
        });
        self
    }

    pub fn teacher(mut self, id: &str, school: &str, subject: &str) -> Build {
        let sorted = self
            .county
            .teachers
            .last()
            .is_none_or(|t| t.id.as_str() < id);
        assert!(sorted, "teachers in the order of their ids");
        let school = (!school.is_empty()).then(|| self.s(school));
        let subject = self.subject(subject);
        self.county.teachers.push(Teacher {
            id: id.into(),
            name: format!("王{id}"),
            sex: Some(Sex::Female),
            birth: Month::new(1985, 5),
            id_number: None,
            school,
            since: Month::new(2024, 9),
            joined: None,
            stage: Some(Stage::Primary),
            subject: Some(subject),
            certificates: vec![Certificate {
                stage: Stage::Primary,
                subject,
            }],
            second_subjects: Vec::new(),
            title: Title::Second,
            education: Education::HighSchool,
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
        self
    }

    /// `seat` is `语文` or, at another stage than 小学, `初中语文`.
    pub fn post(mut self, school: &str, seat: &str, count: u32) -> Build {
        let school = self.s(school);
        let (stage, subject) = cell(&self.county, seat);
        let posts = self.county.posts.get_or_insert_default();
        posts.push(PostRow {
            school,
            stage,
            subject,
            count,
            conditions: None,
            basis: None,
            place: Place::default(),
        });
        self
    }

    /// A wish of the next rank; an empty subject is any.
    pub fn wish(mut self, teacher: &str, school: &str, subject: &str) -> Build {
        let (t, school) = (self.t(teacher), self.s(school));
        let subject = (!subject.is_empty()).then(|| self.subject(subject));
        let wishes = &mut self.county.teachers[t.ix()].wishes;
        let rank = wishes.len() as u32 + 1;
        wishes.push(Wish {
            rank,
            school,
            subject,
        });
        self
    }

    pub fn pin(mut self, teacher: &str, must: bool, school: &str, subject: &str) -> Build {
        let (teacher, school) = (self.t(teacher), self.s(school));
        let subject = (!subject.is_empty()).then(|| self.subject(subject));
        self.county.pins.push(Pin {
            teacher,
            must,
            school,
            stage: None,
            subject,
            place: Place::default(),
        });
        self
    }

    pub fn relation(mut self, a: &str, b: &str, kind: RelationKind) -> Build {
        let (a, b) = (self.t(a), self.t(b));
        self.county.relations.push(Relation { a, b, kind });
        self
    }

    pub fn pupils(mut self, school: &str, grade: u8, students: u32) -> Build {
        let school = self.s(school);
        self.county.classes.push(ClassRow {
            school,
            grade: Grade::Year(grade),
            classes: 1,
            students,
        });
        self
    }

    /// A post of 校长 or 书记; the incumbent, if any, bears the role.
    pub fn leads(mut self, school: &str, role: Role, incumbent: &str, since: i16) -> Build {
        let school = self.s(school);
        let incumbent = (!incumbent.is_empty()).then(|| self.t(incumbent));
        if let Some(t) = incumbent {
            self.county.teachers[t.ix()].role = role;
        }
        let posts = self.county.leader_posts.get_or_insert_default();
        posts.push(LeaderPost {
            school,
            role,
            incumbent,
            appointed: incumbent.and_then(|_| Month::new(since, 8)),
            term: None,
            rank_required: None,
            place: Place::default(),
        });
        posts.sort_by_key(|p| (p.school, p.role));
        self
    }

    /// A vice-principal with these points in vote, staff vote, defence and panel, nothing else against him.
    pub fn stands(mut self, teacher: &str, role: Role, points: [i64; 4]) -> Build {
        let t = self.t(teacher);
        self.county.teachers[t.ix()].role = Role::VicePrincipal;
        let [vote, staff_vote, defence, panel] = points.map(|n| Some(n.into()));
        self.county.candidates.push(Candidate {
            teacher: t,
            role,
            vote,
            staff_vote,
            defence,
            panel,
            assessment: Some(true),
            publicity: Some(true),
            rank: None,
            place: Place::default(),
        });
        self.county.candidates.sort_by_key(|c| (c.teacher, c.role));
        self
    }

    /// Changes a school.
    pub fn at(mut self, school: &str, change: impl FnOnce(&mut School)) -> Build {
        let s = self.s(school);
        change(&mut self.county.schools[s.ix()]);
        self
    }

    /// Changes a teacher.
    pub fn who(mut self, teacher: &str, change: impl FnOnce(&mut Teacher)) -> Build {
        let t = self.t(teacher);
        change(&mut self.county.teachers[t.ix()]);
        self
    }

    /// Changes the policy.
    pub fn rule(mut self, change: impl FnOnce(&mut Policy)) -> Build {
        change(&mut self.policy);
        self
    }

    pub fn case(&self) -> Case {
        let mut faults = Faults::default();
        let case = Case::new(self.county.clone(), self.policy.clone(), &mut faults);
        assert!(!faults.has_errors(), "{:#?}", faults.list);
        case
    }

    pub fn s(&self, id: &str) -> SchoolIx {
        self.county.find_school(id).expect("a school of this id")
    }

    pub fn t(&self, id: &str) -> TeacherIx {
        self.county.find_teacher(id).expect("a teacher of this id")
    }

    pub fn subject(&self, name: &str) -> SubjectIx {
        self.county
            .find_subject(name)
            .expect("a subject of this name")
    }
}

/// `语文` at 小学, or `初中语文`.
fn cell(county: &County, text: &str) -> (Stage, SubjectIx) {
    let stage = Stage::ALL.iter().find(|s| text.starts_with(s.zh()));
    let subject = stage.map_or(text, |s| &text[s.zh().len()..]);
    let subject = county.find_subject(subject).expect("a known subject");
    (stage.copied().unwrap_or(Stage::Primary), subject)
}

/// A seat written as `A/语文`.
pub fn seat_of(case: &Case, text: &str) -> Seat {
    let (school, post) = text.split_once('/').expect("school/post");
    let school = case.county.find_school(school).expect("a school");
    let (stage, subject) = cell(&case.county, post);
    Seat {
        school,
        stage,
        subject,
    }
}

/// Everybody stays where they are, but for the changes: `("1", "B/语文")` a seat, `("1", "B/校长")` an appointment, or one
/// of `retained`, `pool`, `lead`, `barred`, `-` (no row at all).
pub fn plan(case: &Case, changes: &[(&str, &str)]) -> Plan {
    let mut rows = Vec::new();
    for t in case.county.teacher_ixs() {
        let id = case.county.teacher(t).id.as_str();
        let change = changes.iter().find(|(who, _)| *who == id);
        let word = match (change, case.standing.class_of(t)) {
            (Some((_, word)), _) => word,
            (None, Class::Out) => "-",
            (None, Class::Barred) => "barred",
            (None, Class::Leader) => "lead",
            (None, Class::Pooled) => "pool",
            (None, Class::Fixed | Class::Free) => "stay",
        };
        rows.extend(row(case, t, word));
    }
    Plan::new(rows)
}

pub fn row(case: &Case, t: TeacherIx, word: &str) -> Option<Assignment> {
    let now = case.county.teacher(t);
    let current = now.school.map(|school| Station {
        school,
        stage: now.stage,
        subject: now.subject,
    });
    if let Some((school, role)) = word.split_once('/')
        && let Some(role) = Role::parse(role)
    {
        return Some(appointed(case, t, school, role));
    }
    let (outcome, station) = match word {
        "-" => return None,
        "pool" => (Outcome::Pool, None),
        "barred" => (Outcome::Barred, None),
        "retained" => (Outcome::Retained, current),
        "lead" => (Outcome::Lead, current),
        "stay" => (Outcome::Stay, current),
        text => {
            let to = seat_of(case, text);
            let outcome = match now.school {
                None => Outcome::Placed,
                Some(_) if seat::is_move(case, t, to.school) => Outcome::Move,
                Some(_) => Outcome::Stay,
            };
            (outcome, Some(to.station()))
        }
    };
    Some(Assignment {
        teacher: t,
        class: case.standing.class_of(t),
        outcome,
        station,
        role: now.role,
        tier_notes: String::new(),
    })
}

fn appointed(case: &Case, t: TeacherIx, school: &str, role: Role) -> Assignment {
    let now = case.county.teacher(t);
    let class = match case.standing.swings(&case.county, t) {
        true => Class::Leader,
        false => case.standing.class_of(t),
    };
    Assignment {
        teacher: t,
        class,
        outcome: Outcome::Lead,
        station: Some(Station {
            school: case.county.find_school(school).expect("a school"),
            stage: now.stage,
            subject: now.subject,
        }),
        role,
        tier_notes: String::new(),
    }
}
