//! "Why me?": the outcome of one person, what drove it, and what every other seat would cost.

use super::answer::{Change, Forced};
use super::forced::{Effort, Question};
use super::reach::seat_cell;
use super::seats::{self, Seats};
use super::why;
use super::words as tell;
use crate::audit;
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::demand::CellIx;
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Outcome};
use crate::solve::Options;
use crate::text::Text;
use anyhow::Result;

/// Up to so many other seats each is looked at as closely as those that are asked for.
const FEW: usize = 12;

/// What is said of one person.
#[derive(Debug, Clone)]
pub struct Explanation {
    pub teacher: TeacherIx,
    /// The row of the plan; out persons have none.
    pub row: Option<Assignment>,
    /// One paragraph, fit to be read to the person: nothing private of anybody else.
    pub paragraph: Text,
    /// Other fitting seats, those that the person is most likely to ask for first.
    pub others: Vec<Other>,
    pub seats: Seats,
    /// Whether the person takes a seat at all this year: not out, barred, or leading on.
    pub competes: bool,
}

/// Another seat, and what comes of forcing it; none where time was up.
#[derive(Debug, Clone)]
pub struct Other {
    pub cell: CellIx,
    pub forced: Option<Forced>,
}

/// The whole answer. Alternatives are solved in the order of [`order`] until time is up.
pub fn explain(q: &Question, teacher: TeacherIx, options: &Options) -> Result<Explanation> {
    let row = q.plan.of(teacher).cloned();
    let seats = seats::seats(q.case, teacher);
    let now = row.as_ref().and_then(|r| seat_cell(q.case, r));
    let cells = order(q, teacher, &seats, now);
    let asked = |(i, cell): (usize, &CellIx)| {
        let asked = asked_for(q.case, teacher, row.as_ref(), *cell);
        let effort = match asked {
            true if i == 0 => Effort::Proof,
            true => Effort::Thorough,
            false if cells.len() <= FEW => Effort::Thorough,
            false => Effort::Quick,
        };
        (teacher, *cell, effort)
    };
    let asked: Vec<_> = cells.iter().enumerate().map(asked).collect();
    let forced = q.seats(&asked, options)?;
    let others = cells.into_iter().zip(forced);
    let others: Vec<Other> = others
        .map(|(cell, forced)| Other { cell, forced })
        .collect();
    let paragraph = paragraph(q, teacher, row.as_ref(), &others);
    Ok(Explanation {
        teacher,
        row,
        paragraph,
        others,
        seats,
        competes: matches!(
            q.case.standing.class_of(teacher),
            Class::Fixed | Class::Free | Class::Pooled
        ),
    })
}

/// The fitting seats but the one taken: the own seat and better wishes first, then open seats, then by distance.
pub fn order(q: &Question, teacher: TeacherIx, seats: &Seats, now: Option<CellIx>) -> Vec<CellIx> {
    let case = q.case;
    let t = case.county.teacher(teacher);
    let open = seats::open(case, q.plan);
    let own = case.standing.cell[teacher.ix()];
    let key = |cell: &CellIx| {
        let c = case.demand.cell(*cell);
        let wish = t.wish_rank(c.school, c.subject).unwrap_or(u32::MAX);
        let km = (10.0 * case.county.km_from_home(teacher, c.school)) as i64;
        let first = u32::from(own != Some(*cell));
        (first, wish, u32::from(open[cell.ix()] == 0), km, *cell)
    };
    let mut cells: Vec<CellIx> = seats.fit.to_vec();
    cells.retain(|c| Some(*c) != now);
    cells.sort_by_key(key);
    cells
}

fn paragraph(q: &Question, teacher: TeacherIx, row: Option<&Assignment>, others: &[Other]) -> Text {
    let case = q.case;
    let mut said = vec![outcome(case, teacher, row)];
    said.extend(why::reasons(case, q.plan, teacher));
    said.extend(envied(q, teacher));
    let compared = others
        .iter()
        .filter(|o| asked_for(case, teacher, row, o.cell));
    let mut some = false;
    for other in compared.take(3) {
        if let Some(forced) = &other.forced {
            said.push(compare(q, teacher, row, other.cell, forced));
            some = true;
        }
    }
    let chosen = matches!(case.standing.class_of(teacher), Class::Free | Class::Pooled);
    if chosen && !some && row.is_some_and(|r| r.outcome != Outcome::Lead) {
        said.extend(otherwise(q, teacher, row, others));
    }
    tell::sentences(&said)
}

/// Why there is no other seat to suggest.
pub fn nothing(q: &Question, teacher: TeacherIx) -> Text {
    let row = q.plan.of(teacher);
    let mut said = vec![outcome(q.case, teacher, row)];
    said.extend(why::reasons(q.case, q.plan, teacher));
    said.push(Text::new(
        "没有其他岗位可供安排。",
        "There is no other seat to suggest.",
    ));
    tell::sentences(&said)
}

/// The wishes that went to somebody with a lower score (R21); nobody is named, the paragraph is read to the person.
fn envied(q: &Question, teacher: TeacherIx) -> Option<Text> {
    let envy = audit::audit(q.case, q.plan).envy.into_iter();
    let first = envy
        .filter(|e| e.teacher == teacher)
        .min_by_key(|e| e.wish)?;
    Some(say!(
        "择优提示（R21）：第 {wish} 志愿{seat}聘用了得分低于本人（{score} 分）的人员。",
        "Merit (R21): wish no. {wish}, {seat}, went to somebody with a lower score than the person's {score}.",
        wish = first.wish,
        seat = words::seat(q.case, first.seat),
        score = first.score.normalize()
    ))
}

/// `王芳（0012）：调动，由第一小学 小学语文到第五小学 小学语文。`
fn outcome(case: &Case, teacher: TeacherIx, row: Option<&Assignment>) -> Text {
    let p = words::person(case, teacher);
    let Some(row) = row else {
        return say!(
            "{p}不在本年度编排范围，方案中没有去向。",
            "{p} is not planned this year and has no outcome.",
            p = p
        );
    };
    let word = Text::new(row.outcome.zh(), row.outcome.key());
    let place = tell::place(case, row);
    match (row.outcome, place) {
        (Outcome::Move, Some(place)) => {
            let from = tell::current(case, teacher);
            say!(
                "{p}的方案结果为“{word}”：由{from}调至{place}。",
                "{p}: {word}, from {from} to {place}.",
                p = p,
                word = word,
                from = from,
                place = place
            )
        }
        (_, Some(place)) => say!(
            "{p}的方案结果为“{word}”：{place}。",
            "{p}: {word}, {place}.",
            p = p,
            word = word,
            place = place
        ),
        (_, None) => say!(
            "{p}的方案结果为“{word}”。",
            "{p}: {word}.",
            p = p,
            word = word
        ),
    }
}

/// Whether a person is likely to ask for a seat: the own one, or a better wish.
fn asked_for(case: &Case, teacher: TeacherIx, row: Option<&Assignment>, cell: CellIx) -> bool {
    let t = case.county.teacher(teacher);
    let c = case.demand.cell(cell);
    let rank = |school: SchoolIx, subject| t.wish_rank(school, subject).unwrap_or(u32::MAX);
    let has = row
        .and_then(Assignment::seat)
        .map_or(u32::MAX, |s| rank(s.school, s.subject));
    rank(c.school, c.subject) < has
        || case.standing.cell[teacher.ix()] == Some(cell) && has == u32::MAX
}

/// One alternative in a sentence.
fn compare(q: &Question, t: TeacherIx, row: Option<&Assignment>, cell: CellIx, f: &Forced) -> Text {
    let case = q.case;
    let c = case.demand.cell(cell);
    let place = words::seat(case, crate::plan::Seat::of(c));
    let wish = case.county.teacher(t).wish_rank(c.school, c.subject);
    let own = case.standing.cell[t.ix()] == Some(cell);
    let role = case.county.teacher(t).role;
    let stays = row.is_some_and(|r| r.outcome == Outcome::Retained);
    let what = match (wish, own) {
        (Some(rank), _) => say!(
            "若安排到第 {rank} 志愿{place}",
            "With wish no. {rank}, {place}",
            rank = rank,
            place = place
        ),
        // A leader's present post is the one that he leads, whatever he teaches.
        (None, true) if role.is_leader() => say!(
            "若由原岗{office}转到{place}任教",
            "Teaching in {place}, instead of the present post, {office},",
            place = place,
            office = tell::current(case, t)
        ),
        (None, true) if stays => say!(
            "若占用原岗{place}的岗位",
            "With a post of the present kind, {place}",
            place = place
        ),
        (None, true) => say!(
            "若留在原岗{place}",
            "Staying in the present post, {place}",
            place = place
        ),
        (None, false) => say!("若安排到{place}", "In {place}", place = place),
    };
    tell::consequence(&what, f, &q.made)
}

/// Where nothing else was likely to be asked for: the cheapest other seat that was solved.
fn otherwise(
    q: &Question,
    teacher: TeacherIx,
    row: Option<&Assignment>,
    others: &[Other],
) -> Vec<Text> {
    if others.is_empty() {
        let seated = row.is_some_and(|r| r.outcome.is_seat());
        return vec![match seated {
            true => Text::new(
                "本县没有其他符合条件的岗位可供安排。",
                "No other post in the county fits the person.",
            ),
            false => Text::new(
                "本县没有符合条件的岗位可供安排。",
                "No post in the county fits the person.",
            ),
        }];
    }
    let solved = others.iter().filter_map(|o| Some((o, o.forced.as_ref()?)));
    let plans = solved.filter(|(_, f)| matches!(f, Forced::Plan { .. }));
    let cost = |f: &Forced| f.tiers().iter().map(Change::worse).collect::<Vec<_>>();
    let best = plans.min_by_key(|(_, f)| cost(f));
    let sentence = |(o, f): (&Other, &Forced)| compare(q, teacher, row, o.cell, f);
    best.map(sentence).into_iter().collect()
}

/// What a forced school brings, in one paragraph.
pub fn to_school(q: &Question, teacher: TeacherIx, school: SchoolIx, forced: &Forced) -> Text {
    let case = q.case;
    let place = words::school(case, school);
    let what = say!(
        "若把{p}安排到{place}",
        "With {p} at {place}",
        p = words::person(case, teacher),
        place = place
    );
    tell::consequence(&what, forced, &q.made)
}
