//! The vocabulary in which a rule speaks: columns (what may happen to a person), rows (what must hold over them),
//! tiers (what counts as better), and findings (what a reading of a finished plan brought to light).
//! Rules use it, `model` collects it.

pub mod column;
pub mod finding;
pub mod row;
pub mod tier;
