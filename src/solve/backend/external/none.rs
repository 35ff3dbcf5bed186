//! In the place of `run` where other solvers are not built in.

use super::super::Limits;
use super::{Found, Program};
use crate::model::problem::Problem;
use anyhow::{Result, bail};

pub fn run(program: Program, _: &Problem, _: &[(u32, f64)], _: &Limits) -> Result<Found> {
    bail!("{} is not built in", program.key())
}
