//! The trade-off between two tiers: every plan that is better in one of them is worse in the other. The tiers before both
//! keep their values; then the second is allowed less and less, and the first is made as small as it then can be.

use super::beside::{Base, Found, Solver};
use crate::case::Question;
use crate::plan::result::TierResult;
use crate::solve;
use crate::terms::tier::Tier;
use anyhow::Result;

/// What is traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The earlier of the two in the policy's order.
    pub first: Tier,
    pub second: Tier,
    /// How many points there may be; where there are more, they are spread over the fall of the second tier.
    pub points: usize,
}

/// Points of a trade-off, from the least value of the first tier to the least of the second.
#[derive(Debug, Clone)]
pub struct Frontier {
    pub first: Tier,
    pub second: Tier,
    pub points: Vec<Found>,
    /// Per point: whether it is known that no other lies between it and the next.
    pub next: Vec<bool>,
    /// Ended by the second tier's least value, not by the clock.
    pub complete: bool,
}

impl Frontier {
    /// Whether both tiers of a point are proven.
    pub fn proven(&self, point: &Found) -> bool {
        point.proven(self.first) && point.proven(self.second)
    }

    /// Whether these are all points that there are.
    pub fn exact(&self) -> bool {
        self.complete && self.next.iter().all(|known| *known)
    }
}

/// Traces the trade-off. A point that cannot be found in time ends it.
///
/// # Errors
/// Our own fault.
pub fn trace(base: Base, asked: Asked, solver: &mut Solver) -> Result<Frontier> {
    let order = solve::order(base.case);
    let at = order.iter().position(|t| *t == asked.first).unwrap_or(0);
    let both = [asked.first, asked.second];
    let rest = order[at..].iter().filter(|t| !both.contains(t));
    let mut trace = Trace {
        base,
        asked,
        kept: base.before(at),
        rest: rest.copied().collect(),
        solver,
    };
    let mut found = Frontier {
        first: asked.first,
        second: asked.second,
        points: Vec::new(),
        next: Vec::new(),
        complete: false,
    };
    // The plan itself is the first point where nothing stands between the two tiers.
    let own = base.found();
    let at_once = order.get(at + 1) == Some(&asked.second) && found.proven(&own);
    let start = match at_once {
        true => Some(own),
        false => trace.point(both, None, &own)?,
    };
    if let Some(start) = start {
        found.points.push(start);
        trace.walk(&mut found)?;
        trace.fill(&mut found)?;
    }
    Ok(found)
}

struct Trace<'a, 's, 't> {
    base: Base<'a>,
    asked: Asked,
    kept: Vec<TierResult>,
    /// The tiers after the first, without the second.
    rest: Vec<Tier>,
    solver: &'s mut Solver<'t>,
}

impl Trace<'_, '_, '_> {
    /// The best plan with the tiers of `head` first and at most `most` of the second tier.
    fn point(
        &mut self,
        head: [Tier; 2],
        most: Option<i64>,
        start: &Found,
    ) -> Result<Option<Found>> {
        let question = Question {
            order: head.into_iter().chain(self.rest.iter().copied()).collect(),
            caps: most
                .map(|most| (self.asked.second, most))
                .into_iter()
                .collect(),
            ..Question::default()
        };
        let start = Some(start.plan.clone());
        self.base
            .ask(&self.kept, question, &head, start, self.solver)
    }

    /// From the first point to the end of the trade-off, in steps so large that the points will do.
    fn walk(&mut self, found: &mut Frontier) -> Result<()> {
        let Asked {
            first,
            second,
            points,
        } = self.asked;
        let start = found.points[0].clone();
        let Some(end) = self.point([second, first], None, &start)? else {
            return Ok(());
        };
        let least = end.value(second);
        let fall = (start.value(second) - least).max(1) as u64;
        let step = fall.div_ceil(points.saturating_sub(1).max(1) as u64) as i64;
        let mut at = start.value(second);
        while at > least {
            found.next.push(step == 1);
            let next = match at - step > least {
                true => self.point([first, second], Some(at - step), &end)?,
                false => Some(end.clone()),
            };
            let Some(next) = next else { return Ok(()) };
            at = next.value(second);
            found.points.push(next);
        }
        found.complete = true;
        Ok(())
    }

    /// Looks between points for others as long as there may be more of them.
    fn fill(&mut self, found: &mut Frontier) -> Result<()> {
        let Asked {
            first,
            second,
            points,
        } = self.asked;
        let mut at = 0;
        while found.points.len() < points && at + 1 < found.points.len() {
            let (here, after) = (
                found.points[at].value(second),
                found.points[at + 1].value(second),
            );
            if !found.next[at] && here - after > 1 {
                let start = found.points[at + 1].clone();
                let Some(next) = self.point([first, second], Some(here - 1), &start)? else {
                    return Ok(());
                };
                if next.value(second) > after {
                    found.points.insert(at + 1, next);
                    found.next.insert(at + 1, false);
                }
            }
            found.next[at] = true;
            at += 1;
        }
        Ok(())
    }
}
