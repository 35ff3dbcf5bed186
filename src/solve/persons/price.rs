//! Prices of all person × seat pairs from the duals of a relaxation that knows only some of them.

use super::{PER_ROUND, TOLERANCE, Work, is_personal};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::demand::CellIx;
use crate::model::columns;
use crate::model::draw;
use crate::model::pool;
use crate::terms::column::{Act, Column, Profile};
use crate::terms::tier::Tier;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};

#[derive(Default)]
pub(super) struct Prices {
    pub reduced: Vec<f32>,
    /// Per person the least reduced cost, at most 0.
    pub best: Vec<f64>,
    pub enter: Vec<(TeacherIx, CellIx)>,
}

impl Work<'_> {
    /// Reduced costs of all arcs. A remote seat's rows are those of leaving plus those of arriving, so that
    /// one sum per person and one per (profile, cell) price millions of arcs.
    pub(super) fn price(
        &self,
        tier: Tier,
        duals: &[f64],
        inside: &HashSet<(TeacherIx, Act)>,
    ) -> Prices {
        let locks_from = self.book.rows.rows.len();
        let worth = |column: &Column| -> f64 {
            let factors = self.factors(column, locks_from);
            factors
                .iter()
                .map(|(row, f)| duals[*row as usize] * f)
                .sum()
        };
        let arrive = self.arrivals(&worth);
        // What leaving and arriving do not say of a remote seat: locked personal tiers, and envy of the newcomer.
        let locked: Vec<(Tier, f64)> = self
            .locks
            .iter()
            .enumerate()
            .filter(|(_, (tier, _))| is_personal(*tier))
            .map(|(i, (tier, _))| (*tier, duals[locks_from + i]))
            .collect();
        let personally = |t: TeacherIx, cell: CellIx| -> f64 {
            let costs = locked.iter();
            let costs = costs.map(|(l, dual)| dual * arc_cost(self.case, *l, t, cell) as f64);
            let watching = self.book.merit.watching(self.case, t, cell);
            costs.sum::<f64>() + watching.map(|row| duals[row.0 as usize]).sum::<f64>()
        };
        let persons: Vec<TeacherIx> = self.persons().collect();
        let priced: Vec<(Vec<f32>, f64, Vec<CellIx>)> = persons
            .par_iter()
            .map(|t| {
                let leave = worth(&columns::release(self.case, *t));
                let profile = pool::coarse(Profile::of(self.case, *t));
                let mut reduced = Vec::with_capacity(self.arcs.of(*t).len());
                let mut entering: Vec<(f64, CellIx)> = Vec::new();
                for cell in self.arcs.of(*t) {
                    if inside.contains(&(*t, Act::Seat(*cell))) {
                        reduced.push(f32::INFINITY);
                        continue;
                    }
                    let come = arrive.get(&profile).map_or(0.0, |list| list[cell.ix()]);
                    let own = personally(*t, *cell);
                    let cost = arc_cost(self.case, tier, *t, *cell) as f64 - leave - come - own;
                    reduced.push(cost as f32);
                    if cost < -TOLERANCE {
                        entering.push((cost, *cell));
                    }
                }
                entering.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
                let best = entering.first().map_or(0.0, |e| e.0);
                (
                    reduced,
                    best,
                    entering.into_iter().take(PER_ROUND).map(|e| e.1).collect(),
                )
            })
            .collect();
        let mut prices = Prices::default();
        for (t, (reduced, best, cells)) in persons.into_iter().zip(priced) {
            prices.reduced.extend(reduced);
            prices.best.push(best);
            prices.enter.extend(cells.into_iter().map(|cell| (t, cell)));
        }
        prices
    }

    /// Per profile and cell: what the duals pay for somebody who arrives there.
    fn arrivals(&self, worth: &impl Fn(&Column) -> f64) -> BTreeMap<Profile, Vec<f64>> {
        let mut all: BTreeMap<Profile, Vec<f64>> = BTreeMap::new();
        for t in self.persons() {
            all.entry(pool::coarse(Profile::of(self.case, t)))
                .or_default();
        }
        for (profile, list) in &mut all {
            let cells = self.case.demand.cell_ixs();
            *list = cells
                .map(|cell| worth(&pool::take(self.case, *profile, cell)))
                .collect();
        }
        all
    }
}

/// What a remote seat adds to a personal tier.
pub(super) fn arc_cost(case: &Case, tier: Tier, teacher: TeacherIx, cell: CellIx) -> i64 {
    let drawn = |k: usize| draw::numbers(case, teacher, cell).map_or(0, |n| n[k]);
    match tier {
        Tier::Distance => columns::arc_distance(case, teacher, cell),
        Tier::Draw => drawn(0),
        Tier::DrawAgain => drawn(1),
        Tier::Envy => 0,
        _ => columns::seat(case, teacher, cell).cost(tier),
    }
}
