//! How far a solve goes, as options of the solver.

use super::raw;
use anyhow::{Context, Result};
use highs::Model;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What ends a solve, and how it looks for points.
#[derive(Clone)]
pub struct Limits {
    pub seconds: f64,
    /// Stop when bound and value are this close (relative).
    pub relative_gap: f64,
    /// Stop when they are this close (absolute); below 1 for whole-number tiers.
    pub absolute_gap: f64,
    /// No point is known to be below this: one that is at it ends the search.
    pub floor: f64,
    /// What is above this is not looked for, though it may come out. It says the same as a row, and lets the search leave
    /// out, from its first relaxation on, what no point below it can have: where a row left 4 nodes after a minute, this came
    /// to the end.
    pub ceiling: f64,
    /// Plans are looked for among what the relaxation rounds to. In a small problem that finds one at once; in a large one it
    /// takes most of the time, and what has no reduced cost at the root brings one sooner.
    pub rounding: bool,
    pub threads: u32,
    /// Simplex steps after which a search for whole numbers ends, wherever it is.
    pub steps: i64,
    /// Whether the first relaxation of a search is solved by the other method than its size asks for: from another vertex it
    /// goes another way, which may be a hundred times shorter or longer.
    pub turned: bool,
    /// Set from outside to end the solve with the best point so far.
    pub stop: Arc<AtomicBool>,
    /// Set where nobody waits for the answer any more.
    pub given_up: Arc<AtomicBool>,
}

impl Limits {
    /// Whether what began then has come to its end.
    pub fn reached(&self, begun: Instant) -> bool {
        self.stop.load(Ordering::Relaxed) || begun.elapsed().as_secs_f64() > self.seconds
    }

    /// Whether two solves of a problem bring the same, unless time or somebody ends them.
    pub fn reaches_as_far_as(&self, other: &Limits) -> bool {
        let numbers = |l: &Limits| [l.relative_gap, l.absolute_gap, l.floor, l.ceiling];
        let others = |l: &Limits| (l.rounding, l.threads, l.steps, l.turned);
        numbers(self) == numbers(other) && others(self) == others(other)
    }

    /// Sets the options of a model that is about to run.
    pub(super) fn apply(&self, model: &mut Model) -> Result<()> {
        let set =
            |done: std::result::Result<(), _>| done.ok().context("the solver refused an option");
        raw::restart_clock(model)?;
        set(model
            .try_set_option("threads", self.threads.max(1) as i32)
            .map_err(drop))?;
        let parallel = if self.threads > 1 { "on" } else { "off" };
        set(model.try_set_option("parallel", parallel).map_err(drop))?;
        set(model.try_set_option("random_seed", 0).map_err(drop))?;
        // Presolve's enumeration (rule 16) fixes members of a row Σx = 1 and then drops the row (ERGO-Code/HiGHS #3216, in
        // 1.13–1.16): a wrong point comes out, sometimes as a solve error. Every person is such a row.
        set(model
            .try_set_option("presolve_rule_off", 1 << 16)
            .map_err(drop))?;
        for (name, on) in [
            ("mip_heuristic_run_rens", self.rounding),
            ("mip_heuristic_run_root_reduced_cost", !self.rounding),
        ] {
            set(model.try_set_option(name, on).map_err(drop))?;
        }
        set(model
            .try_set_option("time_limit", self.seconds.max(0.01))
            .map_err(drop))?;
        set(model
            .try_set_option("mip_rel_gap", self.relative_gap)
            .map_err(drop))?;
        set(model
            .try_set_option("mip_abs_gap", self.absolute_gap)
            .map_err(drop))?;
        set(model
            .try_set_option("objective_target", self.floor + 0.5)
            .map_err(drop))?;
        // Values are whole numbers.
        set(model
            .try_set_option("objective_bound", self.ceiling + 0.5)
            .map_err(drop))?;
        set(model
            .try_set_option("mip_feasibility_tolerance", 1e-6)
            .map_err(drop))
    }
}
