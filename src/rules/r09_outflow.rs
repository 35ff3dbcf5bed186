//! R09 流出上限: Moves out of a school and in the county are capped by a share of current staff; movers from closing schools are not counted.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::SchoolIx;
use crate::exact::{Falling, Side};
use crate::policy::quantity::Share;
use crate::standing::Settled;
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R09",
    key: "outflow",
    name: ("流出上限", "outflow"),
    default: Mode::Hard,
    meaning: (
        "一校调出人数不超过本校现有教师的规定比例（向上取整），全县调动人数不超过全县现有教师的规定比例（向上取整）。撤并学校调出的人员不计入调动人数，其现有教师计入全县基数。",
        "Moves out of a school ≤ ⌈share × its current staff⌉; in the county ≤ ⌈county share × current staff⌉. Movers from closing schools are not counted; their staff is, in the county figure.",
    ),
};

super::params! {
    /// 调出人数占本校现有教师的最高比例 / moves out of a school as a share of its current staff
    #[schemars(with = "Share")]
    pub share: Decimal,
    /// 调动人数占全县现有教师的最高比例 / moves as a share of the county's current staff
    #[schemars(with = "Share")]
    pub county_share: Decimal,
}

// ---- the rule in the model ----

/// Per school and for the county: `move` outcomes ≤ ⌈share × current staff⌉; closing schools' movers are free.
pub struct Rows {
    schools: Vec<Option<(RowIx, Falling)>>,
    county: Option<(RowIx, Falling)>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let rule = &case.policy.rules.outflow;
    if !rule.on() {
        return Rows {
            schools: vec![None; case.county.schools.len()],
            county: None,
        };
    }
    let staff = |s: SchoolIx| case.standing.staff[s.ix()].len();
    let leaving = |s: SchoolIx| case.standing.leaving(&case.county, s).count();
    let settled = settled(case);
    let row_of = |school: SchoolIx| {
        let s = case.county.school(school);
        let (staff, leaving) = (staff(school), leaving(school));
        let mut most = Falling::new(rule.share, staff, leaving, Side::AtMostCeil);
        most.limit = most.limit.max(most.scale * settled[school.ix()]);
        (!s.closing).then(|| (out.row("R09", &s.id, None, Some(most.limit)), most))
    };
    let schools = case.county.school_ixs().map(row_of).collect();
    let all = case.county.school_ixs().map(staff).sum();
    let gone = case.county.school_ixs().map(leaving).sum();
    let mut most = Falling::new(rule.county_share, all, gone, Side::AtMostCeil);
    most.limit = most.limit.max(most.scale * settled.iter().sum::<i64>());
    let county = out.row("R09", "county", None, Some(most.limit));
    Rows {
        schools,
        county: Some((county, most)),
    }
}

/// Per school that stays: moves out of it that the rounds before the adjustment have settled. They were asked for by
/// those who move, and rounds do not count; the adjustment adds none where they are as many as the limit.
fn settled(case: &Case) -> Vec<i64> {
    let mut all = vec![0; case.county.schools.len()];
    for t in case.county.teacher_ixs() {
        let own = case.county.teacher(t).school;
        if let (Some(Settled::Seat(cell)), Some(own)) = (case.standing.settled(t), own)
            && !case.county.school(own).closing
            && !case.county.same_unit(own, case.demand.cell(cell).school)
        {
            all[own.ix()] += 1;
        }
    }
    all
}

impl Counting for Rows {
    fn touch(&self, case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let swings = column.swings(case).is_some();
        let Some(person) = column.person.filter(|_| column.departs || swings) else {
            return;
        };
        let school = case.county.teacher(person).school;
        let Some(own) = school.and_then(|s| self.schools[s.ix()]) else {
            return;
        };
        for (row, most) in [Some(own), self.county].into_iter().flatten() {
            put(row, if swings { most.shift } else { most.scale });
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{SchoolIx, TeacherIx};
    use crate::exact;
    use crate::plan::words::{self, say};
    use crate::plan::{Assignment, Plan, Round};
    use crate::terms::finding::Findings;
    use crate::text::Text;
    use rust_decimal::Decimal;

    /// Schools, and the county, from which more persons move than the share of current staff allows.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        let rule = &case.policy.rules.outflow;
        if !rule.on() {
            return;
        }
        let mut movers: Vec<Vec<TeacherIx>> = vec![Vec::new(); case.county.schools.len()];
        for row in plan.rows.iter().filter(|r| r.moved_to(case).is_some()) {
            let from = case.county.teacher(row.teacher).school;
            if let Some(from) = from.filter(|s| !case.county.school(*s).closing) {
                movers[from.ix()].push(row.teacher);
            }
        }
        let all: usize = movers.iter().map(Vec::len).sum();
        let mut asked = 0;
        for school in case.county.school_ixs() {
            let staff = case.standing.staff[school.ix()].len();
            let gone = std::mem::take(&mut movers[school.ix()]);
            let by_rounds = by_rounds(case, plan, &gone);
            asked += by_rounds;
            let most = exact::ceil(rule.share * Decimal::from(staff));
            if gone.len() as i64 > most {
                let broken = gone.len() as i64 > by_rounds;
                let text = too_many(case, school, &gone, staff, most);
                say_over(broken, gone, vec![school], text, out);
            }
        }
        let staff: usize = case.standing.staff.iter().map(Vec::len).sum();
        let most = exact::ceil(rule.county_share * Decimal::from(staff));
        if all as i64 > most {
            let text = say!(
                "全县调动 {all} 人 > 上限 {most}（现有教师 {staff} 人）",
                "county: {all} persons move > limit {most} (current staff {staff})",
                all = all,
                most = most,
                staff = staff
            );
            say_over(all as i64 > asked, Vec::new(), Vec::new(), text, out);
        }
    }

    /// What the competitions of a staged year have brought about by themselves breaks nothing, but is told.
    fn say_over(
        broken: bool,
        who: Vec<TeacherIx>,
        schools: Vec<SchoolIx>,
        text: Text,
        out: &mut Findings,
    ) {
        match broken {
            true => out.broken("R09", who, schools, text),
            false => {
                let text = say!(
                    "{text}；均由竞聘轮次按志愿形成，组织调剂未再增加",
                    "{text}; all by wishes in the rounds of competition, the adjustment added none",
                    text = text
                );
                out.reported("R09", who, schools, text);
            }
        }
    }

    /// Moves settled in a round before the adjustment: competitions do not count moves, so these may exceed the limit by
    /// themselves, but then nobody else is moved out.
    fn by_rounds(case: &Case, plan: &Plan, gone: &[TeacherIx]) -> i64 {
        if !plan.is_judged_by_rounds(case) {
            return 0;
        }
        let rows = gone.iter().filter_map(|t| plan.of(*t));
        let before = |row: &&Assignment| row.round().is_some_and(|r| r < Round::Adjustment);
        rows.filter(before).count() as i64
    }

    fn too_many(
        case: &Case,
        school: SchoolIx,
        gone: &[TeacherIx],
        staff: usize,
        most: i64,
    ) -> Text {
        say!(
            "{name}：调出 {n} 人 > 上限 {most}（现有教师 {staff} 人）：{who}",
            "{name}: {n} persons move out > limit {most} (current staff {staff}): {who}",
            name = words::school(case, school),
            n = gone.len(),
            most = most,
            staff = staff,
            who = words::persons(case, gone)
        )
    }
}
pub use reading::read;
