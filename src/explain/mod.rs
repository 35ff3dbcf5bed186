//! Answers for single decisions. Each is derived by supposing the alternative and solving again, never
//! from where a search happened to fail: what is said of it stands in a true plan that the audit has judged.

pub mod answer;
pub mod diagnose;
pub mod forced;
pub mod gains;
mod hinders;
pub mod known;
pub mod letters;
pub mod made;
pub mod post;
mod reach;
mod rerun;
pub mod seats;
mod side;
pub mod suggest;
pub mod teacher;
mod unseated;
mod why;
pub mod words;

pub use answer::{Change, Forced, Moved};
pub use forced::Question;
pub use known::Known;
pub use made::Made;
