//! What a row must be. Comes in: a row and the tables; goes out: each fault with the key that it stands under. Apart
//! because the built-in tables (their tests) and rows from outside are held to the same.

use super::rows::{BaseRow, CapabilityRow, SinkRow, SourceRow, SummaryRow, TagRow};
use super::{Knowledge, similar};

/// What `action` may be.
pub const ACTIONS: &[&str] = &["sends", "stores", "logs"];
/// What an argument may be to a sink.
pub const ROLES: &[&str] =
    &["url", "query", "body", "headers", "file", "auth", "key", "method", "ignored", "statement", "handle"];
/// What `returns` of a summary may be.
pub const SUMMARIES: &[&str] = &[
    "nothing",
    "arguments",
    "receiver",
    "masked",
    "hashed",
    "opened",
    "buffer",
    "encoded",
    "first",
    "joined_url",
    "file_name",
    "content",
    "instance",
];
/// What `kind` of a source may be.
pub const KINDS: &[&str] =
    &["parameters", "credentials", "data", "request", "payload", "settings", "response", "temporary"];
/// What `capability` may be.
pub const CAPABILITIES: &[&str] = &["commands", "code", "sql", "ssh", "files", "browser", "urls"];
/// What `level` may be.
pub const LEVELS: &[&str] = &["medium", "high"];
/// Recipients that are no services.
pub const RECIPIENTS: &[&str] = &["url", "user_configured", "dify"];

/// Takes a fault: the key that it stands under, and a few words.
pub type Complain<'a> = &'a mut dyn FnMut(&str, String);

/// A sink: known ids, well-formed arguments, nothing that says too little.
pub fn sink(knowledge: &Knowledge, row: &SinkRow, complain: Complain) {
    calls("call", &row.call, complain);
    one_of("action", &row.action, ACTIONS, complain);
    let own_side = row.recipient.is_empty() && matches!(row.action.as_str(), "stores" | "logs");
    if row.recipient.is_empty() && !own_side {
        complain("recipient", "what is sent needs a `recipient`".to_owned());
    } else if !own_side && !RECIPIENTS.contains(&row.recipient.as_str()) {
        known_service(knowledge, "recipient", &row.recipient, complain);
    }
    if row.recipient == "url" && row.url.is_empty() {
        complain("recipient", "the recipient `url` needs `url`, the arguments that hold it".to_owned());
    }
    for role in row.carries.values() {
        one_of("carries", role, ROLES, complain);
    }
    let lists = [("types", &row.types), ("when", &row.when), ("carries", &row.carries)];
    let named = lists.iter().flat_map(|(key, list)| list.keys().map(move |name| (*key, name)));
    for (key, name) in row.url.iter().map(|name| ("url", name)).chain(named) {
        if !is_argument(name) {
            complain(
                key,
                format!("`{name}` is no argument: a position (`0`), a keyword, `*`, `**`, `self`, `new.…`"),
            );
        }
    }
    known_types(knowledge, "types", row.types.values(), complain);
    known_types(knowledge, "searches", row.searches.values(), complain);
    known_types(knowledge, "returns", &row.returns, complain);
    known_types(knowledge, "features", row.features.values(), complain);
    let carries_all = row.carries.is_empty() || row.carries.contains_key("*");
    for position in row.types.keys().filter(|name| name.starts_with(|first: char| first.is_ascii_digit())) {
        let argument = position.split('.').next().unwrap_or_default();
        if !carries_all && !row.carries.contains_key(argument) {
            complain("types", format!("argument {position} has a type and carries nothing"));
        }
    }
    if !row.returns.is_empty() && !row.response {
        complain("returns", "`returns` needs `response = true`".to_owned());
    }
}

/// A source.
pub fn source(knowledge: &Knowledge, row: &SourceRow, complain: Complain) {
    names("call", &row.call, complain);
    names("class", &row.class, complain);
    one_of("kind", &row.kind, KINDS, complain);
    if !row.data_type.is_empty() {
        known_types(knowledge, "data_type", [&row.data_type], complain);
    }
    if row.kind == "data" && row.data_type.is_empty() && row.instance.is_empty() {
        complain("kind", "the kind `data` needs `data_type` or `instance`".to_owned());
    }
    if !row.hands.is_empty() {
        known_types(knowledge, "hands", [&row.hands], complain);
    }
    for category in &row.webhook_of {
        let known = category == "*" || knowledge.services().any(|service| service.category == *category);
        if !known {
            complain("webhook_of", format!("no service is of the category `{category}`"));
        }
    }
    if row.class.is_empty() == row.call.is_empty() {
        complain("call", "needs either `class` or `call`".to_owned());
    }
    if !row.parameter.is_empty() && (row.method.is_empty() || row.position.is_none()) {
        complain("parameter", "a parameter needs its `method` and `position`".to_owned());
    }
}

/// A summary.
pub fn summary(row: &SummaryRow, complain: Complain) {
    if row.function.is_empty() {
        calls("call", &row.call, complain);
    } else if !matches!(row.returns.as_str(), "masked" | "arguments") {
        complain("function", "goes with `masked` or `arguments` only".to_owned());
    }
    one_of("returns", &row.returns, SUMMARIES, complain);
    match row.returns.as_str() {
        "instance" if row.instance.is_empty() => {
            complain("returns", "`instance` needs `instance`, the type that comes back".to_owned());
        }
        "instance" | "first" => {}
        _ if row.instance.is_empty() => {}
        _ => complain("instance", "goes with `instance` or `first` only".to_owned()),
    }
    for (attribute, places) in &row.sets {
        if attribute.is_empty() || places.is_empty() {
            complain("sets", format!("`{attribute}` needs a name and the arguments it is made of"));
        }
    }
}

/// A class whose base sends.
pub fn base(knowledge: &Knowledge, row: &BaseRow, complain: Complain) {
    calls("class", &row.class, complain);
    known_types(knowledge, "sends", &row.sends, complain);
    known_types(knowledge, "features", row.features.values(), complain);
    if !row.default.is_empty() {
        known_service(knowledge, "default", &row.default, complain);
    }
}

/// An attribute that tells the class.
pub fn tag(row: &TagRow, complain: Complain) {
    if row.value.is_empty() || row.attribute.is_empty() || row.instance.is_empty() {
        complain("value", "needs `value`, `attribute` and `instance`".to_owned());
    }
    let classes = [&row.instance, &row.otherwise].into_iter().filter(|class| !class.is_empty()).cloned();
    names("instance", &classes.collect::<Vec<_>>(), complain);
}

/// A capability.
pub fn capability(row: &CapabilityRow, complain: Complain) {
    calls("call", &row.call, complain);
    one_of("capability", &row.capability, CAPABILITIES, complain);
    one_of("level", &row.level, LEVELS, complain);
}

/// Data types that the taxonomy must know.
pub fn known_types<'a>(
    knowledge: &Knowledge,
    key: &str,
    ids: impl IntoIterator<Item = &'a String>,
    complain: Complain,
) {
    for id in ids.into_iter().filter(|id| knowledge.data_type(id).is_none()) {
        let known = knowledge.taxonomy().types.iter().map(|row| row.id.as_str());
        complain(key, format!("there is no data type `{id}`{}", similar::hint(id, known)));
    }
}

/// A service that the registry must know.
pub fn known_service(knowledge: &Knowledge, key: &str, id: &str, complain: Complain) {
    if knowledge.service(id).is_none() {
        let known = knowledge.services().map(|row| row.id.as_str()).chain(RECIPIENTS.iter().copied());
        complain(key, format!("there is no service `{id}`{}", similar::hint(id, known)));
    }
}

fn one_of(key: &str, value: &str, known: &[&str], complain: Complain) {
    if !known.contains(&value) {
        let hint = match similar::nearest(value, known.iter().copied()) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => format!("; known are {}", known.join(", ")),
        };
        complain(key, format!("there is no {key} `{value}`{hint}"));
    }
}

fn calls(key: &str, list: &[String], complain: Complain) {
    if list.is_empty() {
        complain(key, format!("`{key}` is empty"));
    }
    names(key, list, complain);
}

fn names(key: &str, list: &[String], complain: Complain) {
    for name in list.iter().filter(|name| !is_call_pattern(name)) {
        complain(key, format!("`{name}` is no dotted Python name"));
    }
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// Identifiers joined by dots; `*` may stand for any segment but the first.
pub fn is_call_pattern(name: &str) -> bool {
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

/// An id of a service: lower case and digits, `-` between words.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// A host name in lower case with at least two labels and a last label that is no number.
pub fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    labels.len() >= 2
        && text.len() <= 253
        && labels.last().is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_lowercase()))
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
}

/// `https://host` or `https://host/path` without spaces, quotes, brackets or a port.
pub fn is_https_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    is_host(host) && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>()[]{}\\^`|".contains(&byte))
}

/// A phrase of the taxonomy or of policies: words in lower case with one space between them.
pub fn is_phrase(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 100
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !text.chars().any(|c| c.is_control() || c.is_uppercase() || c == '*')
}
