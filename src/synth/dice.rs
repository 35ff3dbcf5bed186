//! Chance that falls the same way on every machine: whole numbers only, one stream a purpose.

/// A splitmix64 stream. Streams of other labels are independent, so that adding a draw to one part of the county
/// leaves all other parts as they were.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// The stream of one purpose, e.g. `("teachers", 17)` for the staff of school 17.
    pub fn of(seed: u64, label: &str, number: u64) -> Dice {
        let mut state = 0xcbf2_9ce4_8422_2325_u64 ^ seed;
        for byte in label.bytes().chain(number.to_le_bytes()) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let mut dice = Dice { state };
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 … n − 1; 0 when n is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// `low` … `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low).max(0) as usize + 1;
        low + self.below(width) as i64
    }

    /// True `per_mille` times in a thousand.
    pub fn chance(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// Position in a list of weights; 0 when all are 0.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: usize = weights.iter().map(|w| *w as usize).sum();
        let mut rest = self.below(total);
        for (i, w) in weights.iter().enumerate() {
            if rest < *w as usize {
                return i;
            }
            rest -= *w as usize;
        }
        0
    }

    /// One of the values by weight; the list must not be empty.
    pub fn among<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let weights: Vec<u32> = list.iter().map(|x| x.1).collect();
        list[self.weighted(&weights)].0
    }

    /// A bell of sorts: the mean of four even draws, −`reach` … `reach`.
    pub fn around(&mut self, reach: i64) -> i64 {
        (0..4).map(|_| self.between(-reach, reach)).sum::<i64>() / 4
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |label| {
            let mut dice = Dice::of(1, label, 0);
            (0..5).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw("a"), draw("a"));
        assert_ne!(draw("a"), draw("b"));
        let mut dice = Dice::of(3, "range", 0);
        assert!((0..1000).all(|_| (-3..=4).contains(&dice.between(-3, 4))));
        assert_eq!(dice.below(0), 0);
    }
}
