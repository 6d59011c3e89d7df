//! What a parameter asks an answer for: "include phone numbers", or the names of the fields to return. Comes in: a
//! parameter's YAML; goes out: data types. Apart because such a parameter tells what comes back, and holds no data itself.

use smallvec::SmallVec;

use super::tables::{Kind, Typing};
use super::{Action, Confidence, SourceKind, Subject, giving};
use crate::flow::{limits, words};
use crate::knowledge::DataType;
use crate::plugin::Parameter;
use crate::source::Span;

/// Names of fields that are read of one parameter.
const FIELDS: usize = limits::FIELD_NAMES;

/// What the parameter asks for.
pub(super) fn of_parameter(
    typing: &Typing<'_>,
    parameter: &Parameter,
    context: &[&str],
) -> Vec<(DataType, String, Span)> {
    let mut found = Vec::new();
    if typing.kind(&parameter.kind) == Kind::Switch {
        for text in &parameter.descriptions {
            for (data_type, words) in giving::of_texts(typing, &[text.text.as_str()]) {
                add(&mut found, data_type, words, text.span);
            }
        }
        return found;
    }
    if !is_field_list(typing, parameter) {
        return found;
    }
    let options = parameter.options.iter().map(|option| (option.as_str(), parameter.name.span));
    let texts = parameter.descriptions.iter().chain(&parameter.default);
    let listed = texts.flat_map(|text| listed(&text.text).into_iter().map(|name| (name, text.span)));
    for (name, span) in options.chain(listed).take(FIELDS) {
        for data_type in of_field(typing, name, context) {
            add(&mut found, data_type, name.to_owned(), span);
        }
    }
    found
}

/// The paths of the fields that a constant of a request asks for, without keys that mean nothing.
pub(super) fn fields_of(typing: &Typing<'_>, key: &str, text: &str) -> Vec<Vec<String>> {
    let mut fields = super::requests::asked_fields(typing, key, text);
    for path in &mut fields {
        path.retain(|key| !typing.is_light(key));
    }
    fields.retain(|path| !path.is_empty());
    fields
}

/// The types of the fields that a constant asks for, of what is below the fields `read` of the answer.
pub(super) fn of_fields(
    typing: &Typing<'_>,
    fields: &[Vec<String>],
    read: &[&str],
    context: &[&str],
) -> Vec<(DataType, String)> {
    let mut found: Vec<(DataType, String)> = Vec::new();
    for path in fields {
        let path: SmallVec<[&str; 8]> = path.iter().map(String::as_str).collect();
        if !path.starts_with(read) && !read.iter().all(|key| path.contains(key)) {
            continue;
        }
        for data_type in of_path(typing, &path, context) {
            if found.iter().all(|(other, _)| *other != data_type) {
                found.push((data_type, path.join(".")));
            }
        }
    }
    found
}

/// Whether the parameter's value names fields of the answer.
pub(super) fn is_field_list(typing: &Typing<'_>, parameter: &Parameter) -> bool {
    if !matches!(typing.kind(&parameter.kind), Kind::Text | Kind::Choice) {
        return false;
    }
    let name = giving::spoken(&parameter.name.text);
    let named = name.last().is_some_and(|last| typing.fields.contains(&words::stem(last)));
    let gives =
        |text: &str| giving::spoken(text).iter().any(|word| typing.giving.contains(&words::stem(word)));
    named
        && (gives(&parameter.name.text)
            || parameter.labels.iter().chain(&parameter.descriptions).any(|text| gives(&text.text)))
}

/// The types of a field of that name, read from an answer.
fn of_field(typing: &Typing<'_>, name: &str, context: &[&str]) -> impl Iterator<Item = DataType> + use<> {
    let path: Vec<&str> = name.split('.').collect();
    of_path(typing, &path, context)
}

fn of_path(typing: &Typing<'_>, path: &[&str], context: &[&str]) -> impl Iterator<Item = DataType> + use<> {
    let subject = Subject {
        action: Action::Receives,
        source: SourceKind::Response,
        path,
        parameter: None,
        texts: &[],
        key: &[],
        role: "",
        api: None,
        context,
        names: &[],
        choices: &[],
    };
    let decisions = super::decide(typing, &subject);
    let credential = typing.ids.credential;
    decisions
        .into_iter()
        .filter(move |decision| decision.confidence >= Confidence::Medium && decision.data_type != credential)
        .map(|decision| decision.data_type)
}

/// The identifiers that a text lists: parts between commas that are one name each, two or more of them in a row.
fn listed(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for run in text.split(['\n', ';', ':', '(', ')', '\u{3002}', '\u{ff1a}', '\u{ff08}', '\u{ff09}']) {
        let parts = run.split([',', '\u{3001}', '\u{ff0c}']).map(|part| {
            part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '.' | '[' | ']'))
        });
        let names: Vec<&str> = parts.filter(|part| is_identifier(part)).collect();
        if names.len() > 1 {
            all.extend(names);
        }
        if all.len() > FIELDS {
            break;
        }
    }
    all
}

fn is_identifier(text: &str) -> bool {
    text.len() > 1
        && text.len() < 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

fn add(found: &mut Vec<(DataType, String, Span)>, data_type: DataType, words: String, span: Span) {
    if found.iter().all(|(other, ..)| *other != data_type) {
        found.push((data_type, words, span));
    }
}
