//! A relaxation in the units in which a first-order method goes fast: rows and columns scaled to like sizes (Ruiz, RAL-TR
//! 2001-034), then so that no step can be too long (Pock & Chambolle, ICCV 2011), without what is fixed.

use crate::model::problem::Problem;
use rayon::prelude::*;

/// Rounds of scaling to like sizes.
const ROUNDS: usize = 10;
/// Columns, and rows, which are longer, that a thread takes at a time, so that sharing out costs less than it gains.
const COLUMNS: usize = 4_096;
const ROWS: usize = 1_024;

/// Rows or columns of a matrix, one after the other.
struct Sparse {
    starts: Vec<usize>,
    /// Apart, so that a product has less to read.
    places: Vec<u32>,
    factors: Vec<f64>,
}

impl Sparse {
    /// Of lists of entries.
    fn new(lists: Vec<Vec<(u32, f64)>>) -> Sparse {
        let mut starts = vec![0];
        let (mut places, mut factors) = (Vec::new(), Vec::new());
        for list in lists {
            places.extend(list.iter().map(|(j, _)| *j));
            factors.extend(list.iter().map(|(_, f)| *f));
            starts.push(places.len());
        }
        Sparse {
            starts,
            places,
            factors,
        }
    }

    fn of(&self, i: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = self.starts[i]..self.starts[i + 1];
        let places = self.places[range.clone()].iter();
        places.zip(&self.factors[range]).map(|(j, f)| (*j, *f))
    }

    /// A plain loop over two slices, which every step is spent in: through [`Sparse::of`] it took half as long again.
    fn times(&self, i: usize, vector: &[f64]) -> f64 {
        let range = self.starts[i]..self.starts[i + 1];
        let (places, factors) = (&self.places[range.clone()], &self.factors[range]);
        let mut sum = 0.0;
        for (j, f) in places.iter().zip(factors) {
            sum += f * vector[*j as usize];
        }
        sum
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

pub struct Scaled {
    /// Per scaled variable and row: which one it is, and its unit.
    variables: Vec<(u32, f64)>,
    kept: Vec<(u32, f64)>,
    rows: Sparse,
    columns: Sparse,
    cost: Vec<f64>,
    bounds: Vec<(f64, f64)>,
    sides: Vec<(f64, f64)>,
    /// Units of all points and of all duals.
    unit: f64,
    price: f64,
    /// Size of the rows' sides (1 + 2-norm), unscaled.
    pub size: f64,
}

impl Scaled {
    pub fn new(problem: &Problem, objective: &[(u32, f64)]) -> Scaled {
        let mut place = vec![u32::MAX; problem.variables.len()];
        let free = problem.variables.iter().enumerate();
        let free: Vec<u32> = free
            .filter(|(_, v)| v.lower < v.upper)
            .map(|(i, _)| i as u32)
            .collect();
        for (i, var) in free.iter().enumerate() {
            place[*var as usize] = i as u32;
        }
        let mut kept = Vec::new();
        let mut lists = Vec::new();
        let mut sides = Vec::new();
        for (i, row) in problem.constraints.iter().enumerate() {
            let mut list = Vec::new();
            let mut fixed = 0.0;
            for (var, factor) in &row.terms {
                match place[*var as usize] {
                    u32::MAX => fixed += factor * problem.variables[*var as usize].lower,
                    at => list.push((at, *factor)),
                }
            }
            if !list.is_empty() {
                kept.push(i as u32);
                lists.push(list);
                sides.push((row.lower - fixed, row.upper - fixed));
            }
        }
        let mut cost = vec![0.0; free.len()];
        for (var, c) in objective {
            if let Some(cost) = cost.get_mut(place[*var as usize] as usize) {
                *cost += c;
            }
        }
        let bounds = free.iter().map(|v| &problem.variables[*v as usize]);
        let bounds = bounds.map(|v| (v.lower, v.upper)).collect();
        let scaled = Scaled {
            variables: free.into_iter().map(|v| (v, 1.0)).collect(),
            kept: kept.into_iter().map(|r| (r, 1.0)).collect(),
            columns: transposed(&lists, place.iter().filter(|p| **p != u32::MAX).count()),
            rows: Sparse::new(lists),
            size: 1.0 + size(&sides),
            cost,
            bounds,
            sides,
            unit: 1.0,
            price: 1.0,
        };
        scaled.fit()
    }

    /// Chooses the units.
    fn fit(mut self) -> Scaled {
        let mut by_row = vec![1.0; self.rows.len()];
        let mut by_column = vec![1.0; self.columns.len()];
        for round in 0..=ROUNDS {
            let measure = |of: &Sparse, i: usize, own: f64, other: &[f64]| -> f64 {
                let sizes = of.of(i).map(|(j, f)| (f * own * other[j as usize]).abs());
                match round == ROUNDS {
                    true => sizes.sum(),
                    false => sizes.fold(0.0, f64::max),
                }
            };
            let shrink = |of: &Sparse, own: &[f64], other: &[f64]| -> Vec<f64> {
                let all = own.iter().enumerate();
                all.map(|(i, own)| match measure(of, i, *own, other) {
                    0.0 => *own,
                    size => own / size.sqrt(),
                })
                .collect()
            };
            let rows = shrink(&self.rows, &by_row, &by_column);
            by_column = shrink(&self.columns, &by_column, &by_row);
            by_row = rows;
        }
        let scale = |of: &mut Sparse, own: &[f64], other: &[f64]| {
            for (i, own) in own.iter().enumerate() {
                for k in of.starts[i]..of.starts[i + 1] {
                    of.factors[k] *= own * other[of.places[k] as usize];
                }
            }
        };
        scale(&mut self.rows, &by_row, &by_column);
        scale(&mut self.columns, &by_column, &by_row);
        for (i, d) in by_column.into_iter().enumerate() {
            self.variables[i].1 = d;
            self.cost[i] *= d;
            self.bounds[i] = (self.bounds[i].0 / d, self.bounds[i].1 / d);
        }
        for (i, d) in by_row.into_iter().enumerate() {
            self.kept[i].1 = d;
            self.sides[i] = (self.sides[i].0 * d, self.sides[i].1 * d);
        }
        self.unit = 1.0 + size(&self.sides);
        self.price = 1.0 + self.cost.iter().map(|c| c * c).sum::<f64>().sqrt();
        let shrink = |pair: &mut (f64, f64)| *pair = (pair.0 / self.unit, pair.1 / self.unit);
        self.sides.iter_mut().for_each(shrink);
        self.bounds.iter_mut().for_each(shrink);
        self.cost.iter_mut().for_each(|c| *c /= self.price);
        self
    }

    /// A point and duals of the problem in these units; what is missing starts at nothing.
    pub fn enter(&self, point: &[f64], duals: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let x = self.variables.iter().zip(&self.bounds);
        let x = x.map(|((var, d), (lower, upper))| {
            let x = point.get(*var as usize).copied().unwrap_or(0.0);
            (x / d / self.unit).max(*lower).min(*upper)
        });
        let y = self.kept.iter();
        // A dual value here is what the rows charge, there what they pay.
        let y =
            y.map(|(row, d)| -duals.get(*row as usize).copied().unwrap_or(0.0) / d / self.price);
        (x.collect(), y.collect())
    }

    /// Back to the units of the problem.
    pub fn leave(&self, x: &[f64], y: &[f64], problem: &Problem) -> (Vec<f64>, Vec<f64>) {
        let mut point: Vec<f64> = problem.variables.iter().map(|v| v.lower).collect();
        for ((var, d), x) in self.variables.iter().zip(x) {
            point[*var as usize] = x * d * self.unit;
        }
        let mut duals = vec![0.0; problem.constraints.len()];
        for ((row, d), y) in self.kept.iter().zip(y) {
            duals[*row as usize] = -y * d * self.price;
        }
        (point, duals)
    }

    /// The primal half of a step, and the point twice as far.
    pub fn descend(&self, x: &[f64], y: &[f64], far: f64, next: &mut [f64], ahead: &mut [f64]) {
        let next = next.par_chunks_mut(COLUMNS);
        let both = next.zip(ahead.par_chunks_mut(COLUMNS)).enumerate();
        both.for_each(|(chunk, (next, ahead))| {
            let from = chunk * COLUMNS;
            for (j, (next, ahead)) in (from..).zip(next.iter_mut().zip(ahead)) {
                let (lower, upper) = self.bounds[j];
                let slope = self.cost[j] + self.columns.times(j, y);
                *next = (x[j] - far * slope).max(lower).min(upper);
                *ahead = 2.0 * *next - x[j];
            }
        });
    }

    /// The dual half.
    pub fn ascend(&self, ahead: &[f64], y: &[f64], far: f64, next: &mut [f64]) {
        let all = next.par_chunks_mut(ROWS).enumerate();
        all.for_each(|(chunk, next)| {
            for (i, next) in (chunk * ROWS..).zip(next) {
                let (lower, upper) = self.sides[i];
                let to = y[i] + far * self.rows.times(i, ahead);
                *next = to - far * (to / far).max(lower).min(upper);
            }
        });
    }

    pub fn times(&self, x: &[f64]) -> Vec<f64> {
        let all = (0..self.rows.len()).into_par_iter();
        all.with_min_len(ROWS)
            .map(|i| self.rows.times(i, x))
            .collect()
    }
}

fn transposed(lists: &[Vec<(u32, f64)>], columns: usize) -> Sparse {
    let mut turned = vec![Vec::new(); columns];
    for (i, list) in lists.iter().enumerate() {
        for (j, f) in list {
            turned[*j as usize].push((i as u32, *f));
        }
    }
    Sparse::new(turned)
}

/// 2-norm of the greater side of each row.
fn size(sides: &[(f64, f64)]) -> f64 {
    let finite = |side: f64| if side.is_finite() { side.abs() } else { 0.0 };
    let greater = sides.iter().map(|(l, u)| finite(*l).max(finite(*u)));
    greater.map(|s| s * s).sum::<f64>().sqrt()
}
