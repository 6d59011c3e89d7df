//! The floor of any scan of Python: find the files, read them, parse each with tree-sitter, at most run one query of
//! five families. Comes in: a tree of files; goes out: counts. Apart because the benchmark and the command share it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use tree_sitter::{Parser, Query, QueryCursor, StreamingIterator};

const QUERY: &str = include_str!("query.scm");

/// What is done with each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Read only.
    Read,
    /// Read and parsed.
    Parse,
    /// Read, parsed, and one query run over the tree.
    Query,
}

/// What was seen; sums over all files, so that no work can be left undone unnoticed.
#[derive(Debug, Default)]
pub struct Counts {
    pub files: AtomicUsize,
    pub bytes: AtomicUsize,
    pub nodes: AtomicUsize,
    pub captures: AtomicUsize,
}

/// Every Python file below `root`.
pub fn python_files(root: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(root).standard_filters(false).build();
    let files =
        walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .collect()
}

/// Does the work on all threads of the current pool, one parser and one buffer of matches for each.
pub fn run(files: &[PathBuf], work: Work) -> Result<Counts> {
    let language = tree_sitter::Language::new(tree_sitter_python::LANGUAGE);
    let query = if work == Work::Query { Some(Query::new(&language, QUERY)?) } else { None };
    let counts = Counts::default();
    let next = AtomicUsize::new(0);
    let results = rayon::broadcast(|_| -> Result<()> {
        let mut parser = Parser::new();
        parser.set_language(&language)?;
        let mut cursor = QueryCursor::new();
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = fs::read(path)?;
            counts.files.fetch_add(1, Ordering::Relaxed);
            counts.bytes.fetch_add(bytes.len(), Ordering::Relaxed);
            if work == Work::Read {
                continue;
            }
            let tree = parser.parse(&bytes, None).context("no tree")?;
            counts.nodes.fetch_add(tree.root_node().descendant_count(), Ordering::Relaxed);
            let Some(query) = &query else { continue };
            let mut matches = cursor.matches(query, tree.root_node(), bytes.as_slice());
            while let Some(found) = matches.next() {
                counts.captures.fetch_add(found.captures().len(), Ordering::Relaxed);
            }
        }
        Ok(())
    });
    results.into_iter().collect::<Result<()>>()?;
    Ok(counts)
}
