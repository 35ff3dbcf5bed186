//! Levers on the policy's limits: the quota pool, the share of rotation, the shares of moves.

use super::{Lever, View, set};
use crate::exact;
use crate::plan::Outcome;
use crate::rules::r03_staffing::reading as staffing;
use crate::rules::r08_rotation;
use crate::text::Text;
use rust_decimal::Decimal;
use toml::Value;

/// Where the quota pool, or what one school may have of it, is used up.
pub fn loans(view: &View) -> Vec<Lever> {
    let rule = &view.case.policy.rules.staffing;
    let (used, pool) = (
        view.quota.lent.iter().sum::<u32>(),
        staffing::pool(view.case),
    );
    let mut all = Vec::new();
    if rule.on() && used >= pool {
        all.push(set(
            "loan",
            Text::new(
                format!("周转编制池增加1名（{pool}→{}）", pool + 1),
                format!("quota pool: {pool} → {}", pool + 1),
            ),
            Text::new("周转编制池已用完", "the quota pool is used up"),
            ["rules", "staffing", "pool_total"],
            Value::from(pool + 1),
        ));
    }
    let most = rule.pool_per_school;
    let at_limit = view.quota.lent.iter().filter(|n| **n >= most).count();
    if rule.on() && at_limit > 0 && most > 0 {
        all.push(set(
            "loan-per-school",
            Text::new(
                format!("每校借用周转编制上限{most}→{}名", most + 1),
                format!("loans per school: {most} → {}", most + 1),
            ),
            Text::new(
                format!("{at_limit}所学校已借满"),
                format!("{at_limit} schools have borrowed all they may"),
            ),
            ["rules", "staffing", "pool_per_school"],
            Value::from(most + 1),
        ));
    }
    all
}

/// A share moved by one percentage point; none where that is no share.
fn point(
    name: &str,
    words: (&str, &str),
    why: Text,
    path: [&str; 3],
    share: Decimal,
    up: bool,
) -> Option<Lever> {
    let step = Decimal::new(1, 2);
    let new = if up { share + step } else { share - step };
    if new < Decimal::ZERO || new > Decimal::ONE {
        return None;
    }
    let percent = |d: Decimal| (d * Decimal::ONE_HUNDRED).normalize();
    let said = format!("{}%→{}%", percent(share), percent(new));
    let title = Text::new(format!("{}{said}", words.0), format!("{} {said}", words.1));
    let value: f64 = new.to_string().parse().ok()?;
    Some(set(name, title, why, path, Value::from(value)))
}

/// A point less where the tier is not 0, and a point more: what it would cost.
pub fn rotation(view: &View) -> Vec<Lever> {
    let rule = &view.case.policy.rules.rotation;
    if !rule.on() {
        return Vec::new();
    }
    let short = r08_rotation::reading::tier(view.case, view.plan);
    let path = ["rules", "rotation", "share"];
    let words = ("交流比例", "share of rotation");
    let why = Text::new(
        format!("轮岗差额{short}"),
        format!("rotation shortfall {short}"),
    );
    let down =
        (short > 0).then(|| point("rotation-less", words, why.clone(), path, rule.share, false));
    let up = point("rotation-more", words, why.clone(), path, rule.share, true);
    down.flatten().into_iter().chain(up).collect()
}

/// Where as many move as may.
pub fn outflow(view: &View) -> Vec<Lever> {
    let (case, rule) = (view.case, &view.case.policy.rules.outflow);
    if !rule.on() {
        return Vec::new();
    }
    let mut gone = vec![0i64; case.county.schools.len()];
    for row in view.plan.rows.iter().filter(|r| r.outcome == Outcome::Move) {
        let from = case.county.teacher(row.teacher).school;
        if let Some(from) = from.filter(|s| !case.county.school(*s).closing) {
            gone[from.ix()] += 1;
        }
    }
    let staff: Vec<usize> = case.standing.staff.iter().map(Vec::len).collect();
    let most = |share: Decimal, staff: usize| exact::ceil(share * Decimal::from(staff));
    let schools = gone.iter().zip(&staff);
    let full = schools
        .filter(|(n, staff)| **n > 0 && **n >= most(rule.share, **staff))
        .count();
    let (all, limit) = (
        gone.iter().sum::<i64>(),
        most(rule.county_share, staff.iter().sum()),
    );
    let why = Text::new(
        format!("全县调动{all}人，已达上限"),
        format!("{all} moves in the county, at the limit"),
    );
    let words = ("全县流出比例上限", "limit of moves in the county");
    let path = ["rules", "outflow", "county_share"];
    let county =
        (all >= limit).then(|| point("outflow-county", words, why, path, rule.county_share, true));
    let why = Text::new(
        format!("{full}所学校调出人数已达上限"),
        format!("{full} schools at their limit"),
    );
    let words = ("每校流出比例上限", "limit of moves out of a school");
    let path = ["rules", "outflow", "share"];
    let school = (full > 0).then(|| point("outflow-school", words, why, path, rule.share, true));
    [county, school].into_iter().flatten().flatten().collect()
}
