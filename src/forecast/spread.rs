//! Whole numbers in proportion.

/// `total` spread over the weights by largest remainder; of equal remainders the earlier comes first. All stay 0 where
/// there is no weight.
pub fn spread(total: u32, weights: &[u32]) -> Vec<u32> {
    let sum: u64 = weights.iter().map(|w| u64::from(*w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let product = |w: &u32| u64::from(total) * u64::from(*w);
    let mut parts: Vec<u32> = weights.iter().map(|w| (product(w) / sum) as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(product(&weights[*i]) % sum));
    let left = total - parts.iter().sum::<u32>();
    for at in order.into_iter().take(left as usize) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        // 10 over 3:3:1 is 4.29, 4.29, 1.43.
        assert_eq!(spread(10, &[3, 3, 1]), [4, 4, 2]);
        assert_eq!(spread(7, &[1, 1]), [4, 3]);
        assert_eq!(spread(60, &[40, 20]), [40, 20]);
        assert_eq!(spread(5, &[0, 0]), [0, 0]);
    }
}
