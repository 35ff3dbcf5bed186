//! Where a plan goes. `--force` replaces an earlier result, but a run that was stopped must not cost the office a better plan
//! than the one it brings, nor one without a plan any: then the new result goes beside the old.

use crate::plan::result::{Solved, Status, TierResult};
use crate::report::result::ResultFile;
use crate::report::{self, RunInfo};
use std::path::{Path, PathBuf};

/// The folder to write: `out`, or `out-stopped` where a stopped run may not replace what stands there.
pub fn of(out: &Path, info: &RunInfo, solved: &Solved) -> PathBuf {
    let keeps = solved.status == Status::TimeLimit
        && standing(out).is_some_and(|old| !yields(&old, info, solved));
    match keeps {
        true => beside(out, "stopped"),
        false => out.to_path_buf(),
    }
}

/// The folder for the record that there is no plan: `out`, or `out-infeasible` where a plan stands, which must not be lost to
/// a pin too many.
pub fn of_none(out: &Path) -> PathBuf {
    match standing(out).is_some_and(|old| !is_bare(&old)) {
        true => beside(out, "infeasible"),
        false => out.to_path_buf(),
    }
}

fn standing(out: &Path) -> Option<ResultFile> {
    let text = std::fs::read(out.join(report::result::FILE)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Whether an earlier plan may go: of the same inputs, one that is no better; of others, with which nothing can be
/// compared, one that was stopped too.
fn yields(old: &ResultFile, info: &RunInfo, new: &Solved) -> bool {
    let keys = |tiers: &[TierResult]| tiers.iter().map(|t| t.key.clone()).collect::<Vec<_>>();
    let values = |tiers: &[TierResult]| tiers.iter().map(|t| t.value).collect::<Vec<_>>();
    if is_bare(old) {
        return true;
    }
    match old.is_of(info) && keys(&old.tiers) == keys(&new.tiers) {
        true => values(&new.tiers) <= values(&old.tiers),
        false => old.status == Status::TimeLimit,
    }
}

/// The first free name: `plan-stopped`, `plan-stopped-2` … A record that there is no plan may be written over.
fn beside(out: &Path, what: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let numbered = |n: u32| match n {
        1 => out.with_file_name(format!("{name}-{what}")),
        n => out.with_file_name(format!("{name}-{what}-{n}")),
    };
    let free = |p: &PathBuf| !p.exists() || standing(p).is_some_and(|old| is_bare(&old));
    let mut names = (1..).map(numbered);
    names.find(free).unwrap_or_else(|| numbered(1))
}

fn is_bare(old: &ResultFile) -> bool {
    old.status == Status::Infeasible
}
