//! The chain of relaxations: one a tier, each with all tiers before it at their bounds. It takes seconds where the search
//! for whole numbers takes minutes, and it bounds every tier. Columns are generated as the duals ask for them.

mod how;

use super::backend::{Answer, Ending, Entrant, Limits, Session};
use super::dual::Certificate;
use super::face::Face;
use super::options::{Options, Progress};
use super::outside::{self, Outside, Priced};
use super::steps::{self, End, Goal, Place};
use crate::model::problem::Problem;
use crate::terms::tier::Tier;
use anyhow::Result;
use how::{CLOSE, COARSE, FINE, How, MENDED, NEARLY, ROUGHLY};
use std::time::Instant;

/// Growth of its bound that is none: while columns are missing, and for what bounds the tier.
const RISES: f64 = 1e-5;
const RESTS: f64 = 1e-6;
/// Steps after which a first-order method has met a tier that is too hard for it, and those after it will be. With 14,000
/// rows the others take 200 to 2,500; a relaxation that comes to no whole number took 50,000.
const STEPS: usize = 3_000;
/// The same where an interior point method takes long.
const STEPS_OF_HUGE: usize = 20_000;
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
    /// A first-order method got no further: an interior point method is faster from here on.
    pub hard: bool,
}

/// A problem while its relaxations are solved: the solver's copy and ours, with the locks of the tiers before.
struct Work<'a> {
    problem: &'a mut Problem,
    outside: &'a mut dyn Outside,
    locked: Problem,
    session: Session,
    closed: Vec<bool>,
    how: How,
    huge: bool,
    /// Where a first-order method stands in the tier, and the steps it has taken.
    place: Place,
    steps: usize,
    /// The last one that a relaxation was solved for.
    objective: Vec<(u32, f64)>,
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
    /// Tiers before them that are to be at their bounds.
    pub before: &'a [Face],
    pub seconds: f64,
    /// Whether an earlier chain of the problem met a tier that is hard for a first-order method.
    pub hard: bool,
    /// Whether the last point is to be a vertex.
    pub vertex: bool,
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
    let large = problem.variables.len() > options.many.columns;
    let huge = problem.constraints.len() >= options.many.rows;
    let mut work = Work {
        how: match large {
            true if asked.hard => How::Nearly,
            true => How::Coarsely,
            false => How::Exactly,
        },
        huge,
        session,
        locked: problem.clone(),
        problem,
        outside,
        closed: closed.to_vec(),
        place: Place::default(),
        steps: 0,
        objective: Vec::new(),
    };
    work.enter(&work.outside.needed())?;
    for face in asked.before {
        work.lock(face)?;
    }
    let mut chain = Chain {
        faces: Vec::new(),
        point: Vec::new(),
        infeasible: false,
        hard: false,
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
    chain.hard = work.how == How::Nearly;
    let left = asked.seconds - started.elapsed().as_secs_f64();
    if asked.vertex
        && let Some(vertex) = work.vertex(left, options)?
    {
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
        self.session.set_objective(&objective)?;
        self.objective = objective.clone();
        let begun = Instant::now();
        let mut best: Option<Face> = None;
        let mut how = self.how;
        // The point of the tier before is one of this tier; its duals say nothing.
        self.place = Place::at(std::mem::take(&mut self.place.point));
        self.steps = 0;
        for _ in 0..ROUNDS {
            let left = seconds - begun.elapsed().as_secs_f64();
            let least = best.as_ref().map_or(f64::NEG_INFINITY, |f| f.value);
            let answer = self.solve(how, (&objective, least), left, options)?;
            let in_time = left > 0.0 && !options.stopped();
            match self.turn(answer.ending, how, in_time)? {
                Turn::Price => {}
                Turn::Again(next) => {
                    how = next;
                    continue;
                }
                Turn::End(ended) => return Ok(ended),
            }
            if answer.ending == Ending::Solved && at_zero(&objective, &answer.point) {
                return Ok(Ended::At(self.zero(&objective), answer.point));
            }
            let found = Certificate::new(&self.locked, &objective, &answer.duals);
            let priced = self.price(&found);
            let below = -how.slip() * (scale / 100.0).max(1.0);
            let enter = self.outside.choose(&priced, below as f32);
            let face = self.face(&objective, found, priced);
            let face = match best.take() {
                Some(old) if old.value >= face.value => old,
                _ => face,
            };
            let done = enter.is_empty() || face.reaches(answer.value);
            // Exactly is as exact as can be: a relaxation that is rough even then is taken with the bound it has.
            let last = !matches!(how, How::Coarsely | How::Closely);
            let exact = answer.ending == Ending::Solved && last;
            let settled = how == How::Nearly && enter.is_empty() && face.settles(answer.value);
            if settled || done && (exact || how == How::Exactly) {
                return Ok(Ended::At(face, answer.point));
            }
            best = Some(face);
            how = self.next(how, answer, enter.len());
            self.enter(&enter)?;
        }
        Ok(Ended::Stopped)
    }

    /// The next round's method, after some columns came in.
    fn next(&mut self, how: How, answer: Answer, entered: usize) -> How {
        match answer.ending {
            Ending::Stopped => How::Roughly,
            Ending::Solved if how == How::Roughly && (1..=MENDED).contains(&entered) => {
                self.place = Place::between(answer.point, answer.duals);
                self.steps = 0;
                How::Mending
            }
            _ => how.then(entered, self.problem.variables.len(), self.huge),
        }
    }

    /// What to do after a relaxation.
    fn turn(&mut self, ending: Ending, how: How, in_time: bool) -> Result<Turn> {
        Ok(match ending {
            Ending::Solved | Ending::Rough => Turn::Price,
            Ending::Infeasible if self.enter_all()? => Turn::Again(how),
            Ending::Infeasible if how != How::Exactly => Turn::Again(How::Exactly),
            Ending::Infeasible => Turn::End(Ended::NoPoint),
            Ending::Stopped if in_time && how.is_first_order() => {
                // Its duals are good for finding columns.
                self.how = How::Nearly;
                Turn::Price
            }
            Ending::Stopped => Turn::End(Ended::Stopped),
        })
    }

    /// A vertex of what all tiers leave, if the last point is none: it decides on more persons than a point in the middle.
    fn vertex(&mut self, seconds: f64, options: &Options) -> Result<Option<Vec<f64>>> {
        if self.how == How::Exactly {
            return Ok(None);
        }
        let limits = self.limits(seconds, options);
        if self.how == How::Coarsely && self.place.point.len() == self.locked.variables.len() {
            let (point, duals) = (&self.place.point, &self.place.proof);
            let found = Certificate::new(&self.locked, &self.objective, duals);
            let answer = self.session.cross_over(point, &found, &limits)?;
            return Ok((!answer.point.is_empty()).then_some(answer.point));
        }
        let answer = self.session.relax_to_vertex(&limits)?;
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

    /// By a first-order method, from where it stands.
    fn go(
        &mut self,
        objective: &[(u32, f64)],
        (near, still, least): (f64, f64, f64),
        limits: &Limits,
    ) -> Answer {
        let begun = Instant::now();
        let (steps, still) = match self.huge {
            true => (STEPS_OF_HUGE, still),
            false => (STEPS, f64::NEG_INFINITY),
        };
        let goal = Goal {
            near,
            still,
            least,
            steps: steps - self.steps.min(steps),
            stopped: &|| limits.reached(begun),
        };
        let (steps, end) = steps::go(&self.locked, objective, &mut self.place, &goal);
        self.steps += steps;
        let place = &self.place;
        Answer {
            ending: match end {
                End::Met | End::Still => Ending::Solved,
                End::Short => Ending::Stopped,
            },
            point: place.point.clone(),
            // A point that still moves says little.
            value: match end {
                End::Met => place.value,
                _ => place.bound,
            },
            bound: place.bound,
            duals: place.proof.clone(),
        }
    }

    fn solve(
        &mut self,
        how: How,
        (objective, least): (&[(u32, f64)], f64),
        seconds: f64,
        options: &Options,
    ) -> Result<Answer> {
        let limits = self.limits(seconds, options);
        let session = &mut self.session;
        match how {
            How::Exactly => session.relax_afresh(&limits),
            How::Coarsely => Ok(self.go(objective, (COARSE, 0.0, least), &limits)),
            How::Closely => Ok(self.go(objective, (CLOSE, RISES, least), &limits)),
            How::Finely => Ok(self.go(objective, (FINE, RESTS, least), &limits)),
            How::Nearly => session.relax_roughly(&limits, NEARLY),
            How::Roughly => session.relax_roughly(&limits, ROUGHLY),
            How::Mending => Ok(self.go(objective, (ROUGHLY, RESTS, least), &limits)),
        }
    }

    fn limits(&self, seconds: f64, options: &Options) -> Limits {
        Limits {
            seconds: options.left().min(seconds.max(0.0)),
            ..options.limits()
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

#[cfg(test)]
mod tests {
    use super::super::made;
    use super::super::options::Many;
    use super::super::pool::split;
    use super::super::tiers;
    use super::*;

    /// The bounds of a made-up county by the methods of large ones, interior point and its mending by steps, and by vertices.
    #[test]
    fn the_methods_of_large_problems_bring_the_bounds_of_vertices() {
        let case = made::case();
        let counted = split(&tiers::order(&case)).0;
        let asked = Asked {
            tiers: &counted,
            before: &[],
            seconds: f64::INFINITY,
            hard: true,
            vertex: false,
        };
        let bounds = |columns: usize| -> Vec<(i64, bool)> {
            let mut options = Options {
                many: Many {
                    columns,
                    ..Many::default()
                },
                ..Options::default()
            };
            made::with_pool(&case, |takes, problem| {
                let closed = vec![false; takes.len()];
                let enough = &mut |_, _: &Face| false;
                let chain = relax(problem, takes, &closed, &asked, enough, &mut options);
                let faces = chain.unwrap().faces;
                faces.iter().map(|f| (f.bound, f.is_whole())).collect()
            })
        };
        let exact = bounds(usize::MAX);
        assert_eq!(exact.len(), counted.len());
        assert_eq!(bounds(0), exact);
    }
}
