//! Many questions at once, each on a core of its own.

use crate::solve::{Method, Options};
use anyhow::Result;
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Answers many questions side by side on the cores, the first ones first; none for those that time did not reach.
pub fn side_by_side<Q: Sync, A: Send>(
    asked: &[Q],
    options: &Options,
    answer: impl Fn(&Q, &mut Options) -> Result<A> + Sync,
) -> Result<Vec<Option<A>>> {
    let quiet = Quiet::of(options);
    let answers = asked.iter().enumerate().par_bridge().map(|(i, question)| {
        let mut options = quiet.options();
        let found = match options.stopped() {
            true => None,
            false => Some(answer(question, &mut options)?),
        };
        Ok((i, found))
    });
    let mut answers: Vec<(usize, Option<A>)> = answers.collect::<Result<_>>()?;
    answers.sort_by_key(|(i, _)| *i);
    Ok(answers.into_iter().map(|(_, found)| found).collect())
}

/// What options say of limits, without the listener, so that threads can share it.
pub struct Quiet {
    method: Method,
    time_limit: Option<f64>,
    gap: Option<f64>,
    threads: u32,
    stop: Arc<AtomicBool>,
    begun: Instant,
}

impl Quiet {
    pub fn of(options: &Options) -> Quiet {
        Quiet {
            method: options.method,
            time_limit: options.time_limit,
            gap: options.gap,
            threads: options.threads,
            stop: options.stop.clone(),
            begun: options.begun,
        }
    }

    pub fn options(&self) -> Options<'static> {
        Options {
            method: self.method,
            time_limit: self.time_limit,
            gap: self.gap,
            threads: self.threads,
            stop: self.stop.clone(),
            begun: self.begun,
            ..Options::default()
        }
    }
}
