//! What only shows with the policy in hand: vacant posts that somebody holds, candidates who cannot be appointed as they
//! stand, terms that disagree with the date, ranks that the scale does not know.

use super::Standing;
use crate::county::{Candidate, County, LeaderPost, Teacher};
use crate::plan::Class;
use crate::policy::Policy;
use crate::tables::fault::{Faults, Place};
use crate::text::Text;

pub fn check(county: &County, policy: &Policy, standing: &Standing, faults: &mut Faults) {
    for post in county.leader_posts.iter().flatten() {
        check_date(county, policy, post, faults);
        check_term(county, policy, post, faults);
        check_rank(policy, post.rank_required.as_deref(), &post.place, faults);
    }
    check_vacancies(county, standing, faults);
    for c in county.candidacies() {
        if policy.rules.leader_selection.on() {
            check_role(county, policy, c, faults);
            check_gates(county, c, faults);
        }
        check_class(county, standing, c, faults);
    }
    for c in &county.candidates {
        check_rank(policy, c.rank.as_deref(), &c.place, faults);
    }
}

/// A post to be filled while somebody whom the table does not list leads on in it by the teachers table: the plan would
/// appoint a second one.
fn check_vacancies(county: &County, standing: &Standing, faults: &mut Faults) {
    let posts = county.leader_posts.as_deref().unwrap_or_default();
    let vacant = standing.lead.slots.iter().flat_map(|slot| &slot.posts);
    for post in vacant.map(|i| &posts[*i]) {
        let leads_on = standing.leaders[post.school.ix()].iter().find(|t| {
            let listed = posts.iter().any(|p| p.incumbent == Some(**t));
            !listed && county.teacher(**t).role == post.role
        });
        if let Some(t) = leads_on {
            held(county, post, county.teacher(*t), faults);
        }
    }
}

fn held(county: &County, post: &LeaderPost, t: &Teacher, faults: &mut Faults) {
    let school = &county.school(post.school).name;
    let (role, role_en) = (post.role.zh(), post.role.en());
    faults.push(
        "E411",
        post.place.clone(),
        Text::new(
            format!("{school}{role}列为空缺待任，教师表中{}（{}）仍任该校{role}", t.name, t.id),
            format!(
                "the post of {role_en} at {school} is to be filled, but by the teachers table {} ({}) holds it",
                t.name, t.id
            ),
        ),
        Text::new(
            "仍在任的，在此行填写现任工号和任职年月；已不再任职的，改正教师表的行政职务",
            "name the holder and the month of appointment in this row; if he no longer holds it, correct the role in the teachers table",
        ),
    );
}

/// The number of a post's term: as given where the date allows it, else by the date. That of the month before will do too,
/// when lists are drawn up, and the last term allowed may have been overrun.
pub fn term(policy: &Policy, post: &LeaderPost) -> Option<u32> {
    let since = post.appointed?;
    let rule = &policy.rules.leader_terms;
    let now = policy.as_of();
    let term = |at| since.full_years_to(at) as u32 / rule.term_years.max(1) + 1;
    let (latest, before) = (term(now), term(now.plus_months(-1)));
    let allowed = |given: &u32| {
        [latest, before].contains(given) || (*given == rule.max_terms && latest > *given)
    };
    Some(post.term.filter(allowed).unwrap_or(latest))
}

/// Nobody holds a post from a later month on.
fn check_date(county: &County, policy: &Policy, post: &LeaderPost, faults: &mut Faults) {
    let now = policy.as_of();
    let Some(since) = post.appointed.filter(|since| *since > now) else {
        return;
    };
    let school = &county.school(post.school).name;
    faults.push(
        "W306",
        post.place.clone(),
        Text::new(
            format!(
                "{school}{}任职年月 {since} 晚于基准年月 {now}，按刚任职计算",
                post.role.zh()
            ),
            format!(
                "{} of {school}: appointed in {since}, after {now}; counts as just appointed",
                post.role.en()
            ),
        ),
        Text::new("请核对任职年月", "check the month of appointment"),
    );
}

fn check_term(county: &County, policy: &Policy, post: &LeaderPost, faults: &mut Faults) {
    let (Some(since), Some(given), Some(latest)) = (post.appointed, post.term, term(policy, post))
    else {
        return;
    };
    if given == latest {
        return;
    }
    let rule = &policy.rules.leader_terms;
    let school = &county.school(post.school).name;
    faults.push(
        "W411",
        post.place.clone(),
        Text::new(
            format!(
                "{school}{}填为第{given}届，按任职年月 {since}、每届{}年应为第{latest}届；按任职年月计算",
                post.role.zh(),
                rule.term_years
            ),
            format!(
                "{} of {school}: term {given} is given, by the date {since} and {} years a term it is term {latest}; the date counts",
                post.role.en(),
                rule.term_years
            ),
        ),
        Text::new("请核对任职年月与届次", "check date and term"),
    );
}

fn check_rank(policy: &Policy, rank: Option<&str>, place: &Place, faults: &mut Faults) {
    let ranks = &policy.rules.leader_match.ranks;
    let Some(rank) = rank.filter(|rank| !ranks.iter().any(|r| r == rank)) else {
        return;
    };
    faults.push(
        "W412",
        place.clone(),
        Text::new(
            format!("职级“{rank}”不在政策的职级表中，按没有职级处理"),
            format!("the rank \"{rank}\" is not on the policy's scale and counts as none"),
        ),
        Text::new(
            format!(
                "可填：{}；或在政策 rules.leader_match.ranks 中补上",
                ranks.join("、")
            ),
            format!(
                "one of: {}; or add it to rules.leader_match.ranks",
                ranks.join(", ")
            ),
        ),
    );
}

fn who(county: &County, c: &Candidate) -> (String, String) {
    let t = county.teacher(c.teacher);
    (
        format!("{}候选人{}（{}）", c.role.zh(), t.name, t.id),
        format!("{} ({}), candidate for {}", t.name, t.id, c.role.en()),
    )
}

fn check_role(county: &County, policy: &Policy, c: &Candidate, faults: &mut Faults) {
    let roles = &policy.rules.leader_selection.roles;
    let now = county.teacher(c.teacher).role;
    if roles.iter().any(|role| role == now.zh()) {
        return;
    }
    let (zh, en) = who(county, c);
    let wanted = roles.join("、");
    faults.push(
        "W409",
        c.place.clone(),
        Text::new(
            format!(
                "{zh}现任职务为“{}”，不是{wanted}，不能通过资格环节",
                now.zh()
            ),
            format!(
                "{en}, holds the role {} and not {wanted}: stops at the first gate",
                now.en()
            ),
        ),
        Text::new(
            "核对教师表的行政职务，或删去该候选人",
            "check the role in the teachers table, or take the candidate out",
        ),
    );
}

/// Gates without a result, all in one line.
fn check_gates(county: &County, c: &Candidate, faults: &mut Faults) {
    let given = [
        (c.vote.is_some(), "海选得分", "vote"),
        (c.staff_vote.is_some(), "职工推荐得分", "staff_vote"),
        (c.defence.is_some(), "业务答辩得分", "defence"),
        (c.panel.is_some(), "集体票决", "panel"),
        (c.assessment.is_some(), "单位考核", "assessment"),
        (c.publicity.is_some(), "公示", "publicity"),
    ];
    let missing: Vec<_> = given.iter().filter(|(given, _, _)| !given).collect();
    if missing.is_empty() {
        return;
    }
    let zh: Vec<&str> = missing.iter().map(|(_, zh, _)| *zh).collect();
    let en: Vec<&str> = missing.iter().map(|(_, _, en)| *en).collect();
    let (who_zh, who_en) = who(county, c);
    faults.push(
        "W410",
        c.place.clone(),
        Text::new(
            format!("{who_zh}没有{}，不能通过该环节", zh.join("、")),
            format!("{who_en}, has no {}: stops there", en.join(", ")),
        ),
        Text::new(
            "请补填；环节尚未进行的，本次不会任用该候选人",
            "fill it in; a candidate whose gates are not over is not appointed",
        ),
    );
}

fn check_class(county: &County, standing: &Standing, c: &Candidate, faults: &mut Faults) {
    let (zh, en) = match standing.class_of(c.teacher) {
        Class::Free => return,
        Class::Leader => ("现任正职任期未满", "leads a school and is not due"),
        Class::Fixed => ("属直聘（免调）人员", "is fixed at the present post"),
        Class::Pooled => ("没有现任学校", "has no current school"),
        Class::Barred => ("师德考核不合格", "is barred"),
        Class::Out => ("已退休或离职", "has retired or left"),
    };
    let (who_zh, who_en) = who(county, c);
    faults.push(
        "W413",
        c.place.clone(),
        Text::new(
            format!("{who_zh}{zh}，不能任用"),
            format!("{who_en}, {en} and cannot be appointed"),
        ),
        Text::new(
            "核对教师表，或删去该候选人",
            "check the teachers table, or take the candidate out",
        ),
    );
}
