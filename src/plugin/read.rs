//! One plugin, read. Comes in: a unit; goes out: [`Plugin`] with its files decoded and its manifest as a model. Apart
//! because folders and packages meet here: both are a [`Listing`], and everything after it is the same for both.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::path::Path;

use anyhow::{Context, Result};

use super::discover::{DiscoverOptions, Unit, UnitKind};
use super::limits::{
    IGNORE_BYTES, OTHER_BYTES, PLUGIN_BYTES, PLUGIN_FILES, POLICIES_BYTES, POLICY_BYTES, PYTHON_BYTES, ROWS,
    YAML_BYTES,
};
use super::{Plugin, archive, folder, imports, manifest, names, policies};
use crate::source::{FileKind, NotAnalysed, SourceFile, decode};

/// Files that can be listed, and read one by one.
pub(super) trait Listing {
    /// Every path that may be wanted, sorted.
    fn paths(&self) -> Vec<String>;
    /// Whether the path is listed.
    fn contains(&self, path: &str) -> bool;
    /// Whether the path leads through a folder of installed packages, a virtual environment or the like.
    fn is_left_out(&self, path: &str) -> bool;
    /// The first `limit` bytes of a listed file and at most one more.
    fn bytes(&mut self, path: &str, limit: usize) -> Result<Vec<u8>>;
}

/// Files that a row names; the rest is counted.
const NAMED: usize = 3;

/// What goes into the report beside the files; bounded, however much there is to say.
#[derive(Debug, Default)]
pub(super) struct Rows {
    not_analysed: Vec<NotAnalysed>,
    notes: Vec<NotAnalysed>,
    more_not_analysed: usize,
    more_notes: usize,
}

impl Rows {
    /// Something that could not be read.
    pub(super) fn not_analysed(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        add(&mut self.not_analysed, &mut self.more_not_analysed, path.into(), reason.into());
    }

    /// Something worth knowing.
    pub(super) fn note(&mut self, path: impl Into<String>, text: impl Into<String>) {
        add(&mut self.notes, &mut self.more_notes, path.into(), text.into());
    }

    fn finish(mut self) -> (Vec<NotAnalysed>, Vec<NotAnalysed>) {
        for (rows, more) in
            [(&mut self.not_analysed, self.more_not_analysed), (&mut self.notes, self.more_notes)]
        {
            rows.sort();
            rows.dedup();
            if more > 0 {
                rows.push(NotAnalysed::new(".", format!("{more} more of this kind are not listed")));
            }
        }
        (self.not_analysed, self.notes)
    }
}

fn add(rows: &mut Vec<NotAnalysed>, more: &mut usize, mut path: String, reason: String) {
    if rows.len() >= ROWS {
        *more += 1;
        return;
    }
    if path.is_empty() {
        path.push('.');
    }
    if path.len() > super::limits::PATH_BYTES {
        let mut end = 80;
        while !path.is_char_boundary(end) {
            end -= 1;
        }
        path.truncate(end);
        path.push('…');
    }
    rows.push(NotAnalysed::new(path, reason));
}

/// Reads one plugin. An error when nothing of it can be read: the folder cannot be listed, the package is no zip.
pub fn read(options: &DiscoverOptions, unit: &Unit) -> Result<Plugin> {
    match unit.kind {
        UnitKind::Folder | UnitKind::PlainFolder => {
            let mut rows = Rows::default();
            let mut listing = folder::list(&unit.path, options.untrusted, &mut rows)
                .with_context(|| format!("{} cannot be read", unit.path.display()))?;
            Ok(assemble(*options, unit, &mut listing, rows))
        }
        UnitKind::Package => {
            let file = std::fs::File::open(&unit.path)
                .with_context(|| format!("{} cannot be opened", unit.path.display()))?;
            read_archive(options, unit, std::io::BufReader::new(file))
        }
    }
}

/// Reads a package from any source of bytes; `unit` gives its name.
pub fn read_archive(options: &DiscoverOptions, unit: &Unit, bytes: impl Read + Seek) -> Result<Plugin> {
    let mut rows = Rows::default();
    let mut listing = archive::list(bytes, &mut rows)
        .with_context(|| format!("{} is not a readable package", unit.display))?;
    if !listing.contains(names::MANIFEST) {
        rows.not_analysed(names::MANIFEST, "the package has no manifest at its root");
    }
    Ok(assemble(*options, unit, &mut listing, rows))
}

fn assemble(options: DiscoverOptions, unit: &Unit, listing: &mut dyn Listing, rows: Rows) -> Plugin {
    let mut reader = Reader { listing, rows, files: BTreeMap::new(), bytes: 0, full: false };
    let trees = manifest::Trees::load(&mut reader);
    let paths = reader.listing.paths();
    load_python(options, &mut reader, &paths, &trees.sources());
    let policy_paths = policies::choose(&paths, trees.privacy(), options.include_tests);
    let mut room = POLICIES_BYTES;
    for path in &policy_paths {
        if names::is_document(path) {
            // Beside a policy that is read it is one more form of it.
            if policy_paths.first() == Some(path) {
                reader.rows.not_analysed(path, NO_TEXT);
            } else {
                reader.rows.note(path, NO_TEXT);
            }
            continue;
        }
        if room == 0 {
            let reason =
                format!("the policies before it have more than {POLICIES_BYTES} bytes; it is not read");
            reader.rows.not_analysed(path, reason);
            continue;
        }
        room = room.saturating_sub(reader.load(path, FileKind::Policy).map_or(0, str::len));
    }
    if let Some(named) = trees.privacy().filter(|named| policies::is_missing(&paths, named)) {
        let text = format!("`privacy` names {}, which is not in the plugin", names::shown(named.as_bytes()));
        reader.rows.note(names::MANIFEST, text);
    }
    for path in paths.iter().filter(|path| names::kind_of(path) == Some(FileKind::Other)) {
        reader.load(path, FileKind::Other);
    }
    let readme_paths: Vec<&String> = paths.iter().filter(|path| names::is_readme(path)).collect();
    for path in &readme_paths {
        reader.load_aside(path);
    }
    for path in paths.iter().filter(|path| names::kind_of(path) == Some(FileKind::Compiled)) {
        reader.name(path);
    }
    let brings = brings(&mut reader, options.untrusted || unit.kind == UnitKind::Package);
    let mut plugin = Plugin {
        path: unit.display.clone(),
        packaged: unit.kind == UnitKind::Package,
        brings,
        files: reader.files.into_values().collect(),
        ..Plugin::default()
    };
    plugin.readmes = readme_paths.iter().filter_map(|path| plugin.find(path)).collect();
    plugin.policies = policy_paths.iter().filter_map(|path| plugin.find(path)).collect();
    plugin.unread_policies = policy_paths.into_iter().filter(|path| plugin.find(path).is_none()).collect();
    let mut rows = reader.rows;
    plugin.manifest = trees.build(&|path| plugin.find(path), &mut rows);
    hide_user(&mut plugin);
    (plugin.not_analysed, plugin.notes) = rows.finish();
    plugin
}

/// Hides the name and password of the manifest's `privacy` in its text too, of which reports quote lines.
fn hide_user(plugin: &mut Plugin) {
    let Some(span) = plugin.manifest.privacy.as_ref().map(|privacy| privacy.span) else { return };
    let (start, end) = (span.start as usize, span.end as usize);
    let Some(file) = plugin.files.get_mut(span.file.0 as usize) else { return };
    let Some(user) = file.text.get(start..end).and_then(manifest::user_of) else { return };
    let hidden = file.text.get(start + user.start..start + user.end).unwrap_or("");
    let stars: String = hidden.bytes().map(|byte| if byte == b'\n' { '\n' } else { '*' }).collect();
    file.text.replace_range(start + user.start..start + user.end, &stars);
}

/// What is said of a policy that is a document of another kind.
const NO_TEXT: &str = "is no text, Markdown or HTML; it is not read";

/// What would change the report and is not followed: a configuration, and of what is not trusted ignore files that would
/// leave out something that was read.
fn brings(reader: &mut Reader<'_>, untrusted: bool) -> Vec<NotAnalysed> {
    let mut rows = Vec::new();
    if reader.contains(names::CONFIG) {
        rows.push(NotAnalysed::new(names::CONFIG, "the plugin's own configuration"));
    }
    for name in names::IGNORE {
        if !untrusted || !reader.contains(name) {
            continue;
        }
        let bytes = reader.listing.bytes(name, IGNORE_BYTES);
        let Ok(patterns) = bytes.and_then(|bytes| folder::patterns(Path::new(""), &bytes)) else { continue };
        let hidden = |path: &&String| patterns.matched_path_or_any_parents(path.as_str(), false).is_ignore();
        let hidden: Vec<&str> = reader.files.keys().filter(hidden).map(String::as_str).collect();
        let more = hidden.len().saturating_sub(NAMED);
        let named = hidden.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        if !hidden.is_empty() {
            rows.push(NotAnalysed::new(*name, format!("leaves out {named}{more}")));
        }
    }
    rows
}

/// Python files: all but tests, examples, folders that are left out and scripts beside the manifest; of those what the
/// manifest names and what the others import, of scripts what the others name at all.
fn load_python(options: DiscoverOptions, reader: &mut Reader<'_>, paths: &[String], named: &[String]) {
    let python = paths.iter().filter(|path| names::kind_of(path) == Some(FileKind::Python)).cloned();
    let is_test = |path: &str| names::is_test_file(path) || names::in_test_folder(path);
    let aside = |path: &String| {
        (reader.listing.is_left_out(path) || (!options.include_tests && is_test(path)))
            && named.binary_search(path).is_err()
    };
    let (mut aside, kept): (Vec<String>, Vec<String>) = python.partition(aside);
    // Where the manifest leads to no code below it, what runs is not known.
    let led = kept.iter().any(|path| path.contains('/') && named.binary_search(path).is_ok());
    let script = |path: &String| led && !path.contains('/') && named.binary_search(path).is_err();
    let (mut scripts, kept): (Vec<String>, Vec<String>) = kept.into_iter().partition(script);
    for path in &kept {
        reader.load(path, FileKind::Python);
    }
    let mut fresh = kept;
    while !(fresh.is_empty() || aside.is_empty() && scripts.is_empty()) {
        let sources = fresh.iter().filter_map(|path| reader.files.get(path));
        let mut found = imports::mentioned_files(sources.clone(), &scripts);
        scripts.retain(|path| found.binary_search(path).is_err());
        let imported = imports::imported_files(sources, &aside);
        aside.retain(|path| imported.binary_search(path).is_err());
        found.extend(imported);
        for path in &found {
            reader.load(path, FileKind::Python);
        }
        fresh = found;
    }
    for path in &scripts {
        reader.rows.note(path, "nothing that the manifest leads to names it; it is not read");
    }
}

/// Reads files of a listing within the bounds and keeps account of what it could not read.
pub(super) struct Reader<'a> {
    listing: &'a mut dyn Listing,
    pub(super) rows: Rows,
    files: BTreeMap<String, SourceFile>,
    bytes: usize,
    full: bool,
}

impl Reader<'_> {
    /// Whether the plugin holds such a file.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.listing.contains(path)
    }

    /// Every path of the plugin, sorted.
    pub(super) fn paths(&self) -> Vec<String> {
        self.listing.paths()
    }

    /// The text of a file that need not be kept.
    pub(super) fn peek(&mut self, path: &str, kind: FileKind) -> Option<String> {
        match self.files.get(path) {
            Some(file) => Some(file.text.clone()),
            None => self.decoded(path, kind).ok().flatten(),
        }
    }

    /// The text of a file, read at most once; `None`, with a row, when it cannot be read.
    pub(super) fn load(&mut self, path: &str, kind: FileKind) -> Option<&str> {
        if !self.files.contains_key(path) {
            match self.decoded(path, kind) {
                Ok(Some(text)) => {
                    self.files.insert(path.to_owned(), SourceFile::new(path, kind, text));
                }
                Ok(None) => {}
                Err(error) => self.rows.not_analysed(path, format!("{error:#}")),
            }
        }
        self.files.get(path).map(|file| file.text.as_str())
    }

    /// Reads a file of which nothing depends: where it cannot be read, a note says so.
    fn load_aside(&mut self, path: &str) {
        if self.files.contains_key(path) {
            return;
        }
        match self.decoded(path, FileKind::Policy) {
            Ok(Some(text)) => {
                self.files.insert(path.to_owned(), SourceFile::new(path, FileKind::Policy, text));
            }
            Ok(None) => {}
            Err(error) => self.rows.note(path, format!("{error:#}")),
        }
    }

    /// Takes in a file of which only the name counts.
    fn name(&mut self, path: &str) {
        if self.files.len() < PLUGIN_FILES {
            self.files
                .entry(path.to_owned())
                .or_insert_with(|| SourceFile::new(path, FileKind::Compiled, String::new()));
        }
    }

    fn decoded(&mut self, path: &str, kind: FileKind) -> Result<Option<String>> {
        if self.full {
            return Ok(None);
        }
        let limit = match kind {
            FileKind::Python => PYTHON_BYTES,
            FileKind::Yaml => YAML_BYTES,
            FileKind::Policy => POLICY_BYTES,
            FileKind::Compiled | FileKind::Other => OTHER_BYTES,
        };
        let bytes = self.listing.bytes(path, limit)?;
        // What is too large counts too: unpacking many such entries is work without end.
        self.bytes += bytes.len();
        if self.bytes > PLUGIN_BYTES || self.files.len() >= PLUGIN_FILES {
            self.full = true;
            let bound = format!("{PLUGIN_FILES} files and {PLUGIN_BYTES} bytes");
            self.rows
                .not_analysed(".", format!("has more than {bound}; the rest from `{path}` on is not read"));
            return Ok(None);
        }
        anyhow::ensure!(bytes.len() <= limit, "is larger than {limit} bytes");
        decode(bytes, kind).map(Some).map_err(anyhow::Error::msg)
    }
}
