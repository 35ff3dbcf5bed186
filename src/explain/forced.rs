//! A forced alternative: one person supposed in a seat, solved again, compared with the plan in question.

use super::answer::{Change, Forced, moved};
use super::known::{self, Known};
use super::made::Made;
use super::reach::{reach, reach_changed};
use super::side::{Quiet, side_by_side};
use super::{hinders, rerun};
use crate::audit::{self, Audit};
use crate::case::{Case, Supposed};
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::plan::Plan;
use crate::plan::result::TierResult;
use crate::policy::ProcessMode;
use crate::solve::{self, Method, Options};
use crate::terms::tier::Tier;
use anyhow::{Result, bail};

/// Up to so many person × seat pairs an alternative is solved whole; above it, around the plan.
pub const WHOLE_ARCS: usize = 3_000;
/// How many persons may change at first, and where that finds no plan.
const REACH: [usize; 3] = [120, 250, 500];

/// A plan that is asked about.
pub struct Question<'a> {
    pub case: &'a Case,
    pub plan: &'a Plan,
    pub known: Vec<Known>,
    pub arcs: Arcs,
    pub scope: Scope,
    pub made: Made,
}

/// How much of the county is solved again for an alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// By size.
    #[default]
    Auto,
    /// Everything: exact, and slow where the county is large.
    Whole,
    /// Those within reach of the exchange.
    Around,
}

/// How long an alternative is thought about, where it is not solved whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// The best plan among those who are nearest.
    Quick,
    /// Then improved around those whom it changes.
    Thorough,
    /// And relaxations of the whole county, for what they prove of it.
    Proof,
}

impl Effort {
    /// How often a plan is improved.
    fn rounds(self) -> usize {
        match self {
            Effort::Quick => 0,
            Effort::Thorough | Effort::Proof => 5,
        }
    }
}

impl<'a> Question<'a> {
    pub fn new(case: &'a Case, plan: &'a Plan, recorded: &[TierResult]) -> Question<'a> {
        Question {
            case,
            plan,
            known: known::known(case, plan, recorded),
            arcs: Arcs::new(case),
            scope: Scope::Auto,
            made: Made::default(),
        }
    }

    /// The plan with the teacher in this seat.
    pub fn seat(
        &self,
        teacher: TeacherIx,
        cell: CellIx,
        effort: Effort,
        options: &mut Options,
    ) -> Result<Forced> {
        let supposed = Supposed {
            teacher,
            school: self.case.demand.cell(cell).school,
            cell: Some(cell),
        };
        self.supposed(supposed, &[cell], effort, options)
    }

    /// Many alternatives side by side, the first ones first; none for those that time did not reach.
    pub fn seats(
        &self,
        asked: &[(TeacherIx, CellIx, Effort)],
        options: &Options,
    ) -> Result<Vec<Option<Forced>>> {
        side_by_side(asked, options, |(teacher, cell, effort), options| {
            self.seat(*teacher, *cell, *effort, options)
        })
    }

    /// The plan with the teacher anywhere at this school.
    pub fn school(
        &self,
        teacher: TeacherIx,
        school: SchoolIx,
        effort: Effort,
        options: &mut Options,
    ) -> Result<Forced> {
        let arcs = self.arcs.of(teacher).iter().copied();
        let cells: Vec<CellIx> = arcs
            .filter(|c| self.case.demand.cell(*c).school == school)
            .collect();
        let supposed = Supposed {
            teacher,
            school,
            cell: None,
        };
        self.supposed(supposed, &cells, effort, options)
    }

    fn supposed(
        &self,
        supposed: Supposed,
        cells: &[CellIx],
        effort: Effort,
        options: &mut Options,
    ) -> Result<Forced> {
        if self.case.policy.process.mode == ProcessMode::Staged {
            return rerun::rerun(self, supposed, options);
        }
        let teacher = supposed.teacher;
        let case = Case {
            supposed: Some(supposed),
            ..self.case.clone()
        };
        let arcs = self.arcs.renewed(&case, teacher);
        if columns::impossible(&case, &arcs, teacher) {
            return Ok(Forced::Impossible(hinders::hinders(self.case, supposed)));
        }
        let whole = match self.scope {
            Scope::Auto => arcs.len() <= WHOLE_ARCS,
            scope => scope == Scope::Whole,
        };
        match whole {
            true => self.solved(&case, options),
            false => self.around(&case, &arcs, teacher, cells, effort, options),
        }
    }

    /// Solved again from the beginning.
    fn solved(&self, case: &Case, options: &mut Options) -> Result<Forced> {
        let mut quiet = Quiet::of(options).options();
        quiet.method = Method::Auto;
        let outcome = solve::solve(case, &mut quiet)?;
        match outcome.plan {
            Some(plan) => {
                let audit = audit::audit(case, &plan);
                self.judged(plan, &audit, &outcome.solved.tiers)
            }
            None if outcome.is_infeasible() => Ok(Forced::Impossible(outcome.reasons)),
            None => Ok(Forced::Open),
        }
    }

    /// Solved with everybody out of reach kept where the plan has them, then again around those whom that has changed.
    fn around(
        &self,
        case: &Case,
        arcs: &Arcs,
        teacher: TeacherIx,
        cells: &[CellIx],
        effort: Effort,
        options: &mut Options,
    ) -> Result<Forced> {
        let mut bounds = self.bounds();
        let floors = floors(&bounds);
        let Some(first) = self.first(case, arcs, teacher, cells, &floors, options)? else {
            return Ok(match solve::feasible(case, options)? {
                Some(false) => Forced::Impossible(solve::reasons(case, options)?),
                _ => Forced::Open,
            });
        };
        let (plan, audit) = self.improved(case, arcs, first, &bounds, effort, options)?;
        let values = self.values(&audit);
        if effort == Effort::Proof && !options.stopped() && self.provable(&bounds, &values) {
            self.prove(case, arcs, &values, &mut bounds, options)?;
        }
        let solved = bounds.iter().map(|(t, b)| TierResult {
            key: t.key().to_owned(),
            value: 0,
            bound: b.unwrap_or(i64::MIN),
            seconds: 0.0,
            proven: false,
        });
        self.judged(plan, &audit, &solved.collect::<Vec<_>>())
    }

    /// Solved again around those whom the alternative changes, as often as that brings something.
    fn improved(
        &self,
        case: &Case,
        arcs: &Arcs,
        first: Plan,
        bounds: &[(Tier, Option<i64>)],
        effort: Effort,
        options: &mut Options,
    ) -> Result<(Plan, Audit)> {
        let floors = floors(bounds);
        let read = |plan: Plan| {
            let audit = audit::audit(case, &plan);
            (plan, audit)
        };
        let mut best = read(first);
        for _ in 0..effort.rounds() {
            let values = self.values(&best.1);
            if options.stopped() || self.reaches(bounds, &values) {
                break;
            }
            let changed = moved(self.plan, &best.0);
            let moving = reach_changed(case, arcs, &best.0, &changed, REACH[0]);
            let found = solve::around(case, arcs, &best.0, &moving, &floors, options)?;
            match found
                .map(read)
                .filter(|(_, audit)| self.values(audit) < values)
            {
                Some(better) => best = better,
                None => break,
            }
        }
        Ok(best)
    }

    /// The best plan among those who are nearest to the exchange, as many as it takes to find one.
    fn first(
        &self,
        case: &Case,
        arcs: &Arcs,
        teacher: TeacherIx,
        cells: &[CellIx],
        floors: &[(Tier, i64)],
        options: &mut Options,
    ) -> Result<Option<Plan>> {
        for most in REACH {
            let moving = reach(case, arcs, self.plan, teacher, cells, most);
            let found = solve::around(case, arcs, self.plan, &moving, floors, options)?;
            if found.is_some() || options.stopped() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Raises bounds by the relaxations of the whole county, up to the first tier that stays open.
    fn prove(
        &self,
        case: &Case,
        arcs: &Arcs,
        values: &[i64],
        bounds: &mut [(Tier, Option<i64>)],
        options: &mut Options,
    ) -> Result<()> {
        let value = |tier: Tier| {
            let at = self.known.iter().position(|k| k.tier == tier)?;
            Some((at, values[at]))
        };
        let decides = self
            .known
            .iter()
            .zip(values)
            .position(|(k, v)| k.value != *v);
        let mut enough = |tier: Tier, bound: i64| {
            value(tier).is_some_and(|(at, v)| bound < v || decides == Some(at))
        };
        let found = solve::bounds(case, arcs, &mut enough, options)?;
        // What is known of the plan in question holds as long as its values are kept; after that only what was found
        // with the alternative.
        let mut kept = true;
        for ((tier, bound), value) in bounds.iter_mut().zip(values) {
            let known = bound.filter(|_| kept);
            kept &= known == Some(*value);
            let here = found.iter().find(|(t, _)| t == tier).map(|(_, b)| *b);
            *bound = known.max(here);
        }
        Ok(())
    }

    /// Whether relaxations of the whole county may say something: they count heads, so they know nothing of tiers that
    /// ask who sits where.
    fn provable(&self, bounds: &[(Tier, Option<i64>)], values: &[i64]) -> bool {
        let differs = self.known.iter().zip(values).find(|(k, v)| k.value != **v);
        let counted = differs.is_some_and(|(k, _)| k.tier < Tier::Merit);
        counted && !self.reaches(bounds, values)
    }

    fn reaches(&self, bounds: &[(Tier, Option<i64>)], values: &[i64]) -> bool {
        bounds.iter().zip(values).all(|((_, b), v)| *b == Some(*v))
    }

    /// The audited values in the order of the known tiers.
    fn values(&self, audit: &Audit) -> Vec<i64> {
        let known = self.known.iter();
        known
            .map(|k| audit.tier(k.tier.key()).unwrap_or(k.value))
            .collect()
    }

    /// What no plan with the alternative can be below: it only takes plans away, so that the bounds of the plan in question
    /// hold for it too.
    fn bounds(&self) -> Vec<(Tier, Option<i64>)> {
        self.known.iter().map(|k| (k.tier, k.bound)).collect()
    }

    /// The alternative as the audit reads it, beside the plan in question.
    pub(super) fn judged(
        &self,
        plan: Plan,
        audit: &Audit,
        solved: &[TierResult],
    ) -> Result<Forced> {
        if audit.broken() {
            let broken = audit.findings.list.iter().filter(|f| f.broken);
            let said: Vec<&str> = broken.map(|f| f.text.en.as_str()).collect();
            bail!("an alternative failed its audit:\n{}", said.join("\n"));
        }
        let mut on_bound = true;
        let tiers = self.known.iter().map(|known| {
            let after = audit.tier(known.tier.key()).unwrap_or(known.value);
            let found = solved.iter().find(|t| t.key == known.tier.key());
            let bound = found.map(|t| t.bound).filter(|b| on_bound && *b > i64::MIN);
            on_bound &= bound == Some(after);
            Change {
                tier: known.tier,
                before: known.value,
                after,
                bound,
            }
        });
        let tiers = tiers.collect();
        let moved = moved(self.plan, &plan);
        Ok(Forced::Plan { plan, tiers, moved })
    }
}

/// The bounds that there are.
fn floors(bounds: &[(Tier, Option<i64>)]) -> Vec<(Tier, i64)> {
    let all = bounds.iter();
    all.filter_map(|(t, b)| Some((*t, (*b)?))).collect()
}
