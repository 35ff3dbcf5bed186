//! Shared posts (走教岗): the fractions that a cluster's schools are left with, pooled by stage and subject.

use super::formula::{PostFormula, SchoolPosts};
use super::ratio::Ratio;
use crate::county::{County, SchoolIx, Stage, SubjectIx};
use crate::policy::Policy;
use std::collections::BTreeMap;

/// One post of one teacher at several schools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedPost {
    /// The school that holds the post: the one with most lessons whose quota has room.
    pub host: SchoolIx,
    pub stage: Stage,
    pub subject: SubjectIx,
    /// Schools served, the host among them, with the lessons a week at each; most lessons first.
    pub served: Vec<(SchoolIx, Ratio)>,
    /// Full-time equivalents of all lessons.
    pub fte: Ratio,
}

/// A fraction of a post at one school.
struct Part {
    school: SchoolIx,
    fraction: Ratio,
    lessons: Ratio,
}

/// The shared posts of the county, sorted by host, stage, subject; each takes one place of its host's quota.
///
/// Within a cluster, stage and subject the fractions are packed, largest first, each whole into the first post that
/// still has room for it; a post with less than `min_fraction` is not made. A fraction that stays alone in its post is
/// no shared one: its school gets one more post of its own.
pub fn all(
    county: &County,
    policy: &Policy,
    formulas: &mut [PostFormula],
    schools: &mut [SchoolPosts],
) -> Vec<SharedPost> {
    let (shared, alone): (Vec<_>, Vec<_>) = pooled(county, policy, formulas, schools)
        .into_iter()
        .partition(|p| p.served.len() > 1);
    for post in alone {
        let own = |f: &&mut PostFormula| {
            (f.school, f.stage, f.subject) == (post.host, post.stage, post.subject)
        };
        if let Some(formula) = formulas.iter_mut().find(own) {
            formula.posts += 1;
        }
        if let Some(school) = schools.iter_mut().find(|s| s.school == post.host) {
            school.further += 1;
        }
    }
    shared
}

fn pooled(
    county: &County,
    policy: &Policy,
    formulas: &[PostFormula],
    schools: &[SchoolPosts],
) -> Vec<SharedPost> {
    let mut room: BTreeMap<SchoolIx, u32> = schools
        .iter()
        .map(|s| (s.school, s.quota.saturating_sub(s.posts())))
        .collect();
    let reduced = |school| schools.iter().any(|s| s.school == school && s.reduced);
    let mut pools: BTreeMap<(&str, Stage, SubjectIx), Vec<Part>> = BTreeMap::new();
    for formula in formulas {
        let left = formula.fte.minus(Ratio::whole(formula.posts));
        if formula.remainder.is_zero() || left <= Ratio::default() || reduced(formula.school) {
            continue;
        }
        let cluster = county.school(formula.school).cluster.as_str();
        let pool = pools
            .entry((cluster, formula.stage, formula.subject))
            .or_default();
        pool.push(Part {
            school: formula.school,
            fraction: left,
            lessons: left.times(formula.load.into()),
        });
    }
    let least = Ratio::from(policy.rules.shared.min_fraction);
    let mut posts = Vec::new();
    for ((_, stage, subject), parts) in pools {
        for bin in pack(parts) {
            let fte = total(&bin);
            let host = bin
                .iter()
                .find(|p| room.get(&p.school).is_some_and(|r| *r > 0));
            if let (Some(host), true) = (host, fte >= least) {
                let host = host.school;
                room.entry(host).and_modify(|r| *r -= 1);
                posts.push(SharedPost {
                    host,
                    stage,
                    subject,
                    served: bin.iter().map(|p| (p.school, p.lessons)).collect(),
                    fte,
                });
            }
        }
    }
    posts.sort_by(|a, b| key(a).cmp(&key(b)));
    posts
}

fn key(post: &SharedPost) -> (SchoolIx, Stage, SubjectIx, &[(SchoolIx, Ratio)]) {
    (post.host, post.stage, post.subject, &post.served)
}

fn total(bin: &[Part]) -> Ratio {
    bin.iter().fold(Ratio::default(), |s, p| s.plus(p.fraction))
}

/// First fit, largest first; equal fractions in the order of schools.
fn pack(mut parts: Vec<Part>) -> Vec<Vec<Part>> {
    parts.sort_by(|a, b| b.fraction.cmp(&a.fraction).then(a.school.cmp(&b.school)));
    let mut bins: Vec<Vec<Part>> = Vec::new();
    for part in parts {
        let fits = |bin: &&mut Vec<Part>| total(bin).plus(part.fraction) <= Ratio::whole(1);
        match bins.iter_mut().find(fits) {
            Some(bin) => bin.push(part),
            None => bins.push(vec![part]),
        }
    }
    bins
}
