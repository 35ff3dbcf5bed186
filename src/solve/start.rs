//! A plan to start from: it only speeds up. One that breaks a rule, or leaves somebody out, is no start and is ignored.

use super::around::column;
use super::backend::{Limits, Session};
use super::options::Options;
use super::tiers;
use crate::case::Case;
use crate::model::arcs::Arcs;
use crate::model::direct::{Direct, assemble};
use crate::model::problem::Problem;
use crate::model::rulebook::Rulebook;
use crate::plan::result::{Solved, Status, TierResult};
use crate::plan::{Class, Plan};
use crate::solve::reading;
use crate::terms::column::Column;
use anyhow::Result;
use std::collections::HashSet;

/// A start in the terms of the model: everybody's column, and the slacks that go with them.
pub struct Start {
    columns: Vec<Column>,
    problem: Problem,
    point: Vec<f64>,
}

impl Start {
    /// None where no plan was given, or the one given is no plan of this case.
    pub fn new(case: &Case, arcs: &Arcs, options: &Options) -> Result<Option<Start>> {
        let Some(plan) = &options.start else {
            return Ok(None);
        };
        let Some(columns) = chosen(case, arcs, plan) else {
            return Ok(None);
        };
        let problem = assemble(case, &Rulebook::new(case), &columns);
        let mut session = Session::new(&problem)?;
        let persons = columns.len() as u32;
        let mut slacks = Vec::new();
        for (_, costs) in &problem.costs {
            let slack = costs.iter().filter(|(v, _)| *v >= persons);
            slacks.extend(slack.map(|(v, c)| (*v, *c as f64)));
        }
        session.set_objective(&slacks)?;
        for var in 0..persons {
            session.set_bounds(var, 1.0, 1.0)?;
        }
        // Everybody is in place: what is left takes a moment, and is wanted most when time is up.
        let limits = Limits {
            seconds: f64::INFINITY,
            absolute_gap: 0.0,
            stop: Default::default(),
            ..options.limits()
        };
        let answer = session.solve(&limits, None, &mut |_| {})?;
        Ok((!answer.point.is_empty()).then_some(Start {
            columns,
            problem,
            point: answer.point,
        }))
    }

    /// As a point of the whole model.
    pub fn point(&self, model: &Direct) -> Vec<f64> {
        let taken: HashSet<_> = self.columns.iter().map(|c| (c.person, c.act)).collect();
        let on = |c: &Column| f64::from(u8::from(taken.contains(&(c.person, c.act))));
        let mut point: Vec<f64> = model.columns.iter().map(on).collect();
        point.extend(&self.point[self.columns.len()..]);
        point
    }

    /// The plan itself, for a solve that found none in time.
    pub fn fallback(&self, case: &Case, method: &str, options: &Options) -> (Plan, Solved) {
        let value = |t| tiers::unproven(t, self.problem.value(t, &self.point));
        let tiers: Vec<TierResult> = tiers::order(case).into_iter().map(value).collect();
        let solved = Solved {
            status: Status::TimeLimit,
            tiers,
            lent: Vec::new(),
            method: method.to_owned(),
            seconds: options.begun.elapsed().as_secs_f64(),
        };
        (reading::plan(case, self.columns.iter()), solved)
    }
}

/// Everybody's column by a plan; none where somebody has none, or one that no rule allows.
fn chosen(case: &Case, arcs: &Arcs, plan: &Plan) -> Option<Vec<Column>> {
    let planned = case.county.teacher_ixs();
    let planned =
        planned.filter(|t| !matches!(case.standing.class_of(*t), Class::Out | Class::Barred));
    planned
        .map(|t| {
            let [row] = plan.rows_of(t) else { return None };
            column(case, arcs, row)
        })
        .collect()
}
