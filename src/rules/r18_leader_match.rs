//! R18 校长交流: Strong leaders to weak schools, exchange between areas, a stage they know; misfits are tier L2.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{Quality, TeacherIx};
use crate::policy::Policy;
use crate::policy::quantity::{Distinct, Weight};

pub const RULE: Rule = Rule {
    no: "R18",
    key: "leader_match",
    name: ("校长交流", "leader match"),
    default: Mode::Tier,
    meaning: (
        "每个新任校长、书记岗位：薄弱校任用职级低于强校长起点的，与原任学校城乡类型相同的，本人现任教学段不在该校学段之内的，分别计分；届满正职回任教师的，每人计分。总和计入“正职匹配”层级。职级未填报的，按低于各级计。《领导岗位》表“职级要求”高于新任者职级的，只作提示，不计分，也不限制任用。",
        "For each post newly filled: a weight if the school is weak and the person's rank is below strong_rank, one if the former school has the same area class, one if the person's current stage is not among the school's stages; and one for each due incumbent who returns to teaching. The sum is tier L2. Who has no rank given stands below every rank. A rank_required of leader_posts above the new leader's rank is reported, and neither counts nor binds.",
    ),
};

super::params! {
    /// 校长职级，由高到低 / principal ranks (职级), highest first
    #[schemars(with = "Distinct<String>")]
    pub ranks: Vec<String>,
    /// 达到该职级的为强校长 / from this rank a leader counts as strong
    pub strong_rank: String,
    /// 薄弱校任用非强校长 / a leader below it at a weak school
    #[schemars(with = "Weight")]
    pub weak_weight: u32,
    /// 与原任学校城乡类型相同 / the same area class as before
    #[schemars(with = "Weight")]
    pub area_weight: u32,
    /// 现任教学段不在该校学段之内 / the current stage is not among the school's
    #[schemars(with = "Weight")]
    pub stage_weight: u32,
    /// 届满正职回任教师 / a due incumbent who returns to teaching
    #[schemars(with = "Weight")]
    pub return_weight: u32,
}

// ---- the rule in the model ----

/// L2 of one post, if this person comes to fill it. `post` is a position in `County::leader_posts`.
pub fn misfit(case: &Case, post: usize, teacher: TeacherIx) -> i64 {
    let rule = &case.policy.rules.leader_match;
    let posts = case.county.leader_posts.as_deref().unwrap_or_default();
    if !rule.on() {
        return 0;
    }
    let school = case.county.school(posts[post].school);
    let t = case.county.teacher(teacher);
    let former = t.school.map(|s| case.county.school(s).area);
    let mut sum = 0;
    if school.quality == Quality::Weak && !is_strong(case, teacher) {
        sum += rule.weak_weight;
    }
    if former == Some(school.area) {
        sum += rule.area_weight;
    }
    if !t.stage.is_some_and(|stage| school.stages.contains(&stage)) {
        sum += rule.stage_weight;
    }
    i64::from(sum)
}

/// Whether the person's rank is at or above `strong_rank`; no rank is below every rank.
fn is_strong(case: &Case, teacher: TeacherIx) -> bool {
    let rule = &case.policy.rules.leader_match;
    let all = &case.county.candidates;
    let start = all.partition_point(|c| c.teacher < teacher);
    let mut own = all[start..].iter().take_while(|c| c.teacher == teacher);
    let rank = own.find_map(|c| c.rank.as_ref());
    let place = |rank: &String| rule.ranks.iter().position(|r| r == rank);
    match (rank.and_then(place), place(&rule.strong_rank)) {
        (Some(rank), Some(strong)) => rank <= strong,
        _ => false,
    }
}

/// L2 of one due incumbent who returns to teaching.
pub fn return_weight(policy: &Policy) -> i64 {
    let rule = &policy.rules.leader_match;
    if rule.on() {
        i64::from(rule.return_weight)
    } else {
        0
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{LeaderPost, Quality, TeacherIx};
    use crate::plan::words::{self, say};
    use crate::plan::{Outcome, Plan};
    use crate::rules::r16_leader_terms::reading::ends;
    use crate::rules::r17_leader_selection::reading::appointments;
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// What speaks against a person at a post, each with its weight.
    pub fn misfits(case: &Case, post: &LeaderPost, teacher: TeacherIx) -> Vec<(Text, u32)> {
        let rule = &case.policy.rules.leader_match;
        let school = case.county.school(post.school);
        let t = case.county.teacher(teacher);
        let mut all = Vec::new();
        let below = grade(case, rank(case, teacher)) > grade(case, Some(&rule.strong_rank));
        if school.quality == Quality::Weak && below {
            let unsaid = match rank(case, teacher) {
                Some(_) => Text::new("", ""),
                None => Text::new("（职级未填报）", " (no rank given)"),
            };
            let text = say!(
                "薄弱校任用职级低于{rank}{unsaid}",
                "a weak school gets a rank below {rank}{unsaid}",
                rank = rule.strong_rank.as_str(),
                unsaid = unsaid
            );
            all.push((text, rule.weak_weight));
        }
        if let Some(former) = t.school
            && case.county.school(former).area == school.area
        {
            let text = Text::new("与原任学校城乡类型相同", "the same area class as before");
            all.push((text, rule.area_weight));
        }
        let knows = school.stages.iter().any(|stage| t.stage == Some(*stage));
        if !knows {
            let text = Text::new(
                "任教学段不在该校学段之内",
                "teaches none of the school's stages",
            );
            all.push((text, rule.stage_weight));
        }
        all
    }

    /// The rank in the candidates table, of an incumbent too.
    pub fn rank(case: &Case, teacher: TeacherIx) -> Option<&str> {
        let own = case
            .county
            .candidates
            .iter()
            .filter(|c| c.teacher == teacher);
        own.filter_map(|c| c.rank.as_deref()).next()
    }

    /// Place on the scale, the highest first; no or an unknown rank stands below all.
    fn grade(case: &Case, rank: Option<&str>) -> usize {
        let ranks = &case.policy.rules.leader_match.ranks;
        let place = rank.and_then(|rank| ranks.iter().position(|r| r == rank));
        place.unwrap_or(ranks.len())
    }

    /// What is said where a person's rank is not given, or lower than the one a post asks for.
    pub fn below_required(case: &Case, post: &LeaderPost, teacher: TeacherIx) -> Option<Text> {
        let wanted = post.rank_required.as_deref()?;
        let own = rank(case, teacher);
        let below = grade(case, own) > grade(case, Some(wanted));
        below.then(|| match own {
            Some(_) => say!(
                "低于岗位职级要求（{wanted}）",
                "below the rank that the post asks for ({wanted})",
                wanted = wanted
            ),
            None => say!(
                "职级未填报（岗位要求{wanted}）",
                "no rank given (the post asks for {wanted})",
                wanted = wanted
            ),
        })
    }

    /// Due incumbents who return to teaching.
    pub fn returning(case: &Case, plan: &Plan) -> Vec<TeacherIx> {
        let leads = |t: TeacherIx| plan.rows_of(t).iter().any(|r| r.outcome == Outcome::Lead);
        let mut all: Vec<TeacherIx> = case
            .county
            .leader_posts
            .iter()
            .flatten()
            .filter_map(|p| p.incumbent)
            .collect();
        all.sort();
        all.dedup();
        all.retain(|t| ends(case, *t).is_some() && !leads(*t));
        all
    }

    /// Tier L2.
    pub fn tier(case: &Case, plan: &Plan) -> i64 {
        let rule = &case.policy.rules.leader_match;
        if !rule.on() {
            return 0;
        }
        let posts = case.county.leader_posts.as_deref().unwrap_or_default();
        let mut sum = i64::from(rule.return_weight) * returning(case, plan).len() as i64;
        for a in appointments(case, plan) {
            for i in &a.posts {
                let found = misfits(case, &posts[*i], a.teacher);
                sum += found
                    .iter()
                    .map(|(_, weight)| i64::from(*weight))
                    .sum::<i64>();
            }
        }
        sum
    }

    /// Reports where a leader fits ill, or has a lower rank than the post asks for.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        if !case.policy.rules.leader_match.on() {
            return;
        }
        let posts = case.county.leader_posts.as_deref().unwrap_or_default();
        for a in appointments(case, plan) {
            for i in &a.posts {
                let found = misfits(case, &posts[*i], a.teacher);
                let mut why: Vec<Text> = found.into_iter().map(|(text, _)| text).collect();
                why.extend(below_required(case, &posts[*i], a.teacher));
                for why in why {
                    let text = say!(
                        "{p}任{school}{role}：{why}",
                        "{p}, {role} of {school}: {why}",
                        p = words::person(case, a.teacher),
                        school = words::school(case, a.school),
                        role = Text::new(posts[*i].role.zh(), posts[*i].role.en()),
                        why = why
                    );
                    out.reported("R18", vec![a.teacher], vec![a.school], text);
                }
            }
        }
    }
}
pub use reading::read;
