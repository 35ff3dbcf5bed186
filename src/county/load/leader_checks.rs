//! Leader posts that cannot be: two rows for one post, an incumbent who is somebody else by the teachers table.

use super::super::{County, LeaderPost, TeacherIx};
use super::sound::{Rows, row};
use crate::tables::fault::{Faults, Place};
use crate::text::Text;

/// `wrong` rows hold errors that are told: nothing is said of what stands in them.
pub fn check(county: &County, wrong: &Rows, faults: &mut Faults) {
    let Some(posts) = &county.leader_posts else {
        return;
    };
    for (i, post) in posts.iter().enumerate() {
        let same = |p: &&LeaderPost| p.school == post.school && p.role == post.role;
        let first = !posts[..i].iter().any(|p| same(&p));
        if first && posts[i + 1..].iter().any(|p| same(&p)) {
            twice(county, posts, post, faults);
        }
        let told = |t: TeacherIx| row(&county.teacher(t).place).is_some_and(|r| wrong.contains(&r));
        if let Some(incumbent) = post.incumbent.filter(|t| !told(*t)) {
            check_incumbent(county, post, incumbent, faults);
        }
    }
    let table = posts.first().map(|p| (&p.place.file, &p.place.sheet));
    if !wrong
        .iter()
        .any(|(file, sheet, _)| Some((file, sheet)) == table)
    {
        check_unlisted(county, posts, faults);
    }
}

fn twice(county: &County, posts: &[LeaderPost], post: &LeaderPost, faults: &mut Faults) {
    let school = &county.school(post.school).name;
    let same = |p: &&LeaderPost| p.school == post.school && p.role == post.role;
    let holders = posts.iter().filter(same).filter_map(|p| p.incumbent);
    let mut ids: Vec<&str> = holders.map(|t| county.teacher(t).id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut rows: Vec<&Place> = posts.iter().filter(same).map(|p| &p.place).collect();
    rows.sort_by_key(|p| (p.cell.len(), &p.cell));
    let cells: Vec<&str> = rows.iter().map(|p| p.cell.as_str()).collect();
    let (zh, en) = match ids.len() {
        0 | 1 => ("出现多行".to_string(), "stands in several rows".to_string()),
        _ => (
            format!("有多名现任者（{}）", ids.join("、")),
            format!("has several incumbents ({})", ids.join(", ")),
        ),
    };
    faults.push(
        "E410",
        rows[0].clone(),
        Text::new(
            format!("{school}{}{zh}：{}", post.role.zh(), cells.join("、")),
            format!(
                "the post of {} at {school} {en}: {}",
                post.role.en(),
                cells.join(", ")
            ),
        ),
        Text::new(
            "每个学校每种职务只保留一行、一名现任者",
            "keep one row and one incumbent for each school and role",
        ),
    );
}

/// The class `leader` and the school of an incumbent come from the teachers table: the two must say the same.
fn check_incumbent(county: &County, post: &LeaderPost, incumbent: TeacherIx, faults: &mut Faults) {
    let t = county.teacher(incumbent);
    let school = &county.school(post.school).name;
    if t.status.is_out() {
        return;
    }
    let elsewhere = t.school != Some(post.school);
    if elsewhere || !t.role.is_leader() {
        let now = t.school.map_or("无", |s| county.school(s).name.as_str());
        let now_en = t
            .school
            .map_or("no school", |s| county.school(s).name.as_str());
        faults.push(
            "E411",
            post.place.clone(),
            Text::new(
                format!(
                    "{}（{}）填为{school}{}，教师表中其现任学校为“{now}”、行政职务为“{}”",
                    t.name,
                    t.id,
                    post.role.zh(),
                    t.role.zh()
                ),
                format!(
                    "{} ({}) is given as {} of {school}, but the teachers table has {now_en}, role {}",
                    t.name,
                    t.id,
                    post.role.en(),
                    t.role.en()
                ),
            ),
            Text::new(
                "改正教师表的现任学校、行政职务，或改正此行；职位空缺的请清空现任工号",
                "correct school and role in the teachers table, or this row; clear the incumbent where the post is vacant",
            ),
        );
    }
    if post.appointed.is_none() {
        faults.push(
            "W408",
            post.place.clone(),
            Text::new(
                format!("{school}{}（{}）未填任职年月，按任期未满处理", post.role.zh(), t.name),
                format!(
                    "no date of appointment for the {} of {school} ({}); the term counts as not over",
                    post.role.en(),
                    t.name
                ),
            ),
            Text::new("请填写任职年月", "give the month of the appointment"),
        );
    }
}

/// Leaders of the teachers table who hold no post of the table: they stay. Where their own post is listed as vacant, the two
/// tables contradict each other; that shows once it is known who leads on (`standing::leader_faults`).
fn check_unlisted(county: &County, posts: &[LeaderPost], faults: &mut Faults) {
    for ix in county.teacher_ixs() {
        let t = county.teacher(ix);
        let listed = posts.iter().any(|p| p.incumbent == Some(ix));
        let Some(school) = t.school.filter(|_| t.role.is_leader() && !listed) else {
            continue;
        };
        // At a school that closes the office ends with it, listed or not.
        let open = |p: &LeaderPost| p.incumbent.is_none() && (p.school, p.role) == (school, t.role);
        if t.status.is_out() || county.school(school).closing || posts.iter().any(open) {
            continue;
        }
        let school = &county.school(school).name;
        faults.push(
            "W407",
            t.place.clone(),
            Text::new(
                format!(
                    "{}（{}）为{school}{}，领导岗位表中没有其职位；按继续任职处理",
                    t.name,
                    t.id,
                    t.role.zh()
                ),
                format!(
                    "{} ({}) is {} of {school}, but holds no post of the leader_posts table; taken to stay",
                    t.name,
                    t.id,
                    t.role.en()
                ),
            ),
            Text::new(
                "请在领导岗位表中补上现任工号和任职年月",
                "name the incumbent and the month of appointment in leader_posts",
            ),
        );
    }
}
