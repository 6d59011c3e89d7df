//! The files of a plugin's folder. Comes in: the folder; goes out: a list of what may be read, and the bytes of one file
//! on demand. Apart because the packager's rule about ignored files holds only here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::discover::is_plugin_manifest;
use super::limits::{FOLDER_DEPTH, FOLDER_ENTRIES, IGNORE_BYTES, PATH_BYTES};
use super::names;
use super::read::{Listing, Rows};

/// Ignore files in the packager's order: the first that exists counts alone.
pub(super) const IGNORE_FILES: &[&str] = &[".difyignore", ".gitignore"];

/// A plugin's folder, listed.
pub(super) struct Folder {
    files: BTreeMap<String, PathBuf>,
    environments: BTreeSet<String>,
}

impl Listing for Folder {
    fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn is_left_out(&self, path: &str) -> bool {
        names::left_out_folder(path, &self.environments).is_some()
    }

    fn bytes(&mut self, path: &str, limit: usize) -> Result<Vec<u8>> {
        let file = self.files.get(path).context("is not there")?;
        read_capped(file, limit)
    }
}

/// The first `limit` bytes and one more, so that the caller sees when there are more.
pub(super) fn read_capped(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let file = File::open(path).context("cannot be opened")?;
    let expected = file.metadata().map_or(0, |meta| usize::try_from(meta.len()).unwrap_or(usize::MAX));
    let mut bytes = Vec::with_capacity(expected.min(limit) + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes).context("cannot be read")?;
    Ok(bytes)
}

/// Lists the folder at `root`; of one that is untrusted no file is left out by its ignore files. An error only when the
/// folder itself cannot be read.
pub(super) fn list(root: &Path, untrusted: bool, rows: &mut Rows) -> Result<Folder> {
    let ignored = if untrusted { Gitignore::empty() } else { packager_rule(root, rows) };
    let (files, environments) = (BTreeMap::new(), BTreeSet::new());
    let mut walk =
        Walk { root, ignored, rows, files, environments, pending: Vec::new(), later: Vec::new(), seen: 0 };
    walk.pending.push(Here { path: root.to_owned(), shown: String::new(), depth: 0, left_out: false });
    while let Some(here) = walk.pending.pop().or_else(|| walk.later.pop()) {
        let entries = match fs::read_dir(&here.path) {
            Ok(entries) => entries,
            Err(error) if here.depth == 0 => return Err(error).context("cannot be read"),
            Err(error) => {
                walk.rows.not_analysed(here.shown, format!("the folder cannot be read: {error}"));
                continue;
            }
        };
        if here.depth >= FOLDER_DEPTH {
            walk.rows.not_analysed(here.shown, format!("lies more than {FOLDER_DEPTH} folders deep"));
            continue;
        }
        if !walk.folder(here, entries) {
            break;
        }
    }
    Ok(Folder { files: walk.files, environments: walk.environments })
}

/// A folder to be listed.
struct Here {
    path: PathBuf,
    shown: String,
    depth: usize,
    /// Whether it lies in one that is left out, or is one.
    left_out: bool,
}

struct Walk<'a> {
    root: &'a Path,
    ignored: Gitignore,
    rows: &'a mut Rows,
    files: BTreeMap<String, PathBuf>,
    environments: BTreeSet<String>,
    pending: Vec<Here>,
    /// Folders that are left out: looked at last, so that however much they hold, the plugin's own files are listed.
    later: Vec<Here>,
    seen: usize,
}

impl Walk<'_> {
    /// Takes in the entries of one folder; false when the bound on entries is reached.
    fn folder(&mut self, mut here: Here, entries: fs::ReadDir) -> bool {
        let room = FOLDER_ENTRIES - self.seen;
        let (mut entries, broken) = listed(entries, room + 1);
        if let Some(error) = broken {
            self.rows.not_analysed(&here.shown, format!("the folder could not be listed whole: {error}"));
        }
        if entries.len() > room {
            self.rows.not_analysed(".", format!("holds more than {FOLDER_ENTRIES} files and folders"));
            return false;
        }
        if here.depth > 0 && !here.left_out {
            if is_environment(&entries) {
                self.rows.note(&here.shown, names::VENV_NOTE);
                self.environments.insert(here.shown.clone());
                here.left_out = true;
                self.later.push(here);
                return true;
            }
            let manifest = entries.iter().find(|entry| entry.file_name() == names::MANIFEST);
            if manifest.is_some_and(|entry| is_plugin_manifest(&entry.path())) {
                // A plugin within the plugin is a unit of its own.
                return true;
            }
        }
        self.seen += entries.len();
        // The system gives no order, and the bounds on rows and files must cut alike everywhere.
        entries.sort_by_cached_key(fs::DirEntry::file_name);
        for entry in entries {
            self.entry(&here, &entry);
        }
        true
    }

    fn entry(&mut self, here: &Here, entry: &fs::DirEntry) {
        let name = names::shown(entry.file_name().as_encoded_bytes());
        let path = if here.shown.is_empty() { name.clone() } else { format!("{}/{name}", here.shown) };
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                self.rows.not_analysed(path, format!("cannot be looked at: {error}"));
                return;
            }
        };
        if path.len() > PATH_BYTES {
            self.rows.not_analysed(&here.shown, format!("holds a path of more than {PATH_BYTES} bytes"));
        } else if kind.is_dir() {
            if !self.is_ignored(&entry.path(), true) {
                self.below(here, entry.path(), path, &name);
            }
        } else if here.left_out {
            // Environments are full of links, which a plugin cannot bring along.
            if kind.is_file() && names::is_listed_aside(&path) && !self.is_ignored(&entry.path(), false) {
                self.files.insert(path, entry.path());
            }
        } else {
            self.file(entry.path(), path, kind);
        }
    }

    fn below(&mut self, here: &Here, folder: PathBuf, shown: String, name: &str) {
        let fresh = !here.left_out && names::is_no_part(name);
        if fresh && names::is_noted(name) {
            self.rows.note(&shown, names::LEFT_OUT_NOTE);
        }
        if fresh && !names::may_hold_code(name) {
            return;
        }
        let left_out = here.left_out || fresh;
        let below = Here { path: folder, shown, depth: here.depth + 1, left_out };
        if left_out { self.later.push(below) } else { self.pending.push(below) }
    }

    fn file(&mut self, file: PathBuf, path: String, kind: fs::FileType) {
        if kind.is_symlink() {
            self.link(file, path);
        } else if names::is_listed(&path) && !self.is_ignored(&file, false) {
            if kind.is_file() {
                self.files.insert(path, file);
            } else {
                self.rows.not_analysed(path, "is no regular file");
            }
        }
    }

    /// A link to a file of the same plugin is that file. Any other link is reported and not followed.
    fn link(&mut self, file: PathBuf, path: String) {
        let target = fs::canonicalize(&file);
        let is_folder = target.as_ref().is_ok_and(|target| target.is_dir());
        if self.is_ignored(&file, is_folder) || (!is_folder && names::kind_of(&path).is_none()) {
            return;
        }
        if is_folder {
            self.rows.not_analysed(path, "is a link to a folder; links to folders are not followed");
            return;
        }
        let inside = fs::canonicalize(self.root).is_ok_and(|root| {
            target.as_ref().is_ok_and(|target| target.starts_with(root) && target.is_file())
        });
        if inside {
            self.files.insert(path, file);
        } else {
            self.rows.not_analysed(path, "is a link that leads out of the plugin or nowhere");
        }
    }

    fn is_ignored(&self, path: &Path, is_folder: bool) -> bool {
        !self.ignored.is_empty() && self.ignored.matched(path, is_folder).is_ignore()
    }
}

/// Whether the folder of these entries is a virtual environment.
pub(super) fn is_environment(entries: &[fs::DirEntry]) -> bool {
    let mark = entries.iter().find(|entry| entry.file_name() == names::VENV_MARK);
    mark.is_some_and(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()))
}

/// The entries of a folder, at most `limit` of them, and why the rest could not be had.
pub(super) fn listed(entries: fs::ReadDir, limit: usize) -> (Vec<fs::DirEntry>, Option<std::io::Error>) {
    let mut found = Vec::new();
    for entry in entries.take(limit) {
        match entry {
            Ok(entry) => found.push(entry),
            Err(error) => return (found, Some(error)),
        }
    }
    (found, None)
}

/// The packager's rule: the root's first ignore file alone decides what stays out of the package.
fn packager_rule(root: &Path, rows: &mut Rows) -> Gitignore {
    for name in IGNORE_FILES {
        let path = root.join(name);
        let Ok(meta) = fs::symlink_metadata(&path) else { continue };
        if !meta.is_file() {
            // A link may lead anywhere, and a packager on another machine finds something else there.
            rows.note(*name, "is no regular file; no file is left out by it");
            continue;
        }
        return match ignore_file(root, &path) {
            Ok(ignored) => ignored,
            Err(error) => {
                rows.note(*name, format!("{error:#}; no file is left out by it"));
                Gitignore::empty()
            }
        };
    }
    Gitignore::empty()
}

/// The patterns of one ignore file, which hold below `root`.
pub(super) fn ignore_file(root: &Path, path: &Path) -> Result<Gitignore> {
    patterns(root, &read_capped(path, IGNORE_BYTES)?)
}

/// The patterns of an ignore file's bytes.
pub(super) fn patterns(root: &Path, bytes: &[u8]) -> Result<Gitignore> {
    anyhow::ensure!(bytes.len() <= IGNORE_BYTES, "is larger than {IGNORE_BYTES} bytes");
    let mut builder = GitignoreBuilder::new(root);
    for line in String::from_utf8_lossy(bytes).lines() {
        // A pattern that does not parse matches nothing, as with git.
        let _ = builder.add_line(None, line);
    }
    builder.build().context("its patterns cannot be read")
}
