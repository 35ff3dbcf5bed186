use clap::Parser;
use jiaopin::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    let parsed = match cli::Cli::try_parse() {
        Ok(parsed) => parsed,
        Err(error) => {
            cli::usage::say(&error);
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let context = cli::Context::resolve(&parsed.global);
    match cli::run(parsed) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            cli::say_failure(&failure, &context);
            ExitCode::from(failure.code())
        }
    }
}
