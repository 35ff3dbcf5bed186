//! Levers on the data: a recruit, a post, a place on a school's headcount.

use super::{Lever, View, changed};
use crate::county::{SchoolIx, Stage, SubjectIx};
use crate::plan::Outcome;
use crate::policy::scenario::Action;
use crate::text::Text;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Where most posts are open, by weight.
pub fn recruits(view: &View, each: usize) -> Vec<Lever> {
    let short = view.short(|c| (c.stage, c.subject)).into_iter();
    let one = |(at, ((stage, subject), (open, weight)))| {
        let post: Text = view.post(stage, subject);
        changed(
            format!("recruit-{}", at + 1),
            Text::new(
                format!("招录1名{}教师", post.zh),
                format!("one more recruit: {}", post.en),
            ),
            Text::new(
                format!("缺岗{open}个，计{weight}分"),
                format!("{open} posts open, weight {weight}"),
            ),
            Action::AddRecruits {
                stage: stage.zh().to_owned(),
                subject: view.case.county.subject(subject).to_owned(),
                count: 1,
            },
        )
    };
    short.take(each).enumerate().map(one).collect()
}

/// A post where most of those stand who have none.
pub fn posts(view: &View, each: usize) -> Vec<Lever> {
    let mut surplus: BTreeMap<(Stage, SubjectIx), BTreeMap<SchoolIx, u32>> = BTreeMap::new();
    let left = |o: Outcome| matches!(o, Outcome::Retained | Outcome::Pool);
    for row in view.plan.rows.iter().filter(|r| left(r.outcome)) {
        let t = view.case.county.teacher(row.teacher);
        let school = t.school.filter(|s| !view.case.county.school(*s).closing);
        if let (Some(school), Some(stage), Some(subject)) = (school, t.stage, t.subject) {
            let schools = surplus.entry((stage, subject)).or_default();
            *schools.entry(school).or_default() += 1;
        }
    }
    let mut ranked: Vec<_> = surplus.into_iter().collect();
    ranked.sort_by_key(|(_, schools)| Reverse(schools.values().sum::<u32>()));
    let most = |schools: &BTreeMap<SchoolIx, u32>| {
        let ranked = schools.iter().map(|(s, n)| (Reverse(*n), *s));
        ranked.min().map(|(n, s)| (s, n.0))
    };
    let ranked = ranked.into_iter().take(each).enumerate();
    let one = |(at, (cell, schools)): (usize, (_, BTreeMap<_, _>))| {
        let (school, here) = most(&schools)?;
        Some(post(view, at, cell, school, [here, schools.values().sum()]))
    };
    ranked.filter_map(one).collect()
}

fn post(
    view: &View,
    at: usize,
    (stage, subject): (Stage, SubjectIx),
    school: SchoolIx,
    [here, all]: [u32; 2],
) -> Lever {
    let s = view.case.county.school(school);
    let post = view.post(stage, subject);
    changed(
        format!("post-{}", at + 1),
        Text::new(
            format!("{}增设1个{}岗", s.name, post.zh),
            format!("one more post at {}: {}", s.name, post.en),
        ),
        Text::new(
            format!("该学科超岗留任、待岗{all}人，其中该校{here}人"),
            format!("{all} persons of the subject have no seat, {here} of them here"),
        ),
        Action::AddPosts {
            school: s.id.clone(),
            stage: stage.zh().to_owned(),
            subject: view.case.county.subject(subject).to_owned(),
            count: 1,
        },
    )
}

/// One more on the headcount of schools that are full and still have open posts.
pub fn headcount(view: &View, each: usize) -> Vec<Lever> {
    let case = view.case;
    if !case.policy.rules.staffing.on() {
        return Vec::new();
    }
    let persons = view.plan.persons(case);
    let ceiling = |s: SchoolIx| case.demand.approved[s.ix()].max(case.standing.staff_now(s) as u32);
    let full = |s: SchoolIx| persons[s.ix()].len() as u32 >= ceiling(s) + view.quota.lent[s.ix()];
    let short = view.short(|c| c.school).into_iter();
    let one = |(at, (school, (open, weight)))| {
        let (s, now) = (case.county.school(school), ceiling(school));
        changed(
            format!("headcount-{}", at + 1),
            Text::new(
                format!("{}核定编制增加1名（可容{now}→{}）", s.name, now + 1),
                format!("headcount of {}: {now} → {}", s.name, now + 1),
            ),
            Text::new(
                format!("编制已满，缺岗{open}个，计{weight}分"),
                format!("full, {open} posts open, weight {weight}"),
            ),
            Action::SetApprovedStaff {
                school: s.id.clone(),
                approved_staff: now + 1,
            },
        )
    };
    let short = short.filter(|(s, _)| full(*s)).take(each);
    short.enumerate().map(one).collect()
}
