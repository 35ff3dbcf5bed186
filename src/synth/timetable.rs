//! The timetable of made-up counties: how many teachers of each subject a class takes.
//!
//! This shapes invented tables and is no policy; it lies near what `[curriculum]` of the national policy gives, so
//! that made-up posts are not far from the formula.

use crate::county::Stage;
use crate::exact::apportion;

/// Subject and thousandths of a full post a class.
type Lines = &'static [(&'static str, u64)];

const KINDERGARTEN: Lines = &[("学前教育", 2000)];
const PRIMARY: Lines = &[
    ("语文", 500),
    ("数学", 310),
    ("英语", 111),
    ("道德与法治", 111),
    ("科学", 93),
    ("信息科技", 37),
    ("体育", 185),
    ("音乐", 111),
    ("美术", 111),
    ("劳动", 56),
    ("心理", 28),
    ("综合实践", 120),
];
const JUNIOR: Lines = &[
    ("语文", 417),
    ("数学", 389),
    ("英语", 278),
    ("道德与法治", 143),
    ("历史", 143),
    ("地理", 95),
    ("生物", 119),
    ("物理", 119),
    ("化学", 71),
    ("信息科技", 42),
    ("体育", 214),
    ("音乐", 62),
    ("美术", 62),
    ("劳动", 62),
    ("心理", 31),
    ("综合实践", 260),
];
const SENIOR: Lines = &[
    ("语文", 500),
    ("数学", 500),
    ("英语", 500),
    ("政治", 167),
    ("历史", 181),
    ("地理", 167),
    ("物理", 250),
    ("化学", 236),
    ("生物", 181),
    ("信息科技", 60),
    ("通用技术", 24),
    ("音乐", 36),
    ("美术", 36),
    ("体育", 214),
    ("心理", 36),
    ("劳动", 12),
];
const VOCATIONAL: Lines = &[
    ("语文", 190),
    ("数学", 167),
    ("英语", 143),
    ("政治", 119),
    ("历史", 48),
    ("信息科技", 119),
    ("体育", 143),
    ("音乐", 24),
    ("美术", 24),
    ("心理", 36),
    ("劳动", 36),
    ("专业课", 1095),
];
const SPECIAL: Lines = &[
    ("特殊教育", 643),
    ("语文", 357),
    ("数学", 262),
    ("康复训练", 238),
    ("体育", 214),
    ("音乐", 143),
    ("美术", 143),
    ("劳动", 119),
    ("心理", 24),
];

pub fn lines(stage: Stage) -> Lines {
    match stage {
        Stage::Kindergarten => KINDERGARTEN,
        Stage::Primary => PRIMARY,
        Stage::Junior => JUNIOR,
        Stage::Senior => SENIOR,
        Stage::Vocational => VOCATIONAL,
        Stage::Special => SPECIAL,
    }
}

/// Thousandths of a post that one class of the stage takes.
pub fn per_class(stage: Stage) -> u64 {
    lines(stage).iter().map(|l| l.1).sum()
}

/// Whole posts by largest remainder; subjects without a post are left out.
pub fn posts(stage: Stage, classes: u64) -> Vec<(&'static str, u64)> {
    let lines = lines(stage);
    let total = (per_class(stage) * classes + 500) / 1000;
    let weights: Vec<u64> = lines.iter().map(|l| l.1).collect();
    let counts = apportion(&weights, total);
    let named = lines.iter().zip(counts).map(|(l, n)| (l.0, n));
    named.filter(|(_, n)| *n > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_primary_classes() {
        let posts = posts(Stage::Primary, 12);
        assert_eq!(posts.iter().map(|p| p.1).sum::<u64>(), 21);
        assert_eq!(posts[0], ("语文", 6));
    }
}
