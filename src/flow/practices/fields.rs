//! Fields that are read by their names. Comes in: what was read of answers, webhooks and the output fields of events;
//! goes out: practices of receiving. Apart because here the name of a field decides, in `answers.rs` the answer as a whole.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::drafts::{Drafts, Seen};
use super::origins::{
    of_model, origin_of, resource, sender, typed_source, unstarred, vendor, way_of_answer, weaken,
};
use super::steps::chain_steps;
use crate::flow::engine::Engine;
use crate::flow::facts::Read;
use crate::flow::typing::{self, Subject, Typing};
use crate::flow::value::{Origin, OriginId, Source, SourceKind};
use crate::flow::{Action, Confidence, Recipient, Step, Way};
use crate::knowledge::DataType;
use crate::plugin::{Entry, EntryKind, OutputField};
use crate::python::ir::Sym;

/// The JSON Schema type of records.
const OBJECT: &str = "object";

/// What was read of answers and webhooks, field by field.
pub(super) fn read(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    let mut reads: Vec<(OriginId, SmallVec<[Read; 2]>)> =
        engine.facts.reads.iter().map(|(origin, places)| (*origin, places.clone())).collect();
    reads.sort_unstable_by_key(|(origin, _)| *origin);
    let around = Around { opened: opened(engine, &reads), statuses: statuses(engine, typing, &reads) };
    for (origin, places) in &reads {
        field(engine, typing, drafts, &around, *origin, places);
    }
}

/// Records of answers: the answer and the path to the record.
type Records = FxHashSet<(u32, SmallVec<[Sym; 4]>)>;

/// What was read beside the fields.
struct Around {
    /// What was read only to read a named part of it.
    opened: Records,
    /// Records that say whether the request went well.
    statuses: Records,
}

/// Records of answers that say whether the request went well.
fn statuses(
    engine: &Engine<'_, '_>,
    typing: &Typing<'_>,
    reads: &[(OriginId, SmallVec<[Read; 2]>)],
) -> Records {
    let mut statuses = Records::default();
    for (id, _) in reads {
        let Some((origin, source)) = origin_of(engine, *id) else { continue };
        let Some((last, before)) = origin.path.split_last() else { continue };
        if source.kind == SourceKind::Response && typing::is_status(typing, engine.symbols.text(*last)) {
            statuses.insert((origin.source, SmallVec::from_slice(before)));
        }
    }
    statuses
}

/// Whether a field holds the service's own words about the request: `{"code": 40001, "msg": …}`.
fn is_notice(engine: &Engine<'_, '_>, typing: &Typing<'_>, around: &Around, origin: &Origin) -> bool {
    let Some((last, before)) = origin.path.split_last() else { return false };
    typing::is_notice(typing, engine.symbols.text(*last))
        && around.statuses.contains(&(origin.source, SmallVec::from_slice(before)))
}

/// What was read only to read a named part of it: the part counts.
fn opened(engine: &Engine<'_, '_>, reads: &[(OriginId, SmallVec<[Read; 2]>)]) -> Records {
    let star = engine.words.star;
    let mut opened = Records::default();
    for (id, _) in reads {
        let Some(origin) = engine.origins.get(id.0 as usize) else { continue };
        let Some((last, before)) = origin.path.split_last() else { continue };
        if *last != star {
            opened.insert((origin.source, unstarred(engine, before)));
        }
    }
    for (id, _) in engine.facts.handed_by.keys() {
        if let Some(origin) = engine.origins.get(id.0 as usize) {
            opened.remove(&(origin.source, unstarred(engine, &origin.path)));
        }
    }
    opened
}

fn field(
    engine: &Engine<'_, '_>,
    typing: &Typing<'_>,
    drafts: &mut Drafts,
    around: &Around,
    id: OriginId,
    places: &[Read],
) {
    let Some((origin, source)) = origin_of(engine, id) else { return };
    let received = source.webhook || matches!(source.kind, SourceKind::Response | SourceKind::Payload);
    if !received || origin.path.is_empty() {
        return;
    }
    let path: SmallVec<[&str; 8]> = origin.path.iter().map(|&key| engine.symbols.text(key)).collect();
    let recipients = sender(engine, source);
    let known = known_field(engine, source, &path);
    let message = typing::message(typing);
    let asked = typing::questions(typing).iter().any(|&what| drafts.was_given(what, source.span, source.api));
    for place in places {
        let plugin = engine.plugin.manifest.name.as_str();
        let context = [plugin, engine.symbols.text(place.scope), resource(engine.symbols.text(source.api))];
        let names: SmallVec<[&str; 2]> =
            place.record.iter().chain(&place.target).map(|&name| engine.symbols.text(name)).collect();
        let subject = Subject {
            action: Action::Receives,
            source: typed_source(source.kind),
            path: &path,
            parameter: None,
            texts: &[],
            key: &[],
            role: "",
            api: source.data_type.or(known),
            context: &context,
            names: &names,
            choices: &[],
        };
        let decisions = typing::decide(typing, &subject);
        if decisions.is_empty() {
            continue;
        }
        let mut steps = chain_steps(engine, place.chain);
        if source.kind == SourceKind::Response {
            let note = format!("answer of {}", engine.symbols.text(source.name));
            steps.insert(0, Step { span: source.span, note });
        }
        steps.push(Step { span: place.span, note: format!("`{}` read", path.last().unwrap_or(&"")) });
        let way = way_of_answer(engine, typing, source, engine.symbols.text(place.scope));
        // What a model answers, and what a rerank repeats, is no data about people.
        let response = source.kind == SourceKind::Response;
        let answered = response && of_model(engine, source.span);
        let container = around.opened.contains(&(origin.source, unstarred(engine, &origin.path)));
        for decision in decisions {
            let told = engine.knowledge.type_row(decision.data_type).is_content();
            if told && (answered || container) {
                continue;
            }
            let said = decision.data_type == message && known.is_none() && !source.returns.contains(&message);
            if response && said && (asked || is_notice(engine, typing, around, origin)) {
                continue;
            }
            for recipient in &recipients {
                // Of an answer that is known to hold the type a weak word is enough.
                let known = !container && source.returns.contains(&decision.data_type);
                let said = if known { Confidence::High } else { decision.confidence };
                let confidence = weaken(said, origin, source);
                drafts.add(Seen {
                    data_type: decision.data_type,
                    action: Action::Receives,
                    recipient,
                    confidence,
                    place: place.span,
                    trace: &steps,
                    why: &decision.why,
                    way,
                    answer: Some(source),
                });
            }
        }
    }
}

/// The type that the endpoint which answered gives this field.
fn known_field(engine: &Engine<'_, '_>, source: &Source, path: &[&str]) -> Option<DataType> {
    let api = engine.symbols.text(source.api);
    if !api.starts_with('/') {
        return None;
    }
    let method = engine.symbols.text(source.name).rsplit('.').next().unwrap_or("");
    let keys: SmallVec<[&str; 8]> = path.iter().copied().filter(|key| !key.starts_with('[')).collect();
    sender(engine, source).iter().find_map(|recipient| {
        let Recipient::Service(service) = recipient else { return None };
        let service = engine.knowledge.service_row(*service)?;
        let row = engine.knowledge.endpoint_for(&service.id, method, api)?;
        engine.knowledge.data_type(row.fields.get(&keys.join("."))?)
    })
}

/// What an event about people passes on as a whole: objects of which the schema names no fields.
fn whole_records(typing: &Typing<'_>, drafts: &mut Drafts, entry: &Entry, vendor: &Recipient) {
    if !typing::is_of_people(typing, &[&entry.name]) {
        return;
    }
    let described = |field: &OutputField| {
        entry
            .output
            .iter()
            .any(|other| other.path.len() > field.path.len() && other.path.starts_with(&field.path))
    };
    for field in entry.output.iter().filter(|field| field.kind == OBJECT && !described(field)) {
        drafts.add(Seen {
            data_type: typing::name(typing),
            action: Action::Receives,
            recipient: vendor,
            confidence: Confidence::Low,
            place: field.span,
            trace: &Vec::new(),
            why: &["a person's record as a whole".to_owned()],
            way: Some(Way::Record),
            answer: None,
        });
    }
}

/// Fields of an event's output schema: received from the vendor and passed on.
pub(super) fn of_events(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    let events = engine.plugin.manifest.entries.iter().filter(|entry| entry.kind == EntryKind::Event);
    for entry in events {
        let recipient = vendor(engine);
        whole_records(typing, drafts, entry, &recipient);
        let way = typing::is_of_people(typing, &[&entry.name]).then_some(Way::Profile);
        for field in &entry.output {
            let path: SmallVec<[&str; 8]> = field.path.iter().map(String::as_str).collect();
            let context = [entry.name.as_str()];
            // The text of a record tells what it is about, not what it is.
            let texts = if field.kind == OBJECT { &[][..] } else { &[field.description.as_str()][..] };
            let decisions = typing::decide(
                typing,
                &Subject {
                    action: Action::Receives,
                    source: typing::SourceKind::Payload,
                    path: &path,
                    parameter: None,
                    texts,
                    key: &[],
                    role: "",
                    api: None,
                    context: &context,
                    names: &[],
                    choices: &[],
                },
            );
            for decision in decisions {
                let note = format!("output field `{}`", field.path.join("."));
                let step = [Step { span: field.span, note }];
                drafts.add(Seen {
                    data_type: decision.data_type,
                    action: Action::Receives,
                    recipient: &recipient,
                    confidence: decision.confidence,
                    place: field.span,
                    trace: &step,
                    why: &decision.why,
                    way,
                    answer: None,
                });
            }
        }
    }
}
