//! Each tier of a solve as a model in free MPS, a format that every solver reads: whoever doubts a value has another
//! solver find it. A tier's model is the direct one, with the tiers before it locked at the values of the plan.
//!
//! MPS goes by columns, and so do the rules: a column is made, asked for its rows, written to all files and forgotten.
//! What stays in memory is the table of arcs and the names of the rows, never the matrix.

mod names;
mod text;

use crate::case::Case;
use crate::plan::result::{Solved, TierResult};
use crate::report::{Ours, WriteError, check_ours, fill, new_file};
use crate::terms::tier::Tier;
use names::Names;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The file that says what each model's value should be.
const INDEX: &str = "tiers.csv";
const HEAD: &str = "file,tier,key,value,bound,proven";
const NAMES: &str = "names.csv";
const README: &str = "README.txt";

/// Checks, before any long work, that [`write`] could write there.
///
/// # Errors
/// It exists and `force` is false, or is no folder of ours, or the place cannot be written to.
pub fn check(folder: &Path, force: bool) -> Result<(), WriteError> {
    check_ours(folder, force, &ours())
}

fn ours() -> Ours<'static> {
    Ours {
        mark: INDEX,
        says: HEAD,
        all: &[],
        holds: &|name| [INDEX, NAMES, README].contains(&name) || name.ends_with(".mps"),
    }
}

/// One tier's model and what is known of its value.
struct Model<'a> {
    file: String,
    tier: Tier,
    result: &'a TierResult,
}

/// Writes the folder, whole or not at all: a model a tier, an index of their values, what the names mean.
///
/// # Errors
/// As [`check`], and whatever the disk says.
pub fn write(folder: &Path, force: bool, case: &Case, solved: &Solved) -> Result<(), WriteError> {
    let models = models(solved);
    fill(folder, force, &ours(), |fresh| {
        let all = || {
            let names = Names::new(case);
            let mut files = Vec::new();
            for model in &models {
                files.push(BufWriter::new(new_file(&fresh.join(&model.file))?));
            }
            text::write(case, &names, &models, &mut files)?;
            put(fresh, INDEX, &index(&models))?;
            put(fresh, NAMES, &names.table(case)?)?;
            put(fresh, README, include_str!("README.txt"))
        };
        all().map_err(|e: io::Error| WriteError::io(folder, &e))
    })
}

fn put(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    new_file(&folder.join(name))?.write_all(text.as_bytes())
}

/// In the order of the tiers, so that the files stand in it too.
fn models(solved: &Solved) -> Vec<Model<'_>> {
    let known = solved.tiers.iter().filter_map(|result| {
        let tier = Tier::parse(&result.key)?;
        Some((tier, result))
    });
    let named = known.enumerate().map(|(at, (tier, result))| Model {
        file: format!("{:02}-{}-{}.mps", at + 1, tier.no(), tier.key()),
        tier,
        result,
    });
    named.collect()
}

fn index(models: &[Model]) -> String {
    let mut text = format!("{HEAD}\n");
    for model in models {
        let TierResult {
            value,
            bound,
            proven,
            ..
        } = model.result;
        let (file, no, key) = (&model.file, model.tier.no(), model.tier.key());
        text += &format!("{file},{no},{key},{value},{bound},{proven}\n");
    }
    text
}
