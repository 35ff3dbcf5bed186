//! What each round has brought to everybody who took part in it: the lists of a staged year (SPEC §6) and rounds.csv.

use super::tables;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::{Assignment, Class, Outcome, Plan, Round, Seat, Station};
use crate::policy::ProcessMode;
use crate::rules::r08_rotation::reading::due;
use crate::tables::formula::guard;
use serde_json::{Value, json};

/// What a round brought to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Result {
    /// A leader who goes on.
    Lead,
    /// A seat that was held before.
    Kept,
    /// A seat that was not.
    Won,
    /// Kept beyond the posts.
    Retained,
    /// No seat yet: the next round goes on with this person.
    Open,
    /// No seat, and no round left.
    Training,
}

impl Result {
    pub fn key(self) -> &'static str {
        match self {
            Result::Lead => "lead",
            Result::Kept => "kept",
            Result::Won => "won",
            Result::Retained => "retained",
            Result::Open => "open",
            Result::Training => "training",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Result::Lead => "任职",
            Result::Kept => "留任原岗",
            Result::Won => "聘任新岗",
            Result::Retained => "超岗留任",
            Result::Open => "落聘",
            Result::Training => "待岗培训",
        }
    }
}

/// One person in one round.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub round: Round,
    pub teacher: TeacherIx,
    pub result: Result,
    /// Where the person stands after the round; none without seat or standing.
    pub station: Option<Station>,
    /// Nothing after this round changes it.
    pub settled: bool,
}

/// Everybody who took part in each round that was run; empty for a plan that was not made in rounds.
pub fn entries(case: &Case, plan: &Plan) -> Vec<Entry> {
    let last = plan.stops_after();
    let was_run = |r: &Round| plan.is_staged() && last.is_none_or(|last| *r <= last);
    let mut all = Vec::new();
    for round in Round::ALL.into_iter().filter(was_run) {
        let rows = plan.rows.iter();
        all.extend(rows.filter_map(|row| entry(case, row, round)));
    }
    all
}

/// How many took part in a round, and how many of them have their outcome from it: of the others an earlier or a later one
/// decides.
pub fn sizes(case: &Case, plan: &Plan, round: Round) -> [usize; 2] {
    let all = entries(case, plan);
    let of: Vec<&Entry> = all.iter().filter(|e| e.round == round).collect();
    let own = |e: &&&Entry| plan.of(e.teacher).and_then(Assignment::round) == Some(round);
    [of.len(), of.iter().filter(own).count()]
}

/// The seats that the rounds run so far have settled, direct hires aside: what the office feeds back as pins (`must`)
/// when it goes on from here.
pub fn settled(plan: &Plan) -> Vec<(TeacherIx, Seat)> {
    let later = |row: &&Assignment| row.round().is_some_and(|r| r > Round::Direct);
    let rows = plan.rows.iter().filter(later);
    let rows = rows.filter(|row| row.open_after().is_none());
    rows.filter_map(|row| Some((row.teacher, row.seat()?)))
        .collect()
}

/// `teacher_id,kind,school_id,stage,subject`: [`settled`] as rows of the table 锁定 pins.
pub fn pins(case: &Case, plan: &Plan) -> anyhow::Result<Vec<u8>> {
    let row = |(t, seat): (TeacherIx, Seat)| {
        vec![
            guard(&case.county.teacher(t).id).into_owned(),
            "must".to_owned(),
            guard(&case.county.school(seat.school).id).into_owned(),
            seat.stage.zh().to_owned(),
            guard(case.county.subject(seat.subject)).into_owned(),
        ]
    };
    let heads = ["teacher_id", "kind", "school_id", "stage", "subject"];
    tables::write(&heads, settled(plan).into_iter().map(row))
}

fn entry(case: &Case, row: &Assignment, round: Round) -> Option<Entry> {
    let settled = row.round() == Some(round) && row.open_after().is_none();
    let took_part = took_part(case, row, round);
    let before = match round {
        Round::Direct | Round::InSchool => Seat::current(case, row.teacher),
        Round::Cluster => row.seat_after(case, Round::InSchool),
        Round::County => row.seat_after(case, Round::Cluster),
        Round::Adjustment | Round::Training => row.seat_after(case, Round::County),
    };
    let now = row.seat_after(case, round);
    let result = match (row.outcome, now) {
        (Outcome::Lead, _) => Result::Lead,
        (_, Some(now)) if Some(now) == before => Result::Kept,
        (_, Some(_)) => Result::Won,
        (Outcome::Retained, _) if settled => Result::Retained,
        _ if round == Round::Training => Result::Training,
        _ => Result::Open,
    };
    let station = match settled {
        true => row.station,
        false => now.map(|seat| seat.station()),
    };
    took_part.then_some(Entry {
        round,
        teacher: row.teacher,
        result,
        station,
        settled,
    })
}

/// Whether a round was about this person.
fn took_part(case: &Case, row: &Assignment, round: Round) -> bool {
    let came_first = row.round() == Some(Round::Direct);
    let class = case.standing.class_of(row.teacher);
    let won_before = |r: Round| row.round().is_some_and(|s| s > Round::InSchool && s < r);
    let applies = case.county.teacher(row.teacher).is_applicant();
    match round {
        Round::Direct => came_first,
        _ if came_first || class == Class::Barred => false,
        Round::InSchool => class == Class::Free,
        Round::Cluster | Round::County => applies && !won_before(round),
        Round::Adjustment => {
            let seated = row.seat_after(case, Round::County).is_some();
            let final_seat = matches!(row.round(), Some(Round::Cluster | Round::County));
            !final_seat && (!seated || due(case, row.teacher))
        }
        Round::Training => row.round() == Some(Round::Training),
    }
}

/// `round,key,teacher_id,result,school_id,stage,subject,score,wish,final`: one row a person and round.
pub fn csv(case: &Case, plan: &Plan) -> anyhow::Result<Vec<u8>> {
    let heads = [
        "round",
        "key",
        "teacher_id",
        "result",
        "school_id",
        "stage",
        "subject",
        "score",
        "wish",
        "final",
    ];
    let row = |e: &Entry| {
        let t = case.county.teacher(e.teacher);
        let at = e.station;
        let school = at.map_or("", |s| case.county.school(s.school).id.as_str());
        let subject = at.and_then(|s| s.subject);
        vec![
            e.round.no().to_string(),
            e.round.key().to_owned(),
            guard(&t.id).into_owned(),
            e.result.key().to_owned(),
            guard(school).into_owned(),
            at.and_then(|s| s.stage).map_or("", |s| s.zh()).to_owned(),
            guard(subject.map_or("", |s| case.county.subject(s))).into_owned(),
            t.score
                .map_or_else(String::new, |s| s.normalize().to_string()),
            wish(case, e).map_or_else(String::new, |rank| rank.to_string()),
            if e.settled { "yes" } else { "no" }.to_owned(),
        ]
    };
    tables::write(&heads, entries(case, plan).iter().map(row))
}

/// The rank of the wish that a seat fits.
pub fn wish(case: &Case, e: &Entry) -> Option<u32> {
    let at = e
        .station
        .filter(|_| matches!(e.result, Result::Won | Result::Kept))?;
    case.county
        .teacher(e.teacher)
        .wish_rank(at.school, at.subject?)
}

/// What result.json says of the rounds: those run and what they settled, those not run, and how ties were broken.
pub fn summary(case: &Case, plan: &Plan) -> Option<Value> {
    if case.policy.process.mode != ProcessMode::Staged || !plan.is_staged() {
        return None;
    }
    let all = entries(case, plan);
    let last = plan.stops_after();
    let name = |r: &Round| json!({ "no": r.no(), "key": r.key(), "name": r.zh() });
    let (not_run, run): (Vec<Round>, Vec<Round>) = Round::ALL
        .into_iter()
        .partition(|r| last.is_some_and(|l| *r > l));
    let figures = |r: &Round| {
        let of = |result: Result| {
            all.iter()
                .filter(|e| e.round == *r && e.result == result)
                .count()
        };
        let mut figures = name(r);
        figures["took_part"] = all.iter().filter(|e| e.round == *r).count().into();
        figures["settled"] = all
            .iter()
            .filter(|e| e.round == *r && e.settled)
            .count()
            .into();
        for result in [Result::Kept, Result::Won, Result::Open] {
            figures[result.key()] = of(result).into();
        }
        figures
    };
    Some(json!({
        "run": run.iter().map(figures).collect::<Vec<_>>(),
        "not_run": not_run.iter().map(name).collect::<Vec<_>>(),
        "open_persons": waiting(plan),
        "order": ["score", "appraisal_excellent", "title", "years_of_service", "education", "earlier_birth", "draw"],
        "seed_published": case.policy.tiers.draw.is_some(),
    }))
}

/// Persons without a seat whose round is still to come.
pub fn waiting(plan: &Plan) -> usize {
    let rows = plan.rows.iter();
    let waits = |r: &&Assignment| r.open_after().is_some() && r.outcome == Outcome::Pool;
    rows.filter(waits).count()
}

/// How the draw is recomputed: its seed and formula, where one was published or rounds needed one.
pub fn draw(case: &Case) -> Option<Value> {
    let staged = case.policy.process.mode == ProcessMode::Staged;
    let seed = case.policy.tiers.draw.as_deref();
    (staged || seed.is_some()).then(|| {
        json!({ "seed": seed.unwrap_or(""), "published": seed.is_some(), "formula": crate::model::draw::FORMULA })
    })
}
