//! Markets: deferred acceptance against the textbook and against every stable outcome, the cheapest assignment against
//! every assignment.

use crate::tiny::Dice;
use jiaopin::rounds::assignment::{self, Cost};
use jiaopin::rounds::deferred;

/// A random market: wishes of persons, room of places, and at each place who goes first.
struct Market {
    wishes: Vec<Vec<usize>>,
    room: Vec<usize>,
    /// `order[place][person]`, all different.
    order: Vec<Vec<usize>>,
}

fn market(seed: u64, most: i64) -> Market {
    let mut dice = Dice::new(seed);
    let (n, m) = (
        dice.between(1, most) as usize,
        dice.between(1, most) as usize,
    );
    let mut wishes = Vec::new();
    for _ in 0..n {
        let mut list: Vec<usize> = (0..m).collect();
        dice.shuffle(&mut list);
        list.truncate(dice.between(0, m as i64) as usize);
        wishes.push(list);
    }
    let order = (0..m).map(|_| {
        let mut ranks: Vec<usize> = (0..n).collect();
        dice.shuffle(&mut ranks);
        ranks
    });
    let order = order.collect();
    let room = (0..m).map(|_| dice.pick(&[0, 1, 1, 1, 2])).collect();
    Market {
        wishes,
        room,
        order,
    }
}

/// The textbook: day after day everybody who was sent away asks at the next place; each place keeps its best and sends the
/// rest away; until a day on which nobody asks.
fn textbook(market: &Market) -> Vec<Option<usize>> {
    let n = market.wishes.len();
    let mut turned_down = vec![0; n];
    loop {
        let asks = |i: usize| market.wishes[i].get(turned_down[i]).copied();
        let mut sent_away = Vec::new();
        for place in 0..market.room.len() {
            let mut here: Vec<usize> = (0..n).filter(|i| asks(*i) == Some(place)).collect();
            here.sort_by_key(|i| market.order[place][*i]);
            sent_away.extend(here.into_iter().skip(market.room[place]));
        }
        if sent_away.is_empty() {
            return (0..n).map(asks).collect();
        }
        for i in sent_away {
            turned_down[i] += 1;
        }
    }
}

fn accepted(market: &Market) -> Vec<Option<usize>> {
    deferred::accept(&market.wishes, &market.room, |place, i| {
        market.order[place][i]
    })
}

#[test]
fn deferred_acceptance_is_that_of_the_textbook() {
    for seed in 0..5000 {
        let market = market(seed, 12);
        assert_eq!(accepted(&market), textbook(&market), "seed {seed}");
    }
}

/// Whether nobody would rather have a place that has room or holds somebody who goes behind him.
fn is_stable(market: &Market, given: &[Option<usize>]) -> bool {
    let inside = |place: usize| (0..given.len()).filter(move |i| given[*i] == Some(place));
    let liking = |i: usize, place: Option<usize>| {
        let at = place.and_then(|p| market.wishes[i].iter().position(|w| *w == p));
        at.unwrap_or(usize::MAX)
    };
    (0..market.room.len()).all(|place| inside(place).count() <= market.room[place])
        && (0..given.len()).all(|i| {
            let wishes = &market.wishes[i];
            given[i].is_none_or(|p| wishes.contains(&p))
                && wishes
                    .iter()
                    .filter(|p| liking(i, Some(**p)) < liking(i, given[i]))
                    .all(|p| {
                        inside(*p).count() == market.room[*p]
                            && inside(*p).all(|j| market.order[*p][j] < market.order[*p][i])
                    })
        })
}

/// Among all outcomes that are stable, tried one by one, it is the one that everybody likes best.
#[test]
fn deferred_acceptance_is_the_best_stable_outcome() {
    let mut several = 0;
    for seed in 0..4000 {
        let market = market(seed, 5);
        let given = accepted(&market);
        assert!(is_stable(&market, &given), "seed {seed}");
        let mut stable = Vec::new();
        each(&market, &mut vec![None; given.len()], 0, &mut |other| {
            if is_stable(&market, other) {
                stable.push(other.to_vec());
            }
        });
        several += usize::from(stable.len() > 1);
        for other in stable {
            for (i, wishes) in market.wishes.iter().enumerate() {
                let at = |p: Option<usize>| {
                    p.map_or(usize::MAX, |p| {
                        wishes.iter().position(|w| *w == p).expect("wished")
                    })
                };
                assert!(at(given[i]) <= at(other[i]), "seed {seed}");
            }
        }
    }
    assert!(
        several > 20,
        "{several} markets with several stable outcomes"
    );
}

fn each(
    market: &Market,
    given: &mut Vec<Option<usize>>,
    i: usize,
    see: &mut impl FnMut(&[Option<usize>]),
) {
    if i == given.len() {
        return see(given);
    }
    for place in market.wishes[i].iter().map(|p| Some(*p)).chain([None]) {
        given[i] = place;
        each(market, given, i + 1, see);
    }
    given[i] = None;
}

/// Random costs, few of them different, some of them gains: the assignment found costs as little as any other.
#[test]
fn the_cheapest_assignment_is_found() {
    let mut chains = 0;
    for seed in 0..4000 {
        let mut dice = Dice::new(seed);
        let (n, places) = (dice.between(1, 5) as usize, dice.between(1, 4) as usize);
        let mut arcs = Vec::new();
        for _ in 0..n {
            let mut list = Vec::new();
            for place in 0..places {
                if dice.percent(30) {
                    continue;
                }
                let figures = [
                    dice.between(-2, 1),
                    dice.between(-3, 3),
                    0,
                    dice.between(0, 9),
                    0,
                ];
                list.push((place, Cost(figures)));
            }
            arcs.push(list);
        }
        let given = assignment::cheapest(&arcs, places);
        let price = |holder: &[Option<usize>]| {
            let one = |(place, person): (usize, &Option<usize>)| {
                let list = &arcs[(*person)?];
                Some(list.iter().find(|(p, _)| *p == place).expect("an arc").1)
            };
            let all = holder.iter().enumerate().filter_map(one);
            all.fold(Cost::default(), |sum, cost| sum + cost)
        };
        let mut least = Cost::default();
        let mut greedy = vec![None; places];
        every(&arcs, 0, &mut vec![None; places], &mut |holder| {
            least = least.min(price(holder))
        });
        assert_eq!(price(&given), least, "seed {seed}");
        for (i, list) in arcs.iter().enumerate() {
            let free = list
                .iter()
                .filter(|(p, c)| greedy[*p].is_none() && *c < Cost::default());
            if let Some((place, _)) = free.min_by_key(|(_, cost)| *cost) {
                greedy[*place] = Some(i);
            }
        }
        chains += usize::from(price(&greedy) > least);
    }
    assert!(
        chains > 300,
        "taking the best free place is wrong in {chains} cases only"
    );
}

fn every(
    arcs: &[Vec<(usize, Cost)>],
    i: usize,
    holder: &mut Vec<Option<usize>>,
    see: &mut impl FnMut(&[Option<usize>]),
) {
    if i == arcs.len() {
        return see(holder);
    }
    every(arcs, i + 1, holder, see);
    for (place, _) in &arcs[i] {
        if holder[*place].is_none() {
            holder[*place] = Some(i);
            every(arcs, i + 1, holder, see);
            holder[*place] = None;
        }
    }
}
