//! report.html: the plan as one page that needs nothing but itself — what was reached and proven, the county on a map,
//! every school, every gap, every person. Charts are drawn here; tables that can be sorted and searched are drawn by the
//! page's own script from data that stand in the page, a screenful at a time, so that 20,000 persons weigh little.

mod chart;
mod data;
mod matrix;
mod persons;
mod schools;
mod view;
mod words;

pub use data::embedded;
pub use view::View;

use super::balance::BalanceRow;
use super::book;
use super::book::Mark;
use super::figures::Figures;
use super::frontier::Curve;
use super::info::RunInfo;
use super::names::Schools;
use crate::case::Case;
use crate::plan::Plan;
use crate::plan::result::Solved;
use crate::rules::r26_in_house_first;
use crate::text::Text;
use anyhow::Context;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;

const TEMPLATE: &str = include_str!("page.html");
pub(super) const STYLE: &str = include_str!("page.css");
pub(super) const LIVE: &str = include_str!("live.js");
const SCRIPT: &str = include_str!("page.js");

/// What the page is made from.
pub struct Page<'a> {
    pub case: &'a Case,
    pub plan: &'a Plan,
    pub solved: &'a Solved,
    pub info: &'a RunInfo,
    pub mark: &'a Mark,
    pub figures: &'a Figures,
    pub balance: &'a [BalanceRow],
    pub schools: &'a Schools,
    /// Cells that others enter while own holders are left without a seat (R26).
    pub passed: usize,
    /// Who may read it.
    pub view: View,
}

/// What the template prints.
#[derive(Serialize)]
struct Content<'a> {
    style: &'a str,
    live: &'a str,
    script: &'a str,
    data: String,
    label: &'a str,
    as_of: &'a str,
    mark: Text,
    public: bool,
    tiles: Vec<words::Tile>,
    status: Text,
    /// For the office only: it tells of persons without a post.
    in_house: Option<Text>,
    tiers: Vec<words::TierLine>,
    /// Values of the policy that the county has still to confirm.
    verify: Vec<book::Open>,
    to_verify: usize,
    what_if: Vec<(&'a Text, &'a [Text])>,
    sources: Vec<words::SourceLine>,
    frontier: Option<FrontierBlock>,
    map: String,
    pyramid: String,
    spread: String,
    matrix: matrix::Matrix,
    indicators: Vec<matrix::IndicatorLine>,
}

/// A trade-off on the page: a sentence, a picture, a table.
#[derive(Serialize)]
struct FrontierBlock {
    said: Text,
    picture: String,
    heads: Vec<Text>,
    rows: Vec<Vec<String>>,
}

impl FrontierBlock {
    fn new(curve: &Curve) -> FrontierBlock {
        let (heads, rows) = curve.rows();
        FrontierBlock {
            said: curve.said(),
            picture: chart::frontier::draw(curve),
            heads,
            rows,
        }
    }
}

impl Page<'_> {
    /// The page's bytes: a function of plan, data and policy, the same on every machine and day.
    ///
    /// # Errors
    /// Only our own: a template that does not fit what it is given.
    pub fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let page = environment
            .template_from_named_str("page.html", TEMPLATE)
            .context("report.html")?;
        let text = page.render(self.context()?).context("report.html")?;
        Ok(text.into_bytes())
    }

    fn context(&self) -> anyhow::Result<Value> {
        let year = &self.case.policy.year;
        Ok(Value::from(Serde(Content {
            style: STYLE,
            live: LIVE,
            script: SCRIPT,
            data: data::json(self)?,
            label: &year.label,
            as_of: &year.as_of,
            mark: words::mark(self.mark),
            public: self.view == View::Public,
            tiles: words::tiles(self),
            status: words::status(self.solved),
            in_house: (self.view == View::Internal)
                .then(|| r26_in_house_first::reading::counted(self.case, self.passed)),
            tiers: words::tiers(self),
            verify: book::open(&self.case.policy),
            to_verify: self.case.policy.to_verify_in_plans().len(),
            what_if: self
                .info
                .what_if
                .iter()
                .map(|w| (&w.title, &*w.changes))
                .collect(),
            sources: words::sources(self),
            frontier: self.info.frontier.as_ref().map(FrontierBlock::new),
            map: chart::map::draw(self),
            pyramid: chart::pyramid::draw(self),
            spread: chart::spread::draw(self),
            matrix: matrix::of(self),
            indicators: matrix::indicators(self),
        })))
    }
}
