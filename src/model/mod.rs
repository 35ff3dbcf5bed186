//! The mixed-integer model as data: columns, rows and tiers. It knows no solver.

pub mod arcs;
pub mod columns;
pub mod direct;
pub mod draw;
pub mod matching;
pub mod pool;
pub mod problem;
mod question;
pub mod rulebook;
