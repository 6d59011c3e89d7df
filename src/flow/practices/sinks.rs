//! Data that reaches a sink. Comes in: facts of calls that send, store or log; goes out: practices, with the data type
//! that the value's own words, its parameter and its key at the sink give it. Apart because equal facts are typed once.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::answers::attached;
use super::drafts::{Drafts, Seen};
use super::origins::{origin_of, resource, typed_source, weaken};
use super::steps::{Marks, trace};
use crate::flow::engine::Engine;
use crate::flow::facts::{Keys, SinkFact};
use crate::flow::limits;
use crate::flow::typing::{self, Decision, Subject, Typing};
use crate::flow::value::{OriginId, Source, SourceKind};
use crate::flow::{Action, Confidence, Recipient, Way};
use crate::knowledge::DataType;
use crate::plugin::Parameter;
use crate::python::ir::Sym;

/// Decisions by subject, so that equal facts are typed once.
type Cache = FxHashMap<(OriginId, Keys, Action, Sym, Option<DataType>, Option<Sym>, Sym, u8), Vec<Decision>>;

fn action_of(action: &str) -> Action {
    match action {
        "stores" => Action::Stores,
        "logs" => Action::Logs,
        "receives" => Action::Receives,
        _ => Action::Sends,
    }
}

/// Practices of every sink that data reached.
pub(super) fn all(engine: &mut Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    let mut cache = Cache::default();
    let sinks = std::mem::take(&mut engine.facts.sinks);
    let attached = attached(engine, typing);
    for (fact, chain) in &sinks {
        sink(engine, typing, &attached, &mut cache, drafts, fact, *chain);
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
            decided(engine, drafts, fact, parameter, decision, &trace);
        }
    }
}

/// What a decision makes of a fact: a practice for each recipient, and one more where it is kept.
fn decided(
    engine: &Engine<'_, '_>,
    drafts: &mut Drafts,
    fact: &SinkFact<'_>,
    parameter: Option<&Parameter>,
    decision: &Decision,
    trace: &Marks<'_>,
) {
    let Some((origin, source)) = origin_of(engine, fact.origin) else { return };
    let action = action_of(fact.action);
    let content = engine.knowledge.type_row(decision.data_type).is_content();
    let recipients = || fact.recipients.iter().filter_map(|&id| engine.facts.recipients.get(id as usize));
    // A URL that the user gives to be fetched tells its host no more than that.
    let fetched = fact.role == "url"
        && content
        && recipients().any(|to| matches!(to, Recipient::UserConfigured | Recipient::Unresolved));
    // What the user entered rarely stands whole in the text of an exception.
    let hearsay = origin.raised && action == Action::Logs && content;
    let sure = if fact.weak || fetched || hearsay { Confidence::Low } else { decision.confidence };
    let confidence = weaken(sure, origin, source);
    let mut why = Cow::Borrowed(decision.why.as_slice());
    if origin.weakened {
        why.to_mut().push("masked or hashed on the way".to_owned());
    }
    let mut add = |action, recipient, confidence| {
        if action == Action::Sends {
            drafts.gave(decision.data_type, fact.site, fact.api);
        }
        drafts.add(Seen {
            data_type: decision.data_type,
            action,
            recipient,
            confidence,
            place: fact.site,
            trace,
            why: &why,
            way: asked(source, parameter, fact.role),
            answer: None,
        });
    };
    for recipient in recipients() {
        add(action, recipient, confidence);
    }
    if fact.kept {
        // What a statement of the user's own does is not known.
        let sure = if fact.role == "statement" { Confidence::Low } else { confidence };
        add(Action::Stores, &Recipient::Own, sure);
    }
}

/// The way of what people give: a request that is no vendor's webhook is a form that somebody posts.
fn asked(source: &Source, parameter: Option<&Parameter>, role: &str) -> Option<Way> {
    match source.kind {
        SourceKind::Parameters => Some(Way::Asked),
        SourceKind::Settings => parameter.map(|_| Way::Asked),
        SourceKind::Request => (!source.webhook).then_some(Way::Asked),
        // What stands in an address logs nobody in.
        SourceKind::Credentials => parameter.map(|_| if role == "url" { Way::Asked } else { Way::Account }),
        _ => None,
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
    others.flat_map(|other| other.options.iter().map(String::as_str)).take(limits::FIELD_NAMES).collect()
}
