//! R15 新建校双向选聘: A seat at a new school goes only to its present staff or to an applicant for it.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::policy::quantity::Years;

pub const RULE: Rule = Rule {
    no: "R15",
    key: "new_school",
    name: ("新建校双向选聘", "new school"),
    default: Mode::Hard,
    meaning: (
        "新建校（计划年度或上一年度投用）的岗位，只聘本校现有教师或填报该校志愿者。",
        "A seat at a new school (opened in the plan year or the year before) goes only to its present staff or to an applicant for it.",
    ),
};

super::params! {
    /// 含计划年度在内，投用几个年度内为新建校 / years, the plan year included, in which a school counts as new
    #[schemars(with = "Years")]
    pub years: u32,
}

// ---- the rule in the model ----

/// A new school takes its present staff and applicants only.
pub fn keeps_out(case: &Case, teacher: TeacherIx, cell: CellIx) -> bool {
    let seat = case.demand.cell(cell).school;
    let t = case.county.teacher(teacher);
    case.policy.rules.new_school.on()
        && case.standing.new_school[seat.ix()]
        && t.school != Some(seat)
        && !t.applied_to(seat)
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::TeacherIx;
    use crate::plan::words::{self, say};
    use crate::plan::{Plan, Seat};
    use crate::terms::finding::Findings;

    /// Persons at a new school who neither belong to it nor applied for it.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for row in &plan.rows {
            let Some(seat) = row.seat().filter(|s| hinders(case, row.teacher, *s)) else {
                continue;
            };
            let text = say!(
                "{p}未报名新建校{school}，不能进入该校",
                "{p} did not apply for the new school {school}",
                p = words::person(case, row.teacher),
                school = words::school(case, seat.school)
            );
            out.broken("R15", vec![row.teacher], vec![seat.school], text);
        }
    }

    pub fn hinders(case: &Case, teacher: TeacherIx, seat: Seat) -> bool {
        let rule = &case.policy.rules.new_school;
        let t = case.county.teacher(teacher);
        let year = case.policy.as_of().year;
        let opened = case.county.school(seat.school).opened;
        let new = opened.is_some_and(|o| o <= year && i32::from(year - o) < rule.years as i32);
        let applied = t.wishes.iter().any(|w| w.school == seat.school);
        rule.on() && new && t.school != Some(seat.school) && !applied
    }
}
pub use reading::read;
