//! Deferred acceptance (Gale & Shapley 1962), proposed by the persons: nobody is left who would rather have a place
//! that is free or that went to somebody behind him there, and everybody has the best that any such outcome gives him.

use std::collections::BinaryHeap;

/// Gives each proposer a place, or none. `wishes[i]` are the places that `i` would take, best first; a place takes at most
/// `capacity[place]` of them, those whose `order(place, i)` is least. No two proposers may be equal at a place: then the
/// result is the same in whatever order they propose.
pub fn accept<K: Ord>(
    wishes: &[Vec<usize>],
    capacity: &[usize],
    order: impl Fn(usize, usize) -> K,
) -> Vec<Option<usize>> {
    let mut next = vec![0; wishes.len()];
    let mut taken: Vec<BinaryHeap<(K, usize)>> =
        capacity.iter().map(|_| BinaryHeap::new()).collect();
    let mut free: Vec<usize> = (0..wishes.len()).rev().collect();
    while let Some(i) = free.pop() {
        let Some(place) = wishes[i].get(next[i]).copied() else {
            continue;
        };
        next[i] += 1;
        taken[place].push((order(place, i), i));
        if taken[place].len() > capacity[place] {
            // The last in order has to propose elsewhere; it may be the one who has just come.
            free.extend(taken[place].pop().map(|(_, last)| last));
        }
    }
    let mut given = vec![None; wishes.len()];
    for (place, inside) in taken.into_iter().enumerate() {
        for (_, i) in inside {
            given[i] = Some(place);
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three persons, two places of one seat. Both places prefer 0 to 1 to 2; everybody prefers place 0.
    #[test]
    fn the_first_in_order_gets_the_better_place() {
        let wishes = vec![vec![0, 1]; 3];
        let given = accept(&wishes, &[1, 1], |_, i| i);
        assert_eq!(given, [Some(0), Some(1), None]);
    }

    /// Who is put out of a place goes on with the next wish, and may put out another there.
    #[test]
    fn a_rejection_goes_on() {
        let wishes = vec![vec![0], vec![0, 1], vec![1]];
        let given = accept(&wishes, &[1, 1], |_, i| i);
        assert_eq!(given, [Some(0), Some(1), None]);
    }
}
