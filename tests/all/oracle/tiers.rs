//! The value of every tier of a plan, or of the part of a plan that is decided so far.

use super::KEYS;
use super::rules::seated;
use super::world::{Fate, World, months, on, up};
use jiaopin::county::{Area, Backbone, Education, Role, Stage, Title};
use jiaopin::policy::Policy;
use rust_decimal::Decimal;

/// L1–L3 and T1–T11, in that order.
pub type Values = [i64; 14];

/// Places in [`Values`].
pub const T1: usize = 3;
pub const T2: usize = 4;
pub const T3: usize = 5;
pub const T4: usize = 6;
pub const T5: usize = 7;
pub const T6: usize = 8;
pub const T7: usize = 9;
pub const T8: usize = 10;
pub const T9: usize = 11;
pub const T10: usize = 12;
pub const T11: usize = 13;

/// The values of a complete plan.
pub fn values(w: &World, plan: &[Fate]) -> Values {
    let mut v = [0; 14];
    for (p, fate) in plan.iter().enumerate() {
        let own = personal(w, p, *fate);
        v = std::array::from_fn(|k| v[k] + own[k]);
    }
    v[..3].copy_from_slice(&w.leader_tiers);
    v[T1] = over_staffing(w, plan);
    v[T2] = uncovered(w, plan);
    v[T4] = rotation(w, plan);
    v[T5] = balance(w, plan);
    v[T6] = titles(w, plan);
    v[T11] += walking(w, plan);
    v
}

/// R23 in T11: whoever sits beyond the host's own posts travels, the shortest ways first.
fn walking(w: &World, plan: &[Fate]) -> i64 {
    let seated = seated(w, plan);
    let of_cell = |(cell, ways): (&usize, &Vec<i64>)| -> i64 {
        let own = w.cells[*cell].count - ways.len() as i64;
        let mut ways = ways.clone();
        ways.sort();
        ways.iter()
            .take((seated[*cell] - own).max(0) as usize)
            .sum()
    };
    w.walks.iter().map(of_cell).sum()
}

/// T2.
pub fn uncovered(w: &World, plan: &[Fate]) -> i64 {
    let cells = w.cells.iter().zip(seated(w, plan));
    cells.map(|(c, n)| c.weight * (c.count - n)).sum()
}

/// What one person's fate adds to T3 and T7–T11 whatever the others do; the other places are 0.
pub fn personal(w: &World, p: usize, fate: Fate) -> Values {
    let mut v = [0; 14];
    let weights = &w.policy.tiers.weights;
    match fate {
        Fate::Lead | Fate::Absent => return v,
        Fate::Pool => v[T3] = i64::from(weights.pool),
        Fate::Retained => v[T3] = i64::from(weights.retained),
        Fate::Seat(_) => {}
    }
    if matches!(fate, Fate::Pool | Fate::Retained) {
        v[T7] = w.people[p].points;
    }
    v[T8] = wishes(w, p, fate);
    if let Some(cell) = w.moves_to(p, fate) {
        v[T9] = i64::from(!w.applied(p, w.cells[cell].school));
    }
    if let Some(cell) = w.stays_in(p, fate) {
        v[T10] = i64::from(w.people[p].cell != Some(cell));
    }
    if let Some(cell) = w.moves_to(p, fate).or(w.placed_in(p, fate)) {
        v[T11] = (10.0 * w.km_home(p, w.cells[cell].school)).floor() as i64;
    }
    v
}

fn wishes(w: &World, p: usize, fate: Fate) -> i64 {
    let weights = &w.policy.tiers.weights;
    let cost = if w.county.teachers[p].wishes.is_empty() {
        match w.moves_to(p, fate) {
            Some(_) => weights.move_unasked,
            None => 0,
        }
    } else {
        match fate {
            Fate::Pool => weights.wish_pool,
            Fate::Retained => weights.wish_own_school,
            Fate::Seat(cell) => match w.rank(p, cell) {
                Some(rank) => return rank - 1,
                None if w.stays_in(p, fate).is_some() => weights.wish_own_school,
                None => weights.wish_elsewhere,
            },
            Fate::Lead | Fate::Absent => 0,
        }
    };
    i64::from(cost)
}

/// Everybody at a school.
fn at<'a>(w: &'a World, plan: &'a [Fate], school: usize) -> impl Iterator<Item = usize> + 'a {
    (0..plan.len()).filter(move |p| w.works_at(*p, plan[*p]) == Some(school))
}

fn now(w: &World, school: usize) -> impl Iterator<Item = usize> {
    w.staff[school].iter().chain(&w.leaders[school]).copied()
}

/// T1: what stands over every school's ceiling, less what the quota pool can lend.
pub fn over_staffing(w: &World, plan: &[Fate]) -> i64 {
    let rule = &w.policy.rules.staffing;
    if !on(rule.mode) {
        return 0; // Reading 6
    }
    let approved = |s: usize| i64::from(w.county.schools[s].approved_staff.unwrap_or(0));
    let (mut excess, mut lendable, mut lent) = (0, 0, 0);
    let (mut stays, mut closes) = (0, 0);
    for s in 0..w.staff.len() {
        let ceiling = approved(s).max(now(w, s).count() as i64);
        // Reading 14: a standing loan is the first part of what the school is lent.
        let standing = standing_loans(w, s);
        lent += standing;
        let e = (at(w, plan, s).count() as i64 - ceiling - standing).max(0);
        excess += e;
        lendable += e.min((i64::from(rule.pool_per_school) - standing).max(0));
        if w.closing(s) {
            closes += approved(s);
        } else {
            stays += approved(s);
        }
    }
    let share = up(rule.pool_share, stays as usize) + closes;
    let total = rule.pool_total.map_or(share, i64::from);
    excess - lendable.min((total - lent).max(0))
}

/// Begun, not past its last month, and not at a closing school.
pub fn standing_loans(w: &World, school: usize) -> i64 {
    let now = months(w.policy.as_of());
    let loans = w.county.loans.iter().filter(|l| l.school.ix() == school);
    let stands = loans.filter(|l| {
        l.start.is_none_or(|m| months(m) <= now) && l.due.is_none_or(|m| months(m) >= now)
    });
    match w.closing(school) {
        true => 0,
        false => stands.map(|l| i64::from(l.count)).sum(),
    }
}

/// T4.
fn rotation(w: &World, plan: &[Fate]) -> i64 {
    let rule = &w.policy.rules.rotation;
    if !on(rule.mode) {
        return 0;
    }
    let moved = |p: &&usize| w.people[**p].due && w.moves_to(**p, plan[**p]).is_some();
    let mut short = 0;
    let (mut movers, mut backbone) = (0, 0);
    for s in 0..w.staff.len() {
        let due = w.staff[s].iter().filter(|p| w.people[**p].due).count();
        let went: Vec<_> = w.staff[s].iter().filter(moved).collect();
        if !w.closing(s) {
            short += (up(rule.share, due) - went.len() as i64).max(0);
        }
        // Reading 3: movers from closing schools count here.
        movers += went.len();
        backbone += went.iter().filter(|p| w.people[***p].backbone).count() as i64;
    }
    short + (up(rule.backbone_share, movers) - backbone).max(0)
}

/// T5.
pub fn balance(w: &World, plan: &[Fate]) -> i64 {
    let rule = &w.policy.rules.balance;
    if !on(rule.mode) {
        return 0;
    }
    let arts = |p: usize| {
        let subject = w.works_in(p, plan[p]).1;
        subject.is_some_and(|j| {
            rule.pe_arts_subjects
                .iter()
                .any(|n| n == w.county.subject(j))
        })
    };
    let backbone = |p: usize| w.county.teachers[p].backbone <= Backbone::County;
    let mut deficit = 0;
    for (s, stage, students) in pupils(w) {
        let (threshold, floor) = match stage {
            Stage::Primary => (rule.primary_education, &rule.primary_floor),
            _ => (rule.junior_education, &rule.junior_floor),
        };
        let floor = Education::parse(floor).expect("an education");
        let educated = |p: usize| w.county.teachers[p].education <= floor;
        let here = |p: &usize| w.works_in(*p, plan[*p]).0 == Some(stage);
        let persons: Vec<_> = at(w, plan, s).filter(here).collect();
        let have =
            |test: &dyn Fn(usize) -> bool| persons.iter().filter(|p| test(**p)).count() as i64;
        let need = |t: Decimal| up(t / Decimal::ONE_HUNDRED, students);
        deficit += (need(threshold) - have(&educated)).max(0);
        deficit += (need(rule.backbone) - have(&backbone)).max(0);
        deficit += (need(rule.pe_arts) - have(&arts)).max(0);
    }
    deficit
}

/// School, stage and pupils wherever R12 asks.
pub fn pupils(w: &World) -> Vec<(usize, Stage, usize)> {
    let mut all = Vec::new();
    for (s, school) in w.county.schools.iter().enumerate() {
        for (stage, grades) in [(Stage::Primary, 1..=6), (Stage::Junior, 7..=9)] {
            if school.closing || !school.stages.contains(&stage) {
                continue;
            }
            let counts = |row: &&jiaopin::county::ClassRow| {
                let year = match row.grade {
                    jiaopin::county::Grade::Year(year) => year,
                    jiaopin::county::Grade::Kindergarten(_) => 0,
                };
                row.school.ix() == s && grades.contains(&year)
            };
            let rows = w.county.classes.iter().filter(counts);
            all.push((s, stage, rows.map(|r| r.students as usize).sum()));
        }
    }
    all
}

/// T6.
pub fn titles(w: &World, plan: &[Fate]) -> i64 {
    if !on(w.policy.rules.titles.mode) {
        return 0;
    }
    let senior = |p: &usize| {
        matches!(
            w.county.teachers[*p].title,
            Title::FullSenior | Title::Senior
        )
    };
    let intermediate = |p: &usize| w.county.teachers[*p].title == Title::First;
    let mut over = 0;
    for (s, school) in w.county.schools.iter().enumerate() {
        let before = |p: &usize| !beside(w, *p, s, leads_now(w, *p));
        let after = |p: &usize| !beside(w, *p, s, plan[*p] == Fate::Lead);
        let cap = i64::from(school.senior_posts.unwrap_or(0));
        let cap = cap.max(now(w, s).filter(senior).filter(before).count() as i64);
        over += (at(w, plan, s).filter(senior).filter(after).count() as i64 - cap).max(0);
        let cap = i64::from(school.intermediate_posts.unwrap_or(0));
        let cap = cap.max(now(w, s).filter(intermediate).filter(before).count() as i64);
        over += (at(w, plan, s).filter(intermediate).filter(after).count() as i64 - cap).max(0);
    }
    over
}

/// Holds the office today, whatever this plan decides.
pub fn leads_now(w: &World, p: usize) -> bool {
    matches!(w.county.teachers[p].role, Role::Principal | Role::Secretary)
}

/// R11: whose title takes none of the school's posts.
pub fn beside(w: &World, p: usize, school: usize, leads: bool) -> bool {
    let rule = &w.policy.rules.titles;
    let t = &w.county.teachers[p];
    if leads && rule.leaders_outside {
        return true;
    }
    let deputy_here = t.role == Role::VicePrincipal && w.people[p].school == Some(school);
    if !leads && deputy_here && rule.deputies_outside {
        return true;
    }
    let years = match t.title {
        Title::FullSenior | Title::Senior => rule.rural_years_senior,
        Title::First => rule.rural_years_intermediate,
        _ => None,
    };
    let served = t.rural_years.unwrap_or(Decimal::ZERO);
    let village = w.county.schools[school].area == Area::Rural;
    village && years.is_some_and(|y| served >= Decimal::from(y))
}

/// The places of the policy's tiers in [`Values`], first to last; the draw and envy have none.
pub fn order(policy: &Policy) -> Vec<usize> {
    let place = |key: &String| KEYS.iter().position(|k| k == key);
    policy.tiers.order.iter().filter_map(place).collect()
}

/// Values with their keys in the policy's order.
pub fn in_order(policy: &Policy, values: &Values) -> Vec<(String, i64)> {
    let named = |k: usize| (KEYS[k].to_string(), values[k]);
    order(policy).into_iter().map(named).collect()
}

/// What T4 cannot go below while the persons marked open are undecided.
pub fn rotation_floor(w: &World, plan: &[Fate], open: &[bool]) -> i64 {
    let rule = &w.policy.rules.rotation;
    if !on(rule.mode) {
        return 0;
    }
    let may = |p: &&usize| w.people[**p].due && (open[**p] || w.moves_to(**p, plan[**p]).is_some());
    let short = |s: usize| {
        let due = w.staff[s].iter().filter(|p| w.people[**p].due).count();
        let most = w.staff[s].iter().filter(may).count() as i64;
        (up(rule.share, due) - most).max(0)
    };
    let stay_open = (0..w.staff.len()).filter(|s| !w.closing(*s));
    stay_open.map(short).sum()
}
