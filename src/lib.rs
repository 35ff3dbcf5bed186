//! jiaopin (教聘): plans one year of teacher and principal appointments for a county under 县管校聘.
//!
//! Data flows one way: tables → county → policy and demand → standing → rules → model → solve → rounds → plan → audit →
//! explain → report, mps. Beside it, a case may be carried into the years to come: standing → forecast → report.
//! A module may use what stands before it in that line, never what stands after it; `audit` uses neither
//! `model` nor `solve`, so that it can judge them.

pub mod audit;
pub mod case;
pub mod cli;
pub mod county;
pub mod demand;
pub mod exact;
pub mod explain;
pub mod forecast;
pub mod model;
pub mod mps;
pub mod plan;
pub mod policy;
pub mod report;
pub mod rounds;
pub mod rules;
pub mod scenario;
pub mod solve;
pub mod standing;
pub mod synth;
pub mod tables;
pub mod terms;
pub mod text;
