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
mod kinds;
mod oracle;
mod plan_files;
mod policy;
mod pools;
mod privacy;
mod relations;
mod report;
<<<<<<< HEAD
mod rounds;
=======
mod shared;
>>>>>>> main
mod shared_counties;
mod small_dataset;
mod tables;
mod template;
mod tiny;
mod titles;
mod workbooks;
