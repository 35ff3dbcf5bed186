//! One tier between its bound and a value. Reduced costs leave few columns open that a plan of at most that value could
//! use: so a search on the pool soon finds one, or proves that there is none and lifts the bound. Small windows are
//! proven in a second where the search over everything took minutes.

use super::super::ahead::Search;
use super::super::backend::Limits;
use super::super::face::Face;
use super::super::options::Options;
use super::super::outside;
use super::super::tiers;
use super::super::unfold::Known;
use super::near::Ring;
use super::people::{ROOMS, sure};
use super::{Lex, SEARCH_SECONDS, quiet};
use crate::county::TeacherIx;
use crate::model::pool::Sharing;
use crate::model::problem::{Constraint, Problem};
use crate::terms::column::Act;
use anyhow::Result;
use std::collections::{HashMap, HashSet};

/// How far above its bound a tier is looked for on the pool: there are few columns, and mostly there is a plan.
pub(super) const ABOVE: i64 = 1;

/// How many times further where there was none.
pub(super) const WIDER: i64 = 4;

/// How long a window is searched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Effort {
    /// Simplex steps.
    pub(super) steps: i64,
    /// Whether from the other vertex.
    turned: bool,
}

impl Effort {
    const fn of(steps: i64) -> Effort {
        Effort {
            steps,
            turned: false,
        }
    }
}

/// Where there is another way that soon ends, where it is the way, and where there is no other.
pub(super) const BRIEF: Effort = Effort::of(20_000);
pub(super) const USUAL: Effort = Effort::of(60_000);
const PATIENT: Effort = Effort::of(250_000);

/// Points of the pool that persons cannot follow, until a window is given up.
const CUTS: usize = 4;

/// A problem without what no plan has whose next tier is no higher than a value.
struct Below {
    problem: Problem,
    /// Columns outside that none has.
    closed: Vec<bool>,
    /// The tier's own row, where that alone does not keep it so low.
    lock: Option<Constraint>,
}

/// What a search below a value has brought.
pub(super) enum Seen {
    /// A plan, kept if it is better than the one at hand.
    Plan,
    /// There is none.
    Nothing,
    /// So many columns are open that it was not tried.
    Crowded,
    Unknown,
}

impl Lex<'_> {
    /// Proves the plan at hand in the next tier, or finds better ones: on the pool, ever further above the bound, then on
    /// persons where the pool has too low a bound.
    pub(super) fn better(&mut self, face: &mut Face, options: &mut Options) -> Result<()> {
        let effort = self.patience();
        let mut above = ABOVE;
        let mut drawn = self.sharing != Sharing::Near;
        while let Some(open) = self.open_above(face.bound, options) {
            let least = face.bound + open + 1;
            let highest = face.bound + open.min(above);
            above *= WIDER;
            let then = self.open_above(highest + 1, options);
            let then = then.map(|open| (highest + 1 + open.min(above), effort));
            let mut seen = self.window(&[], (face, highest), effort, then, options)?;
            if matches!(seen, Seen::Unknown) && self.open_above(face.bound, options).is_some() {
                // On 4,000 persons one that was open after a minute was proven to be empty in 3 s so.
                let turned = Effort {
                    turned: true,
                    ..BRIEF
                };
                let highest = highest.max(face.bound);
                seen = self.window(&[], (face, highest), turned, None, options)?;
            }
            match seen {
                Seen::Plan if self.at_hand(self.rest()[0]) < Some(least) => {}
                Seen::Nothing => {}
                Seen::Unknown | Seen::Crowded if !drawn => {
                    // There may be one further above, and if not, one nearer than what there is.
                    drawn = true;
                    let until = quiet(options, f64::INFINITY);
                    self.draw_tier(std::slice::from_ref(face), 0..1, 0, &until, options)?;
                }
                _ => break,
            }
        }
        while let Some(open) = self.open_above(face.bound, options) {
            let least = face.bound + open + 1;
            match self.window_of_persons(face, least - 1, options)? {
                Seen::Plan if self.at_hand(self.rest()[0]) < Some(least) => {}
                Seen::Nothing => face.bound = least,
                _ => break,
            }
        }
        Ok(())
    }

    /// How long for a window. Where the pool's cuts end, what it does not prove soon is proven by them.
    pub(super) fn patience(&self) -> Effort {
        if self.parted() { PATIENT } else { BRIEF }
    }

    /// How many values besides a bound are open below the plan at hand; none where that is proven as far as the policy
    /// asks.
    fn open_above(&self, bound: i64, options: &Options) -> Option<i64> {
        let next = self.rest()[0];
        let least = self.at_hand(next)?;
        let gap = least - bound;
        let allowed = tiers::allowed_gap(self.case, next, options) * least as f64;
        (gap > 0 && gap as f64 > allowed && !options.stopped()).then_some(gap - 1)
    }

    /// A tier whole on the pool, no higher than a value, with the tiers of the faces before at their bounds, without asking
    /// whether groups can share their takes out; then on persons near that point, who can nearly always follow it. Where
    /// there is no such point the bound goes up; `then` is how high, and how long, it is looked for next in that case.
    pub(super) fn window(
        &mut self,
        before: &[Face],
        (face, highest): (&mut Face, i64),
        effort: Effort,
        then: Option<(i64, Effort)>,
        options: &Options,
    ) -> Result<Seen> {
        if options.stopped() {
            return Ok(Seen::Unknown);
        }
        let Some(outside) = self.opened(before, (face, highest), options) else {
            return Ok(Seen::Crowded);
        };
        outside::enter(self.outside, &mut self.problem, outside.into_iter());
        for attempt in 0..CUTS {
            // Where the tier is not the next one, others may say sooner where a plan is.
            let again = attempt > 0 && !before.is_empty();
            let steps = if again { BRIEF.steps } else { i64::MAX };
            let effort = Effort {
                steps: effort.steps.min(steps),
                ..effort
            };
            let mut below = self.below(self.problem.clone(), before, (face, highest));
            let closed = std::mem::take(&mut below.closed);
            let range = (face.bound, highest);
            let search = self.search_for(before, below, (range, effort), options);
            let next = then.and_then(|(higher, effort)| {
                let below = self.expected(before, (face, higher), options)?;
                let range = (highest + 1, higher);
                Some(self.search_for(before, below, (range, effort), options))
            });
            let answer = self.ahead.solve(&search, next)?;
            let empty = search.is_empty(&answer);
            let Search { problem, tier, .. } = &search;
            let (point, result) = match tiers::read(problem, *tier, answer, None) {
                Ok((point, result, _)) => (point, result),
                Err(_) if empty => {
                    face.bound = highest + 1;
                    return Ok(Seen::Nothing);
                }
                Err(_) => break,
            };
            face.bound = face.bound.max(search.least(result.bound));
            let room = face.room(result.value);
            if self.follow(&point, problem, &closed, (before, face, room), options)? {
                return Ok(Seen::Plan);
            }
            if empty {
                return Ok(Seen::Nothing);
            }
            let cuts = self.outside.doubt(&point);
            if cuts.is_empty() || options.stopped() {
                break;
            }
            self.problem.constraints.extend(cuts);
        }
        Ok(Seen::Unknown)
    }

    /// Begins to search whether any plan has all tiers of some faces at their bounds, while one is looked for by the tiers
    /// after them; false where too much is open for that.
    pub(super) fn challenge(&mut self, faces: &[Face], options: &Options) -> bool {
        let Some((last, before)) = faces.split_last() else {
            return false;
        };
        let next = (last, last.bound);
        let Some(columns) = self.opened(before, next, options) else {
            return false;
        };
        outside::enter(self.outside, &mut self.problem, columns.into_iter());
        let below = self.below(self.problem.clone(), before, next);
        let range = (last.bound, last.bound);
        let rival = self.search_for(before, below, (range, USUAL), options);
        self.ahead.challenge(rival);
        true
    }

    /// The search of a window from a bound to a value.
    fn search_for(
        &self,
        before: &[Face],
        below: Below,
        ((bound, highest), effort): ((i64, i64), Effort),
        options: &Options,
    ) -> Search {
        let tier = self.rest()[before.len()];
        let mut problem = below.problem;
        let many = open_variables(&problem) > options.many.bounded;
        if many {
            // What was known of it before is said better so, too. The rows after it keep their places.
            let all = problem.objective(tier);
            for row in &mut problem.constraints {
                if row.is_lock(&all) && row.upper >= highest as f64 {
                    row.terms.clear();
                }
            }
        } else {
            problem.constraints.extend(below.lock);
        }
        let brief = Options {
            floor: bound as f64,
            steps: effort.steps,
            ..quiet(options, f64::INFINITY)
        };
        Search {
            limits: Limits {
                ceiling: if many { highest as f64 } else { f64::INFINITY },
                turned: effort.turned,
                given_up: self.ahead.moot(),
                ..tiers::limits(self.case, &problem, tier, &brief)
            },
            problem,
            tier,
            highest,
        }
    }

    /// The problem of the next window, if the one before it brings nothing; none where it is too large.
    fn expected(&self, before: &[Face], next: (&Face, i64), options: &Options) -> Option<Below> {
        let outside = self.opened(before, next, options)?;
        let mut wider = self.problem.clone();
        for new in self.outside.generate(&wider, &outside) {
            wider.add_column(new.most, &new.factors);
        }
        Some(self.below(wider, before, next))
    }

    /// The columns outside that a window lets in; none where so many are open that it is not tried.
    fn opened(&self, before: &[Face], next: (&Face, i64), options: &Options) -> Option<Vec<u32>> {
        let below = self.below(self.problem.clone(), before, next);
        let outside = self.open(&below.closed);
        let all = open_variables(&below.problem) + outside.len();
        (all <= options.many.open).then_some(outside)
    }

    /// The next tier whole on persons, no higher than a value.
    fn window_of_persons(
        &mut self,
        face: &mut Face,
        highest: i64,
        options: &Options,
    ) -> Result<Seen> {
        let next = &self.rest()[..1];
        let below = self.below(self.problem.clone(), &[], (face, highest));
        let mut locks = self.locks();
        locks.push((next[0], highest));
        let known = Known {
            problem: &below.problem,
            closed: &below.closed,
            locks: &locks,
            kept: &HashMap::new(),
        };
        let room = face.room(highest);
        let Some(persons) = self.outside.unfold(&known, Some(face), room) else {
            return Ok(Seen::Unknown);
        };
        if persons.columns.len() > options.many.open {
            return Ok(Seen::Unknown);
        }
        let brief = &mut Options {
            floor: face.bound as f64,
            steps: self.patience().steps,
            ..quiet(options, f64::INFINITY)
        };
        let solved = self.afresh(&persons.problem, next, &mut sure(), brief)?;
        if let (Some(point), Some(result)) = (&solved.point, solved.tiers.first()) {
            face.bound = face.bound.max(result.bound);
            self.keep(&persons, point);
            return Ok(Seen::Plan);
        }
        Ok(match solved.infeasible {
            true => Seen::Nothing,
            false => Seen::Unknown,
        })
    }

    /// A plan on persons near a point of the pool, first over the columns that a plan of that value could use. Columns
    /// beyond them bring one whose value is higher.
    fn follow(
        &mut self,
        point: &[f64],
        problem: &Problem,
        closed: &[bool],
        (before, face, room): (&[Face], &Face, f64),
        options: &Options,
    ) -> Result<bool> {
        let mut locks = self.locks();
        let rest = self.rest();
        let held = rest.iter().zip(before);
        locks.extend(held.map(|(tier, face)| (*tier, face.bound)));
        let next = &rest[before.len()..=before.len()];
        let near = [Ring::None, Ring::School].map(|ring| self.as_in(problem, point, ring));
        let rooms = [room, room + ROOMS[1]];
        let tried = near.iter().flat_map(|near| rooms.map(|room| (near, room)));
        for (near, room) in tried {
            let known = Known {
                problem: near,
                closed,
                locks: &locks,
                kept: &HashMap::new(),
            };
            let Some(persons) = self.outside.unfold(&known, Some(face), room) else {
                return Ok(false);
            };
            let brief = &mut quiet(options, SEARCH_SECONDS);
            if let Some(point) = self.near(&persons.problem, next, &mut sure(), brief)? {
                self.keep(&persons, &point);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A problem with all tiers of some faces at their bounds, and the next no higher than a value.
    fn below(&self, problem: Problem, before: &[Face], (face, highest): (&Face, i64)) -> Below {
        let before = before.iter().map(|face| (face, face.bound));
        let (mut problem, mut closed) = self.held(problem, before);
        let mut changes = face.changes(&problem, self.outside, highest);
        let lock = changes.lock.take();
        changes.apply(&mut problem, &mut closed);
        Below {
            problem,
            closed,
            lock,
        }
    }

    /// The columns outside that are still open.
    pub(super) fn open(&self, closed: &[bool]) -> Vec<u32> {
        let all = closed.iter().zip(0..);
        let open = all.filter(|(shut, c)| !**shut && self.outside.variable(*c).is_none());
        open.map(|(_, column)| column).collect()
    }

    /// The problem with everybody of whom a point says where he is kept there, but those who compete for too few seats.
    fn as_in(&self, problem: &Problem, point: &[f64], ring: Ring) -> Problem {
        let mut near = problem.clone();
        let doubts = self.outside.doubt(point);
        let crowded = doubts.iter().flat_map(|row| &row.terms);
        let crowded = crowded.filter_map(|(var, _)| self.columns.get(*var as usize)?.person);
        let mut crowded: HashSet<_> = crowded.collect();
        if ring == Ring::School {
            let school = |t: &TeacherIx| self.case.county.teacher(*t).school;
            let schools: HashSet<_> = crowded.iter().filter_map(school).collect();
            let all = self.columns.iter().filter_map(|c| c.person);
            crowded.extend(all.filter(|t| school(t).is_some_and(|s| schools.contains(&s))));
        }
        let named = self.columns.iter().zip(point).enumerate();
        for (i, (column, x)) in named.filter(|(_, (c, _))| c.act != Act::Release) {
            let kept = column.person.is_some_and(|p| !crowded.contains(&p));
            if *x > 0.5 && kept {
                near.variables[i].lower = 1.0;
            }
        }
        near
    }
}

fn open_variables(problem: &Problem) -> usize {
    let open = problem.variables.iter().filter(|v| v.lower < v.upper);
    open.count()
}
