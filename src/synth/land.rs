//! Places: a dense town, villages around townships. Metres east and north of the centre, whole numbers.

use super::dice::Dice;

/// Metres east (x) and north (y) of the county's centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    pub x: i64,
    pub y: i64,
}

impl Site {
    /// Square of the distance in metres.
    pub fn far(self, other: Site) -> i64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        dx * dx + dy * dy
    }

    /// Whether the other place lies within `metres`.
    pub fn near(self, other: Site, metres: i64) -> bool {
        self.far(other) <= metres * metres
    }

    /// A place nearby.
    pub fn about(self, dice: &mut Dice, reach: i64) -> Site {
        Site {
            x: self.x + dice.around(reach),
            y: self.y + dice.around(reach),
        }
    }
}

/// A place between two rings around the centre.
fn in_ring(dice: &mut Dice, inner: i64, outer: i64) -> Site {
    let centre = Site { x: 0, y: 0 };
    loop {
        let at = Site {
            x: dice.between(-outer, outer),
            y: dice.between(-outer, outer),
        };
        if at.near(centre, outer) && !at.near(centre, inner - 1) {
            return at;
        }
    }
}

/// `count` places in a ring, each the one of a few draws that lies farthest from the places before.
pub fn spread(dice: &mut Dice, count: usize, inner: i64, outer: i64) -> Vec<Site> {
    let mut all: Vec<Site> = Vec::new();
    for _ in 0..count {
        let gap = |s: &Site| all.iter().map(|o| o.far(*s)).min().unwrap_or(0);
        let draws: Vec<Site> = (0..8).map(|_| in_ring(dice, inner, outer)).collect();
        let best = draws.into_iter().max_by_key(gap);
        all.extend(best);
    }
    all
}

/// The map of a county: its centre in millionths of a degree.
#[derive(Debug, Clone, Copy)]
pub struct Land {
    lon: i64,
    lat: i64,
    /// Millionths of a degree of longitude per 1,000 metres.
    lon_step: i64,
}

/// Millionths of a degree of latitude per 1,000 metres.
const LAT_STEP: i64 = 8_993;

impl Land {
    pub fn new((lon, lat): (i64, i64)) -> Land {
        // The cosine by its series: plain arithmetic gives the same bits everywhere, a library's cosine need not.
        let r = lat as f64 / 1_000_000.0 * 0.017_453_292_519_943_295;
        let (r2, r4) = (r * r, r * r * r * r);
        let cosine = 1.0 - r2 / 2.0 + r4 / 24.0 - r2 * r4 / 720.0;
        Land {
            lon,
            lat,
            lon_step: (LAT_STEP as f64 / cosine.max(0.05)) as i64,
        }
    }

    /// Longitude and latitude with six decimals.
    pub fn degrees(&self, at: Site) -> (String, String) {
        let lon = self.lon + at.x * self.lon_step / 1000;
        let lat = self.lat + at.y * LAT_STEP / 1000;
        (six(lon), six(lat))
    }

    /// The place of a longitude and latitude in millionths of a degree.
    pub fn site(&self, lon: i64, lat: i64) -> Site {
        Site {
            x: (lon - self.lon) * 1000 / self.lon_step,
            y: (lat - self.lat) * 1000 / LAT_STEP,
        }
    }
}

fn six(micro: i64) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let micro = micro.unsigned_abs();
    format!("{sign}{}.{:06}", micro / 1_000_000, micro % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::Point;

    #[test]
    fn metres_and_degrees_agree() {
        let land = Land::new((118_900_000, 42_260_000));
        let read = |s: Site| {
            let (lon, lat) = land.degrees(s);
            let (lon, lat) = (lon.parse().unwrap(), lat.parse().unwrap());
            Point { lon, lat }
        };
        let east = read(Site { x: 9_000, y: 0 });
        let km = east.km(read(Site { x: 0, y: 12_000 }));
        assert!((km - 15.0).abs() < 0.03, "{km}");
        assert_eq!(land.site(118_900_000, 42_260_000), Site { x: 0, y: 0 });
    }
}
