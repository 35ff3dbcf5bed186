//! A first-order method for large relaxations: a step is two products of the matrix with a vector, no factorisation. It
//! takes a primal and a dual point towards each other by steps of the primal-dual hybrid gradient (Chambolle & Pock, J.
//! Math. Imaging Vis. 40, 2011), each drawn back towards the last anchor (Halpern), with restarts and a weight between both
//! that balances how far they move (Lu & Yang, arXiv:2407.16144; Applegate et al., NeurIPS 2021). Where the optimum is a
//! whole number it comes to it at a steady rate; and it goes on from any point, so that new columns cost a few more steps.
//!
//! What it says is no more than a pair of points: whoever takes its duals for a bound asks a
//! [`super::dual::Certificate`].

mod scaled;

use super::dual::Certificate;
use crate::model::problem::Problem;
use scaled::Scaled;

/// Steps between looks at how near the points are, between looks at whether the bound still grows, and between looks at
/// whether to restart.
const LOOK: usize = 200;
const PAUSE: usize = 1_000;
const RESTART: usize = 20;
/// The share of what theory allows that a step goes.
const STEP: f64 = 0.998;
/// Restart where the distance has come down to this share; where it has come down to that one and rises; and where this
/// share of all steps was without any.
const ENOUGH: f64 = 0.2;
const SOME: f64 = 0.8;
const LONG: f64 = 0.36;
/// How much of the imbalance between the moves of both points the weight takes over, at once and in sum.
const AT_ONCE: f64 = 0.99;
const IN_SUM: f64 = 0.01;
/// How far the weight, which both points' units make one of about 1, goes from there: a point that hardly moves asks for
/// ever shorter steps of it, and moves less.
const FAR: f64 = 1e4;

/// Where the method stands: it goes on from here, also after columns have come in.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// Per variable and per row of the problem; short where columns or rows have come in since.
    pub point: Vec<f64>,
    duals: Vec<f64>,
    weight: Option<f64>,
    /// What the point comes to; it breaks rows by `off` in all (2-norm).
    pub value: f64,
    off: f64,
    /// The best bound on the way, and the duals that prove it.
    pub bound: f64,
    pub proof: Vec<f64>,
}

impl Place {
    /// Where it begins from a point, such as that of another objective.
    pub fn at(point: Vec<f64>) -> Place {
        Place {
            point,
            ..Place::default()
        }
    }

    /// Where it begins from a point and duals that another method has found.
    pub fn between(point: Vec<f64>, duals: Vec<f64>) -> Place {
        Place {
            duals,
            ..Place::at(point)
        }
    }
}

/// When it may end.
pub struct Goal<'a> {
    /// Distance of value and bound, and of rows from their sides, relative to their sizes.
    pub near: f64,
    /// Growth of the bound in [`PAUSE`] steps, relative to its size, that is none any more: the duals come to rest long
    /// before the point where an optimum is no whole number.
    pub still: f64,
    /// What is known to be no more than the optimum: a bound below it is not at rest, it has not come up again since
    /// columns came in.
    pub least: f64,
    pub steps: usize,
    pub stopped: &'a (dyn Fn() -> bool + Sync),
}

/// Where a walk has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Value and bound have met.
    Met,
    /// The bound grows no more.
    Still,
    /// The steps are used up, or it was stopped.
    Short,
}

/// Goes on from a place until the goal is reached, or the steps are used up; says how many it took.
pub fn go(
    problem: &Problem,
    objective: &[(u32, f64)],
    place: &mut Place,
    goal: &Goal,
) -> (usize, End) {
    let scaled = Scaled::new(problem, objective);
    let mut walk = Walk::new(&scaled, place);
    place.bound = f64::NEG_INFINITY;
    // Once within the pool of threads, for each product to be shared out without waking anybody.
    rayon::scope(|_| {
        let mut steps = 0;
        let mut before = f64::NEG_INFINITY;
        while steps < goal.steps && !(goal.stopped)() {
            for _ in 0..LOOK {
                walk.step();
            }
            steps += LOOK;
            walk.look(problem, objective, place);
            let size = 1.0 + place.value.abs() + place.bound.abs();
            if (place.value - place.bound).abs() <= goal.near * size
                && place.off <= goal.near * scaled.size
            {
                return (steps, End::Met);
            }
            if steps.is_multiple_of(PAUSE) {
                if place.bound >= goal.least && place.bound - before <= goal.still * size {
                    return (steps, End::Still);
                }
                before = place.bound;
            }
        }
        (steps, End::Short)
    })
}

/// Both points on their way, in the scaled problem.
struct Walk<'a> {
    scaled: &'a Scaled,
    x: Vec<f64>,
    y: Vec<f64>,
    /// Where the last restart was.
    anchor: (Vec<f64>, Vec<f64>),
    /// Where a step without anchor leads.
    next: (Vec<f64>, Vec<f64>),
    /// Twice the next primal point less the present one.
    ahead: Vec<f64>,
    weight: f64,
    imbalance: f64,
    /// Steps since the last restart, and in all.
    since: usize,
    total: usize,
    /// Distances at the restart and at the last look.
    first: f64,
    last: f64,
}

impl Walk<'_> {
    fn new<'a>(scaled: &'a Scaled, place: &Place) -> Walk<'a> {
        let (x, y) = scaled.enter(&place.point, &place.duals);
        Walk {
            scaled,
            anchor: (x.clone(), y.clone()),
            next: (x.clone(), y.clone()),
            ahead: x.clone(),
            x,
            y,
            weight: place.weight.unwrap_or(1.0),
            imbalance: 0.0,
            since: 0,
            total: 0,
            first: f64::INFINITY,
            last: f64::INFINITY,
        }
    }

    fn step(&mut self) {
        let (x, y) = (&self.x, &self.y);
        let far = STEP / self.weight;
        self.scaled
            .descend(x, y, far, &mut self.next.0, &mut self.ahead);
        let far = STEP * self.weight;
        self.scaled.ascend(&self.ahead, y, far, &mut self.next.1);
        self.total += 1;
        if self.since.is_multiple_of(RESTART) && self.is_time() {
            self.restart();
            return;
        }
        // Twice the step, drawn back to the anchor, ever less.
        let share = (self.since + 1) as f64 / (self.since + 2) as f64;
        draw(&mut self.x, &self.next.0, &self.anchor.0, share);
        draw(&mut self.y, &self.next.1, &self.anchor.1, share);
        self.since += 1;
    }

    /// Whether the points have come so much nearer to where no step moves them that the anchor is better here.
    fn is_time(&mut self) -> bool {
        let distance = self.distance();
        if self.since == 0 {
            self.first = distance;
            self.last = f64::INFINITY;
            return false;
        }
        let rises = distance > self.last;
        self.last = distance;
        distance <= ENOUGH * self.first
            || (distance <= SOME * self.first && rises)
            || self.since as f64 >= LONG * self.total as f64
    }

    /// How far the next step goes, in the norm in which steps never grow.
    fn distance(&self) -> f64 {
        let minus =
            |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
        let dx = minus(&self.next.0, &self.x);
        let dy = minus(&self.next.1, &self.y);
        let both = self.weight * dot(&dx, &dx) + dot(&dy, &dy) / self.weight;
        let mixed = 2.0 * STEP * dot(&dy, &self.scaled.times(&dx));
        (both - mixed).max(0.0).sqrt()
    }

    fn restart(&mut self) {
        let moved = |a: &[f64], b: &[f64]| {
            let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
            squares.sum::<f64>().sqrt()
        };
        let dx = moved(&self.next.0, &self.anchor.0);
        let dy = moved(&self.next.1, &self.anchor.1);
        if dx > 1e-12 && dy > 1e-12 {
            let more = (self.weight * dx / dy).ln();
            self.imbalance += more;
            self.weight *= (-(AT_ONCE * more + IN_SUM * self.imbalance)).exp();
            self.weight = self.weight.clamp(1.0 / FAR, FAR);
        }
        self.x.clone_from(&self.next.0);
        self.y.clone_from(&self.next.1);
        self.anchor.0.clone_from(&self.x);
        self.anchor.1.clone_from(&self.y);
        self.since = 0;
    }

    /// Says where the points are.
    fn look(&self, problem: &Problem, objective: &[(u32, f64)], place: &mut Place) {
        let (point, duals) = self.scaled.leave(&self.next.0, &self.next.1, problem);
        let found = Certificate::new(problem, objective, &duals);
        if found.bound > place.bound {
            place.bound = found.bound;
            place.proof.clone_from(&duals);
        }
        let cost = objective.iter().map(|(v, c)| c * point[*v as usize]);
        place.value = cost.sum();
        place.off = off(problem, &point);
        place.weight = Some(self.weight);
        (place.point, place.duals) = (point, duals);
    }
}

fn draw(at: &mut [f64], next: &[f64], anchor: &[f64], share: f64) {
    for ((at, next), anchor) in at.iter_mut().zip(next).zip(anchor) {
        *at = share * (2.0 * next - *at) + (1.0 - share) * anchor;
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// By how much a point breaks the rows (2-norm).
fn off(problem: &Problem, point: &[f64]) -> f64 {
    let broken = problem.constraints.iter().map(|row| {
        let sum: f64 = row.terms.iter().map(|(v, f)| f * point[*v as usize]).sum();
        (row.lower - sum).max(sum - row.upper).max(0.0)
    });
    broken.map(|b| b * b).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::problem::Constraint;
    use crate::terms::tier::Tier;

    /// Two persons and one seat; leaving a person out costs 1.
    fn problem() -> Problem {
        let mut problem = Problem::default();
        for cost in [0, 1, 0, 1] {
            let var = problem.add_variable(1.0);
            problem.add_cost(Tier::Unplaced, var, cost);
        }
        let row =
            |l, u, terms: &[u32]| Constraint::new(l, u, terms.iter().map(|v| (*v, 1.0)).collect());
        problem.constraints.push(row(1.0, 1.0, &[0, 1]));
        problem.constraints.push(row(1.0, 1.0, &[2, 3]));
        let seats = row(f64::NEG_INFINITY, 1.0, &[0, 2]);
        problem.constraints.push(seats);
        problem
    }

    fn gone(problem: &Problem, place: &mut Place, near: f64) -> (usize, End) {
        let goal = Goal {
            near,
            still: f64::NEG_INFINITY,
            least: f64::NEG_INFINITY,
            steps: 4_000,
            stopped: &|| false,
        };
        go(problem, &problem.objective(Tier::Unplaced), place, &goal)
    }

    #[test]
    fn value_and_bound_meet_at_the_optimum() {
        let mut place = Place::default();
        let (steps, end) = gone(&problem(), &mut place, 1e-9);
        assert!(end == End::Met, "after {steps} steps: {place:?}");
        assert!((place.value - 1.0).abs() < 1e-6, "{place:?}");
        assert!((place.bound - 1.0).abs() < 1e-6, "{place:?}");
    }

    #[test]
    fn it_goes_on_from_where_it_stands_when_a_column_comes_in() {
        let mut problem = problem();
        let mut place = Place::default();
        assert_eq!(gone(&problem, &mut place, 1e-9).1, End::Met);
        // A second seat for the second person.
        problem.add_column(1.0, &[(1, 1.0)]);
        assert_eq!(gone(&problem, &mut place, 1e-9).1, End::Met);
        assert!(place.value.abs() < 1e-6, "{place:?}");
        assert!((place.point[4] - 1.0).abs() < 1e-6, "{place:?}");
    }

    #[test]
    fn where_there_is_no_point_it_ends_with_its_steps() {
        let mut problem = problem();
        problem.variables[1].upper = 0.0;
        problem.variables[3].upper = 0.0;
        let gone = gone(&problem, &mut Place::default(), 1e-9);
        assert_eq!(gone, (4_000, End::Short));
    }

    /// Not only where the bound meets the value; but not while it is below what is known.
    #[test]
    fn it_ends_where_its_bound_rests() {
        let p = problem();
        let mut goal = Goal {
            near: 0.0,
            still: 1e-9,
            least: f64::NEG_INFINITY,
            steps: 10_000,
            stopped: &|| false,
        };
        let mut place = Place::default();
        let (steps, end) = go(&p, &p.objective(Tier::Unplaced), &mut place, &goal);
        assert!(end == End::Still && steps < 10_000, "{steps} {end:?}");
        assert!((place.bound - 1.0).abs() < 1e-6, "{place:?}");
        goal.least = 2.0;
        let gone = go(
            &p,
            &p.objective(Tier::Unplaced),
            &mut Place::default(),
            &goal,
        );
        assert_eq!(gone, (10_000, End::Short));
    }

    #[test]
    fn whoever_stops_it_is_heard() {
        let mut place = Place::default();
        let goal = Goal {
            near: 0.0,
            still: f64::NEG_INFINITY,
            least: f64::NEG_INFINITY,
            steps: 1_000_000_000,
            stopped: &|| true,
        };
        let p = problem();
        let gone = go(&p, &p.objective(Tier::Unplaced), &mut place, &goal);
        assert_eq!(gone, (0, End::Short));
    }
}
