//! A comparison as a page, a workbook, or JSON.

mod sheets;

use super::book;
use super::page::{LIVE, STYLE, embedded};
use crate::case::Case;
use crate::plan::Plan;
use crate::rules::r12_balance::reading::Indicator;
use crate::scenario::Comparison;
use crate::terms::tier::Tier;
use crate::text::Text;
use anyhow::Context;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;

const TEMPLATE: &str = include_str!("compare.html");
const SCRIPT: &str = include_str!("compare.js");

/// A number of all plans as it is printed: the value, and for all but the first the difference.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub name: Text,
    pub values: Vec<String>,
    pub differences: Vec<String>,
    /// Whether less is better, so that a difference is good or bad; none where it is neither.
    pub good: Vec<Option<bool>>,
    pub differs: bool,
}

#[derive(Serialize)]
struct Content<'a> {
    style: &'a str,
    live: &'a str,
    script: &'a str,
    data: String,
    label: &'a str,
    plans: &'a [crate::scenario::Heading],
    warnings: &'a [Text],
    tiers: Vec<Line>,
    measures: Vec<Line>,
    changed: usize,
    schools: usize,
    /// Said in place of persons and schools, where the plans are of different counties.
    counties: Option<Text>,
}

/// The page.
///
/// # Errors
/// Only our own.
pub fn page(all: &Comparison, label: &str) -> anyhow::Result<Vec<u8>> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = environment
        .template_from_named_str("compare.html", TEMPLATE)
        .context("compare.html")?;
    let content = Content {
        style: STYLE,
        live: LIVE,
        script: SCRIPT,
        data: embedded(all)?,
        label,
        plans: &all.plans,
        warnings: &all.warnings,
        tiers: tiers(all),
        measures: measures(all),
        changed: all.persons.len(),
        schools: all.schools.len(),
        counties: (!all.one_county).then(counties),
    };
    let text = page
        .render(Value::from(Serde(content)))
        .context("compare.html")?;
    Ok(text.into_bytes())
}

/// Why nothing is said of single persons.
pub fn counties() -> Text {
    Text::new(
        "各方案属于不同的县（区），只对比层级与指标，不对比人员与学校。",
        "The plans are of different counties: tiers and figures are compared, not persons and schools.",
    )
}

/// The workbook.
///
/// # Errors
/// Only where there is more than a workbook can hold.
pub fn workbook(all: &Comparison, label: &str, as_of: &str) -> anyhow::Result<Vec<u8>> {
    let letterhead = super::draw::Letterhead {
        left: "方案对比（差额均以第一个方案为准）".to_owned(),
        right: format!("基准日期：{}", book::chinese_date(as_of)),
        header_left: format!("{label}　方案对比"),
        header_right: book::Mark::default().said().zh,
        beware: None,
    };
    let title = format!("{label}方案对比");
    book::workbook(&sheets::all(all, &title), &letterhead, &title, as_of).context("compare.xlsx")
}

/// The tiers side by side.
pub fn tiers(all: &Comparison) -> Vec<Line> {
    let line = |row: &crate::scenario::TierRow| {
        let tier = Tier::parse(&row.key);
        let name = tier.map_or_else(|| Text::new(&*row.key, &*row.key), Tier::numbered);
        let values: Vec<Option<f64>> = row.values.iter().map(|v| v.map(|v| v as f64)).collect();
        let mut line = numbers(name, &values, 0, true);
        for (said, proven) in line.values.iter_mut().zip(&row.proven) {
            if !proven && !said.is_empty() {
                said.push('*');
            }
        }
        line
    };
    all.tiers.iter().map(line).collect()
}

pub fn measures(all: &Comparison) -> Vec<Line> {
    let line = |row: &crate::scenario::MeasureRow| {
        numbers(row.name.clone(), &row.values, row.decimals, false)
    };
    // A stage may be there without any figure, as the variation of a single school.
    let known = |row: &&crate::scenario::MeasureRow| row.values.iter().any(Option::is_some);
    all.measures.iter().filter(known).map(line).collect()
}

fn numbers(name: Text, values: &[Option<f64>], decimals: u8, less: bool) -> Line {
    let places = usize::from(decimals);
    let base = values.first().copied().flatten();
    let difference = |v: &Option<f64>| v.zip(base).map(|(v, base)| v - base);
    let small = 0.5 * 10f64.powi(-i32::from(decimals));
    let said = |d: f64| match d.abs() < small {
        true => "=".to_owned(),
        false => format!("{d:+.places$}"),
    };
    let differences: Vec<Option<f64>> = values.iter().skip(1).map(difference).collect();
    let good = |d: &Option<f64>| d.filter(|d| less && d.abs() >= small).map(|d| d < 0.0);
    Line {
        name,
        values: values
            .iter()
            .map(|v| v.map_or(String::new(), |v| format!("{v:.places$}")))
            .collect(),
        differs: values.iter().any(|v| match v.zip(base) {
            Some((v, base)) => (v - base).abs() >= small,
            None => v.is_some() != base.is_some(),
        }),
        good: differences.iter().map(good).collect(),
        differences: differences
            .iter()
            .map(|d| d.map_or(String::new(), said))
            .collect(),
    }
}

/// Coefficients of variation after a plan, each with its key and name.
pub fn variation(case: &Case, plan: &Plan) -> Vec<(String, Text, Option<f64>)> {
    let case = &*crate::audit::under(case, plan);
    let rows = super::balance::rows(case, plan);
    let mut all = Vec::new();
    for stage in super::balance::STAGES {
        if !rows.iter().any(|r| r.stage == stage) {
            continue;
        }
        for (k, indicator) in Indicator::ALL.into_iter().enumerate() {
            let name = indicator.name();
            all.push((
                format!("variation_{}_{indicator:?}", stage.en()),
                Text::new(
                    format!("{}{}差异系数", stage.zh(), name.zh),
                    format!("{}: {}, variation", stage.en(), name.en),
                ),
                super::balance::variation(&rows, stage, k).map(|(_, after)| after),
            ));
        }
    }
    all
}
