//! The hard rules that speak of several persons, asked of a whole plan.

use super::world::{Fate, Kind, World, down, on, up};

/// Whether a complete plan keeps every one of them.
pub fn hold(w: &World, plan: &[Fate]) -> bool {
    so_far(w, plan) && rural_floor(w, plan) && direct_hire_first(w, plan)
}

/// Those which, once broken, no further person can mend (undecided persons are `Absent`).
pub fn so_far(w: &World, plan: &[Fate]) -> bool {
    posts(w, plan)
        && retained(w, plan)
        && outflow(w, plan)
        && couples(w, plan)
        && in_house_first(w, plan)
}

pub fn seated(w: &World, plan: &[Fate]) -> Vec<i64> {
    let mut seated = vec![0; w.cells.len()];
    for fate in plan {
        if let Fate::Seat(cell) = fate {
            seated[*cell] += 1;
        }
    }
    seated
}

/// R02.
fn posts(w: &World, plan: &[Fate]) -> bool {
    let seated = seated(w, plan);
    w.cells.iter().zip(seated).all(|(c, n)| n <= c.count)
}

/// How many free persons a school may keep beyond its posts.
pub fn retain_cap(w: &World, school: usize) -> i64 {
    down(w.policy.rules.posts.retain_max_share, w.staff[school].len())
}

fn retained(w: &World, plan: &[Fate]) -> bool {
    (0..w.staff.len()).all(|s| {
        let kept = |p: &&usize| w.people[**p].kind == Kind::Free && plan[**p] == Fate::Retained;
        w.staff[s].iter().filter(kept).count() as i64 <= retain_cap(w, s)
    })
}

/// R09: the most that may move out of a school that stays open.
pub fn outflow_cap(w: &World, school: usize) -> i64 {
    up(w.policy.rules.outflow.share, w.staff[school].len()).max(gone(w, school))
}

/// Who has moved out of a school in the rounds before the adjustment.
fn gone(w: &World, school: usize) -> i64 {
    let Some((settled, _)) = &w.rounds else {
        return 0;
    };
    let left = |p: &&usize| settled[**p].is_some_and(|f| w.moves_to(**p, f).is_some());
    w.staff[school].iter().filter(left).count() as i64
}

/// R09: the most that may move in the county; the staff of closing schools counts in the base.
pub fn county_outflow_cap(w: &World) -> i64 {
    let all = w.staff.iter().map(Vec::len).sum();
    let open = (0..w.staff.len()).filter(|s| !w.closing(*s));
    up(w.policy.rules.outflow.county_share, all).max(open.map(|s| gone(w, s)).sum())
}

fn outflow(w: &World, plan: &[Fate]) -> bool {
    if !on(w.policy.rules.outflow.mode) {
        return true;
    }
    let mut out = vec![0; w.staff.len()];
    for (p, fate) in plan.iter().enumerate() {
        if let (Some(_), Some(from)) = (w.moves_to(p, *fate), w.people[p].school)
            && !w.closing(from)
        {
            out[from] += 1;
        }
    }
    (0..out.len()).all(|s| out[s] <= outflow_cap(w, s))
        && out.iter().sum::<i64>() <= county_outflow_cap(w)
}

/// R10: what a school must fill; none where the rule asks nothing.
pub fn floor(w: &World, school: usize) -> Option<i64> {
    let s = &w.county.schools[school];
    let asked =
        on(w.policy.rules.rural_floor.mode) && s.area == jiaopin::county::Area::Rural && !s.closing;
    let own = w.cells.iter().filter(|c| c.school == school);
    let held = w.rounds.as_ref().map_or(i64::MAX, |(_, held)| {
        let here = held
            .iter()
            .flatten()
            .filter(|c| w.cells[**c].school == school);
        here.count() as i64
    });
    let floor: i64 = own.map(|c| c.count.min(c.holders.len() as i64)).sum();
    asked.then_some(floor.min(held))
}

fn rural_floor(w: &World, plan: &[Fate]) -> bool {
    let seated = seated(w, plan);
    (0..w.staff.len()).all(|s| {
        let taken = |(c, n): (&super::world::Seats, &i64)| if c.school == s { *n } else { 0 };
        let taken: i64 = w.cells.iter().zip(&seated).map(taken).sum();
        floor(w, s).is_none_or(|floor| taken >= floor)
    })
}

/// R14: at most one of two spouses moves, and not far from where the other works now.
pub fn couples(w: &World, plan: &[Fate]) -> bool {
    !on(w.policy.rules.couples.mode) || w.couples.iter().all(|(a, b)| couple(w, plan, *a, *b))
}

/// Whether R14 binds two spouses: both have a current school that stays open, and are fixed, free or leaders.
pub fn bound(w: &World, a: usize, b: usize) -> bool {
    [a, b].iter().all(|p| {
        let person = &w.people[*p];
        let open = person.school.is_some_and(|s| !w.closing(s));
        open && matches!(person.kind, Kind::Fixed | Kind::Free | Kind::Leader)
    })
}

fn couple(w: &World, plan: &[Fate], a: usize, b: usize) -> bool {
    let (Some(at_a), Some(at_b)) = (w.people[a].school, w.people[b].school) else {
        return true;
    };
    if !bound(w, a, b) {
        return true;
    }
    let limit = w.policy.rules.couples.max_km.to_string();
    let limit: f64 = limit.parse().expect("a number");
    let near = |school: usize, other: usize| w.km_schools(school, other) <= limit;
    match (w.leaves_for(a, plan[a]), w.leaves_for(b, plan[b])) {
        (Some(_), Some(_)) => false,
        (Some(school), None) => near(school, at_b),
        (None, Some(school)) => near(school, at_a),
        (None, None) => true,
    }
}

/// R25: as many of a cell's fixed holders as it has posts sit in it.
pub fn direct_hire_first(w: &World, plan: &[Fate]) -> bool {
    !on(w.policy.rules.direct_hire_first.mode)
        || w.cells.iter().enumerate().all(|(c, cell)| {
            let fixed = |p: &&usize| w.people[**p].kind == Kind::Fixed;
            let number = cell.holders.iter().filter(fixed).count() as i64;
            let sits = |p: &&usize| fixed(p) && plan[**p] == Fate::Seat(c);
            cell.holders.iter().filter(sits).count() as i64 >= number.min(cell.count)
        })
}

/// R26: nobody comes into a cell while one of its holders is retained or pooled.
fn in_house_first(w: &World, plan: &[Fate]) -> bool {
    !on(w.policy.rules.in_house_first.mode)
        || w.cells.iter().enumerate().all(|(c, cell)| {
            let unseated = |p: &usize| matches!(plan[*p], Fate::Retained | Fate::Pool);
            let entrant = |p: usize| plan[p] == Fate::Seat(c) && w.people[p].cell != Some(c);
            !cell.holders.iter().any(unseated) || !(0..plan.len()).any(entrant)
        })
}
