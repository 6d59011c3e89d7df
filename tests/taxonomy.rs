//! The words of the taxonomy against what they must and must not mean: the rows' own examples, and cases by subject.

#![allow(clippy::panic, clippy::expect_used, reason = "cases that cannot be read must fail the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use candor::flow::typing::{SourceKind, Subject, Typing, decide};
use candor::flow::{Action, Confidence};
use candor::knowledge::Knowledge;
use candor::plugin::{Located, Parameter};
use candor::source::{FileId, Span};
use serde::Deserialize;

/// One case: what is known of a value, and the types with their confidence that must come out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default = "sends")]
    action: String,
    source: String,
    #[serde(default)]
    path: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    descriptions: Vec<String>,
    #[serde(default)]
    options: Vec<String>,
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    key: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    api: String,
    #[serde(default)]
    context: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    /// `type` (medium or high), `type?` (low); `[]` for no type. A `type?` that is not listed does not fail.
    expect: Vec<String>,
}

fn sends() -> String {
    "sends".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

fn located(text: &str) -> Located {
    Located { text: text.to_owned(), span: Span { file: FileId(0), start: 0, end: 0 } }
}

/// `a.b[*].c` as a path.
fn elements(path: &str) -> Vec<&str> {
    path.split('.')
        .filter(|element| !element.is_empty())
        .flat_map(|element| match element.strip_suffix("[*]") {
            Some(list) => vec![list, "[*]"],
            None => vec![element],
        })
        .collect()
}

fn action(name: &str) -> Action {
    match name {
        "sends" => Action::Sends,
        "receives" => Action::Receives,
        "stores" => Action::Stores,
        "logs" => Action::Logs,
        other => panic!("no action {other}"),
    }
}

fn source(name: &str) -> SourceKind {
    match name {
        "parameter" => SourceKind::Parameter,
        "credential" => SourceKind::Credential,
        "setting" => SourceKind::Setting,
        "request" => SourceKind::Request,
        "payload" => SourceKind::Payload,
        "response" => SourceKind::Response,
        "model" => SourceKind::ModelInput,
        "session" => SourceKind::Session,
        "environment" => SourceKind::Environment,
        "local" => SourceKind::Local,
        other => panic!("no source {other}"),
    }
}

/// What comes out, as the cases write it: sure types, and the types to be checked.
fn run(knowledge: &Knowledge, typing: &Typing<'_>, case: &Case) -> BTreeMap<String, bool> {
    let path = elements(&case.path);
    let key = elements(&case.key);
    let parameter = case.kind.as_ref().map(|kind| Parameter {
        name: located(path.first().copied().unwrap_or("")),
        kind: kind.clone(),
        form: "llm".to_owned(),
        labels: case.labels.iter().map(|text| located(text)).collect(),
        descriptions: case.descriptions.iter().map(|text| located(text)).collect(),
        required: false,
        default: None,
        options: case.options.clone(),
    });
    let strings = |all: &'_ [String]| -> Vec<String> { all.to_vec() };
    let (texts, context, names) = (strings(&case.texts), strings(&case.context), strings(&case.names));
    let subject = Subject {
        action: action(&case.action),
        source: source(&case.source),
        path: &path,
        parameter: parameter.as_ref(),
        texts: &texts.iter().map(String::as_str).collect::<Vec<_>>(),
        key: &key,
        role: &case.role,
        api: (!case.api.is_empty()).then(|| knowledge.data_type(&case.api).expect(&case.api)),
        context: &context.iter().map(String::as_str).collect::<Vec<_>>(),
        names: &names.iter().map(String::as_str).collect::<Vec<_>>(),
        choices: &[],
    };
    decide(typing, &subject)
        .into_iter()
        .map(|decision| {
            assert!(!decision.why.is_empty(), "{case:?}: a decision without a reason");
            (knowledge.type_row(decision.data_type).id.clone(), decision.confidence > Confidence::Low)
        })
        .collect()
}

#[test]
fn rows_find_their_examples_and_not_their_counterexamples() {
    let knowledge = Knowledge::builtin().unwrap();
    let typing = Typing::new(&knowledge).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in &knowledge.taxonomy().types {
        assert!(
            row.group == "broad" || (row.examples.len() >= 3 && row.counterexamples.len() >= 2),
            "{}: too few examples",
            row.id
        );
        let mut check = |identifier: &str, expected: bool| {
            let path = elements(identifier);
            let subject = Subject {
                action: Action::Sends,
                source: SourceKind::Request,
                path: &path,
                parameter: None,
                texts: &[],
                key: &[],
                role: "body",
                api: None,
                context: &[],
                names: &[],
                choices: &[],
            };
            let found = decide(&typing, &subject).iter().any(|decision| {
                decision.confidence > Confidence::Low && knowledge.type_row(decision.data_type).id == row.id
            });
            count += 1;
            if found != expected {
                wrong.push(format!("{}: `{identifier}` found: {found}", row.id));
            }
        };
        row.examples.iter().for_each(|identifier| check(identifier, true));
        row.counterexamples.iter().for_each(|identifier| check(identifier, false));
    }
    assert!(count > 200, "only {count} examples");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn subjects_are_decided_by_meaning() {
    let knowledge = Knowledge::builtin().unwrap();
    let typing = Typing::new(&knowledge).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/taxonomy");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files {
        let cases: Cases = toml::from_str(&fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for case in &cases.case {
            count += 1;
            let found = run(&knowledge, &typing, case);
            let sure: Vec<&str> =
                found.iter().filter(|(_, sure)| **sure).map(|(id, _)| id.as_str()).collect();
            let mut expected: Vec<&str> =
                case.expect.iter().filter(|id| !id.ends_with('?')).map(String::as_str).collect();
            expected.sort_unstable();
            let low = case.expect.iter().filter_map(|id| id.strip_suffix('?'));
            let lacks = low.filter(|id| found.get(*id) != Some(&false)).count();
            if sure != expected || lacks > 0 {
                wrong.push(format!(
                    "{}: {} {} `{}` {:?}: expected {:?}, found {found:?}",
                    file.file_stem().unwrap_or_default().to_string_lossy(),
                    case.action,
                    case.source,
                    case.path,
                    case.context,
                    case.expect
                ));
            }
        }
    }
    assert!(count >= 300, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn phrases_are_written_as_they_are_looked_up() {
    let knowledge = Knowledge::builtin().unwrap();
    let taxonomy = knowledge.taxonomy();
    let mut wrong = Vec::new();
    for row in &taxonomy.types {
        let within = row.within.iter().flat_map(|within| &within.words);
        for phrase in row
            .words
            .iter()
            .chain(&row.weak)
            .chain(&row.hints)
            .chain(&row.vetoes)
            .chain(&row.texts)
            .chain(within)
        {
            let odd =
                phrase.chars().any(|c| c.is_uppercase() || !(c.is_alphabetic() || c == ' ' || c == 'ー'));
            if odd || phrase.is_empty() || phrase.contains("  ") || phrase.trim() != phrase {
                wrong.push(format!("{}: `{phrase}`", row.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
