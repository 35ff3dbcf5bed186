//! R23 走教: The fractions of posts left in a cluster become shared posts; what their holders travel counts in T11.

use super::{Mode, Rule};
use crate::case::Case;
use crate::demand::{CellIx, SharedPost};
use crate::policy::quantity::Share;
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    no: "R23",
    key: "shared",
    name: ("走教", "shared"),
    default: Mode::Off,
    meaning: (
        "学区内不足1个岗位的零头按学段、学科合并为走教岗，由一所学校聘任，列明服务学校和课时。一校同一岗位先聘满本校岗，再聘走教岗，路程短的在先；每个聘任到人的走教岗，按聘任学校到各服务学校的直线公里数之和乘10（舍去零头）计入“距离”层级。",
        "The fractions of posts left in a cluster are pooled by stage and subject into shared posts: one host school, the schools served and the lessons at each. Of a cell the host's own posts are filled first, then its shared posts, the shorter way first; each filled shared post adds ⌊10 × Σ km from the host to every other school served⌋ to tier T11.",
    ),
};

super::params! {
    /// 零头合计的余数达到此数才增设1个走教岗 / remainder of the pooled fractions, in full-time equivalents, from which it makes a post
    #[schemars(with = "Share")]
    pub min_fraction: Decimal,
}

// ---- the rule in the model ----

/// Per cell with shared posts: seats taken − shared posts filled ≤ the host's own posts; each filled one costs its way.
pub struct Rows {
    cells: BTreeMap<CellIx, RowIx>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let mut cells: BTreeMap<CellIx, RowIx> = BTreeMap::new();
    let mut ways: BTreeMap<CellIx, Vec<i64>> = BTreeMap::new();
    for post in &case.demand.shared {
        if let Some(cell) = case.demand.find(post.host, post.stage, post.subject) {
            ways.entry(cell).or_default().push(way(case, post));
        }
    }
    for (cell, ways) in ways {
        let name = case.cell_name(cell);
        let count = i64::from(case.demand.cell(cell).count);
        let row = out.row("R23", &name, None, Some(count - ways.len() as i64));
        for (i, way) in ways.into_iter().enumerate() {
            let cost = Some((Tier::Distance, way));
            out.slack(format!("shared {name} {i}"), Some(1), cost, vec![(row, -1)]);
        }
        cells.insert(cell, row);
    }
    Rows { cells }
}

/// Tenths of a kilometre from the host to every school served, cut off once.
fn way(case: &Case, post: &SharedPost) -> i64 {
    let others = post.served.iter().map(|(school, _)| *school);
    let km: f64 = others.map(|s| case.county.km(post.host, s)).sum();
    (10.0 * km).floor() as i64
}

impl Counting for Rows {
    fn touch(&self, _case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        if let Some(row) = column.seat().and_then(|cell| self.cells.get(&cell)) {
            put(*row, 1);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::SchoolIx;
    use crate::demand::SharedPost;
    use crate::plan::words::{self, say};
    use crate::plan::{Plan, Seat};
    use crate::terms::finding::Findings;
    use crate::text::Text;
    use rust_decimal::prelude::ToPrimitive;

    /// One shared post and what a plan makes of it.
    #[derive(Debug, Clone)]
    pub struct Walk<'a> {
        pub post: &'a SharedPost,
        /// Tenths of a kilometre from the host to all other schools served.
        pub tenths: i64,
        pub filled: bool,
    }

    /// Every shared post, in the order of the demand. Whoever is hired beyond the host's own posts walks; of several
    /// shared posts of one seat those with the shorter way are filled first.
    pub fn walks<'a>(case: &'a Case, plan: &Plan) -> Vec<Walk<'a>> {
        let seats = plan.seats();
        let mut all: Vec<Walk> = case
            .demand
            .shared
            .iter()
            .map(|post| Walk {
                post,
                tenths: tenths(case, post),
                filled: false,
            })
            .collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|i| (all[*i].tenths, *i));
        for (rank, at) in order.iter().enumerate() {
            let seat = seat(all[*at].post);
            let of_seat = |i: &&usize| self::seat(all[**i].post) == seat;
            let shared = order.iter().filter(of_seat).count();
            let before = order[..rank].iter().filter(of_seat).count();
            let taken = seats.get(&seat).map_or(0, Vec::len).min(seat.count(case));
            let own = seat.count(case).saturating_sub(shared);
            all[*at].filled = taken > own + before;
        }
        all
    }

    fn seat(post: &SharedPost) -> Seat {
        Seat {
            school: post.host,
            stage: post.stage,
            subject: post.subject,
        }
    }

    fn tenths(case: &Case, post: &SharedPost) -> i64 {
        let mut km = 0.0;
        for (school, _) in post.served.iter().filter(|(s, _)| *s != post.host) {
            km += case.county.km(post.host, *school);
        }
        (10.0 * km).floor().to_i64().unwrap_or(0)
    }

    /// What shared posts add to tier T11.
    pub fn tier(case: &Case, plan: &Plan) -> i64 {
        let walks = walks(case, plan);
        walks.iter().filter(|w| w.filled).map(|w| w.tenths).sum()
    }

    /// Reports each shared post that nobody holds: the lessons that then stay untaught, school by school.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for walk in walks(case, plan).iter().filter(|w| !w.filled) {
            let served: Vec<SchoolIx> = walk.post.served.iter().map(|(s, _)| *s).collect();
            let at = |between: &str| -> String {
                let each = walk.post.served.iter();
                let each = each.map(|(s, n)| format!("{} {n}", words::school(case, *s)));
                each.collect::<Vec<_>>().join(between)
            };
            let text = say!(
                "走教岗（{seat}）未聘到人，周课时无人承担：{lessons}",
                "nobody holds the shared post {seat}; lessons a week left: {lessons}",
                seat = words::seat(case, seat(walk.post)),
                lessons = Text::new(at("、"), at(", "))
            );
            out.reported("R23", Vec::new(), served, text);
        }
    }
}
pub use reading::read;
