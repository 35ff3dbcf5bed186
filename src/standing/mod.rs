//! Who stands where before the plan (SPEC §4): classes, current staff, holders, who is due for rotation.

mod class;
mod facts;

pub use facts::{Earlier, Settled, Standing};
