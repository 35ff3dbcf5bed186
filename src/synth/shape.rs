//! What kind of county is asked for: how many schools of which kind, how large, how far apart.

/// What a school is, before it has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Kindergarten,
    Primary,
    /// 教学点: a small site under a centre school.
    Point,
    Junior,
    /// 九年一贯制: two stages.
    NineYear,
    Senior,
    Vocational,
    Special,
}

/// A whole county before any chance falls.
#[derive(Debug, Clone)]
pub struct Shape {
    pub seed: u64,
    /// Teachers, out and pooled persons included.
    pub teachers: usize,
    /// The plan's year: all ages and terms count back from its September.
    pub year: i16,
    /// First name of the county's numbered schools.
    pub county: &'static str,
    /// How many schools of each kind.
    pub mix: Vec<(Kind, usize)>,
    /// Shares of 城区 and 镇区 schools in per mille; the rest is 乡村.
    pub urban: usize,
    pub town: usize,
    /// The centre in millionths of a degree.
    pub centre: (i64, i64),
    /// Metres from the centre to the edge of the town and of the county.
    pub urban_reach: i64,
    pub reach: i64,
    pub new_schools: usize,
    pub closing_schools: usize,
    /// Also write the posts table; without it the policy's formula gives the posts.
    pub posts: bool,
    /// Also write leader_posts and candidates.
    pub leaders: bool,
    /// Also write the standing loans from the quota pool.
    pub loans: bool,
}

/// Numbered schools and the county itself carry one of these.
const COUNTIES: [&str; 8] = [
    "青岭",
    "云川",
    "松原里",
    "白桦",
    "东陵",
    "清河湾",
    "北辰",
    "石泉",
];

impl Shape {
    /// A county of `schools` schools: small ones are compact and urban, large ones wide and rural.
    pub fn of(schools: usize, teachers: usize, seed: u64) -> Shape {
        let urban = 680usize.saturating_sub(schools * 9 / 10).max(300);
        Shape {
            seed,
            teachers,
            year: 2026,
            county: COUNTIES[(seed % COUNTIES.len() as u64) as usize],
            mix: mix_of(schools),
            urban,
            town: 180,
            centre: (118_900_000, 42_260_000),
            urban_reach: 3_000 + root(schools) * 250,
            reach: 8_000 + root(schools) * 1_400,
            new_schools: schools / 45,
            closing_schools: schools / 60,
            posts: false,
            leaders: false,
            loans: false,
        }
    }

    /// The district that `models/hongshan.toml` is for: about 70 units and 4,000 persons, nearly all in town.
    pub fn hongshan() -> Shape {
        Shape {
            county: "红山",
            mix: vec![
                (Kind::Kindergarten, 20),
                (Kind::Primary, 27),
                (Kind::Point, 3),
                (Kind::Junior, 13),
                (Kind::NineYear, 2),
                (Kind::Senior, 4),
                (Kind::Vocational, 1),
                (Kind::Special, 1),
            ],
            urban: 800,
            town: 90,
            urban_reach: 6_000,
            reach: 15_000,
            new_schools: 2,
            closing_schools: 1,
            leaders: true,
            loans: true,
            ..Shape::of(71, 4_000, 150_402)
        }
    }

    pub fn schools(&self) -> usize {
        self.mix.iter().map(|m| m.1).sum()
    }
}

/// The usual mix of a county; the smallest counties have the compulsory stages first.
fn mix_of(schools: usize) -> Vec<(Kind, usize)> {
    let share = |per_mille: usize| schools * per_mille / 1000;
    let mut mix = vec![
        (Kind::Kindergarten, share(190)),
        (Kind::Point, share(90)),
        (Kind::NineYear, share(60)),
        (Kind::Senior, share(45)),
        (Kind::Vocational, share(12)),
        (Kind::Special, usize::from(schools >= 25)),
        (Kind::Junior, share(175).max(usize::from(schools >= 2))),
    ];
    let given: usize = mix.iter().map(|m| m.1).sum();
    mix.push((Kind::Primary, schools - given));
    mix.retain(|m| m.1 > 0);
    mix.sort();
    mix
}

/// ⌊√n⌋
fn root(n: usize) -> i64 {
    n.isqrt() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_has_exactly_its_schools() {
        for n in (1..80).chain([150, 600, 2000]) {
            assert_eq!(Shape::of(n, 10 * n, 1).schools(), n);
        }
        assert_eq!(Shape::hongshan().schools(), 71);
    }
}
