//! One county, one method, one process.

use super::Size;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often the memory of a running process is looked at.
const GLANCE: Duration = Duration::from_millis(10);

/// A made-up county on the disk.
pub struct Bench {
    size: Size,
    folder: tempfile::TempDir,
    /// Seconds of `check`: reading the tables, and everything that comes before the model.
    load: f64,
}

/// What one run came to.
pub struct Run {
    pub size: Size,
    pub method: String,
    pub load: f64,
    /// Of the whole process, and of the solve in it.
    pub seconds: f64,
    pub solve: f64,
    /// In MB; none where the system does not say.
    pub memory: Option<f64>,
    /// Ended by itself, not by the limit.
    pub finished: bool,
    pub tiers: Vec<Tier>,
}

pub struct Tier {
    pub no: String,
    pub value: i64,
    pub bound: i64,
    pub proven: bool,
}

impl Tier {
    /// How far the value may be off, relative to it.
    pub fn gap(&self) -> f64 {
        (self.value - self.bound) as f64 / self.value.max(1) as f64
    }
}

impl Bench {
    pub fn new(size: Size, seed: u64) -> Result<Bench> {
        let folder = tempfile::tempdir().context("a folder for the county")?;
        let county = folder.path().join("county");
        let (schools, persons) = (size.schools.to_string(), size.persons.to_string());
        let mut make = jiaopin("generate", &county);
        make.args(["--schools", &schools, "--teachers", &persons]);
        make.args(["--seed", &seed.to_string()]);
        watch(make)?;
        let (load, ..) = watch(jiaopin("check", &county))?;
        Ok(Bench { size, folder, load })
    }

    pub fn run(&self, method: &str, limit: u32) -> Result<Run> {
        let out = self.folder.path().join(method);
        let mut solve = jiaopin("solve", &self.folder.path().join("county"));
        solve.arg("-o").arg(&out);
        solve.args(["--method", method, "--time-limit", &limit.to_string()]);
        let (seconds, memory, code) = watch(solve)?;
        ensure!(code == 0 || code == 3, "{method} ended with {code}");
        let mut run = Run {
            size: self.size,
            method: method.to_owned(),
            load: self.load,
            seconds,
            solve: seconds,
            memory,
            finished: code == 0,
            tiers: Vec::new(),
        };
        if out.exists() {
            let text = fs::read_to_string(out.join("result.json"))?;
            let result: Value = serde_json::from_str(&text)?;
            run.solve = result["seconds"].as_f64().unwrap_or(seconds);
            let tiers = result["tiers"].as_array().context("tiers")?;
            run.tiers = tiers.iter().filter_map(tier).collect();
        }
        Ok(run)
    }
}

fn tier(of: &Value) -> Option<Tier> {
    let known = jiaopin::terms::tier::Tier::parse(of["key"].as_str()?)?;
    Some(Tier {
        no: known.no().to_owned(),
        value: of["value"].as_i64()?,
        bound: of["bound"].as_i64()?,
        proven: of["proven"].as_bool()?,
    })
}

fn jiaopin(verb: &str, at: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaopin"));
    command.args(["--quiet", "--lang", "en", verb]).arg(at);
    command
}

/// Runs to the end: seconds, peak memory, exit code.
fn watch(mut command: Command) -> Result<(f64, Option<f64>, i32)> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let mut memory = None;
    loop {
        if let Some(status) = child.try_wait()? {
            let code = status.code().context("killed")?;
            ensure!([0, 1, 3].contains(&code), "{command:?} ended with {code}");
            return Ok((begun.elapsed().as_secs_f64(), memory, code));
        }
        memory = peak(&child).or(memory);
        std::thread::sleep(GLANCE);
    }
}

/// The most memory a process has had so far, in MB, where the system keeps a record of it.
fn peak(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

/// What this runs on.
pub fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, key: &str| {
        let line = text.lines().find(|l| l.starts_with(key));
        let value = line.and_then(|l| l.split(':').nth(1));
        value.unwrap_or("unknown").trim().to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{}, {cores} cores, memory {}, {}, {}",
        field(&read("/proc/cpuinfo"), "model name"),
        field(&read("/proc/meminfo"), "MemTotal"),
        std::env::consts::OS,
        jiaopin::solve::backend::version(),
    )
}
