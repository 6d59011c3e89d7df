//! `candor diff`. Comes in: two inputs, each to be scanned or a JSON report; goes out: what changed. Apart because it
//! scans without reporting.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::settings::Settings;
use super::{Status, output};
use crate::cli::{DiffArgs, DiffFormat};
use crate::report::difference::{Change, Row, between};
use crate::report::json::{Document, PluginObject};
use crate::report::text::escape;
use crate::scan;

pub(super) fn run(args: &DiffArgs) -> Status {
    let settings = Settings::load(&args.settings, std::slice::from_ref(&args.new))?;
    let rows = between(&plugins(&settings, &args.old)?, &plugins(&settings, &args.new)?);
    let mut out = output::stdout();
    match args.format {
        DiffFormat::Text => text(&mut out, &rows)?,
        DiffFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(u8::from(rows.iter().any(|row| row.problem)))
}

/// The plugins of a JSON report, or of what a scan of the path finds.
fn plugins(settings: &Settings, path: &Path) -> Result<Vec<PluginObject>> {
    if super::is_report(path) {
        let text = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let document: Document = serde_json::from_slice(&text)
            .with_context(|| format!("{} is no report of this program", path.display()))?;
        return Ok(document.plugins);
    }
    let tables = settings.tables()?;
    let options = settings.options(vec![path.to_owned()]);
    let found = scan::discover(&options);
    if let Some(failure) = found.failures.first() {
        bail!("{failure}");
    }
    let mut plugins = Vec::new();
    let render = |_: &_, analysis: crate::report::Analysis| PluginObject::new(tables, &analysis);
    scan::run(tables, &options, &found.units, render, |plugin| {
        plugins.push(plugin);
        Ok(())
    })?;
    Ok(plugins)
}

fn text(out: &mut impl Write, rows: &[Row]) -> Result<()> {
    if rows.is_empty() {
        writeln!(out, "nothing changed")?;
    }
    let mut plugin = "";
    for row in rows {
        if row.plugin != plugin {
            plugin = &row.plugin;
            writeln!(out, "{}", escape(plugin))?;
        }
        let sign = match row.change {
            Change::Came => '+',
            Change::Went => '-',
            Change::Changed => '~',
        };
        let mark = if row.problem { "!" } else { " " };
        writeln!(out, "{mark} {sign} {}: {}", row.kind.replace('_', " "), escape(&row.what))?;
    }
    Ok(())
}
