//! From facts to practices. Comes in: what the interpreter saw; goes out: [`CodeFacts`]: per data type, action and
//! recipient one practice with places, trace and evidence; the third parties; the outbound calls. Apart because here,
//! and only here, a value gets its data type.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::engine::Engine;
use super::entries::SendingBase;
use super::facts::{Read, SinkFact};
use super::recipients::Contact;
use super::typing::{self, Decision, Subject, Typing};
use super::value::{Origin, OriginId, Part, Source, SourceKind, Template};
use super::{
    Action, Capability, CodeFacts, Confidence, OutboundCalls, Practice, Recipient, Step, ThirdParty,
};
use crate::knowledge::DataType;
use crate::plugin::{Entry, EntryKind, Parameter};
use crate::python::ir::Sym;
use crate::source::Span;

/// The category of services that people write messages in.
const MESSENGERS: &str = "chat";

/// Places listed for one practice or third party.
const MAX_PLACES: usize = 12;
/// Options of another parameter that are looked at.
const MAX_CHOICES: usize = 24;
/// Steps of a trace.
const MAX_STEPS: usize = 12;

/// A practice under construction.
#[derive(Debug)]
struct Draft {
    confidence: Confidence,
    places: BTreeMap<Span, Confidence>,
    trace: Vec<Step>,
    evidence: Vec<String>,
}

type Drafts = BTreeMap<(DataType, Action, Recipient), Draft>;

/// Decides data types and gathers the facts into practices.
pub fn decide(engine: &mut Engine<'_, '_>, typing: &Typing<'_>, bases: &[SendingBase<'_>]) -> CodeFacts {
    let mut drafts = Drafts::new();
    let mut cache = Cache::default();
    let sinks = std::mem::take(&mut engine.facts.sinks);
    let attached = attached(engine, typing);
    for (fact, chain) in &sinks {
        sink(engine, typing, &attached, &mut cache, &mut drafts, fact, *chain);
    }
    let mut reads: Vec<(OriginId, SmallVec<[Read; 2]>)> =
        engine.facts.reads.iter().map(|(origin, places)| (*origin, places.clone())).collect();
    reads.sort_unstable_by_key(|(origin, _)| *origin);
    let opened = opened(engine, &reads);
    for (origin, places) in &reads {
        read(engine, typing, &mut drafts, &opened, *origin, places);
    }
    whole_responses(engine, typing, &mut drafts);
    told_answers(engine, typing, &mut drafts);
    meant_answers(engine, typing, &mut drafts);
    fetched_files(engine, typing, &mut drafts);
    outputs(engine, typing, &mut drafts);
    let mut contacts = outbound_contacts(engine);
    for base in bases {
        sending_base(engine, &mut drafts, &mut contacts, base);
    }
    finish(engine, drafts, &contacts)
}

/// Decisions by subject, so that equal facts are typed once.
type Cache = FxHashMap<
    (OriginId, super::facts::Keys, Action, Sym, Option<DataType>, Option<Sym>, Sym, u8),
    Vec<Decision>,
>;

fn action_of(action: &str) -> Action {
    match action {
        "stores" => Action::Stores,
        "logs" => Action::Logs,
        "receives" => Action::Receives,
        _ => Action::Sends,
    }
}

fn typed_source(kind: SourceKind) -> typing::SourceKind {
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

fn sink(
    engine: &Engine<'_, '_>,
    typing: &Typing<'_>,
    attached: &FxHashSet<u32>,
    cache: &mut Cache,
    drafts: &mut Drafts,
    fact: &SinkFact<'_>,
    chain: u32,
) {
    let Some((origin, source)) = origin_of(engine, fact.origin) else { return };
    let action = action_of(fact.action);
    // What a service answered and is sent back to it (a page token, an id) tells it nothing new.
    let echoed = source.kind == SourceKind::Response
        && action == Action::Sends
        && fact.recipients.iter().any(|recipient| source.recipients.contains(recipient));
    if echoed {
        return;
    }
    // The whole set of parameters stands for each of them.
    let star = engine.words.star;
    let whole = source.kind == SourceKind::Parameters && origin.path.iter().all(|&key| key == star);
    let parameters: Vec<Option<&Parameter>> = if whole {
        let entry = source.entry.and_then(|entry| engine.plugin.manifest.entries.get(entry as usize));
        let kept = |parameter: &&Parameter| {
            let name = parameter.name.text.as_str();
            !fact.without.iter().any(|&key| engine.symbols.text(key) == name)
        };
        entry.map(|entry| entry.parameters.iter().filter(kept).map(Some).collect()).unwrap_or_default()
    } else {
        vec![engine.parameter_of(fact.origin)]
    };
    for parameter in parameters {
        let of_whole;
        let decisions: &[Decision] = match (whole, parameter) {
            (true, Some(parameter)) => {
                let path = [parameter.name.text.as_str()];
                of_whole = subject(engine, typing, source, &path, Some(parameter), fact, action);
                &of_whole
            }
            _ => {
                let role = fact.role.as_bytes().first().copied().unwrap_or(0);
                let key = (
                    fact.origin,
                    fact.keys.clone(),
                    action,
                    fact.api,
                    fact.data_type,
                    fact.name,
                    fact.scope,
                    role,
                );
                cache.entry(key).or_insert_with(|| {
                    let path: SmallVec<[&str; 8]> =
                        origin.path.iter().map(|&key| engine.symbols.text(key)).collect();
                    subject(engine, typing, source, &path, parameter, fact, action)
                })
            }
        };
        let file = typing::file(typing);
        let whole = || {
            let path: SmallVec<[&str; 8]> = origin.path.iter().map(|&key| engine.symbols.text(key)).collect();
            typing::is_whole(typing, &path)
        };
        let mut decisions = Cow::Borrowed(decisions);
        if attached.contains(&origin.source) && whole() {
            decisions.to_mut().retain(|decision| decision.data_type != file);
            let why = vec!["an attached file that was fetched".to_owned()];
            decisions.to_mut().push(Decision { data_type: file, confidence: Confidence::Medium, why });
        }
        if decisions.is_empty() {
            continue;
        }
        let trace = trace(engine, fact.origin, source, parameter, fact, chain);
        for decision in decisions.iter() {
            // A URL that the user gives to be fetched tells its host no more than that.
            let fetched = fact.role == "url"
                && engine.knowledge.type_row(decision.data_type).group == "content"
                && fact.recipients.iter().any(|&id| {
                    matches!(
                        engine.facts.recipients.get(id as usize),
                        Some(Recipient::UserConfigured | Recipient::Unresolved)
                    )
                });
            // What the user entered rarely stands whole in the text of an exception.
            let hearsay = origin.raised
                && action == Action::Logs
                && engine.knowledge.type_row(decision.data_type).group == "content";
            let sure = if fact.weak || fetched || hearsay { Confidence::Low } else { decision.confidence };
            let confidence = weaken(sure, origin, source);
            let mut why = Cow::Borrowed(decision.why.as_slice());
            if origin.weakened {
                why.to_mut().push("masked or hashed on the way".to_owned());
            }
            for &recipient in &fact.recipients {
                let Some(recipient) = engine.facts.recipients.get(recipient as usize) else { continue };
                add(drafts, decision.data_type, action, recipient, confidence, fact.site, &trace, &why);
            }
            if fact.kept {
                // What a statement of the user's own does is not known.
                let sure = if fact.role == "statement" { Confidence::Low } else { confidence };
                let own = &Recipient::Own;
                add(drafts, decision.data_type, Action::Stores, own, sure, fact.site, &trace, &why);
            }
        }
    }
}

fn subject(
    engine: &Engine<'_, '_>,
    typing: &Typing<'_>,
    source: &Source,
    path: &[&str],
    parameter: Option<&Parameter>,
    fact: &SinkFact<'_>,
    action: Action,
) -> Vec<Decision> {
    let keys: SmallVec<[&str; 4]> = fact.keys.iter().map(|&key| engine.symbols.text(key)).collect();
    let entry = source.entry.and_then(|entry| engine.plugin.manifest.entries.get(entry as usize));
    let mut context: SmallVec<[&str; 4]> = SmallVec::new();
    context.push(engine.plugin.manifest.name.as_str());
    context.extend(entry.map(|entry| entry.name.as_str()));
    context.push(engine.symbols.text(fact.scope));
    context.push(resource(engine.symbols.text(fact.api)));
    let name: SmallVec<[&str; 1]> = fact.name.iter().map(|&name| engine.symbols.text(name)).collect();
    let names: &[&str] = &name;
    let source_name = [engine.symbols.text(source.name)];
    let choices = choices(entry.map_or(&[][..], |entry| &entry.parameters), parameter);
    // A parameter of a function or model call is named by its source.
    let path = if path.is_empty() { &source_name[..] } else { path };
    typing::decide(
        typing,
        &Subject {
            action,
            source: typed_source(source.kind),
            path,
            parameter,
            texts: &[],
            key: &keys,
            role: fact.role,
            api: key_type(engine, fact.origin, path).or(source.data_type).or(fact.data_type),
            context: &context,
            names,
            choices: &choices,
        },
    )
}

/// The data type that a row gives a key of what an entry point takes in.
fn key_type(engine: &Engine<'_, '_>, origin: OriginId, path: &[&str]) -> Option<DataType> {
    let source = engine.origins.get(origin.0 as usize)?.source;
    let key = engine.symbols.get(path.first()?)?;
    engine.typed_keys.get(&(source, key)).copied()
}

/// The options of a parameter that is named after this one (`receive_id_type`).
fn choices<'p>(parameters: &'p [Parameter], parameter: Option<&Parameter>) -> SmallVec<[&'p str; 4]> {
    let Some(parameter) = parameter.filter(|parameter| parameter.options.is_empty()) else {
        return SmallVec::new();
    };
    let name = parameter.name.text.as_str();
    let after = |other: &&Parameter| {
        other.name.text.strip_prefix(name).is_some_and(|rest| rest.starts_with('_') && rest.len() > 1)
    };
    let others = parameters.iter().filter(after);
    others.flat_map(|other| other.options.iter().map(String::as_str)).take(MAX_CHOICES).collect()
}

/// The part of a URL's path, or of a method's name, that says which record it is about: the last segment. What
/// stands before it (`users/me/…`) says whose.
fn resource(api: &str) -> &str {
    let path = api.split('?').next().unwrap_or("").trim_end_matches(['/', ' ']);
    path.rfind('/').map_or(path, |at| path.get(at + 1..).unwrap_or(path))
}

/// A masked or hashed value, and one whose way in is unknown, is shown to be checked.
fn weaken(confidence: Confidence, origin: &Origin, source: &Source) -> Confidence {
    if origin.weakened || source.weak {
        return Confidence::Low;
    }
    if source.kind == SourceKind::Local { confidence.min(Confidence::Medium) } else { confidence }
}

/// What was read only to read a named part of it: the part counts.
fn opened(
    engine: &Engine<'_, '_>,
    reads: &[(OriginId, SmallVec<[Read; 2]>)],
) -> FxHashSet<(u32, SmallVec<[Sym; 4]>)> {
    let star = engine.words.star;
    let mut opened = FxHashSet::default();
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

/// A path without the items of lists at its end.
fn unstarred(engine: &Engine<'_, '_>, mut path: &[Sym]) -> SmallVec<[Sym; 4]> {
    while let [rest @ .., last] = path
        && *last == engine.words.star
    {
        path = rest;
    }
    SmallVec::from_slice(path)
}

fn read(
    engine: &Engine<'_, '_>,
    typing: &Typing<'_>,
    drafts: &mut Drafts,
    opened: &FxHashSet<(u32, SmallVec<[Sym; 4]>)>,
    id: OriginId,
    places: &[Read],
) {
    let Some((origin, source)) = origin_of(engine, id) else { return };
    let received =
        is_webhook(engine, source) || matches!(source.kind, SourceKind::Response | SourceKind::Payload);
    if !received || origin.path.is_empty() {
        return;
    }
    let path: SmallVec<[&str; 8]> = origin.path.iter().map(|&key| engine.symbols.text(key)).collect();
    let recipients = sender(engine, source);
    let known = known_field(engine, source, &path);
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
        // What a model answers, and what a rerank repeats, is no data about people.
        let answered = source.kind == SourceKind::Response && of_model(engine, source.span);
        let container = opened.contains(&(origin.source, unstarred(engine, &origin.path)));
        for decision in decisions {
            let told = engine.knowledge.type_row(decision.data_type).group == "content";
            if told && (answered || container) {
                continue;
            }
            for recipient in &recipients {
                // Of an answer that is known to hold the type a weak word is enough.
                let known = !container && source.returns.contains(&decision.data_type);
                let said = if known { Confidence::High } else { decision.confidence };
                let confidence = weaken(said, origin, source);
                let why = &decision.why;
                add(
                    drafts,
                    decision.data_type,
                    Action::Receives,
                    recipient,
                    confidence,
                    place.span,
                    &steps,
                    why,
                );
            }
        }
    }
}

/// Whether a call stands in the code of a model: in a folder that holds the source of one.
fn of_model(engine: &Engine<'_, '_>, span: Span) -> bool {
    let Some(file) = engine.plugin.file(span.file) else { return false };
    let folder =
        |path: &str| path.trim_start_matches("./").split_once('/').map(|(first, _)| first.to_owned());
    let own = folder(&file.path);
    let models = engine.plugin.manifest.entries.iter().filter(|entry| entry.kind == EntryKind::Model);
    let mut sources = models.filter_map(|entry| entry.source.as_ref());
    sources.any(|source| own.is_some() && folder(&source.text) == own)
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

/// Answers that an entry hands on of which the SDK says what they hold.
fn meant_answers(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    for (&(id, data_type), &span) in &engine.facts.handed_as {
        let Some((origin, source)) = origin_of(engine, id) else { continue };
        let path: SmallVec<[&str; 8]> = origin.path.iter().map(|&key| engine.symbols.text(key)).collect();
        if source.weak || !(typing::is_whole(typing, &path) || typing::is_content(typing, &path)) {
            continue;
        }
        let name = engine.symbols.text(source.name);
        let why = "the SDK says that the entry gives it".to_owned();
        let steps = [
            Step { span: source.span, note: format!("answer of {name}") },
            Step { span, note: "handed on".to_owned() },
        ];
        for recipient in sender(engine, source) {
            let why = std::slice::from_ref(&why);
            add(drafts, data_type, Action::Receives, &recipient, Confidence::High, span, &steps, why);
        }
    }
}

/// Answers that are files which a record of files told of.
fn attached(engine: &Engine<'_, '_>, typing: &Typing<'_>) -> FxHashSet<u32> {
    let mut attached = FxHashSet::default();
    for &(answer, url) in &engine.facts.fetched {
        let path = origin_of(engine, url).map(|(origin, _)| &origin.path);
        let keys = path.into_iter().flatten().map(|&key| engine.symbols.text(key));
        if typing::is_file_record(typing, &keys.collect::<SmallVec<[&str; 8]>>()) {
            attached.insert(answer);
        }
    }
    attached
}

/// Files that are fetched from where a record of files says: `attachments[*].content_url`.
fn fetched_files(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    for &(answer, url) in &engine.facts.fetched {
        let Some((origin, told)) = origin_of(engine, url) else { continue };
        let Some(source) = engine.sources.get(answer as usize) else { continue };
        let path: SmallVec<[&str; 8]> = origin.path.iter().map(|&key| engine.symbols.text(key)).collect();
        let used = !engine.facts.discarded.contains(&source.span);
        if source.weak || !used || of_model(engine, source.span) || !typing::is_file_record(typing, &path) {
            continue;
        }
        let why = format!("`{}` says where the file is", path.join("."));
        let steps = [
            Step { span: told.span, note: format!("answer of {}", engine.symbols.text(told.name)) },
            Step { span: source.span, note: why.clone() },
        ];
        for recipient in sender(engine, source) {
            let why = std::slice::from_ref(&why);
            let file = typing::file(typing);
            add(drafts, file, Action::Receives, &recipient, Confidence::Medium, source.span, &steps, why);
        }
    }
}

/// Answers that a tool hands on, of which its texts or their key say what they hold.
fn told_answers(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    let mut of_tools: BTreeMap<u32, Vec<(DataType, String, Span)>> = BTreeMap::new();
    for (&(id, index), &span) in &engine.facts.handed_by {
        let Some((origin, source)) = origin_of(engine, id) else { continue };
        let entry = index.and_then(|entry| engine.plugin.manifest.entries.get(entry as usize));
        let (Some(index), Some(entry)) = (index, entry) else { continue };
        if entry.kind != EntryKind::Tool {
            continue;
        }
        // Where a table says what comes back, the words of the tool add nothing.
        if source.weak || !source.returns.is_empty() {
            continue;
        }
        let path: SmallVec<[&str; 8]> = origin.path.iter().map(|&key| engine.symbols.text(key)).collect();
        let mut of_key = Vec::new();
        let told: &[(DataType, String, Span)] = if typing::is_whole(typing, &path) {
            of_tools.entry(index).or_insert_with(|| said_by_tool(engine, typing, entry))
        } else {
            if let Some(data_type) = typing::given_key(typing, &path) {
                of_key.push((data_type, format!("`{}` is handed on", path.join(".")), span));
            }
            &of_key
        };
        let requests = engine.facts.asked.get(&(origin.source, Some(index)));
        let mut requested = Vec::new();
        for &(key, text) in requests.into_iter().flatten() {
            let (key, text) = (engine.symbols.text(key), engine.symbols.text(text));
            let context = [engine.plugin.manifest.name.as_str(), entry.name.as_str()];
            let asked = typing::requested(typing, key, text, &path, &context);
            requested.extend(asked.into_iter().map(|(data_type, field)| {
                (data_type, format!("the request asks for `{field}`"), source.span)
            }));
        }
        for &(data_type, ref why, told_at) in told.iter().chain(&requested) {
            let steps = [
                Step { span: source.span, note: format!("answer of {}", engine.symbols.text(source.name)) },
                Step { span: told_at, note: why.clone() },
                Step { span, note: "handed on".to_owned() },
            ];
            for recipient in sender(engine, source) {
                add(
                    drafts,
                    data_type,
                    Action::Receives,
                    &recipient,
                    Confidence::Medium,
                    span,
                    &steps,
                    std::slice::from_ref(why),
                );
            }
        }
    }
}

/// What a tool's texts and parameters say of what it gives back.
fn said_by_tool(
    engine: &Engine<'_, '_>,
    typing: &Typing<'_>,
    entry: &Entry,
) -> Vec<(DataType, String, Span)> {
    let mut told = Vec::new();
    for text in &entry.descriptions {
        let given = typing::given(typing, &[text.text.as_str()]);
        told.extend(given.into_iter().map(|(data_type, words)| {
            (data_type, format!("the tool says that it gives back `{words}`"), text.span)
        }));
    }
    let context = [engine.plugin.manifest.name.as_str(), entry.name.as_str()];
    for parameter in &entry.parameters {
        let asked = typing::asked(typing, parameter, &context);
        told.extend(asked.into_iter().map(|(data_type, words, span)| {
            let name = &parameter.name.text;
            (data_type, format!("parameter `{name}` asks for `{words}`"), span)
        }));
    }
    told
}

/// Whether a request is a vendor's webhook: what triggers an event is, and what comes to an endpoint is where the plugin
/// named after a service that people write messages in. Other endpoints answer anybody.
fn is_webhook(engine: &Engine<'_, '_>, source: &Source) -> bool {
    let entry = source.entry.and_then(|entry| engine.plugin.manifest.entries.get(entry as usize));
    if source.kind != SourceKind::Request {
        return false;
    }
    match entry.map(|entry| entry.kind) {
        Some(EntryKind::Event) => true,
        Some(EntryKind::Endpoint) => {
            let row = engine.named_vendor().and_then(|id| engine.knowledge.service_row(id));
            row.is_some_and(|row| row.category == MESSENGERS)
        }
        _ => false,
    }
}

/// Who sent what came in: the services that answered, or for a webhook the vendor of the plugin.
fn sender(engine: &Engine<'_, '_>, source: &Source) -> SmallVec<[Recipient; 2]> {
    if source.kind == SourceKind::Response {
        return source
            .recipients
            .iter()
            .filter_map(|&id| engine.facts.recipients.get(id as usize).cloned())
            .collect();
    }
    SmallVec::from_iter([vendor(engine)])
}

/// The service that the plugin is made for: the one its name or labels name, else the only one it contacts.
fn vendor(engine: &Engine<'_, '_>) -> Recipient {
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

/// The answers of which fields are read by their names.
fn picked_answers(engine: &Engine<'_, '_>, typing: &Typing<'_>) -> FxHashSet<u32> {
    let read = engine.facts.reads.keys().filter_map(|&id| origin_of(engine, id));
    let by_name = read.filter(|(origin, _)| {
        let path: SmallVec<[&str; 8]> = origin.path.iter().map(|&key| engine.symbols.text(key)).collect();
        !typing::is_whole(typing, &path)
    });
    by_name.map(|(origin, _)| origin.source).collect()
}

/// Responses of API methods that are known to hold people's data as a whole.
fn whole_responses(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    let mut all_picked: Option<FxHashSet<u32>> = None;
    for (source, index) in engine.sources.iter().zip(0_u32..) {
        // An HTTP answer counts as a whole where it is handed on; else what is read from it counts, field by field.
        let handed = engine.facts.handed.contains(&index);
        let http = engine.symbols.text(source.api).starts_with('/');
        let used = if http { handed } else { !engine.facts.discarded.contains(&source.span) };
        if source.kind != SourceKind::Response || !used || source.returns.is_empty() {
            continue;
        }
        // An e-mail address is always read by its name; an id or a name need not be.
        let picked =
            !handed && all_picked.get_or_insert_with(|| picked_answers(engine, typing)).contains(&index);
        let name = engine.symbols.text(source.name);
        for &data_type in &source.returns {
            if picked && typing::is_always_named(typing, engine.knowledge, data_type) {
                continue;
            }
            for recipient in sender(engine, source) {
                let why = [format!("`{name}` returns it")];
                let step = [Step { span: source.span, note: format!("answer of {name}") }];
                add(
                    drafts,
                    data_type,
                    Action::Receives,
                    &recipient,
                    if source.weak { Confidence::Low } else { Confidence::High },
                    source.span,
                    &step,
                    &why,
                );
            }
        }
    }
}

/// Fields of an event's output schema: received from the vendor and passed on.
fn outputs(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    let events = engine.plugin.manifest.entries.iter().filter(|entry| entry.kind == EntryKind::Event);
    for entry in events {
        let recipient = vendor(engine);
        for field in &entry.output {
            let path: SmallVec<[&str; 8]> = field.path.iter().map(String::as_str).collect();
            let context = [entry.name.as_str()];
            let decisions = typing::decide(
                typing,
                &Subject {
                    action: Action::Receives,
                    source: typing::SourceKind::Payload,
                    path: &path,
                    parameter: None,
                    texts: &[field.description.as_str()],
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
                add(
                    drafts,
                    decision.data_type,
                    Action::Receives,
                    &recipient,
                    decision.confidence,
                    field.span,
                    &step,
                    &decision.why,
                );
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "a practice has this many parts")]
fn add(
    drafts: &mut Drafts,
    data_type: DataType,
    action: Action,
    recipient: &Recipient,
    confidence: Confidence,
    place: Span,
    trace: &(impl Told + ?Sized),
    why: &[String],
) {
    let draft = drafts.entry((data_type, action, recipient.clone())).or_insert_with(|| Draft {
        confidence,
        places: BTreeMap::new(),
        trace: trace.steps(),
        evidence: why.to_vec(),
    });
    let better = confidence > draft.confidence;
    let shorter = confidence == draft.confidence
        && (draft.trace.is_empty() || (trace.count() > 0 && trace.count() < draft.trace.len()));
    if better || shorter {
        draft.trace = trace.steps();
        draft.evidence = why.to_vec();
    }
    draft.confidence = draft.confidence.max(confidence);
    let sure = draft.places.entry(place).or_insert(confidence);
    *sure = confidence.max(*sure);
}

fn origin_of<'e>(engine: &'e Engine<'_, '_>, id: OriginId) -> Option<(&'e Origin, &'e Source)> {
    let origin = engine.origins.get(id.0 as usize)?;
    Some((origin, engine.sources.get(origin.source as usize)?))
}

/// A trace that is written out only where it is kept.
trait Told {
    /// Its steps.
    fn count(&self) -> usize;
    /// The steps written out.
    fn steps(&self) -> Vec<Step>;
}

impl<T: AsRef<[Step]> + ?Sized> Told for T {
    fn count(&self) -> usize {
        self.as_ref().len()
    }

    fn steps(&self) -> Vec<Step> {
        self.as_ref().to_vec()
    }
}

/// Places with the parts of their notes.
struct Marks<'e>(SmallVec<[(Span, [&'e str; 3]); 8]>);

impl Told for Marks<'_> {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn steps(&self) -> Vec<Step> {
        self.0.iter().map(|(span, note)| Step { span: *span, note: note.concat() }).collect()
    }
}

/// Call sites from the entry point down.
fn chain_steps(engine: &Engine<'_, '_>, chain: u32) -> Vec<Step> {
    chain_sites(engine, chain)
        .into_iter()
        .rev()
        .map(|span| Step { span, note: PASSED_ON.to_owned() })
        .collect()
}

/// What happens at a call site on the way.
const PASSED_ON: &str = "passed on";

/// Call sites, the last one first.
fn chain_sites(engine: &Engine<'_, '_>, chain: u32) -> SmallVec<[Span; MAX_STEPS]> {
    let mut sites = SmallVec::new();
    let mut at = chain;
    while let Some(chain) = engine.chains.get(at as usize) {
        // Entry points are entered from nowhere.
        if chain.site.end > chain.site.start {
            sites.push(chain.site);
        }
        at = chain.before;
        if sites.len() >= MAX_STEPS {
            break;
        }
    }
    sites
}

/// From where the data comes in to the sink.
fn trace<'e>(
    engine: &'e Engine<'_, '_>,
    id: OriginId,
    source: &Source,
    parameter: Option<&'e Parameter>,
    fact: &SinkFact<'_>,
    chain: u32,
) -> Marks<'e> {
    let mut steps: SmallVec<[(Span, [&'e str; 3]); 8]> = SmallVec::new();
    let origin_path =
        engine.origins.get(id.0 as usize).map(|origin| origin.path.as_slice()).unwrap_or_default();
    let named =
        origin_path.last().map_or_else(|| engine.symbols.text(source.name), |&key| engine.symbols.text(key));
    match parameter {
        Some(parameter) => {
            let before = match source.kind {
                SourceKind::Credentials => "credential `",
                SourceKind::Settings => "setting `",
                _ => "parameter `",
            };
            steps.push((parameter.name.span, [before, &parameter.name.text, "`"]));
        }
        None if source.span.end > 0 => {
            let note = match source.kind {
                SourceKind::Response => ["answer of ", engine.symbols.text(source.name), ""],
                _ if source.name == engine.words.empty => ["result of ", engine.symbols.text(source.api), ""],
                _ => ["`", engine.symbols.text(source.name), "` comes in"],
            };
            steps.push((source.span, note));
        }
        None => {}
    }
    if let Some(place) = engine.facts.reads.get(&id).and_then(|places| places.first()) {
        steps.push((place.span, ["`", named, "` read"]));
    }
    let sites = chain_sites(engine, chain);
    steps.extend(sites.into_iter().rev().map(|span| (span, [PASSED_ON, "", ""])));
    let api = engine.symbols.text(fact.api);
    let note = match fact.action {
        "stores" => ["stored", "", ""],
        "logs" => ["logged", "", ""],
        _ if api.is_empty() => ["sent", "", ""],
        _ => ["sent by ", api, ""],
    };
    steps.push((fact.site, note));
    steps.dedup_by(|a, b| a.0 == b.0);
    Marks(steps)
}

/// Contacts of every call that leaves the plugin.
fn outbound_contacts(engine: &Engine<'_, '_>) -> Vec<(Contact, Span)> {
    let mut contacts = Vec::new();
    for (span, outbound) in &engine.facts.outbound {
        for contact in &outbound.contacts {
            contacts.push((contact.clone(), *span));
        }
    }
    contacts
}

/// A class whose base class sends: to the endpoint that the code or the YAML sets, else where the user says.
fn sending_base(
    engine: &mut Engine<'_, '_>,
    drafts: &mut Drafts,
    contacts: &mut Vec<(Contact, Span)>,
    base: &SendingBase<'_>,
) {
    let mut templates: Vec<Template> = Vec::new();
    let set = engine.facts.set_urls.clone();
    for name in &base.row.url {
        let Some(sym) = engine.symbols.get(name) else { continue };
        for (key, texts) in &set {
            if *key == sym {
                templates.extend(texts.iter().cloned());
            }
        }
        let entries = &engine.plugin.manifest.entries;
        let default = entries
            .iter()
            .flat_map(|entry| &entry.credentials)
            .find(|parameter| parameter.name.text == *name)
            .and_then(|parameter| parameter.default.as_ref())
            .map(|default| default.text.clone());
        if let Some(default) = default {
            let literal = engine.symbols.intern(&default);
            templates.push(Template::from([Part::Literal(literal)]));
        }
    }
    let mut found: Vec<Contact> = Vec::new();
    for template in &templates {
        if let Some(contact) = engine.base_contact(template)
            && contact.recipient != Recipient::UserConfigured
            && !found.contains(&contact)
        {
            found.push(contact);
        }
    }
    // An endpoint that only the user gives is the user's, whatever the base class would take without one.
    let given = templates.iter().any(|template| {
        engine.base_contact(template).is_some_and(|contact| contact.recipient == Recipient::UserConfigured)
    });
    if found.is_empty() {
        let service = engine.knowledge.service(&base.row.default).filter(|_| !given);
        let recipient = service.map_or(Recipient::UserConfigured, Recipient::Service);
        let user_configured = service.is_none();
        found.push(Contact {
            recipient,
            host: String::new(),
            via: "sdk".to_owned(),
            user_configured,
            plain_http: false,
        });
    }
    for contact in found {
        let mut sends = |data_type, steps: &[Step], why: String| {
            let (action, confidence) = (Action::Sends, Confidence::High);
            add(drafts, data_type, action, &contact.recipient, confidence, base.span, steps, &[why]);
        };
        let last = Step { span: base.span, note: "sent by the SDK's base class".to_owned() };
        for data_type in base.row.sends.iter().filter_map(|id| engine.knowledge.data_type(id)) {
            sends(data_type, std::slice::from_ref(&last), "the SDK's base class sends it".to_owned());
        }
        for feature in &engine.plugin.manifest.features {
            let row = base.row.features.get(&feature.text);
            if let Some(data_type) = row.and_then(|id| engine.knowledge.data_type(id)) {
                let first = Step { span: feature.span, note: format!("feature `{}`", feature.text) };
                let why = format!("a model of the plugin has the feature `{}`", feature.text);
                sends(data_type, &[first, last.clone()], why);
            }
        }
        contacts.push((contact, base.span));
    }
}

fn finish(engine: &Engine<'_, '_>, drafts: Drafts, contacts: &[(Contact, Span)]) -> CodeFacts {
    let mut facts = CodeFacts::default();
    for ((data_type, action, recipient), mut draft) in drafts {
        let mut places: Vec<(Span, Confidence)> = std::mem::take(&mut draft.places).into_iter().collect();
        places.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut locations: Vec<Span> = places.into_iter().map(|(span, _)| span).take(MAX_PLACES).collect();
        let mut trace = draft.trace;
        trace.truncate(MAX_STEPS);
        // The sink of the trace is the best place.
        if let Some(last) = trace.last().map(|step| step.span)
            && let Some(at) = locations.iter().position(|span| *span == last)
        {
            let best = locations.remove(at);
            locations.insert(0, best);
        }
        if trace.len() < 2 {
            trace.clear();
        }
        facts.practices.push(Practice {
            data_type,
            action,
            recipient,
            confidence: draft.confidence,
            locations,
            trace,
            evidence: draft.evidence,
        });
    }
    facts.third_parties = third_parties(contacts);
    facts.outbound = outbound(engine);
    for ((id, level), places) in &engine.facts.capabilities {
        let mut locations = places.clone();
        locations.sort_unstable();
        facts.capabilities.push(Capability { id: (*id).to_owned(), level: (*level).to_owned(), locations });
    }
    facts
}

fn third_parties(contacts: &[(Contact, Span)]) -> Vec<ThirdParty> {
    let mut parties: BTreeMap<Recipient, ThirdParty> = BTreeMap::new();
    for (contact, span) in contacts {
        if matches!(contact.recipient, Recipient::Own | Recipient::Dify | Recipient::Unresolved) {
            continue;
        }
        let party = parties.entry(contact.recipient.clone()).or_insert_with(|| ThirdParty {
            recipient: contact.recipient.clone(),
            hosts: Vec::new(),
            via: Vec::new(),
            user_configured: true,
            locations: Vec::new(),
            plain_http: Vec::new(),
        });
        let host = contact.host.trim_matches(['*', '.', '-']);
        if !host.is_empty()
            && let Err(at) = party.hosts.binary_search_by(|other| other.as_str().cmp(host))
        {
            party.hosts.insert(at, host.to_owned());
        }
        if !party.via.contains(&contact.via) {
            party.via.push(contact.via.clone());
        }
        // One call to a host of its own is enough for it to be the service's.
        let users = contact.user_configured || contact.recipient == Recipient::UserConfigured;
        party.user_configured &= users;
        if !party.locations.contains(span) && party.locations.len() < MAX_PLACES {
            party.locations.push(*span);
        }
        if contact.plain_http && !party.plain_http.contains(span) && party.plain_http.len() < MAX_PLACES {
            party.plain_http.push(*span);
        }
    }
    let mut parties: Vec<ThirdParty> = parties.into_values().collect();
    for party in &mut parties {
        party.via.sort();
    }
    parties
}

fn outbound(engine: &Engine<'_, '_>) -> OutboundCalls {
    let mut calls = OutboundCalls::default();
    for (span, outbound) in &engine.facts.outbound {
        calls.total += 1;
        let known = outbound
            .contacts
            .iter()
            .any(|contact| matches!(contact.recipient, Recipient::Service(_) | Recipient::Domain(_)));
        if known {
            calls.resolved += 1;
        } else if outbound.contacts.iter().any(|contact| contact.recipient == Recipient::UserConfigured) {
            calls.user_configured += 1;
        } else {
            calls.unresolved.push(*span);
        }
    }
    calls
}
