//! What a path holds, for commands that report something of their own. Comes in: a path; goes out: the plugins of a JSON
//! report, or one value for each plugin that a scan finds. Apart because `diff` and `explain` take the same paths.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::output;
use super::settings::Settings;
use crate::plugin::Unit;
use crate::report::Analysis;
use crate::report::json::{Document, PluginObject};
use crate::scan;

/// Bytes of a report that is read again: a hundred times what all official plugins give.
const REPORT_BYTES: u64 = 512 << 20;

/// The plugins of a JSON report; `None` where the path is none by its name.
pub(super) fn reported(path: &Path) -> Result<Option<Vec<PluginObject>>> {
    if !path.is_file() || !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        return Ok(None);
    }
    let text = output::read_file(path, REPORT_BYTES)?;
    let document: Document = serde_json::from_slice(&text)
        .with_context(|| format!("{} is no report of this program", path.display()))?;
    Ok(Some(document.plugins))
}

/// What `render` gives for each plugin of a path, in order. An input that cannot be read is an error.
pub(super) fn scanned<T: Send>(
    settings: &Settings,
    path: &Path,
    render: impl Fn(&Unit, Analysis) -> T + Sync,
) -> Result<Vec<T>> {
    let options = settings.options(vec![path.to_owned()]);
    let found = scan::discover(&options);
    if let Some(failure) = found.failures.first() {
        bail!("{failure}");
    }
    let mut rendered = Vec::new();
    scan::run(settings.tables()?, &options, &found.units, render, |one| {
        rendered.push(one);
        Ok(())
    })?;
    Ok(rendered)
}
