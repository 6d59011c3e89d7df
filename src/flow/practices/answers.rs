//! Answers that are used as a whole. Comes in: what services answered and who hands it on; goes out: practices of
//! receiving, by what tables, the SDK or the tool's own texts say that such an answer holds. Apart because no field's name
//! decides here.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::drafts::{Drafts, Seen};
use super::origins::{of_model, origin_of, sender, way_of_answer};
use crate::flow::engine::Engine;
use crate::flow::limits;
use crate::flow::typing::{self, Typing};
use crate::flow::value::SourceKind;
use crate::flow::{Action, Confidence, Step};
use crate::knowledge::DataType;
use crate::plugin::{Entry, EntryKind};
use crate::source::Span;

/// Answers that an entry hands on of which the SDK says what they hold.
pub(super) fn meant(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
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
            drafts.add(Seen {
                data_type,
                action: Action::Receives,
                recipient: &recipient,
                confidence: Confidence::High,
                place: span,
                trace: &steps,
                why,
                way: None,
                answer: None,
            });
        }
    }
}

/// Answers that are files which a record of files told of.
pub(super) fn attached(engine: &Engine<'_, '_>, typing: &Typing<'_>) -> FxHashSet<u32> {
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
pub(super) fn fetched_files(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
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
            drafts.add(Seen {
                data_type: typing::file(typing),
                action: Action::Receives,
                recipient: &recipient,
                confidence: Confidence::Medium,
                place: source.span,
                trace: &steps,
                why,
                way: None,
                answer: None,
            });
        }
    }
}

/// Types with the words that say them.
type Said = Vec<(DataType, String)>;

/// What requests ask for, each read once.
#[derive(Default)]
struct Requests<'e> {
    /// The fields that each constant of a request asks for, by the answer's source and the entry that asks.
    fields: FxHashMap<(u32, u32), Vec<Vec<Vec<String>>>>,
    /// What is asked for below these keys.
    types: FxHashMap<(u32, u32, SmallVec<[&'e str; 8]>), Said>,
    /// Requests that ask for more than is read.
    beyond: Vec<Span>,
}

impl<'e> Requests<'e> {
    /// The types of what an entry asks of an answer below the keys `path`.
    fn below(
        &mut self,
        engine: &'e Engine<'_, '_>,
        typing: &Typing<'_>,
        asked: (u32, u32),
        path: &[&'e str],
        context: &[&str],
    ) -> &Said {
        let read: SmallVec<[&str; 8]> =
            path.iter().copied().filter(|key| !typing::is_light(typing, key)).collect();
        let (fields, beyond) = (&mut self.fields, &mut self.beyond);
        self.types.entry((asked.0, asked.1, read)).or_insert_with_key(|(.., read)| {
            let fields = fields.entry(asked).or_insert_with(|| {
                let (fields, whole) = fields_asked(engine, typing, asked);
                beyond.extend(
                    engine.sources.get(asked.0 as usize).filter(|_| !whole).map(|source| source.span),
                );
                fields
            });
            let types = fields.iter().map(|fields| typing::requested_types(typing, fields, read, context));
            types.flatten().collect()
        })
    }
}

/// The fields that an entry asks for, constant by constant, and whether these are all.
fn fields_asked(
    engine: &Engine<'_, '_>,
    typing: &Typing<'_>,
    (source, entry): (u32, u32),
) -> (Vec<Vec<Vec<String>>>, bool) {
    let (mut all, mut count) = (Vec::new(), 0);
    for &(key, text) in engine.facts.asked.get(&(source, Some(entry))).into_iter().flatten() {
        let fields = typing::requested(typing, engine.symbols.text(key), engine.symbols.text(text));
        count += fields.len();
        if count > limits::ASKED {
            return (all, false);
        }
        if !fields.is_empty() {
            all.push(fields);
        }
    }
    (all, true)
}

/// Answers that a tool hands on, of which its texts or their key say what they hold. Gives the requests that ask for more
/// than is read.
pub(super) fn told(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) -> Vec<Span> {
    let mut of_tools: BTreeMap<u32, Vec<(DataType, String, Span)>> = BTreeMap::new();
    let mut requests = Requests::default();
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
        let context = [engine.plugin.manifest.name.as_str(), entry.name.as_str()];
        let requested = requests.below(engine, typing, (origin.source, index), &path, &context).iter();
        let requested: Vec<_> = requested
            .map(|(data_type, field)| (*data_type, format!("the request asks for `{field}`"), source.span))
            .collect();
        if told.is_empty() && requested.is_empty() {
            continue;
        }
        let way = way_of_answer(engine, typing, source, &entry.name);
        for &(data_type, ref why, told_at) in told.iter().chain(&requested) {
            let steps = [
                Step { span: source.span, note: format!("answer of {}", engine.symbols.text(source.name)) },
                Step { span: told_at, note: why.clone() },
                Step { span, note: "handed on".to_owned() },
            ];
            for recipient in sender(engine, source) {
                drafts.add(Seen {
                    data_type,
                    action: Action::Receives,
                    recipient: &recipient,
                    confidence: Confidence::Medium,
                    place: span,
                    trace: &steps,
                    why: std::slice::from_ref(why),
                    way,
                    answer: Some(source),
                });
            }
        }
    }
    requests.beyond
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
pub(super) fn known(engine: &Engine<'_, '_>, typing: &Typing<'_>, drafts: &mut Drafts) {
    let mut all_picked: Option<FxHashSet<u32>> = None;
    for (source, index) in engine.sources.iter().zip(0_u32..) {
        // An HTTP answer counts as a whole where it is handed on; else what is read from it counts, field by field.
        let handed = engine.facts.handed.contains(&index);
        let http = engine.symbols.text(source.api).starts_with('/');
        // A file that is fetched may be written to a path: nobody needs what comes back.
        let facts = &engine.facts;
        let comes = || source.returns.contains(&typing::file(typing)) || facts.filling.contains(&source.span);
        let used = if http { handed } else { handed || comes() || !facts.discarded.contains(&source.span) };
        let says = !source.returns.is_empty() || !source.beside.is_empty();
        if source.kind != SourceKind::Response || !used || !says {
            continue;
        }
        // Where fields are picked, what says itself what it is was not read.
        let picked =
            !handed && all_picked.get_or_insert_with(|| picked_answers(engine, typing)).contains(&index);
        let name = engine.symbols.text(source.name);
        let way = way_of_answer(engine, typing, source, "");
        let sure = if source.weak { Confidence::Low } else { Confidence::High };
        let whole = source.returns.iter().map(|&data_type| (data_type, sure, format!("`{name}` returns it")));
        let beside = source.beside.iter().filter(|_| handed);
        let beside = beside
            .map(|&data_type| (data_type, Confidence::Low, format!("the records of `{name}` name people")));
        for (data_type, confidence, why) in whole.chain(beside) {
            if picked && engine.knowledge.type_row(data_type).named {
                continue;
            }
            for recipient in sender(engine, source) {
                let step = [Step { span: source.span, note: format!("answer of {name}") }];
                drafts.add(Seen {
                    data_type,
                    action: Action::Receives,
                    recipient: &recipient,
                    confidence,
                    place: source.span,
                    trace: &step,
                    why: std::slice::from_ref(&why),
                    way,
                    answer: Some(source),
                });
            }
        }
    }
}
