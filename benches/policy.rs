//! Pages of policies read in a second on one thread. A page is 2 KB of policy text, headings and lists included. Over
//! the policies under the tree that `CANDOR_BENCH_TREE` names, else over the whole ones of `tests/policy`. Run with
//! `cargo bench --bench policy`.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use candor::knowledge::Knowledge;
use candor::policy;
use divan::counter::ItemsCount;

/// Bytes of a page.
const PAGE: usize = 2048;

fn main() {
    divan::main();
}

/// Every policy below `folder`, with its file name.
fn policies(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let document = [".md", ".txt", ".html"].iter().any(|ending| name.ends_with(ending));
        let whole = folder.ends_with("whole") || name.to_lowercase().starts_with("privacy");
        if path.is_dir() {
            policies(&path, found);
        } else if document && whole {
            found.extend(fs::read_to_string(&path).ok().map(|text| (name, text)));
        }
    }
}

fn texts() -> Vec<(String, String)> {
    let own = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policy"));
    let mut found = Vec::new();
    policies(&std::env::var_os("CANDOR_BENCH_TREE").map_or(own, PathBuf::from), &mut found);
    found
}

/// Pages read; the items in a second are pages.
#[divan::bench]
fn pages(bencher: divan::Bencher) {
    let knowledge = Knowledge::shared().unwrap();
    let texts = texts();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    bencher.counter(ItemsCount::new(bytes.div_ceil(PAGE))).bench(|| {
        texts.iter().map(|(name, text)| policy::read(knowledge, name, text).statements.len()).sum::<usize>()
    });
}

/// One page of each language, read again and again: what the first reading of a lexicon costs is left out.
#[divan::bench(args = ["de", "en", "es", "fr", "ja", "ko", "pt", "ru", "zh"])]
fn language(bencher: divan::Bencher, language: &str) {
    let knowledge = Knowledge::shared().unwrap();
    let own = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policy")).join(language);
    let mut found = Vec::new();
    policies(&own, &mut found);
    let bytes: usize = found.iter().map(|(_, text)| text.len()).sum();
    bencher.counter(ItemsCount::new(bytes.div_ceil(PAGE))).bench(|| {
        found.iter().map(|(name, text)| policy::read(knowledge, name, text).statements.len()).sum::<usize>()
    });
}
