//! Which data type a value is. Comes in: [`Subject`], what is known of a value where it meets a sink or is read from a
//! response; goes out: [`Decision`]s with a confidence and the reasons. Apart because it knows words and tables, and
//! neither Python nor the flow that led here.
//!
//! Evidence adds up in this order: the YAML type of the parameter, the access path, what the API says of the argument,
//! the key at the sink, the YAML's texts, the names of local variables. Within one of them the longest phrase at the
//! head of the noun decides (`user_email_template` is a template); a phrase that means something else beats a word in it.

mod asking;
mod giving;
mod reading;
mod requests;
mod scene;
mod tables;

use smallvec::SmallVec;

use crate::flow::{Action, Confidence, words};
use crate::knowledge::DataType;
use crate::plugin::Parameter;
use crate::source::Span;
use scene::Scene;
use tables::Kind;

pub use tables::Typing;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// A tool's, event's or agent strategy's parameter.
    Parameter,
    /// A credential of the provider.
    Credential,
    /// A setting of an endpoint.
    Setting,
    /// An incoming request of an endpoint.
    Request,
    /// The payload of a webhook.
    Payload,
    /// What a service answered.
    Response,
    /// The input of a model call.
    ModelInput,
    /// The Dify session: ids of user, conversation, message, app.
    Session,
    /// Environment variables and the host's identity.
    Environment,
    /// Unknown.
    Local,
}

/// What is known of a value at the place where it meets a sink or is read from a response.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// What is done with it.
    pub action: Action,
    /// Where it comes from.
    pub source: SourceKind,
    /// Access path from the source's root to the value; `[*]` for items of a list; for a parameter the first element
    /// is the parameter's name.
    pub path: &'a [&'a str],
    /// The parameter, credential or setting in the YAML.
    pub parameter: Option<&'a Parameter>,
    /// Other texts that describe the value: the description of an output field.
    pub texts: &'a [&'a str],
    /// Keys under which it is placed at the sink, outermost first, or the keyword argument.
    pub key: &'a [&'a str],
    /// Role at the sink (`query`, `body`, `headers`, `file`, `url`, `auth`, `key`), or empty.
    pub role: &'a str,
    /// What the table's row says that this argument or source holds.
    pub api: Option<DataType>,
    /// Words of the API method, URL path, function and tool.
    pub context: &'a [&'a str],
    /// Local variables that carried the value, the nearest to the sink last.
    pub names: &'a [&'a str],
    /// What the value may be by another parameter's choice: the options of `receive_id_type` for `receive_id`.
    pub choices: &'a [&'a str],
}

/// One data type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Which.
    pub data_type: DataType,
    /// How sure.
    pub confidence: Confidence,
    /// Why: one short sentence each.
    pub why: Vec<String>,
}

/// Whether the path names text or a file: `page.markdown`.
#[must_use]
pub fn is_content(typing: &Typing<'_>, path: &[&str]) -> bool {
    let around = reading::Around { contexts: 0, ignored: 0, near: reading::Near::Nobody };
    reading::chain(typing, path, around).best(typing, true).is_some()
}

/// Whether the path leads into a record of a file that people attach: `issue.attachments[*].url`.
#[must_use]
pub fn is_file_record(typing: &Typing<'_>, path: &[&str]) -> bool {
    path.iter().any(|key| giving::spoken(key).iter().any(|word| typing.attached.contains(&words::stem(word))))
}

/// Whether a key of an answer says if the request went well: `code`, `ErrorCode`.
#[must_use]
pub fn is_status(typing: &Typing<'_>, key: &str) -> bool {
    giving::spoken(key).last().is_some_and(|word| typing.status.contains(&words::stem(word)))
}

/// Whether a key beside such a one holds what the service says of it: `message`.
#[must_use]
pub fn is_notice(typing: &Typing<'_>, key: &str) -> bool {
    giving::spoken(key).last().is_some_and(|word| typing.notice.contains(&words::stem(word)))
}

/// The types with which something is asked: what comes back to them is an answer, and nobody's words.
#[must_use]
pub const fn questions(typing: &Typing<'_>) -> [DataType; 2] {
    [typing.ids.search, typing.ids.message]
}

/// Whether names of functions, events and methods, the most telling last, say that it is about people's records:
/// `users.info`, `contacts`.
#[must_use]
pub fn is_of_people(typing: &Typing<'_>, names: &[&str]) -> bool {
    reading::of_people(typing, names)
}

/// The type of files.
#[must_use]
pub const fn file(typing: &Typing<'_>) -> DataType {
    typing.ids.file
}

/// The type of messages.
#[must_use]
pub const fn message(typing: &Typing<'_>) -> DataType {
    typing.ids.message
}

/// The type of names.
#[must_use]
pub const fn name(typing: &Typing<'_>) -> DataType {
    typing.ids.name
}

/// The type of opaque ids.
#[must_use]
pub const fn identifier(typing: &Typing<'_>) -> DataType {
    typing.ids.identifier
}

/// The types of which a tool's texts say that it gives them back, each with the words that say so.
#[must_use]
pub fn given(typing: &Typing<'_>, texts: &[&str]) -> Vec<(DataType, String)> {
    giving::of_texts(typing, texts)
}

/// The types of the fields that a parameter asks an answer for, each with the words that name it and their place.
#[must_use]
pub fn asked(typing: &Typing<'_>, parameter: &Parameter, context: &[&str]) -> Vec<(DataType, String, Span)> {
    asking::of_parameter(typing, parameter, context)
}

/// The paths of the fields that a constant of a request asks an answer for, without keys that mean nothing.
#[must_use]
pub fn requested(typing: &Typing<'_>, key: &str, text: &str) -> Vec<Vec<String>> {
    asking::fields_of(typing, key, text)
}

/// The types of such fields, each with the field: those below the fields `read` of the answer.
#[must_use]
pub fn requested_types(
    typing: &Typing<'_>,
    fields: &[Vec<String>],
    read: &[&str],
    context: &[&str],
) -> Vec<(DataType, String)> {
    asking::of_fields(typing, fields, read, context)
}

/// Whether a key means nothing: it stands around what an answer holds.
#[must_use]
pub fn is_light(typing: &Typing<'_>, key: &str) -> bool {
    typing.is_light(key)
}

/// The type of what is handed on whole under this path: keys without meaning and at most one that names the records.
#[must_use]
pub fn given_key(typing: &Typing<'_>, path: &[&str]) -> Option<DataType> {
    let mut named = path.iter().filter(|key| !typing.is_light(key));
    let key = named.next()?;
    let around = reading::Around { contexts: 0, ignored: 0, near: reading::Near::Nobody };
    if reading::chain(typing, &[key], around).nothing {
        return None;
    }
    named.next().is_none().then(|| giving::of_key(typing, key)).flatten()
}

/// Whether the path says no more than its source: `data.items[*]`.
#[must_use]
pub fn is_whole(typing: &Typing<'_>, path: &[&str]) -> bool {
    path.iter().all(|key| typing.is_light(key))
}

/// The types that a value holds, the surest first; empty where it is data of no type. Pure and deterministic.
#[must_use]
pub fn decide(typing: &Typing<'_>, subject: &Subject<'_>) -> Vec<Decision> {
    let kind = subject.parameter.map(|parameter| typing.kind(&parameter.kind));
    match kind {
        Some(Kind::Secret) => {
            let why = "the YAML says that it is secret".to_owned();
            return vec![Decision {
                data_type: typing.ids.credential,
                confidence: Confidence::High,
                why: vec![why],
            }];
        }
        Some(Kind::Nothing | Kind::Switch) => return Vec::new(),
        _ => {}
    }
    if subject.parameter.is_some_and(|parameter| asking::is_field_list(typing, parameter)) {
        return Vec::new();
    }
    let scene = Scene::new(typing, subject, kind);
    let mut decisions = if kind == Some(Kind::File) { scene.shown() } else { scene.personal() };
    if kind == Some(Kind::File) || decisions.iter().all(|decision| decision.confidence == Confidence::Low) {
        // A weak word does not hide that the value is text of the user.
        decisions.extend(scene.content());
    }
    decisions.extend(scene.by_choices());
    decisions.retain(|decision| scene.allows(decision.data_type, decision.confidence));
    decisions.sort_by(|a, b| b.confidence.cmp(&a.confidence).then(a.data_type.cmp(&b.data_type)));
    let mut seen = SmallVec::<[DataType; 4]>::new();
    decisions.retain(|decision| {
        let fresh = !seen.contains(&decision.data_type);
        seen.push(decision.data_type);
        fresh
    });
    decisions
}
