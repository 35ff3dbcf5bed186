//! The county as the brute force reads it: classes, cells, headcounts, worked out afresh.

use jiaopin::county::{County, Month, Point, Role, Stage, SubjectIx};
use jiaopin::policy::Policy;
use jiaopin::rules::Mode;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// Teacher classes; the first that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Out,
    Barred,
    Leader,
    Fixed,
    Free,
    Pooled,
}

/// What a plan does with a person. `Absent` is for out and barred persons, who are nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Seat(usize),
    Retained,
    Pool,
    Lead,
    Absent,
}

#[derive(Debug, Clone)]
pub struct Seats {
    pub school: usize,
    pub stage: Stage,
    pub subject: SubjectIx,
    pub count: i64,
    /// T2: what one uncovered post costs.
    pub weight: i64,
    /// Fixed and free persons whose current cell it is.
    pub holders: Vec<usize>,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub kind: Kind,
    pub school: Option<usize>,
    /// The legal unit of the current school.
    pub unit: Option<usize>,
    /// The current cell when it is among the posts.
    pub cell: Option<usize>,
    pub due: bool,
    pub backbone: bool,
    /// Whole points for T7.
    pub points: i64,
    /// The school that the person leads by this plan.
    pub leads: Option<usize>,
}

/// How the leader posts are filled (§4a), and what that is worth.
#[derive(Debug, Clone, Default)]
pub struct Leads {
    /// Person and school, for posts newly filled.
    pub appointed: BTreeMap<usize, usize>,
    /// What they are called there.
    pub roles: BTreeMap<usize, Role>,
    /// Due incumbents who return to teaching.
    pub ended: BTreeSet<usize>,
    /// L1–L3.
    pub tiers: [i64; 3],
}

/// Per person: the fate that the rounds have settled; the cell held when the adjustment begins.
pub type Rounds = (Vec<Option<Fate>>, Vec<Option<usize>>);

#[derive(Clone)]
pub struct World<'a> {
    pub county: &'a County,
    pub policy: &'a Policy,
    pub cells: Vec<Seats>,
    pub people: Vec<Person>,
    /// Per school: its fixed and free persons.
    pub staff: Vec<Vec<usize>>,
    /// Per school: its leaders.
    pub leaders: Vec<Vec<usize>>,
    pub couples: BTreeSet<(usize, usize)>,
    pub relatives: BTreeSet<(usize, usize)>,
    /// L1–L3.
    pub leader_tiers: [i64; 3],
    /// Before the adjustment of a staged year.
    pub rounds: Option<Rounds>,
    /// Who is supposed in which cell.
    pub supposed: Option<(usize, usize)>,
    /// What appointed leaders are called.
    pub roles: BTreeMap<usize, Role>,
    /// Per cell with shared posts: what each of them travels, in tenths of a kilometre.
    pub walks: BTreeMap<usize, Vec<i64>>,
}

pub fn on(mode: Mode) -> bool {
    mode != Mode::Off
}

pub fn months(m: Month) -> i32 {
    i32::from(m.year) * 12 + i32::from(m.month) - 1
}

pub fn up(share: Decimal, of: usize) -> i64 {
    let exact = share * Decimal::from(of);
    exact.ceil().to_i64().expect("a small number")
}

pub fn down(share: Decimal, of: usize) -> i64 {
    let exact = share * Decimal::from(of);
    exact.floor().to_i64().expect("a small number")
}

/// Great-circle kilometres, by the vector formula (another one than the program's).
pub fn km(a: Option<Point>, b: Option<Point>) -> f64 {
    let (Some(a), Some(b)) = (a, b) else {
        return 0.0;
    };
    let unit = |p: Point| {
        let (lon, lat) = (p.lon.to_radians(), p.lat.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    };
    let (u, v) = (unit(a), unit(b));
    let cross = [
        u[1] * v[2] - u[2] * v[1],
        u[2] * v[0] - u[0] * v[2],
        u[0] * v[1] - u[1] * v[0],
    ];
    let sine = cross.iter().map(|x| x * x).sum::<f64>().sqrt();
    let cosine: f64 = u.iter().zip(v).map(|(x, y)| x * y).sum();
    6371.0088 * sine.atan2(cosine)
}

impl<'a> World<'a> {
    /// Everybody who leads today goes on leading.
    pub fn new(county: &'a County, policy: &'a Policy) -> World<'a> {
        World::with(county, policy, &Leads::default())
    }

    pub fn with(county: &'a County, policy: &'a Policy, leads: &Leads) -> World<'a> {
        let mut world = World {
            county,
            policy,
            cells: cells(county, policy),
            people: Vec::new(),
            staff: vec![Vec::new(); county.schools.len()],
            leaders: vec![Vec::new(); county.schools.len()],
            couples: BTreeSet::new(),
            relatives: BTreeSet::new(),
            leader_tiers: leads.tiers,
            rounds: None,
            supposed: None,
            roles: leads.roles.clone(),
            walks: BTreeMap::new(),
        };
        world.kin();
        for p in 0..county.teachers.len() {
            let person = world.person(p, leads);
            world.people.push(person);
        }
        world.sort_people();
        world
    }

    fn kin(&mut self) {
        let mut tie = |a: usize, b: usize, spouses: bool| {
            if a == b {
                return;
            }
            self.relatives.insert((a, b));
            self.relatives.insert((b, a));
            if spouses {
                self.couples.insert((a.min(b), a.max(b)));
            }
        };
        for (p, t) in self.county.teachers.iter().enumerate() {
            if let Some(spouse) = t.spouse {
                tie(p, spouse.ix(), true);
            }
        }
        for r in &self.county.relations {
            let spouses = r.kind == jiaopin::county::RelationKind::Spouse;
            tie(r.a.ix(), r.b.ix(), spouses);
        }
    }

    fn sort_people(&mut self) {
        for (p, person) in self.people.iter().enumerate() {
            let Some(school) = person.school else {
                continue;
            };
            match person.kind {
                Kind::Leader => self.leaders[school].push(p),
                Kind::Fixed | Kind::Free => {
                    self.staff[school].push(p);
                    if let Some(cell) = person.cell {
                        self.cells[cell].holders.push(p);
                    }
                }
                _ => {}
            }
        }
    }

    pub fn find(&self, school: usize, stage: Stage, subject: SubjectIx) -> Option<usize> {
        self.cells
            .iter()
            .position(|c| c.school == school && c.stage == stage && c.subject == subject)
    }

    pub fn unit(&self, school: usize) -> usize {
        self.county.schools[school].legal_unit.ix()
    }

    pub fn closing(&self, school: usize) -> bool {
        self.county.schools[school].closing
    }

    /// The home given, else the current school's point.
    pub fn home(&self, p: usize) -> Option<Point> {
        let t = &self.county.teachers[p];
        t.home
            .or_else(|| t.school.and_then(|s| self.county.schools[s.ix()].point))
    }

    pub fn km_home(&self, p: usize, school: usize) -> f64 {
        km(self.home(p), self.county.schools[school].point)
    }

    pub fn km_schools(&self, a: usize, b: usize) -> f64 {
        km(self.county.schools[a].point, self.county.schools[b].point)
    }

    pub fn applied(&self, p: usize, school: usize) -> bool {
        let wishes = &self.county.teachers[p].wishes;
        wishes.iter().any(|w| w.school.ix() == school)
    }

    /// The smallest rank among the wishes that this cell fits.
    pub fn rank(&self, p: usize, cell: usize) -> Option<i64> {
        let c = &self.cells[cell];
        let fits = |w: &&jiaopin::county::Wish| {
            w.school.ix() == c.school && (w.subject.is_none() || w.subject == Some(c.subject))
        };
        let wishes = &self.county.teachers[p].wishes;
        wishes.iter().filter(fits).map(|w| i64::from(w.rank)).min()
    }

    /// The school where a person works under a fate.
    pub fn works_at(&self, p: usize, fate: Fate) -> Option<usize> {
        match fate {
            Fate::Seat(cell) => Some(self.cells[cell].school),
            Fate::Retained => self.people[p].school,
            Fate::Lead => self.people[p].leads,
            Fate::Pool | Fate::Absent => None,
        }
    }

    /// The stage and subject in which a person works: the seat's, else the current ones.
    pub fn works_in(&self, p: usize, fate: Fate) -> (Option<Stage>, Option<SubjectIx>) {
        let t = &self.county.teachers[p];
        match fate {
            Fate::Seat(cell) => {
                let c = &self.cells[cell];
                (Some(c.stage), Some(c.subject))
            }
            Fate::Retained | Fate::Lead => (t.stage, t.subject),
            Fate::Pool | Fate::Absent => (None, None),
        }
    }

    /// The cell a person moves to: a seat in another legal unit than the current one.
    pub fn moves_to(&self, p: usize, fate: Fate) -> Option<usize> {
        match (fate, self.people[p].unit) {
            (Fate::Seat(cell), Some(unit)) if self.unit(self.cells[cell].school) != unit => {
                Some(cell)
            }
            _ => None,
        }
    }

    /// The school in another legal unit to which a person goes, to teach or to lead.
    pub fn leaves_for(&self, p: usize, fate: Fate) -> Option<usize> {
        let unit = self.people[p].unit?;
        let away = |s: &usize| self.unit(*s) != unit;
        self.works_at(p, fate).filter(away)
    }

    /// The legal unit to which a person comes: by move, placement or appointment.
    pub fn comes_to(&self, p: usize, fate: Fate) -> Option<usize> {
        let unit = self.unit(self.works_at(p, fate)?);
        (self.people[p].unit != Some(unit)).then_some(unit)
    }

    /// The cell in the own legal unit where a person sits.
    pub fn stays_in(&self, p: usize, fate: Fate) -> Option<usize> {
        match (fate, self.people[p].unit) {
            (Fate::Seat(cell), Some(unit)) if self.unit(self.cells[cell].school) == unit => {
                Some(cell)
            }
            _ => None,
        }
    }

    /// The cell into which a person from the pool is placed.
    pub fn placed_in(&self, p: usize, fate: Fate) -> Option<usize> {
        match (fate, self.people[p].school) {
            (Fate::Seat(cell), None) => Some(cell),
            _ => None,
        }
    }
}

/// Declared posts, rows of one cell added up; none of them at a closing school.
fn cells(county: &County, policy: &Policy) -> Vec<Seats> {
    let mut sums: BTreeMap<(usize, Stage, SubjectIx), i64> = BTreeMap::new();
    for row in county.posts.iter().flatten() {
        let sum = sums.entry((row.school.ix(), row.stage, row.subject));
        *sum.or_default() += i64::from(row.count);
    }
    let weights = &policy.tiers.weights;
    let seats = |((school, stage, subject), count): ((usize, Stage, SubjectIx), i64)| {
        let place = &county.schools[school];
        let name = county.subject(subject);
        let short = weights.shortage_subjects.iter().any(|s| s == name);
        let subject_weight = if short {
            weights.shortage_subject
        } else {
            weights.other_subject
        };
        let area_weight = weights.area.get(place.area.zh()).copied().unwrap_or(1);
        Seats {
            school,
            stage,
            subject,
            count: if place.closing { 0 } else { count },
            weight: i64::from(subject_weight) * i64::from(area_weight),
            holders: Vec::new(),
        }
    };
    sums.into_iter().map(seats).collect()
}
