//! The table of endpoints as data: services and data types that exist, patterns well-formed, no call in two rows, rows in
//! order, examples that meet their row. Apart because nothing of the flow engine is needed to know that the table is sound.

#![allow(clippy::unwrap_used, reason = "a damaged table fails the test")]

use std::collections::BTreeSet;

use candor::knowledge::Knowledge;
use candor::knowledge::rows::EndpointRow;

const METHODS: &[&str] = &["", "delete", "get", "patch", "post", "put"];

/// What an example has in place of a variable part.
const HOLE: &str = " ";

fn rows(knowledge: &Knowledge) -> Vec<&EndpointRow> {
    let services = knowledge.services();
    services.flat_map(|service| knowledge.endpoints_of(&service.id)).collect()
}

/// Runs `problem` over all rows and fails with every message at once.
fn check(problem: impl Fn(&Knowledge, &EndpointRow) -> Vec<String>) {
    let knowledge = Knowledge::builtin().unwrap();
    let bad: Vec<String> = rows(&knowledge)
        .into_iter()
        .flat_map(|row| {
            let messages = problem(&knowledge, row).into_iter();
            messages.map(|message| format!("{} {} {:?}: {message}", row.service, row.method, row.path))
        })
        .collect();
    assert!(bad.is_empty(), "{} problems:\n{}", bad.len(), bad.join("\n"));
}

/// Segments of known characters, at most one `*` in each, and the first one not a bare `*`.
fn is_pattern(text: &str) -> bool {
    let known = |letter: char| letter.is_ascii_alphanumeric() || "_-.:@$(*)".contains(letter);
    let mut segments = text.split('/');
    !text.starts_with("*/")
        && text != "*"
        && segments.all(|part| {
            !part.is_empty()
                && part.chars().all(known)
                && part.chars().filter(|&letter| letter == '*').count() < 2
        })
}

#[test]
fn every_row_is_reached_by_its_service() {
    let knowledge = Knowledge::builtin().unwrap();
    let text = include_str!("../src/knowledge/endpoints.toml");
    let written = text.lines().filter(|line| *line == "[[endpoint]]").count();
    assert!(written >= 150, "{written} rows");
    assert_eq!(rows(&knowledge).len(), written, "a row names a service that the registry does not have");
    assert!(knowledge.endpoints_of("no-such-service").is_empty());
}

#[test]
fn rows_say_what_they_are_about() {
    check(|knowledge, row| {
        let mut messages = Vec::new();
        if row.path.is_empty() || row.examples.is_empty() {
            messages.push("no path or no example".to_owned());
        }
        messages
            .extend(row.path.iter().filter(|path| !is_pattern(path)).map(|path| format!("pattern `{path}`")));
        if !METHODS.contains(&row.method.as_str()) {
            messages.push(format!("method `{}`", row.method));
        }
        let unknown = row
            .returns
            .iter()
            .chain(&row.beside)
            .chain(row.types.values())
            .chain(row.fields.values())
            .filter(|id| {
                let group = knowledge.data_type(id).map(|id| knowledge.type_row(id).group.as_str());
                !matches!(group, Some("direct" | "indirect" | "combinable" | "content"))
            });
        messages.extend(unknown.map(|id| format!("data type `{id}`")));
        let listed = || row.returns.iter().chain(&row.beside);
        if listed().collect::<BTreeSet<_>>().len() != listed().count() {
            messages.push("a data type twice".to_owned());
        }
        let empty_key =
            row.types.keys().chain(row.fields.keys()).any(|key| key.split('.').any(str::is_empty));
        if empty_key {
            messages.push("an empty key".to_owned());
        }
        messages
    });
}

#[test]
fn examples_fit_and_counterexamples_do_not() {
    check(|knowledge, row| {
        let mut messages = Vec::new();
        for path in &row.examples {
            if !row.fits(path) {
                messages.push(format!("does not fit `{path}`"));
            } else if knowledge.endpoint_for(&row.service, &row.method, path) != Some(row) {
                messages.push(format!("another row decides `{path}`"));
            }
        }
        let wrong = row.counterexamples.iter().filter(|path| row.fits(path));
        messages.extend(wrong.map(|path| format!("fits `{path}`")));
        let bare = |path: &EndpointRow| EndpointRow { path: path.path.clone(), ..EndpointRow::default() };
        for pattern in &row.path {
            let alone = EndpointRow { path: vec![pattern.clone()], ..bare(row) };
            if !row.examples.iter().any(|path| alone.fits(path)) {
                messages.push(format!("no example for `{pattern}`"));
            }
        }
        messages
    });
}

#[test]
fn a_row_that_says_nothing_narrows_another() {
    check(|knowledge, row| {
        let says_nothing = row.returns.is_empty() && row.beside.is_empty() && row.types.is_empty();
        let wider = |path: &String| {
            let others = knowledge.endpoints_of(&row.service).iter();
            others.filter(|other| *other != row && other.allows(&row.method)).any(|other| other.fits(path))
        };
        if says_nothing && !row.examples.iter().all(wider) {
            return vec!["says nothing, and no other row fits".to_owned()];
        }
        Vec::new()
    });
}

#[test]
fn no_pattern_stands_twice() {
    let knowledge = Knowledge::builtin().unwrap();
    let mut seen = BTreeSet::new();
    let mut twice = Vec::new();
    for row in rows(&knowledge) {
        for path in &row.path {
            if !seen.insert((&row.service, &row.method, path)) {
                twice.push(format!("{} {} {path}", row.service, row.method));
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn rows_and_paths_are_sorted() {
    let text = include_str!("../src/knowledge/endpoints.toml");
    let mut keys = Vec::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("service = ")) {
        keys.push(line.trim_matches('"').to_owned());
    }
    assert!(keys.is_sorted(), "services out of order");
    let knowledge = Knowledge::builtin().unwrap();
    let rows = rows(&knowledge);
    let order = |row: &EndpointRow| (row.service.clone(), row.path.first().cloned(), row.method.clone());
    for pair in rows.windows(2) {
        if let [first, second] = pair {
            assert!(order(first) < order(second), "{:?} after {:?}", order(second), order(first));
        }
    }
    for row in rows {
        assert!(row.path.is_sorted(), "{} {:?}", row.service, row.path);
    }
}

#[test]
fn calls_get_what_their_api_returns() {
    let knowledge = Knowledge::builtin().unwrap();
    let cases = [
        (
            "slack",
            "get",
            "/api/users.lookupByEmail",
            "name email_address online_identifier username profile_picture",
        ),
        ("slack", "post", "/api/chat.postMessage", ""),
        ("microsoft", "GET", "/v1.0/users/ /messages", "name email_address message_content"),
        ("microsoft", "get", "/v1.0/me/", "name email_address online_identifier"),
        ("microsoft", "get", "/v1.0/me/drive/items/ /content", "user_file"),
        ("microsoft", "put", "/v1.0/me/drive/items/ /content", ""),
        ("google", "get", "/gmail/v1/users/me/messages/ ?format=full", "email_address message_content"),
        ("google", "get", "/gmail/v1/users/me/messages", ""),
        ("github", "get", "/repos/ / ", ""),
        ("notion", "get", "/v1/users/me", ""),
        ("notion", "get", "/v1/users/ ", "name email_address online_identifier"),
    ];
    for (service, method, path, expected) in cases {
        let row = knowledge.endpoint_for(service, method, path);
        let mut found = row.map(|row| row.returns.clone()).unwrap_or_default();
        let mut expected: Vec<&str> = expected.split(HOLE).filter(|id| !id.is_empty()).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{service} {method} {path}");
    }
    let row = knowledge.endpoint_for("slack", "post", "/api/chat.postMessage").unwrap();
    assert_eq!(row.types.get("text").map(String::as_str), Some("message_content"));
}
