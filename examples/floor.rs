//! The unit of measure as a command: `cargo run --release --example floor -- TREE [--query]` walks a tree, reads and
//! parses every Python file, and with `--query` runs one query of five families. Time it against `candor scan TREE`.

use std::path::Path;
use std::sync::atomic::Ordering;

use anyhow::{Context, Result};

#[path = "../benches/floor/mod.rs"]
mod floor;

use floor::Work;

#[allow(clippy::print_stdout)]
fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let tree =
        arguments.iter().find(|argument| !argument.starts_with("--")).context("name a tree of files")?;
    let work = if has("--query") {
        Work::Query
    } else if has("--read") {
        Work::Read
    } else {
        Work::Parse
    };
    if has("--one-thread") {
        rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    }
    let files = floor::python_files(Path::new(tree));
    let counts = floor::run(&files, work)?;
    println!(
        "{} files, {} bytes, {} nodes, {} captures",
        counts.files.load(Ordering::Relaxed),
        counts.bytes.load(Ordering::Relaxed),
        counts.nodes.load(Ordering::Relaxed),
        counts.captures.load(Ordering::Relaxed)
    );
    Ok(())
}
