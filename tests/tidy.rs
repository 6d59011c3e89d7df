//! The code base holds to its own rules. Comes in: the sources; goes out: each place that breaks one. Apart because no
//! compiler checks layers, module docs and what belongs in a table.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use candor::knowledge::Knowledge;
use candor::rules::RULES;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The layers, from the lowest: a module imports from itself and from lower rows.
const LAYERS: &[&[&str]] = &[
    &["source"],
    &["knowledge", "syntax"],
    &["plugin", "policy"],
    &["python"],
    &["flow"],
    &["compare"],
    &["rules"],
    &["config"],
    &["report"],
    &["draft", "scan"],
    &["cli"],
    &["commands"],
    &["main", "lib"],
];

/// Files below `folder` with this ending, sorted.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![Path::new(ROOT).join(folder)];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A file's code: no comments, and nothing from the first `#[cfg(test)]` on, which ends the files of this project.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(index, line)| (index + 1, line.to_owned()))
        .collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(ROOT).unwrap().to_string_lossy().replace('\\', "/")
}

/// The module directly below the crate that a file of `src` belongs to.
fn module(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(ROOT).join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn row(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

#[test]
fn modules_import_only_from_lower_rows() {
    for path in files("src", "rs") {
        let own = module(&path);
        let own_row = row(&own).unwrap_or_else(|| panic!("{} has no layer", shown(&path)));
        for (line, text) in code(&path) {
            for (at, _) in text.match_indices("crate::") {
                let name: String =
                    text[at + 7..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                let Some(other) = row(&name) else { continue };
                assert!(
                    name == own || other < own_row,
                    "{}:{line}: `{own}` imports from `{name}`, which is not below it",
                    shown(&path)
                );
            }
        }
    }
}

#[test]
fn every_file_opens_with_a_module_doc() {
    let mut paths = files("src", "rs");
    paths.extend(files("tests", "rs"));
    paths.extend(files("benches", "rs"));
    paths.push(Path::new(ROOT).join("build.rs"));
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not open with a module doc", shown(&path));
    }
}

#[test]
fn no_test_is_ignored() {
    for path in ["src", "tests", "benches"].iter().flat_map(|folder| files(folder, "rs")) {
        // Written in two parts so that this line is none.
        let mark = concat!("#[", "ignore");
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains(mark), "{} ignores a test", shown(&path));
    }
}

/// Strings of a line of Rust; escapes do not matter here.
fn strings(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// Words of a string: letters, digits and what joins a host or a dotted name.
fn words(text: &str) -> Vec<String> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.split(|c: char| !joins(c))
        .map(|word| word.trim_matches(['.', '-', '_']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Names that code may hold, each with its reason.
const NAMES_IN_CODE: &[(&str, &str)] = &[
    ("dify", "the platform whose plugins are read: its package format is what the code is about"),
    ("github", "a report format"),
    ("meta", "a key of the manifest"),
    ("gitlab", "a report format"),
];

#[test]
fn names_of_services_and_libraries_stand_in_tables() {
    let knowledge = Knowledge::shared().unwrap();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for row in knowledge.services() {
        names.extend(row.hosts.iter().map(|host| host.trim_start_matches("*.").to_owned()));
        // A module below another is the library's own; a plain word (`email`) may mean anything.
        names.extend(row.modules.iter().filter(|module| module.contains(['.', '_'])).cloned());
        if !row.ordinary_word && row.id.len() > 3 {
            names.insert(row.id.clone());
        }
    }
    for (_, library) in knowledge.libraries() {
        let calls = library.sink.iter().flat_map(|row| &row.call);
        names.extend(calls.filter(|call| call.contains('.') && !call.contains('*')).cloned());
    }
    for (name, _) in NAMES_IN_CODE {
        names.remove(*name);
    }
    let mut broken = Vec::new();
    for path in files("src", "rs") {
        // Help pages show Python that passes or fails.
        if shown(&path).starts_with("src/rules/") {
            continue;
        }
        for (line, text) in code(&path) {
            let found = strings(&text).into_iter().flat_map(words).filter(|word| names.contains(word));
            broken.extend(found.map(|word| format!("{}:{line}: {word}", shown(&path))));
        }
    }
    for path in files("queries", "scm") {
        let text = fs::read_to_string(&path).unwrap();
        let found = text.lines().flat_map(strings).flat_map(words).filter(|word| names.contains(word));
        broken.extend(found.map(|word| format!("{}: {word}", shown(&path))));
    }
    assert!(broken.is_empty(), "names that belong in a table:\n{}", broken.join("\n"));
}

/// The README's table of rules, as it follows from the list.
fn rules_table() -> String {
    let mut table = "| rule | severity | finds |\n|---|---|---|\n".to_owned();
    for rule in RULES {
        writeln!(table, "| `{}` | {} | {} |", rule.id, rule.severity.id(), rule.help.what).unwrap();
    }
    table
}

#[test]
fn the_readme_lists_every_rule() {
    let path = Path::new(ROOT).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("<!-- rules -->\n").unwrap();
    let (found, after) = rest.split_once("<!-- /rules -->").unwrap();
    let expected = rules_table();
    if found != expected && std::env::var_os("TRYCMD").is_some_and(|value| value == "overwrite") {
        fs::write(&path, format!("{before}<!-- rules -->\n{expected}<!-- /rules -->{after}")).unwrap();
        return;
    }
    assert_eq!(found, expected, "TRYCMD=overwrite cargo test --test tidy writes the table");
}
