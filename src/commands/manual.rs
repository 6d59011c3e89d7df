//! `completions` and `man`. Comes in: the definition of the command line; goes out: a shell's script, a manual page. Apart
//! because both follow from the definition alone.

use std::io::Write;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use super::{Status, output};
use crate::cli::Cli;

/// The program's name.
const NAME: &str = env!("CARGO_PKG_NAME");

pub(super) fn completions(shell: Shell) -> Status {
    // Written in one piece: a reader that goes away must not stop the generator, which cannot fail.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), NAME, &mut script);
    write(&script)
}

pub(super) fn page(command: Option<&str>) -> Status {
    let mut all = Cli::command();
    all.build();
    let about = match command {
        None => all,
        Some(name) => {
            let found = all.find_subcommand(name).cloned();
            found.with_context(|| format!("there is no command `{name}`; see `{NAME} --help`"))?
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(about).render(&mut text)?;
    write(&text)
}

fn write(text: &[u8]) -> Status {
    let mut out = output::stdout();
    out.write_all(text)?;
    out.flush()?;
    Ok(0)
}
