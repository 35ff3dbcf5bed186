//! What the page's cards and tables say of each school.

use super::{Page, View};
use crate::county::{SchoolIx, Title};
use crate::plan::{Assignment, Outcome};
use crate::report::ages::age;
use serde::Serialize;

/// Lower ends of the age bands of a card.
pub const AGE_BANDS: [i32; 5] = [0, 30, 40, 50, 55];

/// One school after the plan, in persons. Field names are short: there may be 600 of these.
#[derive(Debug, Serialize)]
pub struct SchoolCard {
    pub id: String,
    pub name: String,
    pub area: [&'static str; 2],
    pub quality: [&'static str; 2],
    pub stages: Vec<[&'static str; 2]>,
    pub cluster: String,
    pub closing: bool,
    pub approved: u32,
    pub now: u32,
    pub after: u32,
    pub lent: u32,
    pub over: u32,
    pub posts: u32,
    pub filled: u32,
    pub open: u32,
    pub come: u32,
    pub go: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retained: Option<u32>,
    /// R08: due, to move, moved, missing, backbone among the movers; none where nobody has to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation: Option<[i64; 5]>,
    /// By [`AGE_BANDS`], the last for unknown; for the office only: at a small school a band is a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ages: Option<[u32; 6]>,
    /// Senior, intermediate, others.
    pub titles: [u32; 3],
    pub title_posts: [u32; 2],
    pub backbone: u32,
    pub balance: Vec<Balance>,
}

/// R12 at one stage: per indicator need, before, after.
#[derive(Debug, Serialize)]
pub struct Balance {
    pub stage: [&'static str; 2],
    pub pupils: u32,
    pub of: [[i64; 3]; 3],
}

pub fn cards(page: &Page) -> Vec<SchoolCard> {
    let persons = page.plan.persons(page.case);
    let all = page.case.county.school_ixs();
    all.map(|s| card(page, s, &persons[s.ix()])).collect()
}

fn card(page: &Page, school: SchoolIx, persons: &[&Assignment]) -> SchoolCard {
    let case = page.case;
    let s = case.county.school(school);
    let f = &page.figures.schools[school.ix()];
    let internal = page.view == View::Internal;
    let gaps = page.figures.gaps.iter();
    let gaps = gaps.filter(|g| case.demand.cell(g.cell).school == school);
    let backbone = persons
        .iter()
        .filter(|row| case.county.teacher(row.teacher).backbone.counts());
    SchoolCard {
        id: s.id.clone(),
        name: page.schools.of(school).to_owned(),
        area: [s.area.zh(), s.area.en()],
        quality: [s.quality.zh(), s.quality.en()],
        stages: s.stages.iter().map(|s| [s.zh(), s.en()]).collect(),
        cluster: s.cluster.clone(),
        closing: s.closing,
        approved: f.approved,
        now: f.now,
        after: f.after,
        lent: f.lent,
        over: f.over,
        posts: f.posts,
        filled: f.filled,
        open: gaps.map(|g| g.uncovered).sum(),
        come: f.moved_in,
        go: f.moved_out + f.pooled,
        retained: internal.then_some(f.retained),
        rotation: rotation(page, school),
        ages: internal.then(|| ages(page, persons)),
        titles: titles(page, persons),
        title_posts: [
            case.demand.senior_posts[school.ix()],
            case.demand.intermediate_posts[school.ix()],
        ],
        backbone: backbone.count() as u32,
        balance: balance(page, school),
    }
}

fn rotation(page: &Page, school: SchoolIx) -> Option<[i64; 5]> {
    let s = page.case.county.school(school);
    let rule = &page.case.policy.rules.rotation;
    let rotates = rule.on() && !s.closing && rule.areas.iter().any(|a| a == s.area.zh());
    let r = &page.figures.schools[school.ix()].rotation;
    rotates.then_some([r.due, r.need, r.moved, r.shortfall(), r.backbone_moved])
}

fn ages(page: &Page, persons: &[&Assignment]) -> [u32; 6] {
    let mut bands = [0; 6];
    for row in persons {
        let band = age(page.case, row).map_or(5, |age| {
            AGE_BANDS.iter().filter(|from| age >= **from).count() - 1
        });
        bands[band] += 1;
    }
    bands
}

fn titles(page: &Page, persons: &[&Assignment]) -> [u32; 3] {
    let mut all = [0; 3];
    for row in persons {
        let title: Title = page.case.county.teacher(row.teacher).title;
        let level = match (title.is_senior(), title.is_intermediate()) {
            (true, _) => 0,
            (_, true) => 1,
            _ => 2,
        };
        all[level] += 1;
    }
    all
}

fn balance(page: &Page, school: SchoolIx) -> Vec<Balance> {
    let rows = page.balance.iter().filter(|r| r.school == school);
    rows.map(|r| Balance {
        stage: [r.stage.zh(), r.stage.en()],
        pupils: r.students,
        of: r.of.map(|i| [i.need, i.before, i.after]),
    })
    .collect()
}

/// How many move from each school to each other school.
pub fn flows(page: &Page) -> Vec<(SchoolIx, SchoolIx, u32)> {
    let mut all = std::collections::BTreeMap::new();
    for row in page.plan.rows.iter().filter(|r| r.outcome == Outcome::Move) {
        let from = page.case.county.teacher(row.teacher).school;
        if let Some((from, to)) = from.zip(row.station) {
            *all.entry((from, to.school)).or_insert(0) += 1;
        }
    }
    all.into_iter().map(|((a, b), n)| (a, b, n)).collect()
}
