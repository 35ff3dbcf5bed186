use clap::Parser;
use jiaopin::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    let parsed = cli::Cli::parse();
    let context = cli::Context::resolve(&parsed.global);
    match cli::run(parsed) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            cli::say_failure(&failure, &context);
            ExitCode::from(failure.code())
        }
    }
}
