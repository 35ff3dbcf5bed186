//! Made-up counties: believable schools and persons for trying things out, the same bytes from the same seed everywhere.
//!
//! Nothing here is a policy and nobody here exists. Chance comes from [`dice`] only, in whole numbers, and each part
//! of the county draws from a stream of its own.

mod career;
mod credentials;
pub mod dice;
mod enrol;
mod family;
pub mod from;
pub mod land;
mod leaders;
mod loans;
mod names;
mod people;
mod person;
mod schools;
mod seats;
mod service;
pub mod shape;
pub mod sheet;
pub mod small;
mod tabulate;
mod timetable;
pub mod unit;
mod wishes;
pub mod write;

use land::Land;
use shape::Shape;
use sheet::Sheet;
use unit::Unit;

/// All tables of a made-up county.
pub fn county(shape: &Shape) -> Vec<Sheet> {
    roster(shape, schools::build(shape), Land::new(shape.centre))
}

/// A made-up roster for these schools.
pub fn roster(shape: &Shape, mut units: Vec<Unit>, land: Land) -> Vec<Sheet> {
    enrol::fill(shape, &mut units);
    let mut people = people::build(shape, &units);
    family::number(shape, &mut people);
    family::marry(shape, &units, &mut people);
    wishes::wish(shape, &units, &mut people);
    let relatives = family::relate(shape, &units, &people);
    let pins = wishes::pin(shape, &units, &people);
    let mut sheets = vec![
        tabulate::schools(&units, land),
        tabulate::classes(&units),
        tabulate::teachers(&units, &people, land),
        tabulate::applications(&units, &people),
        tabulate::relations(&people, &relatives),
        tabulate::pins(&units, &people, &pins),
    ];
    if shape.posts {
        sheets.insert(3, tabulate::posts(&units));
    }
    if shape.leaders {
        sheets.extend(leaders::sheets(shape, &units, &people));
    }
    if shape.loans {
        sheets.push(loans::sheet(shape, &units));
    }
    sheets.retain(|s| !s.rows.is_empty());
    sheets
}
