//! Posts, headcount and title posts from numbers, never from persons (SPEC §3).

pub mod conditions;
mod coverage;
mod declared;
mod derived;
mod faults;
mod formula;
mod ratio;
pub mod retirement;
mod scrutiny;
mod shared;
mod staff;

pub use coverage::{Coverage, coverage};
pub use faults::check;
pub use formula::{PostFormula, SchoolPosts, Term};
pub use ratio::Ratio;
pub use scrutiny::{Excess, MadeForOne, excesses, made_for_one};
pub use shared::SharedPost;
pub use staff::{Basis, SchoolStaff, StageStaff, stage_of};

use crate::county::{County, SchoolIx, Stage, SubjectIx};
use crate::policy::Policy;
use std::collections::{BTreeMap, BTreeSet};

/// Position of a cell in [`Demand::cells`], which is sorted by school, stage, subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIx(pub u32);

impl CellIx {
    pub fn ix(self) -> usize {
        self.0 as usize
    }
}

/// A seat's kind: school, stage, subject, and how many seats it has (0 at a closing school).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub school: SchoolIx,
    pub stage: Stage,
    pub subject: SubjectIx,
    pub count: u32,
    pub conditions: Option<String>,
    pub basis: String,
}

/// What each school may fill.
#[derive(Debug, Clone, Default)]
pub struct Demand {
    pub cells: Vec<Cell>,
    /// Per school: 核定编制, 高级岗位数, 中级岗位数 — given or derived.
    pub approved: Vec<u32>,
    pub senior_posts: Vec<u32>,
    pub intermediate_posts: Vec<u32>,
    /// Per school: how headcount, teaching quota and title posts came about.
    pub staff: Vec<SchoolStaff>,
    /// The formula's arithmetic, whether or not a posts table overrides it; sorted by school, stage, subject.
    pub formulas: Vec<PostFormula>,
    /// How each school with classes got whole posts.
    pub schools: Vec<SchoolPosts>,
    /// Shared posts; each is also one seat of its host's cell.
    pub shared: Vec<SharedPost>,
}

impl Demand {
    /// The county's posts: those of its posts table, else by the formula of SPEC §3.
    pub fn new(county: &County, policy: &Policy) -> Demand {
        let declared = county
            .posts
            .as_deref()
            .map(|rows| declared::cells(county, rows));
        let staff = staff::all(county, policy, &declared::by_stage(county));
        let (mut formulas, mut schools) = formula::all(county, policy, &staff);
        let shared = match declared.is_none() && policy.shares_posts() {
            true => shared::all(county, policy, &mut formulas, &mut schools),
            false => Vec::new(),
        };
        Demand {
            cells: declared
                .unwrap_or_else(|| declared::add(county, derived::cells(&formulas, &shared))),
            approved: staff.iter().map(|s| s.approved).collect(),
            senior_posts: staff.iter().map(|s| s.senior_posts).collect(),
            intermediate_posts: staff.iter().map(|s| s.intermediate_posts).collect(),
            staff,
            formulas,
            schools,
            shared,
        }
    }

    /// Schools that have classes and no row in the posts table, with the stages left out; empty without such a table.
    pub fn undeclared(&self, county: &County) -> BTreeMap<SchoolIx, BTreeSet<Stage>> {
        let mut left: BTreeMap<SchoolIx, BTreeSet<Stage>> = BTreeMap::new();
        let declared = declared::by_stage(county);
        let taught = self.formulas.iter().filter(|_| county.posts.is_some());
        for f in taught.filter(|f| !declared.contains_key(&(f.school, f.stage))) {
            left.entry(f.school).or_default().insert(f.stage);
        }
        left
    }

    pub fn cell(&self, ix: CellIx) -> &Cell {
        &self.cells[ix.ix()]
    }

    pub fn cell_ixs(&self) -> impl Iterator<Item = CellIx> + use<> {
        (0..self.cells.len() as u32).map(CellIx)
    }

    pub fn find(&self, school: SchoolIx, stage: Stage, subject: SubjectIx) -> Option<CellIx> {
        let key = (school, stage, subject);
        let found = self
            .cells
            .binary_search_by_key(&key, |c| (c.school, c.stage, c.subject));
        found.ok().map(|i| CellIx(i as u32))
    }
}
