//! Python constructs, one per file, with what is to be found as a comment on the line of the sink. Comes in:
//! `tests/flow/*.py`, each made into a small plugin, all scanned in one run of the built binary; goes out: every case
//! that differs, and a failure when fewer pass than `floor.toml` says. Anything reported that no comment expects fails
//! its case.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and prints what differs"
)]

mod case;
mod plugin;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::case::Expectation;

#[derive(Deserialize)]
struct Report {
    plugins: Vec<Scanned>,
}

#[derive(Deserialize)]
struct Scanned {
    path: String,
    practices: Vec<Practice>,
}

#[derive(Deserialize)]
struct Practice {
    data_type: String,
    action: String,
    recipient: Option<String>,
    confidence: String,
    locations: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    path: String,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    passing: usize,
}

/// What is reported is what the comments say.
#[test]
fn constructs() {
    let mut cases = case::read_all(&folder());
    let scratch = tempfile::tempdir().unwrap();
    for case in &mut cases {
        let plugin = scratch.path().join(&case.name);
        plugin::write(case, &plugin);
        for (field, mut expected) in std::mem::take(&mut case.expected_outputs) {
            let yaml = fs::read_to_string(plugin.join(&expected.path)).unwrap();
            let declared = |line: &str| line.trim_start().starts_with(&format!("{field}:"));
            expected.line = yaml.lines().position(declared).unwrap() + 1;
            case.expected.insert(expected);
        }
    }
    let report = scan(scratch.path());
    let mut passing = 0;
    for case in &cases {
        let found = report.plugins.iter().find(|plugin| plugin.path == case.name);
        let differences = match found {
            Some(plugin) => compare(&case.expected, &plugin.practices),
            None => vec!["not in the report".to_owned()],
        };
        passing += usize::from(differences.is_empty());
        for difference in differences {
            println!("{}: {difference}", case.name);
        }
    }
    let floor: Floor = toml::from_str(&fs::read_to_string(folder().join("floor.toml")).unwrap()).unwrap();
    println!("{passing} of {} cases pass, the floor is {}", cases.len(), floor.passing);
    assert!(passing >= floor.passing, "only {passing} cases pass; the floor is {}", floor.passing);
}

/// The suite keeps its size and its balance: at least four in ten cases expect nothing.
#[test]
fn the_suite_is_large_and_balanced() {
    let cases = case::read_all(&folder());
    let quiet = cases.iter().filter(|case| case.expected.is_empty()).count();
    assert!(cases.len() >= 130, "{} cases", cases.len());
    assert!(quiet * 10 >= cases.len() * 4, "{quiet} of {} cases expect nothing", cases.len());
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flow")
}

fn scan(tree: &Path) -> Report {
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["scan", tree.to_str().unwrap(), "--format", "json"])
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}\n{complaint}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The differences between what is expected and what is found. Every place of a practice carries its comment, and every
/// comment is a place of a practice; practices of low confidence and credentials are left out.
fn compare(expected: &BTreeSet<Expectation>, practices: &[Practice]) -> Vec<String> {
    let counts = |practice: &&Practice| practice.confidence != "low" && practice.data_type != "credential";
    let found: BTreeSet<Expectation> = practices
        .iter()
        .filter(counts)
        .flat_map(|practice| practice.locations.iter().map(|place| at(practice, place)))
        .collect();
    let extra = found.difference(expected).map(|place| format!("extra  {place}"));
    let missed = expected.difference(&found).map(|place| format!("missed {place}"));
    extra.chain(missed).collect()
}

fn at(practice: &Practice, place: &Place) -> Expectation {
    Expectation {
        path: place.path.clone(),
        line: place.line,
        action: practice.action.clone(),
        data_type: practice.data_type.clone(),
        recipient: practice.recipient.clone().unwrap_or_default(),
    }
}
