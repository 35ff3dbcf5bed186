//! Places on the globe.

/// Mean earth radius in kilometres (SPEC §4).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// WGS84 degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub lon: f64,
    pub lat: f64,
}

impl Point {
    /// Great-circle distance in kilometres (haversine formula).
    pub fn km(self, other: Point) -> f64 {
        let (p, q) = (self.lat.to_radians(), other.lat.to_radians());
        let dlat = (q - p) / 2.0;
        let dlon = (other.lon - self.lon).to_radians() / 2.0;
        let h = dlat.sin().powi(2) + p.cos() * q.cos() * dlon.sin().powi(2);
        2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_degree_of_latitude() {
        let a = Point {
            lon: 119.0,
            lat: 42.0,
        };
        let b = Point {
            lon: 119.0,
            lat: 43.0,
        };
        assert!((a.km(b) - 111.195).abs() < 0.001);
        assert_eq!(a.km(a), 0.0);
    }
}
