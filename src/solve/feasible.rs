//! Whether there is any plan at all, and how few pins must be given up where there is none.
//!
//! Both are asked first of a part: those whom pins or their class hold to few places, with the rows that they fill by
//! themselves. All others could only make these rows fuller, so that what the part cannot keep no plan can.

use super::options::Options;
use super::tiers;
use crate::case::Case;
use crate::county::{Pin, TeacherIx};
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::direct::{Direct, assemble};
use crate::model::problem::{Constraint, Problem};
use crate::model::rulebook::Rulebook;
use crate::plan::Class;
use crate::solve::backend::{Ending, Session};
use crate::tables::fault::Faults;
use crate::terms::column::{Act, Column};
use anyhow::Result;
use std::collections::BTreeSet;

/// Whether there is a plan; false also where time was up before one was found.
pub fn feasible(case: &Case, options: &mut Options) -> Result<bool> {
    let arcs = Arcs::new(case);
    if !part_holds(case, &arcs, options)? {
        return Ok(false);
    }
    // Most plans that exist can be had with all others at home, which a much smaller model says.
    let asked = asked(case);
    let home = arcs.filtered(|t, cell| {
        let own = case.county.teacher(t).school;
        let there = case.demand.cell(cell).school;
        asked.contains(&t) || own.is_some_and(|own| case.county.same_unit(own, there))
    });
    let smaller = home.len() < arcs.len();
    if smaller && any_point(case, &home, options)? {
        return Ok(true);
    }
    any_point(case, &arcs, options)
}

/// Whether the part by itself has a plan: without one the county has none either.
pub fn part_may_hold(case: &Case, options: &mut Options) -> Result<bool> {
    part_holds(case, &Arcs::new(case), options)
}

fn part_holds(case: &Case, arcs: &Arcs, options: &mut Options) -> Result<bool> {
    let mut all = case.county.teacher_ixs();
    if all.any(|t| columns::impossible(case, arcs, t)) {
        return Ok(false);
    }
    let persons = part(case).into_iter();
    let columns: Vec<Column> = persons
        .flat_map(|t| columns::of_person(case, arcs, t))
        .collect();
    let problem = of_part(case, &columns);
    let mut session = Session::new(&problem)?;
    let limits = options.limits();
    if session.relax(&limits)?.ending == Ending::Infeasible {
        return Ok(false);
    }
    let answer = session.solve(&limits, None, &mut |_| {})?;
    Ok(answer.ending != Ending::Infeasible)
}

/// Those of whom pins or a supposition speak.
fn asked(case: &Case) -> BTreeSet<TeacherIx> {
    let pins = case.county.pins.iter().map(|p| p.teacher);
    pins.chain(case.supposed.map(|s| s.teacher)).collect()
}

/// And those who stay or may lead: nobody else stands in the rows that need them.
fn part(case: &Case) -> BTreeSet<TeacherIx> {
    let held = |t: &TeacherIx| {
        case.standing.class_of(*t) == Class::Fixed || !case.standing.lead.chances_of(*t).is_empty()
    };
    let mut persons = asked(case);
    persons.retain(|t| !matches!(case.standing.class_of(*t), Class::Out | Class::Barred));
    persons.extend(case.county.teacher_ixs().filter(held));
    persons
}

/// The problem over the columns of a part: of each row only the side that others cannot help.
fn of_part(case: &Case, columns: &[Column]) -> Problem {
    let book = Rulebook::new(case);
    let mut problem = assemble(case, &book, columns);
    for (constraint, row) in problem.constraints.iter_mut().zip(&book.rows.rows) {
        let (lower, upper) = match row.rule {
            "R01" | "R17" => (true, true),
            // That they are no more than the fixed holders and the posts, R01 and R02 say.
            "R25" => (true, false),
            "R02" | "R09" | "R13" | "R14" => (false, true),
            _ => (false, false),
        };
        if !lower {
            constraint.lower = f64::NEG_INFINITY;
        }
        if !upper {
            constraint.upper = f64::INFINITY;
        }
    }
    problem
        .constraints
        .retain(|row| !row.terms.is_empty() && (row.lower.is_finite() || row.upper.is_finite()));
    problem
}

fn any_point(case: &Case, arcs: &Arcs, options: &mut Options) -> Result<bool> {
    let book = Rulebook::new(case);
    let model = Direct::new(case, arcs, &book);
    let mut session = Session::new(&model.problem)?;
    // Mostly the relaxation has no point either, and says so much sooner.
    let relaxed = session.relax(&options.limits())?;
    if relaxed.ending == Ending::Infeasible {
        return Ok(false);
    }
    let none = &mut |_: &[f64]| Vec::new();
    let found = tiers::run(case, &model.problem, &mut session, &[], None, none, options)?;
    Ok(found.point.is_some())
}

/// The fewest pins (by position) without which the part has a plan, with one of each of `met` among them: no plan of the
/// county gives up fewer. None where pins change more than who is fixed, or where time is up.
pub fn fewest_pins(
    case: &Case,
    met: &[Vec<usize>],
    options: &mut Options,
) -> Result<Option<Vec<usize>>> {
    let mut county = case.county.clone();
    county.pins.clear();
    let loose = Case {
        supposed: case.supposed,
        ..Case::new(county, case.policy.clone(), &mut Faults::default())
    };
    let class = |case: &Case, t: TeacherIx| case.standing.class_of(t);
    let mut all = case.county.teacher_ixs();
    if !all.all(|t| class(case, t) == class(&loose, t) || class(case, t) == Class::Fixed) {
        return Ok(None);
    }
    let (mut problem, broken) = pins_as_wishes(case, &loose);
    let first = problem.variables.len() as u32;
    for columns in broken {
        let given_up = problem.add_variable(1.0);
        let mut terms: Vec<(u32, f64)> = columns.into_iter().map(|c| (c, 1.0)).collect();
        terms.push((given_up, -1.0));
        problem.constraints.push(Constraint::at_most(0.0, terms));
    }
    for pins in met {
        let terms = pins.iter().map(|i| (first + *i as u32, 1.0)).collect();
        let one = Constraint::new(1.0, f64::INFINITY, terms);
        problem.constraints.push(one);
    }
    let mut session = Session::new(&problem)?;
    let vars = first..problem.variables.len() as u32;
    session.set_objective(&vars.clone().map(|v| (v, 1.0)).collect::<Vec<_>>())?;
    let answer = session.solve(&options.limits(), None, &mut |_| {})?;
    let solved = answer.ending == Ending::Solved;
    let given = vars.filter(|v| answer.point.get(*v as usize).is_some_and(|x| *x > 0.5));
    Ok(solved.then(|| given.map(|v| (v - first) as usize).collect()))
}

/// The part with every outcome that it has without pins; per pin the columns that break it. Who is fixed by a pin alone
/// has the outcomes of a fixed person beside those of a free one.
fn pins_as_wishes(case: &Case, loose: &Case) -> (Problem, Vec<Vec<u32>>) {
    let (with, without) = (Arcs::new(case), Arcs::new(loose));
    let persons: BTreeSet<TeacherIx> = part(case).union(&part(loose)).copied().collect();
    let mut columns = Vec::new();
    let mut broken = vec![Vec::new(); case.county.pins.len()];
    for t in persons {
        for column in columns::of_person(loose, &without, t) {
            for i in &case.standing.pins[t.ix()] {
                if breaks(&case.county.pins[*i], &column) {
                    broken[*i].push(columns.len() as u32);
                }
            }
            columns.push(column);
        }
        if case.standing.class_of(t) != loose.standing.class_of(t) {
            columns.extend(columns::of_person(case, &with, t));
        }
    }
    (of_part(loose, &columns), broken)
}

/// Whoever goes on leading is not bound by pins.
fn breaks(pin: &Pin, column: &Column) -> bool {
    let at = column.station;
    let there = at.is_some_and(|s| pin.covers(s.school, s.stage, s.subject));
    column.act != Act::Lead && there != pin.must
}
