//! Work side by side on the cores.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Does all jobs, as many at a time as asked for (else as there are cores); whoever is free takes the next. The results
/// stand in the order of the jobs.
pub fn side_by_side<J: Sync, R: Send>(
    jobs: &[J],
    at_once: Option<u32>,
    work: impl Fn(&J) -> R + Sync,
) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = at_once.map_or(cores, |n| n as usize).min(jobs.len());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let worker = || loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(job) = jobs.get(at) else { return };
        let result = work(job);
        if let Ok(mut done) = done.lock() {
            done.push((at, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(worker);
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
