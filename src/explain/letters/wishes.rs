//! What became of a person's wishes.

use super::super::seats;
use crate::audit;
use crate::case::Case;
use crate::county::Wish;
use crate::demand::CellIx;
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Outcome, Station};
use crate::policy::ProcessMode;
use crate::text::Text;
use std::collections::BTreeSet;

/// Each wish in a sentence.
pub fn wishes(case: &Case, row: &Assignment) -> Vec<Text> {
    let all = case.county.teacher(row.teacher).wishes.iter();
    let said = all.map(|wish| {
        let place = Station {
            school: wish.school,
            stage: None,
            subject: wish.subject,
        };
        say!(
            "第 {rank} 志愿 {place}：{what}",
            "no. {rank} {place}: {what}",
            rank = wish.rank,
            place = words::station(case, place),
            what = became(case, row, wish)
        )
    });
    said.collect()
}

/// Met, passed over for a better one, kept out by a rule, or not met because others were placed.
fn became(case: &Case, row: &Assignment, wish: &Wish) -> Text {
    let t = case.county.teacher(row.teacher);
    let got = row.seat().and_then(|s| t.wish_rank(s.school, s.subject));
    if row.seat().is_some_and(|s| meets(wish, s)) {
        return Text::new("已实现", "met");
    }
    if let Some(better) = got.filter(|rank| *rank < wish.rank) {
        return say!(
            "已安排在第 {better} 志愿",
            "wish no. {better} was met instead",
            better = better
        );
    }
    if row.open_after().is_some() {
        return Text::new(
            "尚未确定：以后各轮尚未进行",
            "not settled yet: later rounds are still to come",
        );
    }
    if let Some(why) = apart(case, row) {
        return why;
    }
    let cells = wished(case, wish);
    if cells.is_empty() {
        return Text::new("该校本年无此岗位", "no such post at the school this year");
    }
    let fits = |c: &CellIx| audit::fits(case, row.teacher, *c);
    if !cells.iter().any(|c| fits(c).is_ok()) {
        let against = cells.iter().filter_map(|c| fits(c).err()).collect();
        return kept_out(against);
    }
    match case.policy.process.mode {
        ProcessMode::Staged => Text::new(
            "符合条件，跨校竞聘未获录取",
            "fits, but was not taken in the competition",
        ),
        ProcessMode::Integrated => Text::new(
            "符合条件，按全县统筹的先后次序未能安排",
            "fits, but was not placed there under the order of the county's aims",
        ),
    }
}

fn meets(wish: &Wish, seat: crate::plan::Seat) -> bool {
    seat.school == wish.school && wish.subject.is_none_or(|s| s == seat.subject)
}

/// Persons whose wishes were not weighed at all.
fn apart(case: &Case, row: &Assignment) -> Option<Text> {
    if row.outcome == Outcome::Lead {
        return Some(Text::new(
            "担任校级正职，不再安排教学岗位",
            "leads a school, so no teaching post is given",
        ));
    }
    match case.standing.class_of(row.teacher) {
        Class::Fixed => Some(say!(
            "属直聘人员，不参加竞聘（{no}）",
            "the class is fixed, which does not compete ({no})",
            no = audit::fixed_by(case, row.teacher)
        )),
        Class::Barred => Some(Text::new(
            "本年度不予聘任（R05）",
            "not hireable this year (R05)",
        )),
        _ => None,
    }
}

fn kept_out(rules: BTreeSet<&'static str>) -> Text {
    let found: Vec<_> = rules.into_iter().filter_map(seats::rule).collect();
    let all = |name: fn((&str, &str)) -> String| -> Vec<String> {
        let said = found.iter().map(|r| format!("{} {}", r.no, name(r.name)));
        said.collect()
    };
    Text::new(
        format!("受规则限制：{}", all(|n| n.0.to_owned()).join("、")),
        format!("kept out by {}", all(|n| n.1.to_owned()).join(", ")),
    )
}

/// The cells with posts that a wish names.
pub fn wished(case: &Case, wish: &Wish) -> Vec<CellIx> {
    let named = |ix: &CellIx| {
        let c = case.demand.cell(*ix);
        c.school == wish.school && c.count > 0 && wish.subject.is_none_or(|s| s == c.subject)
    };
    case.demand.cell_ixs().filter(named).collect()
}
