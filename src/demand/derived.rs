//! The cells that the formula gives.

use super::Cell;
use super::formula::PostFormula;
use super::shared::SharedPost;
use std::collections::BTreeMap;

/// Cells with at least one post, sorted; a shared post is one more seat of its host's cell.
pub fn cells(formulas: &[PostFormula], shared: &[SharedPost]) -> Vec<Cell> {
    let mut counts = BTreeMap::new();
    for formula in formulas {
        counts.insert(
            (formula.school, formula.stage, formula.subject),
            (formula.posts, basis(formula)),
        );
    }
    for (post, school) in shared
        .iter()
        .flat_map(|p| p.served.iter().map(move |(s, _)| (p, *s)))
    {
        if let Some((_, basis)) = counts.get_mut(&(school, post.stage, post.subject)) {
            *basis = basis.replace("，不增", "，零头由走教岗承担");
        }
    }
    for post in shared {
        if let Some((count, basis)) = counts.get_mut(&(post.host, post.stage, post.subject)) {
            *count += 1;
            basis.push_str(&format!("；含走教岗1个，服务{}校", post.served.len()));
        }
    }
    let cell = |((school, stage, subject), (count, basis))| Cell {
        school,
        stage,
        subject,
        count,
        conditions: None,
        basis,
    };
    counts
        .into_iter()
        .map(cell)
        .filter(|c| c.count > 0)
        .collect()
}

/// `周课时60÷周课时量14=4.286，取整4，余数第2增1`: why there are so many posts, for the lists.
pub fn basis(formula: &PostFormula) -> String {
    let lessons = formula.lessons().normalize();
    let load = formula.load.normalize();
    let mut text = format!("周课时{lessons}÷周课时量{load}={}", formula.fte);
    if formula.share != formula.fte {
        text.push_str(&format!("，按专任教师编制折减为{}", formula.share));
    }
    text.push_str(&format!("，取整{}", formula.floor));
    match (formula.rank, formula.posts > formula.floor) {
        (0, _) => {}
        (rank, true) => text.push_str(&format!("，余数第{rank}，增1")),
        (rank, false) => text.push_str(&format!("，余数第{rank}，不增")),
    }
    text
}
