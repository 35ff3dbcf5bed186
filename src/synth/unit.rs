//! One made-up school with all that will stand in the tables of schools, classes and posts.

use super::land::Site;
use super::shape::Kind;
use crate::county::{Area, Grade, Quality, Stage};

#[derive(Debug, Clone)]
pub struct ClassLine {
    pub stage: Stage,
    pub grade: Grade,
    pub classes: u64,
    pub students: u64,
}

#[derive(Debug, Clone)]
pub struct PostLine {
    pub stage: Stage,
    pub subject: String,
    pub count: u64,
    pub basis: String,
}

#[derive(Debug, Clone)]
pub struct Unit {
    pub id: String,
    pub name: String,
    pub kind: Kind,
    pub stages: Vec<Stage>,
    /// Position of the centre school; its own position for everybody else.
    pub legal: usize,
    pub cluster: String,
    pub town: String,
    pub area: Area,
    pub quality: Quality,
    /// None: a real list gave no coordinates.
    pub site: Option<Site>,
    /// Longitude and latitude as a real list gave them.
    pub degrees: Option<(String, String)>,
    pub opened: Option<i16>,
    pub boarders: u64,
    pub closing: bool,
    /// Wanted teaching staff before scaling, in hundredths of a person.
    pub weight: u64,
    /// Pupils in a usual class.
    pub class_size: i64,
    /// The classes come from a real list and are not scaled.
    pub fixed: bool,
    pub classes: Vec<ClassLine>,
    /// Last year's classes of a closing school, whose people are still there.
    pub former: Vec<ClassLine>,
    pub posts: Vec<PostLine>,
    /// Authorised headcount; 0 = not yet known.
    pub approved: u64,
    /// The headcount as a real list gave it.
    pub listed: Option<u64>,
    /// Persons standing here before the plan.
    pub staff: u64,
}

impl Kind {
    pub fn stages(self) -> Vec<Stage> {
        match self {
            Kind::Kindergarten => vec![Stage::Kindergarten],
            Kind::Primary | Kind::Point => vec![Stage::Primary],
            Kind::Junior => vec![Stage::Junior],
            Kind::NineYear => vec![Stage::Primary, Stage::Junior],
            Kind::Senior => vec![Stage::Senior],
            Kind::Vocational => vec![Stage::Vocational],
            Kind::Special => vec![Stage::Special],
        }
    }

    /// What a school with these stages is.
    pub fn of(stages: &[Stage]) -> Kind {
        match stages {
            [Stage::Kindergarten, ..] => Kind::Kindergarten,
            [Stage::Primary, Stage::Junior, ..] => Kind::NineYear,
            [Stage::Primary, ..] => Kind::Primary,
            [Stage::Junior, ..] => Kind::Junior,
            [Stage::Vocational, ..] => Kind::Vocational,
            [Stage::Special, ..] => Kind::Special,
            _ => Kind::Senior,
        }
    }
}

impl Unit {
    pub fn is_new(&self, year: i16) -> bool {
        self.opened.is_some_and(|o| o + 1 >= year)
    }

    /// The stage that most of the school's posts belong to.
    pub fn main_stage(&self) -> Stage {
        self.stages.last().copied().unwrap_or(Stage::Primary)
    }

    pub fn students(&self) -> u64 {
        self.classes.iter().map(|c| c.students).sum()
    }

    pub fn post_count(&self) -> u64 {
        self.posts.iter().map(|p| p.count).sum()
    }

    /// 校长 and 书记: two at a school of some size, one at a small one, none at a teaching point or a branch.
    pub fn leader_count(&self) -> u64 {
        match (self.kind, self.post_count()) {
            (Kind::Point, _) | (_, 0..=2) => 0,
            (_, 3..=14) => 1,
            _ => 2,
        }
    }
}
