//! The chain of relaxations: one a tier, each with all tiers before it at their bounds. It takes seconds where the search
//! for whole numbers takes minutes, and it bounds every tier. Columns are generated as the duals ask for them.

use super::backend::{Answer, Ending, Entrant, Limits, Session};
use super::dual::Certificate;
use super::face::Face;
use super::options::{Options, Progress};
use super::outside::{self, Outside, Priced};
use crate::model::problem::Problem;
use crate::terms::tier::Tier;
use anyhow::Result;
use std::time::Instant;

/// A reduced cost below this is a real improvement, not rounding; for costs up to a hundred.
const TOLERANCE: f64 = 1e-5;
/// Steps from the vertex before, per row of the problem, after which an interior point method is faster.
const WARM: f64 = 0.6;
/// Steps from scratch, per row of the problem, after which it is.
const DUAL: f64 = 0.6;
/// Below this number of variables an interior point is found as soon.
const DUAL_FROM: usize = 30_000;
/// Relative tolerances of the first round, which looks for missing columns, and of those that bound the tier.
const NEARLY: f64 = 1e-4;
const ROUGHLY: f64 = 1e-6;
/// Rounds of column generation; far more than were ever seen.
const ROUNDS: usize = 200;

/// What the relaxations say of the tiers that are left.
pub struct Chain {
    /// Per tier that could be solved in time: what every point that reaches its bound has in common.
    pub faces: Vec<Face>,
    /// A point of the last relaxation.
    pub point: Vec<f64>,
    /// The relaxation that ended the chain has no point: no point at all where it is the first.
    pub infeasible: bool,
    /// From a vertex it was too far to the next one: an interior point method is faster from here on.
    pub rough: bool,
}

/// A problem while its relaxations are solved: the solver's copy and ours, with the locks of the tiers before.
struct Work<'a> {
    problem: &'a mut Problem,
    outside: &'a mut dyn Outside,
    locked: Problem,
    session: Session,
    closed: Vec<bool>,
    how: How,
    /// Whether the dual simplex method has had its one chance: on later tiers it never paid.
    tried: bool,
}

/// How a relaxation is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// From scratch, to a vertex.
    Afresh,
    /// From the vertex of the one before, as long as that is near.
    Warm,
    /// From scratch by the dual simplex method, as long as that takes few steps.
    Dual,
    /// By interior point, only nearly: that finds the columns that are missing.
    Nearly,
    /// By interior point, into the middle of the optimal face.
    Roughly,
}

/// How a tier's relaxation ended.
enum Ended {
    /// Its face and a point of it.
    At(Face, Vec<f64>),
    NoPoint,
    /// Out of time.
    Stopped,
}

/// What follows a relaxation.
enum Turn {
    Price,
    Again(How),
    End(Ended),
}

/// What the chain is asked for.
pub struct Asked<'a> {
    pub tiers: &'a [Tier],
    pub seconds: f64,
    /// Whether an earlier chain of the problem ended rough.
    pub rough: bool,
}

/// As many relaxations as the seconds allow, ending early after the first tier of which `enough` says so. Columns that they
/// ask for are added to `problem`; `closed` says which are in no plan any more.
pub fn relax(
    problem: &mut Problem,
    outside: &mut dyn Outside,
    closed: &[bool],
    asked: &Asked,
    enough: &mut dyn FnMut(Tier, &Face) -> bool,
    options: &mut Options,
) -> Result<Chain> {
    let started = Instant::now();
    let session = Session::new(problem)?;
    let mut work = Work {
        how: match session.is_large() {
            true if asked.rough => How::Nearly,
            true => How::Warm,
            false => How::Afresh,
        },
        session,
        locked: problem.clone(),
        problem,
        outside,
        closed: closed.to_vec(),
        tried: false,
    };
    work.enter(&work.outside.needed())?;
    let mut chain = Chain {
        faces: Vec::new(),
        point: Vec::new(),
        infeasible: false,
        rough: false,
    };
    for tier in asked.tiers {
        let begun = Instant::now();
        let left = (asked.seconds - started.elapsed().as_secs_f64()).max(0.0);
        let ended = work.tier(*tier, &chain.point, left, options)?;
        let Ended::At(face, point) = ended else {
            chain.infeasible = matches!(ended, Ended::NoPoint);
            break;
        };
        work.lock(&face)?;
        let columns = work.problem.variables.len();
        told(*tier, face.bound, columns, begun, options);
        let enough = enough(*tier, &face);
        chain.faces.push(face);
        chain.point = point;
        if enough {
            break;
        }
    }
    chain.rough = work.how == How::Nearly;
    if let Some(vertex) = work.vertex(asked.seconds - started.elapsed().as_secs_f64(), options)? {
        chain.point = vertex;
    }
    Ok(chain)
}

/// The bound is known, the value is not yet.
fn told(tier: Tier, bound: i64, columns: usize, begun: Instant, options: &mut Options) {
    let left = options.time_limit.map(|_| options.left());
    options.tell(Progress {
        tier,
        value: f64::INFINITY,
        bound: bound as f64,
        columns,
        elapsed: begun.elapsed(),
        left,
        done: false,
    });
}

impl Work<'_> {
    /// One tier to the end.
    fn tier(
        &mut self,
        tier: Tier,
        at_hand: &[f64],
        seconds: f64,
        options: &Options,
    ) -> Result<Ended> {
        let objective = self.locked.objective(tier);
        if at_zero(&objective, at_hand) {
            return Ok(Ended::At(self.zero(&objective), at_hand.to_vec()));
        }
        let scale = objective.iter().map(|(_, c)| c.abs()).fold(0.0, f64::max);
        let below = -TOLERANCE * (scale / 100.0).max(1.0);
        self.session.set_objective(&objective)?;
        let begun = Instant::now();
        let mut best: Option<Face> = None;
        let mut how = self.how;
        for _ in 0..ROUNDS {
            let left = seconds - begun.elapsed().as_secs_f64();
            let answer = self.solve(how, left, options)?;
            let in_time = left > 0.0 && !options.stopped();
            if how == How::Dual && answer.ending == Ending::Solved {
                // There is a vertex again to go on from.
                self.how = How::Warm;
            }
            match self.turn(answer.ending, how, in_time)? {
                Turn::Price => {}
                Turn::Again(next) => {
                    how = next;
                    continue;
                }
                Turn::End(ended) => return Ok(ended),
            }
            let found = Certificate::new(&self.locked, &objective, &answer.duals);
            let priced = self.price(&found);
            let enter = self.outside.choose(&priced, below as f32);
            let face = self.face(&objective, found, priced);
            let face = match best.take() {
                Some(old) if old.value >= face.value => old,
                _ => face,
            };
            let done = enter.is_empty() || face.reaches(answer.value);
            // Afresh is as exact as can be: a relaxation that is rough even then is taken with the bound it has.
            if done && (answer.ending == Ending::Solved || how == How::Afresh) {
                return Ok(self.at(&objective, face, answer.point));
            }
            best = Some(face);
            how = match how {
                How::Dual => How::Warm,
                How::Nearly => How::Roughly,
                How::Roughly if enter.is_empty() => How::Afresh,
                how => how,
            };
            self.enter(&enter)?;
        }
        Ok(Ended::Stopped)
    }

    /// What to do after a relaxation.
    fn turn(&mut self, ending: Ending, how: How, in_time: bool) -> Result<Turn> {
        Ok(match ending {
            Ending::Solved | Ending::Rough => Turn::Price,
            Ending::Infeasible if self.enter_all()? => Turn::Again(how),
            Ending::Infeasible if how != How::Afresh => Turn::Again(How::Afresh),
            Ending::Infeasible => Turn::End(Ended::NoPoint),
            Ending::Stopped if how == How::Warm && in_time => {
                // What presolve leaves may be little.
                self.how = How::Nearly;
                let large = self.locked.variables.len() > DUAL_FROM;
                let dual = large && !std::mem::replace(&mut self.tried, true);
                Turn::Again(if dual { How::Dual } else { How::Nearly })
            }
            Ending::Stopped if how == How::Dual && in_time => Turn::Again(How::Nearly),
            Ending::Stopped => Turn::End(Ended::Stopped),
        })
    }

    fn at(&self, objective: &[(u32, f64)], face: Face, point: Vec<f64>) -> Ended {
        match at_zero(objective, &point) {
            true => Ended::At(self.zero(objective), point),
            false => Ended::At(face, point),
        }
    }

    /// A vertex of what all tiers leave, if the last point is none: it decides on more persons than a point in the middle.
    fn vertex(&mut self, seconds: f64, options: &Options) -> Result<Option<Vec<f64>>> {
        if matches!(self.how, How::Warm | How::Afresh) {
            return Ok(None);
        }
        let answer = self.solve(How::Afresh, seconds, options)?;
        let solved = answer.ending == Ending::Solved;
        Ok(solved.then_some(answer.point))
    }

    /// The face of a tier that is at zero and can only add up: nothing that costs is taken.
    fn zero(&self, objective: &[(u32, f64)]) -> Face {
        let found = Certificate::new(&self.locked, objective, &[]);
        let priced = self.price(&found);
        self.face(objective, found, priced)
    }

    /// The columns outside that are still open, with their reduced costs.
    fn price(&self, found: &Certificate) -> Vec<Priced> {
        let mut priced = self.outside.price(&self.locked, &found.duals);
        priced.retain(|p| !self.closed[p.column as usize]);
        priced
    }

    fn face(&self, objective: &[(u32, f64)], found: Certificate, priced: Vec<Priced>) -> Face {
        let lasting = self.problem.constraints.len();
        Face::new(&self.locked, lasting, objective, found, priced)
    }

    fn solve(&mut self, how: How, seconds: f64, options: &Options) -> Result<Answer> {
        let limits = Limits {
            seconds: options.left().min(seconds.max(0.0)),
            ..options.limits()
        };
        match how {
            How::Afresh => self.session.relax_afresh(&limits),
            How::Warm => {
                let steps = (self.locked.constraints.len() as f64 * WARM) as usize;
                self.session.relax_warm(&limits, steps)
            }
            How::Dual => {
                let steps = (self.locked.constraints.len() as f64 * DUAL) as usize;
                self.session.relax_dual(&limits, steps)
            }
            How::Nearly => self.session.relax_roughly(&limits, NEARLY),
            How::Roughly => self.session.relax_roughly(&limits, ROUGHLY),
        }
    }

    /// All that is outside and open, because nothing less has a point; false when nothing is left.
    fn enter_all(&mut self) -> Result<bool> {
        let all = 0..self.outside.len() as u32;
        let open = |c: &u32| !self.closed[*c as usize] && self.outside.variable(*c).is_none();
        let all: Vec<u32> = all.filter(open).collect();
        self.enter(&all)?;
        Ok(!all.is_empty())
    }

    fn enter(&mut self, columns: &[u32]) -> Result<()> {
        let entered = outside::enter(self.outside, self.problem, columns.iter().copied());
        let free: Vec<Entrant> = entered
            .into_iter()
            .map(|new| {
                self.locked.add_column(new.most, &new.factors);
                Entrant {
                    cost: 0.0,
                    upper: new.most,
                    factors: new.factors,
                }
            })
            .collect();
        self.session.add_variables(&free)
    }

    /// Keeps the tier at its bound from now on.
    fn lock(&mut self, face: &Face) -> Result<()> {
        let changes = face.changes(&self.locked, self.outside, face.bound);
        changes.tell(&mut self.session)?;
        changes.apply(&mut self.locked, &mut self.closed);
        Ok(())
    }
}

/// Whether a point has nothing of a tier that can only add up.
fn at_zero(objective: &[(u32, f64)], point: &[f64]) -> bool {
    let zero = |(var, cost): &(u32, f64)| {
        let x = point.get(*var as usize).copied().unwrap_or(0.0);
        *cost >= 0.0 && cost * x < 1e-7
    };
    !point.is_empty() && objective.iter().all(zero)
}
