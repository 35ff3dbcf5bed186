//! What became of a person's candidacy for a leader post.

use crate::case::Case;
use crate::county::Candidate;
use crate::explain::words as tell;
use crate::plan::words::say;
use crate::plan::{Assignment, Plan};
use crate::rules::r17_leader_selection::reading::{Fate, bound, fate, points, stop};
use crate::text::Text;

/// Each candidacy in a sentence.
pub fn candidacies(case: &Case, plan: &Plan, row: &Assignment) -> Vec<Text> {
    let all = case.county.candidacies();
    let own = all.filter(|c| c.teacher == row.teacher && case.county.leader_posts.is_some());
    let said = own.map(|c| {
        say!(
            "竞聘{role}：{what}",
            "for {role}: {what}",
            role = Text::new(c.role.zh(), c.role.en()),
            what = became(case, plan, c)
        )
    });
    said.collect()
}

fn became(case: &Case, plan: &Plan, c: &Candidate) -> Text {
    match fate(case, plan, c) {
        Fate::Appointed(school) => say!(
            "通过全部环节，综合 {points} 分，拟任{post}",
            "passed every gate with {points} points; to be {post}",
            points = points(case, c),
            post = tell::office(case, school, c.role)
        ),
        Fate::Elsewhere(_) => Text::new(
            "已拟任其他正职，本项竞聘终止",
            "appointed to another leader post, so this candidacy ends",
        ),
        Fate::NotNeeded(why) => say!(
            "通过全部环节，综合 {points} 分；本年度未任用：{why}",
            "passed every gate with {points} points; not appointed this year: {why}",
            points = points(case, c),
            why = why
        ),
        Fate::Stopped => match (stop(case, c), bound(case, c.teacher)) {
            (Some((gate, why)), _) => say!(
                "止于“{gate}”环节：{why}",
                "stopped at the {gate}: {why}",
                gate = gate.name(),
                why = why
            ),
            (None, why) => say!(
                "不列入人选：{why}",
                "not eligible: {why}",
                why = why.unwrap_or(Text::new("", ""))
            ),
        },
    }
}
