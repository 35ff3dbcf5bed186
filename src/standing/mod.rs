//! Who stands where before the plan (SPEC §4): classes, current staff, holders, who is due for rotation.

mod class;
mod facts;
mod leader_faults;
pub mod leaders;

pub use class::{missing_post, postless};
pub use facts::{Earlier, Settled, Standing};
pub use leader_faults::term;
pub use leaders::{Leaders, Slot, SlotIx};
