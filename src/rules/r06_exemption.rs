//! R06 免调: Exemption, a protected status or nearness to retirement fixes a teacher at the school.

use super::{Mode, Rule};
use crate::policy::quantity::{Distinct, StatusWord, Years};

pub const RULE: Rule = Rule {
    no: "R06",
    key: "exemption",
    name: ("免调", "exemption"),
    default: Mode::Hard,
    meaning: (
        "有免调原因的，处于产假、哺乳、病假、借调、支教等规定状态的，或者距退休月份不超过规定年限的，在原校直聘。撤并学校除外。",
        "A teacher is fixed if an exemption is given, the status is one of those listed, or the retirement month is at most 12 × the given years in months after that of as_of. Nobody is fixed at a closing school.",
    ),
};

super::params! {
    /// 距退休不超过几年的在原校直聘 / years before retirement from which a teacher is not moved
    #[schemars(with = "Years")]
    pub near_retirement_years: u32,
    /// 认可的免调原因 / exemption words that are understood
    #[schemars(with = "Distinct<String>")]
    pub reasons: Vec<String>,
    /// 免调的状态 / statuses that exempt
    #[schemars(with = "Distinct<StatusWord>")]
    pub statuses: Vec<String>,
}

// ---- the rule in the model ----

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{Month, Sex, TeacherIx};
    use crate::plan::{Class, Plan};
    use crate::rules::r01_one_outcome::reading::displaced;
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Exempt persons keep their place.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for row in &plan.rows {
            if case.standing.class_of(row.teacher) == Class::Fixed
                && let Some(why) = reason(case, row.teacher)
                && !row.is_kept(case)
            {
                displaced(case, row, "R06", why, out);
            }
        }
    }

    /// Why a teacher is exempt from moving; none when he is not, or the rule is off.
    pub fn reason(case: &Case, teacher: TeacherIx) -> Option<Text> {
        let rule = &case.policy.rules.exemption;
        let t = case.county.teacher(teacher);
        if !rule.on() {
            None
        } else if !t.exemption.is_empty() {
            Some(Text::new("有免调原因", "exempt"))
        } else if rule.statuses.iter().any(|s| s == t.status.zh()) {
            Some(Text::new(t.status.zh(), t.status.en()))
        } else {
            let latest = case
                .policy
                .as_of()
                .plus_months(12 * rule.near_retirement_years as i32);
            let near = retirement(case, teacher).is_some_and(|month| month <= latest);
            near.then(|| Text::new("临近退休", "near retirement"))
        }
    }

    /// The month of retirement: base age plus one month for every step of birth months since the change began, up
    /// to the largest delay. None without birth month or sex.
    pub fn retirement(case: &Case, teacher: TeacherIx) -> Option<Month> {
        let rule = &case.policy.retirement;
        let t = case.county.teacher(teacher);
        let (base, from) = match t.sex? {
            Sex::Male => (rule.men_base, &rule.men_from),
            Sex::Female => (rule.women_base, &rule.women_from),
        };
        let born = t.birth?;
        let (year, month) = from.split_once('-')?;
        let from = Month::new(year.parse().ok()?, month.parse().ok()?)?;
        let after = from.months_to(born);
        let delay = match after < 0 {
            true => 0,
            false => (after / rule.step_months.max(1) as i32 + 1).min(rule.max_delay as i32),
        };
        Some(born.plus_months(12 * base as i32 + delay))
    }
}
pub use reading::read;
