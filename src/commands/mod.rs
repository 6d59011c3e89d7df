//! What each command does. Comes in: the parsed command line; goes out: output and an exit status. Apart from the
//! command line's types so that those stay a list, and from the library so that only this prints.

mod baseline;
mod browse;
mod diff;
mod draft;
mod explain;
mod gather;
mod manual;
mod output;
mod policy;
mod scan;
mod settings;

use std::io;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{Cli, Command};

/// Wrong usage, or an input that cannot be read at all.
pub const UNUSABLE: u8 = 2;

/// Runs a command. Status 0, 1 (findings) or 2 (unusable input); a reader that went away is no error.
pub fn run(cli: &Cli) -> ExitCode {
    // A bug becomes a row of the report; the default message would stand between the lines of it.
    std::panic::set_hook(Box::new(|_| {}));
    let status = match &cli.command {
        Command::Scan(args) => scan::run(args),
        Command::Policy(args) => policy::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Draft(args) => draft::run(args),
        Command::Fix(args) => draft::fix(args),
        Command::Baseline(args) => baseline::run(args),
        Command::Rules => browse::rules(),
        Command::Explain(args) => explain::run(args),
        Command::Services => browse::services(),
        Command::Types => browse::types(),
        Command::Schema { of } => browse::schema(*of),
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man { command } => manual::page(command.as_deref()),
    };
    match status {
        Ok(status) => ExitCode::from(status),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::message("error", &format!("{error:#}"));
            ExitCode::from(UNUSABLE)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| match cause.downcast_ref::<io::Error>() {
        Some(cause) => cause.kind() == io::ErrorKind::BrokenPipe,
        None => cause
            .downcast_ref::<serde_json::Error>()
            .is_some_and(|cause| cause.io_error_kind() == Some(io::ErrorKind::BrokenPipe)),
    })
}

/// What a command gives: its exit status.
type Status = Result<u8>;
