//! What is solved beside a plan: the same county, asked something else.

use crate::case::{Case, Question};
use crate::plan::Plan;
use crate::plan::result::{Solved, TierResult};
use crate::solve::{self, Outcome};
use crate::terms::tier::Tier;
use anyhow::Result;
use std::sync::Arc;

/// Solves a case, from a start where there is one; none: there is no time for another solve.
pub type Solver<'a> = dyn FnMut(&Case, Option<Plan>) -> Result<Option<Outcome>> + 'a;

/// A plan with what is known of it.
#[derive(Debug, Clone)]
pub struct Found {
    pub plan: Plan,
    /// Its tiers stand in the policy's order.
    pub solved: Solved,
    /// What was asked.
    pub question: Arc<Question>,
}

impl Found {
    pub fn tier(&self, tier: Tier) -> Option<&TierResult> {
        self.solved.tiers.iter().find(|t| t.key == tier.key())
    }

    pub fn value(&self, tier: Tier) -> i64 {
        self.tier(tier).map_or(0, |t| t.value)
    }

    pub fn proven(&self, tier: Tier) -> bool {
        self.tier(tier).is_some_and(|t| t.proven)
    }
}

/// The plan that another question starts from.
#[derive(Clone, Copy)]
pub struct Base<'a> {
    pub case: &'a Case,
    pub plan: &'a Plan,
    pub solved: &'a Solved,
}

impl Base<'_> {
    /// The plan itself, as an answer to the question that the policy asks.
    pub fn found(&self) -> Found {
        Found {
            plan: self.plan.clone(),
            solved: self.solved.clone(),
            question: Arc::default(),
        }
    }

    /// The tiers before a place of the order, as this plan has them: what is solved beside it keeps them.
    pub fn before(&self, place: usize) -> Vec<TierResult> {
        self.solved.tiers.iter().take(place).cloned().collect()
    }

    /// Asks something else, with some tiers at the values they have. The gap of a tier in `exact` is 0.
    pub fn ask(
        &self,
        kept: &[TierResult],
        mut question: Question,
        exact: &[Tier],
        start: Option<Plan>,
        solver: &mut Solver,
    ) -> Result<Option<Found>> {
        let known = kept.iter();
        let known = known.filter_map(|t| Some((Tier::parse(&t.key)?, t.value)));
        question.caps.splice(0..0, known);
        let question = Arc::new(question);
        let mut case = self.case.clone();
        case.question = Some(question.clone());
        for tier in exact {
            case.policy.tiers.gap.remove(tier.key());
        }
        let Some(Outcome {
            plan: Some(plan),
            mut solved,
            ..
        }) = solver(&case, start)?
        else {
            return Ok(None);
        };
        solved.tiers.splice(0..0, kept.iter().cloned());
        let order = solve::order(self.case);
        let place = |t: &TierResult| order.iter().position(|o| o.key() == t.key);
        // The tier of a question alone has no place in the policy's order: it stays behind what was kept.
        let behind = kept.len();
        solved
            .tiers
            .sort_by_key(|t| place(t).map_or((behind, 0), |at| (at, 1)));
        Ok(Some(Found {
            plan,
            solved,
            question,
        }))
    }
}
