//! R08 交流轮岗: Schools of the named areas move a share of those due; backbone teachers are a share of the movers; the shortfall is tier T4.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::SchoolIx;
use crate::exact::{self, Falling, Side};
use crate::policy::quantity::{AreaWord, Distinct, Share, Years};
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R08",
    key: "rotation",
    name: ("交流轮岗", "rotation"),
    default: Mode::Tier,
    meaning: (
        "规定城乡类型的各校，竞聘教师在本校的周年数达到规定年限的为交流到期教师，其中须调动的人数（需交流人数）为到期人数的规定比例（向上取整），不足数为该校差额（撤并学校不计）。全县交流到期教师的调动者中，骨干教师不少于规定比例，不足数为骨干差额。各校差额与骨干差额之和计入“轮岗”层级。",
        "At each school of the named areas, free teachers with at least the given full years there are due; ⌈share × due⌉ of them are to move, and what is missing is the school's shortfall r (closing schools left out). In the county, backbone movers among the due movers + b ≥ backbone share × due movers, b a whole number. The tier's value is Σ r + b.",
    ),
};

super::params! {
    /// 须组织交流的学校城乡类型 / areas whose schools rotate
    #[schemars(with = "Distinct<AreaWord>")]
    pub areas: Vec<String>,
    /// 在同一学校满几周年为交流到期 / full years at the school after which a free teacher is due
    #[schemars(with = "Years")]
    pub years: u32,
    /// 交流到期教师中调动的最低比例 / share of those due that must move
    #[schemars(with = "Share")]
    pub share: Decimal,
    /// 交流到期的调动者中骨干教师的最低比例 / share of due movers that must be backbone
    #[schemars(with = "Share")]
    pub backbone_share: Decimal,
}

// ---- the rule in the model ----

/// Per school: movers among the due + shortfall ≥ need. County: backbone movers + b ≥ share × due movers.
pub struct Rows {
    schools: Vec<Option<(RowIx, Falling)>>,
    county: Option<RowIx>,
    /// The backbone share as a fraction, so that the county row has whole numbers.
    share: (i64, i64),
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let rule = &case.policy.rules.rotation;
    let movers = case.standing.due.iter().filter(|due| **due).count();
    let share = exact::fraction(rule.backbone_share, movers, true);
    if !rule.on() {
        return Rows {
            schools: vec![None; case.county.schools.len()],
            county: None,
            share,
        };
    }
    let cost = Some((Tier::Rotation, 1));
    let row_of = |school: SchoolIx| {
        let (most, need) = need(case, school);
        let s = case.county.school(school);
        let id = &s.id;
        (most > 0 && !s.closing).then(|| {
            let row = out.row("R08", id, Some(need.limit), None);
            let terms = vec![(row, need.scale)];
            out.slack(format!("rotation {id}"), Some(most), cost, terms);
            (row, need)
        })
    };
    let schools = case.county.school_ixs().map(row_of).collect();
    let county = out.row("R08", "backbone", Some(0), None);
    out.slack("rotation backbone", None, cost, vec![(county, share.1)]);
    Rows {
        schools,
        county: Some(county),
        share,
    }
}

/// How many of the due of a school must move: ⌈share × due⌉, at most and as a row. Leaders who are due for rotation too
/// once they return to teaching count no longer when they are appointed elsewhere.
fn need(case: &Case, school: SchoolIx) -> (i64, Falling) {
    let standing = &case.standing;
    let staff = standing.staff[school.ix()].iter();
    let due = staff.filter(|t| standing.due[t.ix()]).count();
    let leaving = standing.leaving(&case.county, school);
    let leaving = leaving.filter(|t| standing.due[t.ix()]).count();
    let share = case.policy.rules.rotation.share;
    let most = exact::ceil(share * Decimal::from(due));
    (most, Falling::new(share, due, leaving, Side::AtLeastCeil))
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let swings = column.swings(case).is_some();
        let Some(person) = column.person.filter(|_| column.departs || swings) else {
            return;
        };
        if !case.standing.due[person.ix()] {
            return;
        }
        let school = case.county.teacher(person).school;
        if let Some((row, need)) = school.and_then(|s| self.schools[s.ix()]) {
            put(row, if swings { need.shift } else { need.scale });
        }
        if let Some(row) = self.county.filter(|_| !swings) {
            let (n, d) = self.share;
            put(row, if column.profile.backbone { d - n } else { -n });
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{School, SchoolIx, TeacherIx};
    use crate::exact;
    use crate::plan::words::{self, say};
    use crate::plan::{Class, Plan};
    use crate::terms::finding::Findings;
    use rust_decimal::Decimal;

    /// Rotation of one school: how many are due, must move, do move.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Rotation {
        pub due: i64,
        pub need: i64,
        pub moved: i64,
        pub backbone_moved: i64,
    }

    impl Rotation {
        pub fn shortfall(self) -> i64 {
            (self.need - self.moved).max(0)
        }
    }

    /// Whether a teacher is due: free, long enough at a school that rotates. Closing schools need nobody to move, but
    /// whoever moves from there counts in the county's backbone share.
    pub fn due(case: &Case, teacher: TeacherIx) -> bool {
        let rule = &case.policy.rules.rotation;
        let t = case.county.teacher(teacher);
        let (Some(school), Some(since)) = (t.school, t.since) else {
            return false;
        };
        let school = case.county.school(school);
        case.standing.class_of(teacher) == Class::Free
            && rule.areas.iter().any(|a| a == school.area.zh())
            && since.full_years_to(case.policy.as_of()) >= rule.years as i32
    }

    /// Rotation of every school, in their order; all zero when the rule is off.
    pub fn schools(case: &Case, plan: &Plan) -> Vec<Rotation> {
        let rule = &case.policy.rules.rotation;
        let mut all = vec![Rotation::default(); case.county.schools.len()];
        if !rule.on() {
            return all;
        }
        for teacher in case.county.teacher_ixs().filter(|t| due(case, *t)) {
            let t = case.county.teacher(teacher);
            let Some(school) = t.school else { continue };
            let moved = plan
                .of(teacher)
                .is_some_and(|row| row.moved_to(case).is_some());
            let of = &mut all[school.ix()];
            of.due += 1;
            of.moved += i64::from(moved);
            of.backbone_moved += i64::from(moved && t.backbone.counts());
        }
        let open = |(_, school): &(_, &School)| !school.closing;
        for (of, _) in all.iter_mut().zip(&case.county.schools).filter(open) {
            of.need = exact::ceil(rule.share * Decimal::from(of.due));
        }
        all
    }

    /// Backbone teachers missing among the due movers of the county.
    fn backbone_missing(case: &Case, all: &[Rotation]) -> i64 {
        let moved: i64 = all.iter().map(|r| r.moved).sum();
        let backbone: i64 = all.iter().map(|r| r.backbone_moved).sum();
        let need = exact::ceil(case.policy.rules.rotation.backbone_share * Decimal::from(moved));
        (need - backbone).max(0)
    }

    /// Tier T4.
    pub fn tier(case: &Case, plan: &Plan) -> i64 {
        let all = schools(case, plan);
        all.iter().map(|r| r.shortfall()).sum::<i64>() + backbone_missing(case, &all)
    }

    /// Reports each school whose rotation falls short, and the county's backbone share.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        let all = schools(case, plan);
        for (i, of) in all.iter().enumerate().filter(|(_, r)| r.shortfall() > 0) {
            let school = SchoolIx(i as u32);
            let text = say!(
                "{name}：交流到期 {due} 人，需交流 {need} 人，实际 {moved} 人，差 {short} 人",
                "{name}: {due} due, {need} must move, {moved} do, {short} short",
                name = words::school(case, school),
                due = of.due,
                need = of.need,
                moved = of.moved,
                short = of.shortfall()
            );
            out.reported("R08", Vec::new(), vec![school], text);
        }
        let missing = backbone_missing(case, &all);
        if missing > 0 {
            let moved: i64 = all.iter().map(|r| r.moved).sum();
            let backbone: i64 = all.iter().map(|r| r.backbone_moved).sum();
            let text = say!(
                "全县交流教师 {moved} 人中骨干 {backbone} 人，差 {missing} 人",
                "county: {backbone} backbone teachers among {moved} due movers, {missing} short",
                moved = moved,
                backbone = backbone,
                missing = missing
            );
            out.reported("R08", Vec::new(), Vec::new(), text);
        }
    }
}
pub use reading::read;
