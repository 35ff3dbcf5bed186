//! A search that is likely to come next, made on a core that has nothing else to do. What it brings depends on its problem
//! alone, and it is asked for only when that problem comes up: so a machine with one core takes the same way, only longer.

use super::backend::{Answer, Limits, Session};
use crate::model::problem::Problem;
use crate::terms::tier::Tier;
use anyhow::{Result, anyhow};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

/// Cores at work in this process, in all solves that run side by side.
static AT_WORK: AtomicUsize = AtomicUsize::new(0);

/// One core at work, as long as this lives.
pub struct Core(());

impl Core {
    /// That of a solve, whether it is free or not.
    pub fn own() -> Core {
        AT_WORK.fetch_add(1, Ordering::SeqCst);
        Core(())
    }

    /// One that is free; that of a solve is, while it `waits`.
    fn spare(waits: bool) -> Option<Core> {
        let all = thread::available_parallelism().map_or(1, usize::from) + usize::from(waits);
        let more = |at_work| (at_work < all).then_some(at_work + 1);
        let taken = AT_WORK.fetch_update(Ordering::SeqCst, Ordering::SeqCst, more);
        taken.ok().map(|_| Core(()))
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        AT_WORK.fetch_sub(1, Ordering::SeqCst);
    }
}

/// One tier of a problem, without a start.
pub struct Search {
    pub problem: Problem,
    pub tier: Tier,
    pub limits: Limits,
}

impl Search {
    fn run(&self) -> Result<Answer> {
        let mut session = Session::new(&self.problem)?;
        session.set_objective(&self.problem.objective(self.tier))?;
        session.solve(&self.limits, None, &mut |_| {})
    }

    /// Whether both bring the same, unless time or somebody ends them.
    fn is_like(&self, other: &Search) -> bool {
        self.tier == other.tier
            && self.limits.reaches_as_far_as(&other.limits)
            && self.problem == other.problem
    }
}

/// One that runs.
struct Running {
    search: Arc<Search>,
    given_up: Arc<AtomicBool>,
    thread: JoinHandle<Result<Answer>>,
    /// Free again when nobody waits for it any more: the solver takes a while to notice.
    _core: Core,
}

/// At most one search ahead of the one that is asked for.
#[derive(Default)]
pub struct Ahead {
    running: Option<Running>,
    /// Those that nobody waits for; they end as soon as the solver looks.
    given_up: Vec<JoinHandle<Result<Answer>>>,
}

impl Ahead {
    /// The answer to one search; meanwhile, where a core is free, the one that comes `next` is begun.
    pub fn solve(&mut self, search: Search, next: Option<Search>) -> Result<Answer> {
        let expected = self.running.take();
        let (expected, other) = match expected {
            Some(running) if running.search.is_like(&search) => (Some(running), None),
            other => (None, other),
        };
        if let Some(running) = other {
            running.given_up.store(true, Ordering::Relaxed);
            self.given_up.push(running.thread);
        }
        let waits = expected.is_some();
        self.running = next.and_then(|next| begin(next, waits));
        match expected {
            Some(running) => {
                let ended = running.thread.join();
                ended.map_err(|_| anyhow!("a search ahead broke down"))?
            }
            None => search.run(),
        }
    }
}

impl Drop for Ahead {
    /// Nothing of the solver runs on while the process ends.
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.given_up.store(true, Ordering::Relaxed);
            self.given_up.push(running.thread);
        }
        for thread in self.given_up.drain(..) {
            drop(thread.join());
        }
    }
}

fn begin(mut search: Search, waits: bool) -> Option<Running> {
    let core = Core::spare(waits)?;
    let given_up = Arc::new(AtomicBool::new(false));
    search.limits.given_up = given_up.clone();
    let search = Arc::new(search);
    let own = search.clone();
    Some(Running {
        search,
        given_up,
        thread: thread::spawn(move || own.run()),
        _core: core,
    })
}

#[cfg(test)]
mod tests {
    use super::super::backend::Ending;
    use super::super::options::Options;
    use super::*;
    use crate::model::problem::Constraint;

    /// Two seats at most, each person unplaced costs 1: of `persons` so many less two.
    fn search(persons: usize) -> Search {
        let mut problem = Problem::default();
        let mut seats = Vec::new();
        for _ in 0..persons {
            let seat = problem.add_variable(1.0);
            let pool = problem.add_variable(1.0);
            problem.add_cost(Tier::Unplaced, pool, 1);
            let one = Constraint::new(1.0, 1.0, vec![(seat, 1.0), (pool, 1.0)]);
            problem.constraints.push(one);
            seats.push((seat, 1.0));
        }
        problem.constraints.push(Constraint::at_most(2.0, seats));
        Search {
            problem,
            tier: Tier::Unplaced,
            limits: Options::default().limits(),
        }
    }

    #[test]
    fn every_search_has_its_own_answer_whatever_was_expected() {
        let mut ahead = Ahead::default();
        for (now, next) in [
            (3, Some(4)),
            (4, Some(5)),
            (6, Some(7)),
            (8, None),
            (7, None),
        ] {
            let answer = ahead.solve(search(now), next.map(search)).unwrap();
            assert_eq!(answer.ending, Ending::Solved);
            assert_eq!(answer.value, now as f64 - 2.0);
        }
    }

    #[test]
    fn a_search_with_other_limits_is_another() {
        let mut other = search(3);
        assert!(search(3).is_like(&other));
        other.limits.floor = 1.0;
        assert!(!search(3).is_like(&other));
        assert!(!search(3).is_like(&search(4)));
    }

    /// Whoever drops it does not wait for a search that nobody asks for.
    #[test]
    fn given_up_means_over() {
        let mut ahead = Ahead::default();
        let answer = ahead.solve(search(3), Some(search(2_000))).unwrap();
        assert_eq!(answer.value, 1.0);
        drop(ahead);
    }
}
