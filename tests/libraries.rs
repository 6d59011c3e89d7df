//! The library tables as data: names well-formed, ids that exist, no call in two rows, rows in order, examples that match
//! their row. Apart because nothing of the flow engine is needed to know that the tables are sound.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use candor::knowledge::Knowledge;
use candor::knowledge::rows::{BaseRow, CapabilityRow, LibraryFile, SinkRow, SourceRow, SummaryRow};
use tree_sitter::{Node, Parser};

const ACTIONS: &[&str] = &["sends", "stores", "logs"];
const ROLES: &[&str] =
    &["url", "query", "body", "headers", "file", "auth", "key", "method", "ignored", "handle"];
const SUMMARIES: &[&str] =
    &["nothing", "arguments", "receiver", "masked", "hashed", "encoded", "first", "joined_url", "instance"];
const KINDS: &[&str] =
    &["parameters", "credentials", "data", "request", "payload", "settings", "response", "temporary"];
const CAPABILITIES: &[&str] = &["commands", "code", "sql", "ssh", "files", "browser", "urls"];

/// Calls `check` for every table and fails with all complaints at once.
fn for_each_file(check: impl Fn(&Knowledge, &LibraryFile, &mut Vec<String>)) {
    let knowledge = Knowledge::builtin().unwrap();
    assert!(!knowledge.libraries.is_empty(), "no library table was found");
    let mut complaints = Vec::new();
    for (name, file) in &knowledge.libraries {
        let mut found = Vec::new();
        check(&knowledge, file, &mut found);
        complaints.extend(found.into_iter().map(|complaint| format!("{name}.toml: {complaint}")));
    }
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// Identifiers joined by dots; `*` may stand for any segment but the first.
fn is_call_pattern(name: &str) -> bool {
    name.split('.')
        .enumerate()
        .all(|(index, segment)| is_identifier(segment) || (segment == "*" && index > 0))
}

/// Position, keyword (also with a hyphen, as header names have), `*`, `**`, `self`; `new.` for the constructor's; a
/// further name for a key below it.
fn is_argument(name: &str) -> bool {
    let rest = name.strip_prefix("new.").unwrap_or(name);
    let (rest, key) = rest.split_once('.').unwrap_or((rest, "key"));
    if !is_identifier(key) {
        return false;
    }
    let position = !rest.is_empty() && rest.chars().all(|letter| letter.is_ascii_digit());
    position || matches!(rest, "*" | "**") || is_identifier(&rest.replace('-', "_"))
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
    let summaries = file.summary.iter().map(|row| &row.call);
    sinks.chain(summaries).chain(file.capability.iter().map(|row| &row.call))
}

#[test]
fn call_names_are_well_formed() {
    for_each_file(|_, file, complaints| {
        let sources = file.source.iter().flat_map(|row| row.call.iter().chain(&row.class));
        let bases = file.base.iter().flat_map(|row| &row.class);
        for name in call_lists(file).flatten().chain(sources).chain(bases) {
            if !is_call_pattern(name) {
                complaints.push(format!("`{name}` is no dotted name"));
            }
        }
        if call_lists(file).any(Vec::is_empty) {
            complaints.push("a row without `call`".to_owned());
        }
    });
}

#[test]
fn sink_rows_use_known_ids() {
    for_each_file(|knowledge, file, complaints| {
        for row in &file.sink {
            let place = row.call.first().map_or("?", String::as_str);
            check_sink(knowledge, row, &mut |what| complaints.push(format!("{place}: {what}")));
        }
    });
}

fn check_sink(knowledge: &Knowledge, row: &SinkRow, complain: &mut dyn FnMut(String)) {
    if !ACTIONS.contains(&row.action.as_str()) {
        complain(format!("action `{}`", row.action));
    }
    let known = match row.recipient.as_str() {
        "" => matches!(row.action.as_str(), "stores" | "logs"),
        "url" | "user_configured" | "dify" => true,
        id => knowledge.service(id).is_some(),
    };
    if !known {
        complain(format!("recipient `{}` is no service", row.recipient));
    }
    if row.recipient == "url" && row.url.is_empty() {
        complain("recipient `url` without `url`".to_owned());
    }
    for role in row.carries.values().filter(|role| !ROLES.contains(&role.as_str())) {
        complain(format!("role `{role}`"));
    }
    let arguments = row.url.iter().chain(row.types.keys()).chain(row.when.keys()).chain(row.carries.keys());
    for argument in arguments.filter(|argument| !is_argument(argument)) {
        complain(format!("argument `{argument}`"));
    }
    for id in row.types.values().chain(&row.returns) {
        if knowledge.data_type(id).is_none() {
            complain(format!("data type `{id}`"));
        }
    }
    let carries_all = row.carries.is_empty() || row.carries.contains_key("*");
    for position in row.types.keys().filter(|name| name.starts_with(|first: char| first.is_ascii_digit())) {
        let argument = position.split('.').next().unwrap_or_default();
        if !carries_all && !row.carries.contains_key(argument) {
            complain(format!("type of argument {position}, which carries nothing"));
        }
    }
    if !row.returns.is_empty() && !row.response {
        complain("`returns` without `response`".to_owned());
    }
}

#[test]
fn other_rows_use_known_ids() {
    for_each_file(|knowledge, file, complaints| {
        for row in &file.source {
            check_source(knowledge, row, complaints);
        }
        for SummaryRow { call, returns, instance } in &file.summary {
            if !SUMMARIES.contains(&returns.as_str()) || instance.is_empty() == (returns == "instance") {
                complaints.push(format!("summary {call:?}: returns `{returns}`, instance `{instance}`"));
            }
        }
        for BaseRow { class, sends, default, .. } in &file.base {
            if sends.iter().any(|id| knowledge.data_type(id).is_none()) {
                complaints.push(format!("base {class:?}: sends {sends:?}"));
            }
            if !default.is_empty() && knowledge.service(default).is_none() {
                complaints.push(format!("base {class:?}: service `{default}`"));
            }
        }
        for CapabilityRow { call, capability, level } in &file.capability {
            let level_known = matches!(level.as_str(), "medium" | "high");
            if !CAPABILITIES.contains(&capability.as_str()) || !level_known {
                complaints.push(format!("capability {call:?}: `{capability}`, `{level}`"));
            }
        }
    });
}

fn check_source(knowledge: &Knowledge, row: &SourceRow, complaints: &mut Vec<String>) {
    let place = format!("source {:?} {:?} {} {}", row.class, row.call, row.method, row.parameter);
    if !KINDS.contains(&row.kind.as_str()) {
        complaints.push(format!("{place}: kind `{}`", row.kind));
    }
    if !row.data_type.is_empty() && knowledge.data_type(&row.data_type).is_none() {
        complaints.push(format!("{place}: data type `{}`", row.data_type));
    }
    if row.kind == "data" && row.data_type.is_empty() && row.instance.is_empty() {
        complaints.push(format!("{place}: kind `data` says neither type nor instance"));
    }
    if row.class.is_empty() == row.call.is_empty() {
        complaints.push(format!("{place}: needs either `class` or `call`"));
    }
    if !row.parameter.is_empty() && (row.method.is_empty() || row.position.is_none()) {
        complaints.push(format!("{place}: a parameter needs its method and position"));
    }
}

#[test]
fn no_call_has_two_rows() {
    let knowledge = Knowledge::builtin().unwrap();
    let mut seen: BTreeMap<(&str, &str, String), &str> = BTreeMap::new();
    let mut complaints = Vec::new();
    for (name, file) in &knowledge.libraries {
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
        for list in call_lists(file) {
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
        .libraries
        .iter()
        .filter(|(_, file)| !file.sink.is_empty() && file.sink.iter().all(|row| row.examples.is_empty()))
        .map(|(name, _)| name.as_str())
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
