//! The page's sentences that depend on the plan, in both languages.

use super::{Page, View};
use crate::plan::Outcome;
use crate::plan::result::{Solved, Status, TierResult};
use crate::report::book::Mark;
use crate::report::figures::Counts;
use crate::report::tiers;
use crate::terms::tier::Tier;
use crate::text::Text;
use serde::Serialize;

/// A headline number.
#[derive(Debug, Serialize)]
pub struct Tile {
    pub name: Text,
    pub value: String,
}

/// One line of the table of tiers.
#[derive(Debug, Serialize)]
pub struct TierLine {
    pub no: &'static str,
    pub name: Text,
    pub meaning: Text,
    pub value: i64,
    pub bound: Option<i64>,
    pub verdict: Text,
    pub proven: bool,
}

/// What a page was made from.
#[derive(Debug, Serialize)]
pub struct SourceLine {
    pub name: Text,
    pub sha256: String,
}

pub fn mark(mark: &Mark) -> Text {
    let said = mark.said();
    match mark.beware() {
        None => said,
        Some(beware) => Text::new(
            format!("{}　{}", said.zh, beware.zh),
            format!("{}; {}", said.en, beware.en),
        ),
    }
}

pub fn status(solved: &Solved) -> Text {
    match solved.status {
        _ if solved.method == crate::report::BY_HAND => Text::new(
            "本方案经人工调整，硬性规则已复核；最优性只证明到首个被改动的层级之前。",
            "Changed by hand; all hard rules were checked again, but a proof holds only before the first tier that changed.",
        ),
        Status::Optimal => Text::new(
            "各层级均已证明最优，全部硬性规则已独立复核。",
            "Every tier is proven optimal; all hard rules were checked independently.",
        ),
        Status::WithinGap => Text::new(
            "各层级已证明最优，未证明的列出与最优值的最大差距；全部硬性规则已独立复核。",
            "Tiers are proven optimal, or how far they can be from the optimum is given; all hard rules were checked independently.",
        ),
        Status::TimeLimit => Text::new(
            "求解中途停止（到时限或人工中止）：全部硬性规则已独立复核，部分层级未证明最优。",
            "The solve was stopped: all hard rules were checked independently, some tiers are not proven.",
        ),
        Status::Partial => Text::new(
            "分轮竞聘在指定轮次后暂停，其后各轮未进行。",
            "The staged year was stopped after the round asked for; the rounds after it were not run.",
        ),
        Status::Infeasible => Text::new("没有可行方案。", "There is no plan."),
    }
}

pub fn tiles(page: &Page) -> Vec<Tile> {
    let counts = Counts::new(page.case, page.plan);
    let schools = &page.figures.schools;
    let sum = |of: fn(&crate::report::figures::SchoolFigures) -> u32| -> u32 {
        schools.iter().map(of).sum()
    };
    let tile = |zh: &str, en: &str, value: usize| Tile {
        name: Text::new(zh, en),
        value: value.to_string(),
    };
    let mut tiles = vec![
        tile("学校", "schools", page.case.county.staying()),
        tile("编排人员", "persons planned", page.plan.rows.len()),
        tile("岗位", "posts", sum(|f| f.posts) as usize),
        tile("已聘岗位", "posts filled", sum(|f| f.filled) as usize),
        tile("缺岗", "posts uncovered", page.figures.uncovered() as usize),
        tile("调动", "moves", counts.of(Outcome::Move)),
        tile("安置", "placed from the pool", counts.of(Outcome::Placed)),
        tile("任职", "lead a school", counts.of(Outcome::Lead)),
    ];
    if page.view == View::Internal {
        tiles.extend([
            tile(
                "超岗留任",
                "retained beyond the posts",
                counts.of(Outcome::Retained),
            ),
            tile("待岗", "left in the pool", counts.of(Outcome::Pool)),
            tile("不予聘任", "barred", counts.of(Outcome::Barred)),
        ]);
    }
    tiles.push(tile("借用周转编制", "quota lent", sum(|f| f.lent) as usize));
    tiles
}

/// Tiers that sum up scores: with one person in the sum they would tell that person's score to everybody.
const OF_PERSONS: [Tier; 2] = [Tier::LeaderScore, Tier::Merit];

pub fn tiers(page: &Page) -> Vec<TierLine> {
    let hidden = |t: &TierResult| {
        let tier = Tier::parse(&t.key);
        page.view == View::Public && tier.is_some_and(|t| OF_PERSONS.contains(&t))
    };
    let all = page.solved.tiers.iter().filter(|t| !hidden(t));
    all.map(|t| line(page, t)).collect()
}

fn line(page: &Page, result: &TierResult) -> TierLine {
    let tier = Tier::parse(&result.key);
    let zh = tier.map_or_else(String::new, |t| tiers::meaning(page.case, t));
    let en = tier.map_or_else(String::new, |t| tiers::meaning_en(page.case, t));
    TierLine {
        no: tier.map_or("", Tier::no),
        name: tier.map_or_else(
            || Text::new(&*result.key, &*result.key),
            |t| Text::new(t.zh(), t.en()),
        ),
        meaning: Text::new(zh, en),
        value: result.value,
        bound: tiers::bound(result),
        verdict: Text::new(tiers::verdict(result), tiers::verdict_en(result)),
        proven: result.proven,
    }
}

pub fn sources(page: &Page) -> Vec<SourceLine> {
    let named = |zh: &str, en: &str, source: &crate::report::Source| SourceLine {
        name: Text::new(zh, en),
        sha256: source.sha256.clone(),
    };
    let info = page.info;
    let mut all = Vec::new();
    all.extend(info.county.iter().map(|s| named("数据", "data", s)));
    all.extend(info.policy.iter().map(|s| named("政策参数", "policy", s)));
    all.extend(info.scenarios.iter().map(|s| named("情景", "scenario", s)));
    all
}
