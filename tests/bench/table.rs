//! The figures in Markdown, as the README shows them.

use super::run::{Run, Tier};
use std::process::ExitCode;

pub fn head() {
    println!(
        "| schools | persons | method | load s | solve s | whole s | peak MB | T1–T7 | T8–T11, widest gap |"
    );
    println!("|--:|--:|---|--:|--:|--:|--:|---|---|");
}

pub fn line(run: &Run) {
    let memory = run.memory.map_or("–".to_owned(), |m| format!("{m:.0}"));
    let (exact, near) = split(run);
    println!(
        "| {} | {} | {} | {:.1} | {:.1} | {:.1} | {memory} | {} | {} |",
        run.size.schools,
        run.size.persons,
        run.method,
        run.load,
        run.solve,
        run.seconds,
        proofs(&exact),
        proofs(&near),
    );
}

/// The tiers that must be exact, and those that may stop at a gap.
fn split(run: &Run) -> (Vec<&Tier>, Vec<&Tier>) {
    let near = |t: &&Tier| ["T8", "T9", "T10", "T11"].contains(&t.no.as_str());
    run.tiers.iter().partition(|t| !near(t))
}

fn proofs(tiers: &[&Tier]) -> String {
    let open = tiers.iter().filter(|t| !t.proven).count();
    let widest = tiers.iter().map(|t| t.gap()).fold(0.0, f64::max);
    match (tiers.len(), open) {
        (0, _) => "no plan in time".to_owned(),
        (_, 0) => "proven".to_owned(),
        (_, open) => format!("{open} open, {:.3} %", 100.0 * widest),
    }
}

/// Values by tier, how the methods compare, how time grows.
pub fn conclude(runs: &[Run]) -> ExitCode {
    println!("\n| schools/persons | method | values |\n|---|---|---|");
    for run in runs {
        let said: Vec<String> = run.tiers.iter().map(value).collect();
        let size = run.size;
        let (schools, persons, method) = (size.schools, size.persons, &run.method);
        println!("| {schools}/{persons} | {method} | {} |", said.join(" · "));
    }
    println!();
    let mut differ = false;
    for (pool, other) in pairs(runs) {
        let times = other.solve / pool.solve.max(1e-3);
        let least = if other.finished { "" } else { "at least " };
        let (persons, method) = (pool.size.persons, &other.method);
        println!("{persons} persons: pool is {least}{times:.1} times as fast as {method}");
        if let Some((a, b)) = dispute(pool, other) {
            differ = true;
            println!("{}: pool proves {}, {method} {}", a.no, a.value, b.value);
        }
    }
    let pool: Vec<&Run> = runs.iter().filter(|r| r.method == "pool").collect();
    if let Some(exponent) = exponent(&pool) {
        println!("pool: seconds grow as persons^{exponent:.2}");
    }
    ExitCode::from(u8::from(differ))
}

/// The first tier of which the two prove different things; after one that is open they solve different questions.
fn dispute<'a>(pool: &'a Run, other: &'a Run) -> Option<(&'a Tier, &'a Tier)> {
    let both = pool.tiers.iter().zip(&other.tiers);
    let mut proven = both.take_while(|(a, b)| a.proven && b.proven);
    proven.find(|(a, b)| a.value != b.value)
}

fn value(tier: &Tier) -> String {
    match tier.proven {
        true => format!("{} {}", tier.no, tier.value),
        false => format!("{} {} ({:.3} %)", tier.no, tier.value, 100.0 * tier.gap()),
    }
}

/// Each run by the pool with those of its size by other methods.
fn pairs(runs: &[Run]) -> Vec<(&Run, &Run)> {
    let others = |pool: &Run| {
        let size = pool.size;
        let alike = move |r: &&Run| r.method != "pool" && r.size == size;
        runs.iter().filter(alike)
    };
    let pool = runs.iter().filter(|r| r.method == "pool");
    pool.flat_map(|p| others(p).map(move |other| (p, other)))
        .collect()
}

/// The slope of log seconds over log persons, by least squares; none of fewer than two sizes.
fn exponent(runs: &[&Run]) -> Option<f64> {
    let points = runs.iter().filter(|r| r.finished);
    let logs: Vec<(f64, f64)> = points
        .map(|r| (f64::from(r.size.persons).ln(), r.solve.max(1e-3).ln()))
        .collect();
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / logs.len() as f64;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let across: f64 = logs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    let spread: f64 = logs.iter().map(|p| (p.0 - x).powi(2)).sum();
    (spread > 0.0).then(|| across / spread)
}
