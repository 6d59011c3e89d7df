//! Which plugins a path holds. Comes in: a path; goes out: [`Discovery`], a list of units in the order of their paths,
//! none of them read. Apart because it decides what a plugin is; memory grows with the number of paths only.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use ignore::gitignore::Gitignore;

use super::archive;
use super::folder::{ignore_file, is_environment, listed, read_capped};
use super::limits::{FOLDER_DEPTH, YAML_BYTES};
use super::names;
use super::yaml::Tree;
use crate::source::{FileKind, NotAnalysed, decode};

/// What is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiscoverOptions {
    /// Whether tests and examples within a plugin count.
    pub include_tests: bool,
    /// Whether ignore files below the scanned path are not followed.
    pub untrusted: bool,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// A plugin's folder.
    Folder,
    /// A package.
    Package,
    /// A folder without a plugin's manifest: plain Python.
    PlainFolder,
}

/// Something to be read as one plugin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// Relative to the scanned root with `/`; `.` when the root is the plugin; a package's file name.
    pub display: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: UnitKind,
}

/// What a path holds.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    /// Sorted by their display paths.
    pub units: Vec<Unit>,
    /// What was passed over on the way, sorted.
    pub notes: Vec<NotAnalysed>,
}

/// File name endings of packages, in lower case. A package under the first is one by its name; under the second it must
/// hold a manifest to count when it is found in a tree.
const PACKAGE: &str = "difypkg";
const ZIP: &str = "zip";

/// Finds the plugins at `path`: a plugin's folder, a package, or a tree of both. An error when the path cannot be read,
/// is neither, or holds neither a plugin nor Python.
pub fn discover(options: &DiscoverOptions, path: &Path) -> Result<Discovery> {
    let kind = fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if kind.is_file() {
        if !has_extension(path, PACKAGE) && !has_extension(path, ZIP) {
            bail!("{} is neither a folder nor a package (.difypkg, .zip)", path.display());
        }
        let display = names::shown(path.file_name().unwrap_or_default().as_encoded_bytes());
        let unit = Unit { display, path: path.to_owned(), kind: UnitKind::Package };
        return Ok(Discovery { units: vec![unit], notes: Vec::new() });
    }
    let mut search = Search { options: *options, found: Discovery::default(), python: false };
    search.run(path)?;
    let Search { mut found, python, .. } = search;
    if found.units.is_empty() {
        if !python {
            bail!("{} holds no plugin (no manifest.yaml with `type: plugin`) and no Python", path.display());
        }
        found.units.push(Unit { display: ".".into(), path: path.to_owned(), kind: UnitKind::PlainFolder });
        let note = "no manifest.yaml with `type: plugin`: scanned as plain Python";
        found.notes.push(NotAnalysed::new(".", note));
    }
    found.units.sort();
    found.notes.sort();
    Ok(found)
}

/// A folder still to be looked at.
struct Pending {
    path: PathBuf,
    shown: String,
    depth: usize,
    /// Whether a plugin holds this folder.
    in_plugin: bool,
    /// The ignore files that hold here, outermost first.
    ignored: Arc<Vec<Gitignore>>,
}

struct Search {
    options: DiscoverOptions,
    found: Discovery,
    python: bool,
}

impl Search {
    fn run(&mut self, root: &Path) -> Result<()> {
        let first = Pending {
            path: root.to_owned(),
            shown: String::new(),
            depth: 0,
            in_plugin: false,
            ignored: Arc::default(),
        };
        let mut pending = vec![first];
        while let Some(folder) = pending.pop() {
            match fs::read_dir(&folder.path) {
                Ok(entries) => self.folder(folder, entries, &mut pending),
                Err(error) if folder.depth == 0 => {
                    return Err(error).with_context(|| format!("{} cannot be read", root.display()));
                }
                Err(error) => self.note(folder.shown, format!("the folder cannot be read: {error}")),
            }
        }
        Ok(())
    }

    fn folder(&mut self, mut here: Pending, entries: fs::ReadDir, pending: &mut Vec<Pending>) {
        let mut folders = Vec::new();
        let mut packages = Vec::new();
        let mut links = Vec::new();
        let mut manifest = None;
        let (entries, broken) = listed(entries, usize::MAX);
        if let Some(error) = broken {
            self.note(here.shown.clone(), format!("the folder could not be listed whole: {error}"));
        }
        if here.depth > 0 && is_environment(&entries) {
            if !here.in_plugin {
                self.note(here.shown, names::NOT_SEARCHED.to_owned());
            }
            return;
        }
        for entry in entries {
            let name = entry.file_name();
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(error) => {
                    self.note(join(&here.shown, &entry.path()), format!("cannot be looked at: {error}"));
                    continue;
                }
            };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if name == names::MANIFEST {
                manifest = Some(entry.path());
            } else if name == ".gitignore" && kind.is_file() {
                self.add_ignore_file(&mut here, &entry.path());
            } else if kind.is_file() {
                let name = Path::new(&name);
                self.python |= has_extension(name, "py");
                if has_extension(name, PACKAGE) || has_extension(name, ZIP) {
                    packages.push(entry.path());
                }
            } else if !here.in_plugin && may_hold_plugins(&entry.path()) {
                links.push(entry.path());
            }
        }
        if let Some(manifest) = manifest.filter(|path| !is_ignored(&here.ignored, path, false)) {
            self.manifest(&mut here, &manifest);
        }
        for package in packages {
            self.package(&here, package);
        }
        // Links within a plugin's folder are for its own report to tell.
        for link in links.iter().filter(|link| !here.in_plugin && !is_ignored(&here.ignored, link, false)) {
            let text = "is a link or no regular file, and is not followed";
            self.note(join(&here.shown, link), text.to_owned());
        }
        if here.depth >= FOLDER_DEPTH {
            self.note(here.shown, format!("lies {FOLDER_DEPTH} folders deep; no deeper folder is searched"));
            return;
        }
        for path in folders {
            pending.extend(self.below(&here, path));
        }
    }

    fn manifest(&mut self, here: &mut Pending, manifest: &Path) {
        if is_plugin_manifest(manifest) {
            let display = if here.depth == 0 { ".".to_owned() } else { here.shown.clone() };
            self.found.units.push(Unit { display, path: here.path.clone(), kind: UnitKind::Folder });
            here.in_plugin = true;
        } else if here.depth == 0 {
            self.note(
                names::MANIFEST.to_owned(),
                "is no plugin's manifest: it has no `type: plugin`".to_owned(),
            );
        }
    }

    /// A package in a tree. One within a plugin's folder is what its packager wrote, not another plugin.
    fn package(&mut self, here: &Pending, path: PathBuf) {
        if is_ignored(&here.ignored, &path, false) {
            return;
        }
        let by_name = has_extension(&path, PACKAGE);
        let display = join(&here.shown, &path);
        if here.in_plugin {
            if by_name {
                self.note(display, "is a package within a plugin's folder and is not scanned".to_owned());
            }
        } else if by_name || archive::has_manifest(&path) {
            self.found.units.push(Unit { display, path, kind: UnitKind::Package });
        }
    }

    fn below(&mut self, here: &Pending, path: PathBuf) -> Option<Pending> {
        let name = path.file_name()?.to_string_lossy();
        let is_test = here.in_plugin && !self.options.include_tests && names::is_test_folder(&name);
        if is_test || is_ignored(&here.ignored, &path, true) {
            return None;
        }
        let shown = join(&here.shown, &path);
        if names::is_left_out(&name) || (here.in_plugin && names::is_no_part(&name)) {
            if !here.in_plugin && names::is_noted(&name) {
                self.note(shown, names::NOT_SEARCHED.to_owned());
            }
            return None;
        }
        let ignored = Arc::clone(&here.ignored);
        Some(Pending { path, shown, depth: here.depth + 1, in_plugin: here.in_plugin, ignored })
    }

    fn add_ignore_file(&mut self, here: &mut Pending, path: &Path) {
        match ignore_file(&here.path, path) {
            Ok(ignored) if ignored.is_empty() => {}
            Ok(_) if self.options.untrusted => {
                self.note(join(&here.shown, path), "is not followed: no folder is left out by it".to_owned());
            }
            Ok(ignored) => Arc::make_mut(&mut here.ignored).push(ignored),
            Err(error) => self.note(join(&here.shown, path), format!("{error:#}; no file is left out by it")),
        }
    }

    fn note(&mut self, path: String, text: String) {
        self.found.notes.push(NotAnalysed::new(path, text));
    }
}

/// The innermost ignore file that says anything decides.
fn is_ignored(ignored: &[Gitignore], path: &Path, is_folder: bool) -> bool {
    let decided =
        ignored.iter().rev().map(|rules| rules.matched(path, is_folder)).find(|found| !found.is_none());
    decided.is_some_and(|found| found.is_ignore())
}

/// Whether the file is a plugin's manifest: a mapping with `type: plugin`, or no mapping at all, so that a broken
/// manifest is reported instead of passed over.
pub(super) fn is_plugin_manifest(path: &Path) -> bool {
    // Opening a pipe would wait for ever.
    if !path.is_file() {
        return false;
    }
    let Ok(bytes) = read_capped(path, YAML_BYTES) else { return true };
    let Ok(text) = decode(bytes, FileKind::Yaml) else { return true };
    if text.lines().any(is_type_line) {
        return true;
    }
    let tree = Tree::parse(&text);
    match tree.root() {
        Some(root) if tree.is_map(root) => match tree.get(root, "type") {
            Some(kind) => tree.text(kind) == Some("plugin"),
            None => tree.problem.is_some(),
        },
        _ => true,
    }
}

/// The line as nearly every manifest has it, so that those need no parsing here.
fn is_type_line(line: &str) -> bool {
    let Some(value) = line.strip_prefix("type:") else { return false };
    let value = value.split('#').next().unwrap_or_default().trim();
    value.trim_matches(['"', '\'']) == "plugin"
}

/// Whether something that is neither a file nor a folder stands where a plugin may be: a link to a folder, or the name of
/// a package.
fn may_hold_plugins(path: &Path) -> bool {
    has_extension(path, PACKAGE) || path.is_dir()
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case(extension))
}

fn join(shown: &str, path: &Path) -> String {
    let name = names::shown(path.file_name().unwrap_or_default().as_encoded_bytes());
    if shown.is_empty() { name } else { format!("{shown}/{name}") }
}
