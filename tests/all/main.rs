//! One test binary, one module a behaviour: linking the solver once keeps the build short.

mod audit;
mod brute;
mod build;
mod check;
mod demand;
mod draft;
mod draw;
mod encodings;
mod export;
mod generate;
mod oracle;
mod plan_files;
mod policy;
mod privacy;
mod relations;
mod report;
mod rounds;
mod shared_counties;
mod small_dataset;
mod tables;
mod template;
mod tiny;
mod workbooks;
