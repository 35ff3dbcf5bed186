use jiaopin::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    let code = match cli::parse() {
        Err(error) => cli::usage::say(error),
        Ok(parsed) => {
            let context = cli::Context::resolve(&parsed.global);
            match cli::run(parsed) {
                Ok(exit) => exit.code(),
                Err(failure) => {
                    cli::say_failure(&failure, &context);
                    failure.code()
                }
            }
        }
    };
    ExitCode::from(cli::out::closing(code))
}
