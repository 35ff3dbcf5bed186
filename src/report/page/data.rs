//! The data that stand in the page for its script.

use super::{Page, View, persons, schools};
use crate::plan::Outcome;
use crate::report::balance::INDICATORS;
use crate::rules::r12_balance::reading::Indicator;
use serde_json::{Value, json};

/// The data as JSON.
///
/// # Errors
/// See [`embedded`].
pub fn json(page: &Page) -> anyhow::Result<String> {
    let persons = persons::of(page);
    let outcome = |o: &Outcome| json!([o.zh(), o.key()]);
    let subjects = &page.case.county.subjects;
    let gap = |g: &crate::report::figures::Gap| {
        let cell = page.case.demand.cell(g.cell);
        let subject = &subjects[cell.subject.ix()];
        json!([
            cell.school.0,
            [cell.stage.zh(), cell.stage.en()],
            subject,
            cell.count,
            g.uncovered,
            g.weight
        ])
    };
    let indicators = Indicator::ALL.map(Indicator::name);
    debug_assert_eq!(indicators.len(), INDICATORS.len());
    let data = json!({
        "public": page.view == View::Public,
        "outcomes": Outcome::ALL.iter().map(outcome).collect::<Vec<Value>>(),
        "indicators": indicators.map(|t| [t.zh, t.en]),
        "schools": schools::cards(page),
        "gaps": page.figures.gaps.iter().map(gap).collect::<Vec<Value>>(),
        "posts": persons.posts,
        "persons": persons.rows,
    });
    embedded(&data)
}

/// JSON that may stand inside a script element: nothing in it can end the element or open a comment.
///
/// # Errors
/// None that data of ours can cause.
pub fn embedded(data: &impl serde::Serialize) -> anyhow::Result<String> {
    let text = serde_json::to_string(data)?;
    Ok(text
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026"))
}
