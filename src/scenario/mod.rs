//! Plans side by side: what each of them reaches, who goes elsewhere, which schools gain and lose, what it costs.
//!
//! Plans may come from different data (a scenario closes a school, adds recruits): persons and schools are therefore
//! known by their ids, never by their positions.

pub mod alternatives;
pub mod beside;
pub mod frontier;
pub mod levers;
mod side;

pub use side::{Fate, Measure, SchoolLine, Side};

use crate::terms::tier::Tier;
use crate::text::Text;
use serde::Serialize;
use std::collections::BTreeSet;

/// One tier of all plans; none where a plan's policy has no such tier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TierRow {
    pub key: String,
    pub values: Vec<Option<i64>>,
    pub proven: Vec<bool>,
}

/// One number of all plans.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureRow {
    pub key: String,
    pub name: Text,
    /// How many decimals it is shown with.
    pub decimals: u8,
    pub values: Vec<Option<f64>>,
}

/// A person who does not go to the same place in all plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonRow {
    pub teacher_id: String,
    pub name: String,
    /// The school and post before any plan.
    pub from: [String; 2],
    /// None: not planned there (out, or only recruited in another scenario).
    pub fates: Vec<Option<Fate>>,
    /// What sets the plans apart for this person, as far as classes and tiers tell.
    pub why: Text,
}

/// A school that ends with other persons or other open posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchoolRow {
    pub school_id: String,
    pub name: String,
    /// None: closed or unknown in that plan's data.
    pub lines: Vec<Option<SchoolLine>>,
}

/// Two or more plans; all differences are against the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    pub format: &'static str,
    pub plans: Vec<Heading>,
    pub tiers: Vec<TierRow>,
    pub measures: Vec<MeasureRow>,
    /// False: plans of different counties, whose persons and schools have nothing to do with each other.
    pub one_county: bool,
    /// What is different about the plans beside what they are compared for.
    pub warnings: Vec<Text>,
    pub persons: Vec<PersonRow>,
    pub schools: Vec<SchoolRow>,
}

/// How a plan is called, and under which scenarios it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    pub name: String,
    /// What it is called over columns and in sentences: the name where that is short and no other plan's.
    pub label: String,
    pub scenarios: Vec<Text>,
    pub changes: Vec<Text>,
    pub sha256: String,
    /// SHA-256 of the data before any scenario, and of the policy with it.
    pub data: String,
    pub policy: String,
}

impl Heading {
    /// The label, and the name where it is another.
    pub fn called(&self) -> String {
        match self.label == self.name {
            true => self.name.clone(),
            false => format!("{}：{}", self.label, self.name),
        }
    }
}

pub const FORMAT: &str = "jiaopin-comparison/1";

/// Puts plans side by side.
pub fn compare(sides: &[Side]) -> Comparison {
    let one_county = sides.windows(2).all(|pair| alike(&pair[0], &pair[1]));
    let of_one = if one_county { sides } else { &[] };
    let mut plans: Vec<Heading> = sides.iter().map(|s| s.heading.clone()).collect();
    label(&mut plans);
    Comparison {
        format: FORMAT,
        tiers: tiers(sides),
        measures: measures(sides),
        one_county,
        warnings: if one_county {
            warnings(&plans)
        } else {
            Vec::new()
        },
        persons: persons(of_one, &plans),
        schools: schools(of_one),
        plans,
    }
}

/// Folders of one name in different places, and names that are alike as far as they fit, get their number.
fn label(plans: &mut [Heading]) {
    const LONG: usize = 16;
    let short = |name: &str| match name.chars().count() > LONG {
        true => name.chars().take(LONG).chain(['…']).collect(),
        false => name.to_owned(),
    };
    let all: Vec<String> = plans.iter().map(|p| short(&p.name)).collect();
    for (at, plan) in plans.iter_mut().enumerate() {
        let alone = all.iter().filter(|l| **l == all[at]).count() == 1;
        plan.label = match alone {
            true => all[at].clone(),
            false => format!("{}（{}）", all[at], at + 1),
        };
    }
}

/// Whether two plans are of one county: half of the schools at least have the same id and name. Ids alone often agree by
/// chance.
fn alike(a: &Side, b: &Side) -> bool {
    let known = |(id, (name, _)): &(&String, &(String, SchoolLine))| {
        b.schools.get(*id).is_some_and(|(other, _)| other == name)
    };
    let common = a.schools.iter().filter(known).count();
    2 * common >= a.schools.len().min(b.schools.len())
}

/// Plans of other data than the first, or of another policy without a scenario that says so.
fn warnings(plans: &[Heading]) -> Vec<Text> {
    let Some((base, rest)) = plans.split_first() else {
        return Vec::new();
    };
    let others = |differs: &dyn Fn(&Heading) -> bool| -> Vec<&str> {
        let found = rest.iter().filter(|plan| differs(plan));
        found.map(|plan| plan.label.as_str()).collect()
    };
    let told = |plans: Vec<&str>, what: (&str, &str)| {
        (!plans.is_empty()).then(|| {
            let (zh, en) = (plans.join("、"), plans.join(", "));
            Text::new(
                format!(
                    "注意：“{zh}”依据的{}与“{}”不同，差别也可能由此而来。",
                    what.0, base.label
                ),
                format!(
                    "Beware: {en} was made {} than {}; differences may come from that.",
                    what.1, base.label
                ),
            )
        })
    };
    let data = others(&|h| h.data != base.data);
    let policy = others(&|h| h.policy != base.policy && h.scenarios == base.scenarios);
    let all = [
        told(data, ("数据", "from other data")),
        told(policy, ("政策", "under another policy")),
    ];
    all.into_iter().flatten().collect()
}

fn tiers(sides: &[Side]) -> Vec<TierRow> {
    let of = |side: &Side, key: &str| side.tiers.iter().find(|t| t.key == key).cloned();
    let row = |tier: Tier| {
        let found: Vec<_> = sides.iter().map(|s| of(s, tier.key())).collect();
        found.iter().any(Option::is_some).then(|| TierRow {
            key: tier.key().to_owned(),
            values: found.iter().map(|t| t.as_ref().map(|t| t.value)).collect(),
            proven: found
                .iter()
                .map(|t| t.as_ref().is_some_and(|t| t.proven))
                .collect(),
        })
    };
    Tier::ALL.into_iter().filter_map(row).collect()
}

fn measures(sides: &[Side]) -> Vec<MeasureRow> {
    let mut rows: Vec<MeasureRow> = Vec::new();
    for (at, side) in sides.iter().enumerate() {
        for m in &side.measures {
            let row = match rows.iter().position(|r| r.key == m.key) {
                Some(k) => &mut rows[k],
                None => {
                    rows.push(MeasureRow {
                        key: m.key.clone(),
                        name: m.name.clone(),
                        decimals: m.decimals,
                        values: vec![None; sides.len()],
                    });
                    let last = rows.len() - 1;
                    &mut rows[last]
                }
            };
            row.values[at] = m.value;
        }
    }
    rows
}

fn persons(sides: &[Side], plans: &[Heading]) -> Vec<PersonRow> {
    let ids: BTreeSet<&String> = sides.iter().flat_map(|s| s.persons.keys()).collect();
    let row = |id: &String| {
        let known: Vec<_> = sides.iter().map(|s| s.persons.get(id)).collect();
        let first = known.iter().flatten().next()?;
        let place = |f: &Fate| (f.outcome, f.school_id.clone(), f.post.clone());
        let same = known
            .iter()
            .all(|f| f.map(|p| place(&p.fate)) == Some(place(&first.fate)));
        (!same).then(|| PersonRow {
            teacher_id: id.clone(),
            name: first.name.clone(),
            from: first.from.clone(),
            fates: known.iter().map(|p| p.map(|p| p.fate.clone())).collect(),
            why: why(
                &known.iter().map(|p| p.map(|p| &p.fate)).collect::<Vec<_>>(),
                plans,
            ),
        })
    };
    ids.into_iter().filter_map(row).collect()
}

/// What is known without solving anything again: another class in the data, or what the place costs in the tiers.
fn why(fates: &[Option<&Fate>], plans: &[Heading]) -> Text {
    let class = apart(fates, plans, &|f| f.class.clone());
    let cost = apart(fates, plans, &|f| {
        let notes = f.tier_notes.split(';');
        // The rest of the notes is about rounds.
        let notes = notes.filter_map(note);
        let (zh, en): (Vec<String>, Vec<String>) = notes.unzip();
        match zh.is_empty() {
            true => Text::new("不计分", "nothing"),
            false => Text::new(zh.join("、"), en.join(", ")),
        }
    });
    let named = [
        ("类别 ", "class ", class),
        ("计入层级 ", "counts in ", cost),
    ];
    let said = named
        .into_iter()
        .filter_map(|(zh, en, text)| text.map(|t| (zh.to_owned() + &t.zh, en.to_owned() + &t.en)));
    let (zh, en): (Vec<String>, Vec<String>) = said.unzip();
    if zh.is_empty() {
        return Text::new(
            "各方案中计分相同，随他人安排变动",
            "the same cost in every plan: follows from others' places",
        );
    }
    Text::new(zh.join("；"), en.join("; "))
}

/// `T8=3` in words: `志愿3`, `wishes not met 3`; distances in kilometres.
fn note(text: &str) -> Option<(String, String)> {
    let (no, value) = text.split_once('=')?;
    let tier = Tier::ALL.into_iter().find(|t| t.no() == no)?;
    let km = value.parse::<f64>().ok().filter(|_| tier == Tier::Distance);
    Some(match km {
        Some(tenths) => {
            let km = tenths / 10.0;
            (
                format!("{}{km:.1}公里", tier.zh()),
                format!("distance {km:.1} km"),
            )
        }
        None => (
            format!("{}{value}", tier.zh()),
            format!("{} {value}", tier.en()),
        ),
    })
}

/// What is said of a person in each plan, each once with the names of its plans: `志愿3（甲、丁）｜不计分（乙、丙）`; none where all
/// plans say the same.
fn apart(fates: &[Option<&Fate>], plans: &[Heading], say: &dyn Fn(&Fate) -> Text) -> Option<Text> {
    let mut groups: Vec<(Text, Vec<String>)> = Vec::new();
    for (fate, plan) in fates.iter().zip(plans) {
        let said = fate.map_or_else(|| Text::new("–", "–"), say);
        let label = plan.label.clone();
        match groups.iter_mut().find(|(known, _)| *known == said) {
            Some((_, plans)) => plans.push(label),
            None => groups.push((said, vec![label])),
        }
    }
    if groups.len() < 2 {
        return None;
    }
    let zh = groups
        .iter()
        .map(|(t, plans)| format!("{}（{}）", t.zh, plans.join("、")));
    let en = groups
        .iter()
        .map(|(t, plans)| format!("{} ({})", t.en, plans.join(", ")));
    Some(Text::new(
        zh.collect::<Vec<_>>().join("｜"),
        en.collect::<Vec<_>>().join(" | "),
    ))
}

fn schools(sides: &[Side]) -> Vec<SchoolRow> {
    let ids: BTreeSet<&String> = sides.iter().flat_map(|s| s.schools.keys()).collect();
    let row = |id: &String| {
        let known: Vec<_> = sides.iter().map(|s| s.schools.get(id)).collect();
        let first = known.iter().flatten().next()?;
        let same = known.iter().all(|s| s.map(|s| &s.1) == Some(&first.1));
        (!same).then(|| SchoolRow {
            school_id: id.clone(),
            name: first.0.clone(),
            lines: known.iter().map(|s| s.map(|s| s.1)).collect(),
        })
    };
    ids.into_iter().filter_map(row).collect()
}
