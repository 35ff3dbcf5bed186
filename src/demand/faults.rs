//! What deriving posts could not take from the tables: told, never guessed over in silence.

use super::{Basis, Demand};
use crate::county::{County, Grade, Loan, LoanState, SchoolIx, Stage};
use crate::policy::Policy;
use crate::tables::fault::{Faults, Place};
use crate::text::Text;
use std::collections::BTreeSet;

pub fn check(county: &County, policy: &Policy, demand: &Demand, faults: &mut Faults) {
    check_additions(county, policy, faults);
    check_headcount(county, demand, faults);
    check_loans(county, policy, faults);
    check_pupils(county, policy, faults);
    if county.posts.is_none() {
        check_grades(county, policy, faults);
        check_quota(county, demand, faults);
    }
    check_undeclared(county, demand, faults);
}

/// `[staffing] additions` name schools of the county.
fn check_additions(county: &County, policy: &Policy, faults: &mut Faults) {
    let entry = policy.entry("staffing.additions");
    let place = entry.map_or_else(Place::default, |e| e.origin().place(&e.key));
    for addition in &policy.staffing.additions {
        let school = county.find_school(&addition.school);
        let fits = school.is_some_and(|s| {
            county
                .school(s)
                .stages
                .iter()
                .any(|stage| stage.zh() == addition.stage)
        });
        if !fits {
            let (school, stage) = (&addition.school, &addition.stage);
            faults.push(
                "E701",
                place.clone(),
                Text::new(
                    format!("单独核增编制的学校“{school}”（{stage}）在学校表中没有。"),
                    format!("the schools table has no school \"{school}\" with {stage}, to which staff is added."),
                ),
                Text::new("核对学校代码和学段。", "look at the school_id and the stage."),
            );
        }
    }
}

/// Standing loans to one school beyond what policy lends to a school: they stay, but nothing more is lent to it.
fn check_loans(county: &County, policy: &Policy, faults: &mut Faults) {
    let most = policy.rules.staffing.pool_per_school;
    for school in county.school_ixs().filter(|s| !county.school(*s).closing) {
        let here = county.loans.iter().filter(|l| l.school == school);
        let standing = here.filter(|l| l.state(policy.as_of()) == LoanState::Standing);
        let standing: Vec<&Loan> = standing.collect();
        let sum = standing
            .iter()
            .map(|l| l.count)
            .fold(0, u32::saturating_add);
        if let (true, Some(last)) = (sum > most, standing.last()) {
            let name = &county.school(school).name;
            faults.push(
                "W805",
                last.place.clone(),
                Text::new(
                    format!("{name}在借周转编制 {sum} 名，超过每校最多 {most} 名。"),
                    format!("{name} has {sum} posts of quota on loan; policy lends a school at most {most}."),
                ),
                Text::new("到期前不收回，但不再新借；请核对名额。", "they stay until due and nothing more is lent; check the number."),
            );
        }
    }
}

/// Schools whose headcount had to be taken from the declared posts, or is nothing.
fn check_headcount(county: &County, demand: &Demand, faults: &mut Faults) {
    for staff in &demand.staff {
        let school = county.school(staff.school);
        let (zh, en) = match (staff.basis, staff.approved) {
            (Basis::Posts, posts) => (
                format!("没有核定编制和班级，暂按填报岗位数 {posts} 作为核定编制"),
                format!(
                    "has neither approved_staff nor classes: its {posts} declared posts stand for them"
                ),
            ),
            (Basis::Derived, n) if !staff.known() && !school.closing => (
                format!("没有核定编制、班级和岗位，核定编制按 {n} 计"),
                format!(
                    "has no approved_staff, no classes and no posts: approved staff counts {n}"
                ),
            ),
            _ => continue,
        };
        faults.push(
            "W701",
            county.school_place(staff.school),
            Text::new(
                format!("{}{zh}。", school.name),
                format!("{} {en}.", school.name),
            ),
            Text::new(
                "在学校表中填写核定编制，或补报班级。",
                "fill in approved_staff, or the classes.",
            ),
        );
    }
}

/// A grade that two stages of one school teach, as 高中 and 中职: it is counted for the first.
fn check_grades(county: &County, policy: &Policy, faults: &mut Faults) {
    let mut told: BTreeSet<(SchoolIx, Grade)> = BTreeSet::new();
    for row in &county.classes {
        let school = county.school(row.school);
        let teaches = |s: &&Stage| policy.curriculum.column(**s, row.grade).is_some();
        let mut stages: Vec<Stage> = school.stages.iter().filter(teaches).copied().collect();
        stages.sort();
        stages.dedup();
        if let [first, second, ..] = stages[..]
            && told.insert((row.school, row.grade))
        {
            faults.push(
                "W702",
                county.school_place(row.school),
                Text::new(
                    format!(
                        "{}的年级 {} 可属{first}，也可属{second}，岗位按{first}推算。",
                        school.name, row.grade
                    ),
                    format!(
                        "grade {} of {} may be {} or {}; its posts are derived as {}.",
                        row.grade,
                        school.name,
                        first.en(),
                        second.en(),
                        first.en()
                    ),
                ),
                Text::new(
                    "两个学段分立为两所学校填报，或填报岗位表。",
                    "enter the stages as two schools, or fill in the posts table.",
                ),
            );
        }
    }
}

/// With declared posts a plan needs no classes, but the balance of R12 is measured by pupils.
fn check_pupils(county: &County, policy: &Policy, faults: &mut Faults) {
    if county.posts.is_none() || !policy.rules.balance.on() {
        return;
    }
    let given: BTreeSet<SchoolIx> = county.classes.iter().map(|row| row.school).collect();
    for ix in county.school_ixs().filter(|s| !given.contains(s)) {
        let school = county.school(ix);
        let mut measured = [Stage::Primary, Stage::Junior].iter();
        if school.closing || !measured.any(|s| school.stages.contains(s)) {
            continue;
        }
        faults.push(
            "W704",
            county.school_place(ix),
            Text::new(
                format!("{}没有填报班级，均衡指标（R12）不能测算，按没有缺额计。", school.name),
                format!("{} has no classes: its balance (R12) cannot be measured and counts as no deficit.", school.name),
            ),
            Text::new("补报班级和学生数。", "give its classes and pupils."),
        );
    }
}

/// Schools that a posts table leaves out, wholly or a stage of them: it is read as the whole list, so they have no post.
fn check_undeclared(county: &County, demand: &Demand, faults: &mut Faults) {
    for (school, stages) in demand.undeclared(county) {
        let name = &county.school(school).name;
        let zh: Vec<&str> = stages.iter().map(|s| s.zh()).collect();
        let en: Vec<&str> = stages.iter().map(|s| s.en()).collect();
        faults.push(
            "W705",
            county.school_place(school),
            Text::new(
                format!("{name}有{}班级，岗位表中却没有该校该学段的岗位，设岗按 0 计。", zh.join("、")),
                format!("{name} has {} classes but no such post in the posts table: its posts count 0.", en.join(", ")),
            ),
            Text::new(
                "岗位表一经填报即为全部岗位：补报该校各岗位；确实不设岗的填岗位数 0；要按课时推算的，去掉整张岗位表。",
                "a posts table is the whole list: add the school's posts; where there are to be none, say count 0; to have posts derived, leave the table out.",
            ),
        );
    }
}

/// Schools whose teaching quota is smaller than the demand by lessons.
fn check_quota(county: &County, demand: &Demand, faults: &mut Faults) {
    for posts in demand.schools.iter().filter(|p| p.short().is_some()) {
        let school = county.school(posts.school);
        let (need, quota) = (posts.need, posts.quota);
        faults.push(
            "W703",
            county.school_place(posts.school),
            Text::new(
                format!(
                    "{}按课时需专任教师 {need} 名，专任教师编制只有 {quota} 名。",
                    school.name
                ),
                format!(
                    "{} needs {need} teachers by its lessons, but its teaching quota is {quota}.",
                    school.name
                ),
            ),
            Text::new(
                "用 jiaopin demand 查看测算过程，核对编制和班级。",
                "see the arithmetic with jiaopin demand; look at the quota and the classes.",
            ),
        );
    }
}
