//! `[curriculum]`: lessons a class takes and lessons a teacher gives (SPEC §3).

use super::quantity::{Distinct, Divisor, GradeWord, Hours, Per, RoleWord, StageWord};
use crate::county::{Grade, Stage};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The key of a stage's load that stands for every subject not named.
pub const OTHER_SUBJECTS: &str = "其他";

/// `[curriculum]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Curriculum {
    /// 各学段的年级，课时表按此顺序填写 / grades of each stage, in the order of the hours below
    #[schemars(with = "Per<StageWord, Distinct<GradeWord>>")]
    pub grades: BTreeMap<String, Vec<String>>,
    /// 周课时：学段、学科、各年级 / weekly lessons by stage, subject and grade
    #[schemars(with = "Per<StageWord, Per<String, Vec<Hours>>>")]
    pub weekly_hours: BTreeMap<String, BTreeMap<String, Vec<Decimal>>>,
    /// 专任教师周课时量：学段、学科；“其他”用于未列的学科 / lessons a full-time teacher gives a week; 其他 = any other subject
    #[schemars(with = "Per<StageWord, Per<String, Divisor>>")]
    pub load: BTreeMap<String, BTreeMap<String, Decimal>>,
    /// 兼任行政职务者周任课不少于：职务 / lessons a week that the holder of a role gives at least
    #[serde(default)]
    #[schemars(with = "Per<RoleWord, Hours>")]
    pub role_hours: BTreeMap<String, Decimal>,
}

impl Curriculum {
    /// Position of a grade in a stage's row of hours; none where the stage does not teach it.
    pub fn column(&self, stage: Stage, grade: Grade) -> Option<usize> {
        let word = grade.to_string();
        self.grades
            .get(stage.zh())?
            .iter()
            .position(|g| g.eq_ignore_ascii_case(&word))
    }

    /// Weekly lessons of a subject in a grade; 0 where none are given.
    pub fn hours(&self, stage: Stage, subject: &str, grade: Grade) -> Decimal {
        let row = self.weekly_hours.get(stage.zh());
        let hours = row.and_then(|r| r.get(subject));
        match (hours, self.column(stage, grade)) {
            (Some(hours), Some(at)) => hours.get(at).copied().unwrap_or_default(),
            _ => Decimal::ZERO,
        }
    }

    /// Lessons that a full-time teacher of the subject gives a week.
    pub fn load(&self, stage: Stage, subject: &str) -> Option<Decimal> {
        let loads = self.load.get(stage.zh())?;
        loads
            .get(subject)
            .or_else(|| loads.get(OTHER_SUBJECTS))
            .copied()
    }

    /// The subjects of all stages, with repeats: any of them may get a post by the formula.
    pub fn all_subjects(&self) -> impl Iterator<Item = &str> {
        let rows = self.weekly_hours.values();
        rows.flat_map(|r| r.keys().map(String::as_str))
    }

    /// The subjects taught at a stage, by name.
    pub fn subjects(&self, stage: Stage) -> impl Iterator<Item = &str> {
        let rows = self.weekly_hours.get(stage.zh());
        rows.into_iter().flat_map(|r| r.keys().map(String::as_str))
    }
}
