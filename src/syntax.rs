//! Tree-sitter queries: load, check, run. Comes in: query files, the built-in ones of `queries/python/` or a user's
//! folder, and syntax trees; goes out: matches whose captures have a meaning from a fixed vocabulary. Apart because it is
//! the only module that uses tree-sitter's query language.
//!
//! The typed form of Python comes from one cursor walk per tree (`python`), which costs less than a query does and needs
//! nothing compiled. The built-in queries say in a dozen patterns of grammar what that walk gathers: a test holds both
//! against each other. So a scan compiles none of them; only a user's own files (`--queries`) are compiled and run,
//! and their matches are added to the typed form. Broken parts of a file need no query either: the walk enters them
//! (`python`), and a test breaks files to compare.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use smallvec::SmallVec;
use tree_sitter::{
    CaptureQuantifier, Language, Node, Query, QueryCursor, QueryError, QueryErrorKind, StreamingIterator,
};

/// Bytes of a query file. The built-in ones stay under 2,000.
pub const FILE_BYTES: u64 = 64 * 1024;
/// Query files in a folder.
pub const FILES: usize = 64;
/// Patterns of a folder's files together: compiling one costs most of a millisecond.
pub const PATTERNS: usize = 200;
/// Nesting of a pattern; tree-sitter's own reader recurses.
const NESTING: usize = 64;
/// Matches in progress at one place of a tree.
const MATCHES_IN_PROGRESS: u32 = 2_048;
/// Matches of one query file in one Python file.
const MATCHES: usize = 100_000;
/// Bytes of a problem's own text that are shown.
const SHOWN: usize = 200;

macro_rules! vocabulary {
    ($($variant:ident = $name:literal, $doc:literal;)*) => {
        /// What a captured node is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Capture { $(#[doc = $doc] $variant),* }
        /// All captures with their names, in the order of the enumeration.
        pub const VOCABULARY: &[(&str, Capture)] = &[$(($name, Capture::$variant)),*];
    };
}

vocabulary! {
    Import = "import", "An import statement.";
    ImportModule = "import.module", "The module's dotted name.";
    ImportName = "import.name", "A name taken from the module.";
    ImportAlias = "import.alias", "The name that it is bound to.";
    DefinitionFunction = "definition.function", "A function definition.";
    DefinitionClass = "definition.class", "A class definition.";
    DefinitionName = "definition.name", "The name of what is defined.";
    Call = "call", "A call.";
    CallCallee = "call.callee", "What is called.";
    CallArguments = "call.arguments", "The arguments.";
    Binding = "binding", "A construct that gives a value to a target.";
    BindingTarget = "binding.target", "What is bound.";
    BindingValue = "binding.value", "What it gets.";
    FieldName = "field.name", "The name of a field of data.";
    FieldValue = "field.value", "What carries the field.";
    String = "string", "A string.";
    StringPart = "string.part", "One of adjacent strings.";
    StringDocstring = "string.docstring", "A string that is a statement.";
}

/// Captures that a pattern must have beside another one of its own.
const NEEDS: &[(Capture, &[Capture])] = &[
    (Capture::Import, &[Capture::ImportModule]),
    (Capture::ImportModule, &[Capture::Import]),
    (Capture::ImportName, &[Capture::ImportModule]),
    (Capture::ImportAlias, &[Capture::ImportModule]),
    (Capture::DefinitionFunction, &[Capture::DefinitionName]),
    (Capture::DefinitionClass, &[Capture::DefinitionName]),
    (Capture::Call, &[Capture::CallCallee]),
    (Capture::CallCallee, &[Capture::Call]),
    (Capture::CallArguments, &[Capture::Call]),
    (Capture::Binding, &[Capture::BindingTarget, Capture::BindingValue]),
    (Capture::BindingTarget, &[Capture::Binding]),
    (Capture::BindingValue, &[Capture::Binding]),
    (Capture::FieldName, &[Capture::FieldValue]),
    (Capture::FieldValue, &[Capture::FieldName]),
];

impl Capture {
    /// The capture of this name, written without `@`.
    pub fn of(name: &str) -> Option<Self> {
        VOCABULARY.iter().find(|(other, _)| *other == name).map(|(_, capture)| *capture)
    }

    /// Its name without `@`.
    pub fn name(self) -> &'static str {
        VOCABULARY.iter().find(|(_, other)| *other == self).map_or("", |(name, _)| name)
    }

    /// Whether matches of a user's query with it can be added to the typed form.
    pub fn adds(self) -> bool {
        !matches!(
            self,
            Self::DefinitionFunction
                | Self::DefinitionClass
                | Self::DefinitionName
                | Self::StringPart
                | Self::StringDocstring
        )
    }
}

/// One match: its captured nodes, in the order of the file.
#[derive(Debug, Default)]
pub struct Match<'t> {
    /// Each node with what it is.
    pub nodes: SmallVec<[(Capture, Node<'t>); 4]>,
}

impl<'t> Match<'t> {
    /// The first node captured as this.
    pub fn node(&self, capture: Capture) -> Option<Node<'t>> {
        self.nodes.iter().find(|(other, _)| *other == capture).map(|(_, node)| *node)
    }
}

/// A checked query file.
#[derive(Debug)]
struct QueryFile {
    query: Query,
    /// What each capture is, by its index; `None` for one that only predicates use.
    captures: Vec<Option<Capture>>,
}

/// Checked queries, shared by all threads.
#[derive(Debug, Default)]
pub struct QuerySet {
    files: Vec<QueryFile>,
}

/// The built-in query files: name and text.
pub const BUILTIN: &[(&str, &str)] = &[
    ("imports.scm", include_str!("../queries/python/imports.scm")),
    ("definitions.scm", include_str!("../queries/python/definitions.scm")),
    ("calls.scm", include_str!("../queries/python/calls.scm")),
    ("bindings.scm", include_str!("../queries/python/bindings.scm")),
    ("fields.scm", include_str!("../queries/python/fields.scm")),
    ("strings.scm", include_str!("../queries/python/strings.scm")),
];

impl QuerySet {
    /// Compiles the built-in queries. Costs some ten milliseconds: nothing on a scan's way calls it.
    pub fn builtin() -> Result<Self> {
        let language = language();
        let files = BUILTIN.iter().map(|(name, text)| QueryFile::new(&language, name, text, false));
        Ok(Self { files: files.collect::<Result<_>>()? })
    }

    /// Compiles the query files (`*.scm`) of a user's folder, in the order of their names. The error is one sentence
    /// with the file, line and column.
    pub fn load(folder: &Path) -> Result<Self> {
        let language = language();
        let mut set = Self::default();
        for path in query_files(folder)? {
            let text = read(&path)?;
            set.files.push(QueryFile::new(&language, &path.display().to_string(), &text, true)?);
            let patterns = set.patterns();
            ensure!(patterns <= PATTERNS, "{} holds more than {PATTERNS} patterns", folder.display());
        }
        Ok(set)
    }

    /// Number of patterns.
    pub fn patterns(&self) -> usize {
        self.files.iter().map(|file| file.query.pattern_count()).sum()
    }

    /// Runs every query over `root`, a tree of `text`, and gives each match to `each`: file by file, then in the order
    /// that tree-sitter finds them. False when a bound was hit, so that matches are missing.
    pub fn run<'t>(&self, root: Node<'t>, text: &str, mut each: impl FnMut(&Match<'t>)) -> bool {
        let mut complete = true;
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(MATCHES_IN_PROGRESS);
        let mut found = Match::default();
        for file in &self.files {
            let mut matches = cursor.matches(&file.query, root, text.as_bytes());
            let mut count = 0;
            while let Some(matched) = matches.next() {
                if count == MATCHES {
                    complete = false;
                    break;
                }
                count += 1;
                found.nodes.clear();
                found.nodes.extend(matched.captures().iter().filter_map(|capture| {
                    let meaning = file.captures.get(capture.index as usize).copied().flatten()?;
                    Some((meaning, capture.node))
                }));
                each(&found);
            }
            drop(matches);
            complete &= !cursor.did_exceed_match_limit();
        }
        complete
    }
}

fn language() -> Language {
    Language::new(tree_sitter_python::LANGUAGE)
}

/// The query files of a folder, sorted.
fn query_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("the query folder {} cannot be read", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "scm") && path.is_file() {
            paths.push(path);
            ensure!(paths.len() <= FILES, "{} holds more than {FILES} query files", folder.display());
        }
    }
    ensure!(!paths.is_empty(), "{} holds no query files (*.scm)", folder.display());
    paths.sort();
    Ok(paths)
}

/// The text of a query file, with `\n` between its lines.
fn read(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = fs::File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let read = file.take(FILE_BYTES + 1).read_to_string(&mut text);
    if read.as_ref().is_ok_and(|&bytes| bytes as u64 > FILE_BYTES) {
        bail!("{} is larger than {FILE_BYTES} bytes", path.display());
    }
    read.with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

impl QueryFile {
    fn new(language: &Language, name: &str, text: &str, by_user: bool) -> Result<Self> {
        let source = Source { name, text };
        source.check_nesting()?;
        let query = match Query::new(language, text) {
            Ok(query) => query,
            Err(error) => bail!(source.problem(&error)),
        };
        let file = Self { captures: source.captures(&query, by_user)?, query };
        for pattern in 0..file.query.pattern_count() {
            file.check_pattern(&source, pattern)?;
        }
        Ok(file)
    }

    /// A pattern that captures nothing, half of a pair, or asks for what is not evaluated would silently do nothing.
    fn check_pattern(&self, source: &Source<'_>, pattern: usize) -> Result<()> {
        let place = || source.place(self.query.start_byte_for_pattern(pattern));
        let quantifiers = self.query.capture_quantifiers(pattern);
        let held: Vec<Capture> = self
            .captures
            .iter()
            .zip(quantifiers)
            .filter(|(_, quantifier)| **quantifier != CaptureQuantifier::Zero)
            .filter_map(|(capture, _)| *capture)
            .collect();
        ensure!(!held.is_empty(), "{}: the pattern captures nothing; {}", place(), known());
        for (capture, needed) in NEEDS.iter().filter(|(capture, _)| held.contains(capture)) {
            if let Some(other) = needed.iter().find(|other| !held.contains(other)) {
                bail!("{}: a pattern with @{} needs @{} too", place(), capture.name(), other.name());
            }
        }
        if let Some(predicate) = self.query.general_predicates(pattern).first() {
            bail!("{}: there is no predicate `#{}`", place(), shown(&predicate.operator));
        }
        let settings = self.query.property_settings(pattern).len();
        let properties = self.query.property_predicates(pattern).len();
        ensure!(settings + properties == 0, "{}: `#set!` and `#is?` mean nothing here", place());
        Ok(())
    }
}

/// A query file's name and text, for messages with places.
struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

impl Source<'_> {
    /// `file:line:column` of a byte.
    fn place(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("{}:{line}:{column}", self.name)
    }

    /// What tree-sitter says, as one line.
    fn problem(&self, error: &QueryError) -> String {
        let message = shown(error.message.trim_matches('"'));
        let what = match error.kind {
            QueryErrorKind::NodeType => format!("the grammar has no node `{message}`"),
            QueryErrorKind::Field => format!("the grammar has no field `{message}`"),
            QueryErrorKind::Capture => format!("no capture is named @{message}"),
            QueryErrorKind::Structure => "the grammar never puts these nodes together so".to_owned(),
            QueryErrorKind::Predicate => format!("the predicate is wrong: {message}"),
            QueryErrorKind::Syntax | QueryErrorKind::Language => "the pattern's syntax is wrong".to_owned(),
        };
        // Of a predicate tree-sitter tells the line only.
        let place = match error.kind {
            QueryErrorKind::Predicate => format!("{}:{}:1", self.name, error.row + 1),
            _ => self.place(error.offset),
        };
        format!("{place}: {what}")
    }

    /// The meaning of each capture of the file; names that begin with `_` are for predicates.
    fn captures(&self, query: &Query, by_user: bool) -> Result<Vec<Option<Capture>>> {
        let mut captures = Vec::new();
        for name in query.capture_names() {
            if name.starts_with('_') {
                captures.push(None);
                continue;
            }
            let place = || self.place(self.capture_offset(name));
            let Some(capture) = Capture::of(name) else {
                let hint = nearest(name).map(|near| format!(" Did you mean @{near}?")).unwrap_or_default();
                bail!("{}: there is no capture @{}.{hint} {}", place(), shown(name), known());
            };
            if by_user && !capture.adds() {
                bail!("{}: @{name} adds nothing: only the built-in queries use it", place());
            }
            captures.push(Some(capture));
        }
        Ok(captures)
    }

    /// Where a capture stands first.
    fn capture_offset(&self, name: &str) -> usize {
        let in_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '?' | '!');
        let rest = |at: usize| self.text.get(at + 1..).and_then(|rest| rest.strip_prefix(name));
        let mut marks = self.code().filter(|&(_, c)| c == '@').map(|(at, _)| at);
        marks.find(|&at| rest(at).is_some_and(|rest| !rest.starts_with(in_name))).unwrap_or(0)
    }

    fn check_nesting(&self) -> Result<()> {
        let mut depth = 0_usize;
        for (at, c) in self.code() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            ensure!(depth <= NESTING, "{}: nested deeper than {NESTING} levels", self.place(at));
        }
        Ok(())
    }

    /// The characters outside comments and strings.
    fn code(&self) -> impl Iterator<Item = (usize, char)> {
        let (mut comment, mut string, mut escaped) = (false, false, false);
        self.text.char_indices().filter(move |&(_, c)| {
            if comment {
                comment = c != '\n';
            } else if string {
                string = escaped || !matches!(c, '"' | '\n');
                escaped = !escaped && c == '\\';
            } else {
                comment = c == ';';
                string = c == '"';
                return !comment && !string;
            }
            false
        })
    }
}

/// The list of captures for messages.
fn known() -> String {
    let names: Vec<String> =
        VOCABULARY.iter().filter(|(_, capture)| capture.adds()).map(|(name, _)| format!("@{name}")).collect();
    format!("Known captures: {}; names that begin with `_` are for predicates", names.join(", "))
}

/// The known capture that a name is probably meant to be.
fn nearest(name: &str) -> Option<&'static str> {
    let scored = VOCABULARY.iter().map(|(known, _)| (distance(name, known), *known));
    scored.filter(|(distance, _)| *distance <= 3).min().map(|(_, known)| known)
}

/// Edit distance between a name and a known one; a long name is far from all.
fn distance(name: &str, known: &str) -> usize {
    if name.len() > 40 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (index, a) in name.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(known.chars()) {
            let above = *cell;
            left = (diagonal + usize::from(a != b)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// A stretch of a file's text in a message: one line of printable characters, not too long.
fn shown(text: &str) -> String {
    text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
