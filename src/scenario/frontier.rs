//! The trade-off between two tiers: every plan that is better in one of them is worse in the other. The tiers before both
//! keep their values; then the second is allowed less and less, and the first is made as small as it then can be.

use super::beside::{Base, Found, Solver};
use crate::case::Question;
use crate::solve;
use crate::terms::tier::Tier;
use anyhow::Result;

/// What is traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The earlier of the two in the policy's order.
    pub first: Tier,
    pub second: Tier,
    /// How many points there may be; where there are more, the second tier falls by equal steps.
    pub points: usize,
}

/// Points of a trade-off, from the least value of the first tier to the least of the second.
#[derive(Debug, Clone)]
pub struct Frontier {
    pub first: Tier,
    pub second: Tier,
    /// By how much the second tier falls at least from point to point; 1: no point is left out.
    pub step: i64,
    pub points: Vec<Found>,
    /// Ended by the second tier's least value, not by the clock.
    pub complete: bool,
}

impl Frontier {
    /// Whether the tiers stand against each other at all.
    pub fn is_trade_off(&self) -> bool {
        self.points.len() > 1 || !self.complete
    }

    /// Whether both tiers of a point are proven.
    pub fn proven(&self, point: &Found) -> bool {
        point.proven(self.first) && point.proven(self.second)
    }
}

/// Traces the trade-off. A point that cannot be found in time ends it.
///
/// # Errors
/// Our own fault.
pub fn trace(base: Base, asked: Asked, solver: &mut Solver) -> Result<Frontier> {
    let Asked { first, second, .. } = asked;
    let order = solve::order(base.case);
    let at = order.iter().position(|t| *t == first).unwrap_or(0);
    let rest = order[at..].iter().filter(|t| ![first, second].contains(t));
    let rest: Vec<Tier> = rest.copied().collect();
    let kept = base.before(at);
    let mut point = |head: [Tier; 2], most: Option<i64>, start: &Found| {
        let question = Question {
            order: head.into_iter().chain(rest.iter().copied()).collect(),
            caps: most.map(|most| (second, most)).into_iter().collect(),
            ..Question::default()
        };
        let start = Some(start.plan.clone());
        base.ask(&kept, question, &head, start, solver)
    };
    let mut found = Frontier {
        first,
        second,
        step: 1,
        points: Vec::new(),
        complete: false,
    };
    // The plan itself is the first point where nothing stands between the two tiers.
    let own = base.found();
    let first_point = order.get(at + 1) == Some(&second) && own.proven(first) && own.proven(second);
    let start = match first_point {
        true => Some(own),
        false => point([first, second], None, &own)?,
    };
    let Some(start) = start else {
        return Ok(found);
    };
    found.points.push(start.clone());
    let Some(end) = point([second, first], None, &start)? else {
        return Ok(found);
    };
    let fall = start.value(second) - end.value(second);
    let steps = asked.points.saturating_sub(1).max(1) as i64;
    found.step = (fall.max(1) as u64).div_ceil(steps as u64) as i64;
    let mut most = start.value(second) - found.step;
    while most > end.value(second) {
        let Some(next) = point([first, second], Some(most), &end)? else {
            return Ok(found);
        };
        most = next.value(second) - found.step;
        found.points.push(next);
    }
    let last = found.points.last().map(|p| p.value(second));
    if last.is_some_and(|last| last > end.value(second)) {
        found.points.push(end);
    }
    found.complete = true;
    Ok(found)
}
