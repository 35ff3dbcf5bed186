//! What only shows when all tables are read: stages that do not fit, spouses who do not name each other.

use super::super::{County, Grade, SchoolIx, Stage, TeacherIx};
use super::Vocabulary;
use super::index::Index;
use crate::tables::Tables;
use crate::tables::fault::{Faults, Place};
use crate::tables::frame::Row;
use crate::text::Text;

pub fn check(
    county: &County,
    tables: &Tables,
    index: &Index,
    vocabulary: &Vocabulary,
    faults: &mut Faults,
) {
    check_grades(county, tables, index, vocabulary, faults);
    check_posts(county, faults);
    check_teachers(county, tables, index, faults);
}

/// The stage whose pupils a grade holds.
fn stage_of(grade: Grade) -> Stage {
    match grade {
        Grade::Kindergarten(_) => Stage::Kindergarten,
        Grade::Year(1..=6) => Stage::Primary,
        Grade::Year(7..=9) => Stage::Junior,
        Grade::Year(_) => Stage::Senior,
    }
}

/// Whether a school of these stages teaches the grade by policy: otherwise its pupils count nowhere.
fn has_grade(stages: &[Stage], grade: Grade, vocabulary: &Vocabulary) -> bool {
    let word = grade.to_string();
    let mut grades = vocabulary.grades.iter();
    grades.any(|(stage, g)| stages.contains(stage) && g.eq_ignore_ascii_case(&word))
}

fn check_grades(
    county: &County,
    tables: &Tables,
    index: &Index,
    vocabulary: &Vocabulary,
    faults: &mut Faults,
) {
    let Some(frame) = tables.get("classes") else {
        return;
    };
    let view = frame.view();
    let read = |row: &Row| {
        let school = row.get("school_id").and_then(|id| index.school(id));
        let grade = row.get("grade").and_then(crate::tables::parse::grade);
        Some((school?, grade?))
    };
    let repeated = frame.repeated_by(read);
    for row in view.rows() {
        let Some((school, grade)) = read(&row) else {
            continue;
        };
        let school = county.school(school);
        if !school.stages.is_empty() && !has_grade(&school.stages, grade, vocabulary) {
            faults.push(
                "W308",
                row.place("grade"),
                Text::new(
                    format!(
                        "{}没有{}，却有年级 {grade}：该行不计入编制和岗位",
                        school.name,
                        stage_of(grade)
                    ),
                    format!(
                        "{} has no {} stage, but grade {grade}: the row counts for neither staff nor posts",
                        school.name,
                        stage_of(grade).en()
                    ),
                ),
                Text::new(
                    "请核对年级，或补全学校的学段",
                    "check the grade, or the school's stages",
                ),
            );
        }
        if repeated[row.at] {
            faults.push(
                "W405",
                row.place("grade"),
                Text::new(
                    format!("{}的年级 {grade} 出现多行，各行相加", school.name),
                    format!(
                        "grade {grade} of {} stands in several rows; they add up",
                        school.name
                    ),
                ),
                Text::new("如为重复填报请删去", "if one is a copy, take it out"),
            );
        }
    }
}

fn check_posts(county: &County, faults: &mut Faults) {
    for post in county.posts.iter().flatten() {
        let school = county.school(post.school);
        if !school.stages.is_empty() && !school.stages.contains(&post.stage) {
            faults.push(
                "W403",
                post.place.clone(),
                Text::new(
                    format!("{}没有{}学段，却设有该学段岗位", school.name, post.stage),
                    format!(
                        "{} has no {} stage, but a post of it",
                        school.name,
                        post.stage.en()
                    ),
                ),
                Text::new(
                    "请核对岗位学段，或补全学校的学段",
                    "check the post's stage, or the school's stages",
                ),
            );
        }
    }
}

fn check_teachers(county: &County, tables: &Tables, index: &Index, faults: &mut Faults) {
    let Some(frame) = tables.get("teachers") else {
        return;
    };
    for row in frame.view().rows() {
        let Some(ix) = row.get("teacher_id").and_then(|id| index.teacher(id)) else {
            continue;
        };
        let teacher = county.teacher(ix);
        if let (Some(school), Some(stage)) = (teacher.school, teacher.stage) {
            check_stage(county, school, stage, row.place("stage"), faults);
        }
        if let Some(spouse) = teacher.spouse {
            check_spouse(county, ix, spouse, row.place("spouse_id"), faults);
        }
    }
}

fn check_stage(county: &County, school: SchoolIx, stage: Stage, place: Place, faults: &mut Faults) {
    let school = county.school(school);
    if school.stages.is_empty() || school.stages.contains(&stage) {
        return;
    }
    faults.push(
        "W404",
        place,
        Text::new(
            format!("任教{stage}，而现任学校{}没有该学段", school.name),
            format!(
                "teaches at the {} stage, which {} does not have",
                stage.en(),
                school.name
            ),
        ),
        Text::new("请核对任教学段与现任学校", "check the stage and the school"),
    );
}

fn check_spouse(
    county: &County,
    own: TeacherIx,
    spouse: TeacherIx,
    place: Place,
    faults: &mut Faults,
) {
    let (a, b) = (county.teacher(own), county.teacher(spouse));
    if own == spouse {
        faults.push(
            "E405",
            place,
            Text::new(
                format!("“{}”是本人的工号", a.id),
                format!("\"{}\" is the person's own id", a.id),
            ),
            Text::new(
                "请填写配偶的工号，或留空",
                "give the spouse's id, or leave it empty",
            ),
        );
    } else if let Some(third) = b.spouse.filter(|t| *t != own) {
        let third = &county.teacher(third).id;
        faults.push(
            "W401",
            place,
            Text::new(
                format!(
                    "{} 的配偶填的是 {}，而 {} 的配偶填的是 {third}",
                    a.id, b.id, b.id
                ),
                format!("{} names {} as spouse, who names {third}", a.id, b.id),
            ),
            Text::new("请核对两人的配偶工号", "check both"),
        );
    }
}
