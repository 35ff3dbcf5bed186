//! Two tables that are the same for everybody: open posts by subject and stage, and the indicators of R12.

use super::Page;
use crate::county::{Stage, SubjectIx};
use crate::report::balance::{STAGES, variation};
use crate::rules::r12_balance::reading::Indicator as Kind;
use crate::text::Text;
use serde::Serialize;
use std::collections::BTreeMap;

/// Open posts and posts of one subject at one stage.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Spot {
    pub open: u32,
    pub posts: u32,
    /// 0 none open … 3 very many: the depth of the colour.
    pub depth: u8,
}

#[derive(Debug, Serialize)]
pub struct Matrix {
    pub stages: Vec<Text>,
    pub rows: Vec<(String, Vec<Option<Spot>>, Spot)>,
    pub total: Vec<Spot>,
    pub all: Spot,
}

/// Shares of open posts above which a colour grows deeper: a matter of looks, not of policy.
const DEPTHS: [f64; 2] = [0.05, 0.15];

impl Spot {
    fn add(&mut self, other: Spot) {
        self.open += other.open;
        self.posts += other.posts;
    }

    fn deep(mut self) -> Spot {
        let share = f64::from(self.open) / f64::from(self.posts.max(1));
        let deeper = DEPTHS.iter().filter(|d| share > **d).count() as u8;
        self.depth = if self.open == 0 { 0 } else { 1 + deeper };
        self
    }
}

pub fn of(page: &Page) -> Matrix {
    let mut spots: BTreeMap<(SubjectIx, Stage), Spot> = BTreeMap::new();
    for ix in page.case.demand.cell_ixs() {
        let cell = page.case.demand.cell(ix);
        let open = cell.count.saturating_sub(page.figures.taken[ix.ix()]);
        let spot = spots.entry((cell.subject, cell.stage)).or_default();
        spot.add(Spot {
            open,
            posts: cell.count,
            depth: 0,
        });
    }
    spots.retain(|_, spot| spot.posts > 0);
    let stages: Vec<Stage> = Stage::ALL
        .iter()
        .copied()
        .filter(|s| spots.keys().any(|(_, stage)| stage == s))
        .collect();
    let mut subjects: Vec<SubjectIx> = spots.keys().map(|(subject, _)| *subject).collect();
    subjects.dedup();
    let sum = |keep: &dyn Fn(&(SubjectIx, Stage)) -> bool| {
        let mut sum = Spot::default();
        let kept = spots.iter().filter(|(key, _)| keep(key));
        kept.for_each(|(_, spot)| sum.add(*spot));
        sum.deep()
    };
    let row = |subject: SubjectIx| {
        let spot = |stage: &Stage| spots.get(&(subject, *stage)).map(|s| s.deep());
        let name = page.case.county.subject(subject).to_owned();
        (
            name,
            stages.iter().map(spot).collect(),
            sum(&|k| k.0 == subject),
        )
    };
    let mut rows: Vec<(String, Vec<Option<Spot>>, Spot)> = subjects.into_iter().map(row).collect();
    rows.sort_by(|a, b| {
        b.2.open
            .cmp(&a.2.open)
            .then(b.2.posts.cmp(&a.2.posts))
            .then(a.0.cmp(&b.0))
    });
    Matrix {
        rows,
        total: stages.iter().map(|s| sum(&|k| k.1 == *s)).collect(),
        all: sum(&|_| true),
        stages: stages.iter().map(|s| Text::new(s.zh(), s.en())).collect(),
    }
}

/// One indicator of one stage in the whole county, before and after.
#[derive(Debug, Serialize)]
pub struct IndicatorLine {
    pub stage: Text,
    pub name: Text,
    pub need: i64,
    pub have: [i64; 2],
    pub missing: [i64; 2],
    /// Schools that fall short.
    pub short: [usize; 2],
    pub variation: Option<[f64; 2]>,
}

pub fn indicators(page: &Page) -> Vec<IndicatorLine> {
    let mut lines = Vec::new();
    for stage in STAGES {
        let rows: Vec<_> = page.balance.iter().filter(|r| r.stage == stage).collect();
        if rows.is_empty() {
            continue;
        }
        for (k, kind) in Kind::ALL.into_iter().enumerate() {
            let all = || rows.iter().map(|r| &r.of[k]);
            let short = |before: bool| {
                all()
                    .filter(|i| {
                        if before {
                            i.deficit_before() > 0
                        } else {
                            i.deficit() > 0
                        }
                    })
                    .count()
            };
            lines.push(IndicatorLine {
                stage: Text::new(stage.zh(), stage.en()),
                name: kind.name(),
                need: all().map(|i| i.need).sum(),
                have: [all().map(|i| i.before).sum(), all().map(|i| i.after).sum()],
                missing: [
                    all().map(|i| i.deficit_before()).sum(),
                    all().map(|i| i.deficit()).sum(),
                ],
                short: [short(true), short(false)],
                variation: variation(page.balance, stage, k).map(|(a, b)| [a, b]),
            });
        }
    }
    lines
}
