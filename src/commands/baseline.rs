//! `candor baseline`. Comes in: plugins; goes out: their findings as a file that a later scan takes as known. Apart because
//! nothing is reported.

use std::io::Write;

use anyhow::bail;

use super::output::{self, WholeFile};
use super::settings::Settings;
use super::{Status, UNUSABLE};
use crate::cli::BaselineArgs;
use crate::config::{Entry, baseline_text};
use crate::plugin::Unit;
use crate::report::Analysis;
use crate::scan;

pub(super) fn run(args: &BaselineArgs) -> Status {
    let settings = Settings::load(&args.settings, &args.paths)?;
    let tables = settings.tables()?;
    // Without an older baseline: what that one holds belongs into the new one.
    let options = settings.options(args.paths.clone());
    let found = scan::discover(&options);
    if found.units.is_empty() {
        bail!("{}", found.failures.join("; "));
    }
    let mut entries: Vec<Entry> = Vec::new();
    let render = |_: &Unit, analysis: Analysis| -> Vec<Entry> {
        analysis.findings.iter().map(|finding| Entry::new(&analysis.plugin, finding)).collect()
    };
    scan::run(tables, &options, &found.units, render, |found| {
        entries.extend(found);
        Ok(())
    })?;
    let text = baseline_text(entries)?;
    match &args.output {
        Some(path) => {
            let mut file = WholeFile::create(path)?;
            file.write_all(text.as_bytes())?;
            file.keep()?;
        }
        None => {
            let mut out = output::stdout();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    for failure in &found.failures {
        output::message("error", failure);
    }
    Ok(if found.failures.is_empty() { 0 } else { UNUSABLE })
}
