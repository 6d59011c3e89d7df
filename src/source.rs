//! Text with places in it: what every other module points into. Comes in: a path and bytes; goes out: text,
//! spans, and lines and columns for output. Apart because nothing here knows what the text means.

use std::cmp::Ordering;

/// Index of a file within its plugin's `files`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range in one file of a plugin. Line and column are computed only for output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A place for people and machines: lines and columns start at 1, columns count Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path relative to the plugin's root, with `/`.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

/// Something that could not be read or only in part, and why. Never silent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotAnalysed {
    /// Path relative to the plugin's root, with `/`.
    pub path: String,
    /// One sentence for people.
    pub reason: String,
}

impl NotAnalysed {
    /// A row for `path` with `reason`.
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }
}

/// What a file is to the analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Python source.
    Python,
    /// YAML: the manifest and what it names.
    Yaml,
    /// A privacy policy in Markdown, HTML or plain text.
    Policy,
    /// Anything else that is read (requirements, project files).
    Other,
}

/// One decoded file of a plugin.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the plugin's root, with `/`.
    pub path: String,
    /// What it is to the analysis.
    pub kind: FileKind,
    /// Its text as UTF-8, without a byte order mark.
    pub text: String,
    line_starts: std::sync::OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// A file of `text` under `path`.
    pub fn new(path: impl Into<String>, kind: FileKind, text: impl Into<String>) -> Self {
        Self { path: path.into(), kind, text: text.into(), line_starts: std::sync::OnceLock::new() }
    }

    /// Byte offset of each line's first byte.
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(newlines.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }

    /// Line and column (from 1; columns in Unicode scalar values) of byte `offset`.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let starts = self.line_starts();
        let index = match starts.binary_search(&offset) {
            Ok(index) => index,
            Err(index) => index.saturating_sub(1),
        };
        let start = starts.get(index).copied().unwrap_or(0);
        let column =
            self.text.get(start as usize..offset as usize).map_or(1, |before| before.chars().count() + 1);
        (u32::try_from(index + 1).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// The line (from 1) that holds byte `offset`, and its text without the line break.
    pub fn line_text(&self, line: u32) -> &str {
        let starts = self.line_starts();
        let Some(&start) = starts.get(line.saturating_sub(1) as usize) else { return "" };
        let end = starts.get(line as usize).map_or(self.text.len(), |&next| next as usize);
        self.text.get(start as usize..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// Number of lines.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// The place of byte `offset`.
    pub fn place(&self, offset: u32) -> Place {
        let (line, column) = self.line_column(offset);
        Place { path: self.path.clone(), line, column }
    }
}

impl Span {
    /// Orders spans by file, then start, then the longer first.
    pub fn reading_order(&self, other: &Self) -> Ordering {
        (self.file, self.start, std::cmp::Reverse(self.end)).cmp(&(
            other.file,
            other.start,
            std::cmp::Reverse(other.end),
        ))
    }
}
