//! Why nothing that is supposed of one person can be, whatever becomes of all others.

use super::seats;
use crate::audit;
use crate::case::{Case, Supposed};
use crate::county::TeacherIx;
use crate::plan::words::{self, say};
use crate::plan::{Class, Station};
use crate::text::Text;
use std::collections::BTreeSet;

/// The rules that keep the person from every seat supposed; never empty.
pub fn hinders(case: &Case, supposed: Supposed) -> Vec<Text> {
    let teacher = supposed.teacher;
    if case.standing.class_of(teacher) == Class::Leader {
        return vec![leads(case, teacher)];
    }
    let cells = case.demand.cell_ixs().filter(|cell| {
        let c = case.demand.cell(*cell);
        c.count > 0 && c.school == supposed.school && supposed.cell.is_none_or(|s| s == *cell)
    });
    let fits: Vec<Result<(), &str>> = cells.map(|c| audit::fits(case, teacher, c)).collect();
    if fits.is_empty() {
        return vec![no_post(case, supposed)];
    }
    let rules: BTreeSet<&str> = fits.into_iter().filter_map(Result::err).collect();
    let rules = rules.into_iter();
    let mut said: Vec<Text> = rules.filter_map(|no| against(case, teacher, no)).collect();
    if said.is_empty() {
        let place = words::school(case, supposed.school);
        said.push(say!(
            "{place}的岗位与其他人员的领导职务不能并存。",
            "The posts of {place} do not go with somebody's leading post.",
            place = place
        ));
    }
    said
}

fn leads(case: &Case, teacher: TeacherIx) -> Text {
    say!(
        "{p}为在任校级正职，继续任职，不占教学岗位。",
        "{p} leads a school, goes on leading and takes no teaching post.",
        p = words::person(case, teacher)
    )
}

fn no_post(case: &Case, supposed: Supposed) -> Text {
    let cell = supposed.cell.map(|cell| case.demand.cell(cell));
    let place = words::station(
        case,
        Station {
            school: supposed.school,
            stage: cell.map(|c| c.stage),
            subject: cell.map(|c| c.subject),
        },
    );
    say!(
        "{place}本年没有设岗。",
        "{place} has no posts this year.",
        place = place
    )
}

fn against(case: &Case, teacher: TeacherIx, no: &str) -> Option<Text> {
    let rule = seats::rule(no)?;
    Some(say!(
        "{p}受规则 {no} {name} 限制。",
        "{no} {name} stands against it for {p}.",
        p = words::person(case, teacher),
        no = no,
        name = Text::new(rule.name.0, rule.name.1)
    ))
}
