//! R11 岗位结构: Senior and intermediate persons at a school ≤ max(posts, persons there now) + over; over is tier T6.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{SchoolIx, Title};
use crate::policy::quantity::{Per, Share, StageWord};
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
        "一校高级（含正高级）人数不超过高级岗位数与现有高级人数中的较大者，中级人数同此；超出人数之和计入“超职数”层级。学校表未填岗位数的，按核定编制与各学段比例推算（四舍五入）。",
        "At each school, senior persons ≤ max(senior posts, senior persons there now) + over; the same for intermediate. Σ over is tier T6. Where the table gives no number of posts, approved staff × the share of each stage, rounded half up.",
    ),
};

super::params! {
    /// 按学段，高级岗位占核定编制的比例 / by stage: senior posts as a share of approved staff where the table gives none
    #[schemars(with = "Per<StageWord, Share>")]
    pub senior_share: BTreeMap<String, Decimal>,
    /// 按学段，中级岗位占核定编制的比例 / by stage: intermediate posts as a share of approved staff where the table gives none
    #[schemars(with = "Per<StageWord, Share>")]
    pub intermediate_share: BTreeMap<String, Decimal>,
}

// ---- the rule in the model ----

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
        let now = now
            .filter(|t| belongs(case.county.teacher(*t).title))
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
    fn touch(&self, _case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
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
        if let Some(row) = rows[station.school.ix()] {
            put(row, 1);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{SchoolIx, Title};
    use crate::plan::Plan;
    use crate::plan::words::{self, say};
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// One level of title posts at one school.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Level {
        pub school: SchoolIx,
        pub senior: bool,
        pub posts: usize,
        pub before: usize,
        pub after: usize,
    }

    impl Level {
        /// A standing excess may stay, not grow.
        pub fn over(self) -> usize {
            self.after.saturating_sub(self.posts.max(self.before))
        }
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
                let before = case.standing.persons_now(school);
                let after = persons[school.ix()].iter();
                all.push(Level {
                    school,
                    senior,
                    posts: posts[school.ix()] as usize,
                    before: before.filter(|t| belongs(title(*t))).count(),
                    after: after.filter(|row| belongs(title(row.teacher))).count(),
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
