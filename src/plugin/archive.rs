//! The files of a package. Comes in: the bytes of a zip; goes out: a list of what may be read, and the bytes of one
//! entry on demand. Apart because every entry's name and size is hostile. Nothing is unpacked to disk; the list of
//! entries is walked without being held, and only entries that are asked for are decompressed, up to their bound.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use anyhow::{Context, Result};
use zip::read::{Config, OwnedZipFileEntry, ZipFileEntry};
use zip::unstable::read::ZipIterable;

use super::limits::{ARCHIVE_ENTRIES, PATH_BYTES};
use super::names;
use super::read::{Listing, Rows};

/// A package, listed.
pub(super) struct Archive<R> {
    zip: ZipIterable<R>,
    entries: BTreeMap<String, OwnedZipFileEntry>,
    environments: BTreeSet<String>,
}

impl<R: Read + Seek> Listing for Archive<R> {
    fn paths(&self) -> Vec<String> {
        self.entries.keys().cloned().collect()
    }

    fn contains(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    fn is_left_out(&self, path: &str) -> bool {
        names::left_out_folder(path, &self.environments).is_some()
    }

    fn bytes(&mut self, path: &str, limit: usize) -> Result<Vec<u8>> {
        let entry = self.entries.get(path).context("is not there")?;
        anyhow::ensure!(!entry.encrypted(), "is encrypted");
        let reader = self.zip.files().context("cannot be read")?.reader_mut();
        let file =
            entry.as_ref().with_reader(reader, zip::ZipReadOptions::new()).context("cannot be unpacked")?;
        let mut bytes = Vec::new();
        file.take(limit as u64 + 1).read_to_end(&mut bytes).context("cannot be unpacked")?;
        Ok(bytes)
    }
}

/// Lists the package. An error when the bytes are no zip or its directory cannot be found.
pub(super) fn list<R: Read + Seek>(bytes: R, rows: &mut Rows) -> Result<Archive<R>> {
    let mut zip = ZipIterable::try_new(bytes, Config::default()).context("not a zip, or a damaged one")?;
    let total = zip.len();
    let mut found = Found { rows, entries: BTreeMap::new(), environments: BTreeSet::new() };
    for entry in zip.files().context("its directory cannot be read")?.take(ARCHIVE_ENTRIES) {
        match entry {
            Ok(entry) => found.entry(entry),
            Err(error) => {
                found.rows.not_analysed(".", format!("the package's directory is damaged: {error}"));
                break;
            }
        }
    }
    if total > ARCHIVE_ENTRIES {
        let reason = format!("the package has {total} entries; those after {ARCHIVE_ENTRIES} are not read");
        found.rows.not_analysed(".", reason);
    }
    let (entries, environments) = found.finish();
    Ok(Archive { zip, entries, environments })
}

/// Whether the file is a zip with a manifest at its root.
pub(super) fn has_manifest(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let Ok(mut zip) = ZipIterable::try_new(BufReader::new(file), Config::default()) else { return false };
    let Ok(files) = zip.files() else { return false };
    let mut entries = files.take(ARCHIVE_ENTRIES).filter_map(Result::ok);
    entries.any(|entry| entry.name_raw() == names::MANIFEST.as_bytes())
}

struct Found<'a> {
    rows: &'a mut Rows,
    entries: BTreeMap<String, OwnedZipFileEntry>,
    /// Folders that are virtual environments.
    environments: BTreeSet<String>,
}

impl Found<'_> {
    fn entry(&mut self, entry: ZipFileEntry<'static>) {
        let name = entry.name_raw();
        if let Some(reason) = refusal(name, entry.is_symlink()) {
            let path = names::shown(name.get(..PATH_BYTES).unwrap_or(name));
            self.rows.not_analysed(path, reason);
            return;
        }
        if name.ends_with(b"/") {
            return;
        }
        let path = names::shown(name);
        if let Some(folder) = names::left_out_folder(&path, &BTreeSet::new()) {
            let name = names::file_name(folder);
            if names::is_noted(name) {
                self.rows.note(folder, names::LEFT_OUT_NOTE);
            }
            if !names::may_hold_code(name) || !names::is_listed_aside(&path) {
                return;
            }
        } else if let Some(folder) =
            path.strip_suffix(names::VENV_MARK).and_then(|path| path.strip_suffix('/'))
        {
            self.environments.insert(folder.to_owned());
        }
        if !names::is_listed(&path) {
            return;
        }
        if self.entries.insert(path.clone(), entry.into()).is_some() {
            self.rows.not_analysed(
                path,
                "stands twice in the package; the later entry counts, as when it is installed",
            );
        }
    }

    fn finish(mut self) -> (BTreeMap<String, OwnedZipFileEntry>, BTreeSet<String>) {
        for folder in &self.environments {
            self.rows.note(folder, names::VENV_NOTE);
        }
        if !self.environments.is_empty() {
            self.entries.retain(|path, _| {
                names::is_listed_aside(path) || names::left_out_folder(path, &self.environments).is_none()
            });
        }
        (self.entries, self.environments)
    }
}

/// Why the entry is refused by its name, as an installer refuses it.
fn refusal(name: &[u8], is_link: bool) -> Option<String> {
    let letter = name.first().is_some_and(u8::is_ascii_alphabetic);
    if name.is_empty() || name.len() > PATH_BYTES {
        Some(format!("is refused: its name is empty or has more than {PATH_BYTES} bytes"))
    } else if name.starts_with(b"/") || (letter && name.get(1) == Some(&b':')) {
        Some("is refused: an absolute path".to_owned())
    } else if name.contains(&b'\\') {
        Some("is refused: a backslash in its name".to_owned())
    } else if name.split(|&byte| byte == b'/').any(|part| part == b"..") {
        Some("is refused: its path leads out of the package".to_owned())
    } else if is_link {
        Some("is refused: a link".to_owned())
    } else {
        None
    }
}
