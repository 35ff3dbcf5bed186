//! "Why no PE teacher?": who fills a post and why, or who could and what stops each, and what one more of what would
//! fill it.

use super::answer::Forced;
use super::forced::{Effort, Question};
use super::reach::{reach_cell, seat_cell};
use super::seats;
use super::side::side_by_side;
use super::words as tell;
use crate::audit;
use crate::case::{Case, Supposed};
use crate::county::{
    Backbone, Certificate, County, Education, Ethics, Role, Status, Teacher, TeacherIx, Title,
};
use crate::demand::CellIx;
use crate::model::arcs::Arcs;
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Outcome, Seat};
use crate::solve::{self, Options, conflict};
use crate::tables::fault::{Faults, Place};
use crate::terms::tier::Tier;
use crate::text::Text;
use anyhow::Result;
use std::collections::BTreeMap;

/// So many persons who fit are forced into an open post.
const TRIED: usize = 6;
/// How many persons may change where something more is given.
const REACH: usize = 150;

/// What is said of one post.
#[derive(Debug, Clone)]
pub struct Explanation {
    pub cell: CellIx,
    pub paragraph: Text,
    /// Who sits there by the plan, and why.
    pub holders: Vec<(TeacherIx, Text)>,
    pub uncovered: u32,
    /// Per rule: how many persons it keeps from the post.
    pub stopped: BTreeMap<&'static str, usize>,
    /// Those who fit and sit elsewhere, lead to where they are; the first of them forced.
    pub could: Vec<Candidate>,
    pub fitting: usize,
    pub levers: Vec<Lever>,
}

/// Somebody who fits an open post.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub teacher: TeacherIx,
    pub forced: Option<Forced>,
}

/// One more of something.
#[derive(Debug, Clone)]
pub struct Lever {
    pub what: Text,
    /// None: no plan found in time.
    pub effect: Option<Effect>,
}

/// What one more of something brings.
#[derive(Debug, Clone, Copy)]
pub struct Effect {
    /// One more seat of the post is filled.
    pub fills: bool,
    /// The change of T2.
    pub uncovered: i64,
    /// Everybody might change; else only those near the post.
    pub exact: bool,
}

pub fn explain(q: &Question, cell: CellIx, options: &Options) -> Result<Explanation> {
    let uncovered = seats::open(q.case, q.plan)[cell.ix()];
    let holders = holders(q, cell);
    let mut said = Explanation {
        cell,
        paragraph: Text::new("", ""),
        holders,
        uncovered,
        stopped: BTreeMap::new(),
        could: Vec::new(),
        fitting: 0,
        levers: Vec::new(),
    };
    if uncovered > 0 {
        candidates(q, cell, &mut said, options)?;
        levers(q, cell, &mut said, options)?;
    }
    said.paragraph = paragraph(q, &said);
    Ok(said)
}

/// Those who sit there by the plan, each with the reason.
fn holders(q: &Question, cell: CellIx) -> Vec<(TeacherIx, Text)> {
    let seat = Seat::of(q.case.demand.cell(cell));
    let here = q.plan.rows.iter().filter(|r| r.seat() == Some(seat));
    here.map(|r| (r.teacher, basis(q.case, r))).collect()
}

/// Why somebody holds a seat, as far as class and wish say it; nothing private.
fn basis(case: &Case, row: &Assignment) -> Text {
    let t = case.county.teacher(row.teacher);
    let wish = row.seat().and_then(|s| t.wish_rank(s.school, s.subject));
    let own = row.seat() == Seat::current(case, row.teacher);
    match (row.class, wish) {
        (Class::Fixed, _) => Text::new("直聘", "fixed"),
        _ if own => Text::new("本岗留任", "stays in the cell"),
        (_, Some(rank)) => say!("第 {rank} 志愿", "wish no. {rank}", rank = rank),
        (Class::Pooled, None) => Text::new("由待聘安置", "placed from the pool"),
        _ => match row.outcome {
            Outcome::Move => Text::new("组织调剂", "moved by the plan"),
            _ => Text::new("校内转岗", "changes cell within the unit"),
        },
    }
}

/// Everybody planned: stopped by a rule, or fitting; the nearest of these are forced in.
fn candidates(q: &Question, cell: CellIx, said: &mut Explanation, options: &Options) -> Result<()> {
    let case = q.case;
    let school = case.demand.cell(cell).school;
    let mut fitting: Vec<((u32, i64), TeacherIx)> = Vec::new();
    for row in &q.plan.rows {
        let t = row.teacher;
        if seat_cell(case, row) == Some(cell) {
            continue;
        }
        match audit::fits(case, t, cell) {
            Err(rule) => *said.stopped.entry(rule).or_default() += 1,
            Ok(()) => {
                let unseated = matches!(row.outcome, Outcome::Pool | Outcome::Retained);
                let km = (10.0 * case.county.km_from_home(t, school)) as i64;
                fitting.push(((u32::from(!unseated), km), t));
            }
        }
    }
    fitting.sort();
    said.fitting = fitting.len();
    let tried = fitting.into_iter().take(TRIED);
    let asked: Vec<_> = tried.map(|(_, t)| (t, cell, Effort::Quick)).collect();
    let forced = q.seats(&asked, options)?;
    let could = asked.iter().zip(forced);
    said.could = could
        .map(|((teacher, ..), forced)| Candidate {
            teacher: *teacher,
            forced,
        })
        .collect();
    let cost = |c: &Candidate| {
        let tiers = c.forced.as_ref().map_or(&[][..], Forced::tiers);
        let worse: Vec<i64> = tiers.iter().map(|c| c.worse()).collect();
        (tiers.is_empty(), worse, c.teacher)
    };
    said.could.sort_by_key(cost);
    Ok(())
}

/// The county with one more of something, and who gets the post by it, if that is one person.
struct Eased {
    what: Text,
    case: Case,
    who: Option<TeacherIx>,
}

/// One more of each thing that might fill the post, each with a plan of its own.
fn levers(q: &Question, cell: CellIx, said: &mut Explanation, options: &Options) -> Result<()> {
    let mut eased = given(q, cell);
    eased.extend(relaxed(q, &said.stopped));
    let effects = side_by_side(&eased, options, |eased, options| {
        effect(q, eased, cell, options)
    })?;
    let levers = eased.into_iter().zip(effects);
    said.levers = levers
        .map(|(eased, effect)| Lever {
            what: eased.what,
            effect: effect.flatten(),
        })
        .collect();
    Ok(())
}

/// Somebody in particular is supposed in the post; else the best plan may fill it or another one.
fn effect(
    q: &Question,
    eased: &Eased,
    cell: CellIx,
    options: &mut Options,
) -> Result<Option<Effect>> {
    let case = Case {
        supposed: eased.who.map(|teacher| Supposed {
            teacher,
            school: eased.case.demand.cell(cell).school,
            cell: Some(cell),
        }),
        ..eased.case.clone()
    };
    let arcs = Arcs::new(&case);
    let mut moving = reach_cell(&case, &arcs, q.plan, cell, REACH);
    moving.extend(eased.who);
    let plan = solve::around(&case, &arcs, q.plan, &moving, &[], options)?;
    Ok(plan.map(|plan| {
        let before = seats::open(q.case, q.plan)[cell.ix()];
        let known = q.known.iter().find(|k| k.tier == Tier::Uncovered);
        let old = known.map_or(0, |k| k.value);
        let new = audit::audit(&case, &plan).tier(Tier::Uncovered.key());
        Effect {
            fills: seats::open(&case, &plan)[cell.ix()] < before,
            uncovered: new.unwrap_or(old) - old,
            exact: moving.len() >= q.plan.rows.len() && !options.stopped(),
        }
    }))
}

/// With one more recruit, one more of the quota, one more certificate.
fn given(q: &Question, cell: CellIx) -> Vec<Eased> {
    let case = q.case;
    let c = case.demand.cell(cell);
    let again = |what: Text, county: County, who| Eased {
        what,
        case: Case::new(county, case.policy.clone(), &mut Faults::default()),
        who,
    };
    let mut county = case.county.clone();
    county.teachers.push(recruit(case, cell));
    let last = county.teacher_ixs().last();
    let what = Text::new(
        "招录 1 名具有该学段学科资格的教师",
        "one recruit with the certificate for it",
    );
    let mut all = vec![again(what, county, last)];
    let mut county = case.county.clone();
    let school = &mut county.schools[c.school.ix()];
    school.approved_staff = Some(case.demand.approved[c.school.ix()] + 1);
    let what = Text::new("该校增加 1 名编制", "one more approved staff at the school");
    all.push(again(what, county, None));
    if let Some(t) = unseated(q, cell) {
        let mut county = case.county.clone();
        county.teachers[t.ix()].certificates.push(Certificate {
            stage: c.stage,
            subject: c.subject,
        });
        let what = say!(
            "未分到岗位的{p}取得该学段学科资格",
            "{p}, who has no seat, gets the certificate for it",
            p = words::person(case, t)
        );
        all.push(again(what, county, Some(t)));
    }
    all
}

/// With one rule left out that counts, or that keeps somebody from the post.
fn relaxed(q: &Question, stopped: &BTreeMap<&str, usize>) -> Vec<Eased> {
    let case = q.case;
    let rules = conflict::rules(case).into_iter().filter(|(no, _)| {
        let seat = !matches!(*no, "R04" | "R06" | "R07") && stopped.contains_key(no);
        seat || matches!(*no, "R09" | "R10")
    });
    let eased = rules.map(|(no, mode)| {
        let name = seats::rule(no).map_or(("", ""), |r| r.name);
        let policy = conflict::without(&case.policy, mode);
        Eased {
            what: say!(
                "放宽 {no} {name}",
                "{no} {name} relaxed",
                no = no,
                name = Text::new(name.0, name.1)
            ),
            case: Case::new(case.county.clone(), policy, &mut Faults::default()),
            who: None,
        }
    });
    eased.collect()
}

/// The nearest person without a seat whom only the certificate keeps from the post.
fn unseated(q: &Question, cell: CellIx) -> Option<TeacherIx> {
    let school = q.case.demand.cell(cell).school;
    let rows = q.plan.rows.iter();
    let waiting = rows.filter(|r| matches!(r.outcome, Outcome::Pool | Outcome::Retained));
    let lacking = waiting.filter(|r| audit::fits(q.case, r.teacher, cell) == Err("R04"));
    let km = |t: TeacherIx| (10.0 * q.case.county.km_from_home(t, school)) as i64;
    lacking.map(|r| r.teacher).min_by_key(|t| (km(*t), *t))
}

/// Somebody new in the pool who fits the post. The id sorts after all others, so that everybody keeps his position.
fn recruit(case: &Case, cell: CellIx) -> Teacher {
    let c = case.demand.cell(cell);
    let last = case.county.teachers.last().map_or("", |t| t.id.as_str());
    Teacher {
        id: format!("{last}+"),
        name: String::new(),
        sex: None,
        birth: None,
        id_number: None,
        school: None,
        since: None,
        joined: None,
        stage: None,
        subject: None,
        certificates: vec![Certificate {
            stage: c.stage,
            subject: c.subject,
        }],
        second_subjects: Vec::new(),
        title: Title::None,
        education: Education::Bachelor,
        backbone: Backbone::None,
        role: Role::None,
        status: Status::Working,
        exemption: Vec::new(),
        recruit_type: String::new(),
        rural_years: None,
        ethics: Ethics::Pass,
        appraisal: Vec::new(),
        score: None,
        obey: true,
        spouse: None,
        home: case.county.school(c.school).point,
        wishes: vec![crate::county::Wish {
            rank: 1,
            school: c.school,
            subject: Some(c.subject),
        }],
        place: Place::default(),
    }
}

fn paragraph(q: &Question, said: &Explanation) -> Text {
    let case = q.case;
    let c = case.demand.cell(said.cell);
    let place = words::seat(case, Seat::of(c));
    let mut all = vec![say!(
        "{place}设岗 {count} 个，已聘 {filled} 人，缺 {uncovered} 人。",
        "{place}: {count} posts, {filled} filled, {uncovered} uncovered.",
        place = place,
        count = c.count,
        filled = said.holders.len(),
        uncovered = said.uncovered
    )];
    if said.uncovered == 0 {
        return all.remove(0);
    }
    let stopped: usize = said.stopped.values().sum();
    all.push(say!(
        "全县参与编排的其他人员中，{fitting} 人符合条件而另有安排，{stopped} 人受规则限制：{rules}。",
        "Of everybody else planned, {fitting} fit and are placed elsewhere or wait; rules keep {stopped} from it: {rules}.",
        fitting = said.fitting,
        stopped = stopped,
        rules = counted(&said.stopped)
    ));
    if let Some(Candidate {
        teacher,
        forced: Some(forced),
    }) = said.could.first()
    {
        let what = say!(
            "若由{p}补上",
            "Filled by {p}",
            p = words::person(case, *teacher)
        );
        all.push(tell::consequence(&what, forced, &q.made));
    }
    let fills: Vec<&Lever> = said
        .levers
        .iter()
        .filter(|l| l.effect.is_some_and(|e| e.fills && e.uncovered < 0))
        .collect();
    let join = |of: fn(&Text) -> &str, by: &str| {
        let names: Vec<&str> = fills.iter().map(|l| of(&l.what)).collect();
        names.join(by)
    };
    let exact = |l: &Lever| l.effect.is_some_and(|e| e.exact);
    all.push(match fills.is_empty() {
        true if said.levers.iter().all(exact) => Text::new(
            "试过的各项（增加一名编制、一名新聘教师、一人取得资格、放宽一条规则）在最优方案中单独一项都不补上这个岗位而使缺岗减少。",
            "With none of what was tried (one more quota, recruit, certificate holder, or one rule relaxed) alone does a best plan fill it and have fewer open posts.",
        ),
        true => Text::new(
            "试过的各项（增加一名编制、一名新聘教师、一人取得资格、放宽一条规则）只在就近调整的范围内试算，没有找到单独一项即可补上这个岗位的办法；全县范围未经验证。",
            "What was tried (one more quota, recruit, certificate holder, or one rule relaxed) was tried by exchanges nearby only, and none alone was found to fill it; not verified for the whole county.",
        ),
        false => say!(
            "下列任何一项即可补上而不使他处多缺：{what}。",
            "Any one of these would fill it without leaving another post open: {what}.",
            what = Text::new(join(|t| &t.zh, "；"), join(|t| &t.en, "; "))
        ),
    });
    tell::sentences(&all)
}

/// `R04 教师资格 3,210 人、R20 流向 12 人`
fn counted(stopped: &BTreeMap<&'static str, usize>) -> Text {
    let mut all: Vec<_> = stopped.iter().collect();
    all.sort_by_key(|(no, n)| (std::cmp::Reverse(**n), **no));
    let names = all.iter().map(|(no, n)| {
        let name = seats::rule(no).map_or(("", ""), |r| r.name);
        (
            format!("{no} {} {n} 人", name.0),
            format!("{no} {} {n}", name.1),
        )
    });
    let (zh, en): (Vec<String>, Vec<String>) = names.unzip();
    match zh.is_empty() {
        true => Text::new("无", "none"),
        false => Text::new(zh.join("、"), en.join(", ")),
    }
}
