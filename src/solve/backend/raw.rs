//! The one place that reaches the solver's C interface: what neither good_lp nor its Rust binding offers.
//! Each function is a thin, checked call; pointers never leave it.
#![allow(unsafe_code)]

use super::{Entrant, Limits, Sight};
use anyhow::{Context, Result, ensure};
use highs::{HighsModelStatus, HighsSolutionStatus, Model};
use highs_sys as c;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::atomic::{AtomicBool, Ordering};

/// Status words below this one are errors; 0 is fine, 1 a warning.
fn check(status: c_int, what: &'static str) -> Result<()> {
    ensure!(status >= 0, "the solver failed: {what}");
    Ok(())
}

fn int(n: usize) -> Result<c_int> {
    c_int::try_from(n).context("the model is too large for the solver")
}

pub fn version() -> String {
    // SAFETY: returns a pointer to a constant, NUL-terminated string.
    let text = unsafe { CStr::from_ptr(c::Highs_version()) };
    text.to_string_lossy().into_owned()
}

pub fn set_costs(model: &mut Model, costs: &[f64]) -> Result<()> {
    if costs.is_empty() {
        return Ok(());
    }
    let last = int(costs.len() - 1)?;
    // SAFETY: the range 0..=last has exactly the length of `costs`, which HiGHS copies.
    let status =
        unsafe { c::Highs_changeColsCostByRange(model.as_mut_ptr(), 0, last, costs.as_ptr()) };
    check(status, "set costs")
}

pub fn add_row(model: &mut Model, terms: &[(u32, f64)], lower: f64, upper: f64) -> Result<()> {
    let (index, value) = split(terms)?;
    let count = int(index.len())?;
    // SAFETY: both arrays have `count` entries and are copied.
    let status = unsafe {
        c::Highs_addRow(
            model.as_mut_ptr(),
            lower,
            upper,
            count,
            index.as_ptr(),
            value.as_ptr(),
        )
    };
    check(status, "add a row")
}

pub fn set_row_bounds(model: &mut Model, row: usize, lower: f64, upper: f64) -> Result<()> {
    let row = int(row)?;
    // SAFETY: plain values; HiGHS checks the row's position.
    let status = unsafe { c::Highs_changeRowBounds(model.as_mut_ptr(), row, lower, upper) };
    check(status, "change a row")
}

pub fn add_variables(model: &mut Model, entrants: &[Entrant]) -> Result<()> {
    if entrants.is_empty() {
        return Ok(());
    }
    let first = int(model.num_cols())?;
    let last = int(model.num_cols() + entrants.len() - 1)?;
    let count = int(entrants.len())?;
    let costs: Vec<f64> = entrants.iter().map(|e| e.cost).collect();
    let lowers = vec![0.0; entrants.len()];
    let uppers: Vec<f64> = entrants.iter().map(|e| e.upper).collect();
    let terms: Vec<(u32, f64)> = entrants.iter().flat_map(|e| e.factors.clone()).collect();
    let (index, value) = split(&terms)?;
    let mut starts = Vec::with_capacity(entrants.len());
    let mut start = 0;
    for entrant in entrants {
        starts.push(int(start)?);
        start += entrant.factors.len();
    }
    let integer = vec![c::kHighsVarTypeInteger; entrants.len()];
    let nonzeros = int(terms.len())?;
    // SAFETY: `costs`, `lowers`, `uppers`, `starts` and `integer` have `count` entries, `index` and `value` have
    // `nonzeros`, and all are copied; the columns changed after are those just added.
    let status = unsafe {
        let added = c::Highs_addCols(
            model.as_mut_ptr(),
            count,
            costs.as_ptr(),
            lowers.as_ptr(),
            uppers.as_ptr(),
            nonzeros,
            starts.as_ptr(),
            index.as_ptr(),
            value.as_ptr(),
        );
        added.min(c::Highs_changeColsIntegralityByRange(
            model.as_mut_ptr(),
            first,
            last,
            integer.as_ptr(),
        ))
    };
    check(status, "add columns")
}

pub fn set_variable_bounds(model: &mut Model, var: u32, lower: f64, upper: f64) -> Result<()> {
    let var = int(var as usize)?;
    // SAFETY: plain values; HiGHS checks the column's position.
    let status = unsafe { c::Highs_changeColBounds(model.as_mut_ptr(), var, lower, upper) };
    check(status, "change a column")
}

/// Solves as a relaxation when `on` is false; the columns keep their integrality.
pub fn set_integrality(model: &mut Model, on: bool) -> Result<()> {
    model
        .try_set_option("solve_relaxation", !on)
        .ok()
        .context("the solver refused an option")
}

/// Which algorithm solves relaxations.
pub fn set_method(model: &mut Model, name: &str) -> Result<()> {
    model
        .try_set_option("solver", name)
        .ok()
        .context("the solver refused an option")
}

/// Which algorithm solves the first relaxation of a search for whole numbers.
pub fn set_root_method(model: &mut Model, name: &str) -> Result<()> {
    model
        .try_set_option("mip_lp_solver", name)
        .ok()
        .context("the solver refused an option")
}

/// Whether an interior point method goes on to a vertex.
pub fn set_crossover(model: &mut Model, on: bool) -> Result<()> {
    model
        .try_set_option("run_crossover", if on { "on" } else { "off" })
        .ok()
        .context("the solver refused an option")
}

/// How near an interior point method comes.
pub fn set_tolerance(model: &mut Model, tolerance: f64) -> Result<()> {
    model
        .try_set_option("ipm_optimality_tolerance", tolerance)
        .ok()
        .context("the solver refused an option")
}

/// Steps that the simplex method may take, also to mend what a crossover has left.
pub fn set_steps(model: &mut Model, steps: Option<usize>) -> Result<()> {
    let steps = steps.map_or(i32::MAX, |n| i32::try_from(n).unwrap_or(i32::MAX));
    model
        .try_set_option("simplex_iteration_limit", steps)
        .ok()
        .context("the solver refused an option")
}

/// Sets up the solver's threads on this thread, as every run does.
pub fn wake(limits: &Limits) -> Result<()> {
    let mut nothing = highs::ColProblem::new();
    nothing.add_column(0.0, 0..=1, std::iter::empty::<(highs::Row, f64)>());
    let mut nothing = nothing.optimise(highs::Sense::Minimise);
    limits.apply(&mut nothing)?;
    // SAFETY: takes the model only.
    check(unsafe { c::Highs_run(nothing.as_mut_ptr()) }, "run")
}

/// A vertex near a point of the relaxation, by its reduced costs and the duals of its rows: an interior point method's last
/// step without those before it. The columns are no whole numbers afterwards.
pub fn cross_over(model: &mut Model, point: &[f64], reduced: &[f64], duals: &[f64]) -> Result<()> {
    let at = model.as_mut_ptr();
    let (columns, rows) = (int(point.len())?, int(duals.len())?);
    // SAFETY: arrays of the model's own numbers of columns and rows, which HiGHS compares with its own.
    let status = unsafe {
        check(c::Highs_clearIntegrality(at), "forget whole numbers")?;
        let (point, reduced, duals) = (point.as_ptr(), reduced.as_ptr(), duals.as_ptr());
        c::Highs_crossover(at, columns, rows, point, reduced, duals)
    };
    check(status, "cross over")
}

/// HiGHS counts its time limit from the first run of a model: start anew.
pub fn restart_clock(model: &mut Model) -> Result<()> {
    // SAFETY: takes the model only.
    let status = unsafe { c::Highs_zeroAllClocks(model.as_mut_ptr()) };
    check(status, "reset the clock")
}

/// Forgets the last solution and basis; without this the solver starts from them unasked.
pub fn forget(model: &mut Model) -> Result<()> {
    // SAFETY: takes the model only.
    let status = unsafe { c::Highs_clearSolver(model.as_mut_ptr()) };
    check(status, "clear")
}

fn split(terms: &[(u32, f64)]) -> Result<(Vec<c_int>, Vec<f64>)> {
    let index = terms
        .iter()
        .map(|(i, _)| int(*i as usize))
        .collect::<Result<_>>()?;
    Ok((index, terms.iter().map(|(_, v)| *v).collect()))
}

/// What the callback sees while the solver runs.
struct Watcher<'a> {
    stop: [&'a AtomicBool; 2],
    /// Simplex steps of a search after which it ends: unlike seconds, they are the same on every machine.
    steps: i64,
    watch: &'a mut dyn FnMut(Sight),
}

const KINDS: [c_int; 4] = [
    c::kHighsCallbackSimplexInterrupt,
    c::kHighsCallbackIpmInterrupt,
    c::kHighsCallbackMipLogging,
    c::kHighsCallbackMipInterrupt,
];

/// Runs the solver; `watch` is told value and bound now and then, and `stop` ends the run early. False: it ended in an
/// error of its own. The Rust binding would drop the model then, and nobody could ask again.
pub fn watched(model: &mut Model, limits: &Limits, watch: &mut dyn FnMut(Sight)) -> Result<bool> {
    let mut watcher = Watcher {
        stop: [&limits.stop, &limits.given_up],
        steps: limits.steps,
        watch,
    };
    let data = (&raw mut watcher).cast::<c_void>();
    // SAFETY: `watcher` outlives the run below, the solver calls back on this thread's run only, and the callback
    // is taken away before `watcher` ends.
    unsafe {
        check(
            c::Highs_setCallback(model.as_mut_ptr(), Some(called), data),
            "set a callback",
        )?;
        for kind in KINDS {
            check(
                c::Highs_startCallback(model.as_mut_ptr(), kind),
                "start a callback",
            )?;
        }
    }
    // SAFETY: as above.
    let status = unsafe { c::Highs_run(model.as_mut_ptr()) };
    // SAFETY: as above.
    unsafe {
        for kind in KINDS {
            check(
                c::Highs_stopCallback(model.as_mut_ptr(), kind),
                "stop a callback",
            )?;
        }
    }
    Ok(status >= 0)
}

/// What a run has left in the model.
pub struct Outcome {
    pub status: HighsModelStatus,
    /// Whether the columns are a point.
    pub found: bool,
    pub value: f64,
    /// The bound of a search for whole numbers.
    pub bound: f64,
    pub columns: Vec<f64>,
    pub duals: Vec<f64>,
}

pub fn outcome(model: &Model) -> Result<Outcome> {
    let (cols, rows) = (model.num_cols(), model.num_rows());
    let (mut columns, mut reduced) = (vec![0.0; cols], vec![0.0; cols]);
    let (mut sums, mut duals) = (vec![0.0; rows], vec![0.0; rows]);
    let (mut bound, mut found) = (f64::NEG_INFINITY, 0);
    let at = model.as_ptr();
    // SAFETY: the functions read the model, and write arrays of its own numbers of columns and rows, and one number each.
    let (status, value) = unsafe {
        // Without a point it says so and writes nothing.
        c::Highs_getSolution(
            at,
            columns.as_mut_ptr(),
            reduced.as_mut_ptr(),
            sums.as_mut_ptr(),
            duals.as_mut_ptr(),
        );
        c::Highs_getDoubleInfoValue(at, c"mip_dual_bound".as_ptr(), &raw mut bound);
        check(
            c::Highs_getIntInfoValue(at, c"primal_solution_status".as_ptr(), &raw mut found),
            "read the status of the point",
        )?;
        (c::Highs_getModelStatus(at), c::Highs_getObjectiveValue(at))
    };
    Ok(Outcome {
        status: HighsModelStatus::try_from(status)
            .ok()
            .context("the solver ended with an unknown status")?,
        found: HighsSolutionStatus::try_from(found).ok() == Some(HighsSolutionStatus::Feasible),
        value,
        bound,
        columns,
        duals,
    })
}

/// Whether the model is simplified before it is solved.
pub fn set_presolve(model: &mut Model, on: bool) -> Result<()> {
    model
        .try_set_option("presolve", if on { "choose" } else { "off" })
        .ok()
        .context("the solver refused an option")
}

/// # Safety
/// HiGHS hands over pointers that are valid during the call; `user` is the [`Watcher`] set in [`watched`].
unsafe extern "C" fn called(
    kind: c_int,
    _message: *const c_char,
    out: *const c::HighsCallbackDataOut,
    input: *mut c::HighsCallbackDataIn,
    user: *mut c_void,
) {
    // SAFETY: see above; null pointers are left alone.
    unsafe {
        let Some(watcher) = user.cast::<Watcher>().as_mut() else {
            return;
        };
        if kind == c::kHighsCallbackMipLogging {
            if let Some(out) = out.as_ref() {
                (watcher.watch)(Sight {
                    value: out.mip_primal_bound,
                    bound: out.mip_dual_bound,
                });
            }
        } else if let Some(input) = input.as_mut() {
            let searched = kind == c::kHighsCallbackMipInterrupt
                && out
                    .as_ref()
                    .is_some_and(|o| o.mip_total_lp_iterations > watcher.steps);
            let stopped = watcher.stop.iter().any(|s| s.load(Ordering::Relaxed));
            if searched || stopped {
                input.user_interrupt = 1;
            }
        }
    }
}
