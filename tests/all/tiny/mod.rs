//! Random tiny counties, dense in every rule: a seed gives a county and a policy, the same on every machine.
//!
//! What would be an input error is not made: every reference exists, ranks rise, a `must` never names another place for a
//! fixed teacher. What is merely impossible (a pin against a certificate, a floor that nobody can fill) is made on purpose.

mod dice;
mod leaders;
mod policies;
mod pools;
mod schools;
mod teachers;
mod ties;

pub use dice::Dice;
pub use leaders::with_leaders;

use jiaopin::county::*;
use jiaopin::policy::Policy;
use std::sync::OnceLock;

/// How large a county is made.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub schools: (i64, i64),
    pub teachers: (i64, i64),
    pub cells: usize,
}

/// Small enough for the brute force.
pub const TINY: Size = Size {
    schools: (2, 4),
    teachers: (4, 8),
    cells: 8,
};

/// So small that every single plan can be looked at.
pub const LEAST: Size = Size {
    schools: (2, 3),
    teachers: (4, 6),
    cells: 6,
};

/// Beyond the brute force, still solved in a moment.
pub const SMALL: Size = Size {
    schools: (4, 7),
    teachers: (18, 40),
    cells: 30,
};

pub fn county(seed: u64) -> (County, Policy) {
    sized(seed, TINY)
}

/// What a county is about, beside everything else: rules that chance alone would rarely wake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Theme {
    Mixed,
    /// Many couples of whom both would like to move (R14).
    Couples,
    /// Leaders with relatives who apply to their school (R13).
    Kin,
    /// Surplus holders beside entrants (R26).
    InHouse,
    /// Little approved staff (T1), late in the order.
    Quota,
    /// Rural schools that others would like to empty (R10, R20).
    Rural,
}

const THEMES: [Theme; 7] = [
    Theme::Mixed,
    Theme::Mixed,
    Theme::Couples,
    Theme::Kin,
    Theme::InHouse,
    Theme::Quota,
    Theme::Rural,
];

pub fn sized(seed: u64, size: Size) -> (County, Policy) {
    let mut dice = Dice::new(seed);
    let theme = dice.pick(&THEMES);
    let mut policy = policies::policy(&mut dice, theme);
    let mut maker = Maker {
        theme,
        taught: dice.pick(&[2, 3, 3, 5]),
        crowd: dice.pick(&[15, 35, 60, 100]),
        dice,
        size,
        county: County::default(),
    };
    maker.subjects();
    maker.schools();
    maker.posts();
    maker.classes();
    maker.teachers();
    maker.relations();
    maker.pins(&policy);
    pools::add(seed, &mut maker.county, &mut policy);
    (maker.county, policy)
}

const SUBJECTS: [&str; 5] = ["体育", "数学", "科学", "语文", "音乐"];

struct Maker {
    theme: Theme,
    dice: Dice,
    size: Size,
    county: County,
    /// Few subjects make seats that many fit.
    taught: i64,
    /// Share of the posts, in per cent, on which today's teachers crowd.
    crowd: usize,
}

impl Maker {
    fn subjects(&mut self) {
        let mut names = SUBJECTS.map(String::from).to_vec();
        names.sort();
        self.county.subjects = names;
    }

    fn subject(&mut self) -> SubjectIx {
        SubjectIx(self.dice.between(0, self.taught - 1) as u16)
    }

    fn school_ix(&mut self) -> SchoolIx {
        SchoolIx(self.dice.between(0, self.county.schools.len() as i64 - 1) as u32)
    }

    fn teacher_ix(&mut self) -> TeacherIx {
        TeacherIx(self.dice.between(0, self.county.teachers.len() as i64 - 1) as u32)
    }

    /// A place in a square of some fifty kilometres.
    fn point(&mut self) -> Point {
        let mut near = |middle: f64| middle + self.dice.between(-250_000, 250_000) as f64 / 1e6;
        Point {
            lon: near(118.95),
            lat: near(42.27),
        }
    }
}

/// The national policy, read once.
pub fn national() -> Policy {
    static NATIONAL: OnceLock<Policy> = OnceLock::new();
    NATIONAL.get_or_init(Policy::national).clone()
}
