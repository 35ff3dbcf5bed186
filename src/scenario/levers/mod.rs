//! Levers: what the office could have one more of, each as an ordinary scenario. Which are worth a solve is read from a
//! plan: what is short in it, and which limits it has used up.

mod data;
mod limits;

use crate::case::Case;
use crate::county::{Stage, SubjectIx};
use crate::plan::Plan;
use crate::policy::scenario::Action;
use crate::rules::r02_posts::uncovered_weight;
use crate::rules::r03_staffing::reading as staffing;
use crate::text::Text;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// One unit more of something.
#[derive(Debug, Clone)]
pub struct Lever {
    /// The name of its scenario file, without ending.
    pub name: String,
    pub title: Text,
    /// What in the plan makes it worth a solve.
    pub why: Text,
    /// The scenario file.
    pub file: String,
}

/// A scenario file as it is written.
#[derive(Serialize)]
struct File<'a> {
    title: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Table::is_empty")]
    set: Table,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    change: Vec<Action>,
}

/// How the levers are chosen, for whoever reads the table.
pub fn choice(each: usize) -> Text {
    Text::new(
        format!(
            "测算对象按基础方案（本次求解到T5）选取：缺岗计分最多的{each}个学科各招录1人；超岗留任、待岗最多的{each}个学科各增设1岗（设在该类人员最多的学校）；编制已满而缺岗最多的{each}所学校各增1个编制；周转编制、流出比例已用到上限的各增1个单位；交流比例增减1个百分点。未用到上限的，增加没有作用，不测算。“编制已满”指基础方案中该校人数（含周转编制）已到上限；正式方案中人员去向不同，同一学校可能有空编。"
        ),
        format!(
            "Chosen from the plan solved here, down to T5: a recruit for each of the {each} subjects with most open posts by weight; a post for each of the {each} subjects with most persons retained or in the pool, at the school with most of them; one headcount for each of the {each} schools that are full and have most posts open; one more of the quota pool and of the outflow shares where they are used up; one percentage point of rotation, up and down. What is not used up buys nothing and is not solved. A school is full in the plan solved here; in another plan, with persons elsewhere, it may have headcount free."
        ),
    )
}

/// The levers of a plan, at most `each` of a kind.
pub fn propose(case: &Case, plan: &Plan, each: usize) -> Vec<Lever> {
    let view = View::new(case, plan);
    let mut all = data::recruits(&view, each);
    all.extend(data::posts(&view, each));
    all.extend(data::headcount(&view, each));
    all.extend(limits::loans(&view));
    all.extend(limits::rotation(&view));
    all.extend(limits::outflow(&view));
    all
}

/// The plan as the levers read it.
struct View<'a> {
    case: &'a Case,
    plan: &'a Plan,
    /// Per cell: posts that nobody takes.
    open: Vec<u32>,
    quota: staffing::Quota,
}

impl<'a> View<'a> {
    fn new(case: &'a Case, plan: &'a Plan) -> View<'a> {
        let mut open: Vec<u32> = case.demand.cells.iter().map(|c| c.count).collect();
        for seat in plan.rows.iter().filter_map(|r| r.seat()) {
            if let Some(cell) = case.demand.find(seat.school, seat.stage, seat.subject) {
                open[cell.ix()] = open[cell.ix()].saturating_sub(1);
            }
        }
        View {
            case,
            plan,
            open,
            quota: staffing::quota(case, plan),
        }
    }

    fn post(&self, stage: Stage, subject: SubjectIx) -> Text {
        let subject = self.case.county.subject(subject);
        Text::new(
            format!("{}{subject}", stage.zh()),
            format!("{} {subject}", stage.en()),
        )
    }

    /// Open posts and their weight, summed over cells by some key.
    fn short<K: Ord>(&self, key: impl Fn(&crate::demand::Cell) -> K) -> Vec<(K, (u32, i64))> {
        let mut sums: BTreeMap<K, (u32, i64)> = BTreeMap::new();
        for ix in self.case.demand.cell_ixs() {
            let open = self.open[ix.ix()];
            if open > 0 {
                let sum = sums.entry(key(self.case.demand.cell(ix))).or_default();
                sum.0 += open;
                sum.1 += i64::from(open) * uncovered_weight(self.case, ix);
            }
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_by_key(|(_, (_, weight))| Reverse(*weight));
        sums
    }
}

/// A lever by a change of the data.
fn changed(name: String, title: Text, why: Text, action: Action) -> Lever {
    lever(name, title, why, Table::new(), vec![action])
}

/// A lever by a value of the policy.
fn set(name: &str, title: Text, why: Text, path: [&str; 3], value: Value) -> Lever {
    let [table, rule, key] = path;
    let inner = Table::from_iter([(key.to_owned(), value)]);
    let rules = Table::from_iter([(rule.to_owned(), Value::Table(inner))]);
    let whole = Table::from_iter([(table.to_owned(), Value::Table(rules))]);
    lever(name.to_owned(), title, why, whole, Vec::new())
}

fn lever(name: String, title: Text, why: Text, set: Table, change: Vec<Action>) -> Lever {
    let file = File {
        title: &title.zh,
        reason: &why.zh,
        set,
        change,
    };
    Lever {
        file: toml::to_string(&file).unwrap_or_default(),
        name,
        title,
        why,
    }
}
