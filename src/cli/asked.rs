//! What every question about a plan begins with: the case, the plan, and what was recorded when it was made.

use super::exit::Failure;
use super::input::{self, Loaded};
use super::policy::PolicyArgs;
use super::{Context, faults, out};
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::explain::{Made, Question};
use crate::plan::result::{Status, TierResult};
use crate::plan::{Plan, Round, read, words};
use crate::policy::ProcessMode;
use crate::report::Source;
use crate::report::result::ResultFile;
use crate::tables::fault::Faults;
use crate::tables::plain;
use crate::terms::tier::Tier;
use crate::text::Text;
use std::path::{Path, PathBuf};

/// The arguments that name a plan and what it was made from.
#[derive(Debug, clap::Args)]
pub struct Asked {
    /// A workbook (.xlsx .xls .ods) or a folder with one file a table 数据：工作簿（.xlsx .xls .ods），或每张表一个文件的文件夹
    pub county: PathBuf,
    /// plan.csv, the folder it stands in, or an appointment list edited by hand 方案：plan.csv、其所在文件夹，或人工改过的聘任名单
    pub plan: PathBuf,
    #[command(flatten)]
    pub policy: PolicyArgs,
}

/// A plan with the case it belongs to.
pub struct Answerable {
    pub case: Case,
    pub plan: Plan,
    /// The record of its solve, if it stands beside the plan and is of this case.
    pub recorded: Option<ResultFile>,
    /// What the plan was made from, where it was not this.
    pub strange: Vec<Text>,
}

impl Asked {
    /// Reads everything. A plan of other data or another policy is an error: its questions have no answer here.
    pub fn load(&self, context: &Context) -> Result<Answerable, Failure> {
        self.read(true, context)
    }

    /// Reads everything; what the plan was made from is said, not judged.
    pub fn load_any(&self, context: &Context) -> Result<Answerable, Failure> {
        self.read(false, context)
    }

    fn read(&self, strict: bool, context: &Context) -> Result<Answerable, Failure> {
        // What the tables warn of is for `check` to say.
        let quiet = Context {
            quiet: true,
            ..context.clone()
        };
        let Loaded { case, scenarios } = input::load(&self.county, &self.policy, &quiet)?;
        let recorded = recorded(&self.plan);
        let sources = self.policy.sources(&scenarios);
        let strange = recorded
            .as_ref()
            .map_or_else(Vec::new, |r| strange(&case, r, &sources));
        // Said before the plan is read: its persons would be unknown one by one.
        if let Some(text) = strange.first().filter(|_| strict) {
            return Err(Failure::Usage(text.clone()));
        }
        let mut found = Faults::default();
        let plan = read::read(&self.plan, &case, &mut found);
        let Some(plan) = plan.filter(|_| !found.has_errors()) else {
            return Err(Failure::Input(found));
        };
        if !context.json {
            faults::say_warnings(&found, context);
        }
        Ok(Answerable {
            recorded: recorded.filter(|_| strange.is_empty()),
            case,
            plan,
            strange,
        })
    }
}

/// The result file beside a plan; one that cannot be read counts as none.
fn recorded(plan: &Path) -> Option<ResultFile> {
    let folder = match plan.is_dir() {
        true => plan,
        false => plan.parent()?,
    };
    let text = std::fs::read_to_string(folder.join("result.json")).ok()?;
    serde_json::from_str(&text).ok()
}

/// A question about a plan, with what its record says of how it was made.
pub fn question<'a>(case: &'a Case, plan: &'a Plan, recorded: Option<&ResultFile>) -> Question<'a> {
    let tiers = recorded.map_or(&[][..], |r| &r.tiers);
    let mut question = Question::new(case, plan, tiers);
    question.made = made(case, recorded);
    question
}

/// How a plan was made.
pub fn made(case: &Case, recorded: Option<&ResultFile>) -> Made {
    let Some(recorded) = recorded else {
        return Made::Ordered;
    };
    if case.policy.process.mode == ProcessMode::Staged {
        let until = recorded.options.until.as_deref().and_then(Round::parse);
        return Made::Rounds(until.filter(|_| recorded.status == Status::Partial));
    }
    let mut tiers = recorded.tiers.iter();
    match tiers.any(|t| t.key == Tier::Kept.key()) {
        true => Made::Keeping(tiers.filter_map(|t| Tier::parse(&t.key)).collect()),
        false => Made::Ordered,
    }
}

/// Prints what a comparison by the order of tiers leaves out, if anything.
pub fn note(made: &Made, context: &Context) {
    if let Some(Text { zh, en }) = made.note() {
        line(
            &Text::new(format!("{zh}。"), format!("Note: {en}.")),
            context,
        );
    }
}

/// The record beside a plan, if it is of this case.
pub fn record(case: &Case, plan: &Path, scenarios: &[Source]) -> Option<ResultFile> {
    recorded(plan).filter(|r| strange(case, r, scenarios).is_empty())
}

/// What a plan was made from, where it was not this case; nothing is known of a plan without its record.
pub fn strangeness(case: &Case, plan: &Path, scenarios: &[Source]) -> Vec<Text> {
    let found = recorded(plan);
    found.map_or_else(Vec::new, |r| strange(case, &r, scenarios))
}

/// The tiers of a solve of this case, by the folder it wrote.
pub fn tiers_beside(
    case: &Case,
    folder: &Path,
    scenarios: &[Source],
) -> Result<Vec<TierResult>, Failure> {
    let Some(found) = recorded(folder) else {
        let shown = folder.display();
        return Err(Failure::usage(
            format!("“{shown}”中没有可读的 result.json。请指定 solve 的输出文件夹。"),
            format!("{shown} holds no readable result.json; name the output folder of solve"),
        ));
    };
    match strange(case, &found, scenarios).first() {
        Some(text) => Err(Failure::Usage(text.clone())),
        None => Ok(found.tiers),
    }
}

/// In what the recorded sources differ from those at hand.
fn strange(case: &Case, recorded: &ResultFile, scenarios: &[Source]) -> Vec<Text> {
    let differs = |source: Option<&Source>, hash: &str| source.is_some_and(|s| s.sha256 != hash);
    let mut said = Vec::new();
    if differs(recorded.county.as_ref(), &case.county.hash) {
        said.push(Text::new(
            "该方案是用另一份数据编制的（记录的指纹与所给数据不符）。请指明编制时的数据，或按现在的数据重新求解。",
            "The plan was made from other data (the recorded hash differs from that of the county given); name the data it was made from, or solve again.",
        ));
    }
    if differs(recorded.policy.as_ref(), &case.policy.hash) {
        let path = recorded.policy.as_ref().map_or("", |s| s.path.as_str());
        let path = if path.is_empty() {
            "national.toml"
        } else {
            path
        };
        said.push(Text::new(
            format!("该方案是按另一份政策编制的（记录的是“{path}”，指纹不符）。请用 -p 指明编制时的政策，或重新求解。"),
            format!("The plan was made under another policy (recorded: {path}; hashes differ); name it with -p, or solve again."),
        ));
    }
    let same = recorded.scenarios.len() == scenarios.len()
        && recorded
            .scenarios
            .iter()
            .zip(scenarios)
            .all(|(a, b)| a.sha256 == b.sha256);
    if !same {
        said.push(Text::new(
            "该方案是在另外的情景下编制的。请用 -s 逐一指明编制时的情景。",
            "The plan was made under other scenarios; name each of them with -s.",
        ));
    }
    said
}

/// A teacher by id, or by a name that only one has: then it is said who was taken. An unknown one is an error that names
/// the nearest.
pub fn teacher(case: &Case, word: &str, context: &Context) -> Result<TeacherIx, Failure> {
    let word = word.trim();
    if let Some(found) = case.county.find_teacher(word) {
        return Ok(found);
    }
    let ixs = case.county.teacher_ixs();
    let named: Vec<TeacherIx> = ixs
        .filter(|t| plain(&case.county.teacher(*t).name) == plain(word))
        .collect();
    match named[..] {
        [one] => {
            if !context.quiet {
                let person = words::person(case, one);
                let taken = context.lang.pick("按姓名查到：", "found by name: ");
                out::remark(&format!("{taken}{}\n", person.get(context.lang)));
            }
            Ok(one)
        }
        [] => {
            let all = case.county.teachers.iter();
            let known = all.map(|t| (t.id.as_str(), t.name.as_str()));
            Err(unknown(("工号", "teacher"), word, known))
        }
        _ => {
            let ids: Vec<&str> = named
                .iter()
                .map(|t| case.county.teacher(*t).id.as_str())
                .collect();
            Err(Failure::usage(
                format!(
                    "有 {} 人叫“{word}”，请用工号：{}。",
                    ids.len(),
                    ids.join("、")
                ),
                format!(
                    "{} persons are called {word}; use the id: {}",
                    ids.len(),
                    ids.join(", ")
                ),
            ))
        }
    }
}

/// A school by id or by its full name.
pub fn school(case: &Case, word: &str) -> Result<SchoolIx, Failure> {
    let word = word.trim();
    if let Some(found) = case.county.find_school(word) {
        return Ok(found);
    }
    let named: Vec<SchoolIx> = case
        .county
        .school_ixs()
        .filter(|s| plain(&case.county.school(*s).name) == plain(word))
        .collect();
    if let [one] = named[..] {
        return Ok(one);
    }
    let all = case.county.schools.iter();
    let known = all.map(|s| (s.id.as_str(), s.name.as_str()));
    Err(unknown(("学校", "school"), word, known))
}

/// A post by SCHOOL/STAGE/SUBJECT, the school by id or name.
pub fn cell(case: &Case, name: &str) -> Result<CellIx, Failure> {
    let parts: Vec<&str> = name.split('/').map(str::trim).collect();
    let [at, stage, subject] = parts[..] else {
        return Err(Failure::usage(
            format!("“{name}”应写作 学校/学段/学科，如 001/小学/语文。"),
            format!("write {name} as SCHOOL/STAGE/SUBJECT, such as 001/小学/语文"),
        ));
    };
    let school = school(case, at)?;
    let named = |ix: &CellIx| {
        let c = case.demand.cell(*ix);
        c.school == school
            && (c.stage.zh() == stage || c.stage.en() == stage)
            && case.county.subject(c.subject) == subject
    };
    let found = case.demand.cell_ixs().find(named);
    found.ok_or_else(|| {
        let of_school = case.demand.cells.iter().filter(|c| c.school == school);
        let known: Vec<String> = of_school
            .map(|c| format!("{at}/{}/{}", c.stage.zh(), case.county.subject(c.subject)))
            .collect();
        unknown(
            ("岗位", "post"),
            name,
            known.iter().map(|k| (k.as_str(), "")),
        )
    })
}

/// Says that a word names nothing, and which ids or names are nearest to it.
fn unknown<'a>(
    what: (&str, &str),
    word: &str,
    known: impl Iterator<Item = (&'a str, &'a str)>,
) -> Failure {
    let names = words::nearest(word, known);
    Failure::usage(
        format!(
            "没有“{word}”这个{}。最接近的：{}。",
            what.0,
            names.join("、")
        ),
        format!(
            "There is no {} “{word}”. Nearest: {}.",
            what.1,
            names.join(", ")
        ),
    )
}

/// Prints a text in the caller's language with a line end.
pub fn line(text: &Text, context: &Context) {
    out::print(&format!("{}\n", text.get(context.lang)));
}
