//! The cheapest assignment of persons to places, each place for one person, nobody bound to have one: persons come in one by
//! one, each along the cheapest chain of moves (Kuhn 1955; shortest augmenting paths).

use std::ops::{Add, Sub};

/// What an assignment costs, compared from the first figure on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost(pub [i64; 5]);

impl Add for Cost {
    type Output = Cost;
    fn add(self, other: Cost) -> Cost {
        Cost(std::array::from_fn(|k| self.0[k] + other.0[k]))
    }
}

impl Sub for Cost {
    type Output = Cost;
    fn sub(self, other: Cost) -> Cost {
        Cost(std::array::from_fn(|k| self.0[k] - other.0[k]))
    }
}

/// Per place the person who gets it. `arcs[i]` are the places that person `i` may have, with their costs; to have none
/// costs nothing.
pub fn cheapest(arcs: &[Vec<(usize, Cost)>], places: usize) -> Vec<Option<usize>> {
    let mut holder = vec![None; places];
    for person in 0..arcs.len() {
        enter(arcs, person, &mut holder);
    }
    holder
}

/// How a place is reached: the cost of the chain so far, and the place that its newcomer gives up, if any.
type Reached = Option<(Cost, Option<usize>)>;

/// One person more: he takes a place, whose holder takes another one, and so on, until one is free or somebody has none.
fn enter(arcs: &[Vec<(usize, Cost)>], person: usize, holder: &mut [Option<usize>]) {
    let reached = reach(arcs, person, holder);
    let ends = reached.iter().enumerate().filter_map(|(place, found)| {
        let (cost, _) = (*found)?;
        let released = holder[place].map_or(Cost::default(), |out| price(arcs, out, place));
        Some((cost - released, place))
    });
    let best = ends.min().filter(|(cost, _)| *cost < Cost::default());
    let mut at = best.map(|(_, place)| place);
    while let Some(place) = at {
        at = reached[place].and_then(|(_, from)| from);
        holder[place] = at.map_or(Some(person), |from| holder[from]);
    }
}

/// The cheapest chain to every place. There is no chain that gains by going round: the assignment so far is the best.
fn reach(arcs: &[Vec<(usize, Cost)>], person: usize, holder: &[Option<usize>]) -> Vec<Reached> {
    let mut reached: Vec<Reached> = vec![None; holder.len()];
    for (place, cost) in &arcs[person] {
        reached[*place] = Some((*cost, None));
    }
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for from in 0..holder.len() {
            let (Some((cost, _)), Some(out)) = (reached[from], holder[from]) else {
                continue;
            };
            let gone = cost - price(arcs, out, from);
            for (place, more) in arcs[out].iter().filter(|(place, _)| *place != from) {
                let total = gone + *more;
                if reached[*place].is_none_or(|(known, _)| total < known) {
                    reached[*place] = Some((total, Some(from)));
                    changed = true;
                }
            }
        }
    }
    reached
}

/// What a person pays for a place that he may have.
pub fn price(arcs: &[Vec<(usize, Cost)>], person: usize, place: usize) -> Cost {
    let found = arcs[person].iter().find(|(p, _)| *p == place);
    found.map_or(Cost::default(), |(_, cost)| *cost)
}
