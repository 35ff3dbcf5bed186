//! Which released member of a group takes which of its seats: a transport problem, solved by shortest augmenting
//! paths. It either gives the assignment of least distance or a set of members who compete for too few seats.

use std::collections::BinaryHeap;

/// One transport problem: members to seats.
pub struct Transport<'a> {
    /// Per member the seats he may take (positions), each with its cost.
    pub choices: &'a [Vec<(usize, i64)>],
    /// Per seat how many may take it.
    pub capacity: &'a [usize],
}

/// The seats of all members, or the seats (positions) that too many members must share.
#[derive(Debug, PartialEq, Eq)]
pub enum Matched {
    Seats(Vec<usize>),
    /// A seat set N with more members confined to it than it has places.
    TooFew(Vec<usize>),
}

/// Successive shortest paths with potentials; members are matched one by one.
pub fn solve(problem: &Transport) -> Matched {
    let mut state = State::new(problem);
    for member in 0..problem.choices.len() {
        if let Some(reached) = state.place(member) {
            return Matched::TooFew(reached);
        }
    }
    Matched::Seats(state.seat_of.into_iter().flatten().collect())
}

struct State<'a> {
    problem: &'a Transport<'a>,
    seat_of: Vec<Option<usize>>,
    /// Per seat the members sitting there.
    sitting: Vec<Vec<usize>>,
    /// Dual prices of seats; keep reduced costs non-negative.
    price: Vec<i64>,
    member_price: Vec<i64>,
}

impl<'a> State<'a> {
    fn new(problem: &'a Transport<'a>) -> State<'a> {
        State {
            problem,
            seat_of: vec![None; problem.choices.len()],
            sitting: vec![Vec::new(); problem.capacity.len()],
            price: vec![0; problem.capacity.len()],
            member_price: vec![0; problem.choices.len()],
        }
    }

    /// Finds the cheapest augmenting path from a new member; returns the seats reached when there is none.
    fn place(&mut self, member: usize) -> Option<Vec<usize>> {
        let seats = self.problem.capacity.len();
        let mut dist = vec![i64::MAX; seats];
        let mut from = vec![usize::MAX; seats];
        let mut done = vec![false; seats];
        let mut heap: BinaryHeap<(std::cmp::Reverse<i64>, std::cmp::Reverse<usize>)> =
            BinaryHeap::new();
        self.member_price[member] = self.cheapest(member);
        self.relax(member, 0, &mut dist, &mut from, &mut heap);
        while let Some((std::cmp::Reverse(d), std::cmp::Reverse(seat))) = heap.pop() {
            if done[seat] || d > dist[seat] {
                continue;
            }
            done[seat] = true;
            if self.sitting[seat].len() < self.problem.capacity[seat] {
                self.reprice(member, d, &dist, &done);
                self.shift(member, seat, &from);
                return None;
            }
            for i in 0..self.sitting[seat].len() {
                let sitter = self.sitting[seat][i];
                self.relax(sitter, d, &mut dist, &mut from, &mut heap);
            }
        }
        Some((0..seats).filter(|s| done[*s]).collect())
    }

    fn cheapest(&self, member: usize) -> i64 {
        let choices = self.problem.choices[member].iter();
        choices
            .map(|(seat, cost)| cost - self.price[*seat])
            .min()
            .unwrap_or(0)
    }

    fn relax(
        &self,
        member: usize,
        base: i64,
        dist: &mut [i64],
        from: &mut [usize],
        heap: &mut BinaryHeap<(std::cmp::Reverse<i64>, std::cmp::Reverse<usize>)>,
    ) {
        for (seat, cost) in &self.problem.choices[member] {
            let d = base + cost - self.price[*seat] - self.member_price[member];
            if d < dist[*seat] {
                dist[*seat] = d;
                from[*seat] = member;
                heap.push((std::cmp::Reverse(d), std::cmp::Reverse(*seat)));
            }
        }
    }

    /// Keeps reduced costs of all choices ≥ 0 and of the choices taken = 0.
    fn reprice(&mut self, member: usize, length: i64, dist: &[i64], done: &[bool]) {
        self.member_price[member] += length;
        for seat in (0..dist.len()).filter(|s| done[*s]) {
            let slack = length - dist[seat];
            self.price[seat] -= slack;
            for sitter in &self.sitting[seat] {
                self.member_price[*sitter] += slack;
            }
        }
    }

    /// Moves everybody along the path that ends at a seat with room.
    fn shift(&mut self, member: usize, end: usize, from: &[usize]) {
        let mut seat = end;
        loop {
            let mover = from[seat];
            let left = self.seat_of[mover].replace(seat);
            self.sitting[seat].push(mover);
            let Some(left) = left.filter(|_| mover != member) else {
                return;
            };
            self.sitting[left].retain(|m| *m != mover);
            seat = left;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brute(
        choices: &[Vec<(usize, i64)>],
        capacity: &mut Vec<usize>,
        member: usize,
    ) -> Option<i64> {
        let Some(list) = choices.get(member) else {
            return Some(0);
        };
        let mut best = None;
        for (seat, cost) in list {
            if capacity[*seat] > 0 {
                capacity[*seat] -= 1;
                let rest = brute(choices, capacity, member + 1).map(|r| r + cost);
                best = [best, rest].into_iter().flatten().min();
                capacity[*seat] += 1;
            }
        }
        best
    }

    #[test]
    fn equals_brute_force_on_many_small_problems() {
        let mut seed = 7u64;
        let mut next = |n: u64| {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (seed >> 33) % n
        };
        for _ in 0..3000 {
            let seats = 1 + next(4) as usize;
            let mut capacity: Vec<usize> = (0..seats).map(|_| next(3) as usize).collect();
            let mut choices: Vec<Vec<(usize, i64)>> = vec![Vec::new(); next(5) as usize];
            for list in &mut choices {
                for seat in 0..seats {
                    if next(3) > 0 {
                        list.push((seat, next(20) as i64));
                    }
                }
            }
            let problem = Transport {
                choices: &choices,
                capacity: &capacity.clone(),
            };
            match (solve(&problem), brute(&choices, &mut capacity, 0)) {
                (Matched::Seats(found), Some(best)) => {
                    let cost = |(m, s): (usize, &usize)| {
                        choices[m].iter().find(|c| c.0 == *s).map_or(9999, |c| c.1)
                    };
                    assert_eq!(found.iter().enumerate().map(cost).sum::<i64>(), best);
                }
                (Matched::TooFew(few), None) => {
                    let inside =
                        |list: &&Vec<(usize, i64)>| list.iter().all(|(s, _)| few.contains(s));
                    let confined = choices.iter().filter(inside).count();
                    assert!(confined > few.iter().map(|s| capacity[*s]).sum::<usize>());
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
