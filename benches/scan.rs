//! Stages against their floor, over the tree that `CANDOR_BENCH_TREE` names, else over `corpus/`. The floor is the same
//! files found, read and parsed and nothing else; `unit` adds one query. Run with `cargo bench`.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use candor::compare::Tables;
use candor::knowledge::Knowledge;
use candor::knowledge::comparison::Comparing;
use candor::plugin::{DiscoverOptions, discover, read};
use candor::scan;

mod floor;

use floor::{Counts, Work};

fn main() {
    divan::main();
}

fn tree() -> PathBuf {
    let corpus = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    std::env::var_os("CANDOR_BENCH_TREE").map_or(corpus, PathBuf::from)
}

fn floor_of(work: Work) -> Counts {
    floor::run(&floor::python_files(&tree()), work).unwrap()
}

#[divan::bench]
fn floor_read() -> Counts {
    floor_of(Work::Read)
}

#[divan::bench]
fn floor_parse() -> Counts {
    floor_of(Work::Parse)
}

#[divan::bench]
fn unit() -> Counts {
    floor_of(Work::Query)
}

/// Plugins found, nothing read.
#[divan::bench]
fn candor_discover() -> usize {
    discover(&DiscoverOptions::default(), &tree()).unwrap().units.len()
}

/// Plugins found and read, their YAML modelled; on one thread.
#[divan::bench]
fn candor_read() -> usize {
    let options = DiscoverOptions::default();
    let units = discover(&options, &tree()).unwrap().units;
    units.iter().map(|unit| read(&options, unit).map_or(0, |plugin| plugin.files.len())).sum()
}

/// The whole scan, without writing a report.
#[divan::bench]
fn candor_scan() -> usize {
    let knowledge = Knowledge::shared().unwrap();
    let comparing = Comparing::builtin(knowledge).unwrap();
    let tables = Tables { knowledge, comparing: &comparing };
    let options = scan::Options { paths: vec![tree()], ..scan::Options::default() };
    let found = scan::discover(&options);
    let mut practices = 0;
    let deliver = |count: usize| {
        practices += count;
        Ok(())
    };
    scan::run(tables, &options, &found.units, |_, analysis| analysis.facts.practices.len(), deliver).unwrap();
    practices
}
