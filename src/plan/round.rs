//! The rounds of a staged year (SPEC §6), and how a plan says from which of them an outcome came.
//!
//! A row's `tier_notes` end with `round=3;held=S01/小学/语文`: the round in which the outcome was settled, and the seat
//! held from round 2 until then, if there was one. `open=3` says that the year was stopped after round 3 and a later round
//! may still change this outcome; without a round before it nothing was given to the person yet.

use super::{Assignment, Plan, Seat};
use crate::case::Case;
use crate::county::{SchoolIx, Stage};
use crate::policy::ProcessMode;

/// One round; its result is final for those whom it settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Round {
    Direct,
    InSchool,
    Cluster,
    County,
    Adjustment,
    Training,
}

impl Round {
    pub const ALL: [Round; 6] = [
        Round::Direct,
        Round::InSchool,
        Round::Cluster,
        Round::County,
        Round::Adjustment,
        Round::Training,
    ];

    /// 1–6
    pub fn no(self) -> usize {
        self as usize + 1
    }

    pub fn from_no(no: usize) -> Option<Round> {
        Round::ALL.into_iter().find(|r| r.no() == no)
    }

    pub fn key(self) -> &'static str {
        match self {
            Round::Direct => "direct",
            Round::InSchool => "in_school",
            Round::Cluster => "cluster",
            Round::County => "county",
            Round::Adjustment => "adjustment",
            Round::Training => "training",
        }
    }

    /// The name of its list.
    pub fn zh(self) -> &'static str {
        match self {
            Round::Direct => "直聘及锁定名册",
            Round::InSchool => "校内竞聘",
            Round::Cluster => "跨校竞聘（学区）",
            Round::County => "跨校竞聘（县域）",
            Round::Adjustment => "组织调剂",
            Round::Training => "待岗培训",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Round::Direct => "direct hires",
            Round::InSchool => "in-school competition",
            Round::Cluster => "cluster competition",
            Round::County => "county competition",
            Round::Adjustment => "county adjustment",
            Round::Training => "training in the pool",
        }
    }

    /// A short name in use beside that of its list.
    pub fn spoken(self) -> &'static str {
        match self {
            Round::Direct => "直聘",
            Round::InSchool => "校内竞聘",
            Round::Cluster => "学区竞聘",
            Round::County => "县域竞聘",
            Round::Adjustment => "组织调剂",
            Round::Training => "待岗培训",
        }
    }

    /// A round by number, key or Chinese name.
    pub fn parse(word: &str) -> Option<Round> {
        let word = word
            .trim()
            .replace('-', "_")
            .replace('(', "（")
            .replace(')', "）");
        let known = |r: &Round| {
            r.no().to_string() == word || [r.key(), r.zh(), r.spoken()].contains(&word.as_str())
        };
        Round::ALL.into_iter().find(known)
    }

    /// The rounds after this one.
    pub fn later(self) -> &'static [Round] {
        const ALL: &[Round] = &Round::ALL;
        &ALL[self.no()..]
    }
}

const HELD: &str = "held=";
/// How a printed list says it.
const STOPPED: &str = "止于第";
const FORMERLY: &str = "此前各轮所得岗位：";

/// Printed words back to notes; what is no such word is left out.
pub fn notes_of(words: &str) -> String {
    let (words, held) = match words.split_once(FORMERLY) {
        Some((words, cell)) => (words, Some(format!("{HELD}{}", cell.trim()))),
        None => (words, None),
    };
    let number = |part: &str, head: &str| {
        let no = part.trim().strip_prefix(head)?.strip_suffix('轮')?;
        Round::from_no(no.trim().parse().ok()?).map(Round::no)
    };
    let note = |part: &str| {
        let round = number(part, "第").map(|n| format!("round={n}"));
        round.or_else(|| number(part, STOPPED).map(|n| format!("open={n}")))
    };
    let notes = words.split(['，', ',']).filter_map(note);
    notes.chain(held).collect::<Vec<_>>().join(";")
}

impl Assignment {
    /// The round in which the outcome was settled; none in an integrated plan, for the barred, and for who is still open.
    pub fn round(&self) -> Option<Round> {
        Round::from_no(self.noted("round=")?.parse().ok()?)
    }

    /// The round after which the year was stopped, where a later one may still change this outcome.
    pub fn open_after(&self) -> Option<Round> {
        Round::from_no(self.noted("open=")?.parse().ok()?)
    }

    /// A stopped year gave the person nothing yet.
    pub fn undecided(&self) -> bool {
        self.open_after().is_some() && self.outcome == super::Outcome::Pool
    }

    /// The seat held from round 2 until the round of this outcome.
    pub fn held(&self, case: &Case) -> Option<Seat> {
        let from = self.tier_notes.find(HELD)? + HELD.len();
        seat(case, &self.tier_notes[from..])
    }

    /// The seat that the person had when a round was over.
    pub fn seat_after(&self, case: &Case, round: Round) -> Option<Seat> {
        match self.round() {
            Some(settled) if settled <= round => self.seat(),
            _ if round >= Round::InSchool => self.held(case),
            _ => None,
        }
    }

    /// The notes of the rounds in the words of a printed list: `第5轮，此前各轮所得岗位：第一小学/小学/语文`,
    /// `第2轮，止于第3轮`.
    pub fn round_words(&self, case: &Case, school: impl Fn(SchoolIx) -> String) -> String {
        let round = self.round().map(|r| format!("第{}轮", r.no()));
        let open = self.open_after().map(|r| format!("{STOPPED}{}轮", r.no()));
        let held = self.held(case).map(|seat| {
            let subject = case.county.subject(seat.subject);
            format!(
                "{FORMERLY}{}/{}/{subject}",
                school(seat.school),
                seat.stage.zh()
            )
        });
        let parts: Vec<String> = [round, open, held].into_iter().flatten().collect();
        parts.join("，")
    }

    fn noted(&self, key: &str) -> Option<&str> {
        let notes = self.tier_notes.split(';');
        let mut found = notes.filter_map(|n| n.strip_prefix(key));
        found.next()
    }

    /// Notes the round of the outcome, the one after which it is still open, and the seat held until the outcome.
    pub fn note_round(&mut self, round: Option<Round>, open: Option<Round>, held: Option<String>) {
        let round = round.map(|r| format!("round={}", r.no()));
        let open = open.map(|r| format!("open={}", r.no()));
        let held = held.map(|cell| format!("{HELD}{cell}"));
        for note in [round, open, held].into_iter().flatten() {
            if !self.tier_notes.is_empty() {
                self.tier_notes.push(';');
            }
            self.tier_notes.push_str(&note);
        }
    }
}

impl Plan {
    /// Whether the plan says from which rounds its outcomes came.
    pub fn is_staged(&self) -> bool {
        let said = |row: &Assignment| row.round().is_some() || row.open_after().is_some();
        self.rows.iter().any(said)
    }

    /// Whether it is to be judged round by round: the year is run that way, and the plan says so.
    pub fn is_judged_by_rounds(&self, case: &Case) -> bool {
        case.policy.process.mode == ProcessMode::Staged && self.is_staged()
    }

    /// The round after which the plan stops, where a later one may still change something.
    pub fn stops_after(&self) -> Option<Round> {
        self.rows.iter().filter_map(Assignment::open_after).max()
    }
}

/// `S01/小学/语文`; the stage is looked for, so that a school_id or subject with a slash is read too.
fn seat(case: &Case, text: &str) -> Option<Seat> {
    let stages = Stage::ALL.iter();
    let mut read = stages.filter_map(|stage| {
        let (school, subject) = text.split_once(&format!("/{}/", stage.zh()))?;
        Some(Seat {
            school: named(case, school)?,
            stage: *stage,
            subject: case.county.find_subject(subject)?,
        })
    });
    read.next()
}

/// A school by its id, as plan.csv has it, or by its name, as a printed list has it.
fn named(case: &Case, word: &str) -> Option<SchoolIx> {
    let county = &case.county;
    let called = |s: &SchoolIx| {
        let s = county.school(*s);
        s.name == word || format!("{}（{}）", s.name, s.id) == word
    };
    county.find_school(word).or_else(|| {
        let mut found = county.school_ixs().filter(called);
        found.next().filter(|_| found.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_words_are_read_back() {
        assert_eq!(
            notes_of("第5轮，此前各轮所得岗位：S01/小学/语文"),
            "round=5;held=S01/小学/语文"
        );
        assert_eq!(notes_of(" 第2轮, 止于第3轮 "), "round=2;open=3");
        assert_eq!(notes_of("止于第1轮"), "open=1");
        assert_eq!(notes_of("第9轮"), "");
    }

    #[test]
    fn rounds_are_known_by_number_key_and_name() {
        assert_eq!(Round::parse("3"), Some(Round::Cluster));
        assert_eq!(Round::parse("in-school"), Some(Round::InSchool));
        assert_eq!(Round::parse("组织调剂"), Some(Round::Adjustment));
        assert_eq!(Round::parse("7"), None);
        assert_eq!(Round::County.later(), [Round::Adjustment, Round::Training]);
    }
}
