//! Whom to recruit: every gap where the headcount reaches; else what tier T2 weighs more comes first, and of equal weight
//! each further place goes to the subject with the smallest part of its posts filled.

use crate::demand::Ratio;
use std::cmp::Reverse;

/// One stage and subject that asks for recruits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// What one open post of it weighs in T2.
    pub weight: u32,
    pub posts: u32,
    pub gap: u32,
}

/// How many each gets of `room` places, in the order of the wants.
pub fn share_out(wants: &[Want], room: u32) -> Vec<u32> {
    let mut given = vec![0; wants.len()];
    for _ in 0..room {
        let open = (0..wants.len()).filter(|i| given[*i] < wants[*i].gap);
        let Some(next) = open.min_by_key(|i| {
            let want = &wants[*i];
            let left = Ratio::whole(want.gap - given[*i]);
            let part = left.over(Ratio::whole(want.posts));
            (Reverse(want.weight), Reverse(part), *i)
        }) else {
            break;
        };
        given[next] += 1;
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn want(weight: u32, posts: u32, gap: u32) -> Want {
        Want { weight, posts, gap }
    }

    #[test]
    fn shortage_subjects_first_then_the_emptiest() {
        let wants = [want(2, 10, 4), want(3, 20, 2), want(2, 4, 2)];
        assert_eq!(share_out(&wants, 100), [4, 2, 2]);
        assert_eq!(share_out(&wants, 0), [0, 0, 0]);
        // The shortage subject's two; then 2/4 open beats 4/10, then 4/10 beats 1/4, then 3/10 beats 1/4.
        assert_eq!(share_out(&wants, 3), [0, 2, 1]);
        assert_eq!(share_out(&wants, 5), [2, 2, 1]);
        // Now 2/10 against 1/4.
        assert_eq!(share_out(&wants, 6), [2, 2, 2]);
    }
}
