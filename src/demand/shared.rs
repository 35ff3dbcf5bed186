//! Shared posts (走教岗): the fractions that a cluster's schools are left with, pooled by stage and subject.

use super::formula::{PostFormula, SchoolPosts};
use super::ratio::Ratio;
use crate::county::{County, SchoolIx, Stage, SubjectIx};
use crate::policy::Policy;
use std::collections::{BTreeMap, BTreeSet};

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
/// still has room for it; a post of one school alone, or of less than `min_fraction`, is not made. The fractions that
/// found no shared post stay with their schools, which make them whole as they would without sharing: by largest
/// remainder, until what is left is met or the quota used up. A school without partners loses nothing.
pub fn all(
    county: &County,
    policy: &Policy,
    formulas: &mut [PostFormula],
    schools: &mut [SchoolPosts],
) -> Vec<SharedPost> {
    let shared = pooled(county, policy, formulas, schools);
    let walked: BTreeSet<(SchoolIx, Stage, SubjectIx)> = shared
        .iter()
        .flat_map(|p| p.served.iter().map(|(s, _)| (*s, p.stage, p.subject)))
        .collect();
    for school in schools.iter_mut().filter(|s| !s.reduced) {
        let hosted = shared.iter().filter(|p| p.host == school.school).count() as u32;
        let room = school.quota.saturating_sub(school.posts() + hosted);
        let mut rest: Vec<&mut PostFormula> = formulas
            .iter_mut()
            .filter(|f| f.school == school.school && !f.remainder.is_zero())
            .filter(|f| !walked.contains(&(f.school, f.stage, f.subject)))
            .collect();
        let left = rest
            .iter()
            .fold(Ratio::default(), |s, f| s.plus(f.remainder));
        rest.sort_by_key(|f| f.rank);
        let further = left.ceil().min(room).min(rest.len() as u32);
        rest.into_iter()
            .take(further as usize)
            .for_each(|f| f.posts += 1);
        school.further += further;
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
        if formula.remainder.is_zero() || reduced(formula.school) {
            continue;
        }
        let cluster = county.school(formula.school).cluster.as_str();
        let pool = pools
            .entry((cluster, formula.stage, formula.subject))
            .or_default();
        pool.push(Part {
            school: formula.school,
            fraction: formula.remainder,
            lessons: formula.remainder.times(formula.load.into()),
        });
    }
    let least = Ratio::from(policy.rules.shared.min_fraction);
    let mut posts = Vec::new();
    for ((_, stage, subject), parts) in pools {
        for bin in pack(parts) {
            let fte = total(&bin);
            if bin.len() < 2 || fte < least {
                continue;
            }
            let host = bin
                .iter()
                .find(|p| room.get(&p.school).is_some_and(|r| *r > 0));
            if let Some(host) = host {
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
