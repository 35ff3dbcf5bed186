//! SPEC §4a: every way of filling the vacant leader posts, each followed by the best plan for everybody else.
//!
//! Readings taken here, beside those in the parent module:
//! 8. Posts at a closing school end with it: its incumbents are due and nobody is appointed there.
//! 9. A due incumbent who is appointed keeps the class leader; one whose post ends is free in every count: current staff,
//!    holders, due for rotation. An appointed candidate was and is free in every count: he is a holder who left.
//! 10. A `must` pin to another school ends the post like a term that is over.
//! 11. An appointment within the own legal unit is no coming for R13; one from elsewhere is.
//! 12. The rank of a person is the one in the candidates table, of an incumbent too; no rank is below every rank.
//! 13. With R16 off no term ends; with R17 off every candidate passes. Who is due goes to another legal unit, whichever way.
//! 14. At a school of no more staff than `dual_role_max_staff`, two vacant posts go to one person who may have either, or
//!     stay vacant; one vacant post beside a leader who keeps the other is his, and not vacant. Each post counts in L1 and
//!     L2, the person once in L3.

use super::fates;
use super::search::Found;
use super::world::{Fate, Kind, Leads, World, months, on};
use jiaopin::county::{Candidate, County, LeaderPost, Quality, Role};
use jiaopin::plan::{Outcome, Plan};
use jiaopin::policy::Policy;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A search over the plans of one world, given the best plan of those before.
pub type Solver = fn(&World, Option<Found>) -> Option<Found>;

/// The least plan over every way of filling the leader posts.
pub fn best(
    county: &County,
    policy: &Policy,
    solver: impl Fn(&World, Option<Found>) -> Option<Found>,
) -> Option<Found> {
    let base = World::new(county, policy);
    let posts = Posts::of(&base);
    let mut best = None;
    for chosen in posts.appointments() {
        let world = World::with(county, policy, &posts.leads(&chosen));
        if kin_apart(&world) {
            best = solver(&world, best);
        }
    }
    best
}

/// Who must leave and what is vacant, before any plan.
pub struct Posts<'a> {
    base: &'a World<'a>,
    due: Vec<usize>,
    slots: Vec<Slot<'a>>,
}

impl<'a> Posts<'a> {
    pub fn of(base: &'a World<'a>) -> Posts<'a> {
        let all = || base.county.leader_posts.iter().flatten();
        let due: Vec<usize> = all().filter_map(|post| ends(base, post)).collect();
        let vacant = all().filter(|p| vacant(base, p, &due)).collect();
        Posts {
            base,
            slots: slots(base, vacant),
            due,
        }
    }

    /// Every way of filling the posts: a person or nobody for each slot.
    pub fn appointments(&self) -> Vec<Vec<Option<usize>>> {
        appointments(self.base, &self.slots, &self.due)
    }

    pub fn leads(&self, chosen: &[Option<usize>]) -> Leads {
        leads(self.base, &self.slots, &self.due, chosen)
    }

    /// How a finished plan fills the posts, or what is wrong with that.
    pub fn read(&self, plan: &Plan) -> Result<Leads, String> {
        let mut chosen = vec![None; self.slots.len()];
        for row in plan.rows.iter().filter(|r| r.outcome == Outcome::Lead) {
            let (p, w) = (row.teacher.ix(), self.base);
            let id = &w.county.teachers[p].id;
            let school = row.station.ok_or(format!("{id} leads nowhere"))?.school;
            if w.people[p].leads == Some(school.ix()) && !self.due.contains(&p) {
                let mut posts = w.county.leader_posts.iter().flatten();
                let held = |post: &LeaderPost| {
                    post.incumbent == Some(row.teacher) && post.role == row.role
                };
                if row.role != w.county.teachers[p].role && !posts.any(held) {
                    return Err(format!("{id} keeps another office"));
                }
                continue;
            }
            let fits = |slot: &Slot| {
                let named = slot.posts.iter().any(|post| post.role == row.role);
                slot.posts[0].school == school && (named || slot.together)
            };
            let found = self.slots.iter().position(fits);
            let at = found.ok_or(format!("{id} leads where nothing is vacant"))?;
            let slot = &self.slots[at];
            if !slot.able(w, &self.due).contains(&p) {
                return Err(format!("{id} may not lead there"));
            }
            if chosen[at].replace(p).is_some() {
                return Err(format!("{id} shares a post"));
            }
        }
        Ok(self.leads(&chosen))
    }
}

/// The incumbent whose term at this post ends, if it does.
fn ends(w: &World, post: &LeaderPost) -> Option<usize> {
    let p = post.incumbent?.ix();
    let rule = &w.policy.rules.leader_terms;
    if matches!(w.people[p].kind, Kind::Out | Kind::Barred) {
        return None;
    }
    let since = post.appointed.map(months);
    let now = months(w.policy.as_of());
    let years = since.map_or(0, |since| (now - since).max(0) / 12);
    let over = on(rule.mode) && years >= (rule.max_terms * rule.term_years) as i32;
    let t = &w.county.teachers[p];
    let here = |pin: &jiaopin::county::Pin| {
        pin.school == post.school
            && (pin.stage.is_none() || pin.stage == t.stage)
            && (pin.subject.is_none() || pin.subject == t.subject)
    };
    let mut pins = w.county.pins.iter().filter(|pin| pin.teacher.ix() == p);
    // Reading 10.
    let pinned = on(w.policy.rules.pins.mode)
        && pins.any(|pin| here(pin) != pin.must && (!pin.must || pin.school != post.school));
    (over || w.closing(post.school.ix()) || pinned).then_some(p)
}

fn vacant(w: &World, post: &LeaderPost, due: &[usize]) -> bool {
    let gone = |p: usize| matches!(w.people[p].kind, Kind::Out | Kind::Barred);
    let left = |p: usize| due.contains(&p) || gone(p);
    let kept = |post: &LeaderPost| post.incumbent.is_some_and(|t| !left(t.ix()));
    let rows = w.county.leader_posts.iter().flatten();
    let mut here = rows.filter(|p| p.school == post.school);
    // Readings 8 and 14.
    let held = kept(post) || together(w, post) && here.any(kept);
    !w.closing(post.school.ix()) && !held
}

/// Reading 14: whether the posts of the school are filled together.
fn together(w: &World, post: &LeaderPost) -> bool {
    let most = w.policy.rules.leader_selection.dual_role_max_staff as usize;
    most > 0 && w.staff[post.school.ix()].len() <= most
}

/// Posts that one person fills.
struct Slot<'a> {
    posts: Vec<&'a LeaderPost>,
    together: bool,
}

impl Slot<'_> {
    fn able(&self, w: &World, due: &[usize]) -> Vec<usize> {
        let may = |p: &usize| self.posts.iter().any(|post| eligible(w, post, due, *p));
        (0..w.people.len()).filter(may).collect()
    }
}

fn slots<'a>(w: &World, vacant: Vec<&'a LeaderPost>) -> Vec<Slot<'a>> {
    let mut slots: Vec<Slot> = Vec::new();
    for post in vacant {
        let together = together(w, post);
        let same = slots.iter_mut().find(|s| s.posts[0].school == post.school);
        match same.filter(|_| together) {
            Some(slot) => slot.posts.push(post),
            None => slots.push(Slot {
                posts: vec![post],
                together,
            }),
        }
    }
    slots
}

/// Who fills each slot: every combination, nobody twice.
fn appointments(w: &World, slots: &[Slot], due: &[usize]) -> Vec<Vec<Option<usize>>> {
    let mut all = vec![Vec::new()];
    for slot in slots {
        let able = slot.able(w, due);
        let longer = |some: &Vec<Option<usize>>| {
            let free = able.iter().copied().map(Some).chain([None]);
            let free: Vec<_> = free.filter(|p| p.is_none() || !some.contains(p)).collect();
            let some = some.clone();
            free.into_iter().map(move |p| {
                let mut more = some.clone();
                more.push(p);
                more
            })
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

fn eligible(w: &World, post: &LeaderPost, due: &[usize], p: usize) -> bool {
    let person = &w.people[p];
    let same =
        |other: &LeaderPost| other.incumbent.map(|t| t.ix()) == Some(p) && other.role == post.role;
    let exchanged = due.contains(&p)
        && w.county.leader_posts.iter().flatten().any(same)
        && person.unit != Some(w.unit(post.school.ix()));
    let open = matches!(person.kind, Kind::Free | Kind::Leader);
    let elsewhere = !due.contains(&p) || person.unit != Some(w.unit(post.school.ix()));
    let selected = elsewhere && candidacy(w, post.role, p).is_some_and(|c| passes(w, c));
    // A leader who is not due keeps his post.
    let keeps = person.kind == Kind::Leader && !due.contains(&p);
    open && !keeps && (exchanged || selected) && pins_allow(w, post, p)
}

fn candidacy<'a>(w: &'a World, role: Role, p: usize) -> Option<&'a Candidate> {
    let mut all = w.county.candidates.iter();
    all.find(|c| c.teacher.ix() == p && c.role == role)
}

/// R17: every gate in order.
fn passes(w: &World, c: &Candidate) -> bool {
    let rule = &w.policy.rules.leader_selection;
    let role = w.county.teachers[c.teacher.ix()].role;
    if !on(rule.mode) {
        return true;
    }
    let at_least = |value: Option<Decimal>, least: Decimal| value.is_some_and(|v| v >= least);
    let gates = at_least(c.vote, rule.vote_min)
        && at_least(c.staff_vote, rule.staff_vote_min)
        && at_least(c.defence, rule.defence_min)
        && at_least(c.panel, rule.panel_min)
        && c.assessment == Some(true)
        && c.publicity == Some(true);
    let from = rule
        .roles
        .iter()
        .any(|word| Role::parse(word) == Some(role));
    from && gates
}

/// R22: a leader stands at the school in the current stage and subject.
fn pins_allow(w: &World, post: &LeaderPost, p: usize) -> bool {
    let t = &w.county.teachers[p];
    let mine = |pin: &&jiaopin::county::Pin| pin.teacher.ix() == p;
    !on(w.policy.rules.pins.mode)
        || w.county.pins.iter().filter(mine).all(|pin| {
            let there = pin.school == post.school
                && (pin.stage.is_none() || pin.stage == t.stage)
                && (pin.subject.is_none() || pin.subject == t.subject);
            there == pin.must
        })
}

fn leads(w: &World, slots: &[Slot], due: &[usize], chosen: &[Option<usize>]) -> Leads {
    let mut leads = Leads::default();
    let mut tiers = [0; 3];
    for (slot, person) in slots.iter().zip(chosen) {
        let Some(p) = *person else {
            tiers[0] += slot.posts.len() as i64;
            continue;
        };
        leads.appointed.insert(p, slot.posts[0].school.ix());
        leads.roles.insert(p, slot.posts[0].role);
        tiers[1] += slot
            .posts
            .iter()
            .map(|post| mismatch(w, post, p))
            .sum::<i64>();
        if !due.contains(&p) {
            let rows = slot
                .posts
                .iter()
                .filter_map(|post| candidacy(w, post.role, p));
            let scores = rows.filter(|c| passes(w, c)).map(|c| score(w, c));
            tiers[2] += 100 - scores.max().expect("a candidate");
        }
    }
    for p in due {
        if !leads.appointed.contains_key(p) {
            leads.ended.insert(*p);
        }
    }
    let back = i64::from(w.policy.rules.leader_match.return_weight);
    tiers[1] += back * leads.ended.len() as i64;
    if !on(w.policy.rules.leader_match.mode) {
        tiers[1] = 0;
    }
    leads.tiers = tiers;
    leads
}

/// L2 of one post newly filled.
fn mismatch(w: &World, post: &LeaderPost, p: usize) -> i64 {
    let rule = &w.policy.rules.leader_match;
    let school = &w.county.schools[post.school.ix()];
    let t = &w.county.teachers[p];
    let mut sum = 0;
    // Ranks stand highest first.
    let place = |rank: &str| rule.ranks.iter().position(|r| r == rank);
    let mut rows = w.county.candidates.iter();
    let row = rows.find(|c| c.teacher.ix() == p && c.rank.is_some());
    let rank = row.and_then(|c| place(c.rank.as_deref()?));
    let strong = rank.is_some_and(|r| Some(r) <= place(&rule.strong_rank));
    if school.quality == Quality::Weak && !strong {
        sum += rule.weak_weight;
    }
    let former = w.people[p].school.map(|s| w.county.schools[s].area);
    if former == Some(school.area) {
        sum += rule.area_weight;
    }
    if !t.stage.is_some_and(|stage| school.stages.contains(&stage)) {
        sum += rule.stage_weight;
    }
    i64::from(sum)
}

/// The weighted mean of the four, a whole number of points.
fn score(w: &World, c: &Candidate) -> i64 {
    let rule = &w.policy.rules.leader_selection;
    let parts = [
        (c.vote, rule.vote_weight),
        (c.staff_vote, rule.staff_vote_weight),
        (c.defence, rule.defence_weight),
        (c.panel, rule.panel_weight),
    ];
    let sum: Decimal = parts.iter().map(|(v, w)| v.unwrap_or_default() * w).sum();
    let weight: Decimal = parts.iter().map(|(_, w)| *w).sum();
    let rounded = (sum / weight + Decimal::new(5, 1)).floor();
    rounded.to_i64().expect("a small number")
}

/// R13 among those who lead by this plan.
pub fn kin_apart(w: &World) -> bool {
    let rule = &w.policy.rules.avoidance;
    let holds = |p: usize| {
        let post = w.people[p].leads;
        let mut posts = w.county.leader_posts.iter().flatten();
        let by_plan = posts
            .find(|post_row| Some(post_row.school.ix()) == post)
            .map(|post_row| post_row.role);
        let named = |word: &String| Role::parse(word) == by_plan;
        rule.all_teachers || fates::sensitive(w, p) || rule.leader_roles.iter().any(named)
    };
    !on(rule.mode)
        || w.relatives.iter().all(|(p, q)| {
            let (Some(a), Some(b)) = (w.people[*p].leads, w.people[*q].leads) else {
                return true;
            };
            let comes = w.comes_to(*p, Fate::Lead).or(w.comes_to(*q, Fate::Lead));
            w.unit(a) != w.unit(b) || comes.is_none() || !(holds(*p) || holds(*q))
        })
}
