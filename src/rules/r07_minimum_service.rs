//! R07 最低服务期: Less full years at the school than the recruit type demands fixes a teacher, unless he applies.

use super::{Mode, Rule};
use crate::policy::quantity::{Per, Years};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    no: "R07",
    key: "minimum_service",
    name: ("最低服务期", "minimum service"),
    default: Mode::Hard,
    meaning: (
        "在本校服务的周年数未满其录用类型的最低服务年限的，在原校直聘；本人填报志愿的除外。撤并学校除外。",
        "A teacher with fewer full years at the school than the recruit type demands is fixed, unless he has any application. Nobody is fixed at a closing school.",
    ),
};

super::params! {
    /// 按录用类型，须在本校服务满的周年数 / full years at the school by recruit type (录用类型)
    #[schemars(with = "Per<String, Years>")]
    pub years: BTreeMap<String, u32>,
}

// ---- the rule in the model ----

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::TeacherIx;
    use crate::plan::words::say;
    use crate::plan::{Class, Plan};
    use crate::rules::r01_one_outcome::reading::displaced;
    use crate::rules::r06_exemption;
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Who has not served long enough and did not apply keeps his place.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for row in &plan.rows {
            if case.standing.class_of(row.teacher) == Class::Fixed
                && r06_exemption::reading::reason(case, row.teacher).is_none()
                && let Some(why) = reason(case, row.teacher)
                && !row.is_kept(case)
            {
                displaced(case, row, "R07", why, out);
            }
        }
    }

    /// Why minimum service holds a teacher; none when it does not, or the rule is off.
    pub fn reason(case: &Case, teacher: TeacherIx) -> Option<Text> {
        let rule = &case.policy.rules.minimum_service;
        let t = case.county.teacher(teacher);
        if !rule.on() || !t.wishes.is_empty() {
            return None;
        }
        let kind = match t.recruit_type.is_empty() {
            true => "普通",
            false => t.recruit_type.as_str(),
        };
        let need = *rule.years.get(kind)? as i32;
        let served = t.since.map_or(0, |m| m.full_years_to(case.policy.as_of()));
        (served < need).then(|| {
            say!(
                "{kind}服务期 {need} 年，在校满 {served} 年",
                "{kind}: {served} of {need} years served",
                kind = kind,
                need = need,
                served = served
            )
        })
    }
}
pub use reading::read;
