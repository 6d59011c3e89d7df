//! The binary: parses the command line, runs the command, exits.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    candor::commands::run(&candor::cli::Cli::parse())
}
