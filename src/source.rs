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

/// A comment of a file, as the file's parser tells comments from text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands, with its marks.
    pub span: Span,
    /// What it says, without its marks.
    pub text: String,
    /// Whether nothing else stands on its lines.
    pub alone: bool,
}

impl Comment {
    /// The comment at these bytes of `text`; `marks` are the lengths of its opening and closing marks.
    pub fn at(file: FileId, text: &str, start: usize, end: usize, marks: (usize, usize)) -> Option<Self> {
        let said = text.get(start + marks.0..end.checked_sub(marks.1)?)?;
        let before = text.get(..start)?.rsplit('\n').next().unwrap_or_default();
        let after = text.get(end..)?.split('\n').next().unwrap_or_default();
        let span = Span { file, start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? };
        let alone = before.trim().is_empty() && after.trim().is_empty();
        Some(Self { span, text: said.trim().to_owned(), alone })
    }
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
    /// Compiled code, of which only the name is known.
    Compiled,
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

    /// The bytes of a line (from 1) without the blanks around it.
    pub fn line_range(&self, line: u32) -> std::ops::Range<u32> {
        let text = self.line_text(line);
        let start = self.line_starts().get(line.saturating_sub(1) as usize).copied().unwrap_or(0);
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let indent = length(text) - length(text.trim_start());
        start + indent..start + indent + length(text.trim())
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

/// Whether a character acts on a terminal or an editor instead of being seen: controls, marks that turn the direction of
/// writing, separators of lines, and what has no width. The two joiners (U+200C, U+200D) belong to scripts and count not.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text of `bytes`: by byte order mark, by the coding line of a Python file (PEP 263), as UTF-8, else by a guess from
/// the bytes. The text holds no byte order mark. The error is one sentence for people: what it is instead of text.
pub fn decode(bytes: Vec<u8>, kind: FileKind) -> Result<String, &'static str> {
    let text = with_line_feeds(decode_any(bytes, kind)?);
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return Err("holds NUL bytes and is no text");
    }
    if is_binary(&text) {
        return Err("holds control characters as binary files do and is no text");
    }
    Ok(text)
}

/// A carriage return alone ends a line for Python, YAML and Markdown, and for no parser here: code after a comment would
/// be part of that comment. The text keeps its length.
fn with_line_feeds(text: String) -> String {
    let alone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    let found: Vec<usize> = memchr::memchr_iter(b'\r', text.as_bytes()).filter(|&at| alone(at)).collect();
    if found.is_empty() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    for at in found {
        out.push_str(text.get(start..at).unwrap_or(""));
        out.push('\n');
        start = at + 1;
    }
    out.push_str(text.get(start..).unwrap_or(""));
    out
}

fn decode_any(bytes: Vec<u8>, kind: FileKind) -> Result<String, &'static str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return Ok(encoding.decode_without_bom_handling(rest).0.into_owned());
    }
    let declared = if kind == FileKind::Python { coding_line(&bytes) } else { None };
    if let Some(label) = declared
        && let Some(text) = decode_declared(&bytes, &label)?
    {
        return Ok(text);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(shifted(&text, kind).unwrap_or(text)),
        Err(error) => error.into_bytes(),
    };
    if memchr::memchr(0, &bytes).is_some() {
        // Not text: the caller refuses it for the NUL.
        return Ok("\0".to_owned());
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    // More text makes the guess no better, only slower.
    detector.feed(bytes.get(..GUESS_BYTES).unwrap_or(&bytes), true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned())
}

/// Text in ISO-2022-JP, which writes everything in ASCII, with escape codes that no other text has.
fn shifted(text: &str, kind: FileKind) -> Option<String> {
    if kind == FileKind::Python || !text.contains("\u{1b}$") {
        return None;
    }
    let (text, errors) = encoding_rs::ISO_2022_JP.decode_without_bom_handling(text.as_bytes());
    (!errors).then(|| text.into_owned())
}

/// How many bytes the guess of an encoding looks at.
const GUESS_BYTES: usize = 64 * 1024;

/// Decodes by the name that a coding line gives. `None` for UTF-8, and where the bytes do not fit: then Python refuses the
/// file. An error for a name that is not known here, or one under which even ASCII means something else: Python would run
/// other code than what stands there.
fn decode_declared(bytes: &[u8], label: &str) -> Result<Option<String>, &'static str> {
    let name = label.to_ascii_lowercase().replace('_', "-");
    if name.starts_with("utf-8")
        || ["utf8", "utf", "u8", "cp65001", "646", "ascii", "us-ascii"].contains(&name.as_str())
    {
        return Ok(None);
    }
    // Python's Latin-1 maps each byte to the character of that number; the web's label means windows-1252.
    let latin = ["latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1", "8859", "cp819"];
    if latin.contains(&name.as_str()) || name.starts_with("latin-1-") || name.starts_with("iso-8859-1-") {
        return Ok(Some(bytes.iter().map(|&byte| char::from(byte)).collect()));
    }
    // Names of Python's codecs that the web's list of labels lacks.
    let name = match name.as_str() {
        "cp932" | "ms932" | "mskanji" => "shift_jis",
        "cp936" => "gbk",
        "cp949" => "euc-kr",
        "cp950" => "big5",
        "mac-roman" => "macintosh",
        other => other,
    };
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes())
        .or_else(|| encoding_rs::Encoding::for_label(label.as_bytes()))
        .filter(|encoding| encoding.is_ascii_compatible())
        .ok_or(
            "declares an encoding that is not read here, under which it may be other code; it was not read",
        )?;
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    Ok((!errors).then(|| text.into_owned()))
}

/// The name in a coding line (PEP 263): a comment of the first or second line with `coding:` or `coding=` before it.
fn coding_line(bytes: &[u8]) -> Option<String> {
    let mut rest = bytes;
    for _ in 0..2 {
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = rest.get(..end)?;
        let line = line.trim_ascii_start();
        if line.first() == Some(&b'#') {
            if let Some(name) = coding_name(line) {
                return Some(name);
            }
        } else if !line.is_empty() {
            return None;
        }
        let skip = if rest.get(end..end + 2) == Some(b"\r\n") { end + 2 } else { end + 1 };
        rest = rest.get(skip..)?;
    }
    None
}

fn coding_name(comment: &[u8]) -> Option<String> {
    let at = memchr::memmem::find_iter(comment, b"coding")
        .map(|at| at + b"coding".len())
        .find(|&at| matches!(comment.get(at), Some(b':' | b'=')))?;
    let value = comment.get(at + 1..)?.trim_ascii_start();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let name: Vec<u8> = value.iter().copied().take_while(is_name).take(40).collect();
    String::from_utf8(name).ok().filter(|name| !name.is_empty())
}

/// More than one control character in twenty of the first bytes: compressed or compiled data that came without a NUL.
fn is_binary(text: &str) -> bool {
    let head = text.as_bytes().get(..4096).unwrap_or(text.as_bytes());
    let control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\n' | b'\r' | b'\t' | 0x0c | 0x1b);
    head.iter().filter(control).count() * 20 > head.len()
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
