//! How to solve: limits, method, and who is told of the progress.

use super::backend::Limits;
use super::backend::external::Program;
use crate::model::pool::Sharing;
use crate::plan::Plan;
use crate::terms::tier::Tier;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Which model is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// By size.
    #[default]
    Auto,
    /// Every person with every fitting seat, handed whole to the solver.
    Direct,
    /// The same, each tier of it whole also where that takes hours: what a benchmark compares with.
    Whole,
    /// The same, handed to another solver on the machine.
    Outside(Program),
    /// Count tiers through the turnover pool, persons last.
    Pool,
}

/// What is seen of a tier while it is solved and when it is done.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    pub tier: Tier,
    pub value: f64,
    pub bound: f64,
    pub columns: usize,
    pub elapsed: Duration,
    /// Seconds left to the limit.
    pub left: Option<f64>,
    pub done: bool,
}

/// Told of the progress of a solve.
pub type Listener<'a> = dyn FnMut(Progress) + 'a;

pub struct Options<'a> {
    pub method: Method,
    /// Seconds for the whole solve.
    pub time_limit: Option<f64>,
    /// Relative gap for the tiers that may stop at one; overrides the policy.
    pub gap: Option<f64>,
    /// A value that is known to be the least: a search ends at it.
    pub floor: f64,
    /// Whether a search rounds the relaxation.
    pub rounding: bool,
    pub threads: u32,
    /// Simplex steps that one search may take; `time_limit` depends on the machine, this does not.
    pub steps: i64,
    /// Only speeds up; never changes what is optimal.
    pub start: Option<Plan>,
    /// Set by Ctrl-C: end with the best plan so far.
    pub stop: Arc<AtomicBool>,
    pub listener: Option<Box<Listener<'a>>>,
    pub begun: Instant,
    pub many: Many,
}

/// From which sizes on a county is solved in other ways. None of them changes a value that is proven.
#[derive(Debug, Clone, Copy)]
pub struct Many {
    /// Up to this number of person × seat pairs only persons who reach the same seats share a group of the pool: at 61,000, in
    /// a county where hardly two do, that took a fifth of the time that the cuts of whole groups took.
    pub few: usize,
    /// Up to this number whole groups: at 116,000 (4,000 persons) their cuts end soon. At 720,000 (10,000 persons) they do
    /// not end, and to part all who differ makes too many columns: near ones share a group.
    pub pairs: usize,
    /// Above this number of columns relaxations are solved by methods that never come to a vertex; below it the simplex
    /// method takes moments, and its vertices decide on more persons.
    pub columns: usize,
    /// From this number of rows on an interior point method takes ever longer (16,000 rows: 1 s, 40,000: 31 s), so that
    /// a first-order method goes further, and ends where its duals come to rest.
    pub rows: usize,
    /// Above this number of open variables a minute of search on the pool found nothing; on persons above four times it.
    pub open: usize,
    /// Up to this number of open variables a row says that a tier is to be no higher than a value: that soon shows where
    /// there is nothing. Above it, such a row is slow to follow, and the search is told its ceiling instead.
    pub bounded: usize,
    /// Above this number of open variables a search over all of them does not end; the bound is told as it is.
    pub whole: usize,
}

impl Default for Many {
    fn default() -> Self {
        Many {
            few: 100_000,
            pairs: 250_000,
            columns: 5_000,
            rows: 30_000,
            open: 40_000,
            bounded: 20_000,
            whole: 200_000,
        }
    }
}

impl Many {
    /// How a county of so many person × seat pairs is grouped.
    pub fn sharing(&self, pairs: usize) -> Sharing {
        match pairs {
            n if n <= self.few => Sharing::Same,
            n if n <= self.pairs => Sharing::Whole,
            _ => Sharing::Near,
        }
    }
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            method: Method::Auto,
            time_limit: None,
            gap: None,
            floor: f64::NEG_INFINITY,
            rounding: false,
            threads: 1,
            steps: i64::MAX,
            start: None,
            stop: Arc::new(AtomicBool::new(false)),
            listener: None,
            begun: Instant::now(),
            many: Many::default(),
        }
    }
}

impl Method {
    /// The solver on the machine that is asked for; none: the one inside.
    pub fn program(self) -> Option<Program> {
        match self {
            Method::Outside(program) => Some(program),
            _ => None,
        }
    }
}

impl Options<'_> {
    /// Seconds left to the limit; infinite without one.
    pub fn left(&self) -> f64 {
        let spent = self.begun.elapsed().as_secs_f64();
        self.time_limit
            .map_or(f64::INFINITY, |limit| (limit - spent).max(0.0))
    }

    /// What a solve of whole-number tiers keeps to: all the time that is left, and no gap that leaves a unit open.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            seconds: self.left(),
            relative_gap: 0.0,
            absolute_gap: 0.999,
            floor: self.floor,
            ceiling: f64::INFINITY,
            rounding: self.rounding,
            threads: self.threads,
            steps: self.steps,
            turned: false,
            stop: self.stop.clone(),
            given_up: Arc::default(),
        }
    }

    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.left() <= 0.0
    }

    pub fn tell(&mut self, progress: Progress) {
        if let Some(listener) = &mut self.listener {
            listener(progress);
        }
    }
}
