//! Rows and slack variables as data: what rules declare before any column is known.

use crate::case::Case;
use crate::terms::column::Column;
use crate::terms::tier::Tier;

/// Position of a row in [`Rows::rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIx(pub u32);

/// `lower ≤ Σ coefficient × column + Σ coefficient × slack ≤ upper`, all whole numbers.
#[derive(Debug, Clone)]
pub struct Row {
    /// The rule it comes from: `R03`.
    pub rule: &'static str,
    /// Readable and unique within the rule: a school_id, a cell.
    pub name: String,
    pub lower: Option<i64>,
    pub upper: Option<i64>,
}

/// A whole-number variable of a rule's own: uncovered seats, a shortfall, a loan.
#[derive(Debug, Clone)]
pub struct Slack {
    pub name: String,
    pub upper: Option<i64>,
    /// What one unit of it adds, and to which tier.
    pub cost: Option<(Tier, i64)>,
    pub terms: Vec<(RowIx, i64)>,
}

/// All rows and slacks of a model.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub rows: Vec<Row>,
    pub slacks: Vec<Slack>,
}

impl Rows {
    pub fn row(
        &mut self,
        rule: &'static str,
        name: impl Into<String>,
        lower: Option<i64>,
        upper: Option<i64>,
    ) -> RowIx {
        self.rows.push(Row {
            rule,
            name: name.into(),
            lower,
            upper,
        });
        RowIx(self.rows.len() as u32 - 1)
    }

    pub fn slack(
        &mut self,
        name: impl Into<String>,
        upper: Option<i64>,
        cost: Option<(Tier, i64)>,
        terms: Vec<(RowIx, i64)>,
    ) {
        self.slacks.push(Slack {
            name: name.into(),
            upper,
            cost,
            terms,
        });
    }
}

/// A rule that counts: it declares its rows once, then says of each column in which of them it stands.
pub trait Counting: Send + Sync {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64));
}
