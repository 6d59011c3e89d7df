//! What names of files and folders mean: which are left out, which are tests, how a name is written in a report. Comes
//! in: names as the file system or an archive has them; goes out: decisions and text. Apart because folders and
//! archives must decide alike.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::source::{FileKind, is_hidden};

/// Folders that hold no part of a plugin: version control, virtual environments, installed packages, caches, editors.
const LEFT_OUT: &[&str] = &[
    ".eggs",
    ".git",
    ".hg",
    ".idea",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pycache__",
    "__pypackages__",
    "dist-packages",
    "node_modules",
    "site-packages",
    "venv",
];

/// What a plugin's report says of such a folder.
pub(super) const LEFT_OUT_NOTE: &str =
    "by its name it holds no part of a plugin; only what the plugin names or imports is read of it";

/// What a plugin's report says of a folder with [`VENV_MARK`].
pub(super) const VENV_NOTE: &str =
    "is a virtual environment; only what the plugin names or imports is read of it";

/// What is said of either where no plugin holds it.
pub(super) const NOT_SEARCHED: &str =
    "holds no plugin by its name or as a virtual environment; it is not searched";

/// A file with this name makes its folder a virtual environment, whatever that is called.
pub(super) const VENV_MARK: &str = "pyvenv.cfg";

/// Compiled code stands in it, so that nearly every plugin has some.
const CACHE: &str = "__pycache__";

/// The manifest's file name.
pub(super) const MANIFEST: &str = "manifest.yaml";

/// Folders of tests and examples, when they stand inside a plugin.
const TEST_FOLDERS: &[&str] = &["example", "examples", "test", "tests"];

/// Endings of compiled code: Python's own, libraries and programs of operating systems, other byte codes.
const COMPILED: &[&str] = &["class", "dll", "dylib", "exe", "jar", "pyc", "pyd", "pyo", "so", "wasm"];

/// Endings of documents that are no text: none is read, and a policy that is one is said to be unread.
const DOCUMENTS: &[&str] = &["doc", "docx", "odt", "pages", "pdf", "rtf"];

/// The stem of a README's file name, in lower case; also the folder where its translations stand.
const README: &str = "readme";

/// Whether the file at this path is the plugin's README in some language.
pub(super) fn is_readme(path: &str) -> bool {
    let mut folders = folders(path);
    let near =
        folders.next().is_none_or(|folder| folder.eq_ignore_ascii_case(README)) && folders.next().is_none();
    let name = file_name(path).to_ascii_lowercase();
    near && name.starts_with(README) && kind_of(path) == Some(FileKind::Policy)
}

/// Whether a folder of this name is never part of a plugin.
pub(super) fn is_left_out(folder: &str) -> bool {
    LEFT_OUT.binary_search(&folder).is_ok()
}

/// Whether a folder of this name inside a plugin is no part of it: those, and folders of tools (`.github`), whose names
/// no import can spell.
pub(super) fn is_no_part(folder: &str) -> bool {
    is_left_out(folder) || (folder.starts_with('.') && folder.len() > 1)
}

/// Whether an import, or the manifest, can lead into a folder that is no part of a plugin.
pub(super) fn may_hold_code(folder: &str) -> bool {
    !(folder.starts_with('.') && is_left_out(folder))
}

/// Whether a folder that is left out is worth a note.
pub(super) fn is_noted(folder: &str) -> bool {
    !folder.starts_with('.') && folder != CACHE
}

/// The path's outermost folder that is left out by its name or as one of `environments` (paths without a closing `/`).
pub(super) fn left_out_folder<'a>(path: &'a str, environments: &BTreeSet<String>) -> Option<&'a str> {
    let mut end = 0;
    for folder in folders(path) {
        end += folder.len();
        let whole = path.get(..end)?;
        if is_no_part(folder) || environments.contains(whole) {
            return Some(whole);
        }
        end += 1;
    }
    None
}

/// Whether a file in a folder that is left out is listed all the same: what a plugin may name or import.
pub(super) fn is_listed_aside(path: &str) -> bool {
    matches!(kind_of(path), Some(FileKind::Python | FileKind::Yaml))
}

/// Whether a folder of this name holds tests or examples.
pub(super) fn is_test_folder(folder: &str) -> bool {
    TEST_FOLDERS.binary_search(&folder).is_ok()
}

/// Whether the file at this path is a test by its own name.
pub(super) fn is_test_file(path: &str) -> bool {
    let name = file_name(path);
    name == "conftest.py"
        || name.strip_suffix(".py").is_some_and(|stem| stem.starts_with("test_") || stem.ends_with("_test"))
}

/// Whether the path leads through a folder of tests or examples.
pub(super) fn in_test_folder(path: &str) -> bool {
    folders(path).any(is_test_folder)
}

/// The folders of a path, outermost first.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit_once('/').map_or("", |(folders, _)| folders).split('/').filter(|folder| !folder.is_empty())
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// What the file at this path is, by its name alone; `None` for what no analysis reads.
pub(super) fn kind_of(path: &str) -> Option<FileKind> {
    let extension = file_name(path).rsplit_once('.').map_or("", |(_, extension)| extension);
    let is = |wanted: &[&str]| wanted.iter().any(|one| extension.eq_ignore_ascii_case(one));
    let at_root = || !path.contains('/');
    if is(&["py"]) {
        Some(FileKind::Python)
    } else if is(&["yaml", "yml"]) {
        Some(FileKind::Yaml)
    } else if path == "pyproject.toml" || (is(&["txt"]) && path.starts_with("requirements") && at_root()) {
        Some(FileKind::Other)
    } else if is(&["md", "markdown", "txt", "html", "htm", "rst", ""]) {
        Some(FileKind::Policy)
    } else if is(COMPILED) {
        Some(FileKind::Compiled)
    } else {
        None
    }
}

/// Whether the file at this path is a document that is no text, by its name.
pub(super) fn is_document(path: &str) -> bool {
    let extension = file_name(path).rsplit_once('.').map_or("", |(_, extension)| extension);
    DOCUMENTS.iter().any(|one| extension.eq_ignore_ascii_case(one))
}

/// Belong to scripts and to emoji; but a name that differs from another by one of them only would look the same.
const JOINERS: &[char] = &['\u{200c}', '\u{200d}'];
/// Files at a plugin's root by which whoever wrote it would change what is reported of it.
pub(super) const CONFIG: &str = "candor.toml";
/// Ignore files; the packager follows the first two.
pub(super) const IGNORE: &[&str] = &[".difyignore", ".gitignore", ".ignore"];

/// Whether a file of this path is listed: it is read, or says what is not to be read.
pub(super) fn is_listed(path: &str) -> bool {
    kind_of(path).is_some() || is_document(path) || path == CONFIG || IGNORE.contains(&path)
}

/// A name as a report writes it. Control characters, those that turn the direction of writing, backslashes and bytes
/// that are no UTF-8 are escaped, so that two names never look the same and none harms a terminal.
pub(super) fn shown(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\\' => text.push_str("\\\\"),
                hidden if is_hidden(hidden) || JOINERS.contains(&hidden) => {
                    // Writing to a `String` cannot fail.
                    let _ = write!(text, "\\u{{{:x}}}", u32::from(hidden));
                }
                other => text.push(other),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{{{byte:02x}}}");
        }
    }
    text
}

/// The name that `shown` wrote.
pub fn original(shown: &str) -> Vec<u8> {
    let mut name = Vec::with_capacity(shown.len());
    let mut rest = shown;
    while let Some((before, escape)) = rest.split_once('\\') {
        name.extend_from_slice(before.as_bytes());
        let inner = |mark: &str| escape.strip_prefix(mark)?.split_once('}');
        if let Some((digits, after)) = inner("u{") {
            let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
            name.extend_from_slice(character.map(String::from).unwrap_or_default().as_bytes());
            rest = after;
        } else if let Some((digits, after)) = inner("x{") {
            name.extend(u8::from_str_radix(digits, 16).ok());
            rest = after;
        } else {
            name.push(b'\\');
            rest = escape.strip_prefix('\\').unwrap_or(escape);
        }
    }
    name.extend_from_slice(rest.as_bytes());
    name
}

/// A path that the manifest writes, as a path within the plugin: `./a//b.yaml` is `a/b.yaml`. `None` when it leads out
/// of the plugin or nowhere.
pub(super) fn resolve(written: &str) -> Option<String> {
    if written.starts_with('/') || written.contains("://") {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in written.trim().split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| shown(parts.join("/").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(LEFT_OUT.is_sorted());
        assert!(TEST_FOLDERS.is_sorted());
    }

    #[test]
    fn the_outermost_folder_that_is_left_out_is_told() {
        let environments = BTreeSet::from(["a/env".to_owned()]);
        let told = |path| left_out_folder(path, &environments);
        assert_eq!(told("a/env/lib/site-packages/b.py"), Some("a/env"));
        assert_eq!(told("a/venv/env/b.py"), Some("a/venv"));
        assert_eq!(told("env/b.py"), None);
        assert_eq!(told("a/venv.py"), None);
    }

    #[test]
    fn names_are_shown_without_control_characters_and_stay_apart() {
        assert_eq!(shown("a\u{7}\n.py".as_bytes()), "a\\u{7}\\u{a}.py");
        assert_eq!(shown(b"a\\u{7}.py"), "a\\\\u{7}.py");
        assert_eq!(shown(b"a\xff.py"), "a\\x{ff}.py");
        assert_eq!(shown("\u{202e}yp.a".as_bytes()), "\\u{202e}yp.a");
        assert_eq!(shown("隐私.md".as_bytes()), "隐私.md");
        for name in ["a\u{7}\\.py".as_bytes(), b"\\u{7}\xff\\\\", "\u{202e}\u{200d}隐\u{ad}".as_bytes()] {
            assert_eq!(original(&shown(name)), name, "{}", shown(name));
        }
        assert_eq!(original("\\u{zz}\\x{\\q\\"), b"\\x{\\q\\");
    }

    #[test]
    fn paths_of_the_manifest_stay_within_the_plugin() {
        assert_eq!(resolve("./provider//x.yaml").as_deref(), Some("provider/x.yaml"));
        assert_eq!(resolve("a/../b.yaml").as_deref(), Some("b.yaml"));
        assert_eq!(resolve("../b.yaml"), None);
        assert_eq!(resolve("/etc/x.yaml"), None);
        assert_eq!(resolve(""), None);
    }

    #[test]
    fn tests_are_told_by_name() {
        for path in ["test_x.py", "a/x_test.py", "conftest.py"] {
            assert!(is_test_file(path), "{path}");
        }
        for path in ["latest.py", "tests/helper.py", "contest.py", "test.py"] {
            assert!(!is_test_file(path), "{path}");
        }
        assert!(in_test_folder("a/tests/x.py"));
        assert!(!in_test_folder("a/tests.py"));
    }
}
