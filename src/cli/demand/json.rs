//! The arithmetic for machines; fractions are exact, as text (`30/7`).

use crate::case::Case;
use crate::county::SchoolIx;
use crate::demand::{PostFormula, SchoolStaff, excesses, made_for_one};
use serde_json::{Value, json};

pub fn demand(case: &Case, only: Option<SchoolIx>) -> Value {
    let d = &case.demand;
    let wanted = |s: SchoolIx| only.is_none_or(|o| o == s);
    let schools = d.staff.iter().filter(|s| wanted(s.school));
    let formulas = d.formulas.iter().filter(|f| wanted(f.school));
    let shared = d.shared.iter().filter(|p| wanted(p.host));
    let id = |s: SchoolIx| case.county.school(s).id.as_str();
    json!({
        "format": "jiaopin/demand/1",
        "county_sha256": case.county.hash,
        "policy_sha256": case.policy.hash,
        "declared": case.county.posts.is_some(),
        "schools": schools.map(|s| school(case, s)).collect::<Vec<_>>(),
        "formulas": formulas.map(|f| formula(case, f)).collect::<Vec<_>>(),
        "posts": d.cells.iter().filter(|c| wanted(c.school)).map(|c| json!({
            "school_id": id(c.school),
            "stage": c.stage.zh(),
            "subject": case.county.subject(c.subject),
            "count": c.count,
            "conditions": c.conditions,
            "basis": c.basis,
        })).collect::<Vec<_>>(),
        "shared": shared.map(|p| json!({
            "host": id(p.host),
            "stage": p.stage.zh(),
            "subject": case.county.subject(p.subject),
            "fte": p.fte,
            "served": p.served.iter().map(|(s, lessons)| json!({
                "school_id": id(*s), "lessons": lessons,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "above_formula": excesses(&case.county, d).iter().map(|e| json!({
            "cell": case.cell_name(e.cell), "declared": e.declared, "formula": e.formula,
        })).collect::<Vec<_>>(),
        "made_for_one": made_for_one(&case.county, &case.policy, d).iter().map(|m| json!({
            "cell": case.cell_name(m.cell),
            "teacher_id": case.county.teacher(m.teacher).id,
            "understood": m.conditions.known.iter().map(|(c, _)| c).collect::<Vec<_>>(),
            "not_understood": m.conditions.unknown,
        })).collect::<Vec<_>>(),
    })
}

fn school(case: &Case, s: &SchoolStaff) -> Value {
    let posts = case.demand.schools.iter().find(|p| p.school == s.school);
    json!({
        "school_id": case.county.school(s.school).id,
        "stages": s.stages.iter().map(|t| json!({
            "stage": t.stage.zh(),
            "students": t.students,
            "classes": t.classes,
            "by_students": t.known().then_some(t.by_students),
            "by_classes": t.by_classes,
            "addition": t.addition,
            "total": t.known().then(|| t.total()),
        })).collect::<Vec<_>>(),
        "boarding": s.boarding,
        "derived": s.known().then_some(s.derived),
        "given": s.given,
        "approved_staff": s.approved,
        "basis": s.basis,
        "teaching_quota": s.quota,
        "senior_posts": s.senior_posts,
        "intermediate_posts": s.intermediate_posts,
        "need": posts.map(|p| p.need),
        "whole": posts.map(|p| p.whole),
        "further": posts.map(|p| p.further),
        "reduced": posts.map(|p| p.reduced),
    })
}

fn formula(case: &Case, f: &PostFormula) -> Value {
    json!({
        "school_id": case.county.school(f.school).id,
        "stage": f.stage.zh(),
        "subject": case.county.subject(f.subject),
        "terms": f.terms.iter().map(|t| json!({
            "grade": t.grade.to_string(),
            "classes": t.classes,
            "hours": t.hours.normalize().to_string(),
        })).collect::<Vec<_>>(),
        "lessons": f.lessons().normalize().to_string(),
        "load": f.load.normalize().to_string(),
        "fte": f.fte,
        "share": f.share,
        "floor": f.floor,
        "remainder": f.remainder,
        "rank": f.rank,
        "posts": f.posts,
    })
}
