//! R11 岗位结构: Senior and intermediate persons at a school ≤ max(posts, persons there now) + over; over is tier T6.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{Area, Role, SchoolIx, TeacherIx, Title};
use crate::policy::quantity::{Per, Share, StageWord, Years};
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    no: "R11",
    key: "titles",
    name: ("岗位结构", "titles"),
    default: Mode::Tier,
    meaning: (
        "一校高级（含正高级）人数不超过高级岗位数与现有高级人数中的较大者，中级人数同此；超出人数之和计入“超职数”层级。学校表未填岗位数的，按核定编制与各学段比例推算（四舍五入）。政策规定的双肩挑领导、在乡村学校聘任的乡村单列人员不占学校岗位，前后均不计。超出的先进后消化，不降低任何人的职称。",
        "At each school, senior persons ≤ max(senior posts, senior persons there now) + over; the same for intermediate. Σ over is tier T6. Where the table gives no number of posts, approved staff × the share of each stage, rounded half up. Where policy says so, leaders who hold a title beside their office (双肩挑) and long-serving persons at rural schools (乡村单列) stand outside the school's posts, before and after. An excess is worked off later; nobody's title is lowered.",
    ),
};

super::params! {
    /// 按学段，高级岗位占核定编制的比例 / by stage: senior posts as a share of approved staff where the table gives none
    #[schemars(with = "Per<StageWord, Share>")]
    pub senior_share: BTreeMap<String, Decimal>,
    /// 按学段，中级岗位占核定编制的比例 / by stage: intermediate posts as a share of approved staff where the table gives none
    #[schemars(with = "Per<StageWord, Share>")]
    pub intermediate_share: BTreeMap<String, Decimal>,
    /// 双肩挑：校长、书记的职称不占学校岗位 / titles of 校长 and 书记 stand outside the school's title posts
    #[serde(default)]
    pub leaders_outside: bool,
    /// 双肩挑：留在本校的副校长的职称不占学校岗位 / so do those of 副校长 who stay at their school
    #[serde(default)]
    pub deputies_outside: bool,
    /// 乡村单列：乡村任教满几年的高级教师，在乡村学校不占岗位；不填即不单列 / rural years from which a senior title at a rural school stands outside its posts; none = never
    #[serde(default)]
    #[schemars(with = "Option<Years>")]
    pub rural_years_senior: Option<u32>,
    /// 乡村单列：乡村任教满几年的中级教师，在乡村学校不占岗位；不填即不单列 / the same for an intermediate title
    #[serde(default)]
    #[schemars(with = "Option<Years>")]
    pub rural_years_intermediate: Option<u32>,
}

// ---- the rule in the model ----

/// Whether a title stands outside the posts of any rural school: enough 乡村任教年限 for its level.
pub fn rural_title(case: &Case, teacher: TeacherIx) -> bool {
    let rule = &case.policy.rules.titles;
    let t = case.county.teacher(teacher);
    let years = match t.title {
        title if title.is_senior() => rule.rural_years_senior,
        title if title.is_intermediate() => rule.rural_years_intermediate,
        _ => None,
    };
    let served = t.rural_years.unwrap_or_default();
    years.is_some_and(|years| served >= Decimal::from(years))
}

/// Whether a title stands outside the posts of `school`: by long rural service, or as a leader's or deputy's there.
fn outside(case: &Case, teacher: TeacherIx, school: SchoolIx, leads: bool) -> bool {
    let rule = &case.policy.rules.titles;
    let t = case.county.teacher(teacher);
    let rural = case.county.school(school).area == Area::Rural && rural_title(case, teacher);
    let deputy = t.role == Role::VicePrincipal && t.school == Some(school);
    rural || rule.leaders_outside && leads || rule.deputies_outside && deputy && !leads
}

/// Per school and level: persons − over ≤ max(posts, persons there now).
pub struct Rows {
    senior: Vec<Option<RowIx>>,
    intermediate: Vec<Option<RowIx>>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let d = &case.demand;
    Rows {
        senior: level(case, "senior", &d.senior_posts, Title::is_senior, out),
        intermediate: level(
            case,
            "intermediate",
            &d.intermediate_posts,
            Title::is_intermediate,
            out,
        ),
    }
}

fn level(
    case: &Case,
    name: &str,
    posts: &[u32],
    belongs: fn(Title) -> bool,
    out: &mut row::Rows,
) -> Vec<Option<RowIx>> {
    let row_of = |school: SchoolIx| {
        if !case.policy.rules.titles.on() {
            return None;
        }
        let now = case.standing.persons_now(school);
        let leads = |t| case.county.teacher(t).role.is_leader();
        let now = now
            .filter(|t| belongs(case.county.teacher(*t).title))
            .filter(|t| !outside(case, *t, school, leads(*t)))
            .count() as i64;
        let name = format!("{name} {}", case.county.school(school).id);
        let row = out.row(
            "R11",
            &name,
            None,
            Some(now.max(i64::from(posts[school.ix()]))),
        );
        out.slack(
            format!("over {name}"),
            None,
            Some((Tier::Titles, 1)),
            vec![(row, -1)],
        );
        Some(row)
    };
    case.county.school_ixs().map(row_of).collect()
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let Some(station) = column.station else {
            return;
        };
        let title = column.profile.title;
        let rows = if title.is_senior() {
            &self.senior
        } else if title.is_intermediate() {
            &self.intermediate
        } else {
            return;
        };
        let leads = column.leads();
        let stands_outside = match column.person {
            Some(person) => outside(case, person, station.school, leads),
            // Nobody named: he comes from another school, so that only long rural service can count.
            None => {
                let rural = case.county.school(station.school).area == Area::Rural;
                rural && column.profile.rural_title
            }
        };
        if stands_outside {
            return;
        }
        if let Some(row) = rows[station.school.ix()] {
            put(row, 1);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{Area, Role, SchoolIx, TeacherIx, Title};
    use crate::plan::words::{self, say};
    use crate::plan::{Outcome, Plan};
    use crate::terms::finding::Findings;
    use crate::text::Text;
    use rust_decimal::Decimal;

    /// One level of title posts at one school.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Level {
        pub school: SchoolIx,
        pub senior: bool,
        pub posts: usize,
        /// Persons who count in the posts, before and after.
        pub before: usize,
        pub after: usize,
        /// After: those of the level who stand outside the posts (双肩挑, 乡村单列).
        pub dual: usize,
        pub rural: usize,
    }

    impl Level {
        /// A standing excess may stay, not grow.
        pub fn over(self) -> usize {
            self.after.saturating_sub(self.posts.max(self.before))
        }
    }

    /// Why a title stands outside a school's title posts.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Beside {
        /// 双肩挑: an office is held beside it.
        Dual,
        /// 乡村单列: long service at rural schools.
        Rural,
    }

    /// Whether a person's title counts beside the posts of a school, and why; an office comes first.
    pub fn beside(case: &Case, t: TeacherIx, school: SchoolIx, leads: bool) -> Option<Beside> {
        let rule = &case.policy.rules.titles;
        let person = case.county.teacher(t);
        let stays = person.school == Some(school);
        if leads && rule.leaders_outside
            || !leads && stays && person.role == Role::VicePrincipal && rule.deputies_outside
        {
            return Some(Beside::Dual);
        }
        let least = match person.title {
            Title::FullSenior | Title::Senior => rule.rural_years_senior?,
            Title::First => rule.rural_years_intermediate?,
            Title::Second | Title::Third | Title::None => return None,
        };
        let long = person
            .rural_years
            .is_some_and(|y| y >= Decimal::from(least));
        let village = case.county.school(school).area == Area::Rural;
        (long && village).then_some(Beside::Rural)
    }

    /// Both levels of every school; empty when the rule is off.
    pub fn levels(case: &Case, plan: &Plan) -> Vec<Level> {
        if !case.policy.rules.titles.on() {
            return Vec::new();
        }
        let title = |t| case.county.teacher(t).title;
        let persons = plan.persons(case);
        let mut all = Vec::new();
        for school in case.county.school_ixs() {
            for senior in [true, false] {
                let belongs = |title: Title| match title {
                    Title::FullSenior | Title::Senior => senior,
                    Title::First => !senior,
                    Title::Second | Title::Third | Title::None => false,
                };
                let posts = match senior {
                    true => &case.demand.senior_posts,
                    false => &case.demand.intermediate_posts,
                };
                let leads = |t| case.county.teacher(t).role.is_leader();
                let before = case.standing.persons_now(school);
                let before = before.filter(|t| belongs(title(*t)));
                let after = persons[school.ix()].iter();
                let after = after.filter(|row| belongs(title(row.teacher)));
                let after = after
                    .map(|row| beside(case, row.teacher, school, row.outcome == Outcome::Lead));
                let after: Vec<Option<Beside>> = after.collect();
                let of = |b: Option<Beside>| after.iter().filter(|a| **a == b).count();
                all.push(Level {
                    school,
                    senior,
                    posts: posts[school.ix()] as usize,
                    before: before
                        .filter(|t| beside(case, *t, school, leads(*t)).is_none())
                        .count(),
                    after: of(None),
                    dual: of(Some(Beside::Dual)),
                    rural: of(Some(Beside::Rural)),
                });
            }
        }
        all
    }

    /// Tier T6.
    pub fn tier(case: &Case, plan: &Plan) -> i64 {
        levels(case, plan).iter().map(|l| l.over() as i64).sum()
    }

    /// Reports each school that would have more title holders than posts and more than today.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for level in levels(case, plan).into_iter().filter(|l| l.over() > 0) {
            let text = say!(
                "{name}：{title} {after} 人 > 岗位 {posts}、现有 {before}，超 {over} 人",
                "{name}: {after} {title} persons > {posts} posts, {before} today, {over} over",
                name = words::school(case, level.school),
                title = match level.senior {
                    true => Text::new("高级", "senior"),
                    false => Text::new("中级", "intermediate"),
                },
                after = level.after,
                posts = level.posts,
                before = level.before,
                over = level.over()
            );
            out.reported("R11", Vec::new(), vec![level.school], text);
        }
    }
}
pub use reading::read;
