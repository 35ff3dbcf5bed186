//! Why somebody has no seat, kept beyond the posts or in the pool: the figures of the present kind of post, and by what
//! those who are appointed to it come first. It names nobody, and tells of nobody else whether he had to compete.

use crate::audit;
use crate::case::Case;
use crate::plan::words::say;
use crate::plan::{Assignment, Class, Outcome, Plan, Seat};
use crate::rules::r26_in_house_first::reading::entrants;
use crate::text::Text;

/// How many posts the cell has, how many hold it today, how many are appointed, how many of these came in, and why them.
pub fn reason(case: &Case, plan: &Plan, row: &Assignment) -> Text {
    let fate = match row.outcome {
        Outcome::Retained => Text::new(
            "本人本年度未分到岗位，留在本校（超岗留任）。",
            "the person has no post this year and is kept at the school beyond the posts.",
        ),
        _ => Text::new(
            "本人本年度未分到岗位，进入待岗。",
            "the person has no post this year and waits in the pool.",
        ),
    };
    let Some(seat) = Seat::current(case, row.teacher) else {
        return say!("{fate}", "Without a present post: {fate}", fate = fate);
    };
    let holders = holders(case, plan, seat);
    let entrants = entrants(case, plan, seat).len();
    let first = precedence(case, row, seat, &holders, entrants);
    say!(
        "本岗设岗 {count} 个，现有 {holders} 人，本年度聘任 {taken} 人{entered}{first}；{fate}",
        "The present kind of post has {count} posts and {holders} holders; {taken} are appointed to it{entered}{first}; {fate}",
        count = seat.count(case),
        holders = holders.len(),
        taken = plan.rows.iter().filter(|r| r.seat() == Some(seat)).count(),
        entered = entered(case, entrants),
        first = first,
        fate = fate
    )
}

/// Fixed and free teachers whose present cell it is, but for those who are to lead a school.
fn holders<'p>(case: &Case, plan: &'p Plan, seat: Seat) -> Vec<&'p Assignment> {
    let holds = |r: &&Assignment| {
        let staff = matches!(
            case.standing.class_of(r.teacher),
            Class::Fixed | Class::Free
        );
        staff && r.outcome != Outcome::Lead && Seat::current(case, r.teacher) == Some(seat)
    };
    plan.rows.iter().filter(holds).collect()
}

fn entered(case: &Case, n: usize) -> Text {
    match (n, case.policy.rules.in_house_first.on()) {
        (0, _) => Text::new("", ""),
        (_, true) => say!(
            "，其中 {n} 人从其他学校或岗位进入，与本校优先（R26）不符",
            ", {n} of them from another school or post, against in-house first (R26)",
            n = n
        ),
        (_, false) => say!(
            "，其中 {n} 人从其他学校或岗位进入（本校优先 R26 本年度未列为规则）",
            ", {n} of them from another school or post (in-house first, R26, is not in force this year)",
            n = n
        ),
    }
}

/// By what the others come first. Those who hold the post as well come by direct hire or score where that is so; else,
/// and wherever somebody came in, it was the order of the county's aims.
fn precedence(
    case: &Case,
    row: &Assignment,
    seat: Seat,
    holders: &[&Assignment],
    entrants: usize,
) -> Text {
    let kept: Vec<_> = holders.iter().filter(|r| r.seat() == Some(seat)).collect();
    let own = audit::score(case, row);
    let before = |r: &&&Assignment| {
        case.standing.class_of(r.teacher) == Class::Fixed || audit::score(case, r) >= own
    };
    match kept.iter().all(before) {
        true if entrants == 0 && kept.is_empty() => Text::new("", ""),
        true if entrants == 0 => Text::new(
            "，获聘人员依规定直聘，或竞聘得分不低于本人",
            ", by direct hire or with a score no lower than the person's",
        ),
        _ => Text::new(
            "，由全县统筹按各层级的先后次序安排",
            ", under the order of the county's aims",
        ),
    }
}
