//! The files of a plugin's folder. Comes in: the folder; goes out: a list of what may be read, and the bytes of one file
//! on demand. Apart because the packager's rule about ignored files holds only here.

use std::collections::BTreeMap;
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
}

impl Listing for Folder {
    fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
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
    let mut walk = Walk { root, ignored, rows, files: BTreeMap::new(), seen: 0 };
    let mut pending = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, shown, depth)) = pending.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(error).context("cannot be read"),
            Err(error) => {
                walk.rows.not_analysed(shown, format!("the folder cannot be read: {error}"));
                continue;
            }
        };
        if depth >= FOLDER_DEPTH {
            walk.rows.not_analysed(shown, format!("lies more than {FOLDER_DEPTH} folders deep"));
            continue;
        }
        if !walk.folder(entries, &shown, depth, &mut pending) {
            break;
        }
    }
    Ok(Folder { files: walk.files })
}

struct Walk<'a> {
    root: &'a Path,
    ignored: Gitignore,
    rows: &'a mut Rows,
    files: BTreeMap<String, PathBuf>,
    seen: usize,
}

impl Walk<'_> {
    /// Takes in the entries of one folder; false when the bound on entries is reached.
    fn folder(
        &mut self,
        entries: fs::ReadDir,
        shown: &str,
        depth: usize,
        pending: &mut Vec<(PathBuf, String, usize)>,
    ) -> bool {
        let mut folders = Vec::new();
        let mut files = Vec::new();
        let room = FOLDER_ENTRIES - self.seen;
        let (mut entries, broken) = listed(entries, room + 1);
        if let Some(error) = broken {
            self.rows.not_analysed(shown, format!("the folder could not be listed whole: {error}"));
        }
        if entries.len() > room {
            self.rows.not_analysed(".", format!("holds more than {FOLDER_ENTRIES} files and folders"));
            return false;
        }
        self.seen += entries.len();
        // The system gives no order, and the bounds on rows and files must cut alike everywhere.
        entries.sort_by_cached_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = names::shown(entry.file_name().as_encoded_bytes());
            let path = if shown.is_empty() { name.clone() } else { format!("{shown}/{name}") };
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(error) => {
                    self.rows.not_analysed(path, format!("cannot be looked at: {error}"));
                    continue;
                }
            };
            if path.len() > PATH_BYTES {
                self.rows.not_analysed(shown, format!("holds a path of more than {PATH_BYTES} bytes"));
            } else if kind.is_dir() {
                if names::is_left_out(&name) {
                    if names::may_hold_code(&name) && !self.is_ignored(&entry.path(), true) {
                        self.rows.note(path, names::LEFT_OUT_NOTE);
                    }
                } else if !self.is_ignored(&entry.path(), true) {
                    folders.push((entry.path(), path, depth + 1));
                }
            } else if depth > 0 && name == names::VENV_MARK {
                self.rows.note(shown, "is left out: it is a virtual environment");
                return true;
            } else if depth > 0 && name == names::MANIFEST && is_plugin_manifest(&entry.path()) {
                // A plugin within the plugin is a unit of its own.
                return true;
            } else {
                files.push((entry.path(), path, kind));
            }
        }
        for (file, path, kind) in files {
            self.file(file, path, kind);
        }
        pending.append(&mut folders);
        true
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
            rows.not_analysed(*name, "is no regular file; no file is left out by it");
            continue;
        }
        return match ignore_file(root, &path) {
            Ok(ignored) => ignored,
            Err(error) => {
                rows.not_analysed(*name, format!("{error:#}; no file is left out by it"));
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
