//! Every plan, person by person; a branch is left only when no plan in it can be allowed or be better.

use super::fates::fates;
use super::rules;
use super::tiers::{self, T1, T2, T3, T4, T5, T6, T8, T9, T10, Values};
use super::world::{Fate, Kind, World};

/// A best plan and its tier values.
#[derive(Debug, Clone)]
pub struct Found {
    pub plan: Vec<Fate>,
    pub values: Values,
}

struct Search<'a> {
    w: &'a World<'a>,
    /// Tier places, first to last.
    order: Vec<usize>,
    /// Who is decided first: fixed persons, then those with the fewest fates.
    people: Vec<usize>,
    fates: Vec<Vec<Fate>>,
    /// Undecided persons are `Absent`: they add nothing anywhere.
    plan: Vec<Fate>,
    open: Vec<bool>,
    /// What persons decided so far add to the tiers of single persons.
    spent: Values,
    /// Per depth: the least that those still open must add.
    least: Vec<Values>,
    /// Per depth: the most that those still open can take off T2.
    cover: Vec<i64>,
    best: Option<Found>,
}

/// The lexicographically least plan in the policy's tier order, if it is better than `known`, else `known`; none when
/// there is neither.
pub fn better_than(w: &World, known: Option<Found>) -> Option<Found> {
    let mut search = Search::new(w);
    search.best = known;
    if !search.hopeless(0) {
        search.go(0);
    }
    search.best
}

impl<'a> Search<'a> {
    fn new(w: &'a World<'a>) -> Search<'a> {
        let number = w.people.len();
        let mut all: Vec<Vec<Fate>> = (0..number).map(|p| fates(w, p)).collect();
        for (p, list) in all.iter_mut().enumerate() {
            list.sort_by_key(|f| std::cmp::Reverse(gain(w, *f) * 1000 - cost(w, p, *f)));
        }
        let mut people: Vec<usize> = (0..number).collect();
        people.sort_by_key(|p| (w.people[*p].kind != Kind::Fixed, all[*p].len()));
        let mut least = vec![[0; 14]; number + 1];
        let mut cover = vec![0; number + 1];
        for d in (0..number).rev() {
            let p = people[d];
            let of = |k: usize| all[p].iter().map(|f| tiers::personal(w, p, *f)[k]).min();
            least[d] = std::array::from_fn(|k| least[d + 1][k] + of(k).unwrap_or(0));
            cover[d] = cover[d + 1] + all[p].iter().map(|f| gain(w, *f)).max().unwrap_or(0);
        }
        Search {
            w,
            order: tiers::order(w.policy),
            people,
            fates: all,
            plan: vec![Fate::Absent; number],
            open: vec![true; number],
            spent: [0; 14],
            least,
            cover,
            best: None,
        }
    }

    fn go(&mut self, depth: usize) {
        if depth == self.people.len() {
            self.keep();
            return;
        }
        let p = self.people[depth];
        self.open[p] = false;
        for fate in self.fates[p].clone() {
            self.plan[p] = fate;
            let before = self.spent;
            let own = tiers::personal(self.w, p, fate);
            self.spent = std::array::from_fn(|k| before[k] + own[k]);
            if self.possible() && !self.hopeless(depth + 1) {
                self.go(depth + 1);
            }
            self.spent = before;
        }
        self.plan[p] = Fate::Absent;
        self.open[p] = true;
    }

    fn keep(&mut self) {
        if !rules::hold(self.w, &self.plan) {
            return;
        }
        let values = tiers::values(self.w, &self.plan);
        let key = |v: &Values| self.order.iter().map(|k| v[*k]).collect::<Vec<_>>();
        let better = self
            .best
            .as_ref()
            .is_none_or(|b| key(&values) < key(&b.values));
        if better {
            self.best = Some(Found {
                plan: self.plan.clone(),
                values,
            });
        }
    }

    /// Whether the decided part can still become a plan that keeps the rules.
    fn possible(&self) -> bool {
        let (w, plan) = (self.w, &self.plan);
        let fixed_open = (0..plan.len()).any(|p| self.open[p] && w.people[p].kind == Kind::Fixed);
        rules::so_far(w, plan)
            && (fixed_open || rules::direct_hire_first(w, plan))
            && self.floors_in_reach()
    }

    /// R10: whether those still open could fill what each rural school must fill.
    fn floors_in_reach(&self) -> bool {
        let w = self.w;
        let sits = |fate: &Fate, s: usize| match fate {
            Fate::Seat(cell) => w.cells[*cell].school == s,
            _ => false,
        };
        (0..w.staff.len()).all(|s| {
            let may = |p: &usize| {
                if self.open[*p] {
                    self.fates[*p].iter().any(|f| sits(f, s))
                } else {
                    sits(&self.plan[*p], s)
                }
            };
            rules::floor(w, s)
                .is_none_or(|floor| (0..self.plan.len()).filter(may).count() as i64 >= floor)
        })
    }

    /// Whether nothing below this branch can be better than the best plan so far.
    fn hopeless(&self, depth: usize) -> bool {
        let Some(best) = &self.best else {
            return false;
        };
        for k in &self.order {
            let least = self.least_value(*k, depth);
            if least != best.values[*k] {
                return least > best.values[*k];
            }
        }
        true
    }

    /// What tier `k` cannot go below in this branch.
    fn least_value(&self, k: usize, depth: usize) -> i64 {
        let (w, plan) = (self.w, &self.plan);
        let open = (self.people.len() - depth) as i64;
        match k {
            0..3 => w.leader_tiers[k],
            T1 => tiers::over_staffing(w, plan),
            T2 => (tiers::uncovered(w, plan) - self.cover[depth]).max(0),
            T4 => tiers::rotation_floor(w, plan, &self.open),
            // One person counts for at most three indicators.
            T5 => (tiers::balance(w, plan) - 3 * open).max(0),
            T6 => tiers::titles(w, plan),
            _ => self.spent[k] + self.least[depth][k],
        }
    }
}

/// What a fate takes off T2.
fn gain(w: &World, fate: Fate) -> i64 {
    match fate {
        Fate::Seat(cell) => w.cells[cell].weight,
        _ => 0,
    }
}

/// A rough cost, only to meet a good plan early.
fn cost(w: &World, p: usize, fate: Fate) -> i64 {
    let v = tiers::personal(w, p, fate);
    100 * v[T3] + v[T8] + 3 * v[T9] + v[T10]
}

/// The same answer without any shortcut: every combination of fates is tried. For checking the search itself.
pub fn plain(w: &World, known: Option<Found>) -> Option<Found> {
    let order = tiers::order(w.policy);
    let key = |v: &Values| order.iter().map(|k| v[*k]).collect::<Vec<_>>();
    let mut best = known;
    each(w, &mut |plan, values| {
        if best.as_ref().is_none_or(|b| key(&values) < key(&b.values)) {
            best = Some(Found { plan, values });
        }
    });
    best
}

/// Shows every plan that keeps the rules.
pub fn each(w: &World, see: &mut dyn FnMut(Vec<Fate>, Values)) {
    let fates: Vec<Vec<Fate>> = (0..w.people.len()).map(|p| fates(w, p)).collect();
    let mut at = vec![0; fates.len()];
    if fates.iter().any(Vec::is_empty) {
        return;
    }
    loop {
        let plan: Vec<Fate> = at.iter().zip(&fates).map(|(i, f)| f[*i]).collect();
        if rules::hold(w, &plan) {
            let values = tiers::values(w, &plan);
            see(plan, values);
        }
        let Some(p) = (0..at.len()).rev().find(|p| at[*p] + 1 < fates[*p].len()) else {
            return;
        };
        at[p] += 1;
        at[p + 1..].fill(0);
    }
}

/// How many combinations [`each`] tries.
pub fn combinations(w: &World) -> f64 {
    let fates = (0..w.people.len()).map(|p| fates(w, p).len() as f64);
    fates.product()
}
