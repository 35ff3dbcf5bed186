//! A second judge, for counties too large for brute force: one binary for each person and fate, every rule a row, whole
//! numbers to the end, tier after tier. The plan that comes out is read again by [`rules`] and [`tiers`].
//!
//! It is the textbook form and slow by design; it owes nothing to the program's own model.

use super::fates::fates;
use super::rules;
use super::search::Found;
use super::tiers::{self, T1, T2, T4, T5, T6, Values};
use super::world::{Fate, Kind, World, on, up};
use good_lp::solvers::highs::HighsSolution;
use good_lp::*;
use jiaopin::county::{Backbone, Education, Stage, Title};

type Chosen = Vec<Vec<(Fate, Variable)>>;

struct Form<'a> {
    w: &'a World<'a>,
    vars: ProblemVariables,
    rows: Vec<Constraint>,
    x: Chosen,
    tiers: Vec<Expression>,
}

/// As [`super::search::better_than`].
pub fn better_than(w: &World, known: Option<Found>) -> Option<Found> {
    let order = tiers::order(w.policy);
    let key = |v: &Values| order.iter().map(|k| v[*k]).collect::<Vec<_>>();
    let found = best(w).filter(|f| {
        known
            .as_ref()
            .is_none_or(|k| key(&f.values) < key(&k.values))
    });
    found.or(known)
}

/// The least values in the policy's order, or none when there is no plan.
fn best(w: &World) -> Option<Found> {
    let mut form = Form {
        w,
        vars: variables!(),
        rows: Vec::new(),
        x: Vec::new(),
        tiers: vec![Expression::default(); 14],
    };
    for p in 0..w.people.len() {
        let list = fates(w, p);
        if list.is_empty() {
            return None;
        }
        let named = |f| (f, form.vars.add(variable().binary()));
        let choices: Vec<_> = list.into_iter().map(named).collect();
        form.rows.push(constraint!(sum(&choices, |_| true) == 1));
        form.x.push(choices);
    }
    form.hard();
    form.personal();
    form.staffing();
    form.rotation();
    form.balance();
    form.titles();
    form.solve()
}

fn sum(choices: &[(Fate, Variable)], of: impl Fn(Fate) -> bool) -> Expression {
    let some = choices.iter().filter(|(f, _)| of(*f));
    some.map(|(_, v)| Expression::from(*v)).sum()
}

impl Form<'_> {
    /// Σ of the binaries of every (person, fate) that a test accepts.
    fn all(&self, of: impl Fn(usize, Fate) -> bool) -> Expression {
        let each = self.x.iter().enumerate();
        each.map(|(p, choices)| sum(choices, |f| of(p, f))).sum()
    }

    /// A whole number of at least 0 and at least `expr`, counted in tier `k`.
    fn over(&mut self, k: usize, expr: Expression) -> Variable {
        let v = self.vars.add(variable().integer().min(0));
        self.rows.push(constraint!(expr <= v));
        self.tiers[k] += v;
        v
    }

    fn hard(&mut self) {
        let w = self.w;
        for (c, cell) in w.cells.iter().enumerate() {
            let taken = self.all(|_, f| f == Fate::Seat(c));
            self.tiers[T2] +=
                (Expression::from(cell.count as f64) - taken.clone()) * cell.weight as f64;
            self.rows.push(constraint!(taken <= cell.count as f64));
            let fixed = |p: usize| w.people[p].kind == Kind::Fixed && w.people[p].cell == Some(c);
            let number = cell.holders.iter().filter(|p| fixed(**p)).count() as i64;
            if on(w.policy.rules.direct_hire_first.mode) {
                let sit = self.all(|p, f| fixed(p) && f == Fate::Seat(c));
                self.rows
                    .push(constraint!(sit >= number.min(cell.count) as f64));
            }
            if on(w.policy.rules.in_house_first.mode) {
                for h in &cell.holders {
                    let unseated = sum(&self.x[*h], |f| matches!(f, Fate::Retained | Fate::Pool));
                    let entrants =
                        self.all(|p, f| w.people[p].cell != Some(c) && f == Fate::Seat(c));
                    let most = cell.count as f64;
                    self.rows
                        .push(constraint!(entrants + most * unseated <= most));
                }
            }
        }
        for s in 0..w.staff.len() {
            let here = |p: usize| w.people[p].school == Some(s);
            let kept =
                self.all(|p, f| here(p) && w.people[p].kind == Kind::Free && f == Fate::Retained);
            self.rows
                .push(constraint!(kept <= rules::retain_cap(w, s) as f64));
            if let Some(floor) = rules::floor(w, s) {
                let seats = self.all(|_, f| matches!(f, Fate::Seat(c) if w.cells[c].school == s));
                self.rows.push(constraint!(seats >= floor as f64));
            }
            if on(w.policy.rules.outflow.mode) && !w.closing(s) {
                let out = self.all(|p, f| here(p) && w.moves_to(p, f).is_some());
                self.rows
                    .push(constraint!(out <= rules::outflow_cap(w, s) as f64));
            }
        }
        if on(w.policy.rules.outflow.mode) {
            let counted = |p: usize| w.people[p].school.is_some_and(|s| !w.closing(s));
            let out = self.all(|p, f| counted(p) && w.moves_to(p, f).is_some());
            self.rows
                .push(constraint!(out <= rules::county_outflow_cap(w) as f64));
        }
        if on(w.policy.rules.couples.mode) {
            self.couples();
        }
    }

    fn couples(&mut self) {
        let w = self.w;
        for (a, b) in &w.couples {
            // The pair rule itself says which single moves and which pairs it forbids.
            let mut plan = vec![Fate::Absent; w.people.len()];
            let moves = |p: usize, f: Fate| w.leaves_for(p, f).is_some();
            let mut both = Expression::default();
            let mut bound = false;
            for (p, other) in [(*a, *b), (*b, *a)] {
                for (f, v) in self.x[p].clone() {
                    if !moves(p, f) {
                        continue;
                    }
                    plan[p] = f;
                    if !rules::couples(w, &plan) {
                        self.rows.push(constraint!(v == 0));
                    }
                    plan[p] = Fate::Absent;
                    both += v;
                    bound |= rules::bound(w, p, other);
                }
            }
            if bound {
                self.rows.push(constraint!(both <= 1));
            }
        }
    }

    fn personal(&mut self) {
        for (p, choices) in self.x.iter().enumerate() {
            for (f, v) in choices {
                let cost = tiers::personal(self.w, p, *f);
                for (k, tier) in self.tiers.iter_mut().enumerate() {
                    *tier += *v * cost[k] as f64;
                }
            }
        }
    }

    fn at(&self, s: usize, test: impl Fn(usize, Fate) -> bool) -> Expression {
        self.all(|p, f| self.w.works_at(p, f) == Some(s) && test(p, f))
    }

    fn now(&self, s: usize, test: impl Fn(usize) -> bool) -> i64 {
        let all = self.w.staff[s].iter().chain(&self.w.leaders[s]);
        all.filter(|p| test(**p)).count() as i64
    }

    fn staffing(&mut self) {
        let w = self.w;
        let rule = &w.policy.rules.staffing;
        if !on(rule.mode) {
            return;
        }
        let mut lent = Expression::default();
        let (mut stays, mut closes, mut given) = (0, 0, 0);
        for s in 0..w.staff.len() {
            let approved = i64::from(w.county.schools[s].approved_staff.unwrap_or(0));
            *(if w.closing(s) {
                &mut closes
            } else {
                &mut stays
            }) += approved;
            let ceiling = approved.max(self.now(s, |_| true));
            let standing = tiers::standing_loans(w, s);
            let most = i64::from(rule.pool_per_school).max(standing) as f64;
            let loan = variable().integer().min(standing as f64).max(most);
            let loan = self.vars.add(loan);
            lent += loan;
            given += standing;
            let persons = self.at(s, |_, _| true);
            self.over(T1, persons - ceiling as f64 - loan);
        }
        let share = up(rule.pool_share, stays as usize) + closes;
        let total = rule.pool_total.map_or(share, i64::from).max(given);
        self.rows.push(constraint!(lent <= total as f64));
    }

    fn rotation(&mut self) {
        let w = self.w;
        let rule = &w.policy.rules.rotation;
        if !on(rule.mode) {
            return;
        }
        let went = |p: usize, f: Fate| w.people[p].due && w.moves_to(p, f).is_some();
        for s in (0..w.staff.len()).filter(|s| !w.closing(*s)) {
            let due = w.staff[s].iter().filter(|p| w.people[**p].due).count();
            let movers = self.all(|p, f| w.people[p].school == Some(s) && went(p, f));
            self.over(T4, Expression::from(up(rule.share, due) as f64) - movers);
        }
        let share: f64 = rule.backbone_share.to_string().parse().expect("a number");
        let movers = self.all(went);
        let backbone = self.all(|p, f| went(p, f) && w.people[p].backbone);
        self.over(T4, movers * share - backbone);
    }

    fn balance(&mut self) {
        let w = self.w;
        let rule = &w.policy.rules.balance;
        if !on(rule.mode) {
            return;
        }
        for (s, stage, students) in tiers::pupils(w) {
            let (threshold, floor) = match stage {
                Stage::Primary => (rule.primary_education, &rule.primary_floor),
                _ => (rule.junior_education, &rule.junior_floor),
            };
            let floor = Education::parse(floor).expect("an education");
            let here = |p: usize, f: Fate| w.works_in(p, f).0 == Some(stage);
            let t = |p: usize| &w.county.teachers[p];
            let educated = self.at(s, |p, f| here(p, f) && t(p).education <= floor);
            let backbone = self.at(s, |p, f| here(p, f) && t(p).backbone <= Backbone::County);
            let names = &rule.pe_arts_subjects;
            let arts = |p: usize, f: Fate| {
                let subject = w.works_in(p, f).1;
                subject.is_some_and(|j| names.iter().any(|n| n == w.county.subject(j)))
            };
            let arts = self.at(s, |p, f| here(p, f) && arts(p, f));
            for (per_hundred, have) in [
                (threshold, educated),
                (rule.backbone, backbone),
                (rule.pe_arts, arts),
            ] {
                let need = up(per_hundred / rust_decimal::Decimal::ONE_HUNDRED, students);
                self.over(T5, Expression::from(need as f64) - have);
            }
        }
    }

    fn titles(&mut self) {
        let w = self.w;
        if !on(w.policy.rules.titles.mode) {
            return;
        }
        for (s, school) in w.county.schools.iter().enumerate() {
            let senior = |p: usize| {
                matches!(
                    w.county.teachers[p].title,
                    Title::Senior | Title::FullSenior
                )
            };
            let counted = |p: usize| !tiers::beside(w, p, s, tiers::leads_now(w, p));
            let beside = |p: usize, f: Fate| tiers::beside(w, p, s, f == Fate::Lead);
            let middle = |p: usize| w.county.teachers[p].title == Title::First;
            let cap = i64::from(school.senior_posts.unwrap_or(0))
                .max(self.now(s, |p| senior(p) && counted(p)));
            let have = self.at(s, |p, f| senior(p) && !beside(p, f));
            self.over(T6, have - cap as f64);
            let cap = i64::from(school.intermediate_posts.unwrap_or(0))
                .max(self.now(s, |p| middle(p) && counted(p)));
            let have = self.at(s, |p, f| middle(p) && !beside(p, f));
            self.over(T6, have - cap as f64);
        }
    }

    fn solve(mut self) -> Option<Found> {
        let order = tiers::order(self.w.policy);
        let mut last = None;
        for k in order.into_iter().filter(|k| *k >= T1) {
            let goal = self.tiers[k].clone();
            let solution = match self.least(&goal, "choose") {
                Ok(solution) => solution,
                Err(ResolutionError::Infeasible) => return None,
                // HiGHS now and then presolves a sound problem to a wrong point, sees it and gives up (small county 2676):
                // asked without presolve it answers.
                Err(_) => match self.least(&goal, "off") {
                    Ok(solution) => solution,
                    Err(error) => panic!("tier {k}: {error}"),
                },
            };
            let value = solution.eval(&goal).round();
            self.rows.push(constraint!(goal <= value));
            last = Some(self.read(&solution));
        }
        let plan = last.expect("a tier");
        assert!(rules::hold(self.w, &plan), "the model forgot a rule");
        let values = tiers::values(self.w, &plan);
        Some(Found { plan, values })
    }

    /// The rows so far with a goal, solved to the end.
    fn least(&self, goal: &Expression, presolve: &str) -> Result<HighsSolution, ResolutionError> {
        let problem = self.vars.clone().minimise(goal.clone());
        let mut problem = problem.using(default_solver);
        problem.set_verbose(false);
        let problem = problem.set_option("threads", 1);
        let problem = problem.set_option("presolve", presolve);
        // A presolve rule that drops rows Σx = 1 (see the backend).
        let problem = problem.set_option("presolve_rule_off", 1 << 16);
        let mut problem = problem.set_mip_rel_gap(0.0).expect("a gap");
        for row in &self.rows {
            problem.add_constraint(row.clone());
        }
        problem.solve()
    }

    fn read(&self, solution: &impl Solution) -> Vec<Fate> {
        let chosen = |choices: &Vec<(Fate, Variable)>| {
            let on = |(_, v): &&(Fate, Variable)| solution.value(*v) > 0.5;
            choices.iter().find(on).expect("one fate").0
        };
        self.x.iter().map(chosen).collect()
    }
}
