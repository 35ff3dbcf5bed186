//! Rows of what is asked beside the rules ([`Question`]): limits on the values of tiers, and how much of an earlier plan
//! this one may share. They stand among the rules' rows, so that every method of solving keeps and prices them.

use super::columns;
use crate::case::{Case, Question};
use crate::plan::Plan;
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;

/// Per limit: Σ costs ≤ limit. Per earlier plan: shared outcomes ≤ the value of [`Tier::Alike`].
#[derive(Default)]
pub struct Rows {
    caps: Vec<(Tier, RowIx)>,
    unlike: Vec<RowIx>,
}

/// To be called last: a limit counts the slacks of all rules.
pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let Some(question) = &case.question else {
        return Rows::default();
    };
    let unlike = unlike(question, out);
    let mut caps = Vec::new();
    for (tier, most) in &question.caps {
        let row = out.row("cap", tier.key(), None, Some(*most));
        for slack in &mut out.slacks {
            if let Some((_, cost)) = slack.cost.filter(|(of, _)| of == tier) {
                slack.terms.push((row, cost));
            }
        }
        caps.push((*tier, row));
    }
    Rows { caps, unlike }
}

fn unlike(question: &Question, out: &mut row::Rows) -> Vec<RowIx> {
    let plans = 0..question.unlike.len();
    let rows: Vec<RowIx> = plans
        .map(|k| out.row("unlike", k.to_string(), None, Some(0)))
        .collect();
    if !rows.is_empty() {
        let terms = rows.iter().map(|row| (*row, -1)).collect();
        out.slack("alike", None, Some((Tier::Alike, 1)), terms);
    }
    rows
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        for (tier, row) in &self.caps {
            match column.cost(*tier) {
                0 => {}
                cost => put(*row, cost),
            }
        }
        let plans = case.question.iter().flat_map(|q| &q.unlike);
        for (plan, row) in plans.zip(&self.unlike) {
            if shares(case, column, plan) {
                put(*row, 1);
            }
        }
    }
}

/// Whether a column is the outcome that a plan has for its person.
fn shares(case: &Case, column: &Column, plan: &Plan) -> bool {
    let row = column.person.and_then(|person| plan.of(person));
    row.is_some_and(|row| {
        row.station == column.station
            && row.outcome == columns::outcome(case, row.teacher, column.act)
    })
}
