//! The dependency policy. Comes in: `cargo metadata` and `deny.toml`; goes out: each dependency that breaks it. A test, so
//! that the policy holds wherever the toolchain is.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::process::Command;

use serde_json::Value;

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn policy() -> toml::Table {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).unwrap().parse().unwrap()
}

fn strings<'a>(policy: &'a toml::Table, table: &str, key: &str) -> Vec<&'a str> {
    policy[table][key].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// Whether an SPDX expression can be met with the allowed licences. Covers what crates write: `OR`, `AND`, `/` for `OR`,
/// parentheses; `OR` binds less than `AND`.
fn allowed(expression: &str, licences: &[&str]) -> bool {
    let expression = expression.replace('/', " OR ");
    any_of(&expression, licences)
}

fn any_of(expression: &str, licences: &[&str]) -> bool {
    split(expression, " OR ").iter().any(|part| {
        split(part, " AND ").iter().all(|term| {
            let term = term.trim();
            match term.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
                Some(inner) => any_of(inner, licences),
                None => licences.contains(&term),
            }
        })
    })
}

/// Splits at a separator outside parentheses.
fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= start && text[at..].starts_with(separator) => {
                parts.push(&text[start..at]);
                start = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn packages() -> Vec<Value> {
    metadata()["packages"].as_array().unwrap().clone()
}

#[test]
fn licences_are_allowed() {
    let policy = policy();
    let licences = strings(&policy, "licenses", "allow");
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(allowed(licence, &licences), "{} has the licence {licence}", package["id"]);
    }
}

#[test]
fn sources_are_allowed() {
    let policy = policy();
    let sources = strings(&policy, "sources", "allow-registry");
    for package in packages() {
        let Some(source) = package["source"].as_str() else { continue };
        let registry = source.strip_prefix("registry+");
        assert!(
            registry.is_some_and(|registry| sources.contains(&registry)),
            "{} is from {source}",
            package["id"]
        );
    }
}

#[test]
fn none_is_banned_and_none_is_a_wildcard() {
    let policy = policy();
    let banned = policy["bans"]["deny"].as_array().unwrap();
    let banned: Vec<&str> = banned.iter().map(|row| row["crate"].as_str().unwrap()).collect();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        assert!(!banned.contains(&name), "{} is banned", package["id"]);
        for dependency in package["dependencies"].as_array().unwrap() {
            let ours = package["source"].is_null();
            assert!(!ours || dependency["req"] != "*", "{} is wanted in any version", dependency["name"]);
        }
    }
}

#[test]
fn every_dependency_builds_with_the_minimum_rust_version() {
    let version = |text: &str| -> Vec<u32> { text.split('.').map(|part| part.parse().unwrap()).collect() };
    let packages = packages();
    let own = packages.iter().find(|package| package["name"] == env!("CARGO_PKG_NAME")).unwrap();
    let ours = version(own["rust_version"].as_str().unwrap());
    for package in &packages {
        let Some(theirs) = package["rust_version"].as_str() else { continue };
        assert!(version(theirs) <= ours, "{} needs Rust {theirs}", package["id"]);
    }
}

#[test]
fn expressions_are_understood() {
    let licences = ["MIT", "Apache-2.0"];
    for met in
        ["MIT", "MIT OR GPL-3.0", "GPL-3.0/MIT", "(MIT OR GPL-3.0) AND Apache-2.0", "MIT AND Apache-2.0"]
    {
        assert!(allowed(met, &licences), "{met}");
    }
    for unmet in ["GPL-3.0", "MIT AND GPL-3.0", "none", "(MIT AND GPL-3.0) OR GPL-2.0"] {
        assert!(!allowed(unmet, &licences), "{unmet}");
    }
}
