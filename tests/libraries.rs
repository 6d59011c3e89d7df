//! The library tables as data: names well-formed, ids that exist, no call in two rows, rows in order, examples that match
//! their row. Apart because nothing of the flow engine is needed to know that the tables are sound.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use candor::knowledge::rows::LibraryFile;
use candor::knowledge::{Knowledge, checks};
use tree_sitter::{Node, Parser};

/// Calls `check` for every table and fails with all complaints at once.
fn for_each_file(check: impl Fn(&Knowledge, &LibraryFile, &mut Vec<String>)) {
    let knowledge = Knowledge::builtin().unwrap();
    assert!(knowledge.libraries().next().is_some(), "no library table was found");
    let mut complaints = Vec::new();
    for (name, file) in knowledge.libraries() {
        let mut found = Vec::new();
        check(&knowledge, file, &mut found);
        complaints.extend(found.into_iter().map(|complaint| format!("{name}.toml: {complaint}")));
    }
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}

/// Whether a dotted name matches a pattern whose `*` stands for one or more names.
fn matches_pattern(pattern: &[&str], name: &[&str]) -> bool {
    match pattern.split_first() {
        None => name.is_empty(),
        Some((&"*", rest)) => (1..=name.len()).any(|taken| matches_pattern(rest, &name[taken..])),
        Some((first, rest)) => name.first() == Some(first) && matches_pattern(rest, &name[1..]),
    }
}

/// The lists of callables of sink, summary and capability rows.
fn call_lists(file: &LibraryFile) -> impl Iterator<Item = &Vec<String>> {
    let sinks = file.sink.iter().map(|row| &row.call);
    let summaries = file.summary.iter().filter(|row| row.function.is_empty()).map(|row| &row.call);
    sinks.chain(summaries).chain(file.capability.iter().map(|row| &row.call))
}

#[test]
fn rows_are_well_formed_and_use_known_ids() {
    for_each_file(|knowledge, file, complaints| {
        for row in &file.sink {
            checks::sink(knowledge, row, &mut |key, what| {
                complaints.push(format!("{:?} {key}: {what}", row.call));
            });
        }
        for row in &file.source {
            checks::source(knowledge, row, &mut |key, what| {
                complaints.push(format!("{row:?} {key}: {what}"));
            });
        }
        for row in &file.summary {
            checks::summary(row, &mut |key, what| complaints.push(format!("{:?} {key}: {what}", row.call)));
        }
        for row in &file.base {
            checks::base(knowledge, row, &mut |key, what| {
                complaints.push(format!("{:?} {key}: {what}", row.class));
            });
        }
        for row in &file.capability {
            checks::capability(row, &mut |key, what| {
                complaints.push(format!("{:?} {key}: {what}", row.call));
            });
        }
        for row in &file.tag {
            checks::tag(row, &mut |key, what| complaints.push(format!("{:?} {key}: {what}", row.value)));
        }
    });
}

#[test]
fn no_call_has_two_rows() {
    let knowledge = Knowledge::builtin().unwrap();
    let mut seen: BTreeMap<(&str, &str, String), &str> = BTreeMap::new();
    let mut complaints = Vec::new();
    for (name, file) in knowledge.libraries() {
        let mut rows: Vec<(&str, &[String], String)> = Vec::new();
        rows.extend(file.sink.iter().map(|row| ("sink", &row.call[..], format!("{:?}", row.when))));
        rows.extend(file.summary.iter().map(|row| ("summary", &row.call[..], String::new())));
        rows.extend(file.capability.iter().map(|row| ("capability", &row.call[..], row.capability.clone())));
        for (kind, calls, condition) in rows {
            for call in calls {
                if let Some(other) = seen.insert((kind, call, condition.clone()), name) {
                    complaints.push(format!("{kind} {call}: {other}.toml and {name}.toml"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn rows_are_sorted() {
    for_each_file(|_, file, complaints| {
        in_order(complaints, "sink", file.sink.iter().map(|row| row.call.first()));
        in_order(complaints, "summary", file.summary.iter().map(|row| row.call.first()));
        in_order(complaints, "capability", file.capability.iter().map(|row| row.call.first()));
        in_order(complaints, "base", file.base.iter().map(|row| row.class.first()));
        let sources = file.source.iter().map(|row| {
            (row.class.first(), row.call.first(), &row.method, row.position, &row.parameter, &row.attribute)
        });
        in_order(complaints, "source", sources);
        for list in call_lists(file).chain(file.summary.iter().map(|row| &row.function)) {
            if !list.windows(2).all(|pair| pair[0] < pair[1]) {
                complaints.push(format!("names out of order in {list:?}"));
            }
        }
    });
}

fn in_order<Key: PartialOrd + std::fmt::Debug>(
    complaints: &mut Vec<String>,
    kind: &str,
    keys: impl Iterator<Item = Key>,
) {
    let keys: Vec<Key> = keys.collect();
    for pair in keys.windows(2).filter(|pair| pair[0] > pair[1]) {
        complaints.push(format!("{kind} rows out of order: {:?} after {:?}", pair[1], pair[0]));
    }
}

#[test]
fn examples_match_their_row() {
    for_each_file(|knowledge, file, complaints| {
        let sinks = file.sink.iter().map(|row| (&row.call, &row.examples));
        let sources = file.source.iter().map(|row| (&row.call, &row.examples));
        for (patterns, examples) in sinks.chain(sources) {
            for example in examples {
                check_example(knowledge, patterns, example, complaints);
            }
        }
        for line in file.sink.iter().flat_map(|row| &row.counterexamples) {
            if calls_in(line).is_none_or(|calls| calls.is_empty()) {
                complaints.push(format!("counterexample is no call: {line}"));
            }
        }
    });
}

#[test]
fn every_table_with_sinks_has_an_example() {
    let knowledge = Knowledge::builtin().unwrap();
    let without: BTreeSet<&str> = knowledge
        .libraries()
        .filter(|(_, file)| !file.sink.is_empty() && file.sink.iter().all(|row| row.examples.is_empty()))
        .map(|(name, _)| name)
        .collect();
    assert!(without.is_empty(), "no sink row has an example in {without:?}");
}

/// An example parses, one of its calls is one of the row's, and its comment (`sends a, b; receives c`) names data types
/// that exist.
fn check_example(knowledge: &Knowledge, patterns: &[String], example: &str, complaints: &mut Vec<String>) {
    let Some(calls) = calls_in(example) else {
        complaints.push(format!("example does not parse: {example}"));
        return;
    };
    let matched = calls.iter().any(|call| {
        let name: Vec<&str> = call.split('.').collect();
        patterns.iter().any(|pattern| matches_pattern(&pattern.split('.').collect::<Vec<_>>(), &name))
    });
    if !matched {
        complaints.push(format!("example calls {calls:?}, none of which is the row's: {example}"));
    }
    let expectation = example.rsplit_once("  # ").map_or("", |(_, comment)| comment);
    for part in expectation.split("; ") {
        let (first, rest) = part.split_once(' ').unwrap_or(("", part));
        let verb_known = matches!(first, "" | "sends" | "receives" | "stores" | "logs");
        if !verb_known || !rest.split(", ").all(|id| knowledge.data_type(id).is_some()) {
            complaints.push(format!("expectation `{expectation}`: {example}"));
        }
    }
}

/// The flattened names of all calls in a line (`a.B(x).c()` gives `a.B.c` and `a.B`); nothing when it does not parse.
fn calls_in(line: &str) -> Option<Vec<String>> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_python::LANGUAGE.into()).unwrap();
    let tree = parser.parse(line, None).unwrap();
    if tree.root_node().has_error() {
        return None;
    }
    let mut calls = Vec::new();
    let mut open = vec![tree.root_node()];
    while let Some(node) = open.pop() {
        if node.kind() == "call" {
            calls.extend(flattened(node, line));
        }
        let mut cursor = node.walk();
        open.extend(node.children(&mut cursor));
    }
    Some(calls)
}

/// The dotted name of an expression with its calls and subscripts left out; nothing for other expressions.
fn flattened(node: Node, line: &str) -> Option<String> {
    match node.kind() {
        "identifier" => Some(line[node.byte_range()].to_owned()),
        "call" => flattened(node.child_by_field_name("function")?, line),
        "subscript" => flattened(node.child_by_field_name("value")?, line),
        "await" | "parenthesized_expression" => flattened(node.named_child(0)?, line),
        "attribute" => {
            let object = flattened(node.child_by_field_name("object")?, line)?;
            let attribute = node.child_by_field_name("attribute")?;
            Some(format!("{object}.{}", &line[attribute.byte_range()]))
        }
        _ => None,
    }
}
