//! Posts by the formula of SPEC §3: lessons divided by loads, made whole by largest remainder within the teaching quota.

use super::ratio::Ratio;
use super::staff::{SchoolStaff, stage_of};
use crate::county::{County, Grade, SchoolIx, Stage, SubjectIx};
use crate::policy::Policy;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// One grade's part in a subject's demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub grade: Grade,
    pub classes: u32,
    /// Lessons a week and class.
    pub hours: Decimal,
}

/// The arithmetic of one post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostFormula {
    pub school: SchoolIx,
    pub stage: Stage,
    pub subject: SubjectIx,
    pub terms: Vec<Term>,
    /// Lessons a week of a full-time teacher.
    pub load: Decimal,
    /// Σ classes × hours ÷ load.
    pub fte: Ratio,
    /// What is made whole: `fte`, or less in proportion where the quota does not reach for all whole parts.
    pub share: Ratio,
    pub floor: u32,
    pub remainder: Ratio,
    /// Place among the school's remainders, from 1; 0 = no remainder.
    pub rank: u32,
    pub posts: u32,
}

impl PostFormula {
    /// Lessons a week: Σ classes × hours.
    pub fn lessons(&self) -> Decimal {
        self.terms
            .iter()
            .map(|t| Decimal::from(t.classes) * t.hours)
            .sum()
    }
}

/// How a school's posts were made whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolPosts {
    pub school: SchoolIx,
    /// Full-time equivalents of all subjects.
    pub need: Ratio,
    pub quota: u32,
    /// Σ of the whole parts.
    pub whole: u32,
    /// Posts given to the largest remainders.
    pub further: u32,
    /// Whole parts exceed the quota: shares were reduced in proportion first.
    pub reduced: bool,
}

impl SchoolPosts {
    /// What the whole quota leaves undone of the lessons; none where it is not used up, or reaches.
    pub fn short(&self) -> Option<Ratio> {
        let missing = self.need.minus(Ratio::whole(self.posts()));
        (self.quota == self.posts() && missing > Ratio::default()).then_some(missing)
    }

    pub fn posts(&self) -> u32 {
        self.whole + self.further
    }
}

/// The formula for every school that is not closing; sorted by school, stage, subject.
pub fn all(
    county: &County,
    policy: &Policy,
    staff: &[SchoolStaff],
) -> (Vec<PostFormula>, Vec<SchoolPosts>) {
    let mut demand = equivalents(county, policy);
    let mut schools = Vec::new();
    let shared = policy.shares_posts() && county.posts.is_none();
    for block in demand.chunk_by_mut(|a, b| a.school == b.school) {
        let school = block[0].school;
        schools.push(make_whole(county, block, staff[school.ix()].quota, shared));
    }
    (demand, schools)
}

/// Full-time equivalents by school, stage and subject, not yet whole.
fn equivalents(county: &County, policy: &Policy) -> Vec<PostFormula> {
    let mut classes: BTreeMap<(SchoolIx, Stage), BTreeMap<Grade, u32>> = BTreeMap::new();
    for row in county
        .classes
        .iter()
        .filter(|r| !county.school(r.school).closing)
    {
        if let Some(stage) = stage_of(county, row.school, row.grade, policy) {
            let grades = classes.entry((row.school, stage)).or_default();
            let sum = grades.entry(row.grade).or_default();
            *sum = sum.saturating_add(row.classes);
        }
    }
    let mut list = Vec::new();
    for ((school, stage), grades) in &classes {
        for name in policy.curriculum.subjects(*stage) {
            let subject = county.find_subject(name);
            let load = policy.curriculum.load(*stage, name);
            if let (Some(subject), Some(load)) = (subject, load) {
                let terms = terms(policy, *stage, name, grades);
                list.extend(equivalent(*school, *stage, subject, terms, load));
            }
        }
    }
    list.sort_by_key(|f| (f.school, f.stage, f.subject));
    list
}

fn terms(policy: &Policy, stage: Stage, subject: &str, grades: &BTreeMap<Grade, u32>) -> Vec<Term> {
    let term = |(grade, classes): (&Grade, &u32)| Term {
        grade: *grade,
        classes: *classes,
        hours: policy.curriculum.hours(stage, subject, *grade),
    };
    let taught = |t: &Term| t.classes > 0 && !t.hours.is_zero();
    grades.iter().map(term).filter(taught).collect()
}

fn equivalent(
    school: SchoolIx,
    stage: Stage,
    subject: SubjectIx,
    terms: Vec<Term>,
    load: Decimal,
) -> Option<PostFormula> {
    let mut lessons = Ratio::default();
    for term in &terms {
        lessons = lessons.plus(Ratio::whole(term.classes).times(term.hours.into()));
    }
    let fte = lessons.over(load.into());
    (!fte.is_zero()).then(|| PostFormula {
        school,
        stage,
        subject,
        terms,
        load,
        fte,
        share: fte,
        floor: 0,
        remainder: Ratio::default(),
        rank: 0,
        posts: 0,
    })
}

/// Largest remainder: every subject its whole part, then one more for the largest remainders until the school's whole
/// demand is met or its quota used up. Where even the whole parts exceed the quota, all shares are first reduced in
/// proportion. With shared posts the remainders are left to the cluster. Ties go by subject name, then stage.
fn make_whole(county: &County, block: &mut [PostFormula], quota: u32, shared: bool) -> SchoolPosts {
    let sum = |list: &[PostFormula]| list.iter().fold(Ratio::default(), |s, f| s.plus(f.fte));
    let need = sum(block);
    let whole: u32 = block.iter().map(|f| f.fte.floor()).sum();
    let reduced = whole > quota;
    for formula in block.iter_mut() {
        if reduced {
            formula.share = formula.fte.times(Ratio::whole(quota)).over(need);
        }
        formula.floor = formula.share.floor();
        formula.remainder = formula.share.minus(Ratio::whole(formula.floor));
        formula.posts = formula.floor;
    }
    let mut order: Vec<usize> = (0..block.len()).collect();
    order.retain(|i| !block[*i].remainder.is_zero());
    let name = |i: usize| (county.subject(block[i].subject), block[i].stage);
    order.sort_by(|a, b| {
        let larger_first = block[*b].remainder.cmp(&block[*a].remainder);
        larger_first.then_with(|| name(*a).cmp(&name(*b)))
    });
    let whole: u32 = block.iter().map(|f| f.floor).sum();
    let target = if shared && !reduced {
        whole
    } else {
        need.ceil().min(quota)
    };
    let further = target.saturating_sub(whole).min(order.len() as u32);
    for (place, at) in order.iter().enumerate() {
        let rank = place as u32 + 1;
        block[*at].rank = rank;
        block[*at].posts += u32::from(rank <= further);
    }
    SchoolPosts {
        school: block[0].school,
        need,
        quota,
        whole,
        further,
        reduced,
    }
}
