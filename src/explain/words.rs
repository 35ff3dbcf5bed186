//! The sentences of answers, in Chinese and English.

use super::answer::{Change, Forced};
use super::made::Made;
use crate::case::Case;
use crate::county::{Role, SchoolIx, TeacherIx};
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Outcome, Station};
use crate::terms::tier::Tier;
use crate::text::Text;

/// How sure the values of an alternative are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// No plan with the alternative is better in any tier.
    Exact,
    /// The deciding tier is proven; what comes after it holds for the plan that was found.
    Decided,
    /// The values are those of a true plan, but a better one is not excluded.
    Found,
    /// No plan has the alternative.
    Impossible,
    /// Nothing was found in time.
    Open,
}

impl Claim {
    pub fn of(forced: &Forced) -> Claim {
        match forced {
            Forced::Impossible(_) => Claim::Impossible,
            Forced::Open => Claim::Open,
            Forced::Plan { .. } if forced.exact() => Claim::Exact,
            Forced::Plan { .. } if forced.decides().is_some_and(Change::exact) => Claim::Decided,
            Forced::Plan { .. } => Claim::Found,
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Claim::Exact => "exact",
            Claim::Decided => "decided",
            Claim::Found => "at_most",
            Claim::Impossible => "impossible",
            Claim::Open => "open",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Claim::Exact => Text::new("已证最优", "proven"),
            Claim::Decided => Text::new("起决定作用的层级已证", "the deciding tier is proven"),
            Claim::Found => Text::new(
                "已找到的方案，代价不高于此",
                "a true plan; the cost is at most this",
            ),
            Claim::Impossible => Text::new("不可能", "impossible"),
            Claim::Open => Text::new("限时内未得出", "not settled in time"),
        }
    }
}

/// Sentences one after another; English ones are parted by a space.
pub fn sentences(all: &[Text]) -> Text {
    let zh: Vec<&str> = all.iter().map(|t| t.zh.as_str()).collect();
    let en: Vec<&str> = all.iter().map(|t| t.en.as_str()).collect();
    Text::new(zh.concat(), en.join(" "))
}

/// Where a person stands today; a leader's place is the post that he leads.
pub fn current(case: &Case, teacher: TeacherIx) -> Text {
    let t = case.county.teacher(teacher);
    match t.school {
        Some(school) if t.role.is_leader() => office(case, school, t.role),
        Some(school) => words::station(
            case,
            Station {
                school,
                stage: t.stage,
                subject: t.subject,
            },
        ),
        None => Text::new("待聘", "the pool"),
    }
}

/// `缺岗（T2）由 12 增至 14`
pub fn change(c: &Change) -> Text {
    let (a, b) = (amount(c.tier, c.before), amount(c.tier, c.after));
    let way = match c.worse() > 0 {
        true => Text::new("增至", "rises"),
        false => Text::new("减至", "falls"),
    };
    say!(
        "{name}（{no}）由 {a} {way} {b}",
        "{no} ({name}) {way} from {a} to {b}",
        name = Text::new(c.tier.zh(), of(c.tier)),
        no = c.tier.no(),
        way = way,
        a = a,
        b = b
    )
}

/// What a tier counts, in a sentence.
fn of(tier: Tier) -> &'static str {
    match tier {
        Tier::Uncovered => "uncovered posts, by weight",
        _ => tier.en(),
    }
}

/// A value as people read it: distances in kilometres.
pub fn amount(tier: Tier, value: i64) -> Text {
    match tier {
        Tier::Distance => {
            let sign = if value < 0 { "-" } else { "" };
            let (km, tenth) = (value.abs() / 10, value.abs() % 10);
            Text::new(
                format!("{sign}{km}.{tenth} 公里"),
                format!("{sign}{km}.{tenth} km"),
            )
        }
        _ => Text::new(value.to_string(), value.to_string()),
    }
}

/// `{what}，缺岗由 12 增至 14，…`: what comes of an alternative, and how sure that is.
pub fn consequence(what: &Text, forced: &Forced, made: &Made) -> Text {
    match forced {
        Forced::Open => say!(
            "{what}：限时内没有得出结论。",
            "{what}: not settled in the time given.",
            what = *what
        ),
        Forced::Impossible(reasons) => say!(
            "{what}，则没有任何可行方案：{all}。",
            "{what}, there is no plan at all: {all}.",
            what = *what,
            all = against(reasons)
        ),
        Forced::Plan { moved, .. } => of_plan(what, forced, moved.len(), made),
    }
}

/// What stands against an alternative, without the last full stop.
fn against(reasons: &[Text]) -> Text {
    let zh = reasons.iter().map(|r| r.zh.trim_end_matches('。'));
    let en = reasons.iter().map(|r| r.en.trim_end_matches('.'));
    match reasons.is_empty() {
        true => Text::new("限时内未查明原因", "why was not found in the time given"),
        false => Text::new(
            zh.collect::<Vec<_>>().join("；"),
            en.collect::<Vec<_>>().join("; "),
        ),
    }
}

fn of_plan(what: &Text, forced: &Forced, n: usize, made: &Made) -> Text {
    let sure = Claim::of(forced);
    let Some(decides) = forced.decides() else {
        return equal(what, n, made);
    };
    let change = change(decides);
    if decides.worse() < 0 {
        return better(what, &change, n, made.excuse(decides.tier));
    }
    let proof = match sure {
        Claim::Exact | Claim::Decided => Text::new("此点已证明", "this is proven"),
        _ => Text::new(
            "此为已找到的方案，实际代价不会更高",
            "in the plan found; the true cost is no higher",
        ),
    };
    let drawn = |c: &&Change| !matches!(c.tier, Tier::Draw | Tier::DrawAgain);
    let last = forced.tiers().iter().rfind(drawn);
    let order = match last.is_some_and(|c| c.tier == decides.tier) {
        true => Text::new("其余各层级不变", "no other tier changes"),
        false => Text::new(
            "而该层级先于其后各项",
            "that tier goes before all later ones",
        ),
    };
    say!(
        "{what}，则{change}，{order}，因此没有这样安排（{proof}；共 {n} 人的去向不同）。",
        "{what}, {change}; {order}, so it was not done ({proof}; {n} outcomes differ).",
        what = *what,
        change = change,
        order = order,
        proof = proof,
        n = n
    )
}

fn equal(what: &Text, n: usize, made: &Made) -> Text {
    match made.note() {
        Some(note) => say!(
            "{what}，各层级取值与本方案完全相同；{note}（共 {n} 人的去向不同）。",
            "{what}, every tier stays as it is; {note} ({n} outcomes differ).",
            what = *what,
            note = note,
            n = n
        ),
        None => say!(
            "{what}，各层级取值与本方案完全相同：两种安排同样好，规则本身没有分出先后（共 {n} 人的去向不同）。",
            "{what}, every tier stays as it is: both are equally good, the rules do not tell them apart ({n} outcomes differ).",
            what = *what,
            n = n
        ),
    }
}

fn better(what: &Text, change: &Text, n: usize, excuse: Option<Text>) -> Text {
    let so = excuse.unwrap_or_else(|| {
        Text::new(
            "优于本方案：本方案不是最优的",
            "this is better than this plan, which is not the best one",
        )
    });
    say!(
        "{what}，{change}；{so}（共 {n} 人的去向不同）。",
        "{what}, {change}; {so} ({n} outcomes differ).",
        what = *what,
        change = *change,
        so = so,
        n = n
    )
}

/// Where a row puts somebody; a leader's place is the post that he leads.
pub fn place(case: &Case, row: &Assignment) -> Option<Text> {
    let station = row.station?;
    Some(match row.outcome {
        Outcome::Lead => office(case, station.school, row.role),
        _ => words::station(case, station),
    })
}

/// `第五小学 校长`
pub fn office(case: &Case, school: SchoolIx, role: Role) -> Text {
    say!(
        "{school} {role}",
        "{school}, {role}",
        school = words::school(case, school),
        role = Text::new(role.zh(), role.en())
    )
}

/// `调动 第五小学 小学语文`
pub fn fate(case: &Case, row: Option<&Assignment>) -> Text {
    let Some(row) = row else {
        return Text::new("无", "none");
    };
    let word = Text::new(row.outcome.zh(), row.outcome.key());
    match place(case, row) {
        Some(place) => say!(
            "{word} {place}",
            "{word} {place}",
            word = word,
            place = place
        ),
        None => word,
    }
}
