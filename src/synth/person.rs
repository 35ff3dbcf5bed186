//! One made-up teacher with all that will stand in the tables of teachers and applications.

use super::land::Site;
use crate::county::{Backbone, Education, Ethics, Month, Role, Stage, Status, Title};

#[derive(Debug, Clone)]
pub struct Person {
    /// Given last, in order of `joined`.
    pub id: String,
    pub name: String,
    pub female: bool,
    pub birth: Month,
    /// Day of the month, for the id number only.
    pub day: u8,
    pub id_number: Option<String>,
    /// Position of the school; None = in the pool.
    pub school: Option<usize>,
    pub since: Option<Month>,
    pub joined: Month,
    pub stage: Stage,
    pub subject: String,
    pub certificates: Vec<(Stage, String)>,
    pub second: Vec<String>,
    pub title: Title,
    pub education: Education,
    pub backbone: Backbone,
    pub role: Role,
    pub status: Status,
    pub exemption: Option<&'static str>,
    pub recruit: &'static str,
    pub rural_years: i64,
    pub ethics: Ethics,
    pub appraisal: Vec<&'static str>,
    /// Tenths of a point.
    pub score: Option<i64>,
    pub obey: bool,
    pub spouse: Option<usize>,
    pub home: Option<Site>,
    /// School, and subject where one is named; best first.
    pub wishes: Vec<(usize, Option<String>)>,
}

impl Person {
    /// Whether the person can be asked to move at all (no leader, not gone, not protected).
    pub fn is_free(&self) -> bool {
        !self.status.is_out()
            && !self.role.is_leader()
            && self.exemption.is_none()
            && matches!(self.status, Status::Working | Status::Waiting)
            && self.ethics != Ethics::Fail
    }
}
