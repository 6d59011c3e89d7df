//! `candor draft`. Comes in: a plugin; goes out: a policy for it, to standard output or as its `PRIVACY.md`. Apart because
//! it is the only command that writes into a plugin.

use std::io::Write;

use anyhow::{Context, Result, bail};

use super::output::{self, WholeFile};
use super::{Status, scan::tables};
use crate::cli::{DraftArgs, DraftFor};
use crate::plugin::UnitKind;
use crate::scan::{self, Options};

/// Where the policy of a plugin stands.
const FILE: &str = "PRIVACY.md";

pub(super) fn run(args: &DraftArgs) -> Status {
    let tables = tables()?;
    let options = Options { paths: vec![args.path.clone()], ..Options::default() };
    let found = scan::discover(&options);
    if let Some(failure) = found.failures.first() {
        bail!("{failure}");
    }
    let [unit] = found.units.as_slice() else {
        bail!("{} holds {} plugins; a draft is for one", args.path.display(), found.units.len());
    };
    let analysis = scan::analyse_one(tables, &options, unit)?;
    let text = match args.purpose {
        DraftFor::Policy => crate::draft::policy(tables, &analysis, &args.lang)?,
        DraftFor::Domains => crate::draft::domains(&analysis),
    };
    if !args.write {
        let mut out = output::stdout();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        return Ok(0);
    }
    if args.purpose != DraftFor::Policy || unit.kind != UnitKind::Folder {
        bail!("only a policy can be written, and only into a plugin's folder");
    }
    write(&unit.path.join(FILE), &text, args.force)?;
    Ok(0)
}

fn write(path: &std::path::Path, text: &str, force: bool) -> Result<()> {
    if !force && path.exists() {
        bail!("{} exists; --force overwrites it", path.display());
    }
    let mut file = WholeFile::create(path)?;
    file.write_all(text.as_bytes()).with_context(|| format!("{} cannot be written", path.display()))?;
    file.keep()
}
