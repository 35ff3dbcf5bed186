//! 岗位测算 as small tables for other programs.

use crate::case::Case;
use crate::county::SchoolIx;
use crate::report::tables;
use crate::tables::formula::guard;

pub fn staff(case: &Case) -> anyhow::Result<Vec<u8>> {
    let id = |s: SchoolIx| guard(&case.county.school(s).id).into_owned();
    let rows = case.demand.staff.iter().map(|s| {
        let numbers = [s.approved, s.quota, s.senior_posts, s.intermediate_posts];
        let derived = s.known().then(|| s.derived.to_string());
        let mut row = vec![id(s.school), derived.unwrap_or_default()];
        row.extend(numbers.map(|n| n.to_string()));
        row
    });
    tables::write(
        &[
            "school_id",
            "derived_staff",
            "approved_staff",
            "teaching_staff_max",
            "senior_posts",
            "intermediate_posts",
        ],
        rows,
    )
}

/// A posts table as it could be handed in, with the formula's basis.
pub fn posts(case: &Case) -> anyhow::Result<Vec<u8>> {
    let rows = case.demand.cells.iter().map(|c| {
        vec![
            guard(&case.county.school(c.school).id).into_owned(),
            c.stage.zh().to_owned(),
            guard(case.county.subject(c.subject)).into_owned(),
            c.count.to_string(),
            guard(c.conditions.as_deref().unwrap_or_default()).into_owned(),
            guard(&c.basis).into_owned(),
        ]
    });
    tables::write(
        &[
            "school_id",
            "stage",
            "subject",
            "count",
            "conditions",
            "basis",
        ],
        rows,
    )
}

pub fn shared(case: &Case) -> anyhow::Result<Vec<u8>> {
    let id = |s: SchoolIx| guard(&case.county.school(s).id).into_owned();
    let mut rows = Vec::new();
    for (number, post) in case.demand.shared.iter().enumerate() {
        for (school, lessons) in &post.served {
            rows.push(vec![
                (number + 1).to_string(),
                id(post.host),
                post.stage.zh().to_owned(),
                guard(case.county.subject(post.subject)).into_owned(),
                id(*school),
                lessons.to_string(),
            ]);
        }
    }
    tables::write(
        &[
            "post",
            "host_school_id",
            "stage",
            "subject",
            "school_id",
            "lessons",
        ],
        rows.into_iter(),
    )
}
