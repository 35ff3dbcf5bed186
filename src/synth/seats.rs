//! Where schools may stand: quarters of the town and townships, and how many schools of each area there are.

use super::dice::Dice;
use super::land::{self, Site};
use super::names;
use super::shape::{Kind, Shape};
use crate::county::Area;
use crate::exact::apportion;

/// A street quarter or a township with its middle.
#[derive(Debug)]
pub struct Seat {
    pub name: String,
    /// 乡镇街道 and 学区 of its schools.
    pub town: String,
    pub cluster: String,
    pub site: Site,
    pub area: Area,
}

/// Senior, vocational and special schools stand in town, teaching points in villages, the others by the shares.
pub fn areas(shape: &Shape, kinds: &[Kind]) -> Vec<Area> {
    let in_town = |k: Kind| matches!(k, Kind::Senior | Kind::Vocational | Kind::Special);
    let free = kinds
        .iter()
        .filter(|k| !in_town(**k) && **k != Kind::Point)
        .count();
    let rural = 1000usize.saturating_sub(shape.urban + shape.town);
    let shares = [shape.urban as u64, shape.town as u64, rural as u64];
    let counts = apportion(&shares, free as u64);
    let mut pool: Vec<Area> = [Area::Urban, Area::Town, Area::Rural]
        .into_iter()
        .zip(counts)
        .flat_map(|(area, n)| std::iter::repeat_n(area, n as usize))
        .collect();
    Dice::of(shape.seed, "areas", 0).shuffle(&mut pool);
    let mut pool = pool.into_iter();
    kinds
        .iter()
        .map(|k| match k {
            Kind::Point => Area::Rural,
            k if in_town(*k) => Area::Urban,
            _ => pool.next().unwrap_or(Area::Urban),
        })
        .collect()
}

/// Quarters around the centre, townships outside.
pub fn place(shape: &Shape, areas: &[Area]) -> Vec<Seat> {
    let mut dice = Dice::of(shape.seed, "seats", 0);
    let urban = areas.iter().filter(|a| **a == Area::Urban).count();
    let outer = areas.len() - urban;
    let mut seats = Vec::new();
    let inner = land::spread(&mut dice, urban.div_ceil(6), 0, shape.urban_reach);
    let edge = shape.urban_reach + 3_000;
    let towns = land::spread(
        &mut dice,
        outer.div_ceil(8),
        edge,
        shape.reach.max(edge + 1),
    );
    for (pool, sites, area) in [
        (&names::QUARTERS[..], inner, Area::Urban),
        (&names::TOWNSHIPS[..], towns, Area::Town),
    ] {
        let mut order: Vec<&str> = pool.to_vec();
        dice.shuffle(&mut order);
        for (i, site) in sites.into_iter().enumerate() {
            let round = i / order.len();
            let more = if round == 0 {
                String::new()
            } else {
                names::numeral(round + 1)
            };
            let name = format!("{}{more}", order[i % order.len()]);
            let (town, cluster) = match area {
                Area::Urban => (
                    format!("{name}街道"),
                    format!("第{}学区", names::numeral(i / 2 + 1)),
                ),
                _ => (format!("{name}镇"), format!("{name}学区")),
            };
            seats.push(Seat {
                name,
                town,
                cluster,
                site,
                area,
            });
        }
    }
    seats
}

/// A seat for a school: a quarter for one in town, a township for all others.
pub fn choose<'a>(dice: &mut Dice, seats: &'a [Seat], area: Area) -> Option<&'a Seat> {
    let in_town = area == Area::Urban;
    let fitting: Vec<&Seat> = seats
        .iter()
        .filter(|s| (s.area == Area::Urban) == in_town)
        .collect();
    dice.pick(&fitting).copied()
}
