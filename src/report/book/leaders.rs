//! 校长聘任, 届满去向 and 校长候选人: every leader post with its terms, where those go whose post ends, and each candidate's way through
//! the gates.

use super::super::leaders::{self, Basis, Held};
use super::super::names;
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::Book;
use crate::county::{Candidate, LeaderPost, Month, Role, TeacherIx};
use crate::plan::Outcome;
use crate::rules::r16_leader_terms::reading::end;
use crate::rules::r17_leader_selection::reading::{Fate, Gate, bound, fate, points, stop};
use crate::rules::r18_leader_match::reading::{below_required, misfits, rank};
use crate::standing;
use rust_decimal::Decimal;

/// 校长聘任, 届满去向, and 校长候选人 where there are candidates; nothing without the table leader_posts. A table a sheet, since
/// a sheet repeats one head only.
pub fn sheets(book: &Book) -> Vec<Sheet> {
    let Some(posts) = &book.case.county.leader_posts else {
        return Vec::new();
    };
    let mut all = vec![posts_sheet(book), ending_sheet(book, posts)];
    if book.case.county.candidacies().next().is_some() {
        all.push(candidates_sheet(book));
    }
    all
}

fn posts_sheet(book: &Book) -> Sheet {
    let rule = &book.case.policy.rules.leader_terms;
    Sheet {
        name: "校长聘任",
        title: book.title("校长、书记聘任名单"),
        landscape: true,
        tables: vec![appointed(book)],
        notes: vec![format!(
            "注：同一学校最多任{}届，每届{}年。新任者的任期自{}起算；“最长届满”为在该校连任期满、须交流或回任教师的年月。正职占编制1名，每周任课不少于表列课时。",
            rule.max_terms,
            rule.term_years,
            month(book.case.policy.as_of()),
        )],
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn ending_sheet(book: &Book, posts: &[LeaderPost]) -> Sheet {
    Sheet {
        name: "届满去向",
        title: book.title("任期届满等不再任原职的校长、书记及其去向"),
        landscape: true,
        tables: vec![departing(book, posts)],
        signs: book.signs(),
        ..Sheet::default()
    }
}

fn month(m: Month) -> String {
    format!("{}年{}月", m.year, m.month)
}

/// Every leader post by school.
fn appointed(book: &Book) -> Table {
    let held = leaders::held(book.case, book.plan);
    let lines = held
        .iter()
        .enumerate()
        .map(|(i, h)| post(book, &held, i + 1, h));
    Table {
        columns: vec![
            Column::word("序号", 6.0),
            Column::text("学校", 14.0, 26.0),
            Column::word("职务", 6.0),
            Column::word("现任", 9.0),
            Column::word("任用方式", 9.0),
            Column::word("工号", 10.0),
            Column::word("拟任", 9.0),
            Column::text("原任学校及职务", 14.0, 26.0),
            Column::word("职级", 7.0),
            Column::word("届次", 6.0),
            Column::word("任职年月", 11.0),
            Column::word("本届届满", 11.0),
            Column::word("最长届满", 11.0),
            Column::number("周课时", 7.0),
            Column::text("说明", 14.0, 40.0),
        ],
        lines: lines.collect(),
        when_empty: "没有校长、书记岗位。",
        ..Table::default()
    }
}

fn post(book: &Book, held: &[Held], n: usize, h: &Held) -> Line {
    let county = &book.case.county;
    let name = |t: Option<TeacherIx>| t.map_or("", |t| county.teacher(t).name.as_str());
    let id = h.teacher.map_or("", |t| county.teacher(t).id.as_str());
    let terms = leaders::terms(book.case, h);
    let of =
        |pick: fn(leaders::Terms) -> Month| terms.map_or(Item::Empty, |t| month(pick(t)).into());
    let new = matches!(h.basis, Basis::Exchange | Basis::Selection);
    let from = h.teacher.filter(|_| new).map(|t| from(book, t));
    let hours = &book.case.policy.curriculum.role_hours;
    let hours = h.teacher.and_then(|_| hours.get(h.role.zh()));
    Line::Row(vec![
        Item::count(n),
        book.school(h.school).into(),
        h.role.zh().into(),
        name(h.post.map_or(h.teacher, |p| p.incumbent)).into(),
        h.basis.zh().into(),
        id.into(),
        name(h.teacher).into(),
        from.unwrap_or_default().into(),
        h.teacher
            .map_or("", |t| rank(book.case, t).unwrap_or("未填报"))
            .into(),
        terms.map_or(Item::Empty, |t| format!("第{}届", t.number).into()),
        of(|t| t.since),
        of(|t| t.ends),
        of(|t| t.last),
        hours.map_or(Item::Empty, number),
        remark(book, held, h).into(),
    ])
}

/// Points and hours: whole where they are.
fn number(value: &Decimal) -> Item {
    match value.normalize() {
        v if v.scale() == 0 => v.to_string().parse().map_or(Item::Empty, Item::Whole),
        v => v
            .round_dp(1)
            .to_string()
            .parse()
            .map_or(Item::Empty, |x| Item::Real(x, 1)),
    }
}

/// `第三小学副校长`
fn from(book: &Book, teacher: TeacherIx) -> String {
    let t = book.case.county.teacher(teacher);
    let role = if t.role == Role::None {
        ""
    } else {
        t.role.zh()
    };
    format!("{}{role}", book.schools.maybe(t.school))
}

/// Whether one person holds two posts of a school.
fn doubles(h: &Held, other: &Held) -> bool {
    h.teacher.is_some() && h.teacher == other.teacher && h.role != other.role
}

fn remark(book: &Book, held: &[Held], h: &Held) -> String {
    let mut parts: Vec<String> = Vec::new();
    let new = matches!(h.basis, Basis::Exchange | Basis::Selection);
    match h.post {
        Some(post) if h.basis != Basis::Continues => {
            if let Some(end) = end(book.case, post) {
                parts.push(format!("原任{}", end.text().zh));
            } else if post.incumbent.is_some() {
                parts.push("原任不再任职".to_owned());
            }
            if let Some(t) = h.teacher.filter(|_| new) {
                let found = misfits(book.case, post, t).into_iter();
                parts.extend(found.map(|(text, _)| text.zh));
                parts.extend(below_required(book.case, post, t).map(|text| text.zh));
            }
        }
        Some(post) if post.incumbent != h.teacher => {}
        Some(post) if post.appointed.is_none() => parts.push("未填任职年月".to_owned()),
        Some(_) => {}
        None => parts.push("未列入领导岗位表".to_owned()),
    }
    if held.iter().any(|other| doubles(h, other)) {
        parts.push("书记、校长一人兼任，占编制1名".to_owned());
    }
    parts.join("；")
}

/// Where those go whose post ends.
fn departing(book: &Book, posts: &[LeaderPost]) -> Table {
    let ending = |p: &&LeaderPost| end(book.case, p).is_some();
    let mut rows: Vec<&LeaderPost> = posts.iter().filter(ending).collect();
    rows.sort_by_key(|p| (p.school, p.role));
    let lines = rows
        .iter()
        .enumerate()
        .filter_map(|(i, p)| leaver(book, i + 1, p));
    Table {
        columns: vec![
            Column::word("序号", 6.0),
            Column::text("学校", 14.0, 26.0),
            Column::word("职务", 6.0),
            Column::word("姓名", 9.0),
            Column::word("任职年月", 11.0),
            Column::word("工号", 10.0),
            Column::word("届次", 8.0),
            Column::text("原因", 14.0, 26.0),
            Column::word("去向", 10.0),
            Column::text("拟任学校", 14.0, 26.0),
            Column::text("拟任职务或岗位", 16.0, 30.0),
        ],
        lines: lines.collect(),
        when_empty: "没有任期届满的校长、书记。",
        ..Table::default()
    }
}

fn leaver(book: &Book, n: usize, post: &LeaderPost) -> Option<Line> {
    let teacher = post.incumbent?;
    let t = book.case.county.teacher(teacher);
    let row = book.plan.of(teacher);
    let station = row.and_then(|r| r.station);
    let goes = match row.map(|r| r.outcome) {
        Some(Outcome::Lead) => "交流任职",
        Some(Outcome::Stay) => "回任教师",
        Some(Outcome::Move) => "调任教师",
        Some(other) => other.zh(),
        None => "",
    };
    let job = match (row, station) {
        (Some(r), _) if r.outcome == Outcome::Lead => r.role.zh().to_owned(),
        (_, Some(station)) => names::post(book.case, &station),
        _ => String::new(),
    };
    let term = standing::term(&book.case.policy, post).or(post.term);
    Some(Line::Row(vec![
        Item::count(n),
        book.school(post.school).into(),
        post.role.zh().into(),
        t.name.as_str().into(),
        post.appointed.map_or(Item::Empty, |m| month(m).into()),
        t.id.as_str().into(),
        term.map_or(Item::Empty, |n| format!("第{n}届").into()),
        end(book.case, post).map_or(Item::Empty, |e| e.text().zh.into()),
        goes.into(),
        book.schools.maybe(station.map(|s| s.school)).into(),
        job.into(),
    ]))
}

fn candidates_sheet(book: &Book) -> Sheet {
    let county = &book.case.county;
    let mut rows: Vec<&Candidate> = county.candidacies().collect();
    rows.sort_by_key(|c| {
        let reached = stop(book.case, c).map(|(gate, _)| std::cmp::Reverse(gate));
        (
            c.role,
            reached,
            std::cmp::Reverse(points(book.case, c)),
            c.teacher,
        )
    });
    let mut lines = Vec::new();
    for role in [Role::Principal, Role::Secretary] {
        let own: Vec<_> = rows.iter().filter(|c| c.role == role).collect();
        if own.is_empty() {
            continue;
        }
        lines.push(Line::Section(format!("竞聘{}：{}人", role.zh(), own.len())));
        lines.extend(
            own.iter()
                .enumerate()
                .map(|(i, c)| candidate(book, i + 1, c)),
        );
    }
    Sheet {
        name: "校长候选人",
        title: book.title("校长、书记候选人选拔情况"),
        landscape: true,
        tables: vec![Table {
            columns: Column::of_persons([
                Column::text("现任学校", 14.0, 24.0),
                Column::word("现任职务", 8.0),
                Column::word("职级", 6.0),
                Column::number("海选", 6.5).under("各环节结果（按先后次序）"),
                Column::number("职工推荐", 6.5).under("各环节结果（按先后次序）"),
                Column::number("业务答辩", 6.5).under("各环节结果（按先后次序）"),
                Column::number("集体票决", 6.5).under("各环节结果（按先后次序）"),
                Column::word("单位考核", 7.0).under("各环节结果（按先后次序）"),
                Column::word("公示", 7.0).under("各环节结果（按先后次序）"),
                Column::number("综合得分", 6.5),
                Column::word("止于环节", 9.0),
                Column::text("结果及原因", 20.0, 44.0),
            ]),
            lines,
            ..Table::default()
        }],
        notes: vec![gates(book)],
        signs: book.signs(),
        ..Sheet::default()
    }
}

/// The gates and weights in force.
fn gates(book: &Book) -> String {
    let r = &book.case.policy.rules.leader_selection;
    let n = |d: Decimal| d.normalize().to_string();
    format!(
        "注：候选人须为现任{}，依次通过海选（不低于{}分）、职工推荐（不低于{}分）、业务答辩（不低于{}分）、集体票决（得票率折算不低于{}分）、单位考核、公示。综合得分为海选、职工推荐、业务答辩、集体票决按{}、{}、{}、{}加权。",
        r.roles.join("、"),
        n(r.vote_min),
        n(r.staff_vote_min),
        n(r.defence_min),
        n(r.panel_min),
        n(r.vote_weight),
        n(r.staff_vote_weight),
        n(r.defence_weight),
        n(r.panel_weight),
    )
}

fn candidate(book: &Book, n: usize, c: &Candidate) -> Line {
    let t = book.case.county.teacher(c.teacher);
    let score = |points: Option<Decimal>| points.as_ref().map_or(Item::Empty, number);
    let said = |result: Option<bool>, words: (&str, &str)| match result {
        Some(true) => Item::text(words.0),
        Some(false) => Item::text(words.1),
        None => Item::Empty,
    };
    let role = if t.role == Role::None {
        ""
    } else {
        t.role.zh()
    };
    let (gate, why) = outcome(book, c);
    let all = [c.vote, c.staff_vote, c.defence, c.panel];
    let points = match all.iter().all(Option::is_some) {
        true => Item::Whole(points(book.case, c)),
        false => Item::Empty,
    };
    Line::Row(vec![
        Item::count(n),
        t.id.as_str().into(),
        t.name.as_str().into(),
        book.schools.maybe(t.school).into(),
        role.into(),
        c.rank.as_deref().unwrap_or("").into(),
        score(c.vote),
        score(c.staff_vote),
        score(c.defence),
        score(c.panel),
        said(c.assessment, ("通过", "不通过")),
        said(c.publicity, ("无异议", "有异议")),
        points,
        gate.into(),
        why.into(),
    ])
}

/// The gate where it ended, and what came of it.
fn outcome(book: &Book, c: &Candidate) -> (String, String) {
    let case = book.case;
    match fate(case, book.plan, c) {
        Fate::Appointed(school) => (
            String::new(),
            format!("拟任{}{}", book.school(school), c.role.zh()),
        ),
        Fate::Elsewhere(school) => (
            String::new(),
            format!("已拟任{}正职，本项竞聘终止", book.school(school)),
        ),
        Fate::NotNeeded(why) => (String::new(), format!("通过全部环节，未任用：{}", why.zh)),
        Fate::Stopped => match stop(case, c) {
            Some((gate, why)) => (gate_name(gate), format!("未通过：{}", why.zh)),
            None => {
                let why = bound(case, c.teacher).map_or(String::new(), |t| t.zh);
                ("人选范围".to_owned(), format!("不列入人选：{why}"))
            }
        },
    }
}

fn gate_name(gate: Gate) -> String {
    gate.name().zh
}
