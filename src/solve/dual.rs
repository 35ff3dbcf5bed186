//! Bounds from dual values. By weak duality *any* dual values bound a problem from below, also those of a relaxation that
//! an interior point method has solved only roughly: `b(y) + Σ min(d·lower, d·upper)` with `d = c − yA`. The same reduced
//! costs `d` say which variables cannot leave their bound in a plan of a given value (reduced-cost fixing).

use crate::model::problem::{Constraint, Problem, Variable};

/// What rounding may add to a bound, relative to the sizes of all that comes into it.
const ROUNDING: f64 = 1e-14;

/// What dual values say of a problem and an objective.
pub struct Certificate {
    /// No point is below this: what rounding may have added is taken off. Where a relaxation has no point its dual values
    /// grow without end, and all that they say is lost in it.
    pub bound: f64,
    /// What was taken off.
    pub rounding: f64,
    /// Dual values, without those that a one-sided row does not allow.
    pub duals: Vec<f64>,
    /// Reduced costs of the variables.
    pub reduced: Vec<f64>,
}

impl Certificate {
    pub fn new(problem: &Problem, objective: &[(u32, f64)], duals: &[f64]) -> Certificate {
        let mut reduced = vec![0.0; problem.variables.len()];
        for (var, cost) in objective {
            reduced[*var as usize] += cost;
        }
        let mut bound = 0.0;
        let mut size = 0.0;
        let mut clean = Vec::with_capacity(problem.constraints.len());
        for (i, row) in problem.constraints.iter().enumerate() {
            let dual = allowed(row, duals.get(i).copied().unwrap_or(0.0));
            clean.push(dual);
            if dual != 0.0 {
                bound += dual * stands(row, dual);
                for (var, factor) in &row.terms {
                    reduced[*var as usize] -= dual * factor;
                    size += (dual * factor).abs() * most(&problem.variables[*var as usize]);
                }
            }
        }
        for (variable, d) in problem.variables.iter().zip(&reduced) {
            bound += d * if *d > 0.0 {
                variable.lower
            } else {
                variable.upper
            };
        }
        let rounding = ROUNDING * size;
        Certificate {
            bound: bound - rounding,
            rounding,
            duals: clean,
            reduced,
        }
    }
}

/// The greatest value of a variable that is bounded.
fn most(variable: &Variable) -> f64 {
    let finite = |x: f64| if x.is_finite() { x.abs() } else { 0.0 };
    finite(variable.lower).max(finite(variable.upper))
}

/// A dual value that the row's sides allow.
fn allowed(row: &Constraint, dual: f64) -> f64 {
    let side = if dual > 0.0 { row.lower } else { row.upper };
    match side.is_finite() && dual.is_finite() {
        true => dual,
        false => 0.0,
    }
}

/// Where a row stands when its dual value is not zero.
pub fn stands(row: &Constraint, dual: f64) -> f64 {
    if dual > 0.0 { row.lower } else { row.upper }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::tier::Tier;

    /// Two persons, one seat worth 3 uncovered; leaving a person out costs 1: y = (1, 1) on the persons' rows.
    fn problem() -> Problem {
        let mut problem = Problem::default();
        for (upper, cost) in [(1.0, 0), (1.0, 1), (1.0, 0), (1.0, 1)] {
            let var = problem.add_variable(upper);
            problem.add_cost(Tier::Unplaced, var, cost);
        }
        let row =
            |l, u, terms: &[u32]| Constraint::new(l, u, terms.iter().map(|v| (*v, 1.0)).collect());
        problem.constraints.push(row(1.0, 1.0, &[0, 1]));
        problem.constraints.push(row(1.0, 1.0, &[2, 3]));
        problem
            .constraints
            .push(row(f64::NEG_INFINITY, 1.0, &[0, 2]));
        problem
    }

    #[test]
    fn duals_without_end_prove_nothing() {
        for k in 1..100 {
            let k = f64::from(k) / 7.0;
            let mut p = problem();
            // Two rows that say the same, so that what they add to a bound cancels out but for rounding.
            let row = |times: f64| {
                let terms = (0..4).map(|v| (v, times * (0.1 + 0.3 * f64::from(v))));
                Constraint::new(times * 1.1, times * 1.1, terms.collect())
            };
            p.constraints.extend([row(k), row(-1.0)]);
            for far in [1e9, 1e20, 1e37] {
                let duals = [1.0, 1.0, -1.0, far, k * far];
                let found = Certificate::new(&p, &p.objective(Tier::Unplaced), &duals);
                assert!(found.bound <= 1.0 + 1e-6, "{k}, {far}: {}", found.bound);
            }
        }
    }

    #[test]
    fn optimal_duals_give_the_optimum() {
        let p = problem();
        let found = Certificate::new(&p, &p.objective(Tier::Unplaced), &[1.0, 1.0, -1.0]);
        assert!((found.bound - 1.0).abs() < 1e-12);
        assert_eq!(found.reduced, [0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn wrong_duals_give_a_weaker_bound_and_never_a_wrong_one() {
        let p = problem();
        for duals in [
            [0.0, 0.0, 0.0],
            [9.0, -9.0, 4.0],
            [0.5, 0.9, -0.3],
            [f64::NAN, 1.0, f64::INFINITY],
        ] {
            let found = Certificate::new(&p, &p.objective(Tier::Unplaced), &duals);
            assert!(found.bound <= 1.0, "{duals:?}: {}", found.bound);
            // A row that is bounded above only has no positive dual value.
            assert!(found.duals[2] <= 0.0);
        }
    }
}
