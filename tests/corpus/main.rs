//! The corpus: whole small plugins against their `expected.json`. Comes in: `corpus/<case>/`, scanned by the built
//! binary as folders and as packages, with one thread and with four; goes out: a table of scores, every miss and every
//! extra finding, and a failure where a floor of `corpus/floors.toml` is undercut.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and prints its table"
)]

mod expected;
mod run;
mod score;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::expected::{Label, Report};
use crate::run::{cases, corpus, pack_all, scan, without_path};
use crate::score::Scores;

/// The bytes of a report do not depend on the number of threads, and a plugin gives the same report alone, in a tree,
/// and as a package, apart from its path.
#[test]
fn threads_and_packaging_change_nothing() {
    let tree = scan(&corpus(), 1);
    assert!(tree == scan(&corpus(), 4), "one thread and four give different bytes over folders");
    let folder = tempfile::tempdir().unwrap();
    pack_all(folder.path());
    let packed = scan(folder.path(), 1);
    assert!(packed == scan(folder.path(), 4), "one thread and four give different bytes over packages");

    let (tree, packed) = (plugins(&tree), plugins(&packed));
    let names: Vec<String> = cases().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, tree.keys().cloned().collect::<Vec<_>>(), "every case is found once");
    for (name, path) in cases() {
        let whole = without_path(&tree[&name]);
        let package = without_path(&packed[&format!("{name}.difypkg")]);
        assert_eq!(whole, package, "{name}: folder and package differ");
        let alone = plugins(&scan(&path, 4));
        assert_eq!(whole, without_path(&alone["."]), "{name}: alone and in a tree differ");
    }
}

/// Every report is what `candor schema` promises.
#[test]
fn reports_fit_the_published_schema() {
    let schema: Value = serde_json::from_slice(&run::candor(&["schema"])).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let report: Value = serde_json::from_slice(&scan(&corpus(), 4)).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// The findings agree with `expected.json` at least as well as the floors say.
#[test]
fn findings_reach_the_floors() {
    let report: Report = serde_json::from_slice(&scan(&corpus(), 4)).unwrap();
    let mut scores = Scores::default();
    for (name, path) in cases() {
        let label = label(&path);
        assert_eq!(label.plugin, format!("corpus/{name}"));
        let found = report.plugins.iter().find(|plugin| plugin.path == name);
        let notes = scores.add(&label, found.unwrap_or_else(|| panic!("{name} is not in the report")));
        for note in notes {
            println!("{name}: {note}");
        }
    }
    println!("{}", scores.table());
    let floors: BTreeMap<String, f64> =
        toml::from_str(&fs::read_to_string(corpus().join("floors.toml")).unwrap()).unwrap();
    let reached = scores.values();
    assert_eq!(
        floors.keys().collect::<Vec<_>>(),
        reached.keys().collect::<Vec<_>>(),
        "floors.toml has one line for each score"
    );
    let undercut: Vec<String> = floors
        .iter()
        .filter(|(name, floor)| reached[*name] + 1e-9 < **floor)
        .map(|(name, floor)| format!("{name}: {:.3} is below the floor {floor:.3}", reached[name]))
        .collect();
    assert!(undercut.is_empty(), "{}", undercut.join("\n"));
}

/// The evidence of `expected.json` names lines that exist.
#[test]
fn evidence_stands_in_the_files() {
    for (name, path) in cases() {
        for place in label(&path).practices.iter().flat_map(|practice| &practice.evidence) {
            let (file, line) = place.rsplit_once(':').unwrap();
            let text = fs::read_to_string(path.join(file)).unwrap();
            let line = text.lines().nth(line.parse::<usize>().unwrap() - 1);
            assert!(line.is_some_and(|line| !line.trim().is_empty()), "{name}: {place} is no line of code");
        }
    }
}

/// The measure itself: a report that says what the labels say scores 1 throughout, and a report of nothing does not.
#[test]
fn the_labels_score_one_against_themselves() {
    let (mut full, mut nothing) = (Scores::default(), Scores::default());
    for (name, path) in cases() {
        let label = label(&path);
        let mut report = label.as_report();
        let notes = full.add(&label, &report);
        assert!(notes.is_empty(), "{name}: {notes:?}");
        report.practices.clear();
        report.third_parties.clear();
        nothing.add(&label, &report);
    }
    assert!(full.values().values().all(|value| (value - 1.0).abs() < 1e-9), "{}", full.table());
    for name in ["actions", "data_types", "explicit", "flows", "third_parties", "undisclosed"] {
        assert!(nothing.values()[name].abs() < 1e-9, "{name} of a report of nothing");
    }
}

fn label(case: &Path) -> Label {
    serde_json::from_slice(&fs::read(case.join("expected.json")).unwrap()).unwrap()
}

/// The plugins of a report by their path.
fn plugins(report: &[u8]) -> BTreeMap<String, Value> {
    let report: Value = serde_json::from_slice(report).unwrap();
    let rows = report["plugins"].as_array().unwrap();
    rows.iter().map(|row| (row["path"].as_str().unwrap().to_owned(), row.clone())).collect()
}
