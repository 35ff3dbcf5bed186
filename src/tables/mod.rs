//! Cells of workbooks and text files ⇄ polars frames, with a place for every cell so that a fault can name it.
//!
//! A path becomes sources (which file or sheet holds which table), a source a grid (cells as the file has them), a
//! grid a frame (text columns under known keys). What the texts mean is decided in `county::load`.

pub mod catalogue;
pub mod codes;
pub mod fault;
pub mod formula;
pub mod frame;
pub mod parse;
pub mod template;

mod content;
mod data_rows;
mod date;
mod decode;
mod delimited;
mod doubtful;
pub(crate) mod grid;
pub(crate) mod header;
mod read;
pub(crate) mod settle;
mod single;
pub(crate) mod source;
pub(crate) mod tell;
mod workbook;

pub use header::plain;
pub use read::{Tables, read};
pub use single::single;
