//! Which files set aside (tests, examples, folders that are left out) the other files import. Comes in: the Python read so far and the paths set aside;
//! goes out: the paths among them that an import statement leads to. Apart because it must run before anything is
//! parsed, and looks at the text of import lines only. It may name a file too many, never one too few of plain imports.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use crate::source::SourceFile;

/// The paths in `aside` (sorted) that an import line of `sources` names, sorted.
pub(super) fn imported_files<'a>(
    sources: impl Iterator<Item = &'a SourceFile>,
    aside: &[String],
) -> Vec<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        // Most files name no such folder at all.
        if !aside.iter().any(|path| module_name(path).is_some_and(|name| source.text.contains(name))) {
            continue;
        }
        let folder: Vec<&str> = names::folders(&source.path).collect();
        let roots = added_roots(&source.text, aside);
        let mut lines = source.text.lines();
        while let Some(line) = lines.next() {
            let line = line.trim_start();
            if !line.starts_with("import ") && !line.starts_with("from ") {
                continue;
            }
            let statement = whole_statement(line, &mut lines);
            for (dots, parts) in modules_of(&statement).unwrap_or_default() {
                add_module(&folder, dots, &parts, aside, &mut found);
                for root in roots.iter().filter(|_| dots == 0) {
                    add_module(root, 1, &parts, aside, &mut found);
                }
            }
        }
    }
    found.into_iter().collect()
}

/// The paths in `aside` whose modules a text of `sources` names anywhere: in an import, as a program to run, as a string.
pub(super) fn mentioned_files<'a>(
    sources: impl Iterator<Item = &'a SourceFile>,
    aside: &[String],
) -> Vec<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        let named = |path: &&String| module_name(path).is_none_or(|name| has_word(&source.text, name));
        found.extend(aside.iter().filter(named).cloned());
    }
    found.into_iter().collect()
}

/// Whether the text holds the word with nothing of a name around it.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(joins) && !after.is_some_and(joins)
    })
}

/// Changes where imports are looked for.
const PATH_CHANGE: &str = "sys.path.";

/// Folders of `aside` that a file adds to where its imports are looked for: it does so, and names them.
fn added_roots<'a>(text: &str, aside: &'a [String]) -> BTreeSet<Vec<&'a str>> {
    if !text.contains(PATH_CHANGE) {
        return BTreeSet::new();
    }
    let mut roots = BTreeSet::new();
    let mut named = BTreeMap::new();
    for path in aside {
        let folders: Vec<&str> = names::folders(path).collect();
        for (index, folder) in folders.iter().enumerate() {
            if *named.entry(*folder).or_insert_with(|| text.contains(folder)) {
                roots.extend(folders.get(..=index).map(<[&str]>::to_vec));
            }
        }
    }
    roots
}

/// Lines that one bracketed list of names may take.
const LIST_LINES: usize = 200;

/// The line without its comment, and the lines up to the closing bracket when one is opened.
fn whole_statement(line: &str, rest: &mut std::str::Lines<'_>) -> String {
    let code = |line: &str| line.split('#').next().unwrap_or_default().to_owned();
    let mut statement = code(line);
    if statement.contains('(') && !statement.contains(')') {
        for line in rest.by_ref().take(LIST_LINES) {
            statement.push(' ');
            statement.push_str(&code(line));
            if statement.contains(')') {
                break;
            }
        }
    }
    statement
}

/// What an import statement names: the number of leading dots, and the dotted parts. For `from a import b` both `a` and
/// `a.b`, as `b` may be a module.
fn modules_of(code: &str) -> Option<Vec<(usize, Vec<&str>)>> {
    if let Some(rest) = code.strip_prefix("import ") {
        return Some(rest.split(',').map(|module| dotted(module.trim())).collect());
    }
    let (module, imported) = code.strip_prefix("from ")?.split_once("import")?;
    let (dots, parts) = dotted(module.trim());
    let mut modules = vec![(dots, parts.clone())];
    for name in imported.split([',', '(', ')']).filter_map(|name| name.split_whitespace().next()) {
        let mut longer = parts.clone();
        longer.push(name);
        modules.push((dots, longer));
    }
    Some(modules)
}

fn dotted(module: &str) -> (usize, Vec<&str>) {
    let module = module.split_whitespace().next().unwrap_or_default();
    let name = module.trim_start_matches('.');
    (module.len() - name.len(), name.split('.').filter(|part| !part.is_empty()).collect())
}

fn add_module(folder: &[&str], dots: usize, parts: &[&str], aside: &[String], found: &mut BTreeSet<String>) {
    let base = match dots {
        0 => &[],
        dots => folder.get(..folder.len().saturating_sub(dots - 1)).unwrap_or_default(),
    };
    let full: Vec<&str> = base.iter().chain(parts).copied().collect();
    let mut add = |path: String| {
        if aside.binary_search(&path).is_ok() {
            found.insert(path);
        }
    };
    // Importing `a.b.c` runs `a/__init__.py` and `a/b/__init__.py` too.
    for end in 1..=full.len() {
        let path = full.get(..end).unwrap_or_default().join("/");
        if end == full.len() {
            add(format!("{path}.py"));
        }
        add(format!("{path}/__init__.py"));
    }
}

/// The name that an import of this file must contain: its stem, or its folder for `__init__.py`.
fn module_name(path: &str) -> Option<&str> {
    let stem = names::file_name(path).strip_suffix(".py")?;
    if stem == "__init__" { names::folders(path).last() } else { Some(stem) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileKind;

    fn found(path: &str, code: &str) -> Vec<String> {
        let source = SourceFile::new(path, FileKind::Python, code);
        let aside = ["a/examples/part.py", "examples/__init__.py", "examples/one.py", "examples/two.py"];
        imported_files(std::iter::once(&source), &aside.map(str::to_owned))
    }

    #[test]
    fn imports_from_a_folder_that_the_file_adds_bring_files_back() {
        let added = "import sys\nsys.path.insert(0, 'examples')\nimport two\n";
        assert_eq!(found("main.py", added), ["examples/__init__.py", "examples/two.py"]);
        assert!(found("main.py", "import sys\nsys.path.insert(0, 'other')\nimport two\n").is_empty());
        assert!(found("main.py", "# examples\nimport two\n").is_empty());
    }

    #[test]
    fn imports_bring_files_back() {
        let one = ["examples/__init__.py", "examples/one.py"];
        assert_eq!(found("main.py", "import examples.one"), one);
        assert_eq!(found("main.py", "from examples import one  # two"), one);
        assert_eq!(found("main.py", "    from examples.one import run"), one);
        assert_eq!(found("tools/x.py", "from ..examples import (one)"), one);
        assert_eq!(found("main.py", "from examples import (  # some\n    one,\n)\n"), one);
        assert_eq!(found("a/x.py", "from .examples.part import run"), ["a/examples/part.py"]);
        assert!(found("main.py", "one = 'examples'").is_empty());
        assert!(found("main.py", "import one").is_empty());
    }
}
