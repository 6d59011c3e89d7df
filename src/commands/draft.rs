//! `candor draft` and `candor fix`. Comes in: a plugin; goes out: a policy for it, or what its policy lacks, to standard
//! output or into the policy. Apart because these are the only commands that write into a plugin.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::Status;
use super::output::{self, WholeFile};
use super::settings::Settings;
use crate::cli::{DraftArgs, DraftFor, FixArgs};
use crate::draft::{additions, apply};
use crate::plugin::limits::POLICY_BYTES;
use crate::plugin::{Unit, UnitKind};
use crate::policy;
use crate::report::Analysis;
use crate::report::text::escape;
use crate::scan::{self, Options};

/// Where the policy of a plugin stands.
const FILE: &str = "PRIVACY.md";

pub(super) fn run(args: &DraftArgs) -> Status {
    let settings = Settings::load(&args.settings, std::slice::from_ref(&args.path))?;
    let tables = settings.tables()?;
    let (unit, analysis) = analyse(&settings, &args.path)?;
    let text = match args.purpose {
        DraftFor::Policy => crate::draft::policy(tables, &analysis, &args.lang)?,
        DraftFor::PrNotes => crate::draft::pr_notes(tables, &analysis)?,
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
    let path = unit.path.join(FILE);
    if !args.force && fs::symlink_metadata(&path).is_ok() {
        bail!("{} exists; --force overwrites it", path.display());
    }
    write(&unit.path, FILE, text.as_bytes())?;
    let mut out = output::stdout();
    writeln!(out, "Wrote {FILE}. Questions that are left stand in it as comments.")?;
    out.flush()?;
    Ok(0)
}

pub(super) fn fix(args: &FixArgs) -> Status {
    let settings = Settings::load(&args.settings, std::slice::from_ref(&args.path))?;
    let tables = settings.tables()?;
    let (unit, analysis) = analyse(&settings, &args.path)?;
    let file = analysis.policy.path.as_deref().and_then(|path| analysis.plugin.find(path));
    let Some(file) = file
        .and_then(|id| analysis.plugin.file(id))
        .filter(|_| analysis.policy.status == policy::Status::Present)
    else {
        bail!("{} has no policy that could be kept; `candor draft` writes one", args.path.display());
    };
    let found = additions(tables, &analysis)?;
    let mut out = output::stdout();
    if found.is_empty() && found.contradictions.is_empty() {
        writeln!(out, "{} lacks nothing.", escape(&file.path))?;
    }
    let edits = found.edits(tables, &analysis, file);
    if !edits.is_empty() && args.write {
        if unit.kind != UnitKind::Folder {
            bail!("only the policy of a plugin's folder can be changed");
        }
        let path = unit.path.join(&file.path);
        let old = output::read_file(&path, POLICY_BYTES as u64)?;
        let Ok(old) = String::from_utf8(old) else {
            bail!("{} is not in UTF-8: nothing can be added to it", path.display());
        };
        write(&unit.path, &file.path, apply(&old, &edits).as_bytes())?;
        writeln!(out, "Added to {} what it lacked.", escape(&file.path))?;
    } else {
        for (index, edit) in edits.iter().enumerate() {
            let blank = if index == 0 { "" } else { "\n" };
            let path = escape(&file.path);
            let place = match &edit.heading {
                Some(heading) => {
                    format!(
                        "Add to {path} after line {}, under \u{201c}{}\u{201d}",
                        edit.line,
                        escape(heading)
                    )
                }
                None => format!("Add to the end of {path}"),
            };
            writeln!(out, "{blank}{place}:\n\n{}", edit.text.trim_end())?;
        }
    }
    for (line, quote) in &found.contradictions {
        let path = escape(&file.path);
        writeln!(
            out,
            "\nChange by hand, for the code does otherwise: {path}:{line}: \u{201c}{}\u{201d}",
            escape(quote)
        )?;
    }
    out.flush()?;
    Ok(u8::from(!found.contradictions.is_empty()))
}

/// The only plugin of a path.
fn analyse(settings: &Settings, path: &Path) -> Result<(Unit, Analysis)> {
    // What an organisation accepts belongs into the policy all the same.
    let options = Options { config: Arc::default(), ..settings.options(vec![path.to_owned()]) };
    let found = scan::discover(&options);
    if let Some(failure) = found.failures.first() {
        bail!("{failure}");
    }
    let [unit] = found.units.as_slice() else {
        bail!("{} holds {} plugins; this is for one", path.display(), found.units.len());
    };
    Ok((unit.clone(), scan::analyse_one(settings.tables()?, &options, unit)?))
}

/// Writes a file of the plugin at `root`. What leads out of it is not written: a link, or a name that a report shows
/// otherwise than it is.
fn write(root: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = root.join(name);
    let folder = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
    let inside =
        folder.zip(fs::canonicalize(root).ok()).is_some_and(|(folder, root)| folder.starts_with(root));
    let link = fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink());
    if !inside || link || name.contains('\\') {
        bail!("{} is not written: it is a link, or has an odd name", path.display());
    }
    let mut file = WholeFile::create(&path)?;
    file.write_all(bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    file.keep()
}
