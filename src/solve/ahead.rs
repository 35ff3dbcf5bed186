//! A search that is likely to come next, made on a core that has nothing else to do. What it brings depends on its problem
//! alone, and it is asked for only when that problem comes up: so a machine with one core takes the same way, only longer.
//! One that comes later may end those before it, where it says that they have nothing to find: they would end without a
//! plan in any case, and it is asked for then.

use super::backend::{Answer, Ending, Limits, Session};
use super::tiers::whole_bound;
use crate::model::problem::Problem;
use crate::terms::tier::Tier;
use anyhow::{Result, anyhow};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

/// Cores at work in this process, in all solves that run side by side.
static AT_WORK: AtomicUsize = AtomicUsize::new(0);

/// One core at work, as long as this lives.
struct Core(());

impl Core {
    /// That of a solve, whether it is free or not.
    fn own() -> Core {
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
    /// What is above this is not looked for.
    pub highest: i64,
    pub limits: Limits,
}

impl Search {
    fn run(&self) -> Result<Answer> {
        let mut session = Session::new(&self.problem)?;
        session.set_objective(&self.problem.objective(self.tier))?;
        session.solve(&self.limits, None, &mut |_| {})
    }

    /// The same, and a flag is set where there is nothing to find.
    fn run_against(&self, moot: &AtomicBool) -> Result<Answer> {
        let answer = self.run()?;
        if self.is_empty(&answer) {
            moot.store(true, Ordering::Relaxed);
        }
        Ok(answer)
    }

    /// Whether an answer says that there is nothing, or nothing that was looked for. One that was ended may have come so
    /// far.
    pub fn is_empty(&self, answer: &Answer) -> bool {
        answer.ending == Ending::Infeasible || whole_bound(answer.bound) > self.highest
    }

    /// What no value is below, by an answer of this bound. A point beyond the highest may come out, and its proof says no
    /// more than that there is none up to the highest.
    pub fn least(&self, bound: i64) -> i64 {
        bound.min(self.highest.saturating_add(1))
    }

    /// Whether both bring the same, unless time or somebody ends them.
    fn is_like(&self, other: &Search) -> bool {
        (self.tier, self.highest) == (other.tier, other.highest)
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

/// The searches of one solve: at most one ahead of the one that is asked for, and one that may end it.
pub struct Ahead {
    _core: Core,
    running: Option<Running>,
    rival: Option<Running>,
    /// Set once the rival has found that there is nothing.
    moot: Arc<AtomicBool>,
    /// Those that nobody waits for; they end as soon as the solver looks.
    given_up: Vec<JoinHandle<Result<Answer>>>,
}

impl Ahead {
    pub fn new() -> Ahead {
        Ahead {
            _core: Core::own(),
            running: None,
            rival: None,
            moot: Arc::default(),
            given_up: Vec::new(),
        }
    }

    /// Begins a search, where a core is free, that is asked for after some others: where it finds that there is nothing,
    /// neither have they, and those that watch [`Ahead::moot`] end.
    pub fn challenge(&mut self, rival: Search) {
        self.withdraw();
        self.rival = begin(rival, false, &self.moot);
    }

    /// Ends the rival, where nobody will ask for it.
    pub fn withdraw(&mut self) {
        if let Some(rival) = self.rival.take() {
            self.leave(rival);
        }
        self.moot = Arc::default();
    }

    /// What ends a search that the rival makes needless.
    pub fn moot(&self) -> Arc<AtomicBool> {
        self.moot.clone()
    }

    /// Whether the rival has found that there is nothing.
    pub fn is_moot(&self) -> bool {
        self.moot.load(Ordering::Relaxed)
    }

    /// The answer to one search; meanwhile, where a core is free, the one that comes `next` is begun.
    pub fn solve(&mut self, search: &Search, next: Option<Search>) -> Result<Answer> {
        let mut expected = self.running.take_if(|r| r.search.is_like(search));
        self.give_up();
        if let Some(rival) = self.rival.take_if(|r| r.search.is_like(search)) {
            expected = Some(rival);
            self.moot = Arc::default();
        }
        self.running = next.and_then(|next| begin(next, expected.is_some(), &Arc::default()));
        match expected {
            Some(running) => {
                let ended = running.thread.join();
                ended.map_err(|_| anyhow!("a search ahead broke down"))?
            }
            None => search.run(),
        }
    }

    fn give_up(&mut self) {
        if let Some(running) = self.running.take() {
            self.leave(running);
        }
    }

    fn leave(&mut self, running: Running) {
        running.given_up.store(true, Ordering::Relaxed);
        self.given_up.push(running.thread);
    }
}

impl Drop for Ahead {
    /// Nothing of the solver runs on while the process ends.
    fn drop(&mut self) {
        self.give_up();
        self.withdraw();
        for thread in self.given_up.drain(..) {
            drop(thread.join());
        }
    }
}

/// None where no core is free; `waits` says that the solve's own is. `moot` is set where there is nothing to find.
fn begin(mut search: Search, waits: bool, moot: &Arc<AtomicBool>) -> Option<Running> {
    let core = Core::spare(waits)?;
    let given_up = Arc::new(AtomicBool::new(false));
    search.limits.given_up = given_up.clone();
    let search = Arc::new(search);
    let (own, moot) = (search.clone(), moot.clone());
    let thread = thread::Builder::new().spawn(move || own.run_against(&moot));
    Some(Running {
        search,
        given_up,
        thread: thread.ok()?,
        _core: core,
    })
}

#[cfg(test)]
mod tests {
    use super::super::options::{Method, Options};
    use super::super::{Outcome, made, solve};
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
            highest: i64::MAX,
            limits: Options::default().limits(),
        }
    }

    #[test]
    fn every_search_has_its_own_answer_whatever_was_expected() {
        let mut ahead = Ahead::new();
        for (now, next) in [
            (3, Some(4)),
            (4, Some(5)),
            (6, Some(7)),
            (8, None),
            (7, None),
        ] {
            let answer = ahead.solve(&search(now), next.map(search)).unwrap();
            assert_eq!(answer.ending, Ending::Solved);
            assert_eq!(answer.value, now as f64 - 2.0);
        }
    }

    #[test]
    fn there_is_nothing_where_the_least_is_above_the_highest() {
        for (highest, nothing) in [(1, true), (2, false)] {
            let told = Search {
                highest,
                ..search(4)
            };
            let answer = told.run().unwrap();
            let ended = Answer {
                ending: Ending::Stopped,
                ..answer.clone()
            };
            assert_eq!(told.is_empty(&answer), nothing, "{highest}");
            assert_eq!(told.is_empty(&ended), nothing, "{highest}");
        }
    }

    #[test]
    fn a_proof_beyond_the_highest_says_only_that_there_is_none_up_to_it() {
        for (highest, least) in [(1, 2), (3, 4), (5, 4)] {
            let told = Search {
                highest,
                ..search(4)
            };
            assert_eq!(told.least(4), least, "{highest}");
        }
    }

    #[test]
    fn what_is_above_the_ceiling_is_not_looked_for() {
        for (ceiling, found) in [(1.0, false), (2.0, true)] {
            let mut told = search(4);
            told.limits.ceiling = ceiling;
            let answer = told.run().unwrap();
            assert_eq!(!answer.point.is_empty(), found, "{ceiling}");
        }
    }

    /// One that is known by an answer that no search has, and whether it was given up.
    fn running(persons: usize) -> (Running, Arc<AtomicBool>) {
        let answer = Answer {
            value: -1.0,
            ..search(3).run().unwrap()
        };
        let given_up = Arc::new(AtomicBool::new(false));
        let running = Running {
            search: Arc::new(search(persons)),
            given_up: given_up.clone(),
            thread: thread::spawn(|| Ok(answer)),
            _core: Core::own(),
        };
        (running, given_up)
    }

    #[test]
    fn what_runs_already_is_waited_for() {
        let mut ahead = Ahead::new();
        let (expected, given_up) = running(3);
        ahead.running = Some(expected);
        assert_eq!(ahead.solve(&search(3), None).unwrap().value, -1.0);
        assert!(!given_up.load(Ordering::Relaxed));
    }

    #[test]
    fn what_nobody_asks_for_is_given_up() {
        let mut ahead = Ahead::new();
        let (other, given_up) = running(4);
        ahead.running = Some(other);
        assert_eq!(ahead.solve(&search(3), None).unwrap().value, 1.0);
        assert!(given_up.load(Ordering::Relaxed));
        let (last, given_up) = running(3);
        ahead.running = Some(last);
        drop(ahead);
        assert!(given_up.load(Ordering::Relaxed));
    }

    #[test]
    fn only_a_rival_without_any_plan_makes_the_others_moot() {
        let mut impossible = search(3);
        let seats = impossible.problem.constraints.pop().unwrap().terms;
        let more = Constraint::new(5.0, f64::INFINITY, seats);
        impossible.problem.constraints.push(more);
        for (rival, none) in [(impossible, true), (search(3), false)] {
            let moot = AtomicBool::new(false);
            rival.run_against(&moot).unwrap();
            assert_eq!(moot.load(Ordering::Relaxed), none);
            let mut ahead = Ahead::new();
            ahead.challenge(rival);
            // Other tests may have all cores.
            if let Some(running) = ahead.rival.take() {
                running.thread.join().unwrap().unwrap();
                assert_eq!(ahead.is_moot(), none);
            }
            ahead.withdraw();
            assert!(!ahead.is_moot());
        }
    }

    /// Pairs that share one of an odd number of seats in a ring: no relaxation decides it.
    #[test]
    fn a_search_that_is_moot_ends_without_an_answer() {
        let mut problem = Problem::default();
        let seats: Vec<u32> = (0..41).map(|_| problem.add_variable(1.0)).collect();
        for (i, seat) in seats.iter().enumerate() {
            problem.add_cost(Tier::Unplaced, *seat, 1);
            for step in [1, 2, 5, 11] {
                let pair = vec![(*seat, 1.0), (seats[(i + step) % seats.len()], 1.0)];
                let row = Constraint::new(1.0, f64::INFINITY, pair);
                problem.constraints.push(row);
            }
        }
        let mut ring = Search {
            problem,
            ..search(3)
        };
        assert_eq!(ring.run().unwrap().ending, Ending::Solved);
        let ahead = Ahead::new();
        ahead.moot.store(true, Ordering::Relaxed);
        ring.limits.given_up = ahead.moot();
        assert_eq!(ring.run().unwrap().ending, Ending::Stopped);
    }

    #[test]
    fn a_rival_is_asked_for_once_and_outlives_the_others() {
        let mut ahead = Ahead::new();
        let (rival, given_up) = running(3);
        ahead.rival = Some(rival);
        ahead.moot.store(true, Ordering::Relaxed);
        assert_eq!(ahead.solve(&search(4), None).unwrap().value, 2.0);
        assert!(!given_up.load(Ordering::Relaxed));
        assert_eq!(ahead.solve(&search(3), None).unwrap().value, -1.0);
        assert!(!ahead.is_moot());
        assert_eq!(ahead.solve(&search(3), None).unwrap().value, 1.0);
        let (rival, given_up) = running(3);
        ahead.rival = Some(rival);
        ahead.withdraw();
        assert!(given_up.load(Ordering::Relaxed));
    }

    #[test]
    fn the_plan_is_the_same_with_a_core_to_spare_and_without() {
        let case = made::case();
        let solved = |method| {
            let mut options = Options {
                method,
                gap: Some(0.0),
                ..Options::default()
            };
            solve(&case, &mut options).unwrap()
        };
        let values = |outcome: &Outcome| -> Vec<(String, i64)> {
            let tiers = outcome.solved.tiers.iter();
            tiers.map(|t| (t.key.clone(), t.value)).collect()
        };
        let one = solved(Method::Pool);
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let busy: Vec<Core> = (0..=cores).map(|_| Core::own()).collect();
        let other = solved(Method::Pool);
        drop(busy);
        assert!(one.plan.is_some() && one.plan == other.plan);
        assert_eq!(values(&one), values(&solved(Method::Direct)));
    }

    #[test]
    fn a_search_with_other_limits_is_another() {
        let mut other = search(3);
        assert!(search(3).is_like(&other));
        other.limits.floor = 1.0;
        assert!(!search(3).is_like(&other));
        assert!(!search(3).is_like(&search(4)));
    }
}
