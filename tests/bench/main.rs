//! How long a county takes, by size and method: `cargo bench`, or `cargo bench -- --full` for counties of 1,250 to 20,000
//! persons. Made-up counties are planned by the program as a user would call it; time and peak memory are those of the
//! whole process. Ends with 1 where two methods prove different values.

mod run;
mod table;

use clap::Parser;
use run::{Bench, Run};
use std::process::ExitCode;

#[derive(Debug, Parser)]
struct Args {
    /// Counties of 1,250 to 20,000 persons, ten minutes for each direct run
    #[arg(long)]
    full: bool,
    /// Other sizes: schools/persons, by commas
    #[arg(long, value_delimiter = ',', value_parser = size)]
    sizes: Vec<Size>,
    /// The methods, by commas
    #[arg(long, value_delimiter = ',', default_value = "pool,direct,whole")]
    methods: Vec<String>,
    /// Seconds for one run (default: 120; full: 600)
    #[arg(long)]
    limit: Option<u32>,
    /// Seed of the counties
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What cargo adds by itself
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub schools: u32,
    pub persons: u32,
}

fn size(text: &str) -> Result<Size, String> {
    let read = || {
        let (schools, persons) = text.split_once('/')?;
        Some(Size {
            schools: schools.parse().ok()?,
            persons: persons.parse().ok()?,
        })
    };
    read().ok_or_else(|| format!("{text}: schools/persons, such as 40/1250"))
}

const SHORT: [&str; 4] = ["10/300", "20/600", "40/1250", "75/2500"];
const FULL: [&str; 5] = ["40/1250", "75/2500", "150/5000", "150/10000", "600/20000"];

fn main() -> ExitCode {
    let args = Args::parse();
    let known: &[&str] = if args.full { &FULL } else { &SHORT };
    let mut sizes = args.sizes.clone();
    if sizes.is_empty() {
        sizes = known.iter().filter_map(|s| size(s).ok()).collect();
    }
    let limit = args.limit.unwrap_or(if args.full { 600 } else { 120 });
    match bench(&args, &sizes, limit) {
        Ok(runs) => table::conclude(&runs),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Every size by every method; a method that did not finish one size is not tried on larger ones.
fn bench(args: &Args, sizes: &[Size], limit: u32) -> anyhow::Result<Vec<Run>> {
    println!("{}\n", run::machine());
    table::head();
    let mut runs: Vec<Run> = Vec::new();
    for size in sizes {
        let bench = Bench::new(*size, args.seed)?;
        for method in &args.methods {
            let gave_up = |r: &Run| r.method == *method && !r.finished;
            if runs.iter().any(gave_up) {
                continue;
            }
            let run = bench.run(method, limit)?;
            table::line(&run);
            runs.push(run);
        }
    }
    Ok(runs)
}
