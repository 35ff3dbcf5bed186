//! Schools before enrolment: kind, area, place, name, centre school.

use super::dice::Dice;
use super::names::{self, Given};
use super::seats::{self, Seat};
use super::shape::{Kind, Shape};
use super::unit::Unit;
use crate::county::{Area, Quality};

/// Places and names all schools of the shape.
pub fn build(shape: &Shape) -> Vec<Unit> {
    let kinds: Vec<Kind> = shape
        .mix
        .iter()
        .flat_map(|(kind, n)| std::iter::repeat_n(*kind, *n))
        .collect();
    let areas = seats::areas(shape, &kinds);
    let seats = seats::place(shape, &areas);
    let mut names = Given::default();
    let mut dice = Dice::of(shape.seed, "schools", 0);
    let mut units: Vec<Unit> = Vec::new();
    for (i, (kind, area)) in kinds.into_iter().zip(areas).enumerate() {
        if let Some(seat) = seats::choose(&mut dice, &seats, area) {
            let made = unit(&mut dice, shape, i, kind, area, seat, &mut names);
            units.push(made);
        }
    }
    join_points(&mut units);
    mark_new_and_closing(shape, &mut units);
    units
}

fn unit(
    dice: &mut Dice,
    shape: &Shape,
    number: usize,
    kind: Kind,
    area: Area,
    seat: &Seat,
    given: &mut Given,
) -> Unit {
    let reach = match area {
        Area::Urban => 1_300,
        Area::Town => 700,
        Area::Rural => 6_000,
    };
    let wanted = wanted_names(dice, shape.county, &seat.name, kind, area);
    let width = shape.schools().to_string().len().max(3);
    Unit {
        id: format!("{:0width$}", number + 1),
        name: given.take(&wanted),
        kind,
        stages: kind.stages(),
        legal: number,
        cluster: seat.cluster.clone(),
        town: seat.town.clone(),
        area,
        quality: quality(dice, area),
        site: Some(seat.site.about(dice, reach)),
        degrees: None,
        opened: None,
        boarders: 0,
        closing: false,
        weight: weight(dice, kind, area),
        class_size: class_size(dice, kind, area),
        fixed: false,
        classes: Vec::new(),
        former: Vec::new(),
        posts: Vec::new(),
        approved: 0,
        listed: None,
        staff: 0,
    }
}

/// Names that would suit, best first.
fn wanted_names(dice: &mut Dice, county: &str, seat: &str, kind: Kind, area: Area) -> Vec<String> {
    let ending = match kind {
        Kind::Kindergarten => "幼儿园",
        Kind::Primary => "小学",
        Kind::Point => "教学点",
        Kind::Junior => "中学",
        Kind::NineYear => "学校",
        Kind::Senior => "高级中学",
        Kind::Vocational => "职业技术学校",
        Kind::Special => "特殊教育学校",
    };
    let village = |dice: &mut Dice| names::VILLAGES[dice.below(names::VILLAGES.len())];
    let quarter = |dice: &mut Dice| names::QUARTERS[dice.below(names::QUARTERS.len())];
    let mut wanted = Vec::new();
    match (kind, area) {
        (Kind::Vocational | Kind::Special, _) => {}
        (Kind::Senior, _) | (_, Area::Urban) => {
            let own = format!("{}{ending}", quarter(dice));
            if kind != Kind::NineYear && dice.chance(400) {
                wanted.extend((1..200).map(|n| format!("{county}第{}{ending}", names::numeral(n))));
            } else {
                wanted.push(format!("{seat}{ending}"));
                wanted.push(own);
            }
            wanted.extend((0..20).map(|_| format!("{}{ending}", quarter(dice))));
        }
        (Kind::Point, _) => {}
        (Kind::Primary | Kind::Kindergarten, _) => {
            wanted.push(format!("{seat}镇中心{ending}"));
        }
        _ => wanted.push(format!("{seat}{ending}")),
    }
    if area != Area::Urban {
        wanted.extend((0..60).map(|_| format!("{seat}{}{ending}", village(dice))));
    }
    wanted.push(format!("{county}{ending}"));
    wanted.extend((2..400).map(|n| format!("{county}第{}{ending}", names::numeral(n))));
    wanted
}

fn quality(dice: &mut Dice, area: Area) -> Quality {
    let (strong, weak) = match area {
        Area::Urban => (22, 8),
        Area::Town => (10, 16),
        Area::Rural => (3, 32),
    };
    dice.among(&[
        (Quality::Strong, strong),
        (Quality::Weak, weak),
        (Quality::Ordinary, 100 - strong - weak),
    ])
}

/// Wanted teaching staff before scaling, in hundredths of a person.
pub fn weight(dice: &mut Dice, kind: Kind, area: Area) -> u64 {
    let (urban, town, rural) = match kind {
        Kind::Kindergarten => (25, 22, 11),
        Kind::Primary => (75, 58, 20),
        Kind::Point => (5, 5, 5),
        Kind::Junior => (95, 72, 38),
        Kind::NineYear => (110, 80, 46),
        Kind::Senior => (150, 130, 120),
        Kind::Vocational => (165, 150, 120),
        Kind::Special => (48, 48, 48),
    };
    let base = match area {
        Area::Urban => urban,
        Area::Town => town,
        Area::Rural => rural,
    };
    base * dice.between(62, 138) as u64
}

/// Pupils in a usual class.
pub fn class_size(dice: &mut Dice, kind: Kind, area: Area) -> i64 {
    let (low, high) = match (kind, area) {
        (Kind::Kindergarten, Area::Rural) => (16, 25),
        (Kind::Kindergarten, _) => (24, 32),
        (Kind::Point, _) => (5, 14),
        (Kind::Special, _) => (7, 11),
        (Kind::Vocational, _) => (36, 46),
        (Kind::Senior, _) => (44, 51),
        (Kind::Junior, Area::Rural) => (24, 38),
        (Kind::Junior, _) => (39, 47),
        (_, Area::Urban) => (32, 42),
        (_, Area::Town) => (30, 40),
        (_, Area::Rural) => (14, 32),
    };
    dice.between(low, high)
}

/// Every teaching point belongs to the nearest village or town school with primary classes.
fn join_points(units: &mut [Unit]) {
    let centres: Vec<usize> = (0..units.len())
        .filter(|i| matches!(units[*i].kind, Kind::Primary | Kind::NineYear))
        .collect();
    for i in 0..units.len() {
        if units[i].kind != Kind::Point {
            continue;
        }
        let far = |c: &usize| match (units[i].site, units[*c].site) {
            (Some(a), Some(b)) => a.far(b),
            _ => i64::MAX,
        };
        let outside = |c: &&usize| units[**c].area != Area::Urban;
        let nearest = centres.iter().filter(outside).min_by_key(|c| far(c));
        let nearest = nearest.or_else(|| centres.iter().min_by_key(|c| far(c)));
        if let Some(centre) = nearest.copied() {
            units[i].legal = centre;
            units[i].town = units[centre].town.clone();
            units[i].cluster = units[centre].cluster.clone();
        }
    }
}

/// New schools stand in town, closing ones in villages and are nobody's centre.
fn mark_new_and_closing(shape: &Shape, units: &mut [Unit]) {
    let mut dice = Dice::of(shape.seed, "changes", 0);
    let mut order: Vec<usize> = (0..units.len()).collect();
    dice.shuffle(&mut order);
    let (mut fresh, mut ending) = (shape.new_schools, shape.closing_schools);
    for i in order {
        let centre = (0..units.len()).any(|o| o != i && units[o].legal == i);
        let kind = units[i].kind;
        if fresh > 0 && !centre && units[i].area == Area::Urban && is_compulsory(kind) {
            units[i].opened = Some(shape.year - i16::from(fresh % 2 == 0));
            units[i].quality = Quality::Ordinary;
            fresh -= 1;
        } else if ending > 0
            && !centre
            && units[i].area == Area::Rural
            && matches!(kind, Kind::Primary | Kind::Point)
        {
            units[i].closing = true;
            ending -= 1;
        } else {
            units[i].opened = Some(shape.year - dice.between(4, 70) as i16);
        }
    }
}

fn is_compulsory(kind: Kind) -> bool {
    matches!(kind, Kind::Primary | Kind::Junior | Kind::NineYear)
}
