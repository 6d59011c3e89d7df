//! Where a value of a practice came from. Comes in: an origin of the engine; goes out: its source, the kind by which it is
//! typed, what its path says, who sent it. Apart because data at sinks and fields of answers ask the same of it.

use smallvec::SmallVec;

use crate::flow::engine::Engine;
use crate::flow::typing::{self, Typing};
use crate::flow::value::{Origin, OriginId, Source, SourceKind};
use crate::flow::{Confidence, Recipient, Way};
use crate::plugin::EntryKind;
use crate::python::ir::Sym;
use crate::source::Span;

pub(super) fn origin_of<'e>(engine: &'e Engine<'_, '_>, id: OriginId) -> Option<(&'e Origin, &'e Source)> {
    let origin = engine.origins.get(id.0 as usize)?;
    Some((origin, engine.sources.get(origin.source as usize)?))
}

pub(super) fn typed_source(kind: SourceKind) -> typing::SourceKind {
    match kind {
        SourceKind::Parameters => typing::SourceKind::Parameter,
        SourceKind::Credentials => typing::SourceKind::Credential,
        SourceKind::Settings => typing::SourceKind::Setting,
        SourceKind::Request => typing::SourceKind::Request,
        SourceKind::Payload => typing::SourceKind::Payload,
        SourceKind::Model => typing::SourceKind::ModelInput,
        SourceKind::Session => typing::SourceKind::Session,
        SourceKind::Environment => typing::SourceKind::Environment,
        SourceKind::Response => typing::SourceKind::Response,
        SourceKind::Local | SourceKind::Temporary => typing::SourceKind::Local,
    }
}

/// The part of a URL's path, or of a method's name, that says which record it is about: the last segment. What
/// stands before it (`users/me/…`) says whose.
pub(super) fn resource(api: &str) -> &str {
    let path = api.split('?').next().unwrap_or("").trim_end_matches(['/', ' ']);
    path.rfind('/').map_or(path, |at| path.get(at + 1..).unwrap_or(path))
}

/// A masked or hashed value, and one whose way in is unknown, is shown to be checked.
pub(super) fn weaken(confidence: Confidence, origin: &Origin, source: &Source) -> Confidence {
    if origin.weakened || source.weak {
        return Confidence::Low;
    }
    if source.kind == SourceKind::Local { confidence.min(Confidence::Medium) } else { confidence }
}

/// A path without the items of lists at its end.
pub(super) fn unstarred(engine: &Engine<'_, '_>, mut path: &[Sym]) -> SmallVec<[Sym; 4]> {
    while let [rest @ .., last] = path
        && *last == engine.words.star
    {
        path = rest;
    }
    SmallVec::from_slice(path)
}

/// Whether a call stands in the code of a model: in a folder that holds the source of one.
pub(super) fn of_model(engine: &Engine<'_, '_>, span: Span) -> bool {
    let Some(file) = engine.plugin.file(span.file) else { return false };
    let folder =
        |path: &str| path.trim_start_matches("./").split_once('/').map(|(first, _)| first.to_owned());
    let own = folder(&file.path);
    let models = engine.plugin.manifest.entries.iter().filter(|entry| entry.kind == EntryKind::Model);
    let mut sources = models.filter_map(|entry| entry.source.as_ref());
    sources.any(|source| own.is_some() && folder(&source.text) == own)
}

/// The way of what an answer or a webhook holds: whether its records are people's. The API says that, else the event
/// that it comes by, else the function that it is read in.
pub(super) fn way_of_answer(
    engine: &Engine<'_, '_>,
    typing: &Typing<'_>,
    source: &Source,
    function: &str,
) -> Option<Way> {
    let entry = source.entry.and_then(|entry| engine.plugin.manifest.entries.get(entry as usize));
    let event = entry.map_or("", |entry| entry.name.as_str());
    let api = engine.symbols.text(source.api).split('?').next().unwrap_or("");
    typing::is_of_people(typing, &[function, event, api]).then_some(Way::Profile)
}

/// Who sent what came in: the services that answered, or for a webhook the vendor of the plugin.
pub(super) fn sender(engine: &Engine<'_, '_>, source: &Source) -> SmallVec<[Recipient; 2]> {
    if source.kind == SourceKind::Response || !source.recipients.is_empty() {
        return source
            .recipients
            .iter()
            .filter_map(|&id| engine.facts.recipients.get(id as usize).cloned())
            .collect();
    }
    SmallVec::from_iter([vendor(engine)])
}

/// The service that the plugin is made for: the one its name or labels name, else the only one it contacts.
pub(super) fn vendor(engine: &Engine<'_, '_>) -> Recipient {
    if let Some(service) = engine.named_vendor() {
        return Recipient::Service(service);
    }
    let mut contacted: Vec<&Recipient> = engine
        .facts
        .recipients
        .iter()
        .filter(|recipient| matches!(recipient, Recipient::Service(_) | Recipient::Domain(_)))
        .collect();
    contacted.dedup();
    match contacted.as_slice() {
        [only] => (*only).clone(),
        _ => Recipient::Unresolved,
    }
}
