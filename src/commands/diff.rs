//! `candor diff`. Comes in: two inputs, each to be scanned or a JSON report; goes out: what changed. Apart because it
//! scans without reporting.

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::settings::Settings;
use super::{Status, gather, output};
use crate::cli::{DiffArgs, DiffFormat};
use crate::report::difference::{Change, Row, between};
use crate::report::json::{PluginObject, visible};
use crate::report::text::escape;

pub(super) fn run(args: &DiffArgs) -> Status {
    let settings = Settings::load(&args.settings, std::slice::from_ref(&args.new))?;
    let rows = between(&plugins(&settings, &args.old)?, &plugins(&settings, &args.new)?);
    let mut out = output::stdout();
    match args.format {
        DiffFormat::Text => text(&mut out, &rows)?,
        DiffFormat::Json => {
            writeln!(out, "{}", visible(&serde_json::to_string_pretty(&rows)?))?;
        }
    }
    out.flush()?;
    Ok(u8::from(rows.iter().any(|row| row.problem)))
}

/// The plugins of a JSON report, or of what a scan of the path finds.
fn plugins(settings: &Settings, path: &Path) -> Result<Vec<PluginObject>> {
    if let Some(plugins) = gather::reported(path)? {
        return Ok(plugins);
    }
    let tables = settings.tables()?;
    gather::scanned(settings, path, |_, analysis| PluginObject::new(tables, &analysis))
}

/// The kinds of rows with a title; what has none stands beside the plugin's name.
const TITLES: &[(&str, &str)] = &[
    ("practice", "Data"),
    ("third_party", "Third parties"),
    ("host", "Hosts"),
    ("statement", "What the policy says"),
    ("finding", "Findings"),
];

fn text(out: &mut impl Write, rows: &[Row]) -> Result<()> {
    let (mut plugin, mut kind) = (None, "");
    for row in rows {
        if plugin != Some(&row.plugin) {
            let blank = if plugin.is_some() { "\n" } else { "" };
            writeln!(out, "{blank}{}", escape(&row.plugin))?;
            (plugin, kind) = (Some(&row.plugin), "");
        }
        let sign = match row.change {
            Change::Came => '+',
            Change::Went => '-',
            Change::Changed => '~',
        };
        let mark = if row.problem { "!" } else { " " };
        let what = escape(&row.what);
        match TITLES.iter().find(|(known, _)| *known == row.kind) {
            Some((_, title)) => {
                if kind != row.kind {
                    writeln!(out, "  {title}")?;
                }
                writeln!(out, "{mark}   {sign} {what}")?;
            }
            None => writeln!(out, "{mark} {sign} {}: {what}", row.kind)?,
        }
        kind = row.kind;
    }
    let problems = rows.iter().filter(|row| row.problem).count();
    match (rows.is_empty(), problems) {
        (true, _) => writeln!(out, "nothing changed")?,
        (false, 0) => writeln!(out, "\nno new problem")?,
        (false, 1) => writeln!(out, "\n1 new problem (!)")?,
        (false, _) => writeln!(out, "\n{problems} new problems (!)")?,
    }
    Ok(())
}
