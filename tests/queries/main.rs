//! The built-in queries and the walk gather the same; a user's queries are checked, and change what a scan finds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and prints what differs"
)]

mod gathered;

use std::fs;
use std::path::{Path, PathBuf};

use candor::syntax::QuerySet;

/// Python files of the corpus and of the suite of constructs, sorted.
fn python_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pending = vec![root.join("corpus"), root.join("tests/flow")];
    if let Some(tree) = std::env::var_os("SCRATCH_TREE") { pending = vec![tree.into()]; }
    let mut found = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn queries_and_walk_gather_the_same() {
    let queries = QuerySet::builtin().unwrap();
    let mut differences = 0;
    let mut rows = 0;
    for path in python_files() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let (walk, query) = (gathered::by_walk(&text), gathered::by_queries(&queries, &text));
        rows += walk.len();
        let sides = [("walk", walk.difference(&query)), ("queries", query.difference(&walk))];
        for (side, only) in sides {
            for row in only {
                differences += 1;
                let line = text[..row.range.0].matches('\n').count() + 1;
                println!("{}:{line}: only by the {side}: {row:?}", path.display());
            }
        }
    }
    println!("{rows} rows");
    assert_eq!(differences, 0);
}
